package seed

import (
	"context"
	"fmt"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/app"
	"xinheng/internal/caseflow"
	"xinheng/internal/check"
	"xinheng/internal/inspection"
	"xinheng/internal/objection"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/repair"
	"xinheng/internal/visit"
	"xinheng/internal/watch"
	"xinheng/internal/workday"
)

// errand is a case of the demonstration: how many days ago it was filed, and what was done with it since, by days after it.
type errand struct {
	ago   int
	steps []step
}

type step struct {
	after  int
	by     string // login
	act    caseflow.Act
	fields caseflow.Values
}

var found = caseflow.Values{"findings": "经核对缴款凭证和现场复查记录（示例），义务已履行完毕，未发现新的失信行为。"}

// errands stand one in each place a newcomer should see: in hand, with the decider, waiting for the firm, late, and granted.
var errands = []errand{
	{13, []step{{3, "handle", repair.Accept, nil}}},
	{11, []step{{1, "handle", repair.Accept, nil}, {5, "handle", repair.ProposeGrant, found}}},
	{9, []step{{2, "handle", repair.Ask, caseflow.Values{"missing": "请补充现场整改后的照片（示例）。"}}}},
	{40, nil},
	{20, []step{{2, "handle", repair.Accept, nil}, {6, "handle", repair.ProposeGrant, found}, {8, "decide", repair.Grant, nil}}},
}

// Errands opens the cases of the demonstration through the real desks, on the days of the story. What is there is left as it is.
func Errands(ctx context.Context, a *app.App) error {
	b := &backstage{app: a, at: a.Now(), people: map[string]access.Actor{}}
	b.open()
	for _, login := range []string{"handle", "decide", "facts", "clerk", "inspect", "inspect2", "plan", "aud"} {
		who, err := actor(ctx, a, login)
		if err != nil {
			return err
		}
		b.people[login] = who
	}
	if lines, _, err := b.cases.Work(ctx, b.people["handle"], caseflow.WorkQuery{}); err != nil || len(lines) > 0 {
		return err
	}
	firms, err := b.repairable(ctx, len(errands)+2)
	if err != nil {
		return err
	}
	for i, e := range errands {
		b.at = b.day(e.ago, 8)
		if err := b.loop(ctx, firms[i].firm, i%2 == 0); err != nil {
			return fmt.Errorf("seed: checks of case %d: %w", i, err)
		}
		if err := b.walk(ctx, firms[i], e); err != nil {
			return fmt.Errorf("seed: case %d: %w", i, err)
		}
	}
	if err := b.object(ctx, firms[len(errands)]); err != nil {
		return fmt.Errorf("seed: objection: %w", err)
	}
	if err := b.mistaken(ctx, firms[len(errands)+1]); err != nil {
		return fmt.Errorf("seed: an objection that was right: %w", err)
	}
	if err := b.inspect(ctx); err != nil {
		return fmt.Errorf("seed: visits: %w", err)
	}
	if err := b.acknowledge(ctx); err != nil {
		return fmt.Errorf("seed: what was called back: %w", err)
	}
	b.at = a.Now()
	if _, err := b.cases.Sweep(ctx, workday.Of(b.at)); err != nil {
		return err
	}
	return a.Ledger.Sequence(ctx)
}

// backstage is the desks of cases on a clock of their own.
type backstage struct {
	app        *app.App
	at         time.Time
	cases      *caseflow.Desk
	repairs    *repair.Desk
	objections *objection.Desk
	draws      *inspection.Desk
	visits     *visit.Desk
	checks     *check.Desk
	watches    *watch.Desk
	people     map[string]access.Actor
}

func (b *backstage) now() time.Time { return b.at }

func (b *backstage) today() workday.Date { return workday.Of(b.at) }

func (b *backstage) open() {
	a, now := b.app, b.now
	records := record.NewDesk(a.Pool, a.Law, a.Sealer, a.Events, a.Ledger, now)
	b.cases = caseflow.NewDesk(a.Pool, a.Law, a.Sealer, now)
	b.cases.Accounts, b.cases.Disclosure = a.Accounts, a.Disclosure
	b.repairs = repair.NewDesk(a.Pool, a.Law, a.Sealer, records, b.cases, now)
	b.repairs.Accounts, b.repairs.Index, b.repairs.Lines = a.Accounts, a.Index, a.Repairs.Lines
	b.inspections(records, now)
	b.objections = objection.NewDesk(a.Pool, a.Law, a.Sealer, records, b.cases, now)
	o := a.Objections
	b.objections.Accounts, b.objections.Press, b.objections.Checked, b.objections.Received = o.Accounts, o.Press, o.Checked, o.Received
	b.objections.Tell, b.objections.Acknowledged, b.objections.Elsewhere = o.Tell, o.Acknowledged, o.Elsewhere
	b.checks = check.NewDesk(a.Pool, a.Law, a.Index, a.Ledger, a.Sealer, now)
	b.watches = watch.NewDesk(a.Pool, a.Law, a.Index, b.checks, now)
	b.watches.Tell = a.Exchange.Tell
	b.checks.Events.Given.Within(b.watches.Given)
}

// wanted is a firm with a record the demonstration's bureau can repair today.
type wanted struct {
	firm   Firm
	answer repair.Eligibility
}

// repairable finds firms of the village whose record the bureau decided on and could repair when the earliest errand began.
func (b *backstage) repairable(ctx context.Context, n int) (out []wanted, err error) {
	days := 0
	for _, e := range errands {
		days = max(days, e.ago)
	}
	b.at = b.app.Now().AddDate(0, 0, -days)
	ctx = access.With(ctx, b.people["handle"])
	for i := len(stories); i < Village.Entities() && len(out) < n; i++ {
		f := Nth(i)
		all, err := b.repairs.Calculate(ctx, repair.Asked{USCC: f.USCC})
		if err != nil {
			return nil, err
		}
		for _, e := range all {
			if e.Verdict == repair.Now && e.Body.Code == b.people["handle"].Org {
				out = append(out, wanted{f, e})
				break
			}
		}
	}
	if len(out) < n {
		return nil, fmt.Errorf("seed: the village has only %d firms whose records %s can repair", len(out), b.people["handle"].Name)
	}
	return out, nil
}

// owner is whoever represents a firm of an errand: one person for all of them.
func (b *backstage) owner(ctx context.Context, f Firm) (access.Actor, error) {
	a := b.app
	sys, err := actor(ctx, a, "sys")
	if err != nil {
		return sys, err
	}
	who, _, err := a.Accounts.ByLogin(ctx, "owner")
	if err != nil {
		return sys, err
	}
	_, err = a.Accounts.Delegate(ctx, sys, account.NewDelegation{Firm: f.USCC, Login: "owner", Name: who.Name, Role: access.LegalRepresentative})
	if err != nil {
		return sys, err
	}
	h, err := a.Accounts.Holder(ctx, a.Pool, who.ID)
	for _, d := range h.Firms {
		if d.Firm == f.USCC {
			return a.Accounts.Acting(ctx, a.Pool, who.ID, "", d.ID)
		}
	}
	return sys, fmt.Errorf("seed: nobody represents %s: %w", f.Name, err)
}

// walk files one application and takes its case as far as the errand goes.
func (b *backstage) walk(ctx context.Context, w wanted, e errand) error {
	b.at = b.day(e.ago, 9)
	owner, err := b.owner(ctx, w.firm)
	if err != nil {
		return err
	}
	proof, err := b.repairs.Give(ctx, b.people["facts"], repair.Fact{EntityID: w.firm.USCC, Record: w.answer.Record, Kind: repair.Payment, On: w.answer.DecidedOn.AddDays(10),
		Source: "示例非税系统", Document: "示例缴款" + w.answer.DecidedOn.String()})
	if err != nil {
		return err
	}
	in := repair.Filing{Records: []string{w.answer.Record}, Confirmed: []string{proof.ID}, Waive: true}
	if l := w.answer.Letter; l != nil {
		in.Signatures = []repair.Signature{{Template: l.Template, Hash: l.Hash}}
	}
	r, err := b.repairs.File(ctx, owner, in, "demo-"+w.firm.USCC)
	if err != nil {
		return err
	}
	for _, s := range e.steps {
		b.at = b.day(e.ago-s.after, 10)
		err := b.app.Pool.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
			_, err := b.cases.Do(ctx, tx, r.Cases[0].Case, caseflow.Doing{Act: s.act, Actor: b.people[s.by], Fields: s.fields, Key: "demo-" + string(s.act)})
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", s.act, err)
		}
	}
	return nil
}

// object has a firm object to its record.
func (b *backstage) object(ctx context.Context, w wanted) error {
	b.at = b.day(2, 15)
	owner, err := b.owner(ctx, w.firm)
	if err != nil {
		return err
	}
	_, err = b.objections.File(ctx, owner, objection.Filing{About: objection.ARecord, Records: []string{w.answer.Record}, Ground: b.ground(),
		Statement: "处罚金额与决定书原件不一致（示例），请核对。"}, "demo-"+w.firm.USCC)
	return err
}

// mistaken has a firm object to what was reported wrongly, after two offices had been answered on it: it is corrected, and both
// offices have a letter to acknowledge (c20).
func (b *backstage) mistaken(ctx context.Context, w wanted) error {
	b.at = b.day(16, 9)
	owner, err := b.owner(ctx, w.firm)
	if err != nil {
		return err
	}
	if err := b.loop(ctx, w.firm, true); err != nil {
		return err
	}
	b.at = b.day(14, 15)
	r, err := b.objections.File(ctx, owner, objection.Filing{About: objection.ARecord, Records: []string{w.answer.Record}, Ground: b.ground(),
		Statement: "处罚内容录入有误（示例），决定书原件已附。"}, "demo-"+w.firm.USCC)
	if err != nil {
		return err
	}
	now, err := record.Find(ctx, b.app.Pool, w.answer.Record)
	if err != nil {
		return err
	}
	correct := caseflow.Values{"outcome": string(objection.Correct), "findings": "核对决定书原件，处罚内容录入有误（示例），来源系统已更正。", "source_ref": "示例更正〔2026〕7号",
		"changes": map[string]any{"CF_NR": map[string]any{"old": now.Content["CF_NR"], "new": now.Content["CF_NR"] + "（示例更正）"}}}
	for _, s := range []step{{1, "handle", objection.Verify, nil}, {4, "handle", objection.Propose, correct}, {6, "decide", objection.Correct, nil}} {
		b.at = b.day(14-s.after, 10)
		err := b.app.Pool.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
			_, err := b.cases.Do(ctx, tx, r.Case, caseflow.Doing{Act: s.act, Actor: b.people[s.by], Fields: s.fields, Key: "demo-" + string(s.act)})
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", s.act, err)
		}
	}
	return nil
}

// ground is the first one a record may be objected to on.
func (b *backstage) ground() string {
	for _, g := range b.app.Law.On(workday.Of(b.at)).Grounds() {
		for _, about := range g.About {
			if about == string(objection.ARecord) {
				return g.Code
			}
		}
	}
	return ""
}

func (b *backstage) day(ago, hour int) time.Time {
	return workday.Of(b.app.Now()).AddDays(-ago).Start().Add(time.Duration(hour) * time.Hour)
}
