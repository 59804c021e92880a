package repair

import (
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// RevocationKind is a case of its own: a repair that was granted is over, and what takes it back begins with a notice.
const RevocationKind = "revocation"

// States of a revocation.
const (
	Told    caseflow.State = "told"    // 已告知：the subject may answer
	Heard   caseflow.State = "heard"   // 已听取意见，或者逾期未陈述
	Revoked caseflow.State = "revoked" // 撤销修复
	Kept    caseflow.State = "kept"    // 维持修复
)

// Acts of a revocation.
const (
	Notify        caseflow.Act = "notify"
	Answer        caseflow.Act = "answer"
	Silence       caseflow.Act = "silence"
	ProposeRevoke caseflow.Act = "propose_revocation"
	ProposeKeep   caseflow.Act = "propose_keeping"
	Revoke        caseflow.Act = "revoke"
	Keep          caseflow.Act = "keep"
)

const (
	revocationDrafted = "revocation_drafted"
	keepingDrafted    = "keeping_drafted"
)

// Revocation is the table by which a repair, or a relief, is taken back: told, heard, drafted by one, decided by another (F04-2).
func Revocation() caseflow.Def {
	findings := required("findings", caseflow.LongText, "核实情况", "What was found", "写明对陈述、申辩的复核。", "How the subject's answer was examined.")
	hearing := law.Ref{Instrument: "penalty-law", Article: "第六十四条"}
	body := func(act caseflow.Act, zh, en string, from, to caseflow.State, permission string, needs []string, form ...caseflow.Field) caseflow.Move {
		return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: []caseflow.State{from}, To: to, By: caseflow.Body, Permission: permission,
			Needs: needs, Form: form, Basis: promise}
	}
	revoke := body(Revoke, "撤销修复，恢复原状", "Revoke the repair", Deciding, Revoked, access.RepairDecide, []string{revocationDrafted})
	revoke.Weight = caseflow.Heavy
	keep := body(Keep, "维持修复", "Keep the repair", Deciding, Kept, access.RepairDecide, []string{keepingDrafted})
	keep.Weight = caseflow.Favour
	return caseflow.Def{
		Kind: RevocationKind, Prefix: "CX", Edition: "2026-1", From: workday.MustParse("2025-06-22"), Purpose: "repair", Start: Told,
		Name: law.Text2{ZH: "撤销信用修复", EN: "Revoking a repair"},
		States: []caseflow.StateName{
			named(Told, "已告知", "told", "认定单位告知拟撤销修复；您可以陈述和申辩", "the body intends to revoke the repair; you may answer"),
			named(Heard, "已听取意见", "heard", "已收到您的意见，或者陈述期限已过", "your answer was received, or the time for it is over"),
			named(Deciding, "已拟办", "drafted", "承办人已提出意见，由另一位负责人决定", "an officer has proposed; another decides"),
			named(Revoked, "已撤销", "revoked", "修复已撤销，记录恢复；救济途径见文书", "the repair is revoked and the record is back; the paper names the remedies"),
			named(Kept, "维持修复", "kept", "修复维持不变", "the repair stands"),
		},
		Final: []caseflow.State{Revoked, Kept},
		Moves: []caseflow.Move{
			{Act: Notify, Name: law.Text2{ZH: "告知拟撤销", EN: "Tell the subject"}, To: Told, By: caseflow.Body, Permission: access.RepairDraft, Basis: promise, Form: notice()},
			{Act: Answer, Name: law.Text2{ZH: "陈述申辩", EN: "Answer"}, From: []caseflow.State{Told}, To: Heard, By: caseflow.Subject, Permission: access.CaseSubmit,
				Confirm: true, Basis: hearing, Form: []caseflow.Field{
					required("statement", caseflow.LongText, "陈述与申辩", "Answer", "可以说明已经如何履行承诺。", "How the commitment was kept, or why not."),
					{Name: "papers", Kind: caseflow.Attachments, Label: law.Text2{ZH: "材料", EN: "Papers"}, Why: law.Text2{ZH: "可以不提交。", EN: "By choice."}}}},
			{Act: Silence, Name: law.Text2{ZH: "逾期未陈述", EN: "No answer in time"}, From: []caseflow.State{Told}, To: Heard, By: caseflow.Platform, Basis: hearing},
			body(ProposeRevoke, "拟撤销", "Propose to revoke", Heard, Deciding, access.RepairDraft, nil, append([]caseflow.Field{findings}, refusal...)...),
			body(ProposeKeep, "拟维持", "Propose to keep", Heard, Deciding, access.RepairDraft, nil, findings),
			body(Return, "退回承办人", "Return to the officer", Deciding, Heard, access.RepairDecide, nil,
				required("reason", caseflow.LongText, "退回理由", "Why", "承办人据此修改。", "The officer mends it accordingly.")),
			revoke, keep,
		},
		Clocks: []caseflow.Clock{
			{Name: "hearing", Title: law.Text2{ZH: "陈述申辩", EN: "Time to answer"}, While: []caseflow.State{Told}, Limit: "hearing.request", Late: Silence},
			{Name: "decide", Title: law.Text2{ZH: "作出决定", EN: "Decide"}, While: []caseflow.State{Heard, Deciding}, Limit: "repair.revoke.decide"},
		},
		Never: []caseflow.Guard{{To: Revoked, Without: Told, Basis: promise}, {To: Revoked, Without: Heard, Basis: promise}, {To: Revoked, Without: Deciding, Basis: promise}},
		Apart: [][2]caseflow.Act{{ProposeRevoke, Revoke}, {ProposeKeep, Keep}, {Notify, Revoke}},
		Read:  []string{access.CaseReview}, Escalated: []string{access.RepairRead},
	}
}

// notice is what the subject is told before anything is taken back: which repair, which clause of the commitment, why.
func notice() []caseflow.Field {
	return []caseflow.Field{
		required("case", caseflow.Text, "原修复办件编号", "Number of the repair", "XF- 开头的编号。", "It begins with XF-."),
		required("clause", caseflow.Text, "违反的承诺条款", "Clause that was broken", "承诺书条款的代码，如 honour；重整未执行填 plan。", "Its id in the commitment, such as honour; plan when the plan was not carried out."),
		required("reason", caseflow.LongText, "事实和理由", "Facts and reasons", "违反承诺的事实和证据。", "What happened, and what shows it."),
	}
}
