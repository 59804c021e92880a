package record

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
)

func TestF09_2_AReceiptThatReconciles(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	bad := with(sound(), "CF_WSH", "琼示市监处罚〔2026〕3号", "CF_XDR_SHXYM", firmID[:17]+otherThan(firmID[17]), "CF_JDRQ", "1900-01-00")
	nameOnly := with(sound(), "CF_WSH", "琼示市监处罚〔2026〕4号", "CF_XDR_SHXYM", "")
	r := o.take("penalty", sound(), with(sound(), "CF_WSH", "琼示市监处罚〔2026〕2号"), bad, nameOnly, sound())
	counted(t, r, 2, 1, 1, 1)
	if len(r.Errors) != 2 || r.Flaws != 2 || r.Errors[0].Row != 4 || r.Errors[0].Code != "uscc_check" || r.Errors[1].Code != "date_1900" || r.Errors[0].ZH == "" || r.Errors[0].EN == "" {
		t.Errorf("%+v", r.Errors)
	}
	if r.Status != "complete" || r.EndedAt == nil || len(r.Entries) != 2 || r.Edition != o.law.Edition() || r.Format != "CSV, UTF-8" {
		t.Errorf("%+v", r)
	}
	if rs := o.of(firmID); len(rs) != 2 || rs[0].SourceID != sourceID {
		t.Errorf("%+v", rs)
	}
}

func TestF09_2_TheSameDeliveryAgainWritesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	rows := many(30, nil)
	counted(t, o.take("penalty", rows...), 30, 0, 0, 0)
	before, _ := o.versions()
	o.on("2026-09-05")
	r := o.take("penalty", rows...)
	counted(t, r, 0, 0, 30, 0)
	if !r.Replayed || r.First == nil || r.First.Accepted != 30 {
		t.Errorf("%+v", r)
	}
	// the same rows in another file, in another order, in another encoding: known by their natural keys
	text, err := simplifiedchinese.GB18030.NewEncoder().Bytes(sheetOf(t, append(rows[10:], rows[:10]...)...))
	if err != nil {
		t.Fatal(err)
	}
	again, err := o.Take(t.Context(), reporter, Delivery{Item: "行政处罚", File: bytes.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	counted(t, again, 0, 0, 30, 0)
	if again.Replayed || again.Format != "CSV, GB18030" {
		t.Errorf("%+v", again)
	}
	if after, _ := o.versions(); after != before {
		t.Errorf("%d versions became %d", before, after)
	}
	if q := o.quality(); q.Rows != 60 || q.Accepted != 30 || q.Duplicate != 30 {
		t.Errorf("%+v", q)
	}
}

// versions counts what is stored, and how many of it are of version one.
func (o *office) versions() (all, first int64) {
	o.t.Helper()
	n, err := pg.One[struct{ All, First int64 }](o.t.Context(), o.db, pg.Query{Name: "test",
		SQL: `select count(*) as "all", count(*) filter (where version = 1) as first from record.version`})
	if err != nil {
		o.t.Fatal(err)
	}
	return n.All, n.First
}

func TestF09_2_TheCallersKeyIsForOneFile(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	in := Delivery{Item: "penalty", Key: "2026-08-05/1", File: bytes.NewReader(sheetOf(t, sound()))}
	if _, err := o.Take(t.Context(), reporter, in); err != nil {
		t.Fatal(err)
	}
	r, err := o.Take(t.Context(), reporter, in)
	if err != nil || !r.Replayed {
		t.Fatalf("%+v, %v", r, err)
	}
	in.File = bytes.NewReader(sheetOf(t, with(sound(), "CF_WSH", "琼示市监处罚〔2026〕9号")))
	if _, err := o.Take(t.Context(), reporter, in); !fault.Is(err, "record.key_reused") {
		t.Errorf("%v", err)
	}
}

// TestF09_2_…: the plug is pulled between chunks and inside one; each time it goes on, and in the end everything is there once.
func TestF09_2_WhatBrokeOffGoesOnAndReconciles(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	rows := many(2*chunkRows+500, func(i int, r map[string]string) {
		switch i % 100 {
		case 3:
			r["CF_YJ"] = ""
		case 4:
			r["CF_XDR_SHXYM"] = ""
		}
	})
	data := sheetOf(t, rows...)
	fires := 0
	o.events.Changed.Within(func(context.Context, pg.Tx, Changed) error {
		if fires++; fires == 2 {
			return errPulled
		}
		return nil
	})
	ctx, cancel := context.WithCancel(t.Context())
	in := Delivery{Item: "penalty", File: bytes.NewReader(data), Progress: func(p Progress) {
		if p.Rows == 2*chunkRows {
			cancel()
		}
	}}
	if _, err := o.Take(ctx, reporter, in); !errors.Is(err, errPulled) {
		t.Fatalf("first run: %v", err)
	}
	if n, _ := o.versions(); n != chunkRows/100*98 {
		t.Fatalf("after the first chunk there are %d versions", n)
	}
	if _, err := o.Take(ctx, reporter, in); !errors.Is(err, context.Canceled) {
		t.Fatalf("second run: %v", err)
	}
	r, err := o.Take(t.Context(), reporter, in)
	if err != nil {
		t.Fatal(err)
	}
	total := int64(2*chunkRows + 500)
	counted(t, r, total/100*98, total/100, 0, total/100)
	if n, first := o.versions(); n != r.Accepted || first != n {
		t.Errorf("%d versions for %d accepted rows", n, r.Accepted)
	}
	if r.Flaws != r.Rejected || len(r.Entries) != 4 {
		t.Errorf("%d flaws, entries %v", r.Flaws, r.Entries)
	}
	if q := o.quality(); q.Rows != total || q.Accepted != r.Accepted || q.Rejected != r.Rejected {
		t.Errorf("%+v", q)
	}
	o.verify()
}

// verify sequences the ledger and checks it from end to end.
func (o *office) verify() {
	o.t.Helper()
	if err := o.log.Sequence(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
	if _, err := o.log.Verify(o.t.Context()); err != nil {
		o.t.Error(err)
	}
}

func TestF09_2_TheSecondProcessIsTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	in := Delivery{Item: "penalty", File: bytes.NewReader(sheetOf(t, many(10, nil)...))}
	var inner error
	o.events.Changed.Within(func(ctx context.Context, _ pg.Tx, _ Changed) error {
		_, inner = o.Take(ctx, reporter, Delivery{Item: "penalty", File: bytes.NewReader(sheetOf(t, many(10, nil)...))})
		return nil
	})
	if _, err := o.Take(t.Context(), reporter, in); err != nil {
		t.Fatal(err)
	}
	if !fault.Is(inner, "record.batch_running") {
		t.Errorf("%v", inner)
	}
}

func TestF09_1_WhoMayReportWhat(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	firm := access.Actor{ID: "key:firm", Org: firmID, Name: "海南虚构食品有限公司", Scopes: []string{access.ScopeIntake}}
	for code, c := range map[string]struct {
		who access.Actor
		in  Delivery
	}{
		"record.unknown_item": {reporter, Delivery{Item: "gossip"}},
		"record.source_kind":  {firm, Delivery{Item: "penalty"}},
		"record.other_source": {reporter, Delivery{Item: "penalty", Source: code("11460000", "MB000002")}},
		"record.source":       {access.CLI(), Delivery{Item: "penalty", Source: "x"}},
		"record.no_scope":     {access.Actor{ID: "key:reader", Org: sourceID, Scopes: []string{access.ScopeRead}}, Delivery{Item: "penalty"}},
	} {
		c.in.File = bytes.NewReader(sheetOf(t, sound()))
		if _, err := o.Take(t.Context(), c.who, c.in); !fault.Is(err, code) {
			t.Errorf("%s: %v", code, err)
		}
	}
	missing := with(sound())
	delete(missing, "CF_WSH")
	delete(missing, "CF_YJ")
	_, err := o.Take(t.Context(), reporter, Delivery{Item: "penalty", File: bytes.NewReader(sheetOf(t, missing))})
	if f, _ := fault.Of(err); f == nil || f.Code != "record.columns_missing" || !strings.Contains(f.ZH, "CF_WSH") || !strings.Contains(f.ZH, "CF_YJ") {
		t.Errorf("%v", err)
	}
}

func TestF09_2_OldLayoutForeignHeadersAndMap(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	old := "CF_WSH,CF_AJMC,CF_CFLB1,CF_CFLB2,CF_SY,CF_YJ,CF_JG,CF_XDR_MC,CF_XDR_SHXYM,CF_FR,CF_JDRQ,CF_XZJG,CF_ZT,DFBM,SJC\n" +
		"琼示处字[2016]5号,虚构案,警告,罚款,经查,《示例法》第一条,罚款,海南虚构食品有限公司," + firmID + ",示某,2016/5/6,海南省示例市场监督管理局,0,460000,2016-05-07\n"
	chinese := "行政相对人名称,统一社会信用代码,行政处罚决定书文号,违法事实,处罚依据,处罚种类,行政处罚内容,罚款金额(万元),行政处罚决定日期,行政处罚机关,处罚机关统一社会信用代码,奇怪的列\n" +
		"海南虚构食品有限公司," + firmID + ",琼示处〔2026〕6号,经查,《示例法》第一条,罚款,罚款,1.5,2026年8月3日,海南省示例市场监督管理局," + sourceID + ",x\n"
	jsonl := `{"cf_xdr_mc":"海南虚构食品有限公司","cf_xdr_shxym":"` + firmID + `","我们的文号":"琼示处〔2026〕7号","cf_sy":"经查","cf_yj":"《示例法》","cf_cflb":["罚款","警告"],"cf_nr":"罚","cf_nr_fk":0.3,"cf_jdrq":"20260803","cf_cfjg":"海南省示例市场监督管理局"}`
	for name, in := range map[string]Delivery{
		"old": {File: strings.NewReader(old)}, "chinese": {File: strings.NewReader(chinese)},
		"jsonl": {File: strings.NewReader(jsonl), Map: map[string]string{"CF_WSH": "我们的文号"}},
	} {
		in.Item = "cf"
		r, err := o.Take(t.Context(), reporter, in)
		if err != nil {
			t.Fatal(name, err)
		}
		counted(t, r, 1, 0, 0, 0)
		if name == "chinese" && (len(r.Unknown) != 1 || r.Unknown[0] != "奇怪的列") {
			t.Errorf("unknown columns %q", r.Unknown)
		}
	}
	got := map[string]Record{}
	for _, r := range o.of(firmID) {
		got[r.DocumentNo] = r
	}
	if r := got["琼示处字[2016]5号"]; r.AuthorityID != sourceID || len(r.Kinds) != 2 || r.Title != "虚构案" || r.PublicUntil >= d("2020-01-01") {
		t.Errorf("old layout: %+v", r)
	}
	if r := got["琼示处〔2026〕6号"]; r.Fine != 1_500_000 {
		t.Errorf("chinese titles: %+v", r)
	}
	if r := got["琼示处〔2026〕7号"]; r.Fine != 300_000 || len(r.Kinds) != 2 || r.DecidedOn != d("2026-08-03") {
		t.Errorf("json: %+v", r)
	}
}

func TestF09_6_CorrectionsAreVersionsAndTheFileIsKeptAsItWas(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	o.take("penalty", sound())
	first := o.only(firmID)
	o.on("2026-08-20")
	counted(t, o.take("penalty", with(sound(), "CF_NR_FK", "0.3", "CF_SY", "经查，当事人两次未按规定贮存食品。")), 1, 0, 0, 0)
	now := o.only(firmID)
	if now.Version != 2 || now.Fine != 300_000 || now.ID != first.ID || now.PublicFrom != first.PublicFrom || now.PublicUntil != first.PublicUntil {
		t.Errorf("%+v", now)
	}
	then, err := Of(t.Context(), o.db, firmID, d("2026-08-19").Start())
	if err != nil || len(then) != 1 || then[0].Version != 1 || then[0].Fine != 200_000 {
		t.Errorf("as of 19 August: %+v, %v", then, err)
	}
	if before, _ := Of(t.Context(), o.db, firmID, d("2026-08-01").Start()); len(before) != 0 {
		t.Errorf("before anything was reported: %+v", before)
	}
	if r := then[0]; r.Source == "" || r.SourceID != sourceID || r.SeenAt.IsZero() || r.DecidedOn == 0 || r.BatchID == "" || r.Row != 2 {
		t.Errorf("a value without its origin: %+v", r)
	}
}

func TestF09_6_OnlyWhoDecidedOrReportedMayChange(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	o.take("penalty", sound())
	o.on("2026-11-10")
	other := access.Actor{ID: "key:other", Org: code("11460000", "MB000002"), Name: "海南省示例城管局", Scopes: reporter.Scopes}
	for item, row := range map[string]map[string]string{"repair": amendment("XF_", "2026-11-10"), "penalty": with(sound(), "CF_NR_FK", "0.1")} {
		r, err := o.Take(t.Context(), other, Delivery{Item: item, File: bytes.NewReader(sheetOf(t, row))})
		if err != nil {
			t.Fatal(err)
		}
		counted(t, r, 0, 1, 0, 0)
		if r.Errors[0].Code != "not_yours" {
			t.Errorf("%s: %+v", item, r.Errors)
		}
	}
	if r := o.only(firmID); r.Version != 1 || r.State != Effective {
		t.Errorf("%+v", r)
	}
}

func TestF19_3_APersonsRecordWithoutAnEndIsNotPublic(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	licence := map[string]string{
		"XK_XDR_MC": "示某某", "XK_XDR_LB": "自然人", "XK_XDR_ZJHM": ident.MakeIDCard("46010019900101001"), "XK_XKWS": "示例许可", "XK_WSH": "示许〔2026〕1号",
		"XK_XKLB": "普通", "XK_NR": "示例", "XK_JDRQ": "2026-08-03", "XK_YXQZ": "2026-08-03", "XK_YXQZI": "2099/12/31", "XK_XKJG": "海南省示例市场监督管理局", "XK_XKJGDM": sourceID,
	}
	ending := with(maps.Clone(licence), "XK_WSH", "示许〔2026〕2号", "XK_YXQZI", "2027-08-03")
	counted(t, o.take("licence", licence, ending), 2, 0, 0, 0)
	page, _, err := Listed(t.Context(), o.db, Filter{Item: "licence", Limit: 10}, o.today())
	if err != nil || len(page) != 1 || page[0].PublicUntil != d("2027-08-03") || page[0].Subject != ident.MaskName("示某某") {
		t.Errorf("%+v, %v", page, err)
	}
}

func amendment(prefix, date string, more ...string) map[string]string {
	m := map[string]string{
		prefix + "XDR_MC": "海南虚构食品有限公司", prefix + "XDR_SHXYM": firmID, prefix + "YML": "行政处罚", prefix + "YWSH": "琼示市监处罚[2026]1号",
		prefix + "YJGDM": sourceID, prefix + "WSH": "琼示修复〔2026〕1号", prefix + "JDRQ": date, prefix + "JG": "海南省示例市场监督管理局",
		prefix + "JGDM": sourceID, prefix + "YJ": "《信用修复管理办法》第三条",
	}
	return with(m, more...)
}

func TestF09_6_RepairAndWithdrawalAreVersions(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	repair := amendment("XF_", "2026-11-10")
	o.on("2026-11-10")
	r := o.take("repair", repair)
	counted(t, r, 0, 1, 0, 0)
	if r.Errors[0].Code != "amend_no_target" {
		t.Errorf("%+v", r.Errors)
	}
	o.on("2026-08-05")
	o.take("penalty", sound())
	o.on("2026-11-10")
	counted(t, o.take("repair", repair), 1, 0, 0, 0) // refused once, the same file fares better now
	got := o.only(firmID)
	if got.State != Repaired || got.Version != 2 || got.StateDocument != "琼示修复〔2026〕1号" || got.StateOn != d("2026-11-10") || got.StatusOn(d("2026-11-10")) != StatusRepaired {
		t.Errorf("%+v", got)
	}
	last := o.seen[len(o.seen)-1]
	if len(last.Records) != 1 || last.Records[0].State != Repaired {
		t.Errorf("standing was told %+v", last)
	}
	counted(t, o.take("repair", repair), 0, 0, 1, 0)
	o.on("2026-11-12")
	counted(t, o.take("penalty", sound(), with(sound(), "CF_WSH", "琼示市监处罚〔2026〕1号", "CF_NR_FK", "9")), 0, 1, 1, 0)
	if o.only(firmID).State != Repaired {
		t.Error("the original row, reported again, undid the repair")
	}
	withdrawal := amendment("CH_", "2026-11-20", "CH_WSH", "琼示撤〔2026〕1号", "CH_LX", "依法撤销")
	o.on("2026-11-21")
	counted(t, o.take("withdrawal", withdrawal), 1, 0, 0, 0)
	if got := o.only(firmID); got.State != Withdrawn || got.Version != 3 {
		t.Errorf("%+v", got)
	}
	history, err := History(t.Context(), o.db, got.ID)
	if err != nil || len(history) != 3 || history[0].State != Effective || history[1].State != Repaired {
		t.Errorf("%+v, %v", history, err)
	}
	o.verify()
}

func TestF09_1_RegistrationsAndOrphans(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	o.take("penalty", sound())
	e, err := registry.Find(t.Context(), o.db, firmID)
	if err != nil || e.Status != registry.Stubbed {
		t.Fatalf("%+v, %v", e, err)
	}
	if q := o.quality(); q.Orphans != 1 {
		t.Errorf("%+v", q)
	}
	row := map[string]string{"TYSHXYDM": firmID, "ZTMC": "海南虚构食品有限公司", "ZTLX": "企业", "ZTZT": "存续", "XZQH": "460100", "HYDM": "C14", "CLRQ": "2018-05-06", "FDDBR": "示某某"}
	counted(t, o.take("entity", row, with(map[string]string{"TYSHXYDM": otherID[:17] + otherThan(otherID[17])}, "ZTMC", "虚构")), 1, 1, 0, 0)
	if e, err = registry.Find(t.Context(), o.db, firmID); err != nil || e.Status != registry.Registered || e.Industry != "C14" || e.Region != "460100" {
		t.Errorf("%+v, %v", e, err)
	}
	o.on("2026-08-06")
	counted(t, o.take("entity", row), 0, 0, 1, 0)
}

func TestEveryStoredRowIsProven(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	o.take("penalty", many(7, nil)...)
	o.verify()
	for _, r := range o.of(firmID) {
		p, err := Proof(t.Context(), o.db, o.log, r.ID, r.Version)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ledger.VerifyProof(p, o.log.VerifierKey()); err != nil {
			t.Error(err)
		}
		if p.Row == nil || !strings.Contains(p.Row.Content, r.DocumentNo) || p.Row.Count != 7 {
			t.Errorf("%+v", p.Row)
		}
	}
}

// TestG3: however many penalties a firm has, intake makes no list entry out of them.
func TestG3_ManyPenaltiesMakeNoListEntry(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-05")
	counted(t, o.take("penalty", many(60, nil)...), 60, 0, 0, 0)
	for _, r := range o.of(firmID) {
		if r.Class != law.Penalty || r.List != "" {
			t.Fatalf("%+v", r)
		}
	}
	for _, c := range o.seen {
		for _, r := range c.Records {
			if r.Class != law.Penalty {
				t.Fatalf("others were told of %+v", r)
			}
		}
	}
}
