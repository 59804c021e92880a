package rating

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const (
	modelColumns   = `code, version, hash, body, origin, org, author, at`
	releaseColumns = `release_id, code, version, valid_from, approver, impact_id, reason, at, ended_on, ended_by`
	ownColumns     = `entity_id, value_id, model, field, org, value, from_on, until_on, actor, at`
)

var (
	qModel    = pg.Q("rating.model", `select `+modelColumns+` from rating.model where code = $1 and version = $2`)
	qModels   = pg.Q("rating.models", `select `+modelColumns+` from rating.model order by code, version desc limit 2000`)
	qAddModel = pg.Q("rating.add_model", `
		insert into rating.model (`+modelColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (code, version) do nothing`)

	qReleases   = pg.Q("rating.releases", `select `+releaseColumns+` from rating.release order by code, valid_from desc, release_id desc limit 2000`)
	qAddRelease = pg.Q("rating.add_release", `
		insert into rating.release (`+releaseColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, null, '')`)
	qEndReleases = pg.Q("rating.end_releases", `
		update rating.release set ended_on = $2, ended_by = $3 where code = $1 and ended_on is null`)

	qAddChunk = pg.Q("rating.add_chunk", `insert into rating.chunk (entry_id, leaves) values ($1, $2)`)
	qChunk    = pg.Q("rating.chunk", `select leaves from rating.chunk where entry_id = $1`)

	qOwn = pg.Q("rating.own", `
		select distinct on (entity_id, model, field) `+ownColumns+` from rating.own
		where entity_id = any($1) order by entity_id, model, field, value_id desc`)
	// cross-shard, read-only: a stretch of the population
	qOwnIn = pg.Q("rating.own_in", `
		select distinct on (entity_id, field) `+ownColumns+` from rating.own
		where entity_id > $1 and entity_id <= $2 and model = $3 order by entity_id, field, value_id desc`)
)

type modelRow struct {
	Code    string
	Version int32
	Hash    []byte
	Body    []byte
	Origin  string
	Org     string
	Author  string
	At      time.Time
}

func modelOf(ctx context.Context, db pg.DB, code string, version int) (_ modelRow, err error) {
	defer fault.Wrap(&err, "rating.modelOf(%s %d)", code, version)
	return pg.One[modelRow](ctx, db, qModel, code, version)
}

func allModels(ctx context.Context, db pg.DB) (_ []modelRow, err error) {
	defer fault.Wrap(&err, "rating.allModels")
	return pg.All[modelRow](ctx, db, qModels)
}

// addModel reports whether the version was not there yet.
func addModel(ctx context.Context, tx pg.DB, m *modelRow) (added bool, err error) {
	defer fault.Wrap(&err, "rating.addModel(%s %d)", m.Code, m.Version)
	n, err := tx.Exec(ctx, qAddModel, m.Code, m.Version, m.Hash, m.Body, m.Origin, m.Org, m.Author, m.At)
	return n > 0, err
}

// Release is the act that lets a version of a model into force.
type Release struct {
	ReleaseID string       `json:"id"`
	Code      string       `json:"code"`
	Version   int32        `json:"version"`
	ValidFrom workday.Date `json:"valid_from"`
	Approver  string       `json:"-"`
	ImpactID  string       `json:"impact" doc:"the comparison it rests on"`
	Reason    string       `json:"reason"`
	At        time.Time    `json:"at"`
	EndedOn   workday.Date `json:"ended_on,omitzero" doc:"first day it no longer holds"`
	EndedBy   string       `json:"-"`
}

func releases(ctx context.Context, db pg.DB) (_ []Release, err error) {
	defer fault.Wrap(&err, "rating.releases")
	return pg.All[Release](ctx, db, qReleases)
}

func addRelease(ctx context.Context, tx pg.Tx, r *Release) (err error) {
	defer fault.Wrap(&err, "rating.addRelease(%s)", r.Code)
	_, err = tx.Exec(ctx, qAddRelease, r.ReleaseID, r.Code, r.Version, r.ValidFrom, r.Approver, r.ImpactID, r.Reason, r.At)
	return err
}

func endReleases(ctx context.Context, tx pg.Tx, code string, on workday.Date, by string) (n int64, err error) {
	defer fault.Wrap(&err, "rating.endReleases(%s)", code)
	return tx.Exec(ctx, qEndReleases, code, on, by)
}

// addChunk keeps the leaves of an entry.
func addChunk(ctx context.Context, tx pg.Tx, entry string, leaves []ledger.Hash) (err error) {
	defer fault.Wrap(&err, "rating.addChunk")
	packed := make([]byte, 0, len(leaves)*len(ledger.Hash{}))
	for _, l := range leaves {
		packed = append(packed, l[:]...)
	}
	_, err = tx.Exec(ctx, qAddChunk, entry, packed)
	return err
}

func chunkOf(ctx context.Context, db pg.DB, entry string) (leaves []ledger.Hash, err error) {
	defer fault.Wrap(&err, "rating.chunkOf")
	packed, err := pg.Scalar[[]byte](ctx, db, qChunk, entry)
	for i := 0; i+len(ledger.Hash{}) <= len(packed); i += len(ledger.Hash{}) {
		leaves = append(leaves, ledger.Hash(packed[i:i+len(ledger.Hash{})]))
	}
	return leaves, err
}

// ownRow is a number a body brought in.
type ownRow struct {
	EntityID string
	ValueID  string
	Model    string
	Field    string
	Org      string
	Value    int64
	FromOn   workday.Date
	UntilOn  workday.Date
	Actor    string
	At       time.Time
}

func (r *ownRow) value() OwnValue {
	return OwnValue{ID: r.ValueID, Model: r.Model, Field: r.Field, Org: r.Org, Value: r.Value, From: r.FromOn, Until: r.UntilOn}
}

func ownOf(ctx context.Context, db pg.DB, entities []string) (out map[string][]OwnValue, err error) {
	defer fault.Wrap(&err, "rating.ownOf")
	rows, err := pg.All[ownRow](ctx, db, qOwn, entities)
	out = map[string][]OwnValue{}
	for i := range rows {
		out[rows[i].EntityID] = append(out[rows[i].EntityID], rows[i].value())
	}
	return out, err
}

func ownIn(ctx context.Context, db pg.DB, after, until, model string) (out map[string][]OwnValue, err error) {
	defer fault.Wrap(&err, "rating.ownIn")
	rows, err := pg.All[ownRow](ctx, db, qOwnIn, after, until, model)
	out = map[string][]OwnValue{}
	for i := range rows {
		out[rows[i].EntityID] = append(out[rows[i].EntityID], rows[i].value())
	}
	return out, err
}

func addOwn(ctx context.Context, tx pg.Tx, rows []ownRow) (err error) {
	defer fault.Wrap(&err, "rating.addOwn(%d)", len(rows))
	_, err = tx.Copy(ctx, "rating", "own", []string{"entity_id", "value_id", "model", "field", "org", "value", "from_on", "until_on", "actor", "at"},
		pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
			r := &rows[i]
			return []any{r.EntityID, r.ValueID, r.Model, r.Field, r.Org, r.Value, r.FromOn, r.UntilOn, r.Actor, r.At}, nil
		}))
	return err
}
