package snapshot

import (
	"bytes"
	"slices"
	"sync"
	"testing"

	"xinheng/internal/counter"
	"xinheng/internal/pg"
	"xinheng/internal/record"
)

type results struct {
	Results                []Rechecked
	Agree, Differ, Refused int
}

type rechecksPage struct {
	Rechecks []Differs
	Counts   Counts
	Next     string
}

// offline answers from the snapshot of a day, as a caller does while the platform is away.
func (o *office) offline(f *File, ref, subject string) map[string]any {
	o.T.Helper()
	a, err := f.Check(matter, subject, 0, o.today())
	counter.Must(o.T, err)
	return map[string]any{"ref": ref, "snapshot": a.Snapshot, "matter": a.Matter, "subject": a.Subject, "on": a.On, "purpose": "procurement", "case_no": "CG-" + ref, "officer": "示例经办人",
		"outcome": a.Outcome, "measures": append([]string{}, codesOf(a.Effects)...)}
}

func (o *office) recheck(who string, all ...map[string]any) results {
	o.T.Helper()
	r := counter.Want[results](o.Counter, who, "POST", "/v1/checks/rechecks", map[string]any{"answers": all}, "")
	o.follow()
	return r
}

func (o *office) count(sql string, args ...any) int64 {
	o.T.Helper()
	n, err := pg.Scalar[int64](o.T.Context(), o.DB, pg.Query{Name: "test", SQL: sql}, args...)
	counter.Must(o.T, err)
	return n
}

func with(g map[string]any, name string, value any) map[string]any {
	out := map[string]any{}
	for k, v := range g {
		out[k] = v
	}
	out[name] = value
	return out
}

// What was answered from a snapshot is checked for real: as of the day it was answered for, with evidence of its own, whether it agrees or
// differs; and what the check tells is reported on like any other.
func TestF07_5_AnAnswerFromASnapshotIsCheckedAgain(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	r := o.list(firmID, "示税〔2026〕1号", "2026-04-16")
	o.build()
	f := o.fetch("2026-09-01")
	o.end(r, record.Repaired)                    // after the snapshot was made, on its day
	o.list(hiddenID, "示税〔2026〕2号", "2026-08-31") // it came later
	given := []map[string]any{o.offline(f, "A-1", quietID), o.offline(f, "A-2", firmID), o.offline(f, "A-3", hiddenID), o.offline(f, "A-4", strangerID)}
	o.On("2026-09-02") // the platform is back
	got := o.recheck("buyer", given...)
	if got.Agree != 1 || got.Differ != 3 || got.Refused != 0 {
		t.Fatalf("%+v", got)
	}
	for i, want := range []struct {
		agrees        bool
		now           string
		missed, undue int
	}{{true, "clear", 0, 0}, {false, "clear", 0, 1}, {false, "attention", 1, 0}, {false, "unknown_subject", 0, 0}} {
		x := got.Results[i]
		if x.Ref != given[i]["ref"] || x.Agrees != want.agrees || x.Now.Outcome != want.now || len(x.Missed) != want.missed || len(x.Undue) != want.undue || x.Snapshot != f.Head.Day {
			t.Errorf("%d: %+v, now %+v", i, x, x.Now)
		}
		if due := map[bool]string{true: "", false: "2026-09-09"}[x.Agrees]; x.DueOn.String() != due {
			t.Errorf("%d: due on %s", i, x.DueOn)
		}
		d := counter.Want[struct {
			AsOf    struct{ Date string } `json:"as_of"`
			CaseNo  string                `json:"case_no"`
			Receipt *struct {
				Entry string `json:"entry_id"`
			}
		}](o.Counter, "buyer", "GET", "/v1/decisions/"+x.Decision, nil, "")
		if d.AsOf.Date != "2026-09-01" || d.CaseNo != given[i]["case_no"] || d.Receipt == nil {
			t.Errorf("%d: the evidence says %+v", i, d)
		}
	}
	owed := counter.Want[struct {
		Feedback []struct {
			Decision string `json:"decision_id"`
		}
	}](o.Counter, "buyer", "GET", "/v1/feedback?state=open", nil, "").Feedback
	if len(owed) != 1 || owed[0].Decision != got.Results[2].Decision {
		t.Errorf("to be reported on: %+v", owed)
	}
	if n := o.count(`select count(*) from ledger.entry where kind = 'recheck.differs'`); n != 3 {
		t.Errorf("%d differences on the ledger", n)
	}
}

// Delivered again, at the same moment or later, an answer makes no second check; under its number nothing else can be delivered.
func TestF07_5_AnAnswerIsCheckedOnce(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	o.list(firmID, "示税〔2026〕1号", "2026-04-16")
	o.build()
	f := o.fetch("2026-09-01")
	a, b := o.offline(f, "A-1", firmID), o.offline(f, "A-2", quietID)
	var wg sync.WaitGroup
	all := make([]results, 4)
	for i := range all {
		wg.Go(func() {
			all[i] = counter.Want[results](o.Counter, "buyer", "POST", "/v1/checks/rechecks", map[string]any{"answers": []map[string]any{a, b}}, "")
		})
	}
	wg.Wait()
	o.On("2026-09-20")
	all = append(all, o.recheck("buyer", b, a))
	slices.Reverse(all[4].Results)
	for i, got := range all {
		for j := range got.Results {
			if got.Results[j].Decision != all[0].Results[j].Decision || !got.Results[j].Agrees {
				t.Errorf("delivery %d: %+v", i, got.Results[j])
			}
		}
	}
	if n := o.count(`select count(*) from "check".decision`); n != 2 {
		t.Errorf("%d checks", n)
	}
	if n := o.count(`select count(*) from snapshot.recheck`); n != 2 {
		t.Errorf("%d rechecks", n)
	}
	if got := o.recheck("buyer", with(a, "outcome", "clear")); got.Refused != 1 || got.Results[0].Error.Code != "snapshot.other_answer" {
		t.Errorf("%+v", got)
	}
	if got := o.recheck("other", a); got.Agree != 1 || got.Results[0].Decision == all[0].Results[0].Decision {
		t.Errorf("another body's numbers are its own: %+v", got)
	}
}

// An answer that cannot be checked is refused by itself, and the others are checked.
func TestF07_5_WhatCannotBeCheckedIsRefusedByItself(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	o.build()
	f := o.fetch("2026-09-01")
	good := o.offline(f, "ok", quietID)
	o.On("2026-09-06")
	bad := []map[string]any{
		with(with(good, "ref", "1"), "snapshot", string(bytes.Repeat([]byte("0"), 64))), with(with(good, "ref", "2"), "on", "2026-08-31"), with(with(good, "ref", "3"), "on", "2026-09-05"),
		with(with(good, "ref", "4"), "subject", personID), with(with(good, "ref", "5"), "subject", "91460000MA0000000X"), with(with(good, "ref", "6"), "matter", "no-such"),
		with(with(good, "ref", "7"), "purpose", "curiosity"), with(with(good, "ref", "8"), "case_no", ""),
	}
	got := o.recheck("buyer", append(bad, with(with(good, "ref", "last"), "on", "2026-09-04"), good)...)
	want := []string{"snapshot.unknown", "snapshot.not_usable", "snapshot.not_usable", "snapshot.person", "ident.uscc_check", "check.unknown_matter", "check.bad_purpose", "check.no_case"}
	for i, code := range want {
		if e := got.Results[i].Error; e == nil || e.Code != code || e.Detail.ZH == "" {
			t.Errorf("%d: %+v, want %s", i, e, code)
		}
	}
	if got.Agree != 2 || got.Refused != len(want) {
		t.Errorf("%+v", got)
	}
	counter.Want[results](o.Counter, "buyer", "POST", "/v1/checks/rechecks", map[string]any{"answers": []any{}}, "snapshot.size")
	counter.Want[results](o.Counter, "buyer", "POST", "/v1/checks/rechecks", map[string]any{"answers": []any{good, good}}, "snapshot.twice")
	counter.Want[results](o.Counter, "reading", "POST", "/v1/checks/rechecks", map[string]any{"answers": []any{good}}, "access.no_permission")
}

// When the machine dies while a check is recorded, neither the check nor what was answered is there; delivered again both are, once.
func TestF07_5_ACrashInBetweenLeavesNothingHalf(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	o.list(firmID, "示税〔2026〕1号", "2026-04-16")
	o.build()
	g := o.offline(o.fetch("2026-09-01"), "A-1", firmID)
	o.Dies.Store(true)
	counter.Want[results](o.Counter, "buyer", "POST", "/v1/checks/rechecks", map[string]any{"answers": []any{g}}, "check.not_recorded")
	both := `select (select count(*) from "check".decision) + (select count(*) from snapshot.recheck) + (select count(*) from watch.duty)`
	if n := o.count(both); n != 0 {
		t.Errorf("%d rows of something half done", n)
	}
	o.Dies.Store(false)
	if got := o.recheck("buyer", g); got.Agree != 1 {
		t.Errorf("%+v", got)
	}
	if n := o.count(both); n != 3 {
		t.Errorf("%d rows", n)
	}
}

// A difference is answered for within five working days: not late on the last of them, late the day after; once, by the body that answered.
func TestF07_5_ADifferenceIsAnsweredFor(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	o.build()
	f := o.fetch("2026-09-01")
	agreed, came := o.offline(f, "A-0", quietID), o.offline(f, "A-1", firmID)
	o.list(firmID, "示税〔2026〕1号", "2026-04-16")
	got := o.recheck("buyer", agreed, came).Results
	id := got[1].Decision
	path := "/v1/checks/rechecks/" + id + "/answer"
	for _, c := range []struct {
		day     string
		left    int
		late    bool
		overdue int64
	}{{"2026-09-07", 1, false, 0}, {"2026-09-08", 0, false, 0}, {"2026-09-09", -1, true, 1}} {
		o.On(c.day)
		p := counter.Want[rechecksPage](o.Counter, "buyer", "GET", "/v1/checks/rechecks?state=open", nil, "")
		late := counter.Want[rechecksPage](o.Counter, "buyer", "GET", "/v1/checks/rechecks?state=overdue", nil, "")
		if len(p.Rechecks) != 1 || p.Rechecks[0].Left != c.left || p.Rechecks[0].Late != c.late || p.Counts != (Counts{1, 1, 1, c.overdue}) || int64(len(late.Rechecks)) != c.overdue {
			t.Errorf("on %s: %+v, %d late", c.day, p, len(late.Rechecks))
		}
	}
	in := map[string]any{"officer": "示例经办人", "done": "kept"}
	counter.Want[Differs](o.Counter, "buyer", "POST", path, in, "snapshot.note")
	in["note"] = "合同已经签订，依法不能撤销"
	counter.Want[Differs](o.Counter, "other", "POST", path, in, "snapshot.no_recheck")
	counter.Want[Differs](o.Counter, "asking", "POST", path, in, "access.no_permission")
	counter.Want[Differs](o.Counter, "buyer", "POST", "/v1/checks/rechecks/"+got[0].Decision+"/answer", in, "snapshot.agrees")
	counter.Want[Differs](o.Counter, "buyer", "POST", path, with(in, "officer", " "), "snapshot.no_officer")
	o.On("2026-09-08")
	first := counter.Want[Differs](o.Counter, "executor", "POST", path, in, "")
	second := counter.Want[Differs](o.Counter, "buyer", "POST", path, in, "")
	if first.Reply == nil || first.Reply.Late || first.Reply.Officer != "示例executor" || second.Reply.Officer != "示例executor" {
		t.Errorf("%+v %+v", first.Reply, second.Reply)
	}
	counter.Want[Differs](o.Counter, "buyer", "POST", path, with(in, "done", "changed"), "snapshot.answered")
	o.On("2026-09-30")
	p := counter.Want[rechecksPage](o.Counter, "buyer", "GET", "/v1/checks/rechecks?state=answered", nil, "")
	if len(p.Rechecks) != 1 || p.Rechecks[0].Late || p.Counts.Open != 0 || o.count(`select count(*) from ledger.entry where kind = 'recheck.answered'`) != 1 {
		t.Errorf("%+v", p)
	}
	if p := counter.Want[rechecksPage](o.Counter, "other", "GET", "/v1/checks/rechecks", nil, ""); len(p.Rechecks) != 0 || p.Counts != (Counts{}) {
		t.Errorf("another body sees %+v", p)
	}
}
