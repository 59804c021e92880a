package law

import (
	"fmt"
	"slices"
	"strings"
)

// MarketReport says to which matters a credit report of the market may be attached (琼府办〔2021〕4号（七） 充分发挥市场化信用报告作用): of which
// kinds, and how old. It is verified and never asked for, and nothing follows from it.
type MarketReport struct {
	Code    string   `yaml:"code" json:"code"`
	Name    Text2    `yaml:"name" json:"name"`
	Matters []string `yaml:"matters" json:"matters"`
	Kinds   []string `yaml:"kinds" json:"kinds"`   // credit, rating
	Months  int      `yaml:"months" json:"months"` // issued at most so many months before
	Dated   `yaml:",inline"`
}

// MarketReportKinds are the kinds there are.
var MarketReportKinds = []string{"credit", "rating"}

// MarketReports are the rules of a day by which such reports may be attached.
func (b *Book) MarketReports() []MarketReport { return b.marketReports.all }

// MarketReportFor finds the rule by which a market report may be attached to a matter.
func (b *Book) MarketReportFor(matter string) (MarketReport, bool) {
	i := slices.IndexFunc(b.marketReports.all, func(r MarketReport) bool { return slices.Contains(r.Matters, matter) })
	if i < 0 {
		return MarketReport{}, false
	}
	return b.marketReports.all[i], true
}

func (r *MarketReport) head() (string, Text2, *Dated) { return r.Code, r.Name, &r.Dated }

func (r *MarketReport) index(x *index) { x.marketReports.add(r.Code, r) }

func (r MarketReport) says() Text2 {
	return Text2{
		ZH: fmt.Sprintf("可以附市场信用报告的事项：%s；出具不超过 %d 个月。只核验，不影响结论。", strings.Join(r.Matters, "、"), r.Months),
		EN: fmt.Sprintf("A market report may be attached to %s; at most %d months old. It is verified and changes no outcome.", strings.Join(r.Matters, ", "), r.Months),
	}
}

func (r *MarketReport) check(c *checker, e *entry) {
	c.each(e, "matters", "matter", r.Matters)
	if len(r.Kinds) == 0 || slices.ContainsFunc(r.Kinds, func(k string) bool { return !slices.Contains(MarketReportKinds, k) }) {
		c.fault(e, "kinds", "报告种类须为 credit、rating。", "Kinds are credit and rating.")
	}
	if r.Months < 1 {
		c.fault(e, "months", "须写明出具后多少个月内有效。", "It says how many months old a report may be.")
	}
}

func (r *MarketReport) links(add func(kind string, codes ...string)) { add("matter", r.Matters...) }
