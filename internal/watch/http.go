package watch

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// Routes mounts watched cases, and what is reported of checks.
func Routes(a *web.API, d *Desk) {
	web.Add(a, row("open", http.MethodPost, "/v1/watches", access.ScopeCheck, "关注一次查验的办件 · Watch the case of a check",
		"From then on the body that asked is told when the answer changes: by its webhook, and in its inbox in any case (kind `watch`). Opening it twice is opening it once. `watch` in POST /v1/checks does it with the check.",
		"check.unknown_decision", "watch.other_day"), d.serveOpen)
	web.Add(a, row("list", http.MethodGet, "/v1/watches", access.ScopeCheck, "本单位关注的办件 · Watched cases of one's own body", "Newest first."), d.serveList)
	web.Add(a, row("get", http.MethodGet, "/v1/watches/{id}", access.ScopeCheck, "关注的办件及其变化 · A watched case and its changes",
		"Only the body that asked sees it. What changed by its date is found first, whether or not any job has run. Of natural persons only the word is told (level 1).", "watch.unknown"), d.serveGet)
	web.Add(a, row("close", http.MethodDelete, "/v1/watches/{id}", access.ScopeCheck, "办件已办结，停止关注 · The case is closed: end the watch", "", "watch.unknown"), d.serveClose)
	feedbackRoutes(a, d)
}

func feedbackRoutes(a *web.API, d *Desk) {
	web.Add(a, row("report", http.MethodPost, "/v1/decisions/{id}/feedback", access.MeasureAnswer, "反馈措施执行情况 · Report what was done with what a check told",
		"Measure by measure: applied, or why not. Once; the same report again is the same.", "watch.nothing_owed", "watch.reported", "watch.each_measure",
		"watch.why", "watch.no_discretion", "watch.note", "watch.no_officer"), d.serveReport)
	web.Add(a, row("owed", http.MethodGet, "/v1/feedback", access.MeasureAnswer, "本单位须反馈的查验 · Checks one's own body has to report on", "Oldest first."), d.serveOwed)
	web.Add(a, row("debt", http.MethodGet, "/v1/feedback/debt", access.FiguresRead, "各单位欠反馈情况 · Reports owed, by body",
		"Of bodies in the region of the post, and of one's own; the most overdue first. No single subject.", "web.bad_date"), d.serveDebt)
	web.Add(a, row("rate", http.MethodGet, "/v1/feedback/rate", "", "反馈率 · Share of checks with a report", "Public. Of the last twelve months, all bodies together."), d.serveRate)
}

func row(id, method, path, permission, summary, notes string, faults ...string) web.Op {
	return web.Op{ID: "watch." + id, Method: method, Path: path, Permission: permission, Area: "watch", Summary: summary, Notes: notes, Faults: faults}
}

type (
	openIn struct {
		Body struct {
			Decision string `json:"decision" maxLength:"32" doc:"decision_id of the check"`
		}
	}
	idIn struct {
		ID string `path:"id" maxLength:"64" doc:"decision_id of the check"`
	}
	viewOut struct{ Body View }
	listIn  struct {
		Open  bool   `query:"open" doc:"only those that are not closed"`
		After string `query:"after" maxLength:"32"`
	}
	listOut struct {
		Body struct {
			Watches []View `json:"watches"`
			Next    string `json:"next,omitempty" doc:"give it as after; absent at the end"`
		}
	}
	reportIn struct {
		ID   string `path:"id" maxLength:"64" doc:"decision_id of the check"`
		Body struct {
			Officer string   `json:"officer,omitempty" maxLength:"64" doc:"who reports; a system must say it, of a person signed in the session does"`
			Results []Result `json:"results" minItems:"1" maxItems:"100"`
		}
	}
	owedIn struct {
		State    string `query:"state" enum:"open,overdue,reported"`
		Decision string `query:"decision" maxLength:"32"`
		After    string `query:"after" maxLength:"32"`
	}
	owedOut     struct{ Body Owed }
	owedPageOut struct {
		Body struct {
			Feedback []Owed `json:"feedback"`
			Next     string `json:"next,omitempty" doc:"give it as after; absent at the end"`
		}
	}
	sinceIn struct {
		Since string `query:"since" doc:"civil date; a year ago when empty"`
	}
	debtOut struct {
		Body struct {
			Bodies []Debt `json:"bodies"`
		}
	}
	rateOut struct{ Body Rate }
	none    struct{}
)

func (d *Desk) serveOpen(ctx context.Context, in *openIn) (*viewOut, error) {
	who, _ := access.From(ctx)
	v, err := d.Open(ctx, who, in.Body.Decision)
	return &viewOut{v}, err
}

func (d *Desk) serveList(ctx context.Context, in *listIn) (*listOut, error) {
	who, _ := access.From(ctx)
	out := &listOut{}
	var err error
	out.Body.Watches, out.Body.Next, err = d.Watches(ctx, who, in.Open, in.After)
	return out, err
}

func (d *Desk) serveGet(ctx context.Context, in *idIn) (*viewOut, error) {
	who, _ := access.From(ctx)
	v, err := d.Watch(ctx, who, in.ID)
	return &viewOut{v}, err
}

func (d *Desk) serveClose(ctx context.Context, in *idIn) (*viewOut, error) {
	who, _ := access.From(ctx)
	v, err := d.Close(ctx, who, in.ID)
	return &viewOut{v}, err
}

func (d *Desk) serveReport(ctx context.Context, in *reportIn) (*owedOut, error) {
	who, _ := access.From(ctx)
	o, err := d.Report(ctx, who, in.ID, in.Body.Officer, in.Body.Results)
	return &owedOut{o}, err
}

func (d *Desk) serveOwed(ctx context.Context, in *owedIn) (*owedPageOut, error) {
	who, _ := access.From(ctx)
	out := &owedPageOut{}
	var err error
	out.Body.Feedback, out.Body.Next, err = d.Owed(ctx, who, OwedFilter{in.State, in.Decision, in.After})
	return out, err
}

func (d *Desk) serveDebt(ctx context.Context, in *sinceIn) (*debtOut, error) {
	who, _ := access.From(ctx)
	since, err := workday.Parse(in.Since)
	if err != nil {
		return nil, fault.New(fault.Invalid, "web.bad_date", "日期请写成 2026-11-22 的形式。", "Write the date as 2026-11-22.").At("since")
	}
	if since == 0 {
		since = d.today().AddMonths(-12)
	}
	out := &debtOut{}
	out.Body.Bodies, err = d.Debts(ctx, who, since)
	return out, err
}

func (d *Desk) serveRate(ctx context.Context, _ *none) (*rateOut, error) {
	r, err := d.RateOf(ctx)
	return &rateOut{r}, err
}
