package connector

import (
	"cmp"
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/check"
	"xinheng/internal/workday"
)

// Counts are checks by who started them.
type Counts struct {
	Connector int64  `json:"connector" doc:"started by a registered system"`
	Unnamed   int64  `json:"unnamed" doc:"started with a key that no system is registered for"`
	Hand      int64  `json:"hand" doc:"asked by a person"`
	Permille  *int64 `json:"permille,omitempty" doc:"automation rate: connector of all; absent when nothing was checked"`
}

func (c *Counts) add(o Counts) {
	c.Connector, c.Unnamed, c.Hand = c.Connector+o.Connector, c.Unnamed+o.Unnamed, c.Hand+o.Hand
	if all := c.Connector + c.Unnamed + c.Hand; all > 0 {
		rate := c.Connector * 1000 / all
		c.Permille = &rate
	}
}

// Monthly are the counts of a month.
type Monthly struct {
	Month workday.Date `json:"month" doc:"its first day"`
	Counts
}

// OfKind are the checks that systems of one kind started.
type OfKind struct {
	Kind  string `json:"kind" enum:"approval,public_service,supervision,decision_support,department"`
	Calls int64  `json:"calls"`
}

// OfBody are the counts of a body in a month, with what each kind of system did of it.
type OfBody struct {
	Org   string       `json:"org"`
	Body  string       `json:"body"`
	Month workday.Date `json:"month"`
	Kinds []OfKind     `json:"kinds"`
	Counts
}

// Automation is the rate: in all, by month, by kind of system; to whoever may see bodies, by body too.
type Automation struct {
	From   workday.Date `json:"from" doc:"first day counted"`
	Until  workday.Date `json:"until" doc:"last day counted"`
	Total  Counts       `json:"total"`
	Months []Monthly    `json:"months"`
	Kinds  []OfKind     `json:"kinds"`
	Bodies []OfBody     `json:"bodies,omitempty"`
}

const (
	fewestMonths = 1
	mostMonths   = 36
)

// Of is the rate of the bodies within an actor's reach over the last months, this one included.
func (d *Desk) Of(ctx context.Context, who access.Actor, months int) (Automation, error) {
	return d.automation(ctx, months, d.within(ctx, who), true)
}

// Public is the rate of the province, without bodies.
func (d *Desk) Public(ctx context.Context) (Automation, error) {
	return d.automation(ctx, publicMonths, func(string) (bool, error) { return true, nil }, false)
}

const publicMonths = 12

func (d *Desk) automation(ctx context.Context, months int, in func(string) (bool, error), bodies bool) (Automation, error) {
	today := d.today()
	first := today.AddDays(1 - today.Time().Day()).AddMonths(1 - min(max(months, fewestMonths), mostMonths))
	out := Automation{From: first, Until: today}
	counted, err := check.Started(ctx, d.db, first, today.AddDays(1))
	if err != nil {
		return out, err
	}
	all, err := check.Systems(ctx, d.db)
	if err != nil {
		return out, err
	}
	seen := counted[:0]
	for _, s := range counted {
		here, err := in(s.Org)
		if err != nil {
			return out, err
		}
		if here {
			seen = append(seen, s)
		}
	}
	tally(&out, seen, all)
	if !bodies {
		out.Bodies = nil
		return out, nil
	}
	var codes []string
	for _, b := range out.Bodies {
		codes = append(codes, b.Org)
	}
	slices.Sort(codes)
	name, err := d.names(ctx, slices.Compact(codes))
	for i := range out.Bodies {
		out.Bodies[i].Body = name(out.Bodies[i].Org)
	}
	return out, err
}

// tally sorts counted checks by who started them. Pure.
func tally(out *Automation, counted []check.Start, all []System) {
	out.Months, out.Kinds, out.Bodies = []Monthly{}, []OfKind{}, []OfBody{}
	for m := out.From; m <= out.Until; m = m.AddMonths(1) {
		out.Months = append(out.Months, Monthly{Month: m})
	}
	kinds := map[string]int64{}
	for _, s := range counted {
		kind, c := kindOf(s, all)
		out.Total.add(c)
		for i := range out.Months {
			if out.Months[i].Month == s.Month {
				out.Months[i].add(c)
			}
		}
		i := slices.IndexFunc(out.Bodies, func(b OfBody) bool { return b.Org == s.Org && b.Month == s.Month })
		if i < 0 {
			i = len(out.Bodies)
			out.Bodies = append(out.Bodies, OfBody{Org: s.Org, Month: s.Month, Kinds: []OfKind{}})
		}
		out.Bodies[i].add(c)
		if kind != "" {
			kinds[kind] += s.Calls
			out.Bodies[i].count(kind, s.Calls)
		}
	}
	for _, kind := range Kinds {
		out.Kinds = append(out.Kinds, OfKind{kind, kinds[kind]})
	}
	slices.SortFunc(out.Bodies, func(a, b OfBody) int { return cmp.Or(cmp.Compare(b.Month, a.Month), cmp.Compare(a.Org, b.Org)) })
}

func (b *OfBody) count(kind string, calls int64) {
	for i := range b.Kinds {
		if b.Kinds[i].Kind == kind {
			b.Kinds[i].Calls += calls
			return
		}
	}
	b.Kinds = append(b.Kinds, OfKind{kind, calls})
}

// kindOf finds the system that started checks: by its key, and connected in their month.
func kindOf(s check.Start, all []System) (kind string, c Counts) {
	if s.Line == "" {
		return "", Counts{Hand: s.Calls}
	}
	last := s.Month.AddMonths(1).AddDays(-1)
	for i := range all {
		x := &all[i]
		if "key:"+x.Line == s.Line && x.Org == s.Org && x.Since <= last && (x.EndedOn == 0 || x.EndedOn > s.Month) {
			return x.Kind, Counts{Connector: s.Calls}
		}
	}
	return "", Counts{Unnamed: s.Calls}
}
