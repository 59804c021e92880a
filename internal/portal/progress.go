package portal

import (
	"net/http"
	"strings"

	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/repair"
)

// progressView is how a case or an application stands, for whoever holds its receipt (F27-1, F26-2). Number and code come in
// the body of a form: an address ends up in logs and histories.
type progressView struct {
	Receipt, Code string
	Case          *caseflow.Progress
	Application   *repair.Receipt
	CanUrge       bool
	Urged         bool
	Says          string // why nothing is shown, and what to do
	Used          int    // per cent of the time that is used
}

// maxForm is far more than two numbers need.
const maxForm = 8 << 10

func progressForm(v *visit) (sheet, error) {
	v.titled(v.T("progress.title"))
	return sheet{tmpl: "progress", data: progressView{}}, nil
}

func progressAnswer(v *visit) (sheet, error) {
	v.titled(v.T("progress.title"))
	v.frame.NoIndex = true
	v.r.Body = http.MaxBytesReader(nil, v.r.Body, maxForm)
	if err := v.r.ParseForm(); err != nil {
		return sheet{}, v.missing("progress.none")
	}
	view := progressView{Receipt: strings.ToUpper(strings.TrimSpace(v.r.PostForm.Get("receipt"))), Code: strings.TrimSpace(v.r.PostForm.Get("code"))}
	err := v.stands(&view, v.r.PostForm.Get("do") == "urge")
	if f, said := fault.Of(err); said && f.Kind != fault.Internal {
		view.Says, err = v.Lang.Say(law.Text2{ZH: f.ZH, EN: f.EN}), nil
	}
	return sheet{tmpl: "progress", data: view}, err
}

// stands looks up what a receipt is of: an application for repair with all its bodies, or one case.
func (v *visit) stands(view *progressView, urge bool) error {
	if v.Cases == nil {
		return v.missing("progress.none")
	}
	if strings.HasPrefix(view.Receipt, "XFSQ-") {
		return v.application(view, urge)
	}
	var refused error
	if urge {
		refused = v.Cases.UrgeBy(v.ctx, view.Receipt, view.Code)
		view.Urged = refused == nil
	}
	p, err := v.Cases.Progress(v.ctx, view.Receipt, view.Code)
	if err != nil {
		return err
	}
	view.Case, view.CanUrge = &p, p.CanUrge
	if p.Due > p.Opened {
		view.Used = int(min(100, max(0, 100*(v.today-p.Opened)/(p.Due-p.Opened))))
	}
	return refused
}

func (v *visit) application(view *progressView, urge bool) error {
	var refused error
	if urge {
		refused = v.Repairs.Urge(v.ctx, view.Receipt, view.Code)
		view.Urged = refused == nil
	}
	r, err := v.Repairs.Progress(v.ctx, view.Receipt, view.Code)
	if err != nil {
		return err
	}
	view.Application = &r
	for _, c := range r.Cases {
		view.CanUrge = view.CanUrge || c.EndedOn == 0
	}
	view.CanUrge = view.CanUrge && !view.Urged
	return refused
}
