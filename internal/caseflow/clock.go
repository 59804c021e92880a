package caseflow

import (
	"slices"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// clock is a term of a case as it is stored. What it says of days is computed, never typed.
type clock struct {
	Name       string
	Round      int32
	LimitKey   string
	LimitOn    workday.Date
	N          int32
	Unit       string
	ExtensionN int32
	FromOn     workday.Date
	DueOn      workday.Date
	HalfOn     workday.Date
	MostOn     workday.Date
	Told       int32
	NextOn     workday.Date
	WantsYear  *int32
	EndedOn    workday.Date
}

// The reminders of a term: parts of a thousand. A safeguard of the platform, not a legal number.
const (
	half  = 500
	most  = 750
	whole = 1000
)

// pause is a stretch in which a clock stands still.
type pause struct {
	Clock   string
	Round   int32
	N       int32
	Held    bool
	FromOn  workday.Date
	UntilOn workday.Date
}

// compute sets every day of a clock from its length, its pauses and a calendar. It changes nothing else, so that computing
// again gives the same: a calendar that was published meanwhile is all that makes a difference.
func (c *clock) compute(pauses []pause, cal *workday.Calendar) {
	c.NextOn, c.WantsYear = 0, nil
	if c.EndedOn != 0 {
		return // what was due stays to be read
	}
	c.DueOn, c.HalfOn, c.MostOn = 0, 0, 0
	spans := c.spans(pauses)
	d := workday.Deadline{From: c.FromOn, Term: workday.Term{N: int(c.N), Unit: workday.Unit(c.Unit)}, Rests: spans}
	if c.ExtensionN > 0 {
		d.Extension = workday.Term{N: int(c.ExtensionN), Unit: workday.Unit(c.Unit)}
	}
	due, provisional := d.Due(cal)
	if due != 0 {
		due = outwait(due, spans, cal)
	}
	if due == 0 {
		return // it rests
	}
	c.DueOn = due
	c.HalfOn, c.MostOn = c.part(1, 2, spans, cal), c.part(3, 4, spans, cal)
	if provisional {
		c.WantsYear = uncovered(c.FromOn, due, cal)
	}
	c.next()
}

// next is the day on which there is something to do: a reminder, or the day after the last.
func (c *clock) next() {
	switch {
	case c.DueOn == 0:
		c.NextOn = 0
	case c.Told < half:
		c.NextOn = min(c.HalfOn, c.DueOn+1)
	case c.Told < most:
		c.NextOn = min(c.MostOn, c.DueOn+1)
	case c.Told < whole:
		c.NextOn = c.DueOn + 1
	default:
		c.NextOn = 0
	}
}

// part is the day on which a part of the term is used, rounded up to whole days.
func (c *clock) part(numerator, denominator int, spans []workday.Span, cal *workday.Calendar) workday.Date {
	up := func(n int) int { return (n*numerator + denominator - 1) / denominator }
	if c.Unit != string(workday.WorkingDays) {
		return c.FromOn.AddDays(up(int(c.DueOn - c.FromOn)))
	}
	on, _ := workday.DueWithRest(c.FromOn, workday.Term{N: up(int(c.N + c.ExtensionN)), Unit: workday.WorkingDays}, spans, cal)
	if on == 0 || on > c.DueOn {
		return c.DueOn
	}
	return on
}

func (c *clock) spans(pauses []pause) (out []workday.Span) {
	for _, p := range pauses {
		if p.Clock == c.Name && p.Round == c.Round {
			out = append(out, workday.Span{From: p.FromOn, Until: p.UntilOn})
		}
	}
	return out
}

// outwait moves a last day on which the waiting began, or that fell into it by rolling over days off, to the end of the
// waiting: a body that asked on its last day was not late, and nothing is due while the subject has the word.
func outwait(due workday.Date, spans []workday.Span, cal *workday.Calendar) workday.Date {
	for _, s := range spans {
		if s.From > due+1 {
			continue
		}
		if s.Until == 0 {
			return 0
		}
		if s.Until > due {
			due, _ = cal.NextWorkday(s.Until)
		}
	}
	return due
}

func uncovered(from, due workday.Date, cal *workday.Calendar) *int32 {
	for y := from.Year(); y <= due.Year(); y++ {
		if !cal.Covers(y) {
			year := int32(y) //nolint:gosec // a year
			return &year
		}
	}
	return nil
}

// resting says whether a clock stands still because of its pauses.
func (c *clock) resting() bool { return c.EndedOn == 0 && c.DueOn == 0 }

// limitOn is the day whose law governs a clock of a case: of its filing, or of the day the clock began.
func limitOn(lib *law.Library, key string, opened, began workday.Date) workday.Date {
	on := began
	if l, ok := lib.On(began).Limit(key); ok {
		on = l.Governs.Pick(0, began, opened)
	}
	return on
}

// start begins a clock on a day. A term the law does not have on that day is a fault: the platform invents none.
func start(lib *law.Library, k Clock, round int32, opened, on workday.Date) (*clock, error) {
	day := limitOn(lib, k.Limit, opened, on)
	l, ok := lib.On(day).Limit(k.Limit)
	if !ok {
		return nil, errNoTerm
	}
	return &clock{Name: k.Name, Round: round, LimitKey: k.Limit, LimitOn: day, N: int32(l.N), Unit: string(l.Unit), FromOn: on}, nil //nolint:gosec // terms are small
}

// terms are all clocks of a case with their pauses, as they are changed within one act.
type terms struct {
	clocks  []clock
	pauses  []pause
	changed map[int]bool // clocks to write, by index
	opened  []pause      // pauses to insert
	closed  []pause      // pauses to close
}

func (t *terms) touch(i int) {
	if t.changed == nil {
		t.changed = map[int]bool{}
	}
	t.changed[i] = true
}

// running is the index of the clock of a name that has not ended; -1: none.
func (t *terms) running(name string) int {
	return slices.IndexFunc(t.clocks, func(c clock) bool { return c.Name == name && c.EndedOn == 0 })
}

func (t *terms) round(name string) (n int32) {
	for _, c := range t.clocks {
		if c.Name == name {
			n = max(n, c.Round)
		}
	}
	return n + 1
}

// enter follows a move from one state to another on a day: clocks end, begin, rest and run on.
func (t *terms) enter(lib *law.Library, def Def, opened workday.Date, from, to State, on workday.Date) error {
	for _, k := range def.Clocks {
		counts := slices.Contains(k.While, to) || slices.Contains(k.Rests, to)
		i := t.running(k.Name)
		switch {
		case i >= 0 && !counts:
			t.clocks[i].EndedOn = on
			t.touch(i)
			t.resume(i, on, false)
			t.resume(i, on, true)
			continue
		case i < 0 && counts && !slices.Contains(k.While, from) && !slices.Contains(k.Rests, from):
			c, err := start(lib, k, t.round(k.Name), opened, on)
			if err != nil {
				return err
			}
			t.clocks = append(t.clocks, *c)
			i = len(t.clocks) - 1
			t.touch(i)
		case i < 0:
			continue
		}
		if slices.Contains(k.Rests, to) {
			t.rest(i, on, false)
		} else {
			t.resume(i, on, false)
		}
	}
	return nil
}

// measure gives clocks that just began the length the act set, and lengthens running ones: each once, by what the act says.
func (t *terms) measure(m *Doing) error {
	for name, length := range m.Terms {
		i := t.running(name)
		if i < 0 || t.clocks[i].FromOn != m.On || length.N <= 0 {
			return errNoClock
		}
		t.clocks[i].N, t.clocks[i].Unit = int32(length.N), string(length.Unit) //nolint:gosec // a term
		t.touch(i)
	}
	for name, by := range m.Longer {
		i := t.running(name)
		if i < 0 || t.clocks[i].Told == whole {
			return errNoClock
		}
		if err := t.lengthen(i, by); err != nil {
			return err
		}
	}
	return nil
}

// lengthen extends a running clock, once.
func (t *terms) lengthen(i int, by workday.Term) error {
	run := &t.clocks[i]
	term := workday.Term{N: int(run.N), Unit: workday.Unit(run.Unit)}
	if by.Unit != term.Unit {
		return errNoTerm
	}
	longer, err := workday.Deadline{From: run.FromOn, Term: term, Extension: workday.Term{N: int(run.ExtensionN), Unit: term.Unit}}.Extend(by)
	if err != nil {
		return err
	}
	run.ExtensionN = int32(longer.Extension.N) //nolint:gosec // a term
	t.touch(i)
	return nil
}

// rest lets a clock stand still: the day itself has been used, the next does not count.
func (t *terms) rest(i int, on workday.Date, held bool) bool {
	c := t.clocks[i]
	var n int32
	for _, p := range t.pauses {
		if p.Clock == c.Name && p.Round == c.Round {
			if p.Held == held && p.UntilOn == 0 {
				return false
			}
			n = max(n, p.N)
		}
	}
	p := pause{Clock: c.Name, Round: c.Round, N: n + 1, Held: held, FromOn: on + 1}
	t.pauses, t.opened = append(t.pauses, p), append(t.opened, p)
	t.touch(i)
	return true
}

// resume ends a rest: the day on which the answer came still does not count.
func (t *terms) resume(i int, on workday.Date, held bool) bool {
	c := t.clocks[i]
	for j := range t.pauses {
		p := &t.pauses[j]
		if p.Clock == c.Name && p.Round == c.Round && p.Held == held && p.UntilOn == 0 {
			p.UntilOn = on
			t.closed = append(t.closed, *p)
			t.touch(i)
			return true
		}
	}
	return false
}

// settle computes every clock that was touched, and gives the soonest last day of all.
func (t *terms) settle(cal *workday.Calendar) {
	for i := range t.changed {
		t.clocks[i].compute(t.pauses, cal)
	}
}

func (t *terms) due() (due workday.Date) {
	for _, c := range t.clocks {
		if c.EndedOn == 0 && c.DueOn != 0 && (due == 0 || c.DueOn < due) {
			due = c.DueOn
		}
	}
	return due
}

// term is a clock in words for people.
func (d *Desk) term(c *Case, def Def, k *clock, today workday.Date) Term {
	t := Term{Clock: k.Name, From: k.FromOn, Due: k.DueOn, N: int(k.N), Unit: workday.Unit(k.Unit), Running: k.EndedOn == 0 && k.DueOn != 0,
		Resting: k.resting(), Provisional: k.WantsYear != nil, Extended: int(k.ExtensionN), Ended: k.EndedOn, Standing: law.Assumed}
	t.Late = t.Running && today > k.DueOn && !def.subjects(k.Name)
	t.Lapsed = k.Told == whole && def.subjects(k.Name)
	if t.Running {
		t.Left, _ = d.calendar(c.Region).Between(today, k.DueOn)
	}
	for _, row := range def.Clocks {
		if row.Name == k.Name {
			t.Title = row.Title
			t.Extendable = t.Running && !t.Late && row.Extend != "" && k.ExtensionN == 0
		}
	}
	if l, ok := d.law.On(k.LimitOn).Limit(k.LimitKey); ok {
		t.Standing = l.Standing
		if len(l.Basis) > 0 {
			t.Basis = d.law.On(k.LimitOn).Cite(l.Basis[0])
		}
	}
	return t
}

func (d *Desk) calendar(region string) *workday.Calendar { return d.law.Calendar().In(region) }
