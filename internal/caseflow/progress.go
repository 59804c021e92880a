package caseflow

import (
	"context"
	"crypto/subtle"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// progressRate is how fast one address may ask, and how fast anybody may ask for one case: enough for people, too slow for
// guessing. It protects the codes; no rule of law is in it.
var progressRate = access.Rate{PerSecond: 0.2, Burst: 10}

// Progress is how a case stands, in plain words, for whoever holds its receipt.
type Progress struct {
	ID       string       `json:"id"`
	Name     law.Text2    `json:"name"`
	State    law.Text2    `json:"state" doc:"in plain words"`
	Opened   workday.Date `json:"opened"`
	Due      workday.Date `json:"due,omitzero"`
	Left     int          `json:"left" doc:"working days left, negative once late"`
	Resting  bool         `json:"resting" doc:"something is waited for: look at the state"`
	Late     bool         `json:"late"`
	Ended    workday.Date `json:"ended,omitzero"`
	CanUrge  bool         `json:"can_urge"`
	BodyName string       `json:"body"`
}

// Progress tells whoever holds number and code how the case stands: no names, no details.
func (d *Desk) Progress(ctx context.Context, number, code string) (Progress, error) {
	c, err := d.byCode(ctx, d.db, number, code)
	if err != nil {
		return Progress{}, err
	}
	_, def, err := d.of(c)
	if err != nil {
		return Progress{}, err
	}
	p := Progress{ID: c.ID, Name: def.Name, State: def.name(c.State).Public, Opened: c.OpenedOn, Due: c.DueOn, Ended: c.EndedOn,
		Resting: c.EndedOn == 0 && c.DueOn == 0, CanUrge: c.EndedOn == 0 && c.urgedOn != d.today(), BodyName: d.bodyNames(ctx)(c.Org)}
	if c.DueOn != 0 {
		p.Late = d.today() > c.DueOn
		p.Left, _ = d.calendar(c.Region).Between(d.today(), c.DueOn)
	}
	return p, nil
}

// UrgeBy urges in the name of whoever holds number and code.
func (d *Desk) UrgeBy(ctx context.Context, number, code string) error {
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		c, err := d.byCode(ctx, tx, number, code)
		if err != nil {
			return err
		}
		if c, err = d.read(ctx, tx, qLock, c.ID); err != nil {
			return err
		}
		return d.urge(ctx, tx, c, access.Actor{ID: "receipt:" + c.ID, Kind: "receipt"})
	})
}

// byCode finds a case by its number and code; which of the two is wrong is not told.
func (d *Desk) byCode(ctx context.Context, db pg.DB, number, code string) (*Case, error) {
	if !d.asked.Take("address " + access.VisitOf(ctx).Address) {
		return nil, access.ErrTooMany
	}
	if len(number) <= maxID && !d.asked.Take("case "+number) {
		return nil, access.ErrTooMany
	}
	w, err := whose(ctx, db, number)
	if err != nil && fault.KindOf(err) != fault.Missing {
		return nil, err
	}
	if subtle.ConstantTimeCompare(codeHash(code), w.CodeHash) != 1 {
		return nil, errNoProgress
	}
	return d.read(ctx, db, qFind, number)
}
