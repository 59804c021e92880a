package repair

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/record"
	"xinheng/internal/seal"
)

// ready is a firm with a penalty of each of two bodies, both paid and both past their least period.
func ready(t *testing.T) (o *office, market, food record.Record) {
	t.Helper()
	o = open(t, "2026-05-06")
	market = o.penalty("琼虚市监处〔2026〕1号", "2026-05-06", bodyID)
	food = o.penalty("琼虚卫处〔2026〕1号", "2026-05-06", foodID)
	people := []struct {
		who string
		r   record.Record
	}{{"reviewer", market}}
	for _, p := range people {
		o.paid(p.who, p.r)
	}
	o.On("2026-11-09")
	return o, market, food
}

func TestF04_1_NoRepairIsSubmittedWithoutTheSignedCommitment(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	f := o.filing(r)
	good := f.Signatures
	f.Signatures = nil
	want[Receipt](o, "owner", "POST", "/v1/repairs", f, "repair.unsigned")
	f.Signatures = []Signature{{"commitment.repair.samr", good[0].Hash}}
	want[Receipt](o, "owner", "POST", "/v1/repairs", f, "repair.unsigned") // another template is not the right one
	f.Signatures = []Signature{{good[0].Template, "00" + good[0].Hash[2:]}}
	want[Receipt](o, "owner", "POST", "/v1/repairs", f, "repair.commitment_changed")
	if n := o.Count(`select count(*) from repair.application`) + o.Count(`select count(*) from caseflow.case`); n != 0 {
		t.Errorf("a refused submission left %d rows", n)
	}
	f.Signatures = good
	got := want[Receipt](o, "owner", "POST", "/v1/repairs", f, "")
	all, err := commitmentsOf(t.Context(), o.db, firmID, got.ID)
	must(t, err)
	if len(all) != 1 || !all[0].Verify(o.Sealer) || all[0].TemplateHash != good[0].Hash || all[0].Signer != "person:owner" || !slices.Equal(all[0].Records, []string{r.ID}) {
		t.Fatalf("%+v", all)
	}
	for name, forge := range map[string]func(*Signed){
		"another text":   func(s *Signed) { s.TemplateHash = "00" + s.TemplateHash[2:] },
		"another signer": func(s *Signed) { s.Signer = "person:stranger" },
		"another record": func(s *Signed) { s.Records = []string{"x"} },
		"another time":   func(s *Signed) { s.SignedAt = s.SignedAt.Add(time.Second) },
		"fewer clauses":  func(s *Signed) { s.Clauses = s.Clauses[1:] },
		"another key":    func(s *Signed) { s.PublicKey = o.Sealer.SigningKeyOf(seal.National, "report").Public() },
	} {
		s := all[0]
		forge(&s)
		if s.Verify(o.Sealer) {
			t.Errorf("%s verifies", name)
		}
	}
	if _, err := pgtest.Owner(t, o.db).Exec(t.Context(), pg.Query{Name: "try", SQL: `set role xinheng_app`}); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{`update repair.commitment set signer = 'x'`, `delete from repair.commitment`, `update repair.proof set source = 'x'`, `delete from repair.receipt`} {
		if _, err := o.db.Exec(t.Context(), pg.Query{Name: "try", SQL: sql}); !pg.Denied(err) {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

// A case cannot be moved from the draft by its own act either: the handler asks for what was signed.
func TestF04_1_TheActOfTheCaseAsksForTheCommitmentToo(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	f := o.filing(r)
	f.Signatures = nil
	got := want[Receipt](o, "agent", "POST", "/v1/repairs", f, "")
	id := got.Cases[0].Case
	o.do("owner", id, Submit, nil, "repair.unsigned")
	err := o.db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, err := o.cases.Do(ctx, tx, id, caseflow.Doing{Act: Submit, Actor: people["owner"], Evidence: []caseflow.Evidence{{Kind: Commitment, Ref: "commitment:CN-FORGED", Name: "x"}}})
		return err
	})
	if err == nil || o.state(id) != Draft {
		t.Errorf("a forged commitment was taken: %v", err)
	}
}

func TestF26_2_OneApplicationGoesToEveryBodyUnderOneReceipt(t *testing.T) {
	t.Parallel()
	o, market, food := ready(t)
	f := o.filing(market, food)
	f.Papers = []HandedIn{{food.ID, "attachment-1"}}
	got := wantKey[Receipt](o, "owner", "POST", "/v1/repairs", "key-1", f, "")
	if len(got.Cases) != 2 || got.Code == "" || len(got.Records) != 2 || got.Cases[0].Body.Code == got.Cases[1].Body.Code {
		t.Fatalf("%+v", got)
	}
	if n := o.Count(`select count(*) from repair.commitment`); n != 1 {
		t.Errorf("one signing for several records made %d commitments", n)
	}
	again := wantKey[Receipt](o, "owner", "POST", "/v1/repairs", "key-1", f, "")
	if again.ID != got.ID || again.Code != got.Code || o.Count(`select count(*) from caseflow.case`) != 2 {
		t.Errorf("the second click made %+v", again)
	}
	o.pushed()
	for _, c := range got.Cases {
		handler := map[string]string{bodyID: "handler", foodID: "fhandler"}[c.Body.Code]
		other := map[string]string{bodyID: "fhandler", foodID: "handler"}[c.Body.Code]
		o.do(other, c.Case, Accept, nil, "caseflow.unknown")
		o.do(handler, c.Case, Accept, nil, "")
	}
	seen := want[Receipt](o, "", "POST", "/v1/repairs/"+got.ID+"/progress", map[string]string{"code": got.Code}, "")
	for _, c := range seen.Cases {
		if c.State != Accepted || len(c.Clocks) < 3 || c.Says.ZH == "" || len(c.Records) != 1 || c.DueOn == 0 {
			t.Errorf("%+v", c)
		}
		for _, k := range c.Clocks {
			if k.Clock == "decide" && (!k.Running || k.Due.String() != "2026-11-18") || k.Clock == "total" && k.Due.String() != "2026-11-23" {
				t.Errorf("%+v", k)
			}
		}
	}
	want[Receipt](o, "", "POST", "/v1/repairs/"+got.ID+"/progress", map[string]string{"code": "AAAAAAAAAAAA"}, "repair.unknown")
	want[Receipt](o, "stranger", "GET", "/v1/repairs/"+got.ID, nil, "repair.unknown")
	if mine := want[[]Receipt](o, "owner", "GET", "/v1/repairs", nil, ""); len(mine) != 1 || mine[0].ID != got.ID {
		t.Errorf("%+v", mine)
	}
	if others := want[[]Receipt](o, "stranger", "GET", "/v1/repairs", nil, ""); len(others) != 0 {
		t.Errorf("a stranger sees %d applications", len(others))
	}
	g := o.filing(market)
	want[Receipt](o, "owner", "POST", "/v1/repairs", g, "repair.asked")
	g.Records = []string{"nothing"}
	want[Receipt](o, "owner", "POST", "/v1/repairs", g, "repair.no_record")
	want[Receipt](o, "inspector", "POST", "/v1/repairs", g, "access.no_permission")
}

// Two that ask at the same instant for the same record: one application.
func TestF26_2_TwoClicksAtOnceAreOneApplication(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	f := o.filing(r)
	var wg sync.WaitGroup
	ids := make([]string, 4)
	for i := range ids {
		wg.Add(1)
		go func() {
			defer wg.Done()
			got, err := o.File(context.WithoutCancel(t.Context()), people["owner"], f, "same")
			if err == nil {
				ids[i] = got.ID
			}
		}()
	}
	wg.Wait()
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) != 1 || ids[0] == "" || o.Count(`select count(*) from repair.application`) != 1 {
		t.Errorf("%v", ids)
	}
}

func TestF26_2_WhatIsTooEarlySaysFromWhen(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	f := o.filing(r)
	for _, c := range []struct{ day, code string }{{"2026-08-05", "repair.too_early"}, {"2026-08-06", ""}} {
		o.On(c.day)
		want[Receipt](o, "owner", "POST", "/v1/repairs", f, c.code)
	}
}

func TestF26_3_WhatThePlatformHoldsIsConfirmedAndNotAskedFor(t *testing.T) {
	t.Parallel()
	o, market, food := ready(t)
	e := o.own(market)
	if len(e.Proofs) != 1 || e.Proofs[0].Source != "示例非税系统" || e.Proofs[0].On != market.DecidedOn || e.Proofs[0].Kind != Payment {
		t.Fatalf("%+v", e.Proofs)
	}
	for _, p := range e.Papers {
		if p.Code == "proof" && !p.Found {
			t.Error("the proof that was found is asked for")
		}
	}
	f := o.filing(market)
	f.Confirmed = nil
	want[Receipt](o, "owner", "POST", "/v1/repairs", f, "repair.proof_missing") // nothing counts that the applicant did not confirm
	f.Confirmed = []string{"PF-UNKNOWN"}
	want[Receipt](o, "owner", "POST", "/v1/repairs", f, "repair.no_proof")
	got := want[Receipt](o, "owner", "POST", "/v1/repairs", o.filing(market), "")
	if got.Papers != 1 || got.Found != 1 {
		t.Errorf("%d papers, %d found", got.Papers, got.Found)
	}
	o.pushed()
	if v := o.look("handler", got.Cases[0].Case); v.PaperCount != 1 || len(v.Confirmed) != 1 || len(v.Papers) != 0 {
		t.Errorf("%+v", v)
	}
	g := o.filing(food)
	want[Receipt](o, "owner", "POST", "/v1/repairs", g, "repair.proof_missing")
	g.Papers = []HandedIn{{food.ID, "somebody-elses"}}
	want[Receipt](o, "owner", "POST", "/v1/repairs", g, "attach.unknown")
	g.Papers = []HandedIn{{food.ID, "attachment-2"}}
	if got := want[Receipt](o, "owner", "POST", "/v1/repairs", g, ""); got.Papers != 2 || got.Found != 0 {
		t.Errorf("%d papers, %d found", got.Papers, got.Found)
	}
}

func TestF26_3_OnlyTheBodyOfARecordGivesFactsOfIt(t *testing.T) {
	t.Parallel()
	o, market, food := ready(t)
	f := Fact{EntityID: firmID, Record: food.ID, Kind: Payment, On: food.DecidedOn, Source: "示例", Document: "1"}
	want[Proof](o, "reviewer", "POST", "/v1/repair/proofs", f, "repair.no_record")
	want[Proof](o, "handler", "POST", "/v1/repair/proofs", f, "access.no_permission")
	f.Record, f.Document = market.ID, "JK-2"
	f.On = market.DecidedOn - 1
	want[Proof](o, "reviewer", "POST", "/v1/repair/proofs", f, "repair.bad_fact")
	f.On = o.today() + 1
	want[Proof](o, "reviewer", "POST", "/v1/repair/proofs", f, "repair.bad_fact")
	f.On = o.today()
	one := want[Proof](o, "reviewer", "POST", "/v1/repair/proofs", f, "")
	if two := want[Proof](o, "reviewer", "POST", "/v1/repair/proofs", f, ""); two.ID != one.ID {
		t.Error("the second click made another proof")
	}
	// the re-inspection alone does not show that the fine was paid
	if shown(&market, []Proof{{Record: market.ID, Kind: Rectification}}) || !shown(&market, []Proof{{Record: market.ID, Kind: Payment}}) {
		t.Error("what shows a fine paid")
	}
}

func TestF04_1_TheSignatureCanBeTakenBackUntilTenMinutesHavePassed(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	for _, c := range []struct {
		after time.Duration
		code  string
	}{{10*time.Minute - time.Second, ""}, {10 * time.Minute, "repair.undo_late"}, {time.Hour, "repair.undo_late"}} {
		got := want[Receipt](o, "owner", "POST", "/v1/repairs", o.filing(r), "")
		id := got.Cases[0].Case
		if got.UndoUntil == nil || o.state(id) != Submitted {
			t.Fatalf("%+v", got)
		}
		n, err := o.Push(t.Context())
		must(t, err)
		if n != 0 || o.state(id) != Submitted {
			t.Error("it was sent on while it could be taken back")
		}
		o.do("handler", id, Accept, nil, "caseflow.not_now")
		o.Later(c.after) // whether or not a job has run by then
		undone := want[Receipt](o, "owner", "POST", "/v1/repairs/"+got.ID+"/undo", nil, c.code)
		if c.code == "" {
			if !undone.Undone || o.state(id) != Withdrawn {
				t.Errorf("%+v", undone)
			}
			want[Receipt](o, "owner", "POST", "/v1/repairs/"+got.ID+"/undo", nil, "") // the second click
			_, err := o.Push(t.Context())
			must(t, err)
			if o.state(id) != Withdrawn {
				t.Error("what was taken back was sent on")
			}
			continue
		}
		o.do("owner", id, Undo, nil, "repair.undo_late")
		_, err = o.Push(t.Context())
		must(t, err)
		o.do("owner", id, Withdraw, nil, "") // it is still the subject's to withdraw
	}
	f := o.filing(r)
	f.Waive = true
	if got := want[Receipt](o, "owner", "POST", "/v1/repairs", f, ""); o.state(got.Cases[0].Case) != Pushed || got.UndoUntil != nil {
		t.Errorf("who does without the time is made to wait: %+v", got)
	}
}

func TestF26_10_WhatAnAgentPreparesTheFirmSigns(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	f := o.filing(r)
	signatures := f.Signatures
	want[Receipt](o, "agent", "POST", "/v1/repairs", f, "repair.not_to_sign")
	f.Signatures = nil
	got := want[Receipt](o, "agent", "POST", "/v1/repairs", f, "")
	id := got.Cases[0].Case
	if !got.Waiting || !got.Agent || len(got.Letters) != 1 || o.state(id) != Draft {
		t.Fatalf("%+v", got)
	}
	body := map[string]any{"signatures": signatures}
	want[Receipt](o, "agent", "POST", "/v1/repairs/"+got.ID+"/signature", body, "access.no_permission")
	want[Receipt](o, "stranger", "POST", "/v1/repairs/"+got.ID+"/signature", body, "repair.unknown")
	want[Receipt](o, "owner", "POST", "/v1/repairs/"+got.ID+"/signature", map[string]any{"signatures": []Signature{}}, "repair.unsigned")
	for range 2 { // the second click changes nothing
		signed := want[Receipt](o, "owner", "POST", "/v1/repairs/"+got.ID+"/signature", body, "")
		if signed.Waiting || o.state(id) != Submitted {
			t.Errorf("%+v", signed)
		}
	}
	o.pushed()
	o.do("handler", id, Accept, nil, "")
	waits := o.do("agent", id, Add, map[string]any{"statement": "补充说明。"}, "") // each further act waits for the firm
	if waits.Waiting == "" || waits.State != Accepted {
		t.Errorf("%+v", waits)
	}
	if v := o.look("handler", id); v.Agent == nil || v.Agent.Account != "person:agent" || v.Agent.Authority == "" {
		t.Errorf("%+v", v.Agent)
	}
	want[acted](o, "owner", "POST", "/v1/cases/"+id+"/waiting/"+waits.Waiting, map[string]bool{"confirm": true}, "")
	if n := o.Count(`select count(*) from caseflow.move where act = 'add' and actor = 'person:agent' and confirmed_by = 'person:owner'`); n != 1 {
		t.Errorf("%d confirmed acts", n)
	}
}

func TestF26_10_AClerkEntersForWhoIsPresentAndShowsTheAuthority(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	f := o.filing(r)
	signatures := f.Signatures
	f.Signatures = nil
	want[Receipt](o, "window", "POST", "/v1/repairs", f, "repair.no_subject")
	f.USCC = firmID
	want[Receipt](o, "window", "POST", "/v1/repairs", f, "repair.no_authority")
	f.Authority = "attachment-3"
	got := want[Receipt](o, "window", "POST", "/v1/repairs", f, "")
	if o.state(got.Cases[0].Case) != Draft {
		t.Error("a clerk submitted for the firm")
	}
	want[Receipt](o, "owner", "POST", "/v1/repairs/"+got.ID+"/signature", map[string]any{"signatures": signatures}, "")
}

func TestF26_8_FreeOfChargeIsSaidAndAnAgentOfManyFirmsRaisesAnAlarm(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-05-06")
	limit, ok := o.law.On(o.today()).Limit("repair.agent.alarm")
	if !ok {
		t.Fatal("no limit")
	}
	var firms []string
	for i := range int(limit.N) + 1 {
		firm := code("91460000", fmt.Sprintf("MB10%04d", i))
		firms = append(firms, firm)
		r := o.penalty(fmt.Sprintf("琼虚处〔2026〕3%02d号", i), "2026-05-06", bodyID, "CF_XDR_SHXYM", firm, "CF_XDR_MC", fmt.Sprintf("海南虚构%d号有限公司", i))
		o.paid("reviewer", r)
	}
	o.On("2026-08-10")
	for i, firm := range firms {
		who := forFirm("agent", firm, access.Agent)
		all, err := record.Of(t.Context(), o.db, firm, o.now())
		must(t, err)
		held, err := o.proofs(t.Context(), o.db, firm)
		must(t, err)
		got, err := o.File(t.Context(), who, Filing{Records: []string{all[0].ID}, Confirmed: []string{held[all[0].ID][0].ID}}, "")
		must(t, err)
		if got.Free != Free {
			t.Error("a receipt that does not say it is free")
		}
		raised := want[[]Alarm](o, "lead", "GET", "/v1/repair/alarms", nil, "")
		if (len(raised) > 0) != (i == len(firms)-1) {
			t.Errorf("after %d firms: %+v", i+1, raised)
		}
	}
	raised := want[[]Alarm](o, "lead", "GET", "/v1/repair/alarms", nil, "")
	if len(raised) != 1 || raised[0].Agent != "person:agent" || int64(raised[0].Firms) != limit.N+1 || raised[0].OnDay.String() != "2026-08-10" {
		t.Errorf("%+v", raised)
	}
	if n := o.Count(`select count(*) from ledger.entry where kind = 'repair.agent_alarm'`); n != 1 {
		t.Errorf("%d alarms on the ledger for the auditor", n)
	}
	want[[]Alarm](o, "handler", "GET", "/v1/repair/alarms", nil, "access.no_permission")
	m := want[struct {
		Free any `json:"free"`
	}](o, "", "GET", "/v1/repair/methods", nil, "")
	if m.Free == nil {
		t.Error("the methods do not say it is free")
	}
}
