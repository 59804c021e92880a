package partner

import (
	"context"
	"net/http"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/web"
)

// Routes mounts the counterparties of firms.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "partner." + id, Method: method, Path: path, Permission: permission, Area: "partner", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("list", http.MethodGet, "/v1/my/partners", access.ViewOwn, "本企业的往来单位 · The firm's counterparties", "With what stands in public today. None is not a judgement.", "partner.no_firm"), d.serveList)
	web.Add(a, row("import", http.MethodPost, "/v1/my/partners", access.ViewOwn, "添加往来单位 · Add counterparties by code", "Line by line; the same again changes nothing.", "partner.no_firm", "partner.lines"), d.serveImport)
	web.Add(a, row("drop", http.MethodDelete, "/v1/my/partners/{id}", access.ViewOwn, "不再关注 · Stop watching", "", "partner.no_firm", "partner.not_watched"), d.serveDrop)
	web.Add(a, row("check", http.MethodPost, "/v1/my/partners/{id}/checks", access.ViewOwn, "查询往来单位并留痕 · Check a counterparty, on record", "The public report of the moment, and a line in the firm's log.",
		"partner.no_firm", "partner.purpose", "partner.not_watched", "report.busy"), d.serveCheck)
	web.Add(a, row("checks", http.MethodGet, "/v1/my/partners/checks", access.ViewOwn, "查询记录 · The log of checks", "", "partner.no_firm"), d.serveChecks)
	web.Add(a, row("alerts", http.MethodGet, "/v1/my/partners/alerts", access.ViewOwn, "往来单位的公示变化 · Public changes of counterparties", "What a record says is read where it is public.", "partner.no_firm"), d.serveAlerts)
	web.Add(a, row("read", http.MethodPost, "/v1/my/partners/alerts/reading", access.ViewOwn, "标记已读 · Mark alerts as read", "", "partner.no_firm"), d.serveRead)
	web.Add(a, row("own_figures", http.MethodGet, "/v1/my/partners/figures", access.ViewOwn, "本企业使用情况 · Use by the firm", "", "partner.no_firm"), d.serveOwn)
	web.Add(a, row("figures", http.MethodGet, "/v1/partners/figures", access.FiguresRead, "往来单位查询使用情况 · Use by all firms", "Nobody in particular."), d.serveFigures)
}

type (
	none     struct{}
	importIn struct {
		Body struct {
			Lines []Line `json:"lines" maxItems:"500"`
		}
	}
	idIn struct {
		ID string `path:"id" maxLength:"18"`
	}
	checkIn struct {
		ID   string `path:"id" maxLength:"18"`
		Body struct {
			Purpose string `json:"purpose" maxLength:"100"`
		}
	}
	readIn struct {
		Body struct {
			Until time.Time `json:"until" doc:"up to this instant"`
		}
	}
)

func (d *Desk) serveList(ctx context.Context, _ *none) (*web.Items[Partner], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.List(ctx, who))
}

func (d *Desk) serveImport(ctx context.Context, in *importIn) (*web.Items[Imported], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Import(ctx, who, in.Body.Lines))
}

func (d *Desk) serveDrop(ctx context.Context, in *idIn) (*none, error) {
	who, _ := access.From(ctx)
	return &none{}, d.Drop(ctx, who, in.ID)
}

func (d *Desk) serveCheck(ctx context.Context, in *checkIn) (*web.Answer[Checked], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Check(ctx, who, in.ID, in.Body.Purpose))
}

func (d *Desk) serveChecks(ctx context.Context, _ *none) (*web.Items[Checked], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Checks(ctx, who))
}

func (d *Desk) serveAlerts(ctx context.Context, _ *none) (*web.Items[Alert], error) {
	who, _ := access.From(ctx)
	return web.Listed(d.Alerts(ctx, who))
}

func (d *Desk) serveRead(ctx context.Context, in *readIn) (*none, error) {
	who, _ := access.From(ctx)
	return &none{}, d.Read(ctx, who, in.Body.Until)
}

func (d *Desk) serveOwn(ctx context.Context, _ *none) (*web.Answer[Usage], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Own(ctx, who))
}

func (d *Desk) serveFigures(ctx context.Context, _ *none) (*web.Answer[Usage], error) {
	return web.Answered(d.Figures(ctx))
}
