package standing

import (
	"context"
	"errors"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

const holdColumns = `entity_id, fact_id, hold_id, case_no, kind, suspends, from_on, until_on, ended_on, basis`

var (
	qHolds = pg.Q("standing.holds", `
		select `+holdColumns+` from standing.hold where entity_id = $1 order by from_on desc, fact_id, hold_id`)

	qMarks = pg.Q("standing.marks", `
		select fact_id, min(from_on) filter (where kind = 'objection') as disputed_on, min(from_on) filter (where kind = 'reorganisation') as relieved_on
		from standing.hold where entity_id = any($1) and ended_on is null group by fact_id`)

	qHold = pg.Q("standing.hold_of", `
		select `+holdColumns+` from standing.hold where entity_id = $1 and fact_id = $2 and hold_id = $3`)

	qHeld = pg.Q("standing.held", `
		select h.entity_id, h.fact_id from standing.hold h
		join unnest($1::text[], $2::text[]) as k (entity_id, fact_id) on h.entity_id = k.entity_id and h.fact_id = k.fact_id
		where h.entity_id = any($1) and h.ended_on is null`)

	qPlace = pg.Q("standing.place", `
		insert into standing.hold (`+holdColumns+`, entry_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, null, $9::text::jsonb, $10)`)

	qLift = pg.Q("standing.lift", `
		update standing.hold set ended_on = $4, entry_id = $5 where entity_id = $1 and fact_id = $2 and hold_id = $3`)

	// the marks of facts, from what is open against them: the earliest dispute, and the hold that suspends longest
	qWeighHolds = pg.Q("standing.weigh_holds", `
		update standing.fact f set disputed_on = o.disputed_on, held = coalesce(s.kind, ''), held_from = s.from_on,
			held_until = s.until_on, entry_id = $3
		from unnest($1::text[], $2::text[]) as k (entity_id, fact_id)
		left join lateral (
			select min(h.from_on) as disputed_on from standing.hold h
			where h.entity_id = k.entity_id and h.fact_id = k.fact_id and h.ended_on is null and h.kind = 'objection') o on true
		left join lateral (
			select h.kind, h.from_on, h.until_on from standing.hold h
			where h.entity_id = k.entity_id and h.fact_id = k.fact_id and h.ended_on is null and h.suspends
			order by h.until_on desc nulls first, h.from_on limit 1) s on true
		where f.entity_id = k.entity_id and f.fact_id = k.fact_id and f.entity_id = any($1)`)
)

type holdRow struct {
	EntityID string
	FactID   string
	HoldID   string
	CaseNo   string
	Kind     string
	Suspends bool
	FromOn   workday.Date
	UntilOn  workday.Date
	EndedOn  workday.Date
	Basis    []law.Ref
}

func (r *holdRow) hold() Hold {
	return Hold{EntityID: r.EntityID, RecordID: r.FactID, ID: r.HoldID, Case: r.CaseNo, Kind: HoldKind(r.Kind),
		Suspends: r.Suspends, From: r.FromOn, Until: r.UntilOn, EndedOn: r.EndedOn, Basis: r.Basis}
}

// Holds returns every hold on records of an entity, ended ones too, newest first.
func Holds(ctx context.Context, db pg.DB, entityID string) (_ []Hold, err error) {
	defer fault.Wrap(&err, "standing.Holds")
	rows, err := pg.All[holdRow](ctx, db, qHolds, entityID)
	hs := make([]Hold, len(rows))
	for i := range rows {
		hs[i] = rows[i].hold()
	}
	return hs, err
}

// Marks tells which records of some entities are under objection now, or relieved while a plan of reorganisation is carried
// out, and since when, by record id: a record need not make a fact to be disputed. Which case it is, is not told.
func Marks(ctx context.Context, db pg.DB, entities []string) (_ map[string]record.Marks, err error) {
	defer fault.Wrap(&err, "standing.Marks(%d)", len(entities))
	rows, err := pg.All[struct {
		FactID                 string
		DisputedOn, RelievedOn workday.Date
	}](ctx, db, qMarks, entities)
	marks := make(map[string]record.Marks, len(rows))
	for _, r := range rows {
		marks[r.FactID] = record.Marks{DisputedOn: r.DisputedOn, RelievedOn: r.RelievedOn}
	}
	return marks, err
}

func holdOf(ctx context.Context, db pg.DB, h Hold) (_ Hold, there bool, err error) {
	defer fault.Wrap(&err, "standing.holdOf(%s)", h.Case)
	r, err := pg.One[holdRow](ctx, db, qHold, h.EntityID, h.RecordID, h.ID)
	if errors.Is(err, pg.ErrNone) {
		return Hold{}, false, nil
	}
	return r.hold(), err == nil, err
}

func insertHold(ctx context.Context, tx pg.Tx, entry string, h *Hold) (err error) {
	defer fault.Wrap(&err, "standing.insertHold(%s)", h.Case)
	_, err = tx.Exec(ctx, qPlace, h.EntityID, h.RecordID, h.ID, h.Case, string(h.Kind), h.Suspends, h.From, h.Until,
		array(h.Basis), entry)
	return err
}

func endHold(ctx context.Context, tx pg.Tx, entry string, h *Hold, on workday.Date) (err error) {
	defer fault.Wrap(&err, "standing.endHold(%s)", h.Case)
	_, err = tx.Exec(ctx, qLift, h.EntityID, h.RecordID, h.ID, on, entry)
	return err
}

// weighHolds brings the marks on facts in step with the holds; a record that makes no fact has none to bring.
func weighHolds(ctx context.Context, tx pg.Tx, entry string, entities, facts []string) (err error) {
	defer fault.Wrap(&err, "standing.weighHolds(%d)", len(facts))
	_, err = tx.Exec(ctx, qWeighHolds, entities, facts, entry)
	return err
}

// keepMarks marks facts that came into being under a hold: a record nobody counted may be disputed, and then corrected. The
// first version of a record can have no case against it yet.
func keepMarks(ctx context.Context, tx pg.Tx, entry string, facts []Fact) (err error) {
	defer fault.Wrap(&err, "standing.keepMarks(%d)", len(facts))
	var entities, ids []string
	for i := range facts {
		if facts[i].Version > 1 {
			entities, ids = append(entities, facts[i].EntityID), append(ids, facts[i].ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	held, err := pg.All[struct{ EntityID, FactID string }](ctx, tx, qHeld, entities, ids)
	if err != nil || len(held) == 0 {
		return err
	}
	entities, ids = entities[:0], ids[:0]
	for _, h := range held {
		entities, ids = append(entities, h.EntityID), append(ids, h.FactID)
	}
	return weighHolds(ctx, tx, entry, entities, ids)
}
