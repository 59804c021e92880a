package app

import (
	"context"

	"xinheng/internal/jobs"
	"xinheng/internal/law"
)

// assessRound freezes the figures of the month that has closed. It looks every night, so a night that was missed is made up for.
func (a *App) assessRound() jobs.Periodic {
	return jobs.Periodic{
		Name: "assess.freeze", When: jobs.Daily(4, 20),
		What: law.Text2{ZH: "上月数据到关账日后，固化各单位考核指标（F28-1）", EN: "Freezes the figures of the assessment of each body once its month has closed (F28-1)"},
		Why:  law.Text2{ZH: "未运行时上月指标晚些出来；已固化的不受影响，申诉期自固化之日起算", EN: "Without it the figures of last month come later; what is frozen is not touched, and the time to appeal runs from the freezing"},
		Do: func(ctx context.Context) error {
			_, err := a.Assess.Freeze(ctx)
			return err
		},
	}
}
