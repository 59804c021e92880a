package exchange

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// sendArgs name one line of the ledger.
type sendArgs struct {
	Entity  string `json:"entity"`
	Removal string `json:"removal"`
}

// actor is who acts on the ledger when a job does.
const actor = "xinheng"

// Remove tells every target, and every consumer, within the transaction of the decision. It may be called again for the
// same thing while a target has not acknowledged yet: the newest instruction counts, and nothing is told twice.
func (d *Desk) Remove(ctx context.Context, tx pg.Tx, r Removal) error {
	r.Action, r.From = cmp.Or(r.Action, Delete), cmp.Or(r.From, d.today())
	targets, err := activeTargets(ctx, tx)
	if err != nil {
		return err
	}
	var notices []Notice
	for i := range targets {
		switch t := &targets[i]; {
		case t.Kind == Consumer && r.Person:
		case t.Kind == Consumer:
			notices = append(notices, noticeOf(t, &r))
		case t.Kind == OwnPortal && r.Action != Delete:
			// what we show is read from the very table that was corrected
		default:
			if err := d.order(ctx, tx, t, &r); err != nil {
				return err
			}
		}
	}
	return d.Tell(ctx, tx, notices)
}

// order tells one target.
func (d *Desk) order(ctx context.Context, tx pg.Tx, t *Target, r *Removal) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	l := line{EntityID: r.EntityID, RemovalID: id.String(), About: r.RecordID, Target: t.Code, Action: string(r.Action), Version: r.Version,
		CaseNo: r.Case, Reason: r.Reason, Basis: r.Basis, Org: r.Org, Region: r.Region, CreatedAt: d.instant()}
	l.DueOn, l.Provisional = d.law.Due(t.Limit, r.From)
	return d.put(ctx, tx, &l, "exchange.removal")
}

// appendLine puts an act about a line on the ledger: which target, what for and until when, and not what about.
func (d *Desk) appendLine(ctx context.Context, tx pg.Tx, who access.Actor, kind string, l *line) error {
	_, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: kind, Actor: who.ID, About: l.RemovalID,
		Public: map[string]string{"target": l.Target, "action": l.Action, "reason": l.Reason, "due": l.DueOn.String()}})
	return err
}

// noticeOf is what a consumer is told of a removal.
func noticeOf(t *Target, r *Removal) Notice {
	kind := map[Action]Kind{Delete: Tombstone, Replace: Correction, Lift: Lifted}[r.Action]
	return Notice{Org: t.Org, Kind: kind, EntityID: r.EntityID, About: r.RecordID, Version: r.Version, Case: r.Case, Reason: r.Reason, Limit: t.Limit}
}

// late says whether a line is past its deadline: acknowledged after it, or still not.
func late(due workday.Date, acknowledged *time.Time, today workday.Date) bool {
	if acknowledged != nil {
		today = workday.Of(*acknowledged)
	}
	return due != 0 && today > due
}
