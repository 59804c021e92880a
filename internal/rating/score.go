package rating

import (
	"slices"
	"strings"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Result is what a model says of a subject on a day. Whoever has nothing to be evaluated by is not rated: no points, no grade.
type Result struct {
	Rated  bool   `json:"rated" doc:"false: not evaluated, which says nothing against anybody"`
	Why    string `json:"why,omitempty" enum:"no_data,out_of_scope" doc:"why it is not evaluated"`
	Points int64  `json:"points" doc:"of a model of points"`
	Grade  string `json:"grade,omitempty"`
	Capped string `json:"capped,omitempty" doc:"the record of an evaluation made elsewhere that bounds the grade"`
	Lines  []Line `json:"lines" doc:"by indicator, in the order of the model"`
}

// Line is what one indicator comes to.
type Line struct {
	Indicator string `json:"indicator"`
	Points    int64  `json:"points"`
	Bounded   bool   `json:"bounded,omitempty" doc:"its weight bounds what its records would add up to"`
	Uses      []Use  `json:"uses"`
}

// Use is one record an indicator used, with the points it brings by itself.
type Use struct {
	Record   string `json:"record"`
	Points   int64  `json:"points"`
	Permille int64  `json:"permille" doc:"what age has left of its points"`
}

// Why somebody is not rated.
const (
	noData     = "no_data"
	outOfScope = "out_of_scope"
)

const whole = 1000 // permille

// Score evaluates: pure, in whole points. The lines are how it is computed, not a story told afterwards.
func Score(m *law.RatingModel, s Subject, counting []Input, on workday.Date) Result {
	switch {
	case !inScope(m, s):
		return Result{Why: outOfScope}
	case len(counting) == 0:
		return Result{Why: noData}
	case m.Kind == law.Imported:
		return takenOver(m, counting)
	}
	r, used := Result{Points: m.Base, Lines: make([]Line, len(m.Indicators))}, 0
	for i := range m.Indicators {
		l := lineOf(&m.Indicators[i], counting, on)
		r.Lines[i] = l
		r.Points += l.Points
		used += len(l.Uses)
	}
	if used == 0 {
		return Result{Why: noData}
	}
	r.Rated, r.Points = true, min(max(r.Points, m.Lowest), m.Highest)
	r.Grade = band(m, r.Points)
	r.cap(m, counting)
	return r
}

// inScope: kinds of entity and industries a model names; nothing named is everybody.
func inScope(m *law.RatingModel, s Subject) bool {
	if len(m.Kinds) > 0 && !slices.Contains(m.Kinds, s.Kind) {
		return false
	}
	return len(m.Industries) == 0 || slices.ContainsFunc(m.Industries, law.Known{Industry: s.Industry}.Is)
}

// takenOver is the newest grade of the item the model takes over.
func takenOver(m *law.RatingModel, counting []Input) Result {
	in := newest(counting, func(in *Input) bool { return in.Kind == "rating" && in.Item == m.Item })
	if in == nil {
		return Result{Why: noData}
	}
	return Result{Rated: true, Grade: in.Grade, Lines: []Line{{Indicator: m.Item, Uses: []Use{{Record: in.ID, Permille: whole}}}}}
}

func lineOf(x *law.Indicator, counting []Input, on workday.Date) (l Line) {
	l.Indicator, l.Uses = x.Code, []Use{}
	switch x.Rule {
	case "grade", "steps":
		if in := newest(counting, func(in *Input) bool { return counts(x, in) }); in != nil {
			l.Points = pointsFor(x, in)
			l.Uses = []Use{{in.ID, l.Points, whole}}
		}
	default:
		for i := range counting {
			if in := &counting[i]; counts(x, in) {
				left := left(x, in, on)
				l.Uses = append(l.Uses, Use{in.ID, x.Points * left / whole, left})
			}
		}
		l.Points = together(x, l.Uses)
	}
	if most := max(l.Points, -l.Points); most > x.Most {
		l.Bounded = true
		l.Points = l.Points / most * x.Most
	}
	return l
}

// together: each adds up; any takes the record that weighs most.
func together(x *law.Indicator, uses []Use) (points int64) {
	for _, u := range uses {
		switch {
		case x.Rule == "each":
			points += u.Points
		case max(u.Points, -u.Points) > max(points, -points):
			points = u.Points
		}
	}
	return points
}

// counts says whether an indicator counts an input.
func counts(x *law.Indicator, in *Input) bool {
	return x.Counts == in.Kind && x.Field == in.Field && among(x.Items, in.Item) && among(x.Lists, in.List) && among(x.Severities, in.Severity) &&
		(len(x.Domains) == 0 || slices.ContainsFunc(x.Domains, func(d string) bool { return in.Domain == d || strings.HasPrefix(in.Domain, d+".") }))
}

func among[T comparable](some []T, v T) bool { return len(some) == 0 || slices.Contains(some, v) }

// left is what age has left of the points of an input, in permille.
func left(x *law.Indicator, in *Input, on workday.Date) int64 {
	left := int64(whole)
	for _, f := range x.Fades {
		if on >= in.From.AddMonths(f.Months) {
			left = f.Permille
		}
	}
	return left
}

func pointsFor(x *law.Indicator, in *Input) (points int64) {
	for _, g := range x.Grades {
		if g.Grade == in.Grade {
			return g.Points
		}
	}
	for _, s := range x.Steps {
		if in.Value >= s.From {
			points = s.Points
		}
	}
	return points
}

// newest is the input that began last; of two of one day, the one whose id is greater, so that the choice is nobody's.
func newest(counting []Input, of func(*Input) bool) (found *Input) {
	for i := range counting {
		if in := &counting[i]; of(in) && (found == nil || in.From > found.From || in.From == found.From && in.ID > found.ID) {
			found = in
		}
	}
	return found
}

func band(m *law.RatingModel, points int64) string {
	for _, b := range m.Bands {
		if points >= b.From {
			return b.Grade
		}
	}
	return ""
}

// cap bounds the grade by what was evaluated elsewhere.
func (r *Result) cap(m *law.RatingModel, counting []Input) {
	place := func(grade string) int {
		return slices.IndexFunc(m.Bands, func(b law.RatingBand) bool { return b.Grade == grade })
	}
	for _, c := range m.Caps {
		in := newest(counting, func(in *Input) bool { return in.Kind == "rating" && in.Item == c.Item })
		if in != nil && slices.Contains(c.Grades, in.Grade) && place(r.Grade) < place(c.Best) {
			r.Grade, r.Capped = c.Best, in.ID
		}
	}
}
