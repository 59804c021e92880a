package commitment

import (
	"context"

	"xinheng/internal/access"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// system is who does what time does.
const system = "system"

// Release lets every commitment take effect that can no longer be taken back; it returns how many. It may run at any time.
func (d *Desk) Release(ctx context.Context) (n int, err error) {
	due, err := toRelease(ctx, d.db, d.now())
	for i := range due {
		err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
			c, err := find(ctx, tx, qLock, due[i].EntityID, due[i].CommitmentID)
			if err != nil || c.State != Signed {
				return err // somebody was quicker
			}
			n++
			return d.release(ctx, tx, &c)
		})
		if err != nil {
			return n, err
		}
	}
	return n, err
}

// release puts a commitment into effect: it is public from now on, and the body it is made to is told in the same transaction.
func (d *Desk) release(ctx context.Context, tx pg.Tx, c *commitment) error {
	now := d.instant()
	c.State, c.ReleasedAt = Performing, &now
	if err := update(ctx, tx, c); err != nil {
		return err
	}
	if _, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "commitment.released", Actor: system, About: c.CommitmentID,
		Public: map[string]string{"undertaking": c.Undertaking, "org": c.Org}}); err != nil {
		return err
	}
	return d.Events.Released.Fire(ctx, tx, c.event(d.today()))
}

// Permit is what a body issued on a commitment.
type Permit struct {
	Number string `json:"number" maxLength:"100" doc:"of the permit that was issued"`
}

// Issue says that the body issued what the commitment was for (F01-4). Of a project it is refused until land and conditions are
// shown (F01-5). The same number again changes nothing.
func (d *Desk) Issue(ctx context.Context, who access.Actor, id string, p Permit) (View, error) {
	var c commitment
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if c, err = d.taken(ctx, tx, who, id, qLock); err != nil {
			return err
		}
		switch {
		case c.Kind != "approval":
			return errNoPermit
		case c.PermitNo == p.Number && p.Number != "":
			return nil
		case c.PermitNo != "":
			return errIssued
		case c.ReleasedAt == nil, c.State == Withdrawn:
			return errNotInEffect
		case p.Number == "":
			return errNoNumber
		}
		if err := d.complete(ctx, tx, &c); err != nil {
			return err
		}
		return d.issue(ctx, tx, who, &c, p)
	})
	return d.viewOr(ctx, &c, err)
}

func (d *Desk) issue(ctx context.Context, tx pg.Tx, who access.Actor, c *commitment, p Permit) error {
	now := d.instant()
	c.PermitNo, c.PermittedAt = p.Number, &now
	if err := update(ctx, tx, c); err != nil {
		return err
	}
	if _, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "commitment.permitted", Actor: who.ID, About: c.CommitmentID,
		Public: map[string]string{"undertaking": c.Undertaking, "org": c.Org, "permit": c.PermitNo}}); err != nil {
		return err
	}
	return d.Events.Permitted.Fire(ctx, tx, c.event(d.today()))
}

// taken finds a commitment made to the body somebody works for, once it is in effect; another's does not exist.
func (d *Desk) taken(ctx context.Context, db pg.DB, who access.Actor, id string, q pg.Query) (commitment, error) {
	entity, err := whose(ctx, db, id)
	if err != nil {
		return commitment{}, err
	}
	c, err := find(ctx, db, q, entity, id)
	if err == nil && (who.Org == "" || who.Firm != "" || c.Org != who.Org || c.ReleasedAt == nil) {
		err = errUnknown
	}
	return c, err
}

// Finding is what a check of a commitment found. Whoever keeps or breaks one has heard the party, and has a document (G9).
type Finding struct {
	EntityID string
	ID       string
	Org      Body         // that checked
	On       workday.Date // of the finding
	Clause   string       // that was broken; empty: it is kept
	Document string       // of the finding; of a breach required
}

// Conclude writes down what a check found, within the transaction of whoever decided it (verify). Found the same again, it stays.
func (d *Desk) Conclude(ctx context.Context, tx pg.Tx, who access.Actor, f Finding) error {
	c, err := find(ctx, tx, qLock, f.EntityID, f.ID)
	if err != nil {
		return err
	}
	to, act := Kept, "commitment.kept"
	if f.Clause != "" {
		to, act = Broken, "commitment.broken"
	}
	switch {
	case c.State == to:
		return nil
	case c.State != Performing && c.State != Kept:
		return errNotInEffect
	case to == Broken && f.Document == "":
		return errNoDocument
	case to == Broken && !c.has(f.Clause):
		return errNoClause
	}
	c.CheckedOrg, c.CheckedOn, c.Clause, c.Document = f.Org.Code, f.On, f.Clause, f.Document
	if err := d.end(ctx, tx, who.ID, &c, to, act); err != nil {
		return err
	}
	return d.Events.Ended.Fire(ctx, tx, c.event(f.On))
}
