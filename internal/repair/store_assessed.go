package repair

import (
	"context"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var (
	// cross-shard, read-only, bounded by a month: a round's, never a page's
	qDecidedRepairs = pg.Q("repair.assessed_decidedrepairs", `
		select org, case_id as thing, days::bigint as part, 1::bigint as whole from repair.outcome
		where decided_on >= $1 and decided_on < $2 and outcome in ('granted', 'refused') order by org, case_id`)
)

// Assessed is one thing a body is assessed by: the part of a whole that was well done, or the days one case took (F28-1).
type Assessed struct {
	Org, Thing  string
	Part, Whole int64
}

// DecidedRepairs are the applications granted or refused in a span of days, and the days each took.
func DecidedRepairs(ctx context.Context, db pg.DB, from, to workday.Date) (_ []Assessed, err error) {
	defer fault.Wrap(&err, "repair.DecidedRepairs")
	return pg.All[Assessed](ctx, db, qDecidedRepairs, from, to)
}
