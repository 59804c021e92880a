package check

import (
	"xinheng/internal/law"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// whyNot is the sentence behind a reason not to count; "on" is the day it ended or begins.
func whyNot(why string, on workday.Date) law.Text2 {
	day := on.String()
	switch why {
	case standing.NotYet:
		return law.Text2{ZH: "自 " + day + " 起才生效", EN: "takes effect only on " + day}
	case standing.Expired:
		return law.Text2{ZH: "已于 " + day + " 期满", EN: "its last day was " + day}
	case standing.Repaired:
		return law.Text2{ZH: "已于 " + day + " 修复", EN: "repaired on " + day}
	case standing.Withdrawn:
		return law.Text2{ZH: "决定已于 " + day + " 撤回", EN: "the decision was withdrawn on " + day}
	case standing.Removed:
		return law.Text2{ZH: "已于 " + day + " 移出", EN: "removed on " + day}
	case standing.UnderObjection:
		return law.Text2{ZH: "异议中，自 " + day + " 起至作出决定前暂停使用", EN: "under objection since " + day + ": its use rests until the decision"}
	case standing.Reorganised:
		return law.Text2{ZH: "法院裁定批准重整或者和解，自 " + day + " 起暂时解除", EN: "a court approved the reorganisation: lifted for the time being since " + day}
	}
	return reasons[why]
}

var reasons = map[string]law.Text2{
	notThisMatter:    {ZH: "与本事项无关", EN: "has no bearing on this matter"},
	otherIndustry:    {ZH: "禁入的是另一行业，与所申请的行业无关", EN: "it bars another industry than the one applied for"},
	minor:            {ZH: "轻微失信，不采取措施", EN: "minor: no measure follows"},
	basisRepealed:    {ZH: "所依据的规定在该日不施行", EN: "what it rests on is not in force on that day"},
	notAdopted:       {ZH: "所依据的规则未经核实也未经采纳，仅作告知", EN: "it rests on a rule that is neither verified nor adopted: it only informs"},
	duplicate:        {ZH: "同一行为的同一措施已计一次，不重复适用", EN: "the same measure for the same conduct counts once"},
	termOver:         {ZH: "已满该措施的最长期限", EN: "the measure has reached its longest term"},
	notTarget:        {ZH: "该措施不适用于此类主体", EN: "the measure is not for this kind of subject"},
	notMapped:        {ZH: "原认定没有对应到这项措施，不得扩大适用", EN: "what was determined in the other province does not map to this measure: it is not extended"},
	standing.NoBasis: {ZH: "缺少依据，不产生效力", EN: "it has no basis, hence no effect"},
	standing.NoEnd:   {ZH: "没有依法确定的终止日期，不产生效力", EN: "no rule says when it ends, hence no effect"},
}

var whyLowered = map[string]law.Text2{
	onlyGroupI:       {ZH: "只有第一类措施可以阻止办理", EN: "only measures of group I may block"},
	onlyRating:       {ZH: "评价结果不得阻止办理，也不强制采取措施", EN: "a rating never blocks or compels"},
	standing.NoBasis: reasons[standing.NoBasis],
	notAdopted:       reasons[notAdopted],
}

// nextLowered is what the officer does with an effect that is weaker than its rule says.
var nextLowered = law.Text2{
	ZH: "仅供知悉：可以核实，不得据此拒绝或者限制。",
	EN: "For your information: you may verify it, but not refuse or limit anything on this ground.",
}

var routeWhy = map[string]law.Text2{
	"abolished":          {ZH: "本事项已取消审批，无须承诺", EN: "the matter needs no approval any more, hence no commitment"},
	"ordinary_matter":    {ZH: "本事项不适用告知承诺", EN: "this matter does not go by commitment"},
	"on_serious_list":    {ZH: "在严重失信主体名单内，修复前不适用告知承诺", EN: "on a list of seriously dishonest subjects: not by commitment until repaired"},
	"on_recognised_list": {ZH: "在互认省份认定的严重失信主体名单内，期满、修复或者不予采用前不适用告知承诺", EN: "on a list of a recognised province: not by commitment until it ends, is repaired, or is opted out of"},
	"false_commitment":   {ZH: "曾违背承诺，修复前不适用告知承诺", EN: "an earlier commitment was broken: not by commitment until repaired"},
	"serious_record":     {ZH: "有严重失信信息，修复前不适用告知承诺", EN: "a serious adverse record: not by commitment until repaired"},
	"unknown_subject":    {ZH: "主体未登记，无法判断；可按一般程序办理", EN: "the subject is not registered, so this cannot be told; the ordinary procedure is open"},
}

// advice says in one sentence what an outcome means and what to do.
var advice = map[Outcome]law.Text2{
	Prohibited: {
		ZH: "本事项依法不得通过。请告知当事人依据、期限与救济途径。",
		EN: "By law this may not be granted. Tell the party the basis, the term and the remedies."},
	Restricted: {
		ZH: "本事项受限：请按所列措施办理，或依职权决定是否适用，并说明理由。",
		EN: "Restricted: apply the measures listed, or decide within your discretion and give reasons."},
	Attention: {
		ZH: "可以办理。请留意所列信息，它们本身不构成拒绝的理由。",
		EN: "This may go on. Mind what is listed; by itself it is no ground for refusal."},
	Clear: {
		ZH: "可以办理。没有影响本事项的在效信息；无记录即无评价，不等于不良。",
		EN: "This may go on. Nothing in force bears on it; no record means no evaluation, not a bad one."},
	UnknownSubject: {
		ZH: "主体库中没有该代码。没有数据不是不良信用：请核对代码，并按一般程序办理。",
		EN: "No such subject is registered. No data is not bad data: check the code and follow the ordinary procedure."},
}

var levelOneAdvice = map[Answer]law.Text2{
	Yes:       {ZH: "可以办理。", EN: "This may go on."},
	No:        {ZH: "依法不得通过；理由须由本人或经第二机关授权查询。", EN: "By law this may not be granted; the reasons are for the person, or for a second authority to ask."},
	NotEnough: {ZH: "数据不足以回答；没有数据不是不良信用，请按一般程序办理。", EN: "There is not enough data to answer; no data is not bad data: follow the ordinary procedure."},
}
