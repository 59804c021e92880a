package law_test

import (
	"testing"

	"xinheng/internal/law"
)

func TestG1_AssumedNeedsAnAdoptionInForce(t *testing.T) {
	t.Parallel()
	adopted := law.Adoptions{
		{ID: "a", Keys: []string{"list:tax-major", "measure.*"}, From: day("2026-01-01"), Until: day("2026-12-31")},
		{ID: "endless", Keys: []string{"matter:*"}, From: day("2026-01-01")},
	}
	for _, row := range []struct {
		key      string
		standing law.Standing
		on       string
		ok       bool
		by       string
	}{
		{"list:unseen", law.Text, "2026-06-01", true, ""},
		{"list:unseen", law.Secondary, "2026-06-01", true, ""},
		{"list:unseen", law.Assumed, "2026-06-01", false, ""},
		{"list:unseen", "", "2026-06-01", false, ""}, // nothing said is nothing seen
		{"list:tax-major", law.Assumed, "2025-12-31", false, ""},
		{"list:tax-major", law.Assumed, "2026-01-01", true, "a"},
		{"list:tax-major", law.Assumed, "2026-12-31", true, "a"},
		{"list:tax-major", law.Assumed, "2027-01-01", false, ""},
		{"list:tax-major-2", law.Assumed, "2026-06-01", false, ""},
		{"list:tax", law.Assumed, "2026-06-01", false, ""},
		{"measure:no-entry", law.Assumed, "2026-06-01", true, "a"},
		{"measures:no-entry", law.Assumed, "2026-06-01", false, ""},
		{"matter:open-shop", law.Assumed, "2026-06-01", false, ""}, // an adoption has an end
	} {
		ok, by := adopted.Coercive(row.key, row.standing, day(row.on))
		if ok != row.ok || (by != nil) != (row.by != "") || (by != nil && by.ID != row.by) {
			t.Errorf("%s %q on %s: %v %v", row.key, row.standing, row.on, ok, by)
		}
		if a, covered := adopted.Covers(row.key, day(row.on)); row.standing == law.Assumed && (covered != row.ok || a.ID != row.by) {
			t.Errorf("Covers(%s, %s) = %v %v", row.key, row.on, a, covered)
		}
	}
}
