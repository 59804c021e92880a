package report

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
)

// The public report is had by anybody at once: JSON, and pages in two languages that say the same and are sealed.
func TestF08_1_F22_1_ThePublicReportIsFreeSignedAndHasAMachineTwin(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	r := o.penalty("琼虚市监罚〔2026〕1号", "2026-10-20")
	v := o.issue()
	if v.State != Valid || v.Entries != 1 || v.Subject != firmID || !strings.HasPrefix(v.Verify, "https://credit.example.gov.cn/reports/XYBG20261120-") {
		t.Fatalf("%+v", v)
	}
	c := o.content(v.Number)
	e := entries(c, "management")
	if len(e) != 1 || e[0].Record != r.ID || e[0].Fine != 2_000_000 || e[0].State != Effective {
		t.Fatalf("%+v", e)
	}
	if len(c.Sources) != 1 || c.Sources[0].AsOf.IsZero() || c.Sources[0].ReportedOn != day("2026-11-20") || c.Sources[0].Item != "penalty" {
		t.Fatalf("no source says how recent it is: %+v", c.Sources)
	}
	if x := o.verdict(o.json(v.Number)); !x.Genuine() || x.State != Valid || x.Subject != firmName {
		t.Fatalf("%+v", x)
	}
	for _, lang := range []string{"zh", "en"} {
		status, pdf := o.Counter.Send("", "GET", "/v1/reports/"+v.Number+"/file?as=pdf&lang="+lang, nil)
		_, again := o.Counter.Send("", "GET", "/v1/reports/"+v.Number+"/file?as=pdf&lang="+lang, nil)
		if status != http.StatusOK || !bytes.Equal(pdf, again) {
			t.Fatalf("%s: %d, printed twice it is another file", lang, status)
		}
		if x := o.verdict(pdf); !x.Genuine() || x.Media != "pdf" || x.State != Valid || x.Digest != v.Digest {
			t.Errorf("%s: %+v", lang, x)
		}
		_, page := o.Counter.Send("", "GET", "/v1/reports/"+v.Number+"/file?as=html&lang="+lang, nil)
		for _, s := range []string{firmID, "琼虚市监罚〔2026〕1号", v.Number, v.Verify, v.Digest, "2026-11-20", map[string]string{"zh": "本主体数据截至", "en": "Data on this subject as of"}[lang]} {
			if !bytes.Contains(page, []byte(s)) {
				t.Errorf("the page in %s lacks %s", lang, s)
			}
		}
		if bytes.Contains(page, []byte("⟦")) || bytes.Contains(page, []byte("<dd></dd>")) {
			t.Errorf("the page in %s has a hole", lang)
		}
	}
	if acts := o.Acts(v.Number); len(acts) != 1 || acts[0] != "report.issued" {
		t.Errorf("on the ledger: %v", acts)
	}
}

// Whatever is changed in a file is seen, and a seal of somebody else is nobody's.
func TestF08_1_AChangedReportIsFound(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.penalty("琼虚市监罚〔2026〕1号", "2026-10-20")
	v := o.issue()
	file := o.json(v.Number)
	_, pdf := o.Counter.Send("", "GET", "/v1/reports/"+v.Number+"/file?as=pdf", nil)
	changed := map[string][]byte{
		"a fine less":     bytes.Replace(file, []byte(`"fine": 2000000`), []byte(`"fine": 2000`), 1),
		"another name":    bytes.ReplaceAll(file, []byte(firmName), []byte("海南示例清白有限公司")),
		"another number":  bytes.Replace(file, []byte(v.Number), []byte(strings.Replace(v.Number, "-", "-A", 1)), 1),
		"another instant": bytes.Replace(file, []byte(`"issued_at": "2026-11-20`), []byte(`"issued_at": "2026-11-21`), 1),
		"another page":    bytes.Replace(pdf, []byte("/Type /Page"), []byte("/Type /Pagf"), 1),
	}
	for name, b := range changed {
		if bytes.Equal(b, file) || bytes.Equal(b, pdf) {
			t.Fatalf("%s: nothing was changed", name)
		}
		if x := o.verdict(b); x.Genuine() || x.State == Valid {
			t.Errorf("%s: %+v", name, x)
		}
	}
	f, err := ReadFile(file)
	must(t, err)
	f.Seal = Seal{"Ed25519", o.theirs.KeyID(), o.theirs.Public(), o.theirs.Sign(f.signed())}
	forged, err := f.Bytes()
	must(t, err)
	if x := o.verdict(forged); !x.Intact || x.Issued || x.Genuine() {
		t.Errorf("sealed by another key: %+v", x)
	}
	var loose any // read and written again by another program: the same report
	must(t, json.Unmarshal(file, &loose))
	if f, err := ReadFile([]byte(strings.ReplaceAll(string(file), "\n", ""))); err != nil || !f.Intact() {
		t.Error("other blanks break the seal")
	}
	for _, b := range [][]byte{nil, []byte("{}"), []byte("%PDF-1.3 nothing"), []byte(`{"format":"xinheng-report/v1"}`), bytes.Repeat([]byte("x"), 1000)} {
		if _, err := o.Desk.Verify(t.Context(), b); err == nil {
			t.Errorf("%.20q is a report", b)
		}
	}
}

// The same data are the same report, however often it is asked for; other data are another one, and the first still holds.
func TestF08_3_TheSameDataIsTheSameReport(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.penalty("琼虚市监罚〔2026〕1号", "2026-10-20")
	first := o.issue()
	for range 30 {
		o.Later(minutes(1))
		if again := o.issue(); again.Number != first.Number {
			t.Fatalf("another report of the same data: %s", again.Number)
		}
	}
	if n := o.Count(`select count(*) from report.issue`); n != 1 {
		t.Fatalf("%d reports", n)
	}
	o.penalty("琼虚市监罚〔2026〕2号", "2026-10-21")
	second := o.issue()
	if second.Number == first.Number || second.Entries != 2 || o.state(first.Number).State != Valid {
		t.Fatalf("%+v", second)
	}
	if same, err := o.Current(t.Context(), first.Number); err != nil || same {
		t.Error("the first is said to be the newest")
	}
	if same, err := o.Current(t.Context(), second.Number); err != nil || !same {
		t.Error("the second is said not to be the newest")
	}
}

// Many who ask at one moment get one report.
func TestF08_3_AskedAtOnceThereIsOneReport(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	numbers := make(chan string, 8)
	for range cap(numbers) {
		go func() {
			v, err := o.Desk.Issue(context.Background(), firmID)
			numbers <- fmt.Sprint(v.Number, err)
		}()
	}
	seen := map[string]bool{}
	for range cap(numbers) {
		seen[<-numbers] = true
	}
	if len(seen) != 1 || o.Count(`select count(*) from report.issue`) != 1 {
		t.Errorf("%v", seen)
	}
}

// What is disputed, being repaired, or relieved for a reorganisation says so, in the file and on the pages.
func TestF08_8_TheReportMarksWhatIsUnderObjectionOrRepair(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	a, b := o.penalty("琼虚市监罚〔2026〕1号", "2026-10-20"), o.penalty("琼虚市监罚〔2026〕2号", "2026-10-21")
	plain := o.issue()
	must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		return standing.Place(ctx, tx, o.Now(), "test", standing.Hold{EntityID: firmID, RecordID: a.ID, ID: "YY-1", Kind: standing.Objection, From: day("2026-11-19"), Basis: []law.Ref{{Instrument: "qfb-2021-4", Article: "（二十七）"}}})
	}))
	o.repairing[b.ID] = true
	marked := o.issue()
	if marked.Number == plain.Number {
		t.Fatal("marks make no other report")
	}
	for _, e := range entries(o.content(marked.Number), "management") {
		if (e.Record == a.ID) != (e.DisputedOn == day("2026-11-19")) || (e.Record == b.ID) != e.Repairing {
			t.Errorf("%+v", e)
		}
	}
	for lang, words := range map[string][]string{"zh": {"异议中，自 2026-11-19", "修复办理中"}, "en": {"Under objection since 2026-11-19", "Repair applied for"}} {
		_, page := o.Counter.Send("", "GET", "/v1/reports/"+marked.Number+"/file?as=html&lang="+lang, nil)
		for _, s := range words {
			if !bytes.Contains(page, []byte(s)) {
				t.Errorf("the page in %s lacks %s", lang, s)
			}
		}
	}
}

// However a record ends, the report that holds it ends in the same transaction, is given out no more, and the list says so.
func TestF08_1_AReportEndsWithAnyOfItsRecords(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		state record.State
		why   string
	}{"repair": {record.Repaired, WhyRepaired}, "withdrawal": {record.Withdrawn, WhyWithdrawn}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t, "2026-11-20")
			r, other := o.penalty("琼虚市监罚〔2025〕1号", "2026-01-20"), o.penalty("琼虚市监罚〔2025〕2号", "2026-01-21")
			v := o.issue()
			file := o.json(v.Number)
			if s := o.offline(v); s != Valid {
				t.Fatalf("the list says %s", s)
			}
			o.Dies.Store(true)
			if err := o.rule(r, c.state); err == nil || o.state(v.Number).State != Valid {
				t.Fatal("half of it was done")
			}
			o.Dies.Store(false)
			must(t, o.rule(r, c.state))
			got := o.state(v.Number)
			if got.State != Superseded || got.Why != c.why || o.offline(v) != Superseded {
				t.Fatalf("%+v, the list says %s", got, o.offline(v))
			}
			want[any](o, "", "GET", "/v1/reports/"+v.Number+"/file", nil, "report.superseded")
			if o.Count(`select count(*) from report.content`) != 0 {
				t.Error("what it said is still there")
			}
			if x := o.verdict(file); !x.Genuine() || x.State != Superseded {
				t.Errorf("the file: %+v", x)
			}
			after := o.issue()
			if e := entries(o.content(after.Number), "management"); after.Number == v.Number || len(e) != 1 || e[0].Record != other.ID {
				t.Errorf("%+v", e)
			}
			if acts := o.Acts(v.Number); len(acts) != 2 || acts[1] != "report.superseded" {
				t.Errorf("on the ledger: %v", acts)
			}
		})
	}
}

// A report ends by the date of what it shows, without any job: good on the last day, over on the next.
func TestF08_1_AReportEndsByTheDateOfItsRecords(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	r := o.penalty("琼虚市监罚〔2026〕1号", "2026-10-20")
	v := o.issue()
	if r.PublicUntil == 0 || v.GoodUntil != r.PublicUntil {
		t.Fatalf("%s, %s", v.GoodUntil, r.PublicUntil)
	}
	o.On(r.PublicUntil.String())
	if o.state(v.Number).State != Valid || o.offline(v) != Valid || o.issue().Entries != 1 {
		t.Error("over on its last day")
	}
	o.On(r.PublicUntil.AddDays(1).String())
	got := o.state(v.Number)
	if got.State != Superseded || got.Why != WhyExpired || o.offline(v) != Superseded {
		t.Errorf("%+v", got)
	}
	want[any](o, "", "GET", "/v1/reports/"+v.Number+"/file", nil, "report.superseded")
	if o.issue().Entries != 0 {
		t.Error("what may no longer be shown is in a new report")
	}
}

// Natural persons have no public report, what is of no code has none, and what was not issued is not found.
func TestF08_1_WhoHasNoPublicReport(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	must(t, o.DB.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		return registry.Stub(ctx, tx, []registry.Entity{{ID: personID, Name: "示*", Kind: registry.Person}})
	}))
	for subject, code := range map[string]string{personID: "web.invalid", "": "ident.missing", otherBank: "registry.unknown"} {
		want[any](o, "", "POST", "/v1/reports", map[string]string{"subject": subject}, code)
	}
	want[any](o, "", "GET", "/v1/reports/XYBG20261120-AAAAAAAAAAAAAAAA-G", nil, "report.unknown")
	want[any](o, "", "GET", "/v1/report-status/1", nil, "report.no_list")
	want[any](o, "", "GET", "/v1/report-status/x", nil, "report.no_list")
	if k := want[Key](o, "", "GET", "/v1/reports/key", nil, ""); k.Algorithm != "SM2" || len(k.Public) != 65 {
		t.Errorf("%+v", k)
	}
}

// What was issued cannot be rewritten: the application may end it, and no more.
func TestF08_1_AnIssuedReportCannotBeRewritten(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.issue()
	for _, sql := range []string{`update report.issue set digest = ''`, `delete from report.issue`, `update report.print set digest = ''`, `delete from report.receipt`,
		`update report.content set body = ''`} {
		if _, err := o.DB.Exec(t.Context(), pg.Query{Name: "test", SQL: sql}); !pg.Denied(err) {
			t.Errorf("%s: %v", sql, err)
		}
	}
}
