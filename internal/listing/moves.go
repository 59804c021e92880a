package listing

import (
	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

func moves(lib *law.Library, kind string) []caseflow.Move {
	all := openings(kind)
	all = append(all, proposals(lib, kind)...)
	all = append(all, hearingMoves()...)
	all = append(all, decisions()...)
	return append(all, endings()...)
}

func body(act caseflow.Act, zh, en string, from, to caseflow.State, permission string, form ...caseflow.Field) caseflow.Move {
	return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: []caseflow.State{from}, To: to, By: caseflow.Body, Permission: permission, Form: form,
		Basis: process}
}

// decide is a move of the officer who decides, and so of one whose training certificate is good (S8).
func decide(act caseflow.Act, zh, en string, from, to caseflow.State, weight caseflow.Weight, needs ...string) caseflow.Move {
	m := body(act, zh, en, from, to, access.ListingDecide)
	m.Weight, m.Needs = weight, needs
	return m
}

func openings(kind string) []caseflow.Move {
	refuse := decide(RefuseOutside, "不予登记", "Do not record", Received, Dropped, caseflow.Favour)
	refuse.Form = []caseflow.Field{reason("不予登记的理由", "Why not", "如文书不全、尚未送达、不属于本名单。", "Such as papers missing, not served, or not of this list.")}
	accept := decide(AcceptOutside, "核对无误，登记", "Compared; record it", Received, Recorded, caseflow.Heavy, outsideDecision, outsideService)
	return []caseflow.Move{
		{Act: Open, Name: law.Text2{ZH: "登记线索", EN: "Note a clue"}, To: Clue, By: caseflow.Body, Permission: access.ListingDraft, Basis: policy,
			Form: []caseflow.Field{needed("source", caseflow.Text, "线索来源", "Where the clue comes from", "如检查、处罚、投诉、移送的编号。", "Such as the number of a visit, a penalty, a complaint.")}},
		{Act: Import, Name: law.Text2{ZH: "登记外部认定", EN: "Take in an outside decision"}, To: Received, By: caseflow.Body, Permission: access.ListingDraft,
			Needs: []string{outsideDecision, outsideService}, Basis: policy, Form: outsideForm(kind)},
		accept, refuse,
		body(Close, "线索不成立", "The clue comes to nothing", Clue, Dropped, access.ListingDraft,
			reason("理由", "Why", "核查了什么、为何不成立。", "What was looked at, and why it comes to nothing.")),
	}
}

func outsideForm(kind string) []caseflow.Field {
	form := []caseflow.Field{
		needed("authority", caseflow.Text, "认定机关", "Body that decided", "决定书载明的机关全称。", "Its full name on the decision."),
		needed("authority_code", caseflow.Text, "认定机关统一社会信用代码", "Its code", "18 位代码。", "18 characters."),
		needed("document_no", caseflow.Text, "决定文书号", "Number of the decision", "照文书填写。", "As on the document."),
		needed("decided_on", caseflow.Date, "决定日期", "Decided on", "照文书填写。", "As on the document."),
		needed("served_on", caseflow.Date, "送达日期", "Served on", "照送达回证填写；未送达的不能登记。", "As on the proof of service; what was not served is not recorded."),
		needed("basis", caseflow.Text, "认定依据", "Legal basis", "决定书引用的条款。", "The article the decision cites."),
		needed("facts", caseflow.LongText, "事由", "Facts", "将公示；不得写入个人信息。", "It will be public; nothing personal."),
		needed(outsideDecision, caseflow.Attachment, "决定书", "The decision", "外部机关的决定文书。", "The document of the other body."),
		needed(outsideService, caseflow.Attachment, "送达凭证", "Proof of service", "送达回证或者公告。", "The return of service, or the public notice."),
	}
	if kind == BanKind {
		return append(form, banForm()...)
	}
	until := needed("until", caseflow.Date, "有效期至", "Until", "决定书载明截止日期的填写。", "If the decision names its end.")
	until.Required = false
	return append(form, until)
}

// banForm is what a ban says beside its grounds (F17-1).
func banForm() []caseflow.Field {
	kind := needed("ban_kind", caseflow.Choice, "禁入类型", "Kind of ban", "市场禁入及于全部经营；行业禁入只及于所列行业。", "A market ban covers all business, an industry ban only the one named.")
	kind.Options = []caseflow.Option{{Code: "market", Name: law.Text2{ZH: "市场禁入", EN: "market"}}, {Code: "industry", Name: law.Text2{ZH: "行业禁入", EN: "industry"}}}
	industry := needed("industry", caseflow.Text, "行业代码", "Industry", "国民经济行业分类的门类或者大类，如 C14；行业禁入必填。", "Section or division of GB/T 4754, such as C14; for an industry ban.")
	industry.Required = false
	domain := needed("domain", caseflow.Text, "监管领域", "Field of supervision", "如 food；可以不填。", "Such as food; may be left empty.")
	domain.Required = false
	return []caseflow.Field{kind, industry, domain,
		needed("scope", caseflow.LongText, "禁入范围", "Scope", "不得从事的经营、不得担任的职务；将公示。", "What business or office is barred; it will be public."),
		needed("until", caseflow.Date, "禁入截止日期", "Until", "最后一日；没有截止日期的禁入不能作出。", "The last day; a ban without an end cannot be made.")}
}

func proposals(lib *law.Library, kind string) []caseflow.Move {
	form := []caseflow.Field{
		needed("facts", caseflow.LongText, "事实", "Facts", "将写入告知书和公示；不得写入个人信息。", "They go into the notice and the entry; nothing personal."),
		needed("instrument", caseflow.Text, "依据的文件", "Instrument", "决定所依据的文件（规则库中的代码）。", "What the decision rests on: its code in the law library."),
		needed("article", caseflow.Text, "条款", "Article", "如 第二条。", "Such as 第二条."),
		conductField(lib), measuresField()}
	if kind == BanKind {
		form = append(form, banForm()...)
	}
	level := needed("severity", caseflow.Choice, "改定程度", "Another severity", "由第二人复核后生效。", "It counts once a second person has confirmed it.")
	level.Options = []caseflow.Option{{Code: "minor", Name: law.Text2{ZH: "轻微", EN: "minor"}}, {Code: "general", Name: law.Text2{ZH: "一般", EN: "general"}},
		{Code: "serious", Name: law.Text2{ZH: "严重", EN: "serious"}}}
	confirm := body(ConfirmOverride, "复核同意改定", "Confirm the other severity", Proposed, caseflow.Stay, access.ListingDecide)
	refuse := body(RefuseOverride, "不同意改定", "Keep what the table says", Proposed, caseflow.Stay, access.ListingDecide)
	confirm.Needs, refuse.Needs = []string{overrideAsked}, []string{overrideAsked}
	notice := body(ServeNotice, "送达告知书", "Serve the notice", Proposed, Noticed, access.ListingDraft, service("告知书", "the notice", noticeService)...)
	notice.Needs, notice.Weight = []string{noticeService}, caseflow.Heavy
	return []caseflow.Move{
		body(Propose, "提出拟列入意见", "Propose", Clue, Proposed, access.ListingDraft, form...),
		body(Override, "程度与定级表不同", "Another severity than the table's", Proposed, caseflow.Stay, access.ListingDraft, level,
			reason("理由", "Why", "写明与定级表不同的事实和理由。", "The facts and reasons that depart from the table.")),
		confirm, refuse, notice,
		body(Revise, "变更事实或依据，重新告知", "Other facts or basis: tell the subject again", Heard, Proposed, access.ListingDraft, form...),
	}
}

// conductField offers the rows of the table of conduct.
func conductField(lib *law.Library) caseflow.Field {
	f := needed("conduct", caseflow.Choice, "行为情形", "Conduct", "决定程度和可以采取的措施。", "It decides the severity and which measures may follow.")
	for _, c := range lib.On(workday.MustParse("2026-04-01")).Misconducts() {
		f.Options = append(f.Options, caseflow.Option{Code: c.Code, Name: c.Name})
	}
	return f
}

func measuresField() caseflow.Field {
	f := needed("measures", caseflow.Text, "拟采取的措施", "Measures", "只能选择该行为情形所允许的措施；可以不选，仅公示。", "Only measures this conduct allows (codes of the catalogue, with commas); none means publicity only.")
	f.Required, f.Max = false, 500
	return f
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
