package record

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// within finds the newest of one kind of place, each by its own index, so that a page costs as many short reads as there are places.
func within(places, of string) string {
	return `select p.entity_id, p.record_id, p.version, p.decided_on from unnest(` + places + `::text[]) as place (code) cross join lateral (
			select v.entity_id, v.record_id, v.version, v.decided_on from record.version v
			where ` + of + ` and not v.person and ` + publicOn + ` and (v.decided_on, v.record_id) < ($5, $6)
			order by v.decided_on desc, v.record_id desc limit $7) as p`
}

var (
	qForgetTallies = pg.Q("record.forget_tallies", `delete from record.field_tally`)
	// cross-shard, whole table: a round's, never a page's
	qCountTallies = pg.Q("record.count_tallies", `
		insert into record.field_tally (item, list, domain, source_id, source, records, public_now, last_seen, counted_at)
		select v.item, v.list, v.domain, v.source_id, max(v.source), count(*),
			count(*) filter (where v.publicity = 'public' and v.state = 'effective' and v.public_from <= $1 and (v.public_until is null or v.public_until >= $1)),
			max(v.seen_at), $2::timestamptz
		from record.version v where v.state <> 'unmerged' and `+newest+`
		group by v.item, v.list, v.domain, v.source_id`)
	qForgetMonths = pg.Q("record.forget_months", `delete from record.list_month`)
	// cross-shard, whole lists: a round's, never a page's
	qCountMonths = pg.Q("record.count_months", `
		insert into record.list_month (list, month, entered, removed, ended)
		select list, month, sum(entered), sum(removed), sum(ended) from (
			select v.list, date_trunc('month', v.decided_on)::date as month, 1 as entered, 0 as removed, 0 as ended
			from record.version v where v.list <> '' and v.state <> 'unmerged' and `+newest+`
			union all
			select v.list, date_trunc('month', coalesce(v.state_on, (v.seen_at at time zone 'Asia/Shanghai')::date))::date, 0, 1, 0
			from record.version v where v.list <> '' and v.state in ('withdrawn', 'repaired', 'removed') and `+newest+`
			union all
			select v.list, date_trunc('month', v.public_until + 1)::date, 0, 0, 1
			from record.version v where v.list <> '' and v.state = 'effective' and v.public_until < $1 and `+newest+`
		) as moves group by list, month`)
	qTallies = pg.Q("record.tallies", `
		select item, list, domain, source_id, source, records, public_now, last_seen, counted_at from record.field_tally
		order by item, list, domain, source_id limit 50000`)
	qListMonths = pg.Q("record.list_months", `
		select list, month, entered, removed, ended from record.list_month where month >= $1 order by list, month limit 50000`)

	// cross-shard, read-only, limited
	qListedWithin = pg.Q("record.listed_within", `
		select `+recordColumns+` from record.version v join (
			select * from (`+within("$2", "v.item = place.code")+` union `+within("$3", "v.list = place.code and v.list <> ''")+`
				union `+within("$4", "v.domain = place.code and v.domain <> ''")+`) as every_place
			order by decided_on desc, record_id desc limit $7) as found
			on v.entity_id = found.entity_id and v.record_id = found.record_id and v.version = found.version
		order by v.decided_on desc, v.record_id desc`)
	// cross-shard, read-only, limited: of public bodies alone
	qOfPublicBodies = pg.Q("record.of_public_bodies", `
		select `+recordColumns+` from record.version v
		where starts_with(v.item, 'government_') and not v.person and v.state <> 'unmerged' and `+newest+`
		order by v.item, v.entity_id, v.record_id limit 5000`)
)

func countAll(ctx context.Context, tx pg.Tx, today workday.Date, now time.Time) (err error) {
	defer fault.Wrap(&err, "record.countAll")
	for _, step := range []struct {
		q    pg.Query
		args []any
	}{{qForgetTallies, nil}, {qCountTallies, []any{today, now}}, {qForgetMonths, nil}, {qCountMonths, []any{today}}} {
		if _, err := tx.Exec(ctx, step.q, step.args...); err != nil {
			return err
		}
	}
	return nil
}

func tallies(ctx context.Context, db pg.DB) (_ []Tally, err error) {
	defer fault.Wrap(&err, "record.tallies")
	return pg.All[Tally](ctx, db, qTallies)
}

func listMonths(ctx context.Context, db pg.DB, since workday.Date) (_ []ListMonth, err error) {
	defer fault.Wrap(&err, "record.listMonths")
	return pg.All[ListMonth](ctx, db, qListMonths, since)
}

func listedWithin(ctx context.Context, db pg.DB, w Within, after string, limit int, today workday.Date) (_ []Record, err error) {
	defer fault.Wrap(&err, "record.listedWithin")
	before, id, err := placeAfter(after)
	if err != nil {
		return nil, err
	}
	texts := func(s []string) []string { return append([]string{}, s...) }
	return pg.All[Record](ctx, db, qListedWithin, today, texts(w.Items), texts(w.Lists), texts(w.Domains), before, id, limit)
}

func ofPublicBodies(ctx context.Context, db pg.DB) (_ []Record, err error) {
	defer fault.Wrap(&err, "record.ofPublicBodies")
	return pg.All[Record](ctx, db, qOfPublicBodies)
}
