package scene

import "xinheng/internal/fault"

var (
	errText    = fault.New(fault.Invalid, "scene.text", "请填写中英文名称、改了什么、怎样衡量，勿写自然人姓名；请补齐。", "Give the name, what changed and how it was measured, in both languages and without names of natural persons; complete it.").At("name")
	errArticle = fault.New(fault.Invalid, "scene.article", "请选择一条政策条款。", "Choose an article of the policy.").At("article")
	errScope   = fault.New(fault.Invalid, "scene.region", "地方须是本单位辖区内的行政区划；请更正。", "The place is a division within your reach; correct it.").At("region")
	errNumbers = fault.New(fault.Invalid, "scene.numbers", "每个数字须有中英文名称、前后两个值和来源（查询或者文件），至少一个；请补齐。",
		"Every number has a name in both languages, a value before and after, and the query or document it comes from; give at least one.").At("numbers")
	errPeriods = fault.New(fault.Invalid, "scene.periods", "须有前后两段时期：前段先于后段结束，后段已经结束；请更正。", "There is a period before and one after: the first ends before the second begins, and the second has ended; correct them.").At("before")
	errPilot   = fault.New(fault.Invalid, "scene.pilot", "没有这项试点，或者还没有公布评估；请从列表选择。", "There is no such pilot, or its evaluation is not published; choose one from the list.").At("pilot")
	errTyped   = fault.New(fault.Invalid, "scene.typed", "属于已评估试点的，时期和数字取自评估；请勿手填。", "Of an evaluated pilot, periods and numbers are those of the evaluation; do not type them.").At("numbers")
	errUnknown = fault.New(fault.Missing, "scene.unknown", "没有这个场景，或者不在可办理的范围内；请从列表打开。", "There is no such scene, or it is not yours; open it from the list.")
	errGone    = fault.New(fault.Conflict, "scene.withdrawn", "该场景已撤回；如需公开，请重新录入。", "The scene was withdrawn; enter it again if it is to be public.")
	errWhy     = fault.New(fault.Invalid, "scene.why", "请用不超过 1000 字写明撤回理由，勿写自然人姓名。", "Say why it is withdrawn in at most 1000 characters, without names of natural persons.").At("why")
)
