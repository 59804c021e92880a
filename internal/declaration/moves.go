package declaration

import (
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
)

func moves() []caseflow.Move { return append(append(openings(), hearing()...), endings()...) }

// body is a move of an officer who verifies.
func body(act caseflow.Act, zh, en string, from, to caseflow.State, form ...caseflow.Field) caseflow.Move {
	return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: []caseflow.State{from}, To: to, By: caseflow.Body, Permission: access.DeclarationVerify, Form: form,
		Basis: policy}
}

func openings() []caseflow.Move {
	open := body(Open, "立案核对", "Look into it", "", Looking, needed("why", caseflow.LongText, "为何怀疑故意虚假", "Why it may be false on purpose",
		"不符本身不等于虚假；写明怀疑的依据，不写个人信息。", "A difference alone is no falsehood; say what suggests more, nothing personal."))
	open.From, open.Needs = nil, []string{difference}
	dismiss := body(Dismiss, "核对属实，终结", "Found true: close", Looking, Cleared, needed("findings", caseflow.LongText, "核对情况", "Findings", "怎样核实的、依据什么。", "How it was settled and by what."))
	dismiss.From, dismiss.Weight = []caseflow.State{Looking, Notified, Heard}, caseflow.Favour
	return []caseflow.Move{open, dismiss,
		{Act: Lapse, Name: law.Text2{ZH: "申报撤回，核对终止", EN: "Withdrawn: it ends"}, From: []caseflow.State{Looking}, To: Lapsed, By: caseflow.Platform, Basis: policy}}
}

func hearing() []caseflow.Move {
	notice := body(Notify, "送达告知书", "Serve the notice", Looking, Notified, append([]caseflow.Field{
		needed("facts", caseflow.LongText, "发现的情况", "What was found", "写入告知书；不写个人信息。", "It goes into the notice; nothing personal.")},
		service("告知书", "the notice", noticeService)...)...)
	notice.Needs, notice.Weight = []string{noticeService}, caseflow.Heavy
	said := needed("statement", caseflow.LongText, "陈述和申辩", "Answer", "事实、理由；可以附证据。", "Facts and reasons; evidence may be attached.")
	papers := needed("papers", caseflow.Attachments, "证据", "Evidence", "可以不附。", "None is demanded.")
	papers.Required = false
	answer := func(act caseflow.Act, zh, en string, form ...caseflow.Field) caseflow.Move {
		return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: []caseflow.State{Notified}, To: Heard, By: caseflow.Subject, Permission: access.CaseSubmit,
			Form: form, Basis: policy, Confirm: true, Weight: caseflow.Favour}
	}
	return []caseflow.Move{notice,
		answer(Answer, "陈述申辩", "Answer", said, papers),
		answer(Own, "说明善意错误并撤回", "Explain an honest error and withdraw", needed("statement", caseflow.LongText, "错误的由来", "How it came about",
			"善意错误撤回后不留记录。", "An honest error leaves no record once withdrawn."), papers),
		body(Receive, "登记书面陈述", "Note a written answer", Notified, caseflow.Stay, said),
		{Act: Silence, Name: law.Text2{ZH: "陈述期限届满", EN: "The time to answer is over"}, From: []caseflow.State{Notified}, To: Heard, By: caseflow.Platform, Basis: policy},
	}
}

func endings() []caseflow.Move {
	outcome := needed("outcome", caseflow.Choice, "处理意见", "Outcome", "故意虚假须有证据；不能证明故意的，按善意错误处理。", "Intent must be proved; where it is not, it is an honest error.")
	outcome.Options = []caseflow.Option{{Code: asError, Name: law.Text2{ZH: "善意错误，撤回", EN: "honest error: withdraw"}}, {Code: asTrue, Name: law.Text2{ZH: "属实，终结", EN: "true: close"}},
		{Code: asFalse, Name: law.Text2{ZH: "故意虚假，记录", EN: "knowingly false: record"}}}
	propose := body(Propose, "提出处理意见", "Propose", Heard, Proposed, outcome, needed("reason", caseflow.LongText, "理由", "Reasons",
		"对陈述申辩的回应也写在这里；不写个人信息。", "With an answer to what the firm said; nothing personal."))
	back := body(Return, "退回承办人", "Return", Proposed, Heard, needed("reason", caseflow.LongText, "退回理由", "Why", "须补充或者重新考虑什么。", "What is to be added or thought over."))
	decide := body(Decide, "作出决定", "Decide", Proposed, Decided)
	back.Permission, decide.Permission = access.DeclarationDecide, access.DeclarationDecide
	decide.Weight, decide.Needs = caseflow.Heavy, []string{drafted}
	record := body(ServeRecord, "送达决定书并记录", "Serve the decision and record it", Decided, Recorded, service("决定书", "the decision", decisionService)...)
	record.Weight, record.Needs = caseflow.Heavy, []string{decidedFor(asFalse), decisionService}
	mistaken := body(CloseError, "按善意错误撤回申报", "Withdraw it as an honest error", Decided, Mistaken)
	mistaken.Weight, mistaken.Needs = caseflow.Favour, []string{decidedFor(asError)}
	cleared := body(CloseTrue, "认定属实并终结", "Close it as true", Decided, Cleared)
	cleared.Weight, cleared.Needs = caseflow.Favour, []string{decidedFor(asTrue)}
	return []caseflow.Move{propose, back, decide, record, mistaken, cleared}
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
