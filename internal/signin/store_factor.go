package signin

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

var qFactor = pg.Q("signin.factor", `select secret, algorithm, pending, pending_at, coalesce(pending_algorithm, '') as pending_algorithm from signin.totp where account_id = $1::text::uuid for update`)

func factorOf(ctx context.Context, tx pg.Tx, account string) (f factor, err error) {
	defer fault.Wrap(&err, "signin.factorOf(%s)", account)
	return pg.One[factor](ctx, tx, qFactor, account)
}

var qHasFactor = pg.Q("signin.has_factor", `select exists (select from signin.totp where account_id = $1::text::uuid and secret is not null)`)

func hasFactor(ctx context.Context, db pg.DB, account string) (has bool, err error) {
	defer fault.Wrap(&err, "signin.hasFactor(%s)", account)
	return pg.Scalar[bool](ctx, db, qHasFactor, account)
}

var qUseStep = pg.Q("signin.use_step", `update signin.totp set last_step = $2 where account_id = $1::text::uuid and last_step < $2`)

// useStep uses up a time step; false when it, or a later one, was used before.
func useStep(ctx context.Context, tx pg.Tx, account string, step int64) (ok bool, err error) {
	defer fault.Wrap(&err, "signin.useStep(%s)", account)
	n, err := tx.Exec(ctx, qUseStep, account, step)
	return n == 1, err
}

// An enrolment that is begun leaves the factor in use as it is.
var qPending = pg.Q("signin.pending", `
	insert into signin.totp (account_id, algorithm, last_step, pending_algorithm, pending, pending_at) values ($1::text::uuid, $2, 0, $2, $3, $4)
	on conflict (account_id) do update set pending = excluded.pending, pending_at = excluded.pending_at, pending_algorithm = excluded.pending_algorithm`)

func putPending(ctx context.Context, tx pg.Tx, account, algorithm string, sealed []byte, now time.Time) (err error) {
	defer fault.Wrap(&err, "signin.putPending(%s)", account)
	_, err = tx.Exec(ctx, qPending, account, algorithm, sealed, now)
	return err
}

var qEnrol = pg.Q("signin.enrol", `
	update signin.totp set secret = pending, algorithm = pending_algorithm, pending = null, pending_at = null, pending_algorithm = null,
		last_step = $2, since = $3
	where account_id = $1::text::uuid and pending is not null`)

func enrolFactor(ctx context.Context, tx pg.Tx, account string, step int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "signin.enrolFactor(%s)", account)
	_, err = tx.Exec(ctx, qEnrol, account, step, now)
	return err
}

var (
	qDropFactor   = pg.Q("signin.drop_factor", `delete from signin.totp where account_id = $1::text::uuid`)
	qDropRecovery = pg.Q("signin.drop_recovery", `delete from signin.recovery where account_id = $1::text::uuid`)
)

func dropFactor(ctx context.Context, tx pg.Tx, account string) (err error) {
	defer fault.Wrap(&err, "signin.dropFactor(%s)", account)
	if _, err = tx.Exec(ctx, qDropFactor, account); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qDropRecovery, account)
	return err
}

var qPutRecovery = pg.Q("signin.put_recovery", `
	insert into signin.recovery (account_id, code) select $1::text::uuid, c from unnest($2::text[]) c`)

// putRecovery keeps new recovery codes in place of the old.
func putRecovery(ctx context.Context, tx pg.Tx, account string, codes []string) (err error) {
	defer fault.Wrap(&err, "signin.putRecovery(%s)", account)
	if _, err = tx.Exec(ctx, qDropRecovery, account); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qPutRecovery, account, codes)
	return err
}

var qUseRecovery = pg.Q("signin.use_recovery", `
	update signin.recovery set used_at = $3 where account_id = $1::text::uuid and code = $2 and used_at is null`)

func useRecovery(ctx context.Context, tx pg.Tx, account, code string, now time.Time) (ok bool, err error) {
	defer fault.Wrap(&err, "signin.useRecovery(%s)", account)
	n, err := tx.Exec(ctx, qUseRecovery, account, code, now)
	return n == 1, err
}

// identity is which account an outside identity is.
type identity struct {
	Issuer     string     `json:"issuer"`
	Subject    string     `json:"subject"`
	Account    string     `json:"account"`
	AskedBy    string     `json:"asked_by"`
	AskedAt    time.Time  `json:"asked_at"`
	ApprovedBy string     `json:"approved_by,omitempty"`
	ApprovedAt *time.Time `json:"approved_at,omitempty"`
}

var qPutIdentity = pg.Q("signin.put_identity", `
	insert into signin.identity (issuer, subject, account_id, asked_by, asked_at) values ($1, $2, $3::text::uuid, $4, $5)`)

func putIdentity(ctx context.Context, tx pg.Tx, i identity) (err error) {
	defer fault.Wrap(&err, "signin.putIdentity(%s)", i.Account)
	_, err = tx.Exec(ctx, qPutIdentity, i.Issuer, i.Subject, i.Account, i.AskedBy, i.AskedAt)
	if pg.Violated(err) == "identity_is_one_account" {
		return fault.New(fault.Conflict, "signin.identity_taken", "该外部身份已关联一个账号；请先解除原关联。", "This identity is an account's already; take that link away first.")
	}
	return err
}

var qIdentity = pg.Q("signin.identity", `
	select issuer, subject, account_id::text as account, asked_by, asked_at, coalesce(approved_by, '') as approved_by, approved_at
	from signin.identity where issuer = $1 and subject = $2`)

func findIdentity(ctx context.Context, db pg.DB, issuer, subject string) (i identity, err error) {
	defer fault.Wrap(&err, "signin.findIdentity")
	return pg.One[identity](ctx, db, qIdentity, issuer, subject)
}

var qIdentitiesOf = pg.Q("signin.identities_of", `
	select issuer, subject, account_id::text as account, asked_by, asked_at, coalesce(approved_by, '') as approved_by, approved_at
	from signin.identity where account_id = $1::text::uuid order by issuer, subject`)

func identitiesOf(ctx context.Context, db pg.DB, account string) (all []identity, err error) {
	defer fault.Wrap(&err, "signin.identitiesOf(%s)", account)
	return pg.All[identity](ctx, db, qIdentitiesOf, account)
}

var qApproveIdentity = pg.Q("signin.approve_identity", `
	update signin.identity set approved_by = $3, approved_at = $4 where issuer = $1 and subject = $2 and approved_at is null`)

func approveIdentity(ctx context.Context, tx pg.Tx, issuer, subject, by string, now time.Time) (n int64, err error) {
	defer fault.Wrap(&err, "signin.approveIdentity")
	return tx.Exec(ctx, qApproveIdentity, issuer, subject, by, now)
}

var qDropIdentity = pg.Q("signin.drop_identity", `delete from signin.identity where issuer = $1 and subject = $2 and account_id = $3::text::uuid`)

func dropIdentity(ctx context.Context, tx pg.Tx, issuer, subject, account string) (n int64, err error) {
	defer fault.Wrap(&err, "signin.dropIdentity(%s)", account)
	return tx.Exec(ctx, qDropIdentity, issuer, subject, account)
}

// orNone turns the absence of a row into another error.
func orNone(err, missing error) error {
	if errors.Is(err, pg.ErrNone) {
		return missing
	}
	return err
}
