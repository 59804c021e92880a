package sandbox

import (
	"fmt"
	"net/http"
	"slices"

	"xinheng/internal/check"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// builder makes a town: a firm is kept only where the judge answers with what it is there for.
type builder struct {
	*town
	desk *Desk
	book *law.Book
	n    int
}

func (d *Desk) build(book *law.Book, today workday.Date, adopted law.Adoptions) *town {
	b := &builder{town: &town{edition: book.Edition, today: today, adopted: adopted, facts: map[string][]standing.Fact{}, refused: map[string]*fault.Error{}}, desk: d, book: book}
	b.clean()
	b.measures()
	b.reasons()
	b.refusals()
	return b.town
}

// request is the one that is sent about the next firm.
func (b *builder) request(matter string) check.Request {
	b.n++
	return check.Request{Matter: matter, Subject: code("91", b.n), Purpose: "test", CaseNo: "SANDBOX", Officer: "示例经办人"}
}

// clean: one firm without facts, and one nobody has registered.
func (b *builder) clean() {
	matters := b.book.Matters()
	if len(matters) == 0 {
		return
	}
	matter := matters[0].Code
	if i := slices.IndexFunc(matters, func(m law.Matter) bool { return m.Level != 1 }); i >= 0 {
		matter = matters[i].Code
	}
	r := b.request(matter)
	b.facts[r.Subject] = []standing.Fact{}
	b.add(Example{Shows: law.Text2{ZH: "没有任何不良信息", EN: "Nothing adverse"}, Send: r}, func(check.Decision) bool { return true })
	b.add(Example{Shows: law.Text2{ZH: "没有登记过的主体", EN: "A subject nobody has registered"}, Send: b.request(matter)}, func(a check.Decision) bool { return a.Finding != nil && a.Outcome == check.UnknownSubject })
}

// add tries an example and keeps it if its answer is the one meant.
func (b *builder) add(e Example, meant func(check.Decision) bool) bool {
	facts, known := b.facts[e.Send.Subject]
	a, err := b.desk.checks.Try(Caller, e.Send, b.adopted, facts, known)
	if err != nil || !meant(a) {
		delete(b.facts, e.Send.Subject)
		return false
	}
	e.Status, e.Answer = http.StatusOK, a.Answer
	if a.Finding != nil {
		e.Outcome = a.Outcome
	}
	b.examples = append(b.examples, e)
	return true
}

// measures: a firm for every measure and incentive that a rule of a matter leads to, and one for every matter answered in one word.
func (b *builder) measures() {
	done := map[string]bool{}
	for _, m := range b.book.Matters() {
		for i := range m.Rules {
			rule := &m.Rules[i]
			leads := rule.Measure + rule.Incentive
			if m.Level == 1 {
				leads = "one word: " + m.Code
			}
			if !done[leads] {
				done[leads] = b.measure(&m, rule)
			}
		}
	}
}

func (b *builder) measure(m *law.Matter, rule *law.Rule) bool {
	f, ok := b.fact(rule.When)
	if !ok {
		return false
	}
	r := b.request(m.Code)
	if m.Level == 1 {
		r.Subject = fmt.Sprintf("p-sandbox%c%c", 'a'+b.n/26%26, 'a'+b.n%26) // such a matter is about people
	}
	f.EntityID = r.Subject
	b.facts[r.Subject] = []standing.Fact{f}
	name := b.nameOf(rule)
	e := Example{Shows: law.Text2{ZH: f.Title + "：" + name.ZH, EN: "Leads to: " + name.EN}, Send: r, Measure: rule.Measure + rule.Incentive}
	if m.Level == 1 {
		e.Measure = ""
		return b.add(e, func(a check.Decision) bool { return a.Answer != check.Yes })
	}
	return b.add(e, func(a check.Decision) bool {
		return a.Finding != nil && slices.ContainsFunc(a.Effects, func(x check.Effect) bool { return x.Measure.Code == e.Measure })
	})
}

func (b *builder) nameOf(rule *law.Rule) law.Text2 {
	if in, ok := b.book.Incentive(rule.Incentive); ok {
		return in.Name
	}
	m, _ := b.book.Measure(rule.Measure)
	return m.Name
}

// reasons: what would have led to a measure and does not, in every way in which it may not.
func (b *builder) reasons() {
	for _, x := range spoilt {
		for _, m := range b.book.Matters() {
			if m.Level != 1 && slices.ContainsFunc(m.Rules, func(rule law.Rule) bool { return b.spoil(&m, &rule, &x) }) {
				break
			}
		}
	}
}

func (b *builder) spoil(m *law.Matter, rule *law.Rule, x *spoiling) bool {
	f, ok := b.fact(rule.When)
	if !ok || !f.Adverse || x.only != "" && f.Kind != x.only {
		return false
	}
	r := b.request(m.Code)
	r.Industry, f.EntityID = x.industry, r.Subject
	x.how(&f, b.today)
	b.facts[r.Subject] = []standing.Fact{f}
	return b.add(Example{Shows: x.shows, Send: r, NotCounts: x.why}, func(a check.Decision) bool {
		return a.Finding != nil && slices.ContainsFunc(a.NotApplied, func(p check.Passed) bool { return p.Why == x.why })
	})
}

// refusals: a firm for each refusal of a check, and of any request with a key.
func (b *builder) refusals() {
	for _, c := range append(check.Refusals(), "access.no_key", "access.unknown_key", "access.no_scope", "access.quota", "access.too_many") {
		refusal, ok := b.desk.refusals[c]
		if !ok {
			continue
		}
		r := b.request(b.book.Matters()[0].Code)
		b.refused[r.Subject] = refusal.Fault()
		b.examples = append(b.examples, Example{Shows: refusal.Says, Send: r, Status: refusal.Status, Refusal: c})
	}
}

// days an invented fact has stood, and stands on.
const before, after = -30, 335

// fact meets the trigger of a rule.
func (b *builder) fact(w law.When) (f standing.Fact, ok bool) {
	f = standing.Fact{ID: fmt.Sprintf("sandbox-%d", b.n+1), Version: 1, Adverse: true, Authority: "示例局", DocumentNo: fmt.Sprintf("示沙〔%d〕%d号", b.today.Year(), b.n+1),
		BasisText: "示例条例第一条", Standing: law.Text, From: b.today.AddDays(before), Until: b.today.AddDays(after), LawKeys: []string{}, Basis: []law.Ref{}}
	switch {
	case w.List != "":
		ok = b.listed(&f, w.List)
	case w.Ban != "":
		f.Kind, f.Ban, f.Title, ok = standing.Banned, w.Ban, "示例禁入决定", true
		if w.Ban == "*" {
			f.Ban = "market"
		}
	case w.Rating != "":
		f.Kind, f.Item, f.Title, f.Adverse, ok = standing.Rated, w.Rating, "示例评价结果", false, true
	case w.Item != "":
		ok = b.recorded(&f, w.Item)
	}
	f.Severity, f.Grade, f.Domain = last(w.Severity), first(w.Grades), first(w.Domains)
	return f, ok
}

// listed puts a fact on a list; any serious one where the rule takes any.
func (b *builder) listed(f *standing.Fact, list string) bool {
	i := slices.IndexFunc(b.book.Lists(), func(l law.List) bool { return l.Code == list || list == "*" && l.Kind == "serious" })
	if i < 0 {
		return false
	}
	l := b.book.Lists()[i]
	f.Kind, f.List, f.Title, f.Adverse = standing.OnList, l.Code, l.Name.ZH, l.Kind != "credit"
	return true
}

var kinds = map[law.Class]standing.FactKind{law.Penalty: standing.Penalised, law.Abnormal: standing.AbnormalIs, law.Enforcement: standing.Enforced,
	law.Honour: standing.Honoured, law.Pledge: standing.BrokenPledge, law.ListEntry: standing.OnList, law.Ban: standing.Banned, law.Rating: standing.Rated}

func (b *builder) recorded(f *standing.Fact, item string) bool {
	i, ok := b.book.Item(item)
	if !ok {
		return false
	}
	f.Kind, f.Item, f.Title, f.Adverse = kinds[i.Class], i.Code, i.Name.ZH, i.Class != law.Honour
	return f.Kind != ""
}

func first[T any](all []T) (v T) {
	if len(all) > 0 {
		v = all[0]
	}
	return v
}

func last[T any](all []T) (v T) {
	if len(all) > 0 {
		v = all[len(all)-1]
	}
	return v
}
