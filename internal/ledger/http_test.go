package ledger_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"xinheng/internal/ledger"
	"xinheng/internal/web"
)

// site serves the ledger's routes to anybody.
func site(t testing.TB, l *ledger.Log) func(path string) *httptest.ResponseRecorder {
	t.Helper()
	mux := http.NewServeMux()
	a := web.New(mux, "test", func(r *http.Request, permission string) (context.Context, error) {
		if permission != "" {
			t.Errorf("%s asks for %s: the ledger is public", r.URL.Path, permission)
		}
		return r.Context(), nil
	})
	ledger.Routes(a, l)
	return func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		return w
	}
}

func body[T any](t testing.TB, w *httptest.ResponseRecorder) (v T) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%d %s: %v", w.Code, w.Body, err)
	}
	return v
}

// A stranger with nothing but HTTP takes key, proof and consistency, and verifies them.
func TestF24_3_AStrangerVerifiesOverHTTP(t *testing.T) {
	t.Parallel()
	db, l, ids := grown(t, 10)
	get := site(t, l)
	key := get("/v1/ledger/key").Body.String()
	kept := get("/v1/ledger/checkpoint")
	if ct := kept.Header().Get("Content-Type"); !strings.HasPrefix(ct, "text/plain") {
		t.Errorf("the checkpoint is served as %s", ct)
	}
	old, err := ledger.VerifyCheckpoint(kept.Body.String(), key)
	if err != nil || old.Size != 10 {
		t.Fatalf("%+v %v", old, err)
	}
	add(t, db, "more")
	sequence(t, l)
	if e, err := ledger.VerifyProof(body[ledger.Proof](t, get("/v1/ledger/proof/"+ids[3])), key); err != nil || e.About != "act-003" {
		t.Errorf("%+v %v", e, err)
	}
	c := body[ledger.Consistency](t, get("/v1/ledger/consistency?from=10"))
	c.From = kept.Body.String()
	if _, to, err := ledger.VerifyConsistency(c, key); err != nil || to.Size != 11 {
		t.Errorf("%+v %v", to, err)
	}
}

func TestLedgerRoutesAnswerAndRefuse(t *testing.T) {
	t.Parallel()
	db, l, _ := grown(t, 10)
	get := site(t, l)
	waiting := add(t, db, "waiting")[0]
	for path, want := range map[string]struct {
		status int
		body   string
	}{
		"/v1/ledger/entries":                                            {200, `"next":10`},
		"/v1/ledger/entries?after=8":                                    {200, `"position":9`},
		"/v1/ledger/entries?limit=2":                                    {200, `"next":2`},
		"/v1/ledger/entries?after=10":                                   {200, `{"entries":[],"next":10}`},
		"/v1/ledger/entries?limit=1001":                                 {422, "web.invalid"},
		"/v1/ledger/entries?after=-1":                                   {422, "web.invalid"},
		"/v1/ledger/proof/" + waiting:                                   {409, "ledger.not_placed"},
		"/v1/ledger/proof/00000000-0000-7000-8000-000000000000":         {404, "ledger.unknown_entry"},
		"/v1/ledger/proof/nonsense":                                     {422, "web.invalid"},
		"/v1/ledger/consistency":                                        {422, "web.invalid"},
		"/v1/ledger/consistency?from=0":                                 {422, "web.invalid"},
		"/v1/ledger/consistency?from=7&to=8":                            {404, "ledger.no_such_size"},
		"/v1/ledger/consistency?from=99999999999999999999999999999&to=": {422, "web.invalid"},
	} {
		w := get(path)
		if w.Code != want.status || !strings.Contains(w.Body.String(), want.body) {
			t.Errorf("%s: %d %s, want %d with %s", path, w.Code, w.Body, want.status, want.body)
		}
	}
}
