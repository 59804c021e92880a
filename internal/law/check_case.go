package law

import (
	"regexp"
	"slices"
	"strings"
)

// each: every code of a list is in force on some day of the entry.
func (c *checker) each(e *entry, key, kind string, codes []string) {
	for _, code := range codes {
		c.meets(e, e.line(key), kind, code)
	}
}

// repairRule: what is not repairable says why and asks for nothing; what is has conditions, two papers at most (G7), a
// commitment on a template (F04-1), somebody who decides and the clocks that bind them.
func (r *RepairRule) check(c *checker, e *entry) {
	if (r.Item == "") != (r.Path != "") {
		c.fault(e, "item", "普通规则须指明目录项；单独路径（path）不指明。", "An ordinary rule names its item; a path of its own does not.")
	}
	if r.Item != "" {
		c.exists(e, e.line("item"), "item", r.Item)
	}
	if r.List != "" {
		c.exists(e, e.line("list"), "list", r.List)
	}
	c.sameCase(e, r)
	if r.Opens == "never" {
		c.neverRepaired(e, r)
		return
	}
	if len(r.Conditions) == 0 || len(r.Papers) == 0 || r.Decides == "" {
		c.fault(e, "code", "可修复的须写明条件、材料和认定单位。", "What can be repaired says its conditions, its papers and who decides.")
	}
	if len(r.Papers) > 2 {
		c.fault(e, "papers", "信用修复只收两份材料：履行证明和信用承诺书。", "Credit repair takes two papers only: proof of fulfilment and the commitment.")
	}
	for _, m := range r.Methods {
		c.covers(e, "methods", "method", m.Method)
	}
	if r.needs("commitment") != (r.Commitment != "") {
		c.fault(e, "commitment", "要求承诺的须指明承诺书模板，不要求的不指明。", "A rule that asks for a commitment names its template, and only such a rule.")
	}
	c.covers(e, "commitment", "template", r.Commitment)
	for key, limit := range map[string]string{"accept": r.Accept, "decide": r.Decide, "total": r.Total, "extend": r.Extend} {
		c.covers(e, key, "limit", limit)
	}
}

func (c *checker) neverRepaired(e *entry, r *RepairRule) {
	if r.Bar.ZH == "" {
		c.fault(e, "opens", "不得修复的须写明原因和终点（bar）。", "What cannot be repaired says why and what ends it (bar).")
	}
	if len(r.Methods)+len(r.Papers)+len(r.Conditions) > 0 || r.Commitment != "" {
		c.fault(e, "opens", "不得修复的不得要求材料。", "What cannot be repaired asks for no papers.")
	}
}

func (r *RepairRule) needs(method string) bool {
	return slices.ContainsFunc(r.Methods, func(m RuleMethod) bool { return m.Method == method && m.Must })
}

// sameCase: two rules of equal rank must not speak of one fact on one day.
func (c *checker) sameCase(e *entry, r *RepairRule) {
	for _, o := range c.of("repair") {
		x := o.rule.(*RepairRule)
		meet := len(r.Severity)+len(x.Severity) == 0 || slices.ContainsFunc(r.Severity, func(s Severity) bool { return slices.Contains(x.Severity, s) })
		if o != e && x.Code != r.Code && x.Path == r.Path && x.Item == r.Item && x.List == r.List && meet && x.overlaps(r.Dated) && x.From <= r.From {
			c.fault(e, "code", "与 "+x.Code+" 管同一情形，期间重叠。", "Says the same case as "+x.Code+", on the same days.")
		}
	}
}

func (r *FreezeRule) check(c *checker, e *entry) {
	c.each(e, "items", "item", r.Items)
	c.each(e, "lists", "list", r.Lists)
	c.each(e, "grounds", "ground", r.Grounds)
}

var placeholderName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// template: every placeholder is declared and used, both languages ask for the same ones, clauses have ids of their own,
// and a decision names its basis.
func (t *Template) check(c *checker, e *entry) {
	used := map[string]bool{}
	for _, b := range t.Blocks {
		c.passage(e, t, b)
		for _, text := range b.Texts() {
			c.sameHoles(e, t, text)
			for _, name := range Placeholders(text.ZH) {
				used[name] = true
			}
		}
		used[b.Rows] = true
	}
	c.placeholders(e, t, used)
	ids := map[string]bool{}
	for _, cl := range t.Clauses() {
		if cl.ID == "" || ids[cl.ID] {
			c.fault(e, "blocks", "每一条款须有自己的编号（id）。", "Every clause has an id of its own.")
		}
		ids[cl.ID] = true
	}
	if t.Use == "commitment" && len(ids) == 0 {
		c.fault(e, "blocks", "承诺书须有条款。", "A commitment has clauses.")
	}
	if p, ok := t.Field("basis"); t.Use == "decision" && (!ok || p.May) {
		c.fault(e, "fields", "决定类文书须写明依据（basis）。", "A decision names its basis.")
	}
}

func (c *checker) placeholders(e *entry, t *Template, used map[string]bool) {
	seen := map[string]bool{}
	for _, p := range t.Fields {
		switch {
		case !placeholderName.MatchString(p.Name), slices.Contains(Given, p.Name), seen[p.Name]:
			c.fault(e, "fields", "填充项名称不合规、为固有项或者重复："+p.Name+"。", "A placeholder's name is malformed, given anyway or there twice: "+p.Name+".")
		case !used[p.Name]:
			c.fault(e, "fields", "填充项没有用到："+p.Name+"。", "A placeholder is never used: "+p.Name+".")
		}
		seen[p.Name] = true
	}
}

// sameHoles: both languages ask for the same declared values.
func (c *checker) sameHoles(e *entry, t *Template, text Text2) {
	zh, en := Placeholders(text.ZH), Placeholders(text.EN)
	slices.Sort(zh)
	slices.Sort(en)
	if !slices.Equal(zh, en) {
		c.fault(e, "blocks", "中英文的填充项不一致。", "The two languages ask for different values: "+strings.Join(zh, " ")+" / "+strings.Join(en, " ")+".")
	}
	for _, name := range zh {
		p, ok := t.Field(name)
		if !ok && !slices.Contains(Given, name) || p.Kind == "rows" {
			c.fault(e, "blocks", "没有声明的填充项："+name+"。", "A placeholder that is not declared: "+name+".")
		}
	}
}

// passage: each kind of passage has what it shows and nothing else.
func (c *checker) passage(e *entry, t *Template, b Passage) {
	rows, ok := t.Field(b.Rows)
	facts, table := b.Kind == "facts" || b.Kind == "signature", b.Kind == "table"
	switch {
	case facts != (len(b.Facts) > 0), table != (len(b.Heads) > 0), table != (ok && rows.Kind == "rows"),
		(facts || table) == (b.Text.ZH != ""), (b.ID != "") != (b.Kind == "clause"):
		c.fault(e, "blocks", "这一段（"+b.Kind+"）的内容与其种类不符。", "A block of this kind ("+b.Kind+") holds something else than it should.")
	}
}
