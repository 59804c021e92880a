package check

import (
	"context"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// cross-shard, read-only, limited: the first check of each approval case of a firm
var qForApprovals = pg.Q("check.for_approvals", `
	select entity_id, case_no, min(at at time zone 'Asia/Shanghai')::date as on_day, min(decision_id) as decision_id
	from "check".decision where purpose = 'approval' and at >= $1 and not starts_with(entity_id, 'p-')
	group by entity_id, case_no order by entity_id, case_no limit 5000`)

// Approval is the first check that was made of a firm for the case of an approval: the first event of the chain that supervision
// continues (F12-1).
type Approval struct {
	EntityID, CaseNo string
	OnDay            workday.Date
	DecisionID       string
}

// ForApprovals are those since a day.
func ForApprovals(ctx context.Context, db pg.DB, since workday.Date) (_ []Approval, err error) {
	defer fault.Wrap(&err, "check.ForApprovals")
	return pg.All[Approval](ctx, db, qForApprovals, since.Start())
}
