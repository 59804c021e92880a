package exchange

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const eventColumns = `e.org, e.seq, e.notice_id, e.revision, e.kind, e.entity_id, e.about, e.version, e.decision, e.case_no, e.reason, e.due_on, e.at`

const streamColumns = `org, last, delivered, replay_to, replays, attempts, last_error, tried_at, carrier, held_by, poked, stopped_at`

var (
	qInsertEvent = pg.Q("exchange.insert_event", `
		insert into exchange.event (org, notice_id, revision, kind, entity_id, about, version, decision, case_no, reason, due_on, at)
		select org, notice_id, revision, kind, entity_id, about, version, decision, case_no, reason, due_on,
			greatest($2, (select max(at) from exchange.event e where e.org = n.org and e.notice_id = n.notice_id))
		from exchange.notice n where notice_id = $1`)
	qUnnumbered = pg.Q("exchange.unnumbered", `
		select exists (select from exchange.event where org = $1 and seq is null) or not exists (select from exchange.stream where org = $1)`)
	qBegin = pg.Q("exchange.begin_stream", `
		insert into exchange.stream (org, last, delivered, replay_to, replays, attempts, last_error, tried_at, carrier, held_by, held_until, poked, stopped_at)
		values ($1, 0, 0, 0, 0, 0, '', null, '', '', null, 0, null) on conflict (org) do nothing`)
	qLock   = pg.Q("exchange.lock_stream", `select `+streamColumns+` from exchange.stream where org = $1 for update`)
	qNumber = pg.Q("exchange.number", `
		update exchange.event e set seq = $2 + n.n
		from (select notice_id, revision, row_number() over (order by at, notice_id, revision) as n
			from exchange.event where org = $1 and seq is null) n
		where e.org = $1 and e.notice_id = n.notice_id and e.revision = n.revision`)
	qLast   = pg.Q("exchange.last", `update exchange.stream set last = $2 where org = $1`)
	qStream = pg.Q("exchange.stream", `select `+streamColumns+` from exchange.stream where org = $1`)
	qEvents = pg.Q("exchange.events", `select `+eventColumns+` from exchange.event e where org = $1 and seq > $2 order by seq limit $3`)
	qSince  = pg.Q("exchange.since", `
		select coalesce((select min(seq) - 1 from exchange.event where org = $1 and at >= $2 and seq is not null), (select last from exchange.stream where org = $1), 0)`)
	// who delivers already, or waits to try again, goes on; a job that comes meanwhile only leaves word that it came
	qTake = pg.Q("exchange.take_stream", `
		update exchange.stream set poked = poked + 1,
			held_by = case when `+free+` then $2 else held_by end, held_until = case when `+free+` then $4 else held_until end
		where org = $1 returning `+streamColumns)
	// what was acknowledged meanwhile is not sent, unless somebody asked for a replay
	qNext = pg.Q("exchange.next_event", `
		select `+eventColumns+` from exchange.event e join exchange.notice n on n.notice_id = e.notice_id
		where e.org = $1 and e.seq > $2 and (n.acknowledged_at is null or e.seq <= $3) order by e.seq limit 1`)
	qDelivered = pg.Q("exchange.stream_delivered", `
		update exchange.stream set delivered = $3, attempts = 0, last_error = '', carrier = '', tried_at = $5, held_until = $6
		where org = $1 and held_by = $2 and replays = $4`)
	qFailed = pg.Q("exchange.stream_failed", `
		update exchange.stream set attempts = attempts + 1, last_error = $3, tried_at = $5::timestamptz, carrier = $2, held_by = '', held_until = null,
			stopped_at = case when attempts + 1 >= $6 then $5::timestamptz else null end
		where org = $1 and held_by = $2 and replays = $4 returning stopped_at is not null`)
	qRelease = pg.Q("exchange.release_stream", `
		update exchange.stream set held_by = '', held_until = null where org = $1 and held_by = $2 and poked = $3`)
	qDrop  = pg.Q("exchange.drop_stream", `update exchange.stream set held_by = '', held_until = null where org = $1 and held_by = $2`)
	qClear = pg.Q("exchange.clear_stream", `
		update exchange.stream set attempts = 0, last_error = '', carrier = '' where org = $1 and carrier = $2`)
	qReplay = pg.Q("exchange.replay", `
		update exchange.stream set delivered = $2, replay_to = last, replays = replays + 1, attempts = 0, last_error = '', carrier = '', stopped_at = null
		where org = $1`)
	qFailing = pg.Q("exchange.failing", `
		select `+streamColumns+` from exchange.stream where attempts > 0 order by stopped_at nulls last, attempts desc, org limit 1000`)
	qSigning = pg.Q("exchange.signing", `
		select generation, announced_at, begins_at from exchange.signing where announced_at <= $1 order by generation desc limit 2`)
	qAnnounce = pg.Q("exchange.announce_key", `insert into exchange.signing (generation, announced_at, begins_at, author) values ($1, $2, $3, $4)`)
)

// free: nobody delivers, nobody else waits to try again, and it was not given up.
const free = `(held_by = '' or held_by = $2 or held_until < $3) and (carrier = '' or carrier = $2) and stopped_at is null`

type eventRow struct {
	Org                      string
	Seq                      int64
	NoticeID                 string
	Revision                 int32
	Kind, EntityID, About    string
	Version                  int32
	Decision, CaseNo, Reason string
	DueOn                    workday.Date
	At                       time.Time
}

func (e *eventRow) message() Message {
	return Message{ID: e.NoticeID, Revision: e.Revision, Seq: e.Seq, Kind: e.Kind, EntityID: e.EntityID, About: e.About, Version: e.Version,
		Decision: e.Decision, Case: e.CaseNo, Reason: e.Reason, DueOn: e.DueOn}
}

type streamRow struct {
	Org                       string
	Last, Delivered, ReplayTo int64
	Replays, Attempts         int32
	LastError                 string
	TriedAt                   *time.Time
	Carrier, HeldBy           string
	Poked                     int64
	StoppedAt                 *time.Time
}

// happen adds what a notice says now to the stream of its body, with the next statement of the transaction.
func happen(tx pg.Tx, notice string, at time.Time) { tx.Later(qInsertEvent, notice, at) }

// number gives what was committed its numbers. One at a time does it for a body, after the commits: a number, once seen, is
// followed by greater ones only.
func number(ctx context.Context, db *pg.Pool, org string) (err error) {
	defer fault.Wrap(&err, "exchange.number")
	due, err := pg.Scalar[bool](ctx, db, qUnnumbered, org)
	if err != nil || !due {
		return err
	}
	return db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if _, err := tx.Exec(ctx, qBegin, org); err != nil {
			return err
		}
		s, err := pg.One[streamRow](ctx, tx, qLock, org)
		if err != nil {
			return err
		}
		n, err := tx.Exec(ctx, qNumber, org, s.Last)
		if err != nil || n == 0 {
			return err
		}
		_, err = tx.Exec(ctx, qLast, org, s.Last+n)
		return err
	})
}

// streamOf is how far a body's stream has come; a body that was never told anything has an empty one.
func streamOf(ctx context.Context, db pg.DB, org string) (_ streamRow, err error) {
	defer fault.Wrap(&err, "exchange.streamOf")
	s, err := pg.One[streamRow](ctx, db, qStream, org)
	if errors.Is(err, pg.ErrNone) {
		return streamRow{Org: org}, nil
	}
	return s, err
}

func eventsAfter(ctx context.Context, db pg.DB, org string, after int64, limit int) (_ []eventRow, err error) {
	defer fault.Wrap(&err, "exchange.eventsAfter")
	return pg.All[eventRow](ctx, db, qEvents, org, after, limit)
}

// before is the number just before the first event of an instant or later.
func before(ctx context.Context, db pg.DB, org string, since time.Time) (_ int64, err error) {
	defer fault.Wrap(&err, "exchange.before")
	return pg.Scalar[int64](ctx, db, qSince, org, since)
}

// take lets a job deliver, if nobody else does; the row says who does.
func take(ctx context.Context, db pg.DB, org, token string, now time.Time) (_ streamRow, err error) {
	defer fault.Wrap(&err, "exchange.take")
	return pg.One[streamRow](ctx, db, qTake, org, token, now, now.Add(holdFor))
}

func nextEvent(ctx context.Context, db pg.DB, s *streamRow) (_ eventRow, err error) {
	defer fault.Wrap(&err, "exchange.nextEvent")
	return pg.One[eventRow](ctx, db, qNext, s.Org, s.Delivered, s.ReplayTo)
}

// delivered says that an event was received; mine is false when another job delivers by now, or a replay was asked for.
func delivered(ctx context.Context, db pg.DB, s *streamRow, token string, seq int64, now time.Time) (mine bool, err error) {
	defer fault.Wrap(&err, "exchange.delivered")
	n, err := db.Exec(ctx, qDelivered, s.Org, token, seq, s.Replays, now, now.Add(holdFor))
	return n > 0, err
}

// failed writes a try down and leaves the stream; again is false when it was the last one, or another job has the stream by now.
func failed(ctx context.Context, db pg.DB, s *streamRow, token, word string, most int, now time.Time) (again bool, err error) {
	defer fault.Wrap(&err, "exchange.failed")
	stopped, err := pg.Scalar[bool](ctx, db, qFailed, s.Org, token, word, s.Replays, now, most)
	if errors.Is(err, pg.ErrNone) {
		return false, nil
	}
	return !stopped, err
}

// drop leaves the stream whatever came meanwhile: a new job goes on with it.
func drop(ctx context.Context, tx pg.Tx, org, token string) (err error) {
	defer fault.Wrap(&err, "exchange.drop")
	_, err = tx.Exec(ctx, qDrop, org, token)
	return err
}

// forgive forgets the failures of a job that has nowhere to send any more, so that another may begin when there is.
func forgive(ctx context.Context, db pg.DB, org, token string) (err error) {
	defer fault.Wrap(&err, "exchange.forgive")
	_, err = db.Exec(ctx, qClear, org, token)
	return err
}

// release says that nothing is left; not so when a job came since.
func release(ctx context.Context, db pg.DB, s *streamRow, token string) (released bool, err error) {
	defer fault.Wrap(&err, "exchange.release")
	n, err := db.Exec(ctx, qRelease, s.Org, token, s.Poked)
	return n > 0, err
}

func replay(ctx context.Context, tx pg.Tx, org string, after int64) (err error) {
	defer fault.Wrap(&err, "exchange.replay")
	_, err = tx.Exec(ctx, qReplay, org, after)
	return err
}

func failing(ctx context.Context, db pg.DB) (_ []streamRow, err error) {
	defer fault.Wrap(&err, "exchange.failing")
	return pg.All[streamRow](ctx, db, qFailing)
}

type signingRow struct {
	Generation            int32
	AnnouncedAt, BeginsAt time.Time
}

// signings are the newest keys after the first, newest first.
func signings(ctx context.Context, db pg.DB, now time.Time) (_ []signingRow, err error) {
	defer fault.Wrap(&err, "exchange.signings")
	return pg.All[signingRow](ctx, db, qSigning, now)
}

func announce(ctx context.Context, tx pg.Tx, s signingRow, author string) (err error) {
	defer fault.Wrap(&err, "exchange.announce")
	_, err = tx.Exec(ctx, qAnnounce, s.Generation, s.AnnouncedAt, s.BeginsAt, author)
	if pg.Violated(err) == "signing_is_numbered_once" {
		err = errKeyTurning
	}
	return err
}
