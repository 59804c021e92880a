package inspection

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/workday"
)

func days(s string) (out []workday.Date) {
	for _, d := range strings.Fields(s) {
		out = append(out, workday.MustParse(d))
	}
	return out
}

func TestF12_5_WarningsBeyondTheCaps(t *testing.T) {
	t.Parallel()
	lib, err := shipped()
	must(t, err)
	book := lib.On(workday.MustParse("2026-08-03"))
	for name, c := range map[string]struct{ visits, class, want string }{
		"none":                              {"", "B", ""},
		"one a day":                         {"2026-08-03", "D", ""},
		"two on a day":                      {"2026-08-03 2026-08-03", "D", "day@2026-08-03"},
		"two a week":                        {"2026-08-03 2026-08-09", "D", ""},
		"three a week, Monday to Sunday":    {"2026-08-03 2026-08-05 2026-08-09", "D", "week@2026-08-09"},
		"the next Monday is another week":   {"2026-08-03 2026-08-05 2026-08-10", "D", ""},
		"three a month":                     {"2026-08-03 2026-08-11 2026-08-31", "D", ""},
		"four a month":                      {"2026-08-03 2026-08-11 2026-08-17 2026-08-31", "D", "month@2026-08-31"},
		"the first of September is another": {"2026-08-03 2026-08-11 2026-08-17 2026-09-01", "D", ""},
		"class A, one a year":               {"2026-01-05", "A", ""},
		"class A, two a year":               {"2026-01-05 2026-12-31", "A", "year.A@2026-12-31"},
		"class A, the next year":            {"2026-12-31 2027-01-01", "A", ""},
		"class C, three a year":             {"2026-01-05 2026-05-06 2026-09-01", "C", "year.C@2026-09-01"},
		"in any order":                      {"2026-09-01 2026-01-05 2026-05-06", "C", "year.C@2026-09-01"},
	} {
		var got []string
		for _, w := range Frequency(days(c.visits), c.class, book) {
			got = append(got, strings.TrimPrefix(w.Key, "limit:inspection.visits.")+"@"+w.On.String())
			if !w.Assumed || w.Visits != w.Most+1 {
				t.Errorf("%s: %+v", name, w)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
	if got := Frequency(days("2024-12-02 2024-12-02"), "B", lib.On(workday.MustParse("2024-12-15"))); len(got) != 0 {
		t.Errorf("before the rules: %+v", got)
	}
}

func TestF12_4_TasksAtOneFirmAreOneVisit(t *testing.T) {
	t.Parallel()
	task := func(entity, draw, org, first, last string) Task {
		return Task{Entity: entity, Draw: draw, Org: org, Matter: "m" + draw, FirstOn: workday.MustParse(first), LastOn: workday.MustParse(last)}
	}
	one := task("firm", "1", "a", "2026-08-01", "2026-08-10")
	for name, c := range map[string]struct {
		tasks  []Task
		draws  string
		common bool
		span   string
	}{
		"one task":             {[]Task{one}, "", false, ""},
		"another firm":         {[]Task{one, task("other", "2", "b", "2026-08-01", "2026-08-10")}, "", false, ""},
		"days in common":       {[]Task{one, task("firm", "2", "b", "2026-08-10", "2026-08-20")}, "1 2", true, "2026-08-10 2026-08-10"},
		"near each other":      {[]Task{one, task("firm", "2", "b", "2026-09-09", "2026-09-20")}, "1 2", false, "2026-09-09 2026-08-10"},
		"a day too far":        {[]Task{one, task("firm", "2", "b", "2026-09-10", "2026-09-20")}, "", false, ""},
		"three in any order":   {[]Task{task("firm", "3", "c", "2026-08-05", "2026-08-06"), task("firm", "2", "b", "2026-08-04", "2026-08-20"), one}, "1 2 3", true, "2026-08-05 2026-08-06"},
		"a chain of neighbour": {[]Task{one, task("firm", "2", "b", "2026-09-01", "2026-09-20"), task("firm", "3", "a", "2026-10-15", "2026-10-16")}, "1 2 3", false, "2026-10-15 2026-08-10"},
	} {
		got := Overlaps(c.tasks, 30)
		if c.draws == "" {
			if len(got) != 0 {
				t.Errorf("%s: %+v", name, got)
			}
			continue
		}
		if len(got) != 1 || strings.Join(got[0].Draws, " ") != c.draws || got[0].Common != c.common || got[0].FirstOn.String()+" "+got[0].LastOn.String() != c.span {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// Two bodies draw the same firms: once both draws are published, both are offered the joint visit.
func TestF12_4_TwoBodiesAreOfferedTheJointVisit(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	p := o.ready(6, 3)
	p2 := want[Plan](o, "planner", "PUT", "/plans", Plan{Matter: p.Matter, Year: 2026, FirstOn: workday.MustParse("2026-08-20"), LastOn: workday.MustParse("2026-09-20"),
		Ratios: map[string]Ratio{"B": {PPM: 1_000_000}, "D": {PPM: 1_000_000}}}, "")
	p2 = want[Plan](o, "planner", "POST", "/plans/"+p2.ID+"/publication", nil, "")
	_, first := o.published(p)
	o.drawn(p2)
	if b := want[Board](o, "planner", "GET", "/overlap", nil, ""); len(b.Merges) != 0 {
		t.Errorf("an unpublished draw shows in %+v", b)
	}
	second := want[listed[View]](o, "planner", "GET", "/draws", nil, "").All[0]
	o.place()
	want[View](o, "planner", "POST", "/draws/"+second.ID+"/publication", nil, "")
	b := want[Board](o, "planner", "GET", "/overlap", nil, "")
	for _, m := range b.Merges {
		if !m.Common || m.FirstOn.String() != "2026-08-20" || m.LastOn.String() != "2026-08-31" || !strings.Contains(string(first), m.Entity) {
			t.Errorf("%+v", m)
		}
	}
	if len(b.Merges) == 0 {
		t.Error("no joint visit is offered")
	}
	if other := want[Board](o, "otherplanner", "GET", "/overlap", nil, ""); len(other.Merges) != 0 {
		t.Errorf("a body that has no part in it sees %+v", other)
	}
}

func TestF12_2_TheClassOfAFirmAndWhy(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	o.firms(0, 2)
	o.rated(0, "rating_risk", "C")
	c := want[ClassOf](o, "planner", "GET", "/class?domain=market.food&entity="+firm(0), nil, "")
	if c.Class != "D" || c.Table.Code != "food" || c.Row != 1 || c.Known.Grades["rating_risk"] != "C" {
		t.Errorf("%+v", c)
	}
	if c = want[ClassOf](o, "planner", "GET", "/class?domain=market.food&entity="+firm(1), nil, ""); c.Class != "B" || c.Row != -1 {
		t.Errorf("a firm of which nothing is known: %+v", c)
	}
	for day, class := range map[string]string{"2025-12-31": "B", "2026-01-01": "D", "2026-12-31": "D", "2027-01-01": "B"} {
		if c = want[ClassOf](o, "planner", "GET", "/class?domain=market.food&on="+day+"&entity="+firm(0), nil, ""); c.Class != class {
			t.Errorf("on %s: %+v, want %s", day, c.Class, class)
		}
	}
	if b, err := json.Marshal(c); err != nil || strings.Contains(string(b), "score") {
		t.Errorf("%s %v", b, err)
	}
}

func TestF12_5_ThePlanOfAGeneralMatterStaysWithinTheRatio(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	m := foodMatter
	m.Kind = "general"
	want[Matter](o, "clerk", "PUT", "/matters", m, "access.no_permission")
	m = want[Matter](o, "planner", "PUT", "/matters", m, "")
	want[Matter](o, "otherplanner", "PUT", "/matters", m, "inspection.changed")
	plan := func(ppm int64) Plan {
		return Plan{Matter: m.Code, Year: 2026, FirstOn: workday.MustParse("2026-08-10"), LastOn: workday.MustParse("2026-08-31"), Ratios: map[string]Ratio{"B": {PPM: ppm}}}
	}
	want[Plan](o, "planner", "PUT", "/plans", plan(20_001), "inspection.ratio_over")
	p := want[Plan](o, "planner", "PUT", "/plans", plan(20_000), "")
	if p.Ratios["B"].Key != "plan" || p.Ratios["D"].PPM != 300_000 { // assumed and adopted by nobody: the plan answers for it
		t.Errorf("%+v", p.Ratios)
	}
	want[Plan](o, "planner", "PUT", "/plans", p, "")
	want[Plan](o, "planner", "PUT", "/plans", p, "inspection.changed") // a second click
	want[View](o, "planner", "POST", "/draws", begin{p.ID, []string{bodyID, auditID}}, "inspection.plan_draft")
	want[Plan](o, "otherplanner", "POST", "/plans/"+p.ID+"/publication", nil, "inspection.unknown")
	want[Plan](o, "planner", "POST", "/plans/"+p.ID+"/publication", nil, "")
	want[Plan](o, "planner", "POST", "/plans/"+p.ID+"/publication", nil, "inspection.plan_published")
	bad := plan(1)
	bad.Matter = "nothing"
	want[Plan](o, "planner", "PUT", "/plans", bad, "inspection.no_matter")
	bad = plan(1)
	bad.LastOn = workday.MustParse("2027-01-01")
	want[Plan](o, "planner", "PUT", "/plans", bad, "inspection.days")
	bad = plan(1)
	bad.Ratios = map[string]Ratio{"E": {PPM: 1}}
	want[Plan](o, "planner", "PUT", "/plans", bad, "inspection.unknown_class")
	if plans := want[listed[Plan]](o, "otherplanner", "GET", "/plans", nil, ""); len(plans.All) != 0 {
		t.Errorf("another body sees %d plans", len(plans.All))
	}
	if slices.ContainsFunc(want[listed[Matter]](o, "", "GET", "/matters", nil, "").All, func(x Matter) bool { return x.Code != m.Code }) {
		t.Error("the public list")
	}
}
