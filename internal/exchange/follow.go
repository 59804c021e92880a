package exchange

import (
	"context"
	"time"

	"xinheng/internal/law"
)

// Followed is how a target has followed since an instant, counted (F21-4).
type Followed struct {
	Target                    string
	NameZh, NameEn            string //nolint:revive // names of columns
	Told, Acknowledged, Late  int64
	MedianSeconds, P90Seconds *int64
	LastAt                    *time.Time
}

// Name of the target.
func (f *Followed) Name() law.Text2 { return law.Text2{ZH: f.NameZh, EN: f.NameEn} }

// Follow counts for every target in force how it has followed since an instant, those that were told nothing too. It is a round's.
func (d *Desk) Follow(ctx context.Context, since time.Time) ([]Followed, error) {
	return followed(ctx, d.db, since, d.today())
}

// Stuck says whether something has waited since before an instant without anybody having tried to send it.
func (d *Desk) Stuck(ctx context.Context, before time.Time) (bool, error) {
	return stuck(ctx, d.db, before)
}
