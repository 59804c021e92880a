package registry

import (
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

// A replaced value must be the one that was read: a registration taken in meanwhile has sealed it anew already. Rows are
// locked in the order of their ids, as everywhere.
var (
	qStaleReps = pg.Q("registry.stale_reps", `
		select array[entity_id] as key, legal_rep_sealed as value from registry.entity
		where entity_id > $2 and legal_rep_sealed is not null and substring(legal_rep_sealed for length($1::bytea)) <> $1
		order by entity_id limit $3`)
	qResealReps = pg.Q("registry.reseal_reps", `
		with given as (select key, old, anew from unnest($1::text[], $2::bytea[], $3::bytea[]) as g (key, old, anew)),
		locked as (select entity_id from registry.entity where entity_id = any($1) order by entity_id for update)
		update registry.entity e set legal_rep_sealed = given.anew
		from given, locked where e.entity_id = locked.entity_id and e.entity_id = given.key and e.legal_rep_sealed = given.old`)

	qStalePersons = pg.Q("registry.stale_persons", `
		select array[entity_id, seq::text] as key, sealed as value from registry.person
		where (entity_id, seq) > ($2, coalesce(nullif($3::text, ''), '-1')::smallint) and substring(sealed for length($1::bytea)) <> $1
		order by entity_id, seq limit $4`)
	qResealPersons = pg.Q("registry.reseal_persons", `
		with given as (select entity_id, seq, old, anew
			from unnest($1::text[], $2::text[]::smallint[], $3::bytea[], $4::bytea[]) as g (entity_id, seq, old, anew)),
		locked as (select entity_id, seq from registry.person where entity_id = any($1) order by entity_id, seq for update)
		update registry.person p set sealed = given.anew
		from given, locked where p.entity_id = locked.entity_id and p.seq = locked.seq
			and p.entity_id = given.entity_id and p.seq = given.seq and p.sealed = given.old`)
)

// Holders are the sealed columns of the registry, for the rotation of keys.
func Holders() []seal.Holder {
	naming := func(key []string) string { return sealContext(key[0]) }
	return []seal.Holder{
		seal.Column("registry.entity", 1, naming, qStaleReps, qResealReps),
		seal.Column("registry.person", 2, naming, qStalePersons, qResealPersons),
	}
}
