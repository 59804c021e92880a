package entry

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
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
	"xinheng/internal/seal"
	"xinheng/internal/web"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

// office is the area on a real database, reached through HTTP by people of several posts, on a set clock.
type office struct {
	*Desk
	t      testing.TB
	db     *pg.Pool
	url    string
	clock  atomic.Int64
	refuse atomic.Bool // what follows a record fails, so that it is not stored
}

var (
	bodyID  = code("11460000", "MB000001")
	otherID = code("11460000", "MB000002")
	firmID  = code("91460000", "MA000010")
)

// code makes a valid code of nobody.
func code(registrar, number string) string {
	return string(ident.MakeUSCC(registrar + ident.MakeOrgCode(number)))
}

const bodyName = "海南省虚构市场监督管理局"

func person(name, org string, roles ...string) access.Actor {
	a := access.Actor{ID: "person:" + name, Kind: access.KindPerson, Account: name, Person: "示例" + name, Org: org, Name: bodyName, Roles: roles}
	for _, code := range roles {
		role, _ := access.RoleOf(code)
		a.Scopes = append(a.Scopes, role.May...)
	}
	return a
}

// people are who comes to the counter, by the name they give in the Authorization header.
var people = map[string]access.Actor{
	"clerk":         person("clerk", bodyID, "R10"),
	"colleague":     person("colleague", bodyID, "R10"),
	"reviewer":      person("reviewer", bodyID, "R11"),
	"reviewer2":     person("reviewer2", bodyID, "R11"),
	"both":          person("both", bodyID, "R10", "R11"),
	"inspector":     person("inspector", bodyID, "R8"),
	"otherclerk":    person("otherclerk", otherID, "R10"),
	"otherreviewer": person("otherreviewer", otherID, "R11"),
	"system":        {ID: "key:system", Kind: access.KindKey, Org: bodyID, Name: bodyName, Scopes: access.Scopes()},
}

var shipped = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

func open(t testing.TB, today string) *office {
	t.Helper()
	lib, err := shipped()
	must(t, err)
	return openWith(t, today, lib)
}

func openWith(t testing.TB, today string, lib *law.Library) *office {
	t.Helper()
	o := &office{t: t, db: pgtest.New(t)}
	s, err := seal.New(bytes.Repeat([]byte{7}, seal.MinMaster), seal.International)
	must(t, err)
	now := func() time.Time { return time.Unix(0, o.clock.Load()) }
	events := &record.Events{}
	events.Changed.Within(func(context.Context, pg.Tx, record.Changed) error {
		if o.refuse.Load() {
			return errDied
		}
		return nil
	})
	o.Desk = NewDesk(o.db, record.NewDesk(o.db, lib, s, events, nil, now), lib, s, now)
	o.on(today)
	api := web.New(http.NewServeMux(), "test", func(r *http.Request, permission string) (context.Context, error) {
		a, ok := people[r.Header.Get("Authorization")]
		if !ok || !a.May(permission) {
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

// on sets the clock to nine in the morning of a day.
func (o *office) on(day string) {
	o.clock.Store(workday.MustParse(day).Start().Add(9 * time.Hour).UnixNano())
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
	var p web.Problem
	if _ = json.Unmarshal(b, &p); p.Code != code || p.Status != status {
		o.t.Errorf("%s %s as %s: %d %s, want %s", method, path, who, status, b, code)
	}
	return v
}

type typed struct {
	Item   string            `json:"item"`
	Values map[string]string `json:"values"`
}

type edit struct {
	Values  map[string]string `json:"values"`
	Version int32             `json:"version"`
}

// sound is a penalty that passes, decided on 3 August 2026, by field code.
func sound(changes ...string) map[string]string {
	v := map[string]string{
		"CF_XDR_MC": "海南虚构食品有限公司", "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": firmID, "CF_WSH": "琼虚市监处罚〔2026〕1号",
		"CF_WFXW": "未按规定贮存食品", "CF_SY": "经查，当事人未按规定贮存食品。", "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条", "CF_CFLB": "罚款",
		"CF_NR": "罚款2000元。", "CF_NR_FK": "0.2", "CF_JDRQ": "2026-08-03", "CF_CFJG": bodyName, "CF_CFJGDM": bodyID, "CF_SDRQ": "2026-08-04",
	}
	for i := 0; i < len(changes); i += 2 {
		v[changes[i]] = changes[i+1]
	}
	maps.DeleteFunc(v, func(_, s string) bool { return s == "" })
	return v
}

// begun is a new draft of the clerk.
func (o *office) begun(values map[string]string) Draft {
	o.t.Helper()
	return want[Draft](o, "clerk", "POST", "/v1/drafts", typed{"penalty", values}, "")
}

// submitted is one that waits for its reviewer.
func (o *office) submitted(values map[string]string) Draft {
	o.t.Helper()
	return want[Draft](o, "clerk", "POST", "/v1/drafts/"+o.begun(values).ID+"/submission", nil, "")
}

func (o *office) decide(who string, d Draft, approve bool, note, code string) Draft {
	o.t.Helper()
	return want[Draft](o, who, "POST", "/v1/drafts/"+d.ID+"/decision", Decision{Approve: approve, Note: note, Version: d.Version}, code)
}

func (o *office) count(sql string, args ...any) int64 {
	o.t.Helper()
	n, err := pg.Scalar[int64](o.t.Context(), o.db, pg.Query{Name: "count", SQL: sql}, args...)
	must(o.t, err)
	return n
}

// acts are the kinds of ledger entries about a draft, in their order.
func (o *office) acts(id string) []string {
	o.t.Helper()
	all, err := pg.Column[string](o.t.Context(), o.db, pg.Query{Name: "acts", SQL: `select kind from ledger.entry where about = $1 order by id`}, id)
	must(o.t, err)
	return all
}

func (o *office) versions() int64 { return o.count(`select count(*) from record.version`) }
