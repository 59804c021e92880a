package status

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var (
	qMarkMinute = pg.Q("status.mark_minute", `
		insert into status.day as d (service, day, asked, down)
		select service, $2, set_bit(nothing, $3, 1), case when up then nothing else set_bit(nothing, $3, 1) end
		from unnest($1::text[], $4::boolean[]) as given (service, up), (select decode(repeat('00', 180), 'hex')) as zero (nothing)
		order by service
		on conflict (service, day) do update set asked = set_bit(d.asked, $3, 1),
			down = case when get_bit(excluded.down, $3) = 1 then set_bit(d.down, $3, 1) else d.down end`)
	qMinutes  = pg.Q("status.minutes", `select service, day, asked, down from status.day where day >= $1 order by service, day`)
	qBegan    = pg.Q("status.began", `select service, min(day) as day from status.day group by service`)
	qTakeOver = pg.Q("status.take_over", `
		insert into status.day (service, day, asked, down) select service, day, asked, down
		from unnest($1::text[], $2::date[], $3::bytea[], $4::bytea[]) as given (service, day, asked, down)
		order by service, day on conflict (service, day) do nothing`)
	qForgetMinutes = pg.Q("status.forget_minutes", `delete from status.day where day < $1`)

	qForgetSources = pg.Q("status.forget_sources", `delete from status.source`)
	qKeepSources   = pg.Q("status.keep_sources", `
		insert into status.source (source_id, item, source, last_seen, records, median_days, p90_days, rows, accepted, timed, late, deadline,
			deadline_n, deadline_unit, counted_at)
		select source_id, item, source, last_seen, records, median_days, p90_days, rows, accepted, timed, late, coalesce(deadline, ''),
			coalesce(deadline_n, 0), coalesce(deadline_unit, ''), $2
		from jsonb_to_recordset($1) as given (source_id text, item text, source text, last_seen timestamptz, records bigint, median_days integer,
			p90_days integer, rows bigint, accepted bigint, timed bigint, late bigint, deadline text, deadline_n integer, deadline_unit text)`)
	qSources = pg.Q("status.sources", `
		select source_id, item, source, last_seen, records, median_days, p90_days, rows, accepted, timed, late, deadline, deadline_n,
			deadline_unit, counted_at from status.source order by last_seen desc, source_id, item limit 2000`)

	qForgetConsumers = pg.Q("status.forget_consumers", `delete from status.consumer`)
	qKeepConsumer    = pg.Q("status.keep_consumer", `
		insert into status.consumer (target, name_zh, name_en, told, acknowledged, late, median_seconds, p90_seconds, last_at, counted_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
	qConsumers = pg.Q("status.consumers", `
		select target, name_zh, name_en, told, acknowledged, late, median_seconds, p90_seconds, last_at, counted_at
		from status.consumer order by target limit 500`)
)

// markMinute keeps what every service answered in a minute.
func markMinute(ctx context.Context, db pg.DB, services []string, ups []bool, day workday.Date, minute int) (err error) {
	defer fault.Wrap(&err, "status.markMinute")
	_, err = db.Exec(ctx, qMarkMinute, services, day, minute, ups)
	return err
}

func minutesSince(ctx context.Context, db pg.DB, day workday.Date) (_ []Minutes, err error) {
	defer fault.Wrap(&err, "status.minutesSince")
	return pg.All[Minutes](ctx, db, qMinutes, day)
}

func measuredSince(ctx context.Context, db pg.DB) (_ map[string]workday.Date, err error) {
	defer fault.Wrap(&err, "status.measuredSince")
	type row struct {
		Service string
		Day     workday.Date
	}
	rows, err := pg.All[row](ctx, db, qBegan)
	out := make(map[string]workday.Date, len(rows))
	for _, r := range rows {
		out[r.Service] = r.Day
	}
	return out, err
}

func takeOver(ctx context.Context, db pg.DB, days []Minutes) (err error) {
	defer fault.Wrap(&err, "status.takeOver")
	var services []string
	var dates []workday.Date
	var asked, down [][]byte
	for _, m := range days {
		services, dates, asked, down = append(services, m.Service), append(dates, m.Day), append(asked, m.Asked), append(down, m.Down)
	}
	_, err = db.Exec(ctx, qTakeOver, services, dates, asked, down)
	return err
}

// keepFeeds replaces what was counted before.
func keepFeeds(ctx context.Context, tx pg.Tx, f Feeds, now time.Time, oldest workday.Date) (err error) {
	defer fault.Wrap(&err, "status.keepFeeds")
	for _, step := range []struct {
		q    pg.Query
		args []any
	}{{qForgetMinutes, []any{oldest}}, {qForgetSources, nil}, {qKeepSources, []any{append([]Source{}, f.Sources...), now}}, {qForgetConsumers, nil}} {
		if _, err := tx.Exec(ctx, step.q, step.args...); err != nil {
			return err
		}
	}
	for _, c := range f.Consumers {
		if _, err := tx.Exec(ctx, qKeepConsumer, c.Target, c.Name.ZH, c.Name.EN, c.Told, c.Acknowledged, c.Late, c.MedianSeconds, c.P90Seconds,
			c.LastAt, now); err != nil {
			return err
		}
	}
	return nil
}

func feeds(ctx context.Context, db pg.DB) (f Feeds, err error) {
	defer fault.Wrap(&err, "status.feeds")
	sources, err := pg.All[Source](ctx, db, qSources)
	if err != nil {
		return f, err
	}
	type row struct {
		Consumer
		NameZh, NameEn string //nolint:revive // names of columns
	}
	rows, err := pg.All[row](ctx, db, qConsumers)
	f.Sources, f.Consumers = append([]Source{}, sources...), make([]Consumer, len(rows))
	for i, r := range rows {
		f.Consumers[i] = r.Consumer
		f.Consumers[i].Name = law.Text2{ZH: r.NameZh, EN: r.NameEn}
	}
	return f, err
}
