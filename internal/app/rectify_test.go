package app

import (
	"slices"
	"testing"

	"xinheng/internal/jobs"
)

// F15-1: the round that reminds is on the schedule, once a day, and says what happens without it.
func TestF15_1_TheRoundThatRemindsIsScheduled(t *testing.T) {
	t.Parallel()
	i := slices.IndexFunc(Schedule(), func(p jobs.Periodic) bool { return p.Name == "rectify.remind" })
	if i < 0 || Schedule()[i].Why.ZH == "" || Schedule()[i].Do == nil {
		t.Fatal("nobody is reminded of the end of a term")
	}
}
