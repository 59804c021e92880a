package law

import (
	"fmt"
	"slices"
)

// VerificationPlan says how commitments at some matters are verified: what is compared, by which method for which class of firm,
// and within which term (琼府办〔2021〕4号（十三）合理确定核查的范围和措施，依据事项特点和承诺人信用状况分类确定核查办法, F13-1).
type VerificationPlan struct {
	Code    string       `yaml:"code" json:"code"`
	Name    Text2        `yaml:"name" json:"name"`
	Matters []string     `yaml:"matters,omitempty" json:"matters"` // none: every matter no other plan names, and proofs
	Risk    string       `yaml:"risk" json:"risk"`                 // low | general | high: of the matter
	Limit   string       `yaml:"limit" json:"limit"`               // limit key: verified within
	Starts  string       `yaml:"starts" json:"starts"`             // released | permitted: what the term counts from
	Scope   []ScopeLine  `yaml:"scope" json:"scope"`
	Rows    []VerifyRule `yaml:"rows" json:"rows"`
	Dated   `yaml:",inline"`
}

// ScopeLine is one clause, and the shared data it is compared with first (F13-2).
type ScopeLine struct {
	Clause  string `yaml:"clause" json:"clause"`   // id in the text that was signed; of texts that have it
	Compare string `yaml:"compare" json:"compare"` // registered | located | unlisted | unbanned | unpunished
	Text    Text2  `yaml:"text" json:"text"`
}

// VerifyRule is the method for classes of firms. Every class has one.
type VerifyRule struct {
	Classes []string `yaml:"classes" json:"classes"`
	Method  string   `yaml:"method" json:"method"` // exempt | compare | officer
	Why     Text2    `yaml:"why" json:"why"`
}

// VerificationOutcome is what an untrue commitment can lead to (终止办理、限期整改、撤销行政决定、行政处罚, F13-4).
type VerificationOutcome struct {
	Code     string `yaml:"code" json:"code"` // terminate | rectify | revoke | penalty
	Name     Text2  `yaml:"name" json:"name"`
	Text     Text2  `yaml:"text" json:"text"`
	Template string `yaml:"template" json:"template"` // the paper it is made on
	// Conducts are the rows of the table of dishonest conduct it may rest on (F05-1).
	Conducts []string `yaml:"conducts" json:"conducts"`
	// Remedy is how to object to it.
	Remedy Text2 `yaml:"remedy" json:"remedy"`
	Dated  `yaml:",inline"`
}

// VerificationPlans of a day, in the order of the files.
func (b *Book) VerificationPlans() []VerificationPlan { return b.plans.all }

// VerificationPlan finds one by its code.
func (b *Book) VerificationPlan(code string) (VerificationPlan, bool) { return b.plans.find(code) }

// VerificationPlanOf is the plan of a matter: the one that names it, or the one that names none.
func (b *Book) VerificationPlanOf(matter string) (VerificationPlan, bool) {
	general := -1
	for i, p := range b.plans.all {
		if matter != "" && slices.Contains(p.Matters, matter) {
			return p, true
		}
		if len(p.Matters) == 0 {
			general = i
		}
	}
	if general < 0 {
		return VerificationPlan{}, false
	}
	return b.plans.all[general], true
}

// Method for a class of firm.
func (p VerificationPlan) Method(class string) VerifyRule {
	i := slices.IndexFunc(p.Rows, func(r VerifyRule) bool { return slices.Contains(r.Classes, class) })
	if i < 0 {
		return VerifyRule{Classes: []string{class}, Method: "officer"} // refused when the law is loaded
	}
	return p.Rows[i]
}

// VerificationOutcomes are those in force.
func (b *Book) VerificationOutcomes() []VerificationOutcome { return b.checkOutcomes.all }

// VerificationOutcome finds one by its code.
func (b *Book) VerificationOutcome(code string) (VerificationOutcome, bool) {
	return b.checkOutcomes.find(code)
}

func (v *VerificationPlan) head() (string, Text2, *Dated)    { return v.Code, v.Name, &v.Dated }
func (v *VerificationOutcome) head() (string, Text2, *Dated) { return v.Code, v.Name, &v.Dated }

func (v VerificationPlan) says() Text2 {
	zh, en := fmt.Sprintf("比对%d项", len(v.Scope)), fmt.Sprintf("%d comparisons", len(v.Scope))
	for _, r := range v.Rows {
		for _, c := range r.Classes {
			zh, en = zh+"；"+c+"类"+methodZH[r.Method], en+"; class "+c+" "+methodEN[r.Method]
		}
	}
	return Text2{ZH: zh + "。", EN: en + "."}
}

var (
	methodZH = map[string]string{"exempt": "免于核查，纳入日常监管", "compare": "共享数据自动比对", "officer": "人工核查"}
	methodEN = map[string]string{"exempt": "is exempt and under daily supervision", "compare": "by shared data", "officer": "by an officer"}
)

// verificationPlan: every class has one method, what is risky is never exempt, and one plan at most names a matter.
func (p *VerificationPlan) check(c *checker, e *entry) {
	c.each(e, "matters", "matter", p.Matters)
	c.covers(e, "limit", "limit", p.Limit)
	seen := map[string]int{}
	for _, r := range p.Rows {
		for _, class := range r.Classes {
			seen[class]++
		}
		if r.Method == "exempt" && p.Risk == "high" {
			c.fault(e, "rows", "高风险事项不得免于核查。", "A matter of high risk is never exempt from verification.")
		}
	}
	for _, class := range Classes {
		if seen[class] != 1 {
			c.fault(e, "rows", class+"类须有且只有一种核查办法。", "Class "+class+" needs exactly one method.")
		}
	}
	for _, o := range c.of("verification") {
		q := o.rule.(*VerificationPlan)
		both := len(p.Matters) == 0 && len(q.Matters) == 0 || slices.ContainsFunc(p.Matters, func(m string) bool { return slices.Contains(q.Matters, m) })
		if o != e && q.Code != p.Code && both && q.overlaps(p.Dated) {
			c.fault(e, "matters", "与 "+q.Code+" 管同一事项。", "Speaks of a matter "+q.Code+" speaks of.")
		}
	}
}

func (o *VerificationOutcome) check(c *checker, e *entry) {
	c.covers(e, "template", "template", o.Template)
	c.each(e, "conducts", "misconduct", o.Conducts)
}

func (o VerificationOutcome) says() Text2 { return o.Text }
