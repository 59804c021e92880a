package inspection

import (
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/inspection/draw"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
)

// Draw shows one.
func (d *Desk) Draw(ctx context.Context, who access.Actor, id string) (View, error) {
	s, err := one[stored](ctx, d.db, qDraw, id)
	if err == nil && !visible(who, s) {
		err = errUnknown
	}
	if err != nil {
		return View{}, err
	}
	v, err := view(ctx, d.db, s)
	d.name(ctx, &v)
	return v, err
}

// Draws lists those an actor may see, newest first.
func (d *Desk) Draws(ctx context.Context, who access.Actor) ([]View, error) {
	if !mayLook(who) {
		return []View{}, nil
	}
	rows, err := pg.All[stored](ctx, d.db, qDraws, scope(who) == "", who.Org)
	if err != nil {
		return nil, err
	}
	all, err := views(ctx, d.db, rows)
	for i := range all {
		d.name(ctx, &all[i])
	}
	return all, err
}

// name says who the bodies are: officials work with names, and codes are for comparing.
func (d *Desk) name(ctx context.Context, v *View) {
	v.OrgName = d.nameOf(ctx, v.Org)
	for i := range v.Parties {
		v.Parties[i].Name = d.nameOf(ctx, v.Parties[i].Org)
	}
}

// nameOf is the name of a body, its code where nothing else is known.
func (d *Desk) nameOf(ctx context.Context, org string) string {
	if d.NameOf != nil {
		if name := d.NameOf(ctx, org); name != "" {
			return name
		}
	}
	return org
}

func views(ctx context.Context, db pg.DB, rows []stored) ([]View, error) {
	out := []View{}
	for _, s := range rows {
		v, err := view(ctx, db, s)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func view(ctx context.Context, db pg.DB, s stored) (v View, err error) {
	defer fault.Wrap(&err, "inspection.view(%s)", s.DrawID)
	v = View{ID: s.DrawID, Plan: s.PlanID, Org: s.Org, Matter: s.Matter, State: s.State, Seen: s.Seen, On: s.OnDay, Edition: s.Edition, Strata: []Stratum{}, Parties: []Party{},
		CommitBy: s.CommitBy, RevealBy: s.RevealBy, RootSize: s.RootSize, Seed: s.Seed, Result: s.Result, VoidFor: s.VoidFor, VoidWhy: whyVoid(s.VoidWhy), ChangedAt: s.ChangedAt}
	if m, err := one[Matter](ctx, db, qMatter, s.Matter); err == nil {
		v.MatterName = law.Text2{ZH: m.NameZH, EN: m.NameEN}
	}
	if s.State == Gathering {
		if v.Total, err = registry.Count(ctx, db); err != nil {
			return v, err
		}
	}
	if s.Setup != "" {
		setup, err := draw.ParseSetup(s.Setup)
		if err != nil {
			return v, err
		}
		v.SetupHash, v.Roster, v.Inspectors = setup.Hash().String(), setup.Roster.String(), setup.Inspectors
		for _, x := range setup.Strata {
			v.Strata = append(v.Strata, Stratum{x.Name, x.Count, x.PPM, x.Quota, x.Key})
		}
	}
	shares, err := pg.All[share](ctx, db, qShares, s.DrawID)
	v.Parties, v.Entries = partiesOf(s, shares), entriesOf(s, shares)
	return v, err
}

// partiesOf are the parties with how far each is.
func partiesOf(s stored, shares []share) []Party {
	out := []Party{}
	for _, p := range s.Parties {
		one := Party{Org: p}
		if i := slices.IndexFunc(shares, func(x share) bool { return x.Party == p }); i >= 0 {
			one.Commitment, one.Revealed = shares[i].Commitment, shares[i].Share != ""
		}
		out = append(out, one)
	}
	return out
}

// entriesOf are the entries of the ledger so far, in the order of the steps; shares come in the order of their parties.
func entriesOf(s stored, shares []share) []string {
	out := []string{s.FrozenEntry}
	for _, x := range shares {
		out = append(out, x.CommitEntry)
	}
	out = append(out, s.RootedEntry)
	for _, x := range shares {
		out = append(out, x.RevealEntry)
	}
	return slices.DeleteFunc(append(out, s.DrawnEntry), func(e string) bool { return e == "" })
}

// whyVoid says in words why there was nothing to draw.
func whyVoid(code string) law.Text2 {
	for _, f := range []*fault.Error{errEmpty, errNobody} {
		if f.Code == code {
			return law.Text2{ZH: f.ZH, EN: f.EN}
		}
	}
	return law.Text2{}
}
