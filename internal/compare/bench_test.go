package compare

import (
	"maps"
	"slices"
	"testing"

	"xinheng/internal/inspection/draw"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

func ratios(a, b, c, d int64) map[string]int64 {
	return map[string]int64{"A": a, "B": b, "C": c, "D": d}
}

// tiny is a history of ten firms that can be reckoned by hand: four of A nobody visited, four of B of which two had a problem, two of D
// that both had one.
func tiny() *Inputs {
	cell := func(class, kind, outcome string, n int64) Cell {
		return Cell{Class: class, Grades: []string{}, Kind: kind, Region: "4601", Outcome: outcome, N: n}
	}
	return &Inputs{Format: format, Comparison: "BJ-1", Draw: "d", Matter: "m", From: workday.MustParse("2026-01-05"), To: workday.MustParse("2026-03-31"), By: []string{}, Fewest: 1, Seeds: 10,
		Ways:  [2]Way{{Code: "only-b", Version: 1, Ratios: ratios(0, draw.Million, 0, 0)}, {Code: "a-and-d", Version: 1, Ratios: ratios(draw.Million, 0, 0, 500_000)}},
		Cells: merged([]Cell{cell("A", "household", Unknown, 4), cell("B", "enterprise", Clear, 2), cell("B", "enterprise", Found, 2), cell("D", "enterprise", Found, 2)})}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestF29_3_ATinyHistoryGivesTheNumbersReckonedByHand(t *testing.T) {
	t.Parallel()
	r, _, _, err := Verify(must[[]byte](t)(tiny().Text()))
	if err != nil || r.Firms != 10 || r.Known != 6 || r.Found != 4 {
		t.Fatalf("%+v %v", r, err)
	}
	// The first way draws the four of B: two problems. The second draws the four of A, of which history knows nothing, and one of D.
	want := map[string][2]Stat{
		Workload:  {{4000, 4000, 4000, 10}, {5000, 5000, 5000, 10}},
		Hits:      {{500_000, 500_000, 500_000, 10}, {1_000_000, 1_000_000, 1_000_000, 10}},
		HitsLeast: {{500_000, 500_000, 500_000, 10}, {200_000, 200_000, 200_000, 10}}, // unknown is not good…
		HitsMost:  {{500_000, 500_000, 500_000, 10}, {1_000_000, 1_000_000, 1_000_000, 10}},
		Projected: {{500_000, 500_000, 500_000, 10}, {1_000_000, 1_000_000, 1_000_000, 10}},
		Reach:     {{500_000, 500_000, 500_000, 10}, {250_000, 250_000, 250_000, 10}},
		Burden:    {{1_000_000, 1_000_000, 1_000_000, 10}, {0, 0, 0, 10}}, // … and none of A is called compliant
		GapKind:   {{666_666, 666_666, 666_666, 10}, {833_334, 833_334, 833_334, 10}},
		GapRegion: {},
		Untold:    {{0, 0, 0, 10}, {800_000, 800_000, 800_000, 10}},
	}
	for _, row := range r.Rows {
		if row.Ways != want[row.Code] {
			t.Errorf("%s: %+v, want %+v", row.Code, row.Ways, want[row.Code])
		}
	}
	if g := r.Groups[0]; g != (Group{"class", "A", 4, 0, 0, [2]int64{0, 4000}}) {
		t.Errorf("class A: %+v", g)
	}
}

func TestF29_3_TheSameInputsGiveTheSameNumbersAndOthersDoNot(t *testing.T) {
	t.Parallel()
	in := tiny()
	in.Ways[0].Ratios = ratios(500_000, 500_000, 0, 500_000) // now chance decides
	file := must[[]byte](t)(in.Text())
	one, inputs, numbers, err := Verify(file)
	_, again, same, err2 := Verify(file)
	if err != nil || err2 != nil || inputs != again || numbers != same || Same(numbers, same.String()) != nil {
		t.Fatalf("%v %v: %s, then %s", err, err2, numbers, same)
	}
	if reach := one.Rows[slices.IndexFunc(one.Rows, func(r Row) bool { return r.Code == Reach })].Ways[0]; reach.Low == reach.High || reach.Mean < reach.Low || reach.Mean > reach.High {
		t.Errorf("ten draws with seeds of their own have no spread: %+v", reach)
	}
	in.Ways[0].Ratios["A"] = 250_000
	if _, _, other, err := Verify(must[[]byte](t)(in.Text())); err != nil || Same(other, numbers.String()) == nil {
		t.Errorf("another way gives the same numbers: %v", err)
	}
	for name, bad := range map[string][]byte{"a space more": append(slices.Clone(file), ' '), "cut off": file[:len(file)-2], "nothing": nil} {
		if _, err := ParseInputs(bad); err == nil {
			t.Errorf("%s is read as inputs", name)
		}
	}
}

func TestF29_3_AWayIsDataWithAFloorAndNoFirmIsMultipliedForWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	w := Way{Ratios: ratios(10_000, 20_000, 600_000, 0), By: "rating_risk", Factors: map[string]int64{"C": 2000}, Floor: 3}
	for _, x := range []struct {
		class, grade string
		ppm          int64
	}{{"A", "", 10_000}, {"A", "C", 20_000}, {"B", "A", 20_000}, {"C", "C", draw.Million}} {
		if got := w.ppm(x.class, x.grade); got != x.ppm {
			t.Errorf("%s %q: %d, want %d", x.class, x.grade, got, x.ppm)
		}
	}
	strata := []draw.Stratum{{Name: "A.00", Count: 100, PPM: 10_000}, {Name: "A.01", Count: 100, PPM: 0}, {Name: "D.02", Count: 2}}
	got := w.quotas(strata, []string{"A", "A", "D"})
	if got[0].Quota != 2 || got[1].Quota != 1 || got[2].Quota != 2 { // one of A by its ratio, one of the fuller stratum, one of the first of equals
		t.Errorf("with a floor of three: %+v", got)
	}
	book := must[*law.Library](t)(library()).On(workday.MustParse("2026-04-01"))
	good := Way{Code: "x-y", Name: law.Text2{ZH: "示例", EN: "example"}, Ratios: ratios(1, 2, 3, 4), By: "rating_risk", Factors: map[string]int64{"C": 2000}}
	if err := good.sound(book); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Way){
		"no class D":     func(w *Way) { delete(w.Ratios, "D") },
		"above all":      func(w *Way) { w.Ratios["D"] = draw.Million + 1 },
		"a code":         func(w *Way) { w.Code = "X" },
		"no such grade":  func(w *Way) { w.Factors = map[string]int64{"Z": 1000} },
		"none":           func(w *Way) { w.Factors = map[string]int64{"": 2000} },
		"no evaluation":  func(w *Way) { w.By = "penalty" },
		"without factor": func(w *Way) { w.Factors = nil },
		"factor alone":   func(w *Way) { w.By = "" },
	} {
		bad := good
		bad.Ratios, bad.Factors = maps.Clone(good.Ratios), maps.Clone(good.Factors)
		if spoil(&bad); bad.sound(book) == nil {
			t.Errorf("%s is a way", name)
		}
	}
}
