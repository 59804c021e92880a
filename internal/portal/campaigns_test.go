package portal

import (
	"context"
	"net/http"
	"testing"

	"xinheng/internal/law"
	"xinheng/internal/rectify"
	"xinheng/internal/workday"
)

// TestF15_3_ThePublicReadsTheClearingRate: figures and their course in both languages; without a campaign the page says who does what next.
func TestF15_3_ThePublicReadsTheClearingRate(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.has(s.page(200, "/campaigns"), "现在没有对外公布的专项治理")
	day := workday.MustParse("2026-11-15")
	s.mux = http.NewServeMux()
	Mount(s.mux, Deps{Pool: s.db, Law: s.lib, Ledger: s.log, Now: s.now, Base: "https://credit.example.test", Campaigns: func(context.Context) ([]rectify.Figures, error) {
		return []rectify.Figures{{Topic: "government", Name: law.Text2{ZH: "示例专项治理", EN: "Example campaign"}, Basis: "琼示例函 9", Lead: "海南省示例厅", First: day, Last: day + 90, Members: 3, Cleared: 2,
			Series: []rectify.Point{{On: day, Members: 3}, {On: day + 7, Members: 3, Cleared: 2}}}}, nil
	}})
	s.has(s.page(200, "/campaigns"), "示例专项治理", "已清零 2 / 3（66%）", "政府机构失信", "2026-11-22", "海南省示例厅")
	s.has(s.page(200, "/en/campaigns"), "Example campaign", "2 of 3 cleared (66%)", "public bodies in default")
}
