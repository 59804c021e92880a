package portal

import (
	"context"
	"net/http"
	"testing"

	"xinheng/internal/agency"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// The register says what each agency takes and until when, and names who does not update with what it says to it, in both languages.
func TestF25_2_TheRegisterNamesWhoDoesNotUpdate(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.has(s.page(200, "/agencies"), "名录中还没有机构")
	day := workday.MustParse
	s.mux = http.NewServeMux()
	Mount(s.mux, Deps{Pool: s.db, Law: s.lib, Ledger: s.log, Now: s.now, Agencies: func(context.Context) ([]agency.Listed, error) {
		return []agency.Listed{{Org: "91460000MAXNX0001A", Name: law.Text2{ZH: "示例征信", EN: "Example Credit"}, Kind: "credit_reporting", FilingNo: "示征备1号", ReportKinds: []string{"credit"},
			Items: []string{"penalty"}, Purpose: "示例", From: day("2026-01-01"), Until: day("2026-12-31"), Quota: 500, Used: 12, State: agency.Holds,
			Behind: &agency.Behind{Since: day("2026-11-20"), Records: 2, Documents: []string{"示信函8号"}, Comments: []string{"正在删除（示例）"}}}}, nil
	}})
	s.has(s.page(200, "/agencies"), "示例征信", "行政处罚", "本月已用 12 / 500 次", "自 2026-11-20 起公布，仍留存 2 条", "示信函8号", "正在删除（示例）")
	s.has(s.page(200, "/en/agencies"), "Example Credit", "12 of 500 readings", "named since 2026-11-20, still holds 2 records", "The agency says:")
}
