package watch

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"xinheng/internal/check"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const watchColumns = `entity_id, decision_id, org, matter, industry, purpose, case_no, opened_at, opened_by, first, now, changes, changed_at, closed_at, closed_by`

var (
	// one that was closed is taken up where it was left
	qInsertWatch = pg.Q("watch.insert", `
		insert into watch.watch as w (`+watchColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::jsonb, $10::text::jsonb, 0, null, null, '')
		on conflict (entity_id, decision_id) do update set opened_at = excluded.opened_at, opened_by = excluded.opened_by, closed_at = null, closed_by = ''
			where w.closed_at is not null`)
	// cross-shard, one row: a caller knows the watch by the decision
	qFind = pg.Q("watch.find", `
		select `+watchColumns+` from watch.watch where decision_id = $1 and org = $2`)
	qClose = pg.Q("watch.close", `
		update watch.watch set closed_at = $3, closed_by = $4 where entity_id = $1 and decision_id = $2 and closed_at is null`)
	// in one order, so that two transactions never wait for each other in a circle
	qOpenWatches = pg.Q("watch.open_of", `
		select `+watchColumns+` from watch.watch where entity_id = any($1) and closed_at is null order by entity_id, decision_id for update`)
	// cross-shard, read-only, a page of a round
	qWatchesAfter = pg.Q("watch.open_after", `
		select `+watchColumns+` from watch.watch
		where closed_at is null and ($1 = '' or org = $1) and (entity_id, decision_id) > ($2, $3) order by entity_id, decision_id limit $4`)
	// cross-shard, read-only, one page of a body's own
	qPage = pg.Q("watch.page", `
		select `+watchColumns+` from watch.watch
		where org = $1 and (not $2 or closed_at is null) and ($3 = '' or decision_id < $3) order by decision_id desc limit $4`)
	qChange = pg.Q("watch.change", `
		insert into watch.change (entity_id, decision_id, seq, at, was, now, ended, begun)
		values ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8::text::jsonb)`)
	qNow = pg.Q("watch.now", `
		update watch.watch set now = $3::text::jsonb, changes = $4, changed_at = $5 where entity_id = $1 and decision_id = $2`)
	qChanges = pg.Q("watch.changes", `
		select entity_id, decision_id, seq, at, was, now, ended, begun from watch.change where entity_id = $1 and decision_id = $2 order by seq desc limit 100`)
)

// key is where something is kept: by its subject, and the check that asked.
type key struct{ EntityID, DecisionID string }

// watched is a case that is watched.
type watched struct {
	EntityID, DecisionID, Org, Matter, Industry, Purpose, CaseNo string
	OpenedAt                                                     time.Time
	OpenedBy                                                     string
	First, Now                                                   check.Told
	Changes                                                      int32
	ChangedAt, ClosedAt                                          *time.Time
	ClosedBy                                                     string
}

// change is one change of a watched case.
type change struct {
	EntityID, DecisionID string
	Seq                  int32
	At                   time.Time
	Was, Now             string
	Ended                []Ended
	Begun                []check.Bit
}

// text is a value as JSON.
func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // codes, words and dates always encode
	}
	return string(b)
}

func insertWatch(ctx context.Context, tx pg.Tx, w *watched) (news bool, err error) {
	defer fault.Wrap(&err, "watch.insertWatch")
	n, err := tx.Exec(ctx, qInsertWatch, w.EntityID, w.DecisionID, w.Org, w.Matter, w.Industry, w.Purpose, w.CaseNo, w.OpenedAt, w.OpenedBy, text(w.First))
	return n > 0, err
}

func find(ctx context.Context, db pg.DB, id, org string) (_ watched, err error) {
	defer fault.Wrap(&err, "watch.find")
	w, err := pg.One[watched](ctx, db, qFind, id, org)
	if errors.Is(err, pg.ErrNone) {
		err = errUnknown
	}
	return w, err
}

func closeWatch(ctx context.Context, tx pg.Tx, w *watched, at time.Time, by string) (news bool, err error) {
	defer fault.Wrap(&err, "watch.closeWatch")
	n, err := tx.Exec(ctx, qClose, w.EntityID, w.DecisionID, at, by)
	return n > 0, err
}

func openWatches(ctx context.Context, tx pg.Tx, entities []string) (_ []watched, err error) {
	defer fault.Wrap(&err, "watch.openWatches")
	return pg.All[watched](ctx, tx, qOpenWatches, entities)
}

func watchesAfter(ctx context.Context, db pg.DB, org string, after key, limit int) (_ []watched, err error) {
	defer fault.Wrap(&err, "watch.watchesAfter")
	return pg.All[watched](ctx, db, qWatchesAfter, org, after.EntityID, after.DecisionID, limit)
}

func pageOf(ctx context.Context, db pg.DB, org string, open bool, after string, limit int) (_ []watched, err error) {
	defer fault.Wrap(&err, "watch.pageOf")
	return pg.All[watched](ctx, db, qPage, org, open, after, limit)
}

// insertChange writes a change down, and what would be told now.
func insertChange(ctx context.Context, tx pg.Tx, c *change, now check.Told) (err error) {
	defer fault.Wrap(&err, "watch.insertChange")
	if _, err := tx.Exec(ctx, qChange, c.EntityID, c.DecisionID, c.Seq, c.At, c.Was, c.Now, text(c.Ended), text(c.Begun)); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qNow, c.EntityID, c.DecisionID, text(now), c.Seq, c.At)
	return err
}

func changes(ctx context.Context, db pg.DB, w *watched) (_ []change, err error) {
	defer fault.Wrap(&err, "watch.changes")
	return pg.All[change](ctx, db, qChanges, w.EntityID, w.DecisionID)
}

const effectColumns = `e.entity_id, e.decision_id, e.record_id, e.measure, e.org, e.matter, e.industry, e.at, e.until_on, e.ended_by`

// isTold: the case is watched, or the check was not long ago.
const isTold = `(e.at >= $2 or exists (
	select from watch.watch w where w.entity_id = e.entity_id and w.decision_id = e.decision_id and w.closed_at is null))`

var (
	qInsertEffects = pg.Q("watch.insert_effects", `
		insert into watch.effect (entity_id, decision_id, record_id, measure, org, matter, industry, at, until_on, ended_by)
		select entity_id, decision_id, record_id, measure, org, matter, industry, at, until_on, ''
		from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::date[])
			as given (entity_id, decision_id, record_id, measure, org, matter, industry, at, until_on)`)
	// with the ended ones of the same answers, so that what is told of them is counted
	qOpenEffects = pg.Q("watch.open_effects", `
		select `+effectColumns+` from watch.effect e
		where e.entity_id = any($1) and `+isTold+` and exists (
			select from watch.effect o where o.entity_id = e.entity_id and o.decision_id = e.decision_id and o.ended_at is null)
		order by e.entity_id, e.decision_id, e.record_id, e.measure for update of e`)
	// cross-shard, read-only, a page of a round
	qStandingEffects = pg.Q("watch.standing_effects", `
		select `+effectColumns+` from watch.effect e
		where e.ended_at is null and `+isTold+` and (e.entity_id, e.decision_id, e.record_id, e.measure) > ($1, $3, $4, $5)
		order by e.entity_id, e.decision_id, e.record_id, e.measure limit $6`)
	// cross-shard, read-only, limited: of one body
	qEndingEffects = pg.Q("watch.ending_effects", `
		select `+effectColumns+` from watch.effect e
		where e.org = $1 and e.ended_at is null and `+isTold+` and e.until_on < $3
		order by e.until_on limit $4`)
	qEndEffects = pg.Q("watch.end_effects", `
		update watch.effect e set ended_at = $5, ended_by = k.why
		from unnest($1::text[], $2::text[], $3::text[], $4::text[], $6::text[]) as k (entity_id, decision_id, record_id, measure, why)
		where e.entity_id = k.entity_id and e.decision_id = k.decision_id and e.record_id = k.record_id and e.measure = k.measure and e.entity_id = any($1)`)
)

// effect is one effect that was told.
type effect struct {
	EntityID, DecisionID, RecordID, Measure, Org, Matter, Industry string
	At                                                             time.Time
	UntilOn                                                        workday.Date
	EndedBy                                                        string
}

func (e *effect) key() key { return key{e.EntityID, e.DecisionID} }

func column[T, V any](rows []T, of func(*T) V) []V {
	out := make([]V, len(rows))
	for i := range rows {
		out[i] = of(&rows[i])
	}
	return out
}

func insertEffects(tx pg.Tx, es []effect) {
	str := func(of func(*effect) string) []string { return column(es, of) }
	tx.Later(qInsertEffects, str(func(e *effect) string { return e.EntityID }), str(func(e *effect) string { return e.DecisionID }),
		str(func(e *effect) string { return e.RecordID }), str(func(e *effect) string { return e.Measure }), str(func(e *effect) string { return e.Org }),
		str(func(e *effect) string { return e.Matter }), str(func(e *effect) string { return e.Industry }),
		column(es, func(e *effect) time.Time { return e.At }), column(es, func(e *effect) workday.Date { return e.UntilOn }))
}

func openEffects(ctx context.Context, tx pg.Tx, entities []string, since time.Time) (_ []effect, err error) {
	defer fault.Wrap(&err, "watch.openEffects")
	return pg.All[effect](ctx, tx, qOpenEffects, entities, since)
}

func standingEffects(ctx context.Context, db pg.DB, since time.Time, after *effect, limit int) (_ []effect, err error) {
	defer fault.Wrap(&err, "watch.standingEffects")
	return pg.All[effect](ctx, db, qStandingEffects, after.EntityID, since, after.DecisionID, after.RecordID, after.Measure, limit)
}

func endingEffects(ctx context.Context, db pg.DB, org string, since time.Time, today workday.Date, limit int) (_ []effect, err error) {
	defer fault.Wrap(&err, "watch.endingEffects")
	return pg.All[effect](ctx, db, qEndingEffects, org, since, today, limit)
}

func endEffects(ctx context.Context, tx pg.Tx, es []effect, at time.Time) (err error) {
	defer fault.Wrap(&err, "watch.endEffects(%d)", len(es))
	_, err = tx.Exec(ctx, qEndEffects, column(es, func(e *effect) string { return e.EntityID }), column(es, func(e *effect) string { return e.DecisionID }),
		column(es, func(e *effect) string { return e.RecordID }), column(es, func(e *effect) string { return e.Measure }), at,
		column(es, func(e *effect) string { return e.EndedBy }))
	return err
}
