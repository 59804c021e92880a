package pilot

import "xinheng/internal/fault"

var (
	errName       = fault.New(fault.Invalid, "pilot.name", "请填写试点的中英文名称和依据。", "Give the name in both languages and the basis.").At("name")
	errScope      = fault.New(fault.Invalid, "pilot.scope", "试点范围须是本单位辖区内的行政区划，行业须是国民经济行业代码；请更正。", "The scope is divisions within your reach and codes of industries; correct it.").At("regions")
	errFeature    = fault.New(fault.Invalid, "pilot.feature", "请选择一项可以试点的内容：施行中的分级表，或者各级别的抽查比例。", "Choose one thing that can be switched: a class table in force, or ratios by class.").At("feature")
	errDomain     = fault.New(fault.Invalid, "pilot.domain", "没有这个监管领域的分级表；请从列出的领域中选择。", "There is no class table of this field; choose one that is listed.").At("domain")
	errRatio      = fault.New(fault.Invalid, "pilot.ratio", "试点比例不得高于规定比例；请降低。", "The ratio of a pilot may not exceed that of the rules; lower it.").At("ratios")
	errComparison = fault.New(fault.Invalid, "pilot.comparison", "只有抽查比例的试点可以依据一项已经算完并公布的比较；请从列表选择。", "Only a pilot of ratios rests on a comparison, and on one that is done and public; choose one from the list.").At("comparison")
	errDays       = fault.New(fault.Invalid, "pilot.days", "须有起止日期：今天或者以后开始，期限不超过规定上限；请更正。", "A pilot has a first and a last day: it begins today or later and is no longer than the rules allow; correct them.").At("last_on")
	errOverlap    = fault.New(fault.Conflict, "pilot.overlap", "同一时期已有同一内容、范围重叠的试点；请调整范围或者日期。", "Another pilot of the same thing overlaps in place and time; change the scope or the days.")
	errProlong    = fault.New(fault.Conflict, "pilot.unevaluated", "同一内容、范围重叠的上一次试点还没有公布评估，不得延期；请先评估。", "The last pilot of the same thing in this place has no published evaluation and cannot be prolonged; evaluate it first.").Under("琼府办〔2021〕4号（二十九）")
	errUnknown    = fault.New(fault.Missing, "pilot.unknown", "没有这项试点，或者不在可办理的范围内；请从列表打开。", "There is no such pilot, or it is not yours; open it from the list.")
	errLate       = fault.New(fault.TooLate, "pilot.begun", "开始日期已过，不能再批准；请重新提出。", "Its first day has passed; propose it again.")
	errNotOn      = fault.New(fault.Conflict, "pilot.not_on", "该试点不在进行中，不能停止；请刷新后查看。", "The pilot is not on and cannot be stopped; reload to see it.")
	errNotEnded   = fault.New(fault.Conflict, "pilot.not_ended", "试点结束后才能评估；请待结束后办理。", "A pilot is evaluated after its end; wait until then.")
	errSays       = fault.New(fault.Invalid, "pilot.says", "请用不超过 2000 字写明，勿写自然人姓名。", "Say it in at most 2000 characters, without names of natural persons.").At("says")
	errDone       = fault.New(fault.Conflict, "pilot.evaluated", "该试点已公布评估，内容不同，原评估保持不变；请刷新后查看。", "The evaluation is published otherwise, and that stays; reload to read it.")
)
