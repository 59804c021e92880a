package record

import (
	"context"
	"slices"

	"xinheng/internal/workday"
)

// Marks are what open cases say of a record, as of now; they are no part of a version, and say nothing of the case.
type Marks struct {
	DisputedOn workday.Date `json:"disputed_on,omitzero" db:"-" doc:"异议中: an objection to it is open since then"`
	RelievedOn workday.Date `json:"relieved_on,omitzero" db:"-" doc:"重整期间暂时解除: it does not count since then while a plan of reorganisation is carried out"`
}

// mark says on each record whether an objection to it is open, and whether it is relieved for the time being. The marks are
// read where they are kept, every time: they are there the moment the case says so, and gone with it (F27-2, F26-11).
func (d *Desk) mark(ctx context.Context, rs ...*Record) error {
	if d.Marked == nil || len(rs) == 0 {
		return nil
	}
	entities := make([]string, len(rs))
	for i, r := range rs {
		entities[i] = r.EntityID
	}
	slices.Sort(entities)
	marks, err := d.Marked(ctx, d.db, slices.Compact(entities))
	for _, r := range rs {
		r.Marks = marks[r.ID]
	}
	return err
}

// Mark sets the marks of records as they are known to whoever shows them.
func Mark(rs []Record, marks map[string]Marks) {
	for i := range rs {
		rs[i].Marks = marks[rs[i].ID]
	}
}

func pointers(rs []Record) []*Record {
	out := make([]*Record, len(rs))
	for i := range rs {
		out[i] = &rs[i]
	}
	return out
}
