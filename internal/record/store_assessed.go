package record

import (
	"context"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var (
	// cross-shard, read-only, bounded by a month: a round's, never a page's
	qFinishedBatches = pg.Q("record.assessed_finishedbatches", `
		select source_id as org, id as thing, accepted + duplicate as part, total as whole from record.batch
		where status = 'complete' and ended_at >= $1 and ended_at < $2 and total > 0 order by source_id, id`)
	// cross-shard, read-only, bounded by a month: a round's, never a page's
	qTimedItems = pg.Q("record.assessed_timeditems", `
		select source_id as org, item as thing, sum(timed - late)::bigint as part, sum(timed)::bigint as whole from record.tally
		where month >= $1 and month < $2 group by source_id, item having sum(timed) > 0 order by source_id, item`)
)

// Assessed is one thing a body is assessed by: the part of a whole that was well done, or the days one case took (F28-1).
type Assessed struct {
	Org, Thing  string
	Part, Whole int64
}

// FinishedBatches are the batches finished in a span of days of which the last is not in it: rows stored, or there already, of all rows.
func FinishedBatches(ctx context.Context, db pg.DB, from, to workday.Date) (_ []Assessed, err error) {
	defer fault.Wrap(&err, "record.FinishedBatches")
	return pg.All[Assessed](ctx, db, qFinishedBatches, from.Start(), to.Start())
}

// TimedItems are, by item and over whole months, the rows that came in time, of those the law gives a time for.
func TimedItems(ctx context.Context, db pg.DB, from, to workday.Date) (_ []Assessed, err error) {
	defer fault.Wrap(&err, "record.TimedItems")
	return pg.All[Assessed](ctx, db, qTimedItems, from, to)
}
