package space

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

// Routes mounts the letters of members and the space of associations.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "space." + id, Method: method, Path: path, Permission: permission, Area: "space", Summary: summary, Notes: notes, Faults: faults}
	}
	give := row("authorise", http.MethodPost, "/v1/my/letters", access.ConsentGrant, "向行业协会出具授权书 · Authorise an association", "The signed letter, the items and the last day; it can be ended at once (F25-1).",
		"space.no_firm", "space.items", "space.association", "space.document", "disclosure.bad_fields", "disclosure.no_purpose", "disclosure.bad_dates", "disclosure.too_long",
		"ident.uscc_check", "ident.uscc_length", "ident.uscc_alphabet", "ident.missing", "attach.unknown")
	give.Status = http.StatusCreated
	web.Add(a, give, d.serveAuthorise)
	web.Add(a, row("letters", http.MethodGet, "/v1/my/letters", access.ConsentGrant, "本企业出具的授权书 · Letters the firm gave", "", "space.no_firm"), d.serveLetters)
	web.Add(a, row("end", http.MethodDelete, "/v1/my/letters/{id}", access.ConsentGrant, "终止授权书 · End a letter", "The association sees nothing from that moment.",
		"space.no_firm", "space.unknown", "disclosure.consent_over", "disclosure.unknown_consent"), d.serveEnd)
	web.Add(a, row("members", http.MethodGet, "/v1/members", access.MemberRead, "有有效授权书的会员 · Members whose letters hold", "Nothing of whoever gave none."), d.serveMembers)
	web.Add(a, row("look", http.MethodGet, "/v1/members/{id}", access.MemberRead, "凭授权书查看会员信息 · See a member by its letter", "By the id of the letter. It is on record before it is shown, and the member is told (S6).", "space.unknown"), d.serveLook)
}

type (
	none        struct{}
	authoriseIn struct{ Body NewLetter }
	idIn        struct {
		ID string `path:"id" maxLength:"64"`
	}
)

func (d *Desk) serveAuthorise(ctx context.Context, in *authoriseIn) (*web.Answer[Letter], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Authorise(ctx, who, in.Body))
}

func (d *Desk) serveLetters(ctx context.Context, _ *none) (*web.Items[Letter], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Letters(ctx, who))
}

func (d *Desk) serveEnd(ctx context.Context, in *idIn) (*none, error) {
	who, _ := access.From(ctx)
	return &none{}, d.End(ctx, who, in.ID)
}

func (d *Desk) serveMembers(ctx context.Context, _ *none) (*web.Items[Member], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Members(ctx, who))
}

func (d *Desk) serveLook(ctx context.Context, in *idIn) (*web.Answer[File], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Look(ctx, who, in.ID))
}
