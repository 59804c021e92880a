package law

import (
	"slices"

	"xinheng/internal/workday"
)

// Users lists the values in force on a date that make use of a key: the matters of a list, the items of a term, and for
// an instrument everything that rests on it.
func (l *Library) Users(key string, on workday.Date) []Value {
	if e := l.byKey[key]; len(e) > 0 && e[0].kind == "instrument" {
		users, _ := l.Dependants(Ref{Instrument: e[0].code()}, on)
		return users
	}
	return l.valuesOn(on, func(e *entry) bool { return slices.Contains(e.uses(), key) })
}

// linked is a rule that says itself what it names.
type linked interface {
	links(add func(kind string, codes ...string))
}

// uses are the keys a value names.
func (e *entry) uses() (keys []string) {
	add := func(kind string, codes ...string) {
		for _, c := range codes {
			if c != "" && c != "*" {
				keys = append(keys, kind+":"+c)
			}
		}
	}
	switch v := e.rule.(type) {
	case *Item:
		add("limit", v.Retention, v.Timely)
		add("list", v.List)
	case *SeverityRule:
		add("item", v.Item)
	case *Period:
		add("item", v.Item)
		add("list", v.List)
	case *Measure:
		add("kind", v.Kind)
	case *Matter:
		for _, r := range v.Rules {
			add("list", r.When.List)
			add("item", r.When.Item, r.When.Rating)
			add("measure", r.Measure)
			add("incentive", r.Incentive)
		}
	case *RepairRule:
		add("item", v.Item)
		add("list", v.List)
		add("template", v.Commitment)
		add("limit", v.Accept, v.Decide, v.Total, v.Extend)
		for _, m := range v.Methods {
			add("method", m.Method)
		}
	case *Ground:
		add("outcome", v.Outcomes...)
	case *Outcome:
		add("template", v.Template)
	case *FreezeRule:
		add("item", v.Items...)
		add("list", v.Lists...)
		add("ground", v.Grounds...)
	case *Recognition:
		add("list", v.List)
		for _, m := range v.Measures {
			add("measure", m.Ours)
		}
	case linked:
		v.links(add)
	case *Region:
		add("region", v.Parent)
	case *Instrument:
		add("instrument", v.ReplacedBy)
	}
	return keys
}
