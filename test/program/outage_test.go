package program

import (
	"bytes"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

func TestTheDatabaseGoesAwayUnderLoadAndComesBack(t *testing.T) {
	t.Parallel()
	file, err := bulk()
	if err != nil {
		t.Fatal(err)
	}
	penalties, err := os.ReadFile(file.file)
	if err != nil {
		t.Fatal(err)
	}
	penalties = head(penalties, 20_000)
	h := village(t)
	key, provider := h.sampleKey(), h.key(file.source, "intake")
	s := h.serve()
	ledger := s.follow(s.end())
	load := s.load(key)
	hand := func() (answer, error) {
		return s.ask(http.MethodPost, "/v1/intake/penalty", provider, bytes.NewReader(penalties))
	}
	var first answer
	var during sync.WaitGroup
	during.Go(func() {
		a, err := hand()
		if err != nil {
			t.Errorf("no answer to the intake: %v", err)
		}
		first = a
	})
	eventually(t, "rows of the delivery are stored", func() bool { return ledger.count(file.source) >= 4000 })

	release := h.holdStart()                                             // or it would be back before anybody has looked
	if err := syscall.Kill(h.postmaster(), syscall.SIGINT); err != nil { // as its own operator would stop it
		t.Fatal(err)
	}
	eventually(t, "checks are refused", func() bool { return len(load.refused()) > 0 })
	during.Wait()
	t.Run("F09-2 intake says that nothing accepted is lost", func(t *testing.T) {
		s.unavailable(t, "POST /v1/intake/penalty", first)
	})
	t.Run("F07-7 no check is answered that could not be recorded", func(t *testing.T) {
		a, err := s.check(key, "91460200XY00000120")
		if err != nil {
			t.Fatal(err)
		}
		s.unavailable(t, "POST /v1/checks", a)
	})
	t.Run("F19-1 pages and reading say so too", func(t *testing.T) {
		for _, path := range []string{"/", "/en/", "/search?q=示例", "/status", "/v1/entities?q=示例物流", "/v1/ledger/entries", "/healthz"} {
			a, err := s.ask(http.MethodGet, path, "", nil)
			if err != nil || a.status >= 500 && a.status != http.StatusServiceUnavailable {
				t.Errorf("GET %s: %d %v %.300s", path, a.status, err, a.body)
			}
		}
	})

	release()
	t.Run("F07-2 the server recovers by itself", func(t *testing.T) {
		n := load.answered()
		eventually(t, "checks are answered again", func() bool { return load.answered() > n+100 })
		if a, err := hand(); err != nil || a.status != http.StatusOK {
			t.Errorf("the delivery again: %d %v %.300s", a.status, err, a.body)
		}
		eventually(t, "everything is on the ledger", func() bool { return ledger.count(file.source) >= 20_000 })
		if ledger.rows != 20_000 {
			t.Errorf("the ledger holds %d versions of 20000 rows", ledger.rows)
		}
	})
	t.Run("F07-2 it recovers from kill -9 as well", func(t *testing.T) {
		for range 2 {
			old := h.postmaster()
			h.killPostmaster()
			eventually(t, "another PostgreSQL runs", func() bool { pid := h.postmaster(); return pid != 0 && pid != old })
			n := load.answered()
			eventually(t, "checks are answered again", func() bool { return load.answered() > n+100 })
		}
	})
	given := load.end()
	t.Run("F07-7 nothing acknowledged is lost", func(t *testing.T) {
		for id, text := range sample(given, 500) {
			a, err := s.ask(http.MethodGet, "/v1/decisions/"+id, key, nil)
			if err != nil || a.status != http.StatusOK || string(a.body) != text {
				t.Fatalf("decision %s: %d %v\n got %s\nwant %s", id, a.status, err, a.body, text)
			}
		}
	})
	for what := range load.refused() {
		if !strings.HasPrefix(what, "503 ") {
			t.Errorf("a check was refused with %s", what)
		}
	}
	if load.broken > 0 {
		t.Errorf("%d checks got no answer at all", load.broken)
	}
	h.stop(s.process, 0)
	h.run("ledger", "verify").must()
}

// holdStart takes the folder's turn to start and stop PostgreSQL, as another command would, until it is released.
func (h *house) holdStart() (release func()) {
	h.t.Helper()
	lock, err := os.OpenFile(filepath.Join(h.data, "pg.lock"), os.O_RDWR, 0)
	if err == nil {
		err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX)
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return func() { _ = lock.Close() }
}

// Told to stop while the database is being started again, the program ends as always and leaves nothing running.
func TestStoppingWhileTheDatabaseIsStartedAgain(t *testing.T) {
	t.Parallel()
	for _, held := range []bool{true, false} {
		h := bare(t)
		s := h.serve()
		s.end() // it answers
		release := func() {}
		if held {
			release = h.holdStart()
		}
		h.killPostmaster()
		s.signal(syscall.SIGTERM)
		if held {
			eventually(t, "it no longer listens", func() bool { _, err := s.ask(http.MethodGet, "/healthz", "", nil); return err != nil })
		}
		release()
		if o := s.wait(); o.code != 0 || strings.Contains(o.err, "goroutine ") {
			t.Errorf("exit status %d:\n%s%s", o.code, o.out, o.err)
		}
		eventually(t, "no process of PostgreSQL is left", func() bool { return len(h.postgres()) == 0 })
		h.run("migrate").must() // the folder is as good as before
	}
}

// unavailable checks that an answer is 503 and says what to do.
func (s *site) unavailable(t *testing.T, what string, a answer) {
	t.Helper()
	var p struct {
		Code, Detail string
		ZH           string `json:"detail_zh"`
	}
	if err := a.read(&p); err != nil || a.status != http.StatusServiceUnavailable || !a.problem() || a.header.Get("Retry-After") == "" ||
		!strings.Contains(p.Detail, "try again") || !strings.Contains(p.ZH, "重试") {
		t.Errorf("%s: %d %s, want a problem that says to try again: %.300s", what, a.status, a.kind, a.body)
	}
}

// head is the first n rows of a CSV, with its header.
func head(file []byte, n int) []byte {
	at := 0
	for range n + 1 {
		at += bytes.IndexByte(file[at:], '\n') + 1
	}
	return file[:at]
}

// sample keeps at most n of many.
func sample(all map[string]string, n int) map[string]string {
	out := maps.Clone(all)
	for k := range out {
		if len(out) <= n {
			break
		}
		delete(out, k)
	}
	return out
}
