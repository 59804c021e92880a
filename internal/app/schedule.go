package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// roundsKept is how long it is remembered that a round was done.
const roundsKept = 400 * 24 * time.Hour

// schedule is the periodic work, all of it. Of several servers one puts each round; a round missed while none ran is caught
// up by one round when one starts. Each can be run at once: Jobs.Run(ctx, name). The daily anchor is not here: every server
// leaves its own, where it can reach (serve.go), and the more there are the better.
func (a *App) schedule() []jobs.Periodic {
	return slices.Concat([]jobs.Periodic{
		{
			Name: "auditor.sweep", When: jobs.Every(time.Minute),
			What: law.Text2{ZH: "查找须由审计员过目的查阅与导出，清除已结束的会话", EN: "Looks for readings and exports the auditor should see, and forgets sessions that have ended"},
			Why:  law.Text2{ZH: "未运行时告警推迟出现，会话仍按时失效", EN: "Without it alarms come later; sessions end in time all the same"},
			Do: func(ctx context.Context) error {
				_, err := a.Disclosure.Sweep(ctx)
				return errors.Join(err, a.Signin.Sweep(ctx))
			},
		},
		{
			Name: "attach.sweep", When: jobs.Every(time.Hour),
			What: law.Text2{ZH: "清除上传满一日仍未用于办件的附件", EN: "Deletes attachments that were not used for a case within a day"},
			Why:  law.Text2{ZH: "未运行时仅多占空间", EN: "Without it they only take room"},
			Do: func(ctx context.Context) error {
				_, err := a.Attach.Sweep(ctx)
				return err
			},
		},
		a.caseRound(),
		{
			Name: "repair.push", When: jobs.Every(time.Minute),
			What: law.Text2{ZH: "把已过撤回时间的修复申请送达认定单位；各处确认撤下后办结", EN: "Hands applications for repair to their bodies once they can no longer be taken back; closes what every site has taken down"},
			Why:  law.Text2{ZH: "未运行时认定单位晚些收到，办理期限仍自申请之日起算（国办发〔2025〕22号）", EN: "Without it the bodies get them later; their time runs from the day of filing all the same"},
			Do: func(ctx context.Context) error {
				_, err := a.Repairs.Push(ctx)
				_, settled := a.Repairs.Settle(ctx)
				return errors.Join(err, settled)
			},
		},
		a.listingRound(),
		a.commitmentRound(),
		a.rectifyRound(),
		a.visitRound(), a.ratingRound(),
		a.declarationRound(),
		{
			Name: "objection.settle", When: jobs.Every(time.Minute),
			What: law.Text2{ZH: "曾据此查询的单位均已确认的，办结成立的异议", EN: "Closes objections that were right once everybody who was told has acknowledged"},
			Why:  law.Text2{ZH: "更正、撤销和告知与决定同时完成；未运行时仅办结晚些", EN: "Correcting, undoing and telling are done with the decision; without it cases are closed later"},
			Do:   a.settleObjections,
		},
		{
			Name: "exchange.probe", When: jobs.Daily(2, 30),
			What: law.Text2{ZH: "复读各同步目标：应撤下的仍在公示即开工单", EN: "Reads every target again: what should have ended and is still there opens a ticket"},
			Why:  law.Text2{ZH: "回执只是说法，复读才是事实（F26-6）；未运行时工单晚开一日，撤下本身不受影响", EN: "An acknowledgement is a word, a reading is a fact (F26-6); without it tickets open a day later, take-downs are not touched"},
			Do:   a.Exchange.Probe,
		},
		a.watchRound(), a.liftRound(), a.snapshotRound(), a.countRound(), a.assessRound(), a.alertRound(), a.agencyRound(), a.oauthRound(), a.supportRound(),
		{
			Name: "jobs.forget", When: jobs.Daily(3, 30),
			What: law.Text2{ZH: "清除一年以前的定时工作记录", EN: "Forgets rounds of more than a year ago"},
			Why:  law.Text2{ZH: "未运行时仅多占空间", EN: "Without it they only take room"},
			Do:   func(ctx context.Context) error { return a.Jobs.Forget(ctx, a.Now().Add(-roundsKept)) },
		},
	}, a.verifyRounds(), a.openDataRounds(), a.statusRounds(), a.adapterRounds())
}

// countRound counts what is held.
func (a *App) countRound() jobs.Periodic {
	return jobs.Periodic{
		Name: "record.count", When: jobs.Daily(4, 0),
		What: law.Text2{ZH: "清点归集的记录：按领域、名单、来源和月份", EN: "Counts what is held: by field, list, source and month"},
		Why:  law.Text2{ZH: "页面只读清点结果；未运行时专业领域库和名单的数字停在上一次，并写明清点时间", EN: "Pages read what was counted; without it the figures of libraries and lists stay as they were, and say from when"},
		Do:   func(ctx context.Context) error { return record.Count(ctx, a.Pool, a.Now()) },
	}
}

// caseRound carries the clocks of cases on.
func (a *App) caseRound() jobs.Periodic {
	return jobs.Periodic{
		Name: "caseflow.sweep", When: jobs.Every(time.Minute),
		What: law.Text2{ZH: "推进办件期限：提醒、催办与逾期升级，各计其法定之日", EN: "Carries the clocks of cases on: reminders and escalations, each on its legal day"},
		Why:  law.Text2{ZH: "未运行时提醒晚到，期限与逾期仍按法定之日计算并在恢复后补作", EN: "Without it reminders come later; terms are counted by their legal days and caught up on"},
		Do: func(ctx context.Context) error {
			_, err := a.Cases.Sweep(ctx, workday.Of(a.Now()))
			return err
		},
	}
}

// Schedule describes the periodic work, for the document made from it.
func Schedule() []jobs.Periodic { return (&App{}).schedule() }
