package story

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/pgtest"
	"xinheng/internal/signin"
	"xinheng/internal/workday"
)

var update = flag.Bool("update", false, "write the stories anew")

// stage is the whole program on a calendar that only the story moves.
type stage struct {
	t      *testing.T
	whole  *testing.T // of the story, when t is that of a part
	app    *app.App
	site   *httptest.Server
	clock  time.Time
	prose  strings.Builder
	cursor string // of the public feed
}

func newStage(t *testing.T) *stage { return newStageOn(t, "2026-07-01") }

func newStageOn(t *testing.T, day string) *stage {
	s := &stage{t: t, whole: t}
	owner, _ := pgtest.NewURLs(t)
	s.day(day)
	a, err := app.Open(t.Context(), app.Options{DatabaseURL: owner, Data: t.TempDir(), Log: io.Discard, Now: func() time.Time { return s.clock },
		Signin: signin.Config{OneFactor: true, Hashing: signin.Hashing{KiB: 64, Passes: 1}, Door: access.Rate{PerSecond: 1000, Burst: 1000}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	s.app, s.site = a, httptest.NewServer(a.Handler())
	t.Cleanup(s.site.Close)
	s.settle()
	return s
}

// day moves the calendar to nine in the morning of a day.
func (s *stage) day(d string) { s.clock = workday.MustParse(d).Start().Add(9 * time.Hour) }

// settle lets what follows by itself follow: the ledger gives positions, the index reads on.
func (s *stage) settle() {
	s.t.Helper()
	if err := s.app.Ledger.Sequence(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	if err := s.app.Index.CatchUp(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

// chapter begins a day of the story.
func (s *stage) chapter(day, zh, en string) {
	s.day(day)
	fmt.Fprintf(&s.prose, "\n## %s　%s · %s\n\n", day, zh, en)
}

// tell adds a paragraph in each language, say a line of what the platform answers, also one that belongs to it.
func (s *stage) tell(zh, en string) { fmt.Fprintf(&s.prose, "%s\n\n%s\n\n", zh, en) }

func (s *stage) also(format string, args ...any) { s.say("  "+format, args...) }

func (s *stage) say(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	text := strings.TrimLeft(line, " ")
	fmt.Fprintf(&s.prose, "%s- %s\n", line[:len(line)-len(text)], text)
}

// answer is what the platform answered.
type answer struct {
	status int
	body   []byte
}

// ask sends a request to the platform; whatever happened, the clockwork takes its turn afterwards.
func (s *stage) ask(method, path, key string, body []byte, header ...string) answer {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.site.URL+path, bytes.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	res, err := s.site.Client().Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	s.settle()
	return answer{res.StatusCode, text}
}

// read reads an answer that must have a status.
func read[T any](s *stage, a answer, status int) (v T) {
	s.t.Helper()
	if err := json.Unmarshal(a.body, &v); a.status != status || err != nil {
		s.t.Fatalf("%d %v, want %d: %s", a.status, err, status, a.body)
	}
	return v
}

// page reads a page of the portal as people see it.
func (s *stage) page(path string) (status int, text string) {
	s.t.Helper()
	a := s.ask(http.MethodGet, path, "", nil)
	text = html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(string(a.body), " "))
	return a.status, strings.Join(strings.Fields(text), " ")
}

// key issues an API key to a body.
func (s *stage) key(org, name string, scopes ...string) string {
	s.t.Helper()
	key, err := s.app.Keys.Issue(s.t.Context(), org, name, scopes)
	if err != nil {
		s.t.Fatal(err)
	}
	return key
}

// receipt of a delivery.
type receipt struct {
	Rows, Accepted, Rejected, Duplicate, Queued int64
	Errors                                      []struct {
		Row             int64
		Field, Code, ZH string
	}
}

// deliver hands rows in as a CSV and tells the receipt.
func (s *stage) deliver(key, item string, rows ...map[string]string) receipt {
	s.t.Helper()
	header := slices.Sorted(maps.Keys(rows[0]))
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(header)
	for _, r := range rows {
		line := make([]string, len(header))
		for i, h := range header {
			line[i] = r[h]
		}
		_ = w.Write(line)
	}
	w.Flush()
	a := s.ask(http.MethodPost, "/v1/intake/"+item, key, b.Bytes(), "X-File-Name", item+".csv")
	status := http.StatusOK
	if a.status == http.StatusMultiStatus {
		status = a.status
	}
	got := read[receipt](s, a, status)
	s.say("回执 receipt：%d 行，收录 %d，拒收 %d，重复 %d，待匹配 %d（HTTP %d）", got.Rows, got.Accepted, got.Rejected, got.Duplicate, got.Queued, status)
	for _, e := range got.Errors {
		s.say("第 %d 行 row %d，%s：%s", e.Row, e.Row, e.Field, e.ZH)
	}
	return got
}

// told compares the prose with the book, or writes the book.
func (s *stage) told(name string) {
	s.t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(s.prose.String()), 0o644); err != nil {
			s.t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	if got := s.prose.String(); got != string(want) {
		s.t.Errorf("the story goes otherwise: go test ./test/story -update, then read the difference\n%s", difference(got, string(want)))
	}
}

// difference shows the first line in which two texts part.
func difference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d\n got: %s\nwant: %s", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines and %d lines", len(a), len(b))
}
