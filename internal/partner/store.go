package partner

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/record"
)

var (
	// cross-shard, one owner
	qCount  = pg.Q("partner.count", `select count(*) from partner.watched where owner = $1 and ended_at is null`)
	qInsert = pg.Q("partner.insert", `
		insert into partner.watched as w (entity_id, owner, note, since, added_by) values ($1, $2, $3, $4, $5)
		on conflict (entity_id, owner) do update set note = excluded.note, since = excluded.since, added_by = excluded.added_by, ended_at = null
		where w.ended_at is not null`)
	qWatchedBy = pg.Q("partner.watched_by", `
		select w.entity_id, w.note, w.since,
			(select count(*) from partner.alert a where a.entity_id = w.entity_id and a.owner = w.owner and a.read_at is null) as unread,
			(select max(c.at) from partner.checked c where c.entity_id = w.entity_id and c.owner = w.owner) as checked_at
		from partner.watched w where w.owner = $1 and w.ended_at is null order by w.since desc, w.entity_id limit 1000`)
	qIsWatched = pg.Q("partner.is_watched", `select exists (select 1 from partner.watched where entity_id = $1 and owner = $2 and ended_at is null)`)
	qEnd       = pg.Q("partner.end", `update partner.watched set ended_at = $3 where entity_id = $1 and owner = $2 and ended_at is null`)
	qChecked   = pg.Q("partner.insert_checked", `
		insert into partner.checked (entity_id, check_id, owner, purpose, number, at, by) values ($1, $2, $3, $4, $5, $6, $7)`)
	// cross-shard, one owner, limited
	qChecks = pg.Q("partner.checks", `
		select check_id as id, entity_id as partner, '' as name, purpose, number, at from partner.checked where owner = $1 order by at desc, check_id limit 200`)
	qAlert = pg.Q("partner.alert", `
		insert into partner.alert (entity_id, owner, record_id, version, item, adverse, kind, at)
		select w.entity_id, w.owner, x.record_id, x.version, x.item, x.adverse, x.kind, $7
		from unnest($1::text[], $2::text[], $3::integer[], $4::text[], $5::boolean[], $6::text[]) as x (entity_id, record_id, version, item, adverse, kind)
		join partner.watched w on w.entity_id = x.entity_id and w.ended_at is null
		on conflict do nothing`)
	qAlerts = pg.Q("partner.alerts", `
		select entity_id as partner, '' as name, record_id as record, version, kind, item, adverse, at, read_at from partner.alert
		where owner = $1 order by at desc, record_id, version limit 200`)
	qRead = pg.Q("partner.read", `update partner.alert set read_at = $3 where owner = $1 and at <= $2 and read_at is null`)
	// cross-shard, figures; owner empty: all
	qUse = pg.Q("partner.use", `
		select count(distinct owner) as firms, count(*) as partners from partner.watched where ended_at is null and ($1 = '' or owner = $1)`)
	qMonths = pg.Q("partner.months", `
		with c as (select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, count(*) as checks, count(distinct owner) as firms
				from partner.checked where at >= $2 and ($1 = '' or owner = $1) group by 1),
			a as (select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, count(*) as alerts, count(read_at) as read
				from partner.alert where at >= $2 and ($1 = '' or owner = $1) group by 1)
		select coalesce(c.month, a.month) as month, coalesce(checks, 0) as checks, coalesce(firms, 0) as firms, coalesce(alerts, 0) as alerts, coalesce(read, 0) as read
		from c full join a on a.month = c.month order by 1 desc`)
)

func countWatched(ctx context.Context, tx pg.Tx, owner string) (n int64, err error) {
	defer fault.Wrap(&err, "partner.countWatched(%s)", owner)
	return pg.Scalar[int64](ctx, tx, qCount, owner)
}

func insertWatched(ctx context.Context, tx pg.Tx, entity, owner, note, by string, at time.Time) (added bool, err error) {
	defer fault.Wrap(&err, "partner.insertWatched(%s)", entity)
	n, err := tx.Exec(ctx, qInsert, entity, owner, note, at, by)
	return n > 0, err
}

type watched struct {
	EntityID  string
	Note      string
	Since     time.Time
	Unread    int64
	CheckedAt *time.Time
}

func watchedBy(ctx context.Context, db pg.DB, owner string) (_ []watched, err error) {
	defer fault.Wrap(&err, "partner.watchedBy(%s)", owner)
	return pg.All[watched](ctx, db, qWatchedBy, owner)
}

func isWatched(ctx context.Context, db pg.DB, entity, owner string) (yes bool, err error) {
	defer fault.Wrap(&err, "partner.isWatched(%s)", entity)
	return pg.Scalar[bool](ctx, db, qIsWatched, entity, owner)
}

func endWatched(ctx context.Context, db pg.DB, entity, owner string, at time.Time) (done bool, err error) {
	defer fault.Wrap(&err, "partner.endWatched(%s)", entity)
	n, err := db.Exec(ctx, qEnd, entity, owner, at)
	return n > 0, err
}

func insertChecked(ctx context.Context, tx pg.Tx, c *Checked, owner, by string) (err error) {
	defer fault.Wrap(&err, "partner.insertChecked(%s)", c.ID)
	_, err = tx.Exec(ctx, qChecked, c.Partner, c.ID, owner, c.Purpose, c.Number, c.At, by)
	return err
}

func checksBy(ctx context.Context, db pg.DB, owner string) (_ []Checked, err error) {
	defer fault.Wrap(&err, "partner.checksBy(%s)", owner)
	return pg.All[Checked](ctx, db, qChecks, owner)
}

// arising are changes that may be somebody's alerts, column by column.
type arising struct {
	entities, records, items, kinds []string
	versions                        []int32
	adverse                         []bool
}

func (a *arising) add(r *record.Record, kind string) {
	a.entities, a.records, a.items, a.kinds = append(a.entities, r.EntityID), append(a.records, r.ID), append(a.items, r.Item), append(a.kinds, kind)
	a.versions, a.adverse = append(a.versions, r.Version), append(a.adverse, r.Adverse)
}

func insertAlerts(ctx context.Context, tx pg.Tx, a *arising, at time.Time) (err error) {
	defer fault.Wrap(&err, "partner.insertAlerts")
	_, err = tx.Exec(ctx, qAlert, a.entities, a.records, a.versions, a.items, a.adverse, a.kinds, at)
	return err
}

// alert is a row of the table.
type alert struct {
	Partner string
	Name    string
	Record  string
	Version int32
	Kind    string
	Item    string
	Adverse bool
	At      time.Time
	ReadAt  *time.Time
}

func alertsOf(ctx context.Context, db pg.DB, owner string) (_ []Alert, err error) {
	defer fault.Wrap(&err, "partner.alertsOf(%s)", owner)
	rows, err := pg.All[alert](ctx, db, qAlerts, owner)
	out := make([]Alert, len(rows))
	for i, r := range rows {
		out[i] = Alert{Partner: r.Partner, Record: r.Record, Version: r.Version, Kind: r.Kind, Item: r.Item, Adverse: r.Adverse, At: r.At, ReadAt: r.ReadAt}
	}
	return out, err
}

func readAlerts(ctx context.Context, db pg.DB, owner string, until, at time.Time) (err error) {
	defer fault.Wrap(&err, "partner.readAlerts(%s)", owner)
	_, err = db.Exec(ctx, qRead, owner, until, at)
	return err
}

func usageOf(ctx context.Context, db pg.DB, owner string, since time.Time) (u Usage, err error) {
	defer fault.Wrap(&err, "partner.usage")
	n, err := pg.One[struct{ Firms, Partners int64 }](ctx, db, qUse, owner)
	if err != nil {
		return u, err
	}
	u.Firms, u.Partners = n.Firms, n.Partners
	if u.Months, err = pg.All[Month](ctx, db, qMonths, owner, since); u.Months == nil {
		u.Months = []Month{}
	}
	return u, err
}
