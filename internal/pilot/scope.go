package pilot

import (
	"slices"
	"strings"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Scope is where a pilot is: places, and trades of firms.
type Scope struct {
	Regions    []string `json:"regions" minItems:"1" maxItems:"50" doc:"what codes of divisions begin with: 4601 is Haikou, 46YP a park"`
	Industries []string `json:"industries,omitempty" maxItems:"50" doc:"GB/T 4754 sections or divisions; none: all"`
}

// Holds says whether a firm is within the scope.
func (s *Scope) Holds(region, industry string) bool {
	return slices.ContainsFunc(s.Regions, func(p string) bool { return strings.HasPrefix(region, p) }) &&
		(len(s.Industries) == 0 || slices.ContainsFunc(s.Industries, law.Known{Industry: industry}.Is))
}

// overlaps says whether a firm could be within both. Trades that are no prefix of one another are taken to be apart only where both
// name them by section, or both by division: a section and a division may hold the same firm.
func (s *Scope) overlaps(o *Scope) bool {
	places := slices.ContainsFunc(s.Regions, func(a string) bool {
		return slices.ContainsFunc(o.Regions, func(b string) bool { return strings.HasPrefix(a, b) || strings.HasPrefix(b, a) })
	})
	return places && (len(s.Industries) == 0 || len(o.Industries) == 0 || slices.ContainsFunc(s.Industries, func(a string) bool {
		return slices.ContainsFunc(o.Industries, func(b string) bool { return a == b || isSection(a) != isSection(b) })
	}))
}

func isSection(industry string) bool { return len(industry) == 1 }

// State of a pilot on a day.
type State string

// The calendar alone moves a pilot on.
const (
	Proposed  State = "proposed"
	Lapsed    State = "lapsed" // nobody approved it before its first day was over
	Coming    State = "coming"
	On        State = "on"
	Ended     State = "ended"   // the evaluation is to come
	Overdue   State = "overdue" // it should have been evaluated
	Evaluated State = "evaluated"
)

// end is the last day of a pilot: that of its rules, or the day it was stopped.
func (p *row) end() workday.Date {
	if p.StoppedOn != nil && *p.StoppedOn < p.LastOn {
		return *p.StoppedOn
	}
	return p.LastOn
}

// on is the switch: it follows from the days and is never stored, so that nothing has to run for a pilot to end (（二十九）).
func (p *row) on(day workday.Date) bool {
	return p.ApprovedAt != nil && p.FirstOn <= day && day <= p.end()
}

func (p *row) state(today workday.Date) State {
	switch {
	case p.ApprovedAt == nil && today > p.FirstOn:
		return Lapsed
	case p.ApprovedAt == nil:
		return Proposed
	case today < p.FirstOn && p.StoppedOn == nil:
		return Coming
	case p.Evaluated:
		return Evaluated
	case p.on(today):
		return On
	case today > p.EvaluateBy:
		return Overdue
	}
	return Ended
}
