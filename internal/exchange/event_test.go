package exchange

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/seal"
)

// receiver is a consumer's webhook that may be made to fail.
type receiver struct {
	mu     sync.Mutex
	took   []string // about, in the order it came
	once   []string
	keys   []string
	fail   func(n int) int // status of the n-th request; 0: taken
	seen   int
	server *httptest.Server
}

func receive(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{fail: func(int) int { return 0 }}
	r.server = httptest.NewServer(r)
	t.Cleanup(r.server.Close)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	var m Message
	_ = json.Unmarshal(body, &m)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen++
	if status := r.fail(r.seen); status != 0 {
		w.WriteHeader(status)
		return
	}
	r.took, r.once, r.keys = append(r.took, m.About), append(r.once, req.Header.Get(HeaderOnce)), append(r.keys, req.Header.Get(HeaderKey))
	_ = json.NewEncoder(w).Encode(Answer{m.ID, "accepted"})
}

func (r *receiver) got() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.took)
}

func (r *receiver) failing(f func(n int) int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen, r.fail = 0, f
}

// tell tells the bank of records, one transaction each.
func (o *office) tell(about ...string) {
	o.t.Helper()
	for _, id := range about {
		must(o.t, o.pool.InTx(o.t.Context(), func(ctx context.Context, tx pg.Tx) error {
			return o.Tell(ctx, tx, []Notice{{Org: bankID, Kind: Tombstone, EntityID: firmID, About: id, Reason: "repaired"}})
		}))
	}
}

func (o *office) hook(url string) { o.target("bank", Draft{Kind: Consumer, Org: bankID, PushURL: url}) }

func (o *office) stream() map[string]any { return o.want(200, "bank", "GET", "/v1/events/stream", nil) }

// abouts reads the stream of the bank from a place on, a page at a time, and gives the cursor it ends with.
func (o *office) abouts(after any, limit int) (all []string, next any) {
	o.t.Helper()
	for {
		page := o.want(200, "bank", "GET", fmt.Sprintf("/v1/events?after=%v&limit=%d", after, limit), nil)
		for _, e := range page["events"].([]any) {
			all = append(all, e.(map[string]any)["about"].(string))
		}
		if after = page["next"]; page["more"] != true {
			return all, after
		}
	}
}

func numbered(n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("rec-%03d", i))
	}
	return out
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// A receiver that was down and answers with errors is told everything, once it is back, and in the order it happened: what is
// behind a message that is not taken waits for it.
func TestF21_3_WhatAReceiverMissedComesInOrder(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	o.drop()
	r := receive(t)
	r.failing(func(n int) int {
		if n <= 6 {
			return []int{500, 503, 429}[n%3]
		}
		return 0
	})
	o.hook(r.server.URL)
	all := numbered(12)
	o.tell(all...)
	eventually(t, "all are taken", func() bool { return len(r.got()) >= len(all) }, func() string { return fmt.Sprint(r.got()) })
	same(t, "taken", r.got(), all)
	eventually(t, "the stream is through", func() bool { return o.stream()["waiting"] == 0.0 }, func() string { return fmt.Sprint(o.stream()) })
	if s := o.stream(); s["failures"] != 0.0 || s["dead_at"] != nil || s["pushed"] != 12.0 {
		t.Errorf("%v", s)
	}
}

// A receiver without a webhook, or that comes back after a week, reads on from where it was: nothing is missing, nothing comes twice,
// also when it acknowledged some of it meanwhile.
func TestF21_3_ACursorIsGoodAfterAWeek(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	all := numbered(25)
	o.tell(all[:10]...)
	first, cursor := o.abouts(0, 4)
	same(t, "the first ten", first, all[:10])
	again, still := o.abouts(cursor, 4)
	if len(again) != 0 || still != cursor {
		t.Errorf("%v %v", again, still)
	}
	o.on("2026-09-08")
	o.tell(all[10:]...)
	id := o.notices("bank", "")[12].(map[string]any)["id"].(string)
	o.want(200, "bank", "POST", "/v1/inbox/"+id+"/acknowledgement", nil)
	rest, _ := o.abouts(cursor, 4)
	same(t, "the rest", rest, all[10:])
	since, _ := o.want(200, "bank", "GET", "/v1/events?since=2026-09-07T00:00:00Z", nil)["events"].([]any)
	if len(since) != 15 || since[0].(map[string]any)["about"] != all[10] {
		t.Errorf("%v", since)
	}
	if other := o.want(200, "another", "GET", "/v1/events", nil)["events"].([]any); len(other) != 0 {
		t.Errorf("another body reads it: %v", other)
	}
	o.want(403, "plain", "GET", "/v1/events", nil)
	o.want(422, "bank", "GET", "/v1/events?after=-1", nil)
}

// What is told in a transaction that takes long stands behind what was read before it ended: a cursor never jumps over it.
func TestF21_3_NothingTurnsUpBeforeAPlaceThatWasRead(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	told, end, done := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		done <- o.pool.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
			err := o.Tell(ctx, tx, []Notice{{Org: bankID, Kind: Tombstone, EntityID: firmID, About: "slow", Reason: "repaired"}})
			close(told)
			<-end
			return err
		})
	}()
	<-told
	o.tell("quick")
	first, cursor := o.abouts(0, 100)
	same(t, "while it is under way", first, []string{"quick"})
	close(end)
	must(t, <-done)
	rest, _ := o.abouts(cursor, 100)
	same(t, "after it", rest, []string{"slow"})
}

// Readers and tellers at once give each event one place.
func TestF21_3_EveryEventHasOnePlace(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	var wg sync.WaitGroup
	for part := range 4 {
		wg.Go(func() {
			for i := range 10 {
				_ = o.pool.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
					return o.Tell(ctx, tx, []Notice{{Org: bankID, Kind: Tombstone, EntityID: firmID, About: fmt.Sprintf("p%d-%d", part, i), Reason: "repaired"}})
				})
				_ = number(t.Context(), o.pool, bankID)
			}
		})
	}
	wg.Wait()
	all, last := o.abouts(0, 7)
	seen := slices.Sorted(slices.Values(all))
	if len(all) != 40 || len(slices.Compact(seen)) != 40 || last != 40.0 {
		t.Errorf("%d events, %d of them different, the last at %v", len(all), len(seen), last)
	}
}

// A webhook that never takes anything is given up, visibly; what waits there is kept, and a replay brings it, in order.
func TestF21_3_ADeadLetterIsSeenAndReplayed(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.Retry.Attempts = 3
	o.drop()
	r := receive(t)
	r.failing(func(int) int { return 500 })
	o.hook(r.server.URL)
	o.tell("rec-1", "rec-2")
	stop, err := o.jobs.Start(t.Context())
	must(t, err)
	t.Cleanup(stop)
	eventually(t, "given up", func() bool { return o.stream()["dead_at"] != nil }, func() string { return fmt.Sprint(o.stream()) })
	if s := o.stream(); s["last_error"] != "status_500" || s["waiting"] != 2.0 {
		t.Errorf("%v", s)
	}
	if dead := o.want(200, "lead", "GET", "/v1/events/dead-letters", nil)["streams"].([]any); len(dead) != 1 || dead[0].(map[string]any)["org"] != bankID {
		t.Errorf("%v", dead)
	}
	o.want(403, "bank", "GET", "/v1/events/dead-letters", nil)
	o.tell("rec-3")
	r.failing(func(int) int { return 0 })
	o.want(422, "bank", "POST", "/v1/events/replay", map[string]any{"after": 4})
	o.want(200, "bank", "POST", "/v1/events/replay", map[string]any{"after": 0})
	eventually(t, "all are taken", func() bool { return o.stream()["waiting"] == 0.0 }, func() string { return fmt.Sprint(o.stream()) })
	same(t, "taken", r.got(), []string{"rec-1", "rec-2", "rec-3"})
	if dead := o.want(200, "lead", "GET", "/v1/events/dead-letters", nil)["streams"].([]any); len(dead) != 0 {
		t.Errorf("%v", dead)
	}
	if o.acts("exchange.replayed", bankID) != 1 {
		t.Error("a replay is not on the ledger")
	}
}

// A replay brings what was acknowledged as well, under the same idempotency keys; without a webhook there is nothing to replay to.
func TestF21_3_AReplayRepeatsEveryMessageUnderItsKey(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	if got := o.want(409, "bank", "POST", "/v1/events/replay", map[string]any{"after": 0}); got["code"] != "exchange.no_webhook" {
		t.Errorf("%v", got)
	}
	r := receive(t)
	o.hook(r.server.URL)
	all := numbered(5)
	o.tell(all...)
	must(t, o.jobs.Drain(t.Context()))
	for _, n := range o.notices("bank", "") {
		o.want(200, "bank", "POST", "/v1/inbox/"+n.(map[string]any)["id"].(string)+"/acknowledgement", nil)
	}
	o.want(200, "bank", "POST", "/v1/events/replay", map[string]any{"after": 2})
	must(t, o.jobs.Drain(t.Context()))
	same(t, "taken", r.got(), append(slices.Clone(all), all[2:]...))
	if !slices.Equal(r.once[2:5], r.once[5:]) {
		t.Errorf("other keys: %v", r.once)
	}
}

// A process that dies between an answer and the note of it sends the message again, and nothing out of order.
func TestF21_3_ACrashRepeatsAMessageAndLosesNone(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	r := receive(t)
	o.hook(r.server.URL)
	o.tell("rec-1", "rec-2", "rec-3")
	r.failing(func(n int) int {
		if n == 1 { // the message arrives, and the job that sent it is gone
			return http.StatusInternalServerError
		}
		return 0
	})
	ctx, cancel := context.WithCancel(t.Context())
	must(t, number(t.Context(), o.pool, bankID))
	if mine, err := claim(t.Context(), o.pool, bankID, 0); err != nil || !mine {
		t.Fatalf("%v %v", mine, err)
	}
	cancel()
	if err := o.notify(ctx, notifyArgs{Org: bankID}); err == nil {
		t.Error("a job whose time is over is done")
	}
	if err := o.notify(t.Context(), notifyArgs{Org: bankID}); !errors.Is(err, errBusy) { // another is at it, as far as anybody knows
		t.Errorf("%v: a job that finds another at work looks again", err)
	}
	if len(r.got()) != 0 {
		t.Fatalf("%v", r.got())
	}
	_, err := pgtest.Owner(t, o.pool).Exec(t.Context(), pg.Query{Name: "test", SQL: `update exchange.stream set busy_until = now() - interval '1 second'`})
	must(t, err)
	if err := o.notify(t.Context(), notifyArgs{Org: bankID}); err == nil {
		t.Error("a message that is not taken is not tried again")
	}
	must(t, o.notify(t.Context(), notifyArgs{Org: bankID}))
	same(t, "taken by one job", r.got(), []string{"rec-1"}) // one a job: one that is broken off is done again for its own event
	must(t, o.jobs.Drain(t.Context()))
	same(t, "taken", r.got(), []string{"rec-1", "rec-2", "rec-3"})
}

// A webhook that is slower than the patience with it has not taken the message.
func TestF21_3_ASlowReceiverIsTriedAgain(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	free := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		select {
		case <-free:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(slow.Close)
	t.Cleanup(func() { close(free) })
	o.http.Timeout = 200 * time.Millisecond
	o.hook(slow.URL)
	o.tell("rec-1")
	if err := o.notify(t.Context(), notifyArgs{Org: bankID}); err == nil {
		t.Error("it is done")
	}
	if s := o.stream(); s["last_error"] != "timeout" || s["failures"] != 1.0 || s["waiting"] != 1.0 {
		t.Errorf("%v", s)
	}
}

// A body that gets a webhook later is sent what it has not acknowledged.
func TestF21_3_ANewWebhookIsSentWhatWaits(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	o.tell("rec-1", "rec-2")
	must(t, o.jobs.Drain(t.Context()))
	id := o.notices("bank", "")[0].(map[string]any)["id"].(string)
	o.want(200, "bank", "POST", "/v1/inbox/"+id+"/acknowledgement", nil)
	r := receive(t)
	o.hook(r.server.URL)
	must(t, o.jobs.Drain(t.Context()))
	same(t, "taken", r.got(), []string{"rec-2"})
}

// The next signing key is listed before it signs, and the old one after: on every day a receiver that trusts the list believes us.
func TestF21_3_WhileSigningKeysChangeBothAreListed(t *testing.T) {
	t.Parallel()
	o := quiet(t, "2026-09-01")
	o.drop()
	r := receive(t)
	o.hook(r.server.URL)
	list := func() (ids []string) {
		for _, k := range o.want(200, "", "GET", "/v1/exchange/keys", nil)["keys"].([]any) {
			ids = append(ids, k.(map[string]any)["id"].(string))
		}
		return ids
	}
	old := list()
	o.want(403, "handler", "POST", "/v1/exchange/keys", map[string]any{"days": 10})
	o.want(422, "safety", "POST", "/v1/exchange/keys", map[string]any{"days": 0})
	o.want(201, "safety", "POST", "/v1/exchange/keys", map[string]any{"days": 10})
	if got := o.want(409, "safety", "POST", "/v1/exchange/keys", map[string]any{"days": 10}); got["code"] != "exchange.key_announced" {
		t.Errorf("%v", got)
	}
	both := list()
	if len(old) != 1 || len(both) != 2 || both[0] != old[0] {
		t.Fatalf("%v, then %v", old, both)
	}
	for i, c := range []struct {
		day    string
		signed int
		listed int
	}{{"2026-09-10", 0, 2}, {"2026-09-11", 1, 2}, {"2026-09-17", 1, 2}, {"2026-09-18", 1, 1}} {
		o.on(c.day)
		o.tell(fmt.Sprintf("rec-%d", i))
		must(t, o.jobs.Drain(t.Context()))
		if r.keys[len(r.keys)-1] != both[c.signed] || len(list()) != c.listed {
			t.Errorf("on %s signed by %s of %v, listed %v", c.day, r.keys[len(r.keys)-1], both, list())
		}
		if now := o.want(200, "", "GET", "/v1/exchange/key", nil)["id"]; now != both[c.signed] {
			t.Errorf("on %s the key is %v", c.day, now)
		}
	}
}

// What a receiver does with a message refuses one that was changed, signed by somebody else, or sent again later.
func TestF21_3_AForgedOrOldMessageIsRefused(t *testing.T) {
	t.Parallel()
	s, err := seal.New([]byte("an invented secret of thirty-two b"), seal.National)
	must(t, err)
	key, at, body := s.SigningKey("exchange"), time.Date(2026, 9, 1, 1, 0, 0, 0, time.UTC), []byte(`{"id":"x"}`)
	h := http.Header{}
	h.Set(HeaderTime, at.Format(time.RFC3339))
	h.Set(HeaderOnce, "x-1")
	h.Set(HeaderSignature, base64.StdEncoding.EncodeToString(key.Sign(Signed(at.Format(time.RFC3339), "x-1", body))))
	must(t, Verify(seal.National, key.Public(), h, body, at.Add(fresh)))
	other := h.Clone()
	other.Set(HeaderOnce, "x-2")
	for what, err := range map[string]error{
		"later":         Verify(seal.National, key.Public(), h, body, at.Add(fresh+time.Second)),
		"earlier":       Verify(seal.National, key.Public(), h, body, at.Add(-fresh-time.Second)),
		"another body":  Verify(seal.National, key.Public(), h, []byte(`{"id":"y"}`), at),
		"another key":   Verify(seal.National, s.SigningKey("other").Public(), h, body, at),
		"another once":  Verify(seal.National, key.Public(), other, body, at),
		"not signed":    Verify(seal.National, key.Public(), http.Header{HeaderTime: h[HeaderTime]}, body, at),
		"without a day": Verify(seal.National, key.Public(), http.Header{}, body, at),
	} {
		if err == nil {
			t.Errorf("%s is believed", what)
		}
	}
}
