package app

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	lawdata "xinheng/law"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// calendarDesk answers the routes of the calendar by the rules as they are shipped; whoever asks says what it may do.
func calendarDesk(t *testing.T, today string) func(may, method, path, body string) (int, []byte) {
	t.Helper()
	lib, err := law.Load(lawdata.FS)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	api := web.New(mux, "test", func(r *http.Request, permission string) (context.Context, error) {
		if permission != "" && r.Header.Get("Authorization") != permission {
			return nil, fault.New(fault.Forbidden, "access.no_permission", "没有权限。", "Not yours to do.")
		}
		return r.Context(), nil
	})
	calendarRoutes(api, lib, func() time.Time { return workday.MustParse(today).Start().Add(9 * time.Hour) })
	return func(may, method, path, body string) (int, []byte) {
		r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
		r.Header.Set("Authorization", may)
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		return w.Code, w.Body.Bytes()
	}
}

// The week around the National Day of 2026 has every kind of day: the answer says of each why it counts or does not.
func TestATermIsCountedDayByDay(t *testing.T) {
	t.Parallel()
	ask := calendarDesk(t, "2026-11-22")
	code, raw := ask("", "GET", "/v1/calendar/due?from=2026-09-24&n=7&unit=working_day", "")
	var out dueOut
	if err := json.Unmarshal(raw, &out.Body); err != nil || code != 200 {
		t.Fatalf("%d %s %v", code, raw, err)
	}
	if out.Body.Due != workday.MustParse("2026-10-12") || out.Body.Provisional {
		t.Errorf("due %s, provisional %v", out.Body.Due, out.Body.Provisional)
	}
	want := map[string]step{"2026-09-25": {Kind: "holiday"}, "2026-09-26": {Kind: "weekend"}, "2026-09-28": {Kind: "workday", N: 1}, "2026-10-07": {Kind: "holiday"}, "2026-10-10": {Kind: "makeup", N: 6}, "2026-10-12": {Kind: "workday", N: 7}}
	found := 0
	for _, s := range out.Body.Steps {
		if w, ok := want[s.Day.String()]; ok {
			if found++; s.Kind != w.Kind || s.N != w.N || !s.Known {
				t.Errorf("%s: %+v, want %+v", s.Day, s, w)
			}
		}
	}
	if found != len(want) {
		t.Errorf("%d of %d days are on the way", found, len(want))
	}
}

// A term that reaches into a year without a notice is provisional; one that ends on its eve is not.
func TestATermIntoAnUnpublishedYearIsProvisional(t *testing.T) {
	t.Parallel()
	ask := calendarDesk(t, "2026-11-22")
	for query, provisional := range map[string]bool{"from=2026-12-30&n=1": false, "from=2026-12-30&n=2": true, "from=2026-12-31&n=1": true} {
		_, raw := ask("", "GET", "/v1/calendar/due?"+query, "")
		if strings.Contains(string(raw), `"provisional":true`) != provisional {
			t.Errorf("%s: %s", query, raw)
		}
	}
}

func TestANoticeOfHolidaysIsTriedAndNotKept(t *testing.T) {
	t.Parallel()
	ask := calendarDesk(t, "2026-12-30")
	notice := `{"year":2027,"holidays":["2027-01-01","2027-01-04"],"makeups":["2027-01-09"]}`
	code, raw := ask(access.CalendarEdit, "POST", "/v1/calendar/trial", notice)
	var out trialOut
	if err := json.Unmarshal(raw, &out.Body); err != nil || code != 200 {
		t.Fatalf("%d %s %v", code, raw, err)
	}
	if len(out.Body.Slips) != 0 || out.Body.Settled == 0 || len(out.Body.Moved) == 0 || out.Body.Workdays != 260 {
		t.Errorf("%+v", out.Body)
	}
	for _, m := range out.Body.Moved {
		if m.Before >= m.After {
			t.Errorf("two days off and one worked later move %s from %s to %s", m.Key, m.Before, m.After)
		}
	}
	if _, raw := ask("", "GET", "/v1/calendar/due?from=2026-12-31&n=1", ""); !strings.Contains(string(raw), `"provisional":true`) {
		t.Errorf("the trial was kept: %s", raw)
	}
	_, raw = ask(access.CalendarEdit, "POST", "/v1/calendar/trial", `{"year":2027,"holidays":["2027-01-02","2026-12-31","2027-01-01","2027-01-01"],"makeups":["2027-01-05"]}`)
	for _, slip := range []string{"weekend_anyway", "other_year", "twice", "not_a_weekend"} {
		if !strings.Contains(string(raw), slip) {
			t.Errorf("%s is not found: %s", slip, raw)
		}
	}
	if code, _ := ask(access.StatusRead, "POST", "/v1/calendar/trial", notice); code != 403 {
		t.Errorf("anybody may try a notice: %d", code)
	}
}
