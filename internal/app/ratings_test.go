package app

import (
	"encoding/json"
	"strings"
	"testing"

	"xinheng/internal/counter"
	"xinheng/internal/workday"
)

// No local score blocks anything: no rule of a matter, no class table, no measure names one, and the law data let none rate by itself.
// What a check or a class table could lean on is an item of the catalogue that is imported, and a result made here is no item of it.
func TestG2_F10_1_NothingDependsOnALocalScore(t *testing.T) {
	t.Parallel()
	lib, err := counter.Library()
	counter.Must(t, err)
	book := lib.On(workday.New(2026, 11, 22))
	local := map[string]bool{}
	for _, m := range book.RatingModels() {
		if m.Kind == "points" {
			local[m.Code] = true
			if !m.Template {
				t.Errorf("%s rates by itself", m.Code)
			}
			if _, item := book.Item(m.Code); item {
				t.Errorf("%s is an item of the catalogue: a matter could name it", m.Code)
			}
		}
	}
	if len(local) == 0 {
		t.Fatal("there is no local model to look for")
	}
	for name, all := range map[string]any{"matters": book.Matters(), "class tables": book.ClassTables(), "measures": book.Measures(), "exclusions": book.Exclusions()} {
		text, err := json.Marshal(all)
		counter.Must(t, err)
		for code := range local {
			if strings.Contains(string(text), `"`+code+`"`) {
				t.Errorf("the %s name %s", name, code)
			}
		}
	}
}
