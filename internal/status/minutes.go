package status

import (
	"slices"
	"time"

	"xinheng/internal/workday"
)

// Services are what is asked every minute, in the order of the page.
var Services = []string{"api", "portal", "database", "ledger", "jobs", "exchange"}

const (
	// shownDays are the days anybody is shown.
	shownDays = 90
	// keptDays is how long minutes are kept: the same day of the year before is still there.
	keptDays = 400
	// dayMinutes are the minutes of a day in Shanghai, which has no summer time.
	dayMinutes = 24 * 60
	// grace is how many minutes in a row may go unasked: a round that begins at the end of its minute is late and not an outage.
	grace = 1
	// near is how many minutes apart two outages are one incident.
	near = 5
	// mostIncidents are listed.
	mostIncidents = 50
)

// Minutes are the minutes of a day of one service: those it was asked in, and of these those it did not work in.
type Minutes struct {
	Service     string
	Day         workday.Date
	Asked, Down []byte
}

// state of a minute.
type state byte

const (
	well    state = iota
	failing       // it was asked and did not work
	silent        // nobody asked: the program that asks was not there
)

func (m *Minutes) at(minute int) state {
	bit := byte(1) << (minute % 8)
	switch {
	case m == nil || len(m.Asked) <= minute/8 || m.Asked[minute/8]&bit == 0:
		return silent
	case m.Down[minute/8]&bit != 0:
		return failing
	}
	return well
}

// Day is what was measured of a service on a day.
type Day struct {
	Day     workday.Date `json:"day"`
	Minutes int          `json:"minutes" doc:"minutes of the day since measuring began; 0: not measured"`
	Down    int          `json:"down" doc:"minutes it did not work, or nobody was there to ask"`
	Silent  int          `json:"silent" doc:"of these, minutes in which nobody was there to ask"`
}

// Measured is a service over the days shown.
type Measured struct {
	Service string     `json:"service" enum:"api,portal,database,ledger,jobs,exchange"`
	Since   *time.Time `json:"since,omitempty" doc:"measured since; absent: not yet"`
	Up      *int64     `json:"up,omitempty" doc:"minutes it worked, of ten thousand; absent: not measured"`
	Now     string     `json:"now" enum:"well,failing,unknown" doc:"at the last minute that is over"`
	Days    []Day      `json:"days" doc:"90 days, the oldest first"`
}

// Incident is a time in which one or more services did not work.
type Incident struct {
	From     time.Time  `json:"from"`
	Until    *time.Time `json:"until,omitempty" doc:"absent: it lasts"`
	Minutes  int        `json:"minutes"`
	Services []string   `json:"services" doc:"what was affected"`
	Silent   bool       `json:"silent" doc:"nobody was there to ask: the whole program was down"`
}

// outage is a run of minutes in which a service did not work, counted from the first minute shown.
type outage struct {
	service     string
	from, until int
	silent      bool
}

// measure judges minutes. It is pure: what no minute says is down, not up. Days before a service was asked for the first time are not
// measured and count for nothing.
func measure(rows []Minutes, began map[string]workday.Date, now time.Time) ([]Measured, []Incident) {
	first := workday.Of(now).AddDays(1 - shownDays)
	end := int(now.Sub(first.Start()) / time.Minute) // the minute that is not over yet
	var services []Measured
	var outages []outage
	for _, name := range Services {
		days := make([]*Minutes, shownDays)
		for i := range rows {
			if at := int(rows[i].Day - first); rows[i].Service == name && at >= 0 && at < shownDays {
				days[at] = &rows[i]
			}
		}
		states, from := judged(days, began[name], first, end)
		m := Measured{Service: name, Now: "unknown", Days: daysOf(states, from, first, end)}
		if from < end {
			since := first.Start().Add(time.Duration(from) * time.Minute)
			m.Since, m.Now = &since, "well"
			if states[end-1] != well {
				m.Now = "failing"
			}
			m.Up = up(m.Days)
			outages = append(outages, outagesOf(name, states, from, end)...)
		}
		services = append(services, m)
	}
	return services, incidents(outages, first, end)
}

// judged is the state of each minute, and the first that counts. A single unasked minute is as the one before it.
func judged(days []*Minutes, began, first workday.Date, end int) (states []state, from int) {
	states, from = make([]state, end), end
	for i := range states {
		if states[i] = days[i/dayMinutes].at(i % dayMinutes); states[i] != silent && from == end {
			from = i
		}
	}
	if began != 0 && began < first {
		from = 0
	}
	for i := from; i < end; {
		n := i
		for n < end && states[n] == silent {
			n++
		}
		if n-i > 0 && n-i <= grace && i > from {
			states[i] = states[i-1]
		}
		i = max(n, i+1)
	}
	return states, from
}

func daysOf(states []state, from int, first workday.Date, end int) []Day {
	out := make([]Day, shownDays)
	for i := range out {
		out[i].Day = first.AddDays(i)
	}
	for i := from; i < end; i++ {
		d := &out[i/dayMinutes]
		d.Minutes++
		if states[i] != well {
			d.Down++
		}
		if states[i] == silent {
			d.Silent++
		}
	}
	return out
}

func up(days []Day) *int64 {
	var all, down int64
	for _, d := range days {
		all, down = all+int64(d.Minutes), down+int64(d.Down)
	}
	if all == 0 {
		return nil
	}
	share := (all - down) * 10000 / all
	return &share
}

func outagesOf(service string, states []state, from, end int) (out []outage) {
	for i := from; i < end; i++ {
		if states[i] == well {
			continue
		}
		o := outage{service: service, from: i, silent: true}
		for ; i < end && states[i] != well; i++ {
			o.silent = o.silent && states[i] == silent
		}
		o.until = i
		out = append(out, o)
	}
	return out
}

// incidents joins what happened at the same time, the newest first.
func incidents(all []outage, first workday.Date, end int) []Incident {
	slices.SortStableFunc(all, func(a, b outage) int { return a.from - b.from })
	at := func(minute int) time.Time { return first.Start().Add(time.Duration(minute) * time.Minute) }
	out := []Incident{}
	last := 0
	for _, o := range all {
		if n := len(out); n > 0 && o.from <= last+near {
			i := &out[n-1]
			if !slices.Contains(i.Services, o.service) {
				i.Services = append(i.Services, o.service)
			}
			i.Silent, last = i.Silent && o.silent, max(last, o.until)
		} else {
			out, last = append(out, Incident{From: at(o.from), Services: []string{o.service}, Silent: o.silent}), o.until
		}
		i := &out[len(out)-1]
		until := at(last)
		if i.Until = &until; last >= end {
			i.Until = nil
		}
		i.Minutes = int(until.Sub(i.From) / time.Minute)
	}
	slices.Reverse(out)
	return out[:min(len(out), mostIncidents)]
}
