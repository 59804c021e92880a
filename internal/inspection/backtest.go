package inspection

import (
	"context"
	"slices"
	"strconv"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Shift counts firms by the class they stand in (first index) and the class they would stand in: the order is that of law.Classes.
type Shift [4][4]int64

// Add counts a firm of which something is known, under two tables. It is pure: the same facts give the same numbers.
func (s *Shift) Add(now, proposed law.ClassTable, k law.Known) {
	from, _ := now.Classify(k)
	to, _ := proposed.Classify(k)
	s[slices.Index(law.Classes, from)][slices.Index(law.Classes, to)]++
}

// Sums are the firms by class, now and under the proposed table; how many would be looked at more closely, and how many less.
func (s Shift) Sums() (now, then [4]int64, higher, lower int64) {
	for from := range s {
		for to, n := range s[from] {
			now[from] += n
			then[to] += n
			switch {
			case to > from:
				higher += n
			case to < from:
				lower += n
			}
		}
	}
	return now, then, higher, lower
}

// Trying is a class table proposed in place of the one in force for a field of supervision.
type Trying struct {
	Domain  string         `json:"domain" minLength:"1" maxLength:"64"`
	Unknown string         `json:"unknown" enum:"A,B,C,D" doc:"class of a firm no row speaks of"`
	Rows    []law.ClassRow `json:"rows" minItems:"1" maxItems:"50"`
}

// Backtest is what it would change for those who stand in the registry (c25). Numbers only, and nothing follows from it: a table is in
// force once it stands in the law.
type Backtest struct {
	ID       string         `json:"id"`
	Domain   string         `json:"domain"`
	Base     law.ClassTable `json:"base" doc:"in force on the day"`
	Proposed law.ClassTable `json:"proposed"`
	State    string         `json:"state" enum:"running,done,dropped"`
	Seen     int64          `json:"seen" doc:"entities of the registry read so far"`
	Shift    Shift          `json:"shift" doc:"rows: class now; columns: class under the proposed table; A to D"`
	Now      [4]int64       `json:"now" doc:"firms by class, A to D"`
	Then     [4]int64       `json:"then"`
	Higher   int64          `json:"higher" doc:"firms that would be looked at more closely"`
	Lower    int64          `json:"lower"`
	On       workday.Date   `json:"on"`
	Edition  string         `json:"edition"`
	At       time.Time      `json:"at"`
	DoneAt   *time.Time     `json:"done_at,omitempty"`
}

// sound refuses a table the law could not hold: without evaluations a firm is of the general class, and a trade alone makes none (G2).
func (t Trying) sound(book *law.Book) error {
	if t.Unknown != "B" {
		return errUnknownClass
	}
	for i, r := range t.Rows {
		at := "rows." + strconv.Itoa(i)
		if !slices.Contains(law.Classes, r.Class) || !r.Listed && len(r.Ratings) == 0 {
			return errRow.At(at)
		}
		for _, g := range r.Ratings {
			it, ok := book.Item(g.Item)
			if !ok || it.Class != law.Rating || len(g.Grades) == 0 {
				return errRow.At(at + ".ratings")
			}
			f, graded := it.ByRole("grade")
			for _, grade := range g.Grades {
				if graded && !slices.Contains(f.Values, grade) {
					return errRow.At(at + ".ratings")
				}
			}
		}
	}
	return nil
}

const jobBacktest = "inspection.backtest"

type backtesting struct {
	Backtest string `json:"backtest"`
}

// Try puts a proposed table to the registry, beside requests. One of a body runs at a time: a newer one takes the place of an older.
func (d *Desk) Try(ctx context.Context, who access.Actor, in Trying) (Backtest, error) {
	book := d.law.On(d.today())
	base, ok := book.ClassTableOf(in.Domain)
	if !ok {
		return Backtest{}, errNoTable
	}
	if err := in.sound(book); err != nil {
		return Backtest{}, err
	}
	id, err := newID()
	if err != nil {
		return Backtest{}, err
	}
	proposed := law.ClassTable{Code: base.Code, Name: base.Name, Domain: in.Domain, Unknown: in.Unknown, Rows: in.Rows}
	b := Backtest{ID: id, Domain: in.Domain, Base: base, Proposed: proposed, State: "running", On: d.today(), Edition: d.law.Edition(), At: d.instant()}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := addBacktest(ctx, tx, who, &b); err != nil {
			return err
		}
		if _, err := d.append(ctx, tx, who.ID, "inspection.backtest", id, map[string]string{"org": who.Org, "domain": in.Domain, "rows": strconv.Itoa(len(in.Rows))}); err != nil {
			return err
		}
		if d.jobs == nil {
			return nil
		}
		return d.jobs.Put(ctx, tx, jobBacktest, backtesting{id})
	})
	return b, err
}

// BacktestAll reads the registry to its end. A try that was broken off is taken up where it stood.
func (d *Desk) BacktestAll(ctx context.Context, id string) error {
	for {
		done, err := d.backtestStep(ctx, id)
		if err != nil || done {
			return err
		}
	}
}

func (d *Desk) backtestStep(ctx context.Context, id string) (done bool, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		b, after, err := lockBacktest(ctx, tx, id)
		if err != nil || b.State != "running" {
			done = true
			return err
		}
		page, err := registry.After(ctx, tx, after, pageOf)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			now := d.instant()
			done, b.State, b.DoneAt = true, "done", &now
			return saveBacktest(ctx, tx, &b, after)
		}
		facts, err := standing.OfMany(ctx, tx, idsOf(page))
		if err != nil {
			return err
		}
		book := d.law.On(b.On)
		for _, e := range page {
			if (Matter{}).reaches(e) {
				b.Shift.Add(b.Base, b.Proposed, KnownOf(e.Industry, facts[e.ID], book, b.On))
			}
		}
		b.Seen += int64(len(page))
		return saveBacktest(ctx, tx, &b, page[len(page)-1].ID)
	})
	return done, err
}

// Backtests are the newest of one's body; Backtest is one of them.
func (d *Desk) Backtests(ctx context.Context, who access.Actor) ([]Backtest, error) {
	return backtestsOf(ctx, d.db, who.Org)
}

// Backtest is one of one's body; of another there is none.
func (d *Desk) Backtest(ctx context.Context, who access.Actor, id string) (Backtest, error) {
	return backtestOf(ctx, d.db, who.Org, id)
}

// handleBacktests lets them be read by the jobs.
func (d *Desk) handleBacktests(q *jobs.Queue) {
	jobs.Handle(q, jobBacktest, jobs.Retry{Timeout: gatherTime}, func(ctx context.Context, b backtesting) error { return d.BacktestAll(ctx, b.Backtest) })
}
