package declaration

import (
	"strings"

	"xinheng/internal/fault"
	"xinheng/internal/law"
)

const onElders = "互联网网站适老化通用设计规范"

var (
	errUnknown = fault.New(fault.Missing, "declaration.unknown", "没有这项申报，或者不由您查看；请从列表中打开。", "There is no such declaration, or it is not yours to see; open it from the list.")
	errNoFirm  = fault.New(fault.Invalid, "declaration.no_firm", "请先切换到所代表的企业，再申报。", "Act for the firm first, then declare.")
	errAgent   = fault.New(fault.Forbidden, "declaration.not_to_sign", "申报须由企业自己签署，代理人只能准备；请由企业登录签署。", "Only the firm itself signs, an agent prepares; have the firm sign in.")
	errKind    = fault.New(fault.Missing, "declaration.no_kind", "没有施行中的这种申报；全部见 /v1/declarations/kinds。", "No such kind is in force; all are at /v1/declarations/kinds.").At("kind")
	errScope   = fault.New(fault.Invalid, "declaration.scope", "共享范围不在可选项内；请从列表中选择。", "That is no scope of sharing; choose from the list.").At("scopes")
	errNoBody  = fault.New(fault.Invalid, "declaration.no_body", "请选择核验单位后再签署。", "Choose the body that verifies it, then sign.").At("org")
	errNotHere = fault.New(fault.Invalid, "declaration.not_verifier", "该单位没有开通这种申报的核验；请从可选的单位中选择。", "That body does not verify this kind; choose one of those offered.").At("org")
	errPaper   = fault.New(fault.Invalid, "declaration.paper", "请上传所需的证明，或者从材料库选用；共享数据能证明的无需提交。", "Hand in the proof that is wanted, or use one from the store; what shared data prove needs none.").At("papers")
	errText    = fault.New(fault.Unavailable, "declaration.no_text", "规则库中没有施行中的文本或者期限；请联系平台管理员补录后再签署。", "No text or term is in force in the law library; ask the operator to have it entered, then sign.")
	errChanged = fault.New(fault.Conflict, "declaration.text_changed", "所签文本不是现在应当签署的文本，或者展示已久；请重新阅读后签署。", "What was signed is not the text to be signed now, or it was shown long ago; read it again and sign.").At("text_sm3")
	errTooLate = fault.New(fault.TooLate, "declaration.undo_late", "可撤回签署的时间已过；请在申报页面撤回申报。", "The time to take the signature back is over; withdraw the declaration on its page.").Under(onElders)
	errOver    = fault.New(fault.Conflict, "declaration.over", "这项申报已经结束；请查看其状态。", "This declaration is over; see how it stands.")
	errEarly   = fault.New(fault.TooEarly, "declaration.undo_instead", "签署尚可撤回；请使用“撤回签署”。", "It is not in effect yet: take the signature back instead.")
	errAsked   = fault.New(fault.Conflict, "declaration.under_inquiry", "正在核对这项申报；请在办件中陈述，属于善意错误的在办件中说明并撤回。", "An inquiry is open: answer in the case; explain and withdraw an honest error there.")
	errFinding = fault.New(fault.Invalid, "declaration.no_findings", "请写明怎样核实的、依据什么。", "Say how it was settled and by what.").At("findings")
	errState   = fault.New(fault.Conflict, "declaration.not_in_effect", "申报尚未生效或者已经结束；请刷新。", "The declaration is not in effect, or over; reload.")
	errMatched = fault.New(fault.Conflict, "declaration.not_different", "只有核验为不符的申报可以立案核对；请先作出核验结论。", "Only what was found to differ can be inquired into; verify it first.")
	errEnds    = fault.New(fault.Invalid, "declaration.ends_first", "截止日早于起始日；请核对日期。", "It ends before it begins; check the dates.").At("until")
	errServed  = fault.New(fault.Invalid, "declaration.served_on", "送达日期须在文书作出之后、今天以前；请核对送达回证。", "The day of service lies between the paper and today; check the proof of service.").At("served_on")
	errDraft   = fault.New(fault.Conflict, "declaration.not_drafted", "尚无处理意见；请先由承办人提出。", "Nothing is proposed yet; the officer in charge proposes first.")
	errNoPaper = fault.New(fault.Missing, "declaration.no_paper", "没有这份文书，或者尚未送达；请从办件中打开。", "There is no such paper, or it is not served yet; open it from the case.")
	errDoc     = fault.New(fault.Missing, "declaration.no_document", "材料库中没有这份材料，或者已经停用、过期；请重新上传。", "The store has no such document, or it was revoked or has expired; hand it in again.")
	errEntity  = fault.New(fault.Missing, "declaration.not_yours", "没有这个主体，或者不由您查看；请先切换到所代表的企业。", "There is no such subject, or it is not yours to see; act for the firm first.")
)

// badField says which field does not fit, and never what was written there.
func badField(f law.DeclaredField) error {
	return fault.New(fault.Invalid, "declaration.field", "“"+f.Name.ZH+"”没有填写或者格式不对；请核对。", "“"+f.Name.EN+"” is missing or malformed; check it.").At(f.Code)
}

// unasked refuses what the kind does not ask for.
func unasked(codes []string) error {
	return fault.New(fault.Invalid, "declaration.unasked", "有不属于这种申报的字段；请删除。", "There are fields this kind does not ask for; leave them out.").At(strings.Join(codes, ","))
}
