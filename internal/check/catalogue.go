package check

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// on opens the law of a day; empty is today. Any day may be asked for: what was in force, and what is announced.
func (d *Desk) on(s string) (*law.Book, error) {
	day, err := workday.Parse(s)
	if err != nil {
		return nil, badDate("on")
	}
	if day == 0 {
		day = workday.Of(d.now())
	}
	return d.lib.On(day), nil
}

// MatterView is a matter with its articles as cited and its history.
type MatterView struct {
	law.Matter
	Cited    []Citation `json:"cited"`
	Versions []Span     `json:"versions" doc:"every version there is, oldest first"`
}

// Span is when a version was in force.
type Span struct {
	Version string       `json:"version"`
	From    workday.Date `json:"from"`
	Until   workday.Date `json:"until,omitempty"`
}

// Matter shows the version of a matter in force on a day (F01-1).
func (d *Desk) Matter(book *law.Book, code string) (MatterView, error) {
	m, err := matterOn(d.lib, book, code)
	if err != nil {
		return MatterView{}, err
	}
	j := judgement{book: book}
	v := MatterView{Matter: m}
	v.Cited, _ = j.cite(m.Basis, m.Standing, nil, "")
	for _, each := range d.lib.Versions("matter:" + code) {
		if m, ok := each.Body.(law.Matter); ok {
			v.Versions = append(v.Versions, Span{m.Version, m.From, m.Until})
		}
	}
	return v, nil
}

// MatterDiff is what differs between a matter on two days.
type MatterDiff struct {
	Code    string      `json:"code"`
	From    *law.Matter `json:"from" doc:"null: not in force that day"`
	To      *law.Matter `json:"to" doc:"null: not in force that day"`
	Changed []string    `json:"changed" doc:"names of the fields that differ"`
}

// DiffMatter compares a matter on two days.
func (d *Desk) DiffMatter(code string, from, to *law.Book) (MatterDiff, error) {
	diff := MatterDiff{Code: code, Changed: []string{}}
	if m, ok := from.Matter(code); ok {
		diff.From = &m
	}
	if m, ok := to.Matter(code); ok {
		diff.To = &m
	}
	switch {
	case diff.From == nil && diff.To == nil:
		_, err := matterOn(d.lib, to, code)
		return diff, err
	case diff.From != nil && diff.To != nil:
		diff.Changed = changedFields(*diff.From, *diff.To)
	}
	return diff, nil
}

// changedFields names the top-level fields in which two versions differ, as the API spells them.
func changedFields(a, b law.Matter) []string {
	names := []string{}
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	for _, f := range reflect.VisibleFields(va.Type()) {
		if f.Anonymous {
			continue
		}
		if !reflect.DeepEqual(va.FieldByIndex(f.Index).Interface(), vb.FieldByIndex(f.Index).Interface()) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			names = append(names, name)
		}
	}
	return names
}

// MeasureView is a measure with its kind and what leads to it.
type MeasureView struct {
	law.Measure
	Group    string     `json:"group" doc:"only group I may block"`
	KindName law.Text2  `json:"kind_name"`
	Cited    []Citation `json:"cited"`
	Triggers []Trigger  `json:"triggers" doc:"the matters and facts that lead to it"`
}

// Trigger is a rule of a matter that leads to a measure.
type Trigger struct {
	Matter string   `json:"matter"`
	When   law.When `json:"when"`
	Must   bool     `json:"must"`
}

// Measures shows the catalogue of a day (F16-1).
func Measures(book *law.Book) []MeasureView {
	j := judgement{book: book}
	views := []MeasureView{}
	for _, m := range book.Measures() {
		v := MeasureView{Measure: m, Triggers: []Trigger{}}
		kind, _ := book.MeasureKind(m.Kind)
		v.Group, v.KindName = kind.Group, kind.Name
		v.Cited, _ = j.cite(m.Basis, m.Standing, nil, "")
		views = append(views, v)
	}
	for _, m := range book.Matters() {
		for _, r := range m.Rules {
			if i := slices.IndexFunc(views, func(v MeasureView) bool { return v.Code == r.Measure }); i >= 0 {
				views[i].Triggers = append(views[i].Triggers, Trigger{m.Code, r.When, r.Must})
			}
		}
	}
	return views
}

func unknownMeasure() error {
	return fault.New(fault.Missing, "check.unknown_measure", "措施清单在该日没有这个代码；全部见 /v1/measures。",
		"The catalogue of that day has no such measure; all are at /v1/measures.").At("code")
}

// Obligation says who must check for what, at which step (信用记录事项清单, F07-1).
type Obligation struct {
	Matter   Named      `json:"matter"`
	Field    string     `json:"field"`
	Body     law.Text2  `json:"body"`
	Step     law.Text2  `json:"step"`
	Subjects []string   `json:"subjects"`
	Cited    []Citation `json:"cited"`
}

// Obligations lists the matters that must be checked on a day.
func Obligations(book *law.Book) []Obligation {
	j := judgement{book: book}
	out := []Obligation{}
	for _, m := range book.Matters() {
		if m.MustCheck {
			cited, _ := j.cite(m.Basis, m.Standing, nil, "")
			out = append(out, Obligation{Named{m.Code, m.Name}, m.Field, m.Body, m.Step, m.Subjects, cited})
		}
	}
	return out
}

// Coverage compares what must be checked with what was.
type Coverage struct {
	From    workday.Date `json:"from"`
	To      workday.Date `json:"to"`
	Obliged int          `json:"obliged" doc:"matters that must be checked"`
	Checked int          `json:"checked" doc:"of them, those that really were"`
	Matters []Covered    `json:"matters"`
}

// Covered is one obliged matter.
type Covered struct {
	Matter Named        `json:"matter"`
	Body   law.Text2    `json:"body"`
	Calls  int64        `json:"calls"`
	Bodies int64        `json:"bodies" doc:"bodies that checked"`
	LastOn workday.Date `json:"last_on,omitempty"`
}

const coverageDays = 30

// Coverage reads the counters of the last thirty days; checks made for testing do not count.
func (d *Desk) Coverage(ctx context.Context) (Coverage, error) {
	today := workday.Of(d.now())
	c := Coverage{From: today.AddDays(1 - coverageDays), To: today, Matters: []Covered{}}
	counted, err := coveredBetween(ctx, d.db, c.From.AddDays(-1), c.To)
	if err != nil {
		return c, err
	}
	for _, o := range Obligations(d.lib.On(today)) {
		m := Covered{Matter: o.Matter, Body: o.Body}
		if i := slices.IndexFunc(counted, func(n covered) bool { return n.Matter == o.Matter.Code }); i >= 0 {
			m.Calls, m.Bodies, m.LastOn = counted[i].Calls, counted[i].Bodies, counted[i].LastOn
			c.Checked++
		}
		c.Matters = append(c.Matters, m)
	}
	c.Obliged = len(c.Matters)
	return c, nil
}

// Standing is what stood for or against an entity on a day, as far as the public may know today.
type Standing struct {
	Entity  string          `json:"entity"`
	On      workday.Date    `json:"on"`
	Edition string          `json:"law_edition"`
	Facts   []standing.Fact `json:"facts"`
	Note    law.Text2       `json:"note"`
}

var standingNote = law.Text2{
	ZH: "只列今天仍可公示的信息；无记录不等于不良，也不等于良好评价。",
	EN: "Only what may still be public today is listed; no record is neither bad nor good.",
}

// Standing answers what stood on a day (F20-3). The question may be about the past, but what has lawfully ceased to be
// public is not told again by asking so. Natural persons are not answered for.
func (d *Desk) Standing(ctx context.Context, id string, book *law.Book) (Standing, error) {
	code, _, err := ident.ParseUSCC(id)
	if err != nil {
		return Standing{}, err // natural persons have no such code: they are not answered for
	}
	return d.standing(ctx, string(code), book, true)
}

// standing is what stands for or against an entity; to the public only what is public.
func (d *Desk) standing(ctx context.Context, id string, book *law.Book, toPublic bool) (Standing, error) {
	s := Standing{Entity: id, On: book.Date, Edition: book.Edition, Facts: []standing.Fact{}, Note: standingNote}
	if toPublic { // who asks about themselves is known, with or without a record
		if _, err := registry.Find(ctx, d.db, id); err != nil {
			return s, err
		}
	}
	records, err := record.Of(ctx, d.db, id, time.Time{})
	if err != nil {
		return s, err
	}
	public := map[string]bool{}
	today := workday.Of(d.now())
	for _, r := range records {
		public[r.ID] = r.StatusOn(today) == record.StatusPublic
	}
	facts, err := standing.Of(ctx, d.db, id)
	if err != nil {
		return s, err
	}
	for _, f := range inOrder(facts) {
		if stood, _ := f.StandsOn(book.Date); stood && (public[f.ID] || !toPublic) {
			s.Facts = append(s.Facts, f)
		}
	}
	return s, nil
}
