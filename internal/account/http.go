package account

import (
	"context"
	"io"
	"net/http"
	"os"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// Routes mounts organisations, accounts, posts, roles, keys and delegations.
func Routes(a *web.API, d *Desk) {
	orgRoutes(a, d)
	accountRoutes(a, d)
	postRoutes(a, d)
	keyRoutes(a, d)
	delegationRoutes(a, d)
	verifiedRoutes(a, d)
}

func row(method, path, permission, id, summary, notes string, faults ...string) web.Op {
	return web.Op{ID: "account." + id, Method: method, Path: path, Permission: permission, Area: "account", Summary: summary, Notes: notes, Faults: faults}
}

// actorOf is the actor of a request that had to show a permission.
func actorOf(ctx context.Context) access.Actor {
	a, _ := access.From(ctx)
	return a
}

// body is an answer that is one thing.
type body[T any] struct{ Body T }

func answer[T any](v T, err error) (*body[T], error) {
	if err != nil {
		return nil, err
	}
	return &body[T]{v}, nil
}

// finish answers an act that leaves nothing to show.
func finish(err error) (*done, error) {
	if err != nil {
		return nil, err
	}
	return &done{}, nil
}

// list is an answer of many, never null.
type list[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"give it as after; absent on the last page"`
}

func answerList[T any](items []T, err error) (*body[list[T]], error) {
	if items == nil {
		items = []T{}
	}
	return answer(list[T]{Items: items}, err)
}

type (
	idIn struct {
		ID string `path:"id"`
	}
	noneIn struct{}
	done   struct{}

	orgsIn struct {
		Parent string `query:"parent" maxLength:"18" doc:"code of the body above; the roots when empty"`
		Words  string `query:"q" maxLength:"100" doc:"bodies whose name holds these words, or of this code, instead"`
		Region string `query:"region" maxLength:"6" doc:"bodies of a division and what lies in it, instead"`
		Kind   string `query:"kind" maxLength:"30" doc:"bodies of a kind, instead"`
	}
	orgIn struct {
		Body struct {
			ID     string `json:"id" maxLength:"30"`
			Name   string `json:"name" maxLength:"300"`
			Parent string `json:"parent,omitempty" maxLength:"30"`
			Region string `json:"region" maxLength:"6"`
			Kind   string `json:"kind" maxLength:"30"`
		}
	}
)

const maxImport = 16 << 20

func orgRoutes(a *web.API, d *Desk) {
	web.Add(a, row(http.MethodGet, "/v1/orgs", access.OrgRead, "orgs", "机构树的一层 · Bodies below one", "At most 500; narrow with q."),
		func(ctx context.Context, in *orgsIn) (*body[list[Org]], error) {
			return answerList(d.Orgs(ctx, OrgQuery{Parent: in.Parent, Words: in.Words, Region: in.Region, Kind: in.Kind}))
		})
	web.Add(a, row(http.MethodGet, "/v1/orgs/kinds", access.OrgRead, "org_kinds", "机构类别 · Kinds of bodies", ""),
		func(context.Context, *noneIn) (*body[list[string]], error) {
			names := make([]string, 0, len(kinds))
			for k := range kinds {
				names = append(names, k)
			}
			slices.Sort(names)
			return answerList(names, nil)
		})
	web.Add(a, row(http.MethodPost, "/v1/orgs", access.OrgEdit, "put_org", "新增或更新机构 · Add a body or bring it up to date", "",
		"account.org_code", "account.org_name", "account.org_region", "account.org_kind", "account.org_parent", "account.org_ring", "account.org_elsewhere"),
		func(ctx context.Context, in *orgIn) (*body[Org], error) {
			b := in.Body
			return answer(d.PutOrg(ctx, actorOf(ctx), Org{ID: b.ID, Name: b.Name, Parent: b.Parent, Region: b.Region, Kind: b.Kind}))
		})
	a.AddRaw(web.Op{ID: "account.import_orgs", Method: http.MethodPost, Path: "/v1/orgs/import", Permission: access.OrgEdit, Area: "account", MaxBody: maxImport,
		Summary: "导入机构文件 · Import bodies from a file", Notes: "The body is the file itself, CSV or XLSX, with the columns id, name, parent, region, kind " +
			"(统一社会信用代码、机构名称、上级机构代码、行政区划代码、机构类别). All rows or none: wrong rows are named. With ?trial=1 the same is said and nothing is written.", Faults: []string{"account.org_columns", "account.org_rows"}},
		nil, Import{}, d.serveImport)
}

func (d *Desk) serveImport(w http.ResponseWriter, r *http.Request) error {
	f, err := os.CreateTemp("", "xinheng-orgs-*")
	if err != nil {
		return err
	}
	defer func() { _ = f.Close(); _ = os.Remove(f.Name()) }()
	size, err := io.Copy(f, r.Body)
	if err != nil {
		return err
	}
	read := d.ImportFile
	if r.URL.Query().Get("trial") == "1" {
		read = d.TryFile
	}
	in, err := read(r.Context(), actorOf(r.Context()), f, size)
	if err != nil {
		return err
	}
	return writeImport(w, in)
}

type (
	accountsIn struct {
		Org    string `query:"org" maxLength:"18"`
		Status string `query:"status" enum:"requested,active,suspended,refused,left,waiting" doc:"waiting: something is to be decided"`
		Words  string `query:"q" maxLength:"50" doc:"part of a login or name"`
		After  string `query:"after" maxLength:"32"`
		Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	}
	namesIn struct {
		IDs []string `query:"id" maxItems:"100" doc:"ids of accounts, with a comma between"`
	}
	askIn struct {
		Body struct {
			Login  string `json:"login" maxLength:"32"`
			Name   string `json:"name" maxLength:"150"`
			Org    string `json:"org,omitempty" maxLength:"18" doc:"code of the body; left out for people of firms"`
			Region string `json:"region,omitempty" maxLength:"6" doc:"only without a body"`
			Reason string `json:"reason" maxLength:"1500"`
		}
	}
	askForIn struct {
		ID   string `path:"id"`
		Body struct {
			Kind   string `json:"kind" enum:"reset,reopen,suspend,unlink"`
			Reason string `json:"reason" maxLength:"1500"`
		}
	}
	decideIn struct {
		ID   string `path:"id"`
		Body struct {
			Approve bool   `json:"approve"`
			Reason  string `json:"reason,omitempty" maxLength:"1500" doc:"needed for a refusal"`
		}
	}
	decided struct {
		Account Account     `json:"account"`
		Link    *Invitation `json:"link,omitempty" doc:"the one-time link of an opening or reset, shown once"`
	}
)

func accountRoutes(a *web.API, d *Desk) {
	web.Add(a, row(http.MethodGet, "/v1/accounts", access.AccountRead, "list", "账号列表 · Accounts in one's scope", ""),
		func(ctx context.Context, in *accountsIn) (*body[list[Account]], error) {
			items, err := d.Accounts(ctx, actorOf(ctx), AccountQuery{Org: in.Org, Status: in.Status, Words: in.Words, After: in.After, Limit: in.Limit})
			out, err := answerList(items, err)
			if err == nil && len(items) == in.Limit {
				out.Body.Next = items[len(items)-1].Login
			}
			return out, err
		})
	web.Add(a, row(http.MethodGet, "/v1/accounts/{id}", access.AccountRead, "show", "一个账号及其岗位 · An account with its posts", "", errNoAccount.Code),
		func(ctx context.Context, in *idIn) (*body[Dossier], error) {
			return answer(d.Dossier(ctx, actorOf(ctx), in.ID))
		})
	web.Add(a, row(http.MethodGet, "/v1/accounts/names", access.AccountRead, "names", "账号的姓名 · Whose accounts these are",
		"At most 100 ids, in any order. Ids out of one's scope, and of nobody, are left out."),
		func(ctx context.Context, in *namesIn) (*body[list[Named]], error) {
			return answerList(d.Names(ctx, actorOf(ctx), in.IDs))
		})
	op := row(http.MethodPost, "/v1/accounts", access.AccountRequest, "ask", "申请开立账号 · Ask for an account",
		"It holds no role and nobody can sign in with it until the security administrator approves. · 经安全管理员审批后生效，角色另行授予。",
		"account.login", "account.name", "account.reason", "account.region", "account.login_taken", errNoOrg.Code)
	op.Status = http.StatusCreated
	web.Add(a, op, func(ctx context.Context, in *askIn) (*body[Account], error) {
		b := in.Body
		return answer(d.Ask(ctx, actorOf(ctx), NewAccount{Login: b.Login, Name: b.Name, Org: b.Org, Region: b.Region, Reason: b.Reason}))
	})
	web.Add(a, row(http.MethodPost, "/v1/accounts/{id}/requests", access.AccountRequest, "ask_for", "申请重置、恢复、停用三员账号或解除实名核验 · Ask for a reset, a reopening, an officer's suspension, the end of a verified identity", "",
		errNoAccount.Code, "account.state", "account.already_asked", "account.reason", errNotVerified.Code),
		func(ctx context.Context, in *askForIn) (*body[Account], error) {
			return answer(d.AskFor(ctx, actorOf(ctx), in.ID, in.Body.Kind, in.Body.Reason))
		})
	web.Add(a, row(http.MethodPost, "/v1/accounts/{id}/approval", access.AccountApprove, "decide", "审批账号申请 · Approve or refuse what was asked",
		"Never by the one who asked, nor by the one it is about (S2).", errNoAccount.Code, "access.not_apart", "account.nothing_asked", "account.state", "account.reason"),
		func(ctx context.Context, in *decideIn) (*body[decided], error) {
			acc, link, err := d.Decide(ctx, actorOf(ctx), in.ID, in.Body.Approve, in.Body.Reason)
			out := decided{Account: acc}
			if link.Token != "" {
				out.Link = &link
			}
			return answer(out, err)
		})
	web.Add(a, row(http.MethodPost, "/v1/accounts/{id}/suspension", access.AccountRequest, "suspend", "立即停用账号 · Take an account out of use at once",
		"Its sessions end. One of the three officers is suspended by two: ask for it instead.", errNoAccount.Code, "account.state", "account.officer_by_two"),
		func(ctx context.Context, in *idIn) (*body[Account], error) {
			return answer(d.Suspend(ctx, actorOf(ctx), in.ID))
		})
}

type (
	grantIn struct {
		ID   string `path:"id"`
		Body struct {
			Org    string       `json:"org" maxLength:"18"`
			Role   string       `json:"role" maxLength:"3" doc:"a role marked post in /v1/roles"`
			Region string       `json:"region,omitempty" maxLength:"6" doc:"that of the body when left out; never beyond it"`
			From   workday.Date `json:"from,omitzero" doc:"today when left out"`
			Until  workday.Date `json:"until,omitzero" doc:"the last day"`
		}
	}
	leaveIn struct {
		Body struct {
			Event string       `json:"event" enum:"left"`
			Login string       `json:"login" maxLength:"32"`
			Org   string       `json:"org" maxLength:"18"`
			On    workday.Date `json:"on,omitzero" doc:"the first day without the post; today when left out"`
		}
	}
	left struct {
		Ended int `json:"ended" doc:"posts that end by this event; 0 when it was known"`
	}
)

func postRoutes(a *web.API, d *Desk) {
	web.Add(a, row(http.MethodGet, "/v1/roles", access.Self, "roles", "角色与权限 · Roles and what each may do", "R1–R30; `post` marks those granted as posts."),
		func(ctx context.Context, _ *noneIn) (*body[rolesOut], error) {
			rules, err := d.Rules(ctx, d.today())
			return answer(rolesOut{access.Roles(), access.Permissions(), append([]CertificateRule{}, rules...)}, err)
		})
	op := row(http.MethodPost, "/v1/accounts/{id}/posts", access.RoleGrant, "grant", "授予岗位 · Grant a post", "",
		errNoAccount.Code, errNoOrg.Code, "access.three_officers", "access.not_apart", "account.post_role", "account.post_region", "account.post_from",
		"account.post_until", "account.post_held", "account.state")
	op.Status = http.StatusCreated
	web.Add(a, op, func(ctx context.Context, in *grantIn) (*body[Post], error) {
		b := in.Body
		return answer(d.Grant(ctx, actorOf(ctx), in.ID, NewPost{Org: b.Org, Role: b.Role, Region: b.Region, From: b.From, Until: b.Until}))
	})
	web.Add(a, row(http.MethodDelete, "/v1/posts/{id}", access.RoleGrant, "end_post", "收回岗位 · End a post at once", "Sessions of its holder end with it.",
		errNoPost.Code, "account.last_officer", "access.not_apart"),
		func(ctx context.Context, in *idIn) (*done, error) { return finish(d.EndPost(ctx, actorOf(ctx), in.ID)) })
	web.Add(a, row(http.MethodPost, "/v1/org-events", access.OrgFeed, "leave", "人员离岗 · Somebody left a body",
		"From the feed of organisations: posts end that day, sessions at once (S9). Told twice, it changes nothing.", errNoLeaver.Code),
		func(ctx context.Context, in *leaveIn) (*body[left], error) {
			n, err := d.Leave(ctx, actorOf(ctx), Leaving{Login: in.Body.Login, Org: in.Body.Org, On: in.Body.On})
			return answer(left{n}, err)
		})
}

type rolesOut struct {
	Roles       []access.Role       `json:"roles"`
	Permissions []access.Permission `json:"permissions"`
	Training    []CertificateRule   `json:"training" doc:"roles that need a certificate before they touch the rights of others (S8)"`
}
