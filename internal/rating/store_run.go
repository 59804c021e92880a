package rating

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const runColumns = `run_id, kind, model, version, against, on_day, started_by, org, at, buckets, ended_at, card`

var (
	qRun    = pg.Q("rating.run", `select `+runColumns+` from rating.run where run_id = $1`)
	qHold   = pg.Q("rating.hold", `select `+runColumns+` from rating.run where run_id = $1 for update`)
	qRuns   = pg.Q("rating.runs", `select `+runColumns+` from rating.run where model = $1 and ($2 = '' or kind = $2) order by run_id desc limit $3`)
	qAddRun = pg.Q("rating.add_run", `
		insert into rating.run (`+runColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, null, null)`)
	qEndRun    = pg.Q("rating.end_run", `update rating.run set ended_at = $2, card = $3 where run_id = $1 and ended_at is null`)
	qAddBucket = pg.Q("rating.add_buckets", `
		insert into rating.bucket (run_id, no, after_id, until_id)
		select $1, no, after_id, until_id from unnest($2::integer[], $3::text[], $4::text[]) as given (no, after_id, until_id)`)
	qBucket  = pg.Q("rating.bucket", `select no, after_id, until_id, done_at, tally from rating.bucket where run_id = $1 and no = $2`)
	qDone    = pg.Q("rating.bucket_done", `update rating.bucket set done_at = $3, tally = $4 where run_id = $1 and no = $2 and done_at is null`)
	qTallies = pg.Q("rating.tallies", `select no, after_id, until_id, done_at, tally from rating.bucket where run_id = $1 order by no`)
	qUndone  = pg.Q("rating.undone", `select count(*) from rating.bucket where run_id = $1 and done_at is null`)
	qGoneBy  = pg.Q("rating.done_of_run", `select count(*) from rating.bucket where run_id = $1 and done_at is not null`)
)

type runRow struct {
	RunID     string
	Kind      string
	Model     string
	Version   int32
	Against   int32
	OnDay     workday.Date
	StartedBy string
	Org       string
	At        time.Time
	Buckets   int32
	EndedAt   *time.Time
	Card      json.RawMessage
}

type bucketRow struct {
	No      int32
	AfterID string
	UntilID string
	DoneAt  *time.Time
	Tally   json.RawMessage
}

func runOf(ctx context.Context, db pg.DB, id string) (_ runRow, err error) {
	defer fault.Wrap(&err, "rating.runOf(%s)", id)
	r, err := pg.One[runRow](ctx, db, qRun, id)
	if errors.Is(err, pg.ErrNone) {
		return r, errNoRun
	}
	return r, err
}

// holdRun keeps every other part of a run from ending it at the same moment.
func holdRun(ctx context.Context, tx pg.Tx, id string) (_ runRow, err error) {
	defer fault.Wrap(&err, "rating.holdRun(%s)", id)
	return pg.One[runRow](ctx, tx, qHold, id)
}

func runsOf(ctx context.Context, db pg.DB, model, kind string, limit int) (_ []runRow, err error) {
	defer fault.Wrap(&err, "rating.runsOf(%s)", model)
	return pg.All[runRow](ctx, db, qRuns, model, kind, limit)
}

func addRun(ctx context.Context, tx pg.Tx, r *runRow, cuts []string) (err error) {
	defer fault.Wrap(&err, "rating.addRun(%s)", r.Model)
	if _, err := tx.Exec(ctx, qAddRun, r.RunID, r.Kind, r.Model, r.Version, r.Against, r.OnDay, r.StartedBy, r.Org, r.At, r.Buckets); err != nil {
		return err
	}
	nos, after, before := make([]int32, len(cuts)), make([]string, len(cuts)), ""
	for i, cut := range cuts {
		nos[i], after[i] = int32(i), before //nolint:gosec // as many as parts of the population
		before = cut
	}
	_, err = tx.Exec(ctx, qAddBucket, r.RunID, nos, after, cuts)
	return err
}

func bucketOf(ctx context.Context, db pg.DB, run string, no int32) (_ bucketRow, err error) {
	defer fault.Wrap(&err, "rating.bucketOf(%s %d)", run, no)
	return pg.One[bucketRow](ctx, db, qBucket, run, no)
}

func bucketDone(ctx context.Context, tx pg.Tx, run string, no int32, at time.Time, tally []byte) (err error) {
	defer fault.Wrap(&err, "rating.bucketDone(%s %d)", run, no)
	_, err = tx.Exec(ctx, qDone, run, no, at, tally)
	return err
}

func undone(ctx context.Context, db pg.DB, run string) (_ int64, err error) {
	defer fault.Wrap(&err, "rating.undone(%s)", run)
	return pg.Scalar[int64](ctx, db, qUndone, run)
}

func doneOf(ctx context.Context, db pg.DB, run string) (_ int64, err error) {
	defer fault.Wrap(&err, "rating.doneOf(%s)", run)
	return pg.Scalar[int64](ctx, db, qGoneBy, run)
}

func tallies(ctx context.Context, db pg.DB, run string) (_ []bucketRow, err error) {
	defer fault.Wrap(&err, "rating.tallies(%s)", run)
	return pg.All[bucketRow](ctx, db, qTallies, run)
}

func endRun(ctx context.Context, tx pg.Tx, run string, at time.Time, card []byte) (err error) {
	defer fault.Wrap(&err, "rating.endRun(%s)", run)
	_, err = tx.Exec(ctx, qEndRun, run, at, card)
	return err
}
