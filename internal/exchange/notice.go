package exchange

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Told is a notice as its recipient, and whoever watches over acknowledgements, sees it.
type Told struct {
	ID             string       `json:"id"`
	Org            string       `json:"org"`
	Kind           Kind         `json:"kind" enum:"tombstone,correction,reach_back,lift,commitment,watch,rating,holding"`
	EntityID       string       `json:"entity_id"`
	About          string       `json:"about"`
	Version        int32        `json:"version,omitempty"`
	Decision       string       `json:"decision,omitempty"`
	Case           string       `json:"case,omitempty"`
	Reason         string       `json:"reason"`
	CreatedAt      time.Time    `json:"created_at"`
	DueOn          workday.Date `json:"due_on,omitempty"`
	DeliveredAt    *time.Time   `json:"delivered_at,omitempty"`
	DeliveredBy    string       `json:"delivered_by,omitempty" enum:"webhook,inbox"`
	AcknowledgedAt *time.Time   `json:"acknowledged_at,omitempty"`
	LagSeconds     int64        `json:"lag_seconds" doc:"from the act to the acknowledgement, or to now"`
	Late           bool         `json:"late"`
	Attempts       int32        `json:"attempts,omitempty"`
	LastError      string       `json:"last_error,omitempty"`
}

// Tell leaves notices within a transaction; they are delivered after it: to the recipient's webhook if it has one, in the order of
// its stream (event.go), and to its inbox in any case. The same thing told again before it was acknowledged is the same notice, brought up to date.
func (d *Desk) Tell(ctx context.Context, tx pg.Tx, notices []Notice) error {
	now := d.instant()
	for _, n := range notices {
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		due, provisional := d.law.Due(cmp.Or(n.Limit, defaultLimit), workday.Of(now))
		put, err := leave(ctx, tx, id.String(), &n, now, due, provisional)
		if err != nil {
			return err
		}
		if !put.Changed {
			continue
		}
		if _, err := ledger.Append(ctx, tx, now, ledger.Act{Kind: "exchange.notice", Actor: actor, About: put.NoticeID,
			Public: map[string]string{"org": n.Org, "kind": string(n.Kind), "reason": n.Reason, "due": due.String()}}); err != nil {
			return err
		}
		if err := insertEvent(ctx, tx, put.NoticeID, now); err != nil {
			return err
		}
		if err := d.queue.Put(ctx, tx, jobNotify, notifyArgs{Notice: put.NoticeID, Revision: put.Revision}); err != nil {
			return err
		}
	}
	return nil
}

// Inbox lists what a body was told, oldest first, after a cursor; what it sees here is delivered. all shows also what it
// has acknowledged.
func (d *Desk) Inbox(ctx context.Context, who access.Actor, after string, all bool) (page []Told, next string, err error) {
	if d.Fresh != nil {
		if err := d.Fresh(ctx, who.Org); err != nil {
			return nil, "", err
		}
	}
	rows, err := inbox(ctx, d.db, who.Org, after, all, pageSize+1, d.instant())
	if len(rows) > pageSize {
		rows = rows[:pageSize]
		next = rows[pageSize-1].NoticeID
	}
	return d.shown(rows), next, err
}

// OfCase lists the notices of one kind that were left because of a case, for the area that shows it.
func (d *Desk) OfCase(ctx context.Context, db pg.DB, caseNo string, kind Kind) ([]Told, error) {
	rows, err := ofCase(ctx, db, caseNo, kind)
	return d.shown(rows), err
}

// Acknowledge says that a body has done what a notice asks.
func (d *Desk) Acknowledge(ctx context.Context, who access.Actor, id string) (Told, error) {
	n, err := notice(ctx, d.db, id)
	if errors.Is(err, pg.ErrNone) || err == nil && n.Org != who.Org {
		return Told{}, errUnknownNotice
	}
	if err != nil {
		return Told{}, err
	}
	return d.acknowledge(ctx, who.ID, who.Org, id, n.Revision)
}

func (d *Desk) acknowledge(ctx context.Context, by, org, id string, revision int32) (Told, error) {
	now := d.instant()
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		news, err := acknowledged(ctx, tx, id, revision, by, now)
		if err != nil || !news {
			return err // a second click finds it done
		}
		if _, err = ledger.Append(ctx, tx, now, ledger.Act{Kind: "exchange.notice_acknowledged", Actor: by, About: id, Public: map[string]string{"org": org}}); err != nil {
			return err
		}
		return d.fire(ctx, tx, id, by)
	})
	if err != nil {
		return Told{}, err
	}
	n, err := notice(ctx, d.db, id)
	if err != nil {
		return Told{}, err
	}
	return d.shown([]noticeRow{n})[0], nil
}

// Overdue lists, by body, what was told and not acknowledged by its deadline.
func (d *Desk) Overdue(ctx context.Context) ([]Told, error) {
	rows, err := overdue(ctx, d.db, d.today(), mostOverdue)
	return d.shown(rows), err
}

const (
	pageSize    = 100
	mostOverdue = 1000
)

func (d *Desk) shown(rows []noticeRow) []Told {
	out := make([]Told, len(rows))
	for i, n := range rows {
		out[i] = Told{ID: n.NoticeID, Org: n.Org, Kind: Kind(n.Kind), EntityID: n.EntityID, About: n.About, Version: n.Version, Decision: n.Decision,
			Case: n.CaseNo, Reason: n.Reason, CreatedAt: n.CreatedAt, DueOn: n.DueOn, DeliveredAt: n.DeliveredAt, DeliveredBy: n.DeliveredBy,
			AcknowledgedAt: n.AcknowledgedAt, LagSeconds: d.lag(n.CreatedAt, n.AcknowledgedAt), Late: late(n.DueOn, n.AcknowledgedAt, d.today()),
			Attempts: n.Attempts, LastError: n.LastError}
	}
	return out
}

// lag is from an act to its acknowledgement, or to now.
func (d *Desk) lag(from time.Time, to *time.Time) int64 {
	end := d.now()
	if to != nil {
		end = *to
	}
	return int64(end.Sub(from).Seconds())
}

var errUnknownNotice = fault.New(fault.Missing, "exchange.unknown_notice", "没有这份告知，或不是发给贵单位的；请从收件列表中打开。",
	"There is no such notice, or it is not for your body; open it from the inbox.")
