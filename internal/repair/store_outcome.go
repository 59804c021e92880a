package repair

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const outcomeColumns = `entity_id, case_id, org, outcome, filed_on, decided_on, days, records, document, regraded_on, synced_at, at`

var (
	qOutcome = pg.Q("repair.outcome", `select `+outcomeColumns+` from repair.outcome where entity_id = $1 and case_id = $2`)
	// a relief that became a repair is decided again
	qPutOutcome = pg.Q("repair.put_outcome", `
		insert into repair.outcome (`+outcomeColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null, null, $10)
		on conflict (entity_id, case_id) do update set outcome = excluded.outcome, decided_on = excluded.decided_on, days = excluded.days,
			document = excluded.document, at = excluded.at, regraded_on = null, synced_at = null`)
	qRegraded = pg.Q("repair.regraded", `
		update repair.outcome set regraded_on = $3 where entity_id = $1 and case_id = $2 and regraded_on is null`)
	qSynced = pg.Q("repair.synced", `update repair.outcome set synced_at = $3 where entity_id = $1 and case_id = $2 and synced_at is null`)
	// cross-shard, read-only, limited
	qUnsynced = pg.Q("repair.unsynced", `
		select `+outcomeColumns+` from repair.outcome where synced_at is null and outcome = 'granted' order by decided_on, case_id limit 500`)
	// cross-shard, read-only, limited
	qUngraded = pg.Q("repair.ungraded", `
		select `+outcomeColumns+` from repair.outcome where regraded_on is null and outcome in ('granted', 'revoked', 'relieved')
		order by decided_on, case_id limit 500`)
	// cross-shard, read-only, bounded by a year
	qYearly = pg.Q("repair.yearly", `
		select org, count(*) as decided, count(*) filter (where outcome = 'granted') as granted,
			coalesce(percentile_disc(0.5) within group (order by days), 0)::int as median
		from repair.outcome where decided_on >= $1 and decided_on < $2 and outcome in ('granted', 'refused') group by org order by org limit 5000`)
	// cross-shard, read-only, one body
	qFigures = pg.Q("repair.figures", `
		select count(*) as cases, coalesce(percentile_disc(0.5) within group (order by days), 0)::int as median
		from repair.outcome where org = $1 and decided_on >= $2 and outcome in ('granted', 'refused')`)
)

// Outcome is what a case was decided to be, for figures and for effects that are still to be seen.
type Outcome struct {
	EntityID   string
	CaseID     string
	Org        string
	Outcome    string
	FiledOn    workday.Date
	DecidedOn  workday.Date
	Days       int32
	Records    []string
	Document   string
	RegradedOn workday.Date
	SyncedAt   *time.Time
	At         time.Time
}

func outcomeOf(ctx context.Context, db pg.DB, entity, caseID string) (o *Outcome, there bool, err error) {
	defer fault.Wrap(&err, "repair.outcomeOf(%s)", caseID)
	found, err := pg.One[Outcome](ctx, db, qOutcome, entity, caseID)
	if errors.Is(err, pg.ErrNone) {
		return nil, false, nil
	}
	return &found, err == nil, err
}

func putOutcome(ctx context.Context, tx pg.Tx, o *Outcome) (err error) {
	defer fault.Wrap(&err, "repair.putOutcome(%s)", o.CaseID)
	_, err = tx.Exec(ctx, qPutOutcome, o.EntityID, o.CaseID, o.Org, o.Outcome, o.FiledOn, o.DecidedOn, o.Days, listed(o.Records), o.Document, o.At)
	return err
}

// Regraded notes that the evaluation of a subject has taken a decision into account; doing it twice changes nothing.
func Regraded(ctx context.Context, tx pg.Tx, entity, caseID string, on workday.Date) (err error) {
	defer fault.Wrap(&err, "repair.Regraded(%s)", caseID)
	_, err = tx.Exec(ctx, qRegraded, entity, caseID, on)
	return err
}

// Ungraded are the decisions the evaluation has yet to take into account, oldest first.
func Ungraded(ctx context.Context, db pg.DB) (_ []Outcome, err error) {
	defer fault.Wrap(&err, "repair.Ungraded")
	return pg.All[Outcome](ctx, db, qUngraded)
}

func synced(ctx context.Context, tx pg.Tx, o *Outcome, at time.Time) (err error) {
	defer fault.Wrap(&err, "repair.synced(%s)", o.CaseID)
	_, err = tx.Exec(ctx, qSynced, o.EntityID, o.CaseID, at)
	return err
}

func unsynced(ctx context.Context, db pg.DB) (_ []Outcome, err error) {
	defer fault.Wrap(&err, "repair.unsynced")
	return pg.All[Outcome](ctx, db, qUnsynced)
}

type figure struct {
	Cases  int64
	Median int32
}

func figuresOf(ctx context.Context, db pg.DB, org string, since workday.Date) (_ figure, err error) {
	defer fault.Wrap(&err, "repair.figuresOf")
	return pg.One[figure](ctx, db, qFigures, org, since)
}

// Yearly is what the applications a body decided in a span came to.
type Yearly struct {
	Org              string
	Decided, Granted int64
	Median           int32 // working days
}

// Yearly counts by body, over a span of days of which the last is not in it.
func (d *Desk) Yearly(ctx context.Context, from, to workday.Date) (_ []Yearly, err error) {
	defer fault.Wrap(&err, "repair.Yearly")
	return pg.All[Yearly](ctx, d.db, qYearly, from, to)
}
