package account

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var qActing = pg.Q("account.acting", `
	select a.name, a.status, coalesce(a.org, '') as home, coalesce(h.name, '') as home_name,
		coalesce(p.post_id::text, '') as post, coalesce(p.role, '') as post_role, coalesce(p.org, '') as org, coalesce(o.name, '') as org_name,
		coalesce(p.region, '') as region,
		exists (select from account.certificate_rule r where r.role = p.role and r.from_on <= $4 and (r.until_on is null or r.until_on >= $4)
			and not exists (select from account.certificate c
				where c.account_id = a.account_id and c.kind = r.kind and c.from_on <= $4 and c.until_on >= $4)) as uncertified,
		coalesce(f.delegation_id::text, '') as firm, coalesce(f.role, '') as firm_role, coalesce(f.firm, '') as code,
		coalesce(f.firm_name, '') as firm_name, coalesce(f.services, '{}') as services, coalesce(f.confirm, false) as confirm,
		coalesce(v.link_id::text, '') as link, coalesce(v.entity_id, '') as entity
	from account.account a
	left join account.org h on h.org_id = a.org
	left join account.post p on p.account_id = a.account_id and p.post_id::text = $2
		and p.ended_at is null and p.from_on <= $4 and (p.until_on is null or p.until_on >= $4)
	left join account.org o on o.org_id = p.org
	left join account.delegation f on f.account_id = a.account_id and f.delegation_id::text = $3
		and f.ended_at is null and f.from_on <= $4 and (f.until_on is null or f.until_on >= $4)
	left join account.verified v on v.account_id = a.account_id and v.ended_at is null and $2 = '' and $3 = ''
	where a.account_id = $1::text::uuid`)

func acting(ctx context.Context, db pg.DB, account, post, firm string, today workday.Date) (r actingRow, err error) {
	defer fault.Wrap(&err, "account.acting(%s)", account)
	return pg.One[actingRow](ctx, db, qActing, account, post, firm, today)
}

var qInsertDelegation = pg.Q("account.insert_delegation", `
	insert into account.delegation (delegation_id, firm, firm_name, account_id, role, services, confirm, from_on, until_on, granted_by, granted_at)
	values ($1::text::uuid, $2, $3, $4::text::uuid, $5, $6, $7, $8, $9, $10, $11)`)

func insertDelegation(ctx context.Context, tx pg.Tx, f Delegation, now time.Time) (err error) {
	defer fault.Wrap(&err, "account.insertDelegation(%s)", f.ID)
	_, err = tx.Exec(ctx, qInsertDelegation, f.ID, f.Firm, f.FirmName, f.Account, f.Role, f.Services, f.Confirm, f.From, f.Until, f.GrantedBy, now)
	return err
}

var qDelegation = pg.Q("account.delegation", `
	select f.delegation_id::text as id, f.firm, f.firm_name, f.account_id::text as account, a.login, a.name, f.role, f.services, f.confirm,
		f.from_on as "from", f.until_on as until, f.granted_by, f.ended_at
	from account.delegation f join account.account a on a.account_id = f.account_id where f.delegation_id = $1::text::uuid`)

func findDelegation(ctx context.Context, db pg.DB, id string) (f Delegation, err error) {
	defer fault.Wrap(&err, "account.findDelegation")
	return pg.One[Delegation](ctx, db, qDelegation, id)
}

var qDelegationsOf = pg.Q("account.delegations_of", `
	select f.delegation_id::text as id, f.firm, f.firm_name, f.account_id::text as account, a.login, a.name, f.role, f.services, f.confirm,
		f.from_on as "from", f.until_on as until, f.granted_by, f.ended_at
	from account.delegation f join account.account a on a.account_id = f.account_id
	where f.account_id = $1::text::uuid order by f.firm_name, f.delegation_id limit 500`)

func delegationsOf(ctx context.Context, db pg.DB, account string) (all []Delegation, err error) {
	defer fault.Wrap(&err, "account.delegationsOf(%s)", account)
	return pg.All[Delegation](ctx, db, qDelegationsOf, account)
}

var qDelegationsFor = pg.Q("account.delegations_for", `
	select f.delegation_id::text as id, f.firm, f.firm_name, f.account_id::text as account, a.login, a.name, f.role, f.services, f.confirm,
		f.from_on as "from", f.until_on as until, f.granted_by, f.ended_at
	from account.delegation f join account.account a on a.account_id = f.account_id
	where f.firm = $1 order by f.from_on desc, f.delegation_id limit 500`)

func delegationsFor(ctx context.Context, db pg.DB, firm string) (all []Delegation, err error) {
	defer fault.Wrap(&err, "account.delegationsFor")
	return pg.All[Delegation](ctx, db, qDelegationsFor, firm)
}

var qEndDelegation = pg.Q("account.end_delegation", `
	update account.delegation set ended_by = $2, ended_at = $3 where delegation_id = $1::text::uuid and ended_at is null`)

func endDelegation(ctx context.Context, tx pg.Tx, id, by string, now time.Time) (n int64, err error) {
	defer fault.Wrap(&err, "account.endDelegation(%s)", id)
	return tx.Exec(ctx, qEndDelegation, id, by, now)
}

var qCertify = pg.Q("account.certify", `
	insert into account.certificate (account_id, kind, from_on, until_on, recorded_by, recorded_at) values ($1::text::uuid, $2, $3, $4, $5, $6)`)

func insertCertificate(ctx context.Context, tx pg.Tx, c Certificate, by string, now time.Time) (err error) {
	defer fault.Wrap(&err, "account.insertCertificate(%s)", c.Account)
	_, err = tx.Exec(ctx, qCertify, c.Account, c.Kind, c.From, c.Until, by, now)
	return err
}

var qCertificateRule = pg.Q("account.certificate_rule", `
	insert into account.certificate_rule (role, kind, from_on, until_on, basis) values ($1, $2, $3, $4, $5)`)

func insertCertificateRule(ctx context.Context, tx pg.Tx, r CertificateRule) (err error) {
	defer fault.Wrap(&err, "account.insertCertificateRule(%s)", r.Role)
	_, err = tx.Exec(ctx, qCertificateRule, r.Role, r.Kind, r.From, r.Until, r.Basis)
	return err
}

var qColleagues = pg.Q("account.colleagues", `
	select distinct a.account_id::text as account, a.name, p.role
	from account.post p join account.account a on a.account_id = p.account_id
	where p.org = $1 and p.role = any($2) and a.status = 'active'
		and p.ended_at is null and p.from_on <= $3 and (p.until_on is null or p.until_on >= $3)
	order by a.name, 1, p.role limit 500`)

func colleagues(ctx context.Context, db pg.DB, org string, roles []string, today workday.Date) (all []Colleague, err error) {
	defer fault.Wrap(&err, "account.colleagues")
	return pg.All[Colleague](ctx, db, qColleagues, org, roles, today)
}

var qCertificates = pg.Q("account.certificates", `
	select account_id::text as account, kind, from_on as "from", until_on as until from account.certificate
	where account_id = $1::text::uuid order by from_on desc, kind limit 100`)

func certificatesOf(ctx context.Context, db pg.DB, account string) (all []Certificate, err error) {
	defer fault.Wrap(&err, "account.certificatesOf(%s)", account)
	all, err = pg.All[Certificate](ctx, db, qCertificates, account)
	return append([]Certificate{}, all...), err
}

var qCertificateRules = pg.Q("account.certificate_rules", `
	select role, kind, from_on as "from", until_on as until, basis from account.certificate_rule
	where from_on <= $1 and (until_on is null or until_on >= $1) order by role, kind`)

func certificateRules(ctx context.Context, db pg.DB, day workday.Date) (all []CertificateRule, err error) {
	defer fault.Wrap(&err, "account.certificateRules")
	return pg.All[CertificateRule](ctx, db, qCertificateRules, day)
}

var qLaterRules = pg.Q("account.later_rules", `
	select role, kind, from_on as "from", until_on as until, basis from account.certificate_rule where from_on > $1 order by from_on, role, kind`)

func laterRules(ctx context.Context, db pg.DB, day workday.Date) (all []CertificateRule, err error) {
	defer fault.Wrap(&err, "account.laterRules")
	return pg.All[CertificateRule](ctx, db, qLaterRules, day)
}
