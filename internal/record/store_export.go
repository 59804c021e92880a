package record

import (
	"context"

	"github.com/jackc/pgx/v5"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const reportedBy = `record.version v where v.source_id = $1 and ($2 = '' or v.item = $2) and v.decided_on >= $3 and v.decided_on <= $4 and ` + newest

var (
	// cross-shard, read-only, one figure: an export is estimated
	qCountReported = pg.Q("record.count_reported", `select count(*) from `+reportedBy)

	// cross-shard, read-only, streamed: an export that was approved
	qEachReported = pg.Q("record.each_reported", `
		select v.entity_id, v.record_id, v.subject, v.item, v.document_no, v.title, v.kinds, v.authority, v.decided_on, v.fine, v.confiscated,
			v.severity, v.state, v.public_from, v.public_until
		from `+reportedBy+` order by v.decided_on, v.record_id`)
)

// untilOr is the last day of a span, or the end of days.
func untilOr(until workday.Date) workday.Date {
	if until == 0 {
		return workday.New(9999, 12, 31)
	}
	return until
}

func countReported(ctx context.Context, db pg.DB, source, item string, from, until workday.Date) (_ int64, err error) {
	defer fault.Wrap(&err, "record.countReported")
	return pg.Scalar[int64](ctx, db, qCountReported, source, item, max(from, 1), untilOr(until))
}

func eachReported(ctx context.Context, db pg.DB, source, item string, from, until workday.Date, each func(*Record) error) (err error) {
	defer fault.Wrap(&err, "record.eachReported")
	rows, err := db.Query(ctx, qEachReported, source, item, max(from, 1), untilOr(until))
	if err != nil {
		return err
	}
	var r Record
	_, err = pgx.ForEachRow(rows, []any{&r.EntityID, &r.ID, &r.Subject, &r.Item, &r.DocumentNo, &r.Title, &r.Kinds, &r.Authority, &r.DecidedOn, &r.Fine,
		&r.Confiscated, &r.Severity, &r.State, &r.PublicFrom, &r.PublicUntil}, func() error { return each(&r) })
	return err
}
