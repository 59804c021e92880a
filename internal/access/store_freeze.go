package access

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const freezeColumns = `freeze_id::text as id, kind, target, case_id as case, from_at as "from", until_on as until, by, released_at, coalesce(released_by, '') as released_by`

var (
	qFreeze = pg.Q("access.freeze", `
		insert into access.freeze (freeze_id, kind, target, case_id, from_at, until_on, by) values ($1::text::uuid, $2, $3, $4, $5, $6, $7)`)
	qFrozen = pg.Q("access.frozen", `
		select exists (select from access.freeze where kind = $1 and target = $2 and until_on >= $3 and released_at is null)`)
	qFreezesOf = pg.Q("access.freezes_of", `select `+freezeColumns+` from access.freeze where case_id = $1 order by from_at, freeze_id limit 200`)
	qFreezesOn = pg.Q("access.freezes_on", `
		select `+freezeColumns+` from access.freeze where target = $1 and kind in ('account', 'export') order by from_at desc, freeze_id limit 100`)
	qRelease = pg.Q("access.release", `
		update access.freeze set released_at = $4, released_by = $3
		where case_id = $1 and ($2 = '' or freeze_id::text = $2) and released_at is null and until_on >= $5`)
)

func insertFreeze(ctx context.Context, tx pg.Tx, f *Freeze) (err error) {
	defer fault.Wrap(&err, "access.insertFreeze")
	_, err = tx.Exec(ctx, qFreeze, f.ID, f.Kind, f.Target, f.Case, f.From, f.Until, f.By)
	return err
}

func isFrozen(ctx context.Context, db pg.DB, kind, target string, on workday.Date) (_ bool, err error) {
	defer fault.Wrap(&err, "access.isFrozen")
	return pg.Scalar[bool](ctx, db, qFrozen, kind, target, on)
}

func freezesOf(ctx context.Context, db pg.DB, caseID string) (_ []Freeze, err error) {
	defer fault.Wrap(&err, "access.freezesOf")
	return pg.All[Freeze](ctx, db, qFreezesOf, caseID)
}

func freezesOn(ctx context.Context, db pg.DB, actor string) (_ []Freeze, err error) {
	defer fault.Wrap(&err, "access.freezesOn")
	return pg.All[Freeze](ctx, db, qFreezesOn, actor)
}

func releaseFreezes(ctx context.Context, tx pg.Tx, caseID, id, by string, at time.Time) (_ int64, err error) {
	defer fault.Wrap(&err, "access.releaseFreezes")
	return tx.Exec(ctx, qRelease, caseID, id, by, at, workday.Of(at))
}
