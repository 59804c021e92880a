package portal

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"xinheng/internal/commitment"
	"xinheng/internal/education"
	"xinheng/internal/holdings"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

// loaded is the shipped law, parsed once for all tests.
var loaded = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

// stage is a site on a fresh database whose day the test sets.
type stage struct {
	t   *testing.T
	db  *pg.Pool
	lib *law.Library
	log *ledger.Log
	mux *http.ServeMux
	day workday.Date

	promises *commitment.Desk
}

func newStage(t *testing.T) *stage {
	t.Helper()
	lib, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, db: pgtest.New(t), lib: lib, mux: http.NewServeMux(), day: workday.MustParse("2026-11-22")}
	if s.log, err = ledger.Open(t.Context(), s.db, "example.test/xinheng", s.sealer().SigningKey("ledger")); err != nil {
		t.Fatal(err)
	}
	s.promises = commitment.NewDesk(s.db, lib, s.sealer(), s.now)
	Mount(s.mux, Deps{Pool: s.db, Law: lib, Ledger: s.log, Now: s.now, Demo: true, Base: "https://credit.example.test", Commitments: s.promises,
		Education: education.NewDesk(s.db, lib, s.sealer(), s.now), Libraries: holdings.NewDesk(s.db, lib, s.now)})
	return s
}

// sealer has a key of zeros.
func (s *stage) sealer() *seal.Sealer {
	s.t.Helper()
	sealer, err := seal.New(make([]byte, 32), seal.International)
	if err != nil {
		s.t.Fatal(err)
	}
	return sealer
}

func (s *stage) now() time.Time { return s.day.Start().Add(10 * time.Hour) }

// get asks for a page and returns the answer with its body.
func (s *stage) get(path string, headers ...string) (*http.Response, string) {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.mux.ServeHTTP(w, r)
	res := w.Result()
	body := io.Reader(res.Body)
	if res.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(res.Body)
		if err != nil {
			s.t.Fatal(err)
		}
		body = z
	}
	b, err := io.ReadAll(body)
	if err != nil {
		s.t.Fatal(err)
	}
	return res, string(b)
}

// page is ask for those who want only the body.
func (s *stage) page(status int, path string) string {
	s.t.Helper()
	_, body := s.ask(status, path)
	return body
}

var badlyMade = regexp.MustCompile(`%!|<no value>|ZgotmplZ`)

// ask asks for a page that must answer with a status, and must not show a missing text or a raw template value.
func (s *stage) ask(status int, path string) (*http.Response, string) {
	s.t.Helper()
	res, body := s.get(path)
	if res.StatusCode != status {
		s.t.Errorf("GET %s = %d, want %d\n%s", path, res.StatusCode, status, excerpt(body))
	}
	if at := strings.Index(body, "⟦"); at >= 0 {
		s.t.Errorf("GET %s shows a text that does not exist: %s", path, body[at:min(at+60, len(body))])
	}
	if at := badlyMade.FindStringIndex(body); at != nil {
		s.t.Errorf("GET %s is badly formatted: %s", path, body[max(0, at[0]-80):min(at[1]+60, len(body))])
	}
	return res, body
}

func excerpt(body string) string {
	if at := strings.Index(body, "<main"); at >= 0 {
		body = body[at:]
	}
	return body[:min(len(body), 1200)]
}

func (s *stage) has(body string, wanted ...string) {
	s.t.Helper()
	for _, w := range wanted {
		if !strings.Contains(body, w) {
			s.t.Errorf("the page does not contain %q:\n%s", w, excerpt(body))
		}
	}
}

func (s *stage) hasNot(body string, unwanted ...string) {
	s.t.Helper()
	for _, w := range unwanted {
		if strings.Contains(body, w) {
			s.t.Errorf("the page contains %q", w)
		}
	}
}

// again is the same place with nothing kept from before, as after a minute or a restart.
func (s *stage) again() *stage {
	next := *s
	next.mux = http.NewServeMux()
	Mount(next.mux, Deps{Pool: s.db, Law: s.lib, Ledger: s.log, Now: next.now, Demo: true, Base: "https://credit.example.test"})
	return &next
}
