package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xinheng/internal/compare"
	"xinheng/internal/workday"
)

// F29-3: anybody computes a comparison again from its published file, with nothing else, and is told when the numbers differ.
func TestF29_3_AComparisonIsComputedAgainFromItsFileAlone(t *testing.T) {
	t.Parallel()
	ratios := func(b int64) map[string]int64 { return map[string]int64{"A": 0, "B": b, "C": 0, "D": 0} }
	in := compare.Inputs{Format: "xinheng compare inputs v1", From: workday.MustParse("2026-01-05"), To: workday.MustParse("2026-03-31"), By: []string{}, Fewest: 1, Seeds: 10,
		Ways:  [2]compare.Way{{Code: "half", Ratios: ratios(500_000)}, {Code: "all", Ratios: ratios(1_000_000)}},
		Cells: []compare.Cell{{Class: "B", Grades: []string{}, Kind: "enterprise", Region: "4601", Outcome: compare.Clear, N: 8}, {Class: "B", Grades: []string{}, Kind: "enterprise", Region: "4601", Outcome: compare.Found, N: 4}}}
	text, err := in.Text()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "comparison.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	s := shell{t: t}
	_, out, _ := s.offline("compare", file, "--json")
	numbers, _ := lastLine(t, out)["numbers_hash"].(string)
	if status, out, remarks := s.offline("compare", file, "--numbers", numbers); status != 0 || !strings.Contains(out, "comes out the same") {
		t.Errorf("%d %s %s", status, out, remarks)
	}
	if status, out, _ := s.offline("compare", file, "--json", "--numbers", strings.Repeat("0", 64)); status == 0 || lastLine(t, out)["error"] != "compare.differs" {
		t.Errorf("other numbers: %d %s", status, out)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), `"n": 8`, `"n":  8`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, out, _ := s.offline("compare", file, "--json"); status == 0 || lastLine(t, out)["error"] != "compare.not_inputs" {
		t.Errorf("a changed file: %d %s", status, out)
	}
}
