package developer

import (
	"slices"
	"testing"

	"xinheng/internal/web"
	"xinheng/internal/workday"
)

// A route that was published may be gone on the day of its sunset, not before, and only after a notice of twelve months.
func TestF21_2_NothingGoesWithoutTwelveMonthsNotice(t *testing.T) {
	t.Parallel()
	day := workday.MustParse
	notices := []web.Retirement{
		{Route: "GET /said", Announced: day("2026-11-29"), Sunset: day("2027-11-29")},
		{Route: "GET /short", Announced: day("2027-01-01"), Sunset: day("2027-11-29")},
	}
	published := []string{"GET /here", "GET /said", "GET /short", "GET /silent"}
	for today, want := range map[string][]string{
		"2027-11-28": {"GET /said", "GET /short", "GET /silent"},
		"2027-11-29": {"GET /short", "GET /silent"},
		"2027-11-30": {"GET /short", "GET /silent"},
	} {
		if got := Missed(published, []string{"GET /here"}, notices, day(today)); !slices.Equal(got, want) {
			t.Errorf("on %s: %v, want %v", today, got, want)
		}
	}
}

// Every notice that is given is long enough, and says what to use.
func TestF21_2_EveryNoticeGivenIsFair(t *testing.T) {
	t.Parallel()
	for _, r := range Retirements() {
		if !r.Fair() || r.Operation == "" || r.Route == "" || r.Instead.ZH == "" || r.Instead.EN == "" {
			t.Errorf("%+v", r)
		}
	}
	all := Changes()
	for i, c := range all {
		if c.What.ZH == "" || c.What.EN == "" || i > 0 && c.On > all[i-1].On {
			t.Errorf("%+v", c)
		}
	}
}

// The list of refusals is read as it is written: the code, its status, both sentences, by area.
func TestTheListOfRefusalsIsRead(t *testing.T) {
	t.Parallel()
	got := refusals("# Faults\n\n| code | kind | 中文 | English |\n|---|---|---|---|\n" +
		"| <a id=\"a.one\"></a>`a.one` | TooMany | 请稍候。 | Wait \\| rest. |\n| <a id=\"a.two\"></a>`a.two` | Missing | 没有。 | None. |\n| <a id=\"b.one\"></a>`b.one` | Conflict | 冲突。 | Clash. |\n")
	if len(got) != 2 || len(got[0].Refusals) != 2 || got[0].Refusals[0].Status != 429 || got[0].Refusals[0].Says.EN != "Wait | rest." || got[1].Refusals[0].Code != "b.one" {
		t.Errorf("%+v", got)
	}
}
