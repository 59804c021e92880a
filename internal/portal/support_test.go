package portal

import (
	"context"
	"net/http"
	"testing"

	"xinheng/internal/law"
	"xinheng/internal/support"
	"xinheng/internal/workday"
)

type policiesOf []support.Policy

func (p policiesOf) Public(context.Context) ([]support.Policy, error) { return p, nil }

// TestF22_4_ThePublicReadsConditionsAndFiguresWithoutNames: every condition, how sure its basis is, and where a firm sees whether it fits.
func TestF22_4_ThePublicReadsConditionsAndFiguresWithoutNames(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.has(s.page(200, "/support"), "现在没有现行政策")
	two := func(zh, en string) law.Text2 { return law.Text2{ZH: zh, EN: en} }
	p := support.Policy{Code: "p", Name: two("示例补贴", "Example subsidy"), Body: two("示例单位", "Example body"), Document: two("示例函 1", "Example 1"), Purpose: "support", Right: true,
		Benefit: two("一次性补贴。", "A single subsidy."), Conditions: []law.Text2{two("登记满 12 个月", "Registered for 12 months")}, From: workday.MustParse("2026-07-01"),
		Basis: []law.Text2{two("示例依据", "Example basis")}, Standing: law.Assumed, Figures: &support.Figures{On: workday.MustParse("2026-11-20"), Firms: 1234, Fits: 12, Unknown: 3, Confirmed: 5}}
	s.mux = http.NewServeMux()
	Mount(s.mux, Deps{Pool: s.db, Law: s.lib, Ledger: s.log, Now: s.now, Base: "https://credit.example.test", Support: policiesOf{p}})
	s.has(s.page(200, "/support"), "示例补贴", "登记满 12 个月", "2026-07-01 起", "未核实", "符合全部条件 12 家", "1,234", `href="/centre/support"`)
	s.has(s.page(200, "/en/support"), "Example subsidy", "Registered for 12 months", "from 2026-07-01", "not verified", "5 confirmed")
}
