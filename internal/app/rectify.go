package app

import (
	"context"

	"xinheng/internal/jobs"
	"xinheng/internal/law"
)

// rectifyRound reminds subjects of the end of their term. That an order becomes overdue is the clockwork's (caseflow.sweep).
func (a *App) rectifyRound() jobs.Periodic {
	return jobs.Periodic{
		Name: "rectify.remind", When: jobs.Daily(8, 0),
		What: law.Text2{ZH: "整改期限届满前提醒当事人", EN: "Reminds subjects before the term of a rectification order ends"},
		Why:  law.Text2{ZH: "未运行时提醒晚到；期限仍按法定之日计算，不因提醒与否改变", EN: "Without it reminders come later; the term is counted by its legal days either way"},
		Do: func(ctx context.Context) error {
			_, err := a.Rectify.Remind(ctx)
			return err
		},
	}
}
