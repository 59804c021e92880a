package declaration

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// sharedData is who verified what shared data settled.
const sharedData = "shared"

// Compare looks at what took effect and was not looked at yet, one declaration a transaction, so that it may be stopped anywhere and run
// again. What shared data know is settled; what they do not know waits for an officer (F11-2). It returns how many were looked at.
func (d *Desk) Compare(ctx context.Context) (n int, err error) {
	waiting, err := toCompare(ctx, d.db)
	for _, w := range waiting {
		err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
			x, err := find(ctx, tx, qLock, w.EntityID, w.DeclarationID)
			if err != nil || x.State != Unverified || x.ComparedAt != nil {
				return err // another machine was quicker
			}
			n++
			return d.compare(ctx, tx, &x)
		})
		if err != nil {
			return n, err
		}
	}
	return n, err
}

func (d *Desk) compare(ctx context.Context, tx pg.Tx, x *declaration) error {
	k, ok := d.law.On(x.KindFrom).DeclarationKind(x.Kind)
	if !ok {
		return errKind
	}
	c, err := d.open(x)
	if err != nil {
		return err
	}
	all, err := record.Of(ctx, tx, x.EntityID, time.Time{})
	if err != nil {
		return err
	}
	lines, answer, source := Judge(&k, c.Values, all, d.today())
	now := d.instant()
	x.ComparedAt, x.SourceID = &now, ""
	if source != nil {
		x.SourceID = source.ID
	}
	return d.found(ctx, tx, system, x, &k, c.Values, lines, answer, sharedData)
}

// found keeps what a comparison or an officer found, and puts the declaration where it leads.
func (d *Desk) found(ctx context.Context, tx pg.Tx, actor string, x *declaration, k *law.DeclarationKind, values map[string]string, lines []Line, answer, by string) error {
	today := d.today()
	switch answer {
	case Match:
		x.State, x.VerifiedOn, x.VerifiedBy, x.CountsUntil = Verified, today, by, d.until(k, values, today)
	case Mismatch:
		x.State, x.VerifiedOn, x.VerifiedBy, x.CountsUntil = Differs, today, by, 0
	default:
		x.State, x.VerifiedOn, x.VerifiedBy, x.CountsUntil = Unverified, 0, "", 0
	}
	b, err := json.Marshal(append([]Line{}, lines...))
	if err != nil {
		return err
	}
	if err := insertLook(ctx, tx, x, look{At: d.instant(), By: by, Actor: actor, Edition: d.law.Edition(), Answer: answer, Lines: string(b)}); err != nil {
		return err
	}
	if err := update(ctx, tx, x); err != nil {
		return err
	}
	_, err = d.act(ctx, tx, actor, "declaration.compared", x.DeclarationID, map[string]string{"answer": answer, "by": by, "law": d.law.Edition()})
	return err
}

// until is the last day a verified declaration counts: the term of the law, or the end of the fact itself, whichever is sooner.
func (d *Desk) until(k *law.DeclarationKind, values map[string]string, on workday.Date) workday.Date {
	last := on
	if l, ok := d.law.On(on).Limit(k.Limit); ok && l.Unit == law.Months {
		last = on.AddMonths(int(l.N))
	}
	if end, err := workday.Parse(values[k.Ends]); err == nil && end != 0 && end < last {
		last = end
	}
	return last
}

// Follow lets verification fall with what it rested on: a record that settled a declaration and is another now is asked again, in the
// transaction of its change. Hung on record.Changed.
func (d *Desk) Follow(ctx context.Context, tx pg.Tx, e record.Changed) error {
	var entities, records []string
	for i := range e.Records {
		if r := &e.Records[i]; r.Version > 1 && !r.Person {
			entities, records = append(entities, r.EntityID), append(records, r.ID)
		}
	}
	if len(records) == 0 {
		return nil
	}
	all, err := restingOn(ctx, tx, entities, records)
	if err != nil {
		return err
	}
	for _, at := range all {
		x, err := find(ctx, tx, qLock, at.EntityID, at.DeclarationID)
		if err != nil {
			return err
		}
		if !x.State.open() || x.CaseID != "" || x.VerifiedBy != sharedData {
			continue
		}
		x.State, x.ComparedAt, x.VerifiedOn, x.VerifiedBy, x.CountsUntil, x.SourceID = Unverified, nil, 0, "", 0, ""
		if err := update(ctx, tx, &x); err != nil {
			return err
		}
	}
	return nil
}

// Finding is what an officer of the verifying body found.
type Finding struct {
	Answer   string `json:"answer" enum:"match,mismatch"`
	Findings string `json:"findings" minLength:"1" maxLength:"2000" doc:"how it was settled and by what; nothing personal"`
}

// Find settles a declaration by an officer of the body that verifies it. A difference is told to the firm and decides nothing (G9).
func (d *Desk) Find(ctx context.Context, who access.Actor, id string, in Finding) (View, error) {
	var x declaration
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if x, err = d.received(ctx, tx, who, id, qLock); err != nil {
			return err
		}
		in.Findings = strings.TrimSpace(in.Findings)
		k, ok := d.law.On(x.KindFrom).DeclarationKind(x.Kind)
		switch {
		case !ok:
			return errKind
		case !x.State.open():
			return errState
		case x.CaseID != "":
			return errAsked
		case in.Findings == "" || in.Answer != Match && in.Answer != Mismatch:
			return errFinding
		}
		c, err := d.open(&x)
		if err != nil {
			return err
		}
		now := d.instant()
		x.ComparedAt, x.SourceID = &now, ""
		line := Line{Name: law.Text2{ZH: "核验单位人工核验", EN: "verified by an officer"}, Answer: in.Answer, Source: who.Name, AsOf: d.today(), Findings: in.Findings}
		return d.found(ctx, tx, who.ID, &x, &k, c.Values, []Line{line}, in.Answer, who.Org)
	})
	return d.viewOr(ctx, who, &x, err)
}

// received finds a declaration that the body somebody works for verifies, once it is in effect; another's does not exist.
func (d *Desk) received(ctx context.Context, db pg.DB, who access.Actor, id string, q pg.Query) (declaration, error) {
	entity, err := whose(ctx, db, id)
	if err != nil {
		return declaration{}, err
	}
	x, err := find(ctx, db, q, entity, id)
	if err == nil && (who.Org == "" || who.Firm != "" || x.Org != who.Org || x.ReleasedAt == nil ||
		!slices.ContainsFunc([]string{access.DeclarationVerify, access.DeclarationDecide}, who.May)) {
		err = errUnknown
	}
	return x, err
}

// Told is a fact of a firm that was declared, verified and consented to.
type Told struct {
	ID         string            `json:"id"`
	Kind       string            `json:"kind"`
	Group      string            `json:"group" enum:"qualification,operation,contract,honour,welfare"`
	Name       law.Text2         `json:"name"`
	Values     map[string]string `json:"values"`
	VerifiedOn workday.Date      `json:"verified_on"`
	VerifiedBy string            `json:"verified_by" doc:"shared, or the code of the body"`
	Until      workday.Date      `json:"until" doc:"counts until"`
}

// Verified is what a rating, a report or a reader of a scope may be told of a firm on a day: only what was declared, verified, still
// counts on that day and is consented to be shared so (F11-2). Of what it is not told, it is not told that it exists.
func (d *Desk) Verified(ctx context.Context, db pg.DB, entity string, on workday.Date, to Scope) ([]Told, error) {
	rows, err := ofEntity(ctx, db, entity)
	out := []Told{}
	for i := range rows {
		x := &rows[i]
		if !x.counts(on, to) {
			continue
		}
		c, err := d.open(x)
		if err != nil {
			return nil, err
		}
		k, _ := d.law.On(x.KindFrom).DeclarationKind(x.Kind)
		out = append(out, Told{x.DeclarationID, x.Kind, k.Group, k.Name, c.Values, x.VerifiedOn, x.VerifiedBy, x.CountsUntil})
	}
	return out, err
}

// Stood is how a declaration stands for whoever was consented to: what is not verified stands there so that it can be said why it does
// not count.
type Stood struct {
	ID       string
	Group    string // qualification, operation, contract, honour, welfare
	Verified bool
	From     workday.Date // verified on
	Until    workday.Date // counts until
}

// Standing is how the declarations of many entities stand for a scope, for ratings: values are not among it.
func (d *Desk) Standing(ctx context.Context, db pg.DB, entities []string, to Scope) (map[string][]Stood, error) {
	rows, err := standingOf(ctx, db, entities, string(to))
	out := map[string][]Stood{}
	for i := range rows {
		x := &rows[i]
		k, _ := d.law.On(x.KindFrom).DeclarationKind(x.Kind)
		out[x.EntityID] = append(out[x.EntityID], Stood{x.DeclarationID, k.Group, x.State == Verified, x.VerifiedOn, x.CountsUntil})
	}
	return out, err
}
