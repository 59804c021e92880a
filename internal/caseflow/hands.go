package caseflow

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const maxReason = 1000

func reasonOf(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" || utf8.RuneCountInString(s) > maxReason || !clean(s) {
		return "", errNoReason
	}
	return s, nil
}

// handle holds an open case for an officer of its body who may handle it.
func (d *Desk) handle(ctx context.Context, tx pg.Tx, who access.Actor, id string) (*Case, Def, error) {
	c, _, def, err := d.hold(ctx, tx, who, id)
	switch {
	case err != nil:
		return nil, def, err
	case c.EndedOn != 0:
		return nil, def, errEnded
	case !def.works(who, c):
		return nil, def, errNotYours
	}
	return c, def, nil
}

func (d Def) clock(name string) (Clock, bool) {
	i := slices.IndexFunc(d.Clocks, func(k Clock) bool { return k.Name == name })
	if i < 0 {
		return Clock{}, false
	}
	return d.Clocks[i], true
}

// Rest lets a clock stand still from today, because an expert is heard or another body asked: only where the table names
// the clause that allows it. Resume ends that.
func (d *Desk) Rest(ctx context.Context, tx pg.Tx, who access.Actor, caseID, clock, reason string) error {
	return d.hang(ctx, tx, who, caseID, clock, reason, "rested", (*terms).rest)
}

// Resume lets a clock that an officer rested run on.
func (d *Desk) Resume(ctx context.Context, tx pg.Tx, who access.Actor, caseID, clock, reason string) error {
	return d.hang(ctx, tx, who, caseID, clock, reason, "resumed", (*terms).resume)
}

func (d *Desk) hang(ctx context.Context, tx pg.Tx, who access.Actor, caseID, clock, reason, what string,
	turn func(t *terms, i int, on workday.Date, held bool) bool) error {
	c, def, err := d.handle(ctx, tx, who, caseID)
	if err != nil {
		return err
	}
	if reason, err = reasonOf(reason); err != nil {
		return err
	}
	ts, err := termsOf(ctx, tx, c)
	if err != nil {
		return err
	}
	k, ok := def.clock(clock)
	i := ts.running(clock)
	if !ok || k.Hold == (law.Ref{}) || i < 0 || ts.clocks[i].Told == whole || !turn(ts, i, d.today(), true) {
		return errNoClock
	}
	if err := d.event(ctx, tx, c, who, eventRow{What: what, Clock: clock}, reason); err != nil {
		return err
	}
	return d.finish(ctx, tx, c, ts, true)
}

// Extend lengthens a clock once, by what the law gives, for a reason. Whoever decides the case does not change its clocks:
// it is for a reviewer whose reach covers the body (roles.md, R13 and R14), and only while the term still runs.
func (d *Desk) Extend(ctx context.Context, tx pg.Tx, who access.Actor, caseID, clock, reason string) error {
	c, _, def, err := d.hold(ctx, tx, who, caseID)
	if err != nil {
		return err
	}
	if !who.May(access.CaseReview) || !officer(who) || !access.InScope(who, c.Org, c.Region) {
		return errNotYours
	}
	if reason, err = reasonOf(reason); err != nil {
		return err
	}
	ts, err := termsOf(ctx, tx, c)
	if err != nil {
		return err
	}
	if err := d.lengthen(c, def, ts, clock); err != nil {
		return err
	}
	if err := d.event(ctx, tx, c, who, eventRow{What: "extended", Clock: clock}, reason); err != nil {
		return err
	}
	return d.finish(ctx, tx, c, ts, true)
}

func (d *Desk) lengthen(c *Case, def Def, ts *terms, name string) error {
	k, _ := def.clock(name)
	i := ts.running(name)
	if k.Extend == "" || i < 0 || ts.clocks[i].DueOn == 0 {
		return errNoClock
	}
	if d.today() > ts.clocks[i].DueOn {
		return errLate
	}
	l, ok := d.law.On(limitOn(d.law, k.Extend, c.OpenedOn, d.today())).Limit(k.Extend)
	if !ok {
		return errNoTerm
	}
	return ts.lengthen(i, l.Term())
}

// Take puts a case that nobody has in hand into one's own.
func (d *Desk) Take(ctx context.Context, tx pg.Tx, who access.Actor, caseID string) error {
	c, _, err := d.handle(ctx, tx, who, caseID)
	switch {
	case err != nil:
		return err
	case c.Holder == who.ID:
		return nil
	case c.Holder != "":
		return errHeld
	}
	c.Holder = who.ID
	return d.pass(ctx, tx, c, who, eventRow{What: "taken", About: who.ID}, "")
}

// HandOver gives a case to a colleague of the same body whose post can handle it.
func (d *Desk) HandOver(ctx context.Context, tx pg.Tx, who access.Actor, caseID, person, reason string) error {
	c, def, err := d.handle(ctx, tx, who, caseID)
	if err != nil {
		return err
	}
	if reason, err = reasonOf(reason); err != nil {
		return err
	}
	ok, err := d.canHandle(ctx, tx, def, c.Org, person)
	if err != nil {
		return err
	}
	if !ok {
		return errNoColleague
	}
	c.Holder = "person:" + person
	return d.pass(ctx, tx, c, who, eventRow{What: "handed_over", About: c.Holder}, reason)
}

func (d *Desk) pass(ctx context.Context, tx pg.Tx, c *Case, who access.Actor, e eventRow, reason string) error {
	if err := d.event(ctx, tx, c, who, e, reason); err != nil {
		return err
	}
	c.Version++
	return d.update(ctx, tx, c, d.instant())
}

// Urge asks that a case be got on with, once a day: by its subject, or by whoever holds its code.
func (d *Desk) Urge(ctx context.Context, tx pg.Tx, who access.Actor, caseID string) error {
	c, _, _, err := d.hold(ctx, tx, who, caseID)
	switch {
	case err != nil:
		return err
	case !forSubject(who, c):
		return errNotYours
	}
	return d.urge(ctx, tx, c, who)
}

func (d *Desk) urge(ctx context.Context, tx pg.Tx, c *Case, who access.Actor) error {
	switch {
	case c.EndedOn != 0:
		return errEnded
	case c.urgedOn == d.today():
		return errUrged
	}
	c.urgedOn = d.today()
	if err := d.event(ctx, tx, c, who, eventRow{What: "urged"}, ""); err != nil {
		return err
	}
	return d.update(ctx, tx, c, d.instant())
}

// Escalate shows a case to the reviewers and lead offices above, once, with the reason; a clock that ran out does it by
// itself.
func (d *Desk) Escalate(ctx context.Context, tx pg.Tx, who access.Actor, caseID, reason string) error {
	c, _, def, err := d.hold(ctx, tx, who, caseID)
	switch {
	case err != nil:
		return err
	case c.EndedOn != 0:
		return errEnded
	case !def.works(who, c) && who.ID != System().ID:
		return errNotYours
	case c.EscalatedOn != 0:
		return nil
	}
	if reason, err = reasonOf(reason); err != nil {
		return err
	}
	c.EscalatedOn = d.today()
	if err := d.event(ctx, tx, c, who, eventRow{What: "escalated", Permille: 0}, reason); err != nil {
		return err
	}
	return d.update(ctx, tx, c, d.instant())
}

// canHandle says whether a person holds a post in a body today whose role may do something in such cases.
func (d *Desk) canHandle(ctx context.Context, db pg.DB, def Def, org, person string) (bool, error) {
	all, err := d.colleagues(ctx, db, def, org)
	return slices.ContainsFunc(all, func(p account.Colleague) bool { return p.Account == person }), err
}

func (d *Desk) colleagues(ctx context.Context, db pg.DB, def Def, org string) ([]account.Colleague, error) {
	if d.Accounts == nil {
		return nil, nil
	}
	return d.Accounts.Colleagues(ctx, db, org, def.permissions(Body))
}

// Colleagues are whom a case can be handed to.
func (d *Desk) Colleagues(ctx context.Context, who access.Actor, caseID string) ([]account.Colleague, error) {
	c, err := d.Seen(ctx, d.db, who, caseID)
	if err != nil {
		return nil, err
	}
	_, def, err := d.of(c)
	if err != nil {
		return nil, err
	}
	if !def.works(who, c) {
		return nil, errNotYours
	}
	all, err := d.colleagues(ctx, d.db, def, c.Org)
	return slices.Concat([]account.Colleague{}, all), err
}
