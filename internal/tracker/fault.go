package tracker

import "xinheng/internal/fault"

var (
	errTask = fault.New(fault.Invalid, "tracker.task", "政策中没有这项任务；请从任务清单中选择。", "The policy has no such task; choose one from the list.").At("task")
	errBody = fault.New(fault.Invalid, "tracker.body", "没有这个单位，或者不在本单位的范围内；请按统一社会信用代码核对。",
		"There is no such body, or it is beyond your reach; compare its code.").At("org")
	errDue   = fault.New(fault.Invalid, "tracker.due", "期限须在今天或者以后、五年以内；请更正。", "The due date is today or later, within five years; correct it.").At("due_on")
	errAgain = fault.New(fault.Conflict, "tracker.assigned", "该任务已分派给这个单位，期限或者说明不同；要改期限的，请先撤回原分派并说明理由。",
		"The task is assigned to this body with another date or note; to change it, withdraw the first and say why.")
	errNone = fault.New(fault.Missing, "tracker.unknown", "没有这项分派或者报送，或者不在可查看的范围内；请从任务列表打开。",
		"There is no such assignment or report, or it is not yours to see; open it from the list.")
	errNotOurs = fault.New(fault.Missing, "tracker.not_ours", "只能就分派给本单位的任务报送；请从本单位的任务列表打开。",
		"A body reports on its own tasks; open them from your list.")
	errOver     = fault.New(fault.Conflict, "tracker.over", "该任务已完成或者已撤回，不再办理；请刷新后查看。", "The task is done or withdrawn; reload to see it.")
	errSays     = fault.New(fault.Invalid, "tracker.says", "请用不超过 1000 字写明，勿写自然人姓名。", "Say it in at most 1000 characters, without names of natural persons.").At("says")
	errEvidence = fault.New(fault.Invalid, "tracker.evidence", "报送须有佐证：上传附件，或者选择平台统计的数字。", "A report has evidence: upload a document, or choose a figure the platform counts.").At("document")
	errDocument = fault.New(fault.Invalid, "tracker.document", "请上传本单位的佐证材料；每份文件用于一次报送。", "Upload the evidence of your body; each document is for one report.").At("document")
	errFigure   = fault.New(fault.Invalid, "tracker.figure", "请从列出的统计项和年份中选择。", "Choose a figure and a year that are listed.").At("figure")
	errNothing  = fault.New(fault.Invalid, "tracker.nothing", "平台在该年没有统计到本单位的这一数字，不能作为佐证；请另选或者上传附件。",
		"The platform counted nothing of this for your body in that year: it is no evidence; choose another or upload a document.").At("figure")
	errOpen     = fault.New(fault.Conflict, "tracker.open", "已有一份报送待答复，内容不同；请待答复后再报。", "Another report waits for its answer; report again after it.")
	errAnswer   = fault.New(fault.Invalid, "tracker.answer", "退回须说明理由，不超过 1000 字。", "A return says why, in at most 1000 characters.").At("answer")
	errAnswered = fault.New(fault.Conflict, "tracker.answered", "这份报送已有不同的答复，原答复保持不变；请刷新后查看。", "The report was answered otherwise, and that stays; reload to read it.")
)
