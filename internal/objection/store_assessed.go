package objection

import (
	"context"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var (
	// cross-shard, read-only, bounded by a month: a round's, never a page's
	qDecidedObjections = pg.Q("objection.assessed_decidedobjections", `
		select org, case_id as thing, days::bigint as part, 1::bigint as whole from objection.outcome
		where kind = 'objection' and decided_on >= $1 and decided_on < $2 order by org, case_id`)
)

// Assessed is one thing a body is assessed by: the part of a whole that was well done, or the days one case took (F28-1).
type Assessed struct {
	Org, Thing  string
	Part, Whole int64
}

// DecidedObjections are the objections decided in a span of days, and the days each took.
func DecidedObjections(ctx context.Context, db pg.DB, from, to workday.Date) (_ []Assessed, err error) {
	defer fault.Wrap(&err, "objection.DecidedObjections")
	return pg.All[Assessed](ctx, db, qDecidedObjections, from, to)
}
