package alert

import "xinheng/internal/fault"

var (
	errUnknown = fault.New(fault.Missing, "alert.unknown", "没有这条预警，或者不由您查看；请从列表中打开。", "There is no such alert, or it is not yours to see; open it from the list.")
	errNoFirm  = fault.New(fault.Invalid, "alert.no_firm", "请先切换到所代表的企业，再查看提示。", "Act for the firm first, then read its hints.")
	errOver    = fault.New(fault.Conflict, "alert.over", "这条预警已经处理或者已经结束；请刷新。", "This alert was dealt with, or is over; reload.")
	errWords   = fault.New(fault.Invalid, "alert.no_words", "请写明怎样整改的，或者说明情况。", "Say how it was mended, or explain.").At("text")
	errReason  = fault.New(fault.Invalid, "alert.no_reason", "确认或者排除都须写明核实的情况和理由；请补充。", "To confirm or to dismiss, say what was verified and why.").At("reason")
	errTerm    = fault.New(fault.Unavailable, "alert.no_term", "规则库中没有预警的期限；请联系平台管理员补录。", "The law library has no terms for alerts; ask the operator to have them entered.")
)
