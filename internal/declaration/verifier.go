package declaration

import (
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Verifier is a body that verifies declarations of a kind, for a division.
type Verifier struct {
	Kind   string       `json:"kind"`
	Org    Body         `json:"org"`
	Region string       `json:"region"`
	Since  workday.Date `json:"since"`
	Until  workday.Date `json:"until,omitempty"`
}

// Assigning is what the lead office writes down: who verifies what, and where.
type Assigning struct {
	Kind   string       `json:"kind" maxLength:"64"`
	Org    string       `json:"org" maxLength:"18"`
	Region string       `json:"region,omitempty" maxLength:"6" doc:"of the body when empty"`
	Since  workday.Date `json:"since,omitempty" doc:"today when empty"`
	Until  workday.Date `json:"until,omitempty" doc:"last day; none when empty"`
}

// Verifiers are those that verify a kind today; of all kinds when it is empty.
func (d *Desk) Verifiers(ctx context.Context, kind string) ([]Verifier, error) {
	rows, err := verifiers(ctx, d.db, kind, d.today())
	out := []Verifier{}
	for _, r := range rows {
		b, err := d.body(ctx, d.db, r.Org)
		if err != nil {
			return nil, err
		}
		out = append(out, Verifier{r.Kind, b, r.Region, r.Since, r.Until})
	}
	return out, err
}

// verifies refuses a body that does not verify a kind.
func (d *Desk) verifies(ctx context.Context, db pg.DB, kind, org string) error {
	rows, err := verifiers(ctx, db, kind, d.today())
	if err == nil && !slices.ContainsFunc(rows, func(r verifierRow) bool { return r.Org == org }) {
		err = errNotHere
	}
	return err
}

// Assign writes down that a body verifies a kind, or until when it does.
func (d *Desk) Assign(ctx context.Context, who access.Actor, in Assigning) (Verifier, error) {
	if _, ok := d.law.On(d.today()).DeclarationKind(in.Kind); !ok {
		return Verifier{}, errKind
	}
	b := Body{Code: in.Org}
	if d.Accounts != nil {
		o, err := d.Accounts.Org(ctx, in.Org)
		if err != nil {
			return Verifier{}, err
		}
		b.Name = o.Name
		if in.Region == "" {
			in.Region = o.Region
		}
	}
	if in.Since == 0 {
		in.Since = d.today()
	}
	if in.Region == "" {
		in.Region = province
	}
	if in.Until != 0 && in.Until < in.Since {
		return Verifier{}, errEnds
	}
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		entry, err := d.act(ctx, tx, who.ID, "declaration.verifier", in.Kind, map[string]string{"org": in.Org, "region": in.Region, "since": in.Since.String(), "until": in.Until.String()})
		if err != nil {
			return err
		}
		return putVerifier(ctx, tx, &in, who.ID, d.instant(), entry)
	})
	return Verifier{in.Kind, b, in.Region, in.Since, in.Until}, err
}
