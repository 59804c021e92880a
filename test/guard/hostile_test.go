package guard

import (
	"encoding/csv"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/disclosure"
	"xinheng/internal/signin"
)

// TestNothingIsDoneForAPageOfAnotherSite asks every route that changes something the way a page of another site makes a
// browser ask: with the cookies of somebody who may do it.
func TestNothingIsDoneForAPageOfAnotherSite(t *testing.T) {
	t.Parallel()
	h := open(t)
	crew, rows := h.crew(), h.app.Routes().Rows()
	doc, table := h.document(), page(t, rows)
	before := h.count(`select count(*) from ledger.entry`)
	for _, evil := range [][]string{{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, {"Origin", "null", "Sec-Fetch-Site", "cross-site"},
		{"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "same-site"}} {
		for _, row := range rows {
			if row.Method == http.MethodGet {
				continue
			}
			op, _ := doc.find(row.Method, row.Path)
			role := table[row.Method+" "+row.Path].someone()
			a := crew[role].ask(row.Method, nowhere(row.Path), doc.fitting(row.Method, op), evil...)
			if a.status != http.StatusForbidden || a.code() != "web.cross_site" || a.header.Get("Set-Cookie") != "" {
				t.Errorf("%s %s as %s with %q: %d %.200s", row.Method, row.Path, role, evil, a.status, a.text)
			}
			wellRefused(t, row.Method+" "+row.Path, a)
		}
	}
	if n := h.count(`select count(*) from ledger.entry`); n != before {
		t.Errorf("another site has done %d things", n-before)
	}
	crew[access.Person].want(200, "", "GET", "/v1/session", nil) // and signed nobody out
}

// TestNoPageOfOursIsFramed looks at the headers of everything the program serves, also of what it refuses.
func TestNoPageOfOursIsFramed(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.visitor("a browser")
	for _, path := range []string{"/", "/en/", "/search?q=x", "/entities/" + firm, "/nothing", "/v1/nothing", "/v1/session", "/v1/accounts", "/openapi.json", "/healthz",
		"/workbench/", "/workbench/signin", "/centre/", "/robots.txt", "/v1/checks"} {
		head := v.ask("GET", path, nil).header
		csp := head.Get("Content-Security-Policy")
		if head.Get("X-Frame-Options") != "DENY" && !strings.Contains(csp, "frame-ancestors 'none'") || !strings.Contains(csp, "frame-ancestors") ||
			head.Get("X-Content-Type-Options") != "nosniff" || strings.Contains(csp, "unsafe-eval") || strings.Contains(csp, "script-src *") {
			t.Errorf("%s: %q", path, head)
		}
	}
}

// TestTheSessionCookieIsBoundToHostAndScheme asks the program as it is asked behind its proxy.
func TestTheSessionCookieIsBoundToHostAndScheme(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.hire("clerk", haikou, "R10")
	r := httptest.NewRequestWithContext(t.Context(), "POST", "https://credit.example/v1/session", strings.NewReader(`{"name":"clerk","password":"`+password+`"}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Cookie", "__Host-xinheng="+strings.Repeat("A", 43)) // planted before
	w := httptest.NewRecorder()
	h.app.Handler().ServeHTTP(w, r)
	c := w.Header().Get("Set-Cookie")
	for _, part := range []string{"__Host-xinheng=", "; Path=/", "; HttpOnly", "; Secure", "; SameSite=Lax"} {
		if !strings.Contains(c, part) {
			t.Errorf("%d: the cookie %q lacks %q", w.Code, c, part)
		}
	}
	token, _, _ := strings.Cut(strings.TrimPrefix(c, "__Host-xinheng="), ";")
	if strings.Contains(c, "Domain") || token == "" || token == strings.Repeat("A", 43) || strings.Contains(w.Body.String(), token) {
		t.Errorf("the token %q is planted, wide or told", token)
	}
	if w.Header().Get("Strict-Transport-Security") == "" {
		t.Error("over TLS nothing says to stay there")
	}
}

// second is another process of the same platform: its own memory, the same database and clock.
func (h *house) second() *house {
	h.t.Helper()
	a, err := app.Open(h.t.Context(), app.Options{DatabaseURL: h.app.OwnerURL(), Data: h.data, Log: io.Discard, Now: h.app.Now,
		Signin: signin.Config{OneFactor: true, Hashing: signin.Hashing{KiB: 64, Passes: 1}}})
	h.must(err)
	h.t.Cleanup(a.Close)
	a.Keys.Limits = access.Limits{}
	srv := httptest.NewServer(a.Handler())
	h.t.Cleanup(srv.Close)
	return &house{t: h.t, app: a, url: srv.URL}
}

// TestS9_WhatIsTakenAwayHereIsGoneInEveryProcess takes a session, a post and a stolen key away through one process and uses
// them through another.
func TestS9_WhatIsTakenAwayHereIsGoneInEveryProcess(t *testing.T) {
	t.Parallel()
	h := open(t)
	clerk, key := h.hire("clerk", haikou, "R10"), h.key(haikou, access.ScopeRead)
	other := h.second()
	there := func(c *caller) *caller { d := *c; d.h = other; return &d }
	there(clerk).want(200, "", "GET", "/v1/drafts", nil)
	there(key).want(200, "", "GET", "/v1/drafts", nil)

	var a struct{ Posts []struct{ ID string } }
	h.sec.want(200, "", "GET", "/v1/accounts/"+clerk.id, nil).read(t, &a)
	h.sec.want(204, "", "DELETE", "/v1/posts/"+a.Posts[0].ID, nil)
	there(clerk).want(401, "access.signed_out", "GET", "/v1/drafts", nil) // at once: sessions are asked for each time

	var keys struct{ Items []struct{ ID, Org string } }
	h.sec.want(200, "", "GET", "/v1/keys", nil).read(t, &keys)
	h.sec.want(204, "", "DELETE", "/v1/keys/"+keys.Items[0].ID, nil)
	key.want(401, "access.unknown_key", "GET", "/v1/drafts", nil) // here at once
	h.clock.Add(int64(time.Minute - time.Second))
	there(key).want(200, "", "GET", "/v1/drafts", nil) // elsewhere it is remembered for a minute, and no longer
	h.clock.Add(int64(time.Second))
	there(key).want(401, "access.unknown_key", "GET", "/v1/drafts", nil)
}

// formulas are cells a spreadsheet would run.
var formulas = []string{"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"}

// TestF24_4_NoCSVTheProgramGivesIsRun puts formulas wherever a stranger's text may come back in a table.
func TestF24_4_NoCSVTheProgramGivesIsRun(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.register()
	reporter, clerk, reviewer, officer := h.key(haikou, access.ScopeIntake), h.hire("clerk", haikou, "R10"), h.hire("reviewer", haikou, "R11"), h.hire("officer", haikou, "R7")
	var rows []map[string]string
	for i, f := range formulas {
		good := sheet("9" + string(rune('a'+i)))
		good["CF_WFXW"], good["CF_SY"], good["CF_NR"], good["CF_CFJG"] = f, f, f, f
		bad := sheet("8" + string(rune('a'+i)))
		bad["CF_JDRQ"], bad["CF_CFLB"] = f, f
		rows = append(rows, good, bad)
	}
	var receipt struct {
		Batch    string
		Accepted int
		Rejected int
	}
	reporter.want(207, "", "POST", "/v1/intake/penalty", file(rows...)).read(t, &receipt)
	if receipt.Accepted == 0 || receipt.Rejected == 0 {
		t.Fatalf("%+v", receipt)
	}
	h.settle()
	tables := map[string]answer{
		"errors of a batch": reporter.want(200, "", "GET", "/v1/intake/batches/"+receipt.Batch+"/errors.csv", nil),
		"a batch of checks": officer.want(200, "", "POST", "/v1/checks/batch", map[string]any{"matter": "random-inspection", "subjects": append(slices.Clone(formulas), firm),
			"purpose": "supervision", "case_no": "=1+1"}, "Accept", "text/csv"),
	}
	var e struct{ ID string }
	clerk.want(201, "", "POST", "/v1/exports", map[string]any{"source": "record.own", "reason": "=1+1 核对本单位报送的信息"}).read(t, &e)
	reviewer.want(200, "approved", "POST", "/v1/exports/"+e.ID+"/approval", map[string]any{"approve": true})
	tables["an export"] = clerk.want(200, "", "GET", "/v1/exports/"+e.ID+"/file", nil)
	for name, a := range tables {
		harmless(t, name, a)
	}
	if !strings.Contains(tables["an export"].text, "'@SUM(A1)") || !strings.Contains(tables["a batch of checks"].text, "'=1+1") {
		t.Error("the formulas did not get into the tables; this test looks at nothing")
	}
}

// harmless reads a table as a spreadsheet does.
func harmless(t *testing.T, name string, a answer) {
	t.Helper()
	if !strings.HasPrefix(a.header.Get("Content-Type"), "text/csv") || a.header.Get("X-Content-Type-Options") != "nosniff" || a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s: %q", name, a.header)
	}
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.text, "\ufeff")))
	in.FieldsPerRecord = -1
	lines, err := in.ReadAll()
	if err != nil || len(lines) < 2 {
		t.Fatalf("%s: %v\n%s", name, err, a.text)
	}
	for _, cells := range lines {
		for _, cell := range cells {
			if disclosure.Inert(cell) != cell || cell != "" && strings.ContainsRune("=+@\t\r", rune(cell[0])) {
				t.Errorf("%s: a spreadsheet would run %q", name, cell)
			}
		}
	}
}
