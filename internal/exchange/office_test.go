package exchange

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/seal"
	"xinheng/internal/web"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

// code makes a valid code of nobody.
func code(registrar, number string) string {
	return string(ident.MakeUSCC(registrar + ident.MakeOrgCode(number)))
}

var (
	bodyID  = code("11460000", "MB000001")
	otherID = code("11460000", "MB000002")
	bankID  = code("91460000", "MA000077")
	firmID  = code("91460000", "MA000010")
)

func person(name, org string, roles ...string) access.Actor {
	a := access.Actor{ID: "person:" + name, Kind: access.KindPerson, Account: name, Person: "示例" + name, Org: org, Name: "海南省虚构局", Roles: roles}
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
	"other":   person("other", otherID, "R12"),
	"clerk":   person("clerk", bodyID, "R10"),
	"system":  person("system", otherID, "R26"),
	"safety":  person("safety", otherID, "R27"),
	"both":    person("both", otherID, "R26", "R27"),
	"bank":    {ID: "key:bank", Kind: access.KindKey, Org: bankID, Scopes: []string{access.NoticeRead}},
	"another": {ID: "key:another", Kind: access.KindKey, Org: otherID, Scopes: []string{access.NoticeRead}},
	"plain":   {ID: "key:plain", Kind: access.KindKey, Org: bankID, Scopes: []string{access.ScopeCheck}},
}

func init() { //nolint:gochecknoinits // people of a region and of a firm
	lead := person("lead", otherID, "R19")
	lead.Regions = []string{"46"}
	away := person("away", otherID, "R20")
	away.Regions = []string{"4690"}
	firm := person("firm", firmID, "R4")
	firm.Firm = "delegation"
	rival := person("rival", code("91460000", "MA000011"), "R4")
	rival.Firm = "delegation"
	people["lead"], people["away"], people["firm"], people["rival"] = lead, away, firm, rival
}

var shipped = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

// office is the area on a real database, reached through HTTP, with jobs that are really done, on a set clock.
type office struct {
	*Desk
	t     testing.TB
	pool  *pg.Pool
	jobs  *jobs.Queue
	url   string
	clock *atomic.Int64
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// deskOn makes the desk as the program does, in more of a hurry.
func deskOn(pool *pg.Pool, now func() time.Time) (*Desk, *jobs.Queue, error) {
	lib, err := shipped()
	if err != nil {
		return nil, nil, err
	}
	s, err := seal.New(bytes.Repeat([]byte{7}, seal.MinMaster), seal.International)
	if err != nil {
		return nil, nil, err
	}
	q := jobs.New(pool, now)
	q.Pace = jobs.Pace{Timeout: 2 * time.Second, Rescue: 3 * time.Second}
	d := NewDesk(pool, q, lib, s, now)
	d.Retry = jobs.Retry{Attempts: 500, Pause: jobs.Doubling(20*time.Millisecond, 200*time.Millisecond)}
	d.http.Timeout = 1500 * time.Millisecond
	return d, q, nil
}

// quiet is an office in which no job is done yet.
func quiet(t testing.TB, today string) *office {
	t.Helper()
	o := &office{t: t, pool: pgtest.New(t), clock: &atomic.Int64{}}
	var err error
	o.Desk, o.jobs, err = deskOn(o.pool, func() time.Time { return time.Unix(0, o.clock.Load()) })
	must(t, err)
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

// open is an office at work.
func open(t testing.TB, today string) *office {
	t.Helper()
	o := quiet(t, today)
	stop, err := o.jobs.Start(t.Context())
	must(t, err)
	t.Cleanup(stop)
	return o
}

// on sets the clock to nine in the morning of a day.
func (o *office) on(day string) {
	o.clock.Store(workday.MustParse(day).Start().Add(9 * time.Hour).UnixNano())
}

// ask sends a request as somebody and reads the answer.
func (o *office) ask(who, method, path string, body any) (status int, got map[string]any) {
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
	if len(raw) > 0 && json.Unmarshal(raw, &got) != nil {
		o.t.Fatalf("%s", raw)
	}
	return res.StatusCode, got
}

// want asks and wants a status.
func (o *office) want(status int, who, method, path string, body any) map[string]any {
	o.t.Helper()
	s, got := o.ask(who, method, path, body)
	if s != status {
		o.t.Fatalf("%s %s as %s: %d %v; want %d", method, path, who, s, got, status)
	}
	return got
}

// target proposes a target as the system administrator and has the security administrator approve it.
func (o *office) target(code string, d Draft) {
	o.t.Helper()
	d.Name, d.Rule, d.Active = law.Text2{ZH: "示例网站" + code, EN: "example site " + code}, "示例协议第三条", true
	if d.Kind == "" {
		d.Kind = ThirdParty
	}
	v := o.want(200, "system", "PUT", "/v1/targets/"+code, d)["version"]
	o.want(200, "safety", "POST", "/v1/targets/"+code+"/decision", map[string]any{"version": v, "approve": true})
}

// drop takes our own portal out of the targets: here nobody serves it.
func (o *office) drop() {
	o.t.Helper()
	v := o.want(200, "system", "PUT", "/v1/targets/own-portal", Draft{Name: law.Text2{ZH: "本平台", EN: "own"}, Kind: OwnPortal, ReadURL: "/records/{record}", Rule: "x"})["version"]
	o.want(200, "safety", "POST", "/v1/targets/own-portal/decision", map[string]any{"version": v, "approve": true})
}

var errUndone = errors.New("undone")

// remove decides that a record must end everywhere.
func (o *office) remove(r Removal) {
	o.t.Helper()
	must(o.t, o.inTx(r, nil))
}

func (o *office) inTx(r Removal, end error) error {
	if r.EntityID == "" {
		r.EntityID = firmID
	}
	if r.Reason == "" {
		r.Reason = "repaired"
	}
	r.Org, r.Region, r.Basis = bodyID, "460100", "示信修〔2026〕1号"
	return o.pool.InTx(o.t.Context(), func(ctx context.Context, tx pg.Tx) error {
		if err := o.Remove(ctx, tx, r); err != nil {
			return err
		}
		return end
	})
}

// line is the only line of a record at a target.
func (o *office) line(about, target string) Line {
	o.t.Helper()
	all, err := o.Of(o.t.Context(), about)
	must(o.t, err)
	var found []Line
	for _, l := range all {
		if l.Target == target {
			found = append(found, l)
		}
	}
	if len(found) != 1 {
		o.t.Fatalf("%d lines of %s at %s", len(found), about, target)
	}
	return found[0]
}

// until waits for a line to be as wanted.
func (o *office) until(about, target, what string, ok func(Line) bool) Line {
	o.t.Helper()
	var l Line
	eventually(o.t, what, func() bool { l = o.line(about, target); return ok(l) }, func() string { return fmt.Sprintf("%+v", l) })
	return l
}

func acked(l Line) bool { return l.State == Acknowledged }

// eventually looks again and again, for a while.
func eventually(t testing.TB, what string, ok func() bool, last func() string) {
	t.Helper()
	deadline := time.After(5 * time.Minute)
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for !ok() {
		select {
		case <-deadline:
			t.Fatalf("never: %s; last %s", what, last())
		case <-look.C:
		}
	}
}

// acts counts the ledger's entries of a kind about a line.
func (o *office) acts(kind, about string) int64 {
	o.t.Helper()
	n, err := pg.Scalar[int64](o.t.Context(), pgtest.Owner(o.t, o.pool),
		pg.Query{Name: "test", SQL: `select count(*) from ledger.entry where kind = $1 and about = $2`}, kind, about)
	must(o.t, err)
	return n
}

// refsite is the reference site, running as a process of its own.
type refsite struct {
	t   testing.TB
	url string
}

var refsiteBinary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "xh-refsite-")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "refsite")
	out, err := exec.Command("go", "build", "-o", file, "xinheng/cmd/refsite").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, out)
	}
	return file, err
})

// site starts the reference site and makes it a target.
func (o *office) site(code string) *refsite {
	o.t.Helper()
	s := o.start()
	o.target(code, Draft{PushURL: s.url + "/take-down", ReadURL: s.url + "/api/records/{record}"})
	return s
}

func (o *office) start() *refsite {
	o.t.Helper()
	file, err := refsiteBinary()
	must(o.t, err)
	cmd := exec.Command(file, "-any-time", "-key", base64.StdEncoding.EncodeToString(o.key.Public()))
	out, err := cmd.StdoutPipe()
	must(o.t, err)
	must(o.t, cmd.Start())
	o.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	said := make([]byte, 100)
	n, err := out.Read(said)
	must(o.t, err)
	return &refsite{o.t, strings.TrimSuffix(strings.TrimSpace(string(said[:n])), "/")}
}

func (s *refsite) do(method, path, body string) (int, string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	must(s.t, err)
	res, err := http.DefaultClient.Do(req)
	must(s.t, err)
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	must(s.t, err)
	return res.StatusCode, string(text)
}

func (s *refsite) behave(mode string) { s.t.Helper(); s.do("POST", "/mode/"+mode, "") }

func (s *refsite) publish(id string) {
	s.t.Helper()
	s.do("PUT", "/records/"+id, `{"version":1,"text":"示例"}`)
}

func (s *refsite) shows(id string) bool {
	s.t.Helper()
	status, _ := s.do("GET", "/api/records/"+id, "")
	return status == http.StatusOK
}

func (s *refsite) counts() (c struct{ Received, Performed, Forged int }) {
	s.t.Helper()
	_, text := s.do("GET", "/counts", "")
	must(s.t, json.Unmarshal([]byte(text), &c))
	return c
}
