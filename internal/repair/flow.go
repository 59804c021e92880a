package repair

import (
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Kind of the case of a repair.
const Kind = "repair"

// States of a repair.
const (
	Draft        caseflow.State = "draft"        // 拟备：an agent or a clerk has prepared it, the firm has not signed
	Submitted    caseflow.State = "submitted"    // 已提交：signed, and may still be taken back
	Pushed       caseflow.State = "pushed"       // 已推送：the deciding body has it
	Supplement   caseflow.State = "supplement"   // 补正：the subject is waited for
	Accepted     caseflow.State = "accepted"     // 已受理
	Deciding     caseflow.State = "deciding"     // 已拟办：another officer decides
	Granted      caseflow.State = "granted"      // 准予：the four effects have happened
	Syncing      caseflow.State = "syncing"      // 同步撤下：other sites have been told
	Relieved     caseflow.State = "relieved"     // 暂时解除：a court has approved the plan
	Inadmissible caseflow.State = "inadmissible" // 不予受理
	Refused      caseflow.State = "refused"      // 不予修复
	Withdrawn    caseflow.State = "withdrawn"    // 撤回
	Restored     caseflow.State = "restored"     // 恢复：the plan failed, after the subject was heard
	Closed       caseflow.State = "closed"       // 办结：every target has acknowledged
)

// Acts of a repair.
const (
	Prepare             caseflow.Act = "prepare"
	Enter               caseflow.Act = "enter"
	Submit              caseflow.Act = "submit"
	Undo                caseflow.Act = "undo"
	Push                caseflow.Act = "push"
	Withdraw            caseflow.Act = "withdraw"
	Lapse               caseflow.Act = "lapse"
	Add                 caseflow.Act = "add"
	GiveFacts           caseflow.Act = "give_facts"
	Fulfil              caseflow.Act = "fulfil"
	Ask                 caseflow.Act = "ask"
	Complete            caseflow.Act = "complete"
	Accept              caseflow.Act = "accept"
	ProposeInadmissible caseflow.Act = "propose_inadmissible"
	FindInadmissible    caseflow.Act = "find_inadmissible"
	ProposeGrant        caseflow.Act = "propose_grant"
	ProposeRefusal      caseflow.Act = "propose_refusal"
	ProposeRelief       caseflow.Act = "propose_relief"
	Return              caseflow.Act = "return"
	Grant               caseflow.Act = "grant"
	Refuse              caseflow.Act = "refuse"
	Relieve             caseflow.Act = "relieve"
	PlanDone            caseflow.Act = "plan_done"
	Restore             caseflow.Act = "restore"
	Sync                caseflow.Act = "sync"
	Close               caseflow.Act = "close"
)

// Facts and evidence that moves need.
const (
	Commitment          = "commitment" // evidence: a signed commitment that verifies (F04-1)
	grantDrafted        = "grant_drafted"
	refusalDrafted      = "refusal_drafted"
	reliefDrafted       = "relief_drafted"
	inadmissibleDrafted = "inadmissible_drafted"
)

var (
	policy  = law.Ref{Instrument: "qfb-2021-4", Article: "（二十六）"}
	promise = law.Ref{Instrument: "qfb-2021-4", Article: "（四）"}
	plan    = law.Ref{Instrument: "gbf-2025-22"}
	effects = law.Ref{Instrument: "ndrc-36", Article: "第三条"}
)

// Flow is the table of a repair. The choice of methods comes from the law library.
func Flow(lib *law.Library) caseflow.Def {
	return caseflow.Def{
		Kind: Kind, Prefix: "XF", Edition: "2026-1", From: workday.MustParse("2025-06-22"), Purpose: "repair", Start: Submitted,
		Name:   law.Text2{ZH: "信用修复", EN: "Credit repair"},
		States: states, Final: []caseflow.State{Inadmissible, Refused, Withdrawn, Restored, Closed},
		Moves: moves(lib), Clocks: clocks,
		Never: []caseflow.Guard{
			{To: Inadmissible, Without: Pushed, Basis: plan},
			{To: Refused, Without: Accepted, Basis: plan},
			{To: Refused, Without: Deciding, Basis: plan},
			{To: Granted, Without: Accepted, Basis: plan},
			{To: Granted, Without: Deciding, Basis: plan},
			{To: Relieved, Without: Deciding, Basis: plan},
			{To: Closed, Without: Granted, Basis: effects},
			{To: Pushed, Without: Submitted, Basis: promise},
		},
		Apart: [][2]caseflow.Act{{ProposeGrant, Grant}, {ProposeRefusal, Refuse}, {ProposeRelief, Relieve}, {ProposeInadmissible, FindInadmissible}},
		Read:  []string{access.CaseReview}, Escalated: []string{access.RepairRead},
	}
}

var states = []caseflow.StateName{
	named(Draft, "拟备", "draft", "已替您准备好，等待企业签署承诺后提交", "prepared for you; it waits for the firm to sign and submit"),
	named(Submitted, "已提交", "submitted", "已提交，短时间内可以撤回或修改", "handed in; for a short while you may take it back"),
	named(Pushed, "已推送", "with the body", "认定单位已收到，正在看材料是否齐全", "the body has it and looks whether it is complete"),
	named(Supplement, "补正", "to be completed", "请补充一项材料；等待期间办理时间暂停", "please add what is named; the time stands still meanwhile"),
	named(Accepted, "已受理", "accepted", "已受理，正在核实", "accepted, and being examined"),
	named(Deciding, "已拟办", "drafted", "承办人已提出意见，由另一位负责人决定", "an officer has proposed; another decides"),
	named(Granted, "准予修复", "granted", "已准予修复，公示、使用和措施均已停止", "granted: publication, use and measures have ended"),
	named(Syncing, "同步撤下", "taking down elsewhere", "正在确认其他网站均已撤下", "confirming that every other site has taken it down"),
	named(Relieved, "暂时解除", "relieved for the time being", "重整计划执行期间暂时解除；执行完毕后正式修复", "lifted while the plan is carried out; repaired when it is"),
	named(Inadmissible, "不予受理", "not admitted", "未受理；理由和可以再申请的日期见文书", "not admitted; the paper says why and when to ask again"),
	named(Refused, "不予修复", "refused", "未准予修复；理由、可以再申请的日期和救济途径见文书", "refused; the paper says why, when to ask again, and the remedies"),
	named(Withdrawn, "已撤回", "withdrawn", "已撤回，随时可以重新申请", "withdrawn; you may ask again at any time"),
	named(Restored, "恢复原状", "restored", "重整计划未能执行，听取意见后恢复原状", "the plan failed; after you were heard the former state is back"),
	named(Closed, "办结", "closed", "已修复并确认各处均已撤下", "repaired, and taken down everywhere"),
}

func named(s caseflow.State, zh, en, publicZH, publicEN string) caseflow.StateName {
	return caseflow.StateName{State: s, Name: law.Text2{ZH: zh, EN: en}, Public: law.Text2{ZH: publicZH, EN: publicEN}}
}

// clocks: the body's time begins on the day of filing, not on the day a job pushed it: no delay of ours takes from the subject.
var clocks = []caseflow.Clock{
	{Name: "prepare", Title: law.Text2{ZH: "签署并提交", EN: "Sign and submit"}, While: []caseflow.State{Draft}, Limit: "repair.supplement", Late: Lapse},
	{Name: "accept", Title: law.Text2{ZH: "受理与否", EN: "Accept or not"}, While: []caseflow.State{Submitted, Pushed}, Rests: []caseflow.State{Supplement}, Limit: "repair.accept"},
	{Name: "supplement", Title: law.Text2{ZH: "补正", EN: "Complete the papers"}, While: []caseflow.State{Supplement}, Limit: "repair.supplement", Late: Lapse},
	{Name: "decide", Title: law.Text2{ZH: "作出决定", EN: "Decide"}, While: []caseflow.State{Accepted, Deciding}, Limit: "repair.decide", Extend: "repair.extend"},
	{Name: "total", Title: law.Text2{ZH: "自申请至答复", EN: "From application to answer"}, While: []caseflow.State{Submitted, Pushed, Accepted, Deciding},
		Rests: []caseflow.State{Supplement}, Limit: "repair.total", Extend: "repair.extend"},
	{Name: "sync", Title: law.Text2{ZH: "各处同步撤下", EN: "Taken down everywhere"}, While: []caseflow.State{Granted, Syncing}, Limit: "repair.elsewhere"},
	{Name: "watch", Title: law.Text2{ZH: "核查重整计划执行", EN: "Look at the plan"}, While: []caseflow.State{Relieved}, Limit: "repair.reorganisation.watch"},
}

func moves(lib *law.Library) []caseflow.Move {
	return append(subjectMoves(), bodyMoves(lib)...)
}

func subjectMoves() []caseflow.Move {
	proofs := caseflow.Field{Name: "papers", Kind: caseflow.Attachments, Label: law.Text2{ZH: "补充的材料", EN: "What is added"},
		Why: law.Text2{ZH: "只收所缺的履行证明；平台能查到的不需要提交。", EN: "Only the missing proof of fulfilment; what the platform finds is not asked for."}}
	note := caseflow.Field{Name: "statement", Kind: caseflow.LongText, Label: law.Text2{ZH: "说明", EN: "Statement"},
		Why: law.Text2{ZH: "可以不填。", EN: "May be left empty."}}
	return []caseflow.Move{
		{Act: Prepare, Name: law.Text2{ZH: "拟备", EN: "Prepare"}, To: Draft, By: caseflow.Subject, Permission: access.CasePrepare, Basis: policy},
		{Act: Enter, Name: law.Text2{ZH: "窗口录入", EN: "Enter at the window"}, To: Draft, By: caseflow.Window, Permission: access.CasePrepare, Basis: policy},
		{Act: Submit, Name: law.Text2{ZH: "提交", EN: "Submit"}, To: Submitted, By: caseflow.Subject, Permission: access.CaseSubmit, Confirm: true,
			Needs: []string{Commitment}, Basis: promise},
		{Act: Submit, Name: law.Text2{ZH: "签署并提交", EN: "Sign and submit"}, From: []caseflow.State{Draft}, To: Submitted, By: caseflow.Subject,
			Permission: access.CaseSubmit, Confirm: true, Needs: []string{Commitment}, Basis: promise},
		{Act: Undo, Name: law.Text2{ZH: "撤回签署", EN: "Take the signature back"}, From: []caseflow.State{Submitted}, To: Withdrawn, By: caseflow.Subject,
			Permission: access.CaseSubmit, Confirm: true, Basis: law.Ref{Instrument: "elder-web"}},
		{Act: Withdraw, Name: law.Text2{ZH: "撤回申请", EN: "Withdraw"}, From: []caseflow.State{Draft, Pushed, Supplement, Accepted, Deciding}, To: Withdrawn,
			By: caseflow.Subject, Permission: access.CaseSubmit, Confirm: true, Form: []caseflow.Field{note}, Basis: policy},
		{Act: Add, Name: law.Text2{ZH: "补充材料", EN: "Add papers"}, From: []caseflow.State{Pushed, Accepted}, By: caseflow.Subject,
			Permission: access.CaseSubmit, Confirm: true, Form: []caseflow.Field{proofs, note}, Basis: policy},
		{Act: Complete, Name: law.Text2{ZH: "完成补正", EN: "Complete"}, From: []caseflow.State{Supplement}, To: Pushed, By: caseflow.Subject,
			Permission: access.CaseSubmit, Confirm: true, Form: []caseflow.Field{proofs, note}, Basis: plan},
		{Act: PlanDone, Name: law.Text2{ZH: "重整计划执行完毕，申请修复", EN: "The plan is carried out: ask for repair"}, From: []caseflow.State{Relieved}, To: Accepted,
			By: caseflow.Subject, Permission: access.CaseSubmit, Confirm: true, Basis: plan, Form: []caseflow.Field{
				required("ruling", caseflow.Text, "执行完毕的裁定或报告文号", "Number of the ruling or report", "人民法院终结重整程序的裁定，或者管理人的监督报告。", "The court's ruling that ends it, or the administrator's report."), proofs}},
		{Act: Push, Name: law.Text2{ZH: "推送认定单位", EN: "Push to the body"}, From: []caseflow.State{Submitted}, To: Pushed, By: caseflow.Platform, Basis: plan},
		{Act: Lapse, Name: law.Text2{ZH: "逾期未补，视为撤回", EN: "Not completed: taken as withdrawn"}, From: []caseflow.State{Draft, Supplement}, To: Withdrawn,
			By: caseflow.Platform, Basis: plan},
		{Act: Sync, Name: law.Text2{ZH: "通知各处撤下", EN: "Tell every other site"}, From: []caseflow.State{Granted}, To: Syncing, By: caseflow.Platform, Basis: effects},
		{Act: Close, Name: law.Text2{ZH: "各处均已确认", EN: "All have acknowledged"}, From: []caseflow.State{Syncing}, To: Closed, By: caseflow.Platform, Basis: effects},
		{Act: Restore, Name: law.Text2{ZH: "恢复原状", EN: "Restore"}, From: []caseflow.State{Relieved}, To: Restored, By: caseflow.Platform, Basis: plan},
	}
}

func bodyMoves(lib *law.Library) []caseflow.Move {
	body := func(act caseflow.Act, zh, en string, from, to caseflow.State, permission string, form ...caseflow.Field) caseflow.Move {
		return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: []caseflow.State{from}, To: to, By: caseflow.Body, Permission: permission, Form: form, Basis: plan}
	}
	decide := func(act caseflow.Act, zh, en string, from, to caseflow.State, weight caseflow.Weight, needs string) caseflow.Move {
		m := body(act, zh, en, from, to, access.RepairDecide)
		m.Weight, m.Needs = weight, []string{needs}
		return m
	}
	look := []caseflow.State{Pushed, Accepted}
	fulfil := body(Fulfil, "登记已完成的修复方式", "Record a method as fulfilled", Pushed, caseflow.Stay, access.RepairDraft, methodField(lib),
		required("evidence", caseflow.Text, "依据", "What shows it", "核查记录、培训记录等的编号。", "Number of the record of the check, the training and so on."))
	fulfil.From = look
	facts := caseflow.Move{Act: GiveFacts, Name: law.Text2{ZH: "提供履行事实", EN: "Give facts of fulfilment"}, From: look, By: caseflow.Provider,
		Permission: access.RepairFacts, Basis: policy, Form: append([]caseflow.Field{
			required("record", caseflow.Record, "记录", "Record", "事实所涉的记录。", "The record the fact is about.")}, proofForm...)}
	return []caseflow.Move{
		fulfil, facts,
		body(Ask, "要求补正", "Ask to complete", Pushed, Supplement, access.RepairDraft,
			required("missing", caseflow.LongText, "需要补正的内容", "What is missing", "一次性写明；平台能查到的不得要求。", "All of it at once; never what the platform can find.")),
		body(Accept, "受理", "Accept", Pushed, Accepted, access.RepairDraft),
		body(ProposeInadmissible, "拟不予受理", "Propose not to admit", Pushed, caseflow.Stay, access.RepairDraft, refusal...),
		decide(FindInadmissible, "不予受理", "Do not admit", Pushed, Inadmissible, caseflow.Heavy, inadmissibleDrafted),
		body(ProposeGrant, "拟准予修复", "Propose to grant", Accepted, Deciding, access.RepairDraft,
			required("findings", caseflow.LongText, "核实情况", "What was found", "写明核实了什么、依据什么。", "What was examined, and on what.")),
		body(ProposeRefusal, "拟不予修复", "Propose to refuse", Accepted, Deciding, access.RepairDraft, refusal...),
		body(ProposeRelief, "拟暂时解除（重整）", "Propose relief for the time being", Accepted, Deciding, access.RepairDraft,
			required("findings", caseflow.LongText, "核实情况", "What was found", "写明裁定的法院、文号和核实情况。", "The court, the number of the ruling, what was examined.")),
		body(Return, "退回承办人", "Return to the officer", Deciding, Accepted, access.RepairDecide,
			required("reason", caseflow.LongText, "退回理由", "Why", "承办人据此修改。", "The officer mends it accordingly.")),
		decide(Grant, "准予修复", "Grant", Deciding, Granted, caseflow.Favour, grantDrafted),
		decide(Refuse, "不予修复", "Refuse", Deciding, Refused, caseflow.Heavy, refusalDrafted),
		decide(Relieve, "暂时解除", "Relieve", Deciding, Relieved, caseflow.Favour, reliefDrafted),
	}
}

// refusal is what no refusal may lack (F26-9); the next possible day is computed and never typed.
var refusal = []caseflow.Field{
	required("reason", caseflow.LongText, "理由", "Reason", "针对申请逐项说明。", "Answer the application point by point."),
	required("instrument", caseflow.Text, "依据的文件", "Instrument", "规则库中的文件代码，如 ndrc-36。", "Its code in the law library, such as ndrc-36."),
	{Name: "article", Kind: caseflow.Text, Label: law.Text2{ZH: "条款", EN: "Article"}, Why: law.Text2{ZH: "如“第三条”；未核对条号的可以不填。", EN: "As printed; left empty when its number is not verified."}},
	required("remedy", caseflow.LongText, "救济途径", "Remedies", "复议机关、诉讼法院和期限。", "Where to ask for reconsideration, where to sue, until when."),
}

// proofForm is how a fact of fulfilment is described.
var proofForm = []caseflow.Field{
	{Name: "kind", Kind: caseflow.Choice, Required: true, Label: law.Text2{ZH: "事实", EN: "Fact"}, Why: law.Text2{ZH: "履行了什么。", EN: "What was fulfilled."},
		Options: []caseflow.Option{{Code: string(Payment), Name: Payment.Name()}, {Code: string(Rectification), Name: Rectification.Name()}}},
	required("on", caseflow.Date, "日期", "Day", "缴清或者完成整改的日期。", "On which it was paid or put right."),
	required("source", caseflow.Text, "来源", "Source", "如非税系统、整改复查。", "Such as the system of fines, or the re-inspection."),
	required("document", caseflow.Text, "凭证号", "Number", "缴款书、复查意见等的编号；不得填写个人信息。", "Of the payment or the re-inspection; nothing about a person."),
}

func required(name string, kind caseflow.FieldKind, zh, en, whyZH, whyEN string) caseflow.Field {
	return caseflow.Field{Name: name, Kind: kind, Required: true, Label: law.Text2{ZH: zh, EN: en}, Why: law.Text2{ZH: whyZH, EN: whyEN}}
}

// methodField offers the methods of the law (F26-4), those of signing aside: a signature is not recorded by an officer.
func methodField(lib *law.Library) caseflow.Field {
	f := required("method", caseflow.Choice, "修复方式", "Method", "完成了哪一种。", "Which one was fulfilled.")
	for _, m := range lib.On(workday.MustParse("2026-04-01")).RepairMethods() {
		if m.Code != Commitment {
			f.Options = append(f.Options, caseflow.Option{Code: m.Code, Name: m.Name})
		}
	}
	return f
}
