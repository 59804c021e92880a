package opendata

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Build makes today's files of every dataset that are not there yet, a piece a transaction, so that it may be stopped anywhere and goes on
// where it stopped; then files past their time are forgotten. It returns how many files it finished.
func (d *Desk) Build(ctx context.Context) (n int, err error) {
	today := d.today()
	for _, it := range d.datasets(today) {
		for _, build := range []func(context.Context, string, workday.Date) (bool, error){d.buildSnapshot, d.buildDelta} {
			made, err := build(ctx, it.Code, today)
			if err != nil {
				return n, err
			}
			if made {
				n++
			}
		}
	}
	return n, d.forget(ctx, today)
}

// buildSnapshot writes what is public today, in the order of ids.
func (d *Desk) buildSnapshot(ctx context.Context, dataset string, day workday.Date) (made bool, err error) {
	size, _ := d.log.Size()
	f, err := d.begin(ctx, file{Dataset: dataset, Day: day, Kind: snapshot, LedgerTo: size})
	if err != nil || f.Ready {
		return false, err
	}
	for {
		n, after, err := reached(ctx, d.db, &f)
		if err != nil {
			return false, err
		}
		rows, err := record.OpenPage(ctx, d.db, dataset, after, day, d.PieceRows)
		if err != nil {
			return false, err
		}
		lines := make([]Line, len(rows))
		for i := range rows {
			lines[i] = lineOf(&rows[i])
		}
		if len(lines) > 0 || n == 0 {
			if err := d.append(ctx, &f, n, lines); err != nil {
				return false, err
			}
		}
		if len(rows) < d.PieceRows {
			return true, d.finish(ctx, &f, nil)
		}
	}
}

// begin takes up a file that was begun, or begins it.
func (d *Desk) begin(ctx context.Context, f file) (file, error) {
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		for _, format := range formats {
			f.Format = format
			if err := insertFile(ctx, tx, &f, d.instant()); err != nil {
				return err
			}
		}
		var err error
		f, err = findFile(ctx, tx, f.Dataset, f.Day, f.Kind, jsonl)
		return err
	})
	return f, err
}

// append stores the same lines as a piece of each format, or not at all.
func (d *Desk) append(ctx context.Context, f *file, n int, lines []Line) error {
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		for _, format := range formats {
			body, err := encode(format, n, lines)
			if err != nil {
				return err
			}
			p := piece{Dataset: f.Dataset, Day: f.Day, Kind: f.Kind, Format: format, N: n, Rows: len(lines), Body: body}
			p.describe(lines)
			if err := insertPiece(ctx, tx, &p); err != nil {
				return err
			}
		}
		return nil
	})
}

// describe says what is in a piece, so that a record can be found without opening it.
func (p *piece) describe(lines []Line) {
	p.Rows, p.Gone, p.EndsOn = len(lines), 0, 0
	for i := range lines {
		l := &lines[i]
		if l.Op == gone {
			p.Gone++
		} else if l.PublicUntil != 0 && (p.EndsOn == 0 || l.PublicUntil < p.EndsOn) {
			p.EndsOn = l.PublicUntil
		}
	}
	if len(lines) > 0 && p.FirstID == "" {
		p.FirstID, p.LastID = lines[0].ID, lines[len(lines)-1].ID
	}
}

// finish seals a file: its digest is over its pieces, one after the other, as it is served.
func (d *Desk) finish(ctx context.Context, f *file, since *file) error {
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		for _, format := range formats {
			x := *f
			x.Format = format
			if since != nil {
				x.Since, x.LedgerFrom = since.Day, since.LedgerTo
			}
			if err := d.digest(ctx, tx, &x); err != nil {
				return err
			}
		}
		_, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "opendata.made", Actor: "system", About: f.Dataset + " " + f.Kind + " " + f.Day.String(), Public: map[string]string{}})
		return err
	})
}

func (d *Desk) digest(ctx context.Context, tx pg.Tx, f *file) error {
	sum := sha256.New()
	f.Rows, f.Gone, f.Bytes = 0, 0, 0
	err := eachPiece(ctx, tx, f, func(p *piece) error {
		f.Rows, f.Gone, f.Bytes = f.Rows+int64(p.Rows), f.Gone+int64(p.Gone), f.Bytes+int64(len(p.Body))
		_, err := sum.Write(p.Body)
		return err
	})
	if err != nil {
		return err
	}
	f.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return sealFile(ctx, tx, f, d.instant())
}

// buildDelta writes what is another since the snapshot before: what came or changed, and a tombstone for what went. What was purged from
// the older snapshot meanwhile has its tombstone from the list of purges.
func (d *Desk) buildDelta(ctx context.Context, dataset string, day workday.Date) (made bool, err error) {
	before, there, err := snapshotBefore(ctx, d.db, dataset, day)
	if err != nil || !there {
		return false, err
	}
	f, err := d.begin(ctx, file{Dataset: dataset, Day: day, Kind: delta, LedgerFrom: before.LedgerTo})
	if err != nil || f.Ready {
		return false, err
	}
	lines, err := d.difference(ctx, &before, &file{Dataset: dataset, Day: day, Kind: snapshot, Format: jsonl})
	if err != nil {
		return false, err
	}
	if err := clearPieces(ctx, d.db, &f); err != nil { // it is made in one go from two files that are there: a stopped one begins again
		return false, err
	}
	for n := 0; n == 0 || n*d.PieceRows < len(lines); n++ {
		if err := d.append(ctx, &f, n, lines[min(n*d.PieceRows, len(lines)):min((n+1)*d.PieceRows, len(lines))]); err != nil {
			return false, err
		}
	}
	return true, d.finish(ctx, &f, &before)
}

func (d *Desk) difference(ctx context.Context, before, now *file) ([]Line, error) {
	was, err := d.versionsIn(ctx, before)
	if err != nil {
		return nil, err
	}
	purged, err := purgedSince(ctx, d.db, before.Dataset, before.BegunAt)
	if err != nil {
		return nil, err
	}
	for _, p := range purged {
		was[p.RecordID] = 0
	}
	var out []Line
	err = eachPiece(ctx, d.db, now, func(p *piece) error {
		lines, err := decode(p.Body)
		for _, l := range lines {
			version, held := was[l.ID]
			if delete(was, l.ID); !held || version != l.Version {
				out = append(out, l)
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	stones, err := d.tombstones(ctx, was)
	out = append(out, stones...)
	slices.SortFunc(out, func(a, b Line) int { return strings.Compare(a.ID, b.ID) })
	return out, err
}

// versionsIn reads which record a file holds in which version.
func (d *Desk) versionsIn(ctx context.Context, f *file) (map[string]int32, error) {
	out := map[string]int32{}
	f.Format = jsonl
	err := eachPiece(ctx, d.db, f, func(p *piece) error {
		lines, err := decode(p.Body)
		for _, l := range lines {
			out[l.ID] = l.Version
		}
		return err
	})
	return out, err
}

// tombstones say of records why they are not public any more.
func (d *Desk) tombstones(ctx context.Context, ids map[string]int32) (out []Line, err error) {
	const page = 1000
	all := make([]string, 0, len(ids))
	for id := range ids {
		all = append(all, id)
	}
	for part := range slices.Chunk(all, page) {
		newest, err := record.NewestOf(ctx, d.db, part)
		if err != nil {
			return nil, err
		}
		for _, id := range part {
			r, there := newest[id]
			out = append(out, tombstone(id, r.Version, why(r, there, d.today())))
		}
	}
	return out, nil
}

func why(r record.Record, there bool, on workday.Date) string {
	switch s := r.StatusOn(on); {
	case !there || s == record.StatusHidden:
		return string(record.StatusWithdrawn)
	case s == record.StatusPublic:
		return "corrected" // a newer version stands in a later file
	default:
		return string(s)
	}
}

// forget drops files past the days they are kept.
func (d *Desk) forget(ctx context.Context, today workday.Date) error {
	for _, kind := range []string{snapshot, delta} {
		n, ok := d.kept(kind)
		if !ok {
			return errNoTerm
		}
		if err := dropBefore(ctx, d.db, kind, today.AddDays(1-n)); err != nil {
			return err
		}
	}
	return nil
}
