package status

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

var qInsert = pg.Q("status.insert", `
	insert into status.notice (notice_id, zh, en, from_at, until_at, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7)`)

func insertNotice(ctx context.Context, tx pg.Tx, n Notice) (err error) {
	defer fault.Wrap(&err, "status.insertNotice(%s)", n.ID)
	_, err = tx.Exec(ctx, qInsert, n.ID, n.ZH, n.EN, n.From, n.Until, n.MadeBy, n.MadeAt)
	return err
}

var qStanding = pg.Q("status.standing", `
	select notice_id as id, zh, en, from_at as "from", until_at as until, made_by, made_at, ended_at from status.notice
	where ended_at is null and from_at <= $1 and until_at > $1 order by made_at desc, notice_id limit 3`)

// standing lists what is shown at an instant: at most three lines, or nobody reads them.
func standing(ctx context.Context, db pg.DB, now time.Time) (all []Notice, err error) {
	defer fault.Wrap(&err, "status.standing")
	return pg.All[Notice](ctx, db, qStanding, now)
}

var qNewest = pg.Q("status.newest", `
	select notice_id as id, zh, en, from_at as "from", until_at as until, made_by, made_at, ended_at from status.notice
	order by made_at desc, notice_id limit $1`)

func newest(ctx context.Context, db pg.DB, limit int) (all []Notice, err error) {
	defer fault.Wrap(&err, "status.newest")
	all, err = pg.All[Notice](ctx, db, qNewest, limit)
	return append([]Notice{}, all...), err
}

var qEnd = pg.Q("status.end", `
	update status.notice set ended_by = $2, ended_at = $3 where notice_id = $1 and ended_at is null and until_at > $3`)

func endNotice(ctx context.Context, tx pg.Tx, id, by string, now time.Time) (n int64, err error) {
	defer fault.Wrap(&err, "status.endNotice")
	return tx.Exec(ctx, qEnd, id, by, now)
}

var qFigures = pg.Q("status.figures", `
	select current_setting('server_version') as version, pg_postmaster_start_time() as started, pg_database_size(current_database()) as bytes,
		(select count(*) from pg_stat_activity where datname = current_database()) as connections,
		current_setting('max_connections')::bigint as most`)

type databaseFigures struct {
	Version     string
	Started     time.Time
	Bytes       int64
	Connections int64
	Most        int64
}

func figures(ctx context.Context, db pg.DB) (f databaseFigures, err error) {
	defer fault.Wrap(&err, "status.figures")
	return pg.One[databaseFigures](ctx, db, qFigures)
}
