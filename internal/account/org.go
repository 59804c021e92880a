package account

import (
	"context"
	"errors"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/pg"
)

// Org is a body: where accounts belong and posts are held.
type Org struct {
	ID       string `json:"id" doc:"unified social credit code"`
	Name     string `json:"name"`
	Parent   string `json:"parent,omitempty" doc:"code of the body above it"`
	Region   string `json:"region" doc:"code of its division"`
	Kind     string `json:"kind" doc:"one of /v1/orgs/kinds"`
	Children int    `json:"children" doc:"bodies directly below it"`
}

// kinds of bodies, by the word that files and the API use, with what people write in files.
var kinds = map[string][]string{
	"government":  {"人民政府", "政府", "市县", "市县政府"},
	"department":  {"部门", "省级部门", "省直部门", "市县部门", "行政机关"},
	"park":        {"园区", "园区管理机构"},
	"court":       {"法院", "检察院", "司法机关"},
	"institution": {"事业单位", "公共服务机构"},
	"association": {"行业协会", "商会", "行业协会商会", "社会组织"},
	"agency":      {"信用服务机构", "征信机构", "金融机构", "银行"},
	"platform":    {"平台运营单位", "运营单位"},
	"executor":    {"措施执行企业", "离岛免税商店"}, // a firm that must carry out a measure, such as a duty-free shop (R15)
}

// OrgQuery asks for a part of the tree: what is directly below a body, the roots, or names that hold some words.
type OrgQuery struct {
	Parent string
	Words  string
	Region string // what lies in it, too
	Kind   string
}

// narrows says whether the question is for a part of all bodies rather than for a level of the tree.
func (q OrgQuery) narrows() bool { return q.Words != "" || q.Region != "" || q.Kind != "" }

const mostOrgs = 500

// Orgs lists bodies by name. Which bodies there are is no secret within the platform.
func (d *Desk) Orgs(ctx context.Context, q OrgQuery) ([]Org, error) {
	if q.Words = strings.TrimSpace(q.Words); q.narrows() {
		q.Words = likeEscape.Replace(q.Words)
		return orgsNamed(ctx, d.db, q, mostOrgs)
	}
	return orgsBelow(ctx, d.db, q.Parent, mostOrgs)
}

var likeEscape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Org finds a body.
func (d *Desk) Org(ctx context.Context, id string) (Org, error) { return d.orgIn(ctx, d.db, id) }

// OrgIn finds a body on the connection of who asks: within a transaction never on a second one, which a crowd that waits for the
// same lock would not leave free.
func (d *Desk) OrgIn(ctx context.Context, db pg.DB, id string) (Org, error) {
	return d.orgIn(ctx, db, id)
}

// OfficeOf is the body where a role is held today, by whoever holds it for the largest part of the province; false where nobody does.
func (d *Desk) OfficeOf(ctx context.Context, db pg.DB, role string) (o Org, ok bool, err error) {
	code, err := officeOf(ctx, db, role, d.today())
	if err != nil || code == "" {
		return o, false, err
	}
	o, err = d.orgIn(ctx, db, code)
	return o, err == nil, err
}

// OfficerOf says whether an account holds a post of one of the three officers today.
func (d *Desk) OfficerOf(ctx context.Context, db pg.DB, account string) (bool, error) {
	held, err := rolesHeld(ctx, db, account, d.today())
	return hasOfficer(held), err
}

// LoginIn finds the account of a login on the connection of who asks; empty: there is none.
func (d *Desk) LoginIn(ctx context.Context, db pg.DB, login string) (string, error) {
	a, err := accountByLogin(ctx, db, strings.ToLower(strings.TrimSpace(login)))
	if errors.Is(err, pg.ErrNone) {
		return "", nil
	}
	return a.ID, err
}

// Division is where a body lies: where it is registered, else where its code says, else the province. It reads on the connection of
// who asks, for the reason OrgIn gives; d may be nil where nobody is seated.
func Division(ctx context.Context, db pg.DB, d *Desk, book *law.Book, org string) string {
	if d != nil {
		if o, err := d.orgIn(ctx, db, org); err == nil && len(o.Region) >= 6 {
			return o.Region[:6]
		}
	}
	if len(org) == 18 {
		if r, ok, _ := book.RegionOfUSCC(org[2:8]); ok && len(r.Code) >= 6 {
			return r.Code[:6]
		}
	}
	return province
}

func (d *Desk) orgIn(ctx context.Context, db pg.DB, id string) (Org, error) {
	o, err := findOrg(ctx, db, id)
	if errors.Is(err, pg.ErrNone) {
		err = errNoOrg
	}
	return o, err
}

// orgWithin finds a body an actor's scope reaches; one it does not reach does not exist for the actor (S10).
func (d *Desk) orgWithin(ctx context.Context, db pg.DB, who access.Actor, id string) (Org, error) {
	o, err := d.orgIn(ctx, db, id)
	if err == nil && !access.InScope(who, o.ID, o.Region) {
		err = errNoOrg
	}
	return o, err
}

var errNoOrg = fault.New(fault.Missing, "account.no_org", "没有这个机构；请核对统一社会信用代码，或先导入机构。",
	"There is no such body; check its unified social credit code, or import it first.")

// check brings a body into its one form, or says what is wrong with it.
func (d *Desk) check(o Org) (Org, *fault.Error) {
	code, _, err := ident.ParseUSCC(o.ID)
	if err != nil {
		return o, fault.New(fault.Invalid, "account.org_code", "统一社会信用代码有误；请核对 18 位代码及校验位。",
			"The unified social credit code is wrong; check its 18 characters.").At("id")
	}
	o.ID = string(code)
	if o.Parent != "" {
		parent, _, err := ident.ParseUSCC(o.Parent)
		if err != nil || parent == code {
			return o, fault.New(fault.Invalid, "account.org_parent", "上级机构代码有误，或就是本机构；请核对。",
				"The code of the body above is wrong, or the body's own; check it.").At("parent")
		}
		o.Parent = string(parent)
	}
	if o.Name = strings.Join(strings.Fields(o.Name), " "); o.Name == "" || len(o.Name) > 300 {
		return o, fault.New(fault.Invalid, "account.org_name", "请填写机构名称（不超过 100 字）。", "Give the name of the body, of at most 100 characters.").At("name")
	}
	if _, ok := d.law.On(d.today()).Region(o.Region); !ok {
		return o, fault.New(fault.Invalid, "account.org_region", "区划代码无法识别；请用现行的六位代码。",
			"The code of the division is unknown; use today's six characters.").At("region")
	}
	if o.Kind = kindOf(o.Kind); o.Kind == "" {
		return o, fault.New(fault.Invalid, "account.org_kind", "机构类别无法识别；请用 department、government、park 等（见 /v1/orgs/kinds）。",
			"The kind of body is unknown; use department, government, park and so on, see /v1/orgs/kinds.").At("kind")
	}
	return o, nil
}

func kindOf(s string) string {
	s = strings.TrimSpace(s)
	for kind, words := range kinds {
		if strings.EqualFold(s, kind) {
			return kind
		}
		for _, w := range words {
			if s == w {
				return kind
			}
		}
	}
	return ""
}
