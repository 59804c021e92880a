package watch

import (
	"context"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/check"
	"xinheng/internal/exchange"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Desk keeps account of what was answered.
type Desk struct {
	// Tell leaves notices within a transaction; set while wiring.
	Tell func(ctx context.Context, tx pg.Tx, notices []exchange.Notice) error
	// Region is where a body lies, and Names are the names of bodies by code; set while wiring.
	Region func(ctx context.Context, org string) (string, error)
	Names  func(ctx context.Context, codes []string) (map[string]string, error)

	db     *pg.Pool
	law    *law.Library
	index  *standing.Index
	checks *check.Desk
	now    func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, index *standing.Index, checks *check.Desk, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, index: index, checks: checks, now: now}
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// instant is now, as exact as the tables keep it.
func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// reach is since when whoever checked is told of an end, watched or not.
func (d *Desk) reach() time.Time {
	limit, ok := d.law.On(d.today()).Limit("lift.reach")
	if !ok || limit.Unit != law.Unit(workday.Months) {
		return d.now()
	}
	return d.today().AddMonths(-int(limit.N)).Start()
}

// Given takes answers into account, in the transaction that records them: what has to be reported on, what has to be called
// back one day, and what is to be watched. Answers about another day than today, and trials, oblige to nothing.
func (d *Desk) Given(ctx context.Context, tx pg.Tx, all []check.Given) error {
	var duties []duty
	var effects []effect
	for i := range all {
		g := &all[i]
		if g.Watch {
			if _, err := d.open(ctx, tx, g); err != nil {
				return err
			}
		}
		if g.Test || g.On != workday.Of(g.At) && !g.Again {
			continue
		}
		told := effectsOf(g)
		if len(told) == 0 {
			continue
		}
		effects = append(effects, told...)
		duties = append(duties, d.dutyOf(g))
	}
	if len(duties) == 0 {
		return nil
	}
	insertEffects(tx, effects)
	insertDuties(tx, duties)
	return nil
}

// effectsOf is what an answer told, effect by effect; of a refusal in one word, the word.
func effectsOf(g *check.Given) (out []effect) {
	e := effect{EntityID: g.Subject, DecisionID: g.ID, Org: g.Caller, Matter: g.Matter, Industry: g.Industry, At: g.At}
	if g.LevelOne {
		if g.Told.Outcome != string(check.No) {
			return nil
		}
		e.Measure = word
		return []effect{e}
	}
	for _, b := range g.Told.Effects {
		e.RecordID, e.Measure, e.UntilOn = b.Record, b.Measure, b.Until
		if !follows(bitsOf(out), b.Record, b.Measure) { // two rules may lead from one record to one measure
			out = append(out, e)
		}
	}
	return out
}

func bitsOf(es []effect) (bits []check.Bit) {
	for i := range es {
		bits = append(bits, check.Bit{Record: es[i].RecordID, Measure: es[i].Measure})
	}
	return bits
}

// open begins to watch the case of an answer; one that was closed is taken up where it was left.
func (d *Desk) open(ctx context.Context, tx pg.Tx, g *check.Given) (news bool, err error) {
	w := watched{EntityID: g.Subject, DecisionID: g.ID, Org: g.Caller, Matter: g.Matter, Industry: g.Industry, Purpose: g.Purpose, CaseNo: g.CaseNo,
		OpenedAt: d.instant(), OpenedBy: g.Actor, First: g.Told, Now: g.Told}
	if news, err = insertWatch(ctx, tx, &w); err != nil || !news {
		return false, err
	}
	return true, d.append(ctx, tx, g.Actor, "watch.opened", &w)
}

func (d *Desk) append(ctx context.Context, tx pg.Tx, actor, kind string, w *watched) error {
	_, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: kind, Actor: actor, About: w.DecisionID, Public: map[string]string{"matter": w.Matter}})
	return err
}

// Open has the case of an earlier check watched. What has changed since the answer was given is told at once.
func (d *Desk) Open(ctx context.Context, who access.Actor, id string) (View, error) {
	g, err := d.checks.GivenTo(ctx, who, id)
	if err != nil {
		return View{}, err
	}
	if g.On != workday.Of(g.At) {
		return View{}, errOtherDay
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if _, err := d.open(ctx, tx, &g); err != nil {
			return err
		}
		return d.settle(ctx, tx, []string{g.Subject}, nil)
	})
	if err != nil {
		return View{}, err
	}
	return d.Watch(ctx, who, id)
}

// Close ends a watch: the case it was for is closed. Closing it again finds it closed.
func (d *Desk) Close(ctx context.Context, who access.Actor, id string) (View, error) {
	w, err := find(ctx, d.db, id, who.Org)
	if err != nil {
		return View{}, err
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		news, err := closeWatch(ctx, tx, &w, d.instant(), who.ID)
		if err != nil || !news {
			return err
		}
		return d.append(ctx, tx, who.ID, "watch.closed", &w)
	})
	if err != nil {
		return View{}, err
	}
	return d.Watch(ctx, who, id)
}

var (
	errUnknown = fault.New(fault.Missing, "watch.unknown", "贵单位没有关注这个编号的查验；请从关注列表中打开。",
		"Your body watches no check of this number; open it from the list of watched cases.")
	errOtherDay = fault.New(fault.Conflict, "watch.other_day", "按过去日期作出的查验不能持续关注；请重新查验后再关注。",
		"A check that asked about a past day cannot be watched; check again, and watch that.")
)
