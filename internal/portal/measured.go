package portal

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/page"
	uptime "xinheng/internal/status"
	"xinheng/internal/workday"
)

// boardView is what was measured of our own services, and counted of sources and consumers (F21-4): a picture for each service, and one
// table that holds all days of all of them.
type boardView struct {
	There          bool
	Services       []serviceView
	Days           []dayView // newest first
	Incidents      []uptime.Incident
	Sources, Fewer []uptime.Source // the newest deliveries, and the rest
	Consumers      []uptime.Consumer
	CountedAt      time.Time
	Names          map[string]law.Text2
	Failing        int // services that do not work now
}

// serviceView is a service with its 90 bars, as three paths: a shape for each bar would be most of the page, and of the time it takes.
type serviceView struct {
	uptime.Measured
	Label                      string
	Share                      string // "99.98%"; empty: not measured
	UpPath, DownPath, NonePath string // how much of a day the service worked stands below, the rest above; a stub where nothing was measured
}

// dayView is a line of the table.
type dayView struct {
	Day  workday.Date
	Each []cellView // in the order of the services
}

// cellView is a service on a day.
type cellView struct {
	Share string
	Down  int // minutes
}

const (
	dayStep   = 6
	dayHeight = 24
	dayStub   = 3
)

func (v *visit) board(b *uptime.Board) boardView {
	out := boardView{There: len(b.Services) > 0, Incidents: b.Incidents, Consumers: b.Consumers, Names: map[string]law.Text2{}}
	for i := range b.Services {
		out.Services = append(out.Services, serviceOf(&b.Services[i], v.T("service."+b.Services[i].Service)))
		if b.Services[i].Now == "failing" {
			out.Failing++
		}
		for k, d := range b.Services[i].Days {
			if i == 0 {
				out.Days = append(out.Days, dayView{Day: d.Day})
			}
			out.Days[k].Each = append(out.Days[k].Each, cellView{dayShare(d), d.Down})
		}
	}
	slices.Reverse(out.Days)
	n := min(newestRows, len(b.Sources))
	out.Sources, out.Fewer = b.Sources[:n], b.Sources[n:]
	for i := range b.Sources {
		out.Names[b.Sources[i].Item] = v.itemName(b.Sources[i].Item)
		out.CountedAt = b.Sources[i].CountedAt
	}
	return out
}

func serviceOf(m *uptime.Measured, label string) serviceView {
	s := serviceView{Measured: *m, Label: label}
	if m.Up != nil {
		s.Share = hundredths(*m.Up)
	}
	var up, down, none []byte
	for i, d := range m.Days {
		if d.Minutes == 0 {
			none = appendBar(none, i, dayHeight-dayStub, dayStub)
			continue
		}
		off := d.Down * dayHeight / d.Minutes
		if d.Down > 0 {
			off = max(off, dayStub) // five minutes are seen too
			down = appendBar(down, i, 0, off)
		}
		up = appendBar(up, i, off, dayHeight-off)
	}
	s.UpPath, s.DownPath, s.NonePath = string(up), string(down), string(none)
	return s
}

// appendBar draws the bar of the n-th day.
func appendBar(b []byte, n, y, height int) []byte {
	return fmt.Appendf(b, "M%d %dh4.6v%dh-4.6z", n*dayStep, y, height)
}

// hundredths writes a share of ten thousand as a percentage, never rounded up to whole.
func hundredths(n int64) string {
	return strconv.FormatInt(n/100, 10) + "." + strconv.FormatInt(100+n%100, 10)[1:] + "%"
}

// dayShare writes a day for the table.
func dayShare(d uptime.Day) string {
	if d.Minutes == 0 {
		return "—"
	}
	return hundredths(int64(d.Minutes-d.Down) * 10000 / int64(d.Minutes))
}

// Part writes a share of rows; nothing where there were none.
func (b boardView) Part(n, of int64) string {
	if of == 0 {
		return "—"
	}
	return hundredths(n * 10000 / of)
}

// OnTime is the share of what had a deadline and kept it.
func (b boardView) OnTime(s uptime.Source) string { return b.Part(s.Timed-s.Late, s.Timed) }

// feedRows is a part of the table of sources.
type feedRows struct {
	Of    []uptime.Source
	Board boardView
}

// took writes how long something took in the unit that fits.
func took(c *page.Catalogue, seconds *int64) string {
	switch {
	case seconds == nil:
		return "—"
	case *seconds < 120:
		return c.T("took.seconds", *seconds)
	case *seconds < 2*60*60:
		return c.T("took.minutes", *seconds/60)
	case *seconds < 48*60*60:
		return c.T("took.hours", *seconds/3600)
	}
	return c.T("took.days", *seconds/86400)
}

// daysOf writes a number of days; nothing where none were counted.
func daysOf(c *page.Catalogue, days *int32) string {
	if days == nil {
		return "—"
	}
	return c.T("took.days", *days)
}
