package declaration

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

var (
	// cross-shard, read-only, small
	qVerifiers = pg.Q("declaration.verifiers", `
		select kind, region, org, since, until from declaration.verifier
		where ($1 = '' or kind = $1) and since <= $2 and (until is null or until >= $2) order by kind, region, org`)
	qPutVerifier = pg.Q("declaration.put_verifier", `
		insert into declaration.verifier (kind, region, org, since, until, actor, at, entry_id) values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (kind, region, org) do update set since = excluded.since, until = excluded.until, actor = excluded.actor, at = excluded.at, entry_id = excluded.entry_id`)

	qMarks = pg.Q("declaration.marks", `
		select coalesce(m.file_id, u.of) as file_id, m.ends_on, m.revoked_at, coalesce(u.used, 0) as used
		from (select file_id, ends_on, revoked_at from declaration.document where entity_id = $1) m
		full join (select of, count(*) as used from declaration.saved where entity_id = $1 and kind = 'document' group by of) u on u.of = m.file_id`)
	qPutMark = pg.Q("declaration.put_mark", `
		insert into declaration.document (entity_id, file_id, ends_on, revoked_at, actor, at) values ($1, $2, $3, $4, $5, $6)
		on conflict (entity_id, file_id) do update set ends_on = excluded.ends_on, revoked_at = excluded.revoked_at, actor = excluded.actor, at = excluded.at`)
	qInsertSaved = pg.Q("declaration.insert_saved", `
		insert into declaration.saved (entity_id, saved_id, kind, of, use, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`)
	// cross-shard, read-only, figures; of one entity when it is named
	qSavings = pg.Q("declaration.savings", `
		select (select count(*) from declaration.saved where kind = 'document' and ($1 = '' or entity_id = $1)) as document,
			(select count(*) from declaration.saved where kind = 'shared' and ($1 = '' or entity_id = $1)) as shared,
			(select count(*) from declaration.saved where kind = 'fact' and ($1 = '' or entity_id = $1)) as fact,
			(select count(*) from declaration.status where state in ('unverified', 'verified', 'differs') and ($1 = '' or entity_id = $1)) as declared,
			(select count(*) from declaration.status where state = 'verified' and counts_until >= $2 and ($1 = '' or entity_id = $1)) as verified`)

	qStale = pg.Q("declaration.stale", `
		select array[entity_id, declaration_id] as key, sealed as value from declaration.signed
		where (entity_id, declaration_id) > ($2, $3) and substring(sealed for length($1::bytea)) <> $1 order by entity_id, declaration_id limit $4`)
	qReseal = pg.Q("declaration.reseal", `
		update declaration.signed s set sealed = g.anew from unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[]) as g (entity, id, old, anew)
		where s.entity_id = g.entity and s.declaration_id = g.id and s.sealed = g.old`)
)

func verifiers(ctx context.Context, db pg.DB, kind string, on workday.Date) (_ []verifierRow, err error) {
	defer fault.Wrap(&err, "declaration.verifiers")
	return pg.All[verifierRow](ctx, db, qVerifiers, kind, on)
}

func putVerifier(ctx context.Context, tx pg.Tx, a *Assigning, actor string, at time.Time, entry string) (err error) {
	defer fault.Wrap(&err, "declaration.putVerifier")
	_, err = tx.Exec(ctx, qPutVerifier, a.Kind, a.Region, a.Org, a.Since, a.Until, actor, at, entry)
	return err
}

// mark is what an owner said of a document, and how often it was used again.
type mark struct {
	FileID    string
	EndsOn    workday.Date
	RevokedAt *time.Time
	Used      int64
}

func marksOf(ctx context.Context, db pg.DB, entity string) (_ map[string]mark, err error) {
	defer fault.Wrap(&err, "declaration.marksOf")
	rows, err := pg.All[mark](ctx, db, qMarks, entity)
	out := make(map[string]mark, len(rows))
	for _, m := range rows {
		out[m.FileID] = m
	}
	return out, err
}

func putMark(ctx context.Context, tx pg.Tx, entity, file string, ends workday.Date, revoked *time.Time, actor string, at time.Time) (err error) {
	defer fault.Wrap(&err, "declaration.putMark")
	_, err = tx.Exec(ctx, qPutMark, entity, file, ends, revoked, actor, at)
	return err
}

func insertSaved(ctx context.Context, tx pg.Tx, entity, id, kind, of, use string, at time.Time) (err error) {
	defer fault.Wrap(&err, "declaration.insertSaved")
	_, err = tx.Exec(ctx, qInsertSaved, entity, id, kind, of, use, at)
	return err
}

func savings(ctx context.Context, db pg.DB, entity string, on workday.Date) (_ Savings, err error) {
	defer fault.Wrap(&err, "declaration.savings")
	type row struct{ Document, Shared, Fact, Declared, Verified int64 }
	r, err := pg.One[row](ctx, db, qSavings, entity, on)
	return Savings{Document: r.Document, Shared: r.Shared, Fact: r.Fact, Declared: r.Declared, Verified: r.Verified}, err
}

// Holders are the sealed columns of declarations, for the rotation of keys.
func Holders() []seal.Holder {
	naming := func(key []string) string { return (&signed{EntityID: key[0], DeclarationID: key[1]}).sealContext() }
	return []seal.Holder{seal.Column("declaration.signed", 2, naming, qStale, qReseal)}
}
