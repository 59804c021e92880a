package portal

import (
	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// tag is a word with a shape and a tone: colour never says anything alone.
type tag struct {
	Tone, Mark, Text string
}

// line is a record as lists and files show it.
type line struct {
	record.Record
	ItemName law.Text2
	ListName law.Text2
	Tag      tag
	Life     *life
	Valid    bool // a licence, honour or commitment that is in force on the day
}

// lines judges records for a day; what may not be shown that day is left out. Natural persons are left out too, unless
// persons says that the law publishes them here.
func (v *visit) lines(records []record.Record, on workday.Date, persons bool) []line {
	out := make([]line, 0, len(records))
	for _, r := range records {
		if r.StatusOn(on) == record.StatusPublic && (!r.Person || persons) {
			out = append(out, v.line(r, on))
		}
	}
	return out
}

// dispute says which records are under objection, or relieved, now: on every page, whatever day it shows.
func (v *visit) dispute(rs []record.Record) error {
	ids := make([]string, len(rs))
	for i := range rs {
		ids[i] = rs[i].EntityID
	}
	marks, err := standing.Marks(v.ctx, v.Pool, ids)
	record.Mark(rs, marks)
	return err
}

func (v *visit) line(r record.Record, on workday.Date) line {
	l := line{Record: r, ItemName: v.itemName(r.Item), Tag: v.tagOf(r, on), Life: lifeOf(r, on), Valid: validOn(r, on)}
	if r.List != "" {
		l.ListName = v.listName(r.List)
	}
	return l
}

// validOn reports whether what a record grants is in force; a date that is not given does not end it.
func validOn(r record.Record, on workday.Date) bool {
	return (r.ValidFrom == 0 || r.ValidFrom <= on) && (r.ValidUntil == 0 || on <= r.ValidUntil)
}

// tagOf names what kind of thing a record is; adverse ones say how grave.
func (v *visit) tagOf(r record.Record, on workday.Date) tag {
	switch {
	case r.Class == law.ListEntry:
		return tag{"seal", "■", v.T("tag.listed")}
	case r.Class == law.Ban:
		return tag{"seal", "■", v.T("tag.ban")}
	case r.Severity == law.Serious:
		return tag{"seal", "■", v.T("severity.serious")}
	case r.Severity == law.General:
		return tag{"amber", "▲", v.T("severity.general")}
	case r.Severity == law.Minor:
		return tag{"plain", "●", v.T("severity.minor")}
	case r.Adverse:
		return tag{"amber", "▲", v.T("class." + string(r.Class))}
	case r.Class == law.Honour:
		return tag{"palm", "★", v.T("class.honour")}
	case !validOn(r, on):
		return tag{"plain", "○", v.T("tag.lapsed")}
	case r.Class == law.Licence:
		return tag{"palm", "✓", v.T("tag.valid")}
	}
	return tag{"plain", "●", v.T("class." + string(r.Class))}
}
