package caselib

import (
	"fmt"
	"strings"

	"xinheng/internal/fault"
)

var (
	errUnknown  = fault.New(fault.Missing, "caselib.unknown", "没有这篇案例或者活动；请在列表中查找。", "There is no such case study or activity; look for it in the list.")
	errNoCase   = fault.New(fault.Missing, "caselib.unknown_case", "本单位范围内没有这个案件；请核对编号，或者自行撰写。", "There is no such case within your reach; check its number, or write by hand.").At("case")
	errOpenCase = fault.New(fault.TooEarly, "caselib.open_case", "案件尚未办结；办结后才能据以撰写案例。", "The case has not ended; a study is drawn from it once it has.").At("case")
	errWords    = fault.New(fault.Invalid, "caselib.words", "标题和正文的中英文都要填写，标题不超过 100 字（英文 200），正文不超过 6000 字（英文 12000）；请补齐。",
		"Title and body are needed in both languages, titles of at most 100 characters (English 200), bodies of 6000 (English 12000); fill them in.").At("body")
	errKind     = fault.New(fault.Invalid, "caselib.kind", "案例须选择一个类型并且不填日期；活动须填写起止日期且不填类型。", "A study has a kind and no days; an activity has first and last days and no kind. Correct it.").At("kind")
	errArticles = fault.New(fault.Invalid, "caselib.articles", "案例须关联一至十个规则所依据的条款；请从列出的条款中选择。", "A study shows one to ten articles that rules rest on; choose from those listed.").At("articles")
	errDays     = fault.New(fault.Invalid, "caselib.days", "结束日期不得早于开始日期，也不得早于今天，活动不超过一年；请更正。", "The last day is neither before the first nor before today, and an activity lasts a year at most; correct it.").At("last_on")
	errMoved    = fault.New(fault.Conflict, "caselib.moved", "稿件已有新的版本；请刷新，看过后再办理。", "There is a newer version; reload, read it, and try again.")
	errState    = fault.New(fault.Conflict, "caselib.state", "稿件当前的状态不能这样办理；请刷新后查看。", "This cannot be done to a piece in its state; reload to see it.")
	errWhy      = fault.New(fault.Invalid, "caselib.why", "请用不超过 500 字写明撤下理由，理由会公开。", "Give the reason in at most 500 characters; it is public.").At("why")
	errAttended = fault.New(fault.Invalid, "caselib.attendance", "请填写活动期间且不晚于今天的日期、人数、文书号，并上传一份未登记过的文书；更正的须写明原登记序号。",
		"Give a day of the activity not after today, how many came, and a document with its number that was not entered before; a correction names the entry it stands instead of.").At("people")
	errNotActivity = fault.New(fault.Conflict, "caselib.not_activity", "只有活动有材料和参加人数；请在活动中办理。", "Only an activity has materials and attendance; do it there.")
)

// fields are the names of fields in words.
var fields = map[string][2]string{
	"title.zh": {"中文标题", "title (Chinese)"}, "title.en": {"英文标题", "title (English)"}, "body.zh": {"中文正文", "body (Chinese)"}, "body.en": {"英文正文", "body (English)"},
	"programme.zh": {"中文日程", "programme (Chinese)"}, "programme.en": {"英文日程", "programme (English)"}, "why": {"理由", "reason"}, "material": {"材料名称", "name of a material"},
}

// whats are what was found, in words.
var whats = map[string][2]string{
	"firm": {"企业名称", "the name of a firm"}, "person": {"个人姓名", "the name of a person"}, "code": {"代码或者编号", "a code or number"},
	"contact": {"联系方式或者地址", "a contact or address"}, "hidden": {"要求隐去的内容", "what was to be hidden"},
}

// errNamed says where something stands that tells who a piece is about, and not what it says.
func errNamed(found []Trace) error {
	var zh, en []string
	for _, t := range found[:min(len(found), 8)] {
		zh = append(zh, fmt.Sprintf("%s第 %d 段有%s", fields[t.Field][0], t.Paragraph, whats[t.What][0]))
		en = append(en, fmt.Sprintf("%s, paragraph %d: %s", fields[t.Field][1], t.Paragraph, whats[t.What][1]))
	}
	return fault.New(fault.Conflict, "caselib.named", "稿件能让人认出当事人："+strings.Join(zh, "；")+"。请改写后再发布。",
		"The piece tells who it is about: "+strings.Join(en, "; ")+". Rewrite it, then publish.").At(found[0].Field)
}
