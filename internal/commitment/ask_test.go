package commitment

import (
	"context"
	"strings"
	"testing"
	"time"

	"xinheng/internal/pg"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

func TestF01_2_WhoMayNotChooseTheRouteIsToldWhyAndCannotSign(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	o.takesIn("travel-agency")
	_, in := o.read("owner", "travel-agency", "")
	o.barred.Store(true)
	x, _ := o.read("owner", "travel-agency", "")
	if x.Route.Eligible || len(x.Route.Reasons) != 1 || x.Ordinary.ZH == "" {
		t.Errorf("%+v", x.Route)
	}
	if _, b := o.send("owner", "POST", "/v1/commitments", "", in); !strings.Contains(string(b), "commitment.not_eligible") || !strings.Contains(string(b), "严重失信主体名单") {
		t.Errorf("%s", b)
	}
	o.read("owner", "own-quality", "")
	_, own := o.read("owner", "own-quality", "") // what is promised to the public asks nobody
	want[View](o, "owner", "POST", "/v1/commitments", own, "")
	o.barred.Store(false)
	if v := o.sign("owner", "travel-agency"); v.Decision != "D-20260506-EXAMPLE01" {
		t.Errorf("the decision the route rests on: %q", v.Decision)
	}
}

func TestF02_2_AskingAgainIsRefusedAndReported(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	o.takesIn("travel-agency")
	ask := map[string]string{"uscc": firmID, "case_no": "示例-1"}
	path := "/v1/proofs/qualified-staff/requests"
	if a := want[Answer](o, "system", "POST", path, ask, ""); a.Way != "commitment" || a.Offer != "proof" {
		t.Errorf("before any commitment: %+v", a)
	}
	v := o.sign("owner", "travel-agency")
	for i, who := range []string{"system", "system", "elsewhere"} {
		if _, b := o.send(who, "POST", path, "", ask); !strings.Contains(string(b), "commitment.already_committed") || !strings.Contains(string(b), v.ID) {
			t.Errorf("%d: %s", i, b)
		}
	}
	want[Answer](o, "inspector", "POST", path, ask, "access.no_permission")
	want[Answer](o, "owner", "POST", path, ask, "access.no_permission")
	all := want[web.Items[Violation]](o, "lead", "GET", "/v1/commitments/violations", nil, "")
	_ = all
	rows, err := o.Violations(t.Context())
	must(t, err)
	if len(rows) != 2 || rows[0].Times+rows[1].Times != 3 || rows[0].ProofName.ZH == "" {
		t.Fatalf("%+v", rows)
	}
	want[web.Items[Violation]](o, "approver", "GET", "/v1/commitments/violations", nil, "access.no_permission")
	// another subject, and a proof that no commitment replaced, are asked for as before
	want[Answer](o, "system", "POST", path, map[string]string{"uscc": otherFirm, "case_no": "1"}, "")
	if a := want[Answer](o, "system", "POST", "/v1/proofs/funds-ready/requests", ask, ""); a.Way != "commitment" {
		t.Errorf("%+v", a)
	}
	want[View](o, "owner", "POST", "/v1/commitments/"+v.ID+"/undo", nil, "")
	want[Answer](o, "system", "POST", path, ask, "") // taken back: it replaces nothing
	want[Answer](o, "system", "POST", "/v1/proofs/no-such/requests", ask, "commitment.no_proof")
}

func TestF02_3_SharedDataFirstCommitmentSecondPaperLast(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	ask := map[string]string{"uscc": firmID, "case_no": "示例-1"}
	at := func(proof string) Answer {
		return want[Answer](o, "system", "POST", "/v1/proofs/"+proof+"/requests", ask, "")
	}
	if a := at("business-licence"); a.Way != "shared" || a.Found.On != workday.MustParse("2026-05-06") || a.Sentence.ZH != "已由登记机关提供（2026-05-06），无需提交。" {
		t.Errorf("%+v", a)
	}
	if a := at("tax-credit"); a.Way != "commitment" {
		t.Errorf("nothing is known yet: %+v", a)
	}
	o.take("rating_tax", map[string]string{"NS_MC": firmName, "NS_TYSHXYDM": firmID, "NS_ND": "2025", "NS_DJ": "A", "NS_PDRQ": "2026-04-20", "NS_YXQS": "2026-04-20",
		"NS_YXQZ": "2026-06-30", "NS_PJDW": "虚构税务局", "NS_PJDWDM": bodyID})
	if a := at("tax-credit"); a.Way != "shared" || a.Sentence.ZH != "已由虚构税务局提供（2026-04-20），无需提交。" {
		t.Errorf("%+v", a)
	}
	for _, x := range []struct{ on, way string }{{"2026-06-29", "shared"}, {"2026-06-30", "shared"}, {"2026-07-01", "commitment"}} {
		o.clock.Store(workday.MustParse(x.on).Start().Add(9 * time.Hour).UnixNano())
		if a := at("tax-credit"); a.Way != x.way {
			t.Errorf("on %s: %+v", x.on, a)
		}
	}
	if a := at("health-certificate"); a.Way != "paper" || len(a.Why) != 1 || a.Why[0].ZH != "人身健康" {
		t.Errorf("%+v", a)
	}
	if a := at("no-violation"); a.Way != "none" {
		t.Errorf("%+v", a)
	}
}

func TestF02_1_TheCatalogueOfProofsIsPublishedByDate(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	p := want[ProofView](o, "", "GET", "/v1/proofs/health-certificate", nil, "")
	if p.Mode != "ordinary" || len(p.Excluded) != 1 || p.Excluded[0].Name.ZH != "人身健康" || len(p.Cited) == 0 {
		t.Errorf("%+v", p)
	}
	old := want[ProofView](o, "", "GET", "/v1/proofs/premises-use?on=2023-12-31", nil, "")
	now := want[ProofView](o, "", "GET", "/v1/proofs/premises-use?on=2024-01-01", nil, "")
	if old.Version != "1" || now.Version != "2" || len(now.Versions) != 2 {
		t.Errorf("%s %s", old.Version, now.Version)
	}
	diff := want[ProofDiff](o, "", "GET", "/v1/proofs/premises-use/diff?from=2023-12-31&to=2024-01-01", nil, "")
	if !strings.Contains(strings.Join(diff.Changed, " "), "matters") {
		t.Errorf("%v", diff.Changed)
	}
	want[ProofView](o, "", "GET", "/v1/proofs/no-such", nil, "commitment.unknown_proof")
	want[ProofView](o, "", "GET", "/v1/proofs/premises-use?on=x", nil, "web.bad_date")
	if n := len(o.law.On(o.today()).Exclusions()); n != 8 {
		t.Errorf("%d grounds of exclusion", n)
	}
}

func TestF01_4_FromTheSignatureToThePermit(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	o.takesIn("travel-agency")
	x, in := o.read("owner", "travel-agency", "")
	o.later(3 * time.Minute)
	v := want[View](o, "owner", "POST", "/v1/commitments", in, "")
	path := "/v1/commitments/" + v.ID + "/permit"
	number := Permit{Number: "L-HAN-示例001"}
	want[View](o, "system", "POST", path, number, "commitment.unknown") // not in effect: nobody was told
	o.released(v.ID)
	want[View](o, "elsewhere", "POST", path, number, "commitment.unknown")
	want[View](o, "owner", "POST", path, number, "access.no_permission")
	want[View](o, "system", "POST", path, Permit{}, "commitment.no_number")
	o.later(90 * time.Second)
	for range 2 {
		v = want[View](o, "system", "POST", path, number, "")
	}
	if v.Permit != number.Number || v.Seconds != 690 {
		t.Errorf("%+v", v)
	}
	want[View](o, "system", "POST", path, Permit{Number: "L-HAN-示例002"}, "commitment.issued")
	want[View](o, "owner", "POST", "/v1/commitments/"+v.ID+"/withdrawal", Withdrawal{"改按一般程序"}, "commitment.issued")
	ts, err := o.Timing(t.Context())
	must(t, err)
	if len(ts) != 1 || ts[0].Issued != 1 || ts[0].Median != 690 || ts[0].Reading != 180 || ts[0].Name.ZH == "" {
		t.Errorf("%+v", ts)
	}
	pub := want[web.Items[Timing]](o, "", "GET", "/v1/public/commitments/timing", nil, "")
	_ = pub
	_ = x
}

func TestF01_4_OneMayWithdrawForTheOrdinaryRouteBeforeAPermit(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	o.takesIn("travel-agency")
	v := o.sign("owner", "travel-agency")
	path := "/v1/commitments/" + v.ID + "/withdrawal"
	want[View](o, "owner", "POST", path, Withdrawal{"改按一般程序"}, "commitment.undo_instead")
	o.released(v.ID)
	want[View](o, "stranger", "POST", path, Withdrawal{"x"}, "commitment.unknown")
	want[View](o, "owner", "POST", path, Withdrawal{" "}, "commitment.no_reason")
	for range 2 {
		if v = want[View](o, "owner", "POST", path, Withdrawal{"改按一般程序"}, ""); v.Status != Withdrawn {
			t.Errorf("%+v", v)
		}
	}
	if len(o.ended) != 1 {
		t.Errorf("%v", o.ended)
	}
	want[View](o, "system", "POST", "/v1/commitments/"+v.ID+"/permit", Permit{"x"}, "commitment.not_in_effect")
	want[Answer](o, "system", "POST", "/v1/proofs/qualified-staff/requests", map[string]string{"uscc": firmID, "case_no": "1"}, "")
}

func TestF01_5_ThePermitWaitsForLandAndConditions(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	o.takesIn("small-project")
	_, none := o.read("owner", "small-project", "")
	want[View](o, "owner", "POST", "/v1/commitments", none, "commitment.no_project")
	_, in := o.read("owner", "small-project", "示例厂房")
	v := want[View](o, "owner", "POST", "/v1/commitments", in, "")
	o.released(v.ID)
	number := Permit{Number: "示例施〔2026〕1号"}
	put := func(who string) string {
		status, b := o.sendFile(who, "用地批准示例")
		if status != 201 {
			t.Fatalf("%d %s", status, b)
		}
		return idOf(b)
	}
	show := "/v1/commitments/" + v.ID + "/evidence"
	for i, cond := range []string{"land", "planning", "builder"} {
		if _, b := o.send("system", "POST", "/v1/commitments/"+v.ID+"/permit", "", number); !strings.Contains(string(b), "commitment.incomplete") {
			t.Fatalf("%d shown, and issued: %s", i, b)
		}
		want[View](o, "owner", "POST", show, Shown{"drawings", put("owner")}, "commitment.no_condition") // promised, not shown
		want[View](o, "stranger", "POST", show, Shown{cond, put("stranger")}, "commitment.unknown")
		id := put("owner")
		for range 2 {
			want[View](o, "owner", "POST", show, Shown{cond, id}, "")
		}
	}
	if v = want[View](o, "system", "POST", "/v1/commitments/"+v.ID+"/permit", number, ""); v.Permit != number.Number {
		t.Errorf("%+v", v)
	}
	for _, c := range v.Evidence {
		if !c.Met || c.By != "commitment" && (len(c.Shown) != 1 || len(c.Shown[0].SHA256) != 64) {
			t.Errorf("%+v", c)
		}
	}
	// the body reads what was handed in; another body does not
	ref := v.Evidence[0].Shown[0].Ref
	want[any](o, "approver", "GET", "/v1/attachments/"+ref+"/info", nil, "")
	want[any](o, "elsewhere", "GET", "/v1/attachments/"+ref+"/info", nil, "attach.unknown")
}

func TestF03_3_AStatusWithItsCheckingBodyAndNothingBeforeItsTime(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	for _, u := range []string{"travel-agency", "labour-dispatch"} {
		o.takesIn(u)
	}
	kept, broken := o.sign("owner", "travel-agency"), o.sign("owner", "labour-dispatch")
	_, own := o.read("owner", "own-quality", "")
	promise := want[View](o, "owner", "POST", "/v1/commitments", own, "")
	conclude := func(f Finding) error {
		return o.db.InTx(t.Context(), func(ctx2 context.Context, tx pg.Tx) error { return o.Conclude(ctx2, tx, people["approver"], f) })
	}
	on := workday.MustParse("2026-05-06")
	if err := conclude(Finding{EntityID: firmID, ID: kept.ID, Org: Body{Code: bodyID}, On: on}); err == nil {
		t.Error("found kept before it took effect")
	}
	o.released(kept.ID)
	must(t, conclude(Finding{EntityID: firmID, ID: kept.ID, Org: Body{Code: bodyID}, On: on}))
	must(t, conclude(Finding{EntityID: firmID, ID: kept.ID, Org: Body{Code: bodyID}, On: on}))
	for _, bad := range []Finding{{Clause: "meets"}, {Clause: "no-such", Document: "示例1号"}} {
		bad.EntityID, bad.ID, bad.Org, bad.On = firmID, broken.ID, Body{Code: bodyID}, on
		if err := conclude(bad); err == nil {
			t.Errorf("%+v was taken", bad)
		}
	}
	must(t, conclude(Finding{EntityID: firmID, ID: broken.ID, Org: Body{Code: bodyID}, On: on, Clause: "meets", Document: "琼虚旅处〔2026〕1号"}))
	for id, status := range map[string]State{kept.ID: Kept, broken.ID: Broken, promise.ID: Performing} {
		p := want[Public](o, "", "GET", "/v1/public/commitments/"+id, nil, "")
		if p.Status != status || p.Firm != firmName || status != Performing && (p.CheckedBy == nil || p.CheckedBy.Name != bodyName) {
			t.Errorf("%+v", p)
		}
		for _, c := range p.Clauses {
			if (c.Status == Broken) != (status == Broken && c.ID == "meets") {
				t.Errorf("clause %s of a %s commitment: %s", c.ID, status, c.Status)
			}
		}
	}
	if len(o.ended) != 2 {
		t.Errorf("%v", o.ended)
	}
	page := want[struct{ Commitments []Public }](o, "", "GET", "/v1/public/commitments?status=broken", nil, "")
	if len(page.Commitments) != 1 || page.Commitments[0].ID != broken.ID {
		t.Errorf("%+v", page)
	}
	var seen []string
	for after := ""; ; {
		p := want[struct {
			Commitments []Public
			Next        string
		}](o, "", "GET", "/v1/public/commitments?limit=2&after="+after, nil, "")
		for _, c := range p.Commitments {
			seen = append(seen, c.ID)
		}
		if after = p.Next; after == "" {
			break
		}
	}
	if len(seen) != 3 {
		t.Errorf("%v", seen)
	}
}
