package commitment

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

const (
	groupingColumns = `g.grouping_id, g.undertaking, g.org, g.org_name, g.title, g.template, g.template_from, g.template_hash, g.closes_on, g.actor, g.at, g.suite,
	g.key_id, g.public_key, g.signature, g.entry_id`
	reportColumns = `r.entity_id, r.report_id, r.commitment_id, r.clause, r.statement, r.received_at, r.due_on, r.provisional, r.reply, r.replied_at, r.replied_by,
	r.entry_id`
)

var (
	qInsertGrouping = pg.Q("commitment.insert_grouping", `
		insert into commitment.grouping (grouping_id, undertaking, org, org_name, title, template, template_from, template_hash, closes_on, actor, at, suite, key_id,
			public_key, signature, entry_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`)
	qInsertMembers = pg.Q("commitment.insert_members", `
		insert into commitment.member (entity_id, grouping_id, at) select m, $2, $3 from unnest($1::text[]) as m`)
	qGrouping     = pg.Q("commitment.find_grouping", `select `+groupingColumns+` from commitment.grouping g where g.grouping_id = $1`)
	qGroupingsOf  = pg.Q("commitment.groupings_of", `select `+groupingColumns+` from commitment.grouping g where g.org = $1 order by g.at desc limit 200`)
	qGroupingsFor = pg.Q("commitment.groupings_for", `
		select `+groupingColumns+` from commitment.grouping g where g.grouping_id in (select grouping_id from commitment.member where entity_id = $1)
		order by g.at desc limit 200`)
	qAsked = pg.Q("commitment.asked", `select exists (select 1 from commitment.member where entity_id = $1 and grouping_id = $2)`)
	// cross-shard, read-only, of one grouping
	qMembers = pg.Q("commitment.members", `
		select m.entity_id, s.commitment_id, p.state, s.signed_at from commitment.member m
		left join (commitment.signed s join commitment.performance p on p.entity_id = s.entity_id and p.commitment_id = s.commitment_id and p.state not in ('undone', 'changed'))
			on s.entity_id = m.entity_id and s.grouping = m.grouping_id
		where m.grouping_id = $1 order by m.entity_id`)

	qInsertReport = pg.Q("commitment.insert_report", `
		insert into commitment.report (entity_id, report_id, commitment_id, clause, statement, received_at, due_on, provisional, replied_by, entry_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, '', $9)`)
	// cross-shard, one: whose number it is, is not known
	qReport       = pg.Q("commitment.find_report", `select `+reportColumns+` from commitment.report r where r.report_id = $1`)
	qLockReport   = pg.Q("commitment.lock_report", `select `+reportColumns+` from commitment.report r where r.report_id = $1 for update`)
	qUpdateReport = pg.Q("commitment.update_report", `
		update commitment.report set reply = $3, replied_at = $4, replied_by = $5 where entity_id = $1 and report_id = $2`)
	qReportsOf = pg.Q("commitment.reports_of", `select `+reportColumns+` from commitment.report r where r.entity_id = $1 order by r.received_at desc limit 200`)
	// cross-shard, read-only, limited
	qReportsTo = pg.Q("commitment.reports_to", `
		select `+reportColumns+` from commitment.report r join commitment.signed s on s.entity_id = r.entity_id and s.commitment_id = r.commitment_id
		where s.org = $1 order by r.received_at desc limit 200`)
	// cross-shard, read-only, limited
	qReportsLate = pg.Q("commitment.reports_late", `
		select `+reportColumns+` from commitment.report r where r.reply is null and r.due_on < $1 order by r.due_on limit 200`)

	qStaleReports = pg.Q("commitment.stale_reports", `
		select array[r.entity_id, r.report_id] as key, r.statement as value from commitment.report r
		where (r.entity_id, r.report_id) > ($2, $3) and substring(r.statement for length($1::bytea)) <> $1 order by r.entity_id, r.report_id limit $4`)
	qResealReports = pg.Q("commitment.reseal_reports", `
		update commitment.report r set statement = g.anew from unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[]) as g (entity, id, old, anew)
		where r.entity_id = g.entity and r.report_id = g.id and r.statement = g.old`)
	qStaleReplies = pg.Q("commitment.stale_replies", `
		select array[r.entity_id, r.report_id] as key, r.reply as value from commitment.report r
		where (r.entity_id, r.report_id) > ($2, $3) and r.reply is not null and substring(r.reply for length($1::bytea)) <> $1
		order by r.entity_id, r.report_id limit $4`)
	qResealReplies = pg.Q("commitment.reseal_replies", `
		update commitment.report r set reply = g.anew from unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[]) as g (entity, id, old, anew)
		where r.entity_id = g.entity and r.report_id = g.id and r.reply = g.old`)
)

func insertGrouping(ctx context.Context, tx pg.Tx, g *grouping, members []string) (err error) {
	defer fault.Wrap(&err, "commitment.insertGrouping(%s)", g.GroupingID)
	if _, err = tx.Exec(ctx, qInsertGrouping, g.GroupingID, g.Undertaking, g.Org, g.OrgName, g.Title, g.Template, g.TemplateFrom, g.TemplateHash, g.ClosesOn, g.Actor, g.At,
		g.Suite, g.KeyID, g.PublicKey, g.Signature, g.EntryID); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qInsertMembers, members, g.GroupingID, g.At)
	return err
}

func findGrouping(ctx context.Context, db pg.DB, id string) (g grouping, err error) {
	defer fault.Wrap(&err, "commitment.findGrouping")
	g, err = pg.One[grouping](ctx, db, qGrouping, id)
	if errors.Is(err, pg.ErrNone) {
		err = errNoGrouping
	}
	return g, err
}

func groupingsOf(ctx context.Context, db pg.DB, org string) (_ []grouping, err error) {
	defer fault.Wrap(&err, "commitment.groupingsOf")
	return pg.All[grouping](ctx, db, qGroupingsOf, org)
}

func groupingsFor(ctx context.Context, db pg.DB, entity string) (_ []grouping, err error) {
	defer fault.Wrap(&err, "commitment.groupingsFor")
	return pg.All[grouping](ctx, db, qGroupingsFor, entity)
}

func asked(ctx context.Context, db pg.DB, entity, id string) (there bool, err error) {
	defer fault.Wrap(&err, "commitment.asked")
	return pg.Scalar[bool](ctx, db, qAsked, entity, id)
}

type memberRow struct {
	EntityID            string
	CommitmentID, State *string
	SignedAt            *time.Time
}

func members(ctx context.Context, db pg.DB, id string) (_ []memberRow, err error) {
	defer fault.Wrap(&err, "commitment.members")
	return pg.All[memberRow](ctx, db, qMembers, id)
}

func insertReport(ctx context.Context, tx pg.Tx, r *report) (err error) {
	defer fault.Wrap(&err, "commitment.insertReport(%s)", r.ReportID)
	_, err = tx.Exec(ctx, qInsertReport, r.EntityID, r.ReportID, r.CommitmentID, r.Clause, r.Statement, r.ReceivedAt, r.DueOn, r.Provisional, r.EntryID)
	return err
}

func findReport(ctx context.Context, db pg.DB, q pg.Query, id string) (r report, err error) {
	defer fault.Wrap(&err, "commitment.findReport")
	r, err = pg.One[report](ctx, db, q, id)
	if errors.Is(err, pg.ErrNone) {
		err = errNoReport
	}
	return r, err
}

func updateReport(ctx context.Context, tx pg.Tx, r *report) (err error) {
	defer fault.Wrap(&err, "commitment.updateReport(%s)", r.ReportID)
	_, err = tx.Exec(ctx, qUpdateReport, r.EntityID, r.ReportID, r.Reply, r.RepliedAt, r.RepliedBy)
	return err
}

func reportsOf(ctx context.Context, db pg.DB, entity string) (_ []report, err error) {
	defer fault.Wrap(&err, "commitment.reportsOf")
	return pg.All[report](ctx, db, qReportsOf, entity)
}

func reportsTo(ctx context.Context, db pg.DB, org string) (_ []report, err error) {
	defer fault.Wrap(&err, "commitment.reportsTo")
	return pg.All[report](ctx, db, qReportsTo, org)
}

func reportsLate(ctx context.Context, db pg.DB, on workday.Date) (_ []report, err error) {
	defer fault.Wrap(&err, "commitment.reportsLate")
	return pg.All[report](ctx, db, qReportsLate, on)
}

// Holders are the sealed columns of reports and answers, for the rotation of keys.
func Holders() []seal.Holder {
	return []seal.Holder{
		seal.Column("commitment.report", 2, func(key []string) string { return statementSeal(key[1]) }, qStaleReports, qResealReports),
		seal.Column("commitment.reply", 2, func(key []string) string { return replySeal(key[1]) }, qStaleReplies, qResealReplies),
	}
}
