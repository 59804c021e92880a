package record

import (
	"context"
	"time"

	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Arrival is how one source has delivered one item lately (F21-4): what came in and when it was decided, and what of its rows was taken in.
type Arrival struct {
	SourceID, Source, Item      string
	LastSeen                    time.Time
	Records                     int64  // new records since the instant asked for
	MedianDays, P90Days         *int32 // from the day of the decision to the day it was first here; nil: nothing arrived
	Rows, Accepted, Timed, Late int64  // since the month asked for; accepted includes what was known already
}

// Arrivals are those of every source that has ever delivered. It reads every record that arrived since an instant, so it is a round's and
// no page's.
func Arrivals(ctx context.Context, db pg.DB, since time.Time, month workday.Date) ([]Arrival, error) {
	return arrivals(ctx, db, since, month)
}
