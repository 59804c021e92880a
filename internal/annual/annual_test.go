package annual

import (
	"context"
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/check"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/objection"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/record"
	"xinheng/internal/repair"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/verify"
	"xinheng/internal/watch"
	"xinheng/internal/web"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

var loaded = sync.OnceValues(func() (*law.Library, error) { return law.Load(lawdata.FS) })

// stage is the desk on a fresh database, on a day.
type stage struct {
	t    *testing.T
	db   *pg.Pool
	desk *Desk
	day  workday.Date
}

func (s *stage) now() time.Time { return s.day.Start().Add(10 * time.Hour) }

func open(t *testing.T) *stage {
	t.Helper()
	lib, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.New(make([]byte, 32), seal.International)
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, db: pgtest.New(t), day: workday.MustParse("2026-11-22")}
	log, err := ledger.Open(t.Context(), s.db, "xinheng/test", sealer.SigningKeyOf(seal.International, "ledger"))
	if err != nil {
		t.Fatal(err)
	}
	records := record.NewDesk(s.db, lib, sealer, &record.Events{}, log, s.now)
	cases := caseflow.NewDesk(s.db, lib, sealer, s.now)
	index := standing.NewIndex(s.db, log, s.now)
	s.desk = NewDesk(s.now)
	s.desk.Objections = objection.NewDesk(s.db, lib, sealer, records, cases, s.now)
	s.desk.Repairs = repair.NewDesk(s.db, lib, sealer, records, cases, s.now)
	s.desk.Watches = watch.NewDesk(s.db, lib, index, check.NewDesk(s.db, lib, index, log, sealer, s.now), s.now)
	s.desk.Verify = verify.NewDesk(s.db, lib, records, cases, s.now)
	s.desk.Names = func(context.Context, []string) (map[string]string, error) {
		return map[string]string{"a": "甲示例局", "b": "乙示例局"}, nil
	}
	return s
}

func (s *stage) put(sql string, args ...any) {
	s.t.Helper()
	if _, err := s.db.Exec(s.t.Context(), pg.Query{Name: "test.put", SQL: sql}, args...); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) objection(id, org, filed, decided string, days int, upheld bool) {
	s.put(`insert into objection.filing (entity_id, case_id, kind, org, about, ground, records, freezes, filed_on, at) values ('f', $1, 'objection', $2, 'record', 'incorrect', '{}', false, $3::date, now())`, id, org, filed)
	if decided != "" {
		s.put(`insert into objection.outcome (entity_id, case_id, kind, org, outcome, upheld, decided_on, days, at) values ('f', $1, 'objection', $2, 'correct', $3, $4::date, $5, now())`, id, org, upheld, decided, days)
	}
}

func (s *stage) repair(id, org, decided, outcome string, days int) {
	s.put(`insert into repair.outcome (entity_id, case_id, org, outcome, filed_on, decided_on, days, records, document, at) values ('f', $1, $2, $3, '2025-12-01', $4::date, $5, '{}', '', now())`, id, org, outcome, decided, days)
}

func (s *stage) duty(id, org, at, due string, reported, late bool) {
	s.put(`insert into watch.duty (entity_id, decision_id, org, matter, purpose, case_no, officer, at, measures, due_on, provisional)
		values ('f', $1, $2, 'm', 'p', 'c', 'o', $3::timestamptz, '[{"code":"x","kind":"block","must":true}]', $4::date, false)`, id, org, at, due)
	if reported {
		s.put(`insert into watch.feedback (entity_id, decision_id, org, at, actor, officer, results, late) values ('f', $1, $2, now(), 'x', 'o', '[{"measure":"x","applied":true}]', $3)`, id, org, late)
	}
}

// The figures are those of the year by its civil days, of each department by itself, and a rate of nothing is no rate.
func TestF07_4_TheYearOfEachDepartmentStandsSideBySide(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.objection("1", "a", "2025-12-31", "2026-01-01", 4, true)  // filed the year before
	s.objection("2", "a", "2026-01-01", "2026-03-01", 8, false) // the first day counts
	s.objection("3", "a", "2026-12-31", "", 0, false)           // and so does the last
	s.objection("4", "b", "2027-01-01", "", 0, false)           // another year
	s.repair("1", "a", "2025-12-31", "granted", 1)
	s.repair("2", "a", "2026-01-01", "granted", 5)
	s.repair("3", "a", "2026-12-31", "refused", 9)
	s.repair("4", "a", "2026-06-01", "inadmissible", 2) // nothing was decided about the repair itself
	s.duty("1", "b", "2026-01-01T00:00:00+08:00", "2026-01-10", true, false)
	s.duty("2", "b", "2026-02-01T09:00:00+08:00", "2026-02-10", true, true)
	s.duty("3", "b", "2026-03-01T09:00:00+08:00", "2026-03-10", false, false) // overdue
	s.duty("4", "b", "2026-11-20T09:00:00+08:00", "2026-11-22", false, false) // due today: not late yet
	s.duty("5", "b", "2025-12-31T23:59:59+08:00", "2026-01-10", false, false) // the year before
	y, err := s.desk.Of(t.Context(), 2026)
	if err != nil || len(y.Lines) != 2 || y.Year != 2026 || y.First != 2021 || y.Last != 2026 {
		t.Fatalf("%+v %v", y, err)
	}
	b, a := y.Lines[0], y.Lines[1] // in the order of their names
	if a.Name != "甲示例局" || a.Objections != 2 || a.Decided != 2 || a.Upheld != 1 || a.ObjectionDays != 4 || a.Repairs != 2 || a.Granted != 1 || a.RepairDays != 5 || a.Due != 0 {
		t.Errorf("%+v", a)
	}
	if b.Name != "乙示例局" || b.Due != 3 || b.Reported != 2 || b.InTime != 1 || b.Objections != 0 {
		t.Errorf("%+v", b)
	}
	if y.Total.Objections != 2 || y.Total.Due != 3 || y.Total.ObjectionDays != 0 {
		t.Errorf("of the sum %+v", y.Total)
	}
	if _, there := Share(0, 0); there {
		t.Error("a rate of nothing")
	}
	if p, _ := Share(2, 3); p != 67 {
		t.Errorf("%d", p)
	}
}

// An answer is kept for some minutes, and a year without figures is refused with what to do.
func TestF27_6_AYearIsCountedAnewAndKeptMeanwhile(t *testing.T) {
	t.Parallel()
	s := open(t)
	if y, err := s.desk.Of(t.Context(), 0); err != nil || y.Year != 2026 || len(y.Lines) != 0 {
		t.Fatalf("%+v %v", y, err)
	}
	s.objection("1", "a", "2026-05-01", "", 0, false)
	if y, _ := s.desk.Of(t.Context(), 2026); len(y.Lines) != 0 {
		t.Error("counted at every question")
	}
	s.desk.now = func() time.Time { return s.now().Add(life) }
	if y, _ := s.desk.Of(t.Context(), 2026); len(y.Lines) != 1 {
		t.Error("never counted again")
	}
	for _, year := range []int{2020, 2027, -1} {
		if _, err := s.desk.Of(t.Context(), year); !fault.Is(err, "objection.no_year") {
			t.Errorf("%d: %v", year, err)
		}
	}
}

// The file holds what the answer holds; a name that looks like a formula is none.
func TestF27_6_TheYearIsAFileToo(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.desk.Names = func(context.Context, []string) (map[string]string, error) { return map[string]string{"a": "=1+1"}, nil }
	s.repair("1", "a", "2026-05-01", "granted", 3)
	mux := http.NewServeMux()
	Routes(web.New(mux, "test", access.Authorizer(access.NewKeys(s.db, s.now), nil)), s.desk)
	get := func(path string) (int, string) {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		return w.Code, w.Body.String()
	}
	status, body := get("/v1/figures/annual.csv?year=2026")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll()
	if status != 200 || err != nil || len(rows) != 2 || len(rows[0]) != len(rows[1]) || rows[1][0] != "a" || strings.HasPrefix(rows[1][1], "=") || rows[1][6] != "1" {
		t.Errorf("%d %v %q", status, err, rows)
	}
	if status, body := get("/v1/figures/annual?year=2026"); status != 200 || !strings.Contains(body, `"repairs_decided":1`) {
		t.Errorf("%d %s", status, body)
	}
	for _, path := range []string{"/v1/figures/annual.csv?year=x", "/v1/figures/annual.csv?year=1999"} {
		if status, body := get(path); status != 400 && status != 422 || !strings.Contains(body, "objection.no_year") {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
}
