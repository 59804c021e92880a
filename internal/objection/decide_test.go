package objection

import (
	"context"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/check"
	"xinheng/internal/exchange"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/record"
)

func TestF27_5_TheSourceCorrectsAndNobodyPatchesHere(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	r := o.penalty("示罚〔2026〕1号", sourceID)
	id := o.filed(r, "incorrect").Case
	o.do("handler", id, HandOver, map[string]any{"question": "请核对处罚种类。"}, "")
	if lines := want[struct{ Cases []struct{ ID string } }](o, "sender", "GET", "/v1/cases", nil, "").Cases; len(lines) != 1 || lines[0].ID != id {
		t.Errorf("the worklist of the provider: %+v", lines)
	}
	o.do("handler", id, Answer, map[string]any{"finding": "wrong", "reason": "有误"}, "caseflow.not_yours")
	o.do("sender", id, Answer, map[string]any{"finding": "right", "reason": "无误", "changes": change(r)}, "objection.right_as_it_is")
	o.do("sender", id, Answer, map[string]any{"finding": "wrong", "reason": "报送时填错。", "changes": change(r)}, "objection.at_source")
	o.do("sender", id, Answer, map[string]any{"finding": "wrong", "reason": "报送时填错。", "changes": change(r), "source_ref": "GZ-2026-7"}, "")

	other := correction(r)
	other["changes"] = map[string]any{"CF_NR": map[string]any{"old": r.Content["CF_NR"], "new": "警告。"}}
	o.do("handler", id, Propose, other, "objection.local_patch")
	o.do("handler", id, Propose, rejection(), "objection.found_wrong")
	o.do("handler", id, Propose, map[string]any{"outcome": "remove_listing", "findings": "x"}, "objection.not_allowed")
	o.do("handler", id, Propose, map[string]any{"outcome": "correct", "findings": "提供单位答复有误。"}, "")
	o.do("decider", id, Delete, nil, "objection.not_drafted")
	o.do("decider", id, Correct, nil, "")
	now := o.record("示罚〔2026〕1号")
	if now.Version != 2 || now.Content["CF_NR"] != "罚款2000元。" || now.BatchID != id || now.Severity == r.Severity {
		t.Errorf("%+v", now)
	}
	d := o.look("owner", id).Decision
	if d == nil || !d.Upheld || d.Changes["CF_NR"].Old != r.Content["CF_NR"] || d.Changes["CF_NR"].New != "罚款2000元。" || d.SourceRef != "GZ-2026-7" {
		t.Errorf("%+v", d)
	}
	if got := o.check(); got.Outcome == check.Restricted {
		t.Errorf("what rested on the wrong value is undone: %+v", got.Finding)
	}
}

func TestF27_5_WhatTheProviderFoundRightIsNotChangedHere(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	r := o.penalty("示罚〔2026〕1号", sourceID)
	id := o.filed(r, "incorrect").Case
	o.do("handler", id, HandOver, map[string]any{"question": "请核对。"}, "")
	o.do("sender", id, Answer, map[string]any{"finding": "right", "reason": "与原件一致。"}, "")
	o.do("handler", id, Propose, correction(r), "objection.local_patch")
	o.do("handler", id, AskAgain, map[string]any{"reason": "请附原件核对。"}, "")
	o.do("sender", id, Answer, map[string]any{"finding": "right", "reason": "已核对原件。"}, "")
	o.do("handler", id, Propose, rejection(), "")
	o.do("decider", id, Reject, nil, "")
	if now := o.record("示罚〔2026〕1号"); now.Version != 1 {
		t.Errorf("%+v", now)
	}
	// a body that neither decided nor reported the record cannot correct it, whatever way it tries
	err := o.db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, err := o.records.Correct(ctx, tx, people["cdecider"], id, firmID, r.ID, map[string]string{"CF_NR": "警告。"})
		return err
	})
	if !fault.Is(err, "record.not_yours") {
		t.Errorf("another body: %v", err)
	}
}

func TestS2_WhoDraftsDoesNotDecide(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	id := o.filed(o.penalty("示罚〔2026〕1号", bodyID), "incorrect").Case
	o.do("both", id, Verify, nil, "")
	o.do("both", id, Propose, rejection(), "")
	o.do("both", id, Reject, nil, "access.not_apart")
	o.do("handler", id, Reject, nil, "caseflow.not_yours")
	o.do("decider", id, Reject, nil, "")
}

func TestARejectionIsReasonedAndReExaminedFromAboveOnce(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	r := o.penalty("示罚〔2026〕1号", bodyID)
	id := o.filed(r, "incorrect").Case
	o.do("handler", id, HandOver, map[string]any{"question": "x"}, "caseflow.needs") // the body's own data
	o.do("handler", id, Verify, nil, "")
	for lacking, code := range map[string]string{"reason": "objection.incomplete", "remedy": "objection.incomplete", "instrument": "objection.no_clause"} {
		f := rejection()
		delete(f, lacking)
		o.do("handler", id, Propose, f, code)
	}
	o.do("handler", id, Propose, rejection(), "")
	if v := o.look("owner", id); v.Draft != nil {
		t.Error("a draft is nobody's answer")
	}
	o.do("decider", id, Return, map[string]any{"reason": "请补充原件核对情况。"}, "")
	o.do("handler", id, Propose, rejection(), "")
	o.do("decider", id, Reject, nil, "")
	v := o.look("owner", id)
	if v.Decision.Reason == "" || v.Decision.Remedy == "" || !strings.Contains(v.Decision.Clause.ZH, "琼府办〔2021〕4号") || v.Records[0].DisputedOn != 0 {
		t.Errorf("%+v", v.Decision)
	}
	o.do("owner", id, Reexamine, map[string]any{"reason": "没有看原件。"}, "")
	if v := o.look("owner", id); v.Records[0].DisputedOn == 0 {
		t.Error("it is marked again while it is re-examined")
	}
	o.do("decider", id, Keep, map[string]any{"reason": "x", "remedy": "x"}, "caseflow.not_yours")
	o.do("farreviewer", id, Keep, map[string]any{"reason": "x", "remedy": "x"}, "caseflow.unknown")
	o.do("reviewer", id, SendBack, map[string]any{"reason": "请核对原件。"}, "")
	o.do("handler", id, Verify, nil, "")
	o.do("handler", id, Propose, rejection(), "")
	o.do("decider", id, Reject, nil, "")
	o.do("owner", id, Reexamine, map[string]any{"reason": "还是不服。"}, "objection.once")
	if n := o.Count(`select count(*) from objection.outcome`); n != 1 {
		t.Errorf("%d outcomes of one case", n)
	}
}

func TestReExaminationKeepsTheAnswer(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	id := o.filed(o.penalty("示罚〔2026〕1号", bodyID), "incorrect").Case
	o.do("handler", id, Verify, nil, "")
	o.do("handler", id, Propose, rejection(), "")
	o.do("decider", id, Reject, nil, "")
	o.do("owner", id, Reexamine, map[string]any{"reason": "没有看原件。"}, "")
	o.do("reviewer", id, Keep, map[string]any{"reason": "原件无误。", "remedy": "可以依法申请复议或者提起诉讼。"}, "")
	if v := o.look("owner", id); o.state(id).EndedOn == 0 || !v.Review.Kept || v.Records[0].DisputedOn != 0 {
		t.Errorf("%+v", v)
	}
}

func TestF09_5_AWrongMatchOfNamesIsUndoneWithItsEffects(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	o.penalty("示罚〔2026〕2号", bodyID, "CF_XDR_SHXYM", "")
	source := access.Actor{ID: "key:source", Kind: access.KindKey, Org: bodyID, Name: "示例来源单位", Scopes: access.Scopes()}
	waiting, _, err := o.records.Queue(t.Context(), source, "", 10)
	must(t, err)
	if len(waiting) != 1 {
		t.Fatalf("%+v", waiting)
	}
	r, err := o.records.Assign(t.Context(), source, waiting[0].ID, firmID, "名称一致")
	must(t, err)
	if d := o.check(); d.Outcome != check.Restricted {
		t.Fatalf("%+v", d.Finding)
	}
	id := o.filed(r, "incorrect").Case
	o.do("handler", id, Verify, nil, "")
	o.do("handler", id, Propose, map[string]any{"outcome": "delete", "findings": "决定书载明的是另一同名企业。", "source_ref": "GZ-2026-8"}, "")
	o.Dies.Store(true)
	status := o.Count(`select count(*) from record.version`)
	o.refusedBy500("decider", id, Delete)
	if n := o.Count(`select count(*) from record.version`); n != status || o.state(id).State != Proposed {
		t.Error("a crash in between left half of the decision")
	}
	o.Dies.Store(false)
	o.do("decider", id, Delete, nil, "")
	if d := o.check(); d.Outcome != check.Clear {
		t.Errorf("every effect is undone: %+v", d.Finding)
	}
	if now := o.record("示罚〔2026〕2号"); now.State != record.Unmerged || !o.look("owner", id).Decision.Unmerged {
		t.Errorf("%+v", now)
	}
	if waiting, _, _ = o.records.Queue(t.Context(), source, "", 10); len(waiting) != 1 {
		t.Error("the row waits for its right subject again")
	}
}

// refusedBy500 sends an act during which the machine stops.
func (o *office) refusedBy500(who, id string, a caseflow.Act) {
	o.T.Helper()
	c := o.state(id)
	want[any](o, who, "POST", "/v1/cases/"+id+"/acts/"+string(a), map[string]any{"version": c.Version}, "internal")
}

func TestF27_4_EverybodyWhoWasGivenTheWrongAnswerIsTold(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	r := o.penalty("示罚〔2026〕1号", bodyID)
	first := o.check()
	o.On("2026-11-03")
	o.check()
	id := o.filed(r, "incorrect").Case
	o.do("handler", id, Verify, nil, "")
	o.do("handler", id, Propose, correction(r), "")
	o.do("decider", id, Correct, nil, "")
	after := o.check() // right: it is not told of

	v := o.look("owner", id)
	if len(v.Harm) != 2 || v.Harm[0].Answer != first.ID || v.Harm[0].Org != buyerID || len(v.Letters) != 1 || v.Letters[0].Answers != 2 || v.Letters[0].AcknowledgedAt != nil {
		t.Fatalf("%+v %+v", v.Harm, v.Letters)
	}
	for _, h := range v.Harm {
		if h.Answer == after.ID {
			t.Error("a right answer is no harm")
		}
	}
	letter := o.text("buyer", "/v1/objections/"+id+"/letter")
	for _, must := range []string{firmName, first.ID, "罚款2000元。", "责令停产停业整顿。", "示罚〔2026〕1号"} {
		if !strings.Contains(letter, must) {
			t.Errorf("the letter lacks %q", must)
		}
	}
	want[any](o, "county", "GET", "/v1/objections/"+id+"/letter", nil, "objection.no_letter")
	want[any](o, "county", "GET", "/v1/objections/"+id+"/letter?to="+buyerID, nil, "objection.no_letter")

	if n, err := o.Settle(t.Context()); n != 0 || err != nil {
		t.Errorf("closed %d before anybody acknowledged: %v", n, err)
	}
	inbox := want[struct{ Notices []exchange.Told }](o, "buyer", "GET", "/v1/inbox", nil, "").Notices
	if len(inbox) != 1 || inbox[0].Kind != exchange.ReachBack || inbox[0].Case != id || inbox[0].DueOn.String() != "2026-11-06" {
		t.Fatalf("%+v", inbox)
	}
	want[any](o, "buyer", "POST", "/v1/inbox/"+inbox[0].ID+"/acknowledgement", nil, "")
	want[any](o, "buyer", "POST", "/v1/inbox/"+inbox[0].ID+"/acknowledgement", nil, "")
	if n, err := o.Settle(t.Context()); n != 1 || err != nil || o.state(id).State != Closed {
		t.Errorf("closed %d: %v", n, err)
	}
	if n, err := o.Settle(t.Context()); n != 0 || err != nil {
		t.Errorf("closed twice: %d %v", n, err)
	}
	public := want[harmOutBody](o, "", "GET", "/v1/objections/harm?year=2026", nil, "")
	if len(public.Harm) != 1 || public.Harm[0].Answers != 2 || public.Harm[0].Told != 1 || !public.Harm[0].Acknowledged || public.Harm[0].WrongFrom.String() != "2026-11-02" {
		t.Errorf("%+v", public)
	}
}

type harmOutBody struct{ Harm []HarmLine }
