package leak

import (
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Kind of the case.
const Kind = "leak"

// States of a case.
const (
	Reported      caseflow.State = "reported"      // 已报告
	Investigating caseflow.State = "investigating" // 核查中
	Proposed      caseflow.State = "proposed"      // 已拟处理意见
	Confirmed     caseflow.State = "confirmed"     // 属实，待告知
	Closed        caseflow.State = "closed"        // 已告知，办结
	Unfounded     caseflow.State = "unfounded"     // 不属实
	Declined      caseflow.State = "declined"      // 不予核查
)

// Acts of a case.
const (
	Report        caseflow.Act = "report"
	Clue          caseflow.Act = "clue"
	TakeUp        caseflow.Act = "take_up"
	Decline       caseflow.Act = "decline"
	Scope         caseflow.Act = "scope"
	Freeze        caseflow.Act = "freeze"
	FreezeOfficer caseflow.Act = "freeze_officer"
	Release       caseflow.Act = "release"
	Propose       caseflow.Act = "propose"
	Return        caseflow.Act = "return"
	Confirm       caseflow.Act = "confirm"
	FindUnfounded caseflow.Act = "find_unfounded"
	Notify        caseflow.Act = "notify"
)

var policy = law.Ref{Instrument: "qfb-2021-4", Article: "（二十四）"}

// Flow is the table of a case.
func Flow() caseflow.Def {
	return caseflow.Def{
		Kind: Kind, Prefix: "AQ", Edition: "2026-1", From: workday.MustParse("2021-02-01"), Purpose: "security", Start: Reported,
		Name: law.Text2{ZH: "信息泄露与篡改", EN: "Leak or tampering"}, States: states,
		Final: []caseflow.State{Closed, Unfounded, Declined},
		Moves: append(officeMoves(), aboveMoves()...),
		Clocks: []caseflow.Clock{
			{Name: "triage", Title: law.Text2{ZH: "是否核查", EN: "Take it up or not"}, While: []caseflow.State{Reported}, Limit: "leak.triage"},
			{Name: "investigate", Title: law.Text2{ZH: "核查并决定", EN: "Investigate and decide"}, While: []caseflow.State{Investigating, Proposed}, Limit: "leak.investigate"},
			{Name: "notify", Title: law.Text2{ZH: "告知受影响的主体", EN: "Tell those affected"}, While: []caseflow.State{Confirmed}, Limit: "leak.notify"},
		},
		Never: []caseflow.Guard{{To: Confirmed, Without: Investigating, Basis: policy}, {To: Confirmed, Without: Proposed, Basis: policy},
			{To: Unfounded, Without: Investigating, Basis: policy}, {To: Closed, Without: Confirmed, Basis: policy}},
		Apart: [][2]caseflow.Act{{Propose, Confirm}, {Propose, FindUnfounded}},
		Read:  []string{access.LeakRead},
	}
}

func named(s caseflow.State, zh, en, publicZH, publicEN string) caseflow.StateName {
	return caseflow.StateName{State: s, Name: law.Text2{ZH: zh, EN: en}, Public: law.Text2{ZH: publicZH, EN: publicEN}}
}

var states = []caseflow.StateName{
	named(Reported, "已报告", "reported", "已收到，等待安全管理员决定是否核查", "received; the security officer decides whether to look into it"),
	named(Investigating, "核查中", "being investigated", "正在核查", "being looked into"),
	named(Proposed, "已拟处理意见", "proposed", "核查结束，等待上级决定", "looked into; the body above decides"),
	named(Confirmed, "属实，待告知", "confirmed, to be told", "属实，正在告知受影响的主体", "confirmed; those affected are being told"),
	named(Closed, "已告知，办结", "told and closed", "属实，已处理并已告知受影响的主体", "confirmed and dealt with; those affected were told"),
	named(Unfounded, "不属实", "unfounded", "经核查不属实", "looked into and not founded"),
	named(Declined, "不予核查", "not taken up", "没有可以核查的线索；有新的线索可以再次报告", "nothing to look into; report again if you learn more"),
}

func field(name string, kind caseflow.FieldKind, required bool, zh, en, whyZH, whyEN string) caseflow.Field {
	return caseflow.Field{Name: name, Kind: kind, Required: required, Label: law.Text2{ZH: zh, EN: en}, Why: law.Text2{ZH: whyZH, EN: whyEN}}
}

func choice(name string, required bool, zh, en, whyZH, whyEN string, options ...string) caseflow.Field {
	f := field(name, caseflow.Choice, required, zh, en, whyZH, whyEN)
	for i := 0; i+2 < len(options); i += 3 {
		f.Options = append(f.Options, caseflow.Option{Code: options[i], Name: law.Text2{ZH: options[i+1], EN: options[i+2]}})
	}
	return f
}

var (
	reason = field("reason", caseflow.LongText, true, "理由", "Reason", "写明事实和理由。", "The facts and why.")
	until  = field("until", caseflow.Date, true, "最后一日", "Last day", "到期自动恢复；决定作出时提前解除。", "It ends by itself on that day, and sooner with the decision.")
	papers = field("papers", caseflow.Attachments, false, "材料", "Papers", "截屏、文件等，不是必须。", "Screenshots or files; not demanded.")
)

func officeMoves() []caseflow.Move {
	platform := func(act caseflow.Act, zh, en string) caseflow.Move {
		return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, To: Reported, By: caseflow.Platform, Basis: policy}
	}
	office := func(act caseflow.Act, zh, en string, to caseflow.State, weight caseflow.Weight, from []caseflow.State, form ...caseflow.Field) caseflow.Move {
		return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: from, To: to, By: caseflow.Body, Permission: access.LeakHandle, Weight: weight, Form: form, Basis: policy}
	}
	open := []caseflow.State{Reported, Investigating, Proposed}
	kind := choice("kind", true, "暂停什么", "Suspend what", "只暂停与本案有关的。", "Only what the case is about.",
		access.FreezeAccount, "账号", "an account", access.FreezeKey, "系统密钥", "a key of a system", access.FreezeExport, "导出权限", "a right to export")
	target := field("target", caseflow.Text, true, "登录名或者密钥编号", "Login, or id of the key", "", "")
	target.Why = law.Text2{ZH: "账号和导出权限填登录名，密钥填编号。", EN: "A login for accounts and exports, an id for keys."}
	return []caseflow.Move{
		platform(Report, "报告", "Report"), platform(Clue, "自动线索", "Automatic clue"),
		office(TakeUp, "开始核查", "Take up", Investigating, caseflow.Light, []caseflow.State{Reported}),
		office(Decline, "不予核查", "Do not take up", Declined, caseflow.Heavy, []caseflow.State{Reported}, reason),
		office(Scope, "划定范围", "Set the scope", caseflow.Stay, caseflow.Light, []caseflow.State{Reported, Investigating},
			field("from", caseflow.Date, true, "自", "From", "怀疑最早发生的一日。", "The first day it may have happened."),
			field("until", caseflow.Date, true, "至", "Until", "怀疑最晚发生的一日。", "The last day."),
			field("actors", caseflow.LongText, false, "所涉账号和密钥", "Accounts and keys concerned", "每行一个登录名或者密钥编号；所涉人员不再看得到本案。", "A login or id of a key a line; they no longer see this case."),
			field("subjects", caseflow.LongText, false, "受影响的主体", "Subjects affected", "每行一个统一社会信用代码；导出文件里的主体自动列入。", "A code a line; subjects of traced exports are added by themselves."),
			field("all", caseflow.Bool, false, "所涉账号在期间内的查阅全部视为受影响", "Everything they read in those days counts as affected", "账号被盗用等情形选择。", "Where an account was taken over.")),
		office(Freeze, "暂停使用", "Suspend", caseflow.Stay, caseflow.Heavy, open, kind, target, until, reason),
		office(Release, "解除暂停", "Lift a suspension", caseflow.Stay, caseflow.Favour, open,
			field("freeze", caseflow.Text, true, "暂停编号", "Number of the suspension", "见案件页“暂停使用”。", "It stands on the case page."), reason),
		office(Propose, "拟处理意见", "Propose", Proposed, caseflow.Light, []caseflow.State{Investigating}, proposal()...),
		office(Notify, "告知并办结", "Tell those affected, and close", Closed, caseflow.Light, []caseflow.State{Confirmed}, papers),
	}
}

func proposal() []caseflow.Field {
	return []caseflow.Field{
		choice("outcome", true, "结论", "Finding", "按查明的事实选择。", "By what was found.", string(Confirmed), "属实", "confirmed", string(Unfounded), "不属实", "unfounded"),
		field("findings", caseflow.LongText, true, "查明的事实", "What was found", "依据哪些日志、文件和核验结果。", "On which logs, files and verifications."),
		field("done", caseflow.LongText, false, "处理和补救（告知当事主体）", "What was done (told to those affected)", "属实的必填；主体会读到，不要写个人姓名。", "Needed when confirmed; subjects read it, so name nobody."),
		choice("handed_to", false, "移送", "Hand over", "涉嫌违纪或者违法的，凭函移送。", "By letter, where discipline or the law may have been broken.", "discipline", "纪检监察机关", "discipline inspection", "police", "公安机关", "the police"),
		field("handed_name", caseflow.Text, false, "移送单位名称", "Name of that body", "移送的必填。", "Needed to hand over."),
	}
}

func aboveMoves() []caseflow.Move {
	above := func(act caseflow.Act, zh, en string, to caseflow.State, weight caseflow.Weight, form ...caseflow.Field) caseflow.Move {
		return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: []caseflow.State{Proposed}, To: to, By: caseflow.Above, Permission: access.LeakDecide, Weight: weight, Form: form, Basis: policy}
	}
	confirm := above(Confirm, "认定属实", "Confirm", Confirmed, caseflow.Heavy)
	unfounded := above(FindUnfounded, "认定不属实", "Find it unfounded", Unfounded, caseflow.Light)
	confirm.Needs, unfounded.Needs = []string{string(Confirmed)}, []string{string(Unfounded)}
	officer := above(FreezeOfficer, "暂停三员账号", "Suspend one of the three officers", caseflow.Stay, caseflow.Heavy,
		choice("kind", true, "暂停什么", "Suspend what", "三员的账号只能由上级暂停。", "Officers are suspended only from above.", access.FreezeAccount, "账号", "an account", access.FreezeExport, "导出权限", "a right to export"),
		field("target", caseflow.Text, true, "登录名", "Login", "三员之一。", "Of one of the three officers."), until, reason)
	officer.From = []caseflow.State{Reported, Investigating, Proposed}
	return []caseflow.Move{officer, above(Return, "退回补充核查", "Return to look further", Investigating, caseflow.Light, reason), confirm, unfounded}
}
