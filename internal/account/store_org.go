package account

import (
	"context"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

var qOrg = pg.Q("account.org", `
	select o.org_id as id, o.name, coalesce(o.parent, '') as parent, o.region, o.kind,
		(select count(*)::int from account.org c where c.parent = o.org_id) as children
	from account.org o where o.org_id = $1`)

func findOrg(ctx context.Context, db pg.DB, id string) (o Org, err error) {
	defer fault.Wrap(&err, "account.findOrg")
	return pg.One[Org](ctx, db, qOrg, id)
}

var qOrgsBelow = pg.Q("account.orgs_below", `
	select o.org_id as id, o.name, coalesce(o.parent, '') as parent, o.region, o.kind,
		(select count(*)::int from account.org c where c.parent = o.org_id) as children
	from account.org o where coalesce(o.parent, '') = $1 order by o.region, o.name, o.org_id limit $2`)

func orgsBelow(ctx context.Context, db pg.DB, parent string, limit int) (orgs []Org, err error) {
	defer fault.Wrap(&err, "account.orgsBelow")
	return pg.All[Org](ctx, db, qOrgsBelow, parent, limit)
}

var qOrgsNamed = pg.Q("account.orgs_named", `
	select o.org_id as id, o.name, coalesce(o.parent, '') as parent, o.region, o.kind,
		(select count(*)::int from account.org c where c.parent = o.org_id) as children
	from account.org o where (o.name like '%' || $1 || '%' or o.org_id = upper($1)) and o.region like $2 || '%' and ($3 = '' or o.kind = $3)
	order by o.region, o.name, o.org_id limit $4`)

func orgsNamed(ctx context.Context, db pg.DB, q OrgQuery, limit int) (orgs []Org, err error) {
	defer fault.Wrap(&err, "account.orgsNamed")
	within := ""
	if q.Region != "" {
		within = access.RegionPrefix(q.Region)
	}
	return pg.All[Org](ctx, db, qOrgsNamed, q.Words, within, q.Kind, limit)
}

var qTree = pg.Q("account.tree", `select org_id as id, coalesce(parent, '') as parent, region from account.org`)

func orgTree(ctx context.Context, db pg.DB) (known map[string]place, err error) {
	defer fault.Wrap(&err, "account.orgTree")
	rows, err := pg.All[struct{ ID, Parent, Region string }](ctx, db, qTree)
	known = make(map[string]place, len(rows))
	for _, r := range rows {
		known[r.ID] = place{r.Parent, r.Region}
	}
	return known, err
}

var qPutOrgs = pg.Q("account.put_orgs", `
	insert into account.org as o (org_id, name, parent, region, kind, changed_at)
	select i, n, nullif(p, ''), r, k, $6 from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) t(i, n, p, r, k)
	on conflict (org_id) do update set name = excluded.name, parent = excluded.parent, region = excluded.region,
		kind = excluded.kind, changed_at = excluded.changed_at
	where (o.name, o.parent, o.region, o.kind) is distinct from (excluded.name, excluded.parent, excluded.region, excluded.kind)`)

// putOrgs writes bodies and says how many are new or were changed.
func putOrgs(ctx context.Context, tx pg.Tx, orgs []Org, now time.Time) (n int64, err error) {
	defer fault.Wrap(&err, "account.putOrgs")
	c := columnsFor(orgs)
	return tx.Exec(ctx, qPutOrgs, c[0], c[1], c[2], c[3], c[4], now)
}

// columnsFor turns bodies into the arrays a statement takes.
func columnsFor(orgs []Org) (column [5][]string) {
	for _, o := range orgs {
		for i, v := range [...]string{o.ID, o.Name, o.Parent, o.Region, o.Kind} {
			column[i] = append(column[i], v)
		}
	}
	return column
}

var qWouldPut = pg.Q("account.would_put_orgs", `
	select count(*) filter (where o.org_id is null)::int as added,
		count(*) filter (where o.org_id is not null and (o.name, o.parent, o.region, o.kind) is distinct from (n, nullif(p, ''), r, k))::int as changed
	from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) t(i, n, p, r, k)
	left join account.org o on o.org_id = i`)

// wouldPut counts what putOrgs would add and change.
func wouldPut(ctx context.Context, db pg.DB, orgs []Org) (w struct{ Added, Changed int }, err error) {
	defer fault.Wrap(&err, "account.wouldPut")
	c := columnsFor(orgs)
	return pg.One[struct{ Added, Changed int }](ctx, db, qWouldPut, c[0], c[1], c[2], c[3], c[4])
}
