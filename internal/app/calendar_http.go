package app

import (
	"context"
	"net/http"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

type (
	dueIn struct {
		From string       `query:"from" required:"true" doc:"civil date of the event; the day itself does not count (民法典 §201)"`
		N    int          `query:"n" required:"true" minimum:"1" maximum:"400"`
		Unit workday.Unit `query:"unit" enum:"working_day,day,month,year" default:"working_day"`
	}
	step struct {
		Day  workday.Date `json:"day"`
		Kind string       `json:"kind" enum:"workday,weekend,holiday,makeup" doc:"makeup: a weekend worked"`
		N    int          `json:"n,omitempty" doc:"which day of the term it is; absent when it does not count"`
		// A day of a year without a notice is taken by its weekday.
		Known bool `json:"known"`
	}
	dueOut struct {
		Body struct {
			Due         workday.Date `json:"due"`
			Provisional bool         `json:"provisional" doc:"a day was passed whose year has no published calendar: compute it again when it has"`
			Steps       []step       `json:"steps" doc:"the days passed; of terms in months and years only the roll to a working day"`
		}
	}
	trialIn struct {
		Body struct {
			Year     int            `json:"year" minimum:"2021" maximum:"2099"`
			Holidays []workday.Date `json:"holidays" maxItems:"80" doc:"weekdays off"`
			Makeups  []workday.Date `json:"makeups" maxItems:"40" doc:"weekends worked"`
			From     workday.Date   `json:"from,omitzero" doc:"day the terms begin; today when left out"`
		}
	}
	moved struct {
		Key    string       `json:"key" doc:"limit of the law data"`
		Title  law.Text2    `json:"title"`
		N      int64        `json:"n"`
		Before workday.Date `json:"before" doc:"last day by what is published; provisional"`
		After  workday.Date `json:"after" doc:"last day by the notice"`
	}
	trialOut struct {
		Body struct {
			Workdays int        `json:"workdays" doc:"working days of the year"`
			Slips    []law.Slip `json:"slips" doc:"days that cannot be meant"`
			Moved    []moved    `json:"moved" doc:"terms whose last day would be another"`
			Settled  int        `json:"settled" doc:"terms that are provisional now and would be no more"`
		}
	}
)

// calendarRoutes answer how a term is counted, and what a notice would change. A calendar is law data: it is published as a
// file with its notice, reviewed like any rule, and never typed into a page.
func calendarRoutes(a *web.API, lib *law.Library, now func() time.Time) {
	web.Add(a, web.Op{ID: "law.due", Method: http.MethodGet, Path: "/v1/calendar/due", Area: "law", Summary: "期限计算 · Count a term", Faults: []string{"web.bad_date"},
		Notes: "The last day of a term, with every day on the way and why it counts or does not."},
		func(_ context.Context, in *dueIn) (*dueOut, error) {
			from, err := workday.Parse(in.From)
			if err != nil || from == 0 {
				return nil, fault.New(fault.Invalid, "web.bad_date", "日期请写成 2026-11-22 的形式。", "Write the date as 2026-11-22.").At("from")
			}
			out := &dueOut{}
			out.Body.Due, out.Body.Provisional = workday.Due(from, workday.Term{N: in.N, Unit: in.Unit}, lib.Calendar())
			out.Body.Steps = stepsOf(lib, from, out.Body.Due, in)
			return out, nil
		})
	web.Add(a, web.Op{ID: "law.calendar_trial", Method: http.MethodPost, Path: "/v1/calendar/trial", Permission: access.CalendarEdit, Area: "law",
		Summary: "试算新一年的放假通知 · Try a notice of holidays", Notes: "Nothing is kept: a calendar becomes law data as a file in law/calendar, after review."},
		func(_ context.Context, in *trialIn) (*trialOut, error) { return tryCalendar(lib, in, now()), nil })
}

// stepsOf walks the days of a term. Of a term in months or years only the days after its corresponding day are walked.
func stepsOf(lib *law.Library, from, due workday.Date, in *dueIn) []step {
	steps, n := []step{}, 0
	first := from + 1
	if in.Unit == workday.Months || in.Unit == workday.Years {
		first = max(first, due-15)
	}
	for d := first; d <= due; d++ {
		kind, known := kindOfDay(lib, d)
		s := step{Day: d, Kind: kind, Known: known}
		works := kind == "workday" || kind == "makeup"
		if in.Unit == workday.WorkingDays && works || in.Unit == workday.Days && n < in.N {
			n++
			s.N = n
		}
		steps = append(steps, s)
	}
	return steps
}

func kindOfDay(lib *law.Library, d workday.Date) (kind string, known bool) {
	working, known := lib.Calendar().IsWorkday(d)
	free := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
	switch {
	case working && free:
		return "makeup", known
	case working:
		return "workday", known
	case free:
		return "weekend", known
	}
	return "holiday", known
}

// tryCalendar computes every term in working days twice: as things are, and with the notice.
func tryCalendar(lib *law.Library, in *trialIn, now time.Time) *trialOut {
	year := law.CalendarYear{Year: in.Body.Year, Holidays: in.Body.Holidays, Makeups: in.Body.Makeups}
	with, from := lib.CalendarWith(year), in.Body.From
	if from == 0 {
		from = workday.Of(now)
	}
	out := &trialOut{}
	out.Body.Slips, out.Body.Moved = append([]law.Slip{}, year.Slips()...), []moved{}
	last := workday.New(year.Year-1, time.December, 31)
	out.Body.Workdays, _ = with.Between(last, workday.New(year.Year, time.December, 31))
	for _, v := range lib.Values(from) {
		l, ok := v.Body.(law.Limit)
		if !ok || string(l.Unit) != string(workday.WorkingDays) {
			continue
		}
		before, provisional := lib.Calendar().AddWorkdays(from, int(l.N))
		after, still := with.AddWorkdays(from, int(l.N))
		if provisional && !still {
			out.Body.Settled++
		}
		if before != after {
			out.Body.Moved = append(out.Body.Moved, moved{v.Key, v.Title, l.N, before, after})
		}
	}
	slices.SortStableFunc(out.Body.Moved, func(a, b moved) int { return int(a.N - b.N) })
	return out
}
