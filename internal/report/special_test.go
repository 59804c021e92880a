package report

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"xinheng/internal/record"
)

// openSpecial reads a special report with its code, as a receiver does.
func (o *office) openSpecial(number, code string) (int, []byte) {
	o.T.Helper()
	return o.Counter.Send("", "POST", "/v1/reports/"+number+"/file", Opening{Code: code})
}

// The subject chooses classes, fields, period and receiver; what was repaired stands with its mark, and a class without a source is said
// to have none.
func TestF08_2_TheSubjectChoosesAndRepairedEntriesAreMarked(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	repaired, other := o.penalty("琼虚市监罚〔2026〕1号", "2026-01-20"), o.penalty("琼虚市监罚〔2026〕2号", "2026-01-21")
	old, gone := o.penalty("琼虚市监罚〔2023〕3号", "2023-01-21"), o.penalty("琼虚市监罚〔2026〕4号", "2026-02-21")
	must(t, o.rule(repaired, record.Repaired))
	must(t, o.rule(gone, record.Withdrawn))
	own := o.special(func(c *Choice) { c.Classes = []string{"penalty", "criminal"} })
	status, b := o.openSpecial(own.Number, own.Code)
	f, err := ReadFile(b)
	must(t, err)
	var c Content
	must(t, json.Unmarshal(f.Content, &c))
	if status != http.StatusOK || len(c.Chapters) != 2 || c.Scope.Receiver != "示例证券交易所" || c.Scope.Purpose == "" {
		t.Fatalf("%d %+v", status, c)
	}
	got := map[string]Entry{}
	for _, e := range entries(c, "penalty") {
		got[e.Record] = e
	}
	if len(got) != 2 || got[repaired.ID].State != Repaired || got[repaired.ID].StateOn != day("2026-11-20") || got[other.ID].State != Effective {
		t.Errorf("%+v", got)
	}
	if _, there := got[old.ID]; there {
		t.Error("what was decided before the period is in it")
	}
	if fs := got[other.ID].Fields; len(fs) != 1 || fs[0].Code != "CF_NR" || fs[0].Value != "罚款20000元。" {
		t.Errorf("%+v", fs)
	}
	if c.Chapters[1].Code != "criminal" || c.Chapters[1].Collected {
		t.Errorf("a class without a source: %+v", c.Chapters[1])
	}
	for lang, s := range map[string][]string{"zh": {"已修复 2026-11-20", "尚未归集", "不得要求主体另行提供"}, "en": {"Repaired 2026-11-20", "Not collected", "may not ask its subject"}} {
		_, page := o.Counter.Send("owner", "GET", "/v1/my/reports/"+own.Number+"/file?as=html&lang="+lang, nil)
		for _, x := range s {
			if !bytes.Contains(page, []byte(x)) {
				t.Errorf("%s lacks %s", lang, x)
			}
		}
	}
}

// Five years to the day may be chosen, one day more not; nothing may be chosen that is not offered.
func TestF08_2_WhatMayBeChosen(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	offered := want[Offered](o, "", "GET", "/v1/reports/choices", nil, "")
	if offered.Years != 5 || offered.Earliest != day("2021-11-20") || len(offered.Classes) != 4 {
		t.Fatalf("%+v", offered)
	}
	for _, f := range offered.Classes[0].Fields {
		if strings.HasSuffix(f.Code, "ZJHM") || strings.HasSuffix(f.Code, "FDDBR") {
			t.Errorf("a field of a person is offered: %s", f.Code)
		}
	}
	for name, c := range map[string]struct {
		change func(*Choice)
		code   string
	}{
		"five years":              {func(c *Choice) { c.From = day("2021-11-20") }, ""},
		"a day more":              {func(c *Choice) { c.From = day("2021-11-19") }, "report.long_period"},
		"until tomorrow":          {func(c *Choice) { c.Until = day("2026-11-21") }, "report.period"},
		"backwards":               {func(c *Choice) { c.Until = c.From.AddDays(-1) }, "report.period"},
		"no beginning":            {func(c *Choice) { c.From = 0 }, "report.period"},
		"nothing chosen":          {func(c *Choice) { c.Classes = []string{} }, "web.invalid"},
		"not a class":             {func(c *Choice) { c.Classes = []string{"rating"} }, "report.no_class"},
		"a secret field":          {func(c *Choice) { c.Fields = []string{"penalty.CF_XDR_ZJHM"} }, "report.no_field"},
		"of another class":        {func(c *Choice) { c.Classes = []string{"serious_list"} }, "report.no_field"},
		"no purpose":              {func(c *Choice) { c.Purpose = " " }, "report.purpose"},
		"a receiver in two lines": {func(c *Choice) { c.Receiver = "示例\n银行" }, "report.purpose"},
	} {
		t.Run(name, func(t *testing.T) {
			want[Own](o, "owner", "POST", "/v1/my/reports", o.choice(c.change), c.code)
		})
	}
}

// A receiver opens it with number and code alone; the code of another opens nothing, and nobody can try for long.
func TestF08_2_AReceiverVerifiesByNumberAndCode(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	a, b := o.special(nil), o.special(func(c *Choice) { c.Receiver = "" })
	if a.Number == b.Number || a.Code == b.Code || a.Kind != Special || a.Subject != "" {
		t.Fatalf("%+v", a)
	}
	want[any](o, "", "GET", "/v1/reports/"+a.Number+"/file", nil, "report.code")
	if _, out := o.openSpecial(a.Number, b.Code); !bytes.Contains(out, []byte("report.code")) {
		t.Errorf("%s", out)
	}
	status, file := o.openSpecial(a.Number, strings.ToLower(strings.ReplaceAll(a.Code, "-", " ")))
	if x := o.verdict(file); status != http.StatusOK || !x.Genuine() || x.State != Valid {
		t.Errorf("%d %+v", status, x)
	}
	tried := 0
	for ; tried < 100; tried++ {
		if status, _ = o.openSpecial(b.Number, "AAAA-AAAA"); status == http.StatusTooManyRequests {
			break
		}
	}
	if tried > 30 {
		t.Errorf("%d tries", tried)
	}
	if o.Count(`select count(*) from report.content where position(convert_to('示例证券交易所', 'UTF8') in body) > 0`) != 0 {
		t.Error("what a special report says lies open in the database")
	}
}

// A repaired record ends the special report that showed it without the mark; a new one has it.
func TestF08_2_RepairEndsTheSpecialReport(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	r := o.penalty("琼虚市监罚〔2026〕1号", "2026-01-20")
	own := o.special(nil)
	must(t, o.rule(r, record.Repaired))
	if s := o.state(own.Number); s.State != Superseded || s.Why != WhyRepaired || o.offline(own.View) != Superseded {
		t.Fatalf("%+v", s)
	}
	if _, out := o.openSpecial(own.Number, own.Code); !bytes.Contains(out, []byte("report.superseded")) {
		t.Errorf("%s", out)
	}
	again := o.special(nil)
	_, file := o.openSpecial(again.Number, again.Code)
	if !bytes.Contains(file, []byte(`"state": "repaired"`)) {
		t.Errorf("%s", file)
	}
}

// The subject withdraws it: gone for everybody at once, and only the subject can.
func TestF08_2_TheSubjectWithdraws(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	own := o.special(nil)
	want[any](o, "stranger", "POST", "/v1/my/reports/"+own.Number+"/withdrawal", nil, "report.unknown")
	want[any](o, "agent", "POST", "/v1/my/reports/"+own.Number+"/withdrawal", nil, "access.no_permission")
	got := want[Own](o, "manager", "POST", "/v1/my/reports/"+own.Number+"/withdrawal", nil, "")
	if got.State != Withdrawn || got.Code != "" || o.offline(own.View) != Withdrawn {
		t.Fatalf("%+v", got)
	}
	want[any](o, "owner", "POST", "/v1/my/reports/"+own.Number+"/withdrawal", nil, "report.withdrawn")
	if _, out := o.openSpecial(own.Number, own.Code); !bytes.Contains(out, []byte("report.withdrawn")) {
		t.Errorf("%s", out)
	}
}

// Whoever received it is noted once; asking for proof again is reported once, to the lead office, whose answer the subject reads.
func TestF08_2_WhoReceivedItMayNotAskAgain(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	own := o.special(nil)
	at := "/v1/reports/" + own.Number + "/receipts"
	in := map[string]string{"code": own.Code, "receiver": "示例证券交易所"}
	want[any](o, "", "POST", at, map[string]string{"code": "AAAA-AAAA", "receiver": "示例证券交易所"}, "report.code")
	want[any](o, "", "POST", at, map[string]string{"code": own.Code, "receiver": " "}, "report.receiver")
	first, second := want[Receipt](o, "", "POST", at, in, ""), want[Receipt](o, "", "POST", at, in, "")
	bank := want[Receipt](o, "bank", "POST", at, map[string]string{"code": own.Code, "receiver": ""}, "")
	if first.ID != second.ID || bank.Receiver != "海南示例银行" || bank.Org != bankID || first.Org != "" {
		t.Fatalf("%+v %+v", first, bank)
	}
	public := o.issue()
	want[any](o, "", "POST", "/v1/reports/"+public.Number+"/receipts", in, "report.not_special")

	again := "/v1/my/reports/" + own.Number + "/receipts/" + first.ID + "/asked-again"
	word := map[string]string{"what": "要求另行提供无违法违规证明（示例）"}
	want[any](o, "stranger", "POST", again, word, "report.unknown")
	want[any](o, "owner", "POST", "/v1/my/reports/"+own.Number+"/receipts/HZ-NONE/asked-again", word, "report.no_receipt")
	want[Receipt](o, "owner", "POST", again, word, "")
	got := want[Receipt](o, "owner", "POST", again, map[string]string{"what": "再次"}, "")
	if got.Asked == nil || got.Asked.What != word["what"] {
		t.Fatalf("%+v", got)
	}
	type list struct{ Items []Asked }
	want[any](o, "bank", "GET", "/v1/reports/asked-again", nil, "access.no_permission")
	all := want[list](o, "lead", "GET", "/v1/reports/asked-again", nil, "")
	if len(all.Items) != 1 || all.Items[0].Receiver != "示例证券交易所" || all.Items[0].Subject != firmID {
		t.Fatalf("%+v", all)
	}
	answer := "/v1/reports/asked-again/" + all.Items[0].ID + "/answer"
	want[any](o, "lead", "POST", answer, map[string]string{"answer": "已提醒该单位停止索要（示例）"}, "")
	want[any](o, "lead", "POST", answer, map[string]string{"answer": "又一次"}, "report.no_asking")
	mine := want[struct{ Items []Own }](o, "owner", "GET", "/v1/my/reports", nil, "")
	for _, r := range mine.Items[0].Receipts {
		if a := r.Asked; (r.ID == first.ID) != (a != nil) || a != nil && a.Answer != "已提醒该单位停止索要（示例）" {
			t.Errorf("%+v", mine)
		}
	}
}

// A verified person has its own; its id is not in it, and nobody else's business is.
func TestF08_2_APersonHasItsOwn(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	own := want[Own](o, "citizen", "POST", "/v1/my/reports", o.choice(nil), "")
	status, file := o.openSpecial(own.Number, own.Code)
	if status != http.StatusOK || bytes.Contains(file, []byte(personID)) || !bytes.Contains(file, []byte("示例citizen")) {
		t.Fatalf("%d %s", status, file)
	}
	want[any](o, "owner", "GET", "/v1/my/reports/"+own.Number+"/file", nil, "report.unknown")
	want[any](o, "bare", "POST", "/v1/my/reports", o.choice(nil), "access.no_permission")
	want[any](o, "decider", "POST", "/v1/my/reports", o.choice(nil), "access.no_permission")
}

// What an agent prepares is nothing until the firm confirms it, once.
func TestF08_2_AnAgentPreparesAndTheFirmConfirms(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	want[any](o, "agent", "POST", "/v1/my/reports", o.choice(nil), "access.no_permission")
	a := want[Wish](o, "agent", "POST", "/v1/my/report-wishes", o.choice(nil), "")
	b := want[Wish](o, "agent", "POST", "/v1/my/report-wishes", o.choice(nil), "")
	if a.State != "waiting" || o.Count(`select count(*) from report.issue`) != 0 {
		t.Fatalf("%+v", a)
	}
	yes, no := map[string]bool{"confirm": true}, map[string]bool{"confirm": false}
	want[any](o, "agent", "POST", "/v1/my/report-wishes/"+a.ID+"/decision", yes, "access.no_permission")
	want[any](o, "stranger", "POST", "/v1/my/report-wishes/"+a.ID+"/decision", yes, "report.no_wish")
	made := want[Wish](o, "owner", "POST", "/v1/my/report-wishes/"+a.ID+"/decision", yes, "")
	refused := want[Wish](o, "owner", "POST", "/v1/my/report-wishes/"+b.ID+"/decision", no, "")
	want[any](o, "owner", "POST", "/v1/my/report-wishes/"+a.ID+"/decision", yes, "report.settled")
	if made.State != "made" || made.Number == "" || refused.State != "refused" || o.Count(`select count(*) from report.issue`) != 1 {
		t.Errorf("%+v %+v", made, refused)
	}
	seen := want[struct{ Items []Wish }](o, "agent", "GET", "/v1/my/report-wishes", nil, "")
	if len(seen.Items) != 2 {
		t.Errorf("%+v", seen)
	}
}
