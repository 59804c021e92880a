package listing

import (
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Kinds of case: an entry on a list, and a ban, by the same steps.
const (
	Kind    = "listing"
	BanKind = "ban"
)

// States of a listing and of a ban.
const (
	Clue     caseflow.State = "clue"     // 线索
	Proposed caseflow.State = "proposed" // 拟列入：facts, basis and severity are named
	Noticed  caseflow.State = "noticed"  // 已告知：the notice was served
	Hearing  caseflow.State = "hearing"  // 听证：asked for, not held yet
	Heard    caseflow.State = "heard"    // 已听取意见
	Drafted  caseflow.State = "drafted"  // 已拟办：another officer decides
	Decided  caseflow.State = "decided"  // 已决定
	Served   caseflow.State = "served"   // 已送达
	Listed   caseflow.State = "listed"   // 已列入：the record is there
	Received caseflow.State = "received" // 外部认定待核
	Recorded caseflow.State = "recorded" // 据外部认定登记
	Dropped  caseflow.State = "dropped"  // 不予列入
	Removed  caseflow.State = "removed"  // 已移出
	Quashed  caseflow.State = "quashed"  // 撤销：it was wrong
	Expired  caseflow.State = "expired"  // 期满
)

// Acts of a listing and of a ban.
const (
	Open            caseflow.Act = "open"
	Import          caseflow.Act = "import"
	AcceptOutside   caseflow.Act = "accept_outside"
	RefuseOutside   caseflow.Act = "refuse_outside"
	Close           caseflow.Act = "close"
	Propose         caseflow.Act = "propose"
	Override        caseflow.Act = "override"
	ConfirmOverride caseflow.Act = "confirm_override"
	RefuseOverride  caseflow.Act = "refuse_override"
	ServeNotice     caseflow.Act = "serve_notice"
	State           caseflow.Act = "state"
	ReceiveState    caseflow.Act = "receive_statement"
	AskHearing      caseflow.Act = "ask_hearing"
	ReceiveAsk      caseflow.Act = "receive_hearing_request"
	Silence         caseflow.Act = "silence"
	CallHearing     caseflow.Act = "call_hearing"
	HoldHearing     caseflow.Act = "hold_hearing"
	Revise          caseflow.Act = "revise"
	ProposeListing  caseflow.Act = "propose_listing"
	ProposeDrop     caseflow.Act = "propose_drop"
	Discuss         caseflow.Act = "discuss"
	Return          caseflow.Act = "return"
	Decide          caseflow.Act = "decide"
	Drop            caseflow.Act = "drop"
	ServeDecision   caseflow.Act = "serve_decision"
	Enter           caseflow.Act = "enter"
	ProposeRemoval  caseflow.Act = "propose_removal"
	ProposeQuash    caseflow.Act = "propose_quash"
	KeepListed      caseflow.Act = "keep"
	Remove          caseflow.Act = "remove"
	Quash           caseflow.Act = "quash"
	FollowRemoval   caseflow.Act = "follow_removal"
	FollowQuash     caseflow.Act = "follow_quash"
	Lapse           caseflow.Act = "lapse"
)

// Evidence and facts that moves need.
const (
	noticeService   = "notice_service"   // 告知书送达回证
	decisionService = "decision_service" // 决定书送达回证
	outsideDecision = "outside_decision" // 外部决定文书
	outsideService  = "outside_service"  // 外部决定的送达凭证
	hearingMinutes  = "hearing_minutes"  // 听证笔录
	panelMinutes    = "panel_minutes"    // 集体讨论记录
	statementPaper  = "statement_paper"  // 书面或者口头陈述的记录
	overrideAsked   = "override_asked"
	hearingCalled   = "hearing_called"
	listingDrafted  = "listing_drafted"
	dropDrafted     = "drop_drafted"
	removalDrafted  = "removal_drafted"
	quashDrafted    = "quash_drafted"
)

var (
	policy    = law.Ref{Instrument: "qfb-2021-4", Article: "（十四）"}
	banPolicy = law.Ref{Instrument: "qfb-2021-4", Article: "（十七）"}
	process   = law.Ref{Instrument: "gbf-2020-49", Article: "（八）"}
	hearings  = law.Ref{Instrument: "penalty-law", Article: "第六十四条"}
	publicity = law.Ref{Instrument: "qfb-2021-4", Article: "（十九）"}
)

// Flow is the table of a listing or of a ban: the same steps, because a ban weighs no less.
func Flow(lib *law.Library, kind string) caseflow.Def {
	asks := policy
	if kind == BanKind {
		asks = banPolicy
	}
	d := caseflow.Def{
		Kind: kind, Prefix: "MD", Edition: "2026-1", From: workday.MustParse("2024-01-01"), Purpose: "listing", Start: Clue,
		Name: law.Text2{ZH: "严重失信主体名单认定", EN: "Listing of seriously dishonest subjects"}, States: states,
		Final:  []caseflow.State{Dropped, Removed, Quashed, Expired},
		Moves:  moves(lib, kind),
		Clocks: clocks,
		Never: []caseflow.Guard{
			{To: Decided, Without: Noticed, Basis: process},
			{To: Decided, Without: Heard, Basis: process},
			{To: Decided, Without: Drafted, Basis: process},
			{To: Listed, Without: Noticed, Basis: process},
			{To: Listed, Without: Heard, Basis: process},
			{To: Listed, Without: Decided, Basis: process},
			{To: Listed, Without: Served, Basis: process},
			{To: Recorded, Without: Received, Basis: asks},
		},
		Apart: [][2]caseflow.Act{{ProposeListing, Decide}, {ProposeDrop, Drop}, {Override, ConfirmOverride}, {ProposeRemoval, Remove}, {ProposeQuash, Quash},
			{Import, AcceptOutside}},
		Untold: []caseflow.State{Clue, Proposed, Received},
		Read:   []string{access.ListingRead, access.CaseReview}, Escalated: []string{access.ListingRead},
	}
	if kind == BanKind {
		d.Prefix, d.Name = "JR", law.Text2{ZH: "市场和行业禁入", EN: "Market and industry bans"}
	}
	return d
}

var states = []caseflow.StateName{
	named(Clue, "线索核查", "a clue", "正在核查线索，尚无任何结论", "a clue is being looked into; nothing is found yet"),
	named(Proposed, "拟列入", "proposed", "认定单位拟提出意见，尚未告知", "the body is preparing a proposal"),
	named(Noticed, "已告知", "noticed", "已告知拟作出的决定；您可以陈述、申辩，也可以要求听证", "you were told what is intended; you may answer, and ask for a hearing"),
	named(Hearing, "待听证", "a hearing is due", "已收到听证要求，等待通知时间和地点", "a hearing was asked for; time and place will be told"),
	named(Heard, "已听取意见", "heard", "已听取您的意见，或者陈述期限已过", "you were heard, or the time for it is over"),
	named(Drafted, "已拟办", "drafted", "承办人已提出意见，由另一位负责人决定", "an officer has proposed; another decides"),
	named(Decided, "已决定", "decided", "已作出决定，等待送达；送达前不发生效力", "decided, and not served yet; it has no effect before that"),
	named(Served, "已送达", "served", "决定已送达；救济途径和移出条件见文书", "the decision is served; it names the remedies and how to come off"),
	named(Listed, "已列入", "listed", "已列入；期满自动终止，符合条件可以提前移出", "listed; it ends by itself with its term, and earlier on the conditions named"),
	named(Received, "外部认定待核", "an outside decision, to be looked at", "其他机关的决定正在核对", "a decision of another body is being looked at"),
	named(Recorded, "据外部认定登记", "recorded from outside", "依据其他机关的决定登记；期满自动终止", "recorded from the decision of another body; it ends with its term"),
	named(Dropped, "不予列入", "dropped", "不予列入，没有留下任何记录", "not listed; no record remains"),
	named(Removed, "已移出", "removed", "已移出，公示、使用和措施均已停止", "taken off; publication, use and measures have ended"),
	named(Quashed, "已撤销", "quashed", "决定已撤销，视为从未列入", "the decision is quashed, as if it had never been"),
	named(Expired, "期满终止", "ended", "期限届满，已自动终止", "the term is over; it has ended by itself"),
}

func named(s caseflow.State, zh, en, publicZH, publicEN string) caseflow.StateName {
	return caseflow.StateName{State: s, Name: law.Text2{ZH: zh, EN: en}, Public: law.Text2{ZH: publicZH, EN: publicEN}}
}

// clocks: only the time to answer runs out into a move, and that leads on to hearing nobody, never to a decision.
var clocks = []caseflow.Clock{
	{Name: "propose", Title: law.Text2{ZH: "核查线索", EN: "Look into the clue"}, While: []caseflow.State{Clue, Received}, Limit: "listing.propose"},
	{Name: "notice", Title: law.Text2{ZH: "告知当事人", EN: "Tell the subject"}, While: []caseflow.State{Proposed}, Limit: "listing.notice"},
	{Name: "statement", Title: law.Text2{ZH: "陈述申辩、要求听证", EN: "Answer, or ask for a hearing"}, While: []caseflow.State{Noticed}, Limit: "hearing.request", Late: Silence},
	{Name: "hearing", Title: law.Text2{ZH: "举行听证", EN: "Hold the hearing"}, While: []caseflow.State{Hearing}, Limit: "listing.hearing"},
	{Name: "decide", Title: law.Text2{ZH: "作出决定", EN: "Decide"}, While: []caseflow.State{Heard, Drafted}, Limit: "listing.decide"},
	{Name: "publish", Title: law.Text2{ZH: "送达并公示", EN: "Serve and publish"}, While: []caseflow.State{Decided, Served}, Limit: "listing.publish"},
	{Name: "review", Title: law.Text2{ZH: "列入期间复核", EN: "Look again at the entry"}, While: []caseflow.State{Listed, Recorded}, Limit: "listing.review"},
}
