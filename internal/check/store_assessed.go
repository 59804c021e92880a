package check

import (
	"context"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var (
	// cross-shard, read-only, bounded by a month: a round's, never a page's
	qCoveredMatters = pg.Q("check.assessed_coveredmatters", `
		select m.org, m.matter as thing, (coalesce(max(c.calls), 0) > 0)::int::bigint as part, 1::bigint as whole
		from (select distinct org, unnest(matters) as matter from "check".system where since < $2 and (ended_on is null or ended_on > $1)) as m
			left join "check".coverage c on c.org = m.org and c.matter = m.matter and c.day >= $1 and c.day < $2
		group by m.org, m.matter order by m.org, m.matter`)
)

// Assessed is one thing a body is assessed by: the part of a whole that was well done, or the days one case took (F28-1).
type Assessed struct {
	Org, Thing  string
	Part, Whole int64
}

// CoveredMatters are the matters of a body's connected systems in a span of days, and whether a check of each was made (F16-3).
func CoveredMatters(ctx context.Context, db pg.DB, from, to workday.Date) (_ []Assessed, err error) {
	defer fault.Wrap(&err, "check.CoveredMatters")
	return pg.All[Assessed](ctx, db, qCoveredMatters, from, to)
}
