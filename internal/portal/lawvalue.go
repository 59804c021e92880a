package portal

import (
	"slices"

	"xinheng/internal/caselib"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

type valuesView struct {
	On     workday.Date
	Kind   string
	Kinds  []string
	Values []ruled
}

// lawValues lists the rules of a kind that are in force on a day.
func lawValues(v *visit) (sheet, error) {
	on, err := v.on()
	if err != nil {
		return sheet{}, err
	}
	view := valuesView{On: on, Kind: v.frame.Query.Get("kind"), Kinds: ruleKinds}
	if view.Kind == "" {
		view.Kind = "limit"
	}
	if !slices.Contains(ruleKinds, view.Kind) {
		return sheet{}, v.missing("fault.no_kind")
	}
	for _, val := range v.Law.Values(on) {
		if kindOf(val.Key) == view.Kind {
			view.Values = append(view.Values, v.ruled(val, on))
		}
	}
	v.titled(v.T("lawkind."+view.Kind), v.T("law.title"), "/law")
	return sheet{tmpl: "values", data: view}, nil
}

// valueView answers "what does this rule say on that day, since when, on what" (F20-1, F20-3).
type valueView struct {
	ruled
	On       workday.Date
	Kind     string
	InForce  bool
	Says     []saying
	Page     string // the page that shows this rule in full, if there is one
	Versions []law.Value
	Users    []valueGroup // the rules that make use of it
	Studies  []caselib.Public
	Repealed bool // it rests only on instruments that are no longer in force
}

// saying is one property of a rule in words.
type saying struct {
	Key   string // text key of its name
	Text  string
	Both  law.Text2
	Links []citation
}

func lawValue(v *visit) (sheet, error) {
	on, err := v.on()
	if err != nil {
		return sheet{}, err
	}
	key := v.r.PathValue("key")
	versions := v.Law.Versions(key)
	if len(versions) == 0 {
		return sheet{}, v.missing("fault.no_value")
	}
	view := valueView{On: on, Kind: kindOf(key), Versions: slices.Clone(versions)}
	slices.Reverse(view.Versions)
	view.ruled, view.InForce = v.rule(key, on)
	if !view.InForce {
		view.ruled = v.ruled(view.Versions[0], on)
	}
	view.Says = v.says(view.Value)
	if view.Studies, err = v.studiesOf(view.Basis); err != nil {
		return sheet{}, err
	}
	view.Users = v.grouped(v.Law.Users(key, on), on)
	view.Page = pageOf(key)
	view.Repealed = len(view.Basis) > 0 && !slices.ContainsFunc(view.Basis, func(c citation) bool { return !c.Repealed })
	crumbs := []string{v.T("law.title"), "/law"}
	if view.Kind != "instrument" {
		crumbs = append(crumbs, v.T("lawkind."+view.Kind), "/law/values?kind="+view.Kind)
	}
	v.titled(v.Lang.Say(view.Title), crumbs...)
	return sheet{tmpl: "value", data: view}, nil
}

// pageOf is where a rule has a page of its own.
func pageOf(key string) string {
	base, ok := map[string]string{"list": "/lists/", "measure": "/measures/", "matter": "/matters/", "item": "/catalogue/", "domain": "/catalogue/libraries/", "instrument": "/law/"}[kindOf(key)]
	if !ok {
		return ""
	}
	return base + key[len(kindOf(key))+1:]
}

type diffView struct {
	From, To workday.Date
	Changes  []change
}

// change is a change of a rule with its name as people would say it.
type change struct {
	law.Change
	Title law.Text2
}

// lawDiff shows what changed between two days.
func lawDiff(v *visit) (sheet, error) {
	to, err := v.date("to", v.today)
	if err != nil {
		return sheet{}, err
	}
	from, err := v.date("from", to.AddMonths(-12))
	if err != nil {
		return sheet{}, err
	}
	if from > to {
		from, to = to, from
	}
	v.titled(v.T("diff.title"), v.T("law.title"), "/law")
	view := diffView{From: from, To: to}
	for _, c := range v.Law.Diff(from, to) {
		newest := c.After
		if newest == nil {
			newest = c.Before
		}
		view.Changes = append(view.Changes, change{c, newest.Title})
	}
	return sheet{tmpl: "diff", data: view}, nil
}
