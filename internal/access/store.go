package access

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var qIssue = pg.Q("access.issue", `
	insert into access.api_key (key_id, hash, org, org_name, scopes, created_at) values ($1, $2, $3, $4, $5, $6)`)

func insertKey(ctx context.Context, db pg.DB, k Key, hash digest) (err error) {
	defer fault.Wrap(&err, "access.insertKey(%s)", k.ID)
	_, err = db.Exec(ctx, qIssue, k.ID, hash[:], k.Org, k.Name, k.Scopes, k.CreatedAt)
	return err
}

var qFind = pg.Q("access.find", `
	select key_id as id, org, org_name as name, scopes, created_at, last_used_on, revoked_at
	from access.api_key where hash = $1 and revoked_at is null`)

func findKey(ctx context.Context, db pg.DB, hash digest) (k Key, err error) {
	defer fault.Wrap(&err, "access.findKey")
	return pg.One[Key](ctx, db, qFind, hash[:])
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

var qList = pg.Q("access.list", `
	select key_id as id, org, org_name as name, scopes, created_at, last_used_on, revoked_at
	from access.api_key order by created_at desc, key_id`)

func listKeys(ctx context.Context, db pg.DB) (keys []Key, err error) {
	defer fault.Wrap(&err, "access.listKeys")
	return pg.All[Key](ctx, db, qList)
}
