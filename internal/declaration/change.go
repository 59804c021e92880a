package declaration

import (
	"context"
	"slices"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// mine finds a declaration of the firm somebody acts for; another's does not exist.
func (d *Desk) mine(ctx context.Context, db pg.DB, who access.Actor, id string, q pg.Query) (declaration, error) {
	entity, err := firmOf(who)
	if err != nil {
		return declaration{}, errUnknown
	}
	return find(ctx, db, q, entity, id)
}

// change does something to a declaration of one's firm, which is held meanwhile.
func (d *Desk) change(ctx context.Context, who access.Actor, id string, f func(ctx context.Context, tx pg.Tx, x *declaration) error) (View, error) {
	if _, err := signerOf(who); err != nil {
		return View{}, err
	}
	var x declaration
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if x, err = d.mine(ctx, tx, who, id, qLock); err != nil {
			return err
		}
		return f(ctx, tx, &x)
	})
	return d.viewOr(ctx, who, &x, err)
}

// end puts a declaration into a state it does not leave.
func (d *Desk) end(ctx context.Context, tx pg.Tx, actor string, x *declaration, to State) error {
	now := d.instant()
	x.State, x.EndedAt = to, &now
	if err := update(ctx, tx, x); err != nil {
		return err
	}
	_, err := d.act(ctx, tx, actor, "declaration."+string(to), x.DeclarationID, map[string]string{"kind": x.Kind})
	return err
}

// Undo takes a signature back while nothing has followed from it (G5).
func (d *Desk) Undo(ctx context.Context, who access.Actor, id string) (View, error) {
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, x *declaration) error {
		switch {
		case x.State == Undone:
			return nil
		case !x.undoable(d.now()):
			return errTooLate
		}
		return d.end(ctx, tx, who.ID, x, Undone)
	})
}

// Waive does without the rest of the time to take it back.
func (d *Desk) Waive(ctx context.Context, who access.Actor, id string) (View, error) {
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, x *declaration) error {
		switch {
		case x.ReleasedAt != nil:
			return nil
		case x.State != Signed:
			return errOver
		}
		now := d.instant()
		x.WaivedAt = &now
		return d.release(ctx, tx, x)
	})
}

// Withdraw ends a declaration of one's own accord, whatever verification said: nothing is recorded of it (F11-4). While an inquiry has
// not told the firm anything yet, it ends with the declaration; once it has, the case is where an error is explained.
func (d *Desk) Withdraw(ctx context.Context, who access.Actor, id string) (View, error) {
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, x *declaration) error {
		switch {
		case x.State == Withdrawn:
			return nil
		case x.State == Signed:
			return errEarly
		case !x.State.open():
			return errOver
		}
		if x.CaseID != "" {
			c, err := d.cases.Find(ctx, tx, x.CaseID)
			if err != nil {
				return err
			}
			if c.State != Looking {
				return errAsked
			}
			if _, err := d.cases.Do(ctx, tx, c.ID, caseflow.Doing{Act: Lapse, Actor: caseflow.System(), Key: "withdrawn"}); err != nil {
				return err
			}
		}
		return d.end(ctx, tx, who.ID, x, Withdrawn)
	})
}

// Consent changes with whom a declaration may be shared, at once. What was consented to before stays on record.
func (d *Desk) Consent(ctx context.Context, who access.Actor, id string, scopes []Scope) (View, error) {
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, x *declaration) error {
		scopes = slices.Compact(slices.Sorted(slices.Values(scopes)))
		switch {
		case slices.ContainsFunc(scopes, func(s Scope) bool { return !known(s) }):
			return errScope
		case x.State != Signed && !x.State.open():
			return errOver
		case slices.Equal(x.Scopes, words(scopes)):
			return nil
		}
		x.Scopes = words(scopes)
		if err := update(ctx, tx, x); err != nil {
			return err
		}
		entry, err := d.act(ctx, tx, who.ID, "declaration.consent", x.DeclarationID, map[string]string{"scopes": strings.Join(x.Scopes, ",")})
		if err != nil {
			return err
		}
		return insertConsent(ctx, tx, x, who.ID, d.instant(), entry)
	})
}

// Release lets every declaration take effect that can no longer be taken back; it returns how many. It may run at any time.
func (d *Desk) Release(ctx context.Context) (n int, err error) {
	due, err := toRelease(ctx, d.db, d.now())
	for i := range due {
		err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
			x, err := find(ctx, tx, qLock, due[i].EntityID, due[i].DeclarationID)
			if err != nil || x.State != Signed {
				return err // somebody was quicker
			}
			n++
			return d.release(ctx, tx, &x)
		})
		if err != nil {
			return n, err
		}
	}
	return n, err
}

// release puts a declaration into effect: it waits to be verified, and ends the one it corrects.
func (d *Desk) release(ctx context.Context, tx pg.Tx, x *declaration) error {
	now := d.instant()
	x.State, x.ReleasedAt, x.DueOn = Unverified, &now, d.due("declaration.verify", workday.Of(now), x.Region)
	if err := update(ctx, tx, x); err != nil {
		return err
	}
	if _, err := d.act(ctx, tx, system, "declaration.released", x.DeclarationID, map[string]string{"kind": x.Kind, "org": x.Org}); err != nil {
		return err
	}
	if x.Replaces == "" {
		return nil
	}
	old, err := find(ctx, tx, qLock, x.EntityID, x.Replaces)
	if err != nil || !old.State.open() || old.CaseID != "" {
		return err // it ended meanwhile, or is asked about: then it stays as it is
	}
	return d.end(ctx, tx, system, &old, Replaced)
}
