package objection

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/caseflow"
	"xinheng/internal/check"
	"xinheng/internal/counter"
	"xinheng/internal/counter/walked"
	"xinheng/internal/disclosure"
	"xinheng/internal/exchange"
	"xinheng/internal/fault"
	"xinheng/internal/jobs"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// office is the counter of the area, with records, checks, readings and notices wired as they are in the program.
type office struct {
	*counter.Counter
	*Desk
	log      *ledger.Log
	index    *standing.Index
	checks   *check.Desk
	exchange *exchange.Desk
}

var (
	bodyID, sourceID, countyID = code("11460100", "XYYY0001"), code("11460100", "XYYY0002"), code("11469001", "XYYY0003")
	aboveID, buyerID, bankID   = code("11460000", "XYYY0004"), code("12460000", "XYYY0005"), code("91460000", "XYYY0006")
	firmID, otherFirm          = code("91460100", "XYYY0010"), code("91460100", "XYYY0011")
)

const (
	bodyName = "海口市虚构市场监督管理局"
	firmName = "海南虚构食品有限公司"
)

var orgs = []account.Org{
	{ID: aboveID, Name: "海南省虚构市场监督管理局", Region: "460000", Kind: "department"},
	{ID: bodyID, Name: bodyName, Parent: aboveID, Region: "460100", Kind: "department"},
	{ID: sourceID, Name: "海口市虚构数据中心", Parent: aboveID, Region: "460100", Kind: "institution"},
	{ID: countyID, Name: "五指山市虚构市场监督管理局", Parent: aboveID, Region: "469001", Kind: "department"},
	{ID: buyerID, Name: "海南省虚构采购中心", Parent: aboveID, Region: "460000", Kind: "institution"},
}

func person(name, org, region string, roles ...string) access.Actor {
	return counter.Person(name, org, bodyName, region, roles...)
}

func forFirm(name, firm, role string) access.Actor {
	return counter.ForFirm(name, firm, firmName, role)
}

// people are who comes to the counter, by the name they give in the Authorization header.
var people = map[string]access.Actor{
	"owner": forFirm("owner", firmID, access.LegalRepresentative), "agent": forFirm("agent", firmID, access.Agent),
	"stranger": forFirm("stranger", otherFirm, access.LegalRepresentative), "citizen": counter.Citizen("citizen"),
	"window":  person("window", countyID, "460100", "R6"),
	"handler": person("handler", bodyID, "460100", "R12"), "decider": person("decider", bodyID, "460100", "R13"),
	"both": person("both", bodyID, "460100", "R12", "R13"), "sender": person("sender", sourceID, "460100", "R11"),
	"county": person("county", countyID, "469001", "R12"), "cdecider": person("cdecider", countyID, "469001", "R13"),
	"clerk":    person("clerk", bodyID, "460100", "R10"),
	"reviewer": person("reviewer", aboveID, "460000", "R14"), "lead": person("lead", aboveID, "460000", "R19"),
	"aboveboth": person("aboveboth", aboveID, "460000", "R12", "R13"),
	"above":     person("above", aboveID, "460000", "R12"), "abovedecider": person("abovedecider", aboveID, "460000", "R13"),
	"farreviewer": person("farreviewer", countyID, "469001", "R14"),
	"buyer":       person("buyer", buyerID, "460000", "R7"), "bank": person("bank", bankID, "460000", "R23"),
}

func open(t testing.TB, today string) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, today, people)}
	db, lib, s, now := o.DB, o.Law, o.Sealer, o.Now
	var err error
	o.log, err = ledger.Open(t.Context(), db, "xinheng/test", s.SigningKeyOf(seal.International, "ledger"))
	must(t, err)
	o.exchange = exchange.NewDesk(db, jobs.New(db, now), lib, s, now)
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return standing.Apply(ctx, tx, lib, e) })
	events.Changed.Within(func(context.Context, pg.Tx, record.Changed) error { return o.Survive() })
	records := record.NewDesk(db, lib, s, events, o.log, now)
	records.Disclosure = disclosure.NewDesk(db, lib, o.log, s, now)
	records.Marked = standing.Marks
	o.index = standing.NewIndex(db, o.log, now)
	o.checks = check.NewDesk(db, lib, o.index, o.log, s, now)
	cases := caseflow.NewDesk(db, lib, s, now)
	walked.Note(cases)
	cases.Attached = func(_ context.Context, _ pg.Tx, _ access.Actor, _ *caseflow.Case, ref string) (string, string, error) {
		if !strings.HasPrefix(ref, "attachment-") {
			return "", "", fault.New(fault.Missing, "attach.unknown", "没有这份附件。", "No such attachment.")
		}
		return "示例证明.pdf", strings.Repeat("0", 64), nil
	}
	o.Desk = NewDesk(db, lib, s, records, cases, now)
	o.wire(records.Disclosure, account.NewDesk(db, access.NewKeys(db, now), lib, now))
	must(t, caseflow.Publish(t.Context(), pgtest.Owner(t, db), cases.Types()...))
	for _, g := range orgs {
		_, err := db.Exec(t.Context(), pg.Query{Name: "org", SQL: `insert into account.org (org_id, name, parent, region, kind, changed_at)
			values ($1, $2, nullif($3, ''), $4, $5, now())`}, g.ID, g.Name, g.Parent, g.Region, g.Kind)
		must(t, err)
	}
	must(t, db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		return registry.Stub(ctx, tx, []registry.Entity{{ID: firmID, Name: firmName, Kind: registry.Enterprise}, {ID: otherFirm, Name: "海南虚构另一食品有限公司", Kind: registry.Enterprise}})
	}))
	o.Serve(func(api *web.API) {
		caseflow.Routes(api, cases)
		Routes(api, o.Desk)
		check.Routes(api, o.checks)
		exchange.Routes(api, o.exchange)
		record.Routes(api, records)
	})
	return o
}

// wire ties the area to what stands above it, as the program does.
func (o *office) wire(readings *disclosure.Desk, accounts *account.Desk) {
	o.Accounts = accounts
	o.Checked = func(ctx context.Context, db pg.DB, entity, id string) (Object, error) {
		a, err := o.checks.AboutOf(ctx, db, entity, id)
		return Object{Org: a.Org, Title: a.Matter, Records: a.Records}, err
	}
	o.Received = func(ctx context.Context, db pg.DB, entity, id string, from time.Time) (out []Recipient, err error) {
		checks, err := o.checks.LeanedOn(ctx, db, entity, id, from)
		for _, c := range checks {
			out = append(out, Recipient{Org: c.Org, How: "check", Answer: c.DecisionID, Matter: c.Matter, At: c.At})
		}
		for i := range out {
			if checks[i].Batched {
				out[i].How = "batch"
			}
		}
		if err != nil {
			return nil, err
		}
		seen, err := readings.SeenSince(ctx, db, entity, from)
		for _, r := range seen {
			how := "reading"
			if r.Kind == disclosure.KindExport {
				how = "export"
			}
			out = append(out, Recipient{Org: r.Org, How: how, Answer: r.ID, At: r.At})
		}
		return out, err
	}
	o.Tell = func(ctx context.Context, tx pg.Tx, all []Notice) error {
		var out []exchange.Notice
		for _, n := range all {
			out = append(out, exchange.Notice{Org: n.Org, Kind: exchange.ReachBack, EntityID: n.EntityID, About: n.Record, Version: n.Version, Decision: n.Case, Case: n.Case,
				Reason: n.Reason, Limit: n.Limit})
		}
		return o.exchange.Tell(ctx, tx, out)
	}
	o.Acknowledged = func(ctx context.Context, db pg.DB, id string) (map[string]time.Time, error) {
		told, err := o.exchange.OfCase(ctx, db, id, exchange.ReachBack)
		acks := map[string]time.Time{}
		for _, n := range told {
			if n.AcknowledgedAt != nil {
				acks[n.Org] = *n.AcknowledgedAt
			}
		}
		return acks, err
	}
}

func must(t testing.TB, err error) { t.Helper(); counter.Must(t, err) }

func code(registrar, number string) string { return counter.Code(registrar, number) }

// want makes a request as somebody and expects the refusal, or none.
func want[T any](o *office, who, method, path string, in any, code string, header ...string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code, header...)
}

// penalty takes a suspension of business in, decided by the body and reported by another one or by itself.
func (o *office) penalty(number, source string, changes ...string) record.Record {
	o.T.Helper()
	v := map[string]string{"CF_XDR_MC": firmName, "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firmID, "CF_WSH": number,
		"CF_WFXW": "重大食品安全隐患逾期未排除", "CF_SY": "经查，当事人重大食品安全隐患逾期未排除。", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条", "CF_CFLB": "责令停产停业",
		"CF_NR": "责令停产停业整顿。", "CF_JDRQ": "2026-08-03", "CF_CFJG": bodyName, "CF_CFJGDM": bodyID, "CF_SDRQ": "2026-08-03", "XH_LY": "food"}
	for i := 0; i < len(changes); i += 2 {
		v[changes[i]] = changes[i+1]
	}
	it, _ := o.law.On(o.today()).Item("penalty")
	file, err := record.OneRow(it, v)
	must(o.T, err)
	who := access.Actor{ID: "key:source", Kind: access.KindKey, Org: source, Name: "示例来源单位", Scopes: access.Scopes()}
	receipt, err := o.records.Take(o.T.Context(), who, record.Delivery{Item: "penalty", File: bytes.NewReader(file)})
	must(o.T, err)
	if len(receipt.Errors) > 0 {
		o.T.Fatalf("%+v", receipt.Errors)
	}
	o.settle()
	return o.record(number)
}

func (o *office) record(number string) (found record.Record) {
	o.T.Helper()
	all, err := record.Of(o.T.Context(), o.db, firmID, time.Time{})
	must(o.T, err)
	for _, r := range all {
		if r.DocumentNo == number {
			found = r
		}
	}
	return found
}

// settle lets the index read on in the ledger, as it does all the time while the program runs.
func (o *office) settle() {
	o.T.Helper()
	must(o.T, o.log.Sequence(o.T.Context()))
	must(o.T, o.index.CatchUp(o.T.Context()))
}

// check asks about the firm as the buyer does.
func (o *office) check() check.Decision {
	o.T.Helper()
	o.settle()
	return want[check.Decision](o, "buyer", "POST", "/v1/checks", check.Request{Matter: "gp-qualification", Subject: firmID, Purpose: "procurement", CaseNo: "CG-1"}, "")
}

// filing is an objection to a record that lacks nothing.
func filingOf(r record.Record, ground string) Filing {
	return Filing{About: ARecord, Records: []string{r.ID}, Ground: ground, Statement: "该决定与本企业无关。"}
}

func (o *office) filed(r record.Record, ground string) Receipt {
	o.T.Helper()
	return want[Receipt](o, "owner", "POST", "/v1/objections", filingOf(r, ground), "")
}

type acted struct {
	State   caseflow.State `json:"state"`
	Version int32          `json:"version"`
	Waiting string         `json:"waiting"`
}

// do carries out an act on the newest version of a case, and expects the refusal, or none.
func (o *office) do(who, id string, a caseflow.Act, fields map[string]any, code string) acted {
	o.T.Helper()
	c, err := o.cases.Find(o.T.Context(), o.db, id)
	must(o.T, err)
	return want[acted](o, who, "POST", "/v1/cases/"+id+"/acts/"+string(a), map[string]any{"version": c.Version, "fields": fields}, code)
}

func (o *office) look(who, id string) (v View) {
	o.T.Helper()
	return want[struct{ Panels View }](o, who, "GET", "/v1/cases/"+id, nil, "").Panels
}

func (o *office) state(id string) *caseflow.Case {
	o.T.Helper()
	c, err := o.cases.Find(o.T.Context(), o.db, id)
	must(o.T, err)
	return c
}

func (o *office) sweep(day string) {
	o.T.Helper()
	o.On(day)
	_, err := o.cases.Sweep(o.T.Context(), workday.MustParse(day))
	must(o.T, err)
}

// rejection is a draft that lacks nothing.
func rejection() map[string]any {
	return map[string]any{"outcome": "reject", "findings": "经核对决定书原件，内容无误。", "reason": "决定书载明当事人。", "instrument": "qfb-2021-4", "article": "（二十七）",
		"remedy": "可以申请上级复核一次，也可以依法申请复议或者提起诉讼。"}
}

// correction is a draft that puts one value right at the source.
func correction(r record.Record) map[string]any {
	return map[string]any{"outcome": "correct", "findings": "决定书原件为罚款。", "source_ref": "GZ-2026-7", "changes": change(r)}
}

func change(r record.Record) map[string]any {
	return map[string]any{"CF_NR": map[string]any{"old": r.Content["CF_NR"], "new": "罚款2000元。"}, "CF_CFLB": map[string]any{"old": r.Content["CF_CFLB"], "new": "罚款"},
		"CF_NR_FK": map[string]any{"old": r.Content["CF_NR_FK"], "new": "0.2"}}
}
