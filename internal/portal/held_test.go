package portal

import (
	"context"
	"net/http"
	"testing"
	"time"

	"xinheng/internal/annual"
	"xinheng/internal/holdings"
	"xinheng/internal/record"
)

// remount puts the site up again with what the wiring adds.
func (s *stage) remount(d Deps) {
	s.mux = http.NewServeMux()
	d.Pool, d.Law, d.Ledger, d.Now, d.Base = s.db, s.lib, s.log, s.now, "https://credit.example.test"
	Mount(s.mux, d)
}

func (s *stage) count() {
	s.t.Helper()
	if err := record.Count(s.t.Context(), s.db, s.now()); err != nil {
		s.t.Fatal(err)
	}
}

// A library shows how much there is, from whom and since when, and its public records; what is not counted yet says so.
func TestF09_7_TheLibraryOfAFieldShowsWhatItHolds(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	s.take("2026-08-07", "penalty", market, marketName, person()) // a natural person is in no library
	s.remount(Deps{Libraries: holdings.NewDesk(s.db, s.lib, s.now)})
	s.has(s.page(200, "/catalogue/libraries/tax"), "尚未清点")
	s.count()
	s.count() // again is the same
	s.has(s.page(200, "/catalogue/libraries"), "税收", "旅游文化", "特殊优惠政策", "/catalogue/libraries/tax", "2026-")
	body := s.page(200, "/catalogue/libraries/tax")
	s.has(body, taxName, "/records/"+s.recordOf(yuanfan, "list_entry"), "清点于")
	s.hasNot(s.page(200, "/catalogue/libraries/food"), "王*")
	s.has(s.page(200, "/en/catalogue/libraries/tax"), "Tax")
	s.has(s.page(404, "/catalogue/libraries/no-such"), "没有这个专业领域库")
	day := s.day
	r, err := record.Find(t.Context(), s.db, s.recordOf(yuanfan, "list_entry"))
	if err != nil {
		t.Fatal(err)
	}
	s.day = r.PublicUntil
	s.has(s.page(200, "/catalogue/libraries/tax"), "/records/"+r.ID)
	s.day++ // what has ended is gone at once, whenever it was counted
	s.hasNot(s.page(200, "/catalogue/libraries/tax"), "/records/"+r.ID)
	s.day = day
}

// The lists say how many are on them and who came and went, from the small tables alone.
func TestTheListsSayHowManyAreOnThem(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.town()
	s.hasNot(s.page(200, "/lists"), "列入与退出")
	s.count()
	s.remount(Deps{})
	s.has(s.page(200, "/lists"), "列入与退出", "2026-04", `data-t="公示中">1<`)
	s.has(s.page(200, "/lists/tax-major"), "公示中 1 条")
}

func TestF20_2_TheListOfMattersIsKeptByItsEditions(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.has(s.page(200, "/law/supervision"), "食品生产经营信用监管", "综合查一次", "涉企行政检查信用监管", "2026-01-01 的清单")
	old := s.page(200, "/law/supervision?on=2025-12-31") // the day before the second edition
	s.has(old, "食品生产经营信用监管")
	s.hasNot(old, "综合查一次", "涉企行政检查信用监管")
	s.has(s.page(200, "/law/supervision?on=2026-01-01"), "综合查一次")
	s.has(s.page(200, "/law/supervision?on=2024-12-31"), "建筑市场信用监管")
	s.hasNot(s.page(200, "/law/supervision?on=2025-01-01"), "建筑市场信用监管")
	diff := s.page(200, "/law/supervision?from=2024-12-31&on=2026-01-01")
	s.has(diff, "2024-12-31 至 2026-01-01 的变化", "<ins>食品生产经营者（含网络餐饮）</ins>", "<del>食品生产经营者</del>", "建筑市场信用监管")
	s.has(s.page(200, "/law/supervision?on=2020-01-01"), "这一天还没有清单")
	s.has(s.page(200, "/en/law/supervision"), "Matters of credit supervision", "Market regulators")
	s.page(400, "/law/supervision?from=x")
}

type someYear struct{ annual.Year }

func (y someYear) Of(context.Context, int) (annual.Year, error) { return y.Year, nil }

// Every figure is a picture and stands in the table, and nobody is named but departments.
func TestF07_4_TheYearIsDrawnAndWritten(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.has(s.page(200, "/figures"), "这一年还没有数据")
	line := annual.Line{Org: "x", Name: "海口市示例市场监督管理局综合执法支队", Objections: 4, Decided: 4, Upheld: 1, ObjectionDays: 6, Repairs: 5, Granted: 4, RepairDays: 7, Due: 8, Reported: 6, InTime: 5, Ended: 10, Checked: 9, Kept: 9}
	s.remount(Deps{Annual: someYear{annual.Year{Year: 2026, First: 2021, Last: 2026, At: time.Now(), Total: line, Lines: []annual.Line{line, {Org: "y", Name: "另一示例局"}}}}})
	body := s.page(200, "/figures?year=2026")
	s.has(body, "25%（1/4）", "75%（6/8）", "90%（9/10）", line.Name, "另一示例局", "—", "/v1/figures/annual.csv?year=2026", `<option value="2021">`, "准予 4")
	s.has(s.page(200, "/en/figures"), "Reports on checks", "Commitments kept")
}
