package exchange

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var (
	// cross-shard, the lines of a span: a round's, never a page's
	qFollowed = pg.Q("exchange.followed", `
		select t.code as target, t.name_zh, t.name_en, count(r.removal_id) as told, count(r.acknowledged_at) as acknowledged,
			count(*) filter (where coalesce((r.acknowledged_at at time zone 'Asia/Shanghai')::date, $2) > r.due_on) as late,
			percentile_cont(0.5) within group (order by extract(epoch from r.acknowledged_at - r.created_at))::bigint as median_seconds,
			percentile_cont(0.9) within group (order by extract(epoch from r.acknowledged_at - r.created_at))::bigint as p90_seconds,
			max(r.acknowledged_at) as last_at
		from exchange.target t left join exchange.removal r on r.target = t.code and r.created_at >= $1
		where t.active and t.state = 'approved'
			and t.version = (select max(n.version) from exchange.target n where n.code = t.code and n.state = 'approved')
		group by t.code, t.name_zh, t.name_en order by t.code limit 500`)
	qStuck = pg.Q("exchange.stuck", `
		select exists (select from exchange.removal where state <> 'acknowledged' and created_at < $1 and attempts = 0)`)
)

func followed(ctx context.Context, db pg.DB, since time.Time, today workday.Date) (_ []Followed, err error) {
	defer fault.Wrap(&err, "exchange.followed")
	return pg.All[Followed](ctx, db, qFollowed, since, today)
}

func stuck(ctx context.Context, db pg.DB, before time.Time) (_ bool, err error) {
	defer fault.Wrap(&err, "exchange.stuck")
	return pg.Scalar[bool](ctx, db, qStuck, before)
}
