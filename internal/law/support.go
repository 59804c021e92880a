package law

import (
	"slices"
	"strconv"
	"strings"

	"xinheng/internal/ident"
)

// SupportPolicy is a policy that gives firms something (惠企政策, 精准招商), with the conditions under which it fits one: facts that are
// public, or that the firm states with its consent. It is matched to consenting firms only, and a person decides (琼府办〔2021〕4号（二十二）).
type SupportPolicy struct {
	Code     string `yaml:"code" json:"code"`
	Name     Text2  `yaml:"name" json:"name"`
	Org      string `yaml:"org" json:"org"` // code of the body that gives it
	Body     Text2  `yaml:"body" json:"body"`
	Document Text2  `yaml:"document" json:"document"` // what it was issued as
	Purpose  string `yaml:"purpose" json:"purpose"`   // what a firm consents to: support | investment
	// Right: whoever fulfils the conditions is entitled to it, so no class of credit may be one of them.
	Right      bool               `yaml:"right" json:"right"`
	Benefit    Text2              `yaml:"benefit" json:"benefit"`
	Conditions []SupportCondition `yaml:"conditions" json:"conditions"`
	Dated      `yaml:",inline"`
}

// SupportCondition is one condition. Its kind says what of the other keys it needs.
type SupportCondition struct {
	// kind | status | industry | region | size | age | lists | measures | class
	Fact string `yaml:"fact" json:"fact"`
	// Codes are what fits: kinds, statuses and sizes; beginnings of codes of industries and divisions; grades of a class. Of lists and
	// measures they are what forbids: "*" is any list of seriously dishonest subjects.
	Codes  []string `yaml:"codes,omitempty" json:"codes,omitempty"`
	Months int      `yaml:"months,omitempty" json:"months,omitempty"` // of age: registered at least so long
	Matter string   `yaml:"matter,omitempty" json:"matter,omitempty"` // of measures: what they are judged for
	Item   string   `yaml:"item,omitempty" json:"item,omitempty"`     // of a class: which evaluation
	Basis  []Ref    `yaml:"basis,omitempty" json:"basis,omitempty"`   // of a class: where the policy's instrument asks for it
}

// SupportPolicies are those in force, in the order of the files.
func (b *Book) SupportPolicies() []SupportPolicy { return b.support.all }

// SupportPolicy finds one by its code.
func (b *Book) SupportPolicy(code string) (SupportPolicy, bool) { return b.support.find(code) }

func (p *SupportPolicy) head() (string, Text2, *Dated) { return p.Code, p.Name, &p.Dated }
func (p *SupportPolicy) index(x *index)                { x.support.add(p.Code, p) }

func (p SupportPolicy) says() Text2 {
	facts := make([]string, len(p.Conditions))
	for i := range p.Conditions {
		facts[i] = p.Conditions[i].Fact
	}
	n := strconv.Itoa(len(facts))
	return Text2{ZH: p.Benefit.ZH + "条件 " + n + " 项。实施单位：" + p.Body.ZH, EN: p.Benefit.EN + " " + n + " conditions: " + strings.Join(facts, ", ") + ". By " + p.Body.EN}
}

// supportNeeds says which keys each kind of condition has; no other may stand with it.
var supportNeeds = map[string]struct{ codes, months, matter, item bool }{
	"kind": {codes: true}, "status": {codes: true}, "industry": {codes: true}, "region": {codes: true}, "size": {codes: true},
	"age": {months: true}, "lists": {codes: true}, "measures": {codes: true, matter: true}, "class": {codes: true, item: true},
}

// check: each kind of condition stands once and with what it needs, and what it names is there.
func (p *SupportPolicy) check(c *checker, e *entry) {
	if _, _, err := ident.ParseUSCC(p.Org); err != nil {
		c.fault(e, "org", "实施单位须写统一社会信用代码。", "Name the body by its unified social credit code.")
	}
	if len(p.Conditions) == 0 {
		c.fault(e, "conditions", "须列明条件。", "Say under which conditions it fits.")
	}
	seen := []string{}
	for i := range p.Conditions {
		x := &p.Conditions[i]
		needs, known := supportNeeds[x.Fact]
		if !known {
			continue // refused already as a word nobody knows
		}
		if slices.Contains(seen, x.Fact) || needs.codes != (len(x.Codes) > 0) || needs.months != (x.Months > 0) || needs.matter != (x.Matter != "") || needs.item != (x.Item != "") {
			c.fault(e, "conditions", "条件重复，或者缺少、多出了键："+x.Fact+"。", "A condition that stands twice, or lacks a key, or has one too many: "+x.Fact+".")
		}
		seen = append(seen, x.Fact)
		p.names(c, e, x)
	}
	p.class(c, e)
}

// names: the matter, the evaluation, the lists and the measures a condition names exist.
func (p *SupportPolicy) names(c *checker, e *entry, x *SupportCondition) {
	at := e.line("conditions")
	if x.Matter != "" {
		c.covers(e, "conditions", "matter", x.Matter)
	}
	if x.Item != "" {
		c.covers(e, "conditions", "item", x.Item)
	}
	for _, code := range x.Codes {
		switch {
		case x.Fact == "measures":
			c.exists(e, at, "measure", code)
		case x.Fact == "lists" && code != "*":
			c.exists(e, at, "list", code)
		}
	}
}

// class: a class of credit is a condition only where the instrument says so, never the only one, and never of a right (G2).
func (p *SupportPolicy) class(c *checker, e *entry) {
	i := slices.IndexFunc(p.Conditions, func(x SupportCondition) bool { return x.Fact == "class" })
	if i < 0 {
		return
	}
	if p.Right || len(p.Conditions) == 1 || !slices.ContainsFunc(p.Conditions[i].Basis, func(r Ref) bool { return r.Article != "" }) {
		c.fault(e, "conditions", "信用等级只能是文件条款写明的条件之一，不得是唯一条件，也不得用于依法应予的事项。",
			"A class of credit is a condition only by an article that says so, never the only one, and never of what one is entitled to.")
	}
}

func (p *SupportPolicy) links(add func(kind string, codes ...string)) {
	for i := range p.Conditions {
		x := &p.Conditions[i]
		add("matter", x.Matter)
		add("item", x.Item)
		switch x.Fact {
		case "lists":
			add("list", x.Codes...)
		case "measures":
			add("measure", x.Codes...)
		}
	}
}
