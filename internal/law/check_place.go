package law

import (
	"time"

	"xinheng/internal/workday"
)

func (r *Region) check(c *checker, e *entry) {
	if r.Parent != "" {
		c.covers(e, "parent", "region", r.Parent)
	}
}

func (r *OldRegion) check(c *checker, e *entry) {
	if r.Region != "" {
		c.exists(e, e.line("region"), "region", r.Region)
	}
}

func (i *Industry) check(c *checker, e *entry) {
	if i.Section != "" {
		c.exists(e, e.line("section"), "industry", i.Section)
	}
}

// calendar: a holiday that falls on a weekend, or a make-up day that does not, is a slip of the pen.
func (y *CalendarYear) check(c *checker, e *entry) {
	seen := map[workday.Date]bool{}
	for _, d := range append(append([]workday.Date(nil), y.Holidays...), y.Makeups...) {
		if d.Year() != y.Year || seen[d] {
			c.fault(e, "year", d.String()+" 不属于这一年，或写了两次。", d.String()+" is not of this year, or is written twice.")
		}
		seen[d] = true
	}
	for _, d := range y.Holidays {
		if weekend(d) {
			c.fault(e, "holidays", d.String()+" 本来就是周末。", d.String()+" is a weekend anyway.")
		}
	}
	for _, d := range y.Makeups {
		if !weekend(d) {
			c.fault(e, "makeups", d.String()+" 不是周末。", d.String()+" is not a weekend.")
		}
	}
}

func weekend(d workday.Date) bool {
	return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
}

func (c *checker) calendarYears() {
	type place struct {
		year   int
		region string
	}
	first := map[place]*entry{}
	for _, e := range c.of("calendar") {
		y := e.rule.(*CalendarYear)
		if f := first[place{y.Year, y.Region}]; f != nil && f.code() != e.code() {
			c.fault(e, "year", "这一年已有日历："+f.code()+"。", "This year already has a calendar: "+f.code()+".")
		}
		first[place{y.Year, y.Region}] = e
	}
}
