package pilot

import (
	"context"
	"sync"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

var leadID, hereID = counter.Code("11460000", "MB000001"), counter.Code("11460100", "MB000002")

var people = map[string]access.Actor{
	"lead":   counter.Person("lead", leadID, "海南省虚构信用主管部门", "460000", "R19"),
	"second": counter.Person("second", leadID, "海南省虚构信用主管部门", "460000", "R19"),
	"here":   counter.Person("here", hereID, "海口市虚构信用主管部门", "460100", "R20"),
	"away":   counter.Person("away", counter.Code("11460200", "MB000003"), "三亚市虚构信用主管部门", "460200", "R20"),
	"food":   counter.Person("food", hereID, "海口市虚构食品监管局", "460100", "R11"),
}

type office struct {
	*counter.Counter
	*Desk
}

func open(t *testing.T, today string) *office {
	t.Helper()
	c := counter.Open(t, today, people)
	_, err := ledger.Open(t.Context(), c.DB, "xinheng/test", c.Sealer.SigningKeyOf(seal.International, "ledger"))
	counter.Must(t, err)
	o := &office{c, NewDesk(c.DB, c.Law, c.Now)}
	o.Desk.Count = func(_ context.Context, s Scope, _ string, from, to workday.Date) ([]Counted, error) {
		return []Counted{{"visits", int64(to - from + 1)}, {"resulted", int64(len(s.Regions))}}, nil
	}
	o.Compared = func(_ context.Context, id string) (Rests, error) {
		if id != "BJ-DONE" {
			return Rests{}, fault.New(fault.Missing, "test.none", "没有。", "None.")
		}
		return Rests{ID: id, Ways: [2]law.Text2{{ZH: "甲", EN: "one"}, {ZH: "乙", EN: "two"}}, Numbers: []Weighed{{Code: "reach", Unit: "ppm", Mean: [2]int64{1, 2}, Told: [2]bool{true, true}}}}, nil
	}
	c.Serve(func(a *web.API) { Routes(a, o.Desk) })
	return o
}

const pilots = "/v1/pilots"

func want[T any](o *office, who, method, path string, in any, code string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code)
}

func day(s string) workday.Date { return workday.MustParse(s) }

// table is a pilot of Haikou in which food is classed by the general table.
func table(from, to string) Proposal {
	return Proposal{Name: law.Text2{ZH: "示例试点", EN: "Example pilot"}, Feature: ClassTable, Domain: "market.food", Table: "general", Scope: Scope{Regions: []string{"4601"}},
		Basis: "琼示例函 1", FirstOn: day(from), LastOn: day(to)}
}

func (o *office) running(p Proposal) Pilot {
	o.T.Helper()
	made := want[Pilot](o, "here", "POST", pilots, p, "")
	return want[Pilot](o, "lead", "POST", pilots+"/"+made.ID+"/approve", nil, "")
}

func (o *office) switched(on workday.Date, region string) string {
	o.T.Helper()
	s, err := o.Switched(o.T.Context(), o.DB, on)
	counter.Must(o.T, err)
	table, _ := s.Table("market.food", region, "C14")
	return table
}

func TestF29_1_APilotIsOffAfterItsLastMidnightWithNothingRunning(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	p := o.running(table("2026-12-01", "2026-12-31"))
	for on, state := range map[string]State{"2026-11-30": Coming, "2026-12-01": On, "2026-12-31": On, "2027-01-01": Ended, "2027-03-31": Ended, "2027-04-01": Overdue} {
		o.On(on)
		got, err := o.Public(t.Context())
		counter.Must(t, err)
		if got[0].State != state || (o.switched(o.today(), "460105") == "general") != (state == On) {
			t.Errorf("on %s it is %s, and the table is %q", on, got[0].State, o.switched(o.today(), "460105"))
		}
	}
	if o.switched(day("2026-12-15"), "460200") != "" {
		t.Error("it reaches beyond its scope")
	}
	// stopped: its last day is the day it is stopped
	o.On("2026-12-10")
	want[Pilot](o, "away", "POST", pilots+"/"+p.ID+"/stop", map[string]string{"why": "示例"}, "pilot.unknown")
	want[Pilot](o, "here", "POST", pilots+"/"+p.ID+"/stop", map[string]string{"why": " "}, "pilot.says")
	for range 2 {
		want[Pilot](o, "here", "POST", pilots+"/"+p.ID+"/stop", map[string]string{"why": "示例：停止。"}, "")
	}
	if o.switched(day("2026-12-10"), "460105") == "" || o.switched(day("2026-12-11"), "460105") != "" {
		t.Error("a stopped pilot does not end with the day")
	}
}

func TestF29_1_OnePersonProposesAndAnotherApproves(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	in := table("2026-12-01", "2026-12-31")
	want[Pilot](o, "food", "POST", pilots, in, "access.no_permission")
	want[Pilot](o, "away", "POST", pilots, in, "pilot.scope")
	own := want[Pilot](o, "lead", "POST", pilots, in, "")
	if n := len(want[struct{ Items []Pilot }](o, "", "GET", pilots, nil, "").Items); n != 0 || o.switched(day("2026-12-02"), "460105") != "" {
		t.Error("a proposal is public, or switches something")
	}
	want[Pilot](o, "here", "POST", pilots+"/"+own.ID+"/approve", nil, "access.no_permission")
	want[Pilot](o, "lead", "POST", pilots+"/"+own.ID+"/approve", nil, "access.not_apart")
	want[Pilot](o, "second", "POST", pilots+"/SD-NONE/approve", nil, "pilot.unknown")
	for range 2 { // a second click
		if got := want[Pilot](o, "second", "POST", pilots+"/"+own.ID+"/approve", nil, ""); got.State != Coming {
			t.Errorf("approved: %s", got.State)
		}
	}
	if acts := o.Acts(own.ID); len(acts) != 2 {
		t.Errorf("the ledger says %v", acts)
	}
	late := want[Pilot](o, "lead", "POST", pilots, table("2027-06-01", "2027-06-30"), "pilot.unevaluated")
	if late.ID != "" {
		t.Error("a prolongation was taken")
	}
	other := table("2026-11-21", "2026-11-30")
	other.Regions = []string{"4602"}
	other2 := want[Pilot](o, "away", "POST", pilots, other, "")
	o.On("2026-11-22")
	want[Pilot](o, "lead", "POST", pilots+"/"+other2.ID+"/approve", nil, "pilot.begun")
}

func TestF29_1_WhatIsProposedHasAnEndAndABasis(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	for _, x := range []struct {
		code string
		do   func(*Proposal)
	}{
		{"pilot.name", func(p *Proposal) { p.Basis = " " }},
		{"pilot.feature", func(p *Proposal) { p.Table = "nothing" }},
		{"pilot.feature", func(p *Proposal) { p.Ratios = Ratios{"A": 1} }},
		{"pilot.domain", func(p *Proposal) { p.Domain = "" }},
		{"pilot.days", func(p *Proposal) { p.LastOn = 0 }},
		{"pilot.days", func(p *Proposal) { p.FirstOn = day("2026-11-19") }},
		{"pilot.days", func(p *Proposal) { p.LastOn = p.FirstOn.AddMonths(24) }},
		{"pilot.scope", func(p *Proposal) { p.Industries = []string{"食品"} }},
		{"pilot.ratio", func(p *Proposal) { p.Feature, p.Table, p.Ratios = DrawRatio, "", Ratios{"A": 11} }},
	} {
		in := table("2026-12-01", "2026-12-31")
		x.do(&in)
		want[Pilot](o, "lead", "POST", pilots, in, x.code)
	}
	in := table("2026-12-01", "2026-12-31")
	in.LastOn = in.FirstOn.AddMonths(24) - 1 // the longest there may be
	want[Pilot](o, "lead", "POST", pilots, in, "")
}

func TestF29_1_NoneIsProlongedWithoutAPublishedEvaluation(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	p := o.running(table("2026-12-01", "2026-12-31"))
	next := table("2027-01-01", "2027-02-28")
	want[Pilot](o, "here", "POST", pilots, table("2026-12-31", "2027-01-31"), "pilot.overlap")
	want[Pilot](o, "here", "POST", pilots, next, "pilot.unevaluated")
	wider := next
	wider.Regions, wider.Domain = []string{"46"}, "market" // neither a wider place nor a wider field goes round it
	want[Pilot](o, "lead", "POST", pilots, wider, "pilot.unevaluated")
	in := Findings{Says: "示例：可以延期。", Advice: "prolong"}
	evaluation := pilots + "/" + p.ID + "/evaluation"
	o.On("2026-12-31")
	want[Pilot](o, "here", "POST", evaluation, in, "pilot.not_ended")
	o.On("2027-01-01")
	want[Pilot](o, "away", "POST", evaluation, in, "pilot.unknown")
	want[Pilot](o, "here", "POST", pilots, table("2027-01-02", "2027-02-28"), "pilot.unevaluated")
	got := want[Pilot](o, "here", "POST", evaluation, in, "")
	if e := got.Evaluation; got.State != Evaluated || e == nil || len(e.Counts) != 2 || e.Counts[0] != (Compared{"visits", 31, 31}) || e.From != day("2026-10-31") {
		t.Errorf("evaluated: %+v", got.Evaluation)
	}
	want[Pilot](o, "here", "POST", evaluation, in, "") // a second click
	want[Pilot](o, "here", "POST", evaluation, Findings{Says: "另一份", Advice: "drop"}, "pilot.evaluated")
	want[Pilot](o, "here", "POST", pilots, table("2027-01-02", "2027-02-28"), "")
	if all := want[struct{ Items []Pilot }](o, "", "GET", pilots, nil, "").Items; len(all) != 1 || all[0].Evaluation == nil {
		t.Errorf("the public reads %+v", all)
	}
}

func TestF29_1_TwoProposalsAtOnceDoNotBothStand(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			_, _ = o.Propose(t.Context(), people["lead"], table("2026-12-01", "2026-12-31"))
		})
	}
	wait.Wait()
	if n := o.Counter.Count("select count(*) from pilot.pilot"); n != 1 {
		t.Errorf("%d pilots of the same thing at the same time", n)
	}
	err := o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		all, err := everyone(ctx, tx)
		if err == nil {
			err = approve(ctx, tx, all[0].PilotID, "person:second", o.instant())
		}
		if err != nil {
			return err
		}
		return counter.ErrDied
	})
	if all, _ := o.Public(t.Context()); err == nil || len(all) != 0 {
		t.Error("half an approval was kept")
	}
}

// F29-3: a pilot of ratios may name the comparison on history it rests on, which has to be done; whoever reads the pilot reads its numbers.
func TestF29_3_APilotOfRatiosNamesTheComparisonItRestsOn(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	in := table("2026-12-01", "2026-12-31")
	in.Comparison = "BJ-DONE"
	want[Pilot](o, "here", "POST", pilots, in, "pilot.comparison") // a class table does not rest on a comparison of ratios
	in.Feature, in.Table, in.Ratios = DrawRatio, "", Ratios{"A": 5}
	in.Comparison = "BJ-RUNNING"
	want[Pilot](o, "here", "POST", pilots, in, "pilot.comparison")
	in.Comparison = "BJ-DONE"
	o.running(in)
	all := want[struct{ Items []Pilot }](o, "", "GET", pilots, nil, "").Items
	if r := all[0].Rests; len(all) != 1 || r == nil || r.ID != "BJ-DONE" || r.Numbers[0].Mean != [2]int64{1, 2} {
		t.Errorf("the public reads %+v", all)
	}
	plain := table("2027-02-01", "2027-02-28")
	if got := o.running(plain); got.Rests != nil {
		t.Errorf("one that rests on nothing shows %+v", got.Rests)
	}
}
