package registry

import (
	"context"

	"github.com/jackc/pgx/v5"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var (
	// cross-shard, read-only: one id of many, to cut the population into parts
	qCuts = pg.Q("registry.cuts", `
		select entity_id from (select e.entity_id, row_number() over (order by e.entity_id) as n, count(*) over () as whole
			from registry.entity e where e.kind <> 'person') parts
		where n % $1 = 0 or n = whole order by entity_id`)

	// cross-shard, read-only: a stretch of the population, streamed by the primary key
	qEachIn = pg.Q("registry.each_in", `
		select e.entity_id, e.kind, e.region, e.industry, e.established_on from registry.entity e
		where e.entity_id > $1 and e.entity_id <= $2 and e.kind <> 'person' order by e.entity_id`)
)

// Brief is as much of an entity as work on the whole population asks for.
type Brief struct {
	ID          string
	Kind        Kind
	Region      string
	Industry    string
	Established workday.Date
}

// Cuts gives the last ids of parts of so many entities, natural persons not among them: work on everybody is cut there.
func Cuts(ctx context.Context, db pg.DB, size int) (_ []string, err error) {
	defer fault.Wrap(&err, "registry.Cuts")
	return pg.Column[string](ctx, db, qCuts, size)
}

// EachIn streams the entities after one id and up to another, in their order.
func EachIn(ctx context.Context, db pg.DB, after, until string, do func(*Brief)) (err error) {
	defer fault.Wrap(&err, "registry.EachIn")
	rows, err := db.Query(ctx, qEachIn, after, until)
	if err != nil {
		return err
	}
	var b Brief
	_, err = pgx.ForEachRow(rows, []any{&b.ID, &b.Kind, &b.Region, &b.Industry, &b.Established}, func() error {
		do(&b)
		return nil
	})
	return err
}
