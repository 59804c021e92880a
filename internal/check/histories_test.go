package check

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/chance"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// What follows is a second opinion, kept so simple that it can be read: a firm's life is a list of papers, and a paper counts on
// a day or does not.

// paper is a record as a person would keep it: from when until when it counts, what took it away, and who disputes it.
type paper struct {
	id       string
	kind     string // of kinds
	from     workday.Date
	until    workday.Date // last day
	gone     bool         // repaired, removed, withdrawn or quashed
	goneOn   workday.Date // first day without it
	never    bool         // it was about another firm
	disputes []dispute
	version  int32
}

type dispute struct {
	id          string
	from, until workday.Date // until: last day laid down; zero: none
	ended       workday.Date // first day without it; zero: open
}

// kinds are what a paper of each kind leads to in a procurement, and for how many months it may count at most.
var kinds = map[string]struct {
	months   int
	measures []string
}{
	"listed":  {36, []string{"procurement-ban"}},
	"serious": {36, []string{"procurement-ban", "closer-look"}},
	"general": {12, []string{"closer-look"}},
	"minor":   {3, nil},
	"honour":  {0, []string{"green-channel"}},
}

func (p *paper) counts(d workday.Date) bool {
	if p.never || d < p.from || d > p.until || p.gone && d >= p.goneOn {
		return false
	}
	for _, x := range p.disputes {
		if x.ended == 0 && d >= x.from && (x.until == 0 || d <= x.until) {
			return false
		}
	}
	return true
}

// life is the history of one firm.
type life struct {
	firm   string
	seed   uint64
	rand   *rand.Rand
	papers []*paper
	told   []string // what happened, for whoever has to find out
}

func (l *life) say(format string, args ...any) { l.told = append(l.told, fmt.Sprintf(format, args...)) }

// expects is what a check must say on a day: each measure with the paper it rests on, and nothing else.
func (l *life) expects(d workday.Date) (all []string) {
	for _, p := range l.papers {
		if p.counts(d) {
			for _, m := range kinds[p.kind].measures {
				all = append(all, m+" "+p.id)
			}
		}
	}
	slices.Sort(all)
	return all
}

// recordOf is the record a paper makes, as intake would hand it over.
func (l *life) recordOf(p *paper) record.Record {
	p.version++
	r := record.Record{EntityID: l.firm, ID: p.id, Version: p.version, State: record.Effective, Title: "示例", Authority: "示例局", DocumentNo: "示文〔2026〕" + p.id,
		Basis: "示例法第一条", DecidedOn: p.from, PublicFrom: p.from, PublicUntil: p.until, Publicity: law.Public, SeenAt: noon, Adverse: p.kind != "honour"}
	switch p.kind {
	case "listed":
		r.Item, r.Class, r.List = "list_entry", law.ListEntry, "tax-major"
	case "honour":
		r.Item, r.Class = "honour", law.Honour
	default:
		r.Item, r.Class, r.Severity = "penalty", law.Penalty, law.Severity(p.kind)
	}
	if p.never {
		r.State, r.StateOn = record.Unmerged, p.from
	}
	if p.gone {
		r.State, r.StateOn = []record.State{record.Repaired, record.Removed, record.Withdrawn}[l.rand.IntN(3)], p.goneOn
	}
	return r
}

// step lets one thing happen to the firm today, or nothing, and gives what it means to the platform.
func (l *life) step(today workday.Date) (rs []record.Record, act func(context.Context, pg.Tx, time.Time) error) {
	if len(l.papers) == 0 || l.rand.IntN(4) == 0 {
		return []record.Record{l.recordOf(l.enter(today))}, nil
	}
	p := l.papers[l.rand.IntN(len(l.papers))]
	what := l.rand.IntN(8)
	if p.never {
		what = 4 // nothing but being given back to it happens to what is of another firm
	}
	switch what {
	case 0, 1: // repaired, removed or quashed; now and then from a later day on
		p.gone, p.goneOn = true, today.AddDays(max(0, l.rand.IntN(12)-8))
		l.say("%s %s ends on %s", today, p.id, p.goneOn)
		return []record.Record{l.recordOf(p)}, nil
	case 2: // a repair is revoked
		p.gone, p.goneOn = false, 0
		l.say("%s %s is back", today, p.id)
		return []record.Record{l.recordOf(p)}, nil
	case 3: // corrected: another end
		p.until = l.end(p, p.from.AddDays(l.rand.IntN(500)))
		l.say("%s %s corrected, until %s", today, p.id, p.until)
		return []record.Record{l.recordOf(p)}, nil
	case 4:
		if !p.gone && l.rand.IntN(4) == 0 {
			p.never = !p.never
			l.say("%s %s is of another firm: %v", today, p.id, p.never)
			return []record.Record{l.recordOf(p)}, nil
		}
	case 5, 6:
		return nil, l.dispute(p, today)
	}
	return nil, nil
}

func (l *life) enter(today workday.Date) *paper {
	names := []string{"listed", "serious", "general", "minor", "honour"}
	p := &paper{id: fmt.Sprintf("r-%d-%d", l.seed, len(l.papers)), kind: names[l.rand.IntN(len(names))], from: today.AddDays(15 - l.rand.IntN(200))}
	p.until = l.end(p, p.from.AddDays(l.rand.IntN(900)))
	l.papers = append(l.papers, p)
	l.say("%s %s %s from %s until %s", today, p.id, p.kind, p.from, p.until)
	return p
}

// end is the last day of a paper: the day it names, and no later than the law allows.
func (l *life) end(p *paper, named workday.Date) workday.Date {
	if m := kinds[p.kind].months; m > 0 {
		named = min(named, p.from.AddMonths(m).AddDays(-1))
	}
	return named
}

// dispute opens a dispute that freezes the paper, or ends one that is open.
func (l *life) dispute(p *paper, today workday.Date) func(context.Context, pg.Tx, time.Time) error {
	h := standing.Hold{EntityID: l.firm, RecordID: p.id, Kind: standing.Objection, Suspends: true, Basis: []law.Ref{{Instrument: "example-act"}}}
	i := slices.IndexFunc(p.disputes, func(x dispute) bool { return x.ended == 0 })
	if i >= 0 {
		p.disputes[i].ended = today
		h.ID, h.Case = p.disputes[i].id, p.disputes[i].id
		l.say("%s the dispute of %s ends", today, p.id)
		return func(ctx context.Context, tx pg.Tx, now time.Time) error {
			return standing.Lift(ctx, tx, now, "cli", h, today)
		}
	}
	x := dispute{id: fmt.Sprintf("%s-d%d", p.id, len(p.disputes)), from: today}
	if l.rand.IntN(2) == 0 {
		x.until = today.AddDays(l.rand.IntN(40))
	}
	p.disputes = append(p.disputes, x)
	h.ID, h.Case, h.From, h.Until = x.id, x.id, x.from, x.until
	l.say("%s %s is disputed until %s", today, p.id, x.until)
	return func(ctx context.Context, tx pg.Tx, now time.Time) error {
		return standing.Place(ctx, tx, now, "cli", h)
	}
}

// says is what the platform's check really says, in the same words.
func says(t testing.TB, d *Decision, on workday.Date) (all []string) {
	t.Helper()
	for _, e := range d.Effects {
		all = append(all, e.Measure.Code+" "+e.Because.RecordID)
		if len(e.Basis) == 0 || e.Kind != law.Benefit && (e.Until == 0 || e.Until < on) {
			t.Errorf("%s rests on %d articles until %s", e.Measure.Code, len(e.Basis), e.Until)
		}
	}
	slices.Sort(all)
	return all
}

const (
	lives = 240
	steps = 18
)

// Over random histories of many firms, with records entered, repaired, removed, quashed, corrected, brought back, expired by their
// dates, disputed and freed again, no check ever returns a measure without a paper that counts on that day, and none misses one
// that does; whatever the order, and with no job ever run. XINHENG_SEED tries others.
func TestG9_NoMeasureWithoutAStandingBasisOverRandomHistories(t *testing.T) {
	t.Parallel()
	seed := chance.Seed()
	o := open(t)
	choose := rand.New(rand.NewPCG(seed, 0))
	today := day("2026-03-01")
	o.clock.Store(today.Start().UnixNano())
	all, firms := make([]*life, lives), make([]registry.Entity, lives)
	for i := range all {
		all[i] = &life{firm: code(t, i+1), seed: uint64(i), rand: rand.New(rand.NewPCG(seed, uint64(i)+1))}
		firms[i] = registry.Entity{ID: all[i].firm, Name: "虚构示例公司" + strconv.Itoa(i), Kind: registry.Enterprise}
	}
	must(t, o.db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error { return registry.Stub(ctx, tx, firms) }))
	effects := 0
	for range steps {
		o.happen(all, today)
		effects += o.agrees(t, all, today, today)
		today = today.AddDays(choose.IntN(45)) // midnight: the very first moment of a day
		o.clock.Store(today.Start().UnixNano())
		effects += o.agrees(t, all, today, today)
		effects += o.agrees(t, all, today, max(day("2026-01-01"), today.AddDays(-choose.IntN(60))))
		if t.Failed() {
			return
		}
	}
	if effects < lives {
		t.Errorf("only %d effects were met: the histories prove too little", effects)
	}
}

// happen lets one thing happen to each firm, in one transaction, and the index follow.
func (o *office) happen(all []*life, today workday.Date) {
	o.t.Helper()
	var rs []record.Record
	var acts []func(context.Context, pg.Tx, time.Time) error
	for _, l := range all {
		records, act := l.step(today)
		rs = append(rs, records...)
		if act != nil {
			acts = append(acts, act)
		}
	}
	must(o.t, o.db.InTx(o.t.Context(), func(ctx context.Context, tx pg.Tx) error {
		entry, err := ledger.Append(ctx, tx, o.now(), ledger.Act{Kind: "record.batch", Actor: "cli", About: "test"})
		if err != nil {
			return err
		}
		if err := standing.Apply(ctx, tx, o.desk.lib, record.Changed{EntryID: entry, Records: rs}); err != nil {
			return err
		}
		for _, act := range acts {
			if err := act(ctx, tx, o.now()); err != nil {
				return err
			}
		}
		return nil
	}))
	must(o.t, o.log.Sequence(o.t.Context()))
	must(o.t, o.index.CatchUp(o.t.Context()))
}

// agrees asks about every firm and compares.
func (o *office) agrees(t *testing.T, all []*life, today, on workday.Date) (effects int) {
	t.Helper()
	subjects := make([]string, len(all))
	for i, l := range all {
		subjects[i] = l.firm
	}
	b, err := o.desk.DecideMany(t.Context(), access.Actor{ID: "key:k", Kind: access.KindKey, Org: myBody},
		BatchRequest{Matter: "gp-qualification", Purpose: "procurement", CaseNo: "CG-1", Officer: "示例", On: on, Subjects: subjects})
	must(t, err)
	for i, l := range all {
		got, want := says(t, b.rows[i], on), l.expects(on)
		effects += len(got)
		if !slices.Equal(got, want) {
			t.Errorf("firm %d, asked on %s about %s:\n says %v\n must %v\n  %s", l.seed, today, on, got, want, strings.Join(l.told, "\n  "))
			return effects
		}
	}
	return effects
}
