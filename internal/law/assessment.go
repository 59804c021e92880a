package law

import (
	"fmt"
	"slices"
	"strings"
)

// AssessmentModel is how departments are assessed (信用体系建设考核; 琼府办〔2021〕4号（二十八）): which figures of a month count, what is aimed
// at, and how much each weighs. Nobody gives points by hand: what is not counted from data is not in it (F28-1). 考核指标体系。
type AssessmentModel struct {
	Code       string           `yaml:"code" json:"code"`
	Name       Text2            `yaml:"name" json:"name"`
	Close      string           `yaml:"close" json:"close"`   // limit key: how long after a month its figures are frozen
	Appeal     string           `yaml:"appeal" json:"appeal"` // limit key: how long after that a department may appeal
	Indicators []AssessedFigure `yaml:"indicators" json:"indicators"`
	Dated      `yaml:",inline"`
}

// AssessedFigure is one indicator of the model.
type AssessedFigure struct {
	Code   string `yaml:"code" json:"code" enum:"intake,timely,checks,feedback,repair,objection"`
	Name   Text2  `yaml:"name" json:"name"`
	How    Text2  `yaml:"how" json:"how"` // what is counted, over what
	Weight int64  `yaml:"weight" json:"weight"`
	// Target is a share in a thousand, or, where less is better, a mean number of days.
	Target int64  `yaml:"target" json:"target"`
	Unit   string `yaml:"unit" json:"unit" enum:"permille,days"` // permille: more is better; days: fewer are
}

// Points are what a figure comes to, in thousandths of its weight: full at the target and beyond, in proportion short of it. part of
// whole is the figure; a figure of nothing has none.
func (f AssessedFigure) Points(part, whole int64) (points int64, ok bool) {
	switch {
	case whole <= 0 || f.Target <= 0:
		return 0, false
	case f.Unit == "permille":
		return min(1000, part*1_000_000/(whole*f.Target)), true
	case part <= f.Target*whole:
		return 1000, true
	}
	return f.Target * whole * 1000 / part, true
}

// AssessmentModels are those in force.
func (b *Book) AssessmentModels() []AssessmentModel { return b.assessments.all }

func (m *AssessmentModel) head() (string, Text2, *Dated) { return m.Code, m.Name, &m.Dated }
func (m *AssessmentModel) index(x *index)                { x.assessments.add(m.Code, m) }

func (m AssessmentModel) says() Text2 {
	var zh, en []string
	for _, f := range m.Indicators {
		zh, en = append(zh, fmt.Sprintf("%s %d", f.Name.ZH, f.Weight)), append(en, fmt.Sprintf("%s %d", f.Name.EN, f.Weight))
	}
	return Text2{ZH: "权重：" + strings.Join(zh, "，") + "。", EN: "Weights: " + strings.Join(en, ", ") + "."}
}

// assessment: weights come to a hundred, each indicator is there once and has something to aim at, and both terms exist.
func (m *AssessmentModel) check(c *checker, e *entry) {
	c.exists(e, e.line("close"), "limit", m.Close)
	c.exists(e, e.line("appeal"), "limit", m.Appeal)
	var sum int64
	seen := []string{}
	for _, f := range m.Indicators {
		if slices.Contains(seen, f.Code) {
			c.fault(e, "indicators", "指标重复："+f.Code+"。", "An indicator is there twice: "+f.Code+".")
		}
		seen, sum = append(seen, f.Code), sum+f.Weight
		if f.Weight <= 0 || f.Target <= 0 {
			c.fault(e, "indicators", "指标须有权重和目标值："+f.Code+"。", "An indicator has a weight and a target: "+f.Code+".")
		}
	}
	if sum != 100 {
		c.fault(e, "indicators", "权重合计须为100。", "Weights come to 100.")
	}
}

func (m *AssessmentModel) links(add func(kind string, codes ...string)) {
	add("limit", m.Close, m.Appeal)
}
