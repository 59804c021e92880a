package commitment

import (
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Receiver is a body that takes commitments of an undertaking in, for a division.
type Receiver struct {
	Undertaking string       `json:"undertaking"`
	Org         Body         `json:"org"`
	Region      string       `json:"region"`
	Since       workday.Date `json:"since"`
	Until       workday.Date `json:"until,omitempty"`
}

// Taking is what the lead office writes down: who takes what in, and where.
type Taking struct {
	Undertaking string       `json:"undertaking" maxLength:"64"`
	Org         string       `json:"org" maxLength:"18"`
	Region      string       `json:"region" maxLength:"6"`
	Since       workday.Date `json:"since,omitempty" doc:"today when empty"`
	Until       workday.Date `json:"until,omitempty" doc:"last day; none when empty"`
}

// receivers are those that take an undertaking in today; of all undertakings when it is empty.
func (d *Desk) receivers(ctx context.Context, db pg.DB, undertaking string) ([]Receiver, error) {
	rows, err := receivers(ctx, db, undertaking, d.today())
	out := []Receiver{}
	for _, r := range rows {
		b, err := d.body(ctx, db, r.Org)
		if err != nil {
			return nil, err
		}
		out = append(out, Receiver{r.Undertaking, b, r.Region, r.Since, r.Until})
	}
	return out, err
}

// Receivers lists the bodies that take commitments in today.
func (d *Desk) Receivers(ctx context.Context, undertaking string) ([]Receiver, error) {
	return d.receivers(ctx, d.db, undertaking)
}

// takes refuses a body that does not take an undertaking in.
func (d *Desk) takes(ctx context.Context, db pg.DB, undertaking, org string) error {
	rows, err := receivers(ctx, db, undertaking, d.today())
	if err == nil && !slices.ContainsFunc(rows, func(r receiverRow) bool { return r.Org == org }) {
		err = errNotTaken
	}
	return err
}

// Take writes down that a body takes an undertaking in, or until when it does.
func (d *Desk) Take(ctx context.Context, who access.Actor, t Taking) (Receiver, error) {
	if _, ok := d.law.On(d.today()).Undertaking(t.Undertaking); !ok {
		return Receiver{}, errNoUndertaking
	}
	b := Body{Code: t.Org}
	if d.Accounts != nil {
		o, err := d.Accounts.Org(ctx, t.Org)
		if err != nil {
			return Receiver{}, err
		}
		b.Name = o.Name
		if t.Region == "" {
			t.Region = o.Region
		}
	}
	if t.Since == 0 {
		t.Since = d.today()
	}
	if t.Region == "" {
		t.Region = province
	}
	if t.Until != 0 && t.Until < t.Since {
		return Receiver{}, errEndsFirst
	}
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		entry, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "commitment.receiver", Actor: who.ID, About: t.Undertaking,
			Public: map[string]string{"org": t.Org, "region": t.Region, "since": t.Since.String(), "until": t.Until.String()}})
		if err != nil {
			return err
		}
		return putReceiver(ctx, tx, &t, who.ID, d.instant(), entry)
	})
	return Receiver{t.Undertaking, b, t.Region, t.Since, t.Until}, err
}
