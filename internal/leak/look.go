package leak

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
)

// Traced is an export that a leaked file was read back to.
type Traced struct {
	Export string    `json:"export"`
	How    string    `json:"how" enum:"mark,order" doc:"by the line at head or foot, or by the order of its rows"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// Recomputed is what recomputing the ledger for a case gave: of the whole, or of one entry.
type Recomputed struct {
	At    time.Time `json:"at"`
	By    string    `json:"by"`
	Holds bool      `json:"holds"`
	Code  string    `json:"code,omitempty" doc:"what was found wrong"`
	Size  int64     `json:"size" doc:"entries up to which"`
	Entry string    `json:"entry,omitempty" doc:"the one that was asked about; absent: the whole ledger"`
}

// investigated is an open case for whoever looks into it: an officer of its office, never one it is about.
func (d *Desk) investigated(ctx context.Context, db pg.DB, who access.Actor, id string) (*caseflow.Case, *details, error) {
	c, err := d.cases.Seen(ctx, db, who, id)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case c.Kind != Kind:
		return nil, nil, errUnknown
	case !who.May(access.LeakHandle) || who.Org != c.Org || c.Holder != "" && c.Holder != who.ID:
		return nil, nil, errNotInvestigator
	case c.State != Investigating && c.State != Reported:
		return nil, nil, errNotOpen
	}
	x, err := detailsOf(c)
	return c, x, err
}

// mark finds the number of an export in the visible line of its file.
var mark = regexp.MustCompile(`E-\d{8}-[A-Z2-7]{10}`)

// Trace reads a leaked file back to the export it came from: by the visible line if it is still there, and by the order of the rows,
// which stays when the line was cut off. Only what was found is kept, never the file.
func (d *Desk) Trace(ctx context.Context, who access.Actor, id, text string) (found []Traced, err error) {
	c, _, err := d.investigated(ctx, d.db, who, id)
	if err != nil {
		return nil, err
	}
	if found, err = d.readBack(ctx, text); err != nil {
		return nil, err
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		for i := range found {
			t := &found[i]
			t.By, t.At = who.ID, d.instant()
			e, err := d.readings.ExportOf(ctx, tx, t.Export)
			if err != nil {
				return err
			}
			if e.Actor == who.ID {
				return errOwn
			}
			if err := insertTraced(ctx, tx, c.ID, t); err != nil {
				return err
			}
			if err := d.concern(ctx, tx, c.ID, []string{e.Actor}); err != nil {
				return err
			}
			if err := d.act(ctx, tx, "leak.traced", who.ID, c.ID, map[string]string{"export": t.Export, "how": t.How}); err != nil {
				return err
			}
		}
		return nil
	})
	return found, err
}

func (d *Desk) readBack(ctx context.Context, text string) (found []Traced, err error) {
	for _, number := range mark.FindAllString(text, -1) {
		if slices.ContainsFunc(found, func(t Traced) bool { return t.Export == number }) {
			continue
		}
		_, err := d.readings.ExportOf(ctx, d.db, number)
		if fault.KindOf(err) == fault.Missing {
			continue
		}
		if err != nil {
			return nil, err
		}
		found = append(found, Traced{Export: number, How: "mark"})
	}
	rows, err := rowsOf(text)
	if err != nil || len(rows) < leastRows {
		if len(found) == 0 {
			return nil, errTooFew
		}
		return found, nil
	}
	for _, tail := range [][][]string{rows, rows[1:]} { // the first may be the head of the table
		if len(tail) < leastRows {
			continue
		}
		all, err := d.readings.Trace(ctx, tail)
		if err != nil {
			return nil, err
		}
		for i := range all {
			if !slices.ContainsFunc(found, func(t Traced) bool { return t.Export == all[i].ID }) {
				found = append(found, Traced{Export: all[i].ID, How: "order"})
			}
		}
	}
	return found, nil
}

// leastRows is how many rows a trace by order needs (disclosure says why).
const leastRows = 12

func rowsOf(text string) (rows [][]string, err error) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		if len(row) > 0 && !mark.MatchString(row[0]) {
			rows = append(rows, row)
		}
	}
}

const mostLooks = 2000

// Log is who read the data concerned, assembled for the investigator or the auditor. Asking is itself on the ledger.
func (d *Desk) Log(ctx context.Context, who access.Actor, id string) (out []disclosure.Look, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		c, err := d.cases.Seen(ctx, tx, who, id)
		switch {
		case err != nil:
			return err
		case c.Kind != Kind:
			return errUnknown
		case !who.May(access.LeakRead) && (!who.May(access.LeakHandle) || who.Org != c.Org || c.Holder != "" && c.Holder != who.ID):
			return errNotInvestigator
		}
		x, err := detailsOf(c)
		if err != nil {
			return err
		}
		if x.Scope == nil {
			return errNoScope
		}
		w, err := d.window(ctx, tx, c, x)
		if err != nil {
			return err
		}
		if out, err = d.readings.Looks(ctx, tx, w, mostLooks); err != nil {
			return err
		}
		return d.act(ctx, tx, "leak.log_read", who.ID, c.ID, map[string]string{"rows": strconv.Itoa(len(out))})
	})
	return out, err
}

// Recompute recomputes the ledger, the whole or one entry, and writes what came out into the case: that it does not hold is a result.
func (d *Desk) Recompute(ctx context.Context, who access.Actor, id, entry string) (r Recomputed, err error) {
	c, _, err := d.investigated(ctx, d.db, who, id)
	if err != nil {
		return r, err
	}
	r = Recomputed{At: d.instant(), By: who.ID, Holds: true, Entry: entry}
	if entry == "" {
		report, err := d.ledger.Verify(ctx)
		r.Size = report.To
		if f, said := fault.Of(err); said && f.Kind == fault.Conflict {
			r.Holds, r.Code = false, f.Code
		} else if err != nil {
			return r, err
		}
	} else if err := d.prove(ctx, &r); err != nil {
		return r, err
	}
	return r, d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertRecomputed(ctx, tx, c.ID, &r); err != nil {
			return err
		}
		return d.act(ctx, tx, "leak.recomputed", who.ID, c.ID, map[string]string{"holds": strconv.FormatBool(r.Holds)})
	})
}

// prove proves one entry; what the stored ledger cannot prove does not hold.
func (d *Desk) prove(ctx context.Context, r *Recomputed) error {
	p, err := d.ledger.Proof(ctx, r.Entry)
	switch {
	case err == nil:
		r.Size = p.Size
		return nil
	case errors.Is(err, ledger.ErrDamaged):
		r.Holds, r.Code = false, "ledger.damaged"
		return nil
	}
	return err
}
