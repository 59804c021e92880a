package rating

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const resultColumns = `entity_id, result_id, model, version, on_day, rated, points, grade, snapshot, hash, cause, ref, at, entry_id::text as entry_id, leaf, salt`

var (
	qLatest = pg.Q("rating.latest", `
		select distinct on (entity_id, model) `+resultColumns+` from rating.result
		where entity_id = any($1) order by entity_id, model, result_id desc`)
	qHistory = pg.Q("rating.history", `
		select `+resultColumns+` from rating.result where entity_id = $1 and ($2 = '' or model = $2) order by result_id desc limit $3`)
	qResult = pg.Q("rating.result", `select `+resultColumns+` from rating.result where entity_id = $1 and result_id = $2`)
	// cross-shard, read-only: a stretch of the population
	qLatestIn = pg.Q("rating.latest_in", `
		select distinct on (entity_id) entity_id, version, on_day, rated, hash from rating.result
		where entity_id > $1 and entity_id <= $2 and model = $3 order by entity_id, result_id desc`)
	// cross-shard, read-only, limited: the newest results of a model, to compute them again
	qSample = pg.Q("rating.sample", `
		select `+resultColumns+` from rating.result where model = $1 order by result_id desc limit $2`)
)

// resultRow is a result as it is kept.
type resultRow struct {
	EntityID string
	ResultID string
	Model    string
	Version  int32
	OnDay    workday.Date
	Rated    bool
	Points   int32
	Grade    string
	Snapshot []byte
	Hash     []byte
	Cause    string
	Ref      string
	At       time.Time
	EntryID  string
	Leaf     int32
	Salt     []byte
}

// text is what the ledger commits to of a result.
func (r *resultRow) text() []byte {
	b := append([]byte(r.EntityID), '\n')
	b = append(append(b, r.ResultID...), '\n')
	return append(b, r.Hash...)
}

func latest(ctx context.Context, db pg.DB, entities []string) (_ []resultRow, err error) {
	defer fault.Wrap(&err, "rating.latest")
	return pg.All[resultRow](ctx, db, qLatest, entities)
}

func history(ctx context.Context, db pg.DB, entity, model string, limit int) (_ []resultRow, err error) {
	defer fault.Wrap(&err, "rating.history")
	return pg.All[resultRow](ctx, db, qHistory, entity, model, limit)
}

func resultOf(ctx context.Context, db pg.DB, entity, id string) (_ resultRow, err error) {
	defer fault.Wrap(&err, "rating.resultOf(%s)", id)
	r, err := pg.One[resultRow](ctx, db, qResult, entity, id)
	if errors.Is(err, pg.ErrNone) {
		return r, errNoResult
	}
	return r, err
}

func sample(ctx context.Context, db pg.DB, model string, limit int) (_ []resultRow, err error) {
	defer fault.Wrap(&err, "rating.sample")
	return pg.All[resultRow](ctx, db, qSample, model, limit)
}

// last is as much of the newest result as tells whether there is news.
type last struct {
	version int
	on      workday.Date
	rated   bool
	hash    [32]byte
}

func latestIn(ctx context.Context, db pg.DB, after, until, model string) (out map[string]last, err error) {
	defer fault.Wrap(&err, "rating.latestIn")
	rows, err := db.Query(ctx, qLatestIn, after, until, model)
	if err != nil {
		return nil, err
	}
	out = map[string]last{}
	var id string
	var l last
	var hash []byte
	_, err = pgx.ForEachRow(rows, []any{&id, &l.version, &l.on, &l.rated, &hash}, func() error {
		copy(l.hash[:], hash)
		out[id] = l
		return nil
	})
	return out, err
}

var resultInto = []string{"entity_id", "result_id", "model", "version", "on_day", "rated", "points", "grade", "snapshot", "hash", "cause", "ref", "at", "entry_id", "leaf", "salt"}

func addResults(ctx context.Context, tx pg.Tx, rows []resultRow) (err error) {
	defer fault.Wrap(&err, "rating.addResults(%d)", len(rows))
	_, err = tx.Copy(ctx, "rating", "result", resultInto, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
		r := &rows[i]
		return []any{r.EntityID, r.ResultID, r.Model, r.Version, r.OnDay, r.Rated, r.Points, r.Grade, r.Snapshot, r.Hash, r.Cause, r.Ref, r.At, r.EntryID, r.Leaf, r.Salt}, nil
	}))
	return err
}
