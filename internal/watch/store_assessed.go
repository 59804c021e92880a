package watch

import (
	"context"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var (
	// cross-shard, read-only, bounded by a month: a round's, never a page's
	qDueReports = pg.Q("watch.assessed_duereports", `
		select u.org, u.decision_id as thing, coalesce(not f.late, false)::int::bigint as part, 1::bigint as whole
		from watch.duty u left join watch.feedback f on f.entity_id = u.entity_id and f.decision_id = u.decision_id
		where u.due_on >= $1 and u.due_on < $2 order by u.org, u.decision_id`)
)

// Assessed is one thing a body is assessed by: the part of a whole that was well done, or the days one case took (F28-1).
type Assessed struct {
	Org, Thing  string
	Part, Whole int64
}

// DueReports are the checks whose report was due in a span of days, and whether it was given in time (F07-4).
func DueReports(ctx context.Context, db pg.DB, from, to workday.Date) (_ []Assessed, err error) {
	defer fault.Wrap(&err, "watch.DueReports")
	return pg.All[Assessed](ctx, db, qDueReports, from, to)
}
