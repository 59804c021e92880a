package inspection

import "xinheng/internal/fault"

var (
	errNotWritten = fault.New(fault.Conflict, "inspection.proof_changed", "存证证明不是平台给出的形式：被改动过；请从公示页面重新下载。",
		"The proof of a ledger entry is not as the platform wrote it: it was changed; download the file again from the public page.")
	errNoCertificate = fault.New(fault.Invalid, "inspection.no_certificate", "请填写执法证件的有效期。", "Give the day the enforcement certificate is valid until.").At("certificate_until")
	errNotOurs       = fault.New(fault.Missing, "inspection.not_ours", "本单位没有这名检查人员；请先由安全管理员授予检查岗位。",
		"Your body has no such inspector; the security administrator grants the post of an inspector first.").At("account")
	errUnknown = fault.New(fault.Missing, "inspection.unknown", "没有这一项，或不属于本单位；请核对编号。", "There is no such thing, or it is not your body's; check its id.")
	errChanged = fault.New(fault.Conflict, "inspection.changed", "内容已被他人更改；请刷新核对后再保存。", "Somebody changed it meanwhile; reload, compare and save again.").At("version")
	errMatter  = fault.New(fault.Invalid, "inspection.no_matter", "抽查事项清单中没有这一项、已停用或不属于本单位；清单之外不得检查，请先列入清单。",
		"The inspection list has no such active matter of your body; what is not on the list is not inspected. Enter it first.").At("matter").Under("国办发〔2024〕54号")
	errRatio = fault.New(fault.Invalid, "inspection.ratio_over", "一般检查事项的比例不得高于规定比例；请降低，或按重点检查事项办理。",
		"The ratio of a general matter may not exceed that of the rules; lower it, or plan it as a key matter.").At("ratios")
	errClass     = fault.New(fault.Invalid, "inspection.unknown_class", "监管级别只有 A、B、C、D；请更正。", "The classes are A, B, C and D; correct it.").At("ratios")
	errDays      = fault.New(fault.Invalid, "inspection.days", "起止日期颠倒或不在计划年份内；请更正。", "The days are reversed or not of the plan's year; correct them.").At("first_on")
	errPublished = fault.New(fault.Conflict, "inspection.plan_published", "计划已公布，不能再改；如需调整，请另立计划。", "The plan is published, so it cannot be changed; make another.")
	errDraftPlan = fault.New(fault.Conflict, "inspection.plan_draft", "计划尚未公布，不能抽取；请先公布计划。", "The plan is not published yet, so nothing is drawn; publish it first.")
	errParties   = fault.New(fault.Invalid, "inspection.parties", "随机种子须由至少两个不同机构共同产生；请增加一方（如信用主管部门、安全审计员所在机构）。",
		"The seed needs at least two different bodies; add one, such as the lead office or the auditor's.").At("parties")
	errStranger  = fault.New(fault.Invalid, "inspection.party_unknown", "参与方须是本平台上的机构；请从名单中选择。", "The parties are bodies that work on this platform; choose from the list.").At("parties")
	errState     = fault.New(fault.Conflict, "inspection.not_this_step", "抽取不在这一步；请刷新查看下一步由谁办理。", "The draw is not at this step; reload to see whose turn it is.")
	errNotParty  = fault.New(fault.Forbidden, "inspection.not_a_party", "只有本次抽取的参与方可以提交份额；请联系制定计划的机构。", "Only a party of this draw gives a share; ask the planning body.")
	errTwice     = fault.New(fault.Conflict, "inspection.share_given", "本方已经提交过，不能更换；请等待其他参与方。", "Your body has given it already and cannot change it; wait for the others.")
	errHex       = fault.New(fault.Invalid, "inspection.not_a_hash", "须为64位小写十六进制；请由页面生成。", "It must be 64 lower-case hexadecimal digits; let the page make it.").At("value")
	errShare     = fault.New(fault.Conflict, "inspection.share_differs", "揭示的份额与本方的承诺不符；请使用承诺时保存的那一份。", "The share is not the one your body committed to; use the one saved then.").At("value")
	errShareLate = fault.New(fault.TooLate, "inspection.share_late", "提交份额的期限已过，本次抽取应予作废并重抽；请办理作废。", "The time for shares has passed: this draw becomes void and is done anew. Declare it void.")
	errMissing   = fault.New(fault.TooEarly, "inspection.shares_missing", "还有参与方没有提交；请等待，逾期可办理作废。", "A party has not given its share yet; wait, or declare the draw void once its time has passed.")
	errNotLate   = fault.New(fault.TooEarly, "inspection.not_late", "期限未到或各方均已提交，不能作废；请等到期限之后。", "The time has not passed, or everybody has given theirs, so the draw stands; wait until it has.")
	errNobody    = fault.New(fault.Conflict, "inspection.too_few_inspectors", "检查人员名录库中持有效证件的人员不足；请先补充人员。", "Too few inspectors with a valid certificate are on the roster; add some first.").
			Under("食品生产经营监督检查管理办法第二十三条")
	errNoApproval   = fault.New(fault.Invalid, "inspection.no_approval", "没有这个审批事项；请从事项清单中选择。", "There is no such approval matter; choose from the catalogue of matters.").At("promised")
	errUnknownClass = fault.New(fault.Invalid, "inspection.unknown_lower", "没有评价的企业属一般类（B），不得因无评价升降级；请改回B。", "A firm without evaluations is of the general class (B): having none counts for or against nobody. Set it to B.").At("unknown")
	errRow          = fault.New(fault.Invalid, "inspection.row", "分级表有一行不成立：每行须以名单或者目录中的评价级别为条件，仅凭行业不能定级；请修改该行。",
		"A row of the table does not hold: each asks for a list or for grades of a rating in the catalogue, and a trade alone makes no class; change it.").At("rows")
	errNoTable = fault.New(fault.Conflict, "inspection.no_table", "该日没有施行中的分级分类监管表；请先发布。", "No class table is in force that day; publish one first.")
	errEmpty   = fault.New(fault.Conflict, "inspection.empty_roster", "名录为空：没有企业符合该事项的行业与地区；请核对事项。", "The roster is empty: no firm fits industry and region of the matter; check the matter.")
	errApart   = fault.New(fault.Conflict, "inspection.kept_apart", "该检查人员对该企业多次检查未发现问题，须轮换；确需安排的，请书面说明理由。",
		"This inspector has found nothing at this firm too often and is rotated; give a reason in writing if it must be.")
)
