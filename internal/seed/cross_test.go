package seed

import (
	"testing"

	"xinheng/internal/check"
	"xinheng/internal/mutual"
)

// The demonstration shows entries of a neighbour in every state a newcomer should see, a traveller who may not buy and one who may again,
// and a rate; a second start adds nothing.
func TestTheDemonstrationShowsWhatCrossesBorders(t *testing.T) {
	t.Parallel()
	a := demonstration(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		must(Across(t.Context(), a))
		who, err := actor(t.Context(), a, "pros")
		must(err)
		page, _, err := a.Mutual.List(t.Context(), who, mutual.Filter{})
		must(err)
		states, waiting := map[mutual.Status]int{}, 0
		for _, v := range page {
			states[v.Status]++
			if v.Wish != nil {
				waiting++
			}
		}
		if states[mutual.Applied] != 2 || states[mutual.Incomplete] != 1 || states[mutual.Outside] != 1 || waiting != 1 {
			t.Errorf("%v, %d waiting", states, waiting)
		}
		rate, err := a.Connectors.Public(t.Context())
		must(err)
		if rate.Total.Connector != 7 || rate.Total.Hand != 2 {
			t.Errorf("%+v", rate.Total)
		}
	}
	shop, err := actor(t.Context(), a, "shop")
	must(err)
	for i, want := range []check.Answer{check.Yes, check.No, check.Yes} {
		name, card := citizen(firstCitizen + i)
		got, err := a.Checks.DecidePerson(t.Context(), shop, check.PersonRequest{Number: card, Name: name, Matter: "duty-free-person", Purpose: "duty_free", CaseNo: "GW-1", Basis: "law"})
		must(err)
		if got.Answer != want {
			t.Errorf("traveller %d: %s, want %s", i, got.Answer, want)
		}
	}
}
