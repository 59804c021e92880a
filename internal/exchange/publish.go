package exchange

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Publish: show it, as it is from now on, with a link to where we show it (公示修复承诺).
const Publish Action = "publish"

// Publication is what public sites are to show from now on: where it is with us, and nothing of what it says.
type Publication struct {
	EntityID string
	ID       string // of what is published
	Version  int32  // counts what became of it, from 1: a greater one replaces what was sent before
	Location string // path of its page on our portal
	Case     string
	Reason   string
	Basis    string
	Org      string // body whose decision it is
	Region   string // of that body
}

// publishers are the kinds of sites that show what others decide: those of the state, and none that takes data to trade in.
var publishers = []string{GSXT, CreditChina}

// Publish tells the public sites, within the transaction of the decision, to show something. It is a line of the sync ledger
// like a take-down: sent signed, tried until it is acknowledged, with its lag. A site that takes no messages is told nothing.
func (d *Desk) Publish(ctx context.Context, tx pg.Tx, p Publication) error {
	targets, err := activeTargets(ctx, tx)
	if err != nil {
		return err
	}
	for i := range targets {
		t := &targets[i]
		if !slices.Contains(publishers, t.Kind) || t.PushURL == "" {
			continue
		}
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		l := line{EntityID: p.EntityID, RemovalID: id.String(), About: p.ID, Target: t.Code, Action: string(Publish), Version: p.Version, Location: p.Location,
			CaseNo: p.Case, Reason: p.Reason, Basis: p.Basis, Org: p.Org, Region: p.Region, CreatedAt: d.instant()}
		l.DueOn, l.Provisional = d.law.Due(t.Limit, workday.Of(d.now()))
		if err := d.put(ctx, tx, &l, "exchange.publication"); err != nil {
			return err
		}
	}
	return nil
}

// Rerate: evaluate the subject anew, without what was repaired (更新评价).
const Rerate Action = "rerate"

// evaluators are the kinds of sites that evaluate: the national evaluation is told through “信用中国”.
var evaluators = []string{CreditChina}

// Reevaluate tells whoever evaluates elsewhere, within the transaction of the decision, to take a repair into account: a line of the
// sync ledger like a take-down, with its acknowledgement. It names the case, and neither the record nor what became of the grade.
func (d *Desk) Reevaluate(ctx context.Context, tx pg.Tx, p Publication) error {
	targets, err := activeTargets(ctx, tx)
	if err != nil {
		return err
	}
	for i := range targets {
		t := &targets[i]
		if !slices.Contains(evaluators, t.Kind) || t.PushURL == "" {
			continue
		}
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		l := line{EntityID: p.EntityID, RemovalID: id.String(), About: p.ID, Target: t.Code, Action: string(Rerate), Version: p.Version,
			CaseNo: p.Case, Reason: p.Reason, Basis: p.Basis, Org: p.Org, Region: p.Region, CreatedAt: d.instant()}
		l.DueOn, l.Provisional = d.law.Due(t.Limit, workday.Of(d.now()))
		if err := d.put(ctx, tx, &l, "exchange.reevaluation"); err != nil {
			return err
		}
	}
	return nil
}

// put writes a line, or brings the open one up to date, and puts the job that sends it.
func (d *Desk) put(ctx context.Context, tx pg.Tx, l *line, kind string) error {
	put, err := upsert(ctx, tx, l)
	if err != nil || !put.Changed {
		return err
	}
	l.RemovalID = put.RemovalID
	if err := d.appendLine(ctx, tx, access.Actor{ID: actor}, kind, l); err != nil {
		return err
	}
	return d.queue.Put(ctx, tx, jobSend, sendArgs{l.EntityID, put.RemovalID})
}
