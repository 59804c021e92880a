package status_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"xinheng/internal/status"
	"xinheng/internal/workday"
)

// board reads what anybody may read.
func (o *office) board() (b status.Board) {
	o.t.Helper()
	code, body := o.call("", "GET", "/v1/status/public", "")
	if code != 200 {
		o.t.Fatalf("%d %s", code, body)
	}
	if err := json.Unmarshal([]byte(body), &b); err != nil {
		o.t.Fatal(err)
	}
	return b
}

func (o *office) service(name string) status.Measured {
	o.t.Helper()
	b := o.board()
	i := slices.IndexFunc(b.Services, func(m status.Measured) bool { return m.Service == name })
	if i < 0 {
		o.t.Fatalf("%s is not on the board", name)
	}
	return b.Services[i]
}

// every minute from an instant until before another is sampled, unless skip says the program was not there.
func (o *office) sampled(from, until time.Time, skip func(time.Time) bool) {
	o.t.Helper()
	for at := from; at.Before(until); at = at.Add(time.Minute) {
		if skip != nil && skip(at) {
			continue
		}
		o.clock.Store(at.UnixNano())
		if err := o.Sample(o.t.Context()); err != nil {
			o.t.Fatal(err)
		}
	}
	o.clock.Store(until.UnixNano())
}

var morning = time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC) // 10:00 in Shanghai

func works(names ...string) (all []status.Probe) {
	for _, n := range names {
		all = append(all, status.Probe{Service: n, Ask: func(context.Context) error { return nil }})
	}
	return all
}

// An hour without a sample is an hour down: the program was not there to say otherwise.
func TestF21_4_AnHourWithoutSamplesShowsAsDown(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.Probes = works("api", "portal")
	gone := func(at time.Time) bool {
		return !at.Before(morning.Add(30*time.Minute)) && at.Before(morning.Add(90*time.Minute))
	}
	o.sampled(morning, morning.Add(2*time.Hour), gone)
	m := o.service("api")
	today := m.Days[len(m.Days)-1]
	if today.Day.String() != "2026-11-22" || today.Minutes != 120 || today.Down != 60 || today.Silent != 60 {
		t.Errorf("%+v", today)
	}
	if m.Up == nil || *m.Up != 5000 || m.Now != "well" || m.Since == nil || !m.Since.Equal(morning) {
		t.Errorf("%+v", m)
	}
	if yesterday := m.Days[len(m.Days)-2]; yesterday.Minutes != 0 {
		t.Errorf("a day before measuring began is counted: %+v", yesterday)
	}
	incidents := o.board().Incidents
	if len(incidents) != 1 || !incidents[0].From.Equal(morning.Add(30*time.Minute)) || incidents[0].Until == nil ||
		!incidents[0].Until.Equal(morning.Add(90*time.Minute)) || !incidents[0].Silent || strings.Join(incidents[0].Services, " ") != "api portal" {
		t.Errorf("%+v", incidents)
	}
}

// Two servers sample; the minute is one, and whoever finds it down is believed whichever comes first.
func TestF21_4_TheSecondSamplerInAMinuteCountsOnce(t *testing.T) {
	t.Parallel()
	for _, downFirst := range []bool{false, true} {
		o := open(t)
		o.Probes = works("api", "exchange")
		o.sampled(morning, morning.Add(3*time.Minute), nil)
		if m := o.service("api"); m.Days[89].Minutes != 3 || m.Days[89].Down != 0 {
			t.Errorf("%+v", m.Days[89])
		}
		found := works("api")
		found[0].Ask = func(context.Context) error { return errors.New("password=secret") }
		first, second := works("api"), found
		if downFirst {
			first, second = second, first
		}
		for _, probes := range [][]status.Probe{first, second} {
			o.Probes = probes
			if err := o.Sample(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		o.clock.Add(int64(time.Minute))
		b := o.board()
		if api := b.Services[0].Days[89]; api.Minutes != 4 || api.Down != 1 || api.Silent != 0 {
			t.Errorf("down first %v: %+v", downFirst, api)
		}
		if len(b.Incidents) != 1 || b.Incidents[0].Until != nil || b.Incidents[0].Minutes != 1 || b.Incidents[0].Silent || b.Services[0].Now != "failing" {
			t.Errorf("what fails at the last minute is over already: %+v", b.Incidents)
		}
	}
}

// A round that begins late skips a minute and is no outage; two minutes are one.
func TestF21_4_OneUnaskedMinuteIsLatenessTwoAreDown(t *testing.T) {
	t.Parallel()
	for missing, down := range map[int]int{0: 0, 1: 0, 2: 2, 3: 3} {
		o := open(t)
		o.Probes = works("ledger")
		hole := morning.Add(5 * time.Minute)
		o.sampled(morning, morning.Add(20*time.Minute), func(at time.Time) bool {
			return !at.Before(hole) && at.Before(hole.Add(time.Duration(missing)*time.Minute))
		})
		if day := o.service("ledger").Days[89]; day.Minutes != 20 || day.Down != down {
			t.Errorf("%d minutes unasked: %+v", missing, day)
		}
	}
}

// Midnight in Shanghai divides the days, and a night nobody asked in stays down in the morning: on both days.
func TestF21_4_AnOutageOverMidnightIsDownOnBothDays(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.Probes = works("api")
	midnight := workday.New(2026, 11, 23).Start()
	o.sampled(midnight.Add(-20*time.Minute), midnight.Add(20*time.Minute), func(at time.Time) bool {
		return !at.Before(midnight.Add(-10*time.Minute)) && at.Before(midnight.Add(15*time.Minute))
	})
	days := o.service("api").Days
	if days[88].Down != 10 || days[88].Minutes != 20 || days[89].Down != 15 || days[89].Minutes != 20 {
		t.Errorf("%+v %+v", days[88], days[89])
	}
}

// The 90th day is shown, the 91st is not; what was measured before it still says that measuring had begun.
func TestF21_4_NinetyDaysAreShown(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.Probes = works("database")
	o.sampled(morning, morning.Add(time.Minute), nil)
	for after, minutes := range map[int]int{89: 14 * 60, 90: 24 * 60} { // measured since 10:00 on the first day
		o.clock.Store(morning.AddDate(0, 0, after).UnixNano())
		days := o.service("database").Days
		if len(days) != 90 || days[0].Minutes != minutes || days[0].Down == 0 {
			t.Errorf("%d days later the oldest day shown is %+v", after, days[0])
		}
	}
}

// What feeds us is counted by the round, replaced as a whole, and said with the time of counting.
func TestF21_4_SourcesAndConsumersAreAsTheyWereCountedLast(t *testing.T) {
	t.Parallel()
	o := open(t)
	three, seven, seconds := int32(3), int32(7), int64(95)
	o.Feeding = func(context.Context) (status.Feeds, error) {
		return status.Feeds{
			Sources: []status.Source{{SourceID: "11460000MB0XY00010", Source: "示例部门（虚构）", Item: "penalty", LastSeen: morning, Records: 12,
				MedianDays: &three, P90Days: &seven, Rows: 20, Accepted: 19, Timed: 12, Late: 1, Deadline: "publicity.dual", DeadlineN: 7, DeadlineUnit: "working_day"}},
			Consumers: []status.Consumer{{Target: "site", Told: 4, Acknowledged: 3, Late: 1, MedianSeconds: &seconds}},
		}, nil
	}
	for range 2 {
		if err := o.Count(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	b := o.board()
	if len(b.Sources) != 1 || b.Sources[0].Records != 12 || *b.Sources[0].P90Days != 7 || b.Sources[0].Deadline != "publicity.dual" || !b.Sources[0].CountedAt.Equal(morning) {
		t.Errorf("%+v", b.Sources)
	}
	if len(b.Consumers) != 1 || *b.Consumers[0].MedianSeconds != 95 || b.Consumers[0].P90Seconds != nil || b.Consumers[0].Late != 1 {
		t.Errorf("%+v", b.Consumers)
	}
}
