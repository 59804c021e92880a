package app

import "testing"

// A round named twice would be refused only when the first job is put, in the middle of somebody's work.
func TestEveryRoundIsNamedOnce(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, p := range Schedule() {
		if seen[p.Name] || p.Name == "" || p.Do == nil || p.What.ZH == "" || p.What.EN == "" {
			t.Errorf("%q is named twice, or says too little", p.Name)
		}
		seen[p.Name] = true
	}
	if len(seen) < 6 {
		t.Errorf("%d rounds", len(seen))
	}
}
