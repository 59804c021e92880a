package commitment

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/attach"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/record"
	"xinheng/internal/seal"
	"xinheng/internal/web"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

// office is the area on a real database, reached through HTTP by people of several posts, on a set clock.
type office struct {
	*Desk
	t       testing.TB
	db      *pg.Pool
	sealer  *seal.Sealer
	records *record.Desk
	url     string
	clock   atomic.Int64
	barred  atomic.Bool // the credit check keeps the firm from the route
	die     atomic.Bool // what follows fails, as if the machine had stopped before the end
	told    []Event     // the bodies that were told, in the transaction
	ended   []Event
}

func code(registrar, number string) string {
	return string(ident.MakeUSCC(registrar + ident.MakeOrgCode(number)))
}

var (
	bodyID, otherBody = code("11460000", "MB000001"), code("11460000", "MB000002")
	firmID, otherFirm = code("91460000", "MA000010"), code("91460000", "MA000011")
	assocID           = code("51460000", "MJ000001")
)

const (
	bodyName  = "海口市虚构旅游和文化局"
	firmName  = "海南虚构旅行社有限公司"
	otherName = "海南虚构劳务有限公司"
)

func person(name, org string, roles ...string) access.Actor {
	a := access.Actor{ID: "person:" + name, Kind: access.KindPerson, Account: name, Person: "示例" + name, Org: org, Post: "post", Name: bodyName, Roles: roles,
		Scopes: []string{access.Self}}
	for _, code := range roles {
		role, _ := access.RoleOf(code)
		a.Scopes = append(a.Scopes, role.May...)
	}
	return a
}

func forFirm(name, firm, role string) access.Actor {
	a := person(name, firm, role)
	a.Post, a.Firm, a.Name, a.Confirm = "", "delegation-"+name, firmName, role == access.Agent
	return a
}

// people are who comes to the counter, by the name they give in the Authorization header.
var people = map[string]access.Actor{
	"owner":       forFirm("owner", firmID, access.LegalRepresentative),
	"manager":     forFirm("manager", firmID, access.Manager),
	"agent":       forFirm("agent", firmID, access.Agent),
	"stranger":    forFirm("stranger", otherFirm, access.LegalRepresentative),
	"approver":    person("approver", bodyID, "R7"),
	"elsewhere":   person("elsewhere", otherBody, "R7"),
	"lead":        person("lead", otherBody, "R19"),
	"association": person("association", assocID, "R22"),
	"inspector":   person("inspector", bodyID, "R8"),
	"system":      {ID: "key:approval", Kind: access.KindKey, Org: bodyID, Name: bodyName, Scopes: access.Scopes()},
}

var shipped = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

var errDied = errors.New("the machine died")

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
	return openUnder(t, lib, today)
}

// openUnder is the area under a law of its own.
func openUnder(t testing.TB, lib *law.Library, today string) *office {
	t.Helper()
	s, err := seal.New(bytes.Repeat([]byte{7}, seal.MinMaster), seal.National)
	must(t, err)
	o := &office{t: t, db: pgtest.New(t), sealer: s}
	now := func() time.Time { return time.Unix(0, o.clock.Load()) }
	o.clock.Store(workday.MustParse(today).Start().Add(9 * time.Hour).UnixNano())
	o.records = record.NewDesk(o.db, lib, s, &record.Events{}, nil, now)
	o.Desk = NewDesk(o.db, lib, s, now)
	o.Attach = attach.NewDesk(o.db, s, attach.Limits{}, now)
	o.Attach.Register(object, o.MaySee)
	o.Accounts = account.NewDesk(o.db, access.NewKeys(o.db, now), lib, now)
	o.Route = func(context.Context, string, string) (Route, error) { return o.answer(""), nil }
	o.Decide = func(context.Context, access.Actor, string, string, string) (Route, error) {
		return o.answer("D-20260506-EXAMPLE01"), nil
	}
	o.Events.Released.Within(func(_ context.Context, _ pg.Tx, e Event) error {
		if o.die.Load() {
			return errDied
		}
		o.told = append(o.told, e)
		return nil
	})
	o.Events.Ended.Within(func(_ context.Context, _ pg.Tx, e Event) error { o.ended = append(o.ended, e); return nil })
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
	Routes(api, o.Desk)
	attach.Routes(api, o.Attach)
	server := httptest.NewServer(api.Mux)
	t.Cleanup(server.Close)
	o.url = server.URL
	o.register(firmID, firmName)
	o.register(otherFirm, otherName)
	for _, b := range []string{bodyID, otherBody} {
		_, err := pgtest.Owner(t, o.db).Exec(t.Context(), pg.Query{Name: "org", SQL: `insert into account.org (org_id, name, region, kind, changed_at) values ($1, $2, '460100', 'department', now())`}, b, bodyName)
		must(t, err)
	}
	return o
}

func (o *office) answer(decision string) Route {
	r := Route{Eligible: !o.barred.Load(), Reasons: []Reason{}, Basis: []Cited{}, Decision: decision}
	if !r.Eligible {
		r.Reasons = []Reason{{Why: "on_serious_list", Sentence: law.Text2{ZH: "在严重失信主体名单上，修复前不适用告知承诺。", EN: "It is on a list of seriously dishonest subjects; no commitment before repair."}}}
	}
	return r
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

func (o *office) count(sql string, args ...any) int64 {
	o.t.Helper()
	n, err := pg.Scalar[int64](o.t.Context(), pgtest.Owner(o.t, o.db), pg.Query{Name: "count", SQL: sql}, args...)
	must(o.t, err)
	return n
}

// rows counts every row of every table there is.
func (o *office) rows() map[string]int64 {
	o.t.Helper()
	type table struct {
		Name string
		N    int64
	}
	found, err := pg.All[table](o.t.Context(), pgtest.Owner(o.t, o.db), pg.Query{Name: "tables", SQL: `
		select table_schema || '.' || table_name as name, (xpath('/row/n/text()',
			query_to_xml(format('select count(*) as n from %I.%I', table_schema, table_name), false, true, '')))[1]::text::bigint as n
		from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`})
	must(o.t, err)
	all := map[string]int64{}
	for _, x := range found {
		all[x.Name] = x.N
	}
	return all
}

// register takes a firm into the register of entities, as its registration authority told.
func (o *office) register(firm, name string) {
	o.t.Helper()
	o.take("entity", map[string]string{"TYSHXYDM": firm, "ZTMC": name, "ZTZT": "存续", "XZQH": "460100", "ZS": "海口市示例路1号"})
}

func (o *office) take(item string, v map[string]string) {
	o.t.Helper()
	it, ok := o.law.On(o.today()).Item(item)
	if !ok {
		o.t.Fatalf("no item %s", item)
	}
	file, err := record.OneRow(it, v)
	must(o.t, err)
	who := access.Actor{ID: "key:source", Kind: access.KindKey, Org: bodyID, Name: "示例来源单位", Scopes: access.Scopes()}
	receipt, err := o.records.Take(o.t.Context(), who, record.Delivery{Item: item, File: bytes.NewReader(file)})
	must(o.t, err)
	if len(receipt.Errors) > 0 {
		o.t.Fatalf("%+v", receipt.Errors)
	}
}

// takes lets a body take an undertaking in.
func (o *office) takesIn(undertaking string) {
	o.t.Helper()
	want[Receiver](o, "lead", "PUT", "/v1/undertakings/"+undertaking+"/receivers", map[string]string{"org": bodyID}, "")
}

// read is the offer as a firm reads it before signing.
func (o *office) read(who, undertaking, project string) (Offer, Signature) {
	o.t.Helper()
	org := bodyID
	if undertaking == "own-quality" || undertaking == "industry-tourism" {
		org = ""
	}
	x := want[Offer](o, who, "GET", "/v1/undertakings/"+undertaking+"/offer?org="+org+"&project="+project, nil, "")
	return x, Signature{Wanted: Wanted{Undertaking: undertaking, Org: org, Project: project}, SM3: x.SM3, Ticket: x.Ticket}
}

// sign reads and signs.
func (o *office) sign(who, undertaking string) View {
	o.t.Helper()
	_, in := o.read(who, undertaking, "")
	return want[View](o, who, "POST", "/v1/commitments", in, "")
}

// released lets the time to take back pass, and the round run.
func (o *office) released(id string) View {
	o.t.Helper()
	o.later(10 * time.Minute)
	_, err := o.Release(o.t.Context())
	must(o.t, err)
	return want[View](o, "owner", "GET", "/v1/commitments/"+id, nil, "")
}

// sendFile hands a small file in.
func (o *office) sendFile(who, text string) (int, []byte) {
	o.t.Helper()
	r, err := http.NewRequestWithContext(o.t.Context(), http.MethodPost, o.url+"/v1/attachments?kind=condition&name=condition.txt", bytes.NewReader([]byte(text)))
	must(o.t, err)
	r.Header.Set("Authorization", who)
	resp, err := http.DefaultClient.Do(r)
	must(o.t, err)
	defer func() { _ = resp.Body.Close() }()
	out, err := io.ReadAll(resp.Body)
	must(o.t, err)
	return resp.StatusCode, out
}

func idOf(b []byte) string {
	var v struct{ ID string }
	_ = json.Unmarshal(b, &v)
	return v.ID
}
