package main

import (
	"encoding/json"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xinheng/internal/adapter"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// The command runs the suite of an adapter against the built-in peer and against somebody's address, says in both languages what is not
// passed, and gives a result that is worth its signature.
func TestF21_1_TheKitRunsFromTheCommandLine(t *testing.T) {
	t.Parallel()
	kit := func(args ...string) (int, adapter.Signed, string) {
		var out, errs strings.Builder
		exit := run(append([]string{"conform", "--json", "--clock", "2026-11-22T10:00:00+08:00"}, args...), &out, &errs)
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		for _, line := range lines {
			var s adapter.Signed
			if strings.HasPrefix(line, `{"result"`) && json.Unmarshal([]byte(line), &s) == nil {
				return exit, s, out.String()
			}
		}
		return exit, adapter.Signed{}, out.String()
	}
	key := filepath.Join(t.TempDir(), "kit.secret")
	exit, signed, out := kit("--adapter", "industry", "--key", key)
	ring, err := seal.OpenFile(key, "national")
	if err != nil {
		t.Fatal(err)
	}
	public := ring.SigningKey("conform").Public()
	if r, ok := signed.Open(seal.National, public); exit != 0 || !ok || !r.Passed || strings.Count(out, "✓") != len(adapter.Cases()) {
		t.Fatalf("%d %v\n%s", exit, ok, out)
	}
	lib, err := theLaw()
	if err != nil {
		t.Fatal(err)
	}
	book := lib.On(workday.MustParse("2026-11-22"))
	a, _ := book.Adapter("industry")
	now := func() time.Time { return workday.MustParse("2026-11-22").Start().Add(10 * time.Hour) }
	server := httptest.NewServer(adapter.Serve(&adapter.Reference{Book: book, Adapter: a, Suite: seal.National, Public: public, Now: now, Breaks: "ended"}))
	defer server.Close()
	exit, signed, out = kit("--adapter", "industry", "--key", key, "--against", server.URL)
	if r, ok := signed.Open(seal.National, public); exit != 1 || !ok || r.Passed || strings.Count(out, "✕") != 1 || !strings.Contains(out, "✕ ended") {
		t.Errorf("%d %v\n%s", exit, ok, out)
	}
	if exit, _, _ := kit("--adapter", "no-such"); exit != 1 {
		t.Errorf("exit %d", exit)
	}
}
