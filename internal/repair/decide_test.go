package repair

import (
	"context"
	"strings"
	"testing"

	"xinheng/internal/caseflow"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

var refusing = map[string]any{"reason": "经核实，罚款尚未缴清。", "instrument": "ndrc-36", "article": "", "remedy": "可自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。"}

func TestF26_5_AGrantIsOneTransactionWithFourEffects(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	if !o.stands(r) || r.StatusOn(o.today()) != record.StatusPublic {
		t.Fatal("the record does not count to begin with")
	}
	_, id := o.filed(r)
	o.through(id)
	if v := o.look("decider", id); !v.Preview || len(v.Effects) != 4 || v.Effects[0].State != "would" || v.Draft == nil {
		t.Errorf("before the decision: %+v", v.Effects)
	}
	if v := o.look("owner", id); v.Draft != nil {
		t.Error("the subject reads a draft as if it were an answer")
	}
	o.do("handler", id, Grant, nil, "caseflow.not_yours")
	o.lines[r.ID] = []Target{{Code: "gsxt", State: "waiting"}, {Code: "credit_china", State: "acknowledged"}}
	o.do("decider", id, Grant, nil, "")
	got := o.find(r.ID)
	if got.State != record.Repaired || got.StatusOn(o.today()) != record.StatusRepaired || got.StateDocument != id || o.stands(r) {
		t.Errorf("%+v", got)
	}
	if len(o.granted) != 1 || o.granted[0].Records[0] != r.ID || len(o.granted[0].Commitments) != 1 || o.granted[0].Case != id {
		t.Errorf("%+v", o.granted)
	}
	v := o.look("owner", id)
	states := map[string]string{}
	for _, e := range v.Effects {
		states[e.Code] = e.State
	}
	if v.Preview || states["publication"] != "waiting" || states["sharing"] != "done" || states["measures"] != "done" || states["evaluation"] != "waiting" ||
		len(v.Effects[0].Targets) != 2 || v.Effects[0].Targets[0].Record != r.ID {
		t.Errorf("%v %+v", states, v.Effects)
	}
	if n, err := Ungraded(t.Context(), o.db); err != nil || len(n) != 1 || n[0].CaseID != id {
		t.Errorf("the evaluation was not told: %+v %v", n, err)
	}
	must(t, o.db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error { return Regraded(ctx, tx, firmID, id, o.today()) }))
	if n, _ := Ungraded(t.Context(), o.db); len(n) != 0 {
		t.Error("a mark that never goes")
	}
	closed, err := o.Settle(t.Context())
	must(t, err)
	if closed != 0 || o.state(id) != Syncing {
		t.Errorf("closed with a target that has not acknowledged: %s", o.state(id))
	}
	o.lines[r.ID][0].State = "acknowledged"
	for range 2 {
		_, err = o.Settle(t.Context())
		must(t, err)
	}
	if v := o.look("owner", id); o.state(id) != Closed || v.Effects[0].State != "done" {
		t.Errorf("%s %+v", o.state(id), v.Effects[0])
	}
}

func TestF26_5_AMachineThatDiesInBetweenLeavesNothingHalfDone(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	_, id := o.filed(r)
	o.through(id)
	o.Dies.Store(true)
	c, err := o.cases.Find(t.Context(), o.db, id)
	must(t, err)
	if status, _ := o.Send("decider", "POST", "/v1/cases/"+id+"/acts/grant", act{Version: c.Version}); status < 500 {
		t.Fatalf("it did not die: %d", status)
	}
	if o.find(r.ID).State != record.Effective || o.state(id) != Deciding || !o.stands(r) ||
		o.Count(`select count(*) from repair.outcome`)+o.Count(`select count(*) from repair.pledge`) != 0 {
		t.Error("half of a grant is left")
	}
	o.Dies.Store(false)
	for range 2 { // the second click on the version that was read changes nothing
		got := want[acted](o, "decider", "POST", "/v1/cases/"+id+"/acts/grant", act{Version: c.Version}, "")
		if got.State != Granted {
			t.Errorf("%+v", got)
		}
	}
	if n := o.Count(`select count(*) from record.version where record_id = $1`, r.ID); n != 2 || len(o.granted) != 1 {
		t.Errorf("%d versions, told %d times", n, len(o.granted))
	}
}

func TestF04_1_TheCommitmentIsPublishedWithTheGrant(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	type listed struct {
		Commitments []Pledge `json:"commitments"`
	}
	_, id := o.filed(r)
	o.through(id)
	if all := want[listed](o, "", "GET", "/v1/repair/commitments?entity="+firmID, nil, ""); len(all.Commitments) != 0 {
		t.Error("published before the decision")
	}
	o.do("decider", id, Grant, nil, "")
	all := want[listed](o, "", "GET", "/v1/repair/commitments?entity="+firmID, nil, "")
	if len(all.Commitments) != 1 {
		t.Fatalf("%+v", all)
	}
	p := all.Commitments[0]
	if p.Status != "kept" || p.Case != id || len(p.Clauses) < 4 || p.Title.ZH == "" || p.From != o.today() || strings.Contains(string(p.Proof.Message), "示例owner") {
		t.Errorf("%+v", p)
	}
	if all := want[listed](o, "", "GET", "/v1/repair/commitments?entity="+otherFirm, nil, ""); len(all.Commitments) != 0 {
		t.Errorf("%+v", all)
	}
}

func TestF26_4_EveryMethodTheRuleDemandsIsAFactOfTheCase(t *testing.T) {
	t.Parallel()
	o, _, food := ready(t)
	f := o.filing(food)
	f.Papers = []HandedIn{{food.ID, "attachment-4"}}
	got := want[Receipt](o, "owner", "POST", "/v1/repairs", f, "")
	id := got.Cases[0].Case
	o.pushed()
	o.do("fhandler", id, Accept, nil, "")
	grant := map[string]any{"findings": "经核实。"}
	o.do("fhandler", id, ProposeGrant, grant, "repair.method_missing") // a paper that nobody has looked at shows nothing
	v := o.look("fhandler", id)
	codes := map[string]MethodState{}
	for _, m := range v.Methods {
		codes[m.Code] = m
	}
	if len(codes) != 6 || !codes["commitment"].Must || !codes["commitment"].Done || !codes["rectification"].Must || codes["rectification"].Done || codes["training"].Must {
		t.Errorf("%+v", codes)
	}
	o.do("fhandler", id, Fulfil, map[string]any{"method": "pilgrimage", "evidence": "1"}, "caseflow.field")
	o.do("fhandler", id, Fulfil, map[string]any{"method": "training", "evidence": "培训记录1号"}, "")
	o.do("fhandler", id, ProposeGrant, grant, "repair.method_missing") // what is by choice takes the place of nothing
	o.do("fhandler", id, Fulfil, map[string]any{"method": "rectification", "evidence": "缴款书核对记录1号"}, "")
	o.do("fhandler", id, ProposeGrant, grant, "")
	o.do("fdecider", id, Grant, nil, "")
}

func TestF26_4_TheSourceOfTheDataGivesTheFactInTheCase(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	f := o.filing(r)
	f.Confirmed, f.Papers = nil, []HandedIn{{r.ID, "attachment-5"}}
	got := want[Receipt](o, "owner", "POST", "/v1/repairs", f, "")
	o.pushed()
	id := got.Cases[0].Case
	o.do("handler", id, Accept, nil, "")
	facts := map[string]any{"record": r.ID, "kind": "payment", "on": r.DecidedOn.String(), "source": "示例非税系统", "document": "JK-9"}
	o.do("handler", id, GiveFacts, facts, "caseflow.not_yours")
	o.do("reviewer", id, GiveFacts, facts, "")
	o.do("handler", id, ProposeGrant, map[string]any{"findings": "经核实。"}, "")
}

func TestF26_9_ARefusalHasReasonClauseNextDayAndRemedy(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	_, id := o.filed(r)
	o.do("decider", id, Refuse, nil, "caseflow.not_now") // not before it was accepted
	o.do("handler", id, Accept, nil, "")
	for _, lacks := range []string{"reason", "instrument", "remedy"} {
		f := map[string]any{}
		for k, v := range refusing {
			if k != lacks {
				f[k] = v
			}
		}
		o.do("handler", id, ProposeRefusal, f, "caseflow.field")
	}
	bad := map[string]any{"reason": "一", "instrument": "invented-1", "remedy": "二"}
	o.do("handler", id, ProposeRefusal, bad, "repair.no_clause")
	o.do("handler", id, ProposeRefusal, refusing, "")
	o.do("decider", id, Grant, nil, "repair.not_drafted") // what was drafted is a refusal
	o.do("decider", id, Refuse, nil, "")
	d := o.look("owner", id).Decision
	if d == nil || d.Outcome != "refused" || d.Reason == "" || d.Clause.ZH == "" || d.Remedy == "" || d.Next.String() != "2026-11-10" {
		t.Fatalf("%+v", d)
	}
	if o.find(r.ID).State != record.Effective || !o.stands(r) {
		t.Error("a refusal changed the record")
	}
	want[Receipt](o, "owner", "POST", "/v1/repairs", o.filing(r), "") // and it may be asked for again
}

func TestF26_9_NotToAdmitIsDraftedDecidedAndReasonedToo(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	_, id := o.filed(r)
	o.do("decider", id, FindInadmissible, nil, "repair.not_drafted")
	o.do("handler", id, ProposeInadmissible, refusing, "")
	o.do("handler", id, FindInadmissible, nil, "caseflow.not_yours")
	o.do("decider", id, FindInadmissible, nil, "")
	if d := o.look("owner", id).Decision; d == nil || d.Outcome != "inadmissible" || d.Next == 0 || d.Remedy == "" {
		t.Errorf("%+v", d)
	}
}

func TestS2_WhoProposesDoesNotDecide(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	_, id := o.filed(r)
	o.do("both", id, Accept, nil, "")
	o.do("both", id, ProposeGrant, map[string]any{"findings": "经核实。"}, "")
	o.do("both", id, Grant, nil, "access.not_apart")
	o.do("decider", id, Return, map[string]any{"reason": "请补充核实情况。"}, "")
	o.do("both", id, ProposeRefusal, refusing, "")
	o.do("both", id, Refuse, nil, "access.not_apart")
	o.do("decider", id, Refuse, nil, "")
}

func TestS10_AnotherCountySeesNoCaseAndAnotherRoleMayNotAct(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	_, id := o.filed(r)
	for _, who := range []string{"county", "cdecider", "stranger", "fhandler", "inspector", "lead"} {
		if status, _ := o.Send(who, "GET", "/v1/cases/"+id, nil); status != 404 {
			t.Errorf("%s: %d", who, status)
		}
		o.do(who, id, Accept, nil, "caseflow.unknown")
	}
	for _, who := range []string{"decider", "owner"} {
		o.do(who, id, Accept, nil, "caseflow.not_yours")
	}
	if status, b := o.Send("handler", "GET", "/v1/cases/"+id, nil); status != 200 || !strings.Contains(string(b), "paper_count") {
		t.Errorf("%d %s", status, b)
	}
}

// The terms across the long holidays: the last day, and the day after, on which it is late and only escalates.
func TestF26_2_TheClocksSkipHolidaysAndCountMadeUpDays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ filed, decided, accept, accepted, decide, total string }{
		"an ordinary week": {"2026-11-09", "2026-05-06", "2026-11-12", "2026-11-12", "2026-11-23", "2026-11-23"},
		// 国庆 2026: off from 1 to 7 October, 20 September and 10 October are worked
		"国庆": {"2026-09-28", "2026-05-06", "2026-10-08", "2026-10-08", "2026-10-16", "2026-10-16"},
		// 春节 2026: off from 15 to 23 February, 14 and 28 February are worked
		"春节": {"2026-02-12", "2025-10-14", "2026-02-24", "2026-02-24", "2026-03-04", "2026-03-04"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t, c.decided)
			r := o.penalty("琼虚处〔2026〕40号", c.decided, bodyID)
			o.paid("reviewer", r)
			o.On(c.filed)
			_, id := o.filed(r)
			due := func(clock string) caseflow.Term {
				k, err := o.cases.Find(t.Context(), o.db, id)
				must(t, err)
				all, err := o.cases.Clocks(t.Context(), o.db, k)
				must(t, err)
				for _, x := range all {
					if x.Clock == clock && x.Ended == 0 {
						return x
					}
				}
				return caseflow.Term{}
			}
			if k := due("accept"); k.Due.String() != c.accept || k.N != 3 || k.Provisional {
				t.Errorf("accept: %s", k.Due)
			}
			if k := due("total"); k.Due.String() != c.total || k.N != 10 {
				t.Errorf("total: %s", k.Due)
			}
			last := workday.MustParse(c.accept)
			o.sweep(last.String())
			if k := due("accept"); k.Late {
				t.Error("late on its last day")
			}
			o.On(c.accepted)
			o.do("handler", id, Accept, nil, "")
			if k := due("decide"); k.Due.String() != c.decide || k.N != 7 {
				t.Errorf("decide: %s", k.Due)
			}
			o.sweep(c.decide)
			if due("decide").Late {
				t.Error("late on its last day")
			}
			o.sweep(workday.MustParse(c.decide).AddDays(1).String())
			k, err := o.cases.Find(t.Context(), o.db, id)
			must(t, err)
			if !due("decide").Late || k.EscalatedOn != workday.MustParse(c.decide)+1 || k.State != Accepted {
				t.Errorf("the day after: late %v, escalated %s, %s", due("decide").Late, k.EscalatedOn, k.State)
			}
			if o.find(r.ID).State != record.Effective {
				t.Error("a clock decided")
			}
		})
	}
}

func TestF26_2_TheClocksRestWhileTheSubjectCompletesAndExtendOnce(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	got, id := o.filed(r)
	o.do("handler", id, Ask, map[string]any{"missing": "整改情况说明。"}, "")
	if v := o.look("owner", id); v.Missing == "" {
		t.Error("nobody says what is missing")
	}
	o.sweep("2026-11-20")
	o.do("owner", id, Complete, map[string]any{"papers": []string{"attachment-6"}}, "")
	k, err := o.cases.Find(t.Context(), o.db, id)
	must(t, err)
	if k.EscalatedOn != 0 || k.State != Pushed || k.DueOn.String() != "2026-11-25" {
		t.Errorf("%s due %s", k.State, k.DueOn)
	}
	if r := want[Receipt](o, "owner", "GET", "/v1/repairs/"+got.ID, nil, ""); r.Papers != 2 {
		t.Errorf("%d papers", r.Papers)
	}
	o.do("handler", id, Accept, nil, "")
	longer := map[string]string{"clock": "decide", "reason": "需要向上级核实。"}
	want[acted](o, "decider", "POST", "/v1/cases/"+id+"/extension", longer, "access.no_permission") // R13 does not change clocks
	want[acted](o, "above", "POST", "/v1/cases/"+id+"/extension", longer, "")
	if status, _ := o.Send("above", "POST", "/v1/cases/"+id+"/extension", longer); status < 400 {
		t.Error("extended twice")
	}
}

// Who does not complete has asked for nothing: taken as withdrawn, never as refused, and may ask again.
func TestF26_2_WhatIsNotCompletedIsWithdrawnAndNotRefused(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	_, id := o.filed(r)
	o.do("handler", id, Ask, map[string]any{"missing": "整改情况说明。"}, "")
	o.sweep("2026-11-23") // ten working days after 9 November
	if o.state(id) != Supplement {
		t.Errorf("%s on the last day", o.state(id))
	}
	o.sweep("2026-11-24")
	if o.state(id) != Withdrawn {
		t.Errorf("%s", o.state(id))
	}
	want[Receipt](o, "owner", "POST", "/v1/repairs", o.filing(r), "")
}

func TestF26_11_ReorganisationLiftsForATimeAndRepairsWhenThePlanIsCarriedOut(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	f := o.filing(r)
	f.Path = Reorganisation
	want[Receipt](o, "owner", "POST", "/v1/repairs", f, "repair.ruling_missing")
	f.Ruling, f.Papers = "（2026）琼01破申示例1号", []HandedIn{{r.ID, "attachment-7"}}
	got := want[Receipt](o, "owner", "POST", "/v1/repairs", f, "")
	id := got.Cases[0].Case
	o.pushed()
	o.do("handler", id, Accept, nil, "")
	found := map[string]any{"findings": "裁定已核实。"}
	o.do("handler", id, ProposeGrant, found, "repair.relief_first")
	o.do("handler", id, ProposeRelief, found, "")
	o.do("decider", id, Relieve, nil, "")
	if o.stands(r) || o.find(r.ID).State != record.Effective || o.state(id) != Relieved {
		t.Errorf("relieved: counts %v, %s, %s", o.stands(r), o.find(r.ID).State, o.state(id))
	}
	if holds := o.holds(r); len(holds) != 1 || holds[0].Case != id || !holds[0].Suspends || len(holds[0].Basis) == 0 {
		t.Errorf("no note on the record: %+v", holds)
	}
	o.On("2027-02-09")
	o.do("owner", id, PlanDone, map[string]any{"ruling": "（2027）琼01破示例1号", "papers": []string{"attachment-8"}}, "")
	if o.stands(r) {
		t.Error("it counts again while the end of the plan is examined")
	}
	o.do("handler", id, ProposeGrant, found, "")
	o.do("decider", id, Grant, nil, "")
	if o.stands(r) || o.find(r.ID).State != record.Repaired || o.holds(r)[0].EndedOn == 0 {
		t.Error("the plan is carried out and the record is not repaired")
	}
}

func TestF26_11_APlanThatFailsIsTakenBackOnlyAfterAHearing(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	f := o.filing(r)
	f.Path, f.Ruling, f.Papers = Reorganisation, "（2026）琼01破申示例2号", []HandedIn{{r.ID, "attachment-9"}}
	id := want[Receipt](o, "owner", "POST", "/v1/repairs", f, "").Cases[0].Case
	o.pushed()
	o.do("handler", id, Accept, nil, "")
	o.do("handler", id, ProposeRelief, map[string]any{"findings": "裁定已核实。"}, "")
	o.do("decider", id, Relieve, nil, "")
	c := want[Opened](o, "handler", "POST", "/v1/repair/revocations", Breach{id, planClause, "重整计划未能执行。"}, "")
	o.do("handler", c.Case, ProposeRevoke, nil, "caseflow.not_now")
	o.do("owner", c.Case, Answer, map[string]any{"statement": "计划正在执行。"}, "")
	o.do("handler", c.Case, ProposeRevoke, revoking(), "")
	o.do("decider", c.Case, Revoke, nil, "")
	if !o.stands(r) || o.state(id) != Restored || o.find(r.ID).State != record.Effective {
		t.Errorf("counts %v, %s", o.stands(r), o.state(id))
	}
}

func revoking() map[string]any {
	f := map[string]any{"findings": "陈述已复核。"}
	for k, v := range refusing {
		f[k] = v
	}
	return f
}

func TestF04_2_ABrokenCommitmentBringsTheRecordBackOnlyAfterAHearing(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	_, id := o.filed(r)
	breach := Breach{id, "honour", "再次发生同类违法行为。"}
	want[Opened](o, "handler", "POST", "/v1/repair/revocations", breach, "repair.nothing_granted")
	o.through(id)
	o.do("decider", id, Grant, nil, "")
	want[Opened](o, "fhandler", "POST", "/v1/repair/revocations", breach, "repair.unknown")
	want[Opened](o, "decider", "POST", "/v1/repair/revocations", breach, "access.no_permission")
	want[Opened](o, "handler", "POST", "/v1/repair/revocations", Breach{id, "unheard-of", "一"}, "repair.no_such_clause")
	c := want[Opened](o, "handler", "POST", "/v1/repair/revocations", breach, "")
	want[Opened](o, "handler", "POST", "/v1/repair/revocations", breach, "repair.revocation_open")
	if c.State != Told || c.DueOn.String() != "2026-11-16" || o.find(r.ID).State != record.Repaired {
		t.Errorf("%+v", c)
	}
	o.do("handler", c.Case, ProposeRevoke, revoking(), "caseflow.not_now") // not before it was heard
	o.sweep("2026-11-16")
	if o.state(c.Case) != Told {
		t.Error("heard before the time to answer was over")
	}
	o.sweep("2026-11-17")
	if o.state(c.Case) != Heard {
		t.Fatalf("%s the day after", o.state(c.Case))
	}
	o.do("handler", c.Case, ProposeRevoke, revoking(), "")
	o.do("handler", c.Case, Revoke, nil, "caseflow.not_yours")
	o.do("decider", c.Case, Revoke, nil, "")
	if got := o.find(r.ID); got.State != record.Effective || !o.stands(r) || got.Version != 3 {
		t.Errorf("%+v", got)
	}
	all, err := o.Pledges(t.Context(), firmID, 0, "")
	must(t, err)
	if len(all) != 1 || all[0].Status != "broken" || all[0].Broken != "honour" {
		t.Errorf("%+v", all)
	}
	if k, err := o.cases.Find(t.Context(), o.db, c.Case); err != nil || k.State != Revoked {
		t.Errorf("%+v %v", k, err)
	}
	v, err := o.viewTaking(t.Context(), o.db, o.caseFor(c.Case), people["owner"])
	must(t, err)
	if d := v.(TakingView).Decision; d == nil || d.Reason == "" || d.Clause.ZH == "" || d.Remedy == "" {
		t.Errorf("%+v", d)
	}
}

func TestF04_2_WhoAnswersIsHeardAndTheRepairMayStand(t *testing.T) {
	t.Parallel()
	o, r, _ := ready(t)
	_, id := o.filed(r)
	o.through(id)
	o.do("decider", id, Grant, nil, "")
	c := want[Opened](o, "handler", "POST", "/v1/repair/revocations", Breach{id, "truth", "材料有疑点。"}, "")
	o.do("stranger", c.Case, Answer, map[string]any{"statement": "一"}, "caseflow.unknown")
	o.do("owner", c.Case, Answer, map[string]any{"statement": "材料属实。"}, "")
	o.do("handler", c.Case, ProposeKeep, map[string]any{"findings": "材料属实。"}, "")
	o.do("decider", c.Case, Return, map[string]any{"reason": "请写明核对了哪些材料。"}, "")
	o.do("decider", c.Case, Keep, nil, "caseflow.not_now")
	o.do("handler", c.Case, ProposeKeep, map[string]any{"findings": "核对了缴款凭证原件，材料属实。"}, "")
	o.do("decider", c.Case, Revoke, nil, "repair.not_drafted")
	o.do("decider", c.Case, Keep, nil, "")
	if o.find(r.ID).State != record.Repaired || o.state(c.Case) != Kept {
		t.Error("the repair does not stand")
	}
}
