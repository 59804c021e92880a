package law

import (
	"fmt"
	"slices"
)

// DeclarationKind is a kind of fact a firm may declare of its own accord (琼府办〔2021〕4号（十一）自主自愿申报): which fields it has, which
// proof is wanted, which shared data can verify it, and for how long a verified one counts. 申报种类。
type DeclarationKind struct {
	Code    string              `yaml:"code" json:"code"`
	Group   string              `yaml:"group" json:"group"` // qualification | operation | contract | honour | welfare
	Name    Text2               `yaml:"name" json:"name"`
	Fields  []DeclaredField     `yaml:"fields" json:"fields"`
	Papers  []DeclaredPaper     `yaml:"papers,omitempty" json:"papers"`
	Sources []DeclarationSource `yaml:"sources,omitempty" json:"sources"` // in the order they are asked
	Checks  Text2               `yaml:"checks" json:"checks"`             // 核验单位
	Text    string              `yaml:"text" json:"text"`                 // template of the truth commitment and consent
	Limit   string              `yaml:"limit" json:"limit"`               // limit key: a verified one counts for so long at most
	Ends    string              `yaml:"ends,omitempty" json:"ends"`       // field that says when the fact itself ends
	// Conduct is the row of the table of dishonest conduct a knowingly false declaration rests on (F11-4).
	Conduct string `yaml:"conduct" json:"conduct"`
	Dated   `yaml:",inline"`
}

// DeclaredField is one thing that is declared.
type DeclaredField struct {
	Code     string `yaml:"code" json:"code"`
	Name     Text2  `yaml:"name" json:"name"`
	Type     string `yaml:"type" json:"type"` // text | date | year | money_wan | count
	Required bool   `yaml:"required,omitempty" json:"required"`
	Max      int    `yaml:"max,omitempty" json:"max,omitempty"`
}

// DeclaredPaper is a proof that is wanted, unless shared data say the same.
type DeclaredPaper struct {
	Code     string `yaml:"code" json:"code"` // kind of attachment
	Name     Text2  `yaml:"name" json:"name"`
	Required bool   `yaml:"required,omitempty" json:"required"`
}

// DeclarationSource is shared data that can say the same or otherwise: a catalogue item, and which of its values answers which field.
type DeclarationSource struct {
	Item string     `yaml:"item" json:"item"`
	Name Text2      `yaml:"name" json:"name"`
	Find string     `yaml:"find" json:"find"` // field that finds the record: its number
	With []Answered `yaml:"with" json:"with"`
}

// Answered is a field and what of a record says the same: a role (document_no, title…) or the code of a field of the item.
type Answered struct {
	Field string `yaml:"field" json:"field"`
	By    string `yaml:"by" json:"by"`
	Exact bool   `yaml:"exact,omitempty" json:"exact"` // otherwise it is offered for filling in, and a difference proves nothing
}

// Field finds a declared field by its code.
func (k DeclarationKind) Field(code string) (DeclaredField, bool) {
	i := slices.IndexFunc(k.Fields, func(f DeclaredField) bool { return f.Code == code })
	if i < 0 {
		return DeclaredField{}, false
	}
	return k.Fields[i], true
}

// DeclarationKinds are those in force, in the order of the files.
func (b *Book) DeclarationKinds() []DeclarationKind { return b.declarations.all }

// DeclarationKind finds one by its code.
func (b *Book) DeclarationKind(code string) (DeclarationKind, bool) { return b.declarations.find(code) }

func (k *DeclarationKind) index(x *index)                { x.declarations.add(k.Code, k) }
func (k *DeclarationKind) head() (string, Text2, *Dated) { return k.Code, k.Name, &k.Dated }

func (k DeclarationKind) says() Text2 {
	return Text2{
		ZH: fmt.Sprintf("自主申报，%d个字段，%d个共享来源，由%s核验。", len(k.Fields), len(k.Sources), k.Checks.ZH),
		EN: fmt.Sprintf("A voluntary declaration of %d fields with %d shared sources, verified by %s.", len(k.Fields), len(k.Sources), k.Checks.EN),
	}
}

// check: whatever is named exists, and a source answers only fields there are.
func (k *DeclarationKind) check(c *checker, e *entry) {
	c.covers(e, "text", "template", k.Text)
	c.covers(e, "limit", "limit", k.Limit)
	c.covers(e, "conduct", "misconduct", k.Conduct)
	if !c.any("template", k.Text, func(v *entry) bool { return v.rule.(*Template).Use == "commitment" }) {
		c.fault(e, "text", "申报承诺须用承诺类模板。", "The text signed is a template for commitments.")
	}
	has := func(key, code string) {
		if _, ok := k.Field(code); code != "" && !ok {
			c.fault(e, key, "没有这个申报字段："+code+"。", "No such field is declared: "+code+".")
		}
	}
	has("ends", k.Ends)
	for _, s := range k.Sources {
		c.meets(e, e.line("sources"), "item", s.Item)
		has("sources", s.Find)
		for _, w := range s.With {
			has("sources", w.Field)
		}
		if !slices.ContainsFunc(s.With, func(w Answered) bool { return w.Field == s.Find }) {
			c.fault(e, "sources", "来源须能回答用以查找的字段。", "A source answers the field it is found by.")
		}
	}
}
