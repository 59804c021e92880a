package standing

import (
	"context"

	"github.com/jackc/pgx/v5"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// cross-shard, read-only: a stretch of the population, streamed by the primary key; only what judging by dates and kinds asks for
var qEachIn = pg.Q("standing.each_in", `
	select entity_id, fact_id, kind, item, list, grade, domain, severity, from_on, until_on, repair_from, ended_on, ended_by, adverse,
		held, held_from, held_until
	from standing.fact where entity_id > $1 and entity_id <= $2 order by entity_id, fact_id`)

// EachIn streams the facts of the entities after one id and up to another, in their order: kinds, grades and dates of them, without
// words, basis and authority. The fact is another one each time it is given.
func EachIn(ctx context.Context, db pg.DB, after, until string, do func(*Fact)) (err error) {
	defer fault.Wrap(&err, "standing.EachIn")
	rows, err := db.Query(ctx, qEachIn, after, until)
	if err != nil {
		return err
	}
	var f Fact
	into := []any{&f.EntityID, &f.ID, &f.Kind, &f.Item, &f.List, &f.Grade, &f.Domain, &f.Severity, &f.From, &f.Until, &f.RepairFrom, &f.EndedOn, &f.EndedBy,
		&f.Adverse, &f.Held, &f.HeldFrom, &f.HeldUntil}
	_, err = pgx.ForEachRow(rows, into, func() error {
		do(&f)
		return nil
	})
	return err
}
