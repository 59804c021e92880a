package objection

import (
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
)

func field(name string, kind caseflow.FieldKind, required bool, zh, en, whyZH, whyEN string) caseflow.Field {
	return caseflow.Field{Name: name, Kind: kind, Required: required, Label: law.Text2{ZH: zh, EN: en}, Why: law.Text2{ZH: whyZH, EN: whyEN}}
}

var (
	papers    = field("papers", caseflow.Attachments, false, "证据材料", "Evidence", "有帮助即可，不是必须。", "Whatever helps; nothing is demanded.")
	statement = field("statement", caseflow.LongText, false, "说明", "Statement", "可以不填。", "May be left empty.")
	reason    = field("reason", caseflow.LongText, true, "理由", "Reason", "写明事实和理由。", "The facts and why.")
	sourceRef = field("source_ref", caseflow.Text, false, "来源系统的更正凭证", "Proof of the correction at the source",
		"来源系统中更正、撤销的编号；信息有误时必填。", "Number of the correction or withdrawal in the source system; needed when the data is wrong.")
	changes = field("changes", caseflow.Changes, false, "更正内容", "Old and new values", "逐字段填写现值和正确值；只能由信息提供单位或者认定单位填写。",
		"Field by field what it is and what it should be; only the body that decided or reported it can say so.")
	remedies = field("remedy", caseflow.LongText, false, "救济途径", "Remedies", "不予更正时必填：复核、复议、诉讼的途径和期限。",
		"Needed to reject: where and until when to ask for re-examination, reconsideration, or to sue.")
	instrument = field("instrument", caseflow.Text, false, "依据的文件", "Instrument", "不予更正时必填：规则库中的文件代码，如 qfb-2021-4。", "Needed to reject: its code in the law library, such as qfb-2021-4.")
	article    = field("article", caseflow.Text, false, "条款", "Article", "未核对条号的可以不填。", "Left empty when its number is not verified.")
)

func subjectMoves() []caseflow.Move {
	subject := func(act caseflow.Act, zh, en string, from []caseflow.State, to caseflow.State, form ...caseflow.Field) caseflow.Move {
		return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: from, To: to, By: caseflow.Subject, Permission: access.CaseSubmit, Confirm: true,
			Form: form, Basis: policy}
	}
	window := func(m caseflow.Move, act caseflow.Act) caseflow.Move {
		m.Act, m.By, m.Permission, m.Confirm = act, caseflow.Window, access.CasePrepare, false
		return m
	}
	system := func(act caseflow.Act, zh, en string, from []caseflow.State, to caseflow.State) caseflow.Move {
		return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: from, To: to, By: caseflow.Platform, Basis: policy}
	}
	withdraw := subject(Withdraw, "撤回异议", "Withdraw", pending, Withdrawn, statement)
	complete := subject(Complete, "补充完毕", "Complete", []caseflow.State{Supplement}, Marked, papers, statement)
	prepare := subject(Prepare, "拟备", "Prepare", nil, Draft, papers)
	prepare.Permission, prepare.Confirm = access.CasePrepare, false
	mine := withdraw
	mine.From = append([]caseflow.State{Draft}, pending...)
	return []caseflow.Move{
		prepare, mine, complete,
		subject(File, "提出异议", "Object", nil, Marked, papers),
		subject(File, "确认并提出异议", "Confirm and object", []caseflow.State{Draft}, Marked),
		window(subject(Enter, "窗口录入", "Enter at the window", nil, Marked, papers), Enter),
		window(withdraw, WithdrawAt), window(complete, CompleteAt),
		subject(Add, "补充材料", "Add evidence", []caseflow.State{Marked, Verifying, Asked, Answered}, caseflow.Stay, papers, statement),
		subject(Reexamine, "申请上级复核", "Ask for re-examination", []caseflow.State{Rejected}, Reexamining, reason, papers),
		system(Lapse, "逾期未确认，视为未提出", "Not filed in time: taken as not made", []caseflow.State{Draft}, Withdrawn),
		system(Resume, "未补充，继续办理", "Nothing was added: it goes on", []caseflow.State{Supplement}, Marked),
		system(Close, "办结", "Close", append([]caseflow.State{Rejected}, upheld...), Closed),
	}
}

func bodyMoves() []caseflow.Move {
	body := func(act caseflow.Act, zh, en string, from, to caseflow.State, permission string, form ...caseflow.Field) caseflow.Move {
		return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: []caseflow.State{from}, To: to, By: caseflow.Body, Permission: permission, Form: form, Basis: policy}
	}
	above := func(act caseflow.Act, zh, en string, to caseflow.State, form ...caseflow.Field) caseflow.Move {
		return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: []caseflow.State{Reexamining}, To: to, By: caseflow.Above, Permission: access.CaseReview,
			Form: form, Basis: policy}
	}
	why := field("reason", caseflow.LongText, true, "退回理由", "Why", "承办人据此修改。", "The officer mends it accordingly.")
	ask := body(Ask, "请当事人补充", "Ask the subject to add", Marked, Supplement, access.RepairDraft,
		field("missing", caseflow.LongText, true, "需要补充的内容", "What would help", "一次性写明；平台能查到的不得要求。", "All of it at once; never what the platform can find."))
	ask.From = []caseflow.State{Marked, Verifying}
	hand := body(HandOver, "转信息提供单位", "Hand over to the provider", Marked, Asked, access.RepairDraft,
		field("question", caseflow.LongText, true, "请其核查的事项", "What to verify", "写明当事人主张的内容。", "What the subject says is wrong."))
	hand.Needs = []string{hasProvider}
	answer := body(Answer, "答复核查结果", "Answer", Asked, Answered, access.RepairFacts,
		choice("finding", "核查结论", "Finding", "信息有误的，先在来源系统更正。", "When it is wrong, put it right at the source first.", true, "wrong", "有误", "wrong", "right", "无误", "right as it is"),
		reason, changes, sourceRef)
	answer.By, answer.Basis = caseflow.Provider, source
	keep := above(Keep, "维持答复", "Keep the answer", Kept, reason, field("remedy", caseflow.LongText, true, "救济途径", "Remedies", "复议、诉讼的途径和期限。", "Where and until when to ask for reconsideration or to sue."))
	keep.Weight = caseflow.Heavy
	out := []caseflow.Move{
		ask, hand, answer, keep,
		above(SendBack, "责令重新核查", "Order it to be verified again", Marked, reason),
		body(Verify, "核查自有数据", "Verify the own data", Marked, Verifying, access.RepairDraft),
		body(AskAgain, "退回提供单位再核", "Ask the provider again", Answered, Asked, access.RepairDraft, why),
		body(Propose, "拟办", "Propose", Verifying, Proposed, access.RepairDraft, proposal()...),
		body(Propose, "拟办", "Propose", Answered, Drafted, access.RepairDraft, proposal()...),
		body(Return, "退回承办人", "Return to the officer", Proposed, Verifying, access.RepairDecide, why),
		body(Return, "退回承办人", "Return to the officer", Drafted, Answered, access.RepairDecide, why),
	}
	for _, v := range verdicts {
		m := body(v.act, v.ZH, v.EN, Proposed, v.to, access.RepairDecide)
		m.From, m.Needs, m.Weight = []caseflow.State{Proposed, Drafted}, []string{drafted(v.act)}, caseflow.Favour
		if m.Basis = source; v.act == Reject {
			m.Weight, m.Basis = caseflow.Heavy, policy
		}
		out = append(out, m)
	}
	return out
}

// proposal is the form of an officer's draft.
func proposal() []caseflow.Field {
	outcome := field("outcome", caseflow.Choice, true, "拟处理结果", "Outcome", "按异议理由可以有的结果选择。", "One of those its ground allows.")
	for _, v := range verdicts {
		outcome.Options = append(outcome.Options, caseflow.Option{Code: string(v.act), Name: v.Text2})
	}
	return []caseflow.Field{outcome,
		field("findings", caseflow.LongText, true, "核实情况", "What was found", "写明核实了什么、依据什么。", "What was verified, and on what."),
		field("record", caseflow.Record, false, "更正的记录", "Record to correct", "异议涉及多条记录时填写。", "When the objection is about several."),
		changes, sourceRef,
		field("reason", caseflow.LongText, false, "理由", "Reason", "不予更正时必填，针对异议逐项说明。", "Needed to reject: answer point by point."),
		instrument, article, remedies}
}

// choice is a field of options, each a code with its two names.
func choice(name, zh, en, whyZH, whyEN string, required bool, options ...string) caseflow.Field {
	f := field(name, caseflow.Choice, required, zh, en, whyZH, whyEN)
	for i := 0; i+2 < len(options); i += 3 {
		f.Options = append(f.Options, caseflow.Option{Code: options[i], Name: law.Text2{ZH: options[i+1], EN: options[i+2]}})
	}
	return f
}
