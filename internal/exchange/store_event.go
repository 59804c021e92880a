package exchange

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const eventColumns = `notice_id, revision, org, kind, entity_id, about, version, decision, case_no, reason, due_on, created_at`

// An event gets its number when it is read or sent for the first time, under the lock of its stream: then it is committed, and
// nothing with a smaller number can turn up later. The transaction that told it holds no lock on the stream.
var (
	qEvent = pg.Q("exchange.event", `
		insert into exchange.event (`+eventColumns+`)
		select notice_id, revision, org, kind, entity_id, about, version, decision, case_no, reason, due_on, $2 from exchange.notice where notice_id = $1`)
	qUnnumbered = pg.Q("exchange.unnumbered", `select exists (select 1 from exchange.event where org = $1 and seq is null)`)
	qStreamMade = pg.Q("exchange.stream_made", `
		insert into exchange.stream (org, last, pushed, replayed_to, failures, last_error) values ($1, 0, 0, 0, 0, '') on conflict (org) do nothing`)
	qStreamHeld = pg.Q("exchange.stream_held", `select `+streamColumns+` from exchange.stream where org = $1 for update`)
	qNumber     = pg.Q("exchange.number", `
		update exchange.event e set seq = n.seq
		from (select notice_id, revision, $2 + row_number() over (order by created_at, notice_id, revision) as seq
			from exchange.event where org = $1 and seq is null) n
		where e.notice_id = n.notice_id and e.revision = n.revision`)
	qStreamLast = pg.Q("exchange.stream_last", `update exchange.stream set last = last + $2 where org = $1`)
	qEvents     = pg.Q("exchange.events", `
		select seq, `+eventColumns+` from exchange.event where org = $1 and seq > $2 order by seq limit $3`)
	qNextEvent = pg.Q("exchange.next_event", `
		select e.seq, e.notice_id, e.revision, e.org, e.kind, e.entity_id, e.about, e.version, e.decision, e.case_no, e.reason, e.due_on, e.created_at,
			n.acknowledged_at is not null as acknowledged
		from exchange.event e join exchange.notice n on n.notice_id = e.notice_id where e.org = $1 and e.seq > $2 order by e.seq limit 1`)
	qBefore = pg.Q("exchange.events_before", `select coalesce(max(seq), 0) from exchange.event where org = $1 and seq is not null and created_at < $2`)
)

const streamColumns = `org, last, pushed, replayed_to, failures, last_error, tried_at, dead_at`

var (
	qStream  = pg.Q("exchange.stream", `select `+streamColumns+` from exchange.stream where org = $1`)
	qAdvance = pg.Q("exchange.advance", `
		update exchange.stream set pushed = $3, failures = 0, last_error = '', tried_at = $4, busy_until = null, dead_at = null
		where org = $1 and pushed = $2`)
	qStumble = pg.Q("exchange.stumble", `
		update exchange.stream set failures = failures + 1, last_error = $3, tried_at = $4, busy_until = null,
			dead_at = case when failures + 1 >= $5 then $4 else dead_at end
		where org = $1 and pushed = $2 and dead_at is null returning dead_at is not null`)
	qRewind = pg.Q("exchange.rewind", `
		update exchange.stream set pushed = $2, replayed_to = greatest(replayed_to, $3), failures = 0, last_error = '',
			busy_until = null, dead_at = null where org = $1`)
	qClaim = pg.Q("exchange.claim", `
		update exchange.stream set busy_until = clock_timestamp() + interval '40 seconds'
		where org = $1 and pushed = $2 and dead_at is null and (busy_until is null or busy_until < clock_timestamp())`)
	qGivenUp = pg.Q("exchange.given_up", `select `+streamColumns+` from exchange.stream where dead_at is not null order by dead_at, org limit $1`)
)

type eventRow struct {
	Seq                      int64
	NoticeID                 string
	Revision                 int32
	Org, Kind, EntityID      string
	About                    string
	Version                  int32
	Decision, CaseNo, Reason string
	DueOn                    workday.Date
	CreatedAt                time.Time
}

// pending is the event a webhook is told next.
type pending struct {
	eventRow
	Acknowledged bool // by the inbox, meanwhile
}

type streamRow struct {
	Org                      string
	Last, Pushed, ReplayedTo int64
	Failures                 int32
	LastError                string
	TriedAt, DeadAt          *time.Time
}

// insertEvent puts the notice, as it is now, at the end of its body's stream.
func insertEvent(ctx context.Context, tx pg.Tx, notice string, at time.Time) (err error) {
	defer fault.Wrap(&err, "exchange.insertEvent(%s)", notice)
	_, err = tx.Exec(ctx, qEvent, notice, at)
	return err
}

// number gives what a body was told since a place in its stream.
func number(ctx context.Context, db *pg.Pool, org string) (err error) {
	defer fault.Wrap(&err, "exchange.number")
	if waits, err := pg.Scalar[bool](ctx, db, qUnnumbered, org); err != nil || !waits {
		return err
	}
	return db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if _, err := tx.Exec(ctx, qStreamMade, org); err != nil {
			return err
		}
		s, err := holdStream(ctx, tx, org)
		if err != nil {
			return err
		}
		n, err := tx.Exec(ctx, qNumber, org, s.Last)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, qStreamLast, org, n)
		return err
	})
}

func holdStream(ctx context.Context, tx pg.Tx, org string) (_ streamRow, err error) {
	defer fault.Wrap(&err, "exchange.holdStream")
	return pg.One[streamRow](ctx, tx, qStreamHeld, org)
}

// stream is how far a body's webhook has come; the zero stream where it was never told anything.
func stream(ctx context.Context, db pg.DB, org string) (_ streamRow, err error) {
	defer fault.Wrap(&err, "exchange.stream")
	s, err := pg.One[streamRow](ctx, db, qStream, org)
	if errors.Is(err, pg.ErrNone) {
		return streamRow{Org: org}, nil
	}
	return s, err
}

func events(ctx context.Context, db pg.DB, org string, after int64, limit int) (_ []eventRow, err error) {
	defer fault.Wrap(&err, "exchange.events")
	return pg.All[eventRow](ctx, db, qEvents, org, after, limit)
}

func nextEvent(ctx context.Context, db pg.DB, org string, after int64) (_ pending, err error) {
	defer fault.Wrap(&err, "exchange.nextEvent")
	return pg.One[pending](ctx, db, qNextEvent, org, after)
}

// before is the last place of a stream that was told before an instant.
func before(ctx context.Context, db pg.DB, org string, at time.Time) (_ int64, err error) {
	defer fault.Wrap(&err, "exchange.before")
	return pg.Scalar[int64](ctx, db, qBefore, org, at)
}

// claim makes a job the one that sends, for a little longer than an answer is waited for. False: another is at it, and goes on.
func claim(ctx context.Context, db pg.DB, org string, from int64) (mine bool, err error) {
	defer fault.Wrap(&err, "exchange.claim")
	n, err := db.Exec(ctx, qClaim, org, from)
	return n > 0, err
}

// advance says that a webhook took an event; moved is false when somebody else has moved the stream meanwhile.
func advance(ctx context.Context, db pg.DB, org string, from, to int64, at time.Time) (moved bool, err error) {
	defer fault.Wrap(&err, "exchange.advance")
	n, err := db.Exec(ctx, qAdvance, org, from, to, at)
	return n > 0, err
}

// stumble says that a webhook did not take an event, and whether it is given up now.
func stumble(ctx context.Context, db pg.DB, org string, from int64, word string, at time.Time, most int) (dead bool, err error) {
	defer fault.Wrap(&err, "exchange.stumble")
	dead, err = pg.Scalar[bool](ctx, db, qStumble, org, from, word, at, most)
	if errors.Is(err, pg.ErrNone) {
		return true, nil // it was moved, or given up, by somebody else: not this job's any more
	}
	return dead, err
}

func rewind(ctx context.Context, tx pg.Tx, org string, to, last int64) (err error) {
	defer fault.Wrap(&err, "exchange.rewind")
	_, err = tx.Exec(ctx, qRewind, org, to, last)
	return err
}

func givenUp(ctx context.Context, db pg.DB, limit int) (_ []streamRow, err error) {
	defer fault.Wrap(&err, "exchange.givenUp")
	return pg.All[streamRow](ctx, db, qGivenUp, limit)
}
