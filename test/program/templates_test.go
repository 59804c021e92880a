package program

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"xinheng/internal/app"
)

// F03-1: anybody reads the templates, each version with its clauses and its hash, as a page and as a PDF.
func TestF03_1_TemplatesArePublicWithTheirVersions(t *testing.T) {
	t.Parallel()
	api, err := app.Describe()
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		api.Mux.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		return w
	}
	var one struct {
		Template struct {
			Hash     string
			Template struct{ Blocks []struct{ Kind, ID string } }
		}
		Versions []any
	}
	w := get("/v1/templates/commitment.repair?on=2026-11-22")
	if err := json.Unmarshal(w.Body.Bytes(), &one); err != nil || len(one.Template.Hash) != 64 || len(one.Versions) == 0 || !strings.Contains(w.Body.String(), `"id":"truth"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := get("/v1/templates?on=2026-11-22"); w.Code != 200 || !strings.Contains(w.Body.String(), one.Template.Hash) {
		t.Errorf("the list: %d", w.Code)
	}
	for path, want := range map[string]int{
		"/v1/templates/commitment.repair?on=2021-01-31": 200, // not yet in force: its versions are still told
		"/v1/templates/nothing":                         404,
		"/v1/templates/nothing/preview":                 404,
		"/v1/templates/commitment.repair?on=tomorrow":   422,
	} {
		if w := get(path); w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
	if w := get("/v1/templates/repair.refused/preview?lang=en&on=2026-11-22"); w.Code != 200 || !strings.Contains(w.Body.String(), "SPECIMEN") || !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("the specimen as a page: %d", w.Code)
	}
	if w := get("/v1/templates/repair.refused/preview?form=pdf&on=2026-11-22"); w.Code != 200 || !bytes.HasPrefix(w.Body.Bytes(), []byte("%PDF")) {
		t.Errorf("the specimen as a PDF: %d %s", w.Code, w.Header().Get("Content-Type"))
	}
}
