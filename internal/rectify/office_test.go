package rectify

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
	organID, farID             = code("11460000", "MB000009"), code("11460000", "MB000012")
	personNo                   = ident.MakeIDCard("46990019880101001")
)

const (
	bodyName  = "海口市虚构市场监督管理局"
	firmName  = "海南虚构食品有限公司"
	organName = "海口市虚构示例街道办事处"
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
	o.Desk = NewDesk(db, lib, s, records, cases, now)
	cases.Events.Moved.Within(o.Follow)
	noting(cases)
	cases.Events.Moved.Within(func(context.Context, pg.Tx, caseflow.Moved) error {
		if o.die.Load() {
			return errDied // after everything an act does, before it is kept
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
			{Entity: registry.Entity{ID: organID, Name: organName, Kind: registry.Organ, Region: "460100"}},
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

// order and talk are the panels of cases as somebody sees them.
func (o *office) order(who, id string) OrderView {
	o.t.Helper()
	v, err := o.viewOrder(o.t.Context(), o.db, o.theCase(id), people[who])
	must(o.t, err)
	return v.(OrderView)
}

func (o *office) talk(who, id string) TalkView {
	o.t.Helper()
	v, err := o.viewTalk(o.t.Context(), o.db, o.theCase(id), people[who])
	must(o.t, err)
	return v.(TalkView)
}

func (o *office) theCase(id string) *caseflow.Case {
	o.t.Helper()
	c, err := o.cases.Find(o.t.Context(), o.db, id)
	must(o.t, err)
	return c
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
	o.t.Helper()
	id := want[Opened](o, "handler", "POST", "/v1/rectifications", ordering(changes...), "").Case
	o.do("decider", id, Issue, nil, "")
	o.do("handler", id, Serve, servedOn(o.today().String(), orderService), "")
	return id
}

// overdue lets the term of an order pass.
func (o *office) overdue(changes ...any) string {
	o.t.Helper()
	id := o.served(changes...)
	o.day(o.order("handler", id).Due + 1)
	o.sweep()
	if s := o.state(id); s != Overdue {
		o.t.Fatalf("after its term the order is %s", s)
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
	o.t.Helper()
	id := want[Opened](o, "handler", "POST", "/v1/talks", planning(order, o.today().AddDays(10).String(), changes...), "").Case
	o.do("decider", id, Approve, nil, "")
	o.do("handler", id, Invite, servedOn(o.today().String(), invitationService), "")
	return id
}

// minuted holds the talk on its day.
func (o *office) minuted(order string, changes ...any) string {
	o.t.Helper()
	id := o.invited(order, changes...)
	o.day(o.talk("handler", id).On)
	o.do("handler", id, Minute, minutes(o.today().String()), "")
	return id
}

func minutes(heldOn string) fields {
	return fields{"held_on": heldOn, "present": "示例承办人；示例企业代表", "minutes": "承办人说明未整改事项；企业说明原因（虚构）。", "undertaking": "十日内装妥（虚构）。"}
}

func (o *office) digest(id string) fields {
	o.t.Helper()
	return fields{"digest": o.talk("handler", id).Minutes.Digest}
}

// pushed signs the minutes on both sides and pushes the record.
func (o *office) pushed(order string, changes ...any) string {
	o.t.Helper()
	id := o.minuted(order, changes...)
	o.do("handler", id, SignOfficer, o.digest(id), "")
	o.do("owner", id, SignSubject, o.digest(id), "")
	o.do("decider", id, Push, nil, "")
	return id
}
