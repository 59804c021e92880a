package portal

import (
	"slices"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// levels is the order of instruments: what binds more stands first.
var levels = []string{
	"law", "administrative_regulation", "local_regulation", "judicial_interpretation", "department_rule", "central_document", "document", "standard", "model",
}

type libraryView struct {
	On     workday.Date
	Levels []level
	Kinds  []kindCount
	Total  int
	Adrift []ruled // rules of which some instrument is repealed
}

type level struct {
	Level       string
	Instruments []instrumentLine
}

type instrumentLine struct {
	law.Instrument
	Repealed bool
	Future   bool
	Rests    int // rules in force that rest on it
}

// kindCount is how many rules of a kind are in force.
type kindCount struct {
	Kind    string
	N       int
	Assumed int
}

// ruleKinds is the order of kinds of rule.
var ruleKinds = []string{"item", "severity", "period", "list", "kind", "measure", "incentive", "matter", "exclusion", "proof", "undertaking", "limit",
	"method", "repair", "ground", "outcome", "freeze", "misconduct", "recognition", "verification", "verification_outcome", "course", "report_class", "report_recognition", "domain", "supervised", "adapter", "template", "calendar", "region"}

// library lists every instrument and what rests on it; one that is repealed and still carries rules stands out (F20-1).
func library(v *visit) (sheet, error) {
	on, err := v.on()
	if err != nil {
		return sheet{}, err
	}
	view := libraryView{On: on}
	inForce := v.Law.Values(on)
	for _, k := range ruleKinds {
		c := kindCount{Kind: k}
		for _, val := range inForce {
			if kindOf(val.Key) == k {
				c.N++
				if val.Standing == law.Assumed {
					c.Assumed++
				}
			}
		}
		view.Total += c.N
		view.Kinds = append(view.Kinds, c)
	}
	for _, val := range v.Law.Adrift(on) {
		view.Adrift = append(view.Adrift, v.ruled(val, on))
	}
	view.Levels = v.byLevel(restsOn(inForce), on)
	v.titled(v.T("law.title"))
	return sheet{tmpl: "library", data: view}, nil
}

// restsOn counts the rules that rest on each instrument.
func restsOn(values []law.Value) map[string]int {
	n := map[string]int{}
	for _, val := range values {
		var seen []string
		for _, r := range val.Basis {
			if !slices.Contains(seen, r.Instrument) {
				n[r.Instrument]++
				seen = append(seen, r.Instrument)
			}
		}
	}
	return n
}

func (v *visit) byLevel(rests map[string]int, on workday.Date) []level {
	var out []level
	for _, i := range v.newestInstruments(on) {
		at := slices.IndexFunc(out, func(l level) bool { return l.Level == i.Level })
		if at < 0 {
			at = len(out)
			out = append(out, level{Level: i.Level})
		}
		out[at].Instruments = append(out[at].Instruments, instrumentLine{Instrument: i, Repealed: i.Until != 0 && i.Until < on, Future: i.From > on, Rests: rests[i.Code]})
	}
	slices.SortStableFunc(out, func(a, b level) int { return rank(a.Level) - rank(b.Level) })
	for _, l := range out {
		slices.SortStableFunc(l.Instruments, func(a, b instrumentLine) int { return b.Rests - a.Rests })
	}
	return out
}

func rank(level string) int {
	if at := slices.Index(levels, level); at >= 0 {
		return at
	}
	return len(levels)
}

// newestInstruments is one version of each instrument: the one in force on the day, else the newest.
func (v *visit) newestInstruments(on workday.Date) []law.Instrument {
	var out []law.Instrument
	for _, i := range v.Law.Instruments() {
		at := slices.IndexFunc(out, func(o law.Instrument) bool { return o.Code == i.Code })
		switch {
		case at < 0:
			out = append(out, i)
		case i.InForce(on) || !out[at].InForce(on) && i.From > out[at].From:
			out[at] = i
		}
	}
	return out
}

// instrumentView is one instrument with everything that rests on it.
type instrumentView struct {
	law.Instrument
	On       workday.Date
	Article  string
	Repealed bool
	Future   bool
	Footing  footing
	Basis    []citation
	Next     *citation // what replaced it
	Before   []law.Instrument
	Groups   []valueGroup
	Count    int
}

type valueGroup struct {
	Kind   string
	Values []ruled
}

func instrumentPage(v *visit) (sheet, error) {
	on, err := v.on()
	if err != nil {
		return sheet{}, err
	}
	code := v.r.PathValue("instrument")
	all := v.newestInstruments(on)
	at := slices.IndexFunc(all, func(i law.Instrument) bool { return i.Code == code })
	if at < 0 {
		return sheet{}, v.missing("fault.no_instrument")
	}
	i := all[at]
	view := instrumentView{Instrument: i, On: on, Article: v.frame.Query.Get("article"), Future: i.From > on}
	view.Footing = v.footing("instrument:"+i.Code, i.Standing, on)
	view.Basis = v.cite(i.Basis, on)
	if i.ReplacedBy != "" {
		view.Next = &v.cite([]law.Ref{{Instrument: i.ReplacedBy}}, on)[0]
	}
	for _, o := range v.Law.Instruments() {
		if o.ReplacedBy == i.Code {
			view.Before = append(view.Before, o)
		}
	}
	dependants, repealed := v.Law.Dependants(law.Ref{Instrument: code, Article: view.Article}, on)
	view.Repealed = repealed && !view.Future
	view.Groups, view.Count = v.grouped(dependants, on), len(dependants)
	v.titled(v.Lang.Say(i.Title), v.T("law.title"), "/law")
	return sheet{tmpl: "instrument", data: view}, nil
}

// grouped sorts rules by kind, in the order of kinds.
func (v *visit) grouped(values []law.Value, on workday.Date) []valueGroup {
	var out []valueGroup
	for _, k := range append(slices.Clone(ruleKinds), "instrument") {
		g := valueGroup{Kind: k}
		for _, val := range values {
			if kindOf(val.Key) == k {
				g.Values = append(g.Values, v.ruled(val, on))
			}
		}
		if len(g.Values) > 0 {
			out = append(out, g)
		}
	}
	return out
}
