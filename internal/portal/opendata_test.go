package portal

import (
	"context"
	"net/http"
	"testing"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/opendata"
	"xinheng/internal/workday"
)

type openSets []opendata.Set

func (o openSets) Sets(context.Context) ([]opendata.Set, error) { return o, nil }

// TestF19_2_ThePageOfOpenData: datasets with how fresh they are, hashes to verify, the licence, in both languages; before the first build it
// says when there will be some.
func TestF19_2_ThePageOfOpenData(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.has(s.page(200, "/open-data"), "还没有生成数据文件", "须执行墓碑")
	day, made := workday.MustParse("2026-11-22"), time.Unix(0, 0)
	s.mux = http.NewServeMux()
	Mount(s.mux, Deps{Pool: s.db, Law: s.lib, Ledger: s.log, Now: s.now, Base: "https://credit.example.test", OpenData: openSets{{Code: "penalty", Name: law.Text2{ZH: "行政处罚", EN: "Penalty"}, Day: day,
		MadeAt: &made, Rows: 41, Changes: 3, Gone: 1, Files: []opendata.File{{Day: day, Kind: "snapshot", Format: "jsonl", Path: "/v1/open/penalty/2026-11-22/snapshot.jsonl.gz", Rows: 41, SHA256: "abcdef0123"}}}}})
	s.has(s.page(200, "/open-data"), "2026-11-22", "3 条，其中墓碑 1 条", "abcdef0123", "curl -O https://credit.example.test/v1/open/penalty/2026-11-22/snapshot.jsonl.gz", "/v1/open/penalty/2026-11-22/manifest")
	s.has(s.page(200, "/en/open-data"), "3, of them 1 tombstones", "Obey tombstones")
}
