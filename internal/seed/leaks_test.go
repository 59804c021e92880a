package seed

import (
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/leak"
)

// The demonstration has a case of data security in each place a newcomer should see, and a second start adds nothing.
func TestTheDemonstrationHasCasesOfDataSecurity(t *testing.T) {
	t.Parallel()
	a := demonstration(t)
	for range 2 {
		if err := Leaks(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		years, err := a.Leaks.Figures(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var sum leak.Year
		for _, y := range years {
			sum.Reported, sum.Open, sum.Confirmed, sum.Told = sum.Reported+y.Reported, sum.Open+y.Open, sum.Confirmed+y.Confirmed, sum.Told+y.Told
		}
		if sum != (leak.Year{Reported: 3, Open: 2, Confirmed: 1, Told: 1}) {
			t.Errorf("figures %+v", years)
		}
	}
	told, err := a.Leaks.About(t.Context(), access.Actor{Firm: "delegation", Org: Nth(0).USCC})
	if err != nil || len(told) != 1 || told[0].Done == "" {
		t.Errorf("the firm reads %+v %v", told, err)
	}
}
