package adapter

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

const linkColumns = `link_id, adapter, org, body, suite, public, key_id, transport, url, trial, at, ended_at`

var (
	qInsertLink = pg.Q("adapter.insert_link", `
		insert into adapter.link (link_id, adapter, org, body, suite, public, key_id, transport, url, trial, actor, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (adapter, org, key_id) where ended_at is null do nothing`)
	qLink      = pg.Q("adapter.link", `select `+linkColumns+` from adapter.link where link_id = $1`)
	qLinkByKey = pg.Q("adapter.link_by_key", `
		select `+linkColumns+` from adapter.link where adapter = $1 and org = $2 and key_id = $3 and ended_at is null`)
	qLinks     = pg.Q("adapter.links", `select `+linkColumns+` from adapter.link order by ended_at is not null, at desc, link_id limit 2000`)
	qLive      = pg.Q("adapter.live", `select `+linkColumns+` from adapter.link where ended_at is null order by link_id limit 2000`)
	qEndLink   = pg.Q("adapter.end_link", `update adapter.link set ended_at = $2, ended_by = $3 where link_id = $1 and ended_at is null`)
	qTurn      = pg.Q("adapter.turn", `select pg_advisory_xact_lock(hashtextextended('adapter ' || $1, 0))`)
	qDelivered = pg.Q("adapter.delivered", `select receipt from adapter.delivery where link_id = $1 and message_id = $2`)
	qDeliver   = pg.Q("adapter.deliver", `
		insert into adapter.delivery (link_id, message_id, item, batch_id, receipt, at) values ($1, $2, $3, $4, $5, $6)`)
	qPutPart = pg.Q("adapter.put_part", `
		insert into adapter.part (link_id, message_id, part, sealed, at) values ($1, $2, $3, $4, $5) on conflict do nothing`)
	qParts     = pg.Q("adapter.parts", `select sealed from adapter.part where link_id = $1 and message_id = $2 order by part`)
	qDropParts = pg.Q("adapter.drop_parts", `delete from adapter.part where link_id = $1 and message_id = $2`)
	qForget    = pg.Q("adapter.forget_parts", `delete from adapter.part where at < $1`)
	qLatest    = pg.Q("adapter.latest", `select key, sequence from adapter.latest where link_id = $1 and key = any ($2)`)
	qPutLatest = pg.Q("adapter.put_latest", `
		insert into adapter.latest as l (link_id, key, item, sequence, at) select $1, unnest($2::text[]), $3, $4, $5
		on conflict (link_id, key) do update set sequence = greatest(l.sequence, excluded.sequence)`)
	qInsertRun = pg.Q("adapter.insert_run", `
		insert into adapter.run (run_id, adapter, version, org, peer, passed, signed, at) values ($1, $2, $3, $4, $5, $6, $7, $8)`)
	qRuns = pg.Q("adapter.runs", `
		select distinct on (adapter, org) run_id, adapter, version, org, peer, passed, signed, at from adapter.run order by adapter, org, at desc limit 1000`)
)

// linkRow is a link as the table keeps it.
type linkRow struct {
	LinkID, Adapter, Org, Body, Suite string
	Public                            []byte
	KeyID, Transport, Url             string //nolint:revive // names of columns
	Trial                             bool
	At                                time.Time
	EndedAt                           *time.Time
}

type runRow struct {
	RunID, Adapter, Version, Org, Peer string
	Passed                             bool
	Signed                             []byte
	At                                 time.Time
}

type sequenceRow struct {
	Key      string
	Sequence int64
}

func insertLink(ctx context.Context, tx pg.Tx, r *linkRow, actor string) (added bool, err error) {
	defer fault.Wrap(&err, "adapter.insertLink")
	n, err := tx.Exec(ctx, qInsertLink, r.LinkID, r.Adapter, r.Org, r.Body, r.Suite, r.Public, r.KeyID, r.Transport, r.Url, r.Trial, actor, r.At)
	return n > 0, err
}

func oneLink(ctx context.Context, db pg.DB, q pg.Query, args ...any) (r linkRow, found bool, err error) {
	defer fault.Wrap(&err, "adapter.oneLink")
	r, err = pg.One[linkRow](ctx, db, q, args...)
	if errors.Is(err, pg.ErrNone) {
		return r, false, nil
	}
	return r, err == nil, err
}

func links(ctx context.Context, db pg.DB, q pg.Query) (_ []linkRow, err error) {
	defer fault.Wrap(&err, "adapter.links")
	return pg.All[linkRow](ctx, db, q)
}

func endLink(ctx context.Context, tx pg.Tx, id, by string, at time.Time) (ended bool, err error) {
	defer fault.Wrap(&err, "adapter.endLink")
	n, err := tx.Exec(ctx, qEndLink, id, at, by)
	return n > 0, err
}

// turn lets one message of a link be taken at a time, whichever server it came to.
func turn(ctx context.Context, tx pg.Tx, link string) (err error) {
	defer fault.Wrap(&err, "adapter.turn")
	_, err = tx.Exec(ctx, qTurn, link)
	return err
}

// delivered is the receipt of a message that was taken before.
func delivered(ctx context.Context, db pg.DB, link, message string) (r Receipt, found bool, err error) {
	defer fault.Wrap(&err, "adapter.delivered")
	b, err := pg.Scalar[[]byte](ctx, db, qDelivered, link, message)
	if errors.Is(err, pg.ErrNone) {
		return r, false, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &r)
	}
	return r, err == nil, err
}

func deliver(ctx context.Context, tx pg.Tx, link, item, batch string, r *Receipt, at time.Time) (err error) {
	defer fault.Wrap(&err, "adapter.deliver")
	b, err := json.Marshal(r)
	if err == nil {
		_, err = tx.Exec(ctx, qDeliver, link, r.ID, item, batch, b, at)
	}
	return err
}

func putPart(ctx context.Context, tx pg.Tx, link string, m *Message, sealed []byte, at time.Time) (err error) {
	defer fault.Wrap(&err, "adapter.putPart")
	_, err = tx.Exec(ctx, qPutPart, link, m.ID, m.Part, sealed, at)
	return err
}

func parts(ctx context.Context, tx pg.Tx, link, message string) (_ [][]byte, err error) {
	defer fault.Wrap(&err, "adapter.parts")
	return pg.Column[[]byte](ctx, tx, qParts, link, message)
}

func dropParts(ctx context.Context, tx pg.Tx, link, message string) (err error) {
	defer fault.Wrap(&err, "adapter.dropParts")
	_, err = tx.Exec(ctx, qDropParts, link, message)
	return err
}

func forgetParts(ctx context.Context, db pg.DB, before time.Time) (err error) {
	defer fault.Wrap(&err, "adapter.forgetParts")
	_, err = db.Exec(ctx, qForget, before)
	return err
}

func latest(ctx context.Context, tx pg.Tx, link string, keys []string) (_ map[string]int64, err error) {
	defer fault.Wrap(&err, "adapter.latest")
	rows, err := pg.All[sequenceRow](ctx, tx, qLatest, link, keys)
	out := make(map[string]int64, len(rows))
	for _, r := range rows {
		out[r.Key] = r.Sequence
	}
	return out, err
}

func putLatest(ctx context.Context, tx pg.Tx, link, item string, keys []string, sequence int64, at time.Time) (err error) {
	defer fault.Wrap(&err, "adapter.putLatest")
	_, err = tx.Exec(ctx, qPutLatest, link, keys, item, sequence, at)
	return err
}

func insertRun(ctx context.Context, tx pg.Tx, r *runRow) (err error) {
	defer fault.Wrap(&err, "adapter.insertRun")
	_, err = tx.Exec(ctx, qInsertRun, r.RunID, r.Adapter, r.Version, r.Org, r.Peer, r.Passed, r.Signed, r.At)
	return err
}

func runs(ctx context.Context, db pg.DB) (_ []runRow, err error) {
	defer fault.Wrap(&err, "adapter.runs")
	return pg.All[runRow](ctx, db, qRuns)
}
