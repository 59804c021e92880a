package seed

import (
	"testing"

	"xinheng/internal/agency"
)

// The demonstration shows an agency that is named, one with something to mend, and an agreement that ended and waits to be renewed; a
// second start adds nothing.
func TestTheDemonstrationHasAgenciesThatForgetAndOneThatDoesNot(t *testing.T) {
	t.Parallel()
	a := demonstration(t)
	for range 2 {
		if err := Agencies(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		all, err := a.Agencies.Public(t.Context())
		if err != nil || len(all) != 3 {
			t.Fatalf("%+v %v", all, err)
		}
		for _, l := range all {
			named, ended := l.Behind != nil, l.State == agency.Ended
			if named != (l.Org == bureauOfCredit.USCC) || ended != (l.Org == rater.USCC) {
				t.Errorf("%+v", l)
			}
		}
		teller, err := actor(t.Context(), a, "bank")
		if err != nil {
			t.Fatal(err)
		}
		duties, err := a.Agencies.Duties(t.Context(), teller)
		if err != nil || len(duties) != 1 || duties[0].AcknowledgedAt == nil {
			t.Errorf("%+v %v", duties, err)
		}
		found, err := a.Agencies.Mine(t.Context(), teller)
		if err != nil || len(found) != 1 || !found[0].AfterWord || found[0].State != "open" {
			t.Errorf("%+v %v", found, err)
		}
		register, err := a.Agencies.Agreements(t.Context())
		if err != nil || len(register) != 4 {
			t.Errorf("%+v %v", register, err)
		}
	}
}
