package alert

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

// Routes mounts hints to firms and alerts of officers.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "alert." + id, Method: method, Path: path, Permission: permission, Area: "alert", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("mine", http.MethodGet, "/v1/my/alerts", access.ViewOwn, "本企业的风险提示 · Hints to the firm one acts for", "The firm reads them first: no officer sees one before it has answered or its time is over.",
		"alert.no_firm"), d.serveMine)
	web.Add(a, row("answer", http.MethodPost, "/v1/my/alerts/{id}/answer", access.CaseSubmit, "整改或者说明 · Say what was mended, or explain", "Once the facts are mended the hint is closed by itself.",
		"alert.no_firm", "alert.unknown", "alert.over", "alert.no_words"), d.serveAnswer)
	web.Add(a, row("list", http.MethodGet, "/v1/alerts", access.AlertRead, "风险预警 · Risk alerts", "Of the own body or region; those that wait first."), d.serveList)
	web.Add(a, row("find", http.MethodGet, "/v1/alerts/{id}", access.AlertRead, "一条预警 · A risk alert", "Rule, evidence, confidence, and what the firm said.", "alert.unknown"), d.serveFind)
	web.Add(a, row("decide", http.MethodPost, "/v1/alerts/{id}/decision", access.AlertDecide, "确认或者排除 · Confirm or dismiss",
		"It is written down and nothing follows by itself: no check, class, score or list is another after it (G9).", "alert.unknown", "alert.over", "alert.no_reason"), d.serveDecide)
	web.Add(a, row("figures", http.MethodGet, "/v1/alerts/figures", access.AlertRead, "预警规则的属实率 · How many alerts of each rule were confirmed", "No firm is in it."), d.serveFigures)
}

type (
	none struct{}
	idIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	answerIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Answer
	}
	decideIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Decision
	}
)

func (d *Desk) serveMine(ctx context.Context, _ *none) (*web.Items[View], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Mine(ctx, who))
}

func (d *Desk) serveAnswer(ctx context.Context, in *answerIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Answer(ctx, who, in.ID, in.Body))
}

func (d *Desk) serveList(ctx context.Context, _ *none) (*web.Items[View], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.List(ctx, who))
}

func (d *Desk) serveFind(ctx context.Context, in *idIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Find(ctx, who, in.ID))
}

func (d *Desk) serveDecide(ctx context.Context, in *decideIn) (*web.Answer[View], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Decide(ctx, who, in.ID, in.Body))
}

func (d *Desk) serveFigures(ctx context.Context, _ *none) (*web.Items[Figure], error) {
	return web.Listed(d.Figures(ctx))
}
