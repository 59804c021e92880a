package exchange

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
)

// Event is one thing a body was told, at its place in the stream of that body. Places only grow, and nothing is ever told at a
// place before one that was read: the last place read is a cursor one may come back with after a week (F21-3).
type Event struct {
	Sequence int64     `json:"sequence" doc:"its place in the stream; greater is later"`
	At       time.Time `json:"at"`
	Message
}

// Stream is how far the webhook of a body has come.
type Stream struct {
	Org       string     `json:"org"`
	Last      int64      `json:"last" doc:"place of the newest event"`
	Pushed    int64      `json:"pushed" doc:"place of the last event its webhook took, or passed over as acknowledged"`
	Waiting   int64      `json:"waiting" doc:"events its webhook has not taken"`
	Failures  int32      `json:"failures" doc:"in a row, of the next event"`
	LastError string     `json:"last_error,omitempty"`
	TriedAt   *time.Time `json:"tried_at,omitempty"`
	DeadAt    *time.Time `json:"dead_at,omitempty" doc:"given up then; nothing is sent until the body asks for a replay"`
}

func (r *eventRow) message() Message {
	return Message{ID: r.NoticeID, Revision: r.Revision, Kind: r.Kind, EntityID: r.EntityID, About: r.About, Version: r.Version,
		Decision: r.Decision, Case: r.CaseNo, Reason: r.Reason, DueOn: r.DueOn}
}

func (r *streamRow) shown() Stream {
	return Stream{Org: r.Org, Last: r.Last, Pushed: r.Pushed, Waiting: r.Last - r.Pushed, Failures: r.Failures, LastError: r.LastError,
		TriedAt: r.TriedAt, DeadAt: r.DeadAt}
}

// Events lists what a body was told after a place in its stream, in order; next is the cursor to come back with, also when
// there is nothing new.
func (d *Desk) Events(ctx context.Context, who access.Actor, after int64, limit int) (page []Event, next int64, err error) {
	if d.Fresh != nil {
		if err := d.Fresh(ctx, who.Org); err != nil {
			return nil, after, err
		}
	}
	if err := number(ctx, d.db, who.Org); err != nil {
		return nil, after, err
	}
	rows, err := events(ctx, d.db, who.Org, after, limit)
	page, next = make([]Event, len(rows)), after
	for i := range rows {
		page[i] = Event{Sequence: rows[i].Seq, At: rows[i].CreatedAt, Message: rows[i].message()}
		next = rows[i].Seq
	}
	return page, next, err
}

// StreamOf is how far the webhook of one's own body has come.
func (d *Desk) StreamOf(ctx context.Context, who access.Actor) (Stream, error) {
	if err := number(ctx, d.db, who.Org); err != nil {
		return Stream{}, err
	}
	s, err := stream(ctx, d.db, who.Org)
	return s.shown(), err
}

// DeadLetters lists the webhooks that were given up, the oldest first: what stands in them waits for a replay.
func (d *Desk) DeadLetters(ctx context.Context) ([]Stream, error) {
	rows, err := givenUp(ctx, d.db, mostOverdue)
	out := make([]Stream, len(rows))
	for i := range rows {
		out[i] = rows[i].shown()
	}
	return out, err
}

// From is where a replay begins: after a place in the stream, or with what was told at an instant and later.
type From struct {
	After int64     `json:"after,omitempty" minimum:"0" doc:"place of the last event that was taken; 0: from the beginning"`
	Since time.Time `json:"since,omitzero" doc:"instead of after: with what was told from then on"`
}

// Replay sends what a body was told after a place to its webhook again, in order, also what it has acknowledged; a webhook that
// was given up is tried again. Asked for twice it begins anew twice, and the receiver knows each message by its key.
func (d *Desk) Replay(ctx context.Context, who access.Actor, from From) (Stream, error) {
	if _, err := webhookOf(ctx, d.db, who.Org); err != nil {
		if errors.Is(err, pg.ErrNone) {
			err = errNoWebhook
		}
		return Stream{}, err
	}
	if err := number(ctx, d.db, who.Org); err != nil {
		return Stream{}, err
	}
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		s, err := holdStream(ctx, tx, who.Org)
		if errors.Is(err, pg.ErrNone) {
			return nil // it was never told anything
		}
		if err != nil {
			return err
		}
		to := from.After
		if !from.Since.IsZero() {
			if to, err = before(ctx, tx, who.Org, from.Since); err != nil {
				return err
			}
		}
		if to > s.Last {
			return errAhead
		}
		if err := rewind(ctx, tx, who.Org, to, s.Last); err != nil {
			return err
		}
		if _, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: "exchange.replayed", Actor: who.ID, About: who.Org, Public: map[string]string{}}); err != nil {
			return err
		}
		return d.queue.Put(ctx, tx, jobNotify, notifyArgs{Org: who.Org})
	})
	if err != nil {
		return Stream{}, err
	}
	s, err := stream(ctx, d.db, who.Org)
	return s.shown(), err
}

// notifyArgs name the event a job was put for; or only the body whose stream is to be taken up again.
type notifyArgs struct {
	Notice   string `json:"notice,omitempty"`
	Revision int32  `json:"revision,omitempty"`
	Org      string `json:"org,omitempty"`
}

// notify is the job that brings the next event of a stream to its webhook, until it is taken; nothing behind it is sent before. Only
// the job of the event whose turn it is does so; another finds that it need not, because that one goes on when it is through. Without a webhook there is nothing to do: everything waits in the inbox and in the stream.
func (d *Desk) notify(ctx context.Context, args notifyArgs) error {
	if args.Org == "" {
		n, err := notice(ctx, d.db, args.Notice)
		if errors.Is(err, pg.ErrNone) {
			return nil
		}
		if err != nil {
			return err
		}
		args.Org = n.Org
	}
	if err := number(ctx, d.db, args.Org); err != nil {
		return err
	}
	return d.step(ctx, &args)
}

// errBusy: another job is sending, or died while it was. This one looks again: had it left, nobody would go on.
var errBusy = trouble{"busy"}

// step sends the next event of a stream.
func (d *Desk) step(ctx context.Context, args *notifyArgs) error {
	s, err := stream(ctx, d.db, args.Org)
	if err != nil || s.DeadAt != nil {
		return err
	}
	e, err := nextEvent(ctx, d.db, args.Org, s.Pushed)
	if errors.Is(err, pg.ErrNone) {
		return nil
	}
	if err != nil || !args.turn(&e) {
		return err
	}
	t, err := webhookOf(ctx, d.db, args.Org)
	if errors.Is(err, pg.ErrNone) {
		return nil // taken up when it has one: see Decide
	}
	if err != nil {
		return err
	}
	switch mine, err := claim(ctx, d.db, args.Org, s.Pushed); {
	case err != nil:
		return err
	case !mine:
		return errBusy
	}
	if !e.Acknowledged || e.Seq <= s.ReplayedTo {
		if failure := d.push(ctx, &t, &e); failure != nil {
			return d.stumbled(ctx, &s, failure)
		}
	}
	return d.passOn(ctx, &s, &e)
}

// passOn counts an event as taken and, in the same transaction, puts the job that goes on: a job brings one event only, so that one
// that is broken off, or runs out of time in a long backlog, is done again for an event whose turn it still is.
func (d *Desk) passOn(ctx context.Context, s *streamRow, e *pending) error {
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		mine, err := advance(ctx, tx, s.Org, s.Pushed, e.Seq, d.instant())
		if err != nil || !mine {
			return err
		}
		return d.queue.Put(ctx, tx, jobNotify, notifyArgs{Org: s.Org})
	})
}

// stumbled writes a failure down and has this job try again. One that has used them up stops its stream until somebody replays.
func (d *Desk) stumbled(ctx context.Context, s *streamRow, failure error) error {
	dead, err := stumble(ctx, d.db, s.Org, s.Pushed, wordFor(ctx, failure), d.instant(), d.Retry.Attempts)
	switch {
	case err != nil:
		return errors.Join(failure, err)
	case dead:
		return nil
	}
	return failure
}

// turn says whether a job is the one that sends the next event.
func (a *notifyArgs) turn(e *pending) bool {
	return a.Notice == "" || a.Notice == e.NoticeID && (a.Revision == 0 || a.Revision == e.Revision)
}

// push sends one event and writes down what came of it. An answer that it is done acknowledges it.
func (d *Desk) push(ctx context.Context, t *Target, e *pending) error {
	received, answer, failure := d.post(ctx, t, e.message())
	n := noticeRow{NoticeID: e.NoticeID, Revision: e.Revision}
	word := ""
	if failure != nil {
		word = wordFor(ctx, failure)
	}
	if err := noticeTried(ctx, d.db, &n, word, received, d.instant()); err != nil || failure != nil {
		return errors.Join(failure, err)
	}
	if answer.State != "done" {
		return nil // received; it acknowledges later, by POST /v1/inbox/{id}/acknowledgement
	}
	_, err := d.acknowledge(ctx, "webhook:"+t.Code, e.Org, e.NoticeID, e.Revision)
	return err
}

// wordFor is what is kept of a failure: a word, never what the other side said.
func wordFor(ctx context.Context, failure error) string {
	var known trouble
	if errors.As(failure, &known) {
		return known.word
	}
	slog.WarnContext(ctx, "an event could not be sent", "error", failure)
	return "not_sent"
}

// wake takes a stream up again whose webhook has changed.
func (d *Desk) wake(ctx context.Context, tx pg.Tx, t *Target) error {
	if t.Kind != Consumer || t.PushURL == "" {
		return nil
	}
	return d.queue.Put(ctx, tx, jobNotify, notifyArgs{Org: t.Org})
}

var (
	errNoWebhook = fault.New(fault.Conflict, "exchange.no_webhook", "贵单位没有登记推送地址；请用 GET /v1/events 读取，或向平台管理员登记地址。",
		"Your body has no webhook; read GET /v1/events, or have an address registered by the operator.")
	errAhead = fault.New(fault.Invalid, "exchange.ahead", "所给位置在最新事件之后；请使用 GET /v1/events 返回的位置。",
		"That place is after the newest event; give one that GET /v1/events returned.").At("after")
)
