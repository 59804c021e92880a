package caseflow

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// A term of seven working days across the holidays of two years, with the weekends that are worked instead: the day
// before, the day, the day after.
func TestATermRunsAcrossHolidaysAndWorkedWeekends(t *testing.T) {
	t.Parallel()
	for _, r := range []struct{ name, accepted, before, due, after string }{
		{"春节 2026: 14 and 28 February are worked", "2026-02-12", "2026-02-27", "2026-02-28", "2026-03-01"},
		{"国庆 2025: 28 September and 11 October are worked", "2025-09-26", "2025-10-12", "2025-10-13", "2025-10-14"},
	} {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			o := open(t, r.accepted)
			c := o.opened("owner", "apply")
			o.do("handler", c.ID, "accept", "")
			if k := o.clockOf(c.ID, "decide"); k.Due.String() != r.due || k.Provisional || k.Left != 7 {
				t.Fatalf("%+v", k)
			}
			o.on(r.before)
			o.sweep()
			o.on(r.due)
			o.sweep()
			if k := o.clockOf(c.ID, "decide"); k.Late || k.Left != 0 {
				t.Errorf("late on its last day: %+v", k)
			}
			if n := o.count(`select count(*) from caseflow.event where what = 'escalated' and clock = 'decide'`); n != 0 {
				t.Error("escalated on its last day")
			}
			o.on(r.after)
			o.sweep()
			if k := o.clockOf(c.ID, "decide"); !k.Late {
				t.Errorf("not late on the day after: %+v", k)
			}
			if n := o.count(`select count(*) from caseflow.event where what = 'escalated' and clock = 'decide' and on_day = $1::text::date`, r.after); n != 1 {
				t.Error("not escalated on the day after")
			}
		})
	}
}

func TestRemindersComeAtHalfAndThreeQuartersAndOnce(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	o.do("handler", c.ID, "accept", "") // seven days: half is used on the fourth, three quarters on the sixth
	seen := func() int64 {
		return o.count(`select coalesce(sum(permille), 0) from caseflow.event where what = 'reminded' and clock = 'decide'`)
	}
	for _, r := range []struct {
		day  string
		told int64
	}{{"2026-11-12", 0}, {"2026-11-13", 500}, {"2026-11-16", 500}, {"2026-11-17", 1250}, {"2026-11-18", 1250}} {
		o.on(r.day)
		o.sweep()
		o.sweep()
		if got := seen(); got != r.told {
			t.Errorf("%s: %d, want %d", r.day, got, r.told)
		}
	}
}

func TestF27_3_AWeekWithoutAJobIsCaughtUpEachOnItsLegalDay(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	o.do("handler", c.ID, "accept", "")
	if got := want[struct{ Cases []Line }](o, "lead", "GET", "/v1/cases", nil, ""); len(got.Cases) != 0 {
		t.Error("the lead office sees a case before it is escalated")
	}
	o.on("2026-12-01") // due on 18 November; nothing ran since
	o.sweep()
	if n := o.sweep(); n != 0 {
		t.Errorf("a second sweep did %d things", n)
	}
	got, err := pg.Column[string](t.Context(), o.db, pg.Query{Name: "days", SQL: `
		select clock || ' ' || what || ' ' || permille || ' ' || on_day from caseflow.event where clock <> 'accept' order by on_day, clock, permille`})
	must(t, err)
	if want := []string{"decide reminded 500 2026-11-13", "total reminded 500 2026-11-16", "decide reminded 750 2026-11-17", "decide escalated 1000 2026-11-19",
		"total reminded 750 2026-11-19", "total escalated 1000 2026-11-24"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if n := o.count(`select count(*) from caseflow.move where act = 'escalate' and side = 'system' and on_day = '2026-11-19' and to_state = 'deciding'`); n != 1 {
		t.Errorf("%d moves of the platform", n)
	}
	p := o.page("lead", c.ID, "")
	if p.State != "deciding" || p.Escalated.String() != "2026-11-19" || !p.Late {
		t.Errorf("late decided something: %+v", p.Line)
	}
	if len(o.told) != 6 {
		t.Errorf("%d reminders told", len(o.told))
	}
	o.do("approver", c.ID, "grant", "") // it can still be decided
}

func TestWhatLapsesDatesFromTheDayItLapsed(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "prepare")
	o.on("2026-11-16")
	o.sweep()
	if p := o.page("owner", c.ID, ""); p.State != "draft" {
		t.Errorf("lapsed on its last day")
	}
	o.on("2026-11-25")
	o.sweep()
	if p := o.page("owner", c.ID, ""); p.State != "lapsed" || p.Ended.String() != "2026-11-17" || !p.Escalated.IsZero() {
		t.Errorf("%+v", p.Line)
	}
}

// A firm that lets its own time pass has done nothing wrong, and no body was late: nobody above is shown the case.
func TestF27_3_TheSubjectsOwnTimeLapsesAndEscalatesAgainstNobody(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	o.do("handler", c.ID, "ask_more", "")
	due := o.clockOf(c.ID, "answer").Due
	o.on(due.String())
	o.sweep()
	if p := o.page("owner", c.ID, ""); p.State != "supplement" || o.clockOf(c.ID, "answer").Lapsed {
		t.Errorf("lapsed on its last day: %+v", p.Line)
	}
	o.on(due.AddDays(1).String())
	o.sweep()
	p := o.page("owner", c.ID, "")
	if k := o.clockOf(c.ID, "answer"); p.State != "lapsed" || !k.Lapsed || k.Late || !p.Escalated.IsZero() {
		t.Errorf("the day after: %+v %+v", k, p.Line)
	}
	if !slices.ContainsFunc(p.History, func(h Happening) bool { return h.What == "lapsed" && h.Clock == "answer" && h.On == due.AddDays(1) }) {
		t.Errorf("its subject does not read that the time passed: %+v", p.History)
	}
	if n := o.count(`select count(*) from caseflow.event where what = 'escalated'`); n != 0 {
		t.Errorf("%d escalations", n)
	}
	o.page("lead", c.ID, "caseflow.unknown")
	if last := o.told[len(o.told)-1]; last.Escalated || last.Permille != 1000 {
		t.Errorf("the last reminder: %+v", last)
	}
}

func TestAClockRestsWhileTheSubjectIsWaitedForAndRunsOn(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply") // accept within three: 12 November; in all ten: 23 November
	o.on("2026-11-11")
	o.do("handler", c.ID, "ask_more", "") // two days used
	if k := o.clockOf(c.ID, "accept"); !k.Resting || !k.Due.IsZero() {
		t.Errorf("%+v", k)
	}
	if k := o.clockOf(c.ID, "answer"); !k.Running {
		t.Errorf("nobody is timed: %+v", k)
	}
	o.on("2026-11-17")
	o.sweep()
	o.do("owner", c.ID, "supply", "")
	if k := o.clockOf(c.ID, "accept"); k.Due.String() != "2026-11-18" {
		t.Errorf("one day is left after the answer: %+v", k)
	}
	if k := o.clockOf(c.ID, "total"); k.Due.String() != "2026-11-27" {
		t.Errorf("eight days are left of ten: %+v", k)
	}
	o.on("2026-11-18")
	o.do("handler", c.ID, "ask_more", "") // on the last day: not late
	o.on("2026-11-23")
	o.sweep()
	if n := o.count(`select count(*) from caseflow.event where what = 'escalated' and clock = 'accept'`); n != 0 {
		t.Error("a resting clock ran out")
	}
	o.do("owner", c.ID, "supply", "")
	if k := o.clockOf(c.ID, "accept"); k.Due.String() != "2026-11-23" || k.Late {
		t.Errorf("nothing is left but the day of the answer: %+v", k)
	}
}

func TestAskedAndAnsweredOnOneDayTakesNothing(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	before := o.clockOf(c.ID, "total").Due
	o.do("handler", c.ID, "ask_more", "")
	o.do("owner", c.ID, "supply", "")
	if k := o.clockOf(c.ID, "total"); k.Due != before || k.Resting {
		t.Errorf("%+v, was due %s", k, before)
	}
}

func TestAnOfficerMayHoldOnlyTheClockWhoseTableAllowsIt(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	o.do("handler", c.ID, "accept", "")
	at := "/v1/cases/" + c.ID + "/hold"
	hold := func(who, clock, reason string, resume bool, code string) {
		t.Helper()
		want[none](o, who, "POST", at, map[string]any{"clock": clock, "reason": reason, "resume": resume}, code)
	}
	hold("handler", "total", "专家论证", false, "caseflow.no_clock")
	hold("handler", "decide", " ", false, "caseflow.no_reason")
	hold("owner", "decide", "专家论证", false, "caseflow.not_yours")
	hold("handler", "decide", "专家论证", true, "caseflow.no_clock")
	o.on("2026-11-10")
	hold("handler", "decide", "专家论证", false, "")
	hold("handler", "decide", "专家论证", false, "caseflow.no_clock")
	o.on("2026-11-16")
	hold("handler", "decide", "论证完毕", true, "")
	if k := o.clockOf(c.ID, "decide"); k.Due.String() != "2026-11-24" {
		t.Errorf("six days are left: %+v", k)
	}
}

func TestATermIsExtendedOnceByWhoeverDoesNotDecide(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	c := o.opened("owner", "apply")
	o.do("handler", c.ID, "accept", "")
	extend := func(who, clock, reason, code string) {
		t.Helper()
		want[none](o, who, "POST", "/v1/cases/"+c.ID+"/extension", map[string]string{"clock": clock, "reason": reason}, code)
	}
	extend("approver", "decide", "复杂", "access.no_permission")
	extend("county", "decide", "复杂", "caseflow.unknown")
	extend("reviewer", "decide", "", "caseflow.no_reason")
	extend("reviewer", "total", "复杂", "caseflow.no_clock")
	o.on("2026-11-18") // the last day
	extend("reviewer", "decide", "案情复杂，需核对", "")
	if k := o.clockOf(c.ID, "decide"); k.Due.String() != "2026-11-27" || k.Extended != 7 || k.Extendable {
		t.Errorf("%+v", k)
	}
	extend("reviewer", "decide", "再次延长", "workday.extended_once")
	if got := o.acts(c.ID); got[len(got)-1] != "case.trial.extended" {
		t.Errorf("%v", got)
	}
	late := o.opened("owner", "apply")
	o.do("handler", late.ID, "accept", "")
	o.on("2026-11-28")
	want[none](o, "reviewer", "POST", "/v1/cases/"+late.ID+"/extension", map[string]string{"clock": "decide", "reason": "迟"}, "caseflow.late")
}

func TestAProvisionalDayIsComputedAgainWhenTheCalendarIsThere(t *testing.T) {
	t.Parallel()
	bare := without(t, "2026")
	o := openWith(t, "2025-12-29", bare)
	c := o.opened("owner", "apply")
	o.do("handler", c.ID, "accept", "") // seven days, counted Monday to Friday: 7 January
	if k := o.clockOf(c.ID, "decide"); !k.Provisional || k.Due.String() != "2026-01-07" {
		t.Fatalf("%+v", k)
	}
	if n := o.sweep(); n != 0 {
		t.Errorf("%d things were done without a calendar", n)
	}
	full, err := shipped()
	must(t, err)
	o.desk(full) // the program starts again, with the calendar of 2026
	o.sweep()
	if k := o.clockOf(c.ID, "decide"); k.Provisional || k.Due.String() != "2026-01-08" { // 1 and 2 January are off, 4 January is worked
		t.Errorf("%+v", k)
	}
	if p := o.page("owner", c.ID, ""); !slices.ContainsFunc(p.History, func(h Happening) bool { return h.What == "recomputed" }) {
		t.Error("nobody is told")
	}
	if n := o.sweep(); n != 0 {
		t.Errorf("computed again %d times", n)
	}
}

func TestACaseThatCannotBeCarriedOnDoesNotHoldUpTheOthers(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-09")
	first, second := o.opened("owner", "prepare"), o.opened("owner", "prepare")
	o.on("2026-11-17")
	handlers := o.handlers()
	handlers["lapse"] = func(_ context.Context, _ pg.Tx, c *Case, _ *Doing) error {
		if c.ID == first.ID {
			return errDied
		}
		return nil
	}
	o.Desk.types[0].Do = handlers
	if _, err := o.Sweep(t.Context(), o.today()); err == nil {
		t.Error("the failure is not told")
	}
	if a, b := o.page("owner", first.ID, ""), o.page("owner", second.ID, ""); a.State != "draft" || b.State != "lapsed" {
		t.Errorf("%s %s", a.State, b.State)
	}
	o.Desk.types[0].Do = o.handlers()
	o.sweep()
	if a := o.page("owner", first.ID, ""); a.State != "lapsed" || a.Ended.String() != "2026-11-17" {
		t.Errorf("%+v", a.Line)
	}
}

// Computing a clock twice gives the same, its reminders lie between its ends, and every day waited moves the last day.
func TestClockProperties(t *testing.T) {
	t.Parallel()
	lib, err := shipped()
	must(t, err)
	cal := lib.Calendar()
	rapid.Check(t, func(t *rapid.T) {
		from := workday.MustParse("2025-01-01").AddDays(rapid.IntRange(0, 500).Draw(t, "from"))
		c := clock{Name: "x", Round: 1, N: int32(rapid.IntRange(1, 30).Draw(t, "n")), Unit: rapid.SampledFrom([]string{"working_day", "day", "month"}).Draw(t, "unit"), FromOn: from}
		c.compute(nil, cal)
		plain := c
		if c.compute(nil, cal); !reflect.DeepEqual(c, plain) {
			t.Fatalf("%v %v", c, plain)
		}
		if !(c.FromOn <= c.HalfOn && c.HalfOn <= c.MostOn && c.MostOn <= c.DueOn && c.NextOn == c.HalfOn) {
			t.Fatalf("%+v", c)
		}
		asked := from.AddDays(rapid.IntRange(0, int(c.DueOn-from)).Draw(t, "asked"))
		p := pause{Clock: "x", Round: 1, N: 1, FromOn: asked + 1}
		if c.compute([]pause{p}, cal); !c.resting() || c.NextOn != 0 {
			t.Fatalf("a clock that waits has something to do: %+v", c)
		}
		p.UntilOn = asked.AddDays(rapid.IntRange(0, 60).Draw(t, "waited"))
		if c.compute([]pause{p}, cal); c.DueOn < plain.DueOn || c.DueOn < p.UntilOn && p.UntilOn > asked {
			t.Fatalf("due %s, without waiting %s, answered %s", c.DueOn, plain.DueOn, p.UntilOn)
		}
	})
}
