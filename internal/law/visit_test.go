package law_test

import (
	"testing"

	"xinheng/internal/law"
)

// F12-7: a list is found for every field, and every item of it says on which article it rests.
func TestF12_7_EveryItemOfAChecklistNamesItsArticle(t *testing.T) {
	t.Parallel()
	book := theLaw(t).On(today)
	for domain, want := range map[string]string{"market.food": "food", "market.food.dairy": "food", "fire": "general", "": "general"} {
		if l, ok := book.ChecklistOf(domain); !ok || l.Code != want {
			t.Errorf("%q is inspected by %q", domain, l.Code)
		}
	}
	for _, l := range book.Checklists() {
		for _, i := range l.Items {
			if c := book.Cite(i.Cites); i.Cites.Article == "" || c.ZH == "" || c.EN == "" || i.Asks.ZH == "" || i.Asks.EN == "" || i.How.ZH == "" {
				t.Errorf("%s of %s says too little", i.Code, l.Code)
			}
		}
	}
	if _, ok := theLaw(t).On(day("2021-12-31")).ChecklistOf("market.food"); ok {
		t.Error("a list is used before it was in force")
	}
}

// The eight results: what found nothing is no record and leads to nothing.
func TestF12_8_TheEightResultsOfAnInspection(t *testing.T) {
	t.Parallel()
	all := theLaw(t).On(today).VisitResults()
	if len(all) != 8 {
		t.Errorf("%d results", len(all))
	}
	adverse := 0
	for _, r := range all {
		if r.Adverse {
			adverse++
		}
		if !r.Found && (r.Adverse || r.After != "nothing") {
			t.Errorf("%s found nothing and does something", r.Code)
		}
	}
	if adverse != 5 {
		t.Errorf("%d of them become records", adverse)
	}
	p, ok := theLaw(t).On(today).Period("inspection", "", law.NoSeverity)
	r, repairable := theLaw(t).On(today).RepairRule("inspection", "", law.NoSeverity)
	if !ok || p.Max == 0 || !p.Repairable || !repairable || r.Opens != "fulfilled" {
		t.Error("a result would have no end, or no repair")
	}
}
