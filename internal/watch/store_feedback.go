package watch

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const dutyRowColumns = `u.entity_id, u.decision_id, u.org, u.matter, u.purpose, u.case_no, u.officer, u.at, u.measures, u.due_on, u.provisional,
	f.at as reported_at, coalesce(f.officer, '') as reporter, coalesce(f.results, '[]') as results, coalesce(f.late, false) as was_late`

const dutyRows = `
	select ` + dutyRowColumns + ` from watch.duty u left join watch.feedback f on f.entity_id = u.entity_id and f.decision_id = u.decision_id`

var (
	qInsertDuties = pg.Q("watch.insert_duties", `
		insert into watch.duty (entity_id, decision_id, org, matter, purpose, case_no, officer, at, measures, due_on, provisional)
		select entity_id, decision_id, org, matter, purpose, case_no, officer, at, measures::jsonb, due_on, provisional
		from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::text[], $10::date[], $11::boolean[])
			as given (entity_id, decision_id, org, matter, purpose, case_no, officer, at, measures, due_on, provisional)`)
	// cross-shard, one row: a caller knows it by the decision
	qFindDuty = pg.Q("watch.find_duty", dutyRows+` where u.decision_id = $1 and u.org = $2`)
	// cross-shard, read-only, one page of a body's own
	qDuties = pg.Q("watch.duties", dutyRows+`
		where u.org = $1 and ($2 = '' or $2 = 'reported' and f.at is not null or $2 = 'open' and f.at is null or $2 = 'overdue' and f.at is null and u.due_on < $3)
			and ($4 = '' or u.decision_id = $4) and ($5 = '' or u.decision_id > $5)
		order by u.decision_id limit $6`)
	qInsertFeedback = pg.Q("watch.insert_feedback", `
		insert into watch.feedback (entity_id, decision_id, org, at, actor, officer, results, late)
		values ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8) on conflict do nothing`)
	qFeedback = pg.Q("watch.feedback", `
		select entity_id, decision_id, org, at, actor, officer, results, late from watch.feedback where entity_id = $1 and decision_id = $2`)
	// cross-shard, read-only, bounded by a year: what was reported, and what was due by a day and was not
	qYearly = pg.Q("watch.yearly", `
		select u.org, count(*) filter (where f.at is not null or u.due_on < $3) as due, count(f.at) as reported, count(*) filter (where not f.late) as in_time
		from watch.duty u left join watch.feedback f on f.entity_id = u.entity_id and f.decision_id = u.decision_id
		where u.at >= $1 and u.at < $2 group by u.org order by u.org limit 5000`)
	// cross-shard, read-only, one row a body
	qDebts = pg.Q("watch.debts", `
		select u.org, '' as name, count(*) as told, count(f.at) as reported, count(*) filter (where not f.late) as in_time,
			count(*) filter (where f.at is null and (u.due_on is null or u.due_on >= $2)) as open,
			count(*) filter (where f.at is null and u.due_on < $2) as overdue,
			min(u.due_on) filter (where f.at is null and u.due_on < $2) as oldest,
			count(*) filter (where exists (
				select from jsonb_array_elements(f.results) r join jsonb_array_elements(u.measures) m on m ->> 'code' = r ->> 'measure'
				where not (r ->> 'applied')::boolean and (m ->> 'must')::boolean and r ->> 'why' not in ('ended', 'not_concluded'))) as refused
		from watch.duty u left join watch.feedback f on f.entity_id = u.entity_id and f.decision_id = u.decision_id
		where u.at >= $1 group by u.org order by overdue desc, open desc, u.org`)
)

// owedMeasure is a measure that is reported on, as it is kept.
type owedMeasure struct {
	Code string     `json:"code"`
	Kind law.Effect `json:"kind"`
	Must bool       `json:"must"`
}

// duty is a check that has to be reported on.
type duty struct {
	EntityID, DecisionID, Org, Matter, Purpose, CaseNo, Officer string
	At                                                          time.Time
	Measures                                                    []owedMeasure
	DueOn                                                       workday.Date
	Provisional                                                 bool
}

type dutyRow struct {
	duty
	ReportedAt *time.Time
	Reporter   string
	Results    []Result
	WasLate    bool
}

// reported is what was reported.
type reported struct {
	EntityID, DecisionID, Org string
	At                        time.Time
	Actor, Officer            string
	Results                   []Result
	Late                      bool
}

func insertDuties(tx pg.Tx, ds []duty) {
	str := func(of func(*duty) string) []string { return column(ds, of) }
	tx.Later(qInsertDuties, str(func(u *duty) string { return u.EntityID }), str(func(u *duty) string { return u.DecisionID }),
		str(func(u *duty) string { return u.Org }), str(func(u *duty) string { return u.Matter }), str(func(u *duty) string { return u.Purpose }),
		str(func(u *duty) string { return u.CaseNo }), str(func(u *duty) string { return u.Officer }), column(ds, func(u *duty) time.Time { return u.At }),
		str(func(u *duty) string { return text(u.Measures) }), column(ds, func(u *duty) workday.Date { return u.DueOn }),
		column(ds, func(u *duty) bool { return u.Provisional }))
}

func findDuty(ctx context.Context, db pg.DB, id, org string) (_ dutyRow, err error) {
	defer fault.Wrap(&err, "watch.findDuty")
	r, err := pg.One[dutyRow](ctx, db, qFindDuty, id, org)
	if errors.Is(err, pg.ErrNone) {
		err = errNothingOwed
	}
	return r, err
}

func duties(ctx context.Context, db pg.DB, org string, f OwedFilter, today workday.Date, limit int) (_ []dutyRow, err error) {
	defer fault.Wrap(&err, "watch.duties")
	return pg.All[dutyRow](ctx, db, qDuties, org, f.State, today, f.Decision, f.After, limit)
}

// insertFeedback writes a report down once; of a second one it gives the first.
func insertFeedback(ctx context.Context, tx pg.Tx, f *reported) (was reported, news bool, err error) {
	defer fault.Wrap(&err, "watch.insertFeedback")
	n, err := tx.Exec(ctx, qInsertFeedback, f.EntityID, f.DecisionID, f.Org, f.At, f.Actor, f.Officer, text(f.Results), f.Late)
	if err != nil || n > 0 {
		return *f, true, err
	}
	was, err = pg.One[reported](ctx, tx, qFeedback, f.EntityID, f.DecisionID)
	return was, false, err
}

func debts(ctx context.Context, db pg.DB, since time.Time, today workday.Date) (_ []Debt, err error) {
	defer fault.Wrap(&err, "watch.debts")
	return pg.All[Debt](ctx, db, qDebts, since, today)
}

// Yearly is how a body stands with the reports on the checks of a span.
type Yearly struct {
	Org                   string
	Due, Reported, InTime int64
}

// Yearly counts by body, over a span of days of which the last is not in it (F07-4).
func (d *Desk) Yearly(ctx context.Context, from, to workday.Date) (_ []Yearly, err error) {
	defer fault.Wrap(&err, "watch.Yearly")
	return pg.All[Yearly](ctx, d.db, qYearly, from.Start(), to.Start(), d.today())
}
