package objection

import (
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Kind of the case of an objection.
const Kind = "objection"

// States of an objection. There is none between filing and marking: a record is marked in the transaction of the filing.
const (
	Draft       caseflow.State = "draft"       // 拟备：an agent has prepared it, the firm has not filed
	Marked      caseflow.State = "marked"      // 已标注：filed, every record concerned is marked
	Supplement  caseflow.State = "supplement"  // 补充：the subject may add what would help
	Verifying   caseflow.State = "verifying"   // 核查：the body looks at its own data
	Proposed    caseflow.State = "proposed"    // 已拟办（自有数据）
	Asked       caseflow.State = "asked"       // 已转信息提供单位
	Answered    caseflow.State = "answered"    // 提供单位已答复
	Drafted     caseflow.State = "drafted"     // 已拟办（经提供单位）
	Corrected   caseflow.State = "corrected"   // 更正
	Completed   caseflow.State = "completed"   // 补充记录
	Stopped     caseflow.State = "stopped"     // 终止公示
	Removed     caseflow.State = "removed"     // 移出名单
	Deleted     caseflow.State = "deleted"     // 删除，含撤销错误的名称匹配
	Rejected    caseflow.State = "rejected"    // 不予更正
	Reexamining caseflow.State = "reexamining" // 上级复核
	Kept        caseflow.State = "kept"        // 复核维持
	Withdrawn   caseflow.State = "withdrawn"   // 撤回
	Closed      caseflow.State = "closed"      // 办结
)

// Acts of an objection. Those that decide bear the codes of the outcomes in the law data.
const (
	Prepare       caseflow.Act = "prepare"
	File          caseflow.Act = "file"
	Enter         caseflow.Act = "enter"
	Lapse         caseflow.Act = "lapse"
	Withdraw      caseflow.Act = "withdraw"
	WithdrawAt    caseflow.Act = "withdraw_at_window"
	Add           caseflow.Act = "add"
	Ask           caseflow.Act = "ask"
	Complete      caseflow.Act = "complete"
	CompleteAt    caseflow.Act = "complete_at_window"
	Resume        caseflow.Act = "resume"
	Verify        caseflow.Act = "verify"
	HandOver      caseflow.Act = "hand_over"
	Answer        caseflow.Act = "answer"
	AskAgain      caseflow.Act = "ask_again"
	Propose       caseflow.Act = "propose"
	Return        caseflow.Act = "return"
	Correct       caseflow.Act = "correct"
	Complement    caseflow.Act = "supplement"
	StopPublicity caseflow.Act = "stop_publicity"
	RemoveListing caseflow.Act = "remove_listing"
	Delete        caseflow.Act = "delete"
	Reject        caseflow.Act = "reject"
	Reexamine     caseflow.Act = "reexamine"
	Keep          caseflow.Act = "keep"
	SendBack      caseflow.Act = "send_back"
	Close         caseflow.Act = "close"
)

// hasProvider is the fact that the data came from another body than the one the case lies with.
const hasProvider = "provider"

// drafted is the fact that an outcome was proposed, so that it and no other can be decided.
func drafted(outcome caseflow.Act) string { return "drafted_" + string(outcome) }

var (
	policy = law.Ref{Instrument: "qfb-2021-4", Article: "（二十七）"}
	source = law.Ref{Instrument: "gbf-2025-22"} // 谁认定、谁修复；谁提供、谁更正
	// upheld are the states in which the subject was right.
	upheld = []caseflow.State{Corrected, Completed, Stopped, Removed, Deleted}
	// pending are those in which it is not decided.
	pending = []caseflow.State{Marked, Supplement, Verifying, Proposed, Asked, Answered, Drafted}
)

// verdict is an outcome with the state it leads to.
type verdict struct {
	act caseflow.Act
	to  caseflow.State
	law.Text2
}

var verdicts = []verdict{
	{Correct, Corrected, law.Text2{ZH: "更正", EN: "Correct"}},
	{Complement, Completed, law.Text2{ZH: "补充", EN: "Supplement"}},
	{StopPublicity, Stopped, law.Text2{ZH: "终止公示", EN: "Stop publicity"}},
	{RemoveListing, Removed, law.Text2{ZH: "移出名单", EN: "Remove from the list"}},
	{Delete, Deleted, law.Text2{ZH: "删除", EN: "Delete"}},
	{Reject, Rejected, law.Text2{ZH: "不予更正", EN: "Reject, with reasons"}},
}

// Flow is the table of an objection.
func Flow() caseflow.Def {
	def := caseflow.Def{
		Kind: Kind, Prefix: "YY", Edition: "2026-1", From: workday.MustParse("2021-02-01"), Purpose: "objection", Start: Marked,
		Name:   law.Text2{ZH: "异议", EN: "Objection"},
		States: states, Final: []caseflow.State{Kept, Withdrawn, Closed},
		Moves: append(subjectMoves(), bodyMoves()...), Clocks: clocks,
		Never: []caseflow.Guard{{To: Rejected, Without: Marked, Basis: policy}, {To: Kept, Without: Rejected, Basis: policy},
			{To: Kept, Without: Reexamining, Basis: policy}, {To: Answered, Without: Asked, Basis: policy}},
		Read: []string{access.CaseReview}, Escalated: []string{access.RepairRead},
	}
	for _, v := range verdicts {
		def.Apart = append(def.Apart, [2]caseflow.Act{Propose, v.act}, [2]caseflow.Act{v.act, Keep}, [2]caseflow.Act{v.act, SendBack})
	}
	return def
}

func named(s caseflow.State, zh, en, publicZH, publicEN string) caseflow.StateName {
	return caseflow.StateName{State: s, Name: law.Text2{ZH: zh, EN: en}, Public: law.Text2{ZH: publicZH, EN: publicEN}}
}

var states = []caseflow.StateName{
	named(Draft, "拟备", "draft", "已替您准备好，等待企业确认提出", "prepared for you; it waits for the firm to file it"),
	named(Marked, "已标注", "marked", "已收到，所涉信息已标注“异议中”", "received; the information is marked as under objection"),
	named(Supplement, "补充", "to be added to", "可以补充一项材料；等待期间办理时间暂停，不补充也会继续办理", "you may add what is named; the time stands still meanwhile, and it goes on without it"),
	named(Verifying, "核查中", "being verified", "正在核查", "being verified"),
	named(Proposed, "已拟办", "drafted", "承办人已提出意见，由另一位负责人决定", "an officer has proposed; another decides"),
	named(Asked, "提供单位核查中", "with the provider", "已转信息提供单位核查", "the body the data came from is verifying it"),
	named(Answered, "提供单位已答复", "the provider answered", "信息提供单位已答复，正在拟定处理意见", "the body the data came from has answered; a decision is being drafted"),
	named(Drafted, "已拟办（经提供单位）", "drafted on the provider's answer", "承办人已提出意见，由另一位负责人决定", "an officer has proposed; another decides"),
	named(Corrected, "已更正", "corrected", "您是对的，信息已更正；曾据此查询的单位已逐一告知", "you were right and it is corrected; whoever was given the wrong answer has been told"),
	named(Completed, "已补充", "supplemented", "您是对的，信息已补充；曾据此查询的单位已逐一告知", "you were right and it is complete now; whoever was given the wrong answer has been told"),
	named(Stopped, "已终止公示", "publicity stopped", "您是对的，已终止公示、停止使用；曾据此查询的单位已逐一告知", "you were right and it is no longer shown or used; whoever was given the wrong answer has been told"),
	named(Removed, "已移出名单", "removed from the list", "您是对的，已移出名单；曾据此查询的单位已逐一告知", "you were right and are off the list; whoever was given the wrong answer has been told"),
	named(Deleted, "已删除", "deleted", "您是对的，信息已删除；曾据此查询的单位已逐一告知", "you were right and it is deleted; whoever was given the wrong answer has been told"),
	named(Rejected, "不予更正", "rejected", "经核实信息无误；理由、依据和救济途径见答复，可以申请上级复核", "it was found to be right; the answer gives reasons, basis and remedies, and you may ask for re-examination"),
	named(Reexamining, "上级复核中", "being re-examined", "上级单位正在复核", "the body above is examining it again"),
	named(Kept, "复核维持", "kept on re-examination", "上级复核后维持；救济途径见答复", "kept after re-examination; the answer names the remedies"),
	named(Withdrawn, "已撤回", "withdrawn", "已撤回，随时可以重新提出", "withdrawn; you may object again at any time"),
	named(Closed, "办结", "closed", "已办结", "closed"),
}

// clocks: both terms begin on the day of filing; whoever hands over must do so within the shorter one. What is marked in the
// transaction of the filing needs no clock for marking.
var clocks = []caseflow.Clock{
	{Name: "prepare", Title: law.Text2{ZH: "确认提出", EN: "File it"}, While: []caseflow.State{Draft}, Limit: "objection.supplement", Late: Lapse},
	{Name: "own", Title: law.Text2{ZH: "核查自有数据，或者转提供单位", EN: "Verify the own data, or hand over"}, While: []caseflow.State{Marked, Verifying, Proposed},
		Rests: []caseflow.State{Supplement}, Limit: "objection.own", Extend: "objection.extend"},
	{Name: "provider", Title: law.Text2{ZH: "自提出至答复", EN: "From filing to answer"}, While: []caseflow.State{Marked, Verifying, Proposed, Asked, Answered, Drafted},
		Rests: []caseflow.State{Supplement}, Limit: "objection.provider", Extend: "objection.extend"},
	{Name: "supplement", Title: law.Text2{ZH: "补充材料", EN: "Add what would help"}, While: []caseflow.State{Supplement}, Limit: "objection.supplement", Late: Resume},
	{Name: "reach", Title: law.Text2{ZH: "追溯告知的确认", EN: "Whoever was told acknowledges"}, While: upheld, Limit: "objection.reach"},
	{Name: "review", Title: law.Text2{ZH: "申请复核", EN: "Ask for re-examination"}, While: []caseflow.State{Rejected}, Limit: "objection.review", Late: Close},
	{Name: "reexamine", Title: law.Text2{ZH: "上级复核", EN: "Re-examine"}, While: []caseflow.State{Reexamining}, Limit: "objection.reexamine"},
}
