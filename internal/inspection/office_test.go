package inspection

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
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
	"xinheng/internal/inspection/draw"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/seal"
	"xinheng/internal/web"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

// office is the area on a real database with a real ledger, reached through HTTP by people of several posts.
type office struct {
	*Desk
	t     testing.TB
	db    *pg.Pool
	owner *pg.Pool
	log   *ledger.Log
	url   string
	queue *jobs.Queue
	clock atomic.Int64
}

// code makes a valid code of nobody.
func code(registrar, number string) string {
	return string(ident.MakeUSCC(registrar + ident.MakeOrgCode(number)))
}

var (
	bodyID  = code("11460000", "MB000001") // plans
	leadID  = code("11460000", "MB000002") // lead office
	auditID = code("11460000", "MB000003") // of the auditor
	otherID = code("11460000", "MB000004")
)

func firm(n int) string { return code("91460000", fmt.Sprintf("MA%06d", n)) }

func person(name, org string, regions []string, roles ...string) access.Actor {
	a := access.Actor{ID: "person:" + name, Kind: access.KindPerson, Account: name, Person: "示例" + name, Org: org, Roles: roles, Regions: regions}
	for _, r := range roles {
		role, _ := access.RoleOf(r)
		a.Scopes = append(a.Scopes, role.May...)
	}
	return a
}

var people = map[string]access.Actor{
	"planner":      person("planner", bodyID, nil, "R9"),
	"lead":         person("lead", leadID, []string{"46"}, "R19"),
	"auditor":      person("auditor", auditID, []string{"46"}, "R28"),
	"inspector0":   person("inspector0", bodyID, nil, "R8"),
	"inspector1":   person("inspector1", bodyID, nil, "R8"),
	"otherplanner": person("otherplanner", otherID, nil, "R9"),
	"clerk":        person("clerk", bodyID, nil, "R10"),
}

var shipped = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

func open(t testing.TB, today string) *office {
	t.Helper()
	lib, err := shipped()
	must(t, err)
	o := &office{t: t, db: pgtest.New(t)}
	o.owner = pgtest.Owner(t, o.db)
	s, err := seal.New(bytes.Repeat([]byte{7}, seal.MinMaster), seal.International)
	must(t, err)
	o.log, err = ledger.Open(t.Context(), o.db, "xinheng.example/ledger", s.SigningKeyOf(seal.International, "ledger"))
	must(t, err)
	o.Desk = NewDesk(o.db, lib, o.log, s, func() time.Time { return time.Unix(0, o.clock.Load()) })
	o.queue = jobs.New(o.db, func() time.Time { return time.Unix(0, o.clock.Load()) })
	o.Through(o.queue)
	o.on(today)
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

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (o *office) on(day string) {
	o.clock.Store(workday.MustParse(day).Start().Add(9 * time.Hour).UnixNano())
}

// place lets the ledger place and sign what is waiting.
func (o *office) place() {
	o.t.Helper()
	must(o.t, o.log.Sequence(o.t.Context()))
}

func (o *office) exec(sql string, args ...any) {
	o.t.Helper()
	_, err := o.owner.Exec(o.t.Context(), pg.Query{Name: "test", SQL: sql}, args...)
	must(o.t, err)
}

// firms puts so many invented firms into the registry.
func (o *office) firms(from, to int) {
	o.t.Helper()
	for n := from; n < to; n++ {
		o.exec(`insert into registry.entity (entity_id, name, name_norm, core_name, bigrams, kind, status, region, region_derived, industry, address,
			legal_rep_masked, legal_rep_blind, parent_id, reg_no, digest) values ($1, $2, '', '', '{}', 'enterprise', 'registered', '460100', false, 'C14', '', '', '', '', '', '')`,
			firm(n), fmt.Sprintf("海南虚构%d号食品有限公司", n))
	}
}

// rated gives a firm a grade that stands from the beginning of the year until its end.
func (o *office) rated(n int, item, grade string) {
	o.t.Helper()
	o.exec(`insert into standing.fact (entity_id, fact_id, version, kind, item, list, grade, ban, industry, domain, severity, title, authority, document_no, basis_text,
		basis, standing, law_keys, assumed_keys, from_on, until_on, ended_by, adverse, entry_id)
		values ($1, $2, 1, 'rating', $3, '', $4, '', '', '', '', '', '', '', '', '[]', 'text', '[]', '[]', '2026-01-01', '2026-12-31', '', false, gen_random_uuid())`,
		firm(n), firm(n)+item, item, grade)
}

func (o *office) as(who, method, path string, in any) (int, []byte) {
	o.t.Helper()
	var b io.Reader
	if in != nil {
		j, err := json.Marshal(in)
		must(o.t, err)
		b = bytes.NewReader(j)
	}
	r, err := http.NewRequestWithContext(o.t.Context(), method, o.url+"/v1/inspection"+path, b)
	must(o.t, err)
	r.Header.Set("Authorization", who)
	r.Header.Set("Content-Type", "application/json")
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
	status, b := o.as(who, method, path, in)
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

var foodMatter = Matter{Code: "market.food", NameZH: "食品生产监督检查（示例）", NameEN: "Food production (example)", Domain: "market.food", Kind: "key",
	Basis: "《食品生产经营监督检查管理办法》第二十一条", Industries: []string{"14"}, Active: true}

// ready is a published plan with inspectors, and firms of which the first ten are of class C or D.
func (o *office) ready(firms, inspectors int) Plan {
	o.t.Helper()
	o.firms(0, firms)
	for n := range min(10, firms) {
		o.rated(n, "rating_risk", []string{"C", "A"}[n%2])
	}
	want[Matter](o, "planner", "PUT", "/matters", foodMatter, "")
	for n := range inspectors {
		want[Inspector](o, "planner", "PUT", "/inspectors", Inspector{Account: fmt.Sprint("inspector", n), Duty: "检查员", Certificate: fmt.Sprint("示例", n),
			CertificateUntil: workday.MustParse("2027-12-31"), Active: true}, "")
	}
	p := want[Plan](o, "planner", "PUT", "/plans", Plan{Matter: foodMatter.Code, Year: 2026, Month: 8, FirstOn: workday.MustParse("2026-08-10"),
		LastOn: workday.MustParse("2026-08-31"), Ratios: map[string]Ratio{"B": {PPM: 500_000}, "C": {PPM: 600_000}, "D": {PPM: 600_000}}}, "")
	return want[Plan](o, "planner", "POST", "/plans/"+p.ID+"/publication", nil, "")
}

type begin struct {
	Plan    string   `json:"plan"`
	Parties []string `json:"parties"`
}

type value struct {
	Value string `json:"value"`
}

// frozen is a draw whose roster is on the ledger.
func (o *office) frozen(p Plan) View {
	o.t.Helper()
	v := want[View](o, "planner", "POST", "/draws", begin{p.ID, []string{bodyID, auditID}}, "")
	must(o.t, o.Gather(o.t.Context(), v.ID))
	return want[View](o, "planner", "GET", "/draws/"+v.ID, nil, "")
}

// secret is a share a party thinks of.
func secret() (h draw.Hash) {
	_, _ = rand.Read(h[:])
	return h
}

func commitment(v View, org string, share draw.Hash) value {
	setup, err := draw.ParseHash(v.SetupHash)
	if err != nil {
		panic(err) // a view has one
	}
	return value{draw.Commitment(setup, org, share).String()}
}

// rooted is a draw that waits for the shares of its two parties.
func (o *office) rooted(p Plan) (v View, planners, auditors draw.Hash) {
	o.t.Helper()
	v, planners, auditors = o.frozen(p), secret(), secret()
	want[View](o, "planner", "POST", "/draws/"+v.ID+"/commitments", commitment(v, bodyID, planners), "")
	want[View](o, "auditor", "POST", "/draws/"+v.ID+"/commitments", commitment(v, auditID, auditors), "")
	o.place()
	return want[View](o, "planner", "POST", "/draws/"+v.ID+"/root", nil, ""), planners, auditors
}

// drawn is a draw that is done and not published.
func (o *office) drawn(p Plan) View {
	o.t.Helper()
	v, a, b := o.rooted(p)
	want[View](o, "planner", "POST", "/draws/"+v.ID+"/shares", value{a.String()}, "")
	want[View](o, "auditor", "POST", "/draws/"+v.ID+"/shares", value{b.String()}, "")
	return want[View](o, "planner", "POST", "/draws/"+v.ID+"/result", nil, "")
}

// published is one that everybody may check, with its proof file.
func (o *office) published(p Plan) (View, []byte) {
	o.t.Helper()
	v := o.drawn(p)
	o.place()
	v = want[View](o, "planner", "POST", "/draws/"+v.ID+"/publication", nil, "")
	status, file := o.as("", "GET", "/draws/"+v.ID+"/proof", nil)
	if status != http.StatusOK {
		o.t.Fatalf("proof: %d %s", status, file)
	}
	return v, file
}
