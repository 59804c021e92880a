package objection

import (
	"slices"
	"strings"
	"testing"

	"xinheng/internal/check"
	"xinheng/internal/disclosure"
)

// paper reads a paper of a case and what it says.
func (o *office) paper(who, id, kind, query string, status int, words ...string) {
	o.T.Helper()
	got, b := o.Send(who, "GET", "/v1/objections/cases/"+id+"/papers/"+kind+query, nil)
	if got != status {
		o.T.Errorf("%s as %s: %d %s", kind, who, got, b)
	}
	for _, w := range words {
		if !strings.Contains(string(b), w) {
			o.T.Errorf("the %s does not say %q", kind, w)
		}
	}
}

// Each paper is there from its occasion on, says what was decided, and is for whoever may see the case.
func TestF27_1_TheObjectionHasItsPapers(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	r := o.penalty("示罚〔2026〕1号", sourceID)
	id := o.filed(r, "incorrect").Case
	o.paper("owner", id, "receipt", "", 200, "收件回执", id, firmName, bodyName)
	o.paper("owner", id, "accepted", "", 200, "异议受理告知书", "2026-11-02", "示罚〔2026〕1号", "不收取任何费用")
	o.paper("owner", id, "accepted", "?lang=en", 200, "Notice that the objection is taken up")
	for _, kind := range []string{"supplement", "transfer", "decision", "review", "other"} {
		o.paper("owner", id, kind, "", 404)
	}
	o.paper("stranger", id, "receipt", "", 404)
	o.paper("county", id, "receipt", "", 404)
	o.do("handler", id, Ask, map[string]any{"missing": "决定书原件照片。"}, "")
	o.paper("owner", id, "supplement", "", 200, "决定书原件照片。", "不视为撤回")
	o.do("owner", id, Complete, map[string]any{"statement": "见附图。"}, "")
	o.do("handler", id, HandOver, map[string]any{"question": "请核对处罚种类。"}, "")
	o.paper("sender", id, "transfer", "", 200, "异议核查转办函", "海口市虚构数据中心", "请核对处罚种类。", "该决定与本企业无关。")
	o.do("sender", id, Answer, map[string]any{"finding": "wrong", "reason": "报送时填错。", "changes": change(r), "source_ref": "GZ-2026-7"}, "")
	o.do("handler", id, Propose, map[string]any{"outcome": "correct", "findings": "提供单位答复有误。"}, "")
	o.paper("owner", id, "decision", "", 404)
	o.do("decider", id, Correct, nil, "")
	o.paper("owner", id, "decision", "", 200, "更正", "罚款2000元。", "责令停产停业整顿。", "琼府办〔2021〕4号")
	if docs := o.look("owner", id).Documents; !slices.Equal(docs, []string{"receipt", "accepted", "supplement", "transfer", "decision"}) {
		t.Errorf("%v", docs)
	}
}

// What is rejected is answered in writing, and so is the re-examination: by the body above, to the subject or to the body.
func TestF27_3_RejectionAndReExaminationAreAnsweredInWriting(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	id := o.filed(o.penalty("示罚〔2026〕1号", bodyID), "incorrect").Case
	reject := func() {
		o.do("handler", id, Verify, nil, "")
		o.do("handler", id, Propose, rejection(), "")
		o.do("decider", id, Reject, nil, "")
	}
	reject()
	o.paper("owner", id, "decision", "", 200, "不予更正", "决定书载明当事人。", "可以申请上级复核一次")
	o.paper("owner", id, "review", "", 404)
	o.do("owner", id, Reexamine, map[string]any{"reason": "没有看原件。"}, "")
	o.paper("owner", id, "review", "", 404)
	o.do("reviewer", id, SendBack, map[string]any{"reason": "请核对原件。"}, "")
	o.paper("owner", id, "review", "", 200, "责令重新核查通知书", "海南省虚构市场监督管理局", "请核对原件。", bodyName)
	o.paper("owner", id, "decision", "", 404)
	reject()
	o.paper("owner", id, "decision", "", 200, "不予更正")

	kept := o.filed(o.penalty("示罚〔2026〕2号", bodyID), "incorrect").Case
	id = kept
	reject()
	o.do("owner", id, Reexamine, map[string]any{"reason": "没有看原件。"}, "")
	o.do("reviewer", id, Keep, map[string]any{"reason": "原件无误。", "remedy": "可以依法申请复议或者提起诉讼。"}, "")
	o.paper("owner", id, "review", "", 200, "维持", "原件无误。", "可以依法申请复议", firmName)
}

// A row of a batch and a file that was taken out are wrong answers too: each body is told of all it was given, and of which kind.
func TestF27_4_BatchesAndFilesTakenOutAreReached(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	r := o.penalty("示罚〔2026〕1号", bodyID)
	o.settle()
	_, err := o.checks.DecideMany(t.Context(), people["buyer"], check.BatchRequest{Matter: "gp-qualification", Subjects: []string{firmID, otherFirm}, Purpose: "procurement", CaseNo: "CG-2"})
	must(t, err)
	o.takesOut("2026-08-01", "2026-11-02")
	o.On("2026-11-03")
	id := o.filed(r, "incorrect").Case
	o.do("handler", id, Verify, nil, "")
	o.do("handler", id, Propose, correction(r), "")
	o.do("decider", id, Correct, nil, "")
	v := o.look("owner", id)
	hows := map[string]string{}
	for _, h := range v.Harm {
		hows[h.How] = h.Org
	}
	if len(v.Harm) != 2 || hows["batch"] != buyerID || hows["export"] != bodyID || len(v.Letters) != 2 || v.WrongFrom == nil {
		t.Fatalf("%+v %+v", v.Harm, v.Letters)
	}
	if letter := o.text("handler", "/v1/objections/"+id+"/letter"); !strings.Contains(letter, "导出文件") {
		t.Error("the letter does not say that it was a file")
	}
}

// takesOut has the body take its own records out as a file, asked for by one and approved by another.
func (o *office) takesOut(from, until string) {
	o.T.Helper()
	desk, ctx := o.records.Disclosure, o.T.Context()
	desk.Sources = o.records.Sources()
	slices.SortFunc(desk.Sources, func(a, b disclosure.Source) int { return strings.Compare(a.Code, b.Code) })
	e, err := desk.RequestExport(ctx, people["clerk"], disclosure.Request{Source: "record.own", Filter: map[string]string{"from": from, "until": until}, Reason: "核对本机构报送的处罚记录（示例）"})
	must(o.T, err)
	_, err = desk.AnswerExport(ctx, people["decider"], e.ID, false, true, "同意")
	must(o.T, err)
	_, err = desk.Fetch(ctx, people["clerk"], e.ID)
	must(o.T, err)
}
