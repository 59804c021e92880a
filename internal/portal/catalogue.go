package portal

import (
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

type catalogueView struct {
	On    workday.Date
	Items []itemLine
}

type itemLine struct {
	law.Item
	Footing   footing
	Basis     []citation
	Retention ruled
}

func catalogue(v *visit) (sheet, error) {
	on, err := v.on()
	if err != nil {
		return sheet{}, err
	}
	view := catalogueView{On: on}
	for _, i := range v.Law.On(on).Items() {
		view.Items = append(view.Items, v.itemLine(i, on))
	}
	v.titled(v.T("catalogue.title"))
	return sheet{tmpl: "catalogue", data: view}, nil
}

func (v *visit) itemLine(i law.Item, on workday.Date) itemLine {
	l := itemLine{Item: i, Footing: v.footing("item:"+i.Code, i.Standing, on), Basis: v.cite(i.Basis, on)}
	l.Retention, _ = v.rule(limitKey(i.Retention), on)
	return l
}

// limitKey is the law key of a limit an item names.
func limitKey(key string) string {
	if key == "" {
		return ""
	}
	return "limit:" + key
}

type itemView struct {
	itemLine
	On       workday.Date
	Timely   ruled
	Periods  []ruled
	Severity []severityLine
}

// severityLine is a rule that gives a record of this item its severity.
type severityLine struct {
	law.SeverityRule
	Basis   []citation
	Footing footing
}

func cataloguePage(v *visit) (sheet, error) {
	on, err := v.on()
	if err != nil {
		return sheet{}, err
	}
	book := v.Law.On(on)
	i, ok := book.Item(v.r.PathValue("item"))
	if !ok {
		return sheet{}, v.missing("fault.no_item")
	}
	view := itemView{itemLine: v.itemLine(i, on), On: on}
	view.Timely, _ = v.rule(limitKey(i.Timely), on)
	for _, p := range book.Periods() {
		if p.Item == i.Code && p.List == "" {
			r, _ := v.rule("period:"+p.Code, on)
			view.Periods = append(view.Periods, r)
		}
	}
	for _, r := range book.SeverityRules() {
		if r.Item == i.Code {
			view.Severity = append(view.Severity, severityLine{r, v.cite(r.Basis, on), v.footing("severity:"+r.Code, r.Standing, on)})
		}
	}
	v.titled(v.Lang.Say(i.Name), v.T("catalogue.title"), "/catalogue")
	return sheet{tmpl: "item", data: view}, nil
}
