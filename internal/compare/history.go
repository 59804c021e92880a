package compare

import (
	"context"

	"xinheng/internal/inspection"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
)

// cityDigits of a division's code name the city, the county or the park.
const cityDigits = 4

// gather reads one part of the roster: each firm as its class of the day, its grades of the day, its kind and place, and what was found.
func (d *Desk) gather(ctx context.Context, tx pg.Tx, c *stored) error {
	members, more, err := inspection.RosterPart(ctx, tx, c.DrawID, c.Part)
	if err != nil {
		return err
	}
	if !more {
		return d.settle(ctx, tx, c)
	}
	cells, err := c.counted()
	if err != nil {
		return err
	}
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.Code
	}
	known, err := registry.FindMany(ctx, tx, ids)
	if err != nil {
		return err
	}
	facts, err := standing.OfMany(ctx, tx, ids)
	if err != nil {
		return err
	}
	outcomes, err := d.Outcomes(ctx, tx, ids, c.Matter, c.FromOn, c.ToOn)
	if err != nil {
		return err
	}
	book, by := d.law.On(c.OnDay), c.by()
	for _, m := range members {
		e := known[m.Code]
		held := inspection.KnownOf(e.Industry, facts[m.Code], book, c.OnDay)
		cells = append(cells, cellFor(m.Class, by, &held, &e, outcomes))
	}
	c.Part, c.Seen = c.Part+1, c.Seen+int64(len(members))
	return saveGathered(ctx, tx, c, merged(cells))
}

func cellFor(class string, by []string, held *law.Known, e *registry.Entity, outcomes map[string]bool) Cell {
	cell := Cell{Class: class, Grades: []string{}, Kind: string(e.Kind), Region: e.Region[:min(cityDigits, len(e.Region))], Outcome: Unknown, N: 1}
	for _, item := range by {
		cell.Grades = append(cell.Grades, held.Grades[item])
	}
	if found, visited := outcomes[e.ID]; found {
		cell.Outcome = Found
	} else if visited {
		cell.Outcome = Clear
	}
	return cell
}

// settle ends the reading: from here on the inputs stand, and with them every seed.
func (d *Desk) settle(ctx context.Context, tx pg.Tx, c *stored) error {
	cells, err := c.counted()
	if err != nil {
		return err
	}
	in := Inputs{Format: format, Comparison: c.ComparisonID, Draw: c.DrawID, Matter: c.Matter, From: c.FromOn, To: c.ToOn, By: c.by(), Fewest: int64(c.Fewest), Seeds: c.Seeds,
		Cells: coarsened(cells, int64(c.Fewest))}
	if in.Ways, err = c.ways(); err != nil {
		return err
	}
	text, err := in.Text()
	if err != nil {
		return err
	}
	c.State, c.Inputs = "running", string(text)
	return saveInputs(ctx, tx, c, hashOf(text))
}
