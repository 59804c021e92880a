package jobs

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

var (
	qWasDone  = pg.Q("jobs.was_done", `select exists (select from jobs.round where name = $1 and period = $2)`)
	qMarkDone = pg.Q("jobs.mark_done", `insert into jobs.round (name, period, ended_at) values ($1, $2, $3) on conflict do nothing`)
	qLatest   = pg.Q("jobs.latest", `select distinct on (name) name, period, ended_at from jobs.round order by name, period desc`)
	qWaiting  = pg.Q("jobs.waiting", `
		select count(*) from jobs.river_job where state in ('available', 'running') or state in ('scheduled', 'retryable') and scheduled_at <= now()`)
	qUntried = pg.Q("jobs.untried", `
		select count(*) from jobs.river_job where state in ('available', 'running') and coalesce(cardinality(errors), 0) = 0 and scheduled_at <= now()`)
	qForget = pg.Q("jobs.forget", `delete from jobs.round where ended_at < $1`)
)

func wasDone(ctx context.Context, db pg.DB, name, period string) (done bool, err error) {
	defer fault.Wrap(&err, "jobs.wasDone(%s)", name)
	return pg.Scalar[bool](ctx, db, qWasDone, name, period)
}

func markDone(ctx context.Context, db pg.DB, name, period string, at time.Time) (err error) {
	defer fault.Wrap(&err, "jobs.markDone(%s)", name)
	_, err = db.Exec(ctx, qMarkDone, name, period, at)
	return err
}

// Round is the last round of periodic work that was done.
type Round struct {
	Name    string    `json:"name"`
	Period  string    `json:"period"`
	EndedAt time.Time `json:"ended_at"`
}

// Latest tells when each periodic work was last done.
func (q *Queue) Latest(ctx context.Context) (_ []Round, err error) {
	defer fault.Wrap(&err, "jobs.Latest")
	return pg.All[Round](ctx, q.db, qLatest)
}

// Forget drops what is remembered of rounds before an instant.
func (q *Queue) Forget(ctx context.Context, before time.Time) (err error) {
	defer fault.Wrap(&err, "jobs.Forget")
	_, err = q.db.Exec(ctx, qForget, before)
	return err
}

// Waiting counts jobs that could be done now and are not yet done; those pausing after a failure are not among them.
func (q *Queue) Waiting(ctx context.Context) (n int64, err error) {
	defer fault.Wrap(&err, "jobs.Waiting")
	return pg.Scalar[int64](ctx, q.db, qWaiting)
}

// untried counts jobs that could be done now and never failed.
func (q *Queue) untried(ctx context.Context) (n int64, err error) {
	defer fault.Wrap(&err, "jobs.untried")
	return pg.Scalar[int64](ctx, q.db, qUntried)
}
