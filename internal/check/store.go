package check

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Of a matter of level 1, or of a person, no outcome is searched for.
const (
	pastWhere = `
		select decision_id, entity_id, at, matter, purpose, case_no, officer, on_date, outcome
		from "check".decision
		where org = $1 and (at, decision_id) < ($2, $3) and at >= $4 and at < $5
			and ($6 = '' or matter = $6) and ($7 = '' or actor = $7)
			and ($8 = '' or (outcome = $8 and not (matter = any($9) or starts_with(entity_id, 'p-'))))`
	pastOrder = `
		order by at desc, decision_id desc limit $10`
)

var (
	// Ids of other areas stand beside ours in one order, that of their bytes.
	qOf = pg.Q("check.of", `
		select decision_id as id, at, org, purpose, matter
		from "check".decision
		where entity_id = $1 and at <= $2 and (at < $2 or decision_id < $3)
		order by at desc, decision_id desc limit $4`)

	// cross-shard, read-only, one figure: an export is estimated
	qCountOwn = pg.Q("check.count_own", `
		select count(*) from "check".decision
		where org = $1 and ($2 = '' or matter = $2) and at >= $3 and at < $4`)

	// cross-shard, read-only, streamed: an export that was approved
	qEachOwn = pg.Q("check.each_own", `
		select entity_id, decision_id, at, matter, purpose, case_no, officer, outcome
		from "check".decision
		where org = $1 and ($2 = '' or matter = $2) and at >= $3 and at < $4
		order by at`)

	// cross-shard, read-only, one page: a body looks through its own checks
	qPast = pg.Q("check.past", pastWhere+pastOrder)
	// of one subject, which is where they are kept
	qPastOf = pg.Q("check.past_of", pastWhere+` and entity_id = $11`+pastOrder)

	qCovered = pg.Q("check.covered", `
		select matter, sum(calls)::bigint as calls, count(distinct org)::bigint as bodies, max(day) as last_on
		from "check".coverage
		where day > $1 and day <= $2
		group by matter`)
)

// covered is how a matter was really checked in a span of days.
type covered struct {
	Matter string
	Calls  int64
	Bodies int64
	LastOn workday.Date
}

func coveredBetween(ctx context.Context, db pg.DB, after, upTo workday.Date) (_ []covered, err error) {
	defer fault.Wrap(&err, "check.coveredBetween")
	return pg.All[covered](ctx, db, qCovered, after.Time(), upTo.Time())
}

// checkOf is a check as its subject may see it.
type checkOf struct {
	ID      string
	At      time.Time
	Org     string
	Purpose string
	Matter  string
}

func checksOf(ctx context.Context, db pg.DB, entity string, behind disclosure.Mark, limit int) (_ []checkOf, err error) {
	defer fault.Wrap(&err, "check.checksOf")
	return pg.All[checkOf](ctx, db, qOf, entity, behind.At, behind.ID, limit)
}

// ownCheck is a check as the body that made it exports it.
type ownCheck struct {
	EntityID   string
	DecisionID string
	At         time.Time
	Matter     string
	Purpose    string
	CaseNo     string
	Officer    string
	Outcome    string
}

func countOwn(ctx context.Context, db pg.DB, org, matter string, from, until time.Time) (_ int64, err error) {
	defer fault.Wrap(&err, "check.countOwn")
	return pg.Scalar[int64](ctx, db, qCountOwn, org, matter, from, until)
}

func eachOwn(ctx context.Context, db pg.DB, org, matter string, from, until time.Time, each func(ownCheck) error) (err error) {
	defer fault.Wrap(&err, "check.eachOwn")
	rows, err := db.Query(ctx, qEachOwn, org, matter, from, until)
	if err != nil {
		return err
	}
	var r ownCheck
	_, err = pgx.ForEachRow(rows, []any{&r.EntityID, &r.DecisionID, &r.At, &r.Matter, &r.Purpose, &r.CaseNo, &r.Officer, &r.Outcome},
		func() error { return each(r) })
	return err
}

// past is what is looked for among a body's checks.
type past struct {
	org, matter, subject, outcome, actor string
	levelOne                             []string
	from, until, at                      time.Time
	id                                   string
	limit                                int
}

type pastRow struct {
	DecisionID string
	EntityID   string
	At         time.Time
	Matter     string
	Purpose    string
	CaseNo     string
	Officer    string
	OnDate     workday.Date
	Outcome    string
}

func pastChecks(ctx context.Context, db pg.DB, p past) (_ []pastRow, err error) {
	defer fault.Wrap(&err, "check.pastChecks")
	q, args := qPast, []any{p.org, p.at, p.id, p.from, p.until, p.matter, p.actor, p.outcome, p.levelOne, p.limit}
	if p.subject != "" {
		q, args = qPastOf, append(args, p.subject)
	}
	return pg.All[pastRow](ctx, db, q, args...)
}
