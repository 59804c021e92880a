package adapter

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"xinheng/internal/counter"
	"xinheng/internal/entry"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

var qWaiting = pg.Q("adapter.test_waiting", `select outgoing_id from adapter.outgoing where state = 'waiting'`)

// sector is the case system of the body: a peer that keeps the rules, and can be away.
type sector struct {
	*Reference
	link Link
	away atomic.Bool
}

func (o *office) sector() *sector {
	o.T.Helper()
	a, _ := o.book().Adapter("industry")
	s := &sector{Reference: &Reference{Book: o.book(), Adapter: a, Suite: seal.National, Public: o.sealer.SigningKey("adapter").Public(), Now: o.Now}}
	inner := Serve(s.Reference)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.away.Load() {
			http.Error(w, "away", http.StatusBadGateway)
			return
		}
		inner.ServeHTTP(w, r)
	}))
	o.T.Cleanup(server.Close)
	s.link = o.linked("industry", "push", server.URL, false)
	return s
}

// delivers lets the system of the body deliver a penalty.
func (o *office) delivers(document, id string) Receipt {
	o.T.Helper()
	k := o.kit("industry")
	s := k.first()
	m := k.message(s, 1)
	m.ID, m.Trial = id, false
	var err error
	m.Data, err = s.table([][]string{k.line(s, document, nil)}, m.Encoding)
	counter.Must(o.T, err)
	r, _, err := k.post(o.T.Context(), m)
	counter.Must(o.T, err)
	return r
}

// typed is a penalty an officer types and another approves: the same one the system would deliver.
func (o *office) typed(document string) entry.Draft {
	o.T.Helper()
	k := o.kit("industry")
	s := k.first()
	values := map[string]string{}
	for i, cell := range k.line(s, document, nil) {
		if ours, _ := s.Flow.Fields[i].In(cell); ours != "" {
			values[s.Flow.Fields[i].Ours] = ours
		}
	}
	d := counter.Want[entry.Draft](o.Counter, "clerk", "POST", "/v1/drafts", map[string]any{"item": "penalty", "values": values}, "")
	d = counter.Want[entry.Draft](o.Counter, "clerk", "POST", "/v1/drafts/"+d.ID+"/submission", nil, "")
	return counter.Want[entry.Draft](o.Counter, "checker", "POST", "/v1/drafts/"+d.ID+"/decision", entry.Decision{Approve: true, Version: d.Version}, "")
}

func (o *office) drained() { o.T.Helper(); counter.Must(o.T, o.queue.Drain(o.T.Context())) }

// again tries what failed once more, as the queue does in its own time.
func (o *office) again() {
	o.T.Helper()
	ids, err := pg.Column[string](o.T.Context(), o.DB, qWaiting)
	counter.Must(o.T, err)
	for _, id := range ids {
		counter.Must(o.T, o.sendOut(o.T.Context(), backArgs{id}))
	}
}

// has is what the system of the body has of a penalty.
func (s *sector) has(document string) (state string, versions int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range s.held {
		if h.sheet.role(h.values, "document_no") == document && h.sheet.Item.Code == "penalty" {
			if h.ended {
				return "ended", h.versions
			}
			return "held", h.versions
		}
	}
	return "absent", 0
}

func (o *office) out(state string) int64 {
	return o.Counter.Count(`select count(*) from adapter.outgoing where state = $1`, state)
}

// What the body's system has is here without anybody typing, and is not sent back to where it came from.
func TestF21_5_WhatASystemDeliversIsHereWithoutTypingAndDoesNotEcho(t *testing.T) {
	t.Parallel()
	o := open(t)
	s := o.sector()
	if r := o.delivers("示适〔2026〕甲1号", "a-1"); r.Taken != 1 {
		t.Fatalf("%+v", r)
	}
	o.drained()
	if n := o.Counter.Count(`select count(*) from record.version where document_no = '示适〔2026〕甲1号'`); n != 1 {
		t.Errorf("%d records", n)
	}
	if n := o.Counter.Count(`select count(*) from adapter.outgoing`); n != 0 {
		t.Errorf("%d sent back to where they came from", n)
	}
	if state, _ := s.has("示适〔2026〕甲1号"); state != "absent" {
		t.Errorf("its system was told what it said: %s", state)
	}
}

// What an officer enters here is in the body's system, by receipt; there it is not typed, and when it comes back from there it stays one
// record and goes nowhere. A withdrawal decided here ends it there too.
func TestF21_5_WhatIsEnteredHereGoesBackOnceWithAReceipt(t *testing.T) {
	t.Parallel()
	o := open(t)
	s := o.sector()
	const doc = "示适〔2026〕乙1号"
	s.away.Store(true)
	d := o.typed(doc)
	_ = o.queue.Drain(t.Context())
	if o.out("waiting") != 1 || o.out("received") != 0 {
		t.Fatalf("away: waiting %d received %d", o.out("waiting"), o.out("received"))
	}
	s.away.Store(false)
	o.again()
	if state, n := s.has(doc); state != "held" || n != 1 || o.out("received") != 1 {
		t.Fatalf("%s %d, received %d", state, n, o.out("received"))
	}
	o.Later(time.Minute)
	if r := o.delivers(doc, "b-1"); r.Known != 1 || r.Taken != 0 {
		t.Errorf("it came back as %+v", r)
	}
	o.drained()
	if n := o.Counter.Count(`select count(*) from adapter.outgoing`); n != 1 {
		t.Errorf("%d lines: it echoes", n)
	}
	r, err := record.Find(t.Context(), o.DB, d.RecordID)
	counter.Must(t, err)
	counter.Must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, err := o.records.Rule(ctx, tx, people["checker"], "示例案1", []record.Ruling{{EntityID: r.EntityID, ID: r.ID, State: record.Withdrawn,
			On: workday.MustParse("2026-11-22"), Document: "示适撤〔2026〕乙1号", Authority: bodyName}})
		return err
	}))
	o.drained()
	if state, _ := s.has(doc); state != "ended" || o.out("received") != 2 {
		t.Errorf("after the withdrawal: %s, received %d", state, o.out("received"))
	}
	for _, l := range counter.Want[linkList](o.Counter, "admin", "GET", "/v1/adapter-links", nil, "").Items {
		if l.Received != 2 || l.Waiting != 0 || l.Refused != 0 {
			t.Errorf("%+v", l)
		}
	}
}

// A receipt for something else is no receipt, and a refusal is kept with its reason.
func TestF21_5_OnlyAReceiptForThisBodyCounts(t *testing.T) {
	t.Parallel()
	o := open(t)
	s := o.sector()
	s.Breaks = "receipt"
	o.typed("示适〔2026〕丁1号")
	_ = o.queue.Drain(t.Context())
	if o.out("received") != 0 {
		t.Error("a receipt that does not say for what was believed")
	}
	s.mu.Lock()
	s.Breaks, s.Public = "", sender.Public() // it knows another key now
	s.mu.Unlock()
	o.again()
	if n := o.Counter.Count(`select count(*) from adapter.outgoing where state = 'refused' and code = 'signature'`); n != 1 {
		t.Errorf("%d refused", n)
	}
}

// Counted is what was typed here and delivered too, by body and month; what went back first is not.
func TestF21_5_DoubleEntryIsCountedPerBody(t *testing.T) {
	t.Parallel()
	o := open(t)
	s := o.sector()
	o.At(workday.MustParse("2026-10-31").Start().Add(23*time.Hour + 59*time.Minute))
	s.away.Store(true)
	o.typed("示适〔2026〕丙1号") // typed on the last minute of October
	o.At(workday.MustParse("2026-11-01").Start())
	o.typed("示适〔2026〕丙2号")           // and in the first of November
	o.delivers("示适〔2026〕丙1号", "c-1") // its system had it all the while
	o.delivers("示适〔2026〕丙3号", "c-2")
	o.On("2026-11-22")
	s.away.Store(false)
	o.drained()
	o.Later(time.Minute)
	o.delivers("示适〔2026〕丙2号", "c-3") // came back: an echo
	o.typed("示适〔2026〕丙3号")           // typed though it had been delivered
	for range 2 {
		counter.Must(t, o.CountDouble(t.Context()))
	}
	got := counter.Want[doubles](o.Counter, "checker", "GET", "/v1/figures/double-entry", nil, "").Items
	if len(got) != 1 || got[0].Hand != 3 || got[0].Delivered != 3 || got[0].Twice != 2 || got[0].Permille == nil || *got[0].Permille != 500 || len(got[0].Months) != 2 {
		t.Fatalf("%+v", got)
	}
	if oct, nov := got[0].Months[0], got[0].Months[1]; oct.Hand != 1 || oct.Twice != 1 || nov.Hand != 2 || nov.Twice != 1 || nov.Delivered != 3 {
		t.Errorf("%+v %+v", oct, nov)
	}
	counter.Want[doubles](o.Counter, "system", "GET", "/v1/figures/double-entry", nil, "access.no_permission")
	if far := counter.Want[doubles](o.Counter, "far", "GET", "/v1/figures/double-entry", nil, ""); len(far.Items) != 0 {
		t.Errorf("another city sees %+v", far)
	}
}
