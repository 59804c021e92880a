package caseflow

import (
	"context"
	"errors"
	"fmt"

	"xinheng/internal/access"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Sweep reminds, escalates and recomputes: everything that was due up to today and has not been done, each on its legal
// day. It may run at any time, any number of times, on several machines: what is done is done once. A case that cannot be
// carried on is left as it was, reported, and does not hold up the others.
func (d *Desk) Sweep(ctx context.Context, today workday.Date) (done int, err error) {
	recomputed, err := d.each(ctx, func(after spot) ([]spot, error) { return wanting(ctx, d.db, d.law.Calendar(), after) }, d.recompute)
	for done = recomputed; ; {
		n, more := d.each(ctx, func(after spot) ([]spot, error) { return dueBy(ctx, d.db, today, after) },
			func(ctx context.Context, tx pg.Tx, c *Case, t Type, def Def) error {
				return d.catchUp(ctx, tx, c, t, def, today)
			})
		done += n
		err = errors.Join(err, more)
		if n == 0 || more != nil {
			return done, err
		}
	}
}

// each works through cases page by page, each in its own transaction with its row held.
func (d *Desk) each(ctx context.Context, page func(after spot) ([]spot, error), do func(context.Context, pg.Tx, *Case, Type, Def) error) (done int, err error) {
	var after spot
	for {
		spots, bad := page(after)
		if bad != nil {
			return done, errors.Join(err, bad)
		}
		for _, s := range spots {
			after = s
			bad := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
				c, t, def, err := d.hold(ctx, tx, System(), s.CaseID)
				if err != nil {
					return err
				}
				return do(ctx, tx, c, t, def)
			})
			if bad != nil {
				err = errors.Join(err, fmt.Errorf("caseflow.sweep(%s): %w", s.CaseID, bad))
				continue
			}
			done++
		}
		if len(spots) < sweepPage {
			return done, err
		}
	}
}

// recompute counts the clocks of a case again, because the calendar of a year they waited for is there now.
func (d *Desk) recompute(ctx context.Context, tx pg.Tx, c *Case, _ Type, _ Def) error {
	ts, err := termsOf(ctx, tx, c)
	if err != nil {
		return err
	}
	for i, k := range ts.clocks {
		if k.WantsYear != nil && k.EndedOn == 0 {
			ts.touch(i)
			if err := d.event(ctx, tx, c, System(), eventRow{What: "recomputed", Clock: k.Name}, ""); err != nil {
				return err
			}
		}
	}
	return d.finish(ctx, tx, c, ts, true)
}

// catchUp does what the clocks of a case have to do up to a day, in the order of the days it belongs to.
func (d *Desk) catchUp(ctx context.Context, tx pg.Tx, c *Case, t Type, def Def, today workday.Date) error {
	for {
		ts, err := termsOf(ctx, tx, c)
		if err != nil {
			return err
		}
		i := ts.next(today)
		if i < 0 {
			return nil
		}
		if err := d.strike(ctx, tx, c, t, def, ts, i); err != nil {
			return err
		}
	}
}

// next is the clock with the earliest thing to do up to a day; -1: none.
func (t *terms) next(today workday.Date) int {
	found := -1
	for i, k := range t.clocks {
		if k.NextOn != 0 && k.NextOn <= today && (found < 0 || k.NextOn < t.clocks[found].NextOn) {
			found = i
		}
	}
	return found
}

// strike does the next thing of one clock, on the day it belongs to.
func (d *Desk) strike(ctx context.Context, tx pg.Tx, c *Case, t Type, def Def, ts *terms, i int) error {
	k := &ts.clocks[i]
	on := k.NextOn
	switch {
	case k.Told < half && k.HalfOn < k.MostOn:
		k.Told = half
	case k.Told < most: // of a short term both parts fall on one day, and one reminder is enough
		k.Told = most
	default:
		k.Told = whole
	}
	ts.touch(i)
	told, name, what := int(k.Told), k.Name, "reminded"
	late := k.Told == whole && !def.subjects(k.Name) // whoever lets their own time pass is not late, and nobody else is
	if late {
		what = "escalated"
		if c.EscalatedOn == 0 {
			c.EscalatedOn = on
		}
	}
	if err := d.event(ctx, tx, c, System(), eventRow{What: what, Clock: name, Permille: k.Told, OnDay: on}, ""); err != nil {
		return err
	}
	if err := d.finish(ctx, tx, c, ts, false); err != nil {
		return err
	}
	if err := d.Events.Reminded.Fire(ctx, tx, Reminded{Case: *c, Clock: name, On: on, Permille: told, Escalated: late}); err != nil {
		return err
	}
	if told < whole {
		return nil
	}
	return d.late(ctx, tx, c, t, def, name, ts, on)
}

// late does what the table says of a clock that ran out. A table that says nothing has escalated already, unless the time was
// the subject's: that only lapses.
func (d *Desk) late(ctx context.Context, tx pg.Tx, c *Case, t Type, def Def, name string, ts *terms, on workday.Date) error {
	for _, k := range def.Clocks {
		if k.Name != name || k.Late == "" {
			continue
		}
		m, ok := def.move(k.Late, c.State)
		if !ok {
			return nil
		}
		return d.carry(ctx, tx, t, def, c, &Doing{Act: m.Act, Actor: System(), On: on, Move: m}, ts)
	}
	return nil
}

// Due is the soonest last day of a case, as computed when its clocks last changed; zero: nothing runs.
func (d *Desk) Due(ctx context.Context, db pg.DB, who access.Actor, caseID string) (workday.Date, error) {
	c, err := d.Seen(ctx, db, who, caseID)
	if err != nil {
		return 0, err
	}
	return c.DueOn, nil
}
