package exchange

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"xinheng/internal/jobs"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

// receiver is a consumer's endpoint that verifies what it is sent and can be out of order in every way.
type receiver struct {
	mu    sync.Mutex
	mode  string // "", down, error, mute
	state string // of its answers
	got   []Message
	once  []string
	ok    func(http.Header, []byte) error
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	r.mu.Lock()
	defer r.mu.Unlock()
	var m Message
	switch {
	case r.mode == "down":
		w.WriteHeader(http.StatusServiceUnavailable)
	case r.ok(req.Header, body) != nil || json.Unmarshal(body, &m) != nil:
		w.WriteHeader(http.StatusForbidden)
	default:
		r.got, r.once = append(r.got, m), append(r.once, req.Header.Get(HeaderOnce))
		switch r.mode {
		case "error": // it has taken it, and fails afterwards
			w.WriteHeader(http.StatusInternalServerError)
		case "mute": // it has taken it, and does not say so in time
			r.mu.Unlock()
			<-req.Context().Done()
			r.mu.Lock()
		default:
			_ = json.NewEncoder(w).Encode(Answer{m.ID, r.state})
		}
	}
}

func (r *receiver) behave(mode string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mode = mode
}

// seqs are the numbers it was sent, in the order it was sent them.
func (r *receiver) seqs() (out []int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, m := range r.got {
		out = append(out, m.Seq)
	}
	return out
}

// receives makes a receiver the webhook of the bank.
func (o *office) receives(state string) *receiver {
	o.t.Helper()
	o.drop()
	r := &receiver{state: state, ok: func(h http.Header, body []byte) error {
		return Verify(seal.International, o.key.Public(), h, body, o.now())
	}}
	server := httptest.NewServer(r)
	o.t.Cleanup(server.Close)
	o.target("bank", Draft{Kind: Consumer, Org: bankID, PushURL: server.URL})
	return r
}

// tell leaves notices about things of these numbers.
func (o *office) tell(org string, from, to int) {
	o.t.Helper()
	for i := from; i <= to; i++ {
		must(o.t, o.pool.InTx(o.t.Context(), func(ctx context.Context, tx pg.Tx) error {
			return o.Tell(ctx, tx, []Notice{{Org: org, Kind: Lifted, EntityID: firmID, About: fmt.Sprintf("rec-%d", i), Reason: "repaired"}})
		}))
	}
}

func (o *office) untilSeqs(r *receiver, want ...int64) {
	o.t.Helper()
	eventually(o.t, fmt.Sprint("received ", want), func() bool { return slices.Equal(r.seqs(), want) }, func() string { return fmt.Sprint(r.seqs()) })
}

func (o *office) stream() Stream {
	o.t.Helper()
	s, err := o.Stream(o.t.Context(), people["bank"])
	must(o.t, err)
	return s
}

// What was told while a receiver was down reaches it when it is back: all of it, once, in the order it was told.
func TestF21_3_AReceiverThatWasDownForAWeekLosesNothing(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	r := o.receives("accepted")
	o.tell(bankID, 1, 1)
	o.untilSeqs(r, 1)
	r.behave("down")
	for day := 2; day <= 8; day++ {
		o.on(fmt.Sprintf("2026-09-%02d", day))
		o.tell(bankID, day, day)
	}
	eventually(t, "failed more than once", func() bool { return o.stream().Attempts > 1 }, func() string { return fmt.Sprintf("%+v", o.stream()) })
	if s := o.stream(); s.Delivered != 1 || s.LastError != "status_503" || s.StoppedAt != nil {
		t.Errorf("%+v", s)
	}
	if streams := o.want(200, "handler", "GET", "/v1/events/failing", nil)["streams"].([]any); len(streams) != 1 {
		t.Errorf("%v", streams)
	}
	r.behave("")
	o.untilSeqs(r, 1, 2, 3, 4, 5, 6, 7, 8)
	eventually(t, "all delivered", func() bool { return o.stream().Delivered == 8 }, func() string { return fmt.Sprintf("%+v", o.stream()) })
	if s := o.stream(); s.Attempts != 0 || s.LastError != "" {
		t.Errorf("%+v", s)
	}
}

// A receiver that takes a message and fails, or does not answer in time, is sent the same one again with the same key, and nothing
// after it before it says that it has it.
func TestF21_3_WhatIsNotConfirmedIsSentAgainWithTheSameKey(t *testing.T) {
	t.Parallel()
	for mode, word := range map[string]string{"error": "status_500", "mute": "timeout"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			o := open(t, "2026-09-01")
			r := o.receives("done")
			r.behave(mode)
			o.tell(bankID, 1, 3)
			eventually(t, "failed", func() bool { return o.stream().LastError == word }, func() string { return fmt.Sprintf("%+v", o.stream()) })
			r.behave("")
			eventually(t, "all acknowledged", func() bool { return len(o.notices("bank", "")) == 0 && o.stream().Delivered == 3 }, func() string { return fmt.Sprint(r.seqs()) })
			seqs, first := r.seqs(), r.once[0]
			if !slices.IsSorted(seqs) || !slices.Equal(slices.Compact(slices.Clone(seqs)), []int64{1, 2, 3}) || len(seqs) < 4 || r.once[1] != first {
				t.Errorf("sent %v with keys %v", seqs, r.once)
			}
		})
	}
}

// Given up, a stream is on the list of those who watch over it, goes no further by itself, and goes on from wherever its body says.
func TestF21_3_ADeadLetterIsSeenAndReplayed(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.Retry = jobs.Retry{Attempts: 3, Pause: jobs.Doubling(200*time.Millisecond, 400*time.Millisecond)}
	stop, err := o.jobs.Start(t.Context())
	must(t, err)
	t.Cleanup(stop)
	r := o.receives("accepted")
	r.behave("down")
	o.tell(bankID, 1, 4)
	eventually(t, "given up", func() bool { return o.stream().StoppedAt != nil }, func() string { return fmt.Sprintf("%+v", o.stream()) })
	r.behave("")
	o.tell(bankID, 5, 5)
	o.tell(otherID, 1, 1)
	must(t, o.jobs.Drain(t.Context()))
	if s := o.stream(); s.Delivered != 0 || s.Attempts != 3 || len(r.seqs()) != 0 {
		t.Errorf("it went on by itself: %+v %v", s, r.seqs())
	}
	o.want(403, "clerk", "GET", "/v1/events/failing", nil)
	one := o.want(200, "lead", "GET", "/v1/events/failing", nil)["streams"].([]any)[0].(map[string]any)
	if one["org"] != bankID || one["stopped_at"] == nil || one["last_error"] != "status_503" {
		t.Errorf("%v", one)
	}
	o.want(403, "plain", "POST", "/v1/events/replay", map[string]any{"from": 1})
	for who, code := range map[string]string{"bank": "exchange.no_such_event", "another": "exchange.no_webhook"} {
		status := map[string]int{"bank": 422, "another": 409}[who]
		if got := o.want(status, who, "POST", "/v1/events/replay", map[string]any{"from": 7}); got["code"] != code {
			t.Errorf("%v", got)
		}
	}
	o.want(200, "bank", "POST", "/v1/events/replay", map[string]any{"from": 2}) // it passes over the dead letter
	o.untilSeqs(r, 2, 3, 4, 5)
	for _, n := range o.notices("bank", "") {
		o.want(200, "bank", "POST", "/v1/inbox/"+n.(map[string]any)["id"].(string)+"/acknowledgement", nil)
	}
	o.want(200, "bank", "POST", "/v1/events/replay", map[string]any{"from": 1}) // what it acknowledged as well: it asked for it
	o.untilSeqs(r, 2, 3, 4, 5, 1, 2, 3, 4, 5)
	if r.once[0] != r.once[5] || o.acts("exchange.replay", bankID) != 2 {
		t.Errorf("a replay has other keys: %v", r.once)
	}
	o.want(200, "bank", "POST", "/v1/events/replay", map[string]any{"since": "2026-09-02T00:00:00+08:00"})
	o.want(200, "bank", "POST", "/v1/events/replay", map[string]any{"from": 6})
}

// A body without an address reads its stream from where it left off; from an instant on it finds the number to begin at.
func TestF21_3_ACursorResumesWhereItWasLeft(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	empty := o.want(200, "bank", "GET", "/v1/events", nil)
	if len(empty["events"].([]any)) != 0 || empty["next"] != 0.0 {
		t.Errorf("%v", empty)
	}
	o.tell(bankID, 1, 3)
	o.tell(otherID, 1, 1)
	o.on("2026-09-08")
	o.tell(bankID, 4, 5)
	var about []string
	after, more := 0.0, true
	for more {
		page := o.want(200, "bank", "GET", fmt.Sprintf("/v1/events?limit=2&after=%.0f", after), nil)
		for _, e := range page["events"].([]any) {
			about = append(about, e.(map[string]any)["message"].(map[string]any)["about"].(string))
		}
		after, more = page["next"].(float64), page["more"].(bool)
	}
	if want := []string{"rec-1", "rec-2", "rec-3", "rec-4", "rec-5"}; !slices.Equal(about, want) || after != 5 {
		t.Errorf("%v until %v", about, after)
	}
	late := o.want(200, "bank", "GET", "/v1/events?since=2026-09-02T00:00:00%2B08:00", nil)["events"].([]any)
	if len(late) != 2 || late[0].(map[string]any)["seq"] != 4.0 {
		t.Errorf("%v", late)
	}
	if n := o.notices("bank", "")[0].(map[string]any); n["delivered_by"] != "inbox" {
		t.Errorf("%v", n)
	}
	o.want(403, "plain", "GET", "/v1/events", nil)
	o.want(422, "bank", "GET", "/v1/events?limit=501", nil)
}

// However transactions overlap, a reader that goes by the numbers passes over nothing, and sees no number twice.
func TestF21_3_NoReaderPassesOverALateCommit(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	const writers, each = 4, 12
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				err := o.pool.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
					return o.Tell(ctx, tx, []Notice{{Org: bankID, Kind: Lifted, EntityID: firmID, About: fmt.Sprintf("rec-%d-%d", w, i), Reason: "repaired"}})
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	var read []Event
	after, over := int64(0), false
	for len(read) < writers*each {
		select {
		case <-done:
			if over {
				t.Fatalf("%d of %d events", len(read), writers*each)
			}
			over = true // one more look, after the last commit
		default:
		}
		page, _, err := o.Events(t.Context(), people["bank"], after, time.Time{}, mostEvent)
		must(t, err)
		for _, e := range page {
			if e.Seq != after+1 {
				t.Fatalf("%d after %d", e.Seq, after)
			}
			after, read = e.Seq, append(read, e)
		}
	}
}

// Killed after a message was sent and before that was written down, the job is done again: the receiver gets it a second time
// with the same key. While a job holds the stream nobody else sends; what came meanwhile is sent by the one that holds it.
func TestF21_3_ACrashInBetweenSendsAgainAndLosesNothing(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	r := o.receives("accepted")
	must(t, o.jobs.Drain(t.Context()))
	o.tell(bankID, 1, 1)
	must(t, number(t.Context(), o.pool, bankID))
	s, err := take(t.Context(), o.pool, bankID, "killed", o.instant())
	must(t, err)
	e, err := nextEvent(t.Context(), o.pool, &s)
	must(t, err)
	target, err := webhookOf(t.Context(), o.pool, bankID)
	must(t, err)
	must(t, o.deliver(t.Context(), &target, &e))
	o.tell(bankID, 2, 2)
	must(t, o.jobs.Drain(t.Context())) // the stream is held: these jobs leave it alone
	if got := r.seqs(); !slices.Equal(got, []int64{1}) {
		t.Fatalf("two jobs sent at once: %v", got)
	}
	if released, err := release(t.Context(), o.pool, &s, "killed"); err != nil || released {
		t.Errorf("it left although others had come: %v %v", released, err)
	}
	must(t, o.notify(t.Context(), notifyArgs{Org: bankID, Token: "killed"}))
	if got := r.seqs(); !slices.Equal(got, []int64{1, 1, 2}) || r.once[0] != r.once[1] {
		t.Errorf("%v %v", got, r.once)
	}
	// a job that is never done again holds the stream for a while only
	if _, err = take(t.Context(), o.pool, bankID, "lost", o.instant()); err != nil {
		t.Fatal(err)
	}
	o.clock.Add(int64(holdFor + time.Second))
	o.tell(bankID, 3, 3)
	must(t, o.jobs.Drain(t.Context()))
	o.untilSeqs(r, 1, 1, 2, 3)
}

// A job that was put before there were streams delivers as any other.
func TestF21_3_AJobOfTheTimeBeforeStreamsIsDone(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	r := o.receives("done")
	must(t, o.jobs.Drain(t.Context()))
	o.tell(bankID, 1, 1)
	id := o.notices("bank", "")[0].(map[string]any)["id"].(string)
	must(t, o.notify(t.Context(), notifyArgs{Notice: id}))
	must(t, o.notify(t.Context(), notifyArgs{Notice: "nothing"}))
	if got := r.seqs(); !slices.Equal(got, []int64{1}) || len(o.notices("bank", "")) != 0 {
		t.Errorf("%v", got)
	}
}

// While keys are turned a message verifies by either, so that a receiver changes over on a day of its own; then by the new one only.
func TestF21_3_OldAndNewKeyAreBothGoodWhileKeysAreTurned(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	r := o.receives("accepted")
	var heads []http.Header
	var bodies [][]byte
	r.ok = func(h http.Header, body []byte) error {
		heads, bodies = append(heads, h), append(bodies, body)
		return nil
	}
	must(t, o.jobs.Drain(t.Context()))
	o.want(403, "system", "POST", "/v1/exchange/key/rotation", map[string]any{"days": 30})
	o.want(422, "safety", "POST", "/v1/exchange/key/rotation", map[string]any{"days": 91})
	turned := o.want(200, "safety", "POST", "/v1/exchange/key/rotation", map[string]any{"days": 30})
	if got := o.want(409, "safety", "POST", "/v1/exchange/key/rotation", map[string]any{"days": 30}); got["code"] != "exchange.key_turning" {
		t.Errorf("%v", got)
	}
	next := turned["next"].(map[string]any)
	old, anew := o.key, o.generation(2)
	if turned["id"] != old.KeyID() || next["id"] != anew.KeyID() || !strings.HasPrefix(next["from"].(string), "2026-10-01") {
		t.Errorf("%v", turned)
	}
	for i, c := range []struct {
		day       string
		old, anew bool
	}{{"2026-09-01", true, true}, {"2026-09-30", true, true}, {"2026-10-01", false, true}, {"2026-10-02", false, true}} {
		o.on(c.day)
		o.tell(bankID, i, i)
		must(t, o.jobs.Drain(t.Context()))
		if len(bodies) != i+1 {
			t.Fatalf("%d messages on %s", len(bodies), c.day)
		}
		for n, good := range map[int32]bool{1: c.old, 2: c.anew, 3: false} {
			if err := Verify(seal.International, o.generation(n).Public(), heads[i], bodies[i], o.now()); (err == nil) != good {
				t.Errorf("on %s by key %d: %v", c.day, n, err)
			}
		}
	}
	if got := o.want(200, "", "GET", "/v1/exchange/key", nil); got["id"] != anew.KeyID() || got["next"] != nil {
		t.Errorf("%v", got)
	}
}
