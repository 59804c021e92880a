package standing

import (
	"cmp"
	"context"
	"log/slog"
	"slices"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
)

// Apply keeps facts in step with record versions, within their transaction. Doing it twice changes nothing.
func Apply(ctx context.Context, tx pg.Tx, lib *law.Library, e record.Changed) (err error) {
	defer fault.Wrap(&err, "standing.Apply(%s)", e.EntryID)
	var facts []Fact
	var struck []record.Record
	void := 0
	for _, r := range newest(e.Records) {
		f, ok := FactOf(r, lib)
		switch {
		case ok:
			facts = append(facts, f)
		case f.ID != "":
			void++ // kept so that a check can say why it does not count, instead of keeping silent
			facts = append(facts, f)
		case r.Class == law.Pledge && r.Version > 1:
			struck = append(struck, r)
		}
	}
	if void > 0 {
		slog.WarnContext(ctx, "adverse records without a basis or an end count on no day", "records", void, "entry", e.EntryID)
	}
	if err := put(ctx, tx, e.EntryID, facts); err != nil {
		return err
	}
	if err := keepMarks(ctx, tx, e.EntryID, facts); err != nil {
		return err
	}
	return strike(ctx, tx, e.EntryID, struck)
}

// newest keeps the last version of each record and sorts by entity, so that transactions lock rows in one order.
func newest(rs []record.Record) []record.Record {
	rs = slices.Clone(rs)
	slices.SortFunc(rs, func(a, b record.Record) int {
		return cmp.Or(cmp.Compare(a.EntityID, b.EntityID), cmp.Compare(a.ID, b.ID), cmp.Compare(b.Version, a.Version))
	})
	return slices.CompactFunc(rs, func(a, b record.Record) bool { return a.EntityID == b.EntityID && a.ID == b.ID })
}
