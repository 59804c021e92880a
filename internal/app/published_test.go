package app

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"xinheng/internal/developer"
	"xinheng/internal/workday"
)

// What was published answers until it has been said for twelve months that it will go. api/published.txt is the list of what was
// published: a release adds its new routes (XINHENG_PUBLISH=1), and nothing is ever taken out of it.
func TestF21_2_NothingPublishedIsGoneWithoutNotice(t *testing.T) {
	t.Parallel()
	api, err := Describe()
	if err != nil {
		t.Fatal(err)
	}
	const file = "../../api/published.txt"
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	published, there := strings.Split(strings.TrimSpace(string(raw)), "\n"), []string{}
	for _, row := range api.Rows() {
		there = append(there, row.Method+" "+row.Path)
	}
	if len(published) < 300 {
		t.Fatalf("only %d routes are published: the list is not whole", len(published))
	}
	if missed := developer.Missed(published, there, developer.Retirements(), workday.Of(time.Now())); len(missed) > 0 {
		t.Errorf("published and gone without notice; say it in internal/developer/change.go and keep the route for twelve months: %v", missed)
	}
	ids := map[string]string{}
	for _, row := range api.Rows() {
		ids[row.ID] = row.Method + " " + row.Path
	}
	for _, r := range developer.Retirements() {
		if route, ok := ids[r.Operation]; ok && route != r.Route {
			t.Errorf("the notice of %s names %s, it is %s", r.Operation, r.Route, route)
		}
	}
	if os.Getenv("XINHENG_PUBLISH") == "" {
		return
	}
	all := append(published, there...)
	slices.Sort(all)
	if err := os.WriteFile(file, []byte(strings.Join(slices.Compact(all), "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}
