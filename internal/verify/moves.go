package verify

import (
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

func moves(lib *law.Library) []caseflow.Move {
	all := append(openings(), hearingMoves()...)
	all = append(all, decisions(lib)...)
	return append(all, endings()...)
}

// body is a move of an officer who verifies.
func body(act caseflow.Act, zh, en string, from, to caseflow.State, form ...caseflow.Field) caseflow.Move {
	return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: []caseflow.State{from}, To: to, By: caseflow.Body, Permission: access.VerifyDo, Form: form,
		Basis: policy}
}

func openings() []caseflow.Move {
	confirm := body(Confirm, "核对属实", "Found true", Looking, True,
		needed("findings", caseflow.LongText, "核对情况", "Findings", "怎样核实的、依据什么；不写个人信息。", "How it was settled and by what; nothing personal."))
	confirm.From, confirm.Weight = []caseflow.State{Looking, Notified, Heard}, caseflow.Favour
	return []caseflow.Move{
		{Act: Open, Name: law.Text2{ZH: "比对后交人工核查", EN: "Handed to an officer"}, To: Looking, By: caseflow.Platform, Needs: []string{comparison}, Basis: policy},
		{Act: Raise, Name: law.Text2{ZH: "日常监管发现", EN: "Found in daily supervision"}, To: Looking, By: caseflow.Body, Permission: access.VerifyDo, Basis: policy,
			Form: []caseflow.Field{needed("source", caseflow.LongText, "怎样发现", "How it was found", "检查、投诉、移送的编号和情况。", "The visit, complaint or referral, and what it says.")}},
		confirm,
	}
}

func hearingMoves() []caseflow.Move {
	notice := body(Notify, "送达告知书", "Serve the notice", Looking, Notified, append([]caseflow.Field{
		needed("clause", caseflow.Text, "所涉条款", "Clause", "承诺书中条款的编号，如 meets。", "The id of the clause, such as meets."),
		needed("facts", caseflow.LongText, "发现的情况", "What was found", "写入告知书；不写个人信息。", "It goes into the notice; nothing personal.")},
		service("告知书", "the notice", noticeService)...)...)
	notice.Needs, notice.Weight, notice.Basis = []string{noticeService}, caseflow.Heavy, hearing
	said := needed("statement", caseflow.LongText, "陈述和申辩", "Answer", "事实、理由；可以附证据。", "Facts and reasons; evidence may be attached.")
	papers := needed("papers", caseflow.Attachments, "证据", "Evidence", "可以不附。", "None is demanded.")
	papers.Required = false
	return []caseflow.Move{
		notice,
		{Act: Answer, Name: law.Text2{ZH: "陈述申辩", EN: "Answer"}, From: []caseflow.State{Notified}, To: Heard, By: caseflow.Subject, Permission: access.CaseSubmit,
			Form: []caseflow.Field{said, papers}, Basis: hearing, Confirm: true, Weight: caseflow.Favour},
		{Act: Receive, Name: law.Text2{ZH: "登记书面陈述", EN: "Note a written answer"}, From: []caseflow.State{Notified}, To: caseflow.Stay, By: caseflow.Body, Permission: access.VerifyDo,
			Form: []caseflow.Field{said}, Basis: hearing},
		{Act: Silence, Name: law.Text2{ZH: "陈述期限届满", EN: "The time to answer is over"}, From: []caseflow.State{Notified}, To: Heard, By: caseflow.Platform, Basis: hearing},
	}
}

func decisions(lib *law.Library) []caseflow.Move {
	decide := body(Decide, "作出处理决定", "Decide", Proposed, Decided)
	decide.Permission, decide.Weight, decide.Needs = access.VerifyDecide, caseflow.Heavy, []string{drafted}
	back := body(Return, "退回承办人", "Return", Proposed, Heard, needed("reason", caseflow.LongText, "退回理由", "Why", "须补充或者重新考虑什么。", "What is to be added or thought over."))
	back.Permission = access.VerifyDecide
	all := []caseflow.Move{body(Propose, "提出处理意见", "Propose", Heard, Proposed, proposalForm(lib)...), back, decide}
	for _, x := range []struct {
		act     caseflow.Act
		outcome string
		to      caseflow.State
		zh, en  string
	}{{ServeOrder, "rectify", Ordered, "送达限期整改通知书", "Serve the order to correct"}, {ServeEnd, "terminate", Terminated, "送达终止办理决定书", "Serve the decision that ends the procedure"},
		{ServeRevoke, "revoke", Revoked, "送达撤销决定书", "Serve the revocation"}, {ServePenalty, "penalty", Punished, "送达处罚决定书", "Serve the penalty"}} {
		m := body(x.act, x.zh, x.en, Decided, x.to, service("决定书", "the decision", decisionService)...)
		m.Needs, m.Weight = []string{decidedFor(x.outcome), decisionService}, caseflow.Heavy
		if x.act == ServePenalty {
			m.Form = append(m.Form, needed("penalty_no", caseflow.Text, "处罚决定文书号", "Number of the penalty decision", "处罚决定书载明的文书号。", "As on the decision."),
				needed(penaltyPaper, caseflow.Attachment, "处罚决定书", "The penalty decision", "处罚另有决定书。", "The penalty has a decision of its own."))
			m.Needs = append(m.Needs, penaltyPaper)
		}
		all = append(all, m)
	}
	return all
}

// proposalForm offers the outcomes and the rows of the table of conduct that concern commitments.
func proposalForm(lib *law.Library) []caseflow.Field {
	book := lib.On(workday.MustParse("2026-04-01"))
	outcome := needed("outcome", caseflow.Choice, "处理方式", "Outcome", "与行为情形相当。", "In proportion to the conduct.")
	conduct := needed("conduct", caseflow.Choice, "行为情形", "Conduct", "决定失信程度；次数不加重。", "It decides the gravity; counting makes nothing graver.")
	seen := map[string]bool{}
	for _, o := range book.VerificationOutcomes() {
		outcome.Options = append(outcome.Options, caseflow.Option{Code: o.Code, Name: o.Name})
		for _, code := range o.Conducts {
			if c, ok := book.Misconduct(code); ok && !seen[code] {
				seen[code] = true
				conduct.Options = append(conduct.Options, caseflow.Option{Code: c.Code, Name: c.Name})
			}
		}
	}
	until := needed("until", caseflow.Date, "整改期限", "Correct by", "责令整改的填写最后一日。", "The last day, of an order to correct.")
	until.Required = false
	return []caseflow.Field{outcome, conduct,
		needed("instrument", caseflow.Text, "依据的文件", "Instrument", "规则库中的文件代码。", "Its code in the law library."),
		needed("article", caseflow.Text, "条款", "Article", "如 第六十九条。", "Such as 第六十九条."),
		needed("reason", caseflow.LongText, "理由", "Reasons", "对陈述申辩的回应也写在这里；不写个人信息。", "With an answer to what the party said; nothing personal."), until}
}

func endings() []caseflow.Move {
	accept := body(Accept, "已按期改正", "Mended in time", Ordered, Mended, needed("findings", caseflow.LongText, "复核情况", "Findings", "怎样核实已经改正。", "How it was seen to be mended."))
	accept.Weight = caseflow.Favour
	not := body(NotMended, "到期未改正", "Not mended in time", Ordered, Heard, needed("findings", caseflow.LongText, "复核情况", "Findings", "到期后仍存在什么。", "What still stands after the term."))
	not.Weight = caseflow.Heavy
	papers := needed("papers", caseflow.Attachments, "改正的凭证", "Proof", "如照片、材料；可以不附。", "Such as photographs or papers; none is demanded.")
	papers.Required = false
	return []caseflow.Move{
		{Act: ReportMended, Name: law.Text2{ZH: "报告已改正", EN: "Say it is mended"}, From: []caseflow.State{Ordered}, To: caseflow.Stay, By: caseflow.Subject, Permission: access.CaseSubmit, Confirm: true,
			Form: []caseflow.Field{needed("statement", caseflow.LongText, "改正情况", "What was done", "做了什么、什么时候。", "What was done, and when."), papers}, Basis: policy},
		accept, not,
		{Act: Lapse, Name: law.Text2{ZH: "承诺撤回，核查终止", EN: "Withdrawn: it ends"}, From: []caseflow.State{Looking, Notified, Heard, Proposed, Decided, Ordered}, To: Lapsed, By: caseflow.Platform, Basis: policy},
	}
}

// service is how a paper was served.
func service(zh, en, evidence string) []caseflow.Field {
	means := needed("means", caseflow.Choice, "送达方式", "Means of service", "公告送达仅在其他方式无法送达时使用。", "By public notice only when nothing else reached the party.")
	means.Options = []caseflow.Option{{Code: "direct", Name: law.Text2{ZH: "直接送达", EN: "in person"}}, {Code: "post", Name: law.Text2{ZH: "邮寄送达", EN: "by post"}},
		{Code: "electronic", Name: law.Text2{ZH: "电子送达（经同意）", EN: "electronically, with consent"}}, {Code: "left", Name: law.Text2{ZH: "留置送达", EN: "left at the place"}},
		{Code: "public", Name: law.Text2{ZH: "公告送达", EN: "by public notice"}}}
	return []caseflow.Field{needed("served_on", caseflow.Date, "送达日期", "Served on", "送达回证载明的日期。", "The day on the proof of service."), means,
		needed(evidence, caseflow.Attachment, zh+"的送达回证", "Proof of service of "+en, "签收、邮寄回执或者公告。", "The signed receipt, the return of the post, or the public notice.")}
}

func needed(name string, kind caseflow.FieldKind, zh, en, whyZH, whyEN string) caseflow.Field {
	return caseflow.Field{Name: name, Kind: kind, Required: true, Label: law.Text2{ZH: zh, EN: en}, Why: law.Text2{ZH: whyZH, EN: whyEN}}
}
