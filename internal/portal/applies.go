package portal

import (
	"cmp"
	"slices"

	"xinheng/internal/check"
	"xinheng/internal/law"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// applied answers "what applied on this day" for an entity (F20-3): what the rules of that day made follow from the
// facts that may be shown. It is the check's own judgement, so that the public reads what an officer is told.
type applied struct {
	Follows    []following
	Incentives []following
}

// following is a measure or an incentive, the matters at which it meets the entity, and why.
type following struct {
	Code    string
	Name    law.Text2
	Effect  law.Effect
	Must    bool
	Until   workday.Date
	Footing footing
	Adopted []check.Adopted
	Lowered *check.Lowered
	Basis   []citation
	Matters []named
	Because []named // records, by id
}

type named struct {
	Code string
	Name law.Text2
}

// applies is pure. Facts of records that may not be shown do not count here, though they may count in a check.
func (v *visit) applies(book *law.Book, lines []line, facts []standing.Fact, on workday.Date) applied {
	shown := map[string]bool{}
	for _, l := range lines {
		shown[l.ID] = true
	}
	facts = slices.DeleteFunc(slices.Clone(facts), func(f standing.Fact) bool { return !shown[f.ID] })
	if len(facts) == 0 {
		return applied{}
	}
	var all []following
	for _, m := range book.Matters() {
		if !slices.Contains(m.Subjects, "entity") {
			continue
		}
		for _, e := range check.Judge(facts, m, book, v.adopted(), on).Effects {
			all = v.gather(all, book, m, e)
		}
	}
	slices.SortStableFunc(all, func(a, b following) int { return cmp.Compare(weight(a), weight(b)) })
	at := slices.IndexFunc(all, func(f following) bool { return f.Effect == law.Benefit })
	if at < 0 {
		at = len(all)
	}
	return applied{Follows: all[:at], Incentives: all[at:]}
}

// gather adds an effect to the measures already found: the same measure at another matter is one line more, not one
// measure more.
func (v *visit) gather(all []following, book *law.Book, m law.Matter, e check.Effect) []following {
	at := slices.IndexFunc(all, func(f following) bool {
		return f.Code == e.Measure.Code && f.Effect == e.Kind && f.Must == e.Must
	})
	if at < 0 {
		at = len(all)
		f := following{Code: e.Measure.Code, Name: e.Measure.Name, Effect: e.Kind, Must: e.Must, Until: e.Until, Adopted: e.Adopted, Lowered: e.Lowered}
		if one, ok := book.Measure(f.Code); ok && len(f.Adopted) == 0 {
			f.Footing = v.footing("measure:"+f.Code, one.Standing, book.Date)
		}
		all = append(all, f)
	}
	f := &all[at]
	f.Until = max(f.Until, e.Until)
	f.Matters = once(f.Matters, named{m.Code, m.Name})
	f.Because = once(f.Because, named{e.Because.RecordID, because(e.Because)})
	for _, c := range e.Basis {
		f.Basis = once(f.Basis, citation{Text: c.Text, Code: c.Instrument, Article: c.Article})
	}
	return all
}

// because names a fact by its list, or by its title as reported.
func because(b check.Because) law.Text2 {
	if b.List != nil {
		return b.List.Name
	}
	return law.Text2{ZH: b.Title}
}

// once appends what is not there yet.
func once[T comparable](all []T, one T) []T {
	if slices.Contains(all, one) {
		return all
	}
	return append(all, one)
}

// weight puts what blocks before what warns before what informs, incentives last, and duties before options.
func weight(f following) int {
	w := 2 * slices.Index([]law.Effect{law.Block, law.Warn, law.Inform, law.Benefit}, f.Effect)
	if !f.Must {
		w++
	}
	return w
}
