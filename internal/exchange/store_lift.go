package exchange

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Whoever sees a lift: the body that must acknowledge it, the body whose decision ended, and offices whose region holds that body.
const liftSeen = ` kind = 'lift' and ($1 or org = $2 or source = $2 and $2 <> ''
	or exists (select from unnest($3::text[]) p where source_region <> '' and starts_with(source_region, p)))`

var (
	qLifts = pg.Q("exchange.lifts", `
		select `+noticeColumns+` from exchange.notice
		where `+liftSeen+` and ($4 = '' or about = $4) and ($5 = '' or org = $5) and (not $6 or acknowledged_at is null) and ($7 = '' or notice_id < $7)
		order by notice_id desc limit $8`)
	// the row without a body is of all together
	qLiftLags = pg.Q("exchange.lift_lags", `
		select coalesce(org, '') as org, '' as org_name, count(acknowledged_at) as acknowledged, count(*) - count(acknowledged_at) as open,
			count(*) filter (where coalesce((acknowledged_at at time zone 'Asia/Shanghai')::date, $5) > due_on) as late,
			coalesce(percentile_disc(0.5) within group (order by took) filter (where acknowledged_at is not null), 0) as median,
			coalesce(max(took), 0) as worst,
			array[count(*) filter (where acknowledged_at is not null and took <= 60),
				count(*) filter (where acknowledged_at is not null and took > 60 and took <= 300),
				count(*) filter (where acknowledged_at is not null and took > 300 and took <= 3600),
				count(*) filter (where acknowledged_at is not null and took > 3600 and took <= 86400),
				count(*) filter (where acknowledged_at is not null and took > 86400 and took <= 259200),
				count(*) filter (where acknowledged_at is not null and took > 259200)] as within
		from (select *, extract(epoch from coalesce(acknowledged_at, $6) - created_at)::bigint as took
			from exchange.notice where `+liftSeen+` and created_at >= $4) n
		group by grouping sets ((), (org)) order by late desc, worst desc, org`)
)

func lifts(ctx context.Context, db pg.DB, s scope, f LiftFilter, limit int) (_ []noticeRow, err error) {
	defer fault.Wrap(&err, "exchange.lifts")
	return pg.All[noticeRow](ctx, db, qLifts, s.everywhere, s.org, s.regions, f.Record, f.Org, f.Open, f.After, limit)
}

func liftLags(ctx context.Context, db pg.DB, s scope, since time.Time, today workday.Date, now time.Time) (_ []LiftLag, err error) {
	defer fault.Wrap(&err, "exchange.liftLags")
	return pg.All[LiftLag](ctx, db, qLiftLags, s.everywhere, s.org, s.regions, since, today, now)
}
