package visit

import (
	"context"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// qMade reads a span of days over every firm, page by page in the order of the key: cross-shard, read-only.
var qMade = pg.Q("visit.made", `
	select entity_id, visit_id, class, result <> '' as resulted, found from visit.visit
	where begun_on between $1 and $2 and (entity_id, visit_id) > ($3, $4) order by entity_id, visit_id limit $5`)

// OnePage is how many visits are read at once.
const OnePage = 1000

// Made is a visit that was made, as far as it is counted.
type Made struct {
	EntityID, VisitID, Class string
	Resulted, Found          bool
}

// MadeBetween is a page of the visits that began between two days, both included, after one of them.
func MadeBetween(ctx context.Context, db pg.DB, from, to workday.Date, after Made) (_ []Made, err error) {
	defer fault.Wrap(&err, "visit.MadeBetween")
	return pg.All[Made](ctx, db, qMade, from, to, after.EntityID, after.VisitID, OnePage)
}
