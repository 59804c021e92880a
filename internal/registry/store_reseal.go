package registry

import (
	"context"
	"strconv"
	"strings"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

// A replaced value must be the one that was read: a registration taken in meanwhile has sealed it anew already. Rows are
// locked in the order of their ids, as everywhere.
var (
	qStaleReps = pg.Q("registry.stale_reps", `
		select entity_id as key, entity_id, legal_rep_sealed as value from registry.entity
		where entity_id > $2 and legal_rep_sealed is not null and substring(legal_rep_sealed for length($1::bytea)) <> $1
		order by entity_id limit $3`)
	qResealReps = pg.Q("registry.reseal_reps", `
		with given as (select key, old, anew from unnest($1::text[], $2::bytea[], $3::bytea[]) as g (key, old, anew)),
		locked as (select entity_id from registry.entity where entity_id = any($1) order by entity_id for update)
		update registry.entity e set legal_rep_sealed = given.anew
		from given, locked where e.entity_id = locked.entity_id and e.entity_id = given.key and e.legal_rep_sealed = given.old`)

	qStalePersons = pg.Q("registry.stale_persons", `
		select entity_id || ' ' || to_char(seq, 'FM00000') as key, entity_id, sealed as value from registry.person
		where (entity_id, seq) > ($2, $3) and substring(sealed for length($1::bytea)) <> $1
		order by entity_id, seq limit $4`)
	qResealPersons = pg.Q("registry.reseal_persons", `
		with given as (select entity_id, seq, old, anew
			from unnest($1::text[], $2::smallint[], $3::bytea[], $4::bytea[]) as g (entity_id, seq, old, anew)),
		locked as (select entity_id, seq from registry.person where entity_id = any($1) order by entity_id, seq for update)
		update registry.person p set sealed = given.anew
		from given, locked where p.entity_id = locked.entity_id and p.seq = locked.seq
			and p.entity_id = given.entity_id and p.seq = given.seq and p.sealed = given.old`)
)

// Holders are the sealed columns of the registry, for the rotation of keys.
func Holders() []seal.Holder {
	return []seal.Holder{
		{Name: "registry.entity", Stale: staleReps, Replace: resealReps},
		{Name: "registry.person", Stale: stalePersons, Replace: resealPersons},
	}
}

type staleRow struct {
	Key      string
	EntityID string
	Value    []byte
}

func held(rows []staleRow) []seal.Held {
	out := make([]seal.Held, len(rows))
	for i, r := range rows {
		out[i] = seal.Held{Key: r.Key, Context: sealContext(r.EntityID), Value: r.Value}
	}
	return out
}

func staleReps(ctx context.Context, db pg.DB, header []byte, after string, limit int) (_ []seal.Held, err error) {
	defer fault.Wrap(&err, "registry.staleReps")
	rows, err := pg.All[staleRow](ctx, db, qStaleReps, header, after, limit)
	return held(rows), err
}

func resealReps(ctx context.Context, tx pg.Tx, old, anew []seal.Held) (n int64, err error) {
	defer fault.Wrap(&err, "registry.resealReps")
	keys, was, is := make([]string, len(old)), make([][]byte, len(old)), make([][]byte, len(old))
	for i := range old {
		keys[i], was[i], is[i] = old[i].Key, old[i].Value, anew[i].Value
	}
	return tx.Exec(ctx, qResealReps, keys, was, is)
}

func stalePersons(ctx context.Context, db pg.DB, header []byte, after string, limit int) (_ []seal.Held, err error) {
	defer fault.Wrap(&err, "registry.stalePersons")
	entity, seq := personKey(after)
	rows, err := pg.All[staleRow](ctx, db, qStalePersons, header, entity, seq, limit)
	return held(rows), err
}

func resealPersons(ctx context.Context, tx pg.Tx, old, anew []seal.Held) (n int64, err error) {
	defer fault.Wrap(&err, "registry.resealPersons")
	entities, seqs := make([]string, len(old)), make([]int16, len(old))
	was, is := make([][]byte, len(old)), make([][]byte, len(old))
	for i := range old {
		entities[i], seqs[i] = personKey(old[i].Key)
		was[i], is[i] = old[i].Value, anew[i].Value
	}
	return tx.Exec(ctx, qResealPersons, entities, seqs, was, is)
}

// personKey reads "entity seq"; before the first person there is none.
func personKey(key string) (entity string, seq int16) {
	entity, place, ok := strings.Cut(key, " ")
	if !ok {
		return "", -1
	}
	n, err := strconv.ParseInt(place, 10, 16)
	if err != nil {
		return entity, -1
	}
	return entity, int16(n)
}
