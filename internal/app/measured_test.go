package app

import (
	"testing"

	"xinheng/internal/status"
)

// Every service of the page is asked by a probe, and every probe has its place on the page.
func TestF21_4_EveryServiceOfThePageIsAsked(t *testing.T) {
	t.Parallel()
	a, err := described()
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	for _, p := range a.Status.Probes {
		asked[p.Service] = p.Ask != nil
	}
	for _, s := range status.Services {
		if !asked[s] {
			t.Errorf("nobody asks %s", s)
		}
	}
	if len(asked) != len(status.Services) {
		t.Errorf("%d are asked, %d are shown", len(asked), len(status.Services))
	}
}
