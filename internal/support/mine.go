package support

import (
	"context"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/pg"
)

// Mine is a policy as the firm one acts for sees it: how each condition stands now, with the fact; and what became of it.
type Mine struct {
	Policy      Policy     `json:"policy"`
	Consent     *Consent   `json:"consent,omitempty" doc:"none: nobody matches the firm, and nobody but the firm sees this"`
	Result      Result     `json:"result" enum:"fits,lacks,unknown"`
	Conditions  []Line     `json:"conditions"`
	DeclinedAt  *time.Time `json:"declined_at,omitempty"`
	ConfirmedAt *time.Time `json:"confirmed_at,omitempty"`
}

// Mine are the policies in force, judged for the firm somebody acts for by what is known today. Its own look needs no consent and leaves
// no trace (G11).
func (d *Desk) Mine(ctx context.Context, who access.Actor) ([]Mine, error) {
	firm, err := firmOf(who)
	if err != nil {
		return nil, err
	}
	live, err := d.live(ctx, firm)
	if err != nil {
		return nil, err
	}
	g, err := d.gather(ctx, d.db, []string{firm}, d.today())
	if err != nil {
		return nil, err
	}
	said, err := answersOf(ctx, d.db, []string{firm}, "")
	if err != nil {
		return nil, err
	}
	out := []Mine{}
	for _, p := range g.book.SupportPolicies() {
		m := Mine{}
		if m.Policy, _, err = d.policy(ctx, g.book, &p); err != nil {
			return nil, err
		}
		e := enrolledWith(live, &p)
		if e != nil {
			m.Consent = e.consent()
		}
		f := g.of(&p, firm, e)
		got, result := judge(&p, &f, g.on)
		m.Result, m.Conditions = result, lines(g.book, &p, &f, got)
		a := answerOf(said, firm, &p)
		m.DeclinedAt, m.ConfirmedAt = a.DeclinedAt, a.ConfirmedAt
		out = append(out, m)
	}
	return out, nil
}

func enrolledWith(live []enrolment, p *law.SupportPolicy) *enrolment {
	i := slices.IndexFunc(live, func(e enrolment) bool { return e.Org == p.Org && e.Purpose == p.Purpose })
	if i < 0 {
		return nil
	}
	return &live[i]
}

// Answer is whether a firm wants to be on the lists of a policy.
type Answer struct {
	Decline bool `json:"decline" doc:"false: it wants to after all"`
}

// Answer takes a firm off the lists of a policy at once, or lets it back. The same again changes nothing.
func (d *Desk) Answer(ctx context.Context, who access.Actor, policy string, in Answer) (Mine, error) {
	firm, err := firmOf(who)
	if err != nil {
		return Mine{}, err
	}
	p, ok := d.book().SupportPolicy(policy)
	if !ok {
		return Mine{}, errUnknown
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		kind, do := "support.accepted", func() (int64, error) { return accept(ctx, tx, firm, p.Code, p.From) }
		if in.Decline {
			kind, do = "support.declined", func() (int64, error) { return decline(ctx, tx, firm, p.Code, p.From, d.instant(), who.ID) }
		}
		n, err := do()
		if err != nil || n == 0 {
			return err
		}
		_, err = d.act(ctx, tx, kind, who.ID, p.Code, nil)
		return err
	})
	if err != nil {
		return Mine{}, err
	}
	all, err := d.Mine(ctx, who)
	if err != nil {
		return Mine{}, err
	}
	i := slices.IndexFunc(all, func(m Mine) bool { return m.Policy.Code == p.Code })
	if i < 0 {
		return Mine{}, errUnknown
	}
	if in.Decline && all[i].ConfirmedAt != nil {
		return Mine{}, errConfirmed
	}
	return all[i], nil
}
