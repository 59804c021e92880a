package disclosure

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/ledger"
	"xinheng/internal/web"
)

// Routes mounts what the area answers.
func Routes(a *web.API, d *Desk) {
	web.Add(a, web.Op{ID: "disclosure.purposes", Method: http.MethodGet, Path: "/v1/purposes", Area: "disclosure",
		Summary: "查阅目的清单 · Purposes for which data may be read"}, d.servePurposes)
	web.Add(a, web.Op{ID: "disclosure.masking", Method: http.MethodGet, Path: "/v1/masking", Permission: access.RoleRead, Area: "disclosure",
		Summary: "字段可见规则 · Who sees what of a field", Notes: "The first row that fits decides; where none fits, the field is absent."}, d.serveMasking)
	ownRoutes(a, d)
	glassRoutes(a, d)
	exportRoutes(a, d)
	auditRoutes(a, d)
}

type (
	none        struct{}
	purposesOut struct {
		Body struct {
			Purposes []Purpose `json:"purposes"`
		}
	}
	maskingOut struct {
		Body struct {
			Rules []SightRule `json:"rules"`
		}
	}
)

func (d *Desk) servePurposes(context.Context, *none) (*purposesOut, error) {
	out := &purposesOut{}
	out.Body.Purposes = Purposes()
	return out, nil
}

func (d *Desk) serveMasking(context.Context, *none) (*maskingOut, error) {
	out := &maskingOut{}
	out.Body.Rules = Sights()
	return out, nil
}

func ownRoutes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: id, Method: method, Path: path, Permission: permission, Area: "disclosure", Summary: summary, Notes: notes,
			Faults: append(faults, "disclosure.no_firm", "disclosure.unknown_firm")}
	}
	web.Add(a, row("disclosure.views", http.MethodGet, "/v1/my/views", access.ViewOwn, "谁查了我 · Who viewed me",
		"Readings and checks of the firm one acts for, newest first: body, time, purpose, fields. They appear after the delay that the law data sets for their purpose.",
		"disclosure.cursor"), d.serveViews)
	web.Add(a, row("disclosure.ask", http.MethodPost, "/v1/my/views/{id}/question", access.ViewOwn, "质疑一次查阅 · Ask about a view",
		"It goes to the auditor; the answer appears beside the view.", "disclosure.unknown_view", "disclosure.already_asked", "disclosure.no_words"), d.serveAsk)
	web.Add(a, row("disclosure.consents", http.MethodGet, "/v1/my/consents", access.ConsentGrant, "我的授权 · My consents", ""), d.serveConsents)
	grant := row("disclosure.grant", http.MethodPost, "/v1/my/consents", access.ConsentGrant, "授权他人查询 · Consent to queries by a body",
		"It ends by itself on its last day, and at once when it is taken back.", "disclosure.bad_fields", "disclosure.bad_dates", "disclosure.too_long", "disclosure.no_purpose")
	grant.Status = http.StatusCreated
	web.Add(a, grant, d.serveGrant)
	revoke := row("disclosure.revoke", http.MethodDelete, "/v1/my/consents/{id}", access.ConsentGrant, "撤回授权 · Take a consent back", "",
		"disclosure.unknown_consent", "disclosure.consent_over")
	revoke.Status = http.StatusNoContent
	web.Add(a, revoke, d.serveRevoke)
}

type (
	// FirmIn names a firm; exported because the framework looks into exported structs only.
	FirmIn struct {
		Firm string `query:"firm" doc:"code of the firm; the one acted for when absent"`
	}
	viewsIn struct {
		FirmIn
		After string `query:"after" doc:"cursor; empty to begin"`
	}
	viewsOut struct {
		Body struct {
			Views []View `json:"views"`
			Next  string `json:"next,omitempty" doc:"give it as after; absent at the end"`
		}
	}
	askIn struct {
		FirmIn
		ID   string `path:"id" maxLength:"200"`
		Body struct {
			Words string `json:"words" maxLength:"4000"`
		}
	}
	consentsOut struct {
		Body struct {
			Consents []Consent `json:"consents"`
		}
	}
	grantIn struct {
		FirmIn
		Body Grant
	}
	consentOut struct{ Body Consent }
	revokeIn   struct {
		FirmIn
		ID string `path:"id" maxLength:"64"`
	}
)

func (d *Desk) serveViews(ctx context.Context, in *viewsIn) (*viewsOut, error) {
	actor, _ := access.From(ctx)
	subject, err := subjectOf(actor, in.Firm)
	if err != nil {
		return nil, err
	}
	out := &viewsOut{}
	out.Body.Views, out.Body.Next, err = d.Of(ctx, subject, in.After)
	if out.Body.Views == nil {
		out.Body.Views = []View{}
	}
	return out, err
}

func (d *Desk) serveAsk(ctx context.Context, in *askIn) (*none, error) {
	actor, _ := access.From(ctx)
	subject, err := subjectOf(actor, in.Firm)
	if err != nil {
		return nil, err
	}
	return &none{}, d.Ask(ctx, actor, subject, in.ID, in.Body.Words)
}

func (d *Desk) serveConsents(ctx context.Context, in *FirmIn) (*consentsOut, error) {
	actor, _ := access.From(ctx)
	subject, err := subjectOf(actor, in.Firm)
	if err != nil {
		return nil, err
	}
	out := &consentsOut{}
	out.Body.Consents, err = d.Consents(ctx, subject)
	return out, err
}

func (d *Desk) serveGrant(ctx context.Context, in *grantIn) (*consentOut, error) {
	actor, _ := access.From(ctx)
	subject, err := subjectOf(actor, in.Firm)
	if err != nil {
		return nil, err
	}
	c, err := d.Grant(ctx, actor, subject, in.Body)
	return &consentOut{c}, err
}

func (d *Desk) serveRevoke(ctx context.Context, in *revokeIn) (*none, error) {
	actor, _ := access.From(ctx)
	subject, err := subjectOf(actor, in.Firm)
	if err != nil {
		return nil, err
	}
	return &none{}, d.Revoke(ctx, actor, subject, in.ID)
}

func glassRoutes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary string, faults ...string) web.Op {
		return web.Op{ID: id, Method: method, Path: path, Permission: permission, Area: "disclosure", Summary: summary, Faults: faults}
	}
	ask := row("disclosure.ask_glass", http.MethodPost, "/v1/glass", access.BreakGlass, "申请应急查看 · Ask to break the glass", "disclosure.no_reason")
	ask.Status = http.StatusCreated
	web.Add(a, ask, d.serveAskGlass)
	web.Add(a, row("disclosure.glasses", http.MethodGet, "/v1/glass", access.BreakGlass, "应急查看申请 · Requests to break the glass"), d.serveOwnGlasses)
	web.Add(a, row("disclosure.close_glass", http.MethodDelete, "/v1/glass/{id}", access.BreakGlass, "提前结束应急查看 · Close the glass early",
		"disclosure.unknown_glass", "disclosure.glass_not_open"), d.serveCloseGlass)
	web.Add(a, row("disclosure.waiting_glasses", http.MethodGet, "/v1/glass/waiting", access.BreakGlassApprove, "待批准的应急查看 · Requests that wait for the second person"), d.serveWaitingGlasses)
	web.Add(a, row("disclosure.open_glass", http.MethodPost, "/v1/glass/{id}/opening", access.BreakGlassApprove, "批准应急查看 · Open the glass as the second person",
		"disclosure.unknown_glass", "disclosure.glass_over", "access.not_apart"), d.serveOpenGlass)
	web.Add(a, row("disclosure.shut_glass", http.MethodDelete, "/v1/glass/{id}/opening", access.BreakGlassApprove, "撤回批准 · Close the glass as the second person",
		"disclosure.unknown_glass", "disclosure.glass_not_open"), d.serveCloseGlass)
}

type (
	askGlassIn struct {
		Body struct {
			Subject string `json:"subject,omitempty" maxLength:"64" doc:"the entity it is for; all when absent"`
			Reason  string `json:"reason" maxLength:"500"`
		}
	}
	glassIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	glassOut   struct{ Body Glass }
	glassesOut struct {
		Body struct {
			Glasses []Glass `json:"glasses"`
		}
	}
)

func (d *Desk) serveAskGlass(ctx context.Context, in *askGlassIn) (*glassOut, error) {
	actor, _ := access.From(ctx)
	g, err := d.AskGlass(ctx, actor, in.Body.Subject, in.Body.Reason)
	return &glassOut{g}, err
}

func (d *Desk) serveOpenGlass(ctx context.Context, in *glassIn) (*glassOut, error) {
	actor, _ := access.From(ctx)
	g, err := d.OpenGlass(ctx, actor, in.ID)
	return &glassOut{g}, err
}

func (d *Desk) serveCloseGlass(ctx context.Context, in *glassIn) (*none, error) {
	actor, _ := access.From(ctx)
	return &none{}, d.CloseGlass(ctx, actor, in.ID)
}

func (d *Desk) serveOwnGlasses(ctx context.Context, _ *none) (*glassesOut, error) {
	actor, _ := access.From(ctx)
	return d.glassesWhere(ctx, func(g Glass) bool { return g.Actor == actor.ID })
}

func (d *Desk) serveWaitingGlasses(ctx context.Context, _ *none) (*glassesOut, error) {
	actor, _ := access.From(ctx)
	out, err := d.glassesWhere(ctx, func(g Glass) bool { return g.State == GlassAsked || g.State == GlassOpen })
	if err == nil {
		out.Body.Glasses, err = reached(ctx, d, actor, out.Body.Glasses, func(g Glass) string { return g.Org })
	}
	return out, err
}

func (d *Desk) glassesWhere(ctx context.Context, wanted func(Glass) bool) (*glassesOut, error) {
	all, err := d.Glasses(ctx)
	out := &glassesOut{}
	out.Body.Glasses = []Glass{}
	for _, g := range all {
		if wanted(g) {
			out.Body.Glasses = append(out.Body.Glasses, g)
		}
	}
	if err == nil {
		err = d.nameGlasses(ctx, out.Body.Glasses)
	}
	return out, err
}

// nameGlasses says who asked and who opened, in place.
func (d *Desk) nameGlasses(ctx context.Context, gs []Glass) error {
	var ids []string
	for _, g := range gs {
		if ids = append(ids, g.Actor); g.Opener != nil {
			ids = append(ids, *g.Opener)
		}
	}
	names, err := d.names(ctx, ids)
	for i, g := range gs {
		if gs[i].ActorName = names[g.Actor]; g.Opener != nil {
			gs[i].OpenerName = names[*g.Opener]
		}
	}
	return err
}

func (d *Desk) serveAllGlasses(ctx context.Context, _ *none) (*glassesOut, error) {
	return d.glassesWhere(ctx, func(Glass) bool { return true })
}

type proofOut struct{ Body ledger.Proof }
