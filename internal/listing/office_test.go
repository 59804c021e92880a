package listing

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/web"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

// office is the area on a real database, reached through HTTP by people of several posts, on a set clock, with what follows
// from a record wired as it is in the program.
type office struct {
	*Desk
	t     testing.TB
	index *standing.Index
	url   string
	clock atomic.Int64
	die   atomic.Bool // what follows a record fails, as if the machine had stopped before the end
}

func code(registrar, number string) string {
	return string(ident.MakeUSCC(registrar + ident.MakeOrgCode(number)))
}

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
	a := access.Actor{ID: "person:" + name, Kind: access.KindPerson, Account: name, Person: "示例" + name, Org: org, Post: "post", Name: bodyName, Roles: roles,
		Scopes: []string{access.Self}}
	for _, code := range roles {
		role, _ := access.RoleOf(code)
		a.Scopes = append(a.Scopes, role.May...)
		if role.Reach == access.ReachRegion {
			a.Regions = []string{access.RegionPrefix("460000")}
		}
	}
	return a
}

func forFirm(name, firm, role string) access.Actor {
	a := post(name, firm, role)
	a.Post, a.Firm, a.Name, a.Confirm = "", "delegation-"+name+"-"+firm, firmName, role == access.Agent
	return a
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

var shipped = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

var errDied = errors.New("the machine died")

func open(t testing.TB, today string) *office {
	t.Helper()
	lib, err := shipped()
	must(t, err)
	s, err := seal.New(bytes.Repeat([]byte{7}, seal.MinMaster), seal.National)
	must(t, err)
	o := &office{t: t}
	now := func() time.Time { return time.Unix(0, o.clock.Load()) }
	o.on(today)
	db := pgtest.New(t)
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return standing.Apply(ctx, tx, lib, e) })
	records := record.NewDesk(db, lib, s, events, nil, now)
	cases := caseflow.NewDesk(db, lib, s, now)
	cases.Attached = func(_ context.Context, _ pg.Tx, _ access.Actor, _ *caseflow.Case, ref string) (string, string, error) {
		if !strings.HasPrefix(ref, "attachment-") {
			return "", "", fault.New(fault.Missing, "attach.unknown", "没有这份附件。", "No such attachment.")
		}
		return "示例送达回证.pdf", strings.Repeat("0", 64), nil
	}
	noting(cases)
	o.Desk = NewDesk(db, lib, s, records, cases, now)
	events.Changed.Within(o.Follow)
	events.Changed.Within(func(context.Context, pg.Tx, record.Changed) error {
		if o.die.Load() {
			return errDied
		}
		return nil
	})
	log, err := ledger.Open(t.Context(), db, "xinheng/test", s.SigningKeyOf(seal.International, "ledger"))
	must(t, err)
	o.index = standing.NewIndex(db, log, now)
	must(t, caseflow.Publish(t.Context(), pgtest.Owner(t, db), cases.Types()...))
	must(t, db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, _, _, err := registry.Put(ctx, tx, s, []registry.Registration{
			{Entity: registry.Entity{ID: firmID, Name: firmName, Kind: registry.Enterprise, Region: "460100"}, LegalRepName: "示例甲", LegalRepID: personNo},
			{Entity: registry.Entity{ID: otherFirm, Name: "三亚虚构旅游有限公司", Kind: registry.Enterprise, Region: "460200"}}})
		return err
	}))
	o.serve()
	return o
}

func (o *office) serve() {
	api := web.New(http.NewServeMux(), "test", func(r *http.Request, permission string) (context.Context, error) {
		a, ok := people[r.Header.Get("Authorization")]
		switch {
		case permission == "" && !ok:
			return r.Context(), nil
		case !ok || permission != "" && !a.May(permission):
			return nil, fault.New(fault.Forbidden, "access.no_permission", "没有权限。", "Not yours to do.")
		}
		return access.With(r.Context(), a), nil
	})
	caseflow.Routes(api, o.cases)
	Routes(api, o.Desk)
	server := httptest.NewServer(api.Mux)
	o.t.Cleanup(server.Close)
	o.url = server.URL
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// on sets the clock to nine in the morning of a day.
func (o *office) on(day string) {
	o.clock.Store(workday.MustParse(day).Start().Add(9 * time.Hour).UnixNano())
}

func (o *office) day(d workday.Date) { o.on(d.String()) }

// want sends a request and fails unless it is answered so: "" for success, else the code of the refusal.
func want[T any](o *office, who, method, path string, in any, refusal string) (v T) {
	o.t.Helper()
	var b io.Reader
	if in != nil {
		j, err := json.Marshal(in)
		must(o.t, err)
		b = bytes.NewReader(j)
	}
	r, err := http.NewRequestWithContext(o.t.Context(), method, o.url+path, b)
	must(o.t, err)
	r.Header.Set("Authorization", who)
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	must(o.t, err)
	defer func() { _ = resp.Body.Close() }()
	out, err := io.ReadAll(resp.Body)
	must(o.t, err)
	if refusal == "" {
		if resp.StatusCode >= 300 {
			o.t.Fatalf("%s %s as %s: %d %s", method, path, who, resp.StatusCode, out)
		}
		if len(out) > 0 {
			must(o.t, json.Unmarshal(out, &v))
		}
		return v
	}
	var p web.Problem
	if _ = json.Unmarshal(out, &p); p.Code != refusal {
		o.t.Errorf("%s %s as %s: %d %s, want %s", method, path, who, resp.StatusCode, out, refusal)
	}
	return v
}

type fields = map[string]any

type acted struct {
	State   caseflow.State `json:"state"`
	Version int32          `json:"version"`
}

// do carries out an act on the newest version of a case, and expects the refusal, or none.
func (o *office) do(who, id string, a caseflow.Act, f fields, refusal string) acted {
	o.t.Helper()
	c, err := o.cases.Find(o.t.Context(), o.db, id)
	must(o.t, err)
	return want[acted](o, who, "POST", "/v1/cases/"+id+"/acts/"+string(a), map[string]any{"version": c.Version, "fields": f}, refusal)
}

func (o *office) state(id string) caseflow.State {
	o.t.Helper()
	c, err := o.cases.Find(o.t.Context(), o.db, id)
	must(o.t, err)
	return c.State
}

// look is the panel of a case as somebody sees it.
func (o *office) look(who, id string) View {
	o.t.Helper()
	c, err := o.cases.Find(o.t.Context(), o.db, id)
	must(o.t, err)
	v, err := o.view(o.t.Context(), o.db, c, people[who])
	must(o.t, err)
	return v.(View)
}

func (o *office) sweep() {
	o.t.Helper()
	_, err := o.cases.Sweep(o.t.Context(), o.today())
	must(o.t, err)
}

func (o *office) count(sql string, args ...any) int64 {
	o.t.Helper()
	n, err := pg.Scalar[int64](o.t.Context(), o.db, pg.Query{Name: "count", SQL: sql}, args...)
	must(o.t, err)
	return n
}

// facts are what stands for or against somebody today.
func (o *office) facts(entity string) (out []standing.Fact) {
	o.t.Helper()
	all, _, err := o.index.Look(o.t.Context(), entity)
	must(o.t, err)
	for _, f := range all {
		if stands, _ := f.StandsOn(o.today()); stands {
			out = append(out, f)
		}
	}
	return out
}

func (o *office) find(id string) record.Record {
	o.t.Helper()
	r, err := record.Find(o.t.Context(), o.db, id)
	must(o.t, err)
	return r
}

// clue opens a case against the firm.
func (o *office) clue(kind string) string {
	o.t.Helper()
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
	o.t.Helper()
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
	o.t.Helper()
	id := o.noticed(kind)
	o.day(o.look("handler", id).AskUntil + 1)
	o.sweep()
	if s := o.state(id); s != Heard {
		o.t.Fatalf("after the time to answer the case is %s", s)
	}
	return id
}

// decided takes a case to its decision.
func (o *office) decided(kind string) string {
	o.t.Helper()
	id := o.heard(kind)
	o.do("handler", id, ProposeListing, findings, "")
	o.do("decider", id, Discuss, minutes, "")
	o.do("decider", id, Decide, nil, "")
	return id
}

// listed takes a case to its entry.
func (o *office) listed(kind string) (id string, r record.Record) {
	o.t.Helper()
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
	o.t.Helper()
	req, err := http.NewRequestWithContext(o.t.Context(), http.MethodGet, o.url+path, nil)
	must(o.t, err)
	resp, err := http.DefaultClient.Do(req)
	must(o.t, err)
	defer func() { _ = resp.Body.Close() }()
	r.robots, r.cache = resp.Header.Get("X-Robots-Tag"), resp.Header.Get("Cache-Control")
	must(o.t, json.NewDecoder(resp.Body).Decode(&r.entry))
	return r
}
