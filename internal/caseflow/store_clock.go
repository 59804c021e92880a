package caseflow

import (
	"context"
	"slices"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const clockColumns = `name, round, limit_key, limit_on, n, unit, extension_n, from_on, due_on, half_on, most_on, told, next_on, wants_year, ended_on`

var (
	qClocks = pg.Q("caseflow.clocks", `
		select `+clockColumns+` from caseflow.clock where entity_id = $1 and case_id = $2 order by from_on, name, round`)
	qPauses = pg.Q("caseflow.pauses", `
		select clock, round, n, held, from_on, until_on from caseflow.pause where entity_id = $1 and case_id = $2 order by clock, round, n`)
	qClock = pg.Q("caseflow.clock", `
		insert into caseflow.clock (entity_id, case_id, `+clockColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
		on conflict (entity_id, case_id, name, round) do update set extension_n = excluded.extension_n, due_on = excluded.due_on,
			half_on = excluded.half_on, most_on = excluded.most_on, told = excluded.told, next_on = excluded.next_on,
			wants_year = excluded.wants_year, ended_on = excluded.ended_on`)
	qPause = pg.Q("caseflow.pause", `
		insert into caseflow.pause (entity_id, case_id, clock, round, n, held, from_on, until_on) values ($1, $2, $3, $4, $5, $6, $7, $8)`)
	qUnpause = pg.Q("caseflow.unpause", `
		update caseflow.pause set until_on = $6 where entity_id = $1 and case_id = $2 and clock = $3 and round = $4 and n = $5 and until_on is null`)

	// The sweep goes over all entities: read-only, limited, in the order of what has waited longest.
	qNext = pg.Q("caseflow.next", `
		select entity_id, case_id, min(next_on) as on_day from caseflow.clock
		where next_on <= $1 and (entity_id, case_id) > ($2, $3) group by entity_id, case_id order by entity_id, case_id limit $4`)
	qWanting = pg.Q("caseflow.wanting", `
		select distinct entity_id, case_id from caseflow.clock
		where wants_year = any($1) and (entity_id, case_id) > ($2, $3) order by entity_id, case_id limit $4`)
	qWanted = pg.Q("caseflow.wanted", `select distinct wants_year from caseflow.clock where wants_year is not null order by wants_year limit 100`)
)

func termsOf(ctx context.Context, db pg.DB, c *Case) (t *terms, err error) {
	defer fault.Wrap(&err, "caseflow.terms(%s)", c.ID)
	t = &terms{}
	if t.clocks, err = pg.All[clock](ctx, db, qClocks, c.EntityID, c.ID); err != nil {
		return nil, err
	}
	t.pauses, err = pg.All[pause](ctx, db, qPauses, c.EntityID, c.ID)
	return t, err
}

// write stores what was changed. A pause that was opened and closed in one act is stored closed.
func (t *terms) write(ctx context.Context, tx pg.Tx, c *Case) (err error) {
	defer fault.Wrap(&err, "caseflow.writeTerms(%s)", c.ID)
	for i := range t.changed {
		k := t.clocks[i]
		if _, err := tx.Exec(ctx, qClock, c.EntityID, c.ID, k.Name, k.Round, k.LimitKey, k.LimitOn, k.N, k.Unit, k.ExtensionN, k.FromOn, k.DueOn,
			k.HalfOn, k.MostOn, k.Told, k.NextOn, k.WantsYear, k.EndedOn); err != nil {
			return err
		}
	}
	for _, p := range t.opened {
		if _, err := tx.Exec(ctx, qPause, c.EntityID, c.ID, p.Clock, p.Round, p.N, p.Held, p.FromOn, workday.Date(0)); err != nil {
			return err
		}
	}
	for _, p := range t.closed {
		if _, err := tx.Exec(ctx, qUnpause, c.EntityID, c.ID, p.Clock, p.Round, p.N, p.UntilOn); err != nil {
			return err
		}
	}
	t.changed, t.opened, t.closed = nil, nil, nil
	return nil
}

// spot is a case something is to be done in.
type spot struct {
	EntityID, CaseID string
}

type dueSpot struct {
	EntityID, CaseID string
	OnDay            workday.Date
}

const sweepPage = 200

// dueBy lists cases with a clock that has something to do by a day.
func dueBy(ctx context.Context, db pg.DB, day workday.Date, after spot) (out []spot, err error) {
	defer fault.Wrap(&err, "caseflow.dueBy")
	rows, err := pg.All[dueSpot](ctx, db, qNext, day, after.EntityID, after.CaseID, sweepPage)
	for _, r := range rows {
		out = append(out, spot{r.EntityID, r.CaseID})
	}
	return out, err
}

// wanting lists cases whose clocks wait for the calendar of a year that is covered now.
func wanting(ctx context.Context, db pg.DB, cal *workday.Calendar, after spot) (out []spot, err error) {
	defer fault.Wrap(&err, "caseflow.wanting")
	years, err := pg.Column[int32](ctx, db, qWanted)
	years = slices.DeleteFunc(years, func(y int32) bool { return !cal.Covers(int(y)) })
	if err != nil || len(years) == 0 {
		return nil, err
	}
	return pg.All[spot](ctx, db, qWanting, years, after.EntityID, after.CaseID, sweepPage)
}
