package jobs

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/riverqueue/river"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Periodic is one row of the schedule.
type Periodic struct {
	Name string    // "exchange.probe"
	When When      // in Asia/Shanghai
	What law.Text2 // what it does
	Why  law.Text2 // for whom, by which rule, and what happens when it does not run
	// Do is one round. It is done at least once in each period, and may be done again: it must be idempotent.
	Do func(ctx context.Context) error
}

// When says at which times rounds begin, and which period a time belongs to. Rounds that were missed are caught up by one
// round of the present period, never by many.
type When struct {
	every time.Duration // a whole part of a day
	at    time.Duration // since midnight in Shanghai; for daily work
}

// Every is a round each d, counted from midnight in Shanghai.
func Every(d time.Duration) When { return When{every: d} }

// Daily is a round a day at a time of the day in Shanghai.
func Daily(hour, minute int) When {
	return When{every: 24 * time.Hour, at: time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute}
}

// Next is the first beginning of a round after t.
func (w When) Next(t time.Time) time.Time { return w.begun(t).Add(w.every) }

// begun is the last beginning of a round, at or before t.
func (w When) begun(t time.Time) time.Time {
	first := workday.Of(t).Start().Add(w.at)
	if t.Before(first) {
		first = first.Add(-24 * time.Hour)
	}
	return first.Add(t.Sub(first).Truncate(w.every))
}

// Period names the round a time belongs to.
func (w When) Period(t time.Time) string {
	return w.begun(t).In(workday.Shanghai).Format("2006-01-02T15:04")
}

// Says puts it into words.
func (w When) Says() law.Text2 {
	if w.every == 24*time.Hour {
		at := fmt.Sprintf("%02d:%02d", int(w.at.Hours()), int(w.at.Minutes())%60)
		return law.Text2{ZH: "每日 " + at, EN: "daily at " + at}
	}
	n := int(w.every.Minutes())
	return law.Text2{ZH: fmt.Sprintf("每 %d 分钟", n), EN: fmt.Sprintf("every %d minutes", n)}
}

// roundTime is how long a round may take.
const roundTime = 15 * time.Minute

// Schedule declares the periodic work, while wiring.
func (q *Queue) Schedule(rows ...Periodic) { q.rounds = append(q.rounds, rows...) }

// Rounds lists the periodic work.
func (q *Queue) Rounds() []Periodic { return slices.Clone(q.rounds) }

// Run does one round of periodic work here and now, for an operator or a story on a set calendar.
func (q *Queue) Run(ctx context.Context, name string) error {
	p, err := q.named(name)
	if err != nil {
		return err
	}
	return p.Do(ctx)
}

func (q *Queue) named(name string) (Periodic, error) {
	i := slices.IndexFunc(q.rounds, func(p Periodic) bool { return p.Name == name })
	if i < 0 {
		return Periodic{}, fmt.Errorf("jobs: there is no periodic work %s", name)
	}
	return q.rounds[i], nil
}

// round does a round once for its period, however often it is put: by two leaders, or at each start.
func (q *Queue) round(ctx context.Context, name, period string) error {
	p, err := q.named(name)
	if err != nil {
		return err
	}
	done, err := wasDone(ctx, q.db, name, period)
	if err != nil || done {
		return err
	}
	if err := p.Do(ctx); err != nil {
		return err
	}
	return markDone(ctx, q.db, name, period, q.now())
}

// periodic tells the library when to put which round. Its clock is the machine's; ours may be set for a story, so the
// difference is taken once.
func (q *Queue) periodic() []*river.PeriodicJob {
	out := make([]*river.PeriodicJob, 0, len(q.rounds))
	for _, p := range q.rounds {
		put := func() (river.JobArgs, *river.InsertOpts) {
			return task{Do: p.Name, Period: p.When.Period(q.now())}, &river.InsertOpts{
				MaxAttempts: 10, UniqueOpts: river.UniqueOpts{ByArgs: true}}
		}
		out = append(out, river.NewPeriodicJob(&onClock{q: q, when: p.When}, put, &river.PeriodicJobOpts{ID: p.Name, RunOnStart: true}))
	}
	return out
}

// onClock is a When on the clock of the queue.
type onClock struct {
	q     *Queue
	when  When
	known bool
	ahead time.Duration // of our clock before the library's
}

// Next is called by the library, for one job from one goroutine.
func (c *onClock) Next(t time.Time) time.Time {
	if !c.known {
		c.known, c.ahead = true, c.q.now().Sub(t)
	}
	return c.when.Next(t.Add(c.ahead)).Add(-c.ahead)
}
