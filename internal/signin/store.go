package signin

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// credential is a password as kept.
type credential struct {
	Hash  string
	SetAt time.Time
}

var qCredential = pg.Q("signin.credential", `select hash, set_at from signin.credential where account_id = nullif($1, '')::uuid`)

func credentialOf(ctx context.Context, db pg.DB, account string) (c credential, err error) {
	defer fault.Wrap(&err, "signin.credentialOf")
	return pg.One[credential](ctx, db, qCredential, account)
}

var qPutCredential = pg.Q("signin.put_credential", `
	insert into signin.credential (account_id, hash, set_at) values ($1::text::uuid, $2, $3)
	on conflict (account_id) do update set hash = excluded.hash, set_at = excluded.set_at`)

var qPutPast = pg.Q("signin.put_past", `insert into signin.past (account_id, past_id, hash, set_at) values ($1::text::uuid, $2::text::uuid, $3, $4)`)

// putCredential keeps a password, and that it was used.
func putCredential(ctx context.Context, tx pg.Tx, account, hash string, now time.Time) (err error) {
	defer fault.Wrap(&err, "signin.putCredential(%s)", account)
	if _, err = tx.Exec(ctx, qPutCredential, account, hash, now); err != nil {
		return err
	}
	id, err := newID()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qPutPast, account, id, hash, now)
	return err
}

var qReplaceHash = pg.Q("signin.replace_hash", `update signin.credential set hash = $2 where account_id = $1::text::uuid and set_at = $3`)

func replaceHash(ctx context.Context, tx pg.Tx, account, hash string, setAt time.Time) (err error) {
	defer fault.Wrap(&err, "signin.replaceHash(%s)", account)
	_, err = tx.Exec(ctx, qReplaceHash, account, hash, setAt)
	return err
}

var qPast = pg.Q("signin.past", `select hash from signin.past where account_id = $1::text::uuid order by past_id desc limit $2`)

func pastPasswords(ctx context.Context, db pg.DB, account string, n int) (hashes []string, err error) {
	defer fault.Wrap(&err, "signin.pastPasswords(%s)", account)
	return pg.Column[string](ctx, db, qPast, account, n)
}

var qRetire = pg.Q("signin.retire", `delete from signin.credential where account_id = $1::text::uuid`)

func retire(ctx context.Context, tx pg.Tx, account string) (err error) {
	defer fault.Wrap(&err, "signin.retire(%s)", account)
	_, err = tx.Exec(ctx, qRetire, account)
	return err
}

var qSeedThrottle = pg.Q("signin.seed_throttle", `
	insert into signin.throttle (name, failures, until_at, at) values ($1, 0, $2, $2) on conflict (name) do nothing`)

func seedThrottle(ctx context.Context, tx pg.Tx, name string, now time.Time) (err error) {
	defer fault.Wrap(&err, "signin.seedThrottle")
	_, err = tx.Exec(ctx, qSeedThrottle, name, now)
	return err
}

var qHoldThrottle = pg.Q("signin.hold_throttle", `select failures, until_at, at from signin.throttle where name = $1 for update`)

// holdThrottle reads the count of a login and keeps others waiting. A count forgiven in between is none.
func holdThrottle(ctx context.Context, tx pg.Tx, name string) (t throttled, err error) {
	defer fault.Wrap(&err, "signin.holdThrottle")
	t, err = pg.One[throttled](ctx, tx, qHoldThrottle, name)
	if errors.Is(err, pg.ErrNone) {
		return throttled{}, nil
	}
	return t, err
}

var qSetThrottle = pg.Q("signin.set_throttle", `
	insert into signin.throttle (name, failures, until_at, at) values ($1, $2, $3, $4)
	on conflict (name) do update set failures = excluded.failures, until_at = excluded.until_at, at = excluded.at`)

func setThrottle(ctx context.Context, tx pg.Tx, name string, t throttled) (err error) {
	defer fault.Wrap(&err, "signin.setThrottle")
	_, err = tx.Exec(ctx, qSetThrottle, name, t.Failures, t.UntilAt, t.At)
	return err
}

var qForgive = pg.Q("signin.forgive", `delete from signin.throttle where name = $1`)

func forgive(ctx context.Context, tx pg.Tx, name string) (err error) {
	defer fault.Wrap(&err, "signin.forgive")
	_, err = tx.Exec(ctx, qForgive, name)
	return err
}

var qGiveBack = pg.Q("signin.give_back", `
	update signin.throttle set failures = greatest(failures - 1, 0), until_at = $2 where name = $1`)

// giveBack uncounts an attempt that was never made.
func giveBack(ctx context.Context, db pg.DB, name string, now time.Time) (err error) {
	defer fault.Wrap(&err, "signin.giveBack")
	_, err = db.Exec(ctx, qGiveBack, name, now)
	return err
}

var qSweep = pg.Q("signin.sweep", `delete from signin.throttle where at < $1`)

func sweepThrottle(ctx context.Context, db pg.DB, before time.Time) (err error) {
	defer fault.Wrap(&err, "signin.sweepThrottle")
	_, err = db.Exec(ctx, qSweep, before)
	return err
}

// attempt is who tried to sign in, and what came of it.
type attempt struct {
	ID      string
	At      time.Time
	Kind    string
	Outcome string
	Account string
	Address string
	Agent   string
}

var qAttempt = pg.Q("signin.insert_attempt", `
	insert into signin.attempt (attempt_id, at, kind, outcome, account_id, address, agent)
	values ($1::text::uuid, $2, $3, $4, nullif($5, '')::uuid, $6, $7)`)

func insertAttempt(ctx context.Context, db pg.DB, a attempt) (err error) {
	defer fault.Wrap(&err, "signin.insertAttempt")
	if a.ID, err = newID(); err != nil {
		return err
	}
	_, err = db.Exec(ctx, qAttempt, a.ID, a.At, a.Kind, a.Outcome, a.Account, a.Address, a.Agent)
	return err
}

var qAttempts = pg.Q("signin.attempts", `
	select attempt_id::text as id, at, kind, outcome, coalesce(account_id::text, '') as account, address, agent
	from signin.attempt where ($1 = '' or attempt_id < nullif($1, '')::uuid) order by attempt_id desc limit $2`)

func listAttempts(ctx context.Context, db pg.DB, before string, limit int) (all []attempt, err error) {
	defer fault.Wrap(&err, "signin.listAttempts")
	return pg.All[attempt](ctx, db, qAttempts, before, limit)
}

var qLastIn = pg.Q("signin.last_in", `
	select account_id::text as account, max(at) as at from signin.attempt
	where account_id = any ($1::text[]::uuid[]) and outcome = 'in' group by account_id`)

// lastIn tells when each of some accounts was last signed in with.
func lastIn(ctx context.Context, db pg.DB, accounts []string) (last map[string]time.Time, err error) {
	defer fault.Wrap(&err, "signin.lastIn")
	rows, err := pg.All[struct {
		Account string
		At      time.Time
	}](ctx, db, qLastIn, accounts)
	last = make(map[string]time.Time, len(rows))
	for _, r := range rows {
		last[r.Account] = r.At
	}
	return last, err
}
