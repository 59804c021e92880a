package portal

import (
	"context"
	"net/http"
	"testing"

	compared "xinheng/internal/compare"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pilot"
	"xinheng/internal/workday"
)

type comparisonsOf []compared.Comparison

func (c comparisonsOf) Public(context.Context) ([]compared.Comparison, error) { return c, nil }

func (c comparisonsOf) Published(_ context.Context, id string) (compared.Comparison, error) {
	for _, x := range c {
		if x.ID == id {
			return x, nil
		}
	}
	return compared.Comparison{}, fault.New(fault.Missing, "test.none", "没有。", "None.")
}

func TestF29_3_AComparisonShowsBothWaysInAPictureAndATableAndWhatHistoryCannotTell(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.has(s.page(200, "/comparisons"), "还没有完成的比较")
	ratios := map[string]int64{"A": 10_000, "B": 20_000, "C": 100_000, "D": 300_000}
	same := func(n int64) compared.Stat { return compared.Stat{Mean: n, Low: n, High: n, Draws: 20} }
	c := compared.Comparison{ID: "BJ-1", Draw: "d", Matter: law.Text2{ZH: "示例事项", EN: "Example matter"}, On: workday.MustParse("2026-01-05"), From: workday.MustParse("2026-01-06"), To: workday.MustParse("2026-03-31"), Seeds: 20,
		Ways: [2]compared.Way{{Code: "class-only", Version: 1, Name: law.Text2{ZH: "仅按级别", EN: "Class alone"}, Ratios: ratios},
			{Code: "class-risk", Version: 2, Name: law.Text2{ZH: "级别乘风险", EN: "Class by risk"}, Ratios: ratios, By: "rating_risk", Factors: map[string]int64{"C": 2500}, Floor: 3}},
		State: "done", Inputs: "aa", Numbers: "bb", Entry: "e",
		Result: &compared.Result{Firms: 400, Known: 60, Found: 13, Rows: []compared.Row{
			{Code: compared.Workload, Unit: "thousandth", Ways: [2]compared.Stat{same(20_000), same(25_500)}},
			{Code: compared.Reach, Unit: "ppm", Ways: [2]compared.Stat{{Mean: 310_000, Low: 250_000, High: 400_000, Draws: 20}, same(615_384)}},
			{Code: compared.GapKind, Unit: "ppm"}},
			Groups: []compared.Group{{Of: "class", Code: "D", Firms: 20, Known: 8, Found: 8, Drawn: [2]int64{10_000, 20_000}}, {Of: "kind", Code: "household", Firms: 300}, {Of: "region", Code: "4601", Firms: 200}, {Of: "region", Code: "*", Firms: 20}}}}
	p := pilot.Pilot{ID: "SD-1", Name: law.Text2{ZH: "示例试点", EN: "Example pilot"}, Feature: pilot.DrawRatio, Ratios: pilot.Ratios{"A": 5}, State: pilot.On, Rests: &pilot.Rests{ID: "BJ-1", Ways: [2]law.Text2{c.Ways[0].Name, c.Ways[1].Name},
		Numbers: []pilot.Weighed{{Code: "reach", Unit: "ppm", Mean: [2]int64{310_000, 615_384}, Told: [2]bool{true, true}}, {Code: "hits", Unit: "ppm", Told: [2]bool{true, false}}}}}
	s.mux = http.NewServeMux()
	Mount(s.mux, Deps{Pool: s.db, Law: s.lib, Ledger: s.log, Now: s.now, Base: "https://credit.example.test", Pilots: pilotsOf{p}, Comparisons: comparisonsOf{c}})
	s.has(s.page(200, "/comparisons"), "仅按级别 / 级别乘风险", "示例事项", "400")
	zh := s.page(200, "/comparisons/BJ-1")
	s.has(zh, "20.0", "25.5", "31.0%", "25.0% 至 40.0%", "61.5%", "历史说明不了", "共 400 家，其中 340 家", "C × 2.5", "至少 3 家", "个体工商户", "海口市", "过少而合并的", `class="part kept"`, "--numbers bb", "/v1/comparisons/BJ-1/inputs")
	s.has(s.page(200, "/en/comparisons/BJ-1"), "Class by risk", "What history cannot tell", "340 have no result", "history cannot say")
	s.page(404, "/comparisons/BJ-NEVER")
	s.has(s.page(200, "/pilots"), "仅按级别 与 级别乘风险", "查到问题企业的比例：31.0% 对 61.5%", "/comparisons/BJ-1")
}
