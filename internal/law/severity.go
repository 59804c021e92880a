package law

import (
	"slices"
	"strings"
)

// Act is what severity is judged on.
type Act struct {
	Item   string
	Kinds  []string // 处罚类别
	Fine   int64    // fen
	Person bool     // natural person
}

// Classify finds the severity rule an adverse act falls under, the first in file order; false: no rule says, a human must.
func (b *Book) Classify(a Act) (SeverityRule, bool) {
	rules := b.rulesOf[a.Item]
	for i := range rules {
		if rules[i].matches(a) {
			return rules[i], true
		}
	}
	return SeverityRule{}, false
}

func (r *SeverityRule) matches(a Act) bool {
	switch {
	case r.Person != nil && *r.Person != a.Person:
		return false
	case a.Fine < r.FineFrom || (r.FineBelow > 0 && a.Fine >= r.FineBelow):
		return false
	case len(r.Kinds) == 0:
		return true
	case r.OnlyKinds:
		return len(a.Kinds) > 0 && !slices.ContainsFunc(a.Kinds, func(k string) bool { return !r.names(k) })
	}
	return slices.ContainsFunc(a.Kinds, r.names)
}

// names reports whether a kind of penalty is among the rule's; "其他-通报批评" is 通报批评.
func (r *SeverityRule) names(kind string) bool {
	return slices.Contains(r.Kinds, kind) || slices.Contains(r.Kinds, strings.TrimPrefix(kind, "其他-"))
}

// Period finds the publicity period of a record; false: none is laid down. What is said of one list goes before what is
// said of all, and what is said of one severity before what is said of all.
func (b *Book) Period(item, list string, s Severity) (Period, bool) {
	best, score := -1, -1
	periods := b.periodsOf[item]
	for i := range periods {
		p := &periods[i]
		if (p.List != "" && p.List != list) || (p.Severity != NoSeverity && p.Severity != s) {
			continue
		}
		n := 0
		if p.List != "" {
			n += 2
		}
		if p.Severity != NoSeverity {
			n++
		}
		if n > score {
			best, score = i, n
		}
	}
	if best < 0 {
		return Period{}, false
	}
	return periods[best], true
}
