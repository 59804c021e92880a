package law_test

import (
	"strings"
	"testing"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

func TestF12_2_TheTableOfEachFieldDecidesTheClass(t *testing.T) {
	t.Parallel()
	book := theLaw(t).On(today)
	of := func(pairs ...string) map[string]string {
		m := map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i]] = pairs[i+1]
		}
		return m
	}
	for name, c := range map[string]struct {
		domain string
		known  law.Known
		want   string
	}{
		"nothing known":                         {"general", law.Known{}, "B"},
		"nothing known of a maker of food":      {"market.food", law.Known{Industry: "C14"}, "B"},
		"no rating of the environment":          {"environment", law.Known{Grades: of("rating_risk", "D")}, "B"},
		"a field without a table of its own":    {"transport.road", law.Known{Grades: of("rating_risk", "C")}, "C"},
		"a field below one with a table":        {"market.food.dairy", law.Known{Industry: "C14", Grades: of("rating_national", "D")}, "C"},
		"listed outranks a good grade":          {"general", law.Known{Listed: true, Grades: of("rating_risk", "A", "rating_national", "A")}, "D"},
		"low risk alone is not yet A":           {"general", law.Known{Grades: of("rating_risk", "A")}, "B"},
		"low risk and a good evaluation":        {"general", law.Known{Grades: of("rating_risk", "A", "rating_national", "A")}, "A"},
		"low risk and a good market evaluation": {"general", law.Known{Grades: of("rating_risk", "A", "rating_market", "A")}, "A"},
		"risk outranks the evaluation":          {"general", law.Known{Grades: of("rating_risk", "C", "rating_national", "D")}, "C"},
		"the industry makes a difference":       {"market.food", law.Known{Industry: "C14", Grades: of("rating_risk", "C")}, "D"},
		"another industry does not":             {"market.food", law.Known{Industry: "F52", Grades: of("rating_risk", "C")}, "C"},
		"a division without its section":        {"market.food", law.Known{Industry: "14", Grades: of("rating_risk", "C")}, "D"},
		"the sector's own rating":               {"environment", law.Known{Grades: of("rating_environment", "不良")}, "D"},
		"a local score is not asked for":        {"general", law.Known{Grades: of("local_score", "D", "rating_tax", "D")}, "B"},
	} {
		table, ok := book.ClassTableOf(c.domain)
		if got, row := table.Classify(c.known); !ok || got != c.want || (row < 0) != (got == "B" && row < 0) {
			t.Errorf("%s: %s by row %d of %s, want %s", name, got, row, table.Code, c.want)
		}
	}
}

// G2: whatever a table says, a subject without evaluations stands in the general class, whatever its industry.
func TestF12_2_EveryTableWorksWithoutAnyScore(t *testing.T) {
	t.Parallel()
	for _, table := range theLaw(t).On(today).ClassTables() {
		for _, industry := range []string{"", "A", "C14", "14", "J66", "T97"} {
			if class, row := table.Classify(law.Known{Industry: industry}); class != "B" || row != -1 {
				t.Errorf("%s puts a firm of %q of which nothing is known into %s by row %d", table.Code, industry, class, row)
			}
		}
		for _, r := range table.Rows {
			for _, g := range r.Ratings {
				if !strings.HasPrefix(g.Item, "rating_") {
					t.Errorf("%s asks for %s", table.Code, g.Item)
				}
			}
		}
	}
}

func TestF12_2_ATableHoldsFromItsDay(t *testing.T) {
	t.Parallel()
	lib := theLaw(t)
	for day, want := range map[string]string{"2022-03-14": "general", "2022-03-15": "food", "2022-03-16": "food"} {
		if table, ok := lib.On(workday.MustParse(day)).ClassTableOf("market.food"); !ok || table.Code != want {
			t.Errorf("on %s the table of food is %q, want %s", day, table.Code, want)
		}
	}
	for day, want := range map[string]bool{"2022-01-12": false, "2022-01-13": true, "2022-01-14": true} {
		if _, ok := lib.On(workday.MustParse(day)).ClassTableOf("general"); ok != want {
			t.Errorf("on %s there is a table: %v", day, ok)
		}
	}
}

func TestF12_5_NumbersOfOtherPlacesAreAssumed(t *testing.T) {
	t.Parallel()
	lib := theLaw(t)
	for key, n := range map[string]int64{"inspection.visits.day": 1, "inspection.visits.week": 2, "inspection.visits.month": 3, "inspection.fruitless": 3,
		"inspection.fruitless.window": 12, "inspection.overlap": 30, "inspection.visits.year.A": 1, "inspection.visits.year.B": 1, "inspection.visits.year.C": 2} {
		for day, want := range map[string]bool{"2024-12-15": false, "2024-12-16": true, "2024-12-17": true} {
			l, ok := lib.On(workday.MustParse(day)).Limit(key)
			if ok != want || ok && (l.N != n || l.Standing != law.Assumed || l.Note == "") {
				t.Errorf("%s on %s: %+v", key, day, l)
			}
		}
	}
	if _, ok := lib.On(today).Limit("inspection.visits.year.D"); ok {
		t.Error("class D is inspected as needed: no cap was found for it")
	}
}

func TestF12_2_ATableThatCountsAgainstNobodyForNothing(t *testing.T) {
	t.Parallel()
	const table = `class_tables:
  - code: general
    name: {zh: 表, en: Table}
    domain: general
    unknown: B
    from: 2022-01-13
    basis: [{instrument: island-reg}]
    standing: text
    rows:
      - {class: D, listed: true, why: {zh: 名单, en: list}}
`
	for name, c := range map[string]struct{ old, anew, says string }{
		"as it stands":              {"", "", ""},
		"a low class for nothing":   {"unknown: B", "unknown: D", "having none counts against nobody"},
		"a class there is not":      {"class: D", "class: E", "Unknown value"},
		"an industry alone":         {"listed: true", `industries: ["01"]`, "an industry alone makes no class"},
		"an item there is not":      {"listed: true", "ratings: [{item: rating_x, grades: [A]}]", "No such code: item:rating_x"},
		"a penalty is no rating":    {"listed: true", "ratings: [{item: penalty, grades: [A]}]", "is no rating"},
		"no reason":                 {", why: {zh: 名单, en: list}", "", "Missing why"},
		"a local score by its name": {"listed: true", "score: 60", "Unknown key"},
	} {
		fsys := with(t, "", "", "")
		fsys["supervision/classes.yaml"] = file(strings.Replace(table, c.old, c.anew, 1))
		said := ""
		if faults := faultsOf(t, fsys); len(faults) > 0 {
			said = faults.Error()
		}
		if (c.says == "") != (said == "") || !strings.Contains(said, c.says) {
			t.Errorf("%s: %q", name, said)
		}
	}
}
