package exchange

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
)

// notifyArgs name a body whose stream has something new. Token tells one job from another, through all its tries.
type notifyArgs struct {
	Org    string `json:"org"`
	Token  string `json:"token"`
	Notice string `json:"notice,omitempty"` // of a job put before there were streams
}

const (
	holdFor   = patience + 10*time.Second // how long a job may take for one event before another takes over
	mostEvent = 500                       // events of one answer
	carryTime = 10 * time.Minute          // of one try: it delivers all there is
)

// soon puts the job that delivers what is new to a body.
func (d *Desk) soon(ctx context.Context, tx pg.Tx, org string) error {
	token, err := uuid.NewV7()
	if err != nil {
		return err
	}
	return d.queue.Put(ctx, tx, jobNotify, notifyArgs{Org: org, Token: token.String()})
}

// notify is the job that carries a body's stream to its webhook: event after event, the next one once the last was received.
// Where one fails, none after it is sent; the job that failed tries again, and any other that comes leaves it to it. Tried for
// long enough, the stream stops, and somebody replays it. Without a webhook there is nothing to do: what was told waits.
func (d *Desk) notify(ctx context.Context, args notifyArgs) error {
	if args.Org == "" {
		n, err := notice(ctx, d.db, args.Notice)
		if errors.Is(err, pg.ErrNone) {
			return nil
		}
		if err != nil {
			return err
		}
		args.Org, args.Token = n.Org, "notice-"+n.NoticeID
	}
	t, err := webhookOf(ctx, d.db, args.Org)
	if errors.Is(err, pg.ErrNone) {
		return forgive(ctx, d.db, args.Org, args.Token)
	}
	if err != nil {
		return err
	}
	for begun := false; ; {
		goes, err := d.carry(ctx, &t, args, &begun)
		if err != nil || !goes {
			return err
		}
	}
}

// carry takes the stream and delivers one event; goes says that there may be more. begun says that this try has delivered.
func (d *Desk) carry(ctx context.Context, t *Target, args notifyArgs, begun *bool) (goes bool, err error) {
	if err := number(ctx, d.db, args.Org); err != nil {
		return false, err
	}
	s, err := take(ctx, d.db, args.Org, args.Token, d.instant())
	if err != nil || s.HeldBy != args.Token {
		return false, err
	}
	e, err := nextEvent(ctx, d.db, &s)
	if errors.Is(err, pg.ErrNone) {
		released, err := release(ctx, d.db, &s, args.Token)
		return !released, err
	}
	if err != nil {
		return false, err
	}
	if failure := d.deliver(ctx, t, &e); failure != nil {
		return false, d.undelivered(ctx, &s, args, *begun, failure)
	}
	*begun = true
	_, err = delivered(ctx, d.db, &s, args.Token, e.Seq, d.instant())
	return true, err
}

// deliver sends one event. The acknowledgement is written before the event counts as delivered: broken off in between, it is
// sent once more and nothing is lost.
func (d *Desk) deliver(ctx context.Context, t *Target, e *eventRow) error {
	n, err := notice(ctx, d.db, e.NoticeID)
	if err != nil {
		return err
	}
	received, answer, failure := d.post(ctx, t, e.message())
	if n.Revision == e.Revision && n.AcknowledgedAt == nil {
		word := ""
		if failure != nil {
			word = d.wordFor(ctx, t, failure)
		}
		if err := noticeTried(ctx, d.db, &n, word, received, d.instant()); err != nil {
			return err
		}
	}
	if failure != nil || answer.State != "done" {
		return failure // received; it acknowledges later, by POST /v1/inbox/{id}/acknowledgement
	}
	_, err = d.acknowledge(ctx, "webhook:"+t.Code, e.Org, e.NoticeID, e.Revision)
	return err
}

// undelivered writes a failure down. One that comes after successes begins to count anew, with a job of its own.
func (d *Desk) undelivered(ctx context.Context, s *streamRow, args notifyArgs, begun bool, failure error) error {
	if begun {
		return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
			if err := drop(ctx, tx, s.Org, args.Token); err != nil {
				return err
			}
			return d.soon(ctx, tx, s.Org)
		})
	}
	again, err := failed(ctx, d.db, s, args.Token, d.wordFor(ctx, nil, failure), d.Retry.Attempts, d.instant())
	if err != nil || again {
		return errors.Join(err, failure)
	}
	slog.WarnContext(ctx, "deliveries to a body have stopped; they are replayed by hand", "org", s.Org, "after", s.Delivered)
	return nil
}

// wordFor is why something was not received, as a word for the ledger.
func (d *Desk) wordFor(ctx context.Context, t *Target, failure error) string {
	var known trouble
	if errors.As(failure, &known) {
		return known.word
	}
	if t != nil {
		slog.WarnContext(ctx, "a notice could not be sent", "target", t.Code, "error", failure)
	}
	return "not_sent"
}

// Event is one entry of a body's stream.
type Event struct {
	Seq     int64     `json:"seq" doc:"counts from 1 without a gap; the order never changes"`
	At      time.Time `json:"at"`
	Once    string    `json:"idempotency_key" doc:"the same in every delivery and replay of this event"`
	Message Message   `json:"message" doc:"as it is sent to a webhook"`
}

// Stream is how far a body's stream has come.
type Stream struct {
	Org       string     `json:"org"`
	OrgName   string     `json:"org_name,omitempty"`
	Webhook   bool       `json:"webhook" doc:"it has an address that events are sent to"`
	Last      int64      `json:"last" doc:"number of the newest event"`
	Delivered int64      `json:"delivered" doc:"number of the last event the webhook received, or that needed no sending"`
	Attempts  int32      `json:"attempts" doc:"that failed at the next event"`
	LastError string     `json:"last_error,omitempty"`
	TriedAt   *time.Time `json:"tried_at,omitempty"`
	StoppedAt *time.Time `json:"stopped_at,omitempty" doc:"given up: the next event is a dead letter until it is replayed"`
}

// Events lists a body's stream after a number, or from an instant on when since is set. What it sees here is delivered.
func (d *Desk) Events(ctx context.Context, who access.Actor, after int64, since time.Time, limit int) (events []Event, s Stream, err error) {
	if d.Fresh != nil {
		if err := d.Fresh(ctx, who.Org); err != nil {
			return nil, s, err
		}
	}
	if err := number(ctx, d.db, who.Org); err != nil {
		return nil, s, err
	}
	if !since.IsZero() {
		if after, err = before(ctx, d.db, who.Org, since); err != nil {
			return nil, s, err
		}
	}
	rows, err := eventsAfter(ctx, d.db, who.Org, after, min(limit, mostEvent))
	if err != nil {
		return nil, s, err
	}
	events = make([]Event, len(rows))
	ids := make([]string, len(rows))
	for i := range rows {
		m := rows[i].message()
		events[i], ids[i] = Event{m.Seq, rows[i].At, m.once(), m}, m.ID
	}
	if len(ids) > 0 {
		if err := inboxed(ctx, d.db, ids, d.instant()); err != nil {
			return nil, s, err
		}
	}
	s, err = d.Stream(ctx, who)
	return events, s, err
}

// Stream tells a body how far its stream has come.
func (d *Desk) Stream(ctx context.Context, who access.Actor) (Stream, error) {
	r, err := streamOf(ctx, d.db, who.Org)
	if err != nil {
		return Stream{}, err
	}
	s := shownStream(&r)
	_, err = webhookOf(ctx, d.db, who.Org)
	if s.Webhook = err == nil; errors.Is(err, pg.ErrNone) {
		err = nil
	}
	return s, err
}

func shownStream(r *streamRow) Stream {
	return Stream{Org: r.Org, Last: r.Last, Delivered: r.Delivered, Attempts: r.Attempts, LastError: r.LastError, TriedAt: r.TriedAt, StoppedAt: r.StoppedAt}
}

// Replay sends a body's stream to its webhook again, from a number or an instant on, in the same order with the same keys; a
// stream that had stopped goes on. From one after the dead letter passes over it: it stays in the inbox and in the stream.
func (d *Desk) Replay(ctx context.Context, who access.Actor, from int64, since time.Time) (Stream, error) {
	if _, err := webhookOf(ctx, d.db, who.Org); errors.Is(err, pg.ErrNone) {
		return Stream{}, errNoWebhook
	} else if err != nil {
		return Stream{}, err
	}
	if err := number(ctx, d.db, who.Org); err != nil {
		return Stream{}, err
	}
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		after := from - 1
		if !since.IsZero() {
			if after, err = before(ctx, tx, who.Org, since); err != nil {
				return err
			}
		}
		s, err := pg.One[streamRow](ctx, tx, qLock, who.Org)
		if err != nil {
			return err
		}
		if after < 0 || after > s.Last {
			return errNoSuchEvent
		}
		if err := replay(ctx, tx, who.Org, after); err != nil {
			return err
		}
		if _, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: "exchange.replay", Actor: who.ID, About: who.Org, Public: map[string]string{}}); err != nil {
			return err
		}
		return d.soon(ctx, tx, who.Org)
	})
	if err != nil {
		return Stream{}, err
	}
	return d.Stream(ctx, who)
}

// Failing lists the bodies whose webhook does not receive: those given up first.
func (d *Desk) Failing(ctx context.Context) ([]Stream, error) {
	rows, err := failing(ctx, d.db)
	if err != nil {
		return nil, err
	}
	out, codes := make([]Stream, len(rows)), make([]string, len(rows))
	for i := range rows {
		out[i], codes[i] = shownStream(&rows[i]), rows[i].Org
		out[i].Webhook = true
	}
	names, err := d.names(ctx, codes)
	for i := range out {
		out[i].OrgName = names[out[i].Org]
	}
	return out, err
}

var (
	errNoWebhook = fault.New(fault.Conflict, "exchange.no_webhook", "贵单位没有登记接收地址，无从推送；请用 GET /v1/events 读取，或请系统管理员登记地址。",
		"Your body has no address to send to; read with GET /v1/events, or have the system administrator enter one.")
	errNoSuchEvent = fault.New(fault.Invalid, "exchange.no_such_event", "没有这个序号；请填 1 至最新序号加 1。",
		"There is no event of this number; give one from 1 to one after the newest.").At("from")
)
