package portal

import (
	"xinheng/internal/page"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// life is the legal life of a record as a bar: published, earliest repair, today, last public day. The template draws it
// as SVG and says the same in a sentence beside it.
type life struct {
	From, Repair, Until, Today workday.Date
	Left                       int     // days it stays public, today included
	RepairIn                   int     // days until repair may be asked for; zero: it may be
	RepairAt, TodayAt          float64 // per cent of the bar
	TodayAnchor, RepairAnchor  string  // SVG text-anchor, so that no label leaves the picture
	Crowded                    bool    // the repair date stands too near another label to have one of its own
}

// lifeOf draws nothing for a record whose end the law does not lay down.
func lifeOf(r record.Record, today workday.Date) *life {
	if r.PublicFrom == 0 || r.PublicUntil <= r.PublicFrom {
		return nil
	}
	l := &life{From: r.PublicFrom, Repair: r.RepairFrom, Until: r.PublicUntil, Today: today}
	l.Left = max(0, page.Days(today, l.Until))
	l.TodayAt = l.at(today)
	l.TodayAnchor = anchor(l.TodayAt)
	if l.Repair != 0 {
		l.RepairIn = max(0, int(l.Repair-today))
		l.RepairAt = l.at(l.Repair)
		l.RepairAnchor = anchor(l.RepairAt)
		l.Crowded = l.RepairAt < 24 || l.RepairAt > 70
	}
	return l
}

// at is where a day stands on the bar, in per cent to one decimal.
func (l *life) at(d workday.Date) float64 {
	share := float64(d-l.From) / float64(l.Until-l.From)
	return float64(int(min(1, max(0, share))*1000)) / 10
}

// Rest is what lies between the earliest repair and the end.
func (l *life) Rest() float64 { return 100 - l.RepairAt }

// Repairable reports whether the law lets this record be repaired before its end.
func (l *life) Repairable() bool { return l.Repair != 0 && l.Repair < l.Until }

func anchor(at float64) string {
	switch {
	case at < 12:
		return "start"
	case at > 88:
		return "end"
	}
	return "middle"
}
