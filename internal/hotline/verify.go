package hotline

import (
	"context"
	"strings"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Finding is what the body in charge found.
type Finding struct {
	State    string `json:"state" enum:"verified,unfounded,withdrawn" doc:"withdrawn: at any time, also what was verified before"`
	Document string `json:"document" minLength:"1" maxLength:"200" doc:"number of the document that shows it"`
	Reason   string `json:"reason" minLength:"1" maxLength:"2000"`
}

// Decide records what the body in charge found, once, or withdraws it. Those merged into the complaint stand and fall with it.
func (d *Desk) Decide(ctx context.Context, who access.Actor, id string, f Finding) (View, error) {
	if f.Document, f.Reason = strings.TrimSpace(f.Document), strings.TrimSpace(f.Reason); f.Document == "" || f.Reason == "" {
		return View{}, errNoDocument
	}
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, c *complaint) error {
		counted := c.State == Verified
		if err := c.find(who, f, d.today()); err != nil {
			return err
		}
		if err := d.act(ctx, tx, who, f.State, id, map[string]string{}); err != nil || counted == (f.State == Verified) {
			return err
		}
		return d.Found.Fire(ctx, tx, c.EntityID)
	})
}

// find writes a finding into a complaint, if it may be found now.
func (c *complaint) find(who access.Actor, f Finding, today workday.Date) error {
	switch {
	case c.Org != who.Org:
		return errUnknown
	case c.State == Merged:
		return errMerged
	case c.State == Withdrawn:
		return errDecided
	case f.State == Withdrawn:
		c.State, c.EndedDocument, c.EndedReason, c.EndedBy, c.EndedOn = f.State, f.Document, f.Reason, who.ID, today
	case c.State == Unnamed:
		return errUnnamed
	case c.State != Unverified:
		return errDecided
	default:
		c.State, c.Document, c.Reason, c.DecidedBy, c.DecidedOn = f.State, f.Document, f.Reason, who.ID, today
	}
	return nil
}

// change lets somebody change a complaint in one transaction.
func (d *Desk) change(ctx context.Context, who access.Actor, id string, do func(context.Context, pg.Tx, *complaint) error) (View, error) {
	var c complaint
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if c, err = lock(ctx, tx, id); err != nil {
			return err
		}
		if err := do(ctx, tx, &c); err != nil {
			return err
		}
		return put(ctx, tx, &c)
	})
	if err != nil {
		return View{}, err
	}
	all, err := d.views(ctx, []complaint{c}, who)
	if err != nil {
		return View{}, err
	}
	return all[0], nil
}

// shown says whether the firm sees a complaint: it was verified, even if that was taken back.
func (c *complaint) shown() bool {
	return c.State == Verified || c.State == Withdrawn && c.DecidedOn != 0
}

// firmOf is the firm somebody acts for.
func firmOf(who access.Actor) (string, error) {
	if who.Firm == "" || who.Itself {
		return "", errNoFirm
	}
	return who.Org, nil
}

// Answer takes in what the firm says to a complaint that was verified, once.
func (d *Desk) Answer(ctx context.Context, who access.Actor, id, text string) (View, error) {
	firm, err := firmOf(who)
	if err != nil {
		return View{}, errUnknown // nothing of a person's own is complained of
	}
	if text = strings.TrimSpace(text); text == "" || utf8.RuneCountInString(text) > 2000 {
		return View{}, errWords
	}
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, c *complaint) error {
		switch {
		case c.EntityID != firm || !c.shown():
			return errUnknown
		case c.Answer != nil:
			return errAnswered
		}
		c.Answer, c.AnsweredOn = d.seal.Seal(answerContext(id), []byte(text)), d.today()
		return d.act(ctx, tx, who, "answered", id, map[string]string{})
	})
}

// Fact is a verified complaint, for the rules of early warning: the only thing of this area that anything else may count.
type Fact struct {
	ID, Matter, Document, Org, OrgName string
	On                                 workday.Date
}

// VerifiedOf are the verified complaints of a firm, each once however often it was repeated.
func VerifiedOf(ctx context.Context, db pg.DB, entity string) ([]Fact, error) {
	return verifiedOf(ctx, db, entity)
}
