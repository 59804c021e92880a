package record

import (
	"context"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

var (
	// cross-shard, read-only, limited: for the files of open data; never about a natural person (G10)
	qOpenPage = pg.Q("record.open_page", `
		select `+recordColumns+` from record.version v
		where v.item = $2 and v.record_id > $3 and not v.person and `+publicOn+` order by v.record_id limit $4`)
	// cross-shard, read-only, limited
	qOpenNewest = pg.Q("record.open_newest", `
		select `+recordColumns+` from record.version v where v.record_id = any ($1) and not v.person and `+newest)
)

// OpenPage returns what is public of an item on a day, in the order of its ids, after one of them; never about a natural person.
func OpenPage(ctx context.Context, db pg.DB, item, after string, today workday.Date, limit int) (_ []Record, err error) {
	defer fault.Wrap(&err, "record.OpenPage(%s)", item)
	return pg.All[Record](ctx, db, qOpenPage, today, item, after, limit)
}

// NewestOf returns the newest versions of records by their ids, public or not; those about natural persons are left out.
func NewestOf(ctx context.Context, db pg.DB, ids []string) (_ map[string]Record, err error) {
	defer fault.Wrap(&err, "record.NewestOf")
	rows, err := pg.All[Record](ctx, db, qOpenNewest, ids)
	out := make(map[string]Record, len(rows))
	for _, r := range rows {
		out[r.ID] = r
	}
	return out, err
}
