package verify

import "xinheng/internal/fault"

var (
	errUnknown = fault.New(fault.Missing, "verify.unknown", "没有这项承诺核查，或者不属于您办理；请从核查清单进入。",
		"There is no such verification, or it is not yours; choose one from the list.").At("id")
	errNoPlan = fault.New(fault.Conflict, "verify.no_plan", "规则库中没有该日施行的承诺核查方案；请联系规则维护人员补录。",
		"The law library has no plan of verification in force on that day; ask the editors of the rules to enter it.")
	errServedOn = fault.New(fault.Invalid, "verify.served_on", "送达日期不能晚于今日，也不能早于文书作出之日；请照送达回证填写。",
		"The day of service is neither to come nor before the paper was made; give the one on the proof of service.").At("fields.served_on")
	errClause  = fault.New(fault.Invalid, "verify.clause", "承诺书中没有这一条；请填写所涉条款的编号。", "The commitment has no such clause; give the id of the one concerned.").At("fields.clause")
	errConduct = fault.New(fault.Conflict, "verify.conduct", "该处理方式不适用于所选行为情形；过惩须相当，请按处理规则选择。",
		"This outcome does not go with the conduct chosen; outcomes stay in proportion, so choose by the rules.").At("fields.conduct").Under("琼府办〔2021〕4号（五）")
	errRefused = fault.New(fault.Conflict, "verify.not_refused", "没有责令限期整改且到期未改的事实，不能认定拒不改正；请先责令整改。",
		"Nobody was ordered to correct and failed to, so correction was not refused; order it first.").At("fields.conduct")
	errTerm = fault.New(fault.Invalid, "verify.term", "整改期限须晚于今日，且不超过规定的最长期限；请另定日期。",
		"The last day to correct lies after today and within the longest term; choose another.").At("fields.until")
	errBasis = fault.New(fault.Invalid, "verify.basis", "须写明规则库中现行文件的具体条文；没有依据的处理不能作出。",
		"Name an article of an instrument in force in the law library; nothing adverse is done without a basis.").At("fields.article")
	errNotDrafted = fault.New(fault.Conflict, "verify.not_drafted", "承办人没有拟出处理意见；请先拟办，或者退回承办人。",
		"The officer in charge has not proposed anything; have it proposed, or return it.")
	errNotOver = fault.New(fault.TooEarly, "verify.not_over", "整改期限未满，不能认定未改正；请在期限届满后复核。",
		"The time to correct is still running; look again once it is over.")
	errPaper = fault.New(fault.Missing, "verify.no_paper", "这一步没有这份文书；请从办件页选择。", "There is no such paper at this step; choose from the page of the case.")
)
