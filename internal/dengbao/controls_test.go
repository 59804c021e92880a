package dengbao

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"xinheng/internal/law"
)

func TestF24_1_EveryControlIsProvenByTestsThatExist(t *testing.T) {
	t.Parallel()
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	missing, err := m.Missing(os.DirFS("../.."))
	if err != nil || len(missing) > 0 {
		t.Errorf("not in the tree: %v %q", err, missing)
	}
	ids := map[string]bool{}
	for _, c := range m.Controls {
		if ids[c.ID] || c.ID == "" {
			t.Errorf("%q stands twice, or has no id", c.ID)
		}
		ids[c.ID] = true
		for _, text := range []law.Text2{c.Title, c.Platform, c.Operator} {
			if text.ZH == "" || text.EN == "" {
				t.Errorf("%s lacks a text in one language", c.ID)
			}
		}
		if len(c.Tests) == 0 && c.ID != "trusted" { // the root of trust is the host's
			t.Errorf("%s is proven by nothing", c.ID)
		}
		if after := strings.HasPrefix(c.Clause, "8.1.4.") && len(c.Clause) == len("8.1.4.1") && c.Clause < "8.1.4.5"; after != c.Checked {
			t.Errorf("%s: the number %s is marked as checked %v", c.ID, c.Clause, c.Checked)
		}
	}
	for _, clause := range []string{"8.1.4.1", "8.1.4.2", "8.1.4.3", "8.1.4.4", "8.1.4.5", "8.1.4.6", "8.1.4.7", "8.1.4.8", "8.1.4.9", "8.1.4.10", "8.1.4.11",
		"8.1.5.1", "8.1.5.2", "8.1.5.3"} {
		if !slices.ContainsFunc(m.Controls, func(c Control) bool { return c.Clause == clause }) {
			t.Errorf("no control for %s", clause)
		}
	}
}

func TestF24_1_TheReportNamesEachControlItsTestsAndWhatIsLeft(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := WriteReport(&b, os.DirFS("../..")); err != nil {
		t.Fatal(err)
	}
	report := b.String()
	m, _ := Load()
	for _, c := range m.Controls {
		for _, part := range append([]string{c.Title.ZH, c.Title.EN, c.Platform.EN, c.Operator.ZH}, c.Tests...) {
			if _, name, ok := strings.Cut(part, " Test"); ok {
				part = "Test" + name
			}
			if !strings.Contains(report, part) {
				t.Errorf("%s: the report does not say %q", c.ID, part)
			}
		}
	}
	if !strings.Contains(report, "## 8.1.4.9 †") || strings.Contains(report, "## 8.1.4.1 †") {
		t.Error("unchecked numbers are not marked")
	}
}

// A test that was renamed or removed takes the claim with it.
func TestF24_1_ATestThatIsGoneFailsTheReport(t *testing.T) {
	t.Parallel()
	tree := fstest.MapFS{"internal/seal/a_test.go": {Data: []byte("package seal\nfunc TestSM2IsTheStandardOne(t *testing.T) {}\n")}}
	if err := WriteReport(&strings.Builder{}, tree); err == nil || !strings.Contains(err.Error(), "TestOnlyAHashOfTheSecretIsKept") ||
		strings.Contains(err.Error(), "TestSM2IsTheStandardOne") {
		t.Errorf("%v", err)
	}
}
