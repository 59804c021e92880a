package leak

import (
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// View is the panel of a case on its page.
type View struct {
	Cause        string       `json:"cause" enum:"leak,tamper,misuse"`
	Source       string       `json:"source" enum:"anybody,official,export_alarm,ledger"`
	Statement    string       `json:"statement,omitempty"`
	When         workday.Date `json:"when,omitzero"`
	Contact      string       `json:"contact,omitempty" doc:"for the office alone"`
	Rule         string       `json:"rule,omitempty" doc:"of the alarm"`
	Export       string       `json:"export,omitempty" doc:"whose fetch rang it"`
	Broken       string       `json:"broken,omitempty" doc:"what the ledger was found to be"`
	Scope        *Extent      `json:"scope,omitempty"`
	Concerned    []Concerned  `json:"concerned"`
	Frozen       []Frozen     `json:"frozen"`
	Traced       []Traced     `json:"traced"`
	Recomputed   []Recomputed `json:"recomputed"`
	Affected     int          `json:"affected" doc:"subjects that are, or were, to be told"`
	Draft        *Outcome     `json:"draft,omitempty"`
	Given        *Outcome     `json:"given,omitempty"`
	Letter       bool         `json:"letter"`
	Investigator bool         `json:"investigator" doc:"whoever looks may trace, and recompute"`
	ReadsLog     bool         `json:"reads_log"`
}

// Concerned is whose conduct a case is about.
type Concerned struct {
	Actor string `json:"actor"`
	Name  string `json:"name,omitempty"`
}

// Frozen is a suspension with why, and what was said against it.
type Frozen struct {
	access.Freeze
	Name   string `json:"name,omitempty"`
	Reason string `json:"reason"`
	Holds  bool   `json:"holds"`
	Said   string `json:"said,omitempty"`
}

func (d *Desk) view(ctx context.Context, db pg.DB, c *caseflow.Case, who access.Actor) (any, error) {
	x, err := detailsOf(c)
	if err != nil {
		return nil, err
	}
	v := View{Cause: x.Cause, Source: x.Source, Statement: x.Statement, When: x.When, Rule: x.Rule, Export: x.Export, Broken: x.Broken, Scope: x.Scope, Draft: x.Draft, Given: x.Given,
		Letter: x.Given != nil && x.Given.HandedTo != ""}
	handles := who.May(access.LeakHandle) && who.Org == c.Org
	if handles {
		v.Contact = x.Contact
	}
	mine := handles && (c.Holder == "" || c.Holder == who.ID)
	v.Investigator, v.ReadsLog = mine && (c.State == Reported || c.State == Investigating), x.Scope != nil && (mine || who.May(access.LeakRead))
	if err := d.people(ctx, db, c, x, &v); err != nil {
		return nil, err
	}
	traced, err := tracedOf(ctx, db, c.ID)
	if err != nil {
		return nil, err
	}
	again, err := recomputedOf(ctx, db, c.ID)
	if err != nil {
		return nil, err
	}
	v.Traced, v.Recomputed = slices.Concat([]Traced{}, traced), slices.Concat([]Recomputed{}, again)
	touched, err := d.affected(ctx, db, c, x)
	v.Affected = len(touched)
	return v, err
}

// people fills in whom a case is about and what was suspended, with their names.
func (d *Desk) people(ctx context.Context, db pg.DB, c *caseflow.Case, x *details, v *View) error {
	actors, err := concernedOf(ctx, db, c.ID)
	if err != nil {
		return err
	}
	names, err := d.accounts.People(ctx, actors)
	if err != nil {
		return err
	}
	v.Concerned, v.Frozen = []Concerned{}, []Frozen{}
	for _, a := range actors {
		v.Concerned = append(v.Concerned, Concerned{a, names[a]})
	}
	all, err := access.FreezesOf(ctx, db, c.ID)
	if err != nil {
		return err
	}
	for i := range all {
		f := Frozen{Freeze: all[i], Name: names[all[i].Target], Holds: all[i].Holds(d.today())}
		for _, why := range x.Frozen {
			if why.ID == f.ID {
				f.Reason = why.Reason
			}
		}
		if f.Said, err = d.said(ctx, f.ID); err != nil {
			return err
		}
		v.Frozen = append(v.Frozen, f)
	}
	return nil
}
