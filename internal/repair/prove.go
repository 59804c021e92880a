package repair

import (
	"context"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// given is who gave a proof, and when.
type given struct {
	org, actor, entry string
	at                time.Time
}

// Fact is a fact of fulfilment a body gives for a record it decided or reported.
type Fact struct {
	EntityID string       `json:"entity_id" maxLength:"40"`
	Record   string       `json:"record" maxLength:"64"`
	Kind     ProofKind    `json:"kind" enum:"payment,rectification"`
	On       workday.Date `json:"on"`
	Source   string       `json:"source" maxLength:"100" doc:"such as the system of fines, or the re-inspection"`
	Document string       `json:"document" maxLength:"100" doc:"number of the payment or re-inspection; nothing about a person"`
}

// Give keeps a proof of fulfilment, so that the subject need not hand it in (F26-3). The same fact twice is one proof.
func (d *Desk) Give(ctx context.Context, who access.Actor, f Fact) (p Proof, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		p, err = d.give(ctx, tx, who, f)
		return err
	})
	return p, err
}

func (d *Desk) give(ctx context.Context, tx pg.Tx, who access.Actor, f Fact) (Proof, error) {
	all, err := record.Of(ctx, tx, f.EntityID, time.Time{})
	if err != nil {
		return Proof{}, err
	}
	i := slices.IndexFunc(all, func(r record.Record) bool {
		return r.ID == f.Record && (r.AuthorityID == who.Org || r.SourceID == who.Org)
	})
	p := Proof{ID: newID("PF"), Record: f.Record, Kind: f.Kind, Name: f.Kind.Name(), On: f.On, Source: f.Source, Document: f.Document}
	switch {
	case i < 0:
		return p, errNoRecord
	case f.Kind != Payment && f.Kind != Rectification, f.Source == "", f.Document == "", f.On < all[i].DecidedOn || f.On > d.today():
		return p, errBadFact
	}
	there, err := proofThere(ctx, tx, f.EntityID, &p)
	if err != nil || there != "" {
		p.ID = there
		return p, err
	}
	entry, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "repair.proof", Actor: who.ID, About: p.ID, Public: map[string]string{
		"record": p.Record, "kind": string(p.Kind), "on": p.On.String(), "org": who.Org}})
	if err != nil {
		return p, err
	}
	return p, insertProof(ctx, tx, f.EntityID, &p, given{who.Org, who.ID, entry, d.instant()})
}

// giveFacts is Give within a case: the body the data came from tells what it knows.
func (d *Desk) giveFacts(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if !slices.Contains(x.ids(), m.Fields.Text("record")) {
		return errNoRecord
	}
	p, err := d.give(ctx, tx, m.Actor, Fact{c.EntityID, m.Fields.Text("record"), ProofKind(m.Fields.Text("kind")), m.Fields.Date("on"), m.Fields.Text("source"), m.Fields.Text("document")})
	if err != nil {
		return err
	}
	x.Confirmed = append(x.Confirmed, p)
	m.Evidence = append(m.Evidence, caseflow.Evidence{Kind: string(p.Kind), Ref: "proof:" + p.ID, Name: p.Document, Source: p.Source})
	return d.reprove(ctx, tx, c, x)
}

// reprove sets the fact of rectification as soon as every record of the case is shown fulfilled.
func (d *Desk) reprove(ctx context.Context, tx pg.Tx, c *caseflow.Case, x *details) error {
	all, err := d.recordsOf(ctx, tx, c, x)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(r record.Record) bool { return !shown(&r, x.Confirmed) }) {
		c.Fact(rectified)
	}
	return c.Keep(x)
}

// recordsOf are the records of a case as they are now.
func (d *Desk) recordsOf(ctx context.Context, db pg.DB, c *caseflow.Case, x *details) ([]record.Record, error) {
	all, err := record.Of(ctx, db, c.EntityID, time.Time{})
	return slices.DeleteFunc(all, func(r record.Record) bool { return !slices.Contains(x.ids(), r.ID) }), err
}

// add takes papers of the subject in, when something was missing or by choice.
func (d *Desk) add(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	ids := m.Fields.List("papers")
	for _, id := range ids {
		x.Papers = append(x.Papers, HandedIn{Attachment: id}) // the engine has tied it to the case
	}
	if m.Act == Complete {
		x.Missing = ""
	}
	if err := d.morePapers(ctx, tx, c.EntityID, x.Application, len(ids)); err != nil {
		return err
	}
	return c.Keep(x)
}

// morePapers counts what had to be handed in after all.
func (d *Desk) morePapers(ctx context.Context, tx pg.Tx, entity, id string, n int) error {
	if n == 0 {
		return nil
	}
	a, err := findApplication(ctx, tx, qLockApplication, entity, id)
	if err != nil {
		return err
	}
	a.Papers += int32(n) //nolint:gosec // bounded by the form
	return updateApplication(ctx, tx, a)
}

// fulfil records that a method was fulfilled: a named fact on the case, with what shows it (F26-4).
func (d *Desk) fulfil(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	f := fulfilment{m.Fields.Text("method"), m.On, m.Fields.Text("evidence")}
	x.Fulfilled = append(x.Fulfilled, f)
	m.Public["method"] = f.Method
	c.Fact(f.Method)
	return c.Keep(x)
}

// unmet is a method that a record's rule demands and no fact of the case fulfils.
func unmet(c *caseflow.Case, x *details) (method string, ok bool) {
	for _, r := range x.Records {
		for _, m := range r.Must {
			if !slices.Contains(c.Facts, m) {
				return m, true
			}
		}
	}
	return "", false
}

func detailsOf(c *caseflow.Case) (*details, error) {
	x := &details{}
	return x, c.Into(x)
}

var errBadFact = fault.New(fault.Invalid, "repair.bad_fact", "履行事实须有来源、凭证号，日期不早于决定之日、不晚于今天；请核对后重填。",
	"A fact of fulfilment has a source, a number, and a day between the decision and today; check it and try again.").At("on")
