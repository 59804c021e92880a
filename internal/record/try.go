package record

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Outcome is what intake would make of a row.
type Outcome string

const (
	Fresh     Outcome = "new"        // a record nobody reported yet
	Corrects  Outcome = "correction" // the next version of one that is there
	Known     Outcome = "known"      // there already, with this content
	NameMatch Outcome = "name_match" // a name without a code: a human will have to say who it is
	Refused   Outcome = "refused"
)

// Trial is what would become of a row.
type Trial struct {
	Outcome Outcome
	Record  Record       // as it would be stored; empty when it is refused
	Due     workday.Date // last day for publishing it in time; zero: none is laid down
	Flaws   []RowError
}

// OneRow writes a row entered by hand as the file intake takes: one line of JSON with every field of its item, so that a
// field left empty is a missing value, not a missing column.
func OneRow(item law.Item, values map[string]string) ([]byte, error) {
	line := make(map[string]string, len(item.Fields))
	for _, f := range item.Fields {
		line[f.Code] = values[f.Code]
	}
	b, err := json.Marshal(line)
	return append(b, '\n'), err
}

// Try judges one row exactly as Take would, by the same steps against the same records, and stores nothing.
func (d *Desk) Try(ctx context.Context, who access.Actor, item law.Item, values map[string]string) (Trial, error) {
	file, err := OneRow(item, values)
	if err != nil {
		return Trial{}, err
	}
	t, err := d.look(ctx, who, Delivery{Item: item.Code, File: bytes.NewReader(file)})
	if err != nil {
		return Trial{}, err
	}
	rows, err := t.shape.Open(t.file)
	if err != nil {
		return Trial{}, err
	}
	row, err := rows.Next()
	if err != nil {
		return Trial{}, err
	}
	w := &writer{d: d, who: who, batch: t.batch, known: map[string]bool{}, now: d.now().UTC().Truncate(time.Microsecond),
		judge: newJudge(d.law, t.columns, body{t.batch.SourceID, t.batch.Source}, t.today, d.keys())}
	return w.try(ctx, w.judge.row(row))
}

// errTried takes back everything a trial did.
var errTried = errors.New("record: this was a trial")

func (w *writer) try(ctx context.Context, f *finding) (out Trial, err error) {
	switch {
	case len(f.flaws) > 0:
		return Trial{Outcome: Refused, Flaws: told(f.flaws)}, nil
	case f.byName:
		return Trial{Outcome: NameMatch, Record: f.rec, Due: f.due}, nil
	case f.entity != nil:
		return Trial{Outcome: Fresh, Record: f.rec, Due: f.due}, nil
	}
	err = w.d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		s, err := w.gather(ctx, tx, chunk{upTo: 1, rows: []*finding{f}})
		if err != nil {
			return err
		}
		if out, err = s.tried(ctx, tx, f); err != nil {
			return err
		}
		return errTried
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	return out, err
}

// tried reads the outcome of a sheaf of one row.
func (s *sheaf) tried(ctx context.Context, tx pg.Tx, f *finding) (Trial, error) {
	t := Trial{Record: f.rec, Due: f.due}
	switch {
	case len(s.rejected) > 0:
		flaws := make([]flaw, len(s.rejected))
		for i, r := range s.rejected {
			flaws[i] = r.flaw
		}
		return Trial{Outcome: Refused, Flaws: told(flaws)}, nil
	case len(s.versions) > 0:
		t.Record, t.Outcome = *s.versions[0].Record, Corrects
		if t.Record.Version == 1 {
			t.Outcome = Fresh
		}
		return t, nil
	case f.target != nil:
		t.Record = s.targets[targetKey(f.rec.EntityID, f.target.item, f.target.authorityID, f.target.documentNo)].Record
	default:
		k, err := stored(ctx, tx, f.rec.EntityID, f.rec.ID)
		if err != nil {
			return t, err
		}
		t.Record = k.Record
	}
	t.Outcome = Known
	return t, nil
}

func told(flaws []flaw) []RowError {
	out := make([]RowError, len(flaws))
	for i, f := range flaws {
		out[i] = f.in(1)
	}
	return out
}
