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

// qOutcomes are of visits that have a result; a visit is about the matters it served.
var qOutcomes = pg.Q("visit.outcomes", `
	select v.entity_id, bool_or(v.found) as found from visit.visit v
	where v.entity_id = any($1) and v.begun_on between $3 and $4 and v.result <> ''
		and exists (select from visit.task t where t.entity_id = v.entity_id and t.visit_id = v.visit_id and t.matter = $2 and not t.dropped)
	group by v.entity_id`)

// Outcomes says of firms that were visited for a matter between two days, both included, and have a result, whether anything was found. A
// firm that is not among them was not visited, or nothing is known yet.
func Outcomes(ctx context.Context, db pg.DB, entities []string, matter string, from, to workday.Date) (_ map[string]bool, err error) {
	defer fault.Wrap(&err, "visit.Outcomes(%d)", len(entities))
	type row struct {
		EntityID string
		Found    bool
	}
	rows, err := pg.All[row](ctx, db, qOutcomes, entities, matter, from, to)
	out := make(map[string]bool, len(rows))
	for _, r := range rows {
		out[r.EntityID] = r.Found
	}
	return out, err
}
