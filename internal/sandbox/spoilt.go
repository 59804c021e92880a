package sandbox

import (
	"xinheng/internal/law"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// spoiling keeps a fact from counting.
type spoiling struct {
	why      string
	shows    law.Text2
	only     standing.FactKind // empty: of any kind
	industry string            // of what is applied for
	how      func(f *standing.Fact, today workday.Date)
}

func ended(by string) func(*standing.Fact, workday.Date) {
	return func(f *standing.Fact, today workday.Date) { f.EndedBy, f.EndedOn = by, today.AddDays(-1) }
}

func held(why standing.HoldKind) func(*standing.Fact, workday.Date) {
	return func(f *standing.Fact, today workday.Date) {
		f.Held, f.HeldFrom, f.DisputedOn = why, today.AddDays(-2), today.AddDays(-2)
	}
}

var spoilt = []spoiling{
	{why: standing.NotYet, shows: law.Text2{ZH: "明天才开始", EN: "Begins tomorrow"}, how: func(f *standing.Fact, today workday.Date) { f.From = today.AddDays(1) }},
	{why: standing.Expired, shows: law.Text2{ZH: "昨天是最后一日", EN: "Yesterday was its last day"}, how: func(f *standing.Fact, today workday.Date) { f.Until = today.AddDays(-1) }},
	{why: standing.Repaired, shows: law.Text2{ZH: "昨天已修复", EN: "Repaired yesterday"}, how: ended(standing.Repaired)},
	{why: standing.Withdrawn, shows: law.Text2{ZH: "决定昨天被撤销", EN: "The decision was withdrawn yesterday"}, how: ended(standing.Withdrawn)},
	{why: standing.Removed, shows: law.Text2{ZH: "昨天移出名单", EN: "Taken off the list yesterday"}, only: standing.OnList, how: ended(standing.Removed)},
	{why: standing.UnderObjection, shows: law.Text2{ZH: "异议处理期间停止使用", EN: "Frozen while an objection is decided"}, how: held(standing.Objection)},
	{why: standing.Reorganised, shows: law.Text2{ZH: "重整计划执行期间暂停适用", EN: "Rests while a reorganisation is carried out"}, how: held(standing.Reorganisation)},
	{why: standing.NoEnd, shows: law.Text2{ZH: "没有终止日，不得适用", EN: "Has no end, so it must not begin"}, how: func(f *standing.Fact, _ workday.Date) { f.Until = 0 }},
	{why: standing.NoBasis, shows: law.Text2{ZH: "没有依据，不得适用", EN: "Has no basis, so it must not begin"}, how: ended(standing.NoBasis)},
	{why: "minor", shows: law.Text2{ZH: "轻微失信，不采取措施", EN: "Minor: no measure follows"}, how: func(f *standing.Fact, _ workday.Date) { f.Severity = law.Minor }},
	{why: "not_this_matter", shows: law.Text2{ZH: "与本事项无关", EN: "Has no bearing on the matter"}, only: standing.Penalised, how: func(f *standing.Fact, _ workday.Date) { f.Item, f.Kind = "sandbox", standing.Enforced }},
	{why: "other_industry", shows: law.Text2{ZH: "禁入的是另一行业", EN: "Bars another industry"}, only: standing.Banned, industry: "A", how: func(f *standing.Fact, _ workday.Date) { f.Ban, f.Industry = "industry", "C" }},
	{why: "assumed_not_adopted", shows: law.Text2{ZH: "所依据的规则尚待核实，未被采纳", EN: "Rests on a rule that is assumed and not adopted"}, how: func(f *standing.Fact, _ workday.Date) { f.AssumedKeys = []string{"list:sandbox"} }},
	{why: "term_over", shows: law.Text2{ZH: "已满措施的最长期限", EN: "The measure has reached its longest term"}, how: func(f *standing.Fact, today workday.Date) { f.From = today.AddMonths(-240) }},
}
