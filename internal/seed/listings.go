package seed

import (
	"context"
	"fmt"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/attach"
	"xinheng/internal/caseflow"
	"xinheng/internal/listing"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// charge is a listing or a ban of the demonstration: how many days ago its clue was noted, and what was done with it since.
type charge struct {
	kind  string
	ago   int
	steps []step
}

// attached stands for a file that is handed in with the step.
const attached = "attached"

var (
	against = caseflow.Values{"facts": "在虚构的专项检查中查明，当事人销售的两个批次食品不合格，已受到较重行政处罚（示例）。", "instrument": "samr-44", "article": "第二条",
		"conduct": "breach.serious", "measures": "procurement-ban，key-supervision"}
	barring = caseflow.Values{"facts": "吊销许可证后仍从事同一生产活动（示例）。", "instrument": "samr-44", "article": "第二条", "conduct": "breach.serious", "measures": "market-ban",
		"ban_kind": "industry", "industry": "C14", "scope": "不得从事食品制造业的生产经营活动（示例）。", "until": "in a year"}
	told   = caseflow.Values{"served_on": "today", "means": "direct", "notice_service": attached}
	served = caseflow.Values{"served_on": "today", "means": "post", "decision_service": attached}
	spoken = caseflow.Values{"statement": "涉案批次已全部下架召回（示例），请求从轻。", "statement_paper": attached}
	argued = caseflow.Values{"findings": "现场笔录、检验报告和处罚决定书相互印证，事实清楚（示例）。", "answer": "召回属实，已在期限上考虑；不影响情形的认定（示例）。",
		"remedy": "可以在六十日内申请行政复议，或者在六个月内提起行政诉讼。"}
	sat     = caseflow.Values{"panel_minutes": attached}
	relieve = caseflow.Values{"findings": "已履行义务并消除危害后果，符合提前移出条件（示例）。"}
)

// until is the way of a charge from its clue to its entry: the first so many steps of it, on their days.
func until(n int, form caseflow.Values) []step {
	return []step{{1, "handle", listing.Propose, form}, {2, "handle", listing.ServeNotice, told}, {4, "handle", listing.ReceiveState, spoken},
		{13, "handle", listing.ProposeListing, argued}, {15, "decide", listing.Discuss, sat}, {16, "decide", listing.Decide, nil},
		{17, "handle", listing.ServeDecision, served}, {18, "decide", listing.Enter, nil}}[:n]
}

// charges stand where a newcomer should see one: a clue, told, heard, with the decider, public with a comment, taken off early, and
// a ban.
var charges = []charge{
	{listing.Kind, 2, nil},
	{listing.Kind, 4, until(2, against)},
	{listing.Kind, 10, until(3, against)},
	{listing.Kind, 17, until(5, against)},
	{listing.Kind, 40, until(8, against)},
	{listing.Kind, 70, append(until(8, against), step{60, "handle", listing.ProposeRemoval, relieve}, step{62, "decide", listing.Remove, nil})},
	{listing.BanKind, 45, until(8, barring)},
}

// withComment is the charge whose firm has said something to its entry.
const withComment = 4

// Listings opens the listings, the ban and the letters of the demonstration on the days of their stories. What is there is left.
func Listings(ctx context.Context, a *app.App) error {
	b := &backstage{app: a, at: a.Now(), people: map[string]access.Actor{}}
	b.open()
	b.cases.Attached = a.Cases.Attached
	desk := listing.NewDesk(a.Pool, a.Law, a.Sealer, record.NewDesk(a.Pool, a.Law, a.Sealer, a.Events, a.Ledger, b.now), b.cases, b.now)
	desk.Accounts = a.Accounts
	for _, login := range []string{"handle", "decide", "liaison"} {
		who, err := actor(ctx, a, login)
		if err != nil {
			return err
		}
		b.people[login] = who
	}
	if lines, _, err := b.cases.Work(ctx, b.people["handle"], caseflow.WorkQuery{Kind: listing.Kind}); err != nil || len(lines) > 0 {
		return err
	}
	firms := chargeable(len(charges))
	for i, c := range charges {
		if err := b.charge(ctx, desk, firms[i], c, i == withComment); err != nil {
			return fmt.Errorf("seed: charge %d: %w", i, err)
		}
	}
	if err := b.write(ctx, desk, firms[0].USCC, 9, false); err != nil {
		return fmt.Errorf("seed: letter: %w", err)
	}
	if err := b.write(ctx, desk, firms[1].USCC, 20, true); err != nil {
		return fmt.Errorf("seed: letter: %w", err)
	}
	b.at = a.Now()
	return a.Ledger.Sequence(ctx)
}

// chargeable are firms of the village without a story of their own.
func chargeable(n int) (out []Firm) {
	for i := Village.Entities() - 1; i >= len(stories) && len(out) < n; i-- {
		if f := Nth(i); f.Kind == "enterprise" && f.Status == "registered" {
			out = append(out, f)
		}
	}
	return out
}

// charge opens a case from a clue and takes it as far as its story goes.
func (b *backstage) charge(ctx context.Context, desk *listing.Desk, f Firm, c charge, commented bool) error {
	b.at = b.day(c.ago, 9)
	in := listing.Clueing{Kind: c.kind, USCC: f.USCC, Source: "专项检查（示例）"}
	if c.kind == listing.Kind {
		in.List = "samr-serious"
	}
	opened, err := desk.Open(ctx, b.people["handle"], in, "demo-charge-"+f.USCC)
	if err != nil {
		return err
	}
	for _, s := range c.steps {
		if err := b.step(ctx, opened.ID, c.ago, s); err != nil {
			return fmt.Errorf("%s: %w", s.act, err)
		}
	}
	if !commented {
		return nil
	}
	return b.comment(ctx, desk, f, c.ago-20)
}

// step takes one step on its day, with the files its form asks for.
func (b *backstage) step(ctx context.Context, id string, ago int, s step) error {
	b.at = b.day(ago-s.after, 10)
	fields := caseflow.Values{}
	for k, v := range s.fields {
		switch v {
		case attached:
			at, err := b.app.Attach.Put(ctx, b.people[s.by], attach.Upload{Kind: k, Name: "示例材料.txt", Grade: attach.IssuerMade}, strings.NewReader("示例材料：演示用，无真实内容。\n"))
			if err != nil {
				return err
			}
			v = at.ID
		case "today":
			v = workday.Of(b.at).String()
		case "in a year":
			v = workday.Of(b.at).AddMonths(12).String()
		}
		fields[k] = v
	}
	return b.app.Pool.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		_, err := b.cases.Do(ctx, tx, id, caseflow.Doing{Act: s.act, Actor: b.people[s.by], Fields: fields, Key: "demo-" + string(s.act)})
		return err
	})
}

// comment lets the firm say something to its entry: one that is shown, and one that waits to be looked at.
func (b *backstage) comment(ctx context.Context, desk *listing.Desk, f Firm, ago int) error {
	b.at = b.day(ago, 11)
	owner, err := b.owner(ctx, f)
	if err != nil {
		return err
	}
	entries, err := record.Of(ctx, b.app.Pool, f.USCC, b.app.Now())
	if err != nil {
		return err
	}
	for _, r := range entries {
		if r.Item != "list_entry" {
			continue
		}
		said, err := desk.Say(ctx, owner, r.ID, "我公司已下架并召回全部批次，更换了供应商（示例）。")
		if err != nil {
			return err
		}
		if err := desk.Moderate(ctx, b.people["handle"], r.ID, said.ID, false); err != nil {
			return err
		}
		b.at = b.day(1, 16)
		_, err = desk.Say(ctx, owner, r.ID, "整改已通过复查，正在准备申请提前移出（示例）。")
		return err
	}
	return fmt.Errorf("seed: %s has no entry to comment on", f.Name)
}

// write writes to the audit office, has it sent, and answered or not yet.
func (b *backstage) write(ctx context.Context, desk *listing.Desk, about string, ago int, answered bool) error {
	b.at = b.day(ago, 9)
	c, err := desk.Write(ctx, b.people["handle"], listing.Writing{USCC: about, Body: auditing.USCC, To: "audit", Facts: "示例采购合同〔2026〕第1号约定的款项逾期未付，经两次催告仍未支付（示例）。"}, "demo-letter-"+about)
	if err != nil {
		return err
	}
	steps := []step{{1, "decide", listing.SendLetter, nil}, {6, "liaison", listing.ReplyLetter, caseflow.Values{"reply": "已列入本年度审计计划，并要求限期支付（示例）。"}}}
	if !answered {
		steps = steps[:1]
	}
	for _, s := range steps {
		if err := b.step(ctx, c.ID, ago, s); err != nil {
			return err
		}
	}
	return nil
}
