package app

import (
	"context"
	"path/filepath"
	"time"

	"xinheng/internal/adapter"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
)

// adapters connects the systems of others.
func (a *App) adapters() {
	a.Adapters = adapter.NewDesk(a.Pool, a.Jobs, a.Law, a.Records, a.Sealer, a.Now)
	a.Adapters.Region, a.Adapters.Bodies = a.region, a.bodies
	if a.opt.Data != "" {
		a.Adapters.Dir = filepath.Join(a.opt.Data, "adapters")
	}
}

// adapterRounds take what lies in folders, and show every night that the conformance kit works.
func (a *App) adapterRounds() []jobs.Periodic {
	return []jobs.Periodic{{
		Name: "adapter.collect", When: jobs.Every(time.Minute),
		What: law.Text2{ZH: "收取各对接系统放入交换文件夹的消息，放回回执", EN: "Takes the messages other systems laid into their folders, and lays the receipts down"},
		Why:  law.Text2{ZH: "未运行时文件留在原处，恢复后照常收取；推送方式不受影响", EN: "Without it the files lie where they are and are taken later; what is pushed is not touched"},
		Do:   func(ctx context.Context) error { return a.Adapters.Collect(ctx) },
	}, {
		Name: "adapter.conform", When: jobs.Daily(3, 50),
		What: law.Text2{ZH: "对内置对端运行每个适配器的一致性测试，公布结果；清除一日内未到齐的分块", EN: "Runs the conformance suite of every adapter against the built-in peer and publishes the result; forgets pieces never completed within a day"},
		Why:  law.Text2{ZH: "测试包可用是测出来的（F21-1）；未运行时页面显示上一次的结果和时间", EN: "That the kit works is measured (F21-1); without it pages show the last result and when it was"},
		Do:   func(ctx context.Context) error { return a.Adapters.Conform(ctx) },
	}, {
		Name: "adapter.count", When: jobs.Daily(4, 20),
		What: law.Text2{ZH: "清点各单位的重复录入：同一文号既在本平台手工录入、又由其业务系统送来", EN: "Counts double entry per body: one document number typed here and delivered by its system too"},
		Why:  law.Text2{ZH: "重复录入以清点为准（F21-5）；未运行时页面显示上一次的数字和时间", EN: "Double entry is counted (F21-5); without it pages show the last figures and when they are of"},
		Do:   func(ctx context.Context) error { return a.Adapters.CountDouble(ctx) },
	}}
}
