package status

import (
	"context"
	"log/slog"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Probe asks one of our own services whether it works. An error is a finding: the minute counts as down.
type Probe struct {
	Service string
	Ask     func(ctx context.Context) error
}

// Source is how a source has delivered one item lately (F21-4).
type Source struct {
	SourceID     string    `json:"source_id"`
	Source       string    `json:"source"`
	Item         string    `json:"item"`
	LastSeen     time.Time `json:"last_seen" doc:"its newest delivery"`
	Records      int64     `json:"records" doc:"new records of the last 30 days"`
	MedianDays   *int32    `json:"median_days,omitempty" doc:"from decision to arrival, of these; absent: nothing arrived"`
	P90Days      *int32    `json:"p90_days,omitempty" doc:"nine of ten arrived within"`
	Rows         int64     `json:"rows" doc:"rows handed in since the first day of the month before"`
	Accepted     int64     `json:"accepted" doc:"of these, taken in, or known already"`
	Timed        int64     `json:"timed" doc:"of these, decisions the law gives a deadline for"`
	Late         int64     `json:"late" doc:"of these, after it"`
	Deadline     string    `json:"deadline,omitempty" doc:"law value; absent: the law gives no deadline"`
	DeadlineN    int32     `json:"deadline_n,omitempty"`
	DeadlineUnit string    `json:"deadline_unit,omitempty"`
	CountedAt    time.Time `json:"counted_at"`
}

// Consumer is how a target of the sync ledger has followed lately.
type Consumer struct {
	Target        string     `json:"target"`
	Name          law.Text2  `json:"name" db:"-"`
	Told          int64      `json:"told" doc:"lines of the last 30 days"`
	Acknowledged  int64      `json:"acknowledged"`
	Late          int64      `json:"late" doc:"past the legal deadline: acknowledged after it, or still open"`
	MedianSeconds *int64     `json:"median_seconds,omitempty" doc:"from the decision to the acknowledgement"`
	P90Seconds    *int64     `json:"p90_seconds,omitempty"`
	LastAt        *time.Time `json:"last_at,omitempty" doc:"its newest acknowledgement"`
	CountedAt     time.Time  `json:"counted_at"`
}

// Feeds is what feeds us and whom we feed, as it was counted last.
type Feeds struct {
	Sources   []Source   `json:"sources" doc:"the newest delivery first"`
	Consumers []Consumer `json:"consumers"`
}

// Board is what anybody may know of how the platform stands. Nothing in it is about a market entity or a person.
type Board struct {
	Now       time.Time  `json:"now"`
	Services  []Measured `json:"services"`
	Incidents []Incident `json:"incidents" doc:"of the days shown, the newest first"`
	Feeds
}

// Board reads what was measured and counted: rows of days and sources, never of records.
func (d *Desk) Board(ctx context.Context) (Board, error) {
	b := Board{Now: d.now()}
	today := workday.Of(b.Now)
	rows, err := minutesSince(ctx, d.db, today.AddDays(1-shownDays))
	if err != nil {
		return b, err
	}
	began, err := measuredSince(ctx, d.db)
	if err != nil {
		return b, err
	}
	b.Services, b.Incidents = measure(rows, began, b.Now)
	b.Feeds, err = feeds(ctx, d.db)
	return b, err
}

// Sample asks every service once and keeps what they answer under the present minute. A second sampler in the same minute changes
// nothing but this: whoever finds a service down is believed.
func (d *Desk) Sample(ctx context.Context) error {
	names, ups := make([]string, len(d.Probes)), make([]bool, len(d.Probes))
	for i, p := range d.Probes {
		names[i], ups[i] = p.Service, d.asked(ctx, p)
	}
	now := d.now()
	day := workday.Of(now)
	return markMinute(ctx, d.db, names, ups, day, int(now.Sub(day.Start())/time.Minute))
}

func (d *Desk) asked(ctx context.Context, p Probe) bool {
	ctx, cancel := context.WithTimeout(ctx, gaugeTime)
	defer cancel()
	err := p.Ask(ctx)
	if err != nil {
		slog.WarnContext(ctx, "a service did not work when it was asked", "service", p.Service, "error", err)
	}
	return err == nil
}

// Count counts sources and consumers anew and forgets minutes nobody is shown any more. It is a round's and no page's.
func (d *Desk) Count(ctx context.Context) error {
	f, err := d.Feeding(ctx)
	if err != nil {
		return err
	}
	now := d.now().UTC().Truncate(time.Microsecond)
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		return keepFeeds(ctx, tx, f, now, workday.Of(now).AddDays(-keptDays))
	})
}

// TakeOver keeps minutes that another sampler measured, of days this database has nothing of: of a machine that was replaced, or
// invented for a demonstration.
func (d *Desk) TakeOver(ctx context.Context, days []Minutes) error { return takeOver(ctx, d.db, days) }
