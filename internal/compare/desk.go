package compare

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/inspection"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/visit"
	"xinheng/internal/workday"
)

// Desk is where ways are kept and compared.
type Desk struct {
	// Outcomes says what visits to firms for a matter found; visit.Outcomes, unless a demonstration invents its history.
	Outcomes func(ctx context.Context, db pg.DB, entities []string, matter string, from, to workday.Date) (map[string]bool, error)

	db   *pg.Pool
	law  *law.Library
	jobs *jobs.Queue
	now  func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, now func() time.Time) *Desk {
	return &Desk{Outcomes: visit.Outcomes, db: db, law: lib, now: now}
}

func (d *Desk) instant() time.Time  { return d.now().UTC().Truncate(time.Microsecond) }
func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

const jobRun = "compare.run"

type running struct {
	Comparison string `json:"comparison"`
}

// Through lets comparisons be computed by the jobs of the platform. While wiring, once.
func (d *Desk) Through(q *jobs.Queue) {
	d.jobs = q
	jobs.Handle(q, jobRun, jobs.Retry{Timeout: 10 * time.Minute}, func(ctx context.Context, r running) error { return d.Run(ctx, r.Comparison) })
}

// AddWay adds a version of a way. One that says the same as the newest is that one.
func (d *Desk) AddWay(ctx context.Context, who access.Actor, w Way) (Way, error) {
	if err := w.sound(d.law.On(d.today())); err != nil {
		return Way{}, err
	}
	w.Version, w.Org, w.At = 1, who.Org, d.instant()
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		newest, err := newestWay(ctx, tx, w.Code)
		if err != nil && !errors.Is(err, pg.ErrNone) {
			return err
		}
		if err == nil {
			if newest.Org != who.Org {
				return errTaken
			}
			same := w
			if same.Version, same.At = newest.Version, newest.At; reflect.DeepEqual(same, newest) {
				w = newest
				return nil
			}
			w.Version = newest.Version + 1
		}
		if err := insertWay(ctx, tx, who.ID, &w); err != nil {
			return err
		}
		_, err = ledger.Append(ctx, tx, w.At, ledger.Act{Kind: "compare.way", Actor: who.ID, About: w.Code, Public: map[string]string{"org": w.Org, "version": strconv.Itoa(int(w.Version))}})
		return err
	})
	return w, err
}

// Ways are all there are, with their versions, the newest first.
func (d *Desk) Ways(ctx context.Context) ([]Way, error) { return waysOf(ctx, d.db) }

// Version names a way.
type Version struct {
	Code    string `json:"code" maxLength:"40"`
	Version int32  `json:"version" minimum:"1"`
}

// Asking is a comparison as it is asked for.
type Asking struct {
	Draw   string       `json:"draw" maxLength:"64" doc:"a published draw of one's body: its frozen roster is the population"`
	From   workday.Date `json:"from" doc:"visits from this day on, not before the roster was frozen"`
	To     workday.Date `json:"to" doc:"to this one, which has passed"`
	First  Version      `json:"first"`
	Second Version      `json:"second"`
	Seeds  int32        `json:"seeds" minimum:"10" maximum:"200" doc:"how often each way is drawn"`
}

// Ask begins a comparison. One that is asked for again while it is under way is that one.
func (d *Desk) Ask(ctx context.Context, who access.Actor, in Asking) (Comparison, error) {
	view, err := inspection.PublicDraw(ctx, d.db, in.Draw)
	if fault.KindOf(err) == fault.Missing || err == nil && (view.Org != who.Org || view.State != inspection.Published) {
		err = errDraw
	}
	switch {
	case err != nil:
		return Comparison{}, err
	case in.To >= d.today():
		return Comparison{}, errOpen
	case in.From < view.On || in.To < in.From:
		return Comparison{}, errPeriod
	case in.First == in.Second:
		return Comparison{}, errNoWay
	}
	first, second, err := d.pair(ctx, in.First, in.Second)
	if err != nil {
		return Comparison{}, err
	}
	fewest, _ := d.law.On(d.today()).Limit("compare.fewest")
	c := stored{ComparisonID: "BJ-" + rand.Text()[:16], Org: who.Org, Body: who.Name, DrawID: in.Draw, Matter: view.Matter, MatterZH: view.MatterName.ZH, MatterEN: view.MatterName.EN,
		OnDay: view.On, FromOn: in.From, ToOn: in.To, First: first, Second: second, Seeds: in.Seeds, Fewest: int32(fewest.N), Author: who.ID, At: d.instant()}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		there, err := insert(ctx, tx, &c)
		if err != nil || there {
			return err
		}
		if _, err := ledger.Append(ctx, tx, c.At, ledger.Act{Kind: "compare.begun", Actor: who.ID, About: c.ComparisonID, Public: map[string]string{"org": c.Org, "draw": c.DrawID,
			"from": c.FromOn.String(), "to": c.ToOn.String(), "first": in.First.String(), "second": in.Second.String()}}); err != nil {
			return err
		}
		if d.jobs == nil { // on a calendar of its own: whoever asks runs it
			return nil
		}
		return d.jobs.Put(ctx, tx, jobRun, running{c.ComparisonID})
	})
	if err != nil {
		return Comparison{}, err
	}
	return d.one(ctx, c.ComparisonID)
}

func (v Version) String() string { return v.Code + "/" + strconv.Itoa(int(v.Version)) }

// pair are the two ways, as they are kept with the comparison.
func (d *Desk) pair(ctx context.Context, a, b Version) (first, second json.RawMessage, err error) {
	for i, v := range []Version{a, b} {
		w, err := wayOf(ctx, d.db, v)
		if errors.Is(err, pg.ErrNone) {
			err = errNoWay
		}
		if err != nil {
			return nil, nil, err
		}
		text, err := json.Marshal(w)
		if err != nil {
			return nil, nil, err
		}
		if i == 0 {
			first = text
		} else {
			second = text
		}
	}
	return first, second, nil
}

// Run reads the roster to its end and draws until every seed is done. What was done before it was broken off stays done.
func (d *Desk) Run(ctx context.Context, id string) error {
	for {
		c, err := d.gatherStep(ctx, id)
		if err != nil || c.State == "done" {
			return err
		}
		if c.State == "running" {
			break
		}
	}
	c, err := find(ctx, d.db, id)
	if err != nil {
		return err
	}
	bench, err := NewBench([]byte(c.Inputs))
	if err != nil {
		return err
	}
	done, err := runsOf(ctx, d.db, id)
	if err != nil {
		return err
	}
	for n := range c.Seeds {
		if _, there := done[n]; there {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		done[n] = bench.Draw(n)
		if err := addRun(ctx, d.db, id, n, done[n]); err != nil {
			return err
		}
	}
	return d.finish(ctx, id, bench, done)
}

// gatherStep reads a part of the roster, holding the comparison.
func (d *Desk) gatherStep(ctx context.Context, id string) (c stored, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if c, err = lock(ctx, tx, id); err != nil || c.State != "gathering" {
			return err
		}
		return d.gather(ctx, tx, &c)
	})
	return c, err
}

// finish sums up, and puts the hashes of inputs and numbers on the ledger.
func (d *Desk) finish(ctx context.Context, id string, bench *Bench, done map[int32][2]Tally) error {
	all := make([][2]Tally, len(done))
	for n, t := range done {
		all[n] = t
	}
	r := bench.in.sum(all)
	text, hash, err := r.text()
	if err != nil {
		return err
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		c, err := lock(ctx, tx, id)
		if err != nil || c.State == "done" {
			return err
		}
		now := d.instant()
		entry, err := ledger.Append(ctx, tx, now, ledger.Act{Kind: "compare.done", Actor: c.Author, About: id,
			Public: map[string]string{"org": c.Org, "inputs": bench.hash.String(), "numbers": hash.String()}})
		if err != nil {
			return err
		}
		return saveDone(ctx, tx, id, string(text), hash.String(), entry, now)
	})
}
