package space

import (
	"context"
	"errors"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const letterColumns = `entity_id, letter_id, consent_id, association, items, from_on, until_on, document_id, made_at, made_by`

var (
	qInsert = pg.Q("space.insert", `insert into space.letter (`+letterColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
	qOf     = pg.Q("space.of", `select `+letterColumns+` from space.letter where entity_id = $1 order by made_at desc, letter_id limit 200`)
	qOne    = pg.Q("space.one", `select `+letterColumns+` from space.letter where entity_id = $1 and letter_id = $2`)
	// cross-shard, one letter
	qBy = pg.Q("space.by", `select `+letterColumns+` from space.letter where letter_id = $1`)
	// cross-shard, one association, limited
	qTo = pg.Q("space.to", `
		select `+letterColumns+` from space.letter where association = $1 and until_on >= $2 and from_on <= $2 order by made_at desc, letter_id limit 1000`)
)

func insertLetter(ctx context.Context, tx pg.Tx, k *kept) (err error) {
	defer fault.Wrap(&err, "space.insertLetter(%s)", k.LetterID)
	_, err = tx.Exec(ctx, qInsert, k.EntityID, k.LetterID, k.ConsentID, k.Association, k.Items, k.FromOn, k.UntilOn, k.DocumentID, k.MadeAt, k.MadeBy)
	return err
}

func lettersOf(ctx context.Context, db pg.DB, member string) (_ []kept, err error) {
	defer fault.Wrap(&err, "space.lettersOf(%s)", member)
	return pg.All[kept](ctx, db, qOf, member)
}

func letterOf(ctx context.Context, db pg.DB, member, id string) (kept, error) {
	return one(pg.One[kept](ctx, db, qOne, member, id))
}

func letterBy(ctx context.Context, db pg.DB, id string) (kept, error) {
	return one(pg.One[kept](ctx, db, qBy, id))
}

func one(k kept, err error) (kept, error) {
	if errors.Is(err, pg.ErrNone) {
		return k, errUnknown
	}
	return k, err
}

func lettersTo(ctx context.Context, db pg.DB, org string, today workday.Date) (_ []kept, err error) {
	defer fault.Wrap(&err, "space.lettersTo(%s)", org)
	return pg.All[kept](ctx, db, qTo, org, today)
}
