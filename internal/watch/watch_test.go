package watch

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"xinheng/internal/exchange"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// A case is watched with its check: when the firm is listed the system is told by a signed webhook, once, and again when the
// entry is removed; what does not touch the answer is not told; once the case is closed nothing is.
func TestF07_3_ACaseThatIsWatchedIsToldWhenTheAnswerChanges(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	hook := o.webhook(buyerID)
	d := o.watching("buyer")
	if d.Outcome != "clear" || o.acts("watch.opened", d.ID) != 1 {
		t.Fatalf("%+v", d)
	}
	must(t, o.take(listed("r-1", 1, nil)))
	must(t, o.jobs.Drain(t.Context()))
	got := hook.received()
	if len(got) != 1 || got[0].Kind != "watch" || got[0].Decision != d.ID || got[0].Version != 1 || got[0].Reason != "outcome_changed" || got[0].DueOn.String() != "2026-09-04" {
		t.Fatalf("%+v", got)
	}
	v := want[View](o, 200, "buyer", "GET", "/v1/watches/"+d.ID, nil)
	if v.First.Outcome != "clear" || v.Now.Outcome == "clear" || v.Changes != 1 || len(v.History) != 1 || len(v.History[0].Begun) != 1 || v.Names["procurement-ban"].ZH == "" {
		t.Fatalf("%+v", v)
	}
	// another title, the same entry: nothing follows that did not before
	must(t, o.take(listed("r-1", 2, func(r *record.Record) { r.Title = "示例重大税收违法（更正）" })))
	must(t, o.Look(t.Context()))
	must(t, o.Look(t.Context()))
	must(t, o.jobs.Drain(t.Context()))
	if n := len(hook.received()); n != 1 {
		t.Fatalf("told %d times of one change", n)
	}
	must(t, o.take(listed("r-1", 3, ended(record.Removed, "2026-09-01"))))
	must(t, o.jobs.Drain(t.Context()))
	got = hook.received()
	v = want[View](o, 200, "buyer", "GET", "/v1/watches/"+d.ID, nil)
	if len(got) != 2 || got[1].Version != 2 || got[1].ID == got[0].ID || v.Now.Outcome != "clear" || v.History[0].Ended[0].Why != "removed" {
		t.Fatalf("%+v %+v", got, v)
	}
	first := want[View](o, 200, "buyer", "DELETE", "/v1/watches/"+d.ID, nil)
	second := want[View](o, 200, "buyer", "DELETE", "/v1/watches/"+d.ID, nil)
	if first.ClosedAt == nil || second.ClosedAt == nil || !first.ClosedAt.Equal(*second.ClosedAt) || o.acts("watch.closed", d.ID) != 1 {
		t.Errorf("%+v %+v", first, second)
	}
	must(t, o.take(listed("r-2", 1, nil)))
	must(t, o.Look(t.Context()))
	if o.left("watch") != 2 {
		t.Errorf("a closed case is told of: %d", o.left("watch"))
	}
}

// Only the body that asked sees what it watches; another body's does not exist. A check of before can be watched, once however
// often it is asked; what changed meanwhile is told at once; and a closed case can be taken up again.
func TestF07_3_AnEarlierCheckIsWatchedByTheBodyThatAskedAndByNobodyElse(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	d := o.asks("buyer", map[string]any{"industry": "C14"})
	must(t, o.take(listed("r-1", 1, nil)))
	if o.left("watch") != 0 {
		t.Fatal("nobody watches, and somebody is told")
	}
	in := map[string]string{"decision": d.ID}
	o.refused(404, "check.unknown_decision", "other", "POST", "/v1/watches", in)
	o.refused(403, "access.no_permission", "window", "POST", "/v1/watches", in)
	v := want[View](o, 200, "officer", "POST", "/v1/watches", in) // a person of the same body
	again := want[View](o, 200, "buyer", "POST", "/v1/watches", in)
	if v.First.Outcome != "clear" || v.Now.Outcome == "clear" || v.Changes != 1 || again.Changes != 1 || !again.OpenedAt.Equal(v.OpenedAt) {
		t.Fatalf("%+v %+v", v, again)
	}
	if n := o.notices("buyer", "watch"); len(n) != 1 || n[0].Decision != d.ID {
		t.Errorf("%+v", n)
	}
	for _, method := range []string{"GET", "DELETE"} {
		o.refused(404, "watch.unknown", "other", method, "/v1/watches/"+d.ID, nil)
		o.refused(403, "access.no_permission", "window", method, "/v1/watches/"+d.ID, nil)
	}
	if n := len(o.notices("other", "watch")); n != 0 {
		t.Errorf("another body was told")
	}
	type page struct{ Watches []View }
	if mine, theirs := want[page](o, 200, "buyer", "GET", "/v1/watches", nil), want[page](o, 200, "other", "GET", "/v1/watches", nil); len(mine.Watches) != 1 || len(theirs.Watches) != 0 {
		t.Errorf("%+v %+v", mine, theirs)
	}
	want[View](o, 200, "officer", "DELETE", "/v1/watches/"+d.ID, nil)
	must(t, o.take(listed("r-1", 2, ended(record.Repaired, "2026-09-01"))))
	if o.left("watch") != 1 || len(want[page](o, 200, "buyer", "GET", "/v1/watches?open=true", nil).Watches) != 0 {
		t.Error("a closed case is told of")
	}
	if v = want[View](o, 200, "buyer", "POST", "/v1/watches", in); v.ClosedAt != nil || v.Now.Outcome != "clear" || v.Changes != 2 {
		t.Errorf("%+v", v)
	}
	past := o.asks("buyer", map[string]any{"on": "2026-08-31"})
	o.refused(409, "watch.other_day", "buyer", "POST", "/v1/watches", map[string]string{"decision": past.ID})
	o.refused(422, "check.watch_today", "buyer", "POST", "/v1/checks", map[string]any{"matter": "gp-qualification", "subject": firmID, "purpose": "procurement",
		"case_no": "1", "officer": "示例", "on": "2026-08-31", "watch": true})
}

// A ban ends by its date. On its last day nothing is told; on the next one the round tells it; and where every job is stopped
// the body finds it the moment it looks.
func TestF07_3_AnEndByDateIsToldByTheRoundAndWithoutAnyJob(t *testing.T) {
	t.Parallel()
	for name, look := range map[string]func(*office){
		"the round":    func(o *office) { must(o.t, o.Look(o.t.Context())) },
		"the watch":    func(o *office) { o.ask("buyer", "GET", "/v1/watches?open=true", nil) },
		"the inbox":    func(o *office) { o.ask("buyer", "GET", "/v1/inbox", nil) },
		"another case": func(o *office) { o.ask("officer", "GET", "/v1/watches/D-20260901-AAAAAAAAA", nil) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t, "2026-09-01")
			must(t, o.take(listed("r-1", 1, func(r *record.Record) { r.PublicUntil = workday.MustParse("2026-09-30") })))
			d := o.watching("buyer")
			for day, told := range map[string]int64{"2026-09-29": 0, "2026-09-30": 0} {
				o.on(day)
				look(o)
				if o.left("watch") != told {
					t.Fatalf("on %s: %d", day, o.left("watch"))
				}
			}
			o.on("2026-10-01")
			look(o)
			look(o)
			if o.left("watch") != 1 {
				t.Fatalf("on the day after: %d", o.left("watch"))
			}
			v := want[View](o, 200, "buyer", "GET", "/v1/watches/"+d.ID, nil)
			if v.Now.Outcome != "clear" || v.History[0].Ended[0].Why != "expired" {
				t.Errorf("%+v", v)
			}
		})
	}
}

// An objection that freezes a record changes the answer, and so does its end: both are told to whoever watches, and neither is a
// lift, since the measure was not ended by anybody.
func TestF07_3_AHoldAndItsEndAreToldToWhoeverWatches(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	must(t, o.take(listed("r-1", 1, nil)))
	d := o.watching("buyer")
	hold := standing.Hold{EntityID: firmID, RecordID: "r-1", ID: "YY-1", Case: "YY-1", Kind: standing.Objection, Suspends: true,
		From: workday.MustParse("2026-09-01"), Basis: []law.Ref{{Instrument: "qfb-2021-4"}}}
	inTx(o, func(ctx context.Context, tx pg.Tx) error { return standing.Place(ctx, tx, o.now(), "cli", hold) })
	must(t, o.Look(t.Context()))
	v := want[View](o, 200, "buyer", "GET", "/v1/watches/"+d.ID, nil)
	if v.Now.Outcome != "clear" || v.History[0].Ended[0].Why != "objection" || o.left("lift") != 0 {
		t.Fatalf("%+v, %d lifts", v, o.left("lift"))
	}
	inTx(o, func(ctx context.Context, tx pg.Tx) error {
		return standing.Lift(ctx, tx, o.now(), "cli", hold, workday.MustParse("2026-09-01"))
	})
	must(t, o.Look(t.Context()))
	if v = want[View](o, 200, "buyer", "GET", "/v1/watches/"+d.ID, nil); v.Changes != 2 || !same(v.Now, v.First) {
		t.Errorf("%+v", v)
	}
}

func inTx(o *office, f func(context.Context, pg.Tx) error) {
	o.t.Helper()
	must(o.t, o.db.InTx(o.t.Context(), f))
	o.follow()
}

// The machine dies between the change and what is told of it: neither has happened. It dies after: the notice is in the database,
// and the job finds the system when it is up again; the cursor of the inbox resumes where it was left.
func TestF07_3_ACrashLosesNothingAndTellsNothingTwice(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	o.ex.Retry = jobs.Retry{Attempts: 500, Pause: jobs.Doubling(20*time.Millisecond, 100*time.Millisecond)}
	hook := o.webhook(buyerID)
	d := o.watching("buyer")
	o.die.Store(true)
	if err := o.take(listed("r-1", 1, nil)); !errors.Is(err, errDied) {
		t.Fatal(err)
	}
	must(t, o.Look(t.Context()))
	if o.left("watch") != 0 || o.asks("buyer", nil).Outcome != "clear" {
		t.Fatal("told of what did not happen")
	}
	o.die.Store(false)
	hook.turn(true)
	must(t, o.take(listed("r-1", 1, nil)))
	must(t, o.jobs.Drain(t.Context()))
	if len(hook.received()) != 0 {
		t.Fatal("it was down")
	}
	hook.turn(false)
	stop, err := o.jobs.Start(t.Context())
	must(t, err)
	defer stop()
	deadline, look := time.After(5*time.Minute), time.NewTicker(20*time.Millisecond)
	defer look.Stop()
	for len(hook.received()) == 0 {
		select {
		case <-deadline:
			t.Fatal("never told")
		case <-look.C:
		}
	}
	if got := hook.received(); len(got) != 1 || got[0].Decision != d.ID {
		t.Errorf("%+v", got)
	}
	n := o.notices("buyer", "watch")
	rest := want[struct{ Notices []exchange.Told }](o, 200, "buyer", "GET", "/v1/inbox?all=true&after="+n[0].ID, nil)
	if len(n) != 1 || len(rest.Notices) != 0 {
		t.Errorf("%+v %+v", n, rest)
	}
}

// Two servers find the same change at once: one of them tells it.
func TestF07_3_TwoAtOnceTellItOnce(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	must(t, o.take(listed("r-1", 1, func(r *record.Record) { r.PublicUntil = workday.MustParse("2026-09-30") })))
	d := o.watching("buyer")
	o.on("2026-10-01")
	done := make(chan error)
	for range 4 {
		go func() { done <- errors.Join(o.Look(t.Context()), o.Lift(t.Context())) }()
	}
	for range 4 {
		must(t, <-done)
	}
	if o.acts("watch.changed", d.ID) != 1 || o.left("watch") != 1 || o.left("lift") != 1 {
		t.Errorf("%d changes, %d and %d notices", o.acts("watch.changed", d.ID), o.left("watch"), o.left("lift"))
	}
}

// Of a natural person a caller was told one word, and a watch tells no more: no measure, no record, no reason.
func TestF07_3_F07_10_AWatchOfAPersonTellsTheWordAndNothingElse(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	ban := func(version int32, change func(*record.Record)) record.Record {
		r := listed("r-ban", version, change)
		r.EntityID, r.List, r.Item, r.Class, r.Person, r.ValidUntil = personID, "", "ban", law.Ban, true, workday.MustParse("2028-04-15")
		return r
	}
	must(t, o.take(ban(1, nil)))
	d := o.asks("buyer", map[string]any{"matter": "director-appointment", "subject": personID, "purpose": "appointment", "watch": true})
	if d.Answer != "no" {
		t.Fatalf("%+v", d)
	}
	must(t, o.take(ban(2, ended(record.Removed, "2026-09-01"))))
	status, raw := o.ask("buyer", "GET", "/v1/watches/"+d.ID, nil)
	if status != 200 || !bytes.Contains(raw, []byte(`"yes"`)) || bytes.Contains(raw, []byte("r-ban")) || bytes.Contains(raw, []byte("office-bar")) || bytes.Contains(raw, []byte("removed")) {
		t.Errorf("%s", raw)
	}
	for _, kind := range []string{"watch", "lift"} {
		n := o.notices("buyer", kind)
		if len(n) != 1 || n[0].About != d.ID || n[0].Reason == "removed" || n[0].Case != "" {
			t.Errorf("%s: %+v", kind, n)
		}
	}
	if lines := want[struct{ Lifts []exchange.Lifting }](o, 200, "nobody", "GET", "/v1/feedback/rate", nil); len(lines.Lifts) != 0 {
		t.Error("the public figure names somebody")
	}
}

// What was written of a change stays as it was written.
func TestF07_3_WhatChangedIsAppendedAndNeverEdited(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	o.watching("buyer")
	must(t, o.take(listed("r-1", 1, nil)))
	for _, sql := range []string{`update watch.change set now = 'clear'`, `delete from watch.change`, `update watch.duty set due_on = null`, `delete from watch.feedback`,
		`update watch.feedback set late = false`, `delete from watch.effect`, `delete from watch.watch`} {
		if _, err := o.db.Exec(t.Context(), pg.Query{Name: "test", SQL: sql}); !pg.Denied(err) {
			t.Errorf("%s: %v", sql, err)
		}
	}
	if all, err := o.log.Since(t.Context(), 0, 100); err != nil || len(all) == 0 || contains(all, firmID) {
		t.Errorf("the ledger names the firm: %v", err)
	}
}

func contains(all []ledger.Entry, text string) bool {
	for _, e := range all {
		if e.About == text {
			return true
		}
	}
	return false
}
