package entry

import (
	"bytes"
	"context"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/seal"
	lawdata "xinheng/law"
)

func codes(flaws []record.RowError) (out []string) {
	for _, f := range flaws {
		out = append(out, f.Field+" "+f.Code)
	}
	slices.Sort(out)
	return out
}

func TestF09_8_TheFormTellsWhatAnAdverseRecordLacks(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-05")
	for name, c := range map[string]struct {
		item   string
		values map[string]string
		flaws  []string
	}{
		"no document number":  {"penalty", sound("CF_WSH", ""), []string{"CF_WSH adverse_incomplete"}},
		"no basis":            {"penalty", sound("CF_YJ", ""), []string{"CF_YJ adverse_incomplete"}},
		"no authority":        {"penalty", sound("CF_CFJG", "海南省虚构城管局", "CF_CFJGDM", ""), []string{"CF_CFJGDM authority_missing"}},
		"no day of decision":  {"penalty", sound("CF_JDRQ", ""), []string{"CF_JDRQ adverse_incomplete"}},
		"all at once":         {"penalty", sound("CF_WSH", "", "CF_YJ", ""), []string{"CF_WSH adverse_incomplete", "CF_YJ adverse_incomplete"}},
		"a wrong code":        {"penalty", sound("CF_XDR_SHXYM", firmID[:17]+"X"), []string{"CF_XDR_SHXYM uscc_check"}},
		"tomorrow":            {"penalty", sound("CF_JDRQ", "2026-08-06"), []string{"CF_JDRQ date_future", "CF_SDRQ date_order"}},
		"a control character": {"penalty", sound("CF_NR", "罚款\x002000元"), []string{"CF_NR text_control"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := want[Preview](o, "clerk", "POST", "/v1/drafts/preview", typed{c.item, c.values}, "")
			if got := codes(p.Flaws); !slices.Equal(got, c.flaws) || p.Outcome != record.Refused || p.Record != nil {
				t.Errorf("%v %s, want %v", got, p.Outcome, c.flaws)
			}
		})
	}
	listing := map[string]string{"HMDMC": "市场监督管理严重违法失信名单", "JGMC": "海南虚构食品有限公司", "ZTLB": "法人及非法人组织", "TYSHXYDM": firmID,
		"LRMDSY": "虚构", "LRRQ": "2026-08-03", "RDBM": bodyName}
	p := want[Preview](o, "clerk", "POST", "/v1/drafts/preview", typed{"list_entry", listing}, "")
	item, _ := o.law.On(o.today()).Item("list_entry")
	served := item.Fields[slices.IndexFunc(item.Fields, func(f law.Field) bool { return f.Role == "served_on" })].Code
	if !slices.Contains(codes(p.Flaws), served+" adverse_incomplete") {
		t.Errorf("a listing without proof of service: %v", codes(p.Flaws))
	}
	if empty := want[Preview](o, "clerk", "POST", "/v1/drafts/preview", typed{"penalty", map[string]string{}}, ""); len(empty.Flaws) < 8 {
		t.Errorf("an empty form lacks only %v", codes(empty.Flaws))
	}
	if n := o.versions() + o.Count(`select count(*) from record.batch`) + o.Count(`select count(*) from entry.draft`) +
		o.Count(`select count(*) from registry.entity`); n != 0 {
		t.Errorf("trying left %d rows", n)
	}
	d := o.begun(sound("CF_YJ", ""))
	want[Draft](o, "clerk", "POST", "/v1/drafts/"+d.ID+"/submission", nil, "entry.flawed")
}

func TestF09_8_TheFormShowsWhatTheRecordWouldBe(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-05")
	p := want[Preview](o, "clerk", "POST", "/v1/drafts/preview", typed{"penalty", sound("CF_SDRQ", "")}, "")
	r := p.Record
	if p.Outcome != record.Fresh || len(p.Flaws) != 0 || r == nil || r.Severity != law.General || r.SeverityRule != "severity:general" ||
		r.PublicFrom.String() != "2026-08-05" || r.RepairFrom.String() != "2026-11-05" || r.PublicUntil.String() != "2027-08-04" {
		t.Fatalf("%+v %+v", p, r)
	}
	if codes(p.Hints)[0] != "CF_SDRQ service_missing" {
		t.Errorf("%v", p.Hints)
	}
	if c := p.Clock; c == nil || c.DueOn.String() != "2026-08-12" || c.Late || c.Provisional || c.Standing != law.Text || len(c.Basis) != 1 {
		t.Errorf("%+v", p.Clock)
	}
	o.decide("reviewer", o.submitted(sound()), true, "", "")
	p = want[Preview](o, "clerk", "POST", "/v1/drafts/preview", typed{"penalty", sound("CF_WSH", "琼虚市监处罚〔2026〕2号")}, "")
	if p.Outcome != record.Fresh || len(p.Similar) != 1 || p.Similar[0].DocumentNo != "琼虚市监处罚〔2026〕1号" {
		t.Errorf("%s %+v", p.Outcome, p.Similar)
	}
	for outcome, values := range map[record.Outcome]map[string]string{
		record.Known: sound(), record.Corrects: sound("CF_NR", "罚款二千元。"), record.NameMatch: sound("CF_XDR_SHXYM", ""),
	} {
		if p = want[Preview](o, "clerk", "POST", "/v1/drafts/preview", typed{"penalty", values}, ""); p.Outcome != outcome {
			t.Errorf("%s, want %s", p.Outcome, outcome)
		}
	}
	o.On("2026-12-24")
	late := ClockOf(o.law, itemOf(o.law.On(o.today()).Item("penalty")), o.today(), o.today())
	if late == nil || !late.Provisional {
		t.Errorf("a term into a year without calendar: %+v", late)
	}
}

func itemOf(i law.Item, _ bool) law.Item { return i }

func TestF09_8_ADraftBecomesARecord(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-05")
	d := o.begun(sound("CF_NR", ""))
	d = want[Draft](o, "clerk", "PUT", "/v1/drafts/"+d.ID, edit{sound(), d.Version}, "")
	d = want[Draft](o, "clerk", "POST", "/v1/drafts/"+d.ID+"/submission", nil, "")
	if d.Status != Submitted || d.Author.Account != "clerk" || d.Subject != "海南虚构食品有限公司" || d.DocumentNo != "琼虚市监处罚〔2026〕1号" {
		t.Fatalf("%+v", d)
	}
	d = o.decide("reviewer", d, true, "", "")
	if d.Status != Approved || d.RecordID == "" || d.Reviewer.Account != "reviewer" {
		t.Fatalf("%+v", d)
	}
	r, err := record.Find(t.Context(), o.db, d.RecordID)
	must(t, err)
	if r.EntityID != firmID || r.Fine != 200000 || r.SourceID != bodyID || r.State != record.Effective {
		t.Errorf("%+v", r)
	}
	if acts := o.Acts(d.ID); !slices.Equal(acts, []string{"entry.submitted", "entry.approved"}) {
		t.Errorf("%v", acts)
	}
	if n := o.Count(`select count(*) from ledger.entry where kind = 'record.rows' and actor = 'person:reviewer'`); n != 1 {
		t.Error("the ledger does not say who let the record in")
	}
	o.decide("reviewer2", d, true, "", "entry.not_waiting")
	want[Draft](o, "clerk", "PUT", "/v1/drafts/"+d.ID, edit{sound(), d.Version}, "entry.not_open")
	want[Draft](o, "clerk", "DELETE", "/v1/drafts/"+d.ID, nil, "entry.not_open")
}

func TestS2_WhoeverTypedDoesNotApprove(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-05")
	d := want[Draft](o, "both", "POST", "/v1/drafts", typed{"penalty", sound()}, "")
	d = want[Draft](o, "both", "POST", "/v1/drafts/"+d.ID+"/submission", nil, "")
	o.decide("both", d, true, "", "access.not_apart")
	o.decide("both", d, false, "不行", "access.not_apart")
	o.decide("clerk", d, true, "", "access.no_permission")
	want[Draft](o, "reviewer", "POST", "/v1/drafts", typed{"penalty", sound()}, "access.no_permission")

	// whoever changed a colleague's draft typed in it too
	d2 := o.begun(sound("CF_WSH", "琼虚市监处罚〔2026〕2号"))
	d2 = want[Draft](o, "both", "PUT", "/v1/drafts/"+d2.ID, edit{sound("CF_WSH", "琼虚市监处罚〔2026〕3号"), d2.Version}, "")
	d2 = want[Draft](o, "clerk", "POST", "/v1/drafts/"+d2.ID+"/submission", nil, "")
	o.decide("both", d2, true, "", "access.not_apart")
	if o.versions() != 0 {
		t.Error("something was stored")
	}
	o.decide("reviewer", d2, true, "", "")
	// the database itself refuses what the desk would
	_, err := o.db.Exec(t.Context(), pg.Query{Name: "test", SQL: `update entry.draft set reviewer = 'person:both' where draft_id = $1`}, d.ID)
	if pg.Violated(err) != "draft_is_reviewed_by_another" {
		t.Errorf("%v", err)
	}
}

func TestS2_AReviewerReturnsWithAReason(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-05")
	d := o.submitted(sound())
	o.decide("reviewer", d, false, " ", "entry.no_note")
	seen := d
	d = o.decide("reviewer", d, false, "处罚内容与决定书不一致", "")
	if d.Status != Returned || d.Note == "" || d.Reviewer == nil {
		t.Fatalf("%+v", d)
	}
	d = want[Draft](o, "clerk", "PUT", "/v1/drafts/"+d.ID, edit{sound("CF_NR", "罚款人民币2000元。"), d.Version}, "")
	d = want[Draft](o, "clerk", "POST", "/v1/drafts/"+d.ID+"/submission", nil, "")
	o.decide("reviewer2", seen, true, "", "entry.changed") // read before it was returned and changed
	o.decide("reviewer2", d, true, "", "")
	if acts := o.Acts(d.ID); !slices.Equal(acts, []string{"entry.submitted", "entry.returned", "entry.submitted", "entry.approved"}) {
		t.Errorf("%v", acts)
	}
}

func TestS2_ASecondEditorAndASecondClickLoseNothing(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-05")
	d := o.begun(sound())
	first := want[Draft](o, "clerk", "PUT", "/v1/drafts/"+d.ID, edit{sound("CF_NR", "甲"), d.Version}, "")
	want[Draft](o, "colleague", "PUT", "/v1/drafts/"+d.ID, edit{sound("CF_NR", "乙"), d.Version}, "entry.changed")
	if got := want[Draft](o, "colleague", "GET", "/v1/drafts/"+d.ID, nil, ""); got.Values["CF_NR"] != "甲" || got.Version != first.Version {
		t.Errorf("%+v", got)
	}
	want[Draft](o, "colleague", "DELETE", "/v1/drafts/"+d.ID, nil, "entry.not_yours")
	d = want[Draft](o, "clerk", "POST", "/v1/drafts/"+d.ID+"/submission", nil, "")
	want[Draft](o, "clerk", "POST", "/v1/drafts/"+d.ID+"/submission", nil, "entry.not_open")

	var wg sync.WaitGroup
	statuses := make([]int, 8)
	for i := range statuses {
		wg.Go(func() {
			statuses[i], _ = o.Send([]string{"reviewer", "reviewer2"}[i%2], "POST", "/v1/drafts/"+d.ID+"/decision", Decision{Approve: true})
		})
	}
	wg.Wait()
	done := 0
	for _, s := range statuses {
		if s == 200 {
			done++
		} else if s != 409 {
			t.Errorf("a second click is answered %d", s)
		}
	}
	if done != 1 || o.versions() != 1 || len(o.Acts(d.ID)) != 2 {
		t.Errorf("%v: %d approvals, %d records, %v", statuses, done, o.versions(), o.Acts(d.ID))
	}
}

func TestS10_AnotherBodysDraftDoesNotExist(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-05")
	d := o.submitted(sound())
	for _, c := range []struct {
		who, method, path string
		in                any
	}{
		{"otherclerk", "GET", "", nil}, {"otherreviewer", "GET", "/papers", nil}, {"otherclerk", "PUT", "", edit{sound(), d.Version}},
		{"otherclerk", "DELETE", "", nil}, {"otherclerk", "POST", "/submission", nil}, {"otherreviewer", "POST", "/decision", Decision{Approve: true}},
		{"system", "GET", "", nil}, {"system", "GET", "/papers", nil},
	} {
		status, _ := o.Send(c.who, c.method, "/v1/drafts/"+d.ID+c.path, c.in)
		want[Draft](o, c.who, c.method, "/v1/drafts/"+d.ID+c.path, c.in, "entry.unknown")
		if status != 404 {
			t.Errorf("%s %s: %d", c.method, c.path, status)
		}
	}
	type page struct{ Drafts []Draft }
	for who, n := range map[string]int{"clerk": 1, "reviewer": 1, "otherclerk": 0, "system": 0} {
		if got := want[page](o, who, "GET", "/v1/drafts?status=submitted", nil, ""); len(got.Drafts) != n {
			t.Errorf("%s sees %d", who, len(got.Drafts))
		}
	}
	want[page](o, "inspector", "GET", "/v1/drafts", nil, "access.no_permission")
	want[Draft](o, "clerk", "GET", "/v1/drafts/nosuch", nil, "entry.unknown")
}

func TestF24_2_TheListPagesAndHoldsNoValues(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-05")
	for range pageSize + 1 {
		o.begun(sound())
	}
	type page struct {
		Drafts []Draft
		Next   string
	}
	first := want[page](o, "clerk", "GET", "/v1/drafts", nil, "")
	second := want[page](o, "clerk", "GET", "/v1/drafts?after="+first.Next, nil, "")
	if len(first.Drafts) != pageSize || len(second.Drafts) != 1 || second.Next != "" || first.Drafts[0].Values != nil || first.Drafts[0].Subject == "" {
		t.Errorf("%d, %d %q %+v", len(first.Drafts), len(second.Drafts), second.Next, first.Drafts[0])
	}
}

// cardNumber is of nobody: its division does not exist.
const cardNumber = "990101199001010014"

func natural(changes ...string) map[string]string {
	return sound(append([]string{"CF_XDR_LB", "自然人", "CF_XDR_SHXYM", "", "CF_XDR_MC", "虚构甲某", "CF_XDR_ZJLX", "护照", "CF_XDR_ZJHM", "XU0000001"}, changes...)...)
}

func TestF24_4_WhatWasTypedIsSealedAndNeverOnTheLedger(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-05")
	o.decide("reviewer", o.submitted(natural()), true, "", "")
	stored, err := pg.Column[string](t.Context(), o.db, pg.Query{Name: "all", SQL: `
		select d::text from entry.draft d union all select l::text from ledger.entry l union all select b::text from record.batch b
		union all select v::text from record.version v`})
	must(t, err)
	for _, secret := range []string{"XU0000001", "虚构甲某", "示例clerk", "示例reviewer"} {
		if strings.Contains(strings.Join(stored, "\n"), secret) {
			t.Errorf("%s is stored in clear", secret)
		}
	}
	_, b := o.Send("clerk", "POST", "/v1/drafts", typed{"penalty", natural("NOSUCH", "XU0000001")})
	if !bytes.Contains(b, []byte("entry.unknown_field")) || bytes.Contains(b, []byte("XU0000001")) {
		t.Errorf("%s", b)
	}
	if p := want[Preview](o, "clerk", "POST", "/v1/drafts/preview", typed{"penalty", natural("CF_XDR_ZJLX", "身份证", "CF_XDR_ZJHM", cardNumber)}, ""); len(p.Flaws) != 1 || p.Flaws[0].Code != "person_id" {
		t.Errorf("%+v", p.Flaws)
	}
}

func TestF24_5_DraftsAreSealedAnewWithANewKey(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-05")
	d := o.begun(sound())
	ring := seal.SingleRing(seal.National, bytes.Repeat([]byte{7}, seal.MinMaster))
	must(t, o.Sealer.Use(ring.Turned()))
	done, err := seal.Rotate(t.Context(), o.db, o.Sealer, Holders()[0], 10)
	must(t, err)
	if done.Resealed != 1 || want[Draft](o, "clerk", "GET", "/v1/drafts/"+d.ID, nil, "").Values["CF_WSH"] == "" {
		t.Errorf("%+v", done)
	}
}

func TestF09_8_ACrashBetweenDeliveryAndApprovalIsTakenUpAgain(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-05")
	d := o.submitted(sound())
	t.Run("before the record is stored", func(t *testing.T) {
		o.Dies.Store(true)
		if status, _ := o.Send("reviewer", "POST", "/v1/drafts/"+d.ID+"/decision", Decision{Approve: true}); status != 500 || o.versions() != 0 {
			t.Fatalf("%d, %d records", status, o.versions())
		}
		o.Dies.Store(false)
		if got := want[Draft](o, "clerk", "GET", "/v1/drafts/"+d.ID, nil, ""); got.Status != Submitted || got.RecordID != "" {
			t.Errorf("%+v", got)
		}
		o.decide("reviewer2", Draft{ID: d.ID}, false, "退", "entry.being_stored")
	})
	t.Run("after it", func(t *testing.T) {
		who := people["reviewer"]
		r, err := o.find(t.Context(), o.db, qFind, bodyID, d.ID)
		must(t, err)
		flaws, err := o.deliver(t.Context(), who, r)
		if err != nil || len(flaws) != 0 || o.versions() != 1 {
			t.Fatalf("%v %v %d", flaws, err, o.versions())
		}
		o.On("2026-08-06") // it is taken up the next day, by somebody else
		done := o.decide("reviewer2", Draft{ID: d.ID}, true, "", "")
		if done.Status != Approved || done.RecordID != r.RecordID || done.Reviewer.Account != "reviewer" || o.versions() != 1 {
			t.Errorf("%+v, %d records", done, o.versions())
		}
		if n := o.Count(`select count(*) from record.batch`); n != 1 {
			t.Errorf("%d batches", n)
		}
	})
}

func TestF09_8_WhatIntakeRefusesByNowComesBackWithItsFlaws(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-08-05")
	d := o.submitted(sound("CF_CFJG", "海南省虚构城管局", "CF_CFJGDM", otherID))
	// the body that decided reports it first, under the same number and otherwise: only it may change it now
	_, err := o.records.Take(context.Background(), deliverer(people["otherclerk"], "person:otherclerk"), record.Delivery{Item: "penalty",
		File: bytes.NewReader(rowOf(t, o, sound("CF_CFJG", "海南省虚构城管局", "CF_CFJGDM", otherID, "CF_NR", "罚款三千元。")))})
	must(t, err)
	d = o.decide("reviewer", d, true, "", "")
	if d.Status != Returned || len(d.Flaws) != 1 || d.Flaws[0].Code != "not_yours" || d.RecordID != "" {
		t.Fatalf("%+v", d)
	}
	if acts := o.Acts(d.ID); !slices.Equal(acts, []string{"entry.submitted", "entry.returned"}) {
		t.Errorf("%v", acts)
	}
	// mended, it is another delivery
	d = want[Draft](o, "clerk", "PUT", "/v1/drafts/"+d.ID, edit{sound(), d.Version}, "")
	if d.Flaws != nil {
		t.Error("old flaws are still shown")
	}
	d = want[Draft](o, "clerk", "POST", "/v1/drafts/"+d.ID+"/submission", nil, "")
	if d = o.decide("reviewer", d, true, "", ""); d.Status != Approved {
		t.Errorf("%+v", d)
	}
}

func rowOf(t *testing.T, o *office, values map[string]string) []byte {
	t.Helper()
	item, _ := o.law.On(o.today()).Item("penalty")
	b, err := record.OneRow(item, values)
	must(t, err)
	return b
}

// expiring is the law with an end set to the item of honours.
func expiring(t *testing.T, until string) *law.Library {
	t.Helper()
	files := fstest.MapFS{}
	must(t, fs.WalkDir(lawdata.FS, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := fs.ReadFile(lawdata.FS, path)
		if before, after, found := bytes.Cut(b, []byte("  - code: honour\n")); found && path == "catalogue/positive.yaml" {
			at := bytes.Index(after, []byte("    basis:"))
			b = slices.Concat(before, []byte("  - code: honour\n"), after[:at], []byte("    until: "+until+"\n"), after[at:])
		}
		files[path] = &fstest.MapFile{Data: b}
		return err
	}))
	lib, err := law.Load(files)
	must(t, err)
	return lib
}

// honour is a record that is not adverse.
func honour(number string) typed {
	return typed{"honour", map[string]string{"RY_ZTMC": "海南虚构食品有限公司", "RY_TYSHXYDM": firmID, "RY_MC": "虚构示例奖", "RY_WSH": number,
		"RY_JDRQ": "2026-08-03", "RY_JG": bodyName, "RY_JGDM": bodyID}}
}

func TestF09_1_NothingIsEnteredUnderAnItemThatHasExpired(t *testing.T) {
	t.Parallel()
	o := openWith(t, "2026-08-05", expiring(t, "2026-08-05"))
	waiting := want[Draft](o, "clerk", "POST", "/v1/drafts", honour("虚〔2026〕1号"), "")
	waiting = want[Draft](o, "clerk", "POST", "/v1/drafts/"+waiting.ID+"/submission", nil, "")
	begun := want[Draft](o, "clerk", "POST", "/v1/drafts", honour("虚〔2026〕2号"), "")
	o.On("2026-08-06")
	want[Draft](o, "clerk", "POST", "/v1/drafts", honour("虚〔2026〕3号"), "entry.unknown_item")
	want[Draft](o, "clerk", "POST", "/v1/drafts/"+begun.ID+"/submission", nil, "entry.flawed")
	back := o.decide("reviewer", waiting, true, "", "")
	if back.Status != Returned || len(back.Flaws) != 1 || back.Flaws[0].Code != "entry.unknown_item" || o.versions() != 0 {
		t.Errorf("%+v, %d records", back, o.versions())
	}
	if got := want[Draft](o, "clerk", "GET", "/v1/drafts/"+begun.ID, nil, ""); got.Values["RY_MC"] == "" || got.Subject == "" || len(got.Preview.Flaws) != 1 {
		t.Errorf("what was typed is not shown: %+v", got)
	}
	want[Draft](o, "clerk", "DELETE", "/v1/drafts/"+begun.ID, nil, "")
	want[Draft](o, "clerk", "GET", "/v1/drafts/"+begun.ID, nil, "entry.unknown")
}
