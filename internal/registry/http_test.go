package registry_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"xinheng/internal/ident"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/web"
)

func serve(db *pg.Pool) *web.API {
	a := web.New(http.NewServeMux(), "test", func(r *http.Request, _ string) (context.Context, error) { return r.Context(), nil })
	registry.Routes(a, db)
	return a
}

func get(a *web.API, path string) (int, string) {
	w := httptest.NewRecorder()
	a.Mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}

func TestF19_1_PublicLookUpOverHTTP(t *testing.T) {
	t.Parallel()
	db := town(t)
	a := serve(db)
	person := registry.PersonID(newSealer(t), ident.MakeIDCard("46010019800101001"))
	q := func(s string) string { return "/v1/entities?q=" + url.QueryEscape(s) }
	rows := []struct {
		name, path     string
		status         int
		wanted, banned string
	}{
		{"by code", q(code("91", "460000", 1)), 200, `"match":"exact_id"`, "exact_name"},
		{"by name", q("海南虚构椰风贸易有限公司"), 200, `"match":"exact_name"`, `"p-`},
		{"a page with more behind it", q("椰风") + "&limit=1", 200, `"more":true`, "no record"},
		{"G11 no result is not no record", q("龙宫水产"), 200, "No result does not mean no record", "exact"},
		{"G11 the same in Chinese, and an empty list", q("龙宫水产"), 200, "没有查到不等于没有记录", "null"},
		{"G11 a natural person is not found by name", q("虚构椰风"), 200, `"match":"partial"`, "p-"},
		{"too short", q("椰"), 422, "registry.query_short", "椰\""},
		{"no query", "/v1/entities", 422, "q", ""},
		{"too deep", q("椰风") + "&offset=1001", 422, "offset", ""},
		{"an entity", "/v1/entities/" + code("91", "460000", 1), 200, `"name":"海南虚构椰风贸易有限公司"`, "sealed"},
		{"lower case", "/v1/entities/" + strings.ToLower(code("91", "460000", 1)), 200, `"kind":"enterprise"`, ""},
		{"G11 an unknown code", "/v1/entities/" + code("91", "460000", 99), 404, "registry.unknown", ""},
		{"not a code", "/v1/entities/914600000000000008", 404, "does not mean no record", "914600000000000008"},
		{"a natural person", "/v1/entities/" + person, 404, "registry.unknown", person},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			status, body := get(a, r.path)
			if status != r.status || !strings.Contains(body, r.wanted) || r.banned != "" && strings.Contains(body, r.banned) {
				t.Errorf("%d %s", status, body)
			}
		})
	}
}

func TestDatesAreDatesInOpenAPI(t *testing.T) {
	t.Parallel()
	doc, err := json.Marshal(serve(nil).OpenAPI())
	if err != nil || !strings.Contains(string(doc), `"established_on":{"type":"string"`) {
		t.Errorf("%v %s", err, doc)
	}
}
