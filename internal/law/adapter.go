package law

import (
	"fmt"
	"slices"
	"strings"
)

// Adapter is how another system's tables and ours are one another's (琼府办〔2021〕4号（二十一）; F21-1). 对接适配器。
//
// It is this project's own declaration: the real interfaces of these systems have not been read, so every adapter is assumed until whoever
// runs the other system confirms it, and a table that turns out otherwise is a change of data, not of code.
type Adapter struct {
	Code       string        `yaml:"code" json:"code"`
	Name       Text2         `yaml:"name" json:"name"`
	System     Text2         `yaml:"system" json:"system"`         // what is at the other end
	Version    string        `yaml:"version" json:"version"`       // of the mapping; a message names the one it was written by
	Transports []string      `yaml:"transports" json:"transports"` // push | folder
	Encodings  []string      `yaml:"encodings" json:"encodings"`   // UTF-8 | GB18030
	Flows      []AdapterFlow `yaml:"flows" json:"flows"`
	Dated      `yaml:",inline"`
}

// AdapterFlow is one of their tables and the item of our catalogue it carries.
type AdapterFlow struct {
	Table  string         `yaml:"table" json:"table"`
	Item   string         `yaml:"item" json:"item"`
	Ways   string         `yaml:"ways" json:"ways"` // in: they deliver it; both: what is entered here goes back too
	Fields []AdapterField `yaml:"fields" json:"fields"`
}

// AdapterField is one of their columns and the field it is here.
type AdapterField struct {
	Theirs   string   `yaml:"theirs" json:"theirs"`
	Ours     string   `yaml:"ours" json:"ours"`
	Required bool     `yaml:"required,omitempty" json:"required,omitempty"`
	Codes    []Mapped `yaml:"codes,omitempty" json:"codes,omitempty"` // their code list; none: values travel as they are
	Sample   string   `yaml:"sample" json:"sample"`                   // invented, as they would write it
}

// Kinds of transport and encodings a message may come in.
var (
	AdapterTransports = []string{"push", "folder"}
	AdapterEncodings  = []string{"UTF-8", "GB18030"}
)

// Adapters are those of a day.
func (b *Book) Adapters() []Adapter { return b.adapters.all }

// Adapter finds one by its code.
func (b *Book) Adapter(code string) (Adapter, bool) { return b.adapters.find(code) }

// Flow finds one of their tables.
func (a *Adapter) Flow(table string) (AdapterFlow, bool) {
	i := slices.IndexFunc(a.Flows, func(f AdapterFlow) bool { return f.Table == table })
	if i < 0 {
		return AdapterFlow{}, false
	}
	return a.Flows[i], true
}

// FlowOf finds the table that carries an item of the catalogue.
func (a *Adapter) FlowOf(item string) (AdapterFlow, bool) {
	i := slices.IndexFunc(a.Flows, func(f AdapterFlow) bool { return f.Item == item })
	if i < 0 {
		return AdapterFlow{}, false
	}
	return a.Flows[i], true
}

// In gives our value for one of theirs; false for a value their code list does not have.
func (f *AdapterField) In(theirs string) (ours string, ok bool) {
	if len(f.Codes) == 0 || theirs == "" {
		return theirs, true
	}
	i := slices.IndexFunc(f.Codes, func(m Mapped) bool { return m.Theirs == theirs })
	if i < 0 {
		return "", false
	}
	return f.Codes[i].Ours, true
}

// Out gives their value for one of ours; a value without a code stays away rather than travel as another.
func (f *AdapterField) Out(ours string) string {
	if len(f.Codes) == 0 {
		return ours
	}
	i := slices.IndexFunc(f.Codes, func(m Mapped) bool { return m.Ours == ours })
	if i < 0 {
		return ""
	}
	return f.Codes[i].Theirs
}

func (a *Adapter) head() (string, Text2, *Dated) { return a.Code, a.Name, &a.Dated }
func (a *Adapter) index(x *index)                { x.adapters.add(a.Code, a) }

func (a Adapter) says() Text2 {
	fields, tables := 0, make([]string, len(a.Flows))
	for i, f := range a.Flows {
		fields += len(f.Fields)
		tables[i] = f.Table
	}
	return Text2{
		ZH: fmt.Sprintf("%s 第%s版对照：%s，共%d栏。", a.System.ZH, a.Version, strings.Join(tables, "、"), fields),
		EN: fmt.Sprintf("%s; mapping %s: %s, %d columns.", a.System.EN, a.Version, strings.Join(tables, ", "), fields),
	}
}

// adapter: each table carries an item, each column a field of it once, and what the item must have has a column.
func (a *Adapter) check(c *checker, e *entry) {
	if a.Version == "" || len(a.Flows) == 0 {
		c.fault(e, "version", "对照须有版本和至少一张表。", "A mapping has a version and at least one table.")
	}
	within(c, e, "transports", a.Transports, AdapterTransports)
	within(c, e, "encodings", a.Encodings, AdapterEncodings)
	for i := range a.Flows {
		f := &a.Flows[i]
		c.covers(e, "flows", "item", f.Item)
		if f.Ways != "in" && f.Ways != "both" {
			c.fault(e, "flows", "方向须为 in 或者 both："+f.Table+"。", "Ways are in or both: "+f.Table+".")
		}
		for _, item := range c.byKey["item:"+f.Item] {
			f.fits(c, e, item.rule.(*Item))
		}
	}
}

func within(c *checker, e *entry, key string, given, known []string) {
	for _, g := range given {
		if !slices.Contains(known, g) {
			c.fault(e, key, "没有这个取值："+g+"。", "No such value: "+g+".")
		}
	}
	if len(given) == 0 {
		c.fault(e, key, "至少一个取值。", "At least one value.")
	}
}

func (f *AdapterFlow) fits(c *checker, e *entry, item *Item) {
	theirs, ours := map[string]bool{}, map[string]bool{}
	for _, x := range f.Fields {
		switch {
		case theirs[x.Theirs] || ours[x.Ours]:
			c.fault(e, "flows", "栏目重复："+x.Theirs+"。", "A column twice: "+x.Theirs+".")
		case !slices.ContainsFunc(item.Fields, func(o Field) bool { return o.Code == x.Ours }):
			c.fault(e, "flows", "目录项没有这一栏："+x.Ours+"。", "The item has no such field: "+x.Ours+".")
		case x.Required && x.Sample == "":
			c.fault(e, "flows", "必填栏须有示例："+x.Theirs+"。", "A required column has a sample: "+x.Theirs+".")
		}
		theirs[x.Theirs], ours[x.Ours] = true, true
	}
	for _, o := range item.Fields {
		if o.Required == "yes" && !ours[o.Code] {
			c.fault(e, "flows", "目录项的必填栏没有对应："+o.Code+"。", "A required field of the item has no column: "+o.Code+".")
		}
	}
}
