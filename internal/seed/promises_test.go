package seed

import (
	"io"
	"slices"
	"testing"
	"time"

	"xinheng/internal/app"
	"xinheng/internal/commitment"
	"xinheng/internal/pgtest"
	"xinheng/internal/signin"
)

// The public column of the demonstration shows a commitment in every status; a second start adds nothing.
func TestTheDemonstrationHasCommitmentsInEveryStatus(t *testing.T) {
	t.Parallel()
	owner, _ := pgtest.NewURLs(t)
	now := func() time.Time { return today.Start().Add(11 * time.Hour) }
	a, err := app.Open(t.Context(), app.Options{DatabaseURL: owner, Data: t.TempDir(), Log: io.Discard, Demo: true, Now: now,
		Signin: signin.Config{OneFactor: true, Hashing: signin.Hashing{KiB: 64, Passes: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	if _, err := TakeIn(t.Context(), a, Village, io.Discard); err != nil {
		t.Fatal(err)
	}
	if err := Settle(t.Context(), a); err != nil {
		t.Fatal(err)
	}
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
