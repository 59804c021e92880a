package declaration

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"xinheng/internal/attach"
	"xinheng/internal/counter"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/signing"
	"xinheng/internal/workday"
)

// TestF11_1_FiveKindsOfDataAreDeclaredOnASignedTruthCommitment: with the consent in the same text, countersigned so that anybody can
// verify it, once for a click.
func TestF11_1_FiveKindsOfDataAreDeclaredOnASignedTruthCommitment(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	var groups []string
	for _, k := range counter.Want[list[Kind]](o.Counter, "", "GET", "/v1/declarations/kinds", nil, "").Items {
		groups = append(groups, k.Group)
	}
	if !slices.Equal(groups, []string{"qualification", "operation", "contract", "honour", "welfare"}) {
		t.Fatalf("kinds are %v", groups)
	}
	w := welfare("示票 1 号")
	x := o.text("agent", w)
	if !strings.Contains(x.Title.ZH, "承诺") || x.UndoMinutes != 10 || len(x.Papers) != 1 || !x.Papers[0].Required {
		t.Errorf("%+v", x)
	}
	if !slices.ContainsFunc(x.ZH, func(b Block) bool { return b.ID == "truth" }) || !slices.ContainsFunc(x.ZH, func(b Block) bool { return b.ID == "share" && strings.Contains(b.Text, "政务部门") }) {
		t.Errorf("the text lacks its promise or its consent: %+v", x.ZH)
	}
	if o.Count(`select (select count(*) from declaration.signed) + (select count(*) from ledger.entry where kind = 'declaration.signed')`) != 0 {
		t.Error("showing the text wrote something down (G11)")
	}
	s := o.signing(w)
	counter.Want[any](o.Counter, "owner", "POST", "/v1/declarations", s, "declaration.paper")
	s.Papers = []string{o.file("owner", "receipt", "捐赠票据（虚构）")}
	v := counter.Want[View](o.Counter, "owner", "POST", "/v1/declarations", s, "", "Idempotency-Key", "k1")
	again := counter.Want[View](o.Counter, "owner", "POST", "/v1/declarations", s, "", "Idempotency-Key", "k1")
	if again.ID != v.ID || v.State != Signed || v.Values["number"] != "示票 1 号" || len(v.Papers) != 1 || v.Papers[0].Grade != attach.SelfUploaded {
		t.Errorf("%+v, again %s", v, again.ID)
	}
	row, err := find(t.Context(), o.DB, qFind, firmID, v.ID)
	counter.Must(t, err)
	if p := row.proof(); !p.Verify(o.Sealer, keyPurpose) || v.SM3 != signing.SM3(v.Text) {
		t.Error("the countersignature does not verify")
	}
	if len(row.Sealed) == 0 || bytes.Contains(row.Sealed, []byte("示票")) {
		t.Error("values lie open in the table")
	}
	for who, code := range map[string]string{"agent": "access.no_permission", "handler": "access.no_permission", "": "test.nobody"} {
		counter.Want[any](o.Counter, who, "POST", "/v1/declarations", s, code)
	}
	counter.Want[any](o.Counter, "stranger", "GET", "/v1/declarations/"+v.ID, nil, "declaration.unknown")
	counter.Want[any](o.Counter, "handler", "GET", "/v1/declarations/"+v.ID, nil, "declaration.unknown") // not in effect yet
}

// TestF11_1_WhatDoesNotFitIsRefused: and never echoed.
func TestF11_1_WhatDoesNotFitIsRefused(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	with := func(change func(*Wanted)) Wanted {
		w := welfare("示票 1 号")
		change(&w)
		return w
	}
	for code, w := range map[string]Wanted{
		"declaration.no_kind":      with(func(w *Wanted) { w.Kind = "rumour" }),
		"declaration.no_body":      with(func(w *Wanted) { w.Org = "" }),
		"declaration.not_verifier": with(func(w *Wanted) { w.Org = otherBody }),
		"declaration.scope":        with(func(w *Wanted) { w.Scopes = []Scope{"everyone"} }),
		"declaration.unasked":      with(func(w *Wanted) { w.Values["secret"] = "x" }),
		"declaration.field":        with(func(w *Wanted) { w.Values["done_on"] = "昨天" }),
	} {
		status, b := o.Send("owner", "POST", "/v1/declarations/text", w)
		if !strings.Contains(string(b), `"`+code+`"`) || status < 400 || strings.Contains(string(b), "昨天") {
			t.Errorf("%s: %d %s", code, status, b)
		}
	}
	s := o.signing(welfare("示票 1 号"), o.file("owner", "receipt", "票据"))
	other := s
	other.Values = map[string]string{"title": "另一项目", "recipient": "海口市虚构慈善会", "number": "示票 1 号", "done_on": "2026-06-01"}
	counter.Want[any](o.Counter, "owner", "POST", "/v1/declarations", other, "declaration.text_changed")
	o.Later(25 * time.Hour)
	counter.Want[any](o.Counter, "owner", "POST", "/v1/declarations", s, "declaration.text_changed")
	foreign := o.signing(welfare("示票 2 号"), o.file("stranger", "receipt", "别家的票据"))
	counter.Want[any](o.Counter, "owner", "POST", "/v1/declarations", foreign, "attach.unknown")
}

// TestF11_1_G5_TenMinutesToTakeItBack: to the second; until then nothing is verified or shared.
func TestF11_1_G5_TenMinutesToTakeItBack(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	r := o.award("示表〔2026〕1号", "2026-05-01")
	s := o.signing(honour("示表〔2026〕1号", "2026-05-01"))
	first := counter.Want[View](o.Counter, "owner", "POST", "/v1/declarations", s, "")
	second := counter.Want[View](o.Counter, "owner", "POST", "/v1/declarations", s, "")
	o.Later(10*time.Minute - time.Second)
	n, err := o.Release(t.Context())
	counter.Must(t, err)
	if n != 0 || o.compareAll() != 0 || len(o.told("2026-11-23", Government)) != 0 {
		t.Error("something followed before the time was over")
	}
	counter.Want[any](o.Counter, "stranger", "POST", "/v1/declarations/"+first.ID+"/undo", nil, "declaration.unknown")
	for range 2 {
		if v := counter.Want[View](o.Counter, "owner", "POST", "/v1/declarations/"+first.ID+"/undo", nil, ""); v.State != Undone {
			t.Errorf("%+v", v)
		}
	}
	counter.Want[any](o.Counter, "owner", "POST", "/v1/declarations/"+second.ID+"/withdrawal", nil, "declaration.undo_instead")
	o.Later(time.Second)
	counter.Want[any](o.Counter, "owner", "POST", "/v1/declarations/"+second.ID+"/undo", nil, "declaration.undo_late")
	if n, err = o.Release(t.Context()); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if o.compareAll() != 1 || o.look("owner", second.ID).State != Verified || o.look("owner", second.ID).Looks[0].Lines[0].Record != r.ID {
		t.Error("it was not verified once its time was over")
	}
	if acts := o.Acts(first.ID); !slices.Equal(acts, []string{"declaration.signed", "declaration.undone"}) {
		t.Errorf("%v", acts)
	}
}

// TestF11_2_SharedDataSettleWhatTheyKnow: the same is verified, otherwise is a difference with its source, nothing known waits for an
// officer of the body; and only what is verified is told to anybody.
func TestF11_2_SharedDataSettleWhatTheyKnow(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	o.award("示表〔2026〕1号", "2026-05-01")
	o.award("示表〔2026〕2号", "2026-05-02")
	x := o.text("owner", honour("示表〔2026〕1号", "2026-05-01"))
	if !x.Papers[0].Saved || x.Papers[0].Required || x.Shared[0].Answer != Match {
		t.Errorf("what shared data prove is asked for: %+v", x)
	}
	fits, differs := o.declare(honour("示表(2026)1号", "2026/5/1")), o.declare(honour("示表〔2026〕2号", "2026-05-12"), o.file("owner", "honour", "证书"))
	waits := o.declare(welfare("示票 1 号"), o.file("owner", "receipt", "票据"))
	for _, v := range []View{fits, differs, waits} {
		if v.State != Unverified {
			t.Errorf("before it was looked at: %s", v.State)
		}
	}
	if len(o.told("2026-11-23", Government)) != 0 {
		t.Error("unverified counts")
	}
	if o.compareAll() != 3 || o.compareAll() != 0 {
		t.Error("not each was looked at once")
	}
	if v := o.look("owner", fits.ID); v.State != Verified || v.VerifiedBy != sharedData || v.CountsUntil.String() != "2027-11-23" || !v.Counts {
		t.Errorf("%+v", v)
	}
	if v := o.look("owner", differs.ID); v.State != Differs || !slices.Equal(v.Looks[0].Lines[0].Differ, []string{"awarded_on"}) || v.Looks[0].Lines[0].Source == "" {
		t.Errorf("%+v", v)
	}
	if v := o.look("handler", waits.ID); v.State != Unverified || v.Looks[0].Answer != NoData || v.DueOn.String() != "2026-12-07" {
		t.Errorf("%+v due %s", v, v.DueOn)
	}
	all := o.told("2026-11-23", Government)
	if len(all) != 1 || all[0].ID != fits.ID || all[0].Values["title"] != "示例守信企业" {
		t.Errorf("told %+v", all)
	}
	for to, want := range map[Scope]string{Government: "honour true, honour false, welfare false", Finance: ""} {
		stood, err := o.Standing(t.Context(), o.DB, []string{firmID, otherFirm}, to)
		counter.Must(t, err)
		var got []string
		for _, s := range stood[firmID] {
			got = append(got, fmt.Sprintf("%s %t", s.Group, s.Verified))
			if s.Verified != (s.ID == fits.ID) || s.Verified && s.Until.String() != "2027-11-23" {
				t.Errorf("%+v", s)
			}
		}
		if slices.SortFunc(got, func(a, b string) int {
			return strings.Compare(strings.Replace(a, "true", "0", 1), strings.Replace(b, "true", "0", 1))
		}); strings.Join(got, ", ") != want {
			t.Errorf("a rating is told %v of %s", got, to)
		}
	}
	if len(o.told("2026-11-23", Finance)) != 0 {
		t.Error("told to whom nobody consented")
	}
}

// TestF11_2_AnOfficerOfTheBodySettlesTheRest: of no other body; and a difference opens nothing by itself (G9).
func TestF11_2_AnOfficerOfTheBodySettlesTheRest(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	v := o.declare(welfare("示票 1 号"), o.file("owner", "receipt", "票据"))
	o.compareAll()
	path := "/v1/declarations/" + v.ID + "/finding"
	counter.Want[any](o.Counter, "ohandler", "POST", path, Finding{Match, "已核对。"}, "declaration.unknown")
	counter.Want[any](o.Counter, "clerk", "POST", path, Finding{Match, "已核对。"}, "access.no_permission")
	counter.Want[any](o.Counter, "owner", "POST", path, Finding{Match, "已核对。"}, "access.no_permission")
	counter.Want[any](o.Counter, "handler", "POST", path, Finding{Match, "  "}, "declaration.no_findings")
	if all := counter.Want[list[View]](o.Counter, "ohandler", "GET", "/v1/declarations/received", nil, "").Items; len(all) != 0 {
		t.Errorf("another body sees %+v", all)
	}
	if v = counter.Want[View](o.Counter, "handler", "POST", path, Finding{Mismatch, "查无票据（虚构）。"}, ""); v.State != Differs || v.Case != "" {
		t.Errorf("%+v", v)
	}
	if o.Count(`select count(*) from caseflow.case`) != 0 || o.Count(`select count(*) from record.version`) != 0 {
		t.Error("a difference led to something by itself")
	}
	if v = counter.Want[View](o.Counter, "handler", "POST", path, Finding{Match, "补核票据存根，一致（虚构）。"}, ""); v.State != Verified || v.VerifiedBy != bodyID || len(v.Looks) != 3 {
		t.Errorf("%+v", v)
	}
}

// TestF11_2_WhatIsToldEndsByDateConsentAndSource: on the day, not a day later; at once with the consent; with the record it rested on.
func TestF11_2_WhatIsToldEndsByDateConsentAndSource(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	r := o.award("示表〔2026〕1号", "2026-05-01")
	v := o.declare(honour("示表〔2026〕1号", "2026-05-01"))
	o.compareAll()
	for day, n := range map[string]int{"2026-11-22": 0, "2026-11-23": 1, "2027-11-23": 1, "2027-11-24": 0} {
		if got := o.told(day, Government); len(got) != n {
			t.Errorf("%s: %+v", day, got)
		}
	}
	counter.Want[any](o.Counter, "stranger", "PUT", "/v1/declarations/"+v.ID+"/consent", map[string]any{"scopes": []string{}}, "declaration.unknown")
	counter.Want[View](o.Counter, "owner", "PUT", "/v1/declarations/"+v.ID+"/consent", map[string]any{"scopes": []string{"public"}}, "")
	if len(o.told("2026-11-23", Government)) != 0 || len(o.told("2026-11-23", Everybody)) != 1 || o.Count(`select count(*) from declaration.consent`) != 2 {
		t.Error("the consent did not change, or its history was lost")
	}
	counter.Must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, err := o.records.Rule(ctx, tx, people()["reporter"], "test", []record.Ruling{{EntityID: firmID, ID: r.ID, State: record.Withdrawn, On: o.today(), Document: "示撤 1 号", Authority: bodyName}})
		return err
	}))
	if len(o.told("2026-11-23", Everybody)) != 0 || o.look("owner", v.ID).State != Unverified {
		t.Error("it counts although what it rested on was withdrawn")
	}
	if o.compareAll(); o.look("owner", v.ID).State != Unverified {
		t.Error("a withdrawn record verifies")
	}
}

// TestF11_2_TheSameDataGiveTheSameAnswer: a record answers while it is in effect; only what is exact in both differs; silence is none.
func TestF11_2_TheSameDataGiveTheSameAnswer(t *testing.T) {
	t.Parallel()
	lib, err := counter.Library()
	counter.Must(t, err)
	on := workday.MustParse("2026-11-23")
	k, _ := lib.On(on).DeclarationKind("contract")
	said := map[string]string{"number": "示合同 1", "title": "虚构工程", "party": "甲", "signed_on": "2026-01-02", "performance": "全部履行", "amount": "12.5"}
	theirs := func(change func(*record.Record)) []record.Record {
		r := record.Record{ID: "R1", Item: "contract", State: record.Effective, DocumentNo: "示合同1", Title: "别名", Authority: "乙", DecidedOn: workday.MustParse("2026-01-02"),
			Content: map[string]string{"LYZT": "全部履行", "HTJE": "12.50"}}
		change(&r)
		return []record.Record{{ID: "R0", Item: "honour", State: record.Effective, DocumentNo: "示合同 1"}, r}
	}
	for name, x := range map[string]struct {
		records []record.Record
		want    string
		differ  string
	}{
		"the same, written otherwise": {theirs(func(*record.Record) {}), Match, ""},
		"nothing known":               {nil, NoData, ""},
		"another number":              {theirs(func(r *record.Record) { r.DocumentNo = "示合同 2" }), NoData, ""},
		"another day":                 {theirs(func(r *record.Record) { r.DecidedOn++ }), Mismatch, "signed_on"},
		"another amount":              {theirs(func(r *record.Record) { r.Content["HTJE"] = "12.51" }), Mismatch, "amount"},
		"they do not say the amount":  {theirs(func(r *record.Record) { delete(r.Content, "HTJE") }), Match, ""},
		"withdrawn":                   {theirs(func(r *record.Record) { r.State = record.Withdrawn }), NoData, ""},
	} {
		lines, got, _ := Judge(&k, said, x.records, on)
		if got != x.want || len(lines) != 1 || strings.Join(lines[0].Differ, ",") != x.differ {
			t.Errorf("%s: %s %+v", name, got, lines)
		}
	}
}

// TestF11_3_AFactFiledAnywhereIsOfferedEverywhere: by source and date, to its own firm; used, it is counted.
func TestF11_3_AFactFiledAnywhereIsOfferedEverywhere(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	r := o.award("示表〔2026〕1号", "2026-05-01")
	o.declare(welfare("示票 1 号"), o.file("owner", "receipt", "票据"))
	all := counter.Want[list[Fact]](o.Counter, "agent", "GET", "/v1/entities/"+firmID+"/facts", nil, "").Items
	if len(all) != 2 || all[0].From != "declaration" || all[0].State != Unverified || all[1].ID != r.ID || all[1].Values["number"] != "示表〔2026〕1号" || all[1].On.String() != "2026-05-01" || all[1].Source == "" {
		t.Fatalf("%+v", all)
	}
	if got := counter.Want[list[Fact]](o.Counter, "owner", "GET", "/v1/entities/"+firmID+"/facts?kind=honour", nil, "").Items; len(got) != 1 {
		t.Errorf("%+v", got)
	}
	counter.Want[any](o.Counter, "stranger", "GET", "/v1/entities/"+firmID+"/facts", nil, "declaration.not_yours")
	counter.Want[any](o.Counter, "handler", "GET", "/v1/entities/"+firmID+"/facts", nil, "access.no_permission")
	w := honour("", "")
	for code, v := range all[1].Values {
		w.Values[code] = v
	}
	s := o.signing(w)
	s.From, s.Waive = []string{r.ID, "of-somebody-else"}, true
	v := counter.Want[View](o.Counter, "owner", "POST", "/v1/declarations", s, "")
	if f := counter.Want[Savings](o.Counter, "", "GET", "/v1/figures/papers-saved", nil, ""); f.Fact != 1 || f.Shared != 1 || f.Total != 2 || f.Declared != 2 || f.Verified != 0 {
		t.Errorf("%+v", f)
	}
	if o.compareAll(); o.look("owner", v.ID).State != Verified {
		t.Error("what was filled from a record is not what the record says")
	}
}

// TestF11_3_APaperIsHandedInOnce: what was handed in with a case is used for a declaration, with its grade; what is revoked or has
// expired is not; the counter tells how many.
func TestF11_3_APaperIsHandedInOnce(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	paper := o.file("owner", "proof", "在别的办件中提交的票据")
	counter.Must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, err := o.Attach.Link(ctx, tx, people()["owner"], attach.Link{Kind: "case", ID: "ZG-460100-20261101-000001"}, paper)
		return err
	}))
	docs := counter.Want[list[Document]](o.Counter, "agent", "GET", "/v1/documents", nil, "").Items
	if len(docs) != 1 || docs[0].ID != paper || !docs[0].Usable || docs[0].Grade != attach.SelfUploaded {
		t.Fatalf("%+v", docs)
	}
	uses := "/v1/documents/" + paper + "/uses"
	counter.Want[any](o.Counter, "stranger", "POST", uses, Using{"receipt"}, "declaration.no_document")
	a := counter.Want[attach.Attachment](o.Counter, "owner", "POST", uses, Using{"receipt"}, "")
	if a.ID == paper || a.Linked || a.Kind != "receipt" {
		t.Errorf("%+v", a)
	}
	o.declare(welfare("示票 1 号"), a.ID)
	docs = counter.Want[list[Document]](o.Counter, "owner", "GET", "/v1/documents", nil, "").Items
	if len(docs) != 1 || docs[0].ID != paper || docs[0].Used != 1 {
		t.Errorf("the same paper stands there twice, or its use was not counted: %+v", docs)
	}
	if f := counter.Want[Savings](o.Counter, "owner", "GET", "/v1/documents/savings", nil, ""); f.Document != 1 {
		t.Errorf("%+v", f)
	}
	mark := func(m Marking) Document {
		return counter.Want[Document](o.Counter, "owner", "PUT", "/v1/documents/"+paper, m, "")
	}
	if d := mark(Marking{EndsOn: workday.MustParse("2026-11-23")}); !d.Usable {
		t.Error("not usable on its last day")
	}
	if d := mark(Marking{EndsOn: workday.MustParse("2026-11-22")}); d.Usable {
		t.Error("usable the day after")
	}
	counter.Want[any](o.Counter, "owner", "POST", uses, Using{"receipt"}, "declaration.no_document")
	if d := mark(Marking{Revoked: true}); d.Usable || !d.Revoked {
		t.Errorf("%+v", d)
	}
	counter.Want[any](o.Counter, "owner", "POST", uses, Using{"receipt"}, "declaration.no_document")
	counter.Want[any](o.Counter, "stranger", "PUT", "/v1/documents/"+paper, Marking{}, "declaration.no_document")
	kept := counter.Want[Document](o.Counter, "owner", "POST", "/v1/documents", map[string]any{"file": o.file("owner", "certificate", "存入材料库的证书")}, "")
	counter.Want[any](o.Counter, "owner", "GET", "/v1/attachments/"+kept.ID+"/info", nil, "")
	counter.Want[any](o.Counter, "stranger", "GET", "/v1/attachments/"+kept.ID+"/info", nil, "attach.unknown")
}

// TestF11_1_WhoVerifiesIsWrittenDownByTheLeadOffice: with a first and a last day.
func TestF11_1_WhoVerifiesIsWrittenDownByTheLeadOffice(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	in := Assigning{Kind: "honour", Org: otherBody, Region: "460200", Until: workday.MustParse("2026-11-24")}
	counter.Want[any](o.Counter, "handler", "PUT", "/v1/declarations/verifiers", in, "access.no_permission")
	counter.Want[Verifier](o.Counter, "lead", "PUT", "/v1/declarations/verifiers", in, "")
	for day, n := range map[string]int{"2026-11-23": 2, "2026-11-24": 2, "2026-11-25": 1} {
		o.On(day)
		if all := counter.Want[list[Verifier]](o.Counter, "", "GET", "/v1/declarations/verifiers?kind=honour", nil, "").Items; len(all) != n {
			t.Errorf("%s: %+v", day, all)
		}
	}
	in.Until = workday.MustParse("2026-11-01")
	counter.Want[any](o.Counter, "lead", "PUT", "/v1/declarations/verifiers", in, "declaration.ends_first")
}

// TestS7_KeysTurnOverDeclarations: everything sealed is found by the rotation, and reads the same afterwards.
func TestS7_KeysTurnOverDeclarations(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-23")
	v := o.declare(welfare("示票 1 号"), o.file("owner", "receipt", "票据"))
	counter.Reseals(t, o.DB, o.Sealer, Holders()[0], 1)
	if v := o.look("owner", v.ID); v.Values["number"] != "示票 1 号" {
		t.Errorf("%+v", v)
	}
}
