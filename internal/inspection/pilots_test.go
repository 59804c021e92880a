package inspection

import (
	"context"
	"strings"
	"testing"

	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// trial stands for the pilots of a day: a class table and a ratio, until its last day.
type trial struct {
	until, on workday.Date
}

func (p trial) Table(_, region, _ string) (string, string) {
	if p.on > p.until || !strings.HasPrefix(region, "4601") {
		return "", ""
	}
	return "environment", "SD-EXAMPLE"
}

func (p trial) Ratio(_, _, class string) (int64, string, bool) {
	return 5, "SD-EXAMPLE", p.on <= p.until && class == "A"
}

// TestF29_1_ADrawAsksWhichTableAndRatioAreSwitched: within the pilot the other table and ratio decide; the day after, the rules, also for
// a plan that was made under the pilot.
func TestF29_1_ADrawAsksWhichTableAndRatioAreSwitched(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	until := o.today()
	o.Pilots = func(_ context.Context, _ pg.DB, on workday.Date) (Switched, error) { return trial{until, on}, nil }
	p := o.ready(12, 3)
	if r := p.Ratios["A"]; r != (Ratio{5000, "pilot:SD-EXAMPLE"}) {
		t.Errorf("the plan begins with %+v", r)
	}
	if r := p.Ratios["B"]; strings.HasPrefix(r.Key, piloted) {
		t.Errorf("what the pilot does not speak of is %+v", r)
	}
	m, err := one[Matter](t.Context(), o.db, qMatter, p.Matter)
	must(t, err)
	book := o.law.On(until)
	for day, ratio := range map[workday.Date]Ratio{until: {5000, "pilot:SD-EXAMPLE"}, until + 1: {10000, "plan"}} {
		if got := o.unpiloted(trial{until, day}, book, m, "A", p.Ratios["A"]); got != ratio {
			t.Errorf("on %s: %+v", day, got)
		}
	}
	for day, code := range map[workday.Date]string{until: "environment", until + 1: m.Domain} {
		general, _ := book.ClassTableOf(m.Domain)
		if code == m.Domain {
			code = general.Code
		}
		if got := tableFor(book, general, trial{until, day}, m.Domain, "460100", "C14"); got.Code != code {
			t.Errorf("on %s firms are classed by %s", day, got.Code)
		}
		if got := tableFor(book, general, trial{until, day}, m.Domain, "460200", "C14"); got.Code != general.Code {
			t.Errorf("beyond the pilot firms are classed by %s", got.Code)
		}
	}
	for _, x := range []struct {
		day   string
		b, d  int64
		ratio int64
	}{{until.String(), 12, 0, 5000}, {(until + 1).String(), 7, 5, 10000}} { // nobody has a grade of the environment: all are of the general class
		o.on(x.day)
		by := map[string]Stratum{}
		for _, s := range o.frozen(p).Strata {
			by[s.Class] = s
		}
		if by["B"].Count != x.b || by["D"].Count != x.d || by["A"].PPM != x.ratio {
			t.Errorf("drawn on %s: %+v", x.day, by)
		}
	}
	for day, piloted := range map[workday.Date]bool{until: true, until + 1: false} {
		if c, err := o.Class(t.Context(), firm(1), m.Domain, day); err != nil || (c.Table.Code == "environment") != piloted {
			t.Errorf("on %s the class of a firm is of %s: %v", day, c.Table.Code, err)
		}
	}
}
