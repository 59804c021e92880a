package app

import (
	"context"
	"time"

	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/opendata"
)

// openFiles gives away what is public.
func (a *App) openFiles() {
	a.OpenData = opendata.NewDesk(a.Pool, a.Law, a.Ledger, a.Sealer, a.Now)
	a.OpenData.Base = a.opt.Site.Base
}

// openDataRounds make the files of the day, and take out of all of them what was taken down.
func (a *App) openDataRounds() []jobs.Periodic {
	return []jobs.Periodic{{
		Name: "opendata.build", When: jobs.Daily(1, 0),
		What: law.Text2{ZH: "生成当日的开放数据全量与增量，清除过了保留期的文件", EN: "Makes the snapshots and deltas of open data of the day, and forgets files past their days"},
		Why:  law.Text2{ZH: "未运行时文件晚一日；变更流和页面不受影响（F19-2）", EN: "Without it files come a day later; pages and the feed of changes are not touched (F19-2)"},
		Do: func(ctx context.Context) error {
			_, err := a.OpenData.Build(ctx)
			return err
		},
	}, {
		Name: "opendata.redact", When: jobs.Every(time.Minute),
		What: law.Text2{ZH: "从全部开放数据文件中清除已撤下、已期满的记录", EN: "Rewrites files of open data without what was taken down or has ended"},
		Why:  law.Text2{ZH: "含有这些记录的文件自撤下之时起即不提供；未运行时只是较晚恢复提供（F19-4）", EN: "Files that hold them are not served from that moment; without it they only come back later (F19-4)"},
		Do: func(ctx context.Context) error {
			_, err := a.OpenData.Redact(ctx)
			return err
		},
	}}
}
