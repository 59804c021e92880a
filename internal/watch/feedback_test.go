package watch

import (
	"testing"
)

// banned and verified are the two measures of a firm on the list with a serious penalty.
func reportOf(o *office, d answer) map[string]any {
	var results []map[string]any
	seen := map[string]bool{}
	for _, e := range d.Effects {
		if !seen[e.Measure.Code] {
			results = append(results, map[string]any{"measure": e.Measure.Code, "applied": true})
		}
		seen[e.Measure.Code] = true
	}
	return map[string]any{"officer": "示例经办人", "results": results}
}

type owedPage struct{ Feedback []Owed }

// A check that told an effect is to be reported on within ten working days; one that told nothing is not. On the last day it is
// not late, the day after it is; a second click changes nothing, and another story than the first is refused.
func TestF07_4_WhatACheckToldIsReportedOnInTime(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	clear := o.asks("buyer", nil)
	must(t, o.take(listed("r-1", 1, nil)))
	d := o.asks("buyer", nil)
	o.asks("buyer", map[string]any{"purpose": "test"})
	o.asks("buyer", map[string]any{"on": "2026-08-31"})
	o.asks("other", nil)
	mine := want[owedPage](o, 200, "executor", "GET", "/v1/feedback?state=open", nil).Feedback
	if len(mine) != 1 || mine[0].Decision != d.ID || mine[0].DueOn.String() != "2026-09-15" || mine[0].Left != 10 || mine[0].Measures[0].Name.ZH == "" {
		t.Fatalf("%+v", mine)
	}
	path := "/v1/decisions/" + d.ID + "/feedback"
	in := reportOf(o, d)
	o.refused(404, "watch.nothing_owed", "other", "POST", path, in)
	o.refused(403, "access.no_permission", "clerk", "POST", path, in)
	o.refused(403, "access.no_permission", "asking", "POST", path, in)
	o.refused(404, "watch.nothing_owed", "buyer", "POST", "/v1/decisions/"+clear.ID+"/feedback", in)
	for _, c := range []struct {
		day     string
		left    int
		late    bool
		overdue int
	}{{"2026-09-14", 1, false, 0}, {"2026-09-15", 0, false, 0}, {"2026-09-16", -1, true, 1}} {
		o.on(c.day)
		m := want[owedPage](o, 200, "buyer", "GET", "/v1/feedback?decision="+d.ID, nil).Feedback[0]
		late := want[owedPage](o, 200, "buyer", "GET", "/v1/feedback?state=overdue", nil).Feedback
		if m.Left != c.left || m.Late != c.late || len(late) != c.overdue {
			t.Errorf("on %s: %d left, late %v, %d overdue", c.day, m.Left, m.Late, len(late))
		}
	}
	o.on("2026-09-15")
	first := want[Owed](o, 200, "executor", "POST", path, in)
	second := want[Owed](o, 200, "buyer", "POST", path, in)
	if first.Feedback == nil || first.Late || first.Feedback.Officer != "示例executor" || second.Feedback.Officer != "示例executor" || o.acts("watch.reported", d.ID) != 1 {
		t.Errorf("%+v %+v", first.Feedback, second.Feedback)
	}
	other := map[string]any{"officer": "示例", "results": []map[string]any{{"measure": d.Effects[0].Measure.Code, "applied": false, "why": "ended", "note": "示例说明"}}}
	o.refused(409, "watch.reported", "buyer", "POST", path, other)
	if open := want[owedPage](o, 200, "buyer", "GET", "/v1/feedback?state=open", nil).Feedback; len(open) != 0 {
		t.Errorf("%+v", open)
	}
	if done := want[owedPage](o, 200, "buyer", "GET", "/v1/feedback?state=reported", nil).Feedback; len(done) != 1 {
		t.Errorf("%+v", done)
	}
}

// A report speaks of each measure the check told and of no other; why one was not applied is said; and what must be applied is at
// nobody's discretion.
func TestF07_4_AReportSaysOfEachMeasureWhatWasDone(t *testing.T) {
	t.Parallel()
	owed := []owedMeasure{{"must", "block", true}, {"may", "warn", false}}
	yes := func(m string) Result { return Result{Measure: m, Applied: true} }
	no := func(m, why, note string) Result { return Result{Measure: m, Why: why, Note: note} }
	for name, c := range map[string]struct {
		in   []Result
		want error
	}{
		"both applied":                  {[]Result{yes("must"), yes("may")}, nil},
		"one at discretion":             {[]Result{yes("must"), no("may", "discretion", "")}, nil},
		"a must, explained":             {[]Result{no("must", "not_concluded", "供应商撤回投标"), yes("may")}, nil},
		"nothing":                       {nil, errEachMeasure},
		"one left out":                  {[]Result{yes("must")}, errEachMeasure},
		"one that was not told":         {[]Result{yes("must"), yes("may"), yes("else")}, errEachMeasure},
		"one twice":                     {[]Result{yes("must"), yes("may"), yes("may")}, errEachMeasure},
		"no reason":                     {[]Result{yes("must"), no("may", "", "")}, errWhy},
		"a reason nobody knows":         {[]Result{yes("must"), no("may", "because", "")}, errWhy},
		"a reason for what was applied": {[]Result{yes("must"), {Measure: "may", Applied: true, Why: "other"}}, errWhy},
		"a must at discretion":          {[]Result{no("must", "discretion", "示例"), yes("may")}, errNoDiscretion},
		"a must unexplained":            {[]Result{no("must", "ended", ""), yes("may")}, errNote},
		"another reason unexplained":    {[]Result{yes("must"), no("may", "other", "")}, errNote},
	} {
		if got := fitting(owed, c.in); got != c.want { //nolint:errorlint // the very one
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// The lead office sees who owes reports, body by body, most overdue first, and no subject; offices elsewhere do not; the public
// sees one figure.
func TestF07_4_TheDebtIsSeenByBodyAndTheRateByEverybody(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	must(t, o.take(fined("r-fine")))
	var mine []answer
	for range 3 {
		mine = append(mine, o.asks("buyer", nil))
	}
	o.asks("other", nil)
	want[Owed](o, 200, "buyer", "POST", "/v1/decisions/"+mine[0].ID+"/feedback", reportOf(o, mine[0]))
	refused := map[string]any{"officer": "示例", "results": []map[string]any{{"measure": mine[1].Effects[0].Measure.Code, "applied": false, "why": "other", "note": "示例说明"}}}
	if !mine[1].Effects[0].Must {
		t.Fatal("the measure should be one that must be applied")
	}
	o.on("2026-09-16")
	want[Owed](o, 200, "buyer", "POST", "/v1/decisions/"+mine[1].ID+"/feedback", refused)
	type debt struct{ Bodies []Debt }
	for who, bodies := range map[string]int{"lead": 2, "away": 1, "clerk": 1} {
		got := want[debt](o, 200, who, "GET", "/v1/feedback/debt", nil).Bodies
		if len(got) != bodies {
			t.Fatalf("%s sees %+v", who, got)
		}
		for _, b := range got {
			if b.Org == buyerID && (b.Told != 3 || b.Reported != 2 || b.InTime != 1 || b.Overdue != 1 || b.Open != 0 || b.Refused != 1 || b.Oldest.String() != "2026-09-15") {
				t.Errorf("%+v", b)
			}
		}
	}
	o.refused(403, "access.no_permission", "executor", "GET", "/v1/feedback/debt", nil)
	o.refused(422, "web.bad_date", "lead", "GET", "/v1/feedback/debt?since=soon", nil)
	r := want[Rate](o, 200, "nobody", "GET", "/v1/feedback/rate", nil)
	if r.Due != 4 || r.Reported != 2 || r.InTime != 1 || r.Permille == nil || *r.Permille != 500 {
		t.Errorf("%+v", r)
	}
}

// Without any debt the public figure is absent, and not a hundred percent.
func TestF07_4_NothingDueIsNoRate(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-09-01")
	if r := want[Rate](o, 200, "nobody", "GET", "/v1/feedback/rate", nil); r.Due != 0 || r.Permille != nil {
		t.Errorf("%+v", r)
	}
}
