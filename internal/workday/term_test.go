package workday

import (
	"testing"

	"pgregory.net/rapid"

	"xinheng/internal/fault"
)

func TestDue(t *testing.T) {
	rows := []struct {
		name, from string
		term       Term
		due        string
		provision  bool
	}{
		{"working days", "2026-03-02", Term{7, WorkingDays}, "2026-03-11", false},
		{"days, ending on a Friday", "2026-03-03", Term{10, Days}, "2026-03-13", false},
		{"days, ending on a Saturday, run to Monday", "2026-03-04", Term{10, Days}, "2026-03-16", false},
		{"days, ending on a Saturday worked", "2026-02-08", Term{20, Days}, "2026-02-28", false},
		{"days, ending inside 国庆", "2026-09-22", Term{10, Days}, "2026-10-08", false},
		{"a month, corresponding day", "2026-03-10", Term{1, Months}, "2026-04-10", false},
		{"a month from the 31st ends on the month's last", "2026-01-31", Term{1, Months}, "2026-02-28", false},
		{"three months, ending on 春节", "2025-11-17", Term{3, Months}, "2026-02-24", false},
		{"a year from 29 February", "2024-02-29", Term{1, Years}, "2025-02-28", false},
		{"three years, ending on a Sunday", "2023-03-01", Term{3, Years}, "2026-03-02", false},
		{"the last day is in a year not published", "2026-12-02", Term{1, Months}, "2027-01-04", true},
		{"a day off known, its next working day not", "2026-12-24", Term{10, Days}, "2027-01-04", true},
	}
	for _, r := range rows {
		due, provisional := Due(MustParse(r.from), r.term, official)
		if due.String() != r.due || provisional != r.provision {
			t.Errorf("%s: %s %v, want %s %v", r.name, due, provisional, r.due, r.provision)
		}
	}
}

func TestDueWithRest(t *testing.T) {
	span := func(from, until string) Span {
		u, _ := Parse(until)
		return Span{MustParse(from), u}
	}
	rows := []struct {
		name  string
		term  Term
		rests []Span
		due   string
	}{ // all from Monday 2026-03-02
		{"no rest", Term{5, WorkingDays}, nil, "2026-03-09"},
		{"two working days of rest", Term{5, WorkingDays}, []Span{span("2026-03-04", "2026-03-05")}, "2026-03-11"},
		{"a rest over the weekend takes no working day", Term{5, WorkingDays}, []Span{span("2026-03-07", "2026-03-08")}, "2026-03-09"},
		{"overlapping rests count once", Term{5, WorkingDays}, []Span{span("2026-03-04", "2026-03-05"), span("2026-03-05", "2026-03-05")}, "2026-03-11"},
		{"a rest on the due day moves it", Term{5, WorkingDays}, []Span{span("2026-03-09", "2026-03-09")}, "2026-03-10"},
		{"a rest after the due day does not", Term{5, WorkingDays}, []Span{span("2026-03-10", "2026-03-20")}, "2026-03-09"},
		{"a rest before the term does not", Term{5, WorkingDays}, []Span{span("2026-02-01", "2026-03-02")}, "2026-03-09"},
		{"calendar days rest day for day", Term{10, Days}, []Span{span("2026-03-07", "2026-03-09")}, "2026-03-16"},
		{"then run over the weekend", Term{10, Days}, []Span{span("2026-03-07", "2026-03-08")}, "2026-03-16"},
		{"months too", Term{1, Months}, []Span{span("2026-03-20", "2026-03-27")}, "2026-04-10"},
		{"while a rest is open nothing is due", Term{5, WorkingDays}, []Span{span("2026-03-04", "")}, ""},
		{"an open rest after the due day", Term{5, WorkingDays}, []Span{span("2026-03-10", "")}, "2026-03-09"},
	}
	for _, r := range rows {
		due, provisional := DueWithRest(MustParse("2026-03-02"), r.term, r.rests, official)
		if due.String() != r.due || provisional != (r.due == "") {
			t.Errorf("%s: %q %v, want %q", r.name, due, provisional, r.due)
		}
	}
}

func TestOneExtension(t *testing.T) {
	d := Deadline{From: MustParse("2026-03-02"), Term: Term{5, WorkingDays}}
	if due, _ := d.Due(official); due.String() != "2026-03-09" {
		t.Errorf("due %s", due)
	}
	extended, err := d.Extend(Term{3, WorkingDays})
	if err != nil {
		t.Fatal(err)
	}
	if due, _ := extended.Due(official); due.String() != "2026-03-12" {
		t.Errorf("extended to %s", due)
	}
	if _, err := extended.Extend(Term{1, WorkingDays}); !fault.Is(err, "workday.extended_once") {
		t.Errorf("a second extension: %v", err)
	}
	extended.Rests = []Span{{MustParse("2026-03-11"), MustParse("2026-03-11")}}
	if due, _ := extended.Due(official); due.String() != "2026-03-13" {
		t.Errorf("with a rest during the extension %s", due)
	}
	extended.Rests = []Span{{From: MustParse("2026-03-04")}}
	if due, provisional := extended.Due(official); due != 0 || !provisional {
		t.Errorf("while at rest %s", due)
	}
}

func anyTerm(t *rapid.T) Term {
	return Term{rapid.IntRange(1, 24).Draw(t, "n"), rapid.SampledFrom([]Unit{WorkingDays, Days, Months}).Draw(t, "unit")}
}

func TestDueIsAWorkingDayAndRestNeverHastensIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, term := anyDay(t, "from"), anyTerm(t)
		due, _ := Due(from, term, official)
		if working, _ := official.IsWorkday(due); !working || due <= from {
			t.Fatalf("%v from %s is due on %s", term, from, due)
		}
		begin := from.AddDays(rapid.IntRange(-5, 60).Draw(t, "rest from"))
		rest := Span{begin, begin.AddDays(rapid.IntRange(0, 20).Draw(t, "rest"))}
		rested, _ := DueWithRest(from, term, []Span{rest}, official)
		if rested < due || rested > due+60 {
			t.Fatalf("due %s; resting %v it is %s", due, rest, rested)
		}
		if rest.From > due && rested != due {
			t.Fatalf("a rest after the end moved it from %s to %s", due, rested)
		}
	})
}
