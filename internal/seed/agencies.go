package seed

import (
	"context"
	"fmt"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/agency"
	"xinheng/internal/app"
	"xinheng/internal/exchange"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Invented agencies beside the bank: one that does not delete, and one whose agreement has ended.
var (
	bureauOfCredit = Body{code("91", "460100", 992), "海南示例征信有限公司"}
	rater          = Body{code("91", "460100", 993), "海南示例信用评级有限公司"}
)

// shelf is the register of agencies on the days of its story.
type shelf struct {
	a            *app.App
	clock        time.Time
	desk         *agency.Desk
	key          seal.Signer // of all three: they are invented
	editor, lead access.Actor
}

// Agencies enters three agencies, lets two read, withdraws a record, and has their lists compared: one is named, one has something to
// mend. What is there is left as it is.
func Agencies(ctx context.Context, a *app.App) error {
	if there, err := a.Agencies.Agreements(ctx); err != nil || len(there) > 0 {
		return err
	}
	s := &shelf{a: a, clock: a.Now(), key: a.Sealer.SigningKey("demo agency")}
	s.desk = agency.NewDesk(a.Pool, a.Law, a.Exchange, func() time.Time { return s.clock })
	var err error
	if s.editor, err = actor(ctx, a, "editor"); err != nil {
		return err
	}
	if s.lead, err = actor(ctx, a, "lead"); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{s.enter, s.readAndWithdraw, s.offer} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("seed: agencies: %w", err)
		}
	}
	return a.Ledger.Sequence(ctx)
}

// on sets the clock of the story to some days ago.
func (s *shelf) on(days int) { s.clock = s.a.Now().AddDate(0, 0, -days) }

// enter has agreements entered by one person and approved by another; the last one waits.
func (s *shelf) enter(ctx context.Context) error {
	s.on(60)
	today := workday.Of(s.a.Now())
	terms := agency.Terms{LicensedFrom: workday.MustParse("2026-01-01"), Items: []string{"licence", "honour", "penalty"}, Quota: 500, From: today.AddMonths(-6), Until: today.AddMonths(6),
		KeySuite: s.a.Sealer.Suite().Name(), PublicKey: s.key.Public(), Active: true}
	lender, bureau, rated := terms, terms, terms
	lender.Org, lender.Name, lender.Kind, lender.FilingNo, lender.Purpose = bank.USCC, law.Text2{ZH: bank.Name, EN: "Hainan Example Commercial Bank"}, "bank", "示金许〔2026〕1号", "贷前核对（示例）"
	bureau.Org, bureau.Name, bureau.Kind, bureau.FilingNo, bureau.Purpose = bureauOfCredit.USCC, law.Text2{ZH: bureauOfCredit.Name, EN: "Hainan Example Credit Reporting"}, "credit_reporting", "示征备〔2026〕2号", "企业信用报告（示例）"
	bureau.ReportKinds = []string{"credit"}
	rated.Org, rated.Name, rated.Kind, rated.FilingNo, rated.Purpose = rater.USCC, law.Text2{ZH: rater.Name, EN: "Hainan Example Rating"}, "rating", "示评备〔2026〕3号", "信用评级（示例）"
	rated.ReportKinds, rated.Until = []string{"rating"}, today.AddMonths(-1)
	for _, t := range []agency.Terms{lender, bureau, rated} {
		v, err := s.desk.Propose(ctx, s.editor, t)
		if err != nil {
			return err
		}
		if _, err := s.desk.Decide(ctx, s.lead, t.Org, v.Version, true); err != nil {
			return err
		}
	}
	rated.From, rated.Until = today, today.AddMonths(12)
	_, err := s.desk.Propose(ctx, s.editor, rated)
	return err
}

// readAndWithdraw is the story of one record two agencies were given.
func (s *shelf) readAndWithdraw(ctx context.Context) error {
	who, err := actor(ctx, s.a, "decide")
	if err != nil {
		return err
	}
	r, err := s.fine(ctx, who.Org)
	if err != nil || r.ID == "" {
		return err
	}
	lender, bureau := access.Actor{ID: "key:bank", Kind: access.KindKey, Org: bank.USCC}, access.Actor{ID: "key:bureau", Kind: access.KindKey, Org: bureauOfCredit.USCC}
	s.on(30)
	for _, who := range []access.Actor{lender, bureau} {
		if _, err := s.desk.Read(ctx, who, r.EntityID); err != nil {
			return err
		}
	}
	s.on(28)
	if err := s.withdraw(ctx, who, &r); err != nil {
		return err
	}
	s.on(27)
	err = s.a.Pool.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		return s.desk.Acknowledged(ctx, tx, exchange.Obeyed{Org: bank.USCC, Kind: exchange.Tombstone, EntityID: r.EntityID, About: r.ID, By: lender.ID})
	})
	if err != nil {
		return err
	}
	return s.compared(ctx, lender, bureau, &r)
}

// compared: the bureau never deleted and is named; the bank said it had, and still lists the record.
func (s *shelf) compared(ctx context.Context, lender, bureau access.Actor, r *record.Record) error {
	s.on(20)
	if err := s.list(ctx, bureau, r.ID); err != nil {
		return err
	}
	all, err := s.desk.Mine(ctx, bureau)
	if err != nil || len(all) == 0 {
		return err
	}
	if _, err := s.desk.Say(ctx, bureau, all[0].ID, "系统升级期间积压，正在逐条删除（示例说明，内容为虚构）。"); err != nil {
		return err
	}
	s.on(5)
	if _, err := s.desk.Confirm(ctx, s.lead, all[0].ID, "示信函〔2026〕8号"); err != nil {
		return err
	}
	s.on(1)
	if err := s.list(ctx, lender, r.ID); err != nil {
		return err
	}
	s.on(0)
	for i := range 5 {
		if _, err := s.desk.Read(ctx, bureau, Nth(i).USCC); err != nil {
			return err
		}
	}
	return nil
}

func (s *shelf) list(ctx context.Context, who access.Actor, id string) error {
	at, ids := s.clock.UTC().Truncate(time.Second), []string{id}
	_, err := s.desk.HandIn(ctx, who, agency.NewList{AsOf: at, Records: ids, Signature: s.key.Sign(agency.ListText(who.Org, at, ids))})
	return err
}

// fine is a public fine a body decided about a firm no other part of the demonstration tells a story of; none: an empty one.
func (s *shelf) fine(ctx context.Context, body string) (record.Record, error) {
	today := workday.Of(s.a.Now())
	since := today.AddDays(-31)
	for i := 40; i < 400; i++ {
		all, err := record.Of(ctx, s.a.Pool, Nth(i).USCC, time.Time{})
		if err != nil {
			return record.Record{}, err
		}
		for _, r := range all {
			if r.Item == "penalty" && !r.Person && r.AuthorityID == body && r.PublicFrom != 0 && r.PublicFrom < since && r.StatusOn(since) == record.StatusPublic && r.StatusOn(today) == record.StatusPublic {
				return r, nil
			}
		}
	}
	return record.Record{}, nil
}

// withdraw has the deciding officer withdraw a fine on the day of the story; what follows from it follows then.
func (s *shelf) withdraw(ctx context.Context, who access.Actor, r *record.Record) error {
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error {
		return standing.Apply(ctx, tx, s.a.Law, e)
	})
	events.Changed.Within(s.desk.Changed)
	desk := record.NewDesk(s.a.Pool, s.a.Law, s.a.Sealer, events, s.a.Ledger, func() time.Time { return s.clock })
	return s.a.Pool.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		_, err := desk.Rule(ctx, tx, who, "示例撤决", []record.Ruling{{EntityID: r.EntityID, ID: r.ID, State: record.Withdrawn, On: workday.Of(s.clock), Document: "示例撤决〔2026〕1号", Authority: r.Authority}})
		return err
	})
}
