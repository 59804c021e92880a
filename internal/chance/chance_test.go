package chance_test

import (
	"flag"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"xinheng/internal/chance"
)

func TestRandomTestsChooseAlikeEveryTime(t *testing.T) {
	t.Parallel()
	if f := flag.Lookup("rapid.seed"); f == nil || f.Value.String() != strconv.FormatUint(chance.Seed(), 10) {
		t.Fatalf("rapid begins from %v", f)
	}
	drawn := func() (all []int) {
		rapid.Check(t, func(rt *rapid.T) { all = append(all, rapid.Int().Draw(rt, "n")) })
		return all
	}
	if a, b := drawn(), drawn(); len(a) < 50 || !slices.Equal(a, b) {
		t.Errorf("two runs differ: %d and %d numbers", len(a), len(b))
	}
}

func TestAnotherSeedIsNamedInTheEnvironment(t *testing.T) {
	usual := chance.Seed()
	for set, want := range map[string]uint64{"7": 7, "0": usual, "": usual, "seven": usual} {
		t.Setenv(chance.SeedEnv, set)
		if got := chance.Seed(); got != want {
			t.Errorf("%q: %d, want %d", set, got, want)
		}
	}
}
