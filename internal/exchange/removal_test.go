package exchange

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
	"time"

	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
)

// A decision that is undone leaves nothing; one that stands reaches each target, and says when.
func TestATakeDownIsOfItsDecisionAndIsAcknowledged(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	o.drop()
	a, b := o.site("site-a"), o.site("site-b")
	a.publish("rec-1")
	b.publish("rec-1")
	if err := o.inTx(Removal{RecordID: "rec-1", Version: 2}, errUndone); !errors.Is(err, errUndone) {
		t.Fatal(err)
	}
	if all, err := o.Of(t.Context(), "rec-1"); err != nil || len(all) != 0 || a.counts().Received != 0 {
		t.Fatalf("a decision that was undone left %v %v", all, err)
	}
	o.remove(Removal{RecordID: "rec-1", Version: 2})
	for target, s := range map[string]*refsite{"site-a": a, "site-b": b} {
		l := o.until("rec-1", target, "acknowledged", acked)
		if l.SentAt == nil || l.AckedAt == nil || l.LastError != "" || l.Late || l.DueOn.String() != "2026-09-04" {
			t.Errorf("%s: %+v", target, l)
		}
		if s.shows("rec-1") || s.counts() != (struct{ Received, Performed, Forged int }{1, 1, 0}) {
			t.Errorf("%s: still there, or told more than once: %+v", target, s.counts())
		}
		if o.acts("exchange.removal", l.ID) != 1 || o.acts("exchange.sent", l.ID) != 1 || o.acts("exchange.acknowledged", l.ID) != 1 {
			t.Errorf("%s: the ledger does not tell ordering, sending and acknowledgement once each", target)
		}
	}
}

// Told twice in one decision it is one line; a correction that becomes a deletion is the same line with the newest word.
func TestTheNewestInstructionCounts(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	s := o.site("site")
	s.publish("rec-1")
	o.remove(Removal{RecordID: "rec-1", Version: 2, Action: Replace, Reason: "corrected"})
	o.remove(Removal{RecordID: "rec-1", Version: 2, Action: Replace, Reason: "corrected", Case: "XF-1"})
	o.remove(Removal{RecordID: "rec-1", Version: 3, Reason: "withdrawn"})
	if n, err := o.jobs.Waiting(t.Context()); err != nil || n != 2 {
		t.Errorf("%d jobs, %v; want two: the second call told nothing new", n, err)
	}
	must(t, o.jobs.Drain(t.Context()))
	l := o.line("rec-1", "site")
	if l.State != Acknowledged || l.Action != Delete || l.Case != "XF-1" || s.shows("rec-1") {
		t.Errorf("%+v", l)
	}
	if o.acts("exchange.acknowledged", l.ID) != 1 {
		t.Error("acknowledged more than once")
	}
	o.remove(Removal{RecordID: "rec-1", Version: 5, Reason: "withdrawn"})
	if all, err := o.Of(t.Context(), "rec-1"); err != nil || len(all) != 2 {
		t.Errorf("a later decision is a line of its own: %v %v", all, err)
	}
}

// A target that is down or slow loses nothing: tried again and again, its lag grows, its lateness is seen, and it follows.
func TestATargetThatIsDownOrSlowIsTriedUntilItFollows(t *testing.T) {
	t.Parallel()
	for mode, word := range map[string]string{"down": "status_503", "slow": "timeout", "later": "not_yet_done"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			o := open(t, "2026-09-01")
			o.drop()
			s := o.site("site")
			s.publish("rec-1")
			s.behave(mode)
			o.remove(Removal{RecordID: "rec-1"})
			l := o.until("rec-1", "site", "tried twice", func(l Line) bool { return l.Attempts >= 2 && l.LastError == word })
			if acked(l) || (l.SentAt != nil) != (mode == "later") {
				t.Errorf("%+v", l)
			}
			for _, c := range []struct {
				day  string
				late bool
			}{{"2026-09-03", false}, {"2026-09-04", false}, {"2026-09-05", true}} { // three working days after Tuesday end on Friday
				o.on(c.day)
				if l := o.line("rec-1", "site"); l.Late != c.late || l.LagSeconds <= 0 {
					t.Errorf("on %s late is %v, lag %d s", c.day, l.Late, l.LagSeconds)
				}
			}
			s.behave("well")
			l = o.until("rec-1", "site", "acknowledged at last", acked)
			if s.shows("rec-1") || !l.Late || l.LagSeconds != 4*86400 {
				t.Errorf("%+v", l)
			}
		})
	}
}

// An answer that does not carry the message's id acknowledges nothing, and neither does one that leads elsewhere.
func TestOnlyItsOwnIdAcknowledgesATakeDown(t *testing.T) {
	t.Parallel()
	for word, answer := range map[string]http.HandlerFunc{
		"answer_not_ours": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"id":"another","state":"done"}`))
		},
		"status_302": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/else", http.StatusFound) },
	} {
		o := quiet(t, "2026-09-01")
		o.drop()
		liar := httptest.NewServer(answer)
		o.target("site", Draft{PushURL: liar.URL})
		o.remove(Removal{RecordID: "rec-1"})
		must(t, o.jobs.Drain(t.Context()))
		if l := o.line("rec-1", "site"); acked(l) || l.LastError != word {
			t.Errorf("%s: %+v", word, l)
		}
		liar.Close()
	}
}

// A site that hears a take-down in somebody else's name does nothing.
func TestAForgedTakeDownIsNotObeyed(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	s := o.start()
	s.publish("rec-1")
	if status, _ := s.do("POST", "/take-down", `{"id":"x","kind":"delete","about":"rec-1"}`); status != http.StatusForbidden || !s.shows("rec-1") || s.counts().Forged != 1 {
		t.Errorf("%d %+v", status, s.counts())
	}
}

// workerEnv makes the test program a worker on the database it names, until it is killed.
const workerEnv = "XINHENG_EXCHANGE_WORKER"

func TestMain(m *testing.M) {
	url := os.Getenv(workerEnv)
	if url == "" {
		os.Exit(m.Run())
	}
	if err := work(url); err != nil {
		panic(err)
	}
	select {}
}

func work(url string) error {
	pool, err := pg.Open(context.Background(), url)
	if err != nil {
		return err
	}
	_, q, err := deskOn(pool, time.Now)
	if err != nil {
		return err
	}
	_, err = q.Start(context.Background())
	return err
}

func (o *office) worker() *exec.Cmd {
	o.t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env, cmd.Stderr = append(os.Environ(), workerEnv+"="+pgtest.OwnerURL(o.t, o.pool)), os.Stderr
	must(o.t, cmd.Start())
	o.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return cmd
}

// The worker is killed after the target obeyed and before that was written down: the next one sends it again, the target
// knows it by its key, and the ledger tells it once.
func TestAWorkerKilledInBetweenSendsAgainAndRecordsOnce(t *testing.T) {
	t.Parallel()
	o := quiet(t, time.Now().Format(time.DateOnly))
	o.drop()
	s := o.site("site")
	s.publish("rec-1")
	s.behave("mute")
	o.remove(Removal{RecordID: "rec-1"})
	first := o.worker()
	eventually(t, "the target obeys", func() bool { return s.counts().Performed == 1 }, func() string { return "" })
	must(t, first.Process.Kill())
	_ = first.Wait()
	if l := o.line("rec-1", "site"); acked(l) {
		t.Fatalf("%+v", l)
	}
	s.behave("well")
	o.worker()
	l := o.until("rec-1", "site", "acknowledged by the second worker", acked)
	if c := s.counts(); c.Performed != 1 || c.Received < 2 {
		t.Errorf("%+v", c)
	}
	if o.acts("exchange.acknowledged", l.ID) != 1 || o.acts("exchange.sent", l.ID) != 1 {
		t.Error("recorded more than once")
	}
}
