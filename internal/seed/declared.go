package seed

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/attach"
	"xinheng/internal/caseflow"
	"xinheng/internal/declaration"
	"xinheng/internal/workday"
)

// declared is a declaration of the demonstration: what it says, how many days ago, and what became of it.
type declared struct {
	kind   string
	values map[string]string
	paper  string
	ago    int
	found  string // by an officer: match, mismatch; empty: it waits
	asked  bool   // an inquiry was opened and the firm told
	undone bool
	public bool // shared with everybody, not with public bodies and banks alone
}

var declarations = []declared{
	{kind: "welfare", ago: 30, public: true, found: declaration.Match, paper: "receipt", values: map[string]string{"title": "虚构乡村小学图书角", "recipient": "海口市虚构慈善会", "amount": "3.5", "number": "示票〔2026〕18号", "done_on": "2026-06-01"}},
	{kind: "operation", ago: 4, paper: "accounts", values: map[string]string{"year": "2025", "revenue": "1260.5", "tax": "38.2", "employees": "46"}},
	{kind: "contract", ago: 15, found: declaration.Mismatch, asked: true, paper: "contract", values: map[string]string{"number": "示合同〔2026〕7号", "title": "虚构道路保洁服务", "party": "海口市虚构示例街道办事处", "signed_on": "2026-03-02", "performance": "全部履行"}},
	{kind: "honour", ago: 9, found: declaration.Mismatch, paper: "honour", values: map[string]string{"number": "示表〔2025〕3号", "title": "示例守信企业", "authority": "海口市虚构市场监督管理局", "awarded_on": "2025-12-01"}},
	{kind: "welfare", ago: 2, undone: true, paper: "receipt", values: map[string]string{"title": "虚构助学金", "recipient": "海口市虚构慈善会", "number": "示票〔2026〕20号", "done_on": "2026-11-01"}},
}

// Declarations gives the demonstration what a firm declared of itself, one in each state a newcomer should see. What is there is left.
func Declarations(ctx context.Context, a *app.App) error {
	b := &backstage{app: a, at: a.Now()}
	b.open()
	desk := declaration.NewDesk(a.Pool, a.Law, a.Sealer, a.Records, b.cases, b.now)
	desk.Accounts, desk.Attach = a.Accounts, a.Attach
	b.people = map[string]access.Actor{}
	for _, login := range []string{"lead", "handle", "firm"} {
		who, err := anyOf(ctx, a, login)
		if err != nil {
			return err
		}
		b.people[login] = who
	}
	if there, err := desk.Mine(ctx, b.people["firm"]); err != nil || len(there) > 0 {
		return err
	}
	for _, k := range a.Law.On(workday.Of(b.at)).DeclarationKinds() {
		if _, err := desk.Assign(ctx, b.people["lead"], declaration.Assigning{Kind: k.Code, Org: b.people["handle"].Org, Since: k.From}); err != nil {
			return err
		}
	}
	for i, d := range declarations {
		if err := b.declare(ctx, desk, d); err != nil {
			return fmt.Errorf("seed: declaration %d (%s): %w", i, d.kind, err)
		}
	}
	if err := b.declareKnown(ctx, desk); err != nil {
		return err
	}
	return a.Ledger.Sequence(ctx)
}

// declareKnown declares what a record says already: it needs no proof and is verified by shared data.
func (b *backstage) declareKnown(ctx context.Context, desk *declaration.Desk) error {
	firm := b.people["firm"]
	known, err := desk.Facts(ctx, firm, firm.Org, "")
	if err != nil {
		return err
	}
	for _, f := range known {
		if f.From == "record" {
			return b.declare(ctx, desk, declared{kind: f.Kind, ago: 20, values: f.Values})
		}
	}
	return nil
}

// declare signs one declaration and lets become of it what its row says.
func (b *backstage) declare(ctx context.Context, desk *declaration.Desk, d declared) error {
	firm, handle := b.people["firm"], b.people["handle"]
	b.at = b.day(d.ago, 9)
	w := declaration.Wanted{Kind: d.kind, Org: handle.Org, Values: d.values, Scopes: []declaration.Scope{declaration.Government, declaration.Finance}}
	if d.public {
		w.Scopes = append(w.Scopes, declaration.Everybody)
	}
	x, err := desk.Offer(ctx, firm, w)
	if err != nil {
		return err
	}
	in := declaration.Signature{Wanted: w, SM3: x.SM3, Ticket: x.Ticket}
	if d.paper != "" {
		p, err := b.app.Attach.Put(ctx, firm, attach.Upload{Kind: d.paper, Name: "示例证明-" + d.kind + ".txt"}, strings.NewReader("虚构的证明材料，仅供演示："+d.values["title"]+d.values["number"]+d.values["year"]))
		if err != nil {
			return err
		}
		in.Papers = []string{p.ID}
	}
	b.at = b.at.Add(40 * time.Second) // read before it is signed
	v, err := desk.Sign(ctx, firm, in, "demo-"+d.kind+d.values["number"])
	if err != nil {
		return err
	}
	if d.undone {
		_, err = desk.Undo(ctx, firm, v.ID)
		return err
	}
	if _, err = desk.Waive(ctx, firm, v.ID); err != nil {
		return err
	}
	if _, err = desk.Compare(ctx); err != nil || d.found == "" {
		return err
	}
	b.at = b.day(d.ago-2, 10)
	says := map[string]string{declaration.Match: "与出具单位核对一致（示例）。", declaration.Mismatch: "出具单位查无此件（示例）。"}[d.found]
	if _, err = desk.Find(ctx, handle, v.ID, declaration.Finding{Answer: d.found, Findings: says}); err != nil || !d.asked {
		return err
	}
	c, err := desk.Inquire(ctx, handle, v.ID, declaration.Inquiring{Why: "合同编号与采购人登记的不是同一合同（示例）。"}, "demo-"+v.ID)
	if err != nil {
		return err
	}
	proof, err := b.picture(ctx, handle, "送达回证示例.png")
	if err != nil {
		return err
	}
	b.at = b.day(1, 10)
	return b.do(ctx, c.ID, handle, declaration.Notify, caseflow.Values{"facts": "采购人登记中没有编号为示合同〔2026〕7号的合同（示例）。", "served_on": workday.Of(b.at).String(), "means": "electronic", "notice_service": proof})
}
