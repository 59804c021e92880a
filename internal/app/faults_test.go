package app

import (
	"os"
	"strings"
	"testing"
)

// TestEveryRefusalThatIsNamedIsKnown: what an operation says it answers with stands in the list that explains it.
func TestEveryRefusalThatIsNamedIsKnown(t *testing.T) {
	t.Parallel()
	api, err := Describe()
	if err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile("../../docs/faults.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range api.Rows() {
		for _, code := range row.Faults {
			if !strings.Contains(string(list), `<a id="`+code+`">`) {
				t.Errorf("%s names %s, which docs/faults.md does not know", row.ID, code)
			}
		}
	}
}
