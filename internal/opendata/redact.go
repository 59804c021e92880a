package opendata

import (
	"context"

	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
)

// Redact rewrites every piece that holds what may no longer be shown, and writes the new digest of its file: a snapshot loses the line, a
// delta keeps a tombstone. It may be stopped anywhere; what is not rewritten is not served. It returns how many pieces it rewrote.
func (d *Desk) Redact(ctx context.Context) (n int, err error) {
	at := d.instant()
	stale, err := stalePieces(ctx, d.db, d.today())
	if err != nil {
		return 0, err
	}
	for _, s := range stale {
		err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
			rewrote, err := d.rewrite(ctx, tx, s)
			if rewrote {
				n++
			}
			return err
		})
		if err != nil {
			return n, err
		}
	}
	return n, closePurges(ctx, d.db, at, d.instant()) // since now no file holds what was taken down before
}

// rewrite makes a piece anew, in both formats, and seals its files again.
func (d *Desk) rewrite(ctx context.Context, tx pg.Tx, at place) (bool, error) {
	p, err := lockPiece(ctx, tx, at, jsonl)
	if err != nil {
		return false, err
	}
	if !p.Stale && (p.EndsOn == 0 || p.EndsOn >= d.today()) {
		return false, nil // somebody was quicker
	}
	lines, err := decode(p.Body)
	if err != nil {
		return false, err
	}
	if lines, err = d.shown(ctx, tx, at.Kind, lines); err != nil {
		return false, err
	}
	for _, format := range formats {
		x := p
		x.Format = format
		if x.Body, err = encode(format, p.N, lines); err != nil {
			return false, err
		}
		x.describe(lines)
		if err := updatePiece(ctx, tx, &x); err != nil {
			return false, err
		}
		f, err := findFile(ctx, tx, at.Dataset, at.Day, at.Kind, format)
		if err != nil {
			return false, err
		}
		if f.Ready {
			f.Revision++
			if err := d.digest(ctx, tx, &f); err != nil {
				return false, err
			}
		}
	}
	_, err = ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "opendata.rewritten", Actor: "system", About: at.Dataset + " " + at.Kind + " " + at.Day.String(),
		Public: map[string]string{}})
	return true, err
}

// shown keeps of lines what is still public in the version they tell.
func (d *Desk) shown(ctx context.Context, db pg.DB, kind string, lines []Line) ([]Line, error) {
	var ids []string
	for i := range lines {
		ids = append(ids, lines[i].ID)
	}
	newest, err := record.NewestOf(ctx, db, ids)
	out := lines[:0]
	for _, l := range lines {
		r, there := newest[l.ID]
		switch {
		case l.Op == gone || there && r.Version == l.Version && r.StatusOn(d.today()) == record.StatusPublic:
			out = append(out, l)
		case kind == delta:
			out = append(out, tombstone(l.ID, r.Version, why(r, there, d.today())))
		}
	}
	return out, err
}
