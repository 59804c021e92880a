package entry

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/pg"
	"xinheng/internal/record"
)

// Decision of the second person.
type Decision struct {
	Approve bool   `json:"approve"`
	Note    string `json:"note,omitempty" maxLength:"1000" doc:"why it is returned"`
	Version int32  `json:"version,omitempty" minimum:"0" doc:"of the draft as it was read; somebody else's later change is then not decided on unseen"`
}

// Decide approves a draft or returns it.
func (d *Desk) Decide(ctx context.Context, who access.Actor, id string, in Decision) (Draft, error) {
	if !in.Approve {
		return d.giveBack(ctx, who, id, in)
	}
	return d.approve(ctx, who, id, in.Version)
}

// waiting checks that a draft waits and that it may be this person who decides.
func (r *row) waiting(who access.Actor) error {
	if err := r.apart(who); err != nil {
		return err
	}
	if r.Status != Submitted {
		return errNotWaiting
	}
	return nil
}

func (d *Desk) giveBack(ctx context.Context, who access.Actor, id string, in Decision) (Draft, error) {
	return d.change(ctx, who, id, in.Version, func(ctx context.Context, tx pg.Tx, r *row) error {
		if err := r.waiting(who); err != nil {
			return err
		}
		if r.Reviewer != "" {
			return errBeingStored
		}
		if strings.TrimSpace(in.Note) == "" {
			return errNoNote
		}
		second := official(who)
		r.Status, r.Second, r.Note = Returned, &second, in.Note
		return d.append(ctx, tx, who, "entry.returned", r, map[string]string{"by": "reviewer"})
	})
}

// approve goes in three steps, each of which leaves something the next click can take up: the reviewer is written down, the
// row is delivered under the key of the draft, the draft is closed. A machine that dies after the second has stored the
// record, and taken up again it finds its own delivery.
func (d *Desk) approve(ctx context.Context, who access.Actor, id string, version int32) (Draft, error) {
	r, err := d.find(ctx, d.db, qFind, who.Org, id)
	if err != nil {
		return Draft{}, err
	}
	if err := r.waiting(who); err != nil {
		return Draft{}, err
	}
	if r.Reviewer == "" {
		if err := r.still(version); err != nil {
			return Draft{}, err
		}
		t, err := d.try(ctx, who, r.Item, r.Values)
		if err != nil {
			return Draft{}, err
		}
		if len(t.Flaws) > 0 { // the law or the other records have moved on since it was submitted
			return d.refused(ctx, who, r, t.Flaws)
		}
		if err := d.claim(ctx, who, r, t.Record.ID); err != nil {
			return Draft{}, err
		}
	}
	flaws, err := d.deliver(ctx, who, r)
	switch {
	case err != nil:
		return Draft{}, err
	case len(flaws) > 0:
		return d.refused(ctx, who, r, flaws)
	}
	return d.close(ctx, who, r)
}

// claim writes down who approves, and which record the draft becomes, before anything is stored.
func (d *Desk) claim(ctx context.Context, who access.Actor, r *row, recordID string) error {
	second := official(who)
	r.Reviewer, r.RecordID, r.Second, r.Note = who.ID, recordID, &second, ""
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error { return d.update(ctx, tx, r) })
}

// key is that of the delivery: a draft that was refused and mended is another delivery.
func (r *row) key() string { return "entry " + r.DraftID + " " + strconv.Itoa(int(r.Round)) }

// deliver hands the row to intake in the name of whoever approved it first.
func (d *Desk) deliver(ctx context.Context, who access.Actor, r *row) ([]record.RowError, error) {
	file, err := record.OneRow(d.itemOf(r), r.Values)
	if err != nil {
		return nil, err
	}
	receipt, err := d.records.Take(ctx, deliverer(who, r.Reviewer), record.Delivery{Item: r.Item, Key: r.key(), Name: "手工录入 entry", ByHand: true, File: bytes.NewReader(file)})
	return receipt.Errors, err
}

// refused gives a draft back with what intake found wrong.
func (d *Desk) refused(ctx context.Context, who access.Actor, was *row, flaws []record.RowError) (Draft, error) {
	return d.change(ctx, who, was.DraftID, was.Version, func(ctx context.Context, tx pg.Tx, r *row) error {
		second := official(who)
		r.Status, r.Second, r.Reviewer, r.RecordID, r.Note, r.Flaws = Returned, &second, "", "", "", flaws
		return d.append(ctx, tx, who, "entry.returned", r, map[string]string{"by": "intake"})
	})
}

// close marks the draft approved. What was typed stays sealed with it, for the papers.
func (d *Desk) close(ctx context.Context, who access.Actor, was *row) (Draft, error) {
	return d.change(ctx, who, was.DraftID, was.Version, func(ctx context.Context, tx pg.Tx, r *row) error {
		r.Status = Approved
		who.ID = r.Reviewer // whoever takes it up finishes what the reviewer did
		return d.append(ctx, tx, who, "entry.approved", r, map[string]string{"record": r.RecordID, "author": r.Writers[0]})
	})
}
