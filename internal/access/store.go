package access

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var qIssue = pg.Q("access.issue", `
	insert into access.api_key (key_id, line, hash, org, org_name, scopes, per_day, created_at)
	values ($1, $2, $3, $4, $5, $6, $7, $8)`)

func insertKey(ctx context.Context, db pg.DB, k Key, hash digest) (err error) {
	defer fault.Wrap(&err, "access.insertKey(%s)", k.ID)
	_, err = db.Exec(ctx, qIssue, k.ID, k.Line, hash[:], k.Org, k.Name, k.Scopes, k.PerDay, k.CreatedAt)
	return err
}

var qFind = pg.Q("access.find", `
	select key_id as id, line, org, org_name as name, scopes, per_day, created_at, last_used_on, ends_at, revoked_at
	from access.api_key where hash = $1`)

func keyByHash(ctx context.Context, db pg.DB, hash digest) (k Key, err error) {
	defer fault.Wrap(&err, "access.keyByHash")
	return pg.One[Key](ctx, db, qFind, hash[:])
}

var qByID = pg.Q("access.by_id", `
	select key_id as id, line, org, org_name as name, scopes, per_day, created_at, last_used_on, ends_at, revoked_at
	from access.api_key where key_id = $1`)

func keyByID(ctx context.Context, db pg.DB, id string) (k Key, err error) {
	defer fault.Wrap(&err, "access.keyByID")
	return pg.One[Key](ctx, db, qByID, id)
}

// A rotation holds the keys of its line, and reads them again once it has them: of two rotations at once the second sees
// the successor the first made.
var qLockLine = pg.Q("access.lock_line", `select key_id from access.api_key where line = $1 order by key_id for update`)

func lockLine(ctx context.Context, tx pg.Tx, line string) (err error) {
	defer fault.Wrap(&err, "access.lockLine(%s)", line)
	_, err = pg.Column[string](ctx, tx, qLockLine, line)
	return err
}

var qLine = pg.Q("access.line", `
	select key_id as id, line, org, org_name as name, scopes, per_day, created_at, last_used_on, ends_at, revoked_at
	from access.api_key where line = $1 order by created_at, key_id`)

func keysOfLine(ctx context.Context, db pg.DB, line string) (keys []Key, err error) {
	defer fault.Wrap(&err, "access.keysOfLine(%s)", line)
	return pg.All[Key](ctx, db, qLine, line)
}

// Several processes may see the first use of a day at once; the second changes nothing.
var qTouch = pg.Q("access.touch", `
	update access.api_key set last_used_on = $2 where key_id = $1 and (last_used_on is null or last_used_on < $2)`)

func touchKey(ctx context.Context, db pg.DB, id string, today workday.Date) (err error) {
	defer fault.Wrap(&err, "access.touchKey(%s)", id)
	_, err = db.Exec(ctx, qTouch, id, today)
	return err
}

var qRevoke = pg.Q("access.revoke", `update access.api_key set revoked_at = $2 where key_id = $1 and revoked_at is null`)

func revokeKey(ctx context.Context, db pg.DB, id string, at time.Time) (n int64, err error) {
	defer fault.Wrap(&err, "access.revokeKey")
	return db.Exec(ctx, qRevoke, id, at)
}

var qEnd = pg.Q("access.end", `update access.api_key set ends_at = $2 where key_id = $1`)

func endKey(ctx context.Context, db pg.DB, id string, at time.Time) (err error) {
	defer fault.Wrap(&err, "access.endKey(%s)", id)
	_, err = db.Exec(ctx, qEnd, id, at)
	return err
}

var qList = pg.Q("access.list", `
	select key_id as id, line, org, org_name as name, scopes, per_day, created_at, last_used_on, ends_at, revoked_at
	from access.api_key order by created_at desc, key_id`)

func listKeys(ctx context.Context, db pg.DB) (keys []Key, err error) {
	defer fault.Wrap(&err, "access.listKeys")
	return pg.All[Key](ctx, db, qList)
}

var qTake = pg.Q("access.take_calls", `
	insert into access.key_use as u (line, on_day, calls) values ($1, $2, $3)
	on conflict (line, on_day) do update set calls = u.calls + excluded.calls where u.calls + excluded.calls <= $4
	returning calls`)

// takeCalls sets calls of a day aside; false when so many are not left.
func takeCalls(ctx context.Context, db pg.DB, line string, day workday.Date, n, perDay int64) (taken bool, err error) {
	defer fault.Wrap(&err, "access.takeCalls(%s)", line)
	_, err = pg.Scalar[int64](ctx, db, qTake, line, day, n, perDay)
	if errors.Is(err, pg.ErrNone) {
		return false, nil
	}
	return err == nil, err
}

var qUses = pg.Q("access.uses", `
	select line, on_day as day, calls from access.key_use where on_day >= $1 order by on_day, line limit 100000`)

func usesFrom(ctx context.Context, db pg.DB, from workday.Date) (all []Use, err error) {
	defer fault.Wrap(&err, "access.usesFrom")
	return pg.All[Use](ctx, db, qUses, from)
}
