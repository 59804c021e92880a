package rectify

import (
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
)

// TalkKind is the kind of case of a talk.
const TalkKind = "talk"

// States of a talk.
const (
	Planned   caseflow.State = "planned"    // 拟约谈
	Approved  caseflow.State = "approved"   // 已批准，待通知
	Invited   caseflow.State = "invited"    // 已通知
	Minuted   caseflow.State = "minuted"    // 已约谈，纪要待签
	Pushed    caseflow.State = "pushed"     // 已推送
	CalledOff caseflow.State = "called_off" // 取消
)

// Acts of a talk.
const (
	Plan          caseflow.Act = "plan"
	Approve       caseflow.Act = "approve"
	Reschedule    caseflow.Act = "reschedule"
	Invite        caseflow.Act = "invite"
	Absent        caseflow.Act = "absent"
	Minute        caseflow.Act = "minute"
	Rewrite       caseflow.Act = "rewrite"
	Remark        caseflow.Act = "remark"
	SignOfficer   caseflow.Act = "sign_officer"
	SignSubject   caseflow.Act = "sign_subject"
	ReceiveSigned caseflow.Act = "receive_signed"
	RecordRefusal caseflow.Act = "record_refusal"
	Push          caseflow.Act = "push"
	CallOff       caseflow.Act = "call_off"
)

// TalkFlow is the table of a talk.
func TalkFlow() caseflow.Def {
	return caseflow.Def{
		Kind: TalkKind, Prefix: "YT", Edition: "2026-1", From: editions, Purpose: "supervision", Start: Planned,
		Name: law.Text2{ZH: "约谈", EN: "Talks"},
		States: []caseflow.StateName{
			named(Planned, "拟约谈", "planned", "认定单位正在考虑约谈，尚未决定", "a talk is being considered; nothing is decided"),
			named(Approved, "待通知", "approved, not told", "约谈已批准，等待通知时间和地点", "a talk was approved; you will be told when and where"),
			named(Invited, "已通知", "invited", "请派有权代表按时参加约谈；约谈是督促整改，不是处罚", "please send somebody entitled to speak for you; a talk urges and is no penalty"),
			named(Minuted, "纪要待签", "minutes to be signed", "请核对纪要：可以签署，也可以提出更正", "please read the minutes: sign them, or ask for corrections"),
			named(Pushed, "已推送", "pushed", "约谈记录已推送；到期自动终止，整改到位提前终止", "the record was pushed; it ends by its date, or once you have put things right"),
			named(CalledOff, "已取消", "called off", "约谈已取消，没有留下任何记录", "the talk was called off; no record remains"),
		},
		Final: []caseflow.State{Pushed, CalledOff},
		Moves: talkMoves(),
		Clocks: []caseflow.Clock{
			{Name: "plan", Title: law.Text2{ZH: "批准并通知", EN: "Approve and tell"}, While: []caseflow.State{Planned, Approved}, Limit: "talk.plan"},
			{Name: "hold", Title: law.Text2{ZH: "举行约谈", EN: "Hold the talk"}, While: []caseflow.State{Invited}, Limit: "talk.hold"},
			{Name: "sign", Title: law.Text2{ZH: "签署并推送", EN: "Sign and push"}, While: []caseflow.State{Minuted}, Limit: "talk.sign"},
		},
		Never: []caseflow.Guard{
			{To: Invited, Without: Approved, Basis: policy},
			{To: Minuted, Without: Invited, Basis: policy},
			{To: Pushed, Without: Minuted, Basis: policy},
		},
		Apart:  [][2]caseflow.Act{{Plan, Approve}, {Minute, Push}, {Rewrite, Push}},
		Untold: []caseflow.State{Planned, Approved},
		Read:   []string{access.RectifyRead, access.CaseReview}, Escalated: []string{access.RectifyRead},
	}
}

func talkMoves() []caseflow.Move {
	invite := body(Invite, "送达约谈通知书", "Serve the invitation", Invited, access.RectifyDraft, service("约谈通知书", "the invitation", invitationService), Approved)
	invite.Needs = []string{invitationService}
	off := decide(CallOff, "取消约谈", "Call it off", CalledOff, caseflow.Favour, Planned, Approved, Invited)
	off.Form = []caseflow.Field{reason("理由", "Why", "如当事人已经整改到位。", "Such as: things were put right meanwhile.")}
	return append([]caseflow.Move{
		body(Plan, "拟约谈", "Plan a talk", Planned, access.RectifyDraft, planForm()),
		decide(Approve, "批准约谈", "Approve it", Approved, caseflow.Heavy, Planned),
		body(Reschedule, "改期", "Another day or place", Approved, access.RectifyDraft, when(), Approved, Invited),
		invite,
		body(Absent, "当事人未到场", "Nobody came", Approved, access.RectifyDraft, []caseflow.Field{
			reason("情况", "What happened", "是否说明原因、如何联系。", "Whether a reason was given, how it was asked.")}, Invited),
		off,
	}, minutesMoves()...)
}

func when() []caseflow.Field {
	return []caseflow.Field{
		needed("on", caseflow.Date, "约谈日期", "Day of the talk", "与通知送达之间须隔足规定的工作日。", "The working days the law library names lie between."),
		needed("place", caseflow.Text, "地点", "Place", "写明地址或者会议方式。", "Address, or how to join.")}
}

func planForm() []caseflow.Field {
	kind := needed("talk_kind", caseflow.Choice, "约谈类型", "Kind of talk", "系统只提示；由承办人决定，另一人批准。", "The platform only suggests; the officer decides, another approves.")
	kind.Options = []caseflow.Option{{Code: string(Reminding), Name: law.Text2{ZH: "提示约谈", EN: "reminding talk"}}, {Code: string(Warning), Name: law.Text2{ZH: "警示约谈", EN: "warning talk"}}}
	return append([]caseflow.Field{kind,
		needed("topic", caseflow.LongText, "事由", "Occasion", "哪一项没有整改到位。", "Which demand was not met.")}, when()...)
}

// minutesMoves: what is signed is the digest of the minutes, and whoever signs says which they read.
func minutesMoves() []caseflow.Move {
	written := func() []caseflow.Field {
		undertaking := needed("undertaking", caseflow.LongText, "整改意见", "What is to be done", "当事人承诺的措施和时间。", "What the subject undertakes, and by when.")
		undertaking.Required = false
		return []caseflow.Field{
			needed("present", caseflow.Text, "参加人", "Present", "双方参加人的姓名和职务。", "Names and posts on both sides."),
			needed("minutes", caseflow.LongText, "谈话内容", "What was said", "如实记录双方的陈述。", "What each side said."), undertaking}
	}
	digest := func() caseflow.Field {
		f := needed("digest", caseflow.Text, "纪要摘要值（SM3）", "SM3 digest of the minutes", "您读到的那一份；纪要更正后须重新签署。", "Of the minutes you read; corrected ones are signed anew.")
		f.Max = 64
		return f
	}
	minute := body(Minute, "记录纪要", "Write the minutes", Minuted, access.RectifyDraft, append([]caseflow.Field{
		needed("held_on", caseflow.Date, "约谈日期", "Held on", "实际举行的日期。", "The day it was held.")}, written()...), Invited)
	refusal := body(RecordRefusal, "记录拒绝签署", "Record that signing was refused", caseflow.Stay, access.RectifyDraft, []caseflow.Field{
		reason("情况", "What happened", "当事人拒绝签署的经过和理由。", "How and why the subject refused."),
		needed(refusalWitness, caseflow.Attachment, "见证材料", "Proof", "见证人签字或者录音录像的说明。", "Signature of a witness, or a note on the recording.")}, Minuted)
	refusal.Needs, refusal.Weight = []string{officerSigned, refusalWitness}, caseflow.Heavy
	paper := body(ReceiveSigned, "收下当事人书面签署的纪要", "Take minutes signed on paper", caseflow.Stay, access.RectifyDraft, []caseflow.Field{digest(),
		needed(signedMinutes, caseflow.Attachment, "签署件", "Signed copy", "当事人签名盖章的纪要扫描件。", "A scan of the minutes signed by the subject.")}, Minuted)
	paper.Needs = []string{signedMinutes}
	push := decide(Push, "推送约谈记录", "Push the record", Pushed, caseflow.Heavy, Minuted)
	push.Needs = []string{officerSigned, bothSettled}
	return []caseflow.Move{
		minute,
		body(SignOfficer, "承办人签署", "Sign for the body", caseflow.Stay, access.RectifyDraft, []caseflow.Field{digest()}, Minuted),
		body(Rewrite, "更正纪要", "Correct the minutes", caseflow.Stay, access.RectifyDraft, written(), Minuted),
		own(SignSubject, "当事人签署", "Sign for the subject", caseflow.Stay, []caseflow.Field{digest()}, Minuted),
		own(Remark, "对纪要提出更正", "Ask for corrections", caseflow.Stay, []caseflow.Field{
			needed("statement", caseflow.LongText, "更正意见", "What should be corrected", "写明哪一处、应当怎样写。", "Which words, and what they should be.")}, Minuted),
		paper, refusal, push,
	}
}
