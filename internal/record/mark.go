package record

import (
	"context"
	"slices"

	"xinheng/internal/workday"
)

// mark says on each record whether an objection to it is open. The mark is read where it is kept, every time: it is there the
// moment the objection is, and gone with it (F27-2).
func (d *Desk) mark(ctx context.Context, rs ...*Record) error {
	if d.Disputed == nil || len(rs) == 0 {
		return nil
	}
	entities := make([]string, len(rs))
	for i, r := range rs {
		entities[i] = r.EntityID
	}
	slices.Sort(entities)
	marks, err := d.Disputed(ctx, d.db, slices.Compact(entities))
	for _, r := range rs {
		r.DisputedOn = marks[r.ID]
	}
	return err
}

// Mark sets the marks of records as they are known to whoever shows them.
func Mark(rs []Record, marks map[string]workday.Date) {
	for i := range rs {
		rs[i].DisputedOn = marks[rs[i].ID]
	}
}

func pointers(rs []Record) []*Record {
	out := make([]*Record, len(rs))
	for i := range rs {
		out[i] = &rs[i]
	}
	return out
}
