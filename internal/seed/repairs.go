package seed

import (
	"context"
	"fmt"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/caseflow"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/repair"
	"xinheng/internal/workday"
)

// past is the platform as it works on a day of the story: real desks on a clock of their own.
type past struct {
	a       *app.App
	records *record.Desk
	repairs *repair.Desk
	cases   *caseflow.Desk
	clock   time.Time
}

// back sets up the desks of repair on a clock that the seeding moves; what follows from a decision is wired as in the program.
func back(a *app.App) *past {
	p := &past{a: a, clock: a.Now()}
	now := func() time.Time { return p.clock }
	p.records = record.NewDesk(a.Pool, a.Law, a.Sealer, a.Events, a.Ledger, now)
	p.cases = caseflow.NewDesk(a.Pool, a.Law, a.Sealer, now)
	p.cases.Accounts, p.cases.Disclosure = a.Accounts, a.Disclosure
	p.repairs = repair.NewDesk(a.Pool, a.Law, a.Sealer, p.records, p.cases, now)
	p.repairs.Accounts, p.repairs.Index, p.repairs.Lines, p.repairs.Events = a.Accounts, a.Index, a.Repairs.Lines, a.Repairs.Events
	return p
}

// Repairs has three invented firms ask for repair through the real desk, so that the desks of the handler and of the deciding
// officer are not empty: one has just asked, one waits for its decision with four working days left, one was granted today
// and is being taken down elsewhere. What is there is left as it is; an interrupted seeding is taken up where it stopped.
func Repairs(ctx context.Context, a *app.App) error {
	handler, err := actor(ctx, a, "handler")
	if err != nil {
		return err
	}
	decider, err := actor(ctx, a, "decide")
	if err != nil {
		return err
	}
	if shown, err := a.Repairs.Pledges(ctx, "", 0, ""); err != nil || len(shown) > 0 {
		return err // the last of the three was granted by an earlier start
	}
	today := workday.Of(a.Now())
	accepted, ok := leaving(a, today, fourLeft)
	if !ok {
		return nil // a law without that term has no such cases
	}
	p, n := back(a), firstAsking
	for _, stage := range []struct {
		filed workday.Date
		play  func(id string) error
	}{
		{today, func(string) error { return nil }},
		{accepted.AddDays(-1), func(id string) error { return p.drafted(ctx, handler, id, accepted) }},
		{accepted.AddDays(-1), func(id string) error {
			if err := p.drafted(ctx, handler, id, accepted); err != nil {
				return err
			}
			p.clock = a.Now()
			return p.act(ctx, decider, id, repair.Grant, nil)
		}},
	} {
		var r record.Record
		if n, r, err = p.asking(ctx, n, handler.Org, stage.filed); err != nil || r.ID == "" {
			return err
		}
		id, err := p.filed(ctx, handler, r, stage.filed)
		if err == nil && id != "" {
			err = stage.play(id)
		}
		if err != nil {
			return fmt.Errorf("seed: the repair of %s: %w", r.DocumentNo, err)
		}
	}
	return a.Ledger.Sequence(ctx)
}

// leaving is the working day on which a case must have been accepted for so many working days to be left today.
func leaving(a *app.App, today workday.Date, days int) (on workday.Date, ok bool) {
	limit, ok := a.Law.On(today).Limit("repair.decide")
	cal := a.Law.Calendar()
	for on = today; ok; on = on.AddDays(-1) {
		due, _ := cal.AddWorkdays(on, int(limit.N))
		left, _ := cal.Between(today, due)
		if working, _ := cal.IsWorkday(on); working && left <= days {
			break
		}
	}
	return on, ok
}

const (
	fourLeft    = 4   // working days
	firstAsking = 16  // the first firm that is nobody's story
	lastAsking  = 200 // every size has so many
)

// asking finds the next firm with a record of the body that can be repaired on a day; none: no record.
func (p *past) asking(ctx context.Context, n int, body string, on workday.Date) (next int, r record.Record, err error) {
	for ; n < lastAsking; n++ {
		all, err := record.Of(ctx, p.a.Pool, Nth(n).USCC, time.Time{})
		if err != nil {
			return n, r, err
		}
		for _, r := range all {
			e := repair.Judge(p.a.Law, repair.Question{Record: r, Today: on})
			if r.AuthorityID == body && r.StatusOn(on) == record.StatusPublic && e.Verdict == repair.Now && e.Letter != nil {
				return n + 1, r, nil
			}
		}
	}
	return n, r, nil
}

// filed has the firm ask for the repair of a record whose fine the body knows to be paid, and hands it over.
func (p *past) filed(ctx context.Context, body access.Actor, r record.Record, on workday.Date) (id string, err error) {
	p.clock = at(on, 9)
	if now := p.a.Now(); p.clock.After(now) {
		p.clock = now
	}
	proof, err := p.repairs.Give(ctx, body, repair.Fact{EntityID: r.EntityID, Record: r.ID, Kind: repair.Payment, On: r.DecidedOn, Source: "示例非税收入系统", Document: "JK-" + r.ID[:8]})
	if err != nil {
		return "", err
	}
	e := repair.Judge(p.a.Law, repair.Question{Record: r, Today: workday.Of(p.clock)})
	receipt, err := p.repairs.File(ctx, legalRep(r), repair.Filing{Records: []string{r.ID}, Confirmed: []string{proof.ID}, Waive: true,
		Signatures: []repair.Signature{{Template: e.Letter.Template, Hash: e.Letter.Hash}}}, "demo")
	if err != nil {
		return "", err
	}
	return receipt.Cases[0].Case, nil
}

// drafted has the officer in charge accept a case and propose to grant it.
func (p *past) drafted(ctx context.Context, who access.Actor, id string, on workday.Date) error {
	p.clock = at(on, 10)
	if err := p.act(ctx, who, id, repair.Accept, nil); err != nil {
		return err
	}
	p.clock = p.clock.Add(time.Hour)
	return p.act(ctx, who, id, repair.ProposeGrant, caseflow.Values{"findings": "经核实，罚款已缴清，违法行为已改正，未发现新的违法行为。"})
}

// act does one act once.
func (p *past) act(ctx context.Context, who access.Actor, id string, act caseflow.Act, fields caseflow.Values) error {
	return p.a.Pool.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		_, err := p.cases.Do(ctx, tx, id, caseflow.Doing{Act: act, Actor: who, Fields: fields, Key: "demo " + string(act)})
		return err
	})
}
