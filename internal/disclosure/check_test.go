package disclosure_test

import (
	"context"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/check"
	"xinheng/internal/disclosure"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A department asks through the real check; the firm sees that it did, beside the readings, and can ask why.
func TestF07_7_TheSubjectSeesWhoCheckedItAndWhy(t *testing.T) {
	t.Parallel()
	const firm, department = "91460000MAXNX0001A", "11460000MBXNX0009D"
	ctx, db := t.Context(), pgtest.New(t)
	clock := workday.MustParse("2026-11-02").Start().Add(10 * time.Hour)
	now := func() time.Time { return clock }
	lib, err := law.Load(lawdata.FS)
	must(t, err)
	s, err := seal.New(make([]byte, seal.MinMaster), seal.International)
	must(t, err)
	log, err := ledger.Open(ctx, db, "xinheng.example/test", s.SigningKey("ledger"))
	must(t, err)
	must(t, db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		return registry.Stub(ctx, tx, []registry.Entity{{ID: firm, Name: "虚构示例甲公司", Kind: registry.Enterprise}})
	}))
	index := standing.NewIndex(db, log, now)
	must(t, index.Load(ctx))
	checks := check.NewDesk(db, lib, index, log, s, now)
	desk := disclosure.NewDesk(db, lib, log, s, now)
	desk.Feeds, checks.Disclosure = []disclosure.Feed{checks.Checked}, desk

	key := access.Actor{ID: "key:k-1", Kind: access.KindKey, Org: department, Name: "虚构示例局", Scopes: []string{access.ScopeCheck, access.SubjectRead}}
	ask := check.Request{Matter: "gp-qualification", Subject: firm, Purpose: "procurement", CaseNo: "CG-2026-1188", Officer: "示例经办人"}
	_, err = checks.Decide(ctx, key, ask)
	must(t, err)
	must(t, desk.Read(ctx, key, disclosure.Reading{Subject: firm, Fields: []string{"penalty"}, Purpose: "procurement", Case: "CG-2026-1188"}))

	if views, _, err := desk.Of(ctx, firm, ""); err != nil || len(views) != 0 {
		t.Errorf("the same day: %+v %v", views, err)
	}
	clock = clock.AddDate(0, 0, 1)
	views, _, err := desk.Of(ctx, firm, "")
	must(t, err)
	if len(views) != 2 {
		t.Fatalf("%+v", views)
	}
	checked := views[0]
	if views[1].Kind == disclosure.KindCheck {
		checked = views[1]
	}
	if checked.Kind != disclosure.KindCheck || checked.Org != department || checked.Purpose.Code != "procurement" || checked.Fields[0] != "check.gp-qualification" {
		t.Errorf("%+v", checked)
	}
	boss := access.Actor{ID: "person:boss", Kind: access.KindPerson, Org: firm, Firm: "d-1"}
	must(t, desk.Ask(ctx, boss, firm, checked.ID, "为什么在采购中查询我们？"))
	if views, _, err = desk.Of(ctx, firm, ""); err != nil || views[0].Question == nil && views[1].Question == nil {
		t.Errorf("%+v %v", views, err)
	}
}
