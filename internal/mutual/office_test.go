package mutual

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
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

// office is the area on a real database, reached through HTTP by people of several posts, on a set clock; what follows from a record
// is wired as in the program. theirs is the sealing key of the invented neighbour province.
type office struct {
	*Desk
	t      testing.TB
	url    string
	clock  atomic.Int64
	die    atomic.Bool // what follows a record fails, as if the machine had stopped before the end
	theirs seal.Signer
	sealer *seal.Sealer
	events *record.Events
}

func code(registrar, number string) string {
	return string(ident.MakeUSCC(registrar + ident.MakeOrgCode(number)))
}

var (
	bodyID, otherBody = code("11460000", "MB000001"), code("11460000", "MB000002")
	theirBody         = code("11440000", "MB000003")
	firmID            = code("91460000", "MA000010")
)

func person(name, org string, roles ...string) access.Actor {
	a := access.Actor{ID: "person:" + name, Kind: access.KindPerson, Account: name, Person: "示例" + name, Org: org, Name: "海南省虚构信用主管部门", Roles: roles}
	for _, code := range roles {
		role, _ := access.RoleOf(code)
		a.Scopes = append(a.Scopes, role.May...)
	}
	return a
}

// people are who comes to the counter, by the name they give in the Authorization header.
var people = map[string]access.Actor{
	"handler": person("handler", bodyID, "R12"),
	"decider": person("decider", bodyID, "R13"),
	"both":    person("both", bodyID, "R12", "R13"),
	"lead":    person("lead", bodyID, "R19"),
	"clerk":   person("clerk", bodyID, "R10"),
	"ohand":   person("ohand", otherBody, "R12"),
	"odec":    person("odec", otherBody, "R13"),
	"sys":     person("sys", bodyID, "R26"),
	"sec":     person("sec", bodyID, "R27"),
}

var shipped = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, today string) *office {
	t.Helper()
	lib, err := shipped()
	must(t, err)
	s, err := seal.New(bytes.Repeat([]byte{7}, seal.MinMaster), seal.International)
	must(t, err)
	neighbour, err := seal.New(bytes.Repeat([]byte{9}, seal.MinMaster), seal.International)
	must(t, err)
	o := &office{t: t, theirs: neighbour.SigningKey("mutual"), sealer: s, events: &record.Events{}}
	now := func() time.Time { return time.Unix(0, o.clock.Load()) }
	o.on(today)
	db := pgtest.New(t)
	o.events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return standing.Apply(ctx, tx, lib, e) })
	o.events.Changed.Within(func(context.Context, pg.Tx, record.Changed) error {
		if o.die.Load() {
			return io.ErrUnexpectedEOF
		}
		return nil
	})
	o.Desk = NewDesk(db, lib, s, record.NewDesk(db, lib, s, o.events, nil, now), now)
	must(t, db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		return registry.Stub(ctx, tx, []registry.Entity{{ID: firmID, Name: "广东虚构示例贸易有限公司", Kind: registry.Enterprise}})
	}))
	api := web.New(http.NewServeMux(), "test", func(r *http.Request, permission string) (context.Context, error) {
		a, ok := people[r.Header.Get("Authorization")]
		if permission != "" && (!ok || !a.May(permission)) {
			return nil, fault.New(fault.Forbidden, "access.no_permission", "没有权限。", "Not yours to do.")
		}
		return access.With(r.Context(), a), nil
	})
	Routes(api, o.Desk)
	server := httptest.NewServer(api.Mux)
	t.Cleanup(server.Close)
	o.url = server.URL
	return o
}

// on sets the clock to nine in the morning of a day.
func (o *office) on(day string) {
	o.clock.Store(workday.MustParse(day).Start().Add(9 * time.Hour).UnixNano())
}

// want sends a request and fails unless it is answered so: "" for success, else the code of the refusal.
func want[T any](o *office, who, method, path string, in any, code string) (v T) {
	o.t.Helper()
	b, err := json.Marshal(in)
	must(o.t, err)
	r, err := http.NewRequestWithContext(o.t.Context(), method, o.url+path, bytes.NewReader(b))
	must(o.t, err)
	r.Header.Set("Authorization", who)
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	must(o.t, err)
	defer func() { _ = resp.Body.Close() }()
	out, err := io.ReadAll(resp.Body)
	must(o.t, err)
	if code == "" {
		if resp.StatusCode >= 300 {
			o.t.Fatalf("%s %s as %s: %d %s", method, path, who, resp.StatusCode, out)
		}
		must(o.t, json.Unmarshal(out, &v))
		return v
	}
	var p web.Problem
	if _ = json.Unmarshal(out, &p); p.Code != code {
		o.t.Errorf("%s %s as %s: %d %s, want %s", method, path, who, resp.StatusCode, out, code)
	}
	return v
}

// trust registers the neighbour's key by two officers.
func (o *office) trust() {
	o.t.Helper()
	k := want[PartnerKey](o, "sys", "POST", "/v1/mutual/keys", NewKey{"440000", "Ed25519", o.theirs.Public()}, "")
	want[PartnerKey](o, "sec", "POST", "/v1/mutual/keys/"+k.KeyID+"/approval", nil, "")
}

// theirEntry is sound: notice, decision, service, remedies and an end, for one year from 10 January 2026.
func theirEntry(change func(*Entry)) Entry {
	e := Entry{ID: "GD-2026-0001", Subject: firmID, Name: "广东虚构示例贸易有限公司", List: "虚构工程领域严重失信主体名单", Kind: "serious", Authority: "广东省虚构住房建设部门",
		AuthorityCode: theirBody, DocumentNo: "粤虚建失〔2026〕1号", Basis: "《虚构条例》第十条", Reason: "虚构的串通投标", NoticeOn: workday.MustParse("2025-12-20"),
		DecidedOn: workday.MustParse("2026-01-10"), ServedOn: workday.MustParse("2026-01-12"), Remedies: "六十日内申请行政复议，六个月内提起行政诉讼",
		Until: workday.MustParse("2027-01-09"), Measures: []string{"限制参加政府采购活动", "不适用告知承诺制", "限制乘坐虚构列车"}, State: Effective}
	if change != nil {
		change(&e)
	}
	return e
}

// sent is a sealed page of the neighbour, of the minute it is sent.
func (o *office) sent(es ...Entry) Feed {
	b, err := json.Marshal(Page{Province: "440000", Made: o.now().UTC(), Entries: es})
	must(o.t, err)
	return Feed{Format, string(b), "Ed25519", o.theirs.KeyID(), o.theirs.Sign(message(string(b)))}
}

func (o *office) take(es ...Entry) Taken {
	o.t.Helper()
	return want[Taken](o, "handler", "POST", "/v1/mutual/feeds", o.sent(es...), "")
}

func (o *office) one() View {
	o.t.Helper()
	all := want[entries](o, "handler", "GET", "/v1/mutual/entries", nil, "")
	if len(all.Entries) != 1 {
		o.t.Fatalf("%d entries", len(all.Entries))
	}
	return all.Entries[0]
}

// stands says whether an entry of another province stands against the firm today.
func (o *office) stands() bool {
	o.t.Helper()
	facts, err := standing.Of(o.t.Context(), o.db, firmID)
	must(o.t, err)
	for _, f := range facts {
		if stands, _ := f.StandsOn(o.today()); stands && f.List == "mutual-440000" {
			return true
		}
	}
	return false
}

func (o *office) count(sql string) int64 {
	o.t.Helper()
	n, err := pg.Scalar[int64](o.t.Context(), o.db, pg.Query{Name: "count", SQL: sql})
	must(o.t, err)
	return n
}
