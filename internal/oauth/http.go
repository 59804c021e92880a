package oauth

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// Routes mounts the register of apps, the firm's own authorisations, what apps read, and the endpoints of the protocol.
func Routes(a *web.API, d *Desk) {
	officers(a, d)
	firms(a, d)
	protocol(a, d)
	row := func(id, path, permission, summary, notes string) web.Op {
		return web.Op{ID: "oauth." + id, Method: http.MethodGet, Path: path, Permission: permission, Area: "oauth", Summary: summary, Notes: notes,
			Faults: []string{"oauth.token", "registry.unknown"}}
	}
	web.Add(a, row("read_file", "/v1/app/file", access.AppFile, "应用读取企业的公示信用档案 · An app reads a firm's public file",
		"Of the firm that agreed; the reading is on record first and the firm sees it. With `Authorization: Bearer xo_…`."), d.serveFile)
	web.Add(a, row("read_commitments", "/v1/app/commitments", access.AppCommitments, "应用读取企业的公开承诺 · An app reads a firm's public commitments",
		"Of the firm that agreed, newest first."), d.servePromises)
}

func officers(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "oauth." + id, Method: method, Path: path, Permission: permission, Area: "oauth", Summary: summary, Notes: notes, Faults: faults}
	}
	terms := []string{"oauth.name", "oauth.redirect", "oauth.origin", "oauth.scopes", "oauth.nothing", "oauth.public_embed", "oauth.owner", "ident.uscc_check", "ident.uscc_length",
		"ident.uscc_alphabet", "ident.missing", "oauth.waiting"}
	web.Add(a, row("apps", http.MethodGet, "/v1/apps", access.KeyRead, "市场应用 · Apps of the market", "Those that wait for the second officer first; never a secret."), d.serveApps)
	web.Add(a, row("scopes", http.MethodGet, "/v1/apps/scopes", "", "应用可读范围 · What apps can ask for", ""), d.serveScopes)
	propose := row("propose", http.MethodPost, "/v1/apps", access.AppEdit, "登记应用 · Propose an app", "It works once another officer has approved it (F22-6).", terms...)
	propose.Status = http.StatusCreated
	web.Add(a, propose, d.servePropose)
	web.Add(a, row("change", http.MethodPost, "/v1/apps/{id}/changes", access.AppEdit, "变更应用 · Propose other terms", "", append(terms, "oauth.unknown_app")...), d.serveChange)
	web.Add(a, row("decide", http.MethodPost, "/v1/apps/{id}/decision", access.AppApprove, "批准或者驳回 · Approve or refuse what is proposed", "Not by whoever proposed it.",
		"oauth.unknown_app", "access.not_apart"), d.serveDecide)
	web.Add(a, row("suspend", http.MethodPost, "/v1/apps/{id}/suspension", access.AppApprove, "停用应用 · Suspend an app", "At once; it is let back by a change that two people make.",
		"oauth.unknown_app", "oauth.reason"), d.serveSuspend)
	web.Add(a, row("secret", http.MethodPost, "/v1/apps/{id}/secret", access.AppApprove, "发放应用密钥 · Make a secret", "Of a confidential app; shown once, the one before is no longer good.",
		"oauth.unknown_app"), d.serveSecret)
}

func firms(a *web.API, d *Desk) {
	row := func(id, method, path, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "oauth." + id, Method: method, Path: path, Permission: access.ConsentGrant, Area: "oauth", Summary: summary, Notes: notes, Faults: faults}
	}
	asked := []string{"oauth.no_firm", "oauth.no_file", "oauth.request", "oauth.suspended"}
	web.Add(a, row("ask", http.MethodPost, "/v1/my/apps/ask", "应用请求什么 · What an app asks for", "Takes the text the browser was sent here with.", asked...), d.serveAsk)
	web.Add(a, row("agree", http.MethodPost, "/v1/my/apps", "授权应用 · Let an app read the own public file", "Answers where to go: the app's address with a code of one minute.",
		append(asked, "oauth.until")...), d.serveAgree)
	web.Add(a, row("decline", http.MethodPost, "/v1/my/apps/refusal", "不授权 · Do not", "", asked...), d.serveDecline)
	web.Add(a, row("mine", http.MethodGet, "/v1/my/apps", "可查看本企业档案的应用 · Apps that may read my file", "With the last use of each.", "oauth.no_firm"), d.serveMine)
	back := row("take_back", http.MethodDelete, "/v1/my/apps/{id}", "撤回应用授权 · Take an authorisation back", "At once.", "oauth.no_firm", "oauth.no_file", "oauth.unknown")
	back.Status = http.StatusNoContent
	web.Add(a, back, d.serveTakeBack)
}

type (
	none  struct{}
	appIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	termsIn  struct{ Body Terms }
	changeIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Terms
	}
	decideIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Version int32 `json:"version"`
			Approve bool  `json:"approve"`
		}
	}
	suspendIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Reason string `json:"reason" maxLength:"400"`
		}
	}
	askIn struct {
		Body struct {
			Request string `json:"request" maxLength:"4000"`
		}
	}
	agreeIn struct {
		Body struct {
			Request string       `json:"request" maxLength:"4000"`
			Until   workday.Date `json:"until" doc:"last day"`
		}
	}
)

func (d *Desk) serveApps(ctx context.Context, _ *none) (*web.Items[App], error) {
	return web.Listed(d.Apps(ctx))
}

func (d *Desk) serveScopes(context.Context, *none) (*web.Items[Scope], error) {
	return web.Listed(Scopes(), nil)
}

func (d *Desk) servePropose(ctx context.Context, in *termsIn) (*web.Answer[App], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Propose(ctx, who, "", in.Body))
}

func (d *Desk) serveChange(ctx context.Context, in *changeIn) (*web.Answer[App], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Propose(ctx, who, in.ID, in.Body))
}

func (d *Desk) serveDecide(ctx context.Context, in *decideIn) (*web.Answer[App], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Decide(ctx, who, in.ID, in.Body.Version, in.Body.Approve))
}

func (d *Desk) serveSuspend(ctx context.Context, in *suspendIn) (*web.Answer[App], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Suspend(ctx, who, in.ID, in.Body.Reason))
}

func (d *Desk) serveSecret(ctx context.Context, in *appIn) (*web.Answer[Secret], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.NewSecret(ctx, who, in.ID))
}

func (d *Desk) serveAsk(ctx context.Context, in *askIn) (*web.Answer[Asked], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Ask(ctx, who, in.Body.Request))
}

func (d *Desk) serveAgree(ctx context.Context, in *agreeIn) (*web.Answer[Sent], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Agree(ctx, who, in.Body.Request, in.Body.Until))
}

func (d *Desk) serveDecline(ctx context.Context, in *askIn) (*web.Answer[Sent], error) {
	return web.Answered(d.Decline(ctx, in.Body.Request))
}

func (d *Desk) serveMine(ctx context.Context, _ *none) (*web.Items[Authorised], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Mine(ctx, who))
}

func (d *Desk) serveTakeBack(ctx context.Context, in *appIn) (*none, error) {
	who, _ := access.From(ctx)
	return &none{}, d.TakeBack(ctx, who, in.ID)
}

func (d *Desk) serveFile(ctx context.Context, _ *none) (*web.Answer[File], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.ReadFile(ctx, who))
}

func (d *Desk) servePromises(ctx context.Context, _ *none) (*web.Answer[Promises], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.ReadPromises(ctx, who))
}
