package repair

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
	t       testing.TB
	db      *pg.Pool
	sealer  *seal.Sealer
	url     string
	clock   atomic.Int64
	die     atomic.Bool // what follows a record fails, as if the machine had stopped before the end
	granted []Decided
	lines   map[string][]Target // of the sync ledger, by record
}

func code(registrar, number string) string {
	return string(ident.MakeUSCC(registrar + ident.MakeOrgCode(number)))
}

var (
	bodyID, foodID, countyID = code("11460000", "MB000001"), code("11460000", "MB000002"), code("11460000", "MB000003")
	firmID, otherFirm        = code("91460000", "MA000010"), code("91460000", "MA000011")
)

const (
	bodyName = "海口市虚构市场监督管理局"
	foodName = "海口市虚构卫生健康局"
)

func person(name, org, region string, roles ...string) access.Actor {
	a := access.Actor{ID: "person:" + name, Kind: access.KindPerson, Account: name, Person: "示例" + name, Org: org, Post: "post", Name: bodyName, Roles: roles,
		Scopes: []string{access.Self}}
	if org == foodID {
		a.Name = foodName
	}
	for _, code := range roles {
		role, _ := access.RoleOf(code)
		a.Scopes = append(a.Scopes, role.May...)
		if role.Reach == access.ReachRegion {
			a.Regions = []string{access.RegionPrefix(region)}
		}
	}
	return a
}

func forFirm(name, firm, role string) access.Actor {
	a := person(name, firm, "", role)
	a.Post, a.Firm, a.Name, a.Confirm = "", "delegation-"+name+"-"+firm, "海南虚构食品有限公司", role == access.Agent
	return a
}

// people are who comes to the counter, by the name they give in the Authorization header.
var people = map[string]access.Actor{
	"owner":     forFirm("owner", firmID, access.LegalRepresentative),
	"manager":   forFirm("manager", firmID, access.Manager),
	"agent":     forFirm("agent", firmID, access.Agent),
	"stranger":  forFirm("stranger", otherFirm, access.LegalRepresentative),
	"window":    person("window", countyID, "460100", "R6"),
	"handler":   person("handler", bodyID, "460100", "R12"),
	"decider":   person("decider", bodyID, "460100", "R13"),
	"both":      person("both", bodyID, "460100", "R12", "R13"),
	"reviewer":  person("reviewer", bodyID, "460100", "R11"),
	"fhandler":  person("fhandler", foodID, "460100", "R12"),
	"fdecider":  person("fdecider", foodID, "460100", "R13"),
	"county":    person("county", countyID, "469001", "R12"),
	"cdecider":  person("cdecider", countyID, "469001", "R13"),
	"inspector": person("inspector", bodyID, "460100", "R8"),
	"above":     person("above", countyID, "460000", "R14"),
	"lead":      person("lead", countyID, "460000", "R19"),
}

var shipped = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

var errDied = errors.New("the machine died")

func open(t testing.TB, today string) *office {
	t.Helper()
	lib, err := shipped()
	must(t, err)
	s, err := seal.New(bytes.Repeat([]byte{7}, seal.MinMaster), seal.National)
	must(t, err)
	o := &office{t: t, db: pgtest.New(t), sealer: s, lines: map[string][]Target{}}
	now := func() time.Time { return time.Unix(0, o.clock.Load()) }
	o.on(today)
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return standing.Apply(ctx, tx, lib, e) })
	records := record.NewDesk(o.db, lib, s, events, nil, now)
	cases := caseflow.NewDesk(o.db, lib, s, now)
	noting(cases)
	cases.Attached = func(_ context.Context, _ pg.Tx, _ access.Actor, _ *caseflow.Case, ref string) (string, string, error) {
		if !strings.HasPrefix(ref, "attachment-") {
			return "", "", fault.New(fault.Missing, "attach.unknown", "没有这份附件。", "No such attachment.")
		}
		return "示例证明.pdf", strings.Repeat("0", 64), nil
	}
	o.Desk = NewDesk(o.db, lib, s, records, cases, now)
	log, err := ledger.Open(t.Context(), o.db, "xinheng/test", s.SigningKeyOf(seal.International, "ledger"))
	must(t, err)
	o.Index = standing.NewIndex(o.db, log, now)
	o.Lines = func(_ context.Context, id string) ([]Target, error) { return o.lines[id], nil }
	o.Events.Granted.Within(func(_ context.Context, _ pg.Tx, d Decided) error {
		if o.die.Load() {
			return errDied
		}
		o.granted = append(o.granted, d)
		return nil
	})
	must(t, caseflow.Publish(t.Context(), pgtest.Owner(t, o.db), cases.Types()...))
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
	caseflow.Routes(api, cases)
	Routes(api, o.Desk)
	server := httptest.NewServer(api.Mux)
	t.Cleanup(server.Close)
	o.url = server.URL
	return o
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

func (o *office) later(d time.Duration) { o.clock.Add(int64(d)) }

// send makes a request as somebody ("" is nobody) with an idempotency key and returns the status and the body.
func (o *office) send(who, method, path, key string, in any) (int, []byte) {
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
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	resp, err := http.DefaultClient.Do(r)
	must(o.t, err)
	defer func() { _ = resp.Body.Close() }()
	out, err := io.ReadAll(resp.Body)
	must(o.t, err)
	return resp.StatusCode, out
}

// want sends a request and fails unless it is answered so: "" for success, else the code of the refusal.
func want[T any](o *office, who, method, path string, in any, code string) (v T) {
	o.t.Helper()
	return wantKey[T](o, who, method, path, "", in, code)
}

func wantKey[T any](o *office, who, method, path, key string, in any, code string) (v T) {
	o.t.Helper()
	status, b := o.send(who, method, path, key, in)
	if code == "" {
		if status >= 300 {
			o.t.Fatalf("%s %s as %s: %d %s", method, path, who, status, b)
		}
		if len(b) > 0 {
			must(o.t, json.Unmarshal(b, &v))
		}
		return v
	}
	var p web.Problem
	if _ = json.Unmarshal(b, &p); p.Code != code || p.Status != status {
		o.t.Errorf("%s %s as %s: %d %s, want %s", method, path, who, status, b, code)
	}
	return v
}

// penalty takes a penalty in, decided and delivered on a day by a body, and gives the record.
func (o *office) penalty(number, decided, body string, changes ...string) record.Record {
	o.t.Helper()
	name := bodyName
	if body == foodID {
		name = foodName
	}
	v := map[string]string{"CF_XDR_MC": "海南虚构食品有限公司", "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firmID, "CF_WSH": number,
		"CF_WFXW": "未按规定贮存食品", "CF_SY": "经查，当事人未按规定贮存食品。", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条", "CF_CFLB": "罚款",
		"CF_NR": "罚款2000元。", "CF_NR_FK": "0.2", "CF_JDRQ": decided, "CF_CFJG": name, "CF_CFJGDM": body, "CF_SDRQ": decided}
	return o.take("penalty", v, body, changes...)
}

func (o *office) take(item string, v map[string]string, body string, changes ...string) record.Record {
	o.t.Helper()
	for i := 0; i < len(changes); i += 2 {
		v[changes[i]] = changes[i+1]
	}
	it, ok := o.law.On(o.today()).Item(item)
	if !ok {
		o.t.Fatalf("no item %s", item)
	}
	file, err := record.OneRow(it, v)
	must(o.t, err)
	who := access.Actor{ID: "key:source", Kind: access.KindKey, Org: body, Name: "示例来源单位", Scopes: access.Scopes()}
	receipt, err := o.records.Take(o.t.Context(), who, record.Delivery{Item: item, File: bytes.NewReader(file)})
	must(o.t, err)
	if len(receipt.Errors) > 0 {
		o.t.Fatalf("%+v", receipt.Errors)
	}
	id := v["CF_XDR_SHXYM"]
	if item != "penalty" {
		id = firmID
	}
	all, err := record.Of(o.t.Context(), o.db, id, time.Time{})
	must(o.t, err)
	newest := all[0]
	for _, r := range all {
		if r.SeenAt.After(newest.SeenAt) || r.DocumentNo == v["CF_WSH"] {
			newest = r
		}
	}
	return newest
}

// paid lets the body that decided tell that a fine was paid.
func (o *office) paid(who string, r record.Record) Proof {
	o.t.Helper()
	return want[Proof](o, who, "POST", "/v1/repair/proofs", Fact{EntityID: r.EntityID, Record: r.ID, Kind: Payment, On: r.DecidedOn, Source: "示例非税系统",
		Document: "JK-" + r.DocumentNo}, "")
}

type answers struct {
	Free    law.Text2     `json:"free"`
	Records []Eligibility `json:"records"`
}

// judged asks the calculator about one record as its firm.
func (o *office) own(r record.Record) Eligibility {
	o.t.Helper()
	a := want[answers](o, "owner", "GET", "/v1/repair/eligibility?record="+r.ID, nil, "")
	return a.Records[0]
}

// signatures are those of every text the records need.
func (o *office) signatures(rs ...record.Record) (out []Signature) {
	o.t.Helper()
	seen := map[string]bool{}
	for _, r := range rs {
		if l := o.own(r).Letter; l != nil && !seen[l.Template] {
			seen[l.Template] = true
			out = append(out, Signature{l.Template, l.Hash})
		}
	}
	return out
}

// filing is an application that lacks nothing: everything that is found is confirmed.
func (o *office) filing(rs ...record.Record) Filing {
	o.t.Helper()
	f := Filing{Signatures: o.signatures(rs...)}
	for _, r := range rs {
		f.Records = append(f.Records, r.ID)
		for _, p := range o.own(r).Proofs {
			f.Confirmed = append(f.Confirmed, p.ID)
		}
	}
	return f
}

// filed is an application that was sent on, and the number of its first case.
func (o *office) filed(rs ...record.Record) (Receipt, string) {
	o.t.Helper()
	r := want[Receipt](o, "owner", "POST", "/v1/repairs", o.filing(rs...), "")
	o.pushed()
	return r, r.Cases[0].Case
}

// pushed lets the time to take back pass, and the round that hands applications over run.
func (o *office) pushed() {
	o.t.Helper()
	o.later(10 * time.Minute)
	_, err := o.Push(o.t.Context())
	must(o.t, err)
}

type acted struct {
	State   caseflow.State `json:"state"`
	Version int32          `json:"version"`
	Waiting string         `json:"waiting"`
}

type act struct {
	Version int32          `json:"version"`
	Fields  map[string]any `json:"fields,omitempty"`
	Key     string         `json:"key,omitempty"`
}

// do carries out an act on the newest version of a case, and expects the refusal, or none.
func (o *office) do(who, id string, a caseflow.Act, fields map[string]any, code string) acted {
	o.t.Helper()
	c, err := o.cases.Find(o.t.Context(), o.db, id)
	must(o.t, err)
	return want[acted](o, who, "POST", "/v1/cases/"+id+"/acts/"+string(a), act{Version: c.Version, Fields: fields}, code)
}

// through takes a case to the point where somebody decides on a draft to grant it.
func (o *office) through(id string) {
	o.t.Helper()
	o.do("handler", id, Accept, nil, "")
	o.do("handler", id, ProposeGrant, map[string]any{"findings": "经核实，罚款已缴清，违法行为已改正。"}, "")
}

// view is the panel of a case as somebody sees it.
func (o *office) look(who, id string) View {
	o.t.Helper()
	c, err := o.cases.Find(o.t.Context(), o.db, id)
	must(o.t, err)
	v, err := o.view(o.t.Context(), o.db, c, people[who])
	must(o.t, err)
	return v.(View)
}

func (o *office) state(id string) caseflow.State {
	o.t.Helper()
	c, err := o.cases.Find(o.t.Context(), o.db, id)
	must(o.t, err)
	return c.State
}

func (o *office) sweep(day string) {
	o.t.Helper()
	o.on(day)
	_, err := o.cases.Sweep(o.t.Context(), workday.MustParse(day))
	must(o.t, err)
}

func (o *office) count(sql string, args ...any) int64 {
	o.t.Helper()
	n, err := pg.Scalar[int64](o.t.Context(), o.db, pg.Query{Name: "count", SQL: sql}, args...)
	must(o.t, err)
	return n
}

func (o *office) find(id string) record.Record {
	o.t.Helper()
	r, err := record.Find(o.t.Context(), o.db, id)
	must(o.t, err)
	return r
}

// stands says whether a record counts for or against its subject now.
func (o *office) stands(r record.Record) bool {
	o.t.Helper()
	return o.counts(o.t.Context(), r.EntityID, []string{r.ID})
}

func (o *office) holds(r record.Record) []standing.Hold {
	o.t.Helper()
	all, err := standing.Holds(o.t.Context(), o.db, r.EntityID)
	must(o.t, err)
	return all
}

func (o *office) caseFor(id string) *caseflow.Case {
	o.t.Helper()
	c, err := o.cases.Find(o.t.Context(), o.db, id)
	must(o.t, err)
	return c
}
