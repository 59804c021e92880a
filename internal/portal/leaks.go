package portal

import (
	"net/http"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/leak"
)

// leaksView is the numbers of the years, and the form by which anybody reports (F24-8). No case and no subject is named.
type leaksView struct {
	Years     []leak.Year
	Open      bool // reports are taken here
	Statement string
	Receipt   *leak.Receipt
	Says      string // why nothing was taken, and what to do
}

func leaks(v *visit) (sheet, error) { return v.leaks(leaksView{}) }

func (v *visit) leaks(view leaksView) (sheet, error) {
	v.titled(v.T("leaks.title"))
	if view.Open = v.Leaks != nil; view.Open {
		var err error
		if view.Years, err = v.Leaks.Figures(v.ctx); err != nil {
			return sheet{}, err
		}
	}
	return sheet{tmpl: "leaks", data: view}, nil
}

// leakReported takes in what a reader tells. The words come in the body of a form: an address ends up in logs and histories.
func leakReported(v *visit) (sheet, error) {
	if v.Leaks == nil {
		return sheet{}, v.missing("fault.no_page")
	}
	v.frame.NoIndex = true
	v.r.Body = http.MaxBytesReader(nil, v.r.Body, 8*maxForm)
	if err := v.r.ParseForm(); err != nil {
		return sheet{}, v.missing("fault.no_page")
	}
	f := v.r.PostForm
	view := leaksView{Statement: f.Get("statement")}
	r, err := v.Leaks.Report(v.ctx, access.Actor{}, leak.Told{Cause: f.Get("cause"), Statement: view.Statement, Contact: f.Get("contact")}, "")
	if said, ok := fault.Of(err); ok && said.Kind != fault.Internal {
		view.Says = v.Lang.Say(law.Text2{ZH: said.ZH, EN: said.EN})
	} else if err != nil {
		return sheet{}, err
	} else {
		view.Receipt, view.Statement = &r, ""
	}
	return v.leaks(view)
}
