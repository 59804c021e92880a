package account

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var qInsertAccount = pg.Q("account.insert", `
	insert into account.account (account_id, login, name, org, region, status, made_by, made_at, status_at)
	values ($1::text::uuid, $2, $3, nullif($4, ''), $5, $6, $7, $8, $8)`)

func insertAccount(ctx context.Context, tx pg.Tx, id string, n NewAccount, status, by string, now time.Time) (err error) {
	defer fault.Wrap(&err, "account.insertAccount(%s)", id)
	_, err = tx.Exec(ctx, qInsertAccount, id, n.Login, n.Name, n.Org, n.Region, status, by, now)
	if pg.Violated(err) == "account_login_is_one_person" {
		return fault.New(fault.Conflict, "account.login_taken", "这个登录名已被使用；请换一个。", "This login name is taken; choose another.").At("login")
	}
	return err
}

var qAccount = pg.Q("account.find", `
	select a.account_id::text as id, a.login, a.name, coalesce(a.org, '') as org, coalesce(o.name, '') as org_name, a.region, a.status,
		a.made_by, a.made_at, coalesce(r.kind, '') as waiting
	from account.account a left join account.org o on o.org_id = a.org
	left join account.request r on r.account_id = a.account_id and r.decided_at is null
	where a.account_id = $1::text::uuid`)

func findAccount(ctx context.Context, db pg.DB, id string) (a Account, err error) {
	defer fault.Wrap(&err, "account.findAccount")
	return pg.One[Account](ctx, db, qAccount, id)
}

var qByLogin = pg.Q("account.by_login", `
	select a.account_id::text as id, a.login, a.name, coalesce(a.org, '') as org, coalesce(o.name, '') as org_name, a.region, a.status,
		a.made_by, a.made_at, '' as waiting
	from account.account a left join account.org o on o.org_id = a.org where a.login = $1`)

func accountByLogin(ctx context.Context, db pg.DB, login string) (a Account, err error) {
	defer fault.Wrap(&err, "account.accountByLogin")
	return pg.One[Account](ctx, db, qByLogin, login)
}

var qLock = pg.Q("account.lock", `select account_id::text from account.account where account_id = $1::text::uuid for update`)

func lockAccount(ctx context.Context, tx pg.Tx, id string) (err error) {
	defer fault.Wrap(&err, "account.lockAccount")
	_, err = pg.Column[string](ctx, tx, qLock, id)
	return err
}

var qList = pg.Q("account.list", `
	select a.account_id::text as id, a.login, a.name, coalesce(a.org, '') as org, coalesce(o.name, '') as org_name, a.region, a.status,
		a.made_by, a.made_at, coalesce(r.kind, '') as waiting
	from account.account a left join account.org o on o.org_id = a.org
	left join account.request r on r.account_id = a.account_id and r.decided_at is null
	where (a.org = $1 or a.region like any ($2::text[])) and a.login > $3 and ($4 = '' or a.org = $4)
		and ($5 = '' or a.status = $5 or $5 = 'waiting' and r.kind is not null)
		and ($6 = '' or a.login like '%' || $6 || '%' or a.name like '%' || $6 || '%')
	order by a.login limit $7`)

func listAccounts(ctx context.Context, db pg.DB, r struct {
	Org     string
	Regions []string
}, q AccountQuery) (all []Account, err error) {
	defer fault.Wrap(&err, "account.listAccounts")
	return pg.All[Account](ctx, db, qList, r.Org, r.Regions, q.After, q.Org, q.Status, q.Words, q.Limit)
}

var qStatus = pg.Q("account.status", `update account.account set status = $2, status_at = $3 where account_id = $1::text::uuid`)

func setStatus(ctx context.Context, tx pg.Tx, id, status string, now time.Time) (err error) {
	defer fault.Wrap(&err, "account.setStatus(%s)", id)
	_, err = tx.Exec(ctx, qStatus, id, status, now)
	return err
}

var qAsk = pg.Q("account.ask", `
	insert into account.request (request_id, account_id, kind, reason, asked_by, asked_at)
	values ($1::text::uuid, $2::text::uuid, $3, $4, $5, $6)`)

func insertRequest(ctx context.Context, tx pg.Tx, account string, r Request) (err error) {
	defer fault.Wrap(&err, "account.insertRequest(%s)", account)
	_, err = tx.Exec(ctx, qAsk, r.ID, account, r.Kind, r.Reason, r.AskedBy, r.AskedAt)
	if pg.Violated(err) == "request_is_open_once" {
		return fault.New(fault.Conflict, "account.already_asked", "该账号已有一项待批的申请；请等安全管理员办结后再申请。",
			"Something is already waiting to be decided for this account; wait for the security administrator.")
	}
	return err
}

var qOpenRequest = pg.Q("account.open_request", `
	select request_id::text as id, kind, reason, asked_by, asked_at
	from account.request where account_id = $1::text::uuid and decided_at is null`)

func openRequest(ctx context.Context, db pg.DB, account string) (r Request, err error) {
	defer fault.Wrap(&err, "account.openRequest")
	return pg.One[Request](ctx, db, qOpenRequest, account)
}

var qDecide = pg.Q("account.decide", `
	update account.request set decided_by = $2, decided_at = $3, approved = $4, why = $5
	where request_id = $1::text::uuid and decided_at is null`)

func decideRequest(ctx context.Context, tx pg.Tx, id, by string, now time.Time, approved bool, why string) (err error) {
	defer fault.Wrap(&err, "account.decideRequest(%s)", id)
	_, err = tx.Exec(ctx, qDecide, id, by, now, approved, why)
	return err
}

var qInvite = pg.Q("account.invite", `
	insert into account.invitation (hash, account_id, made_by, made_at, ends_at) values ($1, $2::text::uuid, $3, $4, $5)`)

func insertInvitation(ctx context.Context, tx pg.Tx, in Invitation, by string, now time.Time) (err error) {
	defer fault.Wrap(&err, "account.insertInvitation(%s)", in.Account)
	_, err = tx.Exec(ctx, qInvite, hashOf(in.Token), in.Account, by, now, in.Until)
	return err
}

var qVoid = pg.Q("account.void_invitations", `
	update account.invitation set used_at = $2 where account_id = $1::text::uuid and used_at is null`)

func voidInvitations(ctx context.Context, tx pg.Tx, account string, now time.Time) (err error) {
	defer fault.Wrap(&err, "account.voidInvitations(%s)", account)
	_, err = tx.Exec(ctx, qVoid, account, now)
	return err
}

var qUseInvitation = pg.Q("account.use_invitation", `
	update account.invitation set used_at = $2 where hash = $1 and used_at is null and ends_at > $2
	returning account_id::text`)

func useInvitation(ctx context.Context, tx pg.Tx, hash []byte, now time.Time) (account string, err error) {
	defer fault.Wrap(&err, "account.useInvitation")
	return pg.Scalar[string](ctx, tx, qUseInvitation, hash, now)
}

var qRolesHeld = pg.Q("account.roles_held", `
	select distinct role from account.post
	where account_id = $1::text::uuid and ended_at is null and (until_on is null or until_on >= $2)`)

// rolesHeld lists the roles of posts that are in force or will be.
func rolesHeld(ctx context.Context, db pg.DB, account string, today workday.Date) (roles []string, err error) {
	defer fault.Wrap(&err, "account.rolesHeld")
	return pg.Column[string](ctx, db, qRolesHeld, account, today)
}

var qRequests = pg.Q("account.requests", `
	select request_id::text as id, kind, reason, asked_by, asked_at, coalesce(decided_by, '') as decided_by, decided_at, approved,
		coalesce(why, '') as why
	from account.request where account_id = $1::text::uuid order by asked_at desc, request_id desc limit 100`)

func requestsOf(ctx context.Context, db pg.DB, account string) (all []Asked, err error) {
	defer fault.Wrap(&err, "account.requestsOf(%s)", account)
	all, err = pg.All[Asked](ctx, db, qRequests, account)
	return append([]Asked{}, all...), err
}

var qNames = pg.Q("account.names", `
	select a.account_id::text as id, a.login, a.name, coalesce(o.name, '') as org_name
	from account.account a left join account.org o on o.org_id = a.org
	where a.account_id = any ($3::text[]::uuid[]) and (a.org = $1 or a.region like any ($2::text[])) order by a.login`)

func namesOf(ctx context.Context, db pg.DB, r struct {
	Org     string
	Regions []string
}, ids []string) (all []Named, err error) {
	defer fault.Wrap(&err, "account.namesOf")
	return pg.All[Named](ctx, db, qNames, r.Org, r.Regions, ids)
}
