package portal

import (
	"context"
	"log/slog"
	"strings"

	"xinheng/internal/caselib"
	"xinheng/internal/law"
)

// CaseLib is what the site reads of case studies and publicity activities.
type CaseLib interface {
	Studies(ctx context.Context, kind string, articles ...law.Ref) ([]caselib.Public, error)
	Activities(ctx context.Context) ([]caselib.Public, error)
	Read(ctx context.Context, form, id string) (caselib.Public, error)
	Viewed(ctx context.Context, p *caselib.Public) error
}

// studyKinds are what a case study can show, in the order they are offered.
var studyKinds = []string{"incentive", "discipline", "repair", "commitment", "objection"}

// studiesView is the case library: what is chosen, and what is left of it.
type studiesView struct {
	Kind     string
	Kinds    []string
	Article  *citation // the article chosen; nil: any
	Articles []citation
	Studies  []caselib.Public
}

// studiesPage is the case library, by kind and by the article a study shows (F30-3).
func studiesPage(v *visit) (sheet, error) {
	q := v.frame.Query
	view := studiesView{Kind: q.Get("kind"), Kinds: studyKinds}
	v.titled(v.T("studies.title"))
	if v.CaseLib == nil {
		return sheet{tmpl: "studies", data: view}, nil
	}
	var shown []law.Ref
	if r := (law.Ref{Instrument: q.Get("instrument"), Article: q.Get("article")}); r.Instrument != "" && r.Article != "" {
		shown = append(shown, r)
		view.Article = &v.cite(shown, v.today)[0]
	}
	var err error
	if view.Studies, err = v.CaseLib.Studies(v.ctx, view.Kind, shown...); err != nil {
		return sheet{}, err
	}
	all, err := v.CaseLib.Studies(v.ctx, "")
	for i := range all {
		for _, a := range all[i].Articles {
			view.Articles = once(view.Articles, citation{Text: a.Text, Code: a.Instrument, Article: a.Article})
		}
	}
	return sheet{tmpl: "studies", data: view}, err
}

// pieceView is one piece with its texts by paragraph.
type pieceView struct {
	caselib.Public
	Body, Programme []string
	Cites           []citation
}

func (v *visit) piece(p *caselib.Public) pieceView {
	out := pieceView{Public: *p, Body: paragraphs(v.Lang.Say(p.Body)), Programme: paragraphs(v.Lang.Say(p.Programme))}
	for _, a := range p.Articles {
		out.Cites = append(out.Cites, citation{Text: a.Text, Code: a.Instrument, Article: a.Article})
	}
	return out
}

func paragraphs(s string) (out []string) {
	for _, p := range strings.Split(s, "\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// readPiece is a published piece; of one that was withdrawn the reason alone.
func (v *visit) readPiece(form, missing string) (caselib.Public, error) {
	if v.CaseLib == nil {
		return caselib.Public{}, v.missing(missing)
	}
	return v.CaseLib.Read(v.ctx, form, v.r.PathValue("id"))
}

func studyPage(v *visit) (sheet, error) {
	p, err := v.readPiece(caselib.Study, "fault.no_study")
	if err != nil {
		return sheet{}, err
	}
	title := v.Lang.Say(p.Title)
	if p.State == "withdrawn" {
		title, v.frame.NoIndex = v.T("piece.withdrawn"), true
	}
	v.titled(title, v.T("studies.title"), "/case-studies")
	return sheet{tmpl: "study", data: v.piece(&p)}, nil
}

func activitiesPage(v *visit) (sheet, error) {
	v.titled(v.T("outreach.title"))
	var all []caselib.Public
	var err error
	if v.CaseLib != nil {
		all, err = v.CaseLib.Activities(v.ctx)
	}
	return sheet{tmpl: "activities", data: all}, err
}

// activityPage is an activity. That it was shown is counted, and nothing of who looked; a page is not held back by its own count.
func activityPage(v *visit) (sheet, error) {
	p, err := v.readPiece(caselib.Outreach, "fault.no_activity")
	if err != nil {
		return sheet{}, err
	}
	title := v.Lang.Say(p.Title)
	if p.State == "withdrawn" {
		title, v.frame.NoIndex = v.T("piece.withdrawn"), true
	}
	if err := v.CaseLib.Viewed(v.ctx, &p); err != nil {
		slog.WarnContext(v.ctx, "portal: a view of an activity was not counted", "error", err)
	}
	v.titled(title, v.T("outreach.title"), "/outreach")
	return sheet{tmpl: "activity", data: v.piece(&p)}, nil
}

// studiesOf are the case studies that show one of the articles a rule cites.
func (v *visit) studiesOf(cites []citation) ([]caselib.Public, error) {
	if v.CaseLib == nil {
		return nil, nil
	}
	var shown []law.Ref
	for _, c := range cites {
		if c.Article != "" {
			shown = append(shown, law.Ref{Instrument: c.Code, Article: c.Article})
		}
	}
	if len(shown) == 0 {
		return nil, nil
	}
	all, err := v.CaseLib.Studies(v.ctx, "", shown...)
	return all[:min(len(all), studiesShown)], err
}

// studiesShown is how many studies a rule's page names; the library has all of them.
const studiesShown = 5

// current are the activities that are on or to come, for the first page.
func (v *visit) current() (out []caselib.Public, err error) {
	if v.CaseLib == nil {
		return nil, nil
	}
	all, err := v.CaseLib.Activities(v.ctx)
	for _, p := range all {
		if p.State == "on" || p.State == "coming" {
			out = append(out, p)
		}
	}
	return out[:min(len(out), 3)], err
}
