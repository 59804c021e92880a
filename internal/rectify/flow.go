package rectify

import (
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Kind of case of a rectification order.
const Kind = "rectify"

// States of an order.
const (
	Drafted   caseflow.State = "drafted"   // 已拟单
	Issued    caseflow.State = "issued"    // 已签发，待送达
	Served    caseflow.State = "served"    // 整改中：the time of the subject runs
	Asking    caseflow.State = "asking"    // 已申请延期：its time stands still
	Submitted caseflow.State = "submitted" // 已提交，待核查
	Overdue   caseflow.State = "overdue"   // 逾期
	Late      caseflow.State = "late"      // 逾期后提交，待核查
	Done      caseflow.State = "done"      // 整改到位
	NotDone   caseflow.State = "not_done"  // 未整改到位
	Withdrawn caseflow.State = "withdrawn" // 撤回
)

// Acts of an order.
const (
	Order                      caseflow.Act = "order"
	Redraft                    caseflow.Act = "redraft"
	Drop                       caseflow.Act = "drop"
	Issue                      caseflow.Act = "issue"
	Serve                      caseflow.Act = "serve"
	Answer                     caseflow.Act = "answer"
	AskExtension               caseflow.Act = "ask_extension"
	ReceiveAsk                 caseflow.Act = "receive_ask"
	GrantExtension             caseflow.Act = "grant_extension"
	RefuseExtension            caseflow.Act = "refuse_extension"
	HandIn                     caseflow.Act = "hand_in"
	ReceiveEvidence            caseflow.Act = "receive_evidence"
	Insufficient               caseflow.Act = "insufficient"
	Confirm                    caseflow.Act = "confirm"
	Lapse                      caseflow.Act = "lapse"
	Fail                       caseflow.Act = "fail"
	Withdraw                   caseflow.Act = "withdraw"
	orderService                            = "order_service"   // 限期整改通知书送达回证
	evidencePapers                          = "evidence_papers" // 整改证明材料
	termClock                               = "rectify"
	extensionLimit                          = "rectify.extend"
	reminderLimit                           = "rectify.remind"
	shortest, longest                       = "rectify.shortest", "rectify.longest"
	standardTerm                            = "rectify.term"
	noticeLimit, standsLimit                = "talk.notice", "talk.stands"
	invitationService                       = "invitation_service" // 约谈通知书送达回证
	signedMinutes                           = "signed_minutes"     // 当事人书面签署的纪要
	refusalWitness                          = "refusal_witness"    // 拒绝签署的见证材料
	officerSigned, bothSettled              = "officer_signed", "both_settled"
)

var (
	policy   = law.Ref{Instrument: "qfb-2021-4", Article: "（十五）"}
	editions = workday.MustParse("2024-01-01")
)

// Flow is the table of a rectification order.
func Flow() caseflow.Def {
	return caseflow.Def{
		Kind: Kind, Prefix: "ZG", Edition: "2026-1", From: editions, Purpose: "supervision", Start: Drafted,
		Name:   law.Text2{ZH: "限期整改", EN: "Rectification within a time limit"},
		States: states,
		Final:  []caseflow.State{Done, NotDone, Withdrawn},
		Moves:  moves(),
		Clocks: clocks,
		Never: []caseflow.Guard{
			{To: Served, Without: Issued, Basis: policy},
			{To: Overdue, Without: Served, Basis: policy},
			{To: NotDone, Without: Overdue, Basis: policy},
			{To: Done, Without: Served, Basis: policy},
		},
		Apart: [][2]caseflow.Act{{Order, Issue}, {Redraft, Issue}, {Order, GrantExtension}, {Order, RefuseExtension}, {AskExtension, GrantExtension},
			{ReceiveAsk, GrantExtension}, {ReceiveAsk, RefuseExtension}, {Order, Fail}},
		Untold: []caseflow.State{Drafted, Issued},
		Read:   []string{access.RectifyRead, access.CaseReview}, Escalated: []string{access.RectifyRead},
	}
}

var states = []caseflow.StateName{
	named(Drafted, "已拟单", "drafted", "正在核实有关情况，尚未提出任何要求", "something is being looked into; nothing is asked of you yet"),
	named(Issued, "待送达", "issued, not served", "整改通知已签发，送达后起算期限", "an order was issued; the time runs once it is served"),
	named(Served, "整改中", "to be put right", "请在期限内整改并提交材料；可以说明意见，也可以申请一次延期", "put it right and hand in evidence within the term; you may answer, and ask once for more time"),
	named(Asking, "已申请延期", "more time is asked for", "正在答复您的延期申请，期间不计入整改期限", "your request for more time is being decided; your time stands still"),
	named(Submitted, "待核查", "to be looked at", "已收到您的整改材料，正在核查，期间不计入整改期限", "your evidence is being looked at; your time stands still"),
	named(Overdue, "逾期", "overdue", "整改期限已过；仍可以整改并提交材料，认定单位可能约谈", "the term is over; you may still put it right, and may be called to a talk"),
	named(Late, "逾期提交，待核查", "handed in late, to be looked at", "已收到您逾期提交的材料，正在核查", "what you handed in late is being looked at"),
	named(Done, "整改到位", "done", "整改到位，已办结，不作失信信息记录", "done and closed; nothing is recorded against you"),
	named(NotDone, "未整改到位", "not done", "经核查未整改到位，已办结；依据和救济途径见文书", "not put right; the matter is closed, the paper names the basis and remedies"),
	named(Withdrawn, "已撤回", "withdrawn", "整改要求已撤回，没有留下任何记录", "the order was withdrawn; no record remains"),
}

func named(s caseflow.State, zh, en, publicZH, publicEN string) caseflow.StateName {
	return caseflow.StateName{State: s, Name: law.Text2{ZH: zh, EN: en}, Public: law.Text2{ZH: publicZH, EN: publicEN}}
}

// clocks: the only one that runs out into a move is the subject's own, and it leads to "overdue", where a person decides.
var clocks = []caseflow.Clock{
	{Name: "issue", Title: law.Text2{ZH: "签发", EN: "Issue the order"}, While: []caseflow.State{Drafted}, Limit: "rectify.issue"},
	{Name: "serve", Title: law.Text2{ZH: "送达", EN: "Serve it"}, While: []caseflow.State{Issued}, Limit: "rectify.serve"},
	{Name: termClock, Title: law.Text2{ZH: "整改", EN: "Put it right"}, While: []caseflow.State{Served}, Rests: []caseflow.State{Asking, Submitted}, Limit: standardTerm, Late: Lapse},
	{Name: "extension", Title: law.Text2{ZH: "答复延期申请", EN: "Answer the request for more time"}, While: []caseflow.State{Asking}, Limit: "rectify.extension"},
	{Name: "check", Title: law.Text2{ZH: "核查整改材料", EN: "Look at what was handed in"}, While: []caseflow.State{Submitted, Late}, Limit: "rectify.check"},
	{Name: "overdue", Title: law.Text2{ZH: "逾期处理", EN: "Decide what follows"}, While: []caseflow.State{Overdue}, Limit: "rectify.overdue"},
}
