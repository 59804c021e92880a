package workday

import "xinheng/internal/fault"

// Unit of a legal term.
type Unit string

const (
	WorkingDays Unit = "working_day" // 工作日
	Days        Unit = "day"         // 日 (calendar)
	Months      Unit = "month"       // 月
	Years       Unit = "year"        // 年
)

// Term is a length of time as the law words it: 7 working days, 3 months.
type Term struct {
	N    int
	Unit Unit
}

// Due is the last day of a term that begins on from; the day itself does not count (民法典 §201). A term in days,
// months or years whose last day is a day off runs until the next working day (民法典 §203); months and years end on
// the corresponding day, or the month's last (§202).
func Due(from Date, t Term, cal *Calendar) (due Date, provisional bool) {
	if t.Unit == WorkingDays {
		return cal.AddWorkdays(from, t.N)
	}
	return cal.NextWorkday(t.last(from))
}

// last is the last day of a calendar term, whatever day that is.
func (t Term) last(from Date) Date {
	switch t.Unit {
	case Months:
		return from.AddMonths(t.N)
	case Years:
		return from.AddMonths(12 * t.N)
	}
	return from.AddDays(t.N)
}

// Span is a stretch of days, both ends included. Until zero: it has not ended yet.
type Span struct {
	From, Until Date
}

// Has reports whether d lies in the span.
func (s Span) Has(d Date) bool { return s.From <= d && (s.Until == 0 || d <= s.Until) }

// DueWithRest is Due for a term that rests during some spans: while a document is being supplemented, an expert
// heard, the party waited for. A rested day does not count. While a rest is open and reaches into the term nothing is
// due: the answer is no date, provisionally.
func DueWithRest(from Date, t Term, rests []Span, cal *Calendar) (due Date, provisional bool) {
	if len(rests) == 0 {
		return Due(from, t, cal)
	}
	left, counted := t.N, t.Unit == WorkingDays
	if !counted {
		left = int(t.last(from) - from)
	}
	due = from
	for left > 0 {
		due++
		if in, open := resting(due, rests); open {
			return 0, true
		} else if in {
			continue
		}
		working, known := cal.IsWorkday(due)
		if working || !counted {
			left--
		}
		provisional = provisional || counted && !known
	}
	if counted {
		return due, provisional
	}
	return cal.NextWorkday(due)
}

func resting(d Date, rests []Span) (in, open bool) {
	for _, r := range rests {
		if r.Has(d) {
			in, open = true, open || r.Until == 0
		}
	}
	return in, open
}

// Deadline is a term running from a day, with its rests and at most one extension.
type Deadline struct {
	From      Date
	Term      Term
	Rests     []Span
	Extension Term // zero: none
}

// Extend grants the one extension there is.
func (d Deadline) Extend(by Term) (Deadline, error) {
	if d.Extension.N > 0 {
		return d, fault.New(fault.Conflict, "workday.extended_once",
			"期限只能延长一次，且已经延长；请在现有期限内办结。",
			"The term can be extended once, and has been; finish within the present term.")
	}
	d.Extension = by
	return d, nil
}

// Due is the last day, counting the extension from the last day of the first term.
func (d Deadline) Due(cal *Calendar) (due Date, provisional bool) {
	due, provisional = DueWithRest(d.From, d.Term, d.Rests, cal)
	if due == 0 || d.Extension.N == 0 {
		return due, provisional
	}
	due, more := DueWithRest(due, d.Extension, d.Rests, cal)
	return due, provisional || more
}
