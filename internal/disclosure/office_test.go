package disclosure

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
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
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/seal"
	"xinheng/internal/web"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

// office is the whole area on a real database, reached through HTTP by people of several posts, on a set clock.
type office struct {
	*Desk
	t     testing.TB
	db    *pg.Pool
	log   *ledger.Log
	url   string
	clock atomic.Int64
}

const (
	firm      = "91460000MAXNX0001A"
	otherFirm = "91460000MAXNX0002D"
	body      = "11460000MBXNX0009D"
	otherBody = "11460000MBXNX0010J"
	bank      = "91460000MAXNX0003G"
)

func person(name, org string, roles ...string) access.Actor {
	a := access.Actor{ID: "person:" + name, Kind: access.KindPerson, Account: name, Person: "示例" + name, Org: org, Name: "虚构示例单位", Roles: roles}
	for _, code := range roles {
		role, ok := access.RoleOf(code)
		if !ok {
			panic(code)
		}
		a.Scopes = append(a.Scopes, role.May...)
		if role.Reach == access.ReachRegion {
			a.Regions = []string{access.RegionPrefix(province)}
		}
	}
	return a
}

func forFirm(name, org, role string) access.Actor {
	a := person(name, org, role)
	a.Firm = "delegation-" + name
	return a
}

// people are who comes to the counter, by the name they give in the Authorization header.
var people = map[string]access.Actor{
	"officer":     person("officer", body, "R7"),
	"handler":     person("handler", body, "R12"),
	"clerk":       person("clerk", body, "R10"),
	"doubleclerk": person("doubleclerk", body, "R10", "R11"),
	"reviewer":    person("reviewer", body, "R11"),
	"stranger":    person("stranger", otherBody, "R11"),
	"lead":        person("lead", otherBody, "R19"),
	"banker":      person("banker", bank, "R23"),
	"operator":    person("operator", otherBody, "R30"),
	"security":    person("security", otherBody, "R27"),
	"both":        person("both", otherBody, "R27", "R30"),
	"auditor":     person("auditor", otherBody, "R28"),
	"boss":        forFirm("boss", firm, "R3"),
	"otherboss":   forFirm("otherboss", otherFirm, "R3"),
	"agent":       forFirm("agent", firm, "R5"),
}

var shipped = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

func open(t testing.TB, today string) *office {
	t.Helper()
	o := &office{t: t, db: pgtest.New(t)}
	lib, err := shipped()
	must(t, err)
	s, err := seal.New(make([]byte, seal.MinMaster), seal.International)
	must(t, err)
	o.log, err = ledger.Open(t.Context(), o.db, "xinheng.example/test", s.SigningKey("ledger"))
	must(t, err)
	o.Desk = NewDesk(o.db, lib, o.log, s, func() time.Time { return time.Unix(0, o.clock.Load()) })
	o.Bodies = func(context.Context, []string) (map[string]string, error) {
		return map[string]string{body: "虚构示例局", bank: "虚构示例银行"}, nil
	}
	o.on(today)
	api := web.New(http.NewServeMux(), "test", func(r *http.Request, permission string) (context.Context, error) {
		a, ok := people[r.Header.Get("Authorization")]
		if permission != "" && !ok {
			return nil, fault.New(fault.Unauthenticated, "test.nobody", "请登录。", "Sign in.")
		}
		if permission != "" && !a.May(permission) {
			return nil, fault.New(fault.Forbidden, "access.no_scope", "没有权限。", "Not yours to do.")
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

// on sets the clock to ten in the morning of a day, at to an instant.
func (o *office) on(day string)        { o.at(workday.MustParse(day).Start().Add(10 * time.Hour)) }
func (o *office) at(t time.Time)       { o.clock.Store(t.UnixNano()) }
func (o *office) pass(d time.Duration) { o.clock.Add(int64(d)) }
func (o *office) instant(s string) time.Time {
	o.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05", s, workday.Shanghai)
	must(o.t, err)
	return at
}

// as sends a request as somebody and returns the status and the body.
func (o *office) as(who, method, path string, in any) (int, []byte) {
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
	var p struct{ Code string }
	if _ = json.Unmarshal(b, &p); p.Code != code {
		o.t.Errorf("%s %s as %s: %d %s, want %s", method, path, who, status, b, code)
	}
	return v
}

func (o *office) refuses(err error, code string) {
	o.t.Helper()
	if !fault.Is(err, code) {
		o.t.Errorf("got %v, want %s", err, code)
	}
}

func (o *office) count(sql string, args ...any) int64 {
	o.t.Helper()
	n, err := pg.Scalar[int64](o.t.Context(), o.db, pg.Query{Name: "count", SQL: sql}, args...)
	must(o.t, err)
	return n
}

func reading() Reading {
	return Reading{Subject: firm, Fields: []string{"penalty"}, Purpose: "approval", Case: "SP-2026-1"}
}

func (o *office) read(who string, change func(*Reading)) error {
	r := reading()
	if change != nil {
		change(&r)
	}
	return o.Read(o.t.Context(), people[who], r)
}

type viewsPage struct {
	Views []View
	Next  string
}

func (o *office) views(who string) []View {
	o.t.Helper()
	return want[viewsPage](o, who, "GET", "/v1/my/views", nil, "").Views
}

// shelf is a source of n invented lines, two for each subject.
func shelf(n int) Source {
	rows := func(_ context.Context, _ access.Actor, filter map[string]string, each func(Row) error) error {
		for i := range n {
			cells := []string{fmt.Sprintf("F-%04d", i), "虚构示例公司" + filter["name"], fmt.Sprint(i), `=HYPERLINK("http://example.test","点我")`}
			if err := each(Row{Subject: fmt.Sprintf("E-%04d", i/2), Cells: cells}); err != nil {
				return err
			}
		}
		return nil
	}
	return Source{Code: "test.shelf", Name: law.Text2{ZH: "示例", EN: "shelf"}, Columns: []string{"文号", "名称", "序号", "备注"}, Filters: []string{"name"},
		Estimate: func(context.Context, access.Actor, map[string]string) (int64, error) { return int64(n), nil }, Rows: rows}
}

var errDied = errors.New("the machine died")
