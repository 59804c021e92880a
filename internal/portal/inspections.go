package portal

import (
	"xinheng/internal/inspection"
	"xinheng/internal/law"
	inspected "xinheng/internal/visit"
)

type inspectionsView struct {
	Matters []inspection.Matter
	Plans   []planLine
	Draws   []inspection.View
	Results []inspected.Line
	Figures *inspected.Figures
	Chart   *chart // visits by month
}

// planLine is a published plan with the name of its matter.
type planLine struct {
	inspection.Plan
	Name    law.Text2
	Classes []classShare
}

type classShare struct {
	Class string
	Ratio inspection.Ratio
}

// inspections is the openness of inspections (a18): what may be inspected at all, what is planned, what was drawn.
func inspections(v *visit) (sheet, error) {
	var view inspectionsView
	var err error
	if view.Matters, err = inspection.PublicMatters(v.ctx, v.Pool); err != nil {
		return sheet{}, err
	}
	plans, err := inspection.PublicPlans(v.ctx, v.Pool)
	if err != nil {
		return sheet{}, err
	}
	names := map[string]law.Text2{}
	for _, m := range view.Matters {
		names[m.Code] = law.Text2{ZH: m.NameZH, EN: m.NameEN}
	}
	for _, p := range plans {
		line := planLine{Plan: p, Name: names[p.Matter]}
		for _, c := range law.Classes {
			if r, ok := p.Ratios[c]; ok {
				line.Classes = append(line.Classes, classShare{c, r})
			}
		}
		view.Plans = append(view.Plans, line)
	}
	if view.Draws, err = inspection.PublicDraws(v.ctx, v.Pool); err != nil {
		return sheet{}, err
	}
	if err := visitsOf(v, &view); err != nil {
		return sheet{}, err
	}
	v.titled(v.T("inspections.title"))
	return sheet{tmpl: "inspections", data: view}, nil
}

// drawPage is one draw: what was fixed when, and how to do it again. It is the one page of the site with a script, which runs
// the second implementation of the draw in the reader's own browser; without it everything can be read and downloaded.
func drawPage(v *visit) (sheet, error) {
	d, err := inspection.PublicDraw(v.ctx, v.Pool, v.r.PathValue("id"))
	if err != nil {
		return sheet{}, err
	}
	v.titled(v.Lang.Say(d.MatterName), v.T("inspections.title"), "/inspections")
	return sheet{tmpl: "draw", data: d, scripted: d.State == inspection.Published}, nil
}

// visitsOf adds what visits came to: the newest results, by month, and what they find by class (a18).
func visitsOf(v *visit, view *inspectionsView) error {
	if v.Visits == nil {
		return nil
	}
	var err error
	if view.Results, _, err = v.Visits.Results(v.ctx, "", ""); err != nil {
		return err
	}
	f, err := v.Visits.Figures(v.ctx, "")
	if err != nil || len(f.Months) == 0 {
		return err
	}
	c := &chart{}
	for _, m := range f.Months[max(len(f.Months)-chartMonths, 0):] {
		c.Bars = append(c.Bars, bar{Month: m.Month, N: m.Visits})
	}
	c.place()
	view.Figures, view.Chart = &f, c
	return nil
}

// visitPage is one published result, with what the firm says to it.
func visitPage(v *visit) (sheet, error) {
	if v.Visits == nil {
		return sheet{}, v.missing("fault.no_page")
	}
	r, err := v.Visits.Result(v.ctx, v.r.PathValue("id"))
	if err != nil {
		return sheet{}, err
	}
	v.titled(r.Firm, v.T("inspections.title"), "/inspections")
	return sheet{tmpl: "visit", data: r}, nil
}

// checklists are what inspections ask, an article with every item.
func checklists(v *visit) (sheet, error) {
	var all []inspected.CitedList
	if v.Visits != nil {
		all = v.Visits.Checklists(0)
	}
	v.titled(v.T("checklists.title"), v.T("inspections.title"), "/inspections")
	return sheet{tmpl: "checklists", data: all}, nil
}
