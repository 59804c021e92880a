package visit

import "xinheng/internal/fault"

var (
	errUnknown = fault.New(fault.Missing, "visit.unknown", "没有这次检查，或不在您的范围内；请核对编号。", "There is no such visit, or it is not within your reach; check its number.")
	errNoTask  = fault.New(fault.Missing, "visit.no_task", "您没有这家企业的检查任务；检查须由已抽取的任务或者已登记的线索提出。",
		"You have no task at this firm; a visit begins with a task that was drawn, or with a complaint that was registered.").At("draws")
	errTaken = fault.New(fault.Conflict, "visit.task_taken", "该任务已有检查在办或者已经完成；请在办件清单中查看。", "The task is in a visit already; look for it in the list of cases.").At("draws")
	errCause = fault.New(fault.Invalid, "visit.cause", "个案检查须写明事项和线索来源；抽查须选择任务。", "A visit for a complaint names its matter and where it comes from; one of a draw names its tasks.").At("cause")
	errTeam  = fault.New(fault.Conflict, "visit.team", "检查人员不足法定人数，或有人不在名录库、证件已过期；请补齐。",
		"There are fewer inspectors than the rules ask for, or one is not on the roster or has a certificate that has expired; complete the team.").At("with").
		Under("食品生产经营监督检查管理办法第二十三条")
	errRemote = fault.New(fault.Conflict, "visit.remote_first", "低风险、信用好的企业先远程或书面核查；确需入企的，请写明理由。",
		"A firm of low risk and good credit is looked at from afar first; give the reason if it must be visited.").At("mode_why").Under("琼府办〔2025〕29号")
	errNotInspector = fault.New(fault.Forbidden, "visit.not_inspector", "您不是这次检查的检查人员；请由承担任务的检查人员办理。", "You are not an inspector of this visit; leave it to whoever has the task.")
	errServedOn     = fault.New(fault.Invalid, "visit.served_on", "送达日期不能晚于今日，也不能早于审批或者结果形成之日；请核对。",
		"The day of service is not after today, nor before the approval or the result; check it.").At("fields.served_on")
	errNotServed = fault.New(fault.Conflict, "visit.not_served", "检查结果尚未送达企业；请先送达，再公示。", "The result is not served on the firm yet; serve it, then publish it.")
	errCode      = fault.New(fault.Invalid, "visit.code", "不是这家企业的码，也不是本次检查人员的码；请重新扫描，无码的请写明原因。",
		"This is neither the firm's code nor that of an inspector of this visit; read it again, or give the reason for having none.").At("fields.code")
	errNoCode = fault.New(fault.Invalid, "visit.no_code", "请出示企业码或检查人员码；确无码的写明原因，检查将被标注。",
		"Show the firm's code or the officer's; if there is none give the reason, and the visit is flagged.").At("fields.no_code_reason").Under("国办发〔2024〕54号")
	errSheet   = fault.New(fault.Conflict, "visit.by_sheet", "检查记录由现场检查页登记；请打开该页逐项填写。", "What was found is recorded with the page for visits; open it and answer item by item.")
	errItem    = fault.New(fault.Invalid, "visit.item", "检查清单有一项没有回答，或不符合的一项没有说明和照片；请补充。", "An item of the checklist lacks its answer, or what is not in order lacks its note and photograph; add it.").At("answers")
	errUnasked = fault.New(fault.Invalid, "visit.unasked", "回答中有清单之外的检查项；清单之外不得检查，请删除。", "An answer is to an item that is not on the checklist; what is not on it is not asked. Remove it.").
			At("answers").Under("国办发〔2024〕54号")
	errWhen   = fault.New(fault.Invalid, "visit.when", "到达时间不能晚于现在，也不能早于通知送达之日；请核对设备时钟。", "The time of arrival is not after now, nor before the day of the notice; check the clock of the device.").At("arrived_at")
	errSigned = fault.New(fault.Conflict, "visit.signed", "已经签署过；请等待其他人签署。", "It is signed already; wait for the others.")
	errResult = fault.New(fault.Invalid, "visit.result", "检查结果与记录不一致：记录有不符合项而结果为未发现问题，或责令改正没有改正期限；请核对。",
		"The result does not fit the record: items were not in order and the result says nothing was found, or correction is ordered without a day; check it.").At("fields.result")
	errComment = fault.New(fault.Conflict, "visit.comment_waits", "企业的说明尚未审看；请先审看是否含有个人信息，再公示或办结。", "The firm's comment waits to be looked at for personal data; look at it first.")
	errNone    = fault.New(fault.Conflict, "visit.no_comment", "没有待审看的说明；请刷新后查看。", "No comment waits to be looked at; reload the case.")
	errRated   = fault.New(fault.Conflict, "visit.rated", "已经评价过；一次检查评价一次。", "It is rated already; a visit is rated once.")
	errNoVisit = fault.New(fault.Missing, "visit.no_visit", "没有经审批、由持此码人员承担的检查；您可以不予配合，并向其上级投诉。",
		"No approved visit at your firm belongs to this code; you need not admit its holder, and may complain to the body above.").At("code")
	errNoEnd = fault.New(fault.Conflict, "visit.no_end", "规则没有规定这类结果的公示期限，不得公示；请先补全规则。", "No rule says when such a result ceases to be public, so it must not begin; complete the rules first.").
			Under("国办发〔2025〕22号")
	errNoLists = fault.New(fault.Conflict, "visit.no_checklist", "该日没有施行中的检查清单；请先发布检查清单。", "No checklist is in force that day; publish one first.")
	errNoPaper = fault.New(fault.Missing, "visit.no_paper", "这次检查还没有这份文书；请从办件页所列的文书中选择。", "The visit has no such paper yet; choose one of those its page lists.")
	errDay     = fault.New(fault.Invalid, "web.bad_date", "日期请写成 2026-11-22 的形式。", "Write the date as 2026-11-22.").At("on")
)
