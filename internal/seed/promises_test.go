package seed

import (
	"slices"
	"testing"

	"xinheng/internal/commitment"
)

// The public column of the demonstration shows a commitment in every status; a second start adds nothing.
func TestTheDemonstrationHasCommitmentsInEveryStatus(t *testing.T) {
	t.Parallel()
	a := demonstration(t)
	for range 2 {
		if err := Promises(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		all, _, err := a.Commitments.Column(t.Context(), commitment.Sought{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range all {
			got = append(got, string(p.Status))
		}
		slices.Sort(got)
		if want := []string{"broken", "broken", "kept", "performing", "performing", "withdrawn"}; !slices.Equal(got, want) {
			t.Errorf("in public: %v, want %v", got, want)
		}
	}
}
