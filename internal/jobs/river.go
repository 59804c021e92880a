package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"xinheng/internal/pg"
)

// task is what the library is given: one kind of its own for all kinds of ours.
type task struct {
	Do     string          `json:"do" river:"unique"`
	With   json.RawMessage `json:"with,omitempty"`
	Period string          `json:"period,omitempty" river:"unique"` // of a round of periodic work
}

// Kind names tasks to the library.
func (task) Kind() string { return "task" }

// worker does tasks.
type worker struct {
	river.WorkerDefaults[task]
	q *Queue
}

// Work does one task. Errors name the kind and never the arguments.
func (w *worker) Work(ctx context.Context, job *river.Job[task]) error {
	if job.Args.Period != "" {
		return w.q.round(ctx, job.Args.Do, job.Args.Period)
	}
	k, known := w.q.kinds[job.Args.Do]
	if !known {
		return fmt.Errorf("jobs: nobody does %s: a newer program put it", job.Args.Do)
	}
	return k.do(ctx, job.Args.With)
}

// NextRetry pauses as the kind says. The library asks in its own time, which is the machine's.
func (w *worker) NextRetry(job *river.Job[task]) time.Time {
	k, known := w.q.kinds[job.Args.Do]
	if !known || job.AttemptedAt == nil {
		return time.Time{} // the library's own pause
	}
	return job.AttemptedAt.Add(k.retry.Pause(job.Attempt))
}

// Timeout is that of the kind, or of the queue. A round of periodic work has its own: it may look at much.
func (w *worker) Timeout(job *river.Job[task]) time.Duration {
	if job.Args.Period != "" {
		return roundTime
	}
	return w.q.kinds[job.Args.Do].retry.Timeout
}

// river makes the client once everything is declared.
func (q *Queue) river() (*river.Client[pgx.Tx], error) {
	q.once.Do(func() { q.client, q.broken = q.connect(true) })
	return q.client, q.broken
}

// connect makes a client. One that leads begins periodic work and takes up what was broken off; there may be many of them.
func (q *Queue) connect(leads bool) (*river.Client[pgx.Tx], error) {
	workers := river.NewWorkers()
	river.AddWorker(workers, &worker{q: q})
	p := q.Pace.orGood()
	var periodic []*river.PeriodicJob
	if leads {
		periodic = q.periodic()
	}
	client, err := river.NewClient(riverpgxv5.New(pg.RawPool(q.db)), &river.Config{
		Schema:                      pg.JobsSchema,
		Workers:                     workers,
		Queues:                      map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: p.Workers}},
		FetchCooldown:               10 * time.Millisecond,
		JobTimeout:                  p.Timeout,
		RescueStuckJobsAfter:        p.Rescue,
		CompletedJobRetentionPeriod: 24 * time.Hour,
		DiscardedJobRetentionPeriod: 90 * 24 * time.Hour,
		PeriodicJobs:                periodic,
		LeaderElectionDisabled:      !leads,
		ReindexerIndexNames:         []string{}, // rebuilding indexes takes their owner, which the application is not
		Logger:                      slog.New(quiet{slog.Default().Handler()}),
	})
	return client, pg.Told(err)
}

func (p Pace) orGood() Pace {
	if p.Workers == 0 {
		p.Workers = 8
	}
	if p.Timeout == 0 {
		p.Timeout = time.Minute
	}
	if p.Rescue == 0 {
		p.Rescue = 2 * time.Minute
	}
	return p
}

// quiet lets the library warn and no more: that it started and stopped is nobody's news.
type quiet struct{ slog.Handler }

// Enabled is for warnings and errors.
func (q quiet) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && q.Handler.Enabled(ctx, l)
}

func (q quiet) WithAttrs(a []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(a)} }
func (q quiet) WithGroup(n string) slog.Handler      { return quiet{q.Handler.WithGroup(n)} }
