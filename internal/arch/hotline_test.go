package arch_test

import (
	"slices"
	"strings"
	"testing"
)

// TestF23_2_OnlyEarlyWarningReadsComplaints: no check, class, score, list, case or public page can rest on a complaint, verified or not,
// because of all that reads only early warning may import the area, and no statement of another area may name its schema (sql_test.go).
func TestF23_2_OnlyEarlyWarningReadsComplaints(t *testing.T) {
	t.Parallel()
	if !slices.Contains(schemas, "hotline") {
		t.Error("statements that name the schema of complaints go unnoticed")
	}
	for _, p := range house(t) {
		if a := area(p.ImportPath); slices.Contains(p.Imports, "xinheng/internal/hotline") && !slices.Contains([]string{"alert", "app", "seed", "cmd"}, a) {
			t.Errorf("%s imports hotline: a complaint counts in early warning only", strings.TrimPrefix(p.ImportPath, "xinheng/"))
		}
	}
}
