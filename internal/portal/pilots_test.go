package portal

import (
	"context"
	"net/http"
	"testing"

	"xinheng/internal/law"
	"xinheng/internal/pilot"
	"xinheng/internal/workday"
)

type pilotsOf []pilot.Pilot

func (p pilotsOf) Public(context.Context) ([]pilot.Pilot, error) { return p, nil }

// TestF29_1_ThePublicReadsWhatIsTriedUntilWhen: scope, what is switched, basis, last day, and the numbers before and during.
func TestF29_1_ThePublicReadsWhatIsTriedUntilWhen(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.has(s.page(200, "/pilots"), "现在没有试点")
	on := pilot.Pilot{ID: "SD-1", Name: law.Text2{ZH: "示例试点", EN: "Example pilot"}, Feature: pilot.ClassTable, Domain: "market.food", Table: "general",
		TableName: law.Text2{ZH: "通用表", EN: "General table"}, Places: []law.Text2{{ZH: "海口市", EN: "Haikou City"}}, Industries: []string{"C", "14"}, Basis: "琼示例函 1", Body: "海口市虚构信用主管部门",
		FirstOn: workday.MustParse("2026-11-01"), LastOn: workday.MustParse("2026-12-31"), EvaluateBy: workday.MustParse("2027-03-31"), State: pilot.On}
	done := on
	done.ID, done.State, done.Feature, done.Ratios, done.Industries = "SD-2", pilot.Evaluated, pilot.DrawRatio, pilot.Ratios{"A": 5}, nil
	done.Evaluation = &pilot.Evaluation{Says: "示例结论", Advice: "drop", From: workday.MustParse("2026-09-01"), Counts: []pilot.Compared{{Code: "visits", Before: 30, During: 20}, {Code: "resulted", Before: 20, During: 10}, {Code: "found", Before: 5, During: 4}}}
	s.mux = http.NewServeMux()
	Mount(s.mux, Deps{Pool: s.db, Law: s.lib, Ledger: s.log, Now: s.now, Base: "https://credit.example.test", Pilots: pilotsOf{on, done}})
	s.has(s.page(200, "/pilots"), "示例试点", "海口市", "行业 C、14", "2026-11-01 至 2026-12-31", "进行中", "琼示例函 1", "A 类 5‰", "示例结论", "不再采用", "25%", "40%")
	s.has(s.page(200, "/en/pilots"), "Example pilot", "Haikou City", "2026-11-01 to 2026-12-31", "Something found", "drop it", "all trades")
}
