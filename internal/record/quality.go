package record

import (
	"context"

	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Quality figures of a department over a span of months (F09-3). They are counted as rows come in, so asking costs nothing
// however much there is.
type Quality struct {
	SourceID  string  `json:"source_id"`
	Source    string  `json:"source"`
	Rows      int64   `json:"rows"`
	Accepted  int64   `json:"accepted"`
	Rejected  int64   `json:"rejected"`
	Duplicate int64   `json:"duplicate"`
	Queued    int64   `json:"queued" doc:"rows that came with a name only"`
	Orphans   int64   `json:"orphans" doc:"new records about subjects the register does not know"`
	Intake    float64 `json:"intake_rate" doc:"入库率: accepted and duplicate of all rows"`
	Complete  float64 `json:"complete_rate" doc:"完整率: of the values a whole row has, those that are filled"`
	Accurate  float64 `json:"accurate_rate" doc:"准确率: rows without any fault or doubt, of rows that are no duplicates"`
	Timely    float64 `json:"timely_rate" doc:"及时率: within the working days the law gives, of rows that have such a deadline"`
	Late      int64   `json:"late"`
	DueSoon   int64   `json:"due_soon" doc:"reported, not yet stored, and in the last days before the deadline"`
}

// QualityOf returns the figures of every source that reported in the months of a span; item may be empty.
func QualityOf(ctx context.Context, db pg.DB, from, to, today workday.Date, item string) ([]Quality, error) {
	month := func(d workday.Date) workday.Date { return workday.New(d.Time().Year(), d.Time().Month(), 1) }
	all, err := qualityFigures(ctx, db, month(from), month(to), today, item)
	out := make([]Quality, len(all))
	for i, f := range all {
		out[i] = Quality{
			SourceID: f.SourceID, Source: f.Source, Rows: f.Rows, Accepted: f.Accepted, Rejected: f.Rejected, Duplicate: f.Duplicate,
			Queued: f.Queued, Orphans: f.Orphans, Late: f.Late, DueSoon: f.DueSoon,
			Intake: rate(f.Accepted+f.Duplicate, f.Rows), Complete: rate(f.Filled, f.Expected),
			Accurate: rate(f.Clean, f.Rows-f.Duplicate), Timely: rate(f.Timed-f.Late, f.Timed),
		}
	}
	return out, err
}

// rate of nothing is whole: nobody failed at anything.
func rate(part, of int64) float64 {
	if of <= 0 {
		return 1
	}
	return float64(part) / float64(of)
}

// Due is a decision that was reported but is not stored, while it can still be published in time (F09-4).
type Due struct {
	Item       string       `json:"item"`
	SourceID   string       `json:"source_id"`
	Source     string       `json:"source"`
	DocumentNo string       `json:"document_no"`
	DecidedOn  workday.Date `json:"decided_on"`
	AlarmOn    workday.Date `json:"alarm_on"`
	DueOn      workday.Date `json:"due_on" doc:"last day for publishing it in time"`
	Why        string       `json:"why" enum:"refused,queued"`
}

// DueSoon lists what must be mended before the deadline: the alarm has gone off, the last day has not passed.
func DueSoon(ctx context.Context, db pg.DB, today workday.Date, source string, limit int) ([]Due, error) {
	return dueSoon(ctx, db, today, source, min(max(limit, 1), 1000))
}
