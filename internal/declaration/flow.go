package declaration

import (
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// CaseKind is the kind of case: an inquiry into a declaration that differs (F11-4).
const CaseKind = "false_declaration"

// States of an inquiry.
const (
	Looking  caseflow.State = "looking"  // 核对中，尚未告知
	Notified caseflow.State = "notified" // 已告知
	Heard    caseflow.State = "heard"    // 已听取意见
	Proposed caseflow.State = "proposed" // 已拟办
	Decided  caseflow.State = "decided"  // 已决定，待送达
	Recorded caseflow.State = "recorded" // 认定虚假，已记录
	Mistaken caseflow.State = "mistaken" // 善意错误，已撤回
	Cleared  caseflow.State = "cleared"  // 属实
	Lapsed   caseflow.State = "lapsed"   // 告知前已撤回
)

// Acts of an inquiry.
const (
	Open        caseflow.Act = "open"
	Notify      caseflow.Act = "notify"
	Answer      caseflow.Act = "answer"
	Own         caseflow.Act = "own_error"
	Receive     caseflow.Act = "receive_answer"
	Silence     caseflow.Act = "silence"
	Propose     caseflow.Act = "propose"
	Return      caseflow.Act = "return"
	Decide      caseflow.Act = "decide"
	ServeRecord caseflow.Act = "serve_record"
	CloseError  caseflow.Act = "close_error"
	CloseTrue   caseflow.Act = "close_true"
	Dismiss     caseflow.Act = "dismiss"
	Lapse       caseflow.Act = "lapse"
)

// Evidence and facts that moves need.
const (
	difference      = "difference"       // 核验不符的结论
	noticeService   = "notice_service"   // 告知书送达回证
	decisionService = "decision_service" // 决定书送达回证
	drafted         = "drafted"
)

// Outcomes of an inquiry.
const (
	asFalse = "record"
	asError = "error"
	asTrue  = "true"
)

// decidedFor is the fact that opens the end that was decided, and no other.
func decidedFor(outcome string) string { return "decided_" + outcome }

var policy = law.Ref{Instrument: "qfb-2021-4", Article: "（十一）"}

// Flow is the table of an inquiry. A difference opens it and proves nothing: between it and a record stand the firm's answer, a proposal,
// the decision of a second officer, and service (G9). An honest error ends it without any record.
func Flow() caseflow.Def {
	return caseflow.Def{
		Kind: CaseKind, Prefix: "SB", Edition: "2026-1", From: workday.MustParse("2021-02-01"), Purpose: "supervision", Start: Looking,
		Name: law.Text2{ZH: "申报信息核对", EN: "Inquiry into a declaration"}, States: states, Final: []caseflow.State{Recorded, Mistaken, Cleared, Lapsed},
		Moves: moves(), Clocks: clocks,
		Never: []caseflow.Guard{
			{To: Decided, Without: Notified, Basis: policy}, {To: Decided, Without: Heard, Basis: policy}, {To: Decided, Without: Proposed, Basis: policy},
			{To: Recorded, Without: Decided, Basis: policy}, {To: Mistaken, Without: Decided, Basis: policy},
		},
		Apart:  [][2]caseflow.Act{{Propose, Decide}},
		Untold: []caseflow.State{Looking, Proposed},
		Read:   []string{access.CaseReview}, Escalated: []string{access.RepairRead},
	}
}

var states = []caseflow.StateName{
	named(Looking, "核对中", "being looked into", "正在核对您的申报，尚无任何结论", "your declaration is being looked into; nothing is found"),
	named(Notified, "已告知", "told", "请陈述、申辩；属于善意错误的，可以说明并撤回，不留记录", "please answer; an honest error can be explained and withdrawn without a record"),
	named(Heard, "已听取意见", "heard", "已收到您的陈述，或者陈述期限已过", "you were heard, or the time for it is over"),
	named(Proposed, "已拟办", "proposed", "承办人已提出意见，由另一位负责人决定", "an officer has proposed; another decides"),
	named(Decided, "已决定待送达", "decided", "已作出决定，送达前不发生效力", "decided; it has no effect before service"),
	named(Recorded, "已记录", "recorded", "认定故意申报虚假信息，已记录；改正后可以申请信用修复", "found knowingly false and recorded; repair may be asked for once it is put right"),
	named(Mistaken, "善意错误，已撤回", "honest error", "属于善意错误，申报已撤回，没有留下任何记录", "an honest error: withdrawn, and no record remains"),
	named(Cleared, "属实", "true", "核对属实，没有留下任何记录", "found true; no record remains"),
	named(Lapsed, "申报已撤回", "withdrawn", "申报已撤回，核对随之终止，没有留下任何记录", "the declaration was withdrawn and the inquiry ended; no record remains"),
}

func named(s caseflow.State, zh, en, publicZH, publicEN string) caseflow.StateName {
	return caseflow.StateName{State: s, Name: law.Text2{ZH: zh, EN: en}, Public: law.Text2{ZH: publicZH, EN: publicEN}}
}

// clocks: only the time to answer runs out into a move, and that leads on to hearing nobody, never to a finding.
var clocks = []caseflow.Clock{
	{Name: "look", Title: law.Text2{ZH: "核对", EN: "Look into it"}, While: []caseflow.State{Looking}, Limit: "declaration.look"},
	{Name: "answer", Title: law.Text2{ZH: "陈述申辩", EN: "Answer"}, While: []caseflow.State{Notified}, Limit: "declaration.answer", Late: Silence},
	{Name: "decide", Title: law.Text2{ZH: "作出处理", EN: "Decide"}, While: []caseflow.State{Heard, Proposed}, Limit: "declaration.decide"},
	{Name: "serve", Title: law.Text2{ZH: "送达决定", EN: "Serve the decision"}, While: []caseflow.State{Decided}, Limit: "declaration.serve"},
}
