package law

import (
	"slices"
	"strings"
)

// What an adverse record must always carry (capabilities G9): its document, its basis, and who decided.
var adverseNeeds = []string{"document_no", "basis", "authority_uscc"}

func (it *Item) check(c *checker, e *entry) {
	c.covers(e, "retention", "limit", it.Retention)
	c.covers(e, "timely", "limit", it.Timely)
	if it.List != "" {
		c.meets(e, e.line("list"), "list", it.List)
	}
	played := map[string]bool{"item": true, "subject": true}
	for _, f := range it.Fields {
		played[f.Role] = true
	}
	for key, roles := range map[string][]string{"key": it.Key, "needs": it.Needs} {
		for _, r := range roles {
			if !played[r] {
				c.fault(e, key, "没有字段承担角色 "+r+"。", "No field plays the role "+r+".")
			}
		}
	}
	c.fieldNames(e, it)
	if !it.Adverse {
		return
	}
	for _, need := range adverseNeeds {
		if !slices.Contains(it.Needs, need) {
			c.fault(e, "needs", "失信类目录项须要求 "+need+"。", "An adverse item must need "+need+".")
		}
	}
	if it.Periods == "" || it.Periods == "none" {
		c.fault(e, "periods", "失信信息须有公示期限。", "Whatever is adverse has an end: say which periods.")
	}
	if it.Periods != "validity" && !slices.ContainsFunc(c.of("period"), func(p *entry) bool {
		return p.rule.(*Period).Item == it.Code && p.dates().overlaps(it.Dated)
	}) {
		c.fault(e, "periods", "没有为它规定公示期。", "No period is laid down for it.")
	}
}

// fieldNames: a header of a file must mean one field only.
func (c *checker) fieldNames(e *entry, it *Item) {
	owner := map[string]string{}
	for _, f := range it.Fields {
		for _, name := range append([]string{f.Code}, f.Aliases...) {
			folded := strings.ToUpper(name)
			if was, taken := owner[folded]; taken && was != f.Code {
				c.fault(e, "fields", "表头 "+name+" 属于两个字段："+was+"、"+f.Code+"。", "The header "+name+" belongs to two fields: "+was+", "+f.Code+".")
			}
			owner[folded] = f.Code
		}
	}
}

// itemNames: on one day a name means one item only.
func (c *checker) itemNames() {
	owner := map[string][]*entry{}
	for _, e := range c.of("item") {
		it := e.rule.(*Item)
		for _, name := range append([]string{it.Code}, it.Aliases...) {
			name = strings.ToLower(name)
			for _, o := range owner[name] {
				if o.code() != it.Code && o.dates().overlaps(it.Dated) {
					c.fault(e, "aliases", "名称 "+name+" 已属于 "+o.code()+"。", "The name "+name+" already belongs to "+o.code()+".")
				}
			}
			owner[name] = append(owner[name], e)
		}
	}
}

func (r *SeverityRule) check(c *checker, e *entry) {
	c.exists(e, e.line("item"), "item", r.Item)
	if r.FineFrom < 0 || r.FineBelow < 0 || (r.FineBelow > 0 && r.FineBelow <= r.FineFrom) {
		c.fault(e, "fine_below", "罚款上限须高于下限。", "The upper bound of the fine must exceed the lower.")
	}
	if !slices.ContainsFunc(c.of("period"), func(p *entry) bool {
		x := p.rule.(*Period)
		return x.Item == r.Item && x.List == "" && (x.Severity == r.Severity || x.Severity == "") && p.dates().overlaps(r.Dated)
	}) {
		c.fault(e, "severity", "这一程度没有公示期。", "No period is laid down for this severity.")
	}
}

// catchAll reports whether every act matches.
func (r *SeverityRule) catchAll() bool {
	return len(r.Kinds) == 0 && r.FineFrom == 0 && r.FineBelow == 0 && r.Person == nil
}

// severityOrder: the rules of an item are tried in the order of one file, and each must be reachable.
func (c *checker) severityOrder() {
	first := map[string]*entry{}
	all := map[string][]*entry{}
	for _, e := range c.of("severity") {
		r := e.rule.(*SeverityRule)
		if f := first[r.Item]; f == nil {
			first[r.Item] = e
		} else if f.file != e.file {
			c.fault(e, "code", "同一目录项的程度规则须写在一个文件里（"+f.file+"），先后即次序。", "The severity rules of an item belong in one file ("+f.file+"), whose order is theirs.")
		}
		for _, b := range all[r.Item] {
			if b.rule.(*SeverityRule).catchAll() && b.dates().From <= r.From && (b.dates().Until == 0 || (r.Until != 0 && r.Until <= b.dates().Until)) {
				c.fault(e, "code", "前面的规则 "+b.code()+" 已包括一切，轮不到它。", "The rule before it, "+b.code()+", matches everything: this one is never reached.")
			}
		}
		all[r.Item] = append(all[r.Item], e)
	}
}

// check and severity may be older than the item or list: those follow the day of filing, these the day of the decision.
func (p *Period) check(c *checker, e *entry) {
	c.exists(e, e.line("item"), "item", p.Item)
	if p.List != "" {
		c.exists(e, e.line("list"), "list", p.List)
	}
	if p.Max <= 0 {
		c.fault(e, "max_months", "公示期须有终点：max_months 大于零。", "A period has an end: max_months is more than zero.")
	}
	if p.Min < 0 || p.Min > p.Max {
		c.fault(e, "min_months", "最短公示期不得长于最长公示期。", "The least period must not exceed the longest.")
	}
	for _, o := range c.of("period") {
		x := o.rule.(*Period)
		if o != e && x.Item == p.Item && x.List == p.List && x.Severity == p.Severity && x.Code != p.Code && x.overlaps(p.Dated) && x.From <= p.From {
			c.fault(e, "code", "与 "+x.Code+" 管同一情形，期间重叠。", "Says the same case as "+x.Code+", on the same days.")
		}
	}
}

// list: a list of the province's own needs a local regulation, its rules and its catalogue of measures on file
// (国办发〔2020〕49号; capabilities F14-2), and whoever is on an adverse list comes off it one day.
func (l *List) check(c *checker, e *entry) {
	for key, code := range map[string]string{"rules": l.Rules, "catalogue": l.Catalogue} {
		if code != "" {
			c.exists(e, e.line(key), "instrument", code)
		} else if l.Scope == "hainan" {
			c.fault(e, key, "本省名单须有管理办法和措施清单在案。", "A list of the province needs its rules and its catalogue of measures on file.")
		}
	}
	if l.Scope == "hainan" && !slices.ContainsFunc(l.Basis, func(r Ref) bool {
		return c.any("instrument", r.Instrument, func(v *entry) bool { return v.rule.(*Instrument).Level == "local_regulation" })
	}) {
		c.fault(e, "basis", "本省名单的认定标准须由地方性法规规定。", "Only a local regulation may set the criteria of a list of the province.")
	}
	if l.adverse() && !slices.ContainsFunc(c.of("period"), func(p *entry) bool {
		x := p.rule.(*Period)
		return p.dates().overlaps(l.Dated) && (x.List == l.Code || (x.List == "" && c.takesLists(x.Item)))
	}) {
		c.fault(e, "code", "没有为它规定期限。", "No period is laid down for it.")
	}
}

func (l *List) adverse() bool { return l.Kind != "credit" }

// takesLists reports whether an item records entries of lists.
func (c *checker) takesLists(item string) bool {
	return c.any("item", item, func(v *entry) bool { return v.rule.(*Item).Periods == "list" })
}
