package check

import (
	"cmp"
	"slices"

	"xinheng/internal/law"
	"xinheng/internal/standing"
)

// restrain lowers an effect to what may lawfully follow (F16-4): only group I may block; a rating never blocks or
// compels (G2); what is to block or compel needs a basis, and every rule it rests on verified or adopted.
func (j *judgement) restrain(e *Effect, r *law.Rule, m law.Measure, f *standing.Fact) {
	kind, _ := j.book.MeasureKind(m.Kind)
	if e.Kind == law.Block && kind.Group != "I" {
		e.lower(law.Warn, onlyGroupI)
	}
	if f.Kind == standing.Rated && (e.Kind == law.Block || e.Must) {
		e.lower(law.Warn, onlyRating)
		e.Must = false
	}
	if e.Kind != law.Block && !e.Must {
		return
	}
	why := ""
	if len(e.Basis) == 0 {
		why = standing.NoBasis
	}
	for _, s := range j.restsOn(r, m, kind, f) {
		ok, by := j.adoptions.Coercive(s.key, s.standing, j.on)
		if !ok {
			why = notAdopted
		} else if by != nil {
			j.lean(e, *by)
		}
	}
	if why != "" {
		e.lower(law.Inform, why)
		e.Must, e.Adopted = false, nil
		j.pass(f, m.Code, why)
	}
}

type footing struct {
	key      string
	standing law.Standing
}

// restsOn lists every rule a coercive effect leans on.
func (j *judgement) restsOn(r *law.Rule, m law.Measure, kind law.MeasureKind, f *standing.Fact) []footing {
	fs := []footing{
		{"matter:" + j.matter.Code, j.matter.Standing}, {"matter:" + j.matter.Code, r.Standing},
		{"measure:" + m.Code, m.Standing}, {"kind:" + m.Kind, kind.Standing},
	}
	for _, key := range f.AssumedKeys {
		fs = append(fs, footing{key, law.Assumed})
	}
	return fs
}

// lean shows an adoption on the effect and keeps it whole for replay.
func (j *judgement) lean(e *Effect, a law.Adoption) {
	if !slices.ContainsFunc(e.Adopted, func(x Adopted) bool { return x.ID == a.ID }) {
		e.Adopted = append(e.Adopted, Adopted{a.ID, a.Body, a.Why})
	}
	if !slices.ContainsFunc(j.finding.Adopted, func(x law.Adoption) bool { return x.ID == a.ID }) {
		j.finding.Adopted = append(j.finding.Adopted, a)
	}
}

// lower weakens an effect, remembering what the rule says. What the rule then wants done next, such as a refusal, must not
// be read out any more.
func (e *Effect) lower(to law.Effect, why string) {
	from := e.Kind
	if e.Lowered != nil {
		from = e.Lowered.From
	}
	if strength[to] < strength[e.Kind] {
		e.Kind, e.Next = to, nextLowered
	}
	e.Lowered = &Lowered{From: from, Why: why, Reason: whyLowered[why]}
}

var strength = map[law.Effect]int{law.Block: 3, law.Warn: 2, law.Inform: 1, law.Benefit: 0}

// countOnce puts effects in order, strongest first, and keeps one of those in which the same conduct (one document of one
// authority) would lead to the same measure twice.
func (j *judgement) countOnce() {
	slices.SortFunc(j.finding.Effects, stronger)
	type conduct struct{ measure, of string }
	seen := map[conduct]string{}
	kept := j.finding.Effects[:0]
	for _, e := range j.finding.Effects {
		of := e.Because.Authority + "\x00" + e.Because.DocumentNo
		if e.Because.DocumentNo == "" {
			of = e.Because.RecordID
		}
		record, again := seen[conduct{e.Measure.Code, of}]
		switch {
		case !again:
			seen[conduct{e.Measure.Code, of}] = e.Because.RecordID
			kept = append(kept, e)
		case record != e.Because.RecordID:
			j.finding.NotApplied = append(j.finding.NotApplied, Passed{What: e.Because, Measure: e.Measure.Code, Why: duplicate,
				Reason: whyNot(duplicate, 0)})
		}
	}
	j.finding.Effects = kept
	slices.SortStableFunc(j.finding.NotApplied, func(a, b Passed) int {
		return cmp.Or(cmp.Compare(b.What.From, a.What.From), cmp.Compare(a.What.RecordID, b.What.RecordID),
			cmp.Compare(a.Measure, b.Measure), cmp.Compare(a.Why, b.Why))
	})
	j.finding.NotApplied = slices.CompactFunc(j.finding.NotApplied, func(a, b Passed) bool {
		return a.What.RecordID == b.What.RecordID && a.Measure == b.Measure && a.Why == b.Why
	})
}

func stronger(a, b Effect) int {
	must := func(e Effect) int {
		if e.Must {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(strength[b.Kind], strength[a.Kind]), cmp.Compare(must(b), must(a)),
		cmp.Compare(a.Measure.Code, b.Measure.Code), cmp.Compare(b.Until, a.Until),
		cmp.Compare(b.Because.From, a.Because.From), cmp.Compare(a.Because.RecordID, b.Because.RecordID))
}
