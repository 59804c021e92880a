package rating

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

// Routes mounts what the area answers.
func Routes(a *web.API, d *Desk) {
	ownRoutes(a, d)
	modelRoutes(a, d)
	agreementRoutes(a, d)
}

// ownRoutes are what a firm asks about itself.
func ownRoutes(a *web.API, d *Desk) {
	web.Add(a, row("own", http.MethodGet, "/v1/ratings/own", access.ViewOwn, "我的评价 · How the firm is evaluated",
		"Of the firm one acts for: each evaluation in force with points by indicator, the records they come from, and what would change it.", "rating.no_firm", "rating.no_result", "rating.model_changed"), d.serveOwn)
	web.Add(a, row("history", http.MethodGet, "/v1/ratings/own/history", access.ViewOwn, "评价历史 · Results that were kept", "Newest first, one where it changed.", "rating.no_firm"), d.serveHistory)
	web.Add(a, row("replay", http.MethodGet, "/v1/ratings/own/results/{id}", access.ViewOwn, "复算 · Compute a past result again",
		"From its snapshot and the version of that day, to the same hash.", "rating.no_firm", "rating.no_result", "rating.no_model"), d.serveReplay)
	web.Add(a, row("simulate", http.MethodPost, "/v1/ratings/own/simulate", access.ViewOwn, "试算 · What if", "As if records were repaired, or on a day to come. Nothing is kept.",
		"rating.no_firm", "rating.no_model", "rating.too_far"), d.serveSimulate)
}

func row(id, method, path, permission, summary, notes string, faults ...string) web.Op {
	return web.Op{ID: "rating." + id, Method: method, Path: path, Permission: permission, Area: "rating", Summary: summary, Notes: notes, Faults: faults}
}

type (
	none struct{}
	idIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	modelIn struct {
		Model string `query:"model" maxLength:"64" doc:"of one model; empty: of all"`
	}
	simulateIn   struct{ Body Simulation }
	items[T any] struct {
		Items []T `json:"items"`
	}
)

func (d *Desk) serveOwn(ctx context.Context, _ *none) (*web.Answer[items[Explained]], error) {
	who, _ := access.From(ctx)
	all, err := d.Own(ctx, who)
	return web.Answered(items[Explained]{all}, err)
}

func (d *Desk) serveHistory(ctx context.Context, in *modelIn) (*web.Answer[items[Kept]], error) {
	who, _ := access.From(ctx)
	all, err := d.History(ctx, who, in.Model)
	return web.Answered(items[Kept]{all}, err)
}

func (d *Desk) serveReplay(ctx context.Context, in *idIn) (*web.Answer[Replayed], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Replay(ctx, who, in.ID))
}

func (d *Desk) serveSimulate(ctx context.Context, in *simulateIn) (*web.Answer[Result], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Simulate(ctx, who, in.Body))
}
