package signin

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

var qInsertSession = pg.Q("signin.insert_session", `
	insert into signin.session (session_id, hash, account_id, stage, how, post, firm, address, agent, made_at, seen_at, ends_at)
	values ($1::text::uuid, $2, $3::text::uuid, $4, $5, $6, $7, $8, $9, $10, $10, $11)`)

func insertSession(ctx context.Context, tx pg.Tx, s session, hash []byte) (err error) {
	defer fault.Wrap(&err, "signin.insertSession(%s)", s.ID)
	_, err = tx.Exec(ctx, qInsertSession, s.ID, hash, s.Account, s.Stage, s.How, s.Post, s.Firm, s.Address, s.Agent, s.MadeAt, s.EndsAt)
	return err
}

var qByHash = pg.Q("signin.session_by_hash", `
	select session_id::text as id, account_id::text as account, stage, how, post, firm, address, agent, made_at, seen_at, ends_at
	from signin.session where hash = $1 and ended_at is null`)

func sessionByHash(ctx context.Context, db pg.DB, hash []byte) (s session, err error) {
	defer fault.Wrap(&err, "signin.sessionByHash")
	return pg.One[session](ctx, db, qByHash, hash)
}

var qSessionsOf = pg.Q("signin.sessions_of", `
	select session_id::text as id, account_id::text as account, stage, how, post, firm, address, agent, made_at, seen_at, ends_at
	from signin.session where account_id = $1::text::uuid and ended_at is null and ends_at > $2 and seen_at > $3 and stage <> 'totp'
	order by seen_at desc limit 100`)

func sessionsOf(ctx context.Context, db pg.DB, account string, now, seenAfter time.Time) (all []session, err error) {
	defer fault.Wrap(&err, "signin.sessionsOf(%s)", account)
	return pg.All[session](ctx, db, qSessionsOf, account, now, seenAfter)
}

var qTouch = pg.Q("signin.touch", `update signin.session set seen_at = $2 where session_id = $1::text::uuid and seen_at < $2`)

func touch(ctx context.Context, db pg.DB, id string, now time.Time) (err error) {
	defer fault.Wrap(&err, "signin.touch(%s)", id)
	_, err = db.Exec(ctx, qTouch, id, now)
	return err
}

var qRotate = pg.Q("signin.rotate", `
	update signin.session set hash = $3, stage = $4, post = $5, firm = $6, seen_at = $7
	where session_id = $1::text::uuid and hash = $2 and ended_at is null`)

func rotateSession(ctx context.Context, tx pg.Tx, id string, old, hash []byte, stage, post, firm string, now time.Time) (n int64, err error) {
	defer fault.Wrap(&err, "signin.rotateSession(%s)", id)
	return tx.Exec(ctx, qRotate, id, old, hash, stage, post, firm, now)
}

var qEndByHash = pg.Q("signin.end_by_hash", `update signin.session set ended_at = $2, ended_why = $3 where hash = $1 and ended_at is null`)

func endByHash(ctx context.Context, tx pg.Tx, hash []byte, now time.Time, why string) (err error) {
	defer fault.Wrap(&err, "signin.endByHash")
	_, err = tx.Exec(ctx, qEndByHash, hash, now, why)
	return err
}

var qEnd = pg.Q("signin.end", `
	update signin.session set ended_at = $3, ended_why = 'ended'
	where session_id = $1::text::uuid and account_id = $2::text::uuid and ended_at is null`)

func endSession(ctx context.Context, tx pg.Tx, id, account string, now time.Time) (n int64, err error) {
	defer fault.Wrap(&err, "signin.endSession(%s)", id)
	return tx.Exec(ctx, qEnd, id, account, now)
}

var qEndAll = pg.Q("signin.end_all", `
	update signin.session set ended_at = $3, ended_why = $4
	where account_id = $1::text::uuid and ended_at is null and session_id::text <> $2`)

// endSessions ends all sessions of an account but one.
func endSessions(ctx context.Context, tx pg.Tx, account, except string, now time.Time, why string) (err error) {
	defer fault.Wrap(&err, "signin.endSessions(%s)", account)
	_, err = tx.Exec(ctx, qEndAll, account, except, now, why)
	return err
}

var qOpen = pg.Q("signin.open", `
	select count(*) as sessions, count(distinct account_id) as people from signin.session
	where ended_at is null and ends_at > $1 and seen_at > $2`)

func openSessions(ctx context.Context, db pg.DB, now, seenSince time.Time) (o struct{ Sessions, People int64 }, err error) {
	defer fault.Wrap(&err, "signin.openSessions")
	return pg.One[struct{ Sessions, People int64 }](ctx, db, qOpen, now, seenSince)
}
