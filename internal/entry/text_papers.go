package entry

import "xinheng/internal/law"

// The words of the repair notice. Numbers, dates and clauses are not here: they come from the record and the law data.

var repairTitle = law.Text2{ZH: "信用修复告知书", EN: "Notice of Credit Repair"}

var labels = map[string]law.Text2{
	"subject":      {ZH: "当事人", EN: "Subject"},
	"decision":     {ZH: "决定", EN: "Decision"},
	"severity":     {ZH: "失信行为严重程度", EN: "Severity"},
	"publicity":    {ZH: "公示期", EN: "Publicity"},
	"public_until": {ZH: "最后公示日", EN: "Last public day"},
	"repair_from":  {ZH: "最早可申请修复之日", EN: "Repair may be applied for from"},
	"conditions":   {ZH: "修复条件", EN: "Conditions"},
	"materials":    {ZH: "所需材料", EN: "Documents"},
	"apply_to":     {ZH: "向谁申请", EN: "Where to apply"},
	"after":        {ZH: "修复之后", EN: "After repair"},
	"free":         {ZH: "费用", EN: "Fee"},
	"remedies":     {ZH: "救济途径", EN: "Remedies"},
}

var severities = map[law.Severity]law.Text2{
	law.Minor:   {ZH: "轻微", EN: "minor"},
	law.General: {ZH: "一般", EN: "general"},
	law.Serious: {ZH: "严重", EN: "serious"},
}

var (
	notPublished = law.Text2{ZH: "本信息不向社会公示。", EN: "This record is not shown to the public."}
	endsByItself = law.Text2{ZH: "。期满自动终止公示，无需申请。", EN: ". Publicity then ends by itself; nobody need ask for it."}
	repairFrom   = law.Text2{ZH: " 起可以申请信用修复。", EN: "Repair may be applied for from "}

	notRepairable = law.Text2{ZH: "依现行规定公示期内不可提前修复；期满自动终止公示。", EN: "By the rules in force it cannot be repaired early; publicity ends by itself."}

	conditions = law.Text2{
		ZH: "一、已到最早可申请修复之日；二、已纠正失信行为，履行完毕决定书确定的义务；三、公开作出信用承诺；四、法律、行政法规规定的其他条件。",
		EN: "(1) the earliest day has come; (2) the conduct is corrected and every duty of the decision is fulfilled; (3) a public credit commitment is made; (4) whatever else laws and administrative regulations require.",
	}
	materials = law.Text2{
		ZH: "一、义务履行完毕的证明；二、信用承诺书；三、法律、行政法规要求的其他材料。机关能够自行取得的证明，不必提交。",
		EN: "(1) proof that the duties are fulfilled; (2) a letter of credit commitment; (3) whatever else laws and administrative regulations require. What the authority can obtain itself need not be handed in.",
	}
	applyAt = law.Text2{
		ZH: "（谁认定、谁修复）；可以通过“信用中国”网站或者政务服务大厅窗口提出。",
		EN: ", which decided (whoever decides, repairs); apply through the website Credit China or at a window of the government service hall.",
	}
	afterRepair = law.Text2{
		ZH: "终止公示，停止共享和使用，更新信用状况与评价，解除相应措施。",
		EN: "Publicity, sharing and use end, credit status and evaluation are updated, and the measures that rested on it are lifted.",
	}
	free = law.Text2{
		ZH: "信用修复不收取任何费用。声称收费代办“删除记录”的，请勿轻信，并可举报。",
		EN: "Credit repair is free of charge. Do not trust anybody who offers to delete records for money; report them.",
	}
	remedies = law.Text2{
		ZH: "对决定不服的，可以按照决定书载明的途径和期限申请行政复议或者提起诉讼；认为公示的信息有误的，可以提出异议，不收费。",
		EN: "Against the decision, apply for review or go to court in the way and within the time the decision names; if what is published is wrong, object, free of charge.",
	}
	penaltyRemedies = law.Text2{
		ZH: "对处罚决定不服的，可以按照处罚决定书载明的途径和期限申请行政复议或者提起行政诉讼；认为公示的信息有误的，可以提出异议，不收费。处罚决定变更或者撤销的，公示随之更正或者撤回。",
		EN: "Against the penalty, apply for administrative review or bring an administrative action in the way and within the time the decision names; if what is published is wrong, object, free of charge. If the penalty is changed or quashed, publicity is corrected or withdrawn.",
	}
)
