package inspection

import (
	"context"
	"strings"

	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Switched is what pilots say on a day (琼府办〔2021〕4号（二十九）; F29-1): the class table that stands in for a firm, and the ratio a plan of a
// region begins with. Neither restricts anything: they say how often a firm is looked at.
type Switched interface {
	Table(domain, region, industry string) (table, pilot string)
	Ratio(domain, region, class string) (permille int64, pilot string, ok bool)
}

// unswitched is a day without pilots.
type unswitched struct{}

func (unswitched) Table(string, string, string) (string, string)      { return "", "" }
func (unswitched) Ratio(string, string, string) (int64, string, bool) { return 0, "", false }

// pilots are those that are on, on a day, read on the connection of who asks.
func (d *Desk) pilots(ctx context.Context, db pg.DB, on workday.Date) (Switched, error) {
	if d.Pilots == nil {
		return unswitched{}, nil
	}
	return d.Pilots(ctx, db, on)
}

// tableFor is the class table of one firm: that of a pilot it is within, else the general one.
func tableFor(book *law.Book, general law.ClassTable, s Switched, domain, region, industry string) law.ClassTable {
	if code, _ := s.Table(domain, region, industry); code != "" {
		if t, ok := book.ClassTable(code); ok {
			return t
		}
	}
	return general
}

// piloted marks a ratio that comes from a pilot.
const piloted = "pilot:"

// unpiloted gives a ratio of a pilot that is no longer on back to the rules: a plan outlives the pilot it was made under, and on the day
// of the draw the switch decides.
func (d *Desk) unpiloted(s Switched, book *law.Book, m Matter, class string, r Ratio) Ratio {
	if !strings.HasPrefix(r.Key, piloted) {
		return r
	}
	if n, pilot, ok := s.Ratio(m.Domain, m.Region, class); ok && piloted+pilot == r.Key {
		return Ratio{n * 1000, r.Key}
	}
	if l, ok := book.Limit("inspection.ratio." + class); ok {
		return Ratio{l.N * 1000, "plan"}
	}
	return r
}

// switchedFor is the matter of a draw and the pilots of its day.
func (d *Desk) switchedFor(ctx context.Context, tx pg.Tx, s *stored) (m Matter, _ Switched, err error) {
	if m, err = one[Matter](ctx, tx, qMatter, s.Matter); err != nil {
		return m, nil, err
	}
	pilots, err := d.pilots(ctx, tx, s.OnDay)
	return m, pilots, err
}
