package portal

import (
	"slices"

	"xinheng/internal/caselib"
	"xinheng/internal/law"
	"xinheng/internal/page"
	"xinheng/internal/workday"
)

type mattersView struct {
	On     workday.Date
	Modes  []modeShare
	Fields []matterField
}

type matterField struct {
	Field   string
	Matters []law.Matter
}

func matters(v *visit) (sheet, error) {
	on, err := v.on()
	if err != nil {
		return sheet{}, err
	}
	all := v.Law.On(on).Matters()
	view := mattersView{On: on, Modes: shares(all, func(m law.Matter) law.Mode { return m.Mode })}
	for _, m := range all {
		at := slices.IndexFunc(view.Fields, func(f matterField) bool { return f.Field == m.Field })
		if at < 0 {
			at = len(view.Fields)
			view.Fields = append(view.Fields, matterField{Field: m.Field})
		}
		view.Fields[at].Matters = append(view.Fields[at].Matters, m)
	}
	v.titled(v.T("matters.title"))
	return sheet{tmpl: "matters", data: view}, nil
}

// matterView is one matter on a day: by which mode it is decided, and what each rule makes follow.
type matterView struct {
	law.Matter
	On       workday.Date
	Footing  footing
	Basis    []citation
	Rules    []ruleLine
	Versions []law.Value
	Courses  []law.Course
	Studies  []caselib.Public
}

// ruleLine is a rule of a matter in words.
type ruleLine struct {
	When    []whenPart
	Code    string
	Name    law.Text2
	Effect  law.Effect
	Measure bool
	Must    bool
	Next    law.Text2
	Basis   []citation
	Footing footing
}

// whenPart is a piece of a condition: words, with a list to link to where there is one.
type whenPart struct {
	Text string
	List string
}

func matterPage(v *visit) (sheet, error) {
	on, err := v.on()
	if err != nil {
		return sheet{}, err
	}
	book := v.Law.On(on)
	code := v.r.PathValue("code")
	m, ok := book.Matter(code)
	versions := v.Law.Versions("matter:" + code)
	if !ok && len(versions) == 0 {
		return sheet{}, v.missing("fault.no_matter")
	}
	if !ok {
		return sheet{}, v.missing("fault.no_matter_then")
	}
	view := matterView{Matter: m, On: on, Footing: v.footing("matter:"+code, m.Standing, on), Basis: v.cite(m.Basis, on), Versions: versions, Courses: book.CoursesFor(m.Code)}
	for _, r := range m.Rules {
		view.Rules = append(view.Rules, v.ruleLine(book, m, r, on))
	}
	cites := slices.Clone(view.Basis)
	for _, r := range view.Rules {
		cites = append(cites, r.Basis...)
	}
	if view.Studies, err = v.studiesOf(cites); err != nil {
		return sheet{}, err
	}
	v.titled(v.Lang.Say(m.Name), v.T("matters.title"), "/matters")
	return sheet{tmpl: "matter", data: view}, nil
}

func (v *visit) ruleLine(book *law.Book, m law.Matter, r law.Rule, on workday.Date) ruleLine {
	l := ruleLine{When: v.when(book, r.When), Must: r.Must, Next: r.Next, Basis: v.cite(r.Basis, on), Footing: v.footing("matter:"+m.Code, r.Standing, on)}
	if one, ok := book.Measure(r.Measure); ok {
		l.Code, l.Name, l.Effect, l.Measure = one.Code, one.Name, one.Automation, true
	}
	if one, ok := book.Incentive(r.Incentive); ok {
		l.Code, l.Name, l.Effect = one.Code, one.Name, law.Benefit
	}
	return l
}

// when says a rule's condition in words.
func (v *visit) when(book *law.Book, w law.When) []whenPart {
	var out []whenPart
	say := func(s string) { out = append(out, whenPart{Text: s}) }
	switch {
	case w.List == "*":
		say(v.T("when.any_list"))
	case w.List != "":
		out = append(out, whenPart{Text: v.T("when.list", v.Lang.Say(v.listName(w.List))), List: w.List})
	case w.Item != "":
		say(v.T("when.item", v.Lang.Say(v.itemName(w.Item))))
	case w.Rating != "":
		say(v.T("when.rating", v.Lang.Say(v.itemName(w.Rating))))
	case w.Ban != "":
		say(v.T("when.ban." + w.Ban))
	}
	for _, s := range w.Severity {
		say(v.T("severity." + string(s)))
	}
	for _, g := range w.Grades {
		say(v.T("when.grade", g))
	}
	for _, d := range w.Domains {
		say(v.T("when.domain", v.domain(d)))
	}
	return out
}

// domain is a field of supervision in words.
func (v *visit) domain(code string) string { return wordOf(v.Catalogue, "domain."+code, code) }

// wordOf is a text for a code of the law data; a code the texts do not know yet is shown as it is.
func wordOf(c *page.Catalogue, key, code string) string {
	if c.Has(key) {
		return c.T(key)
	}
	return code
}
