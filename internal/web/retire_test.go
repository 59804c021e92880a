package web

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/workday"
)

// An operation that will go says so with each answer, a refusal too, and in the description; another one does not.
func TestF21_2_AnOperationThatWillGoSaysSo(t *testing.T) {
	t.Parallel()
	api := New(http.NewServeMux(), "test", func(r *http.Request, _ string) (context.Context, error) {
		if r.Header.Get("Authorization") == "bad" {
			return nil, fault.New(fault.TooMany, "test.quota", "请明天再试。", "Try tomorrow.").In(90*time.Minute + time.Millisecond)
		}
		return r.Context(), nil
	})
	day := workday.MustParse
	api.Retire([]Retirement{{Operation: "test.old", Announced: day("2026-11-29"), Sunset: day("2027-11-29")}, {Operation: "test.raw", Announced: day("2026-11-29"), Sunset: day("2027-11-29")}})
	row := func(id, path string) Op {
		return Op{ID: id, Method: http.MethodGet, Path: path, Area: "test", Summary: id}
	}
	answer := func(context.Context, *struct{}) (*struct{}, error) { return &struct{}{}, nil }
	Add(api, row("test.old", "/old"), answer)
	Add(api, row("test.new", "/new"), answer)
	api.AddRaw(row("test.raw", "/raw"), nil, nil, func(http.ResponseWriter, *http.Request) error { return errors.New("broken") })
	get := func(path, who string) http.Header {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		r.Header.Set("Authorization", who)
		api.Mux.ServeHTTP(w, r)
		return w.Header()
	}
	for _, h := range []http.Header{get("/old", ""), get("/old", "bad"), get("/raw", "")} {
		if h.Get("Deprecation") != "@1795881600" || h.Get("Sunset") != "Sun, 28 Nov 2027 16:00:00 GMT" || h.Get("Link") == "" {
			t.Errorf("%v", h)
		}
	}
	if h := get("/new", ""); h.Get("Deprecation")+h.Get("Sunset") != "" {
		t.Errorf("%v", h)
	}
	if h := get("/new", "bad"); h.Get("Retry-After") != "5401" {
		t.Errorf("%v", h)
	}
	if p := api.OpenAPI().Paths; !p["/old"].Get.Deprecated || p["/new"].Get.Deprecated {
		t.Error("the description does not say what will go")
	}
}

// Twelve months to the day are enough; a day less is not.
func TestF21_2_ANoticeIsTwelveMonthsLong(t *testing.T) {
	t.Parallel()
	for sunset, fair := range map[string]bool{"2027-11-28": false, "2027-11-29": true, "2027-11-30": true} {
		r := Retirement{Announced: workday.MustParse("2026-11-29"), Sunset: workday.MustParse(sunset)}
		if r.Fair() != fair {
			t.Errorf("until %s: %v", sunset, r.Fair())
		}
	}
	if (&Retirement{Sunset: workday.MustParse("2027-11-29")}).Fair() {
		t.Error("a notice that nobody gave is fair")
	}
}
