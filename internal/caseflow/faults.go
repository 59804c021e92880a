package caseflow

import "xinheng/internal/fault"

var (
	errUnknown = fault.New(fault.Missing, "caseflow.unknown", "没有这个办件，或不在您的办理范围内；请核对编号与当前岗位。",
		"There is no such case, or it is not within your reach; check its number and the post you act from.")
	errNoKind = fault.New(fault.Invalid, "caseflow.no_kind", "没有这类办件，或今日尚未施行；请从办件类型中选择。",
		"There is no such type of case, or it is not in force yet; choose one of the types.").At("kind")
	errNoAct = fault.New(fault.Invalid, "caseflow.no_act", "这类办件没有这一环节；请从办件页上列出的操作中选择。",
		"This type of case has no such act; choose one of those its page lists.").At("act")
	errNotNow = fault.New(fault.Conflict, "caseflow.not_now", "办件目前的状态不能进行这一操作；请刷新办件页，按所列操作办理。",
		"The case does not stand where this can be done; reload its page and choose from what it lists.")
	errNotYours = fault.New(fault.Forbidden, "caseflow.not_yours", "这一环节由其他方办理，或您的岗位没有相应权限；请交由有权限的人员办理。",
		"This step is another side's, or the post you act from lacks the permission; leave it to whoever holds it.")
	errChanged = fault.New(fault.Conflict, "caseflow.changed", "办件刚刚有了变化；请刷新后再决定是否办理。",
		"The case has changed meanwhile; reload it and decide again.")
	errKeyUsed = fault.New(fault.Conflict, "caseflow.key_used", "该幂等键已用于另一操作；请换一个新的键。",
		"This idempotency key was used for another act; take a new one.").At("key")
	errNoTerm = fault.New(fault.Conflict, "caseflow.no_term", "法规库中没有该日施行的办理期限，不能计时；请联系规则维护人员补录。",
		"The law library has no term in force on that day, so the case cannot be timed; ask the editors of the rules to enter it.")
	errPrepareFirst = fault.New(fault.Forbidden, "caseflow.prepare_first", "代理人须先拟备，由企业确认后提交；请先保存为草稿。",
		"An agent prepares and the firm confirms; begin the case as a draft.").Under("琼府办〔2021〕4号（二十六）")
	errWaiting = fault.New(fault.Conflict, "caseflow.waiting", "该操作已提交企业确认，尚未答复；请等待企业确认。",
		"This act already waits for the firm; wait until the firm confirms it.")
	errNoPending = fault.New(fault.Missing, "caseflow.no_pending", "没有待确认的操作，或已经处理；请刷新后查看。",
		"Nothing waits for confirmation under this id, or it has been settled; reload and look again.")
	errNoClock = fault.New(fault.Conflict, "caseflow.no_clock", "该期限不在计时，或该类期限不能这样处理；请核对办件页上的期限。",
		"This term is not running, or cannot be treated so; look at the terms on the page of the case.").At("clock")
	errLate = fault.New(fault.TooLate, "caseflow.late", "期限已经届满，不能再延长；请尽快办结并说明原因。",
		"The term has run out and cannot be extended any more; finish the case and give the reason.").At("clock")
	errNoReason    = fault.New(fault.Invalid, "caseflow.no_reason", "请写明理由（1000 字以内）。", "Give the reason, at most 1,000 characters.").At("reason")
	errUrged       = fault.New(fault.Conflict, "caseflow.urged", "今天已经催办过；如仍未办理，请明日再催。", "It has been urged today; urge again tomorrow if nothing happens.")
	errEnded       = fault.New(fault.Conflict, "caseflow.ended", "办件已经办结；如有异议请另行提出。", "The case has ended; if you disagree, open another.")
	errHeld        = fault.New(fault.Conflict, "caseflow.held", "办件已有承办人；请由其移交。", "Somebody has the case in hand; ask them to hand it over.")
	errNoColleague = fault.New(fault.Missing, "caseflow.no_colleague", "该人员不在本机构，或其岗位不能办理这类办件；请另选一位。",
		"That person is not of this body, or their post cannot handle such cases; choose another.").At("to")
	errNoProgress = fault.New(fault.Missing, "caseflow.no_progress", "编号与查询码不相符；请核对回执。", "The number and the code do not belong together; check your receipt.")
)

func missing(kind string) error {
	return fault.New(fault.Conflict, "caseflow.needs", "还缺材料或事实：“"+kind+"”；请补齐后再办理。",
		"The case lacks evidence or a fact: \""+kind+"\"; add it and try again.").At("evidence")
}

func badField(name string) error {
	return fault.New(fault.Invalid, "caseflow.field", "表单中有一项未填或填写有误；请按说明修改所指的一项。",
		"A field of the form is missing or wrong; mend the one that is named.").At("fields." + name)
}
