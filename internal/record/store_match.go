package record

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
)

const matchColumns = `q.id, q.item, q.source_id, q.source, q.batch_id, q.row, q.subject, q.document_no, q.authority,
	q.decided_on, q.seen_at, q.status, q.entity_id, q.record_id`

var (
	qPutQueue = pg.Q("record.put_queue", `
		insert into record.queue (id, item, source_id, source, batch_id, row, subject, document_no, authority, decided_on,
			seen_at, sealed, status, entity_id, record_id)
		select id, $1, source_id, source, $2, row, subject, document_no, authority, decided_on, $3, sealed, 'open', '', ''
		from unnest($4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::text[], $10::text[], $11::date[],
			$12::bytea[])
			as given (id, source_id, source, row, subject, document_no, authority, decided_on, sealed)
		on conflict (id) do nothing
		returning id`)

	qOpen = pg.Q("record.open_matches", `
		select `+matchColumns+` from record.queue q
		where q.status = 'open' and ($4 = '' or q.source_id = $4) and (q.seen_at, q.id) > ($1, $2) order by q.seen_at, q.id limit $3`)

	// the last decision of a row is the one that holds
	qDecided = pg.Q("record.decided_matches", `
		select `+matchColumns+`, m.at as decided_at, m.reason
		from record.match m join record.queue q on q.id = m.queue_id
		where m.act = 'assign' and q.status = $1 and ($5 = '' or q.source_id = $5) and (m.at, m.queue_id) < ($2, $3)
			and not exists (select from record.match later where later.queue_id = m.queue_id and (later.at, later.entry_id) > (m.at, m.entry_id))
		order by m.at desc, m.queue_id desc limit $4`)

	qTake = pg.Q("record.take_match", `select `+matchColumns+`, q.sealed from record.queue q where q.id = $1 for update`)

	qMatch = pg.Q("record.match", `select `+matchColumns+` from record.queue q where q.id = $1`)

	qMatchOf = pg.Q("record.match_of", `
		select `+matchColumns+` from record.queue q where q.record_id = $1 and q.status = 'assigned' for update`)

	qSetMatch = pg.Q("record.set_match", `
		update record.queue set status = $2, entity_id = $3, record_id = $4 where id = $1`)

	qPutMatch = pg.Q("record.put_match", `
		insert into record.match (entry_id, queue_id, act, entity_id, record_id, actor, reason, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`)
)

// putQueue adds rows and tells which were new.
func putQueue(ctx context.Context, tx pg.Tx, rows []queued) (added map[string]bool, err error) {
	defer fault.Wrap(&err, "record.putQueue(%d)", len(rows))
	ids, err := pg.Column[string](ctx, tx, qPutQueue, rows[0].Item, rows[0].BatchID, rows[0].SeenAt,
		column(rows, func(q *queued) string { return q.ID }), column(rows, func(q *queued) string { return q.SourceID }),
		column(rows, func(q *queued) string { return q.Source }), column(rows, func(q *queued) int64 { return q.Row }),
		column(rows, func(q *queued) string { return q.Subject }), column(rows, func(q *queued) string { return q.DocumentNo }),
		column(rows, func(q *queued) string { return q.Authority }),
		column(rows, func(q *queued) time.Time { return q.DecidedOn.Time() }),
		column(rows, func(q *queued) []byte { return q.sealed }))
	added = make(map[string]bool, len(ids))
	for _, id := range ids {
		added[id] = true
	}
	return added, err
}

func column[R, T any](rows []R, of func(*R) T) []T {
	out := make([]T, len(rows))
	for i := range rows {
		out[i] = of(&rows[i])
	}
	return out
}

// openMatches returns waiting rows of a source after a cursor, oldest first; of every source when it is empty.
func openMatches(ctx context.Context, db pg.DB, source, after string, limit int) (_ []Match, err error) {
	defer fault.Wrap(&err, "record.openMatches")
	at, id := time.Unix(0, 0), ""
	if after != "" {
		parts, err := uncursor(after, 2)
		if err != nil {
			return nil, err
		}
		if at, err = time.Parse(time.RFC3339Nano, parts[0]); err != nil {
			return nil, errCursor
		}
		id = parts[1]
	}
	return pg.All[Match](ctx, db, qOpen, at, id, limit, source)
}

// decidedMatches returns decided rows before a place, the latest decision first.
func decidedMatches(ctx context.Context, db pg.DB, source, status, after string, limit int) (_ []Match, err error) {
	defer fault.Wrap(&err, "record.decidedMatches")
	at, id, err := before(after)
	if err != nil {
		return nil, err
	}
	rows, err := pg.All[struct {
		Match
		DecidedAt time.Time
		Reason    string
	}](ctx, db, qDecided, status, at, id, limit, source)
	out := make([]Match, len(rows))
	for i, r := range rows {
		out[i] = r.Match
		out[i].DecidedAt, out[i].Reason, out[i].Candidates = &rows[i].DecidedAt, r.Reason, []registry.Hit{}
	}
	return out, err
}

// takeMatch locks a row of the queue and returns it with its sealed values.
func takeMatch(ctx context.Context, tx pg.Tx, id string) (_ Match, sealed []byte, err error) {
	defer fault.Wrap(&err, "record.takeMatch(%s)", id)
	row, err := pg.One[struct {
		Match
		Sealed []byte
	}](ctx, tx, qTake, id)
	if errors.Is(err, pg.ErrNone) {
		return Match{}, nil, errNoMatch
	}
	return row.Match, row.Sealed, err
}

func findMatch(ctx context.Context, db pg.DB, id string) (_ Match, err error) {
	defer fault.Wrap(&err, "record.findMatch(%s)", id)
	q, err := pg.One[Match](ctx, db, qMatch, id)
	if errors.Is(err, pg.ErrNone) {
		return q, errNoMatch
	}
	return q, err
}

// matchOf locks the row of the queue that a record came from.
func matchOf(ctx context.Context, tx pg.Tx, recordID string) (_ Match, err error) {
	defer fault.Wrap(&err, "record.matchOf(%s)", recordID)
	q, err := pg.One[Match](ctx, tx, qMatchOf, recordID)
	if errors.Is(err, pg.ErrNone) {
		return q, errNoMatch
	}
	return q, err
}

func setMatch(ctx context.Context, tx pg.Tx, id, status, entity, recordID string) (err error) {
	defer fault.Wrap(&err, "record.setMatch(%s)", id)
	_, err = tx.Exec(ctx, qSetMatch, id, status, entity, recordID)
	return err
}

// matchAct is one decision about a row of the queue.
type matchAct struct {
	entryID, queueID, act, entityID, recordID, actor, reason string
	at                                                       time.Time
}

func putMatch(ctx context.Context, tx pg.Tx, a matchAct) (err error) {
	defer fault.Wrap(&err, "record.putMatch(%s)", a.queueID)
	_, err = tx.Exec(ctx, qPutMatch, a.entryID, a.queueID, a.act, a.entityID, a.recordID, a.actor, a.reason, a.at)
	return err
}
