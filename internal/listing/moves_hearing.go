package listing

import (
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
)

// hearingMoves are the subject's, and the same things handed in on paper or said at the counter: a person without an account has
// the same rights.
func hearingMoves() []caseflow.Move {
	statement := needed("statement", caseflow.LongText, "陈述与申辩", "Statement", "对事实、依据、程度有什么意见。", "What there is to say about the facts, the basis, the severity.")
	papers := caseflow.Field{Name: "papers", Kind: caseflow.Attachments, Label: law.Text2{ZH: "材料", EN: "Papers"}, Why: law.Text2{ZH: "可以不提交。", EN: "By choice."}}
	taken := needed(statementPaper, caseflow.Attachment, "书面意见或者笔录", "The paper, or the minutes", "当事人签名的书面意见，或者口头陈述的笔录。", "Signed by the subject, or the minutes of what was said.")
	open := []caseflow.State{Noticed, Heard}
	subject := func(act caseflow.Act, zh, en string, to caseflow.State, basis law.Ref, form ...caseflow.Field) caseflow.Move {
		return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: open, To: to, By: caseflow.Subject, Permission: access.CaseSubmit, Confirm: true,
			Form: form, Basis: basis}
	}
	receive := body(ReceiveState, "收到书面或者口头陈述", "A statement came in", Noticed, Heard, access.ListingDraft, statement, taken)
	receive.From, receive.Needs = open, []string{statementPaper}
	ask := body(ReceiveAsk, "收到听证要求", "A hearing was asked for", Noticed, Hearing, access.ListingDraft, taken)
	ask.From, ask.Needs, ask.Basis = open, []string{statementPaper}, hearings
	call := body(CallHearing, "通知听证", "Call the hearing", Hearing, caseflow.Stay, access.ListingDraft,
		needed("on", caseflow.Date, "听证日期", "Day of the hearing", "须在法定的通知日数之后。", "After the days of notice the law gives."),
		needed("place", caseflow.Text, "地点", "Place", "写明地点。", "Where it is."))
	call.Basis = hearings
	hold := body(HoldHearing, "听证完毕", "The hearing was held", Hearing, Heard, access.ListingDraft,
		needed(hearingMinutes, caseflow.Attachment, "听证笔录", "Minutes", "由当事人核对签名的笔录。", "Read and signed by the subject."))
	hold.Needs, hold.Basis = []string{hearingCalled, hearingMinutes}, hearings
	return []caseflow.Move{
		subject(State, "陈述申辩", "Answer", Heard, process, statement, papers),
		subject(AskHearing, "要求听证", "Ask for a hearing", Hearing, hearings),
		receive, ask,
		{Act: Silence, Name: law.Text2{ZH: "逾期未陈述", EN: "No answer in time"}, From: []caseflow.State{Noticed}, To: Heard, By: caseflow.Platform, Basis: hearings},
		call, hold,
	}
}

func decisions() []caseflow.Move {
	findings := needed("findings", caseflow.LongText, "认定的事实和理由", "Findings", "认定了什么、依据什么证据。", "What was found, and on what evidence.")
	answer := needed("answer", caseflow.LongText, "对陈述申辩的答复", "Answer to the statement", "逐条说明采纳与否及理由；当事人未陈述的写明。", "Point by point whether it is followed, and why; or that nothing was said.")
	remedy := needed("remedy", caseflow.LongText, "救济途径", "Remedies", "行政复议、行政诉讼的机关和期限。", "Where and within what time to ask for reconsideration or to sue.")
	discuss := body(Discuss, "集体讨论", "Panel", Drafted, caseflow.Stay, access.ListingDecide,
		needed(panelMinutes, caseflow.Attachment, "集体讨论记录", "Minutes of the panel", "严重失信的认定须集体讨论。", "Serious cases are decided after a panel."))
	serve := body(ServeDecision, "送达决定书", "Serve the decision", Decided, Served, access.ListingDraft, service("决定书", "the decision", decisionService)...)
	serve.Needs = []string{decisionService}
	enter := decide(Enter, "列入", "Enter it on the list", Served, Listed, caseflow.Heavy, decisionService, noticeService)
	enter.Basis = publicity
	return []caseflow.Move{
		body(ProposeListing, "拟决定列入", "Propose to list", Heard, Drafted, access.ListingDraft, findings, answer, remedy),
		body(ProposeDrop, "拟不予列入", "Propose not to list", Heard, Drafted, access.ListingDraft, findings),
		discuss,
		body(Return, "退回承办人", "Return to the officer", Drafted, Heard, access.ListingDecide, reason("退回理由", "Why", "承办人据此修改。", "The officer mends it accordingly.")),
		decide(Decide, "决定列入", "Decide to list", Drafted, Decided, caseflow.Heavy, listingDrafted, noticeService),
		decide(Drop, "不予列入", "Do not list", Drafted, Dropped, caseflow.Favour, dropDrafted),
		serve, enter,
	}
}

// endings: an entry ends early, or as if it had never been, by two officers; by its date it ends without anybody.
func endings() []caseflow.Move {
	there := []caseflow.State{Listed, Recorded}
	anywhere := func(m caseflow.Move) caseflow.Move { m.From = there; return m }
	platform := func(act caseflow.Act, zh, en string, to caseflow.State) caseflow.Move {
		return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: there, To: to, By: caseflow.Platform, Basis: policy}
	}
	return []caseflow.Move{
		anywhere(body(ProposeRemoval, "拟提前移出", "Propose to remove early", Listed, caseflow.Stay, access.ListingDraft,
			needed("findings", caseflow.LongText, "符合哪些移出条件", "Which conditions are met", "对照名单的移出条件写明。", "By the list's conditions of removal."))),
		anywhere(body(ProposeQuash, "拟撤销", "Propose to quash", Listed, caseflow.Stay, access.ListingDraft,
			reason("撤销的理由", "Why", "如复议、诉讼撤销，认定有误；写明文书号。", "Such as quashed on reconsideration or in court, or wrong; with the number."))),
		anywhere(decide(Remove, "决定移出", "Remove", Listed, Removed, caseflow.Favour, removalDrafted)),
		anywhere(decide(Quash, "决定撤销", "Quash", Listed, Quashed, caseflow.Favour, quashDrafted)),
		anywhere(body(KeepListed, "不予移出", "Keep it", Listed, caseflow.Stay, access.ListingDecide,
			reason("理由", "Why", "尚不符合哪一项条件。", "Which condition is not met."))),
		platform(FollowRemoval, "记录已修复或移出", "The record was repaired or removed", Removed),
		platform(FollowQuash, "记录已撤回", "The record was withdrawn", Quashed),
		platform(Lapse, "期满终止", "The term is over", Expired),
	}
}
