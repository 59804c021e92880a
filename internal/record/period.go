package record

import (
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// The period engine (F09-9). How days are counted, once for every kind of record:
//
// A period of m months that starts on a day D covers D and runs up to, not including, the corresponding day m months later
// (of a month that has no such day, its last day). So for three months from 3 August: 3 August to 2 November is the minimum,
// repair may be asked for from 3 November on. For a year from 3 August 2026: the last public day is 2 August 2027, and on
// 3 August 2027 the record is no longer shown. The subject never serves a day more than the months the rule names.
//
// A period that starts with publication starts on the day the record was first seen here, but at the latest on the day by
// which it should have been published: a department's lateness, or the loading of old files, does not lengthen what the
// subject serves.

// weigh judges severity and publicity of a record first seen on a day.
func (j *judge) weigh(f *finding, seen workday.Date) {
	r := &f.rec
	r.PublicFrom, r.RepairFrom, r.PublicUntil, r.Period = 0, 0, 0, ""
	if r.Publicity = j.item.Publicity; f.limited != "" {
		r.Publicity = f.limited
	}
	published := first(seen, j.latest(r, f.due))
	switch {
	case j.item.Periods == "severity":
		j.classify(r, seen)
		j.term(r, seen, published, f.stated)
	case j.item.Periods == "list", r.Class == law.Pledge && r.Adverse:
		j.term(r, seen, published, f.stated)
	case j.item.Periods == "validity":
		r.PublicFrom, r.PublicUntil = published, r.ValidUntil
	case !r.Adverse:
		r.PublicFrom = published
	}
	if (r.Adverse || r.Person) && r.PublicUntil == 0 {
		r.PublicFrom = 0 // nothing adverse, and nothing about a natural person, is shown without an end
	}
}

// classify finds the severity by the rule in force on the day that governs it. The sheets give no day of conduct, so a rule
// that conduct governs is found by the day of the decision. What the department itself wrote decides where no rule does.
func (j *judge) classify(r *Record, seen workday.Date) {
	act := law.Act{Item: r.Item, Kinds: r.Kinds, Fine: r.Fine, Person: r.Person}
	rule, ok := j.on(r.DecidedOn).Classify(act)
	if ok && rule.Governs == law.Filing {
		rule, ok = j.on(seen).Classify(act)
	}
	if ok {
		r.Severity, r.SeverityRule = rule.Severity, "severity:"+rule.Code
	}
}

// term finds the period and counts its days. The department's own earlier end counts, but not before the minimum.
func (j *judge) term(r *Record, seen, published, stated workday.Date) {
	p, ok := j.on(r.DecidedOn).Period(r.Item, r.List, r.Severity)
	if ok && p.Governs == law.Filing {
		p, ok = j.on(seen).Period(r.Item, r.List, r.Severity)
	}
	if !ok {
		return
	}
	r.Period = "period:" + p.Code
	start := r.DecidedOn
	if p.Starts == "published" {
		start = published
	}
	if p.Repairable {
		r.RepairFrom = start.AddMonths(p.Min)
	}
	if !p.Published {
		return
	}
	r.PublicFrom, r.PublicUntil = start, start.AddMonths(p.Max).AddDays(-1)
	if stated != 0 && stated < r.PublicUntil {
		r.PublicUntil = max(stated, start.AddMonths(p.Min).AddDays(-1))
	}
	if r.Class != law.Penalty {
		r.PublicUntil = first(r.PublicUntil, r.ValidUntil)
	}
}

// first is the earlier of two days; zero is no day.
func first(a, b workday.Date) workday.Date {
	if b != 0 && b < a {
		return b
	}
	return a
}
