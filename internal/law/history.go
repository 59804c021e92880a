package law

import (
	"cmp"
	"slices"
	"strings"

	"xinheng/internal/workday"
)

// Value is any dated rule, for show, diff and impact: Key is "limit:publicity.dual", "list:tax-major", "measure:…",
// "matter:…", "item:…", "period:…", "severity:…", "incentive:…", "kind:…", "instrument:…", "region:…", "calendar:…",
// "template:…", "method:…", "repair:…", "ground:…", "outcome:…", "freeze:…", "exclusion:…", "proof:…",
// "undertaking:…".
type Value struct {
	Key   string `json:"key"`
	Title Text2  `json:"title"`
	Dated
	Body any `json:"body"` // the typed value: List, Measure, …
}

// Versions returns every version of a key, oldest first.
func (l *Library) Versions(key string) []Value { return values(l.byKey[key]) }

// OfKind is every version of every rule of a kind, in the order of the files.
func (l *Library) OfKind(kind string) (out []Value) {
	for _, e := range l.entries {
		if e.kind == kind {
			out = append(out, e.value())
		}
	}
	return out
}

// Values returns everything in force on a date, sorted by key.
func (l *Library) Values(on workday.Date) []Value {
	return l.valuesOn(on, func(*entry) bool { return true })
}

func (l *Library) valuesOn(on workday.Date, want func(*entry) bool) []Value {
	var found []*entry
	for _, versions := range l.byKey {
		for _, e := range versions {
			if e.dates().InForce(on) && want(e) {
				found = append(found, e)
			}
		}
	}
	slices.SortFunc(found, func(a, b *entry) int { return strings.Compare(a.key(), b.key()) })
	return values(found)
}

func values(entries []*entry) []Value {
	vs := make([]Value, len(entries))
	for i, e := range entries {
		vs[i] = e.value()
	}
	return vs
}

// Find gives the version of a key in force on a date.
func (l *Library) Find(key string, on workday.Date) (Value, bool) {
	if e := l.version(key, on); e != nil {
		return e.value(), true
	}
	return Value{}, false
}

func (l *Library) version(key string, on workday.Date) *entry {
	for _, e := range l.byKey[key] {
		if e.dates().InForce(on) {
			return e
		}
	}
	return nil
}

// Change between two dates.
type Change struct {
	Key    string `json:"key"`
	Kind   string `json:"kind"` // added | ended | changed
	Before *Value `json:"before,omitempty"`
	After  *Value `json:"after,omitempty"`
}

// Diff lists what changed between two dates, sorted by key.
func (l *Library) Diff(a, b workday.Date) []Change {
	var changes []Change
	for key := range l.byKey {
		before, after := l.version(key, a), l.version(key, b)
		if before == after {
			continue
		}
		c := Change{Key: key, Kind: "changed"}
		if before == nil {
			c.Kind = "added"
		} else {
			c.Before = before.valuePtr()
		}
		if after == nil {
			c.Kind = "ended"
		} else {
			c.After = after.valuePtr()
		}
		changes = append(changes, c)
	}
	slices.SortFunc(changes, func(a, b Change) int { return strings.Compare(a.Key, b.Key) })
	return changes
}

func (e *entry) valuePtr() *Value { v := e.value(); return &v }

// Dependants lists every value in force on the date that rests on an instrument (any article when ref.Article is
// empty). Repealed says the instrument is no longer in force that day, so that each of them needs a new basis.
func (l *Library) Dependants(ref Ref, on workday.Date) (dependants []Value, repealed bool) {
	repealed = l.version("instrument:"+ref.Instrument, on) == nil
	return l.valuesOn(on, func(e *entry) bool { return e.restsOn(ref) }), repealed
}

// restsOn looks at the basis, wherever in the value it stands, and at the files of a list.
func (e *entry) restsOn(ref Ref) bool {
	if l, ok := e.rule.(*List); ok && ref.Article == "" && (l.Rules == ref.Instrument || l.Catalogue == ref.Instrument) {
		return true
	}
	return slices.ContainsFunc(e.refs, func(r placedRef) bool {
		return r.Instrument == ref.Instrument && (ref.Article == "" || r.Article == ref.Article)
	})
}

// Adrift lists the values in force on a date of which an instrument they rest on has ended, and which do not name the one
// that took its place, or of which no instrument is in force at all: somebody must give them a new basis.
func (l *Library) Adrift(on workday.Date) []Value {
	return l.valuesOn(on, func(e *entry) bool {
		held := len(e.refs) == 0
		for _, r := range e.refs {
			switch versions := l.byKey["instrument:"+r.Instrument]; {
			case l.version("instrument:"+r.Instrument, on) != nil:
				held = true
			case versions[0].from() <= on && !l.namesSuccessor(e, r.Instrument, on):
				return true
			}
		}
		return !held
	})
}

// namesSuccessor follows an instrument to what replaced it, and on, until one that is in force.
func (l *Library) namesSuccessor(e *entry, code string, on workday.Date) bool {
	for range len(l.instruments) { // a ring of replacements cannot hold us
		in, ok := l.Instrument(code)
		if !ok || in.ReplacedBy == "" {
			return false
		}
		code = in.ReplacedBy
		if l.version("instrument:"+code, on) != nil {
			return slices.ContainsFunc(e.refs, func(r placedRef) bool { return r.Instrument == code })
		}
	}
	return false
}

func byCodeThenFrom(a, b Instrument) int {
	return cmp.Or(strings.Compare(a.Code, b.Code), cmp.Compare(a.From, b.From))
}
