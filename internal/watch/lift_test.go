package watch

import (
	"errors"
	"testing"
	"time"

	"xinheng/internal/exchange"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

type lifts struct{ Lifts []exchange.Lifting }

type liftLag struct {
	All    exchange.LiftLag
	Bodies []exchange.LiftLag
}

// However an effect ends for good, everybody who was told of it is called back once, and must acknowledge.
func TestF16_5_EveryEndCallsBackWhoeverWasTold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		end    func(*record.Record)
		reason string
	}{
		"repair":     {ended(record.Repaired, "2026-09-01"), "repaired"},
		"removal":    {ended(record.Removed, "2026-09-01"), "removed"},
		"withdrawal": {ended(record.Withdrawn, "2026-09-01"), "withdrawn"}, // also of a decision that was quashed
		"unmerging":  {ended(record.Unmerged, "2026-09-01"), "changed"},
		"correction": {func(r *record.Record) { r.PublicUntil = workday.MustParse("2026-08-31") }, "expired"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t, "2026-09-01")
			must(t, o.take(listed("r-1", 1, nil)))
			told := []answer{o.asks("buyer", nil), o.asks("other", nil)}
			o.asks("buyer", map[string]any{"purpose": "test"})
			o.asks("buyer", map[string]any{"on": "2026-08-31"})
			must(t, o.take(listed("r-1", 2, c.end)))
			must(t, o.take(listed("r-1", 2, c.end)))
			must(t, o.Lift(t.Context()))
			if o.left("lift") != 2 || o.asks("buyer", nil).Outcome != "clear" {
				t.Fatalf("%d called back", o.left("lift"))
			}
			for i, who := range []string{"buyer", "other"} {
				n := o.notices(who, "lift")
				if len(n) != 1 || n[0].Decision != told[i].ID || n[0].About != "r-1" || n[0].Reason != c.reason || n[0].DueOn.String() != "2026-09-04" {
					t.Errorf("%s: %+v", who, n)
				}
			}
		})
	}
}

// An effect ends by its date: on the last day nobody is called back, on the next one everybody is, by the round or by looking.
func TestF16_5_AnEndByDateCallsBack(t *testing.T) {
	t.Parallel()
	for name, look := range map[string]func(*office){
		"the round": func(o *office) { must(o.t, o.Lift(o.t.Context())) },
		"the inbox": func(o *office) { o.ask("buyer", "GET", "/v1/inbox", nil) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t, "2026-09-01")
			must(t, o.take(listed("r-1", 1, func(r *record.Record) { r.PublicUntil = workday.MustParse("2026-09-30") })))
			d := o.asks("buyer", nil)
			o.on("2026-09-30")
			look(o)
			if o.left("lift") != 0 {
				t.Fatal("called back on the last day")
			}
			o.on("2026-10-01")
			look(o)
			look(o)
			n := o.notices("buyer", "lift")
			if len(n) != 1 || n[0].Decision != d.ID || n[0].Reason != "expired" {
				t.Errorf("%+v", n)
			}
		})
	}
}

// Whoever checked within the last twelve months is called back; whoever checked before that only if the case is still watched.
func TestF16_5_WhoCheckedLongAgoIsToldOnlyWhereTheCaseIsWatched(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-31")
	must(t, o.take(listed("r-1", 1, nil)))
	o.asks("buyer", nil)
	watched := o.watching("buyer")
	o.on("2026-09-01")
	o.asks("other", nil)
	o.on("2027-09-01") // a year after the second, a year and a day after the first
	must(t, o.take(listed("r-1", 2, ended(record.Repaired, "2027-09-01"))))
	mine, theirs := o.notices("buyer", "lift"), o.notices("other", "lift")
	if len(mine) != 1 || mine[0].Decision != watched.ID || len(theirs) != 1 {
		t.Errorf("%+v %+v", mine, theirs)
	}
}

// The lift ledger: who was told, when, until when, and who is late, by name; the median and the worst.
func TestF16_5_TheLiftLedgerMeasuresTheLagAndNamesTheLate(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	must(t, o.take(listed("r-1", 1, nil)))
	for range 3 {
		o.asks("buyer", nil)
	}
	o.asks("other", nil)
	must(t, o.take(listed("r-1", 2, ended(record.Repaired, "2026-09-01"))))
	mine := o.notices("buyer", "lift")
	for i, after := range []time.Duration{time.Minute, 9 * time.Minute, 50 * time.Minute} {
		o.later(after)
		o.acknowledges("buyer", mine[i].ID)
		o.acknowledges("buyer", mine[i].ID)
	}
	for who, lines := range map[string]int{"lead": 4, "handler": 4, "away": 1, "stranger": 1} {
		if got := want[lifts](o, 200, who, "GET", "/v1/lifts", nil).Lifts; len(got) != lines {
			t.Errorf("%s sees %d lines, want %d", who, len(got), lines)
		}
	}
	o.refused(403, "access.no_permission", "buyer", "GET", "/v1/lifts", nil)
	o.refused(403, "access.no_permission", "clerk", "GET", "/v1/lifts/lag", nil)
	for _, c := range []struct {
		day  string
		late int64
	}{{"2026-09-03", 0}, {"2026-09-04", 0}, {"2026-09-05", 1}} {
		o.on(c.day)
		if got := want[liftLag](o, 200, "handler", "GET", "/v1/lifts/lag", nil); got.All.Late != c.late || got.All.Acknowledged != 3 || got.All.Open != 1 {
			t.Errorf("on %s: %+v", c.day, got.All)
		}
	}
	got := want[liftLag](o, 200, "handler", "GET", "/v1/lifts/lag", nil)
	if len(got.Bodies) != 2 || got.Bodies[0].Org != otherID || got.Bodies[1].Median != 600 || got.Bodies[1].Worst != 3600 || got.Bodies[1].Within[0] != 1 || got.Bodies[1].Within[2] != 2 {
		t.Errorf("%+v", got)
	}
	open := want[lifts](o, 200, "handler", "GET", "/v1/lifts?open=true", nil).Lifts
	if len(open) != 1 || open[0].Org != otherID || !open[0].Late || open[0].EntityID != firmID {
		t.Errorf("%+v", open)
	}
	if done := want[lifts](o, 200, "handler", "GET", "/v1/lifts?org="+buyerID+"&record=r-1", nil).Lifts; len(done) != 3 || done[0].LagSeconds != 3600 {
		t.Errorf("%+v", done)
	}
	o.refused(422, "web.bad_date", "handler", "GET", "/v1/lifts/lag?since=soon", nil)
}

// The machine dies between the repair and the call: neither has happened, and with the repair everybody is called.
func TestF16_5_ACrashLeavesNoRepairWithoutItsCall(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	must(t, o.take(listed("r-1", 1, nil)))
	o.asks("buyer", nil)
	o.die.Store(true)
	if err := o.take(listed("r-1", 2, ended(record.Repaired, "2026-09-01"))); !errors.Is(err, errDied) {
		t.Fatal(err)
	}
	if o.left("lift") != 0 || o.asks("buyer", nil).Outcome == "clear" {
		t.Fatal("called back for what did not happen")
	}
	o.die.Store(false)
	must(t, o.take(listed("r-1", 2, ended(record.Repaired, "2026-09-01"))))
	if o.left("lift") != 2 {
		t.Errorf("%d", o.left("lift"))
	}
}

// Incentives are of the catalogue, told by the check, reported on and called back exactly as measures are.
func TestF16_6_IncentivesAreToldReportedOnAndCalledBack(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	must(t, o.take(rated(1, nil)))
	in := map[string]any{"matter": "enterprise-registration", "purpose": "market_entry", "watch": true}
	in["matter"] = matterWith(t, o, "green-channel")
	d := o.asks("buyer", in)
	if d.Outcome != "clear" || len(d.Effects) != 1 || d.Effects[0].Measure.Code != "green-channel" {
		t.Fatalf("%+v", d)
	}
	owed := want[owedPage](o, 200, "buyer", "GET", "/v1/feedback?decision="+d.ID, nil).Feedback
	if len(owed) != 1 || owed[0].Measures[0].Kind != "incentive" {
		t.Fatalf("%+v", owed)
	}
	no := map[string]any{"officer": "示例", "results": []map[string]any{{"measure": "green-channel", "applied": false, "why": "discretion"}}}
	want[Owed](o, 200, "buyer", "POST", "/v1/decisions/"+d.ID+"/feedback", no)
	must(t, o.take(rated(2, func(r *record.Record) { r.Grade = "B" })))
	lift, change := o.notices("buyer", "lift"), o.notices("buyer", "watch")
	if len(lift) != 1 || lift[0].Decision != d.ID || len(change) != 1 || change[0].Reason != "effects_changed" {
		t.Errorf("%+v %+v", lift, change)
	}
}

// matterWith is a matter of firms in whose rules an incentive stands for the tax rating.
func matterWith(t *testing.T, o *office, incentive string) string {
	t.Helper()
	for _, m := range o.law.On(o.today()).Matters() {
		for _, r := range m.Rules {
			if r.Incentive == incentive && r.When.Rating == "rating_tax" && m.Level != 1 {
				return m.Code
			}
		}
	}
	t.Fatal("no matter gives it")
	return ""
}
