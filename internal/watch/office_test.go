package watch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/check"
	"xinheng/internal/exchange"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/jobs"
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

func code(registrar, number string) string {
	return string(ident.MakeUSCC(registrar + ident.MakeOrgCode(number)))
}

var (
	buyerID, otherID = code("11460000", "MB000001"), code("11460000", "MB000002")
	bureauID         = code("11460000", "MB000003") // whose decisions they are
	firmID           = code("91460000", "MA000010")
	personID         = "p-abcdefghijklmnopqrstuvwxyz"
)

func person(name, org string, roles ...string) access.Actor {
	a := access.Actor{ID: "person:" + name, Kind: access.KindPerson, Account: name, Person: "示例" + name, Org: org, Roles: roles}
	for _, code := range roles {
		role, _ := access.RoleOf(code)
		a.Scopes = append(a.Scopes, role.May...)
	}
	return a
}

func ofRegion(a access.Actor, region string) access.Actor { a.Regions = []string{region}; return a }

func system(name, org string, scopes ...string) access.Actor {
	return access.Actor{ID: "key:" + name, Kind: access.KindKey, Org: org, Scopes: scopes}
}

// people are who comes to the counter, by the name they give in the Authorization header.
var people = map[string]access.Actor{
	"buyer":    system("buyer", buyerID, access.ScopeCheck, access.NoticeRead, access.MeasureAnswer),
	"other":    system("other", otherID, access.ScopeCheck, access.NoticeRead, access.MeasureAnswer),
	"asking":   system("asking", buyerID, access.ScopeCheck),
	"officer":  person("officer", buyerID, "R7"),
	"executor": person("executor", buyerID, "R15"),
	"handler":  person("handler", bureauID, "R12"),
	"stranger": person("stranger", otherID, "R12"),
	"clerk":    person("clerk", buyerID, "R10"),
	"lead":     ofRegion(person("lead", otherID, "R19"), "46"),
	"away":     ofRegion(person("away", otherID, "R20"), "4690"),
	"window":   person("window", buyerID, "R6"),
}

var shipped = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

// office is the area on a real database with check, standing and exchange as they are wired in the program, reached through
// HTTP, on a set clock.
type office struct {
	*Desk
	t     testing.TB
	log   *ledger.Log
	ex    *exchange.Desk
	jobs  *jobs.Queue
	key   seal.Signer
	url   string
	clock atomic.Int64
	die   atomic.Bool // what follows a record fails, as if the machine had stopped before the end
}

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
	s, err := seal.New(bytes.Repeat([]byte{7}, seal.MinMaster), seal.International)
	must(t, err)
	o := &office{t: t, key: s.SigningKey("exchange")}
	now := func() time.Time { return time.Unix(0, o.clock.Load()) }
	o.on(today)
	db := pgtest.New(t)
	o.log, err = ledger.Open(t.Context(), db, "xinheng/test", s.SigningKey("ledger"))
	must(t, err)
	index := standing.NewIndex(db, o.log, now)
	checks := check.NewDesk(db, lib, index, o.log, s, now)
	o.jobs = jobs.New(db, now)
	o.ex = exchange.NewDesk(db, o.jobs, lib, s, now)
	o.Desk = NewDesk(db, lib, index, checks, now)
	o.Tell, o.ex.Fresh = o.ex.Tell, o.Desk.Fresh
	o.Region = func(_ context.Context, org string) (string, error) {
		return map[string]string{buyerID: "460100", otherID: "469001"}[org], nil
	}
	checks.Events.Given.Within(o.Given)
	must(t, db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		return registry.Stub(ctx, tx, []registry.Entity{{ID: firmID, Name: "海南虚构贸易有限公司", Kind: registry.Enterprise}})
	}))
	o.serve(checks)
	return o
}

func (o *office) serve(checks *check.Desk) {
	api := web.New(http.NewServeMux(), "test", func(r *http.Request, permission string) (context.Context, error) {
		a, ok := people[r.Header.Get("Authorization")]
		if permission != "" && (!ok || !a.May(permission)) {
			return nil, fault.New(fault.Forbidden, "access.no_permission", "没有权限。", "Not yours to do.")
		}
		return access.With(r.Context(), a), nil
	})
	check.Routes(api, checks)
	exchange.Routes(api, o.ex)
	Routes(api, o.Desk)
	server := httptest.NewServer(api.Mux)
	o.t.Cleanup(server.Close)
	o.url = server.URL
}

// on sets the clock to nine in the morning of a day.
func (o *office) on(day string) {
	o.clock.Store(workday.MustParse(day).Start().Add(9 * time.Hour).UnixNano())
}

// later lets some time go by.
func (o *office) later(d time.Duration) { o.clock.Add(int64(d)) }

// take stores what records mean, and what follows from it, as the program does.
func (o *office) take(rs ...record.Record) error {
	o.t.Helper()
	err := o.db.InTx(o.t.Context(), func(ctx context.Context, tx pg.Tx) error {
		entry, err := ledger.Append(ctx, tx, o.now(), ledger.Act{Kind: "record.batch", Actor: "cli", About: "test"})
		if err != nil {
			return err
		}
		e := record.Changed{EntryID: entry, Records: rs}
		if err := standing.Apply(ctx, tx, o.law, e); err != nil {
			return err
		}
		if err := o.Changed(ctx, tx, e); err != nil {
			return err
		}
		if o.die.Load() {
			return errDied
		}
		return nil
	})
	o.follow()
	return err
}

func (o *office) follow() {
	o.t.Helper()
	must(o.t, o.log.Sequence(o.t.Context()))
	must(o.t, o.index.CatchUp(o.t.Context()))
}

// listed is an entry of the firm on the list of major tax cases, from 16 April 2026 until 15 April 2029.
func listed(id string, version int32, change func(*record.Record)) record.Record {
	r := record.Record{EntityID: firmID, ID: id, Version: version, Item: "list_entry", Class: law.ListEntry, List: "tax-major", Adverse: true,
		State: record.Effective, Title: "示例重大税收违法", Authority: "示例税务局", AuthorityID: bureauID, Region: "460100", DocumentNo: "示税〔2026〕" + id, Basis: "示例名单办法第三条",
		DecidedOn: workday.MustParse("2026-04-16"), PublicFrom: workday.MustParse("2026-04-16"), PublicUntil: workday.MustParse("2029-04-15"),
		Publicity: law.Public, SeenAt: workday.MustParse("2026-04-16").Start()}
	if change != nil {
		change(&r)
	}
	return r
}

// fined is a serious penalty of the firm, which must be verified in a procurement.
func fined(id string) record.Record {
	return listed(id, 1, func(r *record.Record) {
		r.List, r.Item, r.Class, r.Severity, r.PublicUntil = "", "penalty", law.Penalty, law.Serious, workday.MustParse("2029-04-15")
	})
}

// ended is a later version of an entry that ends it.
func ended(state record.State, on string) func(*record.Record) {
	return func(r *record.Record) {
		r.State, r.StateOn, r.StateDocument, r.BatchID = state, workday.MustParse(on), "示例决定", "XF-460100-20260901-000001"
	}
}

// rated is the firm's tax rating A, which brings an incentive.
func rated(version int32, change func(*record.Record)) record.Record {
	r := record.Record{EntityID: firmID, ID: "r-rated", Version: version, Item: "rating_tax", Class: law.Rating, Grade: "A", State: record.Effective,
		Title: "纳税信用级别", Authority: "示例税务局", AuthorityID: bureauID, Region: "460100", DecidedOn: workday.MustParse("2026-04-01"),
		ValidUntil: workday.MustParse("2027-03-31"), Publicity: law.Public, SeenAt: workday.MustParse("2026-04-16").Start()}
	if change != nil {
		change(&r)
	}
	return r
}

// ask sends a request as somebody and reads the answer.
func (o *office) ask(who, method, path string, body any) (status int, got []byte) {
	o.t.Helper()
	var in io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		must(o.t, err)
		in = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(o.t.Context(), method, o.url+path, in)
	must(o.t, err)
	req.Header.Set("Authorization", who)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	must(o.t, err)
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	must(o.t, err)
	return res.StatusCode, raw
}

// want asks, wants a status, and reads the answer.
func want[T any](o *office, status int, who, method, path string, body any) (v T) {
	o.t.Helper()
	s, raw := o.ask(who, method, path, body)
	if s != status {
		o.t.Fatalf("%s %s as %s: %d %s; want %d", method, path, who, s, raw, status)
	}
	if len(raw) > 0 {
		must(o.t, json.Unmarshal(raw, &v))
	}
	return v
}

// refused asks and wants a refusal.
func (o *office) refused(status int, code, who, method, path string, body any) {
	o.t.Helper()
	got := want[struct{ Code string }](o, status, who, method, path, body)
	if got.Code != code {
		o.t.Errorf("%s %s as %s: %s, want %s", method, path, who, got.Code, code)
	}
}

type answer struct {
	ID      string `json:"decision_id"`
	Outcome string
	Answer  string
	Effects []struct {
		Measure struct{ Code string }
		Must    bool
	}
}

// checks asks about the firm in a procurement.
func (o *office) asks(who string, change map[string]any) answer {
	o.t.Helper()
	q := map[string]any{"matter": "gp-qualification", "subject": firmID, "purpose": "procurement", "case_no": "CG-2026-1188"}
	if people[who].Kind == access.KindKey {
		q["officer"] = "示例经办人"
	}
	for k, v := range change {
		q[k] = v
	}
	return want[answer](o, 200, who, "POST", "/v1/checks", q)
}

func (o *office) watching(who string) answer {
	o.t.Helper()
	return o.asks(who, map[string]any{"watch": true})
}

// notices are what somebody's body was told, of one kind; reading them is looking into the inbox.
func (o *office) notices(who, kind string) (out []exchange.Told) {
	o.t.Helper()
	got := want[struct{ Notices []exchange.Told }](o, 200, who, "GET", "/v1/inbox?all=true", nil)
	for _, n := range got.Notices {
		if string(n.Kind) == kind {
			out = append(out, n)
		}
	}
	return out
}

// left counts the notices in the table, without anybody looking.
func (o *office) left(kind string) int64 {
	o.t.Helper()
	n, err := pg.Scalar[int64](o.t.Context(), pgtest.Owner(o.t, o.db), pg.Query{Name: "test", SQL: `select count(*) from exchange.notice where kind = $1`}, kind)
	must(o.t, err)
	return n
}

func (o *office) acts(kind, about string) int64 {
	o.t.Helper()
	n, err := pg.Scalar[int64](o.t.Context(), pgtest.Owner(o.t, o.db),
		pg.Query{Name: "test", SQL: `select count(*) from ledger.entry where kind = $1 and about = $2`}, kind, about)
	must(o.t, err)
	return n
}

func (o *office) acknowledges(who, id string) exchange.Told {
	o.t.Helper()
	return want[exchange.Told](o, 200, who, "POST", "/v1/inbox/"+id+"/acknowledgement", nil)
}

// receiver is the case system of a body: it takes signed messages, and says that they are done, or fails.
type receiver struct {
	mu   sync.Mutex
	got  []exchange.Message
	down bool
	url  string
}

func (r *receiver) received() []exchange.Message {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.got)
}

func (r *receiver) turn(down bool) { r.mu.Lock(); r.down = down; r.mu.Unlock() }

// webhook starts one and has two officers register it.
func (o *office) webhook(org string) *receiver {
	o.t.Helper()
	r := &receiver{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.mu.Lock()
		defer r.mu.Unlock()
		body, err := io.ReadAll(req.Body)
		var m exchange.Message
		switch {
		case r.down:
			w.WriteHeader(http.StatusServiceUnavailable)
		case err != nil || exchange.Verify(seal.International, o.key.Public(), req.Header, body, o.now()) != nil || json.Unmarshal(body, &m) != nil:
			w.WriteHeader(http.StatusForbidden)
		default:
			r.got = append(r.got, m)
			_ = json.NewEncoder(w).Encode(exchange.Answer{ID: m.ID, State: "done"})
		}
	}))
	o.t.Cleanup(server.Close)
	r.url = server.URL
	t, err := o.ex.Propose(o.t.Context(), person("system", otherID), "case-system", exchange.Draft{Name: law.Text2{ZH: "示例采购系统", EN: "example procurement system"},
		Kind: exchange.Consumer, Org: org, PushURL: r.url, Rule: "示例共享协议", Active: true})
	must(o.t, err)
	_, err = o.ex.Decide(o.t.Context(), person("safety", otherID), "case-system", t.Version, true)
	must(o.t, err)
	return r
}
