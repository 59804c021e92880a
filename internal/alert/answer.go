package alert

import (
	"context"
	"slices"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Answer is what a firm says to a hint.
type Answer struct {
	Kind string `json:"kind" enum:"mended,explained"`
	Text string `json:"text" maxLength:"2000" doc:"what was mended, or what there is to explain"`
}

// Mine are the hints of the firm somebody acts for, from the day they are raised.
func (d *Desk) Mine(ctx context.Context, who access.Actor) ([]View, error) {
	entity, err := firmOf(who)
	if err != nil {
		return nil, err
	}
	all, err := ofEntity(ctx, d.db, entity)
	if err != nil {
		return nil, err
	}
	return d.views(ctx, d.shown(all), false)
}

// Answer takes what the firm says. The same again changes nothing. After its day it may still answer, until an officer has decided.
func (d *Desk) Answer(ctx context.Context, who access.Actor, id string, in Answer) (View, error) {
	entity, err := firmOf(who)
	if err != nil {
		return View{}, err
	}
	if in.Text = strings.TrimSpace(in.Text); in.Text == "" {
		return View{}, errWords
	}
	var h hint
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if h, err = find(ctx, tx, qLock, id); err != nil {
			return err
		}
		switch {
		case h.EntityID != entity || !d.inForce(&h):
			return errUnknown
		case !h.open() || h.ValidUntil < d.today():
			return errOver
		case h.State == Answered:
			said, err := d.seal.Open(h.sealContext(), h.Sealed)
			if err == nil && (h.Answer != in.Kind || string(said) != in.Text) {
				err = errOver
			}
			return err
		}
		at := d.instant()
		h.State, h.Answer, h.AnsweredBy, h.AnsweredAt = Answered, in.Kind, who.ID, &at
		h.Sealed = d.seal.Seal(h.sealContext(), []byte(in.Text))
		return d.put(ctx, tx, &h, who.ID)
	})
	return d.view(ctx, h, err, false)
}

// Decision is what an officer found.
type Decision struct {
	Confirm bool   `json:"confirm" doc:"false: dismissed"`
	Reason  string `json:"reason" maxLength:"2000" doc:"what was verified, and why"`
}

// turn says whether it is the officers' turn: the firm has answered, or its last day is over (F23-5). Before that they see nothing.
func (h *hint) turn(today workday.Date) bool {
	switch h.State {
	case Confirmed, Dismissed:
		return true
	case Answered:
		return h.ValidUntil >= today
	case Told:
		return h.AnswerBy < today && h.ValidUntil >= today
	}
	return false
}

// sees says whether an alert is an officer's to see: it is in their scope, and it is their turn.
func (d *Desk) sees(who access.Actor, h *hint) bool {
	return access.InScope(who, h.Org, h.Region) && h.turn(d.today()) && d.inForce(h)
}

// List are the alerts an officer may see, those that wait first.
func (d *Desk) List(ctx context.Context, who access.Actor) ([]View, error) {
	regions := make([]string, 0, len(who.Regions))
	for _, r := range who.Regions {
		regions = append(regions, r+"%")
	}
	all, err := ofOrg(ctx, d.db, who.Org, regions, who.Kind == access.KindCLI, d.today())
	if err != nil {
		return nil, err
	}
	return d.views(ctx, slices.DeleteFunc(all, func(h hint) bool { return !d.sees(who, &h) }), true)
}

// Find is one of them.
func (d *Desk) Find(ctx context.Context, who access.Actor, id string) (View, error) {
	h, err := find(ctx, d.db, qFind, id)
	if err == nil && !d.sees(who, &h) {
		err = errUnknown
	}
	return d.view(ctx, h, err, true)
}

// Decide confirms or dismisses. It writes down what was found and nothing else: what a confirmed alert suggests is planned, or not, by
// the ordinary ways (G9).
func (d *Desk) Decide(ctx context.Context, who access.Actor, id string, in Decision) (View, error) {
	if in.Reason = strings.TrimSpace(in.Reason); in.Reason == "" {
		return View{}, errReason
	}
	to := Dismissed
	if in.Confirm {
		to = Confirmed
	}
	var h hint
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if h, err = find(ctx, tx, qLock, id); err != nil {
			return err
		}
		switch {
		case !d.sees(who, &h):
			return errUnknown
		case h.State == to && h.DecidedBy == who.ID && h.Reason == in.Reason:
			return nil // a second click
		case !h.open():
			return errOver
		}
		at := d.instant()
		h.State, h.Reason, h.DecidedBy, h.DecidedAt = to, in.Reason, who.ID, &at
		return d.put(ctx, tx, &h, who.ID)
	})
	return d.view(ctx, h, err, true)
}
