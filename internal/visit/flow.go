package visit

import (
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// firstDay is that of the first edition of the table.
var firstDay = workday.MustParse("2024-12-16")

// Kind of case.
const Kind = "visit"

// States of a visit.
const (
	Planned   caseflow.State = "planned"   // 待审批
	Approved  caseflow.State = "approved"  // 已审批
	Notified  caseflow.State = "notified"  // 已通知
	OnSite    caseflow.State = "on_site"   // 检查中
	Recorded  caseflow.State = "recorded"  // 待签署
	Signed    caseflow.State = "signed"    // 已签署
	Resulted  caseflow.State = "resulted"  // 结果已形成
	Published caseflow.State = "published" // 已公示
	Closed    caseflow.State = "closed"    // 已办结
	Dropped   caseflow.State = "dropped"   // 未实施
)

// Acts of a visit.
const (
	Open            caseflow.Act = "open"
	Approve         caseflow.Act = "approve"
	Refuse          caseflow.Act = "refuse_approval"
	Notify          caseflow.Act = "notify"
	Cancel          caseflow.Act = "cancel"
	Arrive          caseflow.Act = "arrive"
	Record          caseflow.Act = "record"
	Sign            caseflow.Act = "sign"
	SignJoint       caseflow.Act = "sign_joint"
	FirmSign        caseflow.Act = "firm_sign"
	FirmDrawn       caseflow.Act = "firm_signed_on_site"
	NoteRefusal     caseflow.Act = "note_refusal"
	AllSigned       caseflow.Act = "all_signed"
	FormResult      caseflow.Act = "form_result"
	ReturnResult    caseflow.Act = "return_result"
	ServeResult     caseflow.Act = "serve_result"
	Comment         caseflow.Act = "comment"
	ShowComment     caseflow.Act = "show_comment"
	WithholdComment caseflow.Act = "withhold_comment"
	Publish         caseflow.Act = "publish"
	Rate            caseflow.Act = "rate"
	Close           caseflow.Act = "close"
)

// Evidence and facts that moves need.
const (
	noticeService = "notice_service" // 通知书送达回证
	resultService = "result_service" // 检查结果送达凭证
	photos        = "photos"         // 现场照片
	signature     = "signature"      // 手写签名
	inspectorsAll = "inspectors_signed"
	firmAnswered  = "firm_answered"
)

var (
	policy     = law.Ref{Instrument: "qfb-2021-4", Article: "（十二）"}
	strict     = law.Ref{Instrument: "gbf-2024-54"}
	inspectors = law.Ref{Instrument: "samr-49", Article: "第二十三条"}
	publicity  = law.Ref{Instrument: "samr-49", Article: "第三十九条"}
)

// Flow is the table of a visit.
func Flow(lib *law.Library) caseflow.Def {
	return caseflow.Def{
		Kind: Kind, Prefix: "JC", Edition: "2026-1", From: firstDay, Purpose: "supervision", Start: Planned,
		Name: law.Text2{ZH: "入企检查", EN: "Inspection visit"}, States: states, Final: []caseflow.State{Closed, Dropped},
		Moves: moves(lib), Clocks: clocks,
		Never: []caseflow.Guard{
			{To: OnSite, Without: Approved, Basis: strict},
			{To: OnSite, Without: Notified, Basis: strict},
			{To: Resulted, Without: Recorded, Basis: strict},
			{To: Resulted, Without: Signed, Basis: strict},
			{To: Published, Without: Resulted, Basis: publicity},
		},
		Apart: [][2]caseflow.Act{{Open, Approve}, {FormResult, Publish}},
		Read:  []string{access.DrawRead, access.CaseReview}, Escalated: []string{access.ListingRead},
	}
}

var states = []caseflow.StateName{
	named(Planned, "待审批", "to be approved", "检查正在审批", "the visit is not approved yet"),
	named(Approved, "已审批", "approved", "检查已经审批，将通知您", "the visit is approved; you will be told"),
	named(Notified, "已通知", "notified", "已通知检查的事项、依据和人员；入企时请扫码核验", "you were told what, on which basis and by whom; check the code on arrival"),
	named(OnSite, "检查中", "being made", "检查正在进行", "the visit is being made"),
	named(Recorded, "待签署", "to be signed", "请核对检查记录并签字；有意见可以写明，也可以拒签", "read the record and sign it; say what you disagree with, or refuse"),
	named(Signed, "已签署", "signed", "记录已签署，正在形成检查结果", "the record is signed; the result is being formed"),
	named(Resulted, "结果已形成", "result formed", "检查结果已形成；您的说明将随结果公示", "the result is there; what you say to it is published with it"),
	named(Published, "已公示", "published", "检查结果已公示；您仍可以补充说明、评价", "the result is published; you may still comment and rate"),
	named(Closed, "已办结", "closed", "检查已办结", "the visit is closed"),
	named(Dropped, "未实施", "not made", "这次检查没有实施", "this visit was not made"),
}

func named(s caseflow.State, zh, en, publicZH, publicEN string) caseflow.StateName {
	return caseflow.StateName{State: s, Name: law.Text2{ZH: zh, EN: en}, Public: law.Text2{ZH: publicZH, EN: publicEN}}
}

func clock(name, zh, en, limit string, while ...caseflow.State) caseflow.Clock {
	return caseflow.Clock{Name: name, Title: law.Text2{ZH: zh, EN: en}, While: while, Limit: limit}
}

// clocks: every one is the body's; none decides anything by running out.
var clocks = []caseflow.Clock{
	clock("approve", "审批检查", "Approve the visit", "visit.approve", Planned),
	clock("notify", "通知企业", "Tell the firm", "visit.notify", Approved),
	clock("go", "开展检查", "Make the visit", "visit.go", Notified),
	clock("record", "登记检查记录", "Record it", "visit.record", OnSite),
	clock("sign", "签署检查记录", "Sign the record", "visit.sign", Recorded),
	clock("result", "形成检查结果", "Form the result", "visit.result", Signed),
	clock("publish", "公示检查结果", "Publish the result", "inspection.result", Resulted),
	clock("close", "办结检查", "Close the visit", "visit.close", Published),
}
