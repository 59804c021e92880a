package seed

import (
	"context"
	"fmt"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/law"
	"xinheng/internal/pilot"
	"xinheng/internal/workday"
)

// tried is a pilot of the demonstration that began so many days ago and lasts so many.
type tried struct {
	in        pilot.Proposal
	ago, days int
	says      string // its evaluation; empty: it has none yet
	advice    string
}

// trials are pilots a reader should meet: evaluated, ended and waiting, on.
func trials() []tried {
	name := func(zh, en string) law.Text2 { return law.Text2{ZH: zh, EN: en} }
	return []tried{
		{in: pilot.Proposal{Name: name("海口食品领域试用通用分级表（虚构）", "Haikou: the general class table for food (invented)"), Feature: pilot.ClassTable, Domain: "market.food", Table: "general",
			Scope: pilot.Scope{Regions: []string{"4601"}}, Basis: "琼示例函〔2026〕21号（虚构）"}, ago: 60, days: 55,
			says: "试点期间与之前的检查数见下表；样本尚少，建议延期再试后评估（虚构）。", advice: "prolong"},
		{in: pilot.Proposal{Name: name("三亚食品领域降低 A、B 类抽查比例（虚构）", "Sanya: lower ratios for classes A and B in food (invented)"), Feature: pilot.DrawRatio, Domain: "market.food", Ratios: pilot.Ratios{"A": 5, "B": 15},
			Scope: pilot.Scope{Regions: []string{"4602"}}, Basis: "琼示例函〔2026〕22号（虚构）"}, ago: 120, days: 100},
		{in: pilot.Proposal{Name: name("洋浦生态环境领域试用通用分级表（虚构）", "Yangpu: the general class table for the environment (invented)"), Feature: pilot.ClassTable, Domain: "environment", Table: "general",
			Scope: pilot.Scope{Regions: []string{"46YP"}}, Basis: "琼示例函〔2026〕23号（虚构）"}, ago: 30, days: 180},
	}
}

// Pilots gives the demonstration pilots in several states. What is there is left as it is.
func Pilots(ctx context.Context, a *app.App) error {
	lead, err := actor(ctx, a, "lead")
	if err != nil {
		return err
	}
	if there, err := a.Pilots.List(ctx, lead); err != nil || len(there) > 0 {
		return err
	}
	compared, err := a.Comparisons.Public(ctx)
	if err != nil {
		return err
	}
	for _, p := range trials() {
		if p.in.Feature == pilot.DrawRatio && len(compared) > 0 {
			p.in.Comparison = compared[0].ID
		}
		if err := p.play(ctx, a, lead); err != nil {
			return fmt.Errorf("seed: a pilot: %w", err)
		}
	}
	return a.Ledger.Sequence(ctx)
}

// play lets the days pass on which it was proposed, approved by a second person of the office, and evaluated.
func (p *tried) play(ctx context.Context, a *app.App, lead access.Actor) error {
	then := pilot.NewDesk(a.Pool, a.Law, func() time.Time { return a.Now().AddDate(0, 0, -p.ago-5) })
	then.Compared = a.Pilots.Compared
	p.in.FirstOn = workday.Of(a.Now()).AddDays(-p.ago)
	p.in.LastOn = p.in.FirstOn.AddDays(p.days - 1)
	made, err := then.Propose(ctx, lead, p.in)
	if err != nil {
		return err
	}
	second := lead
	second.ID, second.Account = "person:demo-second", "demo-second"
	if _, err := then.Approve(ctx, second, made.ID); err != nil || p.says == "" {
		return err
	}
	_, err = a.Pilots.Evaluate(ctx, lead, made.ID, pilot.Findings{Says: p.says, Advice: p.advice})
	return err
}
