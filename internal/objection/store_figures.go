package objection

import (
	"context"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var (
	// cross-shard, read-only, bounded by a year: public figures by body. What was withdrawn was not decided.
	qFigures = pg.Q("objection.figures", `
		select org, kind, sum(filed)::bigint as filed, sum(decided)::bigint as decided, sum(upheld)::bigint as upheld, max(median)::int as median
		from (
			select org, kind, count(*) as filed, 0 as decided, 0 as upheld, 0 as median
			from objection.filing where filed_on >= $1 and filed_on < $2 group by org, kind
			union all
			select org, kind, 0, count(*), count(*) filter (where upheld), percentile_disc(0.5) within group (order by days)
			from objection.outcome where decided_on >= $1 and decided_on < $2 group by org, kind
		) as both_sides
		group by org, kind order by org, kind limit 5000`)
	// cross-shard, read-only, bounded by a year: what wrong answers there were, without saying about whom
	qHarms = pg.Q("objection.harms", `
		select o.case_id, o.org, o.outcome, o.decided_on, o.wrong_from::date as wrong_from,
			(select count(*) from objection.harm h where h.entity_id = o.entity_id and h.case_id = o.case_id) as answers,
			(select count(*) from objection.letter l where l.entity_id = o.entity_id and l.case_id = o.case_id) as told,
			o.closed_at is not null as acknowledged
		from objection.outcome o
		where o.kind = 'objection' and o.upheld and o.decided_on >= $1 and o.decided_on < $2 order by o.decided_on desc, o.case_id limit 1000`)
)

type figureRow struct {
	Org, Kind              string
	Filed, Decided, Upheld int64
	Median                 int32
}

func figuresOf(ctx context.Context, db pg.DB, from, to workday.Date) (_ []figureRow, err error) {
	defer fault.Wrap(&err, "objection.figuresOf")
	return pg.All[figureRow](ctx, db, qFigures, from, to)
}

type harmRow struct {
	CaseID, Org, Outcome string
	DecidedOn, WrongFrom workday.Date
	Answers, Told        int64
	Acknowledged         bool
}

func harmsOf(ctx context.Context, db pg.DB, from, to workday.Date) (_ []harmRow, err error) {
	defer fault.Wrap(&err, "objection.harmsOf")
	return pg.All[harmRow](ctx, db, qHarms, from, to)
}
