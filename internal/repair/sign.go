package repair

import (
	"context"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/record"
)

// Sign is the firm signing what was prepared for it; the application is submitted with it (F26-10).
func (d *Desk) Sign(ctx context.Context, who access.Actor, id string, given []Signature, waive bool) (Receipt, error) {
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, a *application) error {
		switch {
		case who.Firm == "" || isAgent(who):
			return errNotToSign
		case a.SignedAt != nil:
			return nil // signed already: the second click changes nothing
		}
		answers, err := d.answersOf(ctx, tx, a)
		if err != nil {
			return err
		}
		signed, err := d.signAll(ctx, tx, who, a, answers, given, waive)
		if err != nil {
			return err
		}
		for _, caseID := range a.Cases {
			_, x, err := d.caseOf(ctx, tx, caseID)
			if err != nil {
				return err
			}
			if _, err = d.cases.Do(ctx, tx, caseID, caseflow.Doing{Act: Submit, Actor: who, Evidence: pledgesFor(signed, x.ids()), Key: "sign " + a.ApplicationID}); err != nil {
				return err
			}
		}
		if waive {
			return d.push(ctx, tx, a)
		}
		return updateApplication(ctx, tx, a)
	})
}

// answersOf judges the records of an application as they are now.
func (d *Desk) answersOf(ctx context.Context, db pg.DB, a *application) ([]Eligibility, error) {
	all, err := record.Of(ctx, db, a.EntityID, time.Time{})
	if err != nil {
		return nil, err
	}
	var out []Eligibility
	for _, r := range all {
		if slices.Contains(a.Records, r.ID) {
			out = append(out, Judge(d.law, Question{Record: r, Path: a.Path, Today: d.today()}))
		}
	}
	return out, nil
}

// Undo takes the signature back while the deciding bodies do not have it (G5).
func (d *Desk) Undo(ctx context.Context, who access.Actor, id string) (Receipt, error) {
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, a *application) error {
		switch {
		case a.EndedAt != nil:
			return nil
		case a.SignedAt == nil, !d.undoable(a):
			return errTooLate
		}
		for _, caseID := range a.Cases {
			if _, err := d.cases.Do(ctx, tx, caseID, caseflow.Doing{Act: Undo, Actor: who, Key: "undo " + a.ApplicationID}); err != nil {
				return err
			}
		}
		now := d.instant()
		a.EndedAt = &now
		return updateApplication(ctx, tx, a)
	})
}

// undoable: the time decides, whether or not a job has pushed it.
func (d *Desk) undoable(a *application) bool {
	return a.PushedAt == nil && a.PushAt != nil && d.now().Before(*a.PushAt)
}

// change does something to an application of one's firm, which is held meanwhile.
func (d *Desk) change(ctx context.Context, who access.Actor, id string, f func(ctx context.Context, tx pg.Tx, a *application) error) (Receipt, error) {
	var out Receipt
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		a, err := d.mine(ctx, tx, who, id, qLockApplication)
		if err != nil {
			return err
		}
		if err := f(ctx, tx, a); err != nil {
			return err
		}
		out, err = d.receipt(ctx, tx, a)
		return err
	})
	return out, err
}

// mine finds an application of the firm somebody acts for, or one a clerk entered; another's does not exist.
func (d *Desk) mine(ctx context.Context, db pg.DB, who access.Actor, id string, q pg.Query) (*application, error) {
	entity, err := whose(ctx, db, id)
	if err != nil {
		return nil, err
	}
	a, err := findApplication(ctx, db, q, entity, id)
	if err == nil && (who.Firm == "" || who.Org != entity) && a.Actor != who.ID {
		return nil, errUnknown
	}
	return a, err
}

// Push hands every application whose time to be taken back is over to its bodies; it returns how many. It may run at any time.
func (d *Desk) Push(ctx context.Context) (n int, err error) {
	due, err := toPush(ctx, d.db, d.now())
	for i := range due {
		err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
			a, err := findApplication(ctx, tx, qLockApplication, due[i].EntityID, due[i].ApplicationID)
			if err != nil || a.PushedAt != nil || a.EndedAt != nil {
				return err
			}
			n++
			return d.push(ctx, tx, a)
		})
		if err != nil {
			return n, err
		}
	}
	return n, err
}

func (d *Desk) push(ctx context.Context, tx pg.Tx, a *application) error {
	now := d.instant()
	a.PushedAt = &now
	if err := updateApplication(ctx, tx, a); err != nil {
		return err
	}
	for _, id := range a.Cases {
		c, err := d.cases.Find(ctx, tx, id)
		if err != nil {
			return err
		}
		if c.State != Submitted {
			continue // taken back by itself
		}
		if _, err := d.cases.Do(ctx, tx, id, caseflow.Doing{Act: Push, Actor: caseflow.System(), Key: "push " + a.ApplicationID}); err != nil {
			return err
		}
	}
	return nil
}

var (
	errNotToSign = fault.New(fault.Forbidden, "repair.not_to_sign", "承诺书须由企业自己签署，代理人和窗口人员不能代签；请由企业登录后签署。",
		"Only the firm itself signs the commitment, no agent and no clerk; have the firm sign in and sign.").At("signatures").Under("琼府办〔2021〕4号（四）")
	errNoAuthority = fault.New(fault.Invalid, "repair.no_authority", "代为申请须出示授权委托书；请上传委托书后提交。",
		"Whoever acts for the firm shows its authority; upload it, then submit.").At("authority").Under("国办发〔2025〕22号")
	errTooLate = fault.New(fault.TooLate, "repair.undo_late", "可撤回的时间已过，申请已经或即将送达认定单位；如不再申请，请在办件中撤回申请。",
		"The time to take it back is over; withdraw the case instead if you no longer want it.").Under("互联网网站适老化通用设计规范")
)
