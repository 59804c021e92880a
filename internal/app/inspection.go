package app

import (
	"context"

	"xinheng/internal/access"
	"xinheng/internal/inspection"
)

// inspect ties inspections to who works where: whom a body may enter on its roster, and what bodies are called. Rosters are read
// by the jobs.
func (a *App) inspect() {
	a.Inspection.Through(a.Jobs)
	a.Inspection.People = func(ctx context.Context, org string) (out []inspection.Colleague, err error) {
		all, err := a.Accounts.Colleagues(ctx, a.Pool, org, []string{access.VisitDo})
		for _, c := range all {
			out = append(out, inspection.Colleague{Account: c.Account, Name: c.Name})
		}
		return out, err
	}
	a.Inspection.NameOf = func(ctx context.Context, org string) string {
		o, err := a.Accounts.Org(ctx, org)
		if err != nil {
			return "" // a body that cannot be found has no name; what depends on it says so
		}
		return o.Name
	}
}
