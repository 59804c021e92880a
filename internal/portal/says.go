package portal

import (
	"strings"

	"xinheng/internal/law"
	"xinheng/internal/page"
)

// says puts the typed body of a rule into words, property by property.
func (v *visit) says(val law.Value) []saying {
	switch kindOf(val.Key) {
	case "limit":
		if l, ok := body[law.Limit](val); ok {
			return []saying{{Key: "says.limit", Text: v.quantity(l.N, l.Unit)}}
		}
	case "period":
		if p, ok := body[law.Period](val); ok {
			return v.saysPeriod(p)
		}
	case "severity":
		if r, ok := body[law.SeverityRule](val); ok {
			return v.saysSeverity(r)
		}
	case "list":
		if l, ok := body[law.List](val); ok {
			return []saying{{Key: "list.grounds", Both: l.Grounds}, {Key: "list.removal", Both: l.Removal}, {Key: "list.remedies", Both: l.Remedies}, {Key: "list.authority", Both: l.Authority}}
		}
	case "measure":
		if m, ok := body[law.Measure](val); ok {
			return []saying{{Key: "measure.effect", Text: v.T("effect." + string(m.Automation))}, {Key: "measure.scope", Both: m.Scope}, {Key: "measure.body", Both: m.Body},
				{Key: "measure.related", Both: m.Related}, {Key: "measure.max", Text: v.months(m.MaxMonths)}}
		}
	case "kind":
		if k, ok := body[law.MeasureKind](val); ok {
			return []saying{{Key: "measure.group", Text: v.T("group." + k.Group)}}
		}
	case "incentive":
		if i, ok := body[law.Incentive](val); ok {
			return []saying{{Key: "measure.body", Both: i.Body}}
		}
	case "template", "method", "repair", "ground", "outcome", "freeze", "exclusion", "proof", "undertaking", "recognition", "course", "verification", "verification_outcome", "report_class", "report_recognition", "domain", "supervised", "adapter":
		return []saying{{Key: "lawkind." + kindOf(val.Key), Both: val.Says()}}
	case "misconduct":
		if m, ok := body[law.Misconduct](val); ok {
			return v.saysMisconduct(m)
		}
	case "matter":
		if m, ok := body[law.Matter](val); ok {
			return []saying{{Key: "matter.mode", Text: v.T("mode." + string(m.Mode))}, {Key: "matter.body", Both: m.Body}, {Key: "matter.step", Both: m.Step}, {Key: "matter.exclusion", Both: m.Exclusion}}
		}
	case "item":
		if i, ok := body[law.Item](val); ok {
			return []saying{{Key: "item.class", Text: v.T("class." + string(i.Class))}, {Key: "item.publicity", Text: v.T("publicity." + string(i.Publicity))}}
		}
	}
	return []saying{{Key: "says.limit", Both: val.Says()}}
}

// saysMisconduct is a row of the table of dishonest conduct: how grave it is, and all that may follow (F05-1).
func (v *visit) saysMisconduct(m law.Misconduct) []saying {
	out := []saying{{Key: "lawkind.misconduct", Text: v.T("severity." + string(m.Severity))}}
	for _, code := range m.Measures {
		if one, ok := v.book.Measure(code); ok {
			out = append(out, saying{Key: "misconduct.measures", Both: one.Name})
		}
	}
	for _, code := range m.Lists {
		out = append(out, saying{Key: "misconduct.lists", Both: v.listName(code)})
	}
	return out
}

func (v *visit) saysPeriod(p law.Period) []saying {
	out := []saying{{Key: "period.item", Both: v.itemName(p.Item)}}
	if p.List != "" {
		out = append(out, saying{Key: "period.list", Both: v.listName(p.List)})
	}
	if p.Severity != "" {
		out = append(out, saying{Key: "period.severity", Text: v.T("severity." + string(p.Severity))})
	}
	if !p.Published {
		return append(out, saying{Key: "period.published", Text: v.T("period.not_published")})
	}
	repair := "period.not_repairable"
	if p.Repairable {
		repair = "period.repairable"
	}
	return append(out, saying{Key: "period.min", Text: v.months(p.Min)}, saying{Key: "period.max", Text: v.months(p.Max)},
		saying{Key: "period.starts", Text: v.T("starts." + p.Starts)}, saying{Key: "period.repair", Text: v.T(repair)})
}

func (v *visit) saysSeverity(r law.SeverityRule) []saying {
	out := []saying{{Key: "period.item", Both: v.itemName(r.Item)}}
	if len(r.Kinds) > 0 {
		key := "severity.kinds"
		if r.OnlyKinds {
			key = "severity.only_kinds"
		}
		out = append(out, saying{Key: key, Text: strings.Join(r.Kinds, v.T("join"))})
	}
	if r.FineFrom > 0 {
		out = append(out, saying{Key: "severity.fine_from", Text: page.Money(v.Lang, r.FineFrom)})
	}
	if r.FineBelow > 0 {
		out = append(out, saying{Key: "severity.fine_below", Text: page.Money(v.Lang, r.FineBelow)})
	}
	if r.Person != nil {
		out = append(out, saying{Key: "severity.person", Text: v.T(map[bool]string{true: "severity.person.only", false: "severity.person.never"}[*r.Person])})
	}
	return append(out, saying{Key: "severity.gives", Text: v.T("severity." + string(r.Severity))})
}

// quantity writes a legal number with its unit.
func (v *visit) quantity(n int64, u law.Unit) string {
	switch u {
	case law.Fen:
		return page.Money(v.Lang, n)
	case law.Permille:
		return v.T("unit.permille", float64(n)/10)
	}
	return v.T("unit."+string(u), page.Number(n))
}

// months writes a span of months as people say it: 3 months, 1 year.
func (v *visit) months(n int) string {
	switch {
	case n == 0:
		return v.T("months.none")
	case n%12 == 0:
		return v.T("unit.year", page.Number(int64(n/12)))
	}
	return v.T("unit.month", page.Number(int64(n)))
}
