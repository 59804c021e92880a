package record

import (
	"context"
	"io"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
)

// Receipt of a delivery.
type Receipt struct {
	Batch      string `json:"batch"`
	Item       string `json:"item"`
	Source     string `json:"source"`
	SourceName string `json:"source_name"`
	File       string `json:"file,omitempty"`
	Format     string `json:"format" doc:"format and encoding found in the content"`
	Status     string `json:"status" enum:"running,complete"`
	Counts
	Total     int64      `json:"total" doc:"rows of the file; more than rows while the batch is running"`
	Replayed  bool       `json:"replayed,omitempty" doc:"the same delivery was taken in before: nothing was written this time"`
	First     *Counts    `json:"first,omitempty" doc:"what was counted when it was taken in"`
	Entries   []string   `json:"ledger_entries" doc:"of its chunks, then of the batch as a whole"`
	Unknown   []string   `json:"unknown_columns,omitempty" doc:"columns nobody read"`
	StartedAt time.Time  `json:"started_at"`
	EndedAt   *time.Time `json:"ended_at,omitempty"`
	Edition   string     `json:"law_edition"`
	Errors    []RowError `json:"errors,omitempty" doc:"the first hundred"`
	Flaws     int64      `json:"errors_total"`
	ErrorsURL string     `json:"errors_url,omitempty" doc:"all of them, as CSV"`
}

const shownErrors = 100

// Receipt returns the receipt of a batch, running or complete, to the body that handed it in.
func (d *Desk) Receipt(ctx context.Context, who access.Actor, id string) (Receipt, error) {
	b, err := d.batchOf(ctx, who, id)
	if err != nil {
		return Receipt{}, err
	}
	return d.receipt(ctx, b)
}

func (d *Desk) batchOf(ctx context.Context, who access.Actor, id string) (batch, error) {
	b, known, err := findBatch(ctx, d.db, id)
	if err == nil && (!known || b.SourceID != who.Org && !operator(who)) {
		err = errNoBatch
	}
	return b, err
}

func (d *Desk) receipt(ctx context.Context, b batch) (Receipt, error) {
	r := Receipt{
		Batch: b.ID, Item: b.Item, Source: b.SourceID, SourceName: b.Source, File: b.FileName, Format: b.Format, Status: b.Status,
		Counts: b.counts(), Total: b.Total, Unknown: b.Unknown, StartedAt: b.StartedAt, EndedAt: b.EndedAt, Edition: b.Edition,
		Flaws: b.Flaws,
	}
	var err error
	if r.Entries, err = entriesOf(ctx, d.db, b.ID); err != nil || b.Flaws == 0 {
		return r, err
	}
	r.ErrorsURL = "/v1/intake/batches/" + b.ID + "/errors.csv"
	r.Errors, err = firstErrors(ctx, d.db, b.ID, shownErrors)
	return r, err
}

// replayed is the receipt of a delivery that had been taken in: every row it had stored is a duplicate now.
func (d *Desk) replayed(ctx context.Context, b batch) (Receipt, error) {
	r, err := d.receipt(ctx, b)
	first := r.Counts
	r.Replayed, r.First = true, &first
	r.Counts = Counts{Rows: first.Rows, Rejected: first.Rejected, Duplicate: first.Accepted + first.Duplicate + first.Queued}
	return r, err
}

// Errors writes every fault of a batch as CSV.
func (d *Desk) Errors(ctx context.Context, who access.Actor, id string, w io.Writer) error {
	b, err := d.batchOf(ctx, who, id)
	if err != nil {
		return err
	}
	return WriteErrors(w, func(do func(RowError) error) error { return eachError(ctx, d.db, b.ID, do) })
}

var errNoBatch = fault.New(fault.Missing, "record.no_batch", "没有这个批次，或不属于本单位；请核对编号。", "There is no such batch, or it is not yours; check its id.")
