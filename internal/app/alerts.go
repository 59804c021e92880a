package app

import (
	"context"
	"time"

	"xinheng/internal/alert"
	"xinheng/internal/hotline"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
)

// warn takes in what hotlines were told, and gives early hints, to the firm first.
func (a *App) warn() {
	a.Hotline = hotline.NewDesk(a.Pool, a.Law, a.Sealer, a.Accounts, a.Now)
	a.Alerts = alert.NewDesk(a.Pool, a.Law, a.Sealer, a.Now)
	a.Alerts.Accounts = a.Accounts
}

// alertRound looks at whose facts changed, or may have changed by a date.
func (a *App) alertRound() jobs.Periodic {
	return jobs.Periodic{
		Name: "alert.look", When: jobs.Every(time.Minute),
		What: law.Text2{ZH: "按预警规则查看记录有变化或者许可等到期的企业：提示企业，终结已整改、到期和规则已停用的预警", EN: "Looks by the rules of early warning at firms whose facts changed or ended: hints to the firm, and closes what was mended, expired or rests on a withdrawn rule"},
		Why:  law.Text2{ZH: "未运行时提示晚些；到期和规则停用按日期判断，不依赖它（F23-1、F23-5）", EN: "Without it hints come later; last days and withdrawn rules are judged by the day without it (F23-1, F23-5)"},
		Do: func(ctx context.Context) error {
			_, err := a.Alerts.Look(ctx)
			return err
		},
	}
}
