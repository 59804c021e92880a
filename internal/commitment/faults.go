package commitment

import (
	"strings"

	"xinheng/internal/education"
	"xinheng/internal/fault"
	"xinheng/internal/law"
)

const (
	onProofs = "琼府办〔2021〕4号（二）"
	onRoute  = "琼府办〔2021〕4号（五）"
	onElders = "互联网网站适老化通用设计规范"
)

var (
	errUnknown = fault.New(fault.Missing, "commitment.unknown", "没有这份承诺，或者不由您查看；请核对编号。",
		"There is no such commitment, or it is not yours to see; check its number.")
	errNoFirm        = fault.New(fault.Invalid, "commitment.no_firm", "请先切换到所代表的企业，再查看和签署承诺。", "Act for the firm first, then read and sign.")
	errNoUndertaking = fault.New(fault.Missing, "commitment.no_undertaking", "没有施行中的这个承诺事项；全部见 /v1/undertakings。",
		"No such undertaking is in force; all are at /v1/undertakings.").At("undertaking")
	errNoProof = fault.New(fault.Missing, "commitment.no_proof", "证明事项目录中没有这项证明，不得索要；全部见 /v1/proofs。",
		"The catalogue has no such proof, so it may not be asked for; all are at /v1/proofs.").Under(onProofs)
	errNoText = fault.New(fault.Unavailable, "commitment.no_text", "规则库中没有施行中的文本或者期限；请联系平台管理员补录后再签署。",
		"No text or term is in force in the law library; ask the operator to have it entered, then sign.")
	errNoBody   = fault.New(fault.Invalid, "commitment.no_body", "请选择接收承诺的单位后再签署。", "Choose the body it is made to, then sign.").At("org")
	errNotTaken = fault.New(fault.Invalid, "commitment.not_taken", "该单位没有开通接收这项承诺；请从可选的单位中选择。",
		"That body does not take this undertaking in; choose one of those offered.").At("org")
	errEndsFirst = fault.New(fault.Invalid, "commitment.ends_first", "截止日早于起始日；请核对日期。", "It ends before it begins; check the dates.").At("until")
	errNoProject = fault.New(fault.Invalid, "commitment.no_project", "请填写工程名称后再签署。", "Give the name of the project, then sign.").At("project")
	errOtherText = fault.New(fault.Conflict, "commitment.text_changed", "所签文本不是现在应当签署的文本，或者展示已久；请重新阅读后签署。",
		"What was signed is not the text to be signed now, or it was shown long ago; read it again and sign.").At("text_sm3")
	errNotToSign = fault.New(fault.Forbidden, "commitment.not_to_sign", "承诺须由企业自己签署和变更，代理人不能代签；请由企业登录办理。",
		"Only the firm itself signs and changes a commitment, no agent; have the firm sign in.")
	errThere   = fault.New(fault.Conflict, "commitment.there", "对同一单位的同一承诺仍然有效；请从我的承诺中查看。", "The same commitment to the same body stands already; see it among your commitments.")
	errTooLate = fault.New(fault.TooLate, "commitment.undo_late", "可撤回的时间已过，承诺已经或者即将生效；如不再需要，请在承诺页面撤回并改按一般程序办理。",
		"The time to take it back is over; withdraw it on its page instead, and take the ordinary procedure.").Under(onElders)
	errOtherUndertaking = fault.New(fault.Invalid, "commitment.other_undertaking", "改签须是同一承诺事项；请先撤回，再另行签署。",
		"A change is of the same undertaking; take it back first, then sign another.").At("undertaking")
	errOver        = fault.New(fault.Conflict, "commitment.over", "这份承诺已经结束；请查看其状态。", "This commitment is over; see how it stands.")
	errUndoInstead = fault.New(fault.TooEarly, "commitment.undo_instead", "承诺尚未生效，可以直接撤回签署；请使用“撤回签署”。", "It is not in effect yet: take the signature back instead.")
	errNoReason    = fault.New(fault.Invalid, "commitment.no_reason", "请写明撤回的理由。", "Say why it is withdrawn.").At("reason")
	errNoPermit    = fault.New(fault.Conflict, "commitment.no_permit", "这份承诺不据以发证；请核对编号。", "Nothing is issued on this commitment; check its number.")
	errIssued      = fault.New(fault.Conflict, "commitment.issued", "已据此发证，不能再变更；如有不符，请依法定程序办理。", "Something was issued on it already; what is wrong is put right by the procedure of the law.")
	errNotInEffect = fault.New(fault.Conflict, "commitment.not_in_effect", "承诺尚未生效或者已经结束；请查看其状态。", "The commitment is not in effect, or over; see how it stands.")
	errNoNumber    = fault.New(fault.Invalid, "commitment.no_number", "请填写所发证件的编号。", "Give the number of what was issued.").At("number")
	errNoDocument  = fault.New(fault.Invalid, "commitment.no_document", "认定违诺须有决定文书；请填写文书号。", "A breach is found in a document; give its number.").At("document")
	errNoClause    = fault.New(fault.Invalid, "commitment.no_clause", "承诺书中没有这一条款；请从其条款中选择。", "The commitment has no such clause; choose one of its clauses.").At("clause")
	errNotIndustry = fault.New(fault.Invalid, "commitment.not_industry", "协会只组织会员签署行业自律承诺；请选择行业自律类的承诺事项。",
		"An association gathers its members for a commitment of self-discipline only; choose one of those.").At("undertaking")
	errNoGrouping = fault.New(fault.Missing, "commitment.no_grouping", "没有这次会员签署，或者不由您查看；请从列表中打开。",
		"There is no such signing, or it is not yours to see; open it from the list.")
	errClosed   = fault.New(fault.TooLate, "commitment.closed", "会员确认的截止日已过；请联系协会另行组织。", "The last day to confirm is over; ask the association to open it again.").At("closes_on")
	errNoReport = fault.New(fault.Missing, "commitment.no_report", "没有这份违诺反映，或者查询码不对；请核对编号和查询码。",
		"There is no such report, or the code is wrong; check its number and code.")
	errReplied     = fault.New(fault.Conflict, "commitment.replied", "已经答复，不能更改；请查看答复内容。", "It is answered already and stays so; see the answer.")
	errNoReply     = fault.New(fault.Invalid, "commitment.no_reply", "请写明答复内容。", "Write the answer.").At("text")
	errNoStatement = fault.New(fault.Invalid, "commitment.no_statement", "请写明发生了什么。", "Say what happened.").At("statement")
	errNoCondition = fault.New(fault.Invalid, "commitment.no_condition", "这一条件不需要提交证明；请核对清单。", "That condition needs no evidence; check the list.").At("condition")
)

// notEligible names what keeps somebody from the route, and the way that stays open.
func notEligible(r Route) error {
	var zh, en []string
	for _, x := range r.Reasons {
		zh, en = append(zh, strings.TrimRight(x.Sentence.ZH, "。.")), append(en, strings.TrimRight(x.Sentence.EN, "."))
	}
	return fault.New(fault.Conflict, "commitment.not_eligible", "暂不适用告知承诺："+strings.Join(zh, "；")+"。请按一般程序办理，或者先完成信用修复。",
		"The commitment route is not open: "+strings.Join(en, "; ")+". Take the ordinary procedure, or have it repaired first.").Under(onRoute)
}

// incomplete names the conditions that are not shown yet.
func incomplete(open []law.Text2) error {
	var zh, en []string
	for _, x := range open {
		zh, en = append(zh, x.ZH), append(en, x.EN)
	}
	return fault.New(fault.Conflict, "commitment.incomplete", "尚有条件未提交证明："+strings.Join(zh, "、")+"；请当事人补交后再发证。",
		"Conditions not shown yet: "+strings.Join(en, ", ")+"; have them handed in, then issue.").Under("琼府办〔2021〕4号（一）")
}

// committed refuses to ask again for what a commitment replaced.
func committed(id string) error {
	return fault.New(fault.Conflict, "commitment.already_committed", "当事人已就该证明作出书面承诺（"+id+"），不得再索要；请依据承诺办理。本次索要已记录。",
		"The subject has given a written commitment in its place ("+id+"); it may not be asked for again. Proceed on the commitment; this asking is recorded.").Under(onProofs)
}

// courseFirst names the course that must be completed before signing, and the article that says so.
func courseFirst(n education.Need) error {
	return fault.New(fault.TooEarly, "commitment.course_first", "签署前须先完成课程“"+n.Title.ZH+"”；请到诚信教育页面完成后再签署。",
		"Complete the course “"+n.Title.EN+"” before you sign; you find it on the page of courses.").Under(n.Clause[0].ZH)
}
