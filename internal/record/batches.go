package record

import (
	"context"
	"time"

	"xinheng/internal/access"
)

// BatchLine is a delivery in the list of the body that handed it in.
type BatchLine struct {
	Batch      string `json:"batch"`
	Item       string `json:"item"`
	Source     string `json:"source"`
	SourceName string `json:"source_name"`
	File       string `json:"file,omitempty"`
	Format     string `json:"format"`
	Status     string `json:"status" enum:"running,complete"`
	Active     bool   `json:"active" doc:"being taken in at this moment; a running batch that is not broke off or was paused, and goes on when the same file is handed in again"`
	Counts
	Total     int64      `json:"total" doc:"rows of the file"`
	Flaws     int64      `json:"errors_total"`
	StartedAt time.Time  `json:"started_at"`
	EndedAt   *time.Time `json:"ended_at,omitempty"`
}

const mostBatches = 100

// Batches lists what the actor's own body handed in, newest first (c09); with a key only the delivery the actor made
// under it. Of other bodies' deliveries there is nothing.
func (d *Desk) Batches(ctx context.Context, who access.Actor, key, after string, limit int) (page []BatchLine, next string, err error) {
	limit = min(max(limit, 1), mostBatches)
	id := ""
	if key != "" {
		id = keyedID(who, key)
	}
	page, err = batches(ctx, d.db, who.Org, after, id, limit+1)
	if len(page) > limit {
		last := page[limit-1]
		page, next = page[:limit], cursor(last.StartedAt.Format(time.RFC3339Nano), last.Batch)
	}
	return page, next, err
}
