package law

import "slices"

func (m *Measure) check(c *checker, e *entry) {
	c.covers(e, "kind", "kind", m.Kind)
	if m.Automation == Block && !c.any("kind", m.Kind, func(v *entry) bool { return v.rule.(*MeasureKind).Group == "I" }) {
		c.fault(e, "automation", "只有第一组（减损权益、增加义务）措施可以阻断。", "Only a measure of group I may block.")
	}
	if m.MaxMonths <= 0 {
		c.fault(e, "max_months", "措施须有终点：max_months 大于零。", "A measure has an end: max_months is more than zero.")
	}
}

// matter: a person-only matter answers yes, no or not enough data and nothing more (capabilities G10).
func (m *Matter) check(c *checker, e *entry) {
	if m.Level != 1 && m.Level != 2 {
		c.fault(e, "level", "level 为 1（只答是否）或 2（说明理由）。", "The level is 1 (yes or no) or 2 (with reasons).")
	}
	if slices.Equal(m.Subjects, []string{"person"}) && m.Level != 1 {
		c.fault(e, "level", "只涉及自然人的事项只答是否：level 1。", "A matter of persons only answers yes or no: level 1.")
	}
	if m.Mode == Commitment && m.Exclusion.ZH != "" {
		c.fault(e, "mode", "属于除外情形的事项不实行告知承诺。", "A matter with a reason of exclusion does not go by commitment.")
	}
	if c.any("matter", m.Code, func(v *entry) bool { return v != e && v.rule.(*Matter).Version == m.Version }) {
		c.fault(e, "version", "同一事项的两个版本须有不同的版本号。", "Two versions of a matter need different version names.")
	}
	if len(m.Rules) == 0 && m.Mode != Abolished {
		c.fault(e, "rules", "须有规则；已取消的事项除外。", "It needs rules, unless it is abolished.")
	}
	_, rules := child(e.node, "rules")
	for i := range m.Rules {
		line := e.line("rules")
		if rules != nil && i < len(rules.Content) {
			line = rules.Content[i].Line
		}
		c.matterRule(e, line, &m.Rules[i])
	}
}

func (c *checker) matterRule(e *entry, line int, r *Rule) {
	refuse := func(zh, en string) { c.faults.add(e.file, line, zh, en) }
	if (r.Measure == "") == (r.Incentive == "") {
		refuse("须在 measure 与 incentive 中恰有其一。", "Exactly one of measure and incentive.")
	}
	w, triggers := r.When, 0
	for kind, code := range map[string]string{"list": w.List, "item": w.Item, "rating": w.Rating, "ban": w.Ban} {
		if code == "" {
			continue
		}
		triggers++
		switch {
		case kind == "rating":
			c.meets(e, line, "item", code)
		case kind != "ban" && code != "*":
			c.meets(e, line, kind, code)
		}
	}
	if triggers != 1 {
		refuse("when 须恰有 list、item、rating、ban 之一。", "Exactly one of list, item, rating and ban triggers a rule.")
	}
	if r.Withholds && (!r.Must || r.Measure == "" || e.rule.(*Matter).Level != 1) {
		refuse("withholds 只用于自然人事项中应当采取的措施。", "Only a measure that must be applied, in a matter of level 1, withholds a benefit.")
	}
	if r.Incentive != "" {
		c.meets(e, line, "incentive", r.Incentive)
		if c.adverseTrigger(w) {
			refuse("失信事实不能引出激励。", "An adverse fact cannot lead to an incentive.")
		}
	}
	if r.Measure != "" {
		c.meets(e, line, "measure", r.Measure)
		c.proportionate(w, c.blocks(r.Measure), refuse)
	}
}

func (c *checker) blocks(measure string) bool {
	return c.any("measure", measure, func(v *entry) bool { return v.rule.(*Measure).Automation == Block })
}

// proportionate: no score blocks (capabilities G2), and neither does what was minor (F16-4).
func (c *checker) proportionate(w When, blocks bool, refuse func(zh, en string)) {
	if w.Rating != "" && blocks {
		refuse("评价等级不得直接阻断。", "No rating may block.")
	}
	if w.Rating != "" && len(w.Grades) == 0 {
		refuse("须写明等级 grades。", "Say which grades.")
	}
	graded := c.any("item", w.Item, func(v *entry) bool { return v.rule.(*Item).Periods == "severity" })
	if graded && blocks && (len(w.Severity) == 0 || slices.Contains(w.Severity, Minor)) {
		refuse("轻微失信不得阻断：须写明 severity，且不含 minor。", "What was minor never blocks: name the severities, without minor.")
	}
}

func (c *checker) adverseTrigger(w When) bool {
	return w.Ban != "" || w.List == "*" ||
		c.any("list", w.List, func(v *entry) bool { return v.rule.(*List).adverse() }) ||
		c.any("item", w.Item, func(v *entry) bool { return v.rule.(*Item).Adverse })
}
