package app

import (
	"context"

	"xinheng/internal/partner"
	"xinheng/internal/report"
	"xinheng/internal/space"
)

// reports lets credit reports be made, printed and verified.
func (a *App) reports() {
	a.Reports = report.NewDesk(a.Pool, a.Law, a.Sealer, a.Now)
	a.Reports.Press, a.Reports.Base, a.Reports.Demo = a.Press, a.opt.Site.Base, a.opt.Demo
	a.Reports.Disclosure, a.Reports.Mutual, a.Reports.Names = a.Disclosure, a.Mutual, a.bodies
	a.Reports.Repairing = a.repairing
	a.Partners = partner.NewDesk(a.Pool, a.Law, a.Reports, a.Now)
	a.Space = space.NewDesk(a.Pool, a.Law, a.Accounts, a.Attach, a.Disclosure, a.Now)
	a.Attach.Register(space.Object, a.Space.MaySee)
}

// repairing are the records of an entity whose repair was applied for and is not decided (F08-8).
func (a *App) repairing(ctx context.Context, entity string) (map[string]bool, error) {
	return a.Repairs.UnderWay(ctx, entity)
}
