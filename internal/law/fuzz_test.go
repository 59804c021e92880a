package law_test

import (
	"testing"
	"testing/fstest"

	"xinheng/internal/law"
)

// FuzzLoad: whatever a rule file holds, loading ends in a library or in faults, never in a panic.
func FuzzLoad(f *testing.F) {
	for _, text := range small {
		f.Add(text)
	}
	for _, text := range []string{"", "a", "limits: [", "limits:\n  - 5", "items:\n  - {fields: 3, key: {a: b}}", "limits: [{from: 5}]", "calendars: [{holidays: {a: [b]}}]", "limits: &a [*a]", "? x\n: y", "limits:\n  - <<: {n: 5}"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lib, err := law.Load(fstest.MapFS{
			"CHANGES.md": file(small["CHANGES.md"]), "instruments.yaml": file(small["instruments.yaml"]), "zz.yaml": file(text),
		})
		if (lib == nil) == (err == nil) {
			t.Fatalf("neither a library nor an error: %v", err)
		}
		if lib != nil {
			lib.On(day("2024-06-01")).Limit("keep")
		}
	})
}
