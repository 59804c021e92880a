package record

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// cross-shard, what arrived lately: a round's, never a page's
var qArrivals = pg.Q("record.arrivals", `
	with told as (
		select source_id, item, max(source) as source, max(last_seen) as last_seen,
			coalesce(sum(rows) filter (where month >= $2), 0)::bigint as rows,
			coalesce(sum(accepted + duplicate) filter (where month >= $2), 0)::bigint as accepted,
			coalesce(sum(timed) filter (where month >= $2), 0)::bigint as timed,
			coalesce(sum(late) filter (where month >= $2), 0)::bigint as late
		from record.tally group by source_id, item),
	came as (
		select source_id, item, count(*) as records,
			percentile_disc(0.5) within group (order by greatest((seen_at at time zone 'Asia/Shanghai')::date - decided_on, 0)) as median_days,
			percentile_disc(0.9) within group (order by greatest((seen_at at time zone 'Asia/Shanghai')::date - decided_on, 0)) as p90_days
		from record.version where version = 1 and row > 0 and seen_at >= $1 group by source_id, item)
	select told.source_id, told.source, told.item, told.last_seen, coalesce(came.records, 0) as records, came.median_days, came.p90_days,
		told.rows, told.accepted, told.timed, told.late
	from told left join came on came.source_id = told.source_id and came.item = told.item
	order by told.source_id, told.item limit 20000`)

func arrivals(ctx context.Context, db pg.DB, since time.Time, month workday.Date) (_ []Arrival, err error) {
	defer fault.Wrap(&err, "record.arrivals")
	return pg.All[Arrival](ctx, db, qArrivals, since, month)
}
