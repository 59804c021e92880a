package rating

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Model is one version of a model as it is, or was, used.
type Model struct {
	law.RatingModel
	Hash   []byte
	Origin string // law, or studio
	Org    string // body that made it
	Author string
	At     time.Time
}

// Where a model comes from.
const (
	ofLaw    = "law"
	ofStudio = "studio"
)

const modelHead = "xinheng.rating.model/1\n"

// canonical is a model as bytes, with their hash: the name by which a result knows it.
func canonical(suite seal.Suite, m *law.RatingModel) (body, hash []byte) {
	body, err := json.Marshal(m)
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	sum := seal.Sum(suite, []byte(modelHead), body)
	return body, sum[:]
}

func (r *modelRow) model() (*Model, error) {
	m := &Model{Hash: r.Hash, Origin: r.Origin, Org: r.Org, Author: r.Author, At: r.At}
	if err := json.Unmarshal(r.Body, &m.RatingModel); err != nil {
		return nil, fmt.Errorf("rating: model %s %d: %w", r.Code, r.Version, err)
	}
	return m, nil
}

// version reads one version of a model.
func (d *Desk) version(ctx context.Context, db pg.DB, code string, version int) (*Model, error) {
	r, err := modelOf(ctx, db, code, version)
	if errors.Is(err, pg.ErrNone) {
		return nil, errNoModel
	}
	if err != nil {
		return nil, err
	}
	return r.model()
}

// ofBook is a model of the law data. It is kept as it was when it was first used, so that a past result can be computed again whatever
// becomes of the file; a file that was changed under the same version is refused.
func (d *Desk) ofBook(ctx context.Context, db pg.DB, m *law.RatingModel) (*Model, error) {
	body, hash := canonical(d.suite, m)
	kept, err := modelOf(ctx, db, m.Code, m.Version)
	switch {
	case errors.Is(err, pg.ErrNone):
		return &Model{RatingModel: *m, Hash: hash, Origin: ofLaw}, nil
	case err != nil:
		return nil, err
	}
	was, err := kept.model()
	if err != nil {
		return nil, err
	}
	if again, _ := canonical(d.suite, &was.RatingModel); !bytes.Equal(again, body) {
		return nil, errChanged
	}
	return was, nil
}

// keep puts a model of the law data into the registry the first time something is computed by it.
func (d *Desk) keep(ctx context.Context, tx pg.Tx, m *Model) error {
	if m.Origin != ofLaw || !m.At.IsZero() {
		return nil
	}
	body, hash := canonical(d.suite, &m.RatingModel)
	m.At = d.instant()
	_, err := addModel(ctx, tx, &modelRow{Code: m.Code, Version: int32(m.Version), Hash: hash, Body: body, Origin: ofLaw, At: m.At}) //nolint:gosec // small
	return err
}

// InForce are the models that rate on a day: the imported ones of the law data, and versions two people let into force.
func (d *Desk) InForce(ctx context.Context, db pg.DB, on workday.Date) (out []*Model, err error) {
	for _, m := range d.law.On(on).RatingModels() {
		if m.Template {
			continue
		}
		model, err := d.ofBook(ctx, db, &m)
		if err != nil {
			return nil, err
		}
		out = append(out, model)
	}
	all, err := releases(ctx, db)
	if err != nil {
		return nil, err
	}
	for _, r := range holding(all, on) {
		model, err := d.version(ctx, db, r.Code, int(r.Version))
		if err != nil {
			return nil, err
		}
		out = append(out, model)
	}
	return out, nil
}

// holding is, of each model, the release that holds on a day: the last that has begun and has not ended.
func holding(all []Release, on workday.Date) (out []Release) {
	all = slices.SortedStableFunc(slices.Values(all), func(a, b Release) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(b.ValidFrom, a.ValidFrom), cmp.Compare(b.ReleaseID, a.ReleaseID))
	})
	for _, r := range all {
		begun := r.ValidFrom <= on && (len(out) == 0 || out[len(out)-1].Code != r.Code)
		if begun {
			out = append(out, r)
		}
	}
	return slices.DeleteFunc(out, func(r Release) bool { return r.EndedOn != 0 && on >= r.EndedOn })
}

// inForce finds the version of a model that rates on a day.
func (d *Desk) inForce(ctx context.Context, db pg.DB, code string, on workday.Date) (*Model, error) {
	all, err := d.InForce(ctx, db, on)
	if err != nil {
		return nil, err
	}
	for _, m := range all {
		if m.Code == code {
			return m, nil
		}
	}
	return nil, errNoModel
}
