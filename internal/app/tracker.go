package app

import (
	"context"

	"xinheng/internal/tracker"
)

// track lets the policy be followed. What counts as evidence by itself is what everybody reads on the page of annual figures.
func (a *App) track() {
	a.Tracker = tracker.NewDesk(a.Pool, a.Law, a.Accounts, a.Attach, a.Now)
	a.Tracker.Counted = a.countedOf
	a.Attach.Register(tracker.Object, a.Tracker.MaySee)
}

// countedOf is a figure of a body in a year; 0 where it has none.
func (a *App) countedOf(ctx context.Context, org string, year int, figure string) (int64, error) {
	y, err := a.Annual.Of(ctx, year)
	if err != nil {
		return 0, err
	}
	for i := range y.Lines {
		if l := &y.Lines[i]; l.Org == org {
			return map[string]int64{"objections": l.Decided, "repairs": l.Repairs, "reports": l.Reported, "commitments": l.Checked}[figure], nil
		}
	}
	return 0, nil
}
