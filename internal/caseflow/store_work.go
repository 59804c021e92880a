package caseflow

import (
	"context"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// scope is what an officer may see, as parameters: the same rule as Def.sees, for many cases at once.
type scope struct {
	Org, Me  string
	Regions  []string // what codes of divisions within reach begin with
	Body     []string // kinds handled in one's own body
	Provider []string // kinds answered as the body the data came from
	Above    []string // kinds reviewed within reach
	All      []string // kinds read within reach
	Up       []string // kinds read within reach once escalated
}

// The worklist goes over all entities: read-only, limited, soonest due first. It is read by index of the body or region.
const inScope = `(
	c.org = $1 and c.kind = any($4)
	or c.provider = $1 and c.provider <> '' and c.kind = any($5)
	or c.kind = any($6) and exists (select from unnest($3::text[]) p where starts_with(c.region, p))
	or c.kind = any($7) and (c.org = $1 or exists (select from unnest($3::text[]) p where starts_with(c.region, p)))
	or c.kind = any($8) and c.escalated_on is not null and (c.org = $1 or exists (select from unnest($3::text[]) p where starts_with(c.region, p)))
	or c.opener = $2)`

var (
	qWork = pg.Q("caseflow.work", `
		select `+caseColumns+` from caseflow.case c
		where `+inScope+`
			and ($9 = '' or c.kind = $9) and ($10 = '' or c.state = $10)
			and (c.ended_on is null) = $11
			and ($12 = '' or $12 = 'mine' and c.holder = $2 or $12 = 'body' and c.org = $1 or $12 = 'free' and c.org = $1 and c.holder = ''
				or $12 = 'escalated' and c.escalated_on is not null)
			and (not $13 or c.due_on < $14)
			and (coalesce(c.due_on, date '9999-12-31'), c.case_id) > (coalesce($15, date '0001-01-01'), $16)
		order by coalesce(c.due_on, date '9999-12-31'), c.case_id limit $17`)
	qCounts = pg.Q("caseflow.counts", `
		select c.kind, c.state, count(*) as n, count(*) filter (where c.holder = $2) as mine, count(*) filter (where c.holder = '') as free,
			count(*) filter (where c.due_on < $9) as late, count(*) filter (where c.due_on >= $9 and c.due_on <= $10) as soon,
			count(*) filter (where c.due_on is null) as resting, count(*) filter (where c.escalated_on is not null) as escalated,
			count(*) filter (where c.urged_on is not null) as urged
		from caseflow.case c
		where c.ended_on is null and `+inScope+` group by c.kind, c.state order by c.kind, c.state`)
)

func (s scope) args(more ...any) []any {
	return append([]any{s.Org, s.Me, s.Regions, s.Body, s.Provider, s.Above, s.All, s.Up}, more...)
}

func work(ctx context.Context, db pg.DB, s scope, q WorkQuery, today workday.Date, after mark, limit int) (out []held, err error) {
	defer fault.Wrap(&err, "caseflow.work")
	return pg.All[held](ctx, db, qWork, s.args(q.Kind, q.State, !q.Ended, q.Whose, q.Overdue, today, after.Due, after.ID, limit)...)
}

func counts(ctx context.Context, db pg.DB, s scope, today, soon workday.Date) (out []Count, err error) {
	defer fault.Wrap(&err, "caseflow.counts")
	return pg.All[Count](ctx, db, qCounts, s.args(today, soon)...)
}
