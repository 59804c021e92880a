package adapter

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const outgoingColumns = `outgoing_id, link_id, entity_id, record_id, version, item, state, code, attempts, at, received_at`

var (
	qBackLinks = pg.Q("adapter.back_links", `
		select `+linkColumns+` from adapter.link
		where org = any ($1) and ended_at is null and not trial and (url <> '' or transport = 'folder') order by link_id`)
	qSendBack = pg.Q("adapter.send_back", `
		insert into adapter.outgoing (outgoing_id, link_id, entity_id, record_id, version, item, state, at) values ($1, $2, $3, $4, $5, $6, 'waiting', $7)
		on conflict (link_id, record_id, version) do nothing`)
	qOutgoing = pg.Q("adapter.outgoing", `select `+outgoingColumns+` from adapter.outgoing where outgoing_id = $1`)
	qTried    = pg.Q("adapter.tried", `update adapter.outgoing set attempts = attempts + 1, code = $2 where outgoing_id = $1 and state = 'waiting'`)
	qReceived = pg.Q("adapter.received", `
		update adapter.outgoing set attempts = attempts + 1, state = $2, code = $3, received_at = $4 where outgoing_id = $1 and state = 'waiting'`)
	qBack = pg.Q("adapter.back", `select link_id, state, count(*) as n from adapter.outgoing where link_id = any ($1) group by link_id, state`)

	// what was typed here and also came from a system of the body, unless it had gone there first
	qTwice = pg.Q("adapter.twice", `
		select t.n from unnest($1::text[], $2::text[], $3::text[]) with ordinality as t (org, key, record_id, n)
		where exists (
			select from adapter.latest l join adapter.link k on k.link_id = l.link_id
			where l.key = t.key and k.org = t.org and not exists (
				select from adapter.outgoing o where o.record_id = t.record_id and o.link_id = l.link_id and o.state = 'received' and o.received_at <= l.at))`)
	qDeliveredBy = pg.Q("adapter.delivered_by", `
		select k.org, date_trunc('month', l.at at time zone 'Asia/Shanghai')::date as month, count(*) as n
		from adapter.latest l join adapter.link k on k.link_id = l.link_id where l.at >= $1 and not k.trial group by 1, 2 limit 100000`)
	qPutTyped = pg.Q("adapter.put_typed", `
		insert into adapter.typed (org, month, hand, delivered, twice, counted_at) values ($1, $2, $3, $4, $5, $6)
		on conflict (org, month) do update set hand = excluded.hand, delivered = excluded.delivered, twice = excluded.twice, counted_at = excluded.counted_at`)
	qTyped = pg.Q("adapter.typed", `
		select org, month, hand, delivered, twice, counted_at from adapter.typed where month >= $1 order by org, month limit 100000`)
)

type outgoingRow struct {
	OutgoingID, LinkID, EntityID, RecordID string
	Version                                int32
	Item, State, Code                      string
	Attempts                               int32
	At                                     time.Time
	ReceivedAt                             *time.Time
}

type backRow struct {
	LinkID, State string
	N             int64
}

type deliveredRow struct {
	Org   string
	Month workday.Date
	N     int64
}

type typedRow struct {
	Org                    string
	Month                  workday.Date
	Hand, Delivered, Twice int64
	CountedAt              time.Time
}

func backLinks(ctx context.Context, tx pg.Tx, orgs []string) (_ []linkRow, err error) {
	defer fault.Wrap(&err, "adapter.backLinks")
	return pg.All[linkRow](ctx, tx, qBackLinks, orgs)
}

func sendBack(ctx context.Context, tx pg.Tx, r *outgoingRow) (added bool, err error) {
	defer fault.Wrap(&err, "adapter.sendBack")
	n, err := tx.Exec(ctx, qSendBack, r.OutgoingID, r.LinkID, r.EntityID, r.RecordID, r.Version, r.Item, r.At)
	return n > 0, err
}

func outgoing(ctx context.Context, db pg.DB, id string) (r outgoingRow, found bool, err error) {
	defer fault.Wrap(&err, "adapter.outgoing")
	r, err = pg.One[outgoingRow](ctx, db, qOutgoing, id)
	if errors.Is(err, pg.ErrNone) {
		return r, false, nil
	}
	return r, err == nil, err
}

func tried(ctx context.Context, db pg.DB, id, code string) (err error) {
	defer fault.Wrap(&err, "adapter.tried")
	_, err = db.Exec(ctx, qTried, id, code)
	return err
}

func received(ctx context.Context, tx pg.Tx, id, state, code string, at time.Time) (news bool, err error) {
	defer fault.Wrap(&err, "adapter.received")
	n, err := tx.Exec(ctx, qReceived, id, state, code, at)
	return n > 0, err
}

func back(ctx context.Context, db pg.DB, links []string) (_ []backRow, err error) {
	defer fault.Wrap(&err, "adapter.back")
	return pg.All[backRow](ctx, db, qBack, links)
}

func twice(ctx context.Context, db pg.DB, orgs, keys, records []string) (_ []int64, err error) {
	defer fault.Wrap(&err, "adapter.twice")
	return pg.Column[int64](ctx, db, qTwice, orgs, keys, records)
}

func deliveredBy(ctx context.Context, db pg.DB, since time.Time) (_ []deliveredRow, err error) {
	defer fault.Wrap(&err, "adapter.deliveredBy")
	return pg.All[deliveredRow](ctx, db, qDeliveredBy, since)
}

func putTyped(ctx context.Context, tx pg.Tx, r *typedRow) (err error) {
	defer fault.Wrap(&err, "adapter.putTyped")
	_, err = tx.Exec(ctx, qPutTyped, r.Org, r.Month, r.Hand, r.Delivered, r.Twice, r.CountedAt)
	return err
}

func allTyped(ctx context.Context, db pg.DB, from workday.Date) (_ []typedRow, err error) {
	defer fault.Wrap(&err, "adapter.allTyped")
	return pg.All[typedRow](ctx, db, qTyped, from)
}
