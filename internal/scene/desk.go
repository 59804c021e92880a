package scene

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pilot"
	"xinheng/internal/workday"
)

// Desk is where scenes are entered, confirmed and withdrawn.
type Desk struct {
	// Pilots are those the public reads, with their evaluations. Nil: there are none.
	Pilots func(ctx context.Context) ([]pilot.Pilot, error)

	db  *pg.Pool
	law *law.Library
	now func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, now: now}
}

func (d *Desk) instant() time.Time  { return d.now().UTC().Truncate(time.Microsecond) }
func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// Enter enters a scene within one's reach. The same again while it waits is the one that is there.
func (d *Desk) Enter(ctx context.Context, who access.Actor, in Draft) (Scene, error) {
	if len(in.Region) < 2 || !access.InScope(who, "", in.Region) {
		return Scene{}, errScope
	}
	if in.Pilot != "" {
		p, err := d.pilot(ctx, in.Pilot)
		if err != nil {
			return Scene{}, err
		}
		if err := in.evaluated(&p); err != nil {
			return Scene{}, err
		}
	}
	if err := in.sound(d.law.On(d.today()), d.today()); err != nil {
		return Scene{}, err
	}
	text, err := json.Marshal(in)
	if err != nil {
		return Scene{}, err
	}
	r := row{SceneID: "CJ-" + rand.Text()[:16], Region: in.Region, Content: text, Org: who.Org, Body: who.Name, Actor: who.ID, At: d.instant()}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		there, err := insert(ctx, tx, &r)
		if err != nil || there {
			return err
		}
		return d.note(ctx, tx, who, "scene.entered", r.SceneID)
	})
	if err != nil {
		return Scene{}, err
	}
	return d.one(ctx, who, r.SceneID)
}

// pilot is one whose evaluation is published.
func (d *Desk) pilot(ctx context.Context, id string) (pilot.Pilot, error) {
	if d.Pilots == nil {
		return pilot.Pilot{}, errPilot
	}
	all, err := d.Pilots(ctx)
	for i := range all {
		if all[i].ID == id && all[i].Evaluation != nil {
			return all[i], nil
		}
	}
	if err == nil {
		err = errPilot
	}
	return pilot.Pilot{}, err
}

// Confirm makes a scene public. Whoever entered it does not (S2).
func (d *Desk) Confirm(ctx context.Context, who access.Actor, id string) (Scene, error) {
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, r *row) error {
		switch {
		case r.WithdrawnAt != nil:
			return errGone
		case r.ConfirmedAt != nil:
			return nil
		}
		if err := access.Apart(access.Actor{ID: r.Actor}, who); err != nil {
			return err
		}
		if err := confirm(ctx, tx, id, who, d.instant()); err != nil {
			return err
		}
		return d.note(ctx, tx, who, "scene.published", id)
	})
}

// Withdraw takes a scene back for a reason. One that was public stays readable as withdrawn.
func (d *Desk) Withdraw(ctx context.Context, who access.Actor, id, why string) (Scene, error) {
	why, ok := said(why, 1000)
	if !ok {
		return Scene{}, errWhy
	}
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, r *row) error {
		if r.WithdrawnAt != nil {
			if r.WithdrawnWhy == why {
				return nil
			}
			return errGone
		}
		if err := withdraw(ctx, tx, id, who.ID, why, d.instant()); err != nil {
			return err
		}
		return d.note(ctx, tx, who, "scene.withdrawn", id)
	})
}

func (d *Desk) note(ctx context.Context, tx pg.Tx, who access.Actor, kind, id string) error {
	_, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: kind, Actor: who.ID, About: id})
	return err
}

// change locks a scene within one's reach and does something to it.
func (d *Desk) change(ctx context.Context, who access.Actor, id string, do func(context.Context, pg.Tx, *row) error) (Scene, error) {
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		r, err := find(ctx, tx, qLock, id)
		if err == nil && !access.InScope(who, "", r.Region) {
			err = errUnknown
		}
		if err != nil {
			return err
		}
		return do(ctx, tx, &r)
	})
	if err != nil {
		return Scene{}, err
	}
	return d.one(ctx, who, id)
}
