package arch_test

import (
	"slices"
	"strings"
	"testing"
)

// TestF23_1_G9_NothingThatActsReadsAnAlert: no check, class, score, list or case can rest on an alert, because only the wiring, the
// demonstration and the rotation of keys may import the area, and no statement of another area may name its schema (sql_test.go).
func TestF23_1_G9_NothingThatActsReadsAnAlert(t *testing.T) {
	t.Parallel()
	if !slices.Contains(schemas, "alert") {
		t.Error("statements that name the schema of alerts go unnoticed")
	}
	for _, p := range house(t) {
		if a := area(p.ImportPath); slices.Contains(p.Imports, "xinheng/internal/alert") && !slices.Contains([]string{"app", "seed", "cmd", "docs", "alert"}, a) {
			t.Errorf("%s imports alert: an alert is never an act by itself", strings.TrimPrefix(p.ImportPath, "xinheng/"))
		}
	}
}
