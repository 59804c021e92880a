package support

import (
	"cmp"
	"context"
	"slices"

	"xinheng/internal/adoption"
	"xinheng/internal/check"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// gathering gathers facts of firms for policies of one day.
type gathering struct {
	book     *law.Book
	on       workday.Date
	adopted  law.Adoptions
	entities map[string]registry.Entity
	facts    map[string][]standing.Fact
}

func (d *Desk) gather(ctx context.Context, db pg.DB, firms []string, on workday.Date) (g gathering, err error) {
	g.book, g.on = d.law.On(on), on
	if g.adopted, err = adoption.All(ctx, db); err != nil {
		return g, err
	}
	if g.entities, err = registry.FindMany(ctx, db, firms); err != nil {
		return g, err
	}
	g.facts, err = standing.OfMany(ctx, db, firms)
	return g, err
}

// of gives what a policy asks about a firm, with the size it states, and nothing else.
func (g *gathering) of(p *law.SupportPolicy, firm string, e *enrolment) Facts {
	var f Facts
	known := g.entities[firm]
	for i := range p.Conditions {
		c := &p.Conditions[i]
		switch c.Fact {
		case "kind":
			f.Kind = string(known.Kind)
		case "status":
			if f.Status = known.Status; f.Status == registry.Stubbed {
				f.Status = "" // known from a record alone
			}
		case "region":
			f.Region = known.Region
		case "industry":
			f.Industry = known.Industry
		case "age":
			f.Established = known.EstablishedOn
		case "size":
			if e != nil && e.Size != "" {
				f.Size, f.SizeOn = e.Size, workday.Of(e.MadeAt)
			}
		default:
			f.Standing = append(f.Standing, g.standing(c, firm)...)
		}
	}
	return f
}

// standing are the facts a condition on lists, measures or a class speaks of, in one order. What was repaired, is frozen by an objection or
// has run out does not stand.
func (g *gathering) standing(c *law.SupportCondition, firm string) (out []Fact) {
	if c.Fact == "measures" {
		out = g.measures(c, firm)
	} else {
		for i := range g.facts[firm] {
			f := &g.facts[firm][i]
			if stands, _ := f.StandsOn(g.on); !stands {
				continue
			}
			switch {
			case c.Fact == "lists" && f.Kind == standing.OnList && g.listed(c.Codes, f.List):
				out = append(out, factOf(c.Fact, f.List, f))
			case c.Fact == "class" && f.Kind == standing.Rated && f.Item == c.Item:
				out = append(out, factOf(c.Fact, f.Item, f))
			}
		}
	}
	slices.SortFunc(out, func(a, b Fact) int { return cmp.Or(cmp.Compare(b.From, a.From), cmp.Compare(a.Record, b.Record)) })
	return out
}

func factOf(of, code string, f *standing.Fact) Fact {
	return Fact{For: of, Code: code, Grade: f.Grade, Record: f.ID, DocumentNo: f.DocumentNo, Authority: f.Authority, From: f.From, Until: f.Until}
}

// listed: one of the lists named, or with "*" any of seriously dishonest subjects that is in force.
func (g *gathering) listed(codes []string, list string) bool {
	l, ok := g.book.List(list)
	return ok && (slices.Contains(codes, list) || slices.Contains(codes, "*") && (l.Kind == "serious" || l.Kind == "recognised"))
}

// measures are those named that a check for the matter finds today, and that carry effect: what was lowered for want of a verified or
// adopted rule forbids nothing.
func (g *gathering) measures(c *law.SupportCondition, firm string) (out []Fact) {
	m, ok := g.book.Matter(c.Matter)
	if !ok {
		return nil
	}
	found := check.Judge(g.facts[firm], m, g.book, g.adopted, g.on)
	for i := range found.Effects {
		e := &found.Effects[i]
		if slices.Contains(c.Codes, e.Measure.Code) && (e.Kind == law.Block || e.Kind == law.Warn) {
			out = append(out, Fact{For: c.Fact, Code: e.Measure.Code, Record: e.Because.RecordID, DocumentNo: e.Because.DocumentNo, Authority: e.Because.Authority,
				From: e.Because.From, Until: e.Until})
		}
	}
	return out
}
