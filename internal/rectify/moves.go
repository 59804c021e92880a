package rectify

import (
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
)

func moves() []caseflow.Move {
	drop := decide(Drop, "不发", "Do not issue", Withdrawn, caseflow.Favour, Drafted)
	drop.Form = []caseflow.Field{reason("理由", "Why", "写明为何不发。", "Say why not.")}
	serve := body(Serve, "送达", "Serve it", Served, access.RectifyDraft, service("限期整改通知书", "the order", orderService), Issued)
	serve.Needs, serve.Weight = []string{orderService}, caseflow.Heavy
	all := []caseflow.Move{
		body(Order, "拟限期整改通知书", "Draft an order", Drafted, access.RectifyDraft, orderForm()),
		body(Redraft, "修改", "Change the draft", caseflow.Stay, access.RectifyDraft, orderForm(), Drafted),
		drop,
		decide(Issue, "签发", "Issue it", Issued, caseflow.Heavy, Drafted),
		serve,
		{Act: Lapse, Name: law.Text2{ZH: "期限届满", EN: "The term is over"}, From: []caseflow.State{Served}, To: Overdue, By: caseflow.Platform, Basis: policy},
	}
	all = append(all, subjects()...)
	all = append(all, extensions()...)
	return append(all, endings()...)
}

// body is a move of the body the case lies with.
func body(act caseflow.Act, zh, en string, to caseflow.State, permission string, form []caseflow.Field, from ...caseflow.State) caseflow.Move {
	return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: from, To: to, By: caseflow.Body, Permission: permission, Form: form, Basis: policy}
}

// decide is a move of the officer who decides, and so of one whose training certificate is good (S8).
func decide(act caseflow.Act, zh, en string, to caseflow.State, weight caseflow.Weight, from ...caseflow.State) caseflow.Move {
	m := body(act, zh, en, to, access.RectifyDecide, nil, from...)
	m.Weight = weight
	return m
}

// own is a move of the subject; an agent's waits for it.
func own(act caseflow.Act, zh, en string, to caseflow.State, form []caseflow.Field, from ...caseflow.State) caseflow.Move {
	return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: from, To: to, By: caseflow.Subject, Permission: access.CaseSubmit, Form: form, Basis: policy, Confirm: true}
}

func orderForm() []caseflow.Field {
	days := needed("days", caseflow.Text, "整改期限（工作日）", "Term in working days", "不填用规则库的期限；另定的须在上下限之内。", "Empty: the term of the law library; another lies within its bounds.")
	days.Required, days.Max = false, 4
	return []caseflow.Field{
		needed("facts", caseflow.LongText, "需要整改的问题", "What is wrong", "写入通知书；不得写入与整改无关的个人信息。", "It goes into the order; nothing personal that does not belong."),
		needed("instrument", caseflow.Text, "依据的文件", "Instrument", "规则库中的文件代码。", "Its code in the law library."),
		needed("article", caseflow.Text, "条款", "Article", "如 （十五）。", "Such as （十五）."),
		needed("demands", caseflow.LongText, "整改要求", "What is to be done", "逐项写明做到什么算到位。", "Item by item: what counts as done."),
		needed("remedy", caseflow.LongText, "救济途径", "Remedies", "复议、诉讼的机关和期限，或者向谁申诉。", "Where and by when it can be challenged."), days}
}

// subjects are what the subject does itself, or brings to the counter.
func subjects() []caseflow.Move {
	evidence := func() []caseflow.Field {
		return []caseflow.Field{
			needed("statement", caseflow.LongText, "整改情况", "What was done", "对照整改要求逐项写明。", "Item by item, as the order asks."),
			needed(evidencePapers, caseflow.Attachments, "证明材料", "Evidence", "照片、凭证、检测报告等。", "Photographs, vouchers, test reports.")}
	}
	received := func(to, from caseflow.State) caseflow.Move {
		m := body(ReceiveEvidence, "收下当面提交的整改材料", "Take evidence at the counter", to, access.RectifyDraft, evidence(), from)
		m.Weight = caseflow.Favour
		return m
	}
	return []caseflow.Move{
		own(Answer, "说明意见", "Answer the order", caseflow.Stay, []caseflow.Field{
			needed("statement", caseflow.LongText, "意见", "Answer", "对事实、依据或者要求有异议的，写明理由。", "If you disagree with facts, basis or demands, say why.")}, Served, Overdue),
		own(HandIn, "提交整改材料", "Hand in evidence", Submitted, evidence(), Served),
		own(HandIn, "提交整改材料", "Hand in evidence", Late, evidence(), Overdue),
		received(Submitted, Served), received(Late, Overdue),
	}
}

// extensions: asked for once, before the end, by the subject; decided by somebody else.
func extensions() []caseflow.Move {
	ask := func() []caseflow.Field {
		return []caseflow.Field{reason("延期理由", "Why more time is needed", "写明为何不能按期完成、已完成到哪一步。", "Why it cannot be done in time, and how far you are.")}
	}
	received := body(ReceiveAsk, "收下当面提出的延期申请", "Take the request at the counter", Asking, access.RectifyDraft, ask(), Served)
	received.Weight = caseflow.Favour
	grant := decide(GrantExtension, "同意延期", "Grant more time", Served, caseflow.Favour, Asking)
	days := needed("days", caseflow.Text, "延长（工作日）", "By working days", "不填按规则库的上限。", "Empty: as much as the law library allows.")
	days.Required, days.Max = false, 4
	grant.Form = []caseflow.Field{days}
	refuse := decide(RefuseExtension, "不同意延期", "Refuse more time", Served, caseflow.Heavy, Asking)
	refuse.Form = []caseflow.Field{reason("理由", "Why not", "写明理由。", "Give the reason.")}
	return []caseflow.Move{own(AskExtension, "申请延期（一次）", "Ask for more time, once", Asking, ask(), Served), received, grant, refuse}
}

func endings() []caseflow.Move {
	findings := needed("findings", caseflow.LongText, "核查情况", "What was found", "对照整改要求逐项写明。", "Item by item, as the order asks.")
	back := func(to, from caseflow.State) caseflow.Move {
		m := body(Insufficient, "尚未到位，继续整改", "Not enough yet", to, access.RectifyDraft, []caseflow.Field{
			needed("missing", caseflow.LongText, "还需做到", "What is missing", "写明哪一项、差在哪里；当事人会看到。", "Which item, and what it lacks; the subject reads it.")}, from)
		m.Weight = caseflow.Heavy // it decides about what was handed in
		return m
	}
	confirm := body(Confirm, "核查到位，办结", "Done; close it", Done, access.RectifyDraft, []caseflow.Field{findings}, Submitted, Late)
	confirm.Weight = caseflow.Favour
	fail := decide(Fail, "认定未整改到位", "Find it not done", NotDone, caseflow.Heavy, Overdue, Late)
	fail.Form = []caseflow.Field{findings}
	withdraw := decide(Withdraw, "撤回整改要求", "Withdraw the order", Withdrawn, caseflow.Favour, Issued, Served, Asking, Submitted, Overdue, Late)
	withdraw.Form = []caseflow.Field{reason("理由", "Why", "如事实有误、依据不成立。", "Such as wrong facts or a basis that does not hold.")}
	return []caseflow.Move{back(Served, Submitted), back(Overdue, Late), confirm, fail, withdraw}
}

// service is how a paper was served.
func service(zh, en, evidence string) []caseflow.Field {
	means := needed("means", caseflow.Choice, "送达方式", "Means of service", "公告送达仅在其他方式无法送达时使用。", "By public notice only when nothing else reached the subject.")
	means.Options = []caseflow.Option{{Code: "direct", Name: law.Text2{ZH: "直接送达", EN: "in person"}}, {Code: "post", Name: law.Text2{ZH: "邮寄送达", EN: "by post"}},
		{Code: "electronic", Name: law.Text2{ZH: "电子送达（经同意）", EN: "electronically, with consent"}}, {Code: "left", Name: law.Text2{ZH: "留置送达", EN: "left at the place"}},
		{Code: "public", Name: law.Text2{ZH: "公告送达", EN: "by public notice"}}}
	return []caseflow.Field{
		needed("served_on", caseflow.Date, "送达日期", "Served on", "送达回证载明的日期。", "The day on the proof of service."), means,
		needed(evidence, caseflow.Attachment, zh+"的送达回证", "Proof of service of "+en, "签收、邮寄回执或者公告。", "The signed receipt, the return of the post, or the public notice.")}
}

func reason(zh, en, whyZH, whyEN string) caseflow.Field {
	return needed("reason", caseflow.LongText, zh, en, whyZH, whyEN)
}

func needed(name string, kind caseflow.FieldKind, zh, en, whyZH, whyEN string) caseflow.Field {
	return caseflow.Field{Name: name, Kind: kind, Required: true, Label: law.Text2{ZH: zh, EN: en}, Why: law.Text2{ZH: whyZH, EN: whyEN}}
}
