package portal

import (
	"slices"

	"xinheng/internal/caselib"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// matrix says which measures follow from which list, and at which matters: list × measure, read from the rules of the
// matters. A measure that no matter names follows from nothing.
type matrix struct {
	Lists    []law.List
	Measures []law.Measure
	cells    map[[2]string]*cell // list, measure
}

// cell is what one list leads to through one measure.
type cell struct {
	Measure law.Measure
	Must    bool
	Matters []named
}

func (v *visit) matrix(book *law.Book) *matrix {
	m := &matrix{cells: map[[2]string]*cell{}}
	for _, l := range book.Lists() {
		if l.Kind != "credit" {
			m.Lists = append(m.Lists, l)
		}
	}
	for _, matter := range book.Matters() {
		for _, r := range matter.Rules {
			m.fill(book, matter, r)
		}
	}
	for _, one := range book.Measures() {
		used := func(l law.List) bool { return m.cells[[2]string{l.Code, one.Code}] != nil }
		if slices.ContainsFunc(m.Lists, used) {
			m.Measures = append(m.Measures, one)
		}
	}
	m.Lists = slices.DeleteFunc(m.Lists, func(l law.List) bool { return len(m.Of(l.Code)) == 0 })
	return m
}

func (m *matrix) fill(book *law.Book, matter law.Matter, r law.Rule) {
	measure, ok := book.Measure(r.Measure)
	if !ok || r.When.List == "" {
		return
	}
	for _, l := range m.Lists {
		if r.When.List != l.Code && (r.When.List != "*" || l.Kind != serious) {
			continue
		}
		key := [2]string{l.Code, measure.Code}
		if m.cells[key] == nil {
			m.cells[key] = &cell{Measure: measure}
		}
		c := m.cells[key]
		c.Must = c.Must || r.Must
		if one := (named{matter.Code, matter.Name}); !slices.Contains(c.Matters, one) {
			c.Matters = append(c.Matters, one)
		}
	}
}

// Row is a measure's cells, one for each list, nil where nothing follows.
func (m *matrix) Row(measure string) []*cell {
	out := make([]*cell, len(m.Lists))
	for i, l := range m.Lists {
		out[i] = m.cells[[2]string{l.Code, measure}]
	}
	return out
}

// Of is what follows from one list.
func (m *matrix) Of(list string) []cell {
	var out []cell
	for _, one := range m.Measures {
		if c := m.cells[[2]string{list, one.Code}]; c != nil {
			out = append(out, *c)
		}
	}
	return out
}

type measuresView struct {
	On     workday.Date
	Groups []measureGroup
	Matrix *matrix
}

// measureGroup is one of the three groups of the national list; only the first may block.
type measureGroup struct {
	Group string
	Kinds []measureKind
}

type measureKind struct {
	law.MeasureKind
	Footing  footing
	Measures []law.Measure
}

func measures(v *visit) (sheet, error) {
	on, err := v.on()
	if err != nil {
		return sheet{}, err
	}
	book := v.Law.On(on)
	view := measuresView{On: on, Matrix: v.matrix(book)}
	for _, g := range []string{"I", "II", "III"} {
		group := measureGroup{Group: g}
		for _, k := range book.MeasureKinds() {
			if k.Group != g {
				continue
			}
			kind := measureKind{MeasureKind: k, Footing: v.footing("kind:"+k.Code, k.Standing, on)}
			for _, m := range book.Measures() {
				if m.Kind == k.Code {
					kind.Measures = append(kind.Measures, m)
				}
			}
			group.Kinds = append(group.Kinds, kind)
		}
		view.Groups = append(view.Groups, group)
	}
	v.titled(v.T("measures.title"))
	return sheet{tmpl: "measures", data: view}, nil
}

type measureView struct {
	law.Measure
	On      workday.Date
	Kind    law.MeasureKind
	Footing footing
	Basis   []citation
	Lists   []listCell
	Matters []named
	Studies []caselib.Public
	Longest string // the longest it may last, in words
}

type listCell struct {
	List law.List
	cell
}

func measurePage(v *visit) (sheet, error) {
	on, err := v.on()
	if err != nil {
		return sheet{}, err
	}
	book := v.Law.On(on)
	m, ok := book.Measure(v.r.PathValue("code"))
	if !ok {
		return sheet{}, v.missing("fault.no_measure")
	}
	view := measureView{Measure: m, On: on, Footing: v.footing("measure:"+m.Code, m.Standing, on), Basis: v.cite(m.Basis, on), Longest: v.months(m.MaxMonths)}
	if view.Studies, err = v.studiesOf(view.Basis); err != nil {
		return sheet{}, err
	}
	view.Kind, _ = book.MeasureKind(m.Kind)
	mx := v.matrix(book)
	for i, c := range mx.Row(m.Code) {
		if c != nil {
			view.Lists = append(view.Lists, listCell{mx.Lists[i], *c})
		}
	}
	for _, matter := range book.Matters() {
		if slices.ContainsFunc(matter.Rules, func(r law.Rule) bool { return r.Measure == m.Code }) {
			view.Matters = append(view.Matters, named{matter.Code, matter.Name})
		}
	}
	v.titled(v.Lang.Say(m.Name), v.T("measures.title"), "/measures")
	return sheet{tmpl: "measure", data: view}, nil
}
