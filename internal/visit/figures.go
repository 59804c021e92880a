package visit

import (
	"context"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Tally counts the visits to firms of a class.
type Tally struct {
	Class    string `json:"class"`
	Visits   int64  `json:"visits"`
	Resulted int64  `json:"resulted" doc:"visits with a result"`
	Found    int64  `json:"found" doc:"of these, those that found something"`
	Repeats  int64  `json:"repeats" doc:"visits to a firm that had been visited before in the same time"`
	Firms    int64  `json:"firms"`
}

// Hits compares what visits find by class: whether the classes aim at anything (F12-10).
type Hits struct {
	Classes []Tally      `json:"classes"`
	High    Tally        `json:"high" doc:"classes C and D"`
	Low     Tally        `json:"low" doc:"classes A and B"`
	Sample  int64        `json:"sample" doc:"an alarm needs so many results of both"`
	After   workday.Date `json:"after" doc:"visits after this day are counted"`
	Alarm   bool         `json:"alarm" doc:"high risk finds no more than low"`
}

// Judge says whether high risk finds no more than low, once both have results enough to say so. It compares shares without dividing.
func Judge(classes []Tally, sample int64) Hits {
	h := Hits{Classes: classes, Sample: sample, High: Tally{Class: "C D"}, Low: Tally{Class: "A B"}}
	for _, t := range classes {
		side := &h.Low
		if slices.Index(law.Classes, t.Class) >= len(law.Classes)/2 {
			side = &h.High
		}
		side.Visits, side.Resulted, side.Found = side.Visits+t.Visits, side.Resulted+t.Resulted, side.Found+t.Found
		side.Repeats, side.Firms = side.Repeats+t.Repeats, side.Firms+t.Firms
	}
	h.Alarm = sample > 0 && h.High.Resulted >= sample && h.Low.Resulted >= sample && h.High.Found*h.Low.Resulted <= h.Low.Found*h.High.Resulted
	return h
}

// Savings are visits that were not made (F12-9): firms of low risk drawn less often than those of the general class, tasks served by
// one joint visit, and visits from afar.
type Savings struct {
	Fewer  int64 `json:"fewer" doc:"class A at the ratio of class B of the same draw, less those drawn"`
	Joint  int64 `json:"joint" doc:"tasks beyond the first of each visit"`
	Remote int64 `json:"remote" doc:"visits from afar"`
	Total  int64 `json:"total"`
}

// Saved counts them. A draw without both classes saves nothing.
func Saved(strata []Stratum, joint, remote int64) Savings {
	s := Savings{Joint: joint, Remote: remote}
	general := map[string]int64{}
	for _, x := range strata {
		if x.Class == law.Classes[1] {
			general[x.Draw] = x.PPM
		}
	}
	for _, x := range strata {
		if ppm, ok := general[x.Draw]; ok && x.Class == law.Classes[0] {
			s.Fewer += max(x.Count*ppm/1_000_000-x.Quota, 0)
		}
	}
	s.Total = s.Fewer + s.Joint + s.Remote
	return s
}

// Month is one of the months visits were made in.
type Month struct {
	Month  string `json:"month"`
	Visits int64  `json:"visits"`
	Found  int64  `json:"found"`
}

// Alarm is a month in which high risk found no more than low.
type Alarm struct {
	Month     string    `json:"month"`
	HighFound int64     `json:"high_found"`
	High      int64     `json:"high"`
	LowFound  int64     `json:"low_found"`
	Low       int64     `json:"low"`
	At        time.Time `json:"at"`
}

// Figures are what visits come to: everybody may read those of all bodies, a body its own.
type Figures struct {
	Hits      Hits    `json:"hits"`
	Savings   Savings `json:"savings"`
	Months    []Month `json:"months"`
	Flagged   int64   `json:"flagged" doc:"visits without a code, or with a wrong one"`
	Published int64   `json:"published"`
	Late      int64   `json:"late" doc:"published after the last day of the law"`
	Overdue   int64   `json:"overdue" doc:"past that day and still not published"`
	Commented int64   `json:"commented"`
	Rated     int64   `json:"rated"`
	Stars     int64   `json:"stars" doc:"sum of the ratings"`
	Alarms    []Alarm `json:"alarms"`
}

// hits are those of a body, or of all.
func (d *Desk) hits(ctx context.Context, org string, today workday.Date) (Hits, error) {
	after := d.since(today)
	all, err := tallies(ctx, d.db, org, after, today)
	sample, _ := d.law.On(today).Limit("visit.hits.sample")
	h := Judge(append([]Tally{}, all...), sample.N)
	h.After = after
	return h, err
}

// since is the day after which visits are counted.
func (d *Desk) since(today workday.Date) workday.Date {
	window, _ := d.law.On(today).Limit("visit.hits.window")
	return today.AddMonths(-int(window.N))
}

// Figures of all bodies, or of one.
func (d *Desk) Figures(ctx context.Context, org string) (f Figures, err error) {
	today := d.today()
	if f.Hits, err = d.hits(ctx, org, today); err != nil {
		return f, err
	}
	t, err := sums(ctx, d.db, org, f.Hits.After, today)
	if err != nil {
		return f, err
	}
	f.Flagged, f.Published, f.Late, f.Commented, f.Rated, f.Stars = t.Flagged, t.Published, t.Late, t.Commented, t.Rated, t.Stars
	n, err := joint(ctx, d.db, org, f.Hits.After, today)
	if err != nil {
		return f, err
	}
	var strata []Stratum
	if d.Strata != nil {
		if strata, err = d.Strata(ctx); err != nil {
			return f, err
		}
	}
	strata = slices.DeleteFunc(strata, func(s Stratum) bool { return org != "" && s.Org != org })
	f.Savings = Saved(strata, n, t.Remote)
	all, err := months(ctx, d.db, org, f.Hits.After, today)
	if err != nil {
		return f, err
	}
	f.Months = append([]Month{}, all...)
	if f.Overdue, err = overdue(ctx, d.db, org, today); err != nil {
		return f, err
	}
	given, err := alarms(ctx, d.db)
	f.Alarms = append([]Alarm{}, given...)
	return f, err
}

// scope is the body whose figures an officer sees; empty for those whose reach is a region.
func scope(who access.Actor) string {
	if len(who.Regions) > 0 {
		return ""
	}
	return who.Org
}
