package app

import (
	"context"

	"xinheng/internal/jobs"
	"xinheng/internal/law"
)

// listingRound tidies the cases of entries whose term is over; the entries ended by their dates.
func (a *App) listingRound() jobs.Periodic {
	return jobs.Periodic{
		Name: "listing.settle", When: jobs.Daily(1, 30),
		What: law.Text2{ZH: "办结期满的名单和禁入案件", EN: "Closes the cases of entries and bans whose term is over"},
		Why:  law.Text2{ZH: "未运行时只是案件晚些办结；条目和禁入到期即止，不依赖任何定时工作", EN: "Without it only the cases close later; entries and bans end by their dates, with no job"},
		Do: func(ctx context.Context) error {
			_, err := a.Listings.Settle(ctx)
			return err
		},
	}
}
