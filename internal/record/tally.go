package record

import (
	"context"
	"slices"
	"time"

	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Tally is how much of one item, list and field of supervision a source has given, as it was counted last (F09-7).
type Tally struct {
	Item, List, Domain string
	SourceID, Source   string
	Records, PublicNow int64
	LastSeen           time.Time
	CountedAt          time.Time
}

// ListMonth is who came on a list and off it in a month: taken off by a decision or a repair, or ended by its date.
type ListMonth struct {
	List                    string
	Month                   workday.Date
	Entered, Removed, Ended int64
}

// Count counts anew what is held. It reads every record, so it is a round's and no page's; what it wrote last stays until it is done.
func Count(ctx context.Context, db *pg.Pool, now time.Time) error {
	return db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error { return countAll(ctx, tx, workday.Of(now), now) })
}

// Tallies is what was counted last, all of it: as many rows as there are items, lists, fields and sources together.
func Tallies(ctx context.Context, db pg.DB) ([]Tally, error) { return tallies(ctx, db) }

// ListMonths are the lists month by month since a day.
func ListMonths(ctx context.Context, db pg.DB, since workday.Date) ([]ListMonth, error) {
	return listMonths(ctx, db, since)
}

// Within names what belongs together: whole items, lists and fields of supervision.
type Within struct {
	Items, Lists, Domains []string
}

// Holds says whether a tally belongs in it.
func (w Within) Holds(t *Tally) bool {
	return slices.Contains(w.Items, t.Item) || t.List != "" && slices.Contains(w.Lists, t.List) || t.Domain != "" && slices.Contains(w.Domains, t.Domain)
}

// ListedWithin is Listed of several items, lists and fields at once; natural persons are never among them.
func ListedWithin(ctx context.Context, db pg.DB, w Within, after string, limit int, today workday.Date) (page []Record, next string, err error) {
	limit = min(max(limit, 1), MaxPage)
	if page, err = listedWithin(ctx, db, w, after, limit+1, today); err != nil {
		return nil, "", err
	}
	if len(page) > limit {
		page = page[:limit]
		next = cursor(page[limit-1].DecidedOn.String(), page[limit-1].ID)
	}
	return page, next, nil
}

// OfPublicBodies are the newest versions of what is recorded of public bodies as parties: their contracts, and judgments against
// them (政务诚信). There are few: a body, not a population.
func OfPublicBodies(ctx context.Context, db pg.DB) ([]Record, error) { return ofPublicBodies(ctx, db) }
