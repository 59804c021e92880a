package repair

import (
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/counter"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Each regime: a record decided under it, the first day it may be asked for, and what its least period rests on.
func TestF26_1_TheEarliestDayIsThatOfTheRuleOfTheDecision(t *testing.T) {
	t.Parallel()
	o := open(t, "2023-05-04")
	for _, c := range []struct {
		name, decided, number, kinds string
		from, regime, basis          string
		verdict                      Verdict // when the first day has come
	}{
		{"2023 general", "2023-05-04", "琼虚处〔2023〕1号", "罚款", "2023-08-04", "period:publicity.general", "信用信息修复", Now},
		{"2025 general", "2025-06-23", "琼虚处〔2025〕1号", "罚款", "2025-09-23", "period:publicity.general", "22号", Now},
		{"2025 serious", "2025-06-24", "琼虚处〔2025〕2号", "责令停产停业", "2026-06-24", "period:publicity.serious", "22号", Now},
		{"2026 general", "2026-04-02", "琼虚处〔2026〕1号", "罚款", "2026-07-02", "period:publicity.general", "信用修复管理办法", Now},
	} {
		o.On(c.decided)
		r := o.penalty(c.number, c.decided, bodyID, "CF_CFLB", c.kinds)
		first := workday.MustParse(c.from)
		for _, at := range []struct {
			day  workday.Date
			want Verdict
		}{{first - 1, NotYet}, {first, c.verdict}, {first + 1, c.verdict}} {
			o.On(at.day.String())
			e := o.own(r)
			if e.Verdict != at.want || e.From != first || e.Regime.Key != c.regime || e.Body != (Body{bodyID, bodyName}) {
				t.Errorf("%s on %s: %s from %s by %s", c.name, at.day, e.Verdict, e.From, e.Regime.Key)
			}
			if !cited(e.Regime.Basis, c.basis) {
				t.Errorf("%s rests on %v, not on %s", c.name, e.Regime.Basis, c.basis)
			}
		}
	}
}

func cited(basis []law.Text2, word string) bool {
	for _, b := range basis {
		if strings.Contains(b.ZH, word) {
			return true
		}
	}
	return false
}

func TestF26_1_TheMarketRegulationListsFollowTheirOwnRules(t *testing.T) {
	t.Parallel()
	lib, err := counter.Library()
	must(t, err)
	listed := func(decided, from string) record.Record {
		r := record.Record{ID: "r", EntityID: firmID, Item: "list_entry", Class: law.ListEntry, Adverse: true, State: record.Effective, List: "samr-serious",
			DecidedOn: workday.MustParse(decided), PublicFrom: workday.MustParse(decided), PublicUntil: workday.MustParse(decided).AddMonths(36) - 1}
		if from != "" {
			r.RepairFrom = workday.MustParse(from)
		}
		return r
	}
	for _, c := range []struct {
		name, decided, from, today string
		want                       Verdict
		rule                       string
	}{
		{"a day before its year is over", "2025-01-10", "2026-01-10", "2026-01-09", NotYet, "repair:listing.samr-serious"},
		{"the day it is over", "2025-01-10", "2026-01-10", "2026-01-10", Now, "repair:listing.samr-serious"},
		{"the day after", "2025-01-10", "2026-01-10", "2026-01-11", Now, "repair:listing.samr-serious"},
		{"the last day of the rules before", "2024-01-10", "2025-01-10", "2025-12-24", Now, "repair:listing"},
		{"the first day of the new ones", "2024-01-10", "2025-01-10", "2025-12-25", Now, "repair:listing.samr-serious"},
	} {
		e := Judge(lib, Question{Record: listed(c.decided, c.from), Today: workday.MustParse(c.today)})
		if e.Verdict != c.want || e.Rule != c.rule {
			t.Errorf("%s: %s by %s", c.name, e.Verdict, e.Rule)
		}
	}
	e := Judge(lib, Question{Record: listed("2025-01-10", "2026-01-10"), Today: workday.MustParse("2026-02-01")})
	if e.Letter == nil || e.Letter.Template != "commitment.repair.samr" || !cited(e.Basis, "市场监督管理信用修复") {
		t.Errorf("%+v %v", e.Letter, e.Basis)
	}
}

// What ends in another way says in which, and from when it is over.
func TestF26_1_WhatCannotBeRepairedSaysWhyAndWhenItEnds(t *testing.T) {
	t.Parallel()
	lib, err := counter.Library()
	must(t, err)
	today := workday.MustParse("2026-08-05")
	base := func(f func(*record.Record)) record.Record {
		r := record.Record{ID: "r", EntityID: firmID, Item: "penalty", Class: law.Penalty, Adverse: true, State: record.Effective, Severity: law.General,
			DecidedOn: today.AddMonths(-2), PublicFrom: today.AddMonths(-2), PublicUntil: today.AddMonths(10), RepairFrom: today.AddMonths(1)}
		f(&r)
		return r
	}
	for name, c := range map[string]struct {
		r    record.Record
		want Verdict
	}{
		"repaired":            {base(func(r *record.Record) { r.State = record.Repaired }), Over},
		"withdrawn":           {base(func(r *record.Record) { r.State = record.Withdrawn }), Over},
		"not adverse":         {base(func(r *record.Record) { r.Adverse = false }), Over},
		"its last day":        {base(func(r *record.Record) { r.PublicUntil, r.RepairFrom = today, today }), Now},
		"the day after":       {base(func(r *record.Record) { r.PublicUntil = today - 1 }), Over},
		"a ban":               {base(func(r *record.Record) { r.Item, r.Class = "ban", law.Ban }), Never},
		"procurement":         {base(func(r *record.Record) { r.Item, r.Class, r.List = "list_entry", law.ListEntry, "procurement-serious" }), Never},
		"a judgment debtor":   {base(func(r *record.Record) { r.Item, r.Class, r.List = "list_entry", law.ListEntry, "court-enforcement" }), Elsewhere},
		"serious of 2022":     {base(func(r *record.Record) { r.Severity, r.DecidedOn = law.Serious, workday.MustParse("2022-03-01") }), Never},
		"minor":               {base(func(r *record.Record) { r.Severity, r.PublicFrom, r.RepairFrom = law.Minor, 0, 0 }), Now},
		"nobody knows how":    {base(func(r *record.Record) { r.Item = "unheard_of" }), Unclear},
		"no period was found": {base(func(r *record.Record) { r.RepairFrom = 0 }), Unclear},
	} {
		e := Judge(lib, Question{Record: c.r, Today: today})
		if e.Verdict != c.want || e.Why.ZH == "" || e.Why.EN == "" {
			t.Errorf("%s: %s %v", name, e.Verdict, e.Why)
		}
		if c.r.PublicUntil != 0 && e.Ends != c.r.PublicUntil+1 {
			t.Errorf("%s ends on %s", name, e.Ends)
		}
	}
}

func TestF26_1_TheCalculatorNeedsNoSignInAndShowsNothingHidden(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	public := o.penalty("琼虚处〔2026〕11号", "2026-05-06", bodyID)
	minor := o.penalty("琼虚处〔2026〕12号", "2026-05-06", bodyID, "CF_CFLB", "警告", "CF_NR_FK", "")
	o.paid("reviewer", public)
	o.On("2026-08-05")
	a := want[answers](o, "", "GET", "/v1/repair/eligibility?document_no=%E7%90%BC%E8%99%9A%E5%A4%84%E3%80%942026%E3%80%9511%E5%8F%B7", nil, "")
	if len(a.Records) != 1 || a.Free != Free {
		t.Fatalf("%+v", a)
	}
	e := a.Records[0]
	if e.Verdict != NotYet || e.From.String() != "2026-08-06" || len(e.Proofs) != 0 || e.Days == nil || e.Days.N != 10 || e.Days.From != "law" ||
		e.Days.By.String() != "2026-08-20" || e.Letter == nil || len(e.Letter.Clauses) < 4 || len(e.Papers) != 2 {
		t.Errorf("%+v %+v", e, e.Days)
	}
	for _, c := range e.Conditions {
		if c.Met == "" || c.How.ZH == "" || len(c.Basis) == 0 || c.Standing == "" {
			t.Errorf("condition %+v", c)
		}
	}
	if all := want[answers](o, "", "GET", "/v1/repair/eligibility?uscc="+firmID, nil, ""); len(all.Records) != 1 {
		t.Errorf("a visitor sees %d of one public record", len(all.Records))
	}
	if all := want[answers](o, "owner", "GET", "/v1/repair/eligibility?uscc="+firmID, nil, ""); len(all.Records) != 2 || len(o.own(public).Proofs) != 1 {
		t.Errorf("the firm sees %d of its two records", len(all.Records))
	}
	want[answers](o, "", "GET", "/v1/repair/eligibility?record="+minor.ID, nil, "repair.not_found")
	want[answers](o, "stranger", "GET", "/v1/repair/eligibility?record="+minor.ID, nil, "repair.not_found")
	want[answers](o, "", "GET", "/v1/repair/eligibility?document_no=none", nil, "repair.not_found")
	want[answers](o, "", "GET", "/v1/repair/eligibility", nil, "repair.one_of")
	want[answers](o, "", "GET", "/v1/repair/eligibility?record=a&uscc="+firmID, nil, "repair.one_of")
	for range int(asking.Burst) {
		o.Send("", "GET", "/v1/repair/eligibility?uscc="+firmID, nil)
	}
	want[answers](o, "", "GET", "/v1/repair/eligibility?uscc="+firmID, nil, access.ErrTooMany.Code)
}

func TestF26_1_LikelyDaysComeFromTheBodysOwnFigures(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	last := o.penalty("琼虚处〔2026〕29号", "2026-05-06", bodyID)
	for i := range leastFigures {
		r := o.penalty("琼虚处〔2026〕2"+string(rune('0'+i))+"号", "2026-05-06", bodyID)
		o.paid("reviewer", r)
	}
	o.On("2026-08-10")
	all, err := record.Of(t.Context(), o.db, firmID, o.now())
	must(t, err)
	for _, r := range all {
		if r.ID == last.ID {
			continue
		}
		o.On("2026-08-10")
		_, id := o.filed(r)
		o.On("2026-08-13") // three working days later
		o.through(id)
		o.do("decider", id, Grant, nil, "")
	}
	if e := o.own(last); e.Days == nil || e.Days.From != "figures" || e.Days.N != 3 || e.Days.Cases != leastFigures {
		t.Errorf("%+v", e.Days)
	}
}
