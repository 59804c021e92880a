package program

import (
	"cmp"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/seed"
	"xinheng/internal/web"
)

// canary stands for a value that must never come back in a refusal.
const canary = "kanarienvogel-4711"

var placeholder = regexp.MustCompile(`\{[^}]+\}`)

// rows are the routes of the API, as the program declares them.
func rows(t testing.TB) []web.Op {
	t.Helper()
	api, err := app.Describe()
	if err != nil {
		t.Fatal(err)
	}
	if len(api.Rows()) < 20 {
		t.Fatalf("only %d rows", len(api.Rows()))
	}
	return api.Rows()
}

// path fills the placeholders of a row with something that is nobody's.
func path(op web.Op) string { return placeholder.ReplaceAllString(op.Path, canary) }

// without lists every scope but one.
func without(scope string) (others []string) {
	for _, s := range access.Scopes() {
		if s != scope {
			others = append(others, s)
		}
	}
	return others
}

func TestEveryRouteLetsInWhomItsRowSays(t *testing.T) {
	t.Parallel()
	h := bare(t)
	s := h.serve()
	org := seed.SampleBody().USCC
	issue := h.issuer()
	all, lacking := issue(org, access.Scopes()), map[string]string{}
	for _, scope := range access.Scopes() {
		lacking[scope] = issue(org, without(scope))
	}
	// Every caller comes from an address of its own: there are more routes than one address may ask in a burst.
	nobody, guessing, garbling := s.at("127.0.0.2"), s.at("127.0.0.3"), s.at("127.0.0.4")
	for _, op := range rows(t) {
		needs, machine := op.Permission != "", slices.Contains(access.Scopes(), op.Permission)
		for _, caller := range []struct {
			who, key string
			from     *site
			want     int // 0: let in
		}{
			{"nobody", "", nobody, status(needs, http.StatusUnauthorized)},
			{"a wrong key", "xh_" + strings.Repeat("x", 43), guessing, http.StatusUnauthorized},
			{"something that is no key", canary, garbling, http.StatusUnauthorized},
			{"a key with every scope but this", cmp.Or(lacking[op.Permission], all), s, status(needs, http.StatusForbidden)},
			{"a key with every scope", all, s, status(needs && !machine, http.StatusForbidden)}, // what only people may do no key opens
		} {
			a, err := caller.from.ask(op.Method, path(op), caller.key, strings.NewReader("{}"))
			if err != nil {
				t.Fatalf("%s %s: %v", op.Method, op.Path, err)
			}
			kept := a.status == http.StatusUnauthorized || a.status == http.StatusForbidden
			if caller.want != 0 && a.status != caller.want || caller.want == 0 && kept {
				t.Errorf("%s %s, %s: %d, want %d (0: let in): %.200s", op.Method, op.Path, caller.who, a.status, caller.want, a.body)
			}
			wellRefused(t, op.Method+" "+op.Path+", "+caller.who, a)
		}
	}
}

// status is what refuses when there is something to refuse.
func status(refuse bool, with int) int {
	if refuse {
		return with
	}
	return 0
}

// wellRefused checks that what is not a success is a problem document that says what to do and repeats nothing.
func wellRefused(t *testing.T, what string, a answer) {
	t.Helper()
	if a.status < http.StatusBadRequest {
		return
	}
	var p struct {
		Code, Detail string
		ZH           string `json:"detail_zh"`
	}
	switch err := a.read(&p); {
	case a.status >= http.StatusInternalServerError:
		t.Errorf("%s: %d %.300s", what, a.status, a.body)
	case strings.Contains(what, " /oauth/") && a.kind == "application/json" && strings.Contains(string(a.body), `"error_description":"`) && hasChinese(p.ZH) && !strings.Contains(string(a.body), canary):
		// the protocol of authorisations has refusals of its own form (RFC 6749 5.2)
	case !a.problem() || err != nil || p.Code == "" || p.Detail == "" || !hasChinese(p.ZH):
		t.Errorf("%s: %d %s is no problem document in both languages: %.300s", what, a.status, a.kind, a.body)
	case strings.Contains(string(a.body), canary):
		t.Errorf("%s: the refusal repeats what it refuses: %.300s", what, a.body)
	}
}

// hostile are bodies nobody should send. Each holds the canary where a value would be.
var hostile = map[string]string{
	"nothing":                 "",
	"half an object":          `{"matter":"` + canary,
	"an array":                `["` + canary + `"]`,
	"a string":                `"` + canary + `"`,
	"null":                    "null",
	"two objects":             `{}{"x":"` + canary + `"}`,
	"an unknown field":        `{"nobody_knows":"` + canary + `"}`,
	"wrong types":             `{"matter":1,"subject":{"a":"` + canary + `"},"purpose":[],"case_no":true,"officer":null,"entity_id":7,"reason":["` + canary + `"],"subjects":"` + canary + `","on":"` + canary + `"}`,
	"values that are nothing": `{"matter":"` + canary + `","subject":"` + canary + `","purpose":"` + canary + `","case_no":"` + canary + `","officer":"` + canary + `","on":"2026-02-30"}`,
	"a huge number":           `{"min_position":1e400,"matter":"` + canary + `"}`,
	"an early year":           `{"matter":"gp-qualification","subject":"` + seed.ListedFirm() + `","purpose":"procurement","case_no":"1","officer":"x","on":"0001-01-01"}`,
	"deep nesting":            strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000),
	"a megabyte of letters":   `{"officer":"` + strings.Repeat("a", 1<<20) + `"}`,
	"a megabyte of brackets":  strings.Repeat("[", 1<<20),
	"a megabyte of nothing":   strings.Repeat(" ", 1<<20),
	"broken UTF-8":            "{\"officer\":\"\xff\xfe\xc3\x28\",\"reason\":\"\xed\xa0\x80\"}",
	"lone surrogates":         `{"officer":"\ud800","reason":"\udfff","matter":"\ud83d"}`,
	"nul and controls":        "{\"officer\":\"\\u0000\\u0007\",\"reason\":\"\\u0000\",\"entity_id\":\"\\u0000\",\"subject\":\"\\u0000\"}",
	"bidi and zero width":     "{\"officer\":\"\u202e\u200b\ufeff\",\"reason\":\"\u202e\u2066\"}",
	"a good check with nul":   `{"matter":"gp-qualification","subject":"` + seed.ListedFirm() + `","purpose":"procurement","case_no":"a\u0000b","officer":"x"}`,
	"a CSV with nul":          "CF_WSH,CF_XDR_MC\n\x00,\x00\n",
	"a CSV of quotes":         "CF_WSH,CF_XDR_MC\n\"" + strings.Repeat("\"\"", 1000),
	"a zip that is none":      "PK\x03\x04" + strings.Repeat(canary, 100),
	"JSON lines":              `{"CF_WSH":"` + canary + `","CF_JDRQ":"0000-00-00"}` + "\n" + `{"CF_WSH":`,
}

func TestNoBodyBreaksARoute(t *testing.T) {
	t.Parallel()
	h := bare(t)
	s := h.serve()
	key := h.key(seed.SampleBody().USCC, access.Scopes()...)
	tried := 0
	for _, op := range rows(t) {
		if op.Method == http.MethodGet {
			continue
		}
		paths := []string{path(op)}
		if op.ID == "record.intake" {
			paths = append(paths, placeholder.ReplaceAllString(op.Path, "penalty"), placeholder.ReplaceAllString(op.Path, "entity"))
		}
		for name, body := range hostile {
			for _, p := range paths {
				tried++
				a, err := s.ask(op.Method, p, key, strings.NewReader(body), "Idempotency-Key", "t\u00e9st "+name)
				if err != nil {
					t.Errorf("%s %s with %s: no answer: %v", op.Method, p, name, err)
					continue
				}
				wellRefused(t, op.Method+" "+p+" with "+name, a)
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d bodies were sent", tried)
	}
	hostilePaths(t, s, key)
}

// hostilePaths looks for readers that break on what stands in the address.
func hostilePaths(t *testing.T, s *site, key string) {
	t.Helper()
	odd := []string{"%00", "%ff%fe", "..%2f..%2fetc%2fpasswd", "%e2%80%ae", "'%22%3Cscript%3E", strings.Repeat("9", 3000), "%F0%9F%92%A9", "-1", "1e400"}
	for _, op := range rows(t) {
		for _, o := range odd {
			p := placeholder.ReplaceAllString(op.Path, o) + "?on=" + o + "&as_of=" + o + "&after=" + o + "&limit=" + o + "&q=" + o + "&from=" + o + "&to=" + o + "&map=" + o
			a, err := s.ask(op.Method, p, key, nil)
			if err != nil {
				t.Errorf("%s %s: no answer: %v", op.Method, p, err)
				continue
			}
			if op.Method == http.MethodGet && a.status >= http.StatusMultipleChoices && a.status < http.StatusBadRequest {
				continue // the mux cleans the path
			}
			wellRefused(t, fmt.Sprintf("%s %s with %.40s", op.Method, op.Path, o), a)
		}
	}
	for _, page := range []string{"/entities/", "/records/", "/lists/", "/catalogue/", "/measures/", "/matters/", "/law/", "/law/value/", "/search?q=", "/publicity?month=", "/law/diff?from=", "/en/entities/"} {
		for _, o := range odd {
			if a, err := s.ask(http.MethodGet, page+o, "", nil); err != nil || a.status >= http.StatusInternalServerError {
				t.Errorf("GET %s%.40s: %d %v", page, o, a.status, err)
			}
		}
	}
}
