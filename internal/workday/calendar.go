package workday

import (
	"maps"
	"time"
)

// Calendar knows which days are working days in the years it covers. In a year it does not cover it can only count
// Monday to Friday, and says that it did. The nil Calendar covers no year. A Calendar is immutable.
type Calendar struct {
	years   map[int]bool
	differs map[Date]bool // days that are not what their weekday says: true works, false rests
	regions map[string]*Calendar
}

// NewCalendar builds a calendar from the years covered, weekday holidays and weekend working days.
func NewCalendar(years []int, holidays, makeups []Date) *Calendar {
	c := &Calendar{years: map[int]bool{}, differs: map[Date]bool{}}
	for _, y := range years {
		c.years[y] = true
	}
	c.mark(holidays, makeups)
	return c
}

func (c *Calendar) mark(holidays, makeups []Date) {
	for _, d := range holidays {
		c.differs[d] = false
	}
	for _, d := range makeups {
		c.differs[d] = true
	}
}

// WithRegion returns the calendar together with the days on which one region (division code) differs: 三月三 is a
// holiday of Hainan and of nobody else. The local days go before the national ones.
func (c *Calendar) WithRegion(region string, holidays, makeups []Date) *Calendar {
	local := &Calendar{years: c.years, differs: maps.Clone(c.differs)}
	local.mark(holidays, makeups)
	out := *c
	if out.regions = maps.Clone(c.regions); out.regions == nil {
		out.regions = map[string]*Calendar{}
	}
	out.regions[region] = local
	return &out
}

// In returns the calendar of a region: its own, its province's, or the national one.
func (c *Calendar) In(region string) *Calendar {
	if c == nil {
		return nil
	}
	if local, ok := c.regions[region]; ok {
		return local
	}
	if len(region) == 6 {
		if local, ok := c.regions[region[:2]+"0000"]; ok {
			return local
		}
	}
	return c
}

// Covers reports whether the holidays of a year are known.
func (c *Calendar) Covers(year int) bool { return c != nil && c.years[year] }

// IsWorkday reports whether d is a working day, and whether that is known or only read off its weekday.
func (c *Calendar) IsWorkday(d Date) (working, known bool) {
	known = c.Covers(d.Year())
	if c != nil {
		if works, differs := c.differs[d]; differs {
			return works, known
		}
	}
	wd := d.Weekday()
	return wd != time.Saturday && wd != time.Sunday, known
}

// AddWorkdays returns the n-th working day after d: the day after is day one, d itself does not count (民法典 §201).
// A negative n counts back in the same way; for n = 0 it is d. provisional says that a day was passed whose year the
// calendar does not cover: the answer must be computed again when it does.
func (c *Calendar) AddWorkdays(d Date, n int) (due Date, provisional bool) {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		working, known := c.IsWorkday(d)
		if working {
			n--
		}
		provisional = provisional || !known
	}
	return d, provisional
}

// Between counts the working days after a up to and including b, so that Between(a, AddWorkdays(a, n)) is n. Backwards
// it is negative.
func (c *Calendar) Between(a, b Date) (n int, provisional bool) {
	if b < a {
		n, provisional = c.Between(b, a)
		return -n, provisional
	}
	for d := a + 1; d <= b; d++ {
		working, known := c.IsWorkday(d)
		if working {
			n++
		}
		provisional = provisional || !known
	}
	return n, provisional
}

// NextWorkday is d if it is a working day, or the first one after it.
func (c *Calendar) NextWorkday(d Date) (day Date, provisional bool) {
	for {
		working, known := c.IsWorkday(d)
		provisional = provisional || !known
		if working {
			return d, provisional
		}
		d++
	}
}
