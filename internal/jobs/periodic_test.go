package jobs_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"xinheng/internal/jobs"
	"xinheng/internal/pgtest"
	"xinheng/internal/workday"
)

func TestRoundsBeginOnTheCalendarOfShanghai(t *testing.T) {
	t.Parallel()
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04:05", s, workday.Shanghai)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct {
		when            jobs.When
		now, next, name string
	}{
		{jobs.Daily(2, 30), "2026-09-01 02:29:59", "2026-09-01 02:30:00", "2026-08-31T02:30"},
		{jobs.Daily(2, 30), "2026-09-01 02:30:00", "2026-09-02 02:30:00", "2026-09-01T02:30"},
		{jobs.Daily(0, 0), "2026-12-31 23:59:59", "2027-01-01 00:00:00", "2026-12-31T00:00"},
		{jobs.Every(time.Minute), "2026-09-01 00:00:30", "2026-09-01 00:01:00", "2026-09-01T00:00"},
		{jobs.Every(5 * time.Minute), "2026-09-01 23:57:00", "2026-09-02 00:00:00", "2026-09-01T23:55"},
	} {
		if got := c.when.Next(at(c.now).UTC()); !got.Equal(at(c.next)) {
			t.Errorf("after %s comes %s, want %s", c.now, got.In(workday.Shanghai), c.next)
		}
		if got := c.when.Period(at(c.now).UTC()); got != c.name {
			t.Errorf("%s belongs to %s, want %s", c.now, got, c.name)
		}
	}
}

// Two servers on one database: a round is done once, also after a restart within its period; the next period brings the next.
func TestTwoServersDoARoundOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var rounds atomic.Int32
	var clock atomic.Int64
	clock.Store(workday.MustParse("2026-09-01").Start().Add(9 * time.Hour).UnixNano())
	now := func() time.Time { return time.Unix(0, clock.Load()) }
	done := make(chan string, 8)
	server := func() (stop func()) {
		q := jobs.New(db, now)
		q.Schedule(jobs.Periodic{Name: "test.round", When: jobs.Daily(2, 30), Do: func(context.Context) error {
			rounds.Add(1)
			done <- ""
			return nil
		}})
		stop, err := q.Start(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return stop
	}
	settled := func() {
		q := jobs.New(db, now)
		for look := time.NewTicker(20 * time.Millisecond); ; <-look.C {
			if n, err := q.Waiting(t.Context()); err != nil {
				t.Fatal(err)
			} else if n == 0 {
				return
			}
		}
	}
	one, two := server(), server()
	within(t, done) // caught up at the start
	one()
	two()
	again := server()
	settled()
	again()
	if n := rounds.Load(); n != 1 {
		t.Errorf("%d rounds of one day", n)
	}
	clock.Add(int64(24 * time.Hour))
	tomorrow := server()
	within(t, done)
	tomorrow()
	if n := rounds.Load(); n != 2 {
		t.Errorf("%d rounds of two days", n)
	}
	q := jobs.New(db, now)
	if last, err := q.Latest(t.Context()); err != nil || len(last) != 1 || last[0].Period != "2026-09-02T02:30" {
		t.Errorf("%v %v", last, err)
	}
}
