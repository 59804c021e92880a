package signin

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/fault"
	"xinheng/internal/web"
)

// Routes mounts signing in and out, second factors, sessions, outside identities and the register of attempts.
func Routes(a *web.API, d *Desk) {
	doorRoutes(a, d)
	sessionRoutes(a, d)
	factorRoutes(a, d)
	oidcRoutes(a, d)
	identityRoutes(a, d)
}

func row(method, path, permission, id, summary, notes string, faults ...string) web.Op {
	return web.Op{ID: "signin." + id, Method: method, Path: path, Permission: permission, Area: "signin", Summary: summary, Notes: notes, Faults: faults}
}

// stepOut answers a step of signing in. The token goes into the cookie only: no script ever sees it.
type stepOut struct {
	SetCookie string `header:"Set-Cookie"`
	Cache     string `header:"Cache-Control"`
	Body      struct {
		State string `json:"state" enum:"signed_in,totp_required,password_expired,enrolment_required" doc:"what is to be done next"`
	}
}

func (d *Desk) step(ctx context.Context, out Outcome, err error) (*stepOut, error) {
	if err != nil {
		return nil, err
	}
	o := &stepOut{SetCookie: d.cookie(access.VisitOf(ctx), out.Token).String(), Cache: "no-store"}
	o.Body.State = out.State
	return o, nil
}

// cookie carries a session; an empty token takes it away. It ends with the browser, and on the server before that.
func (d *Desk) cookie(v access.Visit, token string) *http.Cookie {
	return d.cookieNamed(v, access.SessionCookie(v.Local), token)
}

func (d *Desk) cookieNamed(v access.Visit, name, value string) *http.Cookie {
	c := &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: !v.Local, SameSite: http.SameSiteLaxMode}
	if value == "" {
		c.MaxAge = -1
	}
	return c
}

type (
	loginIn struct {
		Body struct {
			Name     string `json:"name" maxLength:"64"`
			Password string `json:"password" maxLength:"256"`
		}
	}
	codeIn struct {
		Body struct {
			Code string `json:"code" maxLength:"32" doc:"six digits, or a recovery code"`
		}
	}
	setupIn struct {
		Body struct {
			Token    string `json:"token" maxLength:"64" doc:"of the one-time link"`
			Password string `json:"password" maxLength:"256"`
		}
	}
	noneIn  struct{}
	goneOut struct {
		SetCookie string `header:"Set-Cookie"`
	}
)

// doorRoutes are open to anybody: whoever is not in yet.
func doorRoutes(a *web.API, d *Desk) {
	web.Add(a, row(http.MethodPost, "/v1/session", "", "login", "登录 · Sign in with login and password",
		"Sets the session cookie. `totp_required`: go on with POST /v1/session/totp. `password_expired`, `enrolment_required`: signed in, to do only that.",
		errRefused.Code, "signin.locked", errBusy.Code),
		func(ctx context.Context, in *loginIn) (*stepOut, error) {
			out, err := d.Login(ctx, access.VisitOf(ctx), in.Body.Name, in.Body.Password)
			return d.step(ctx, out, err)
		})
	web.Add(a, row(http.MethodPost, "/v1/session/totp", "", "second", "双因素 · Give the code of the second factor", "", errCode.Code, errNoSession.Code, "signin.locked"),
		func(ctx context.Context, in *codeIn) (*stepOut, error) {
			out, err := d.Second(ctx, access.VisitOf(ctx), in.Body.Code)
			return d.step(ctx, out, err)
		})
	web.Add(a, row(http.MethodPost, "/v1/session/setup", "", "setup", "用一次性链接设置口令 · Set the password by a one-time link", "",
		"account.no_invitation", "signin.password_length", "signin.password_kinds", "signin.password_login", "signin.password_repeats", "signin.password_used", errBusy.Code),
		func(ctx context.Context, in *setupIn) (*stepOut, error) {
			out, err := d.SetUp(ctx, access.VisitOf(ctx), in.Body.Token, in.Body.Password)
			return d.step(ctx, out, err)
		})
	web.Add(a, row(http.MethodDelete, "/v1/session", "", "logout", "退出 · Sign out", ""),
		func(ctx context.Context, _ *noneIn) (*goneOut, error) {
			v := access.VisitOf(ctx)
			if err := d.Logout(ctx, v); err != nil {
				return nil, err
			}
			return &goneOut{SetCookie: d.cookie(v, "").String()}, nil
		})
}

type (
	meOut struct {
		Cache string `header:"Cache-Control"`
		Body  Me
	}
	chooseIn struct {
		Body struct {
			Post string `json:"post_id,omitempty" maxLength:"36" doc:"one of posts; or"`
			Firm string `json:"delegation_id,omitempty" maxLength:"36" doc:"one of firms; neither: the person itself, if it was verified"`
		}
	}
	passwordIn struct {
		Body struct {
			Old string `json:"old" maxLength:"256"`
			New string `json:"new" maxLength:"256"`
		}
	}
	sessionsOut struct {
		Body struct {
			Items []Open `json:"items"`
		}
	}
	sessionIn struct {
		ID string `path:"id"`
	}
	done struct{}
)

// Me is who one is: what a page needs before it shows anything.
type Me struct {
	State       string               `json:"state" enum:"signed_in,password_expired,enrolment_required"`
	Account     MyAccount            `json:"account"`
	Posts       []account.Post       `json:"posts" doc:"in force today"`
	Firms       []account.Delegation `json:"firms" doc:"in force today"`
	Person      *account.Verified    `json:"person,omitempty" doc:"the natural person the account was verified to be"`
	Itself      bool                 `json:"active_person" doc:"acts as that person, in its own matters"`
	Post        string               `json:"active_post,omitempty"`
	Firm        string               `json:"active_firm,omitempty" doc:"id of the delegation acted by"`
	Org         string               `json:"org,omitempty" doc:"the body, or firm, acted for; of one who acts as itself its own p-…"`
	OrgName     string               `json:"org_name,omitempty"`
	Roles       []string             `json:"roles"`
	Permissions []string             `json:"permissions"`
	Regions     []string             `json:"regions" doc:"what codes of regions within reach begin with; empty: the own body only"`
	Confirm     bool                 `json:"confirm" doc:"an agent: the firm confirms each act"`
	Factor      bool                 `json:"second_factor" doc:"a second factor is enrolled"`
	IdleMinutes int                  `json:"idle_minutes" doc:"the session ends after so long without a request"`
	EndsAt      time.Time            `json:"ends_at"`
	Now         time.Time            `json:"now" doc:"what time it is here; a page reckons by it, whatever the reader's clock says"`
}

// MyAccount is one's own account.
type MyAccount struct {
	ID      string `json:"id"`
	Login   string `json:"login"`
	Name    string `json:"name"`
	Org     string `json:"org,omitempty"`
	OrgName string `json:"org_name,omitempty"`
}

// Me tells who a session's person is and what may be done from the post chosen.
func (d *Desk) Me(ctx context.Context, who access.Actor, v access.Visit) (m Me, err error) {
	s, err := d.current(ctx, who, v)
	if err != nil {
		return m, err
	}
	h, err := d.accounts.Holder(ctx, d.db, who.Account)
	if err != nil {
		return m, err
	}
	m = Me{State: stateOf[s.Stage], Account: MyAccount{h.ID, h.Login, h.Name, h.Org, h.OrgName}, Post: who.Post, Firm: who.Firm, Org: who.Org, OrgName: who.Name,
		Roles: append([]string{}, who.Roles...), Permissions: who.Scopes, Regions: append([]string{}, who.Regions...), Confirm: who.Confirm,
		IdleMinutes: int(d.cfg.Session.Idle / time.Minute), EndsAt: s.EndsAt, Now: d.now()}
	if who.Itself {
		m.Itself, m.Firm = true, ""
	}
	if m.Person, err = d.accounts.Verified(ctx, who.Account); err != nil {
		return m, err
	}
	m.Posts, m.Firms = h.Choices(d.today())
	m.Factor, err = hasFactor(ctx, d.db, who.Account)
	return m, err
}

func sessionRoutes(a *web.API, d *Desk) {
	web.Add(a, row(http.MethodGet, "/v1/session", access.Self, "me", "我是谁 · Who am I", "Account, posts, firms, and what the post chosen may do.", errNoSession.Code),
		func(ctx context.Context, _ *noneIn) (*meOut, error) {
			m, err := d.Me(ctx, self(ctx), access.VisitOf(ctx))
			return &meOut{"no-store", m}, err
		})
	web.Add(a, row(http.MethodPut, "/v1/session/post", access.Self, "choose", "选择岗位、企业或本人 · Choose the post or firm to act from, or oneself", "The session gets a new token.",
		errNoChoice.Code, errNotYet.Code),
		func(ctx context.Context, in *chooseIn) (*stepOut, error) {
			out, err := d.Choose(ctx, self(ctx), access.VisitOf(ctx), in.Body.Post, in.Body.Firm)
			return d.step(ctx, out, err)
		})
	web.Add(a, row(http.MethodPut, "/v1/session/password", access.Self, "password", "修改口令 · Change the password", "All other sessions end.",
		errOldPassword.Code, "signin.password_length", "signin.password_kinds", "signin.password_login", "signin.password_repeats", "signin.password_used", "signin.locked"),
		func(ctx context.Context, in *passwordIn) (*stepOut, error) {
			out, err := d.ChangePassword(ctx, self(ctx), access.VisitOf(ctx), in.Body.Old, in.Body.New)
			return d.step(ctx, out, err)
		})
	web.Add(a, row(http.MethodGet, "/v1/sessions", access.Self, "sessions", "我的会话 · Where I am signed in", ""),
		func(ctx context.Context, _ *noneIn) (*sessionsOut, error) {
			open, err := d.Sessions(ctx, self(ctx), access.VisitOf(ctx))
			out := &sessionsOut{}
			out.Body.Items = open
			return out, err
		})
	web.Add(a, row(http.MethodDelete, "/v1/sessions/{id}", access.Self, "end", "结束一个会话 · End one of my sessions", "", errNoSuchSession.Code),
		func(ctx context.Context, in *sessionIn) (*done, error) {
			return &done{}, d.End(ctx, self(ctx), in.ID)
		})
}

// self is who a request is of that had to show access.Self.
func self(ctx context.Context) access.Actor {
	a, _ := access.From(ctx)
	return a
}

type (
	enrolIn struct {
		Body struct {
			Code    string `json:"code,omitempty" maxLength:"6" doc:"the first code of the new app: ends an enrolment that was begun"`
			Current string `json:"current,omitempty" maxLength:"6" doc:"a code of the factor in use, to put another in its place"`
		}
	}
	enrolOut struct {
		SetCookie string `header:"Set-Cookie"`
		Cache     string `header:"Cache-Control"`
		Body      Enrolment
	}
	unenrolIn struct {
		Body struct {
			Code string `json:"code" maxLength:"6"`
		}
	}
)

func factorRoutes(a *web.API, d *Desk) {
	web.Add(a, row(http.MethodPost, "/v1/session/totp/enrolment", access.Self, "enrol", "绑定动态口令 · Enrol a second factor",
		"Without `code`: begins, and gives the secret. With it: ends, and gives the recovery codes once.", errCode.Code, errNoEnrolment.Code, "signin.locked"),
		func(ctx context.Context, in *enrolIn) (*enrolOut, error) {
			if in.Body.Code == "" {
				e, err := d.Enrol(ctx, self(ctx), in.Body.Current)
				return &enrolOut{Cache: "no-store", Body: e}, err
			}
			e, err := d.Confirm(ctx, self(ctx), in.Body.Code)
			if err != nil {
				return nil, err
			}
			out, err := d.Enrolled(ctx, self(ctx), access.VisitOf(ctx))
			return &enrolOut{d.cookie(access.VisitOf(ctx), out.Token).String(), "no-store", e}, err
		})
	web.Add(a, row(http.MethodDelete, "/v1/session/totp/enrolment", access.Self, "unenrol", "取消动态口令 · Take the second factor away", "Only where the platform allows one factor.",
		errCode.Code, "signin.second_needed", "signin.locked"),
		func(ctx context.Context, in *unenrolIn) (*done, error) {
			return &done{}, d.Unenrol(ctx, self(ctx), in.Body.Code)
		})
}

type (
	accountIn struct {
		ID string `path:"id"`
	}
	subjectIn struct {
		ID   string `path:"id"`
		Body struct {
			Subject string `json:"subject" maxLength:"255" doc:"the provider's sub"`
		}
	}
	identitiesOut struct {
		Body struct {
			Items []identity `json:"items"`
		}
	}
	attemptsIn struct {
		Before string `query:"before" maxLength:"36" doc:"the last id of the page before"`
		Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
	}
	attemptsOut struct {
		Body struct {
			Items []Attempt `json:"items"`
		}
	}
)

// Attempt is one attempt to sign in, as the auditor sees it.
type Attempt struct {
	ID      string    `json:"id"`
	At      time.Time `json:"at"`
	Kind    string    `json:"kind" enum:"password,totp,recovery,oidc,link"`
	Outcome string    `json:"outcome" enum:"in,next,refused,locked"`
	Account string    `json:"account,omitempty" doc:"absent when the login is nobody's"`
	Address string    `json:"address"`
	Agent   string    `json:"agent"`
}

var errCursor = fault.New(fault.Invalid, "signin.cursor", "翻页标记无效；请从第一页开始。", "The cursor is not valid; start from the first page.").At("before")

// Attempts lists who tried to sign in, newest first.
func (d *Desk) Attempts(ctx context.Context, before string, limit int) ([]Attempt, error) {
	if before != "" && uuid.Validate(before) != nil {
		return nil, errCursor
	}
	rows, err := listAttempts(ctx, d.db, before, limit)
	all := make([]Attempt, len(rows))
	for i, r := range rows {
		all[i] = Attempt(r)
	}
	return all, err
}

func identityRoutes(a *web.API, d *Desk) {
	answer := func(all []identity, err error) (*identitiesOut, error) {
		out := &identitiesOut{}
		out.Body.Items = append([]identity{}, all...)
		return out, err
	}
	const path = "/v1/accounts/{id}/identities"
	web.Add(a, row(http.MethodGet, path, access.AccountRead, "identities", "账号关联的外部身份 · Outside identities of an account", ""),
		func(ctx context.Context, in *accountIn) (*identitiesOut, error) {
			return answer(d.Identities(ctx, self(ctx), in.ID))
		})
	web.Add(a, row(http.MethodPost, path, access.AccountRequest, "link", "申请关联外部身份 · Ask to link an outside identity", "The security administrator approves it (S2).",
		errSubject.Code, "signin.identity_taken"),
		func(ctx context.Context, in *subjectIn) (*identitiesOut, error) {
			return answer(d.Link(ctx, self(ctx), in.ID, in.Body.Subject))
		})
	web.Add(a, row(http.MethodPost, path+"/approval", access.AccountApprove, "approve_link", "批准关联 · Approve a link", "", errNoIdentity.Code, "access.not_apart"),
		func(ctx context.Context, in *subjectIn) (*identitiesOut, error) {
			return answer(d.ApproveLink(ctx, self(ctx), in.ID, in.Body.Subject))
		})
	web.Add(a, row(http.MethodDelete, path, access.AccountRequest, "unlink", "解除关联 · Take a link away", "Sessions of the account end.", errNoIdentity.Code),
		func(ctx context.Context, in *subjectIn) (*identitiesOut, error) {
			return answer(d.Unlink(ctx, self(ctx), in.ID, in.Body.Subject))
		})
	web.Add(a, row(http.MethodGet, "/v1/signin-attempts", access.AuditRead, "attempts", "登录记录 · Attempts to sign in", "For the auditor; newest first.", errCursor.Code),
		func(ctx context.Context, in *attemptsIn) (*attemptsOut, error) {
			all, err := d.Attempts(ctx, strings.TrimSpace(in.Before), in.Limit)
			out := &attemptsOut{}
			out.Body.Items = all
			return out, err
		})
	web.Add(a, row(http.MethodGet, "/v1/accounts/idle", access.AccountRead, "idle", "闲置账号 · Accounts nobody signs in with",
		"Accounts in one's scope that may sign in and have not for so many days, the longest first; at most 200 of them. What to do about one is the officers' to decide."),
		func(ctx context.Context, in *idleIn) (*idleOut, error) {
			out, err := d.Idle(ctx, self(ctx), in.Days)
			return &idleOut{out}, err
		})
}

type (
	idleIn struct {
		Days int `query:"days" minimum:"1" maximum:"3650" default:"90"`
	}
	idleOut struct{ Body Idle }
)
