package rating

import (
	"context"
	"crypto/rand"
	"maps"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// mostAtOnce bounds how many entities are evaluated in the transaction of another act. What comes in by files is evaluated by
// the nightly run, and shown as it is at the moment of reading in any case.
const mostAtOnce = 20

// Follow evaluates anew, in the transaction of the change, whoever had a record corrected, repaired, withdrawn, removed or brought
// back: the evaluation is updated with it, or nothing is (发改委令36号).
func (d *Desk) Follow(ctx context.Context, tx pg.Tx, e record.Changed) error {
	causes := map[string]record.Record{}
	for _, r := range e.Records {
		if (r.Version > 1 || r.Row == 0) && !r.Person {
			causes[r.EntityID] = r
		}
	}
	if len(causes) == 0 || len(causes) > mostAtOnce {
		return nil
	}
	byCause := map[[2]string][]string{}
	for id, r := range causes {
		cause := [2]string{string(r.State), r.BatchID}
		byCause[cause] = append(byCause[cause], id)
	}
	for cause, ids := range byCause {
		if cause[0] == string(record.Effective) {
			cause[0] = "changed"
		}
		if _, err := d.Evaluate(ctx, tx, slices.Sorted(slices.Values(ids)), cause[0], cause[1]); err != nil {
			return err
		}
	}
	return nil
}

// Evaluate computes the results of entities by every model in force, and keeps those that are news. It returns how many are.
func (d *Desk) Evaluate(ctx context.Context, tx pg.Tx, entities []string, cause, ref string) (int, error) {
	today := d.today()
	models, err := d.InForce(ctx, tx, today)
	if err != nil || len(models) == 0 {
		return 0, err
	}
	subjects, known, err := d.knownOf(ctx, tx, entities)
	if err != nil {
		return 0, err
	}
	was, err := latest(ctx, tx, entities)
	if err != nil {
		return 0, err
	}
	var fresh []resultRow
	for _, m := range models {
		for _, id := range entities {
			s, there := subjects[id]
			if !there {
				continue
			}
			if r, news := d.news(m, s, known[id].of(m.Code), today, was); news {
				r.Cause, r.Ref = cause, ref
				fresh = append(fresh, r)
			}
		}
		if err := d.keep(ctx, tx, m); err != nil {
			return 0, err
		}
	}
	if err := d.store(ctx, tx, fresh, "rating.evaluated", ref); err != nil {
		return 0, err
	}
	return len(fresh), d.push(ctx, tx, fresh)
}

// news computes a result and says whether it is another one than the last.
func (d *Desk) news(m *Model, s Subject, k Known, on workday.Date, was []resultRow) (r resultRow, news bool) {
	counting := k.Counting(on)
	score := Score(&m.RatingModel, s, counting, on)
	snapshot := appendSnapshot(nil, s, counting)
	hash := hashOf(d.suite, m.Hash, on, snapshot, &score)
	i := slices.IndexFunc(was, func(l resultRow) bool { return l.EntityID == s.ID && l.Model == m.Code })
	if i < 0 && !score.Rated {
		return r, false // never evaluated, and not now: there is nothing to say
	}
	if i >= 0 && int(was[i].Version) == m.Version {
		then := hashOf(d.suite, m.Hash, was[i].OnDay, snapshot, &score)
		if string(then[:]) == string(was[i].Hash) {
			return r, false
		}
	}
	return d.row(m, s, on, snapshot, hash, &score), true
}

func (d *Desk) row(m *Model, s Subject, on workday.Date, snapshot []byte, hash [32]byte, score *Result) resultRow {
	return resultRow{EntityID: s.ID, ResultID: uuid.Must(uuid.NewV7()).String(), Model: m.Code, Version: int32(m.Version), OnDay: on, Rated: score.Rated, //nolint:gosec // small
		Points: int32(score.Points), Grade: score.Grade, Snapshot: snapshot, Hash: hash[:], At: d.instant()} //nolint:gosec // bounded by the model
}

const saltSize = 16

// store writes results with one ledger entry whose root covers them.
func (d *Desk) store(ctx context.Context, tx pg.Tx, rows []resultRow, kind, about string) error {
	if len(rows) == 0 {
		return nil
	}
	salts := make([]byte, saltSize*len(rows))
	_, _ = rand.Read(salts)
	leaves := make([]ledger.Hash, len(rows))
	for i := range rows {
		r := &rows[i]
		r.Leaf, r.Salt = int32(i), salts[i*saltSize:(i+1)*saltSize] //nolint:gosec // as many as a part holds
		leaves[i] = ledger.RowLeaf(r.Salt, r.text())
	}
	entry, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: kind, Actor: platform, About: about, Root: ledger.RowRoot(leaves),
		Public: map[string]string{"rows": strconv.Itoa(len(rows)), "model": rows[0].Model, "version": strconv.Itoa(int(rows[0].Version))}})
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].EntryID = entry
	}
	if err := addChunk(ctx, tx, entry, leaves); err != nil {
		return err
	}
	return addResults(ctx, tx, rows)
}

// platform is who acts when a job does.
const platform = "xinheng"

// knownOf reads all there is to know of entities: who they are, what stands, what they declared, what sectors brought in.
func (d *Desk) knownOf(ctx context.Context, db pg.DB, entities []string) (map[string]Subject, map[string]Known, error) {
	found, err := registry.FindMany(ctx, db, entities)
	if err != nil {
		return nil, nil, err
	}
	facts, err := standing.OfMany(ctx, db, entities)
	if err != nil {
		return nil, nil, err
	}
	own, err := ownOf(ctx, db, entities)
	if err != nil {
		return nil, nil, err
	}
	var declared map[string][]Declaration
	if d.Declared != nil {
		if declared, err = d.Declared(ctx, db, entities); err != nil {
			return nil, nil, err
		}
	}
	subjects, known := map[string]Subject{}, map[string]Known{}
	for id := range maps.Keys(found) {
		e := found[id]
		if e.Kind == registry.Person {
			continue // natural persons are not evaluated
		}
		subjects[id] = Subject{ID: id, Kind: string(e.Kind), Region: e.Region, Industry: e.Industry, Established: e.EstablishedOn}
		known[id] = Known{Facts: facts[id], Declared: declared[id], Own: own[id]}
	}
	return subjects, known, nil
}

// OwnValue is a number a body brought in, for a field of its model.
type OwnValue struct {
	ID    string       `json:"id"`
	Model string       `json:"model"`
	Field string       `json:"field"`
	Org   string       `json:"org"`
	Value int64        `json:"value"`
	From  workday.Date `json:"from"`
	Until workday.Date `json:"until" doc:"last day it counts"`
}

// of keeps, of own data, what is of the model.
func (k Known) of(model string) Known {
	k.Own = slices.DeleteFunc(slices.Clone(k.Own), func(v OwnValue) bool { return v.Model != model })
	return k
}
