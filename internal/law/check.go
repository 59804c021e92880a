package law

import (
	"cmp"
	"slices"
	"strings"
)

// checker judges the entries together: what refers to what, on which days, and what the ground rules forbid.
type checker struct {
	entries []*entry
	byKey   map[string][]*entry // versions of a key, oldest first
	faults  *Faults
}

// checked is a rule that refers to others, or is bound by more than its shape.
type checked interface{ check(c *checker, e *entry) }

// check appends every fault of a set of entries.
func check(entries []*entry, faults *Faults) {
	for _, e := range entries {
		(&shaper{e, faults}).entry()
	}
	c := &checker{entries, byKey(entries), faults}
	for _, versions := range c.byKey {
		c.versions(versions)
	}
	for _, e := range entries {
		c.dates(e)
		c.basis(e)
		if r, ok := e.rule.(checked); ok {
			r.check(c, e)
		}
	}
	c.severityOrder()
	c.itemNames()
	c.calendarYears()
}

func byKey(entries []*entry) map[string][]*entry {
	m := map[string][]*entry{}
	for _, e := range entries {
		m[e.key()] = append(m[e.key()], e)
	}
	for _, versions := range m {
		slices.SortStableFunc(versions, func(a, b *entry) int { return cmp.Compare(a.from(), b.from()) })
	}
	return m
}

func (c *checker) fault(e *entry, key, zh, en string) { c.faults.add(e.file, e.line(key), zh, en) }

// versions of one code may follow one another but not overlap: on each day at most one holds.
func (c *checker) versions(versions []*entry) {
	for i, e := range versions[1:] {
		before, d := versions[i].dates(), e.dates()
		if d == nil || before.overlaps(*d) {
			c.fault(e, "from", "与同一代码的另一版本（"+versions[i].place()+"）重叠。", "Overlaps another version of the same code ("+versions[i].place()+").")
		}
	}
}

func (c *checker) dates(e *entry) {
	if d := e.dates(); d != nil && d.Until != 0 && d.Until < d.From {
		c.fault(e, "until", "截止日早于起始日。", "Ends before it begins.")
	}
}

// basis: every reference must point at an instrument that was in force on some day of the rule, and what rests only on
// another province's rule is at best assumed for Hainan.
func (c *checker) basis(e *entry) {
	models := 0
	for _, r := range e.refs {
		if r.Instrument == "" {
			continue // already refused as missing
		}
		versions := c.byKey["instrument:"+r.Instrument]
		if len(versions) == 0 {
			c.faults.add(e.file, r.line, "没有这部文件："+r.Instrument+"。", "No such instrument: "+r.Instrument+".")
			continue
		}
		if versions[0].rule.(*Instrument).Level == "model" {
			models++
		}
		if !slices.ContainsFunc(versions, func(v *entry) bool { return v.dates().overlaps(*e.dates()) }) {
			c.faults.add(e.file, r.line, "规则施行期间该文件从未有效："+r.Instrument+"。", "The instrument was not in force on any day of the rule: "+r.Instrument+".")
		}
	}
	if models > 0 && models == len(e.refs) && e.dates().Standing != Assumed {
		c.fault(e, "standing", "只以外省规定为依据的，须标为 assumed。", "Resting only on another province's rule, it must be marked assumed.")
	}
}

// exists: the code is known at all.
func (c *checker) exists(e *entry, line int, kind, code string) bool {
	if len(c.byKey[kind+":"+code]) > 0 {
		return true
	}
	c.faults.add(e.file, line, "没有这个代码："+kind+":"+code+"。", "No such code: "+kind+":"+code+".")
	return false
}

// meets: the code is in force on some day of the entry, so that the reference can ever mean something.
func (c *checker) meets(e *entry, line int, kind, code string) {
	if !c.exists(e, line, kind, code) {
		return
	}
	if !c.any(kind, code, func(v *entry) bool { return v.dates().overlaps(*e.dates()) }) {
		c.faults.add(e.file, line, "规则施行期间从未有效："+kind+":"+code+"。", "Not in force on any day of the rule: "+kind+":"+code+".")
	}
}

// covers: the code is in force on every day of the entry.
func (c *checker) covers(e *entry, key, kind, code string) {
	if code == "" || !c.exists(e, e.line(key), kind, code) {
		return
	}
	next, open := e.dates().From, false
	for _, v := range c.byKey[kind+":"+code] {
		if d := v.dates(); d.From <= next && (d.Until == 0 || next <= d.Until) {
			next, open = d.Until+1, d.Until == 0
		}
	}
	if until := e.dates().Until; !open && (until == 0 || next <= until) {
		c.fault(e, key, "没有在整个施行期间有效："+kind+":"+code+"。", "Not in force through the whole span: "+kind+":"+code+".")
	}
}

func (c *checker) any(kind, code string, ok func(*entry) bool) bool {
	return slices.ContainsFunc(c.byKey[kind+":"+code], ok)
}

// of lists the entries of one kind.
func (c *checker) of(kind string) (es []*entry) {
	for _, e := range c.entries {
		if e.kind == kind {
			es = append(es, e)
		}
	}
	return es
}

func (in *Instrument) check(c *checker, e *entry) {
	if strings.Trim(in.Code, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		c.fault(e, "code", "代码只用小写字母、数字和连字符。", "A code is lower-case letters, digits and hyphens.")
	}
	if in.ReplacedBy == "" {
		return
	}
	c.exists(e, e.line("replaced_by"), "instrument", in.ReplacedBy)
	if in.Until == 0 {
		c.fault(e, "replaced_by", "被取代的文件须有截止日。", "An instrument that was replaced has ended: say until when.")
	}
}

func (l *Limit) check(c *checker, e *entry) {
	if l.N <= 0 {
		c.fault(e, "n", "期限、数额须大于零。", "A term or number is more than zero.")
	}
}
