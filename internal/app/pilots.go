package app

import (
	"context"

	"xinheng/internal/compare"
	"xinheng/internal/inspection"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/pilot"
	"xinheng/internal/registry"
	"xinheng/internal/scene"
	"xinheng/internal/visit"
	"xinheng/internal/workday"
)

// pilot lets inspections ask what pilots switch on a day, and counts what they bring about.
func (a *App) pilot() {
	a.Pilots = pilot.NewDesk(a.Pool, a.Law, a.Now)
	a.Pilots.Count, a.Pilots.Compared = a.visitsWithin, a.compared
	a.Inspection.Pilots = func(ctx context.Context, db pg.DB, on workday.Date) (inspection.Switched, error) {
		return a.Pilots.Switched(ctx, db, on)
	}
}

// scenes builds the library of scenes, whose numbers may be those of an evaluated pilot.
func (a *App) scenes() {
	a.Scenes = scene.NewDesk(a.Pool, a.Law, a.Now)
	a.Scenes.Pilots = a.Pilots.Public
}

// compare builds the bench on which ways of drawing are compared.
func (a *App) compare() {
	a.Comparisons = compare.NewDesk(a.Pool, a.Law, a.Now)
	a.Comparisons.Through(a.Jobs)
}

// compared is a comparison that is done, as the pilot that rests on it shows it.
func (a *App) compared(ctx context.Context, id string) (pilot.Rests, error) {
	c, err := a.Comparisons.Published(ctx, id)
	if err != nil {
		return pilot.Rests{}, err
	}
	out := pilot.Rests{ID: c.ID, Ways: [2]law.Text2{c.Ways[0].Name, c.Ways[1].Name}, Numbers: []pilot.Weighed{}}
	for _, r := range c.Result.Rows {
		out.Numbers = append(out.Numbers, pilot.Weighed{Code: r.Code, Unit: r.Unit, Mean: [2]int64{r.Ways[0].Mean, r.Ways[1].Mean}, Told: [2]bool{r.Ways[0].Draws > 0, r.Ways[1].Draws > 0}})
	}
	return out, nil
}

// visitsWithin counts the visits to the firms of a scope, from one day to another: how many, to how many firms, with how many results, how
// many of them found something, and how many went to classes C and D. It is asked once, when a pilot is evaluated.
func (a *App) visitsWithin(ctx context.Context, s pilot.Scope, _ string, from, to workday.Date) ([]pilot.Counted, error) {
	var n [5]int64
	firms := map[string]bool{}
	for after := (visit.Made{}); ; {
		page, err := visit.MadeBetween(ctx, a.Pool, from, to, after)
		if err != nil {
			return nil, err
		}
		ids := make([]string, len(page))
		for i := range page {
			ids[i] = page[i].EntityID
		}
		known, err := registry.FindMany(ctx, a.Pool, ids)
		if err != nil {
			return nil, err
		}
		for _, v := range page {
			e, there := known[v.EntityID]
			if !there || !s.Holds(e.Region, e.Industry) {
				continue
			}
			firms[v.EntityID] = true
			for i, counts := range []bool{true, false, v.Resulted, v.Found, v.Class == "C" || v.Class == "D"} {
				if counts {
					n[i]++
				}
			}
		}
		if len(page) < visit.OnePage {
			break
		}
		after = page[len(page)-1]
	}
	n[1] = int64(len(firms))
	out := []pilot.Counted{}
	for i, code := range []string{"visits", "firms", "resulted", "found", "high"} {
		out = append(out, pilot.Counted{Code: code, N: n[i]})
	}
	return out, nil
}
