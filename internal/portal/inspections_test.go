package portal

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"xinheng/internal/pg"
)

// seedDraws puts a draw at each of the states people ask about; setups are not needed to read them.
func (s *stage) seedDraws() {
	s.t.Helper()
	run := func(sql string) {
		if _, err := s.db.Exec(s.t.Context(), pg.Query{Name: "test", SQL: sql}); err != nil {
			s.t.Fatal(err)
		}
	}
	run(`insert into inspection.matter values ('market.food', '11460100MB0XXXX01', '食品生产监督检查（示例）', 'Food production (example)', 'market.food', 'key',
		'《食品生产经营监督检查管理办法》第二十一条', '{}', '', true, 1, now())`)
	for id, state := range map[string]string{"d-frozen": "frozen", "d-public": "published", "d-void": "void"} {
		header := ""
		if state == "published" {
			header = "{}"
		}
		run(`insert into inspection.draw values ('` + id + `', 'p', '11460100MB0XXXX01', 'market.food', '` + state + `', '{11460100MB0XXXX01,11460000MB0XXXX02}', '2026-08-03', 'e',
			'', 0, 0, '', '', '{}', 'entry', null, '', 0, '', null, '', '', '', '` + header + `', '{}', 'person:planner', now())`)
	}
	run(`insert into inspection.draw values ('d-begun', 'p', '11460100MB0XXXX01', 'market.food', 'gathering', '{11460100MB0XXXX01,11460000MB0XXXX02}', '2026-08-03', 'e',
		'', 0, 0, '', '', '{}', '', null, '', 0, '', null, '', '', '', '', '{}', 'person:planner', now())`)
}

func TestF12_3_ThePageOfADrawOffersToDoItAgain(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.seedDraws()
	list := s.page(200, "/inspections")
	s.has(list, "食品生产监督检查（示例）", "/inspections/d-public", "已公布", "已作废")
	if strings.Contains(list, "d-begun") {
		t.Error("a draw that is not on the ledger yet is listed")
	}
	s.has(s.page(200, "/en/inspections/d-public"), "Food production (example)", "/v1/inspection/draws/d-public/proof", `id="rerun" hidden`, `src="/workbench/draw.js"`)
	for _, path := range []string{"/inspections/d-frozen", "/inspections/d-void"} {
		if page := s.page(200, path); strings.Contains(page, "<script") || strings.Contains(page, "/proof\" download") {
			t.Errorf("%s brings a script or a proof", path)
		}
	}
	s.page(404, "/inspections/d-begun")
	for path, scripts := range map[string]bool{"/inspections/d-public": true, "/inspections/d-frozen": false, "/inspections": false, "/": false} {
		r, err := http.NewRequest(http.MethodGet, path, nil)
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		s.mux.ServeHTTP(w, r)
		if got := strings.Contains(w.Header().Get("Content-Security-Policy"), "script-src 'self'"); got != scripts {
			t.Errorf("%s may run scripts: %v", path, got)
		}
	}
}
