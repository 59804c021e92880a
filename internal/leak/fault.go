package leak

import "xinheng/internal/fault"

var (
	errTold     = fault.New(fault.Invalid, "leak.told", "请选择类别并写明看到了什么；日期不能晚于今天。", "Choose what it is and say what you saw; the day is not later than today.").At("statement")
	errNoOffice = fault.New(fault.Unavailable, "leak.no_office", "平台还没有安全管理员，无法受理；请直接联系运营单位。", "There is no security officer yet to take it; turn to the operator directly.")
	errUnknown  = fault.New(fault.Missing, "caseflow.unknown", "没有这个办件，或者不由您查看；请核对编号。", "There is no such case, or it is not yours to see; check its number.")
	errScope    = fault.New(fault.Invalid, "leak.scope", "起止日期有误，或者列出的过多（各不超过 500）；请核对。", "The days are the wrong way round or not over yet, or too many are named (500 each at most); check them.").At("fields.from")
	errNoScope  = fault.New(fault.Conflict, "leak.no_scope", "还没有划定范围；请先划定期间、所涉账号和主体。", "No scope is set yet; set the days, the accounts and the subjects first.")
	errNoTarget = fault.New(fault.Invalid, "leak.no_target", "没有这个登录名或者密钥；请核对，并选择相应的类型。", "There is no such login or key; check it, and choose the kind that fits.").At("fields.target")
	errOwn      = fault.New(fault.Forbidden, "leak.own", "涉及您本人，须由同单位另一位安全管理员办理；请移交。", "This is about yourself and another security officer deals with it; hand it over.").Under("琼府办〔2021〕4号（二十四）")
	errOfficer  = fault.New(fault.Conflict, "leak.officer", "三员账号只能由上级信用主管部门暂停；请报其办理。", "One of the three officers is suspended only by the lead office above; ask it to.")

	errNoOfficer       = fault.New(fault.Conflict, "leak.no_officer", "不是三员账号，由办案单位暂停；请退回其办理。", "This is none of the three officers; the office itself suspends it.")
	errFreezeDays      = fault.New(fault.Invalid, "leak.freeze_days", "最后一日须在今天以后，且不超过规则库规定的最长期限；请重新选择。", "The last day is today or later, and within the longest term of the law library; choose another.").At("fields.until")
	errNoFreeze        = fault.New(fault.Missing, "leak.no_freeze", "没有这项暂停，或者已经结束；请刷新后核对编号。", "There is no such suspension, or it has ended; reload and check its number.")
	errNoTerm          = fault.New(fault.Unavailable, "leak.no_term", "规则库中没有这一期限；请联系平台管理员补录。", "The law library has no such term; ask the operator to have it entered.")
	errNotDone         = fault.New(fault.Invalid, "leak.not_done", "属实的，须写明处理和补救，受影响的主体会读到；请补齐。", "When it is confirmed, say what was done, for those affected to read; complete it.").At("fields.done")
	errHandOver        = fault.New(fault.Invalid, "leak.hand_over", "移送须写明单位名称，且只适用于属实的案件；请核对。", "To hand over, name the body; only a confirmed case is handed over. Check it.").At("fields.handed_name")
	errNotProposed     = fault.New(fault.Conflict, "leak.not_proposed", "没有相应的处理意见；请刷新后按拟办的结论决定，或者退回。", "That was not proposed; reload and decide as proposed, or return it.")
	errNotInvestigator = fault.New(fault.Forbidden, "leak.not_investigator", "只由本案的承办人办理；请由其操作。", "Only whoever looks into this case may do so; have them do it.")
	errNotOpen         = fault.New(fault.Conflict, "leak.not_open", "案件已不在核查；如需补充，请由上级退回。", "The case is no longer being looked into; have it returned from above first.")
	errTooFew          = fault.New(fault.Invalid, "leak.too_few_rows", "没有水印行，也不足 12 行，无法可靠追溯；请提供更多的行。", "There is no marked line and fewer than twelve rows, too few to be sure; give more.").At("text")
	errStatement       = fault.New(fault.Invalid, "leak.statement", "请写明申辩内容（2000 字以内）。", "Say what you have against it, in at most 2000 characters.").At("text")
	errSaidOnce        = fault.New(fault.Conflict, "leak.said_once", "已经提出过申辩；补充请联系办案单位。", "You have answered it already; turn to the office to add to it.")
	errNoFirm          = fault.New(fault.Invalid, "leak.no_firm", "请先切换到所代表的企业，或以本人身份查看。", "Act for the firm first, or as yourself once verified.")
	errNoLetter        = fault.New(fault.Missing, "leak.no_letter", "本案没有移送函；移送的，认定属实后可以查看。", "This case has no letter; there is one once it is confirmed and handed over.")
)
