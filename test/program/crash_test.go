package program

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/seed"
	lawdata "xinheng/law"
)

// bulkRows is how many penalties a broken delivery holds: enough chunks to break it off in the middle three times.
const bulkRows = 40_000

// bulk is that delivery: a national CSV and the body that hands it in.
var bulk = sync.OnceValues(func() (d struct{ file, source string }, err error) {
	lib, err := law.Load(lawdata.FS)
	if err != nil {
		return d, err
	}
	d.file = filepath.Join(workshop, "bulk.csv")
	f, err := os.Create(d.file)
	if err != nil {
		return d, err
	}
	now, _ := time.Parse(time.RFC3339, clock)
	body, err := seed.WritePenalties(f, lib, now, bulkRows)
	d.source = body.USCC
	return d, errors.Join(err, f.Close())
})

// receipt is what a command says of the files it took in.
type receipt struct {
	Rows, Accepted, Rejected, Duplicate, Queued int64
	Receipts                                    []struct {
		Batch, Status string
		Total         int64
		Replayed      bool
		Errors        []struct {
			Row         int64
			Field, Code string
		}
	}
}

func (r receipt) counts() [5]int64 {
	return [5]int64{r.Rows, r.Accepted, r.Rejected, r.Duplicate, r.Queued}
}

// follower counts the rows from a source that are on the ledger, as an outsider sees them.
type follower struct {
	site        *site
	after, rows int64
}

type ledgerPage struct {
	Entries []struct {
		Kind, About string
		Public      map[string]string
	}
	Next int64
}

func (s *site) follow(after int64) *follower { return &follower{site: s, after: after} }

// end is the newest position of the ledger.
func (s *site) end() int64 {
	f := s.follow(0)
	f.count("")
	return f.after
}

// count reads on to the end of the ledger. When the site does not answer it says what it knew before.
func (f *follower) count(source string) int64 {
	for {
		var page ledgerPage
		a, err := f.site.ask(http.MethodGet, "/v1/ledger/entries?limit=1000&after="+strconv.FormatInt(f.after, 10), "", nil)
		if err != nil || a.status != http.StatusOK || a.read(&page) != nil || len(page.Entries) == 0 {
			return f.rows
		}
		for _, e := range page.Entries {
			if e.Kind == "record.rows" && e.Public["source"] == source {
				n, _ := strconv.ParseInt(e.Public["rows"], 10, 64)
				f.rows += n
			}
		}
		f.after = page.Next
	}
}

func TestALongIntakeSurvivesKill9(t *testing.T) {
	t.Parallel()
	file, err := bulk()
	if err != nil {
		t.Fatal(err)
	}
	deliver := []string{"intake", "--item", "penalty", "--source", file.source, file.file, "--json"}
	want := [5]int64{bulkRows, bulkRows, 0, 0, 0}
	clean, broken := village(t), village(t)
	if got := object[receipt](clean.run(deliver...).must()); got.counts() != want {
		t.Fatalf("a clean run counts %v, want %v: %+v", got.counts(), want, got.Receipts)
	}
	if broken.breakOff(t, file.source, deliver); t.Failed() {
		return
	}
	watch, reference := broken.serve(), clean.serve()
	var stored int64
	t.Run("F09-2 the same file again reconciles exactly", func(t *testing.T) {
		if got := object[receipt](broken.run(deliver...).must()); got.counts() != want || got.Receipts[0].Total != bulkRows || got.Receipts[0].Status != "complete" {
			t.Errorf("it counts %v, want %v: %+v", got.counts(), want, got.Receipts)
		}
		stored = watch.follow(0).count(file.source)
		if want := reference.follow(0).count(file.source); stored != want {
			t.Errorf("the ledger holds %d versions from this source, after a clean run %d", stored, want)
		}
	})
	t.Run("F09-2 once more changes nothing", func(t *testing.T) {
		again := [5]int64{bulkRows, 0, 0, bulkRows, 0}
		if got := object[receipt](broken.run(deliver...).must()); got.counts() != again || !got.Receipts[0].Replayed {
			t.Errorf("it counts %v, want %v", got.counts(), again)
		}
		if n := watch.follow(0).count(file.source); n != stored {
			t.Errorf("the ledger holds %d versions, before it was %d", n, stored)
		}
	})
	t.Run("F24-3 the ledger verifies", func(t *testing.T) {
		broken.run("ledger", "verify", "--anchors", filepath.Join(broken.data, "anchors")).must()
	})
	t.Run("F07-6 what stands is what a clean run gives", func(t *testing.T) {
		got, want := watch.standing(file.file), reference.standing(file.file)
		if len(want) < bulkRows/12 || !maps.Equal(got, want) {
			t.Errorf("%d and %d firms checked, with different answers about %s", len(got), len(want), firstDifference(got, want))
		}
	})
}

// breakOff begins a delivery three times and breaks it off, each time further on and with another victim.
func (h *house) breakOff(t *testing.T, source string, deliver []string) {
	t.Helper()
	watch := h.serve()
	ledger := watch.follow(watch.end())
	until := func(t *testing.T, rows int64) *process {
		t.Helper()
		p := h.start(deliver...)
		eventually(t, "rows of the delivery are stored", func() bool {
			select {
			case <-p.ended:
				t.Fatalf("the intake ended before it could be broken off:\n%s%s", p.out, p.err)
			default:
			}
			return ledger.count(source) >= rows
		})
		return p
	}
	t.Run("F09-2 our process is killed", func(t *testing.T) {
		until(t, bulkRows/5).kill()
	})
	t.Run("F09-2 PostgreSQL is killed", func(t *testing.T) {
		p := until(t, bulkRows/5*2)
		h.endPostgres()
		p.wait().refused(t, "pg.unavailable")
	})
	t.Run("F09-2 both are killed, and the server with them", func(t *testing.T) {
		p := until(t, bulkRows/5*3)
		p.signal(syscall.SIGKILL)
		watch.signal(syscall.SIGKILL)
		h.endPostgres()
		p.kill()
		watch.kill()
	})
}

// standing asks about half the firms of a delivery, every other one, and keeps what follows from the facts.
func (s *site) standing(file string) map[string]string {
	s.t.Helper()
	var firms []string
	for i, code := range column(s.t, file, "CF_XDR_SHXYM") {
		if i%2 == 0 {
			firms = append(firms, code)
		}
	}
	body, _ := json.Marshal(map[string]any{"matter": "gp-qualification", "purpose": "procurement", "case_no": "CG-1", "officer": "示例经办人", "subjects": firms})
	var a answer
	var err error
	eventually(s.t, "the batch is answered", func() bool { // a busy machine may be told to try again
		a, err = s.ask(http.MethodPost, "/v1/checks/batch", s.house.sampleKey(), bytes.NewReader(body))
		return err != nil || a.status != http.StatusServiceUnavailable
	})
	var batch struct {
		Results []struct {
			Subject, Outcome string
			Effects          json.RawMessage
			NotApplied       json.RawMessage `json:"not_applied"`
		}
	}
	if err == nil {
		err = a.read(&batch)
	}
	if err != nil || a.status != http.StatusOK || len(batch.Results) != len(firms) {
		s.t.Fatalf("batch check of %d: %d %v %.300s", len(firms), a.status, err, a.body)
	}
	out := map[string]string{}
	for _, r := range batch.Results {
		out[r.Subject] = r.Outcome + string(r.Effects) + string(r.NotApplied)
	}
	return out
}

// column lists the different values of a column of a CSV, in order.
func column(t testing.TB, file, header string) (values []string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	in, at, seen := csv.NewReader(f), -1, map[string]bool{}
	for {
		row, err := in.Read()
		if err == io.EOF {
			return values
		}
		if err != nil {
			t.Fatal(err)
		}
		if at < 0 {
			for i, h := range row {
				if h == header {
					at = i
				}
			}
			continue
		}
		if v := row[at]; !seen[v] {
			seen[v] = true
			values = append(values, v)
		}
	}
}

func firstDifference(a, b map[string]string) string {
	for k := range b {
		if a[k] != b[k] {
			return k + ":\n" + a[k] + "\n" + b[k]
		}
	}
	return "nobody"
}

func TestEveryAcknowledgedCheckSurvivesKill9(t *testing.T) {
	t.Parallel()
	h := village(t)
	key := h.sampleKey()
	answers := map[string]string{}
	for _, victim := range []string{"our process", "both"} {
		s := h.serve()
		load := s.load(key)
		eventually(t, "checks are answered", func() bool { return load.answered() > 300 })
		s.signal(syscall.SIGKILL)
		if victim == "both" {
			h.killPostmaster()
		}
		maps.Copy(answers, load.end())
		s.kill()
	}
	s := h.serve()
	t.Run("F07-7 every answer given can be recalled word for word", func(t *testing.T) {
		for id, text := range answers {
			a, err := s.ask(http.MethodGet, "/v1/decisions/"+id, key, nil)
			if err != nil || a.status != http.StatusOK || string(a.body) != text {
				t.Fatalf("decision %s of %d: %d %v\n got %s\nwant %s", id, len(answers), a.status, err, a.body, text)
			}
		}
	})
	t.Run("F24-3 the ledger verifies", func(t *testing.T) { h.run("ledger", "verify").must() })
}

// load is several systems asking for checks all the time.
type load struct {
	stop   chan struct{}
	done   sync.WaitGroup
	mu     sync.Mutex
	given  map[string]string // decision id → the answer as it came
	other  map[string]int    // refusals by code, other statuses by number
	broken int               // no answer at all
}

const askers = 6

// load starts asking: every second question is about a firm on two lists.
func (s *site) load(key string) *load {
	l := &load{stop: make(chan struct{}), given: map[string]string{}, other: map[string]int{}}
	firms := seed.Characters()
	for n := range askers {
		l.done.Go(func() {
			for i := n; ; i++ {
				select {
				case <-l.stop:
					return
				default:
				}
				a, err := s.check(key, firms[i%2].USCC)
				l.note(a, err)
				if err != nil {
					return // the server is gone
				}
			}
		})
	}
	return l
}

// check asks whether a firm may take part in a procurement.
func (s *site) check(key, firm string) (answer, error) {
	body := `{"matter":"gp-qualification","subject":"` + firm + `","purpose":"procurement","case_no":"CG-1","officer":"示例经办人"}`
	return s.ask(http.MethodPost, "/v1/checks", key, strings.NewReader(body))
}

func (l *load) note(a answer, err error) {
	var said struct {
		ID   string `json:"decision_id"`
		Code string `json:"code"`
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case err != nil:
		l.broken++
	case a.status == http.StatusOK && a.read(&said) == nil:
		l.given[said.ID] = string(a.body)
	case a.problem() && a.read(&said) == nil:
		l.other[strconv.Itoa(a.status)+" "+said.Code]++
	default:
		l.other[strconv.Itoa(a.status)+" "+a.kind]++
	}
}

func (l *load) answered() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.given)
}

// refused counts refusals by code so far.
func (l *load) refused() map[string]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.other)
}

// end stops asking and returns every answer given.
func (l *load) end() map[string]string {
	close(l.stop)
	l.done.Wait()
	return l.given
}
