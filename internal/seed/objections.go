package seed

import (
	"context"
	"fmt"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/caseflow"
	"xinheng/internal/objection"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// dispute is one objection of the demonstration.
type dispute struct {
	ground, says string
	ago          int // working days since it was filed
	play         func(id string) error
}

// Objections has three invented firms object through the real desk, so that the desks of the handler and of the deciding
// officer are not empty: one has just objected, one says a period has passed and is being verified while its use rests, one
// waits for its decision. None is a firm of a story. What is there is left as it is; an interrupted seeding is taken up.
func Objections(ctx context.Context, a *app.App) error {
	handler, err := actor(ctx, a, "handler")
	if err != nil {
		return err
	}
	p, today := back(a), workday.Of(a.Now())
	desk := objection.NewDesk(a.Pool, a.Law, a.Sealer, p.records, p.cases, func() time.Time { return p.clock })
	desk.Accounts = a.Objections.Accounts
	verify := func(id string) error { return p.act(ctx, handler, id, objection.Verify, nil) }
	n := lastAsking - 1
	for _, x := range []dispute{
		{"incorrect", "罚款数额与决定书不符，决定书上的数额较小。", 0, func(string) error { return nil }},
		{"expired", "公示期应当已满，请核对起算日期。", 1, verify},
		{"other", "当事人名称中的一个字写错了。", 2, func(id string) error {
			if err := verify(id); err != nil {
				return err
			}
			p.clock = p.clock.Add(time.Hour)
			return p.act(ctx, handler, id, objection.Propose, caseflow.Values{"outcome": string(objection.Reject), "findings": "已核对决定书原件，名称与登记一致。",
				"reason": "决定书载明的名称与登记的名称相同。", "instrument": "qfb-2021-4", "article": "（二十七）", "remedy": "可以申请上级复核一次，也可以依法申请复议或者提起诉讼。"})
		}},
	} {
		var r record.Record
		if n, r, err = p.disputed(ctx, n, handler.Org); err != nil || r.ID == "" {
			return err
		}
		if err := p.objects(ctx, desk, r, x, today); err != nil {
			return fmt.Errorf("seed: the objection to %s: %w", r.DocumentNo, err)
		}
	}
	return a.Ledger.Sequence(ctx)
}

// disputed finds the next firm, from the last backwards, with a public record of the body: those who ask for repair are found
// from the first onwards, so that nobody does both. None: no record.
func (p *past) disputed(ctx context.Context, n int, body string) (next int, r record.Record, err error) {
	for ; n >= firstAsking; n-- {
		all, err := record.Of(ctx, p.a.Pool, Nth(n).USCC, time.Time{})
		if err != nil {
			return n, r, err
		}
		for _, r := range all {
			if r.AuthorityID == body && r.SourceID == body && r.StatusOn(workday.Of(p.a.Now())) == record.StatusPublic {
				return n - 1, r, nil
			}
		}
	}
	return n, r, nil
}

// objects files an objection on the day it is from, once, and plays what has been done since, once.
func (p *past) objects(ctx context.Context, desk *objection.Desk, r record.Record, x dispute, today workday.Date) error {
	on, cal := today, p.a.Law.Calendar()
	for left := x.ago; left > 0; {
		on = on.AddDays(-1)
		if working, _ := cal.IsWorkday(on); working {
			left--
		}
	}
	p.clock = notAfter(at(on, 9), p.a.Now())
	receipt, err := desk.File(ctx, legalRep(r), objection.Filing{About: objection.ARecord, Records: []string{r.ID}, Ground: x.ground, Statement: x.says}, "demo")
	if err != nil {
		return err
	}
	p.clock = notAfter(at(on, 10), p.a.Now())
	return x.play(receipt.Case)
}

// notAfter is the earlier of two instants: nothing of the demonstration is ahead of its clock.
func notAfter(a, b time.Time) time.Time {
	if a.After(b) {
		return b
	}
	return a
}

// legalRep is the legal representative of the firm a record is about, who is nobody's account.
func legalRep(r record.Record) access.Actor {
	role, _ := access.RoleOf(access.LegalRepresentative)
	return access.Actor{ID: "person:demo-" + r.EntityID, Kind: access.KindPerson, Account: "demo-" + r.EntityID, Person: "示例法定代表人", Org: r.EntityID, Name: r.Subject,
		Firm: "demo", Roles: []string{role.Code}, Scopes: role.May}
}
