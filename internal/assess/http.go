package assess

import (
	"context"
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// Routes mounts the sheet of a month, what stands behind a figure, and appeals.
func Routes(a *web.API, d *Desk) {
	row := func(id, method, path, permission, summary, notes string, faults ...string) web.Op {
		return web.Op{ID: "assess." + id, Method: method, Path: path, Permission: permission, Area: "assess", Summary: summary, Notes: notes, Faults: faults}
	}
	web.Add(a, row("sheet", http.MethodGet, "/v1/assessment", access.FiguresRead, "部门考核指标 · Assessment of departments in a month",
		"One's own body, and those in the region of the post. Counted, never typed in; nobody is ranked.", "assess.no_month"), d.serveSheet)
	web.Add(a, row("things", http.MethodGet, "/v1/assessment/{month}/{org}/{indicator}", access.FiguresRead, "指标明细 · What a figure counts", "",
		"assess.no_month", "assess.no_figure"), d.serveThings)
	web.Add(a, row("appeal", http.MethodPost, "/v1/assessment/appeals", access.AssessAppeal, "对指标提出申诉 · Appeal against a figure",
		"Names things that should not count. The same again gives the first one.", "assess.no_month", "assess.too_late", "assess.not_counted", "assess.reason", "assess.open"), d.serveAppeal)
	web.Add(a, row("answer", http.MethodPost, "/v1/assessment/appeals/{id}/answer", access.AssessAnswer, "答复申诉 · Answer an appeal",
		"What is left out is left out of the sum; nothing left out is a refusal.", "assess.no_appeal", "assess.own", "assess.not_asked", "assess.reason", "assess.answered"), d.serveAnswer)
}

type (
	sheetIn struct {
		Month string `query:"month" maxLength:"10" doc:"a day of it; the newest when empty"`
	}
	thingsIn struct {
		Month     string `path:"month" maxLength:"64"`
		Org       string `path:"org" maxLength:"64"`
		Indicator string `path:"indicator" maxLength:"64"`
		After     string `query:"after" maxLength:"128"`
	}
	things struct {
		Things []Thing `json:"things"`
		Next   string  `json:"next,omitempty"`
	}
	appealIn struct{ Body Filing }
	answerIn struct {
		ID   string `path:"id" maxLength:"64"`
		Body Reply
	}
	answer[T any] struct{ Body T }
)

func (d *Desk) serveSheet(ctx context.Context, in *sheetIn) (*answer[Sheet], error) {
	who, _ := access.From(ctx)
	month, err := workday.Parse(in.Month)
	if err != nil {
		return nil, errNoMonth
	}
	s, err := d.Of(ctx, who, month)
	return &answer[Sheet]{s}, err
}

func (d *Desk) serveThings(ctx context.Context, in *thingsIn) (*answer[things], error) {
	who, _ := access.From(ctx)
	month, err := workday.Parse(in.Month)
	if err != nil || month == 0 {
		return nil, errNoMonth
	}
	all, next, err := d.Things(ctx, who, month, in.Org, in.Indicator, in.After)
	return &answer[things]{things{all, next}}, err
}

func (d *Desk) serveAppeal(ctx context.Context, in *appealIn) (*answer[Appeal], error) {
	who, _ := access.From(ctx)
	a, err := d.Appeal(ctx, who, in.Body)
	return &answer[Appeal]{a}, err
}

func (d *Desk) serveAnswer(ctx context.Context, in *answerIn) (*answer[Appeal], error) {
	who, _ := access.From(ctx)
	a, err := d.Answer(ctx, who, in.ID, in.Body)
	return &answer[Appeal]{a}, err
}
