package listing

import (
	"context"
	"encoding/json"
	"net/http"
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
	courtID                    = code("11460000", "MB000009")
	personNo                   = ident.MakeIDCard("46990019880101001")
)

const (
	bodyName = "海口市虚构市场监督管理局"
	firmName = "海南虚构食品有限公司"
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
	"agent":    forFirm("agent", firmID, access.Agent),
	"stranger": forFirm("stranger", otherFirm, access.LegalRepresentative),
	"handler":  post("handler", bodyID, "R12"),
	"decider":  post("decider", bodyID, "R13"),
	"both":     post("both", bodyID, "R12", "R13"),
	"ohandler": post("ohandler", otherBody, "R12"),
	"odecider": post("odecider", otherBody, "R13"),
	"lead":     post("lead", otherBody, "R19"),
	"auditor":  post("auditor", auditID, "R24"),
	"editor":   post("editor", otherBody, "R16"),
	"clerk":    post("clerk", bodyID, "R10"),
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
	walked.Note(cases)
	events.Changed.Within(o.Follow)
	events.Changed.Within(func(context.Context, pg.Tx, record.Changed) error { return o.Survive() })
	log, err := ledger.Open(t.Context(), o.DB, "xinheng/test", o.Sealer.SigningKeyOf(seal.International, "ledger"))
	must(t, err)
	o.index = standing.NewIndex(o.DB, log, o.Now)
	must(t, caseflow.Publish(t.Context(), pgtest.Owner(t, o.DB), cases.Types()...))
	must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, _, _, err := registry.Put(ctx, tx, o.Sealer, []registry.Registration{
			{Entity: registry.Entity{ID: firmID, Name: firmName, Kind: registry.Enterprise, Region: "460100"}, LegalRepName: "示例甲", LegalRepID: personNo},
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

// look is the panel of a case as somebody sees it.
func (o *office) look(who, id string) View {
	o.T.Helper()
	c, err := o.cases.Find(o.T.Context(), o.db, id)
	must(o.T, err)
	v, err := o.view(o.T.Context(), o.db, c, people[who])
	must(o.T, err)
	return v.(View)
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

// clue opens a case against the firm.
func (o *office) clue(kind string) string {
	o.T.Helper()
	in := Clueing{Kind: kind, USCC: firmID, Source: "检查 示例 2026-1"}
	if kind == Kind {
		in.List = "samr-serious"
	}
	return want[Opened](o, "handler", "POST", "/v1/listings", in, "").Case
}

// proposal is a proposal that lacks nothing.
func proposal(changes ...any) fields {
	f := fields{"facts": "当事人在虚构的检查中被查明销售不合格食品，受到较重行政处罚。", "instrument": "samr-44", "article": "第二条", "conduct": "breach.serious",
		"measures": "procurement-ban, key-supervision"}
	for i := 0; i < len(changes); i += 2 {
		f[changes[i].(string)] = changes[i+1]
	}
	return f
}

func banning(changes ...any) fields {
	return proposal(append([]any{"measures", "market-ban", "ban_kind", "industry", "industry", "C14", "scope", "不得从事食品制造", "until", "2027-11-22"}, changes...)...)
}

func servedOn(day, evidence string) fields {
	return fields{"served_on": day, "means": "direct", evidence: "attachment-1"}
}

var (
	findings = fields{"findings": "经核实，事实清楚、证据充分。", "answer": "当事人未陈述申辩。", "remedy": "六十日内申请行政复议，或者六个月内提起行政诉讼。"}
	minutes  = fields{panelMinutes: "attachment-2"}
)

// noticed takes a case to its notice, served today.
func (o *office) noticed(kind string) string {
	o.T.Helper()
	id := o.clue(kind)
	p := proposal()
	if kind == BanKind {
		p = banning()
	}
	o.do("handler", id, Propose, p, "")
	o.do("handler", id, ServeNotice, servedOn(o.today().String(), noticeService), "")
	return id
}

// heard lets the time to answer pass.
func (o *office) heard(kind string) string {
	o.T.Helper()
	id := o.noticed(kind)
	o.day(o.look("handler", id).AskUntil + 1)
	o.sweep()
	if s := o.state(id); s != Heard {
		o.T.Fatalf("after the time to answer the case is %s", s)
	}
	return id
}

// decided takes a case to its decision.
func (o *office) decided(kind string) string {
	o.T.Helper()
	id := o.heard(kind)
	o.do("handler", id, ProposeListing, findings, "")
	o.do("decider", id, Discuss, minutes, "")
	o.do("decider", id, Decide, nil, "")
	return id
}

// listed takes a case to its entry.
func (o *office) listed(kind string) (id string, r record.Record) {
	o.T.Helper()
	id = o.decided(kind)
	o.do("handler", id, ServeDecision, servedOn(o.today().String(), decisionService), "")
	o.do("decider", id, Enter, nil, "")
	return id, o.find(o.look("handler", id).Entry.Record)
}

type rawEntry struct {
	robots, cache string
	entry         Entry
}

// raw reads a public entry with what its answer says to robots and caches.
func (o *office) raw(path string) (r rawEntry) {
	o.T.Helper()
	req, err := http.NewRequestWithContext(o.T.Context(), http.MethodGet, o.Base()+path, nil)
	must(o.T, err)
	resp, err := http.DefaultClient.Do(req)
	must(o.T, err)
	defer func() { _ = resp.Body.Close() }()
	r.robots, r.cache = resp.Header.Get("X-Robots-Tag"), resp.Header.Get("Cache-Control")
	must(o.T, json.NewDecoder(resp.Body).Decode(&r.entry))
	return r
}
