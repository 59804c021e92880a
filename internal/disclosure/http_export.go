package disclosure

import (
	"context"
	"net/http"
	"strconv"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/web"
)

func exportRoutes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: id, Method: method, Path: path, Permission: permission, Area: "disclosure", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("disclosure.sources", http.MethodGet, "/v1/exports/sources", access.ExportRequest, "可导出内容 · What can be exported", ""), d.serveSources)
	ask := row("disclosure.request_export", http.MethodPost, "/v1/exports", access.ExportRequest, "申请导出 · Ask for an export",
		"It needs the approval of another person of the same body, and above a number of rows of the lead office as well.",
		"disclosure.unknown_source", "disclosure.no_reason", "disclosure.too_many_rows", "disclosure.export_frozen")
	ask.Status = http.StatusCreated
	web.Add(a, ask, d.serveRequestExport)
	web.Add(a, row("disclosure.own_exports", http.MethodGet, "/v1/exports", access.ExportRequest, "我的导出 · My exports", ""), d.serveOwnExports)
	a.AddRaw(row("disclosure.fetch_export", http.MethodGet, "/v1/exports/{id}/file", access.ExportRequest, "下载导出文件 · Fetch the file of an export",
		"text/csv with a watermark, for whoever asked for it. Each fetch is counted.",
		"disclosure.unknown_export", "disclosure.export_waits", "disclosure.export_refused", "disclosure.export_expired", "disclosure.too_many_rows", "disclosure.export_frozen"),
		nil, nil, d.serveFetch)
	for _, step := range []struct {
		id, path, answer, permission, zh, en string
		second                               bool
	}{
		{"approval", "/v1/exports/waiting", "/v1/exports/{id}/approval", access.ExportApprove, "审批导出", "Approve or refuse an export", false},
		{"second", "/v1/exports/second", "/v1/exports/{id}/second", access.ExportSecond, "复核导出", "Approve or refuse an export a second time", true},
	} {
		web.Add(a, row("disclosure.waiting_"+step.id, http.MethodGet, step.path, step.permission, "待"+step.zh+" · Exports that wait for it", ""), d.serveWaiting(step.second))
		web.Add(a, row("disclosure.export_"+step.id, http.MethodPost, step.answer, step.permission, step.zh+" · "+step.en, "Never by whoever asked, or answered before.",
			"disclosure.unknown_export", "disclosure.export_answered", "access.not_apart"), d.serveAnswer(step.second))
	}
	web.Add(a, row("disclosure.all_exports", http.MethodGet, "/v1/audit/exports", access.ExportRead, "导出台账 · Register of exports", "The newest thousand."), d.serveAllExports)
}

type (
	sourceOut struct {
		Code    string    `json:"code"`
		Name    law.Text2 `json:"name"`
		Columns []string  `json:"columns"`
		Filters []string  `json:"filters"`
	}
	sourcesOut struct {
		Body struct {
			Sources []sourceOut `json:"sources"`
		}
	}
	requestIn  struct{ Body Request }
	exportOut  struct{ Body Export }
	exportsOut struct {
		Body struct {
			Exports []Export `json:"exports"`
		}
	}
	answerIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Approve bool   `json:"approve"`
			Note    string `json:"note,omitempty" maxLength:"500"`
		}
	}
)

func (d *Desk) serveSources(context.Context, *none) (*sourcesOut, error) {
	out := &sourcesOut{}
	out.Body.Sources = []sourceOut{}
	for _, s := range d.Sources {
		out.Body.Sources = append(out.Body.Sources, sourceOut{s.Code, s.Name, s.Columns, s.Filters})
	}
	return out, nil
}

func (d *Desk) serveRequestExport(ctx context.Context, in *requestIn) (*exportOut, error) {
	actor, _ := access.From(ctx)
	e, err := d.RequestExport(ctx, actor, in.Body)
	return &exportOut{e}, err
}

func (d *Desk) list(ctx context.Context, f exportFilter, in ...ExportState) (*exportsOut, error) {
	out := &exportsOut{}
	es, err := d.exports(ctx, f, in...)
	if err == nil {
		err = d.nameExports(ctx, es)
	}
	out.Body.Exports = append([]Export{}, es...)
	return out, err
}

// nameExports says who asked, in place.
func (d *Desk) nameExports(ctx context.Context, es []Export) error {
	ids := make([]string, len(es))
	for i, e := range es {
		ids[i] = e.Actor
	}
	names, err := d.names(ctx, ids)
	for i := range es {
		es[i].ActorName = names[es[i].Actor]
	}
	return err
}

// names gives the names of people that are known.
func (d *Desk) names(ctx context.Context, actors []string) (map[string]string, error) {
	if d.People == nil || len(actors) == 0 {
		return nil, nil
	}
	return d.People(ctx, actors)
}

const exportPage = 100

func (d *Desk) serveOwnExports(ctx context.Context, _ *none) (*exportsOut, error) {
	actor, _ := access.From(ctx)
	return d.list(ctx, exportFilter{Actor: actor.ID, Limit: exportPage})
}

// serveWaiting lists what waits for an approver: the first of its own body, the second of any its post reaches.
func (d *Desk) serveWaiting(second bool) func(context.Context, *none) (*exportsOut, error) {
	return func(ctx context.Context, _ *none) (*exportsOut, error) {
		actor, _ := access.From(ctx)
		f, state, answered := exportFilter{Org: actor.Org, Limit: exportPage}, ExportAsked, 0
		if second {
			f.Org, f.Limit, state, answered = "", 10*exportPage, ExportSecond, 1
		}
		f.Answered = &answered
		out, err := d.list(ctx, f, state)
		if err == nil && second {
			out.Body.Exports, err = reached(ctx, d, actor, out.Body.Exports, func(e Export) string { return e.Org })
		}
		return out, err
	}
}

func (d *Desk) serveAllExports(ctx context.Context, _ *none) (*exportsOut, error) {
	return d.list(ctx, exportFilter{Limit: 10 * exportPage})
}

func (d *Desk) serveAnswer(second bool) func(context.Context, *answerIn) (*exportOut, error) {
	return func(ctx context.Context, in *answerIn) (*exportOut, error) {
		actor, _ := access.From(ctx)
		e, err := d.AnswerExport(ctx, actor, in.ID, second, in.Body.Approve, in.Body.Note)
		return &exportOut{e}, err
	}
}

func (d *Desk) serveFetch(w http.ResponseWriter, r *http.Request) error {
	actor, _ := access.From(r.Context())
	id := r.PathValue("id")
	file, err := d.Fetch(r.Context(), actor, id)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8; header=present")
	h.Set("Content-Disposition", `attachment; filename="`+id+`.csv"`)
	h.Set("Content-Length", strconv.Itoa(len(file)))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	_, err = w.Write(file)
	return err
}
