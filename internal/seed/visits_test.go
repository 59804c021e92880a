package seed

import (
	"slices"
	"testing"

	"xinheng/internal/app"
	"xinheng/internal/visit"
)

// visited: a visit stands in each place a newcomer should see, one of them published late, one with the firm's word.
func visited(t *testing.T, a *app.App) {
	t.Helper()
	who, err := actor(t.Context(), a, "inspect")
	if err != nil {
		t.Fatal(err)
	}
	due, err := a.Visits.Due(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	var states []string
	for _, d := range due {
		if d.Visit != "" {
			states = append(states, string(d.State))
		}
	}
	slices.Sort(states)
	if want := []string{"notified", "planned", "published", "recorded", "resulted"}; !slices.Equal(states, want) {
		t.Errorf("visits %v, want %v", states, want)
	}
	lines, _, err := a.Visits.Results(t.Context(), "", "")
	late := slices.ContainsFunc(lines, func(l visit.Line) bool { return l.Late })
	said := slices.ContainsFunc(lines, func(l visit.Line) bool { return l.Commented })
	if err != nil || len(lines) != 3 || !late || !said {
		t.Errorf("%+v %v", lines, err)
	}
}
