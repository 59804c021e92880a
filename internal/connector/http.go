package connector

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

// Routes mounts the register and the rate.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "connector." + id, Method: method, Path: path, Permission: permission, Area: "connector", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("systems", http.MethodGet, "/v1/connectors", access.OrgRead, "接入系统 · Connected systems", "Of one's own body; of a region for posts that reach it."), d.serveSystems)
	register := row("register", http.MethodPost, "/v1/connectors", access.ConnectorEdit, "登记接入系统 · Register a system",
		"It names a key that was issued, and gives no right.", "connector.no_body", "connector.bad_name", "connector.bad_matter", "connector.future", "connector.twice", "access.no_such_key")
	register.Status = http.StatusCreated
	web.Add(a, register, d.serveRegister)
	web.Add(a, row("end", http.MethodDelete, "/v1/connectors/{id}", access.ConnectorEdit, "停用接入系统 · Take a system off the register", "From today on; what it started stays counted for it.",
		"connector.unknown", "connector.ended"), d.serveEnd)
	web.Add(a, row("automation", http.MethodGet, "/v1/automation", access.FiguresRead, "自动化率 · The automation rate",
		"Share of checks a registered system started, per body, kind of system and month: of one's own body, or of the region of the post."), d.serveAutomation)
	web.Add(a, row("automation_public", http.MethodGet, "/v1/figures/automation", "", "全省自动化率 · The automation rate of the province", "By month and kind of system, twelve months; no bodies."), d.servePublic)
}

type (
	none       struct{}
	registerIn struct{ Body New }
	idIn       struct {
		ID string `path:"id" maxLength:"64"`
	}
	monthsIn struct {
		Months int `query:"months" default:"12" minimum:"1" maximum:"36"`
	}
	list struct {
		Items []System `json:"items"`
	}
)

func (d *Desk) serveSystems(ctx context.Context, _ *none) (*web.Answer[list], error) {
	who, _ := access.From(ctx)
	all, err := d.Systems(ctx, who)
	return web.Answered(list{all}, err)
}

func (d *Desk) serveRegister(ctx context.Context, in *registerIn) (*web.Answer[System], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Register(ctx, who, in.Body))
}

func (d *Desk) serveEnd(ctx context.Context, in *idIn) (*web.Answer[System], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.End(ctx, who, in.ID))
}

func (d *Desk) serveAutomation(ctx context.Context, in *monthsIn) (*web.Answer[Automation], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Of(ctx, who, in.Months))
}

func (d *Desk) servePublic(ctx context.Context, _ *none) (*web.Answer[Automation], error) {
	return web.Answered(d.Public(ctx))
}
