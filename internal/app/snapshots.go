package app

import (
	"context"

	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/snapshot"
)

// snapshots keeps callers answering while the platform is away.
func (a *App) snapshots() {
	a.Snapshots = snapshot.NewDesk(a.Pool, a.Law, a.Ledger, a.Checks, a.Sealer, a.Now)
}

// snapshotRound makes the snapshot of the day.
func (a *App) snapshotRound() jobs.Periodic {
	return jobs.Periodic{
		Name: "snapshot.build", When: jobs.Daily(1, 30),
		What: law.Text2{ZH: "生成当日的签名查验快照，供平台中断时使用；清除过了保留期的快照", EN: "Makes the signed snapshot of checks of the day, for when the platform is away, and forgets those past their days"},
		Why:  law.Text2{ZH: "未运行时使用单位仍可用前几日的快照，超过可用天数即不能脱机作答；在线查验不受影响（F07-5）", EN: "Without it callers have the snapshots of the days before, as long as those may be used; checks are not touched (F07-5)"},
		Do: func(ctx context.Context) error {
			_, err := a.Snapshots.Build(ctx)
			return err
		},
	}
}
