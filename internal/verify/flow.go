package verify

import (
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Kind of case: a commitment an officer verifies.
const Kind = "commitment_check"

// States of a task.
const (
	Looking    caseflow.State = "looking"    // 核对中
	Notified   caseflow.State = "notified"   // 已告知承诺人
	Heard      caseflow.State = "heard"      // 已听取意见
	Proposed   caseflow.State = "proposed"   // 已拟办
	Decided    caseflow.State = "decided"    // 已决定，待送达
	Ordered    caseflow.State = "ordered"    // 限期整改中
	True       caseflow.State = "true"       // 属实
	Mended     caseflow.State = "mended"     // 已按期改正
	Terminated caseflow.State = "terminated" // 终止办理
	Revoked    caseflow.State = "revoked"    // 撤销行政决定
	Punished   caseflow.State = "punished"   // 行政处罚
	Lapsed     caseflow.State = "lapsed"     // 承诺已撤回
)

// Acts of a task.
const (
	Open         caseflow.Act = "open"
	Raise        caseflow.Act = "raise"
	Confirm      caseflow.Act = "confirm"
	Notify       caseflow.Act = "notify"
	Answer       caseflow.Act = "answer"
	Receive      caseflow.Act = "receive_answer"
	Silence      caseflow.Act = "silence"
	Propose      caseflow.Act = "propose"
	Return       caseflow.Act = "return"
	Decide       caseflow.Act = "decide"
	ServeOrder   caseflow.Act = "serve_order"
	ServeEnd     caseflow.Act = "serve_termination"
	ServeRevoke  caseflow.Act = "serve_revocation"
	ServePenalty caseflow.Act = "serve_penalty"
	ReportMended caseflow.Act = "report_mended"
	Accept       caseflow.Act = "accept_mended"
	NotMended    caseflow.Act = "not_mended"
	Lapse        caseflow.Act = "lapse"
)

// Evidence and facts that moves need.
const (
	comparison      = "comparison"       // 共享数据比对结果
	noticeService   = "notice_service"   // 告知书送达回证
	decisionService = "decision_service" // 处理决定送达回证
	penaltyPaper    = "penalty_decision" // 处罚决定书
	drafted         = "drafted"
	refused         = "refused" // 责令整改到期未改
)

// decidedFor is the fact that opens the service of one outcome and of no other.
func decidedFor(outcome string) string { return "decided_" + outcome }

var (
	policy  = law.Ref{Instrument: "qfb-2021-4", Article: "（十三）"}
	hearing = law.Ref{Instrument: "gbf-2020-42"}
)

// Flow is the table of a task. A comparison opens it and decides nothing: between it and every outcome stand the party's answer, a
// proposal, the decision of a second officer and service (G9).
func Flow(lib *law.Library) caseflow.Def {
	return caseflow.Def{
		Kind: Kind, Prefix: "HC", Edition: "2026-1", From: workday.MustParse("2024-01-01"), Purpose: "supervision", Start: Looking,
		Name: law.Text2{ZH: "承诺核查", EN: "Verification of a commitment"}, States: states, Final: []caseflow.State{True, Mended, Terminated, Revoked, Punished, Lapsed},
		Moves: moves(lib), Clocks: clocks,
		Never: []caseflow.Guard{
			{To: Decided, Without: Notified, Basis: hearing}, {To: Decided, Without: Heard, Basis: hearing}, {To: Decided, Without: Proposed, Basis: policy},
			{To: Ordered, Without: Decided, Basis: policy}, {To: Terminated, Without: Decided, Basis: policy}, {To: Revoked, Without: Decided, Basis: policy},
			{To: Punished, Without: Decided, Basis: policy}, {To: Mended, Without: Ordered, Basis: policy},
		},
		Apart: [][2]caseflow.Act{{Propose, Decide}},
		Read:  []string{access.CaseReview}, Escalated: []string{access.RepairRead},
	}
}

var states = []caseflow.StateName{
	named(Looking, "核对中", "being looked at", "正在核对您的承诺，尚无任何结论", "your commitment is being looked at; nothing is found yet"),
	named(Notified, "已告知", "told", "已告知发现的情况；您可以陈述、申辩", "you were told what was found, and may answer"),
	named(Heard, "已听取意见", "heard", "已收到您的陈述，或者陈述期限已过", "you were heard, or the time for it is over"),
	named(Proposed, "已拟办", "proposed", "承办人已提出意见，由另一位负责人决定", "an officer has proposed; another decides"),
	named(Decided, "已决定待送达", "decided", "已作出处理决定，送达前不发生效力", "decided; it has no effect before service"),
	named(Ordered, "限期整改中", "to be corrected", "请在期限内改正并告知办理单位；按期改正的视为已履行", "correct it within the term and say so; mended in time it counts as kept"),
	named(True, "属实", "true", "核查属实，承诺已履行", "found true; the commitment is kept"),
	named(Mended, "已按期改正", "mended", "已按期改正，承诺视为已履行", "mended in time; the commitment counts as kept"),
	named(Terminated, "终止办理", "ended", "已终止办理，可以走一般程序", "the procedure has ended; the ordinary one is open"),
	named(Revoked, "已撤销决定", "revoked", "据承诺作出的决定已撤销", "the decision made upon it is revoked"),
	named(Punished, "已处罚", "punished", "已依法处罚，处罚决定另行送达", "a penalty was imposed in a decision of its own"),
	named(Lapsed, "承诺已撤回", "withdrawn", "承诺已撤回，核查随之终止", "the commitment was withdrawn and the verification ended"),
}

func named(s caseflow.State, zh, en, publicZH, publicEN string) caseflow.StateName {
	return caseflow.StateName{State: s, Name: law.Text2{ZH: zh, EN: en}, Public: law.Text2{ZH: publicZH, EN: publicEN}}
}

// clocks: only the time to answer runs out into a move, and that leads on to hearing nobody, never to a finding.
var clocks = []caseflow.Clock{
	{Name: "look", Title: law.Text2{ZH: "核对不一致", EN: "Look into the difference"}, While: []caseflow.State{Looking}, Limit: "verify.look"},
	{Name: "answer", Title: law.Text2{ZH: "陈述申辩", EN: "Answer"}, While: []caseflow.State{Notified}, Limit: "verify.answer", Late: Silence},
	{Name: "decide", Title: law.Text2{ZH: "作出处理", EN: "Decide"}, While: []caseflow.State{Heard, Proposed}, Limit: "verify.decide"},
	{Name: "serve", Title: law.Text2{ZH: "送达决定", EN: "Serve the decision"}, While: []caseflow.State{Decided}, Limit: "verify.serve"},
	{Name: "rectify", Title: law.Text2{ZH: "整改", EN: "Correct"}, While: []caseflow.State{Ordered}, Limit: "verify.rectify"},
}
