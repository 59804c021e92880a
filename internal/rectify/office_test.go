package rectify

import (
	"context"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
	"xinheng/internal/counter/walked"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
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

// office is the area on a real database, reached through HTTP by people of several posts, on a set clock, with what follows
// from a record wired as it is in the program.
type office struct {
	*counter.Counter
	*Desk
	index *standing.Index
}

func code(registrar, number string) string { return counter.Code(registrar, number) }

var (
	bodyID, otherBody, auditID = code("11460000", "MB000001"), code("11460000", "MB000002"), code("11460000", "MB000003")
	firmID, otherFirm          = code("91460000", "MA000010"), code("91460000", "MA000011")
	organID, farID             = code("11460000", "MB000009"), code("11460000", "MB000012")
	personNo                   = ident.MakeIDCard("46990019880101001")
)

const (
	bodyName  = "海口市虚构市场监督管理局"
	firmName  = "海南虚构食品有限公司"
	organName = "海口市虚构示例街道办事处"
)

func post(name, org string, roles ...string) access.Actor {
	return counter.Person(name, org, bodyName, "460000", roles...)
}

func forFirm(name, firm, role string) access.Actor {
	return counter.ForFirm(name, firm, firmName, role)
}

// people are who comes to the counter, by the name they give in the Authorization header.
var people = map[string]access.Actor{
	"owner":    forFirm("owner", firmID, access.LegalRepresentative),
	"manager":  forFirm("manager", firmID, access.Manager),
	"agent":    forFirm("agent", firmID, access.Agent),
	"stranger": forFirm("stranger", otherFirm, access.LegalRepresentative),
	"handler":  post("handler", bodyID, "R12"),
	"second":   post("second", bodyID, "R12"),
	"decider":  post("decider", bodyID, "R13"),
	"both":     post("both", bodyID, "R12", "R13"),
	"ohandler": post("ohandler", otherBody, "R12"),
	"odecider": post("odecider", otherBody, "R13"),
	"lead":     post("lead", auditID, "R19"),
	"olead":    far("olead", "R20"),
	"clerk":    post("clerk", bodyID, "R10"),
}

// far is an officer of another city.
func far(name string, roles ...string) access.Actor {
	a := post(name, farID, roles...)
	a.Regions = []string{access.RegionPrefix("460200")}
	return a
}

func open(t testing.TB, today string) *office {
	t.Helper()
	o := &office{Counter: counter.Open(t, today, people)}
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return standing.Apply(ctx, tx, o.Law, e) })
	records := record.NewDesk(o.DB, o.Law, o.Sealer, events, nil, o.Now)
	cases := caseflow.NewDesk(o.DB, o.Law, o.Sealer, o.Now)
	cases.Attached = func(_ context.Context, _ pg.Tx, _ access.Actor, _ *caseflow.Case, ref string) (string, string, error) {
		if !strings.HasPrefix(ref, "attachment-") {
			return "", "", fault.New(fault.Missing, "attach.unknown", "没有这份附件。", "No such attachment.")
		}
		return "示例送达回证.pdf", strings.Repeat("0", 64), nil
	}
	o.Desk = NewDesk(o.DB, o.Law, o.Sealer, records, cases, o.Now)
	cases.Events.Moved.Within(o.Follow)
	walked.Note(cases)
	cases.Events.Moved.Within(func(context.Context, pg.Tx, caseflow.Moved) error { return o.Survive() }) // after all of an act, before it is kept
	log, err := ledger.Open(t.Context(), o.DB, "xinheng/test", o.Sealer.SigningKeyOf(seal.International, "ledger"))
	must(t, err)
	o.index = standing.NewIndex(o.DB, log, o.Now)
	must(t, caseflow.Publish(t.Context(), pgtest.Owner(t, o.DB), cases.Types()...))
	must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, _, _, err := registry.Put(ctx, tx, o.Sealer, []registry.Registration{
			{Entity: registry.Entity{ID: firmID, Name: firmName, Kind: registry.Enterprise, Region: "460100"}, LegalRepName: "示例甲", LegalRepID: personNo},
			{Entity: registry.Entity{ID: organID, Name: organName, Kind: registry.Organ, Region: "460100"}},
			{Entity: registry.Entity{ID: otherFirm, Name: "三亚虚构旅游有限公司", Kind: registry.Enterprise, Region: "460200"}}})
		return err
	}))
	o.Serve(func(api *web.API) {
		caseflow.Routes(api, o.cases)
		Routes(api, o.Desk)
	})
	return o
}

func must(t testing.TB, err error) { t.Helper(); counter.Must(t, err) }

func (o *office) day(d workday.Date) { o.On(d.String()) }

// want makes a request as somebody and expects the refusal, or none.
func want[T any](o *office, who, method, path string, in any, refusal string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, refusal)
}

type fields = map[string]any

type acted struct {
	State   caseflow.State `json:"state"`
	Version int32          `json:"version"`
}

// do carries out an act on the newest version of a case, and expects the refusal, or none.
func (o *office) do(who, id string, a caseflow.Act, f fields, refusal string) acted {
	o.T.Helper()
	c, err := o.cases.Find(o.T.Context(), o.db, id)
	must(o.T, err)
	return want[acted](o, who, "POST", "/v1/cases/"+id+"/acts/"+string(a), map[string]any{"version": c.Version, "fields": f}, refusal)
}

func (o *office) state(id string) caseflow.State {
	o.T.Helper()
	c, err := o.cases.Find(o.T.Context(), o.db, id)
	must(o.T, err)
	return c.State
}

// order and talk are the panels of cases as somebody sees them.
func (o *office) order(who, id string) OrderView {
	o.T.Helper()
	v, err := o.viewOrder(o.T.Context(), o.db, o.theCase(id), people[who])
	must(o.T, err)
	return v.(OrderView)
}

func (o *office) talk(who, id string) TalkView {
	o.T.Helper()
	v, err := o.viewTalk(o.T.Context(), o.db, o.theCase(id), people[who])
	must(o.T, err)
	return v.(TalkView)
}

func (o *office) theCase(id string) *caseflow.Case {
	o.T.Helper()
	c, err := o.cases.Find(o.T.Context(), o.db, id)
	must(o.T, err)
	return c
}

func (o *office) sweep() {
	o.T.Helper()
	_, err := o.cases.Sweep(o.T.Context(), o.today())
	must(o.T, err)
}

// facts are what stands for or against somebody today.
func (o *office) facts(entity string) (out []standing.Fact) {
	o.T.Helper()
	all, _, err := o.index.Look(o.T.Context(), entity)
	must(o.T, err)
	for _, f := range all {
		if stands, _ := f.StandsOn(o.today()); stands {
			out = append(out, f)
		}
	}
	return out
}

func (o *office) find(id string) record.Record {
	o.T.Helper()
	r, err := record.Find(o.T.Context(), o.db, id)
	must(o.T, err)
	return r
}

// ordering is an order that lacks nothing.
func ordering(changes ...any) map[string]any {
	f := map[string]any{"uscc": firmID, "facts": "虚构检查发现仓库温度记录缺失。", "instrument": "qfb-2021-4", "article": "（十五）", "demands": "补齐温度记录仪并提交三日记录。",
		"remedy": "六十日内申请行政复议，或者六个月内提起行政诉讼。", "days": "10"}
	for i := 0; i < len(changes); i += 2 {
		f[changes[i].(string)] = changes[i+1]
	}
	return f
}

func servedOn(day, evidence string) fields {
	return fields{"served_on": day, "means": "direct", evidence: "attachment-1"}
}

var (
	evidence = fields{"statement": "已安装温度记录仪（虚构）。", evidencePapers: []string{"attachment-2", "attachment-3"}}
	why      = fields{"reason": "设备到货延迟（虚构）。"}
	findings = fields{"findings": "现场核对，逐项到位（虚构）。"}
)

// served takes an order to its service, today.
func (o *office) served(changes ...any) string {
	o.T.Helper()
	id := want[Opened](o, "handler", "POST", "/v1/rectifications", ordering(changes...), "").Case
	o.do("decider", id, Issue, nil, "")
	o.do("handler", id, Serve, servedOn(o.today().String(), orderService), "")
	return id
}

// overdue lets the term of an order pass.
func (o *office) overdue(changes ...any) string {
	o.T.Helper()
	id := o.served(changes...)
	o.day(o.order("handler", id).Due + 1)
	o.sweep()
	if s := o.state(id); s != Overdue {
		o.T.Fatalf("after its term the order is %s", s)
	}
	return id
}

func planning(order, on string, changes ...any) map[string]any {
	f := map[string]any{"order": order, "talk_kind": "remind", "topic": "温度记录仪仍未安装（虚构）。", "on": on, "place": "海口市虚构路 1 号会议室"}
	for i := 0; i < len(changes); i += 2 {
		f[changes[i].(string)] = changes[i+1]
	}
	return f
}

// invited takes a talk to its invitation; it is held ten days on.
func (o *office) invited(order string, changes ...any) string {
	o.T.Helper()
	id := want[Opened](o, "handler", "POST", "/v1/talks", planning(order, o.today().AddDays(10).String(), changes...), "").Case
	o.do("decider", id, Approve, nil, "")
	o.do("handler", id, Invite, servedOn(o.today().String(), invitationService), "")
	return id
}

// minuted holds the talk on its day.
func (o *office) minuted(order string, changes ...any) string {
	o.T.Helper()
	id := o.invited(order, changes...)
	o.day(o.talk("handler", id).On)
	o.do("handler", id, Minute, minutes(o.today().String()), "")
	return id
}

func minutes(heldOn string) fields {
	return fields{"held_on": heldOn, "present": "示例承办人；示例企业代表", "minutes": "承办人说明未整改事项；企业说明原因（虚构）。", "undertaking": "十日内装妥（虚构）。"}
}

func (o *office) digest(id string) fields {
	o.T.Helper()
	return fields{"digest": o.talk("handler", id).Minutes.Digest}
}

// pushed signs the minutes on both sides and pushes the record.
func (o *office) pushed(order string, changes ...any) string {
	o.T.Helper()
	id := o.minuted(order, changes...)
	o.do("handler", id, SignOfficer, o.digest(id), "")
	o.do("owner", id, SignSubject, o.digest(id), "")
	o.do("decider", id, Push, nil, "")
	return id
}
