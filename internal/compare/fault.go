package compare

import "xinheng/internal/fault"

var (
	errWay = fault.New(fault.Invalid, "compare.way", "方式须有代码（小写字母、数字、连字符）、中英文名称和 A 至 D 各级比例；请补齐。",
		"A way has a code of lower-case letters, digits and hyphens, a name in both languages and a ratio for each class A to D; complete it.").At("ratios")
	errFactors = fault.New(fault.Invalid, "compare.factors", "系数只能按一项评价的既有等级给出，且大于零；没有等级的企业系数固定为 1。请更正。",
		"Factors are given by the grades of one evaluation and are more than zero; a firm without a grade has the factor 1. Correct them.").At("factors")
	errTaken   = fault.New(fault.Conflict, "compare.taken", "该代码已由其他单位使用；请换一个代码。", "Another body uses this code; choose another.").At("code")
	errNoWay   = fault.New(fault.Invalid, "compare.no_way", "没有这个方式或者版本；请从列表选择两个不同的方式。", "There is no such way or version; choose two different ones from the list.").At("first")
	errDraw    = fault.New(fault.Missing, "compare.no_draw", "没有这次抽取，或者不是本单位已公布的抽取；请从列表选择。", "There is no such draw, or it is not a published one of your body; choose one from the list.").At("draw")
	errPeriod  = fault.New(fault.Invalid, "compare.period", "时期须自名录冻结日或者以后开始，不早于开始日结束；请更正。", "The period begins on the day the roster was frozen or later and does not end before it begins; correct it.").At("from")
	errOpen    = fault.New(fault.TooEarly, "compare.not_ended", "该时期还没有结束，检查结果不全；请选择昨天或者更早结束的时期。", "The period has not ended, so its results are not whole; choose one that ended yesterday or earlier.").At("to")
	errUnknown = fault.New(fault.Missing, "compare.unknown", "没有这项比较，或者还没有算完；请从列表打开。", "There is no such comparison, or it is not done yet; open it from the list.")
	errFile    = fault.New(fault.Invalid, "compare.not_inputs", "该文件不是第 1 版的比较输入，或者被改动过；请从比较页面重新下载。", "The file is not the inputs of a comparison of version 1, or was changed; download it again from its page.")
	errDiffers = fault.New(fault.Conflict, "compare.differs", "按该文件算出的数字与公布的哈希不同；请保留文件并报告监督机关。", "The numbers computed from the file do not give the published hash; keep the file and report it.")
)
