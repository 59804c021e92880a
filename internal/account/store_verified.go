package account

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

var qInsertVerified = pg.Q("account.insert_verified", `
	insert into account.verified (link_id, account_id, entity_id, document, sealed, level, verified_by, org, verified_at)
	values ($1::text::uuid, $2::text::uuid, $3, $4, $5, $6, $7, nullif($8, ''), $9)`)

func insertVerified(ctx context.Context, tx pg.Tx, l *link) (err error) {
	defer fault.Wrap(&err, "account.insertVerified(%s)", l.Account)
	_, err = tx.Exec(ctx, qInsertVerified, l.ID, l.Account, l.Entity, l.Document, l.Sealed, l.Level, l.By, l.Org, l.At)
	if pg.Violated(err) == "verified_person_is_one_account" {
		return errTaken
	}
	return err
}

var qEndVerified = pg.Q("account.end_verified", `
	update account.verified set sealed = null, ended_by = $2, ended_at = $3, ended_why = $4
	where account_id = $1::text::uuid and ended_at is null`)

func endVerified(ctx context.Context, tx pg.Tx, account, by string, now time.Time, why string) (n int64, err error) {
	defer fault.Wrap(&err, "account.endVerified(%s)", account)
	return tx.Exec(ctx, qEndVerified, account, by, now, why)
}

var qVerified = pg.Q("account.verified", `
	select link_id::text as id, document, level, verified_at as at, entity_id, sealed
	from account.verified where account_id = $1::text::uuid and ended_at is null`)

func findVerified(ctx context.Context, db pg.DB, account string) (v Verified, err error) {
	defer fault.Wrap(&err, "account.findVerified(%s)", account)
	return pg.One[Verified](ctx, db, qVerified, account)
}

var (
	qStaleVerified = pg.Q("account.stale_verified", `
		select array[link_id::text] as key, sealed as value from account.verified
		where link_id > coalesce(nullif($2::text, ''), '00000000-0000-0000-0000-000000000000')::uuid and sealed is not null and substring(sealed for length($1::bytea)) <> $1
		order by link_id limit $3`)
	qResealVerified = pg.Q("account.reseal_verified", `
		with given as (select key, old, anew from unnest($1::text[]::uuid[], $2::bytea[], $3::bytea[]) as g (key, old, anew))
		update account.verified v set sealed = given.anew from given where v.link_id = given.key and v.sealed = given.old`)
)

// Holders are the sealed columns of accounts, for the rotation of keys.
func Holders() []seal.Holder {
	return []seal.Holder{seal.Column("account.verified", 1, func(key []string) string { return verifiedContext(key[0]) }, qStaleVerified, qResealVerified)}
}
