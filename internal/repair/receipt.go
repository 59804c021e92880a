package repair

import (
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// receipt shows an application with each body's part and its clocks.
func (d *Desk) receipt(ctx context.Context, db pg.DB, a *application) (Receipt, error) {
	r := Receipt{ID: a.ApplicationID, EntityID: a.EntityID, Free: Free, Records: a.Records, Path: a.Path, Papers: int(a.Papers), Found: int(a.Found),
		Agent: a.Agent != "", FiledAt: a.CreatedAt, SignedAt: a.SignedAt, PushedAt: a.PushedAt, Undone: a.EndedAt != nil, Waiting: a.SignedAt == nil && a.EndedAt == nil}
	if d.undoable(a) && a.EndedAt == nil {
		r.UndoUntil = a.PushAt
	}
	for _, id := range a.Cases {
		part, err := d.part(ctx, db, id)
		if err != nil {
			return r, err
		}
		r.Cases = append(r.Cases, part)
	}
	if !r.Waiting {
		return r, nil
	}
	answers, err := d.answersOf(ctx, db, a)
	for i := range answers {
		if l := answers[i].Letter; l != nil && !slices.ContainsFunc(r.Letters, func(o Letter) bool { return o.Template == l.Template }) {
			r.Letters = append(r.Letters, *l)
		}
	}
	return r, err
}

func (d *Desk) part(ctx context.Context, db pg.DB, id string) (CaseState, error) {
	c, x, err := d.caseOf(ctx, db, id)
	if err != nil {
		return CaseState{}, err
	}
	s := CaseState{Case: c.ID, Body: Body{Code: c.Org}, State: c.State, DueOn: c.DueOn, EndedOn: c.EndedOn, Records: []Line{}}
	for _, r := range x.Records {
		s.Records = append(s.Records, r.Line)
	}
	for _, n := range states {
		if n.State == c.State {
			s.Says = n.Public
		}
	}
	if d.Accounts != nil {
		if o, err := d.Accounts.Org(ctx, c.Org); err == nil {
			s.Body.Name = o.Name
		} else if fault.KindOf(err) != fault.Missing {
			return s, err
		}
	}
	s.Clocks, err = d.cases.Clocks(ctx, db, c)
	return s, err
}

// Mine lists the applications of the firm somebody acts for, newest first.
func (d *Desk) Mine(ctx context.Context, who access.Actor) ([]Receipt, error) {
	out := []Receipt{}
	if who.Firm == "" {
		return out, nil
	}
	all, err := applications(ctx, d.db, who.Org)
	for i := range all {
		r, err := d.receipt(ctx, d.db, &all[i])
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, err
}

// Find shows one application of one's own.
func (d *Desk) Find(ctx context.Context, who access.Actor, id string) (Receipt, error) {
	a, err := d.mine(ctx, d.db, who, id, qApplication)
	if err != nil {
		return Receipt{}, err
	}
	return d.receipt(ctx, d.db, a)
}

// Progress shows an application to whoever holds its receipt. A wrong code and a wrong number look the same.
func (d *Desk) Progress(ctx context.Context, id, code string) (Receipt, error) {
	if !d.opens(id, code) {
		return Receipt{}, errUnknown
	}
	entity, err := whose(ctx, d.db, id)
	if err != nil {
		return Receipt{}, err
	}
	a, err := findApplication(ctx, d.db, qApplication, entity, id)
	if err != nil {
		return Receipt{}, err
	}
	r, err := d.receipt(ctx, d.db, a)
	r.Letters = nil // they are for who signs
	return r, err
}

// Urge asks every body that has not answered yet to get on with it, for whoever holds the receipt, once a day.
func (d *Desk) Urge(ctx context.Context, id, code string) error {
	if !d.asked.Take(access.VisitOf(ctx).Address) {
		return access.ErrTooMany
	}
	if !d.opens(id, code) {
		return errUnknown
	}
	entity, err := whose(ctx, d.db, id)
	if err != nil {
		return err
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		a, err := findApplication(ctx, tx, qLockApplication, entity, id)
		if err != nil {
			return err
		}
		holder := access.Actor{ID: "receipt:" + id, Kind: access.KindPerson, Firm: "receipt", Org: entity} // stands for the subject in this one thing
		urged, refused := 0, error(nil)
		for _, one := range a.Cases {
			err := d.cases.Urge(ctx, tx, holder, one)
			switch {
			case err == nil:
				urged++
			case fault.KindOf(err) == fault.Conflict: // ended, or urged today
				refused = err
			default:
				return err
			}
		}
		if urged == 0 {
			return refused
		}
		return nil
	})
}
