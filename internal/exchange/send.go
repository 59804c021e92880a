package exchange

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/pg"
)

// send is the job that brings one line to its target. It is idempotent: the target knows the line by its key, an
// acknowledgement is written once, and what is acknowledged is not sent again. A failure is written down, then tried again.
func (d *Desk) send(ctx context.Context, args sendArgs) error {
	l, err := find(ctx, d.db, args.Entity, args.Removal)
	if errors.Is(err, pg.ErrNone) || err == nil && l.State == string(Acknowledged) {
		return nil
	}
	if err != nil {
		return err
	}
	t, err := activeTarget(ctx, d.db, l.Target)
	if errors.Is(err, pg.ErrNone) {
		return tried(ctx, d.db, &l, "target_inactive", d.instant()) // sent again by hand once it is a target again
	}
	if err != nil {
		return err
	}
	received, done, failure := d.bring(ctx, &t, &l)
	word := ""
	if failure != nil {
		word = failure.Error()
	}
	if err := d.note(ctx, &l, received, done, word); err != nil {
		return err
	}
	return failure
}

// bring asks a target, or reads it again where nothing can be sent to it. What is accepted but not done is asked again.
func (d *Desk) bring(ctx context.Context, t *Target, l *line) (received, done bool, failure error) {
	if t.PushURL == "" && (l.Action == string(Publish) || l.Action == string(Rerate)) {
		return false, false, trouble{"no_address"} // it took messages when it was ordered
	}
	if t.PushURL == "" {
		found, err := d.look(ctx, t, l)
		switch {
		case err != nil:
			return false, false, err
		case found.there:
			return true, false, trouble{"still_there"}
		}
		return true, true, nil
	}
	received, answer, err := d.post(ctx, t, d.messageOf(l))
	if err == nil && answer.State != "done" {
		err = trouble{"not_yet_done"}
	}
	var known trouble
	if err != nil && !errors.As(err, &known) {
		slog.WarnContext(ctx, "a take-down could not be sent", "target", t.Code, "error", err)
		err = trouble{"not_sent"}
	}
	return received, err == nil, err
}

func (d *Desk) messageOf(l *line) Message {
	m := Message{ID: l.RemovalID, Revision: l.Revision, Kind: l.Action, EntityID: l.EntityID, About: l.About, Version: l.Version,
		Case: l.CaseNo, Reason: l.Reason, Basis: l.Basis, DueOn: l.DueOn}
	if l.Location != "" {
		m.Location = d.Base + l.Location
	}
	return m
}

// note writes down how an attempt went, and puts what is new of it on the ledger. An answer to an instruction that has been
// replaced meanwhile acknowledges nothing; the job of the newer one is under way.
func (d *Desk) note(ctx context.Context, l *line, received, done bool, word string) error {
	now := d.instant()
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := tried(ctx, tx, l, word, now); err != nil {
			return err
		}
		for _, step := range []struct {
			when bool
			kind string
			mark func(context.Context, pg.Tx, *line, time.Time) (bool, error)
		}{{received, "exchange.sent", markSent}, {done, "exchange.acknowledged", markAcknowledged}} {
			if !step.when {
				continue
			}
			news, err := step.mark(ctx, tx, l, now)
			if err != nil {
				return err
			}
			if !news {
				continue
			}
			if err := d.appendLine(ctx, tx, access.Actor{ID: actor}, step.kind, l); err != nil {
				return err
			}
		}
		return nil
	})
}
