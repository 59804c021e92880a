package remote

import "xinheng/internal/fault"

var (
	errDevice     = fault.New(fault.Invalid, "remote.device", "名称、类型、依据、可测内容、企业或者期限有误；请核对：现场设备须写明所在企业，期限不早于今日。", "Name, kind, basis, measures, firm or days are wrong; check them: a device stands at a firm, and its last day is not before today.")
	errUnknown    = fault.New(fault.Missing, "remote.unknown", "没有这台设备或者这条事件，或者不由您查看；请从列表中打开。", "There is no such device or event, or it is not yours to see; open it from the list.")
	errUndeclared = fault.New(fault.Conflict, "remote.undeclared", "设备没有登记可以测量这一项，或者该日不在登记期限内，或者不在这家企业；请先登记。", "The device is not declared to measure this, not on that day, or not at this firm; declare it first.").At("measure")
	errEvent      = fault.New(fault.Invalid, "remote.event", "编号、读数、时间或者证据摘要有误；请核对后重新报送。", "Number, reading, time or hash of the evidence is wrong; check them and report again.")
	errDone       = fault.New(fault.Conflict, "remote.done", "这条事件已经排除或者已经提出检查；请刷新。", "This event was dismissed, or a visit was made of it; reload.")
	errObjected   = fault.New(fault.Conflict, "remote.objected", "企业对这条事件有异议；请写明仍然提出检查的理由。", "The firm objected to this event; say why a visit is made all the same.").At("why")
	errReason     = fault.New(fault.Invalid, "remote.no_reason", "请写明理由（2000 字以内）。", "Give the reason, in at most 2000 characters.").At("reason")
	errWords      = fault.New(fault.Invalid, "remote.no_words", "请写明情况（2000 字以内）。", "Say what you wish to say, in at most 2000 characters.").At("text")
	errNoFirm     = fault.New(fault.Invalid, "remote.no_firm", "请先切换到所代表的企业。", "Act for the firm first.")
)
