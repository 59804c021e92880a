package check

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

var attached = MarketReport{Agency: cleanFirm, Number: "示报〔2026〕1号", Kind: "credit", IssuedOn: day("2026-06-01"), SHA256: strings.Repeat("0a", 32)}

// vouching is a register that answers alike for everything, and counts.
func (o *office) vouching(v Vouched, err error) *int {
	asked := 0
	o.desk.Vouch = func(context.Context, string, workday.Date, MarketReport) (Vouched, error) { asked++; return v, err }
	return &asked
}

func (o *office) with(r *MarketReport, matter string) Decision {
	o.t.Helper()
	a, err := o.desk.Decide(o.t.Context(), o.asker(), Request{Matter: matter, Subject: listedFirm, Purpose: "procurement", CaseNo: "CG-1", Officer: "示例", MarketReport: r})
	must(o.t, err)
	return a
}

// A verified report is said to be verified, in the text the evidence commits to, and nothing else of the answer is another.
func TestF07_9_AnAttachedReportIsVerifiedAndChangesNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	asked := o.vouching(Vouched{Name: law.Text2{ZH: "示例征信", EN: "Example"}, Signed: true}, nil)
	bare, a := o.with(nil, "gp-qualification"), o.with(&attached, "gp-qualification")
	if m := a.MarketReport; m == nil || !m.Verified || !m.Signed || m.Why != "verified" || m.Number != attached.Number || m.Name.EN != "Example" || !strings.Contains(m.Sentence.ZH, "不必再向当事人索要") {
		t.Fatalf("%+v", a.MarketReport)
	}
	if bare.MarketReport != nil || *asked != 1 {
		t.Errorf("%+v, asked %d times", bare.MarketReport, *asked)
	}
	if !bytes.Equal(bare.Finding.appendFields(nil), a.Finding.appendFields(nil)) || bare.AsOf.Inputs != a.AsOf.Inputs || len(a.Effects) == 0 {
		t.Errorf("the outcome is another\n%s\n%s", bare.Finding.appendFields(nil), a.Finding.appendFields(nil))
	}
	kept, err := o.desk.Recall(t.Context(), o.asker(), a.ID)
	must(t, err)
	if !bytes.Contains(kept.AppendJSON(nil), []byte(`"market_report":{"agency":"`+attached.Agency)) {
		t.Errorf("%s", kept.AppendJSON(nil))
	}
	same, err := o.desk.Replay(t.Context(), o.asker(), a.ID)
	if err != nil || !same {
		t.Error(same, err)
	}
}

// Whatever is wrong with the report, the check is answered as if it had not come, and the refusal says what to do.
func TestF07_9_ARefusedReportHoldsUpNoCheck(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.take(entry(1, nil))
	bare := o.with(nil, "gp-qualification")
	for name, x := range map[string]struct {
		why    string
		change func(*MarketReport)
		vouch  Vouched
		err    error
		matter string
	}{
		"nobody in the register":   {why: "unlicensed", vouch: Vouched{Why: "unlicensed"}},
		"a licence that ended":     {why: "licence_ended", vouch: Vouched{Why: "licence_ended"}},
		"a register out of reach":  {why: "unavailable", err: errors.New("out of reach")},
		"no hash":                  {why: "malformed", change: func(r *MarketReport) { r.SHA256 = "x" }},
		"no agency":                {why: "malformed", change: func(r *MarketReport) { r.Agency = "x" }},
		"a kind not taken":         {why: "kind", change: func(r *MarketReport) { r.Kind = "rating" }},
		"a matter that takes none": {why: "matter", matter: "licence-by-commitment"},
	} {
		r := attached
		if x.change != nil {
			x.change(&r)
		}
		o.vouching(x.vouch, x.err)
		matter := "gp-qualification"
		if x.matter != "" {
			matter = x.matter
		}
		a := o.with(&r, matter)
		if m := a.MarketReport; m == nil || m.Verified || m.Signed || m.Why != x.why || m.Sentence.ZH == "" || m.Sentence.EN == "" {
			t.Errorf("%s: %+v", name, a.MarketReport)
		}
		if x.matter == "" && a.Outcome != bare.Outcome {
			t.Errorf("%s: %s", name, a.Outcome)
		}
	}
}

// The day of issue, the last day and the day after, by the law alone.
func TestF07_9_AReportIsTakenWithinItsDays(t *testing.T) {
	t.Parallel()
	book := library(t).On(day("2026-06-01"))
	for on, why := range map[string]string{"2026-05-31": "not_yet", "2026-06-01": "", "2026-12-01": "", "2026-12-02": "too_old"} {
		if got := attached.admitted(book, "gp-qualification", listedFirm, day(on)); got != why {
			t.Errorf("on %s: %q", on, got)
		}
	}
	r := attached
	r.ValidUntil = day("2026-07-31")
	for on, why := range map[string]string{"2026-07-30": "", "2026-07-31": "", "2026-08-01": "expired"} {
		if got := r.admitted(book, "gp-qualification", listedFirm, day(on)); got != why {
			t.Errorf("until %s: %q", on, got)
		}
	}
	if got := attached.admitted(book, "gp-qualification", "p-abcdefghijklmnopqrstuvwxyz", day("2026-06-01")); got != "person" {
		t.Errorf("about a person: %q", got)
	}
}

func TestF07_9_WhatBecameOfAReportIsWrittenAsItIsRead(t *testing.T) {
	t.Parallel()
	for _, a := range []Attached{{Why: "malformed", Sentence: attachedWhy["malformed"]},
		{Agency: cleanFirm, Name: law.Text2{ZH: "示例<征信>", EN: "x"}, Number: "示\"1", SHA256: "0a", Verified: true, Signed: true, Why: "verified", Sentence: attachedWhy["verified"]}} {
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		must(t, enc.Encode(a))
		if got := a.appendTo(nil); !bytes.Equal(append(got, '\n'), want.Bytes()) {
			t.Errorf("\n got %s\nwant %s", got, want.Bytes())
		}
	}
}

func (o *office) asker() access.Actor {
	return access.Actor{ID: "key:mine", Kind: access.KindKey, Org: myBody, Name: "示例采购中心", Scopes: []string{access.ScopeCheck}}
}
