package registry

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

const entityColumns = `e.entity_id as id, e.name, e.kind, e.status, e.region, e.region_derived, e.industry, e.established_on,
	e.address, e.legal_rep_masked as legal_rep, e.parent_id as parent, e.reg_no, e.last_seen,
	array(select f.name from registry.former_name f where f.entity_id = e.entity_id order by f.name_norm) as former_names`

var (
	qFind = pg.Q("registry.find", `select `+entityColumns+` from registry.entity e where e.entity_id = $1`)

	qFindMany = pg.Q("registry.find_many", `select `+entityColumns+` from registry.entity e where e.entity_id = any($1)`)

	qKnown = pg.Q("registry.known", `select e.entity_id from registry.entity e where e.entity_id = any($1)`)

	// cross-shard, read-only, limited
	qBranches = pg.Q("registry.branches", `select `+entityColumns+` from registry.entity e
where e.parent_id = $1 and e.parent_id <> '' and e.kind <> 'person' order by e.entity_id limit 500`)

	// cross-shard, read-only: one figure
	qCount = pg.Q("registry.count", `select count(*) from registry.entity e where e.kind <> 'person'`)

	// cross-shard, read-only: streamed once when a process starts
	qEachID = pg.Q("registry.each_id", `select e.entity_id from registry.entity e`)

	// cross-shard, read-only: a page of a walk through everybody
	qAfter = pg.Q("registry.after", `select `+entityColumns+` from registry.entity e
where e.entity_id > $1 and e.kind <> 'person' order by e.entity_id limit $2`)

	qOfficers = pg.Q("registry.officers", `
select p.role, p.name_masked as name, p.blind as person_id from registry.person p where p.entity_id = $1 order by p.seq`)
)

// stored is an entity as a row gives it.
type stored struct {
	Entity
	LastSeen *time.Time
}

func (s stored) entity() Entity {
	if s.LastSeen != nil {
		s.SeenAt = *s.LastSeen
	}
	return s.Entity
}

// Find returns one entity; fault registry.unknown otherwise.
func Find(ctx context.Context, db pg.DB, id string) (e Entity, err error) {
	defer fault.Wrap(&err, "registry.Find(%s)", id)
	row, err := pg.One[stored](ctx, db, qFind, id)
	if errors.Is(err, pg.ErrNone) {
		return Entity{}, errUnknown
	}
	return row.entity(), err
}

// FindMany returns those of the entities that exist, by id, in one statement.
func FindMany(ctx context.Context, db pg.DB, ids []string) (found map[string]Entity, err error) {
	found = make(map[string]Entity, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	defer fault.Wrap(&err, "registry.FindMany(%d ids)", len(ids))
	rows, err := pg.All[stored](ctx, db, qFindMany, ids)
	for _, r := range rows {
		found[r.ID] = r.entity()
	}
	return found, err
}

// Known returns which of the ids exist, in one statement.
func Known(ctx context.Context, db pg.DB, ids []string) (known map[string]bool, err error) {
	known = make(map[string]bool, len(ids))
	if len(ids) == 0 {
		return known, nil
	}
	defer fault.Wrap(&err, "registry.Known(%d ids)", len(ids))
	there, err := pg.Column[string](ctx, db, qKnown, ids)
	for _, id := range there {
		known[id] = true
	}
	return known, err
}

// Branches returns the branches of an entity, at most 500.
func Branches(ctx context.Context, db pg.DB, id string) (branches []Entity, err error) {
	defer fault.Wrap(&err, "registry.Branches(%s)", id)
	rows, err := pg.All[stored](ctx, db, qBranches, id)
	for _, r := range rows {
		branches = append(branches, r.entity())
	}
	return branches, err
}

// Count returns how many entities there are, natural persons not counted.
func Count(ctx context.Context, db pg.DB) (n int64, err error) {
	defer fault.Wrap(&err, "registry.Count")
	return pg.Scalar[int64](ctx, db, qCount)
}

// EachID streams the id of everyone registered, natural persons too, in no order: what the memory index of standing
// needs to tell "nothing against this firm" from "no such firm".
func EachID(ctx context.Context, db pg.DB, do func(id string)) (err error) {
	defer fault.Wrap(&err, "registry.EachID")
	rows, err := db.Query(ctx, qEachID)
	if err != nil {
		return err
	}
	var id string
	_, err = pgx.ForEachRow(rows, []any{&id}, func() error {
		do(id)
		return nil
	})
	return err
}

// After returns the entities that follow an id, in order of their ids, natural persons not among them: a walk through everybody
// that can be taken up where it stopped.
func After(ctx context.Context, db pg.DB, id string, limit int) (page []Entity, err error) {
	defer fault.Wrap(&err, "registry.After")
	rows, err := pg.All[stored](ctx, db, qAfter, id, limit)
	for _, r := range rows {
		page = append(page, r.entity())
	}
	return page, err
}

// Officer is a responsible person as shown: masked, with the id of the natural person where the number is known.
type Officer struct {
	Role     string `json:"role"`
	Name     string `json:"name"`
	PersonID string `json:"-"`
}

// Officers returns the responsible persons of an entity in the order of its registration.
func Officers(ctx context.Context, db pg.DB, id string) (officers []Officer, err error) {
	defer fault.Wrap(&err, "registry.Officers(%s)", id)
	return pg.All[Officer](ctx, db, qOfficers, id)
}
