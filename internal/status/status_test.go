package status_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/status"
	"xinheng/internal/web"
)

type office struct {
	*status.Desk
	t     *testing.T
	db    *pg.Pool
	mux   *http.ServeMux
	clock atomic.Int64
}

func open(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, db: pgtest.New(t), mux: http.NewServeMux()}
	o.clock.Store(time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC).UnixNano())
	o.Desk = status.NewDesk(o.db, func() time.Time { return time.Unix(0, o.clock.Load()) })
	api := web.New(o.mux, "test", func(r *http.Request, permission string) (context.Context, error) {
		a := access.Actor{ID: "person:test", Kind: access.KindPerson, Scopes: strings.Fields(r.Header.Get("Authorization"))}
		if permission != "" && !a.May(permission) {
			return nil, fault.New(fault.Forbidden, "access.no_permission", "没有权限。", "Not yours to do.")
		}
		return access.With(r.Context(), a), nil
	})
	status.Routes(api, o.Desk)
	return o
}

func (o *office) call(may, method, path, body string) (int, string) {
	o.t.Helper()
	r := httptest.NewRequestWithContext(o.t.Context(), method, path, strings.NewReader(body))
	r.Header.Set("Authorization", may)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	o.mux.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

const sys = access.StatusRead + " " + access.StatusEdit

func notice(from, until string) string {
	return `{"zh":"今晚维护（虚构）","en":"Maintenance tonight (invented)","from":"` + from + `","until":"` + until + `"}`
}

// A line is on the pages from its first instant until its last, and no job has to run for it.
func TestANoticeBeginsAndEndsByItsTimes(t *testing.T) {
	t.Parallel()
	o := open(t)
	if code, body := o.call(sys, "POST", "/v1/status/notices", notice("2026-11-22T10:00:00Z", "2026-11-22T14:00:00Z")); code != 201 {
		t.Fatalf("%d %s", code, body)
	}
	for _, c := range []struct {
		at    string
		shown bool
	}{{"2026-11-22T09:59:59Z", false}, {"2026-11-22T10:00:00Z", true}, {"2026-11-22T13:59:59Z", true}, {"2026-11-22T14:00:00Z", false}} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		o.clock.Store(at.UnixNano())
		_, body := o.call("", "GET", "/v1/notices", "")
		if strings.Contains(body, "Maintenance tonight") != c.shown {
			t.Errorf("at %s: %s", c.at, body)
		}
		if strings.Contains(body, "person:") {
			t.Errorf("everybody is told who made it: %s", body)
		}
	}
}

func TestANoticeIsSaidInBothLanguagesAndEnds(t *testing.T) {
	t.Parallel()
	o := open(t)
	for body, want := range map[string]string{
		`{"zh":"维护","en":" ","until":"2026-11-23T00:00:00Z"}`:                                         "status.both_languages",
		`{"zh":"维护","en":"Maintenance","until":"2026-11-22T02:00:00Z"}`:                               "status.times",
		`{"zh":"维护","en":"Maintenance","until":"2026-12-23T02:00:01Z"}`:                               "status.times",
		`{"zh":"` + strings.Repeat("维", 201) + `","en":"Maintenance","until":"2026-11-23T00:00:00Z"}`: "status.too_long",
	} {
		if code, got := o.call(sys, "POST", "/v1/status/notices", body); code != 422 && code != 400 || !strings.Contains(got, want) {
			t.Errorf("%s: %d %s", want, code, got)
		}
	}
	if code, body := o.call(sys, "POST", "/v1/status/notices", `{"zh":"维护","en":"Maintenance","until":"2026-12-23T02:00:00Z"}`); code != 201 {
		t.Errorf("31 days to the second: %d %s", code, body)
	}
	if code, _ := o.call(access.StatusRead, "POST", "/v1/status/notices", notice("2026-11-22T10:00:00Z", "2026-11-22T14:00:00Z")); code != 403 {
		t.Errorf("whoever only reads published: %d", code)
	}
	if code, _ := o.call("", "GET", "/v1/status", ""); code != 403 {
		t.Errorf("the state of the platform is shown to anybody: %d", code)
	}
}

func TestANoticeIsTakenDownOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, body := o.call(sys, "POST", "/v1/status/notices", notice("2026-11-22T02:00:00Z", "2026-11-22T14:00:00Z"))
	var made status.Notice
	if err := json.Unmarshal([]byte(body), &made); err != nil {
		t.Fatal(err)
	}
	if code, got := o.call(sys, "DELETE", "/v1/status/notices/"+made.ID, ""); code >= 300 {
		t.Fatalf("%d %s", code, got)
	}
	if _, got := o.call("", "GET", "/v1/notices", ""); strings.Contains(got, made.ID) {
		t.Errorf("it is still shown: %s", got)
	}
	if code, got := o.call(sys, "DELETE", "/v1/status/notices/"+made.ID, ""); code != 404 || !strings.Contains(got, "status.no_notice") {
		t.Errorf("a second click: %d %s", code, got)
	}
	if _, got := o.call(access.StatusRead, "GET", "/v1/status/notices", ""); !strings.Contains(got, "ended_at") {
		t.Errorf("the register forgets it: %s", got)
	}
}

// A part that fails is named on the page, which is there all the same; its words stay in the log.
func TestAPartThatDoesNotAnswerIsAFindingNotAFailure(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.Gauges = []status.Gauge{
		{Name: "well", Read: func(context.Context) (status.Reading, error) { return status.Reading{}, nil }},
		{Name: "tired", Read: func(context.Context) (status.Reading, error) { return status.Reading{Look: "disk_low"}, nil }},
		{Name: "gone", Read: func(context.Context) (status.Reading, error) { return status.Reading{}, errors.New("password=secret") }},
	}
	code, body := o.call(access.StatusRead, "GET", "/v1/status", "")
	var r status.Report
	if err := json.NewDecoder(bytes.NewBufferString(body)).Decode(&r); err != nil || code != 200 {
		t.Fatalf("%d %s %v", code, body, err)
	}
	want := []string{status.Well, status.Well, status.Look, status.Silent}
	for i, p := range r.Parts {
		if p.State != want[i] {
			t.Errorf("%s is %s, want %s", p.Name, p.State, want[i])
		}
	}
	if r.Parts[0].Figures["bytes"] < 1_000_000 || r.Parts[0].At == nil {
		t.Errorf("the database says nothing of itself: %+v", r.Parts[0])
	}
	if strings.Contains(body, "secret") {
		t.Errorf("an error is shown: %s", body)
	}
}
