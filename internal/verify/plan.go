package verify

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Promise is a commitment in effect, as far as its verification needs it. Filled while wiring from whoever owns commitments.
type Promise struct {
	EntityID, ID, Kind, Undertaking, Matter, Org, Region string
	On                                                   workday.Date // when it took effect
}

// Told is the text of a commitment, for papers and records.
type Told struct {
	Firm, Name, Title string
	Clauses           []law.Clause
	SignedOn          workday.Date
}

// States of a verification.
const (
	Due    = "due"    // 待核查
	Tasked = "task"   // 人工核查中
	Kept   = "kept"   // 属实
	Broken = "broken" // 不实
	Pooled = "pooled" // 免于核查，纳入日常监管
	Ended  = "ended"  // 承诺已撤回
)

// verification is a row.
type verification struct {
	EntityID, CommitmentID, Kind, Undertaking, Matter, Org, Region, Plan string
	PlanFrom                                                             workday.Date
	Class, Method, State                                                 string
	StartsOn, DueOn                                                      workday.Date
	PlannedAt                                                            time.Time
	ComparedAt                                                           *time.Time
	CaseID, Outcome                                                      string
	EndedOn                                                              workday.Date
	Version                                                              int32
}

// Plan puts a commitment that took effect under verification, in the transaction in which it did: due by the term of its plan, or
// exempt and in the pool of daily supervision. Told twice, it changes nothing (F13-1, F13-3).
func (d *Desk) Plan(ctx context.Context, tx pg.Tx, p Promise) error {
	book := d.law.On(d.today())
	plan, ok := book.VerificationPlanOf(p.Matter)
	if !ok {
		return errNoPlan
	}
	class, err := d.classOf(ctx, tx, book, p.EntityID, p.Matter)
	if err != nil {
		return err
	}
	v := verification{EntityID: p.EntityID, CommitmentID: p.ID, Kind: p.Kind, Undertaking: p.Undertaking, Matter: p.Matter, Org: p.Org, Region: p.Region,
		Plan: plan.Code, PlanFrom: plan.From, Class: class, Method: plan.Method(class).Method, State: Due, PlannedAt: d.instant(), Version: 1}
	if p.Org == "" {
		v.Method = "exempt" // promised to the public: no body is told, everybody watches
	}
	if v.Method == "exempt" {
		v.State = Pooled
	} else if plan.Starts == "released" || p.Kind != "approval" {
		v.StartsOn = p.On
		v.DueOn = d.due(book, plan.Limit, p.On, p.Region)
	}
	fresh, err := insert(ctx, tx, &v)
	if err != nil || !fresh {
		return err
	}
	if v.State == Pooled {
		if err := d.Events.Pooled.Fire(ctx, tx, v.event()); err != nil {
			return err
		}
	}
	return d.act(ctx, tx, system, "verify.planned", p.ID, map[string]string{"plan": plan.Code, "class": class, "method": v.Method, "state": v.State})
}

// Permitted starts the term of what counts from the licence, on the day it was issued.
func (d *Desk) Permitted(ctx context.Context, tx pg.Tx, entity, id string, on workday.Date) error {
	v, err := lock(ctx, tx, entity, id)
	if fault.KindOf(err) == fault.Missing || err == nil && (v.State != Due || v.StartsOn != 0) {
		return nil
	}
	if err != nil {
		return err
	}
	book := d.law.On(on)
	plan, ok := d.law.On(v.PlanFrom).VerificationPlan(v.Plan)
	if !ok {
		return errNoPlan
	}
	v.StartsOn, v.DueOn = on, d.due(book, plan.Limit, on, v.Region)
	return update(ctx, tx, v)
}

// due counts a limit of the law from a day.
func (d *Desk) due(book *law.Book, key string, from workday.Date, region string) workday.Date {
	l, ok := book.Limit(key)
	if !ok {
		return 0
	}
	due, _ := workday.Due(from, l.Term(), d.law.Calendar().In(region))
	return due
}

// classOf is the supervision class of a firm today, by the table of the field the matter is of. What is known of it are facts and
// evaluations made elsewhere; without any it is of the general class (G2).
func (d *Desk) classOf(ctx context.Context, db pg.DB, book *law.Book, entity, matter string) (string, error) {
	domain := "general"
	if m, ok := book.Matter(matter); ok {
		domain = m.Field
	}
	table, ok := book.ClassTableOf(domain)
	if !ok {
		return "B", nil
	}
	e, err := registry.Find(ctx, db, entity)
	if err != nil && fault.KindOf(err) != fault.Missing {
		return "", err
	}
	facts, err := standing.OfMany(ctx, db, []string{entity})
	if err != nil {
		return "", err
	}
	class, _ := table.Classify(known(e.Industry, facts[entity], book))
	return class, nil
}

// known is what a class table is asked with: what stands today, of the firm itself.
func known(industry string, facts []standing.Fact, book *law.Book) law.Known {
	k, newest := law.Known{Industry: industry, Grades: map[string]string{}}, map[string]workday.Date{}
	for _, f := range facts {
		if stands, _ := f.StandsOn(book.Date); !stands {
			continue
		}
		switch f.Kind {
		case standing.OnList:
			l, ok := book.List(f.List)
			k.Listed = k.Listed || ok && l.Kind == "serious"
		case standing.Rated:
			if f.From >= newest[f.Item] {
				newest[f.Item], k.Grades[f.Item] = f.From, f.Grade
			}
		}
	}
	return k
}

// Reconcile plans what took effect without being planned, whatever the reason: nothing is lost between commitments and their
// verification (F13-3). It returns how many there were.
func (d *Desk) Reconcile(ctx context.Context) (n int, err error) {
	if d.Promises == nil {
		return 0, nil
	}
	for after := ""; ; {
		page, next, err := d.Promises(ctx, after)
		if err != nil {
			return n, err
		}
		for _, p := range page {
			err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
				_, err := find(ctx, tx, p.EntityID, p.ID)
				if fault.KindOf(err) != fault.Missing {
					return err
				}
				n++
				return d.Plan(ctx, tx, p)
			})
			if err != nil {
				return n, err
			}
		}
		if after = next; next == "" {
			return n, nil
		}
	}
}
