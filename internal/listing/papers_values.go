package listing

import (
	"fmt"
	"strings"

	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/workday"
)

// values fill the placeholders of every paper; a template takes those it asks for.
func (d *Desk) values(c *caseflow.Case, x *details, kind, to string, on workday.Date, say func(law.Text2) string) paper.Values {
	book := d.law.On(on)
	v := paper.Values{Rows: map[string][][]string{}, Text: map[string]string{"subject": to, "intended": say(d.intended(c.Kind, x, on)), "within": d.term(book, "hearing.request", say)}}
	if !x.Subject.Person {
		v.Text["subject_code"] = x.Subject.Code
	}
	asks, remedies := banPolicy, banRemedies
	v.Text["removal"] = say(banRemoval)
	if l, ok := book.List(x.List); ok {
		asks, remedies = policy, l.Remedies
		v.Text["removal"] = say(l.Removal)
	}
	d.proposalValues(&v, book, x, say)
	if x.HearingOn != 0 {
		v.Text["hearing_on"], v.Text["place"] = x.HearingOn.String(), x.Place
	}
	if r := x.Decision; r != nil {
		v.Text["decided"], v.Text["findings"], v.Text["answer"], v.Text["remedy"] = v.Text["intended"], r.Findings, r.Answer, r.Remedy
	}
	if r := x.Ended; kind == paperRemoval && r != nil {
		v.Text["findings"], v.Text["outcome"], v.Text["basis"], v.Text["remedy"] = r.Findings, say(leavings[r.Outcome]), say(book.Cite(asks)), say(remedies)
		for _, e := range endEffects {
			v.Rows["effects"] = append(v.Rows["effects"], []string{say(e[0]), say(e[1]), r.On.String()})
		}
	}
	for name, said := range v.Text { // what is not known is missing, and a paper that needs it is not written
		if strings.TrimSpace(said) == "" {
			delete(v.Text, name)
		}
	}
	return v
}

// proposalValues are what a notice and a decision have in common: facts, conduct, basis, measures, and of a ban its scope.
func (d *Desk) proposalValues(v *paper.Values, book *law.Book, x *details, say func(law.Text2) string) {
	if o := x.Outside; o != nil {
		v.Text["facts"], v.Text["basis"] = o.Facts, o.Basis
	}
	p := x.Proposal
	if p == nil {
		return
	}
	v.Text["facts"], v.Text["basis"] = p.Facts, say(book.Cite(p.Basis))
	if row, ok := book.Misconduct(p.Conduct); ok {
		v.Text["pattern"] = fmt.Sprintf("%s（%s）", say(row.Name), say(severities[x.severity()]))
	}
	v.Rows["measures"] = [][]string{}
	for _, code := range p.Measures {
		m, _ := book.Measure(code)
		longest := law.Text2{ZH: "与列入期限相同", EN: "as long as the entry"}
		if m.MaxMonths > 0 {
			longest = law.Text2{ZH: fmt.Sprintf("%d 个月", m.MaxMonths), EN: fmt.Sprintf("%d months", m.MaxMonths)}
		}
		v.Rows["measures"] = append(v.Rows["measures"], []string{say(m.Name), say(m.Body), say(longest)})
	}
	if b := p.Ban; b != nil {
		v.Text["ban"] = say(law.Text2{ZH: fmt.Sprintf("%s；至 %s", b.Scope, b.Until), EN: fmt.Sprintf("%s; until %s", b.Scope, b.Until)})
	}
}

// intended is the decision in one line.
func (d *Desk) intended(kind string, x *details, on workday.Date) law.Text2 {
	book := d.law.On(on)
	if kind == BanKind {
		b := x.ban()
		if b != nil && b.Kind == "industry" {
			i, _ := book.Industry(division(b.Industry))
			return law.Text2{ZH: "行业禁入：" + b.Industry + " " + i.Name.ZH, EN: "industry ban: " + b.Industry + " " + i.Name.EN}
		}
		return law.Text2{ZH: "市场禁入", EN: "market ban"}
	}
	l, _ := book.List(x.List)
	return law.Text2{ZH: "列入" + l.Name.ZH, EN: "entry on the list “" + l.Name.EN + "”"}
}

// ban is what the case bars from, by its own proposal or by the outside decision.
func (x *details) ban() *Ban {
	if x.Outside != nil {
		return x.Outside.Ban
	}
	if x.Proposal != nil {
		return x.Proposal.Ban
	}
	return nil
}

// term is a limit of the law in words.
func (d *Desk) term(book *law.Book, key string, say func(law.Text2) string) string {
	l, ok := book.Limit(key)
	if !ok {
		return ""
	}
	unit, known := termUnits[l.Unit]
	if !known {
		return ""
	}
	return fmt.Sprintf("%d %s", l.N, say(unit))
}

var termUnits = map[law.Unit]law.Text2{law.Unit(workday.WorkingDays): {ZH: "个工作日", EN: "working days"}, law.Unit(workday.Days): {ZH: "日", EN: "days"},
	law.Unit(workday.Months): {ZH: "个月", EN: "months"}, law.Unit(workday.Years): {ZH: "年", EN: "years"}}

var severities = map[law.Severity]law.Text2{law.Minor: {ZH: "轻微", EN: "minor"}, law.General: {ZH: "一般", EN: "general"}, law.Serious: {ZH: "严重", EN: "serious"}}

var leavings = map[string]law.Text2{
	"remove": {ZH: "提前移出（解除）", EN: "taken off (lifted) early"},
	"quash":  {ZH: "撤销原决定，视为从未作出", EN: "the decision is quashed, as if it had never been"},
}

// endEffects is what ends with an entry.
var endEffects = [][2]law.Text2{
	{{ZH: "终止公示", EN: "Publicity ends"}, {ZH: "各公示网站撤下本条目", EN: "every site takes the entry down"}},
	{{ZH: "停止共享和使用", EN: "Sharing and use end"}, {ZH: "查验不再据此提示或者限制", EN: "no check warns or restricts because of it"}},
	{{ZH: "解除措施", EN: "Measures end"}, {ZH: "据此采取的措施同时解除", EN: "whatever was taken on its ground is lifted"}},
}
