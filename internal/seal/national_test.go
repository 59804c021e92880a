package seal_test

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/check"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
	lawdata "xinheng/law"
)

// platform is the first road over one key file and one database, as app wires it.
type platform struct {
	log     *ledger.Log
	records *record.Desk
	index   *standing.Index
	checks  *check.Desk
	sealer  *seal.Sealer
}

func openPlatform(t *testing.T, db *pg.Pool, file, suite string) platform {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	lib, err := law.Load(lawdata.FS)
	must(err)
	now := func() time.Time { return workday.MustParse("2026-11-22").Start().Add(10 * time.Hour) }
	var p platform
	p.sealer, err = seal.OpenFile(file, suite)
	must(err)
	p.log, err = ledger.Open(t.Context(), db, "xinheng.example/test", p.sealer.SigningKeyOf(seal.International, "ledger"), p.sealer.SigningKeyOf(seal.National, "ledger"))
	must(err)
	events := &record.Events{}
	events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error { return standing.Apply(ctx, tx, lib, e) })
	p.records = record.NewDesk(db, lib, p.sealer, events, p.log, now)
	p.index = standing.NewIndex(db, p.log, now)
	must(p.index.Load(t.Context()))
	p.checks = check.NewDesk(db, lib, p.index, p.log, p.sealer, now)
	return p
}

func TestF24_5_APlatformRunsOnTheNationalAlgorithms(t *testing.T) {
	t.Parallel()
	const firm, department = "91460000MAXNX0001A", "11460000MBXNX0009D"
	ctx, db, file := t.Context(), pgtest.New(t), filepath.Join(t.TempDir(), "master.key")
	p := openPlatform(t, db, file, "national")
	if p.sealer.Suite() != seal.National {
		t.Fatal("not the national suite")
	}
	receipt, err := p.records.Take(ctx, access.CLI(), record.Delivery{Item: "penalty", Source: department, SourceName: "虚构示例局", Name: "penalty.csv", File: bytes.NewReader([]byte(
		"行政相对人名称,行政相对人类别,统一社会信用代码,法定代表人,法定代表人证件号码,行政处罚决定书文号,违法行为类型,违法事实,处罚依据,处罚类别,处罚内容,处罚决定日期,处罚有效期,公示截止期,处罚机关,处罚机关统一社会信用代码,数据来源单位,数据来源单位统一社会信用代码\n" +
			"虚构示例甲公司,法人及非法人组织," + firm + ",示例甲,110101199003070038,示罚〔2026〕1号,示例违法,示例事实,示例法第一条,罚款,罚款,2026-11-10,2099-12-31,2027-02-10,示例局," + department + ",示例局," + department + "\n"))})
	if err != nil || receipt.Accepted != 1 {
		t.Fatalf("%+v %v", receipt, err)
	}
	register(t, db, p.sealer, 0, 1)
	for table, sql := range map[string]string{
		"record": `select sealed from record.version where sealed is not null limit 1`, "registry": `select sealed from registry.person limit 1`} {
		sealed, err := pg.Scalar[[]byte](ctx, db, pg.Query{Name: table, SQL: sql})
		if err != nil || !bytes.HasPrefix(sealed, p.sealer.Header()) {
			t.Errorf("%s holds %.4x %v, not sealed with SM4", table, sealed, err)
		}
	}
	sealed, err := pg.Scalar[[]byte](ctx, db, pg.Query{Name: "open", SQL: `select legal_rep_sealed from registry.entity where legal_rep_sealed is not null limit 1`})
	if err != nil {
		t.Fatal(err)
	}
	entity, err := pg.Scalar[string](ctx, db, pg.Query{Name: "open", SQL: `select entity_id from registry.entity where legal_rep_sealed is not null limit 1`})
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := p.sealer.Open("registry.person "+entity, sealed); err != nil || !strings.Contains(string(plain), "110101199003070038") {
		t.Errorf("opened %q %v", plain, err)
	}

	if err := p.log.Sequence(ctx); err != nil {
		t.Fatal(err)
	}
	if err := p.index.CatchUp(ctx); err != nil {
		t.Fatal(err)
	}
	answer, err := p.checks.Decide(ctx, access.Actor{ID: "key:k-1", Org: department}, check.Request{Matter: "gp-qualification", Subject: firm,
		Purpose: "procurement", CaseNo: "CG-1", Officer: "示例经办人"})
	if err != nil || answer.Receipt == nil || answer.Receipt.Signature.Algorithm != "SM2" {
		t.Fatalf("%+v %v", answer.Receipt, err)
	}
	if s := p.checks.SealFile([]byte("result")); !check.VerifyFile([]byte("result"), s, p.sealer.SigningKey("check").Public()) || s.Signature.Algorithm != "SM2" {
		t.Errorf("%+v", s)
	}
	if err := p.log.Sequence(ctx); err != nil {
		t.Fatal(err)
	}
	var export bytes.Buffer
	if err := p.log.Export(ctx, &export, 0, 0); err != nil {
		t.Fatal(err)
	}
	r, err := ledger.VerifyExport(&export, p.log.VerifierKey()+"\n"+p.log.SecondKey())
	if err != nil || r.Seconded != r.Checkpoints || r.Seconded == 0 {
		t.Errorf("%+v %v", r, err)
	}

	again := openPlatform(t, db, file, "")
	if id := registry.PersonID(again.sealer, "110101199003070038"); id != registry.PersonID(p.sealer, "110101199003070038") {
		t.Error("opened again, a person has another id")
	}
	if _, err := seal.OpenFile(file, "international"); !fault.Is(err, "seal.other_suite") {
		t.Errorf("opened with the other suite: %v", err)
	}
}
