package registry

import (
	"context"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// Natural persons are excluded by each statement itself: it is the condition of the indexes they use.
// All of these are cross-shard, read-only and limited.
var (
	qByCode = pg.Q("registry.search_code", `
select e.entity_id from registry.entity e
where e.kind <> 'person' and (e.entity_id = $1 or e.reg_no <> '' and e.reg_no = $2)
order by e.entity_id = $1 desc, e.entity_id
limit $3`)

	qByName = pg.Q("registry.search_name", `
select e.entity_id from registry.entity e
where e.kind <> 'person' and e.name_norm = $1
order by e.entity_id
limit $2`)

	qByFormerName = pg.Q("registry.search_former_name", `
select f.entity_id
from registry.former_name f
join registry.entity e on e.entity_id = f.entity_id
where f.name_norm = $1 and e.kind <> 'person'
order by f.entity_id
limit $2`)

	qByCore = pg.Q("registry.search_core", `
select e.entity_id from registry.entity e
where e.kind <> 'person' and e.core_name = $1
order by e.entity_id
limit $2`)

	// Names that begin with what was asked, with or without the place in front: two ranges of two indexes, already in order.
	qByBeginning = pg.Q("registry.search_beginning", `
(select e.entity_id from registry.entity e
where e.kind <> 'person' and e.core_name >= $1 and e.core_name < $2
order by e.core_name, e.entity_id
limit $3)
union all
(select e.entity_id from registry.entity e
where e.kind <> 'person' and e.name_norm >= $1 and e.name_norm < $2
order by e.name_norm, e.entity_id
limit $3)`)

	// Names that contain the words. The limit stands inside, before the sorting, so that the work is bounded: of words in
	// many thousand names the first that are stored are taken, which is an order too.
	qByWords = pg.Q("registry.search_words", `
with candidate as materialized (
	select e.entity_id, e.name_norm from registry.entity e
	where e.kind <> 'person' and e.bigrams @> $1::text[] and e.name_norm like all ($2::text[])
	limit $3
)
select c.entity_id from candidate c
order by length(c.name_norm), c.entity_id`)

	// The rarest pairs of a name, by PostgreSQL's own statistics: a pair not among the common ones is rare. Pairs in more
	// names than can be compared are of no use.
	qRarest = pg.Q("registry.search_rarest", `
select p.pair
from unnest($1::text[]) with ordinality as p (pair, seq)
left join (
	select unnest(s.most_common_elems::text::text[]) as pair, unnest(s.most_common_elem_freqs) as often
	from pg_catalog.pg_stats s
	where s.schemaname = 'registry' and s.tablename = 'entity' and s.attname = 'bigrams'
) c on c.pair = p.pair
cross join pg_catalog.pg_class t
where t.oid = 'registry.entity'::regclass and coalesce(c.often, 0) * t.reltuples <= $3
order by coalesce(c.often, 0), p.seq
limit $2`)

	qSharing = pg.Q("registry.search_sharing", `
select e.entity_id as id, e.core_name as core from registry.entity e
where e.kind <> 'person' and e.bigrams && $1::text[]
limit $2`)
)

// wide bounds how many names are looked at before ordering them.
const wide = MaxOffset + MaxPage + 1

// compared bounds how many names are compared letter by letter with a misspelt one.
const compared = 5000

// fresh has PostgreSQL plan with the very values: how common a word is decides between two plans that differ by
// orders of magnitude, and a plan kept for any word would be the wrong one for many.
const fresh = pgx.QueryExecModeCacheDescribe

func idsByCode(ctx context.Context, db pg.DB, q question, n int) (ids []string, err error) {
	defer fault.Wrap(&err, "registry.idsByCode")
	return pg.Column[string](ctx, db, qByCode, q.id, q.regNo, n)
}

func idsByName(ctx context.Context, db pg.DB, q question, n int) (ids []string, err error) {
	defer fault.Wrap(&err, "registry.idsByName")
	return pg.Column[string](ctx, db, qByName, q.name, n)
}

func idsByFormerName(ctx context.Context, db pg.DB, q question, n int) (ids []string, err error) {
	defer fault.Wrap(&err, "registry.idsByFormerName")
	return pg.Column[string](ctx, db, qByFormerName, q.name, n)
}

func idsByCore(ctx context.Context, db pg.DB, q question, n int) (ids []string, err error) {
	defer fault.Wrap(&err, "registry.idsByCore")
	return pg.Column[string](ctx, db, qByCore, q.core, n)
}

func idsByBeginning(ctx context.Context, db pg.DB, q question, n int) (ids []string, err error) {
	if len(q.words) > 1 {
		return nil, nil
	}
	defer fault.Wrap(&err, "registry.idsByBeginning")
	return pg.Column[string](ctx, db, qByBeginning, q.name, q.name+string(utf8.MaxRune), n)
}

func idsByWords(ctx context.Context, db pg.DB, q question, n int) (ids []string, err error) {
	defer fault.Wrap(&err, "registry.idsByWords")
	return pg.Column[string](ctx, db, qByWords, fresh, q.pairs, q.patterns(), wide)
}

func idsBySlip(ctx context.Context, db pg.DB, q question, n int) (ids []string, err error) {
	if utf8.RuneCountInString(q.core) < 3 { // one wrong character of two makes another word
		return nil, nil
	}
	defer fault.Wrap(&err, "registry.idsBySlip")
	// One slip spoils three pairs at most, so of four one is whole; the rarest leave the fewest names to compare.
	rarest, err := pg.Column[string](ctx, db, qRarest, bigrams(q.core), 4, compared)
	if err != nil || len(rarest) == 0 {
		return nil, err
	}
	sharing, err := pg.All[candidate](ctx, db, qSharing, fresh, rarest, compared)
	return q.nearest(sharing, n), err
}
