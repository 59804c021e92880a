package snapshot

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strconv"

	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Build makes the snapshot of today, some firms a transaction, so that it may be stopped anywhere and goes on where it stopped; then
// snapshots past their days are forgotten. made is false when it is there already.
func (d *Desk) Build(ctx context.Context) (made bool, err error) {
	age, err := d.days("snapshot.age")
	if err != nil {
		return false, err
	}
	kept, err := d.days("snapshot.kept")
	if err != nil {
		return false, err
	}
	today := d.today()
	adopted, err := d.checks.Adopted(ctx)
	if err != nil {
		return false, err
	}
	f, err := d.begin(ctx, today)
	if err != nil {
		return false, err
	}
	w := &window{from: today, until: today.AddDays(age), lib: d.law, adopted: adopted, judge: d.checks.Judged}
	asked := w.asked()
	for more := !f.Ready; more; {
		if more, err = d.advance(ctx, w, asked); err != nil {
			return false, err
		}
		made = true
	}
	return made, forget(ctx, d.db, today.AddDays(1-kept))
}

// begin takes up the snapshot of a day, or begins it. One that was begun by another edition of the law is begun anew: its first half
// would say what its second half does not.
func (d *Desk) begin(ctx context.Context, day workday.Date) (f file, err error) {
	position, _ := d.log.Size()
	edition := d.law.On(day).Edition
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := dropOther(ctx, tx, day, edition); err != nil {
			return err
		}
		if err := insertFile(ctx, tx, day, d.instant(), edition, position); err != nil {
			return err
		}
		f, err = lockFile(ctx, tx, day)
		return err
	})
	return f, err
}

// advance writes what follows for the next firms, or finishes the file when there are none. Two servers that do the same wait for each
// other at the row of the file, and the second goes on where the first stopped.
func (d *Desk) advance(ctx context.Context, w *window, asked []Asked) (more bool, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		f, err := lockFile(ctx, tx, w.from)
		if err != nil || f.Ready {
			return err
		}
		ids, err := standing.Entities(ctx, tx, f.Reached, d.PieceRows)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			return d.finish(ctx, tx, &f, w, asked)
		}
		rows, err := d.rows(ctx, tx, w, ids, asked)
		if err != nil {
			return err
		}
		more = true
		return d.append(ctx, tx, &f, rows, ids[len(ids)-1])
	})
	return more, err
}

// rows judges firms by those of their facts that are public today.
func (d *Desk) rows(ctx context.Context, tx pg.Tx, w *window, ids []string, asked []Asked) (out []Row, err error) {
	known, err := registry.Known(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	stored, err := standing.OfMany(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var records []string
	for _, facts := range stored {
		for i := range facts {
			records = append(records, facts[i].ID)
		}
	}
	newest, err := record.NewestOf(ctx, tx, records)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		facts := public(stored[id], newest, w.from)
		if len(facts) == 0 || !known[id] {
			continue // of whom nothing is public there is nothing to say, and of nobody's code neither
		}
		if r, ok := w.row(id, facts, asked); ok {
			out = append(out, r)
		}
	}
	return out, nil
}

// public leaves what anybody may read of the records behind facts.
func public(facts []standing.Fact, newest map[string]record.Record, on workday.Date) (out []standing.Fact) {
	for i := range facts {
		if r, there := newest[facts[i].ID]; there && r.PublicOn(on) {
			out = append(out, facts[i])
		}
	}
	return out
}

// append keeps rows as a piece, a gzip member, and how far the file has come.
func (d *Desk) append(ctx context.Context, tx pg.Tx, f *file, rows []Row, reached string) error {
	var text bytes.Buffer
	for i := range rows {
		b, err := json.Marshal(&rows[i])
		if err != nil {
			return err
		}
		text.Write(append(b, '\n'))
	}
	if len(rows) > 0 {
		body, err := member(text.Bytes())
		if err != nil {
			return err
		}
		if err := insertPiece(ctx, tx, f.Day, f.Pieces, body); err != nil {
			return err
		}
		f.Pieces++
	}
	f.Rows, f.Reached = f.Rows+int64(len(rows)), reached
	return saveProgress(ctx, tx, f)
}

func member(text []byte) ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(text); err != nil {
		return nil, err
	}
	err := z.Close()
	return b.Bytes(), err
}

// finish signs the file, chains it to the one before and puts its digest on the ledger, all with the act of making it available.
func (d *Desk) finish(ctx context.Context, tx pg.Tx, f *file, w *window, asked []Asked) error {
	previous, err := newestBefore(ctx, tx, f.Day)
	if err != nil {
		return err
	}
	h := Head{Format: Format, Day: f.Day, Until: w.until, At: f.BegunAt, Edition: f.Edition, Position: f.Position, Previous: previous, Rows: f.Rows,
		Matters: asked, Names: map[string]law.Text2{}}
	if h.SHA256, f.Bytes, err = d.digest(ctx, tx, f, w, h.Names); err != nil {
		return err
	}
	head, err := json.Marshal(&h)
	if err != nil {
		return err
	}
	line, err := json.Marshal(Seal{algorithms[d.suite.Name()], d.signer.KeyID(), d.signer.Public(), d.signer.Sign(sealed(string(head)))})
	if err != nil {
		return err
	}
	if f.Front, err = member([]byte(string(head) + "\n" + string(line) + "\n")); err != nil {
		return err
	}
	f.Digest, f.Previous, f.UntilOn, f.Bytes = Digest(string(head)), previous, w.until, f.Bytes+int64(len(f.Front))
	root, err := hex.DecodeString(f.Digest)
	if err != nil {
		return err
	}
	f.EntryID, err = ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: "snapshot.made", Actor: "system", About: f.Day.String(), Root: ledger.Hash(root),
		Public: map[string]string{"rows": strconv.FormatInt(f.Rows, 10), "edition": f.Edition, "until": w.until.String()}})
	if err != nil {
		return err
	}
	return sealFile(ctx, tx, f, d.instant())
}

// digest hashes the lines of a file piece by piece, and gathers the names of what they tell.
func (d *Desk) digest(ctx context.Context, tx pg.Tx, f *file, w *window, names map[string]law.Text2) (sum string, size int64, err error) {
	h, book := sha256.New(), w.lib.On(w.from)
	for n := range f.Pieces {
		body, err := piece(ctx, tx, f.Day, n)
		if err != nil {
			return "", 0, err
		}
		z, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return "", 0, err
		}
		text, err := io.ReadAll(z)
		if err != nil {
			return "", 0, err
		}
		h.Write(text)
		size += int64(len(body))
		for line := range bytes.Lines(text) {
			if err := name(line, book, names); err != nil {
				return "", 0, err
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil)), size, nil
}

func name(line []byte, book *law.Book, names map[string]law.Text2) error {
	var r Row
	if err := json.Unmarshal(line, &r); err != nil {
		return err
	}
	for _, s := range r.Says {
		for _, e := range s.Effects {
			called(names, e.Measure, book)
		}
	}
	return nil
}

// called adds what a measure or an incentive is called.
func called(names map[string]law.Text2, code string, book *law.Book) {
	if m, ok := book.Measure(code); ok {
		names[code] = m.Name
	} else if in, ok := book.Incentive(code); ok {
		names[code] = in.Name
	}
}
