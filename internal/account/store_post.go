package account

import (
	"context"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var qInsertPost = pg.Q("account.insert_post", `
	insert into account.post (post_id, account_id, org, role, region, from_on, until_on, granted_by, granted_at)
	values ($1::text::uuid, $2::text::uuid, $3, $4, $5, $6, $7, $8, $9)`)

func insertPost(ctx context.Context, tx pg.Tx, p Post, now time.Time) (err error) {
	defer fault.Wrap(&err, "account.insertPost(%s)", p.Account)
	_, err = tx.Exec(ctx, qInsertPost, p.ID, p.Account, p.Org, p.Role, p.Region, p.From, p.Until, p.GrantedBy, now)
	return err
}

var qPost = pg.Q("account.post", `
	select p.post_id::text as id, p.account_id::text as account, p.org, o.name as org_name, p.role, p.region, p.from_on as "from",
		p.until_on as until, p.granted_by, p.ended_at, coalesce(p.ended_why, '') as ended_why
	from account.post p join account.org o on o.org_id = p.org where p.post_id = $1::text::uuid`)

func findPost(ctx context.Context, db pg.DB, id string) (p Post, err error) {
	defer fault.Wrap(&err, "account.findPost")
	return pg.One[Post](ctx, db, qPost, id)
}

var qPosts = pg.Q("account.posts", `
	select p.post_id::text as id, p.account_id::text as account, p.org, o.name as org_name, p.role, p.region, p.from_on as "from",
		p.until_on as until, p.granted_by, p.ended_at, coalesce(p.ended_why, '') as ended_why
	from account.post p join account.org o on o.org_id = p.org
	where p.account_id = $1::text::uuid order by p.from_on desc, p.post_id limit 200`)

func postsOf(ctx context.Context, db pg.DB, account string) (posts []Post, err error) {
	defer fault.Wrap(&err, "account.postsOf(%s)", account)
	return pg.All[Post](ctx, db, qPosts, account)
}

// postsHeld lists the posts that are in force or will be.
func postsHeld(ctx context.Context, db pg.DB, account string, today workday.Date) (held []Post, err error) {
	posts, err := postsOf(ctx, db, account)
	for _, p := range posts {
		if p.EndedAt == nil && (p.Until.IsZero() || p.Until >= today) {
			held = append(held, p)
		}
	}
	return held, err
}

// A post whose last day has passed is closed when its account is given another: the date had ended it long before.
var qLapse = pg.Q("account.lapse", `
	update account.post set ended_by = 'calendar', ended_at = $3, ended_why = 'lapsed'
	where account_id = $1::text::uuid and ended_at is null and until_on < $2`)

func lapse(ctx context.Context, tx pg.Tx, account string, today workday.Date, now time.Time) (err error) {
	defer fault.Wrap(&err, "account.lapse(%s)", account)
	_, err = tx.Exec(ctx, qLapse, account, today, now)
	return err
}

var qEndPost = pg.Q("account.end_post", `
	update account.post set ended_by = $2, ended_at = $3, ended_why = $4 where post_id = $1::text::uuid and ended_at is null`)

func endPost(ctx context.Context, tx pg.Tx, id, by string, now time.Time, why string) (n int64, err error) {
	defer fault.Wrap(&err, "account.endPost(%s)", id)
	return tx.Exec(ctx, qEndPost, id, by, now, why)
}

var qUntilPost = pg.Q("account.until_post", `update account.post set until_on = $2 where post_id = $1::text::uuid and ended_at is null`)

func untilPost(ctx context.Context, tx pg.Tx, id string, last workday.Date) (err error) {
	defer fault.Wrap(&err, "account.untilPost(%s)", id)
	_, err = tx.Exec(ctx, qUntilPost, id, last)
	return err
}

// Two officers who end each other's posts at once would both still see the other: the posts are held while they are counted.
var qHolders = pg.Q("account.holders", `
	select p.account_id::text from account.post p join account.account a on a.account_id = p.account_id
	where p.role = $1 and a.status = 'active' and p.ended_at is null and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2)
	order by p.post_id for update of p`)

func holdersOf(ctx context.Context, tx pg.Tx, role string, today workday.Date) (accounts []string, err error) {
	defer fault.Wrap(&err, "account.holdersOf(%s)", role)
	return pg.Column[string](ctx, tx, qHolders, role, today)
}

var qHasPostIn = pg.Q("account.has_post_in", `
	select exists (select from account.post where account_id = $1::text::uuid and org = $2)`)

func hasPostIn(ctx context.Context, db pg.DB, account, org string) (has bool, err error) {
	defer fault.Wrap(&err, "account.hasPostIn(%s)", account)
	return pg.Scalar[bool](ctx, db, qHasPostIn, account, org)
}

var qStandsUnder = pg.Q("account.stands_under", `
	with recursive up as (
		select org_id, parent from account.org where org_id = $1
		union
		select o.org_id, o.parent from account.org o join up on o.org_id = up.parent
	)
	select exists (select from up where org_id = $2)`)

// standsUnder says whether a body is another, or stands somewhere below it.
func standsUnder(ctx context.Context, db pg.DB, org, under string) (yes bool, err error) {
	defer fault.Wrap(&err, "account.standsUnder")
	return pg.Scalar[bool](ctx, db, qStandsUnder, org, under)
}

var qLockFirst = pg.Q("account.lock_first", `select true from (select pg_advisory_xact_lock(hashtextextended('account.first', 0))) l`)

// lockFirst lets one make the first officers at a time.
func lockFirst(ctx context.Context, tx pg.Tx) (err error) {
	defer fault.Wrap(&err, "account.lockFirst")
	_, err = pg.Column[bool](ctx, tx, qLockFirst)
	return err
}

var qOffice = pg.Q("account.office", `
	select p.org from account.post p join account.account a on a.account_id = p.account_id
	where p.role = $1 and a.status = 'active' and p.ended_at is null and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2)
	order by length(rtrim(p.region, '0')), p.granted_at, p.post_id limit 1`)

// officeOf is the body where a role is held for the largest part of the province; none: empty.
func officeOf(ctx context.Context, db pg.DB, role string, today workday.Date) (org string, err error) {
	defer fault.Wrap(&err, "account.officeOf(%s)", role)
	all, err := pg.Column[string](ctx, db, qOffice, role, today)
	if len(all) > 0 {
		org = all[0]
	}
	return org, err
}
