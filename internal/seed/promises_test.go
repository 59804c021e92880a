package seed

import (
	"slices"
	"testing"

	"xinheng/internal/access"
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
	for range 2 {
		if err := Gatherings(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	of := func(login string) access.Actor {
		who, err := actor(t.Context(), a, login)
		if err != nil {
			t.Fatal(err)
		}
		return who
	}
	if all, err := a.Commitments.Groupings(t.Context(), of("assoc")); err != nil || len(all) != 1 || all[0].Asked != 6 || all[0].Confirmed != 2 {
		t.Errorf("signings of members: %+v %v", all, err)
	}
	if all, err := a.Commitments.Reports(t.Context(), of("clerk")); err != nil || len(all) != 1 {
		t.Errorf("reports: %+v %v", all, err)
	}
	if all, err := a.Inspection.Backtests(t.Context(), of("plan")); err != nil || len(all) != 1 || all[0].State != "done" || all[0].Seen == 0 || all[0].Lower == 0 {
		t.Errorf("tables that were tried: %+v %v", all, err)
	}
	if s, err := a.Inspection.Supervision(t.Context(), of("plan")); err != nil || s.All == 0 {
		t.Errorf("under daily supervision: %+v %v", s, err)
	}
}
