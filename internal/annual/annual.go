package annual

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"xinheng/internal/objection"
	"xinheng/internal/repair"
	"xinheng/internal/verify"
	"xinheng/internal/watch"
	"xinheng/internal/workday"
)

// Line is one department in one year; of the sum, no days: a median of medians says nothing.
type Line struct {
	Org           string `json:"org,omitempty"`
	Name          string `json:"name,omitempty"`
	Objections    int64  `json:"objections" doc:"filed"`
	Decided       int64  `json:"objections_decided"`
	Upheld        int64  `json:"objections_upheld" doc:"the subject was right, wholly or in part"`
	ObjectionDays int64  `json:"objection_median_days"`
	Repairs       int64  `json:"repairs_decided"`
	Granted       int64  `json:"repairs_granted"`
	RepairDays    int64  `json:"repair_median_days"`
	Due           int64  `json:"reports_due" doc:"of checks that told an effect: due in the year, or given before"`
	Reported      int64  `json:"reports_given"`
	InTime        int64  `json:"reports_in_time"`
	Ended         int64  `json:"commitments_due" doc:"whose verification ended, or was due and is not done"`
	Checked       int64  `json:"commitments_checked"`
	Kept          int64  `json:"commitments_kept"`
}

// Year is all of them.
type Year struct {
	Year  int       `json:"year"`
	First int       `json:"first" doc:"the first year there are figures of"`
	Last  int       `json:"last"`
	At    time.Time `json:"at" doc:"when they were counted"`
	Total Line      `json:"total"`
	Lines []Line    `json:"lines"`
}

// Desk puts years together. The exported fields are set while wiring.
type Desk struct {
	Objections *objection.Desk
	Repairs    *repair.Desk
	Watches    *watch.Desk
	Verify     *verify.Desk
	// Names are names of bodies by code. Nil: their codes stand for themselves.
	Names func(ctx context.Context, codes []string) (map[string]string, error)

	now  func() time.Time
	mu   sync.Mutex
	kept map[int]Year
}

// NewDesk makes the desk.
func NewDesk(now func() time.Time) *Desk { return &Desk{now: now, kept: map[int]Year{}} }

// life is how long an answer is kept: the figures move by the day.
const life = 10 * time.Minute

// Of is a year; this one for 0. A year of which there are no figures is refused.
func (d *Desk) Of(ctx context.Context, year int) (Year, error) {
	this := workday.Of(d.now()).Time().Year()
	if year == 0 {
		year = this
	}
	d.mu.Lock()
	y, there := d.kept[year]
	d.mu.Unlock()
	if there && d.now().Sub(y.At) < life {
		return y, nil
	}
	y, err := d.count(ctx, year)
	if err != nil {
		return Year{}, err
	}
	y.Last = this
	d.mu.Lock()
	d.kept[year] = y
	d.mu.Unlock()
	return y, nil
}

// count asks each area for its own figures of the year.
func (d *Desk) count(ctx context.Context, year int) (Year, error) {
	y := Year{Year: year, First: objection.FirstYear, At: d.now()}
	by := map[string]*Line{}
	line := func(org string) *Line {
		if by[org] == nil {
			by[org] = &Line{Org: org}
		}
		return by[org]
	}
	_, objections, err := d.Objections.Figures(ctx, year)
	if err != nil {
		return y, err
	}
	for i := range objections {
		if f := &objections[i]; f.Kind == objection.Kind {
			l := line(f.Org)
			l.Name, l.Objections, l.Decided, l.Upheld, l.ObjectionDays = f.Name, f.Filed, f.Decided, f.Upheld, int64(f.MedianDays)
		}
	}
	from, to := workday.New(year, time.January, 1), workday.New(year+1, time.January, 1)
	if err := d.others(ctx, from, to, line); err != nil {
		return y, err
	}
	if err := d.name(ctx, by); err != nil {
		return y, err
	}
	y.Lines = []Line{}
	for _, l := range by {
		y.Lines = append(y.Lines, *l)
		y.Total.add(l)
	}
	slices.SortFunc(y.Lines, func(a, b Line) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Org, b.Org)) })
	return y, nil
}

func (d *Desk) others(ctx context.Context, from, to workday.Date, line func(string) *Line) error {
	repairs, err := d.Repairs.Yearly(ctx, from, to)
	if err != nil {
		return err
	}
	for _, f := range repairs {
		l := line(f.Org)
		l.Repairs, l.Granted, l.RepairDays = f.Decided, f.Granted, int64(f.Median)
	}
	reports, err := d.Watches.Yearly(ctx, from, to)
	if err != nil {
		return err
	}
	for _, f := range reports {
		l := line(f.Org)
		l.Due, l.Reported, l.InTime = f.Due, f.Reported, f.InTime
	}
	commitments, err := d.Verify.Yearly(ctx, from, to)
	for _, f := range commitments {
		l := line(f.Org)
		l.Ended, l.Checked, l.Kept = f.Due, f.Checked, f.Kept
	}
	return err
}

// name names the bodies an area did not name.
func (d *Desk) name(ctx context.Context, by map[string]*Line) error {
	var codes []string
	for code, l := range by {
		if l.Name == "" || l.Name == code {
			codes = append(codes, code)
		}
	}
	names := map[string]string{}
	if d.Names != nil && len(codes) > 0 {
		var err error
		if names, err = d.Names(ctx, slices.Sorted(slices.Values(codes))); err != nil {
			return err
		}
	}
	for code := range maps.Keys(by) {
		by[code].Name = cmp.Or(names[code], by[code].Name, code)
	}
	return nil
}

func (l *Line) add(x *Line) {
	l.Objections, l.Decided, l.Upheld = l.Objections+x.Objections, l.Decided+x.Decided, l.Upheld+x.Upheld
	l.Repairs, l.Granted = l.Repairs+x.Repairs, l.Granted+x.Granted
	l.Due, l.Reported, l.InTime = l.Due+x.Due, l.Reported+x.Reported, l.InTime+x.InTime
	l.Ended, l.Checked, l.Kept = l.Ended+x.Ended, l.Checked+x.Checked, l.Kept+x.Kept
}

// Share is a part of a whole in a hundred; false where there is no whole to be a part of.
func Share(n, of int64) (int64, bool) {
	if of <= 0 {
		return 0, false
	}
	return (n*100 + of/2) / of, true
}
