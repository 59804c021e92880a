package check

import (
	"cmp"
	"slices"
	"strings"

	"xinheng/internal/law"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Judge says what follows from facts for a matter on a day. Pure: the same facts, law, adoptions and day always give the
// same finding, in the same order.
func Judge(facts []standing.Fact, m law.Matter, book *law.Book, ad law.Adoptions, on workday.Date) Finding {
	return JudgeIn("", facts, m, book, ad, on)
}

// JudgeIn is Judge for something applied for in an industry (GB/T 4754); empty: which is not told, and an officer must compare.
func JudgeIn(industry string, facts []standing.Fact, m law.Matter, book *law.Book, ad law.Adoptions, on workday.Date) Finding {
	j := judgement{matter: m, book: book, adoptions: ad, on: on, industry: industry}
	j.finding.Effects, j.finding.NotApplied = []Effect{}, []Passed{}
	facts = inOrder(facts)
	for i := range facts {
		j.weigh(&facts[i])
	}
	j.countOnce()
	j.finding.Route = j.route(facts)
	j.finding.Outcome = outcomeOf(j.finding.Effects)
	slices.Sort(j.finding.Unlisted)
	j.finding.Unlisted = slices.Compact(j.finding.Unlisted)
	return j.finding
}

// judgement is the work of one Judge call.
type judgement struct {
	matter    law.Matter
	book      *law.Book
	adoptions law.Adoptions
	on        workday.Date
	industry  string // of what is applied for
	finding   Finding
}

// inOrder sorts a copy: newest first, then by id, so that the order of input never shows.
func inOrder(facts []standing.Fact) []standing.Fact {
	facts = slices.Clone(facts)
	slices.SortFunc(facts, func(a, b standing.Fact) int {
		return cmp.Or(cmp.Compare(b.From, a.From), cmp.Compare(a.ID, b.ID))
	})
	return facts
}

// weigh finds what a fact leads to, or says why it leads to nothing.
func (j *judgement) weigh(f *standing.Fact) {
	stands, why := f.StandsOn(j.on)
	switch {
	case why == standing.Unmerged, why == standing.Corrected:
		return // it never was a fact about this subject
	case !stands:
		j.pass(f, "", why)
		return
	case f.Adverse && f.Severity == law.Minor:
		j.pass(f, "", minor) // 轻微失信不采取措施
		return
	case j.listAbolished(f):
		j.pass(f, "", basisRepealed)
		return
	case f.Kind == standing.Banned && !bars(f.Industry, j.industry):
		j.pass(f, "", otherIndustry) // F17-1: a ban bars what it names and nothing else
		return
	}
	met := false
	for i := range j.matter.Rules {
		if r := &j.matter.Rules[i]; j.meets(r.When, f) {
			met = true
			j.apply(r, f)
		}
	}
	if !met {
		j.pass(f, "", notThisMatter)
	}
}

// listAbolished: an entry on a list that is no longer in force carries nothing any more.
func (j *judgement) listAbolished(f *standing.Fact) bool {
	if f.List == "" {
		return false
	}
	_, inForce := j.book.List(f.List)
	return !inForce
}

// foreign: the entry was determined in another province. Of our measures only those follow that its own were mapped to (F16-7).
func (j *judgement) foreign(f *standing.Fact) bool {
	list, ok := j.book.List(f.List)
	return ok && f.List != "" && list.Kind == "recognised"
}

// meets reports whether a rule's trigger is this fact.
func (j *judgement) meets(w law.When, f *standing.Fact) bool {
	trigger := false
	switch {
	case w.List == "*":
		list, ok := j.book.List(f.List)
		trigger = ok && f.List != "" && (list.Kind == "serious" || list.Kind == "recognised")
	case w.List != "":
		trigger = f.List == w.List
	case w.Item != "":
		trigger = f.Item == w.Item
	case w.Rating != "":
		trigger = f.Kind == standing.Rated && f.Item == w.Rating
	case w.Ban != "":
		trigger = f.Kind == standing.Banned && (w.Ban == "*" || f.Ban == w.Ban)
	}
	return trigger && among(w.Severity, f.Severity) && among(w.Grades, f.Grade) && among(w.Domains, f.Domain)
}

// among: an empty list asks for nothing.
func among[T comparable](wanted []T, v T) bool { return len(wanted) == 0 || slices.Contains(wanted, v) }

// apply turns a rule that a fact meets into an effect.
func (j *judgement) apply(r *law.Rule, f *standing.Fact) {
	if r.Incentive != "" {
		j.reward(r, f)
		return
	}
	m, ok := j.book.Measure(r.Measure)
	if !ok {
		j.finding.Unlisted = append(j.finding.Unlisted, r.Measure)
		return
	}
	e := Effect{Measure: Named{m.Code, m.Name}, Kind: m.Automation, Must: r.Must, Next: r.Next, Because: j.because(f), withholds: r.Withholds}
	var repealed bool
	if e.Basis, repealed = j.cite(r.Basis, r.Standing, m.Basis, m.Standing); repealed {
		j.pass(f, m.Code, basisRepealed)
		return
	}
	if j.foreign(f) && !slices.Contains(f.LawKeys, "measure:"+m.Code) {
		j.pass(f, m.Code, notMapped)
		return
	}
	var over bool
	e.Until, over = term(f, m.MaxMonths, j.on)
	switch {
	case len(m.Targets) > 0 && !slices.Contains(m.Targets, subjectKind(f.EntityID)):
		j.pass(f, m.Code, notTarget)
	case e.Until == 0:
		j.pass(f, m.Code, standing.NoEnd) // nothing adverse without an end
	case over:
		j.pass(f, m.Code, termOver)
	default:
		j.restrain(&e, r, m, f)
		j.finding.Effects = append(j.finding.Effects, e)
	}
}

// reward is apply for an incentive: it compels nobody, so it needs no gate, only its place in the catalogue.
func (j *judgement) reward(r *law.Rule, f *standing.Fact) {
	in, ok := j.book.Incentive(r.Incentive)
	if !ok {
		j.finding.Unlisted = append(j.finding.Unlisted, r.Incentive)
		return
	}
	basis, repealed := j.cite(r.Basis, r.Standing, in.Basis, in.Standing)
	if repealed {
		j.pass(f, in.Code, basisRepealed)
		return
	}
	until, _ := term(f, 0, j.on)
	j.finding.Effects = append(j.finding.Effects, Effect{Measure: Named{in.Code, in.Name}, Kind: law.Benefit, Must: r.Must,
		Next: r.Next, Basis: basis, Because: j.because(f), Until: until})
}

// term is the last day of an effect: that of the fact, and no more than the measure's own longest time after the fact
// began. over: that time has passed.
func term(f *standing.Fact, maxMonths int, on workday.Date) (until workday.Date, over bool) {
	until = f.Until
	if f.EndedOn != 0 && (until == 0 || f.EndedOn <= until) {
		until = f.EndedOn.AddDays(-1)
	}
	if maxMonths > 0 {
		if longest := f.From.AddMonths(maxMonths).AddDays(-1); until == 0 || longest < until {
			until = longest
		}
	}
	return until, until != 0 && on > until
}

// cite lists the articles that are in force on the day. repealed: articles were named, and none of the rule's or none of
// the measure's is in force any more.
func (j *judgement) cite(rule []law.Ref, sure law.Standing, own []law.Ref, ownSure law.Standing) (cs []Citation, repealed bool) {
	cs = []Citation{}
	add := func(refs []law.Ref, s law.Standing) (inForce int) {
		for _, ref := range refs {
			if _, ok := j.book.Instrument(ref.Instrument); !ok {
				continue
			}
			inForce++
			if !slices.ContainsFunc(cs, func(c Citation) bool { return c.Instrument == ref.Instrument && c.Article == ref.Article }) {
				cs = append(cs, Citation{ref.Instrument, ref.Article, j.book.Cite(ref), s})
			}
		}
		return inForce
	}
	ruleHolds := add(rule, sure) > 0 || len(rule) == 0
	ownHolds := add(own, ownSure) > 0 || len(own) == 0
	return cs, !ruleHolds || !ownHolds
}

// because shows a fact.
func (j *judgement) because(f *standing.Fact) Because {
	b := Because{Kind: f.Kind, Title: f.Title, Authority: f.Authority, DocumentNo: f.DocumentNo, Basis: f.BasisText,
		Severity: f.Severity, Grade: f.Grade, From: f.From, Until: f.Until, RepairFrom: f.RepairFrom, RecordID: f.ID, DisputedOn: f.DisputedOn}
	if f.List == "" {
		return b
	}
	b.List = &Named{Code: f.List}
	if list, ok := j.book.List(f.List); ok {
		b.List.Name = list.Name
	}
	return b
}

// pass records a fact that was looked at and does not count; with a measure, only for that measure.
func (j *judgement) pass(f *standing.Fact, measure, why string) {
	p := Passed{What: j.because(f), Measure: measure, Why: why}
	switch why {
	case standing.NotYet:
		p.On = f.From
	case standing.Expired:
		p.On = f.Until
	case standing.Repaired, standing.Withdrawn, standing.Removed:
		p.On = f.EndedOn
	case standing.UnderObjection, standing.Reorganised:
		p.On = f.HeldFrom
	}
	p.Reason = whyNot(why, p.On)
	j.finding.NotApplied = append(j.finding.NotApplied, p)
}

// subjectKind tells natural persons, whose ids are blind indexes, from everybody else.
func subjectKind(entityID string) string {
	if isPerson(entityID) {
		return "person"
	}
	return "entity"
}

func isPerson(entityID string) bool { return strings.HasPrefix(entityID, "p-") }

// outcomeOf reads the outcome off the effects.
func outcomeOf(effects []Effect) Outcome {
	o := Clear
	for _, e := range effects {
		switch {
		case e.Kind == law.Benefit:
		case e.Must && (e.Kind == law.Block || e.withholds):
			return Prohibited
		case e.Kind == law.Block, e.Must:
			o = Restricted
		case o == Clear:
			o = Attention
		}
	}
	return o
}
