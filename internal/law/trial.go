package law

import (
	"slices"

	"xinheng/internal/workday"
)

// CalendarWith is the national calendar as it would be with one more year, or with a year as a new notice has it: to see
// what a notice changes before it is law data.
func (l *Library) CalendarWith(trial CalendarYear) *workday.Calendar {
	years := []int{trial.Year}
	holidays, makeups := slices.Clone(trial.Holidays), slices.Clone(trial.Makeups)
	for _, e := range l.entries {
		if y, ok := e.rule.(*CalendarYear); ok && y.Region == "" && y.Year != trial.Year {
			years = append(years, y.Year)
			holidays = append(holidays, y.Holidays...)
			makeups = append(makeups, y.Makeups...)
		}
	}
	return workday.NewCalendar(years, holidays, makeups)
}

// Slip is a day of a calendar that cannot be meant: codes other_year, twice, weekend_anyway (a holiday), not_a_weekend (a
// day worked in exchange).
type Slip struct {
	Day  workday.Date `json:"day"`
	Code string       `json:"code" enum:"other_year,twice,weekend_anyway,not_a_weekend"`
}

// Slips looks over the days of a calendar the way the files of the law are looked over.
func (y CalendarYear) Slips() (slips []Slip) {
	seen := map[workday.Date]bool{}
	look := func(d workday.Date, wrong bool, code string) {
		switch {
		case d.Year() != y.Year:
			code = "other_year"
		case seen[d]:
			code = "twice"
		case !wrong:
			code = ""
		}
		if seen[d] = true; code != "" {
			slips = append(slips, Slip{d, code})
		}
	}
	for _, d := range y.Holidays {
		look(d, weekend(d), "weekend_anyway")
	}
	for _, d := range y.Makeups {
		look(d, !weekend(d), "not_a_weekend")
	}
	return slips
}
