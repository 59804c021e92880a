package record

import (
	"context"
	"errors"
	"io"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"xinheng/internal/access"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record/sheet"
)

const (
	chunkRows  = 2000
	chunkBytes = 8 << 20 // of content: a chunk of long rows is shorter
	ahead      = 2       // chunks read ahead of the writer
)

// run reads and judges in one goroutine, ahead of the writer, which stores chunk by chunk.
func (d *Desk) run(ctx context.Context, who access.Actor, t *taking, tell func(Progress)) error {
	rows, err := t.shape.Open(t.file)
	if err != nil {
		return err
	}
	source := body{t.batch.SourceID, t.batch.Source}
	w := &writer{d: d, who: who, batch: t.batch, hand: t.byHand, known: map[string]bool{},
		judge: newJudge(d.law, t.columns, source, t.today, d.keys())}
	chunks := make(chan chunk, ahead)
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(chunks)
		return read(gctx, rows, newJudge(d.law, t.columns, source, t.today, d.keys()), t.batch.Done, chunks)
	})
	g.Go(func() error {
		for c := range chunks {
			if err := w.write(gctx, c); err != nil {
				return err
			}
			d.wake(nil)
			if tell != nil {
				tell(Progress{w.batch.counts(), w.batch.Total})
			}
		}
		return gctx.Err()
	})
	if err := g.Wait(); err != nil {
		return err
	}
	return w.complete(ctx)
}

// read judges the rows after the first done ones and hands them over in chunks.
func read(ctx context.Context, rows sheet.Reader, j *judge, done int64, out chan<- chunk) error {
	var c chunk
	size := 0
	send := func() error {
		select {
		case out <- c:
			c, size = chunk{upTo: c.upTo}, 0
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for {
		row, err := rows.Next()
		switch {
		case errors.Is(err, io.EOF):
			if len(c.rows) > 0 {
				return send()
			}
			return nil
		case err != nil:
			return err
		}
		if c.upTo++; c.upTo <= done {
			continue
		}
		f := j.row(row)
		c.rows = append(c.rows, f)
		if size += 512 + len(f.content) + len(f.secret); len(c.rows) == chunkRows || size > chunkBytes {
			if err := send(); err != nil {
				return err
			}
		}
	}
}

// complete closes the batch with its totals on the ledger.
func (w *writer) complete(ctx context.Context) error {
	now := w.d.now().UTC().Truncate(time.Microsecond)
	b := &w.batch
	n := func(v int64) string { return strconv.FormatInt(v, 10) }
	err := w.d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		entry, err := ledger.Append(ctx, tx, now, ledger.Act{
			Kind: "record.batch", Actor: w.who.ID, About: b.ID,
			Public: map[string]string{
				"item": b.Item, "source": b.SourceID, "rows": n(b.Done), "accepted": n(b.Accepted), "rejected": n(b.Rejected),
				"duplicate": n(b.Duplicate), "queued": n(b.Queued), "edition": b.Edition,
			},
		})
		if err != nil {
			return err
		}
		if err := putChunk(ctx, tx, entry, b.ID, nil); err != nil {
			return err
		}
		return complete(ctx, tx, b.ID, now)
	})
	w.d.wake(err)
	return err
}
