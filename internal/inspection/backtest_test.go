package inspection

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/law"
)

// F12-2: what a proposed table would change is counted firm by firm, and nobody moves whom it does not concern.
func TestF12_2_AShiftIsCountedFirmByFirm(t *testing.T) {
	t.Parallel()
	now := law.ClassTable{Unknown: "B", Rows: []law.ClassRow{{Class: "D", Listed: true}, {Class: "C", Ratings: []law.ClassGrade{{Item: "r", Grades: []string{"C"}}}}}}
	then := law.ClassTable{Unknown: "B", Rows: []law.ClassRow{{Class: "C", Listed: true}, {Class: "D", Ratings: []law.ClassGrade{{Item: "r", Grades: []string{"C"}}}}}}
	var s Shift
	s.Add(now, then, law.Known{Listed: true})
	s.Add(now, then, law.Known{Grades: map[string]string{"r": "C"}})
	s.Add(now, then, law.Known{Grades: map[string]string{"r": "C"}})
	s.Add(now, then, law.Known{}) // nothing is known: B under both (G2)
	before, after, higher, lower := s.Sums()
	if before != [4]int64{0, 1, 2, 1} || after != [4]int64{0, 1, 1, 2} || higher != 2 || lower != 1 || s[3][2] != 1 || s[2][3] != 2 {
		t.Errorf("%v: %v, then %v, higher %d, lower %d", s, before, after, higher, lower)
	}
}

// F12-2: a back-test runs beside requests over the whole registry, is taken up where it was broken off, tells numbers and no names, and
// changes no class.
func TestF12_2_AProposedTableIsTriedOnTheRegistry(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-03")
	o.ready(12, 0)
	rows := []law.ClassRow{{Class: "D", Listed: true, Why: law.Text2{ZH: "名单", EN: "list"}}, {Class: "A", Ratings: []law.ClassGrade{{Item: "rating_risk", Grades: []string{"C"}}}, Why: law.Text2{ZH: "试", EN: "tried"}}}
	try := func(unknown string, rows []law.ClassRow) Trying {
		return Trying{Domain: "market.food", Unknown: unknown, Rows: rows}
	}
	want[any](o, "clerk", "POST", "/backtests", try("B", rows), "access.no_permission")
	want[any](o, "planner", "POST", "/backtests", try("C", rows), "inspection.unknown_lower")
	want[any](o, "planner", "POST", "/backtests", try("B", []law.ClassRow{{Class: "D", Industries: []string{"14"}}}), "inspection.row")
	want[any](o, "planner", "POST", "/backtests", try("B", []law.ClassRow{{Class: "D", Ratings: []law.ClassGrade{{Item: "rating_risk", Grades: []string{"Z"}}}}}), "inspection.row")
	want[any](o, "planner", "POST", "/backtests", try("B", []law.ClassRow{{Class: "D", Ratings: []law.ClassGrade{{Item: "penalty", Grades: []string{"A"}}}}}), "inspection.row")
	old := want[Backtest](o, "planner", "POST", "/backtests", try("B", rows), "")
	b := want[Backtest](o, "planner", "POST", "/backtests", try("B", rows), "")
	if b.State != "running" || b.Seen != 0 {
		t.Fatalf("a request reads the registry: %+v", b)
	}
	done, err := o.backtestStep(t.Context(), b.ID) // a page, and the machine stops
	must(t, err)
	if done {
		t.Fatal("one step read the registry and its end")
	}
	must(t, o.queue.Drain(t.Context()))
	b = want[Backtest](o, "planner", "GET", "/backtests/"+b.ID, nil, "")
	var now [4]int64
	for _, n := range b.Now {
		now[0] += n
	}
	// Of the first ten every other has risk C: D for food now, A as proposed; the others keep B.
	if b.State != "done" || b.Seen != 12 || now[0] != 12 || b.Shift[3][0] != 5 || b.Lower != 5 || b.Higher != 0 || b.Then != [4]int64{5, 7, 0, 0} {
		t.Errorf("%+v", b)
	}
	if all := want[listed[Backtest]](o, "planner", "GET", "/backtests", nil, "").All; len(all) != 2 || !slices.ContainsFunc(all, func(x Backtest) bool { return x.ID == old.ID && x.State == "dropped" }) {
		t.Errorf("a newer one does not take the place of the older: %+v", all)
	}
	body, err := json.Marshal(b)
	must(t, err)
	if strings.Contains(string(body), firm(0)) {
		t.Error("a firm is named")
	}
	want[any](o, "otherplanner", "GET", "/backtests/"+b.ID, nil, "inspection.unknown")
	if c, err := o.Class(t.Context(), firm(0), "market.food", 0); err != nil || c.Class != "D" {
		t.Errorf("trying a table changed a class: %+v %v", c, err)
	}
}
