package standing

import (
	"slices"
	"strings"

	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// FactOf judges what fact, if any, a record makes. Pure: the law and the record decide. An adverse record without a basis
// or without an end is refused: what is returned then counts on no day, says why, and ok is false.
func FactOf(r record.Record, lib *law.Library) (f Fact, ok bool) {
	kind, ok := kindOf(r)
	if !ok {
		return Fact{}, false
	}
	f = Fact{
		EntityID: r.EntityID, ID: r.ID, Version: r.Version, Kind: kind, Item: r.Item, List: r.List, Grade: r.Grade,
		Domain: r.Domain, Severity: r.Severity, Title: r.Title, Authority: r.Authority, DocumentNo: r.DocumentNo,
		BasisText: r.Basis, RepairFrom: r.RepairFrom, Adverse: r.Adverse,
	}
	g := govern(r, lib)
	if kind == Banned {
		f.Ban, f.Industry = banOf(r, g.item)
	}
	g.ground(&f, r)
	f.From, f.Until = g.span(r, f.Adverse)
	switch {
	case f.Adverse && len(f.Basis) == 0:
		f.EndedBy, f.EndedOn = NoBasis, f.From
	case f.Adverse && f.Until == 0:
		f.EndedBy, f.EndedOn = NoEnd, f.From
	case r.State != record.Effective:
		f.EndedBy, f.EndedOn = string(r.State), first(r.StateOn, f.From)
	}
	return f, f.EndedBy != NoBasis && f.EndedBy != NoEnd
}

// kindOf: licences, contracts and kept commitments make no fact; nor does an amendment, which acts on another record.
func kindOf(r record.Record) (FactKind, bool) {
	switch r.Class {
	case law.ListEntry:
		return OnList, true
	case law.Penalty:
		return Penalised, true
	case law.Abnormal:
		return AbnormalIs, true
	case law.Enforcement:
		return Enforced, true
	case law.Ban:
		return Banned, true
	case law.Rating:
		return Rated, true
	case law.Honour:
		return Honoured, true
	case law.Pledge:
		return BrokenPledge, r.Adverse
	}
	return "", false
}

// banOf reads what a ban keeps its subject from: one industry, or the whole market.
func banOf(r record.Record, item law.Item) (ban, industry string) {
	industry = item.ValueOf(r.Content, "industry")
	if strings.Contains(item.ValueOf(r.Content, "ban_kind"), "market") || industry == "" {
		return "market", ""
	}
	return "industry", industry
}

// rules are what governs one record: the catalogue and the lists of the day it was reported, the period and the severity
// rule of the day it was decided, unless a rule says that the day of filing selects it.
type rules struct {
	item     law.Item
	list     law.List
	listed   bool
	period   law.Period
	limited  bool
	severity law.SeverityRule
	graded   bool
	province law.Recognition
	foreign  bool // it was determined in another province that is recognised
}

func govern(r record.Record, lib *law.Library) (g rules) {
	decided, filed := lib.On(r.DecidedOn), lib.On(workday.Of(r.SeenAt))
	g.item, _ = filed.Item(r.Item)
	if r.List != "" {
		g.list, g.listed = filed.List(r.List)
		g.province, g.foreign = filed.RecognisedBy(r.List)
	}
	g.period, g.limited = decided.Period(r.Item, r.List, r.Severity)
	if g.limited && g.period.Governs == law.Filing {
		g.period, g.limited = filed.Period(r.Item, r.List, r.Severity)
	}
	for _, book := range []*law.Book{filed, decided} {
		for _, s := range book.SeverityRules() {
			if r.SeverityRule == "severity:"+s.Code {
				g.severity, g.graded = s, true
			}
		}
	}
	return g
}

// ground gathers what the fact rests on, and how sure the weakest of it is.
func (g rules) ground(f *Fact, r record.Record) {
	f.Standing = law.Text
	on := func(key string, d law.Dated) {
		f.LawKeys = append(f.LawKeys, key)
		if d.Standing == law.Assumed {
			f.AssumedKeys = append(f.AssumedKeys, key)
		}
		f.Standing = weaker(f.Standing, d.Standing)
		for _, ref := range d.Basis {
			if !slices.Contains(f.Basis, ref) {
				f.Basis = append(f.Basis, ref)
			}
		}
	}
	switch {
	case g.listed:
		on("list:"+g.list.Code, g.list.Dated)
		f.Adverse = f.Adverse && g.list.Kind != "credit"
	case r.List == "" && g.item.Code != "":
		on("item:"+g.item.Code, g.item.Dated)
	default:
		return // neither a list nor an item says that it counts: a period or a severity alone is no basis
	}
	if g.foreign {
		on("recognition:"+g.province.Code, g.province.Dated)
		for code := range strings.SplitSeq(g.item.ValueOf(r.Content, "measures"), "、") {
			if code != "" {
				f.LawKeys = append(f.LawKeys, "measure:"+code) // what it was mapped to here: no other measure follows from it
			}
		}
	}
	if f.Adverse && g.limited {
		on("period:"+g.period.Code, g.period.Dated)
	}
	if g.graded {
		on(r.SeverityRule, g.severity.Dated)
	}
}

func weaker(a, b law.Standing) law.Standing {
	for _, s := range []law.Standing{law.Assumed, law.Secondary} {
		if a == s || b == s {
			return s
		}
	}
	return law.Text
}

// span is from when until when the fact counts: from the day the decision took effect, until the earliest of the ends
// the record names, and for an adverse one never longer than the longest period the law allows.
func (g rules) span(r record.Record, adverse bool) (from, until workday.Date) {
	if !adverse {
		return first(r.ValidFrom, r.DecidedOn), earliest(r.ValidUntil, r.PublicUntil)
	}
	from = max(r.ValidFrom, r.ServedOn, r.DecidedOn)
	if r.Class == law.Ban && r.ValidUntil != 0 {
		return from, r.ValidUntil // a ban lasts as long as it was pronounced, however long it is published
	}
	until = earliest(r.PublicUntil, r.ValidUntil)
	if g.limited && g.period.Max > 0 {
		start := from
		switch g.period.Starts {
		case "published":
			start = first(r.PublicFrom, from)
		case "decided":
			start = first(r.DecidedOn, from)
		}
		until = earliest(until, start.AddMonths(g.period.Max).AddDays(-1))
	}
	return from, until
}

func first(ds ...workday.Date) workday.Date {
	for _, d := range ds {
		if d != 0 {
			return d
		}
	}
	return 0
}

func earliest(a, b workday.Date) workday.Date {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}
