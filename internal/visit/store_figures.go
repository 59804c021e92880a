package visit

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Figures are read over every firm: cross-shard, read-only, a few rows.
var (
	qTallies = pg.Q("visit.tallies", `
		select class, count(*) as visits, count(*) filter (where result <> '') as resulted, count(*) filter (where found) as found,
			count(*) filter (where nth > 1) as repeats, count(distinct entity_id) as firms
		from (select class, result, found, entity_id, row_number() over (partition by entity_id order by begun_on, visit_id) as nth
			from visit.visit where begun_on > $1 and begun_on <= $2 and ($3 = '' or org = $3)) v
		group by class order by class`)
	qTotals = pg.Q("visit.totals", `
		select count(*) filter (where cardinality(flags) > 0) as flagged, count(*) filter (where mode <> 'on_site') as remote,
			count(*) filter (where published_on is not null) as published, count(*) filter (where published_on > publish_by) as late,
			count(*) filter (where comment = 'shown') as commented, count(*) filter (where rating > 0) as rated, coalesce(sum(rating), 0)::bigint as stars
		from visit.visit where begun_on > $1 and begun_on <= $2 and ($3 = '' or org = $3)`)
	qJoint = pg.Q("visit.joint", `
		select coalesce(sum(n - 1), 0)::bigint from (
			select count(*) as n from visit.task t join visit.visit v on v.entity_id = t.entity_id and v.visit_id = t.visit_id
			where v.begun_on > $1 and v.begun_on <= $2 and ($3 = '' or v.org = $3) group by t.entity_id, t.visit_id) j`)
	qMonths = pg.Q("visit.months", `
		select to_char(begun_on, 'YYYY-MM') as month, count(*) as visits, count(*) filter (where found) as found
		from visit.visit where begun_on > $1 and begun_on <= $2 and ($3 = '' or org = $3) group by 1 order by 1`)
	qInsertAlarm = pg.Q("visit.insert_alarm", `
		insert into visit.alarm (month, high_found, high, low_found, low, at) values ($1, $2, $3, $4, $5, $6) on conflict (month) do nothing`)
	qAlarms = pg.Q("visit.alarms", `select month, high_found, high, low_found, low, at from visit.alarm order by month desc limit 24`)
	qLinked = pg.Q("visit.linked", `
		select entity_id, visit_id, org, approval_no, class, planned_on, published_on from visit.visit
		where approval_no <> '' and planned_on > $1 and ($2 = '' or org = $2) and state <> 'dropped' order by planned_on desc, visit_id desc limit 2000`)
)

// totals are counts over all classes.
type totals struct {
	Flagged, Remote, Published, Late, Commented, Rated, Stars int64
}

func tallies(ctx context.Context, db pg.DB, org string, after, until workday.Date) (_ []Tally, err error) {
	defer fault.Wrap(&err, "visit.tallies")
	return pg.All[Tally](ctx, db, qTallies, after, until, org)
}

func sums(ctx context.Context, db pg.DB, org string, after, until workday.Date) (_ totals, err error) {
	defer fault.Wrap(&err, "visit.sums")
	return pg.One[totals](ctx, db, qTotals, after, until, org)
}

func joint(ctx context.Context, db pg.DB, org string, after, until workday.Date) (_ int64, err error) {
	defer fault.Wrap(&err, "visit.joint")
	return pg.Scalar[int64](ctx, db, qJoint, after, until, org)
}

func months(ctx context.Context, db pg.DB, org string, after, until workday.Date) (_ []Month, err error) {
	defer fault.Wrap(&err, "visit.months")
	return pg.All[Month](ctx, db, qMonths, after, until, org)
}

// insertAlarm says whether it is the first of its month.
func insertAlarm(ctx context.Context, tx pg.Tx, month string, h Hits, at time.Time) (first bool, err error) {
	defer fault.Wrap(&err, "visit.insertAlarm(%s)", month)
	n, err := tx.Exec(ctx, qInsertAlarm, month, h.High.Found, h.High.Resulted, h.Low.Found, h.Low.Resulted, at)
	return n > 0, err
}

func alarms(ctx context.Context, db pg.DB) (_ []Alarm, err error) {
	defer fault.Wrap(&err, "visit.alarms")
	return pg.All[Alarm](ctx, db, qAlarms)
}

// link is a visit of an approval.
type link struct {
	EntityID, VisitID, Org, ApprovalNo, Class string
	PlannedOn, PublishedOn                    workday.Date
}

func linked(ctx context.Context, db pg.DB, org string, after workday.Date) (_ []link, err error) {
	defer fault.Wrap(&err, "visit.linked")
	return pg.All[link](ctx, db, qLinked, after, org)
}
