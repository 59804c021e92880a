package verify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/hook"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/paper"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Desk is where commitments are verified. The exported fields are set while wiring, never later.
type Desk struct {
	Events Events
	// Accounts name bodies. Nil: they have no name.
	Accounts *account.Desk
	// Press prints papers. Nil: they are shown as pages only.
	Press *paper.Press
	// Promises pages through all commitments in effect, for what was missed. Nil: there is nobody to ask.
	Promises func(ctx context.Context, after string) (page []Promise, next string, err error)
	// Text reads what was signed. Nil: papers and records cannot be made.
	Text func(ctx context.Context, entity, id string) (Told, error)
	// Conclude tells whoever owns the commitment what was found, in the transaction of the finding. Nil: nobody is told.
	Conclude func(ctx context.Context, tx pg.Tx, who access.Actor, f Finding) error

	db      *pg.Pool
	law     *law.Library
	records *record.Desk
	cases   *caseflow.Desk
	now     func() time.Time
}

// Events are what other areas follow.
type Events struct {
	Pooled hook.Hook[Event] // 免于核查，纳入日常监管
	Left   hook.Hook[Event] // 转入核查、撤回或者另有认定，不再只受日常监管
}

// Event is a commitment under verification, by ids.
type Event struct {
	EntityID    string `json:"entity_id"`
	Commitment  string `json:"commitment"`
	Undertaking string `json:"undertaking"`
	Matter      string `json:"matter"`
	Org         string `json:"org"`
	Region      string `json:"region"`
}

func (v *verification) event() Event {
	return Event{v.EntityID, v.CommitmentID, v.Undertaking, v.Matter, v.Org, v.Region}
}

// Finding is what a verification found of a commitment.
type Finding struct {
	EntityID, ID, Org, OrgName string
	On                         workday.Date
	Clause                     string // that was broken; empty: it is kept
	Document                   string
}

// NewDesk makes the desk and registers its type of case.
func NewDesk(db *pg.Pool, lib *law.Library, records *record.Desk, cases *caseflow.Desk, now func() time.Time) *Desk {
	d := &Desk{db: db, law: lib, records: records, cases: cases, now: now}
	cases.Register(d.kind())
	return d
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// system is who compares: a machine, which decides nothing adverse.
var system = caseflow.System()

func (d *Desk) act(ctx context.Context, tx pg.Tx, who access.Actor, kind, about string, public map[string]string) error {
	_, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: kind, Actor: who.ID, About: about, Public: public})
	return err
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Conclusion is how a verification ends.
type Conclusion struct {
	Outcome  string // kept | mended | terminate | revoke | penalty
	Clause   string // broken
	Document string
	On       workday.Date
}

// conclude ends a verification and tells the commitment of it, in one transaction: the one is the other.
func (d *Desk) conclude(ctx context.Context, tx pg.Tx, who access.Actor, v *verification, c Conclusion) error {
	v.State, v.Outcome, v.EndedOn = Kept, c.Outcome, c.On
	if c.Clause != "" {
		v.State = Broken
	}
	if err := update(ctx, tx, v); err != nil {
		return err
	}
	if err := d.act(ctx, tx, who, "verify."+v.State, v.CommitmentID, map[string]string{"outcome": c.Outcome, "document": c.Document, "case": v.CaseID}); err != nil {
		return err
	}
	if d.Conclude == nil {
		return nil
	}
	return d.Conclude(ctx, tx, who, Finding{EntityID: v.EntityID, ID: v.CommitmentID, Org: v.Org, OrgName: who.Name, On: c.On, Clause: c.Clause, Document: c.Document})
}

// Withdrawn ends the verification of a commitment that was taken back, and its task with it: nothing is found of what no longer
// stands. What was found before stays.
func (d *Desk) Withdrawn(ctx context.Context, tx pg.Tx, entity, id string, on workday.Date) error {
	v, err := lock(ctx, tx, entity, id)
	if fault.KindOf(err) == fault.Missing || err == nil && v.EndedOn != 0 {
		return nil
	}
	if err != nil {
		return err
	}
	if err := d.leaves(ctx, tx, v); err != nil {
		return err
	}
	had := v.CaseID != "" && v.State == Tasked
	v.State, v.EndedOn = Ended, on
	if err := update(ctx, tx, v); err != nil || !had {
		return err
	}
	_, err = d.cases.Do(ctx, tx, v.CaseID, caseflow.Doing{Act: Lapse, Actor: system, Key: "withdrawn"})
	return err
}

// leaves says that a commitment is no longer under daily supervision alone, before its state changes.
func (d *Desk) leaves(ctx context.Context, tx pg.Tx, v *verification) error {
	if v.State != Pooled {
		return nil
	}
	return d.Events.Left.Fire(ctx, tx, v.event())
}

// Settled follows a finding that was made elsewhere: the commitment is kept or broken, and there is nothing left to verify. A finding of
// this area's own changes nothing here.
func (d *Desk) Settled(ctx context.Context, tx pg.Tx, entity, id, state string, on workday.Date) error {
	v, err := lock(ctx, tx, entity, id)
	if fault.KindOf(err) == fault.Missing || err == nil && (v.State == Kept || v.State == Broken || v.State == Ended) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := d.leaves(ctx, tx, v); err != nil {
		return err
	}
	had := v.State == Tasked
	v.State, v.Outcome, v.EndedOn = state, state, on
	if err := update(ctx, tx, v); err != nil || !had {
		return err
	}
	_, err = d.cases.Do(ctx, tx, v.CaseID, caseflow.Doing{Act: Lapse, Actor: system, Key: "settled"})
	return err
}
