package assess

import "xinheng/internal/fault"

var (
	errFrozen  = fault.New(fault.Conflict, "assess.frozen", "该月考核指标已经固化；请直接查看。", "The figures of the month are frozen; read them.")
	errNoMonth = fault.New(fault.Missing, "assess.no_month", "没有该月的考核指标；月度关账后由系统自动生成，请选择列出的月份。",
		"There are no figures of that month; they come by themselves once it has closed. Choose one that is listed.").At("month")
	errNoFigure = fault.New(fault.Missing, "assess.no_figure", "没有这项指标，或者不在可查看的范围内；请从考核表打开。",
		"There is no such figure, or it is not yours to see; open it from the sheet.")
	errNoAppeal = fault.New(fault.Missing, "assess.no_appeal", "没有这件申诉，或者不在可查看的范围内；请从考核表打开。",
		"There is no such appeal, or it is not yours to see; open it from the sheet.")
	errReason  = fault.New(fault.Invalid, "assess.reason", "请用不超过 500 字说明理由。", "Give the reason, in at most 500 characters.").At("reason")
	errTooLate = fault.New(fault.TooLate, "assess.too_late", "申诉期已过，指标保持不变；数据有误的，请在来源处更正，以后各月随之更正。",
		"The time to appeal is over, and the figure stays. What is wrong at the source is put right there, and later months follow.")
	errNotCounted = fault.New(fault.Invalid, "assess.not_counted", "只能就本单位该项指标已计入的对象提出；请从明细中选择。",
		"An appeal names things your body's figure counts; choose them from its list.").At("things")
	errOpen = fault.New(fault.Conflict, "assess.open", "对这项指标已有申诉在办，内容不同；请待答复后再提出。",
		"Another appeal against this figure is open; wait for its answer.")
	errOwn = fault.New(fault.Forbidden, "assess.own", "不得答复本单位的申诉；请由上级或者其他信用主管部门答复。",
		"Nobody answers an appeal of their own body; another lead office does.")
	errNotAsked = fault.New(fault.Invalid, "assess.not_asked", "只能剔除申诉中列明的对象；请对照申诉选择。", "Only what the appeal names can be left out; choose from it.").At("left_out")
	errAnswered = fault.New(fault.Conflict, "assess.answered", "这件申诉已经答复，内容不同，原答复保持不变；请刷新后查看。",
		"This appeal was answered otherwise, and the first answer stays; reload to read it.")
)
