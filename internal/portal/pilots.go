package portal

import (
	"context"

	"xinheng/internal/pilot"
)

// Pilots is what the site reads of pilots.
type Pilots interface {
	Public(ctx context.Context) ([]pilot.Pilot, error)
}

// pilotView is a pilot with its share of problems found before and during.
type pilotView struct {
	pilot.Pilot
	Open bool // it is on
	Rows []pilotRow
	Rest []restRow // numbers of the comparison it rests on
}

// pilotRow is a number before and during; Rate where it is a share of the results.
type pilotRow struct {
	pilot.Compared
	BeforeRate, DuringRate int
	Shared                 bool
}

func pilotsPage(v *visit) (sheet, error) {
	v.titled(v.T("pilots.title"))
	var views []pilotView
	if v.Pilots != nil {
		all, err := v.Pilots.Public(v.ctx)
		if err != nil {
			return sheet{}, err
		}
		for _, p := range all {
			views = append(views, pilotView{Pilot: p, Open: p.State == pilot.On, Rows: pilotRows(&p), Rest: restRows(p.Rests)})
		}
	}
	return sheet{tmpl: "pilots", data: views}, nil
}

// restRow is a number of the comparison a pilot rests on.
type restRow struct {
	Code string
	Mean [2]string
}

// restRows are those history can tell under both ways.
func restRows(r *pilot.Rests) (out []restRow) {
	if r == nil {
		return nil
	}
	for _, n := range r.Numbers {
		if n.Told == [2]bool{true, true} {
			out = append(out, restRow{n.Code, [2]string{tenths(n.Mean[0], n.Unit), tenths(n.Mean[1], n.Unit)}})
		}
	}
	return out
}

func pilotRows(p *pilot.Pilot) (out []pilotRow) {
	if p.Evaluation == nil {
		return nil
	}
	of := map[string]pilot.Compared{}
	for _, c := range p.Evaluation.Counts {
		of[c.Code] = c
		r := pilotRow{Compared: c}
		if whole := of["resulted"]; c.Code == "found" && whole.Before > 0 && whole.During > 0 {
			r.Shared, r.BeforeRate, r.DuringRate = true, percent(int(c.Before), int(whole.Before)), percent(int(c.During), int(whole.During))
		}
		out = append(out, r)
	}
	return out
}
