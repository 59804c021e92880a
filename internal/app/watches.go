package app

import (
	"context"
	"time"

	"xinheng/internal/jobs"
	"xinheng/internal/law"
)

// watchRound finds what changed in watched cases without a record having changed: by a date, a hold, an adoption.
func (a *App) watchRound() jobs.Periodic {
	return jobs.Periodic{
		Name: "watch.look", When: jobs.Every(time.Minute),
		What: law.Text2{ZH: "关注的办件逐一重新判断，结果有变化的告知查验单位", EN: "Judges every watched case again, and tells the body that asked when the answer is another one"},
		Why:  law.Text2{ZH: "记录变化随其事务即时告知；未运行时，到期、暂停使用和采认引起的变化在查验单位下次查看时告知", EN: "Changed records are told with the change; without it what changes by a date, a hold or an adoption is told when the body next looks"},
		Do:   func(ctx context.Context) error { return a.Watches.Look(ctx) },
	}
}

// liftRound calls back what ended by its date.
func (a *App) liftRound() jobs.Periodic {
	return jobs.Periodic{
		Name: "watch.lift", When: jobs.Daily(0, 10),
		What: law.Text2{ZH: "告知过的措施凡已到期的，通知曾被告知的单位停止适用", EN: "Calls back every effect that was told and has ended by its date"},
		Why:  law.Text2{ZH: "到期即止，不依赖任何定时工作；未运行时，通知在该单位下次查看收件箱时发出", EN: "What has expired is applied by no check, job or none; without it the notice goes out when the body next opens its inbox"},
		Do:   func(ctx context.Context) error { return a.Watches.Lift(ctx) },
	}
}
