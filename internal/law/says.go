package law

import (
	"fmt"
	"strconv"
	"strings"
)

// Says puts a value's content into one sentence in each language, for people who do not read YAML.
func (v Value) Says() Text2 {
	if x, ok := v.Body.(interface{ says() Text2 }); ok {
		return x.says()
	}
	return v.Title
}

func (x Instrument) says() Text2 {
	return Text2{ZH: x.Issuer.ZH + " " + x.Number, EN: strings.TrimSpace(x.Issuer.EN + " " + x.Number)}
}

func (x Item) says() Text2 {
	return Text2{ZH: fmt.Sprintf("目录项，%d个字段，%s。", len(x.Fields), publicityZH[x.Publicity]), EN: fmt.Sprintf("A catalogue item of %d fields, %s.", len(x.Fields), publicityEN[x.Publicity])}
}

func (x List) says() Text2 {
	return Text2{ZH: "列入：" + x.Grounds.ZH + "；移出：" + x.Removal.ZH, EN: "Listed: " + x.Grounds.EN + ". Removed: " + x.Removal.EN}
}

func (x MeasureKind) says() Text2 {
	return Text2{ZH: "第" + x.Group + "组措施。", EN: "A measure of group " + x.Group + "."}
}

func (x Measure) says() Text2 {
	return Text2{
		ZH: fmt.Sprintf("%s（%s），实施单位：%s；最长%d个月。", effectZH[x.Automation], x.Scope.ZH, x.Body.ZH, x.MaxMonths),
		EN: fmt.Sprintf("%s (%s), by %s; %d months at most.", effectEN[x.Automation], x.Scope.EN, x.Body.EN, x.MaxMonths),
	}
}

func (x Incentive) says() Text2 {
	return Text2{ZH: "守信激励，实施单位：" + x.Body.ZH, EN: "An incentive, by " + x.Body.EN}
}

func (x Template) says() Text2 {
	return Text2{ZH: fmt.Sprintf("文书模板，%d段，%d个填充项，版本 %s。", len(x.Blocks), len(x.Fields), x.Hash()[:8]), EN: fmt.Sprintf("A template of %d blocks with %d placeholders, version %s.", len(x.Blocks), len(x.Fields), x.Hash()[:8])}
}

func (x RepairMethod) says() Text2 {
	return Text2{ZH: x.Text.ZH + "证明：" + x.Proof.ZH, EN: x.Text.EN + " Shown by: " + x.Proof.EN}
}

func (x Ground) says() Text2 {
	return x.Text
}

func (x Outcome) says() Text2 {
	return x.Text
}

func (x FreezeRule) says() Text2 {
	return useSays[x.Use]
}

func (x VisitResult) says() Text2 {
	return x.Text
}

func (x Region) says() Text2 {
	return Text2{ZH: "行政区划 " + x.Code, EN: "Division " + x.Code}
}

func (x CalendarYear) says() Text2 {
	return Text2{
		ZH: fmt.Sprintf("放假的工作日%d天，上班的周末%d天。", len(x.Holidays), len(x.Makeups)),
		EN: fmt.Sprintf("%d weekdays off, %d weekend days worked.", len(x.Holidays), len(x.Makeups)),
	}
}

func (l Limit) says() Text2 {
	n := strconv.FormatInt(l.N, 10)
	return Text2{ZH: n + unitZH[l.Unit], EN: n + " " + unitEN[l.Unit]}
}

func (p Period) says() Text2 {
	shown, shownEN := "公示", "Published"
	if !p.Published {
		shown, shownEN = "原则上不公示", "In principle not published"
	}
	repair, repairEN := "不得提前修复", "not repairable early"
	if p.Repairable {
		repair, repairEN = fmt.Sprintf("满%d个月可申请修复", p.Min), fmt.Sprintf("repairable after %d months", p.Min)
	}
	return Text2{ZH: fmt.Sprintf("%s；%s；最长%d个月。", shown, repair, p.Max), EN: fmt.Sprintf("%s; %s; %d months at most.", shownEN, repairEN, p.Max)}
}

func (r SeverityRule) says() Text2 {
	var when []string
	if len(r.Kinds) > 0 {
		when = append(when, strings.Join(r.Kinds, "、"))
	}
	if r.FineFrom > 0 {
		when = append(when, fmt.Sprintf("≥ ¥%d", r.FineFrom/100))
	}
	if r.FineBelow > 0 {
		when = append(when, fmt.Sprintf("< ¥%d", r.FineBelow/100))
	}
	if r.Person != nil {
		when = append(when, map[bool]string{true: "自然人 person", false: "非自然人 not a person"}[*r.Person])
	}
	of := strings.Join(when, "；")
	return Text2{ZH: of + "属" + severityZH[r.Severity], EN: strings.TrimSpace(of + " is" + severityEN[r.Severity])}
}

func (m Matter) says() Text2 {
	must, mustEN := "可以查验", "Credit may be checked"
	if m.MustCheck {
		must, mustEN = "应当查验", "Credit must be checked"
	}
	return Text2{
		ZH: fmt.Sprintf("%s：%s；办理机关：%s；%d条规则。", must, m.Step.ZH, m.Body.ZH, len(m.Rules)),
		EN: fmt.Sprintf("%s: %s; by %s; %d rules.", mustEN, m.Step.EN, m.Body.EN, len(m.Rules)),
	}
}

func (r RepairRule) says() Text2 {
	if r.Opens == "never" {
		return Text2{ZH: "不得提前修复：" + r.Bar.ZH, EN: "Not repairable early: " + r.Bar.EN}
	}
	must, may := 0, 0
	for _, m := range r.Methods {
		if m.Must {
			must++
		} else {
			may++
		}
	}
	opens := opensSays[r.Opens]
	return Text2{
		ZH: fmt.Sprintf("%s；条件%d项，必要方式%d种、可选%d种，材料%d份。", opens.ZH, len(r.Conditions), must, may, len(r.Papers)),
		EN: fmt.Sprintf("%s; %d conditions, %d methods required and %d optional, %d papers.", opens.EN, len(r.Conditions), must, may, len(r.Papers)),
	}
}

// periodTitle names a period by what it is the period of.
func (l *Library) periodTitle(p *Period) Text2 {
	key := "item:" + p.Item
	if p.List != "" {
		key = "list:" + p.List
	}
	_, of, _ := l.byKey[key][0].rule.head()
	return Text2{ZH: of.ZH + severityZH[p.Severity] + "公示期", EN: "Publicity period: " + of.EN + severityEN[p.Severity]}
}

// Means says in words what a standing is worth.
func (s Standing) Means() Text2 {
	switch s {
	case Text:
		return Text2{ZH: "已读原文", EN: "the rule's own words were read"}
	case Secondary:
		return Text2{ZH: "据转述", EN: "known from a summary"}
	}
	return Text2{ZH: "未核实，采用前不产生强制效果", EN: "not verified; no coercive effect until adopted"}
}

var (
	unitZH = map[Unit]string{WorkingDays: "个工作日", Days: "日", Hours: "小时", Minutes: "分钟", Months: "个月", Years: "年", Count: "", Permille: "‰", Fen: "分"}
	unitEN = map[Unit]string{WorkingDays: "working days", Days: "days", Hours: "hours", Minutes: "minutes", Months: "months", Years: "years", Permille: "permille", Fen: "fen"}

	severityZH = map[Severity]string{Minor: "（轻微）", General: "（一般）", Serious: "（严重）"}
	severityEN = map[Severity]string{Minor: " (minor)", General: " (general)", Serious: " (serious)"}

	publicityZH = map[Publicity]string{Public: "公开公示", ByAuthorisation: "授权查询", GovernmentOnly: "政务共享"}
	publicityEN = map[Publicity]string{Public: "public", ByAuthorisation: "by authorisation", GovernmentOnly: "shared within government"}

	opensSays = map[string]Text2{
		"minimum":   {ZH: "最短公示期满且义务已履行后可申请", EN: "May be asked for once the least period has passed and the duty is fulfilled"},
		"fulfilled": {ZH: "义务履行后即可申请", EN: "May be asked for as soon as the duty is fulfilled"},
		"ruling":    {ZH: "法院裁定批准后可申请，暂时解除", EN: "May be asked for once the court has approved; the lifting is temporary"},
	}
	useSays = map[Use]Text2{
		MarkOnly: {ZH: "处理期间标注“异议中”，继续使用。", EN: "Marked as under objection, and used meanwhile."},
		Frozen:   {ZH: "处理期间标注“异议中”并暂停使用，作出决定后恢复或者解除。", EN: "Marked as under objection and not used until the decision."},
	}

	effectZH = map[Effect]string{Block: "阻断", Warn: "提示", Inform: "告知", Benefit: "激励"}
	effectEN = map[Effect]string{Block: "Blocks", Warn: "Warns", Inform: "Informs", Benefit: "Benefits"}
)
