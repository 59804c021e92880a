package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"xinheng/internal/pg"
)

// maxArgs bounds what a job is told: ids fit, records do not.
const maxArgs = 4 << 10

// Queue is where work is put, and who does it once Start is called. Kinds and periodic work are declared while wiring.
type Queue struct {
	Pace Pace // set while wiring; good zero values

	db     *pg.Pool
	now    func() time.Time
	kinds  map[string]kind
	rounds []Periodic

	once   sync.Once
	client *river.Client[pgx.Tx]
	broken error
	drains sync.Mutex
}

// Pace is how patient the queue is. Zero values are good for a server; tests are in more of a hurry.
type Pace struct {
	Workers int           // jobs at once in this process; 8
	Timeout time.Duration // a job that takes longer is told to stop and tried again; one minute
	Rescue  time.Duration // a job whose worker was killed is given to another after this long; two minutes
}

// Retry says how long work is tried, and how long it pauses after its n-th failure (n counts from 1).
type Retry struct {
	Attempts int
	Pause    func(n int) time.Duration
	Timeout  time.Duration // of one try, where that of the queue is too short
}

// kind is one sort of work.
type kind struct {
	do    func(ctx context.Context, args json.RawMessage) error
	retry Retry
}

// New makes a queue on a database; nothing is done until Start.
func New(db *pg.Pool, now func() time.Time) *Queue {
	return &Queue{db: db, now: now, kinds: map[string]kind{}}
}

// Handle declares who does the work of a kind. f is called at least once for each job put, possibly again after it
// succeeded: it must be idempotent. An error means: try again later, as retry says (the zero Retry is patient for days).
func Handle[T any](q *Queue, name string, retry Retry, f func(ctx context.Context, args T) error) {
	if _, twice := q.kinds[name]; twice {
		panic(fmt.Sprintf("jobs: %s is declared twice", name))
	}
	q.kinds[name] = kind{retry: retry.orPatient(), do: func(ctx context.Context, raw json.RawMessage) error {
		var args T
		if err := json.Unmarshal(raw, &args); err != nil {
			return fmt.Errorf("jobs: arguments of %s: %w", name, err)
		}
		return f(ctx, args)
	}}
}

// Put adds work to a transaction: when the transaction is rolled back nothing is done, when it is committed the work is
// done at least once, soon, by whichever server works. args are ids, never data.
func (q *Queue) Put(ctx context.Context, tx pg.Tx, name string, args any) error {
	return q.put(ctx, tx, name, args, time.Time{})
}

// PutAt is Put for work that is not to be done before an instant (of the machine's clock).
func (q *Queue) PutAt(ctx context.Context, tx pg.Tx, name string, args any, at time.Time) error {
	return q.put(ctx, tx, name, args, at)
}

func (q *Queue) put(ctx context.Context, tx pg.Tx, name string, args any, at time.Time) error {
	k, known := q.kinds[name]
	if !known {
		return fmt.Errorf("jobs: nobody does %s", name)
	}
	raw, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("jobs: arguments of %s: %w", name, err)
	}
	if len(raw) > maxArgs {
		return fmt.Errorf("jobs: %s is given %d bytes: arguments are ids, never data", name, len(raw))
	}
	client, err := q.river()
	if err != nil {
		return err
	}
	job, err := pg.Raw(ctx, tx)
	if err != nil {
		return err
	}
	_, err = client.InsertTx(ctx, job, task{Do: name, With: raw}, &river.InsertOpts{MaxAttempts: k.retry.Attempts, ScheduledAt: at})
	return pg.Told(err)
}

// Start works until stop is called, which waits for jobs under way. Work that is broken off is done again later.
func (q *Queue) Start(ctx context.Context) (stop func(), err error) {
	client, err := q.river()
	if err != nil {
		return nil, err
	}
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return nil, pg.Told(err)
	}
	return func() {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
		defer cancel()
		if err := client.Stop(grace); err == nil {
			return
		}
		hard, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if err := client.StopAndCancel(hard); err != nil {
			slog.WarnContext(ctx, "jobs under way did not stop; they are done again later", "error", err)
		}
	}, nil
}

// Drain works until nothing is left that could be done now, then stops: for a story on a set calendar, and for an operator
// without a server. Work that has failed is left for later, and no periodic work is begun.
func (q *Queue) Drain(ctx context.Context) error {
	q.drains.Lock()
	defer q.drains.Unlock()
	client, err := q.connect(false)
	if err != nil {
		return err
	}
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return pg.Told(err)
	}
	defer func() { _ = client.StopAndCancel(context.WithoutCancel(ctx)) }()
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for {
		if n, err := q.untried(ctx); err != nil || n == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-look.C:
		}
	}
}
