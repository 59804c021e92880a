package adoption_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/adoption"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

var now = time.Date(2026, 11, 22, 9, 40, 0, 0, workday.Shanghai)

func good() law.Adoption {
	return law.Adoption{
		Keys: []string{"measure:*", "list:tax-major"}, By: "示例负责人（虚构省信用办主任）", Body: "虚构省信用办",
		Why:  law.Text2{ZH: "演示所需；\n已核对  公开资料。", EN: "Needed for the demonstration."},
		From: workday.MustParse("2026-11-22"), Until: workday.MustParse("2027-11-21"),
	}
}

func adopt(t testing.TB, db *pg.Pool, a law.Adoption) (string, error) {
	t.Helper()
	return adoption.Adopt(t.Context(), db, access.CLI(), now, a)
}

func entries(t testing.TB, db *pg.Pool) []ledger.Entry {
	t.Helper()
	s, err := seal.New(make([]byte, 32), seal.International)
	if err != nil {
		t.Fatal(err)
	}
	l, err := ledger.Open(t.Context(), db, "xinheng.example/test", s.SigningKey("ledger"))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Sequence(t.Context()); err != nil {
		t.Fatal(err)
	}
	es, err := l.Since(t.Context(), 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	return es
}

func TestG1_AnAdoptionIsRecordedOnTheLedgerWithoutNamingAnybody(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	id, err := adopt(t, db, good())
	if err != nil {
		t.Fatal(err)
	}
	all, err := adoption.All(t.Context(), db)
	if err != nil || len(all) != 1 {
		t.Fatalf("%v %v", all, err)
	}
	a := all[0]
	if a.ID != id || strings.Join(a.Keys, " ") != "list:tax-major measure:*" || a.Why.ZH != "演示所需； 已核对 公开资料。" ||
		a.By != good().By || a.Body != good().Body || a.From != good().From || a.Until != good().Until {
		t.Errorf("kept as %+v", a)
	}
	es := entries(t, db)
	if len(es) != 1 || es[0].Kind != "law.adopt" || es[0].About != id || es[0].Actor != "cli" || es[0].Root == (ledger.Hash{}) ||
		es[0].Public["until"] != "2027-11-21" || es[0].Public["keys"] != "list:tax-major measure:*" {
		t.Fatalf("the ledger says %+v", es)
	}
	if text := es[0].Text(); strings.Contains(text, "示例负责人") || strings.Contains(text, "演示") {
		t.Errorf("the ledger names the officer or the reason:\n%s", text)
	}
}

func TestG1_AnAdoptionNeedsAnOfficerAReasonAndAnEnd(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	today := workday.Of(now)
	for name, c := range map[string]struct {
		code string
		bend func(a *law.Adoption)
	}{
		"no keys":              {"adoption.no_keys", func(a *law.Adoption) { a.Keys = nil }},
		"an empty key":         {"adoption.no_keys", func(a *law.Adoption) { a.Keys = []string{"list:x", " "} }},
		"two keys in one":      {"adoption.no_keys", func(a *law.Adoption) { a.Keys = []string{"list:x list:y"} }},
		"nobody":               {"adoption.no_officer", func(a *law.Adoption) { a.By = " " }},
		"no body":              {"adoption.no_body", func(a *law.Adoption) { a.Body = "" }},
		"no reason":            {"adoption.no_reason", func(a *law.Adoption) { a.Why.ZH = " \n" }},
		"a reason in English":  {"adoption.no_reason", func(a *law.Adoption) { a.Why = law.Text2{EN: "why"} }},
		"no first day":         {"adoption.no_end", func(a *law.Adoption) { a.From = 0 }},
		"no last day":          {"adoption.no_end", func(a *law.Adoption) { a.Until = 0 }},
		"ends the day it does": {"adoption.no_end", func(a *law.Adoption) { a.Until = a.From }},
		"ends before":          {"adoption.no_end", func(a *law.Adoption) { a.Until = a.From - 1 }},
		"five years and a day": {"adoption.too_long", func(a *law.Adoption) { a.Until = today.AddMonths(60) + 1 }},
	} {
		a := good()
		c.bend(&a)
		if _, err := adopt(t, db, a); !fault.Is(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	if all, _ := adoption.All(t.Context(), db); len(all) != 0 || len(entries(t, db)) != 0 {
		t.Error("a refused adoption left something behind")
	}
	for _, until := range []workday.Date{good().From + 1, today.AddMonths(60) - 1, today.AddMonths(60)} {
		a := good()
		a.Until = until
		if _, err := adopt(t, db, a); err != nil {
			t.Errorf("until %s: %v", until, err)
		}
	}
}

func TestG1_TheSameAdoptionTwiceIsRefused(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	if _, err := adopt(t, db, good()); err != nil {
		t.Fatal(err)
	}
	again := good()
	again.Keys = []string{"list:tax-major", " measure:*", "list:tax-major"} // the same keys, written otherwise
	again.Why.ZH = "另一种说法"
	if _, err := adopt(t, db, again); !fault.Is(err, "adoption.twice") {
		t.Errorf("got %v", err)
	}
	if n := len(entries(t, db)); n != 1 {
		t.Errorf("%d acts on the ledger, want 1: the refused one must leave none", n)
	}
	longer := good()
	longer.Until++
	if _, err := adopt(t, db, longer); err != nil {
		t.Errorf("a renewal: %v", err)
	}
}

func TestG1_AnAdoptionIsNeverEdited(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	if _, err := adopt(t, db, good()); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"update adoption.adopted set until_on = '2099-01-01'", "delete from adoption.adopted", "truncate adoption.adopted"} {
		if _, err := db.Exec(context.Background(), pg.Query{Name: s, SQL: s}); err == nil || !strings.Contains(err.Error(), "42501") {
			t.Errorf("%s: %v", s, err)
		}
	}
}
