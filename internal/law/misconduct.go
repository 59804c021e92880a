package law

import (
	"fmt"
	"slices"
)

// Misconduct is a row of the table of dishonest conduct (琼府办〔2021〕4号（五）失信程度分类、差别化的惩戒措施): a pattern of facts, how
// grave it is, and which measures may follow from it. What is not among them may not: 过惩相当.
type Misconduct struct {
	Code     string   `yaml:"code" json:"code"`
	Name     Text2    `yaml:"name" json:"name"` // the pattern of facts
	Severity Severity `yaml:"severity" json:"severity"`
	Measures []string `yaml:"measures,omitempty" json:"measures"` // codes of the catalogue that may follow
	Lists    []string `yaml:"lists,omitempty" json:"lists"`       // lists such conduct may be put on; none: any that its own rules name
	Dated    `yaml:",inline"`
}

// Misconducts is the table of a day, in its order.
func (b *Book) Misconducts() []Misconduct { return b.misconducts.all }

// Misconduct finds a row by its code.
func (b *Book) Misconduct(code string) (Misconduct, bool) { return b.misconducts.find(code) }

// Allows says whether a measure may follow from the conduct (F05-1).
func (c Misconduct) Allows(measure string) bool { return slices.Contains(c.Measures, measure) }

func (c *Misconduct) head() (string, Text2, *Dated) { return c.Code, c.Name, &c.Dated }

func (c Misconduct) says() Text2 {
	return Text2{
		ZH: fmt.Sprintf("失信行为%s，可以采取的措施%d项。", severityZH[c.Severity], len(c.Measures)),
		EN: fmt.Sprintf("Dishonest conduct%s; %d measures may follow.", severityEN[c.Severity], len(c.Measures)),
	}
}

// misconduct: its measures are of the catalogue, only the gravest conduct loses a right, and the slightest leads to nothing.
func (x *Misconduct) check(c *checker, e *entry) {
	c.each(e, "lists", "list", x.Lists)
	c.each(e, "measures", "measure", x.Measures)
	if x.Severity == Minor && len(x.Measures) > 0 {
		c.fault(e, "measures", "轻微失信不采取惩戒措施。", "No measure follows from conduct of minor severity.")
	}
	if x.Severity != Serious && len(x.Lists) > 0 {
		c.fault(e, "lists", "只有严重失信才可以列入严重失信主体名单。", "Only serious conduct leads to a list of seriously dishonest subjects.")
	}
	blocks := func(code string) bool {
		return c.any("measure", code, func(m *entry) bool { return m.rule.(*Measure).Automation == Block })
	}
	if x.Severity != Serious && slices.ContainsFunc(x.Measures, blocks) {
		c.fault(e, "measures", "非严重失信不得采取减损权利的措施。", "Conduct that is not serious takes no right away.")
	}
}
