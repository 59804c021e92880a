package objection

import (
	"slices"
	"testing"

	"xinheng/internal/caseflow"
	"xinheng/internal/counter"
	"xinheng/internal/workday"
)

func TestBothTablesAreSound(t *testing.T) {
	t.Parallel()
	lib, err := counter.Library()
	must(t, err)
	for _, def := range []caseflow.Def{Flow(), ComplaintFlow()} {
		for _, fault := range def.Check(lib) {
			t.Error(fault)
		}
	}
}

// Every outcome of the law data has its act, and the table knows no other.
func TestOutcomesOfTheLawAreActs(t *testing.T) {
	t.Parallel()
	lib, err := counter.Library()
	must(t, err)
	var inLaw, here []string
	for _, o := range lib.On(workday.MustParse("2026-11-22")).Outcomes() {
		inLaw = append(inLaw, o.Code)
	}
	for _, v := range verdicts {
		here = append(here, string(v.act))
	}
	slices.Sort(inLaw)
	slices.Sort(here)
	if !slices.Equal(inLaw, here) {
		t.Errorf("law %v, table %v", inLaw, here)
	}
}
