package visit_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/inspection"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/remote"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/visit"
	"xinheng/internal/web"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

// office is the area on a real database with the draws beside it, reached through HTTP by people of several posts, on a set clock.
type office struct {
	*visit.Desk
	t      testing.TB
	db     *pg.Pool
	owner  *pg.Pool
	cases  *caseflow.Desk
	draws  *inspection.Desk
	remote *remote.Desk // nil: no devices
	sealer *seal.Sealer
	log    *ledger.Log
	checks []visit.Query // made for approvals, as the check console would have them
	url    string
	clock  atomic.Int64
	die    atomic.Bool // what follows a record fails, as if the machine had stopped before the end
}

func code(registrar, number string) string {
	return string(ident.MakeUSCC(registrar + ident.MakeOrgCode(number)))
}

func firm(n int) string { return code("91460000", fmt.Sprintf("MA%06d", n)) }

var (
	bodyID, otherBody = code("11460000", "MB000001"), code("11460000", "MB000002")
	firmID, otherFirm = firm(10), firm(11)
)

const firmName = "海南虚构食品有限公司"

func post(name, org string, roles ...string) access.Actor {
	a := access.Actor{ID: "person:" + name, Kind: access.KindPerson, Account: name, Person: "示例" + name, Org: org, Post: "post", Name: "海口市虚构市场监督管理局",
		Roles: roles, Scopes: []string{access.Self}}
	for _, code := range roles {
		role, _ := access.RoleOf(code)
		a.Scopes = append(a.Scopes, role.May...)
		if role.Reach == access.ReachRegion {
			a.Regions = []string{access.RegionPrefix("460000")}
		}
	}
	return a
}

func forFirm(name, of, role string) access.Actor {
	a := post(name, of, role)
	a.Post, a.Firm, a.Name, a.Confirm = "", "delegation-"+name, firmName, role == access.Agent
	return a
}

var people = map[string]access.Actor{
	"owner":    forFirm("owner", firmID, access.LegalRepresentative),
	"agent":    forFirm("agent", firmID, access.Agent),
	"stranger": forFirm("stranger", otherFirm, access.LegalRepresentative),
	"ins0":     post("ins0", bodyID, "R8"),
	"ins1":     post("ins1", bodyID, "R8"),
	"ins2":     post("ins2", bodyID, "R8"),
	"both":     post("ins0", bodyID, "R8", "R9"), // the same account with both posts
	"planner":  post("planner", bodyID, "R9"),
	"oins":     post("oins", otherBody, "R8"),
	"oplanner": post("oplanner", otherBody, "R9"),
	"lead":     post("lead", otherBody, "R19"),
	"clerk":    post("clerk", bodyID, "R10"),
	"device":   {ID: "key:device", Kind: access.KindKey, Org: bodyID, Scopes: access.Scopes()},
	"odevice":  {ID: "key:odevice", Kind: access.KindKey, Org: otherBody, Scopes: access.Scopes()},
}

var (
	shipped = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })
	errDied = errors.New("the machine died")
	made    sync.Map // acts any test made
)

// TestMain asks, once every test has run, whether each row of the table was walked by one of them.
func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	lib, err := shipped()
	if run := flag.Lookup("test.run"); code == 0 && err == nil && run.Value.String() == "" {
		for _, move := range visit.Flow(lib).Moves {
			if _, ok := made.Load(move.Act); !ok {
				fmt.Printf("--- FAIL: no test makes the move %s\n", move.Act)
				code = 1
			}
		}
	}
	os.Exit(code)
}

func open(t testing.TB, today string) *office {
	t.Helper()
	lib, err := shipped()
	must(t, err)
	s, err := seal.New(bytes.Repeat([]byte{7}, seal.MinMaster), seal.International)
	must(t, err)
	o := &office{t: t, db: pgtest.New(t), sealer: s}
	o.owner = pgtest.Owner(t, o.db)
	now := func() time.Time { return time.Unix(0, o.clock.Load()) }
	o.on(today)
	o.log, err = ledger.Open(t.Context(), o.db, "xinheng/test", s.SigningKeyOf(seal.International, "ledger"))
	must(t, err)
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return standing.Apply(ctx, tx, lib, e) })
	events.Changed.Within(func(context.Context, pg.Tx, record.Changed) error {
		if o.die.Load() {
			return errDied
		}
		return nil
	})
	o.cases = caseflow.NewDesk(o.db, lib, s, now)
	o.cases.Attached = func(_ context.Context, _ pg.Tx, _ access.Actor, _ *caseflow.Case, ref string) (string, string, error) {
		if !strings.HasPrefix(ref, "attachment-") {
			return "", "", fault.New(fault.Missing, "attach.unknown", "没有这份附件。", "No such attachment.")
		}
		return "示例照片.jpg", strings.Repeat("0", 64), nil
	}
	o.draws = inspection.NewDesk(o.db, lib, o.log, s, now)
	o.Desk = visit.NewDesk(o.db, lib, s, record.NewDesk(o.db, lib, s, events, nil, now), o.cases, now)
	app.WireVisits(o.Desk, o.draws, lib)
	o.Queries = func(context.Context, workday.Date) ([]visit.Query, error) { return o.checks, nil }
	o.cases.Events.Moved.Within(func(_ context.Context, _ pg.Tx, m caseflow.Moved) error {
		made.Store(m.Move.Act, true)
		return nil
	})
	must(t, caseflow.Publish(t.Context(), o.owner, o.cases.Types()...))
	must(t, o.db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, _, _, err := registry.Put(ctx, tx, s, []registry.Registration{
			{Entity: registry.Entity{ID: firmID, Name: firmName, Kind: registry.Enterprise, Region: "460100", Industry: "C14", Address: "海口市虚构路1号"}},
			{Entity: registry.Entity{ID: otherFirm, Name: "三亚虚构食品有限公司", Kind: registry.Enterprise, Region: "460200", Industry: "C14"}}})
		return err
	}))
	o.serve()
	o.roster()
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
	visit.Routes(api, o.Desk)
	if o.remote != nil {
		remote.Routes(api, o.remote)
	}
	server := httptest.NewServer(api.Mux)
	o.t.Cleanup(server.Close)
	o.url = server.URL
}

// roster enters the matter, the inspectors of both bodies and a draw that is published.
func (o *office) roster() {
	o.t.Helper()
	o.exec(`insert into inspection.matter values ('market.food', $1, '食品生产监督检查（示例）', 'Food production (example)', 'market.food', 'key',
		'《食品生产经营监督检查管理办法》第二十一条', '{}', '', true, 1, now()), ('fire.safety', $2, '消防安全检查（示例）', 'Fire safety (example)', 'fire', 'key', '《消防法》第五十三条', '{}', '', true, 1, now())`,
		bodyID, otherBody)
	for account, org := range map[string]string{"ins0": bodyID, "ins1": bodyID, "ins2": bodyID, "oins": otherBody} {
		o.exec(`insert into inspection.inspector values ($1, $2, '检查员', '示例-1', '2027-12-31', true, now())`, account, org)
	}
}

// task is a drawn task at a firm; each makes a draw of its own.
func (o *office) task(draw, entity, org, matter, class string, inspectors ...string) {
	o.t.Helper()
	o.exec(`insert into inspection.draw values ($1, 'plan', $2, $3, 'published', $4, '2026-11-02', 'e', '', 0, 0, '', '', '{}', 'entry', null, '', 0, 'root', null, 'seed', 'result', 'drawn',
		'{}', '{}', 'person:planner', now())`, draw, org, matter, []string{bodyID, otherBody})
	o.exec(`insert into inspection.assignment values ($1, $2, $3, $4, $5, $6, '2026-11-01', '2026-12-31')`, entity, draw, org, matter, class, inspectors)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (o *office) exec(sql string, args ...any) {
	o.t.Helper()
	_, err := o.owner.Exec(o.t.Context(), pg.Query{Name: "test", SQL: sql}, args...)
	must(o.t, err)
}

func (o *office) count(sql string, args ...any) int64 {
	o.t.Helper()
	n, err := pg.Scalar[int64](o.t.Context(), o.owner, pg.Query{Name: "count", SQL: sql}, args...)
	must(o.t, err)
	return n
}

// on sets the clock to nine in the morning of a day.
func (o *office) on(day string) {
	o.clock.Store(workday.MustParse(day).Start().Add(9 * time.Hour).UnixNano())
}

func (o *office) now() time.Time { return time.Unix(0, o.clock.Load()) }

// send is a request with a key.
func send[T any](o *office, who, key, method, path string, in any, refusal string) (v T) {
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
	r.Header.Set("Idempotency-Key", key)
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

func want[T any](o *office, who, method, path string, in any, refusal string) T {
	o.t.Helper()
	return send[T](o, who, "", method, path, in, refusal)
}

type fields = map[string]any

// do carries out an act on the newest version of a case, and expects the refusal, or none.
func (o *office) do(who, id string, a caseflow.Act, f fields, refusal string) {
	o.t.Helper()
	c, err := o.cases.Find(o.t.Context(), o.db, id)
	must(o.t, err)
	want[any](o, who, "POST", "/v1/cases/"+id+"/acts/"+string(a), map[string]any{"version": c.Version, "fields": f}, refusal)
}

func (o *office) state(id string) caseflow.State {
	o.t.Helper()
	c, err := o.cases.Find(o.t.Context(), o.db, id)
	must(o.t, err)
	return c.State
}

type page struct {
	Panels visit.View `json:"panels"`
}

// look is the panel of a case as somebody sees it.
func (o *office) look(who, id string) visit.View {
	o.t.Helper()
	return want[page](o, who, "GET", "/v1/cases/"+id, nil, "").Panels
}

// asking is a visit of the task of a draw.
func asking(draws ...string) visit.Asking {
	return visit.Asking{USCC: firmID, Draws: draws, Mode: "on_site"}
}

func (o *office) opened(in visit.Asking) string {
	o.t.Helper()
	return want[visit.Opened](o, "ins0", "POST", "/v1/visits", in, "").Case
}

func servedOn(o *office, evidence string) fields {
	return fields{"served_on": workday.Of(o.now()).String(), "means": "direct", evidence: "attachment-1"}
}

// notified takes a visit of class C to its notice.
func (o *office) notified(draw string) string {
	o.t.Helper()
	o.task(draw, firmID, bodyID, "market.food", "C", "ins0", "ins1")
	id := o.opened(asking(draw))
	o.do("planner", id, visit.Approve, nil, "")
	o.do("ins0", id, visit.Notify, servedOn(o, "notice_service"), "")
	return id
}

// firmCode is the code that hangs at the firm.
func (o *office) firmCode() string {
	o.t.Helper()
	return want[visit.Code](o, "owner", "GET", "/v1/visits/code", nil, "").Code
}

// answers are a sheet in which every item is in order but those named.
func (o *office) answers(id string, wrong ...string) (out []visit.Answer) {
	o.t.Helper()
	for _, l := range want[visit.Sheet](o, "ins0", "GET", "/v1/visits/"+id+"/sheet", nil, "").Lists {
		for _, i := range l.Items {
			a := visit.Answer{List: l.Code, Item: i.Code, Value: "ok"}
			for _, w := range wrong {
				if w == i.Code {
					a.Value, a.Note, a.Photos = "not", "标签日期模糊（示例）", []string{"attachment-photo"}
				}
			}
			out = append(out, a)
		}
	}
	return out
}

// recorded takes a visit to its record, arrived now with the firm's code.
func (o *office) recorded(draw string, wrong ...string) string {
	o.t.Helper()
	id := o.notified(draw)
	send[visit.Opened](o, "ins0", "k-"+id, "POST", "/v1/visits/"+id+"/sheet", visit.Filled{ArrivedAt: o.now(), Code: o.firmCode(), Answers: o.answers(id, wrong...)}, "")
	return id
}

func (o *office) signed(draw string, wrong ...string) string {
	o.t.Helper()
	id := o.recorded(draw, wrong...)
	o.do("ins1", id, visit.Sign, nil, "")
	o.do("owner", id, visit.FirmSign, nil, "")
	return id
}

// resulted takes a visit to a result that is served.
func (o *office) resulted(draw, result string, wrong ...string) string {
	o.t.Helper()
	id := o.signed(draw, wrong...)
	f := fields{"result": result, "summary": "检查了食品生产环节，详见记录（示例）。"}
	if result == "corrected" {
		f["correct_by"] = workday.Of(o.now()).AddDays(10).String()
	}
	o.do("ins0", id, visit.FormResult, f, "")
	o.do("ins0", id, visit.ServeResult, servedOn(o, "result_service"), "")
	return id
}
