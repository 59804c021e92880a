package seed

import (
	"context"
	"fmt"
	"slices"
	"time"

	"xinheng/internal/app"
	"xinheng/internal/law"
	"xinheng/internal/pilot"
	"xinheng/internal/scene"
	"xinheng/internal/workday"
)

// Scenes give the library two invented scenes: one with numbers of its own, one whose numbers are those of an evaluated pilot; and one that
// waits to be confirmed. What is there is left as it is.
func Scenes(ctx context.Context, a *app.App) error {
	lead, err := actor(ctx, a, "lead")
	if err != nil {
		return err
	}
	if there, err := a.Scenes.List(ctx, lead); err != nil || len(there) > 0 {
		return err
	}
	pilots, err := a.Pilots.Public(ctx)
	if err != nil {
		return err
	}
	desk := scene.NewDesk(a.Pool, a.Law, func() time.Time { return a.Now().AddDate(0, 0, -1) })
	desk.Pilots = a.Pilots.Public
	second := lead
	second.ID, second.Account = "person:demo-second", "demo-second"
	drafts := invented(workday.Of(a.Now()))
	if i := slices.IndexFunc(pilots, func(p pilot.Pilot) bool { return p.Evaluation != nil }); i >= 0 {
		drafts = slices.Insert(drafts, 1, scene.Draft{Name: law.Text2{ZH: "海口食品领域改用通用分级表（虚构）", EN: "Haikou: food under the general class table (invented)"}, Article: "a29", Region: "4601",
			Changed:  law.Text2{ZH: "食品领域的抽查改按通用分级表分级（虚构）。", EN: "Draws in food sort firms by the general class table (invented)."},
			Measured: law.Text2{ZH: "试点期间与之前同样长的一段时期的入企检查数，由平台统计。", EN: "Visits of the days of the pilot and of as many before, counted by the platform."}, Pilot: pilots[i].ID})
	}
	for i, in := range drafts {
		s, err := desk.Enter(ctx, lead, in)
		if err != nil {
			return fmt.Errorf("seed: a scene: %w", err)
		}
		if i == len(drafts)-1 { // the last waits
			break
		}
		if _, err := desk.Confirm(ctx, second, s.ID); err != nil {
			return fmt.Errorf("seed: a scene: %w", err)
		}
	}
	return a.Ledger.Sequence(ctx)
}

func invented(today workday.Date) []scene.Draft {
	n := func(v int64) *int64 { return &v }
	// the scenes were entered yesterday: their second period ended before
	before, after := &scene.Span{From: today.AddDays(-241), To: today.AddDays(-122)}, &scene.Span{From: today.AddDays(-121), To: today.AddDays(-2)}
	source := "示例市政务服务统计表〔2026〕第 7 号（虚构）"
	return []scene.Draft{
		{Name: law.Text2{ZH: "办证凭承诺、事后核验（虚构）", EN: "Permits on commitment, verified afterwards (invented)"}, Article: "a01", Region: "4601",
			Changed:  law.Text2{ZH: "六个许可事项凭书面承诺当场办结，事后按期核验（虚构）。", EN: "Six permits are given on a written commitment at once and verified afterwards (invented)."},
			Measured: law.Text2{ZH: "同样的六个事项，前后各 120 天，按办结件统计（虚构）。", EN: "The same six permits over 120 days before and after, by finished cases (invented)."}, Before: before, After: after,
			Numbers: []scene.Number{
				{Name: law.Text2{ZH: "平均办理天数", EN: "Mean days to a permit"}, Unit: law.Text2{ZH: "天", EN: "days"}, Before: n(9), After: n(1), Source: source},
				{Name: law.Text2{ZH: "核验发现不属实", EN: "Found untrue when verified"}, Unit: law.Text2{ZH: "件", EN: "cases"}, Before: n(0), After: n(4), Source: source},
			}},
		{Name: law.Text2{ZH: "综合查一次减少重复入企（虚构）", EN: "One joint visit instead of several (invented)"}, Article: "a12", Region: "46",
			Changed:  law.Text2{ZH: "同一企业的多部门抽查任务合并为一次入企（虚构）。", EN: "Tasks of several bodies at one firm became one visit (invented)."},
			Measured: law.Text2{ZH: "前后各 120 天重复入企的次数（虚构）。", EN: "Repeated visits over 120 days before and after (invented)."}, Before: before, After: after,
			Numbers: []scene.Number{{Name: law.Text2{ZH: "重复入企检查", EN: "Repeated visits"}, Unit: law.Text2{ZH: "次", EN: "visits"}, Before: n(46), After: n(17), Source: "检查数字页面（虚构）"}}},
	}
}
