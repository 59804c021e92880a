package visit

import (
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
)

func moves(lib *law.Library) []caseflow.Move {
	all := beginnings()
	all = append(all, onSite()...)
	all = append(all, results(lib)...)
	return append(all, said()...)
}

func body(act caseflow.Act, zh, en string, from, to caseflow.State, permission string, form ...caseflow.Field) caseflow.Move {
	return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: []caseflow.State{from}, To: to, By: caseflow.Body, Permission: permission, Form: form, Basis: strict}
}

func subject(act caseflow.Act, zh, en string, from []caseflow.State, form ...caseflow.Field) caseflow.Move {
	return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: from, To: caseflow.Stay, By: caseflow.Subject, Permission: access.CaseSubmit, Confirm: true,
		Form: form, Basis: policy}
}

func field(name string, kind caseflow.FieldKind, required bool, zh, en, whyZH, whyEN string) caseflow.Field {
	return caseflow.Field{Name: name, Kind: kind, Required: required, Label: law.Text2{ZH: zh, EN: en}, Why: law.Text2{ZH: whyZH, EN: whyEN}}
}

func reason(zh, en, whyZH, whyEN string) caseflow.Field {
	return field("reason", caseflow.LongText, true, zh, en, whyZH, whyEN)
}

var means = []caseflow.Option{
	{Code: "direct", Name: law.Text2{ZH: "直接送达", EN: "handed over"}},
	{Code: "electronic", Name: law.Text2{ZH: "电子送达", EN: "electronically"}},
	{Code: "post", Name: law.Text2{ZH: "邮寄送达", EN: "by post"}},
	{Code: "left", Name: law.Text2{ZH: "留置送达", EN: "left at the premises"}},
}

// service is when and how a paper reached the firm.
func service(evidence string, required bool, zh, en string) []caseflow.Field {
	how := field("means", caseflow.Choice, true, "送达方式", "How", "照实选择。", "As it was.")
	how.Options = means
	return []caseflow.Field{
		field("served_on", caseflow.Date, true, zh+"送达日期", en+" served on", "不晚于今日。", "Not later than today."), how,
		field(evidence, caseflow.Attachment, required, "送达凭证", "Proof of service", "签收、送达回证或者系统回执。", "A receipt, the return of service, or the receipt of a system.")}
}

func beginnings() []caseflow.Move {
	cancel := body(Cancel, "取消检查", "Cancel the visit", Approved, Dropped, access.DrawRun,
		reason("取消的理由", "Why", "任务退回名单，可以另行安排。", "The task is free again and can be done another time."))
	cancel.From, cancel.Weight = []caseflow.State{Approved, Notified}, caseflow.Favour
	refuse := body(Refuse, "不予批准", "Do not approve", Planned, Dropped, access.DrawRun,
		reason("不予批准的理由", "Why not", "如频次已满、可以合并、可以远程核查。", "Such as caps reached, a joint visit possible, a remote one enough."))
	refuse.Weight = caseflow.Favour
	return []caseflow.Move{
		{Act: Open, Name: law.Text2{ZH: "提出检查", EN: "Ask for a visit"}, To: Planned, By: caseflow.Body, Permission: access.VisitDo, Basis: strict},
		body(Approve, "批准检查", "Approve the visit", Planned, Approved, access.DrawRun), refuse,
		body(Notify, "送达检查通知书", "Serve the notice", Approved, Notified, access.VisitDo, service(noticeService, false, "通知书", "Notice")...),
		cancel,
	}
}

func onSite() []caseflow.Move {
	drawn := body(FirmDrawn, "企业现场签字", "The firm signed on site", Recorded, caseflow.Stay, access.VisitDo,
		field("signer", caseflow.Text, true, "签字人", "Who signed", "姓名和职务。", "Name and position."),
		field(signature, caseflow.Attachment, true, "签名", "Signature", "现场手写签名，或者签字页照片。", "Written on site, or a photograph of the page."),
		field("remark", caseflow.LongText, false, "企业意见", "What the firm says", "照原话记录；没有的不填。", "In its own words; empty if nothing."))
	refusal := body(NoteRefusal, "记录拒签", "Note a refusal to sign", Recorded, caseflow.Stay, access.VisitDo,
		reason("拒签情况", "What happened", "谁、何时、因何拒签，有无见证人。拒签不作为不利认定的依据。", "Who refused, when, why, and any witness. A refusal by itself is held against nobody."))
	sign := body(Sign, "检查人员签名", "Sign as inspector", Recorded, caseflow.Stay, access.VisitDo,
		field(signature, caseflow.Attachment, false, "手写签名", "Signature", "以本人账号签署即可；可以附手写签名。", "Signing from one's own account is enough; a drawn signature may be added."))
	sign.Basis = inspectors
	joint := sign // of the second body of a joint visit
	joint.Act, joint.By, joint.Name = SignJoint, caseflow.Provider, law.Text2{ZH: "联合检查人员签名", EN: "Sign as inspector of the other body"}
	record := body(Record, "登记检查记录", "Record what was found", OnSite, Recorded, access.VisitDo,
		field(photos, caseflow.Attachments, false, "照片", "Photographs", "由现场检查页上传。", "Handed in by the page for visits."))
	return []caseflow.Move{
		body(Arrive, "入企扫码", "Arrive and show the code", Notified, OnSite, access.VisitDo,
			field("code", caseflow.Text, false, "企业码或者检查人员码", "The firm's code, or the officer's", "扫描企业出示的码；企业没有码的，由企业扫检查人员的码后填写检查人员码。",
				"Read the firm's code; if it has none, let it read the officer's and give that one."),
			field("no_code_reason", caseflow.LongText, false, "无码的原因", "Why without a code", "无码入企会被标注，企业、上级和公众都看得到。", "A visit without a code is flagged for the firm, those above and the public.")),
		record, sign, joint, drawn,
		subject(FirmSign, "签署检查记录", "Sign the record", []caseflow.State{Recorded},
			field("remark", caseflow.LongText, false, "意见", "What you say to it", "不同意的写明哪一项、为什么。", "Say which item you disagree with, and why.")),
		refusal,
		{Act: AllSigned, Name: law.Text2{ZH: "签署齐备", EN: "All have signed"}, From: []caseflow.State{Recorded}, To: Signed, By: caseflow.Platform,
			Needs: []string{inspectorsAll, firmAnswered}, Basis: inspectors},
	}
}

func results(lib *law.Library) []caseflow.Move {
	outcome := field("result", caseflow.Choice, true, "检查结果", "Result", "规则库载明的结果之一。", "One of those the rules know.")
	for _, r := range lib.On(firstDay).VisitResults() {
		outcome.Options = append(outcome.Options, caseflow.Option{Code: r.Code, Name: r.Name})
	}
	form := body(FormResult, "形成检查结果", "Form the result", Signed, Resulted, access.VisitDo, outcome,
		field("summary", caseflow.LongText, true, "结果说明", "What it says", "将公示；不得写入个人信息。", "It is published; nothing personal."),
		field("correct_by", caseflow.Date, false, "改正期限", "To be put right by", "责令改正的必填。", "Needed where correction is ordered."))
	form.Basis, form.Weight = publicity, caseflow.Heavy
	serve := body(ServeResult, "送达检查结果", "Serve the result", Resulted, caseflow.Stay, access.VisitDo, service(resultService, true, "结果", "Result")...)
	serve.Needs = []string{resultService}
	back := body(ReturnResult, "退回检查人员", "Return to the inspectors", Resulted, Signed, access.DrawRun,
		reason("退回的理由", "Why", "检查人员据此重新形成结果。", "The inspectors form the result again."))
	publish := body(Publish, "公示检查结果", "Publish the result", Resulted, Published, access.DrawRun)
	publish.Needs, publish.Basis, publish.Weight = []string{resultService}, publicity, caseflow.Heavy
	return []caseflow.Move{form, serve, back, publish, body(Close, "办结", "Close", Published, Closed, access.DrawRun)}
}

// said is what the firm says to a visit, and who looks for personal data in it.
func said() []caseflow.Move {
	open := []caseflow.State{Resulted, Published}
	stars := field("stars", caseflow.Choice, true, "评价", "Rating", "只用于改进检查工作，检查人员看不到是谁评的。", "Only for doing visits better; inspectors do not see whose it is.")
	stars.Options = []caseflow.Option{{Code: "5", Name: law.Text2{ZH: "很满意", EN: "very good"}}, {Code: "4", Name: law.Text2{ZH: "满意", EN: "good"}},
		{Code: "3", Name: law.Text2{ZH: "一般", EN: "fair"}}, {Code: "2", Name: law.Text2{ZH: "不满意", EN: "poor"}}, {Code: "1", Name: law.Text2{ZH: "很不满意", EN: "very poor"}}}
	show := body(ShowComment, "说明可以公示", "The comment may be shown", Resulted, caseflow.Stay, access.DrawRun)
	hide := body(WithholdComment, "说明含个人信息，不公示", "Withhold the comment for personal data", Resulted, caseflow.Stay, access.DrawRun,
		reason("哪里含有个人信息", "What is personal", "只能因个人信息不公示；可以请企业修改后重新提交。", "For personal data and nothing else; the firm may send another."))
	show.From, hide.From, show.Basis, hide.Basis = open, open, policy, policy
	return []caseflow.Move{
		subject(Comment, "对结果作出说明", "Comment on the result", open,
			field("text", caseflow.LongText, true, "说明", "Comment", "随结果一并公示；不要写个人信息。", "Published with the result; write nothing personal.")),
		show, hide,
		subject(Rate, "评价这次检查", "Rate the visit", []caseflow.State{Recorded, Signed, Resulted, Published}, stars),
	}
}
