package app

import (
	"context"
	"time"

	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/oauth"
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
	a.marketApps()
}

// marketApps lets firms look at their own public files through apps of the market.
func (a *App) marketApps() {
	a.OAuth = oauth.NewDesk(a.Pool, a.Law, a.Now)
	a.OAuth.Names, a.OAuth.Commitments, a.OAuth.Base = a.bodies, a.Commitments, a.opt.Site.Base
	a.Keys.Apps = a.OAuth
}

func (a *App) oauthRound() jobs.Periodic {
	return jobs.Periodic{
		Name: "oauth.sweep", When: jobs.Every(time.Hour),
		What: law.Text2{ZH: "清除到期已满七日的应用授权码与令牌", EN: "Forgets codes and tokens of apps seven days after their end"},
		Why:  law.Text2{ZH: "未运行时仅多占空间，令牌仍按时失效", EN: "Without it they only take room; tokens end in time all the same"},
		Do: func(ctx context.Context) error {
			_, err := a.OAuth.Sweep(ctx)
			return err
		},
	}
}

// repairing are the records of an entity whose repair was applied for and is not decided (F08-8).
func (a *App) repairing(ctx context.Context, entity string) (map[string]bool, error) {
	return a.Repairs.UnderWay(ctx, entity)
}
