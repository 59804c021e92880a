package visit

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// Routes mounts what opens a visit, its codes, the sheet of the device, and what is public. Everything else is an act of a case.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "visit." + id, Method: method, Path: path, Permission: permission, Area: "visit", Summary: summary, Notes: notes, Faults: faults}
	}
	open := row("open", http.MethodPost, "/v1/visits", access.VisitDo, "提出检查 · Ask for a visit",
		"Of tasks that were drawn, several as one joint visit, of a complaint, or of an event a device reported. Another person approves it.",
		"visit.no_task", "visit.task_taken", "visit.cause", "visit.team", "visit.remote_first", "visit.no_checklist", "inspection.kept_apart", "registry.unknown",
		"caseflow.no_term", "remote.unknown", "remote.done", "remote.objected")
	open.Status = http.StatusCreated
	web.Add(a, open, d.serveOpen)
	web.Add(a, row("tasks", http.MethodGet, "/v1/visits/tasks", access.VisitDo, "本人的任务和检查 · One's own tasks, with the visits that serve them", ""), d.serveDue)
	web.Add(a, row("sheet", http.MethodGet, "/v1/visits/{id}/sheet", access.VisitDo, "现场检查表 · The sheet an inspector takes along",
		"For the inspectors of the visit: firm, tasks, basis, and the checklists with an article per item.", "visit.unknown", "caseflow.unknown"), d.serveSheet)
	web.Add(a, row("hand", http.MethodPost, "/v1/visits/{id}/sheet", access.VisitDo, "上传现场检查表 · Hand the filled sheet in",
		"Arrival, record, signature and the firm's answer, all or nothing. With an `Idempotency-Key`: sent again it does nothing twice, so a device without a network sends until it is answered.",
		"visit.unknown", "visit.key", "visit.not_inspector", "visit.when", "visit.no_code", "visit.item", "visit.unasked", "visit.signed", "inspection.kept_apart", "attach.unknown",
		"caseflow.unknown", "caseflow.not_now", "caseflow.key_used", "caseflow.field", "caseflow.ended"), d.serveHand)
	a.AddRaw(row("paper", http.MethodGet, "/v1/visits/{id}/papers/{paper}", access.Self, "检查文书 · A paper of a visit",
		"approval, notice, record, result; as a page, or with `as=pdf` to print; `lang=en` for a reading copy. What is signed is the SM3 of the record's Chinese words.",
		"visit.no_paper", "caseflow.unknown", "paper.missing_value", "paper.no_font"), nil, nil, d.servePaper)
	web.Add(a, row("code", http.MethodGet, "/v1/visits/code", access.Self, "本企业或本人的检查码 · One's own code", "One code for every body and every visit.", "visit.unknown"), d.serveCode)
	a.AddRaw(row("code_picture", http.MethodGet, "/v1/visits/code.svg", access.Self, "检查码图片 · One's own code as a picture",
		"A QR code of the plain address /codes/{code}.", "visit.unknown"), nil, nil, d.serveCodePicture)
	web.Add(a, row("scan", http.MethodPost, "/v1/visits/scan", access.ViewOwn, "扫检查人员的码 · Read an officer's code",
		"By the firm: which approved visit at this very firm it belongs to, with task, basis, officer and items.", "visit.no_visit", "visit.unknown"), d.serveScan)
	web.Add(a, row("mine", http.MethodGet, "/v1/my/visits", access.ViewOwn, "本企业的检查 · Visits of the firm one acts for", "With how often firms are visited by class.", "visit.unknown"), d.serveMine)
	web.Add(a, row("analytics", http.MethodGet, "/v1/visits/analytics", access.FiguresRead, "检查分析 · What visits come to",
		"Of one's body, or of all within reach."), d.serveAnalytics)
	web.Add(a, row("chains", http.MethodGet, "/v1/visits/chains", access.FiguresRead, "审批—分类—记录的闭环 · Chains of approval, class and record",
		"By the number of the approval; broken ones first."), d.serveChains)
	web.Add(a, row("checklists", http.MethodGet, "/v1/checklists", "", "检查清单 · Checklists", "Open data: an article for each item.", "web.bad_date"), d.serveChecklists)
	web.Add(a, row("figures", http.MethodGet, "/v1/visits/figures", "", "检查统计 · Figures about visits", "Of all bodies, for everybody."), d.serveFigures)
	web.Add(a, row("results", http.MethodGet, "/v1/visit-results", "", "检查结果公示 · Published results", "Newest first, with those published late marked.", "visit.unknown"), d.serveResults)
	web.Add(a, row("result", http.MethodGet, "/v1/visit-results/{id}", "", "一次检查的结果 · A published result", "With what the firm says to it.", "visit.unknown"), d.serveResult)
}

type (
	openIn struct {
		Key  string `header:"Idempotency-Key" maxLength:"100"`
		Body Asking
	}
	handIn struct {
		ID   string `path:"id" maxLength:"64"`
		Key  string `header:"Idempotency-Key" maxLength:"80"`
		Body Filled
	}
	idIn struct {
		ID string `path:"id" maxLength:"64"`
	}
	scanIn struct {
		Body struct {
			Code string `json:"code" minLength:"1" maxLength:"200" doc:"or the address its picture stands for"`
		}
	}
	onIn struct {
		On string `query:"on" maxLength:"10" doc:"civil date; today when empty"`
	}
	resultsIn struct {
		Org   string `query:"org" maxLength:"18"`
		After string `query:"after" maxLength:"100"`
	}
	none struct{}
	// Opened is a visit after it was opened or handed in.
	Opened struct {
		Case    string         `json:"case"`
		State   caseflow.State `json:"state"`
		Version int32          `json:"version"`
		DueOn   workday.Date   `json:"due_on,omitzero"`
	}
	// Page of published results.
	Page struct {
		Results []Line `json:"results"`
		Next    string `json:"next,omitempty"`
	}
)

func opened(c *caseflow.Case, err error) (*web.Answer[Opened], error) {
	if err != nil {
		return nil, err
	}
	return &web.Answer[Opened]{Body: Opened{c.ID, c.State, c.Version, c.DueOn}}, nil
}

func (d *Desk) serveOpen(ctx context.Context, in *openIn) (*web.Answer[Opened], error) {
	who, _ := access.From(ctx)
	return opened(d.Open(ctx, who, in.Body, in.Key))
}

func (d *Desk) serveHand(ctx context.Context, in *handIn) (*web.Answer[Opened], error) {
	who, _ := access.From(ctx)
	return opened(d.Hand(ctx, who, in.ID, in.Key, in.Body))
}

func (d *Desk) serveDue(ctx context.Context, _ *none) (*web.Answer[[]Due], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Due(ctx, who))
}

func (d *Desk) serveSheet(ctx context.Context, in *idIn) (*web.Answer[Sheet], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Sheet(ctx, who, in.ID))
}

func (d *Desk) serveCode(ctx context.Context, _ *none) (*web.Answer[Code], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.CodeOf(who))
}

func (d *Desk) serveScan(ctx context.Context, in *scanIn) (*web.Answer[Shown], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Scan(ctx, who, in.Body.Code))
}

func (d *Desk) serveMine(ctx context.Context, _ *none) (*web.Answer[Mine], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.MineOf(ctx, who))
}

func (d *Desk) serveAnalytics(ctx context.Context, _ *none) (*web.Answer[Figures], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Figures(ctx, scope(who)))
}

func (d *Desk) serveChains(ctx context.Context, _ *none) (*web.Answer[Chains], error) {
	who, _ := access.From(ctx)
	return web.Answered(d.Chains(ctx, who))
}

func (d *Desk) serveChecklists(_ context.Context, in *onIn) (*web.Answer[[]CitedList], error) {
	on := workday.Date(0)
	if in.On != "" {
		var err error
		if on, err = workday.Parse(in.On); err != nil {
			return nil, errDay
		}
	}
	return web.Answered(d.Checklists(on), nil)
}

func (d *Desk) serveFigures(ctx context.Context, _ *none) (*web.Answer[Figures], error) {
	return web.Answered(d.Figures(ctx, ""))
}

func (d *Desk) serveResults(ctx context.Context, in *resultsIn) (*web.Answer[Page], error) {
	lines, next, err := d.Results(ctx, in.Org, in.After)
	return web.Answered(Page{lines, next}, err)
}

func (d *Desk) serveResult(ctx context.Context, in *idIn) (*web.Answer[Told], error) {
	return web.Answered(d.Result(ctx, in.ID))
}
