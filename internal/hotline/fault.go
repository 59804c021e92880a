package hotline

import "xinheng/internal/fault"

var (
	errRows       = fault.New(fault.Invalid, "hotline.rows", "一次报送 1 至 500 条；请分批。", "A delivery holds 1 to 500 complaints; send it in parts.").At("items")
	errTold       = fault.New(fault.Invalid, "hotline.told", "来源、编号、事项或者受理日期有误；请核对后重新报送该条。", "Source, number, matter or day is wrong; check it and deliver this one again.")
	errIdentity   = fault.New(fault.Invalid, "hotline.identity", "内容为空、过长，或者含有疑似电话、证件号；请删去后重新报送该条。", "The text is empty, too long, or holds what looks like a telephone or identity number; take it out and deliver this one again.").At("text")
	errFirm       = fault.New(fault.Invalid, "hotline.firm", "没有这个企业：代码有误、未登记，或者名称过短；请核对。", "There is no such firm: its code is wrong or not registered, or the name is too short; check it.").At("firm_code")
	errBody       = fault.New(fault.Invalid, "hotline.body", "平台上没有这个承办单位；请核对代码。", "The platform knows no such body; check its code.").At("body")
	errNoTerm     = fault.New(fault.Unavailable, "hotline.no_term", "规则库中没有合并期间；请联系平台管理员补录。", "The law library has no window for repetitions; ask the operator to have it entered.")
	errUnknown    = fault.New(fault.Missing, "hotline.unknown", "没有这条投诉举报，或者不由您查看；请从列表中打开。", "There is no such complaint, or it is not yours to see; open it from the list.")
	errNamed      = fault.New(fault.Conflict, "hotline.named", "这条已经确认了企业；请刷新。", "Which firm is meant was confirmed already; reload.")
	errUnnamed    = fault.New(fault.Conflict, "hotline.unnamed", "还没有确认是哪个企业；请先确认，无法确认的可以撤回。", "Which firm is meant is not confirmed; confirm it first, or withdraw the complaint where nobody can tell.")
	errMerged     = fault.New(fault.Conflict, "hotline.merged", "这条已合并到首次反映的一条；请在那一条上登记核实结果。", "This one repeats another and is merged into it; record the finding there.")
	errDecided    = fault.New(fault.Conflict, "hotline.decided", "这条已有核实结果；请刷新。核实有误的，可以凭文书撤回。", "This one was decided already; reload. If that was wrong, withdraw it with a document.")
	errNoDocument = fault.New(fault.Invalid, "hotline.no_document", "请填写文书和理由。", "Name the document and say why.").At("document")
	errNoFirm     = fault.New(fault.Invalid, "hotline.no_firm", "请先切换到所代表的企业。", "Act for the firm first.")
	errWords      = fault.New(fault.Invalid, "hotline.no_words", "请写明情况（2000 字以内）。", "Say what you wish to say, in at most 2000 characters.").At("text")
	errAnswered   = fault.New(fault.Conflict, "hotline.answered", "已经说明过；请刷新查看。", "It was answered already; reload to read it.")
)
