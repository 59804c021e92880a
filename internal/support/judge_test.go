package support

import (
	"testing"

	"xinheng/internal/counter"
	"xinheng/internal/law"
)

var openLaw = counter.Library

// A class of credit is one condition among others: the newest evaluation of the kind named decides, and none is no judgement (G2, G11).
func TestG2_AClassIsOneConditionAndNoneIsNotKnown(t *testing.T) {
	t.Parallel()
	p := law.SupportPolicy{Conditions: []law.SupportCondition{{Fact: "kind", Codes: []string{"enterprise"}}, {Fact: "class", Item: "rating_tax", Codes: []string{"A", "B"}}}}
	rated := func(grade, from string) Fact {
		return Fact{For: "class", Code: "rating_tax", Grade: grade, From: day(from)}
	}
	for name, x := range map[string]struct {
		facts  Facts
		result Result
	}{
		"in the class":       {Facts{Kind: "enterprise", Standing: []Fact{rated("A", "2026-04-01")}}, Fits},
		"the newest decides": {Facts{Kind: "enterprise", Standing: []Fact{rated("A", "2025-04-01"), rated("M", "2026-04-01")}}, Lacks},
		"nobody evaluated":   {Facts{Kind: "enterprise"}, Cannot},
		"another evaluation": {Facts{Kind: "enterprise", Standing: []Fact{{For: "class", Code: "rating_customs", Grade: "D", From: day("2026-04-01")}}}, Cannot},
		"another condition":  {Facts{Kind: "household", Standing: []Fact{rated("A", "2026-04-01")}}, Lacks},
	} {
		if _, got := judge(&p, &x.facts, day("2026-11-20")); got != x.result {
			t.Errorf("%s: %s", name, got)
		}
	}
}
