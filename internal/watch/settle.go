package watch

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"xinheng/internal/adoption"
	"xinheng/internal/check"
	"xinheng/internal/exchange"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
)

// Changed brings what hangs on the subjects of changed records up to date, in the transaction that changes them: a repair lifts
// its measures for everybody who was told of them, or is none (发改委令36号 §3).
func (d *Desk) Changed(ctx context.Context, tx pg.Tx, e record.Changed) (err error) {
	defer fault.Wrap(&err, "watch.Changed")
	var entities []string
	sources := map[string]source{}
	for i := range e.Records {
		r := &e.Records[i]
		entities = append(entities, r.EntityID)
		s := source{org: r.AuthorityID, region: r.Region}
		if r.Row == 0 {
			s.caseNo = r.BatchID // decided in a case, not reported in a file
		}
		sources[r.ID] = s
	}
	slices.Sort(entities)
	return d.settle(ctx, tx, slices.Compact(entities), sources)
}

// source is whose decision a record was, and the case in which it ended.
type source struct{ org, region, caseNo string }

// settling is the work of one settle call.
type settling struct {
	*Desk
	facts    map[string][]standing.Fact
	known    map[string]bool
	adopted  law.Adoptions
	sources  map[string]source
	renewed  map[check.Again]*check.Renewed
	notices  []exchange.Notice
	lastings []effect // effects that ended now
}

// settle compares what was told of some subjects with what would be told now, writes down what is another, and tells it. What is
// already written down is not told again, so it may run as often as anybody likes. Facts are read in the transaction itself.
func (d *Desk) settle(ctx context.Context, tx pg.Tx, entities []string, sources map[string]source) (err error) {
	defer fault.Wrap(&err, "watch.settle(%d)", len(entities))
	watches, err := openWatches(ctx, tx, entities)
	if err != nil {
		return err
	}
	effects, err := openEffects(ctx, tx, entities, d.reach())
	if err != nil || len(watches)+len(effects) == 0 {
		return err
	}
	s := &settling{Desk: d, sources: sources, renewed: map[check.Again]*check.Renewed{}}
	if err := s.read(ctx, tx, watches, effects); err != nil {
		return err
	}
	if err := s.lift(ctx, tx, effects); err != nil {
		return err
	}
	for i := range watches {
		if err := s.compare(ctx, tx, &watches[i]); err != nil {
			return err
		}
	}
	return d.Tell(ctx, tx, s.notices)
}

// read takes the facts of the subjects something hangs on, and of no other.
func (s *settling) read(ctx context.Context, tx pg.Tx, watches []watched, effects []effect) (err error) {
	var ids []string
	for i := range watches {
		ids = append(ids, watches[i].EntityID)
	}
	for i := range effects {
		ids = append(ids, effects[i].EntityID)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if s.facts, err = standing.OfMany(ctx, tx, ids); err != nil {
		return err
	}
	if s.known, err = registry.Known(ctx, tx, ids); err != nil {
		return err
	}
	s.adopted, err = adoption.All(ctx, tx)
	return err
}

// again is what would be told now; the same question of several bodies is judged once.
func (s *settling) again(entity, matter, industry string) *check.Renewed {
	a := check.Again{Subject: entity, Matter: matter, Industry: industry, On: s.today()}
	if s.renewed[a] == nil {
		r := s.checks.Judged(a, s.facts[entity], s.known[entity] || len(s.facts[entity]) > 0, s.adopted)
		s.renewed[a] = &r
	}
	return s.renewed[a]
}

// lift ends the effects that no longer follow, and calls them back: one notice for each answer and record.
func (s *settling) lift(ctx context.Context, tx pg.Tx, effects []effect) error {
	type call struct{ decision, record string }
	ended := map[call]int32{} // how many effects of it have ended: one more makes the notice say something new
	reason := map[call]*effect{}
	var order []call
	for i := range effects {
		e := &effects[i]
		c := call{e.DecisionID, e.RecordID}
		if e.EndedBy != "" {
			ended[c]++
			continue
		}
		r := s.again(e.EntityID, e.Matter, e.Industry)
		why, isOver := over(e, r)
		if !r.Usable || !isOver {
			continue
		}
		ended[c]++
		e.EndedBy = why
		s.lastings = append(s.lastings, *e)
		if reason[c] == nil {
			reason[c] = e
			order = append(order, c)
		}
	}
	if len(order) == 0 {
		return nil
	}
	for _, c := range order {
		n, err := s.callBack(ctx, tx, reason[c], ended[c])
		if err != nil {
			return err
		}
		s.notices = append(s.notices, n)
	}
	return endEffects(ctx, tx, s.lastings, s.instant())
}

func (s *settling) callBack(ctx context.Context, tx pg.Tx, e *effect, version int32) (exchange.Notice, error) {
	n := exchange.Notice{Org: e.Org, Kind: exchange.Lifted, EntityID: e.EntityID, About: e.RecordID, Version: version, Decision: e.DecisionID,
		Reason: e.EndedBy, Limit: "lift.acknowledge"}
	if e.RecordID == "" { // level 1: which record it was, it was never told
		n.About = e.DecisionID
		return n, nil
	}
	of, known := s.sources[e.RecordID]
	if !known {
		switch r, err := record.Find(ctx, tx, e.RecordID); {
		case err == nil:
			of = source{org: r.AuthorityID, region: r.Region}
		case fault.KindOf(err) != fault.Missing:
			return n, err
		}
	}
	n.Source, n.SourceRegion, n.Case = of.org, of.region, of.caseNo
	return n, nil
}

// compare tells whoever watches a case that the answer is another one now.
func (s *settling) compare(ctx context.Context, tx pg.Tx, w *watched) error {
	r := s.again(w.EntityID, w.Matter, w.Industry)
	if !r.Usable || same(w.Now, r.Told) {
		return nil
	}
	c := change{EntityID: w.EntityID, DecisionID: w.DecisionID, Seq: w.Changes + 1, At: s.instant(), Was: w.Now.Outcome, Now: r.Told.Outcome}
	c.Ended, c.Begun = difference(w.Now, r)
	if err := insertChange(ctx, tx, &c, r.Told); err != nil {
		return err
	}
	_, err := ledger.Append(ctx, tx, s.instant(), ledger.Act{Kind: "watch.changed", Actor: "xinheng", About: w.DecisionID,
		Public: map[string]string{"matter": w.Matter}})
	if err != nil {
		return err
	}
	reason := "effects_changed"
	if c.Was != c.Now {
		reason = "outcome_changed"
	}
	s.notices = append(s.notices, exchange.Notice{Org: w.Org, Kind: exchange.Watched, EntityID: w.EntityID, About: w.DecisionID, Version: c.Seq,
		Decision: w.DecisionID, Reason: reason, Limit: "watch.acknowledge"})
	return nil
}

// Look is a round: every watched case is judged again, and what is another one now is told. It reads memory; only what changed
// goes to the database.
func (d *Desk) Look(ctx context.Context) error { return d.look(ctx, "") }

// Lift is a round: every effect that was told is judged again, and what has ended is called back.
func (d *Desk) Lift(ctx context.Context) error {
	var errs []error
	after := &effect{}
	for {
		page, err := standingEffects(ctx, d.db, d.reach(), after, pageSize)
		if err != nil {
			return err
		}
		errs = append(errs, d.stale(ctx, page))
		if len(page) < pageSize {
			return errors.Join(errs...)
		}
		after = &page[len(page)-1]
	}
}

// Fresh brings what hangs on a body's checks up to date by the dates alone, before it is shown: nobody is told today what ended
// yesterday, whether or not any round has run.
func (d *Desk) Fresh(ctx context.Context, org string) error {
	if org == "" {
		return nil
	}
	ending, err := endingEffects(ctx, d.db, org, d.reach(), d.today(), mostEnding)
	if err != nil {
		return err
	}
	return errors.Join(d.stale(ctx, ending), d.look(ctx, org))
}

const (
	pageSize   = 1000
	mostEnding = 10_000 // of one body at one reading; the round does the rest
)

// look judges open watches again, of one body or of all.
func (d *Desk) look(ctx context.Context, org string) error {
	var errs []error
	after := key{}
	for {
		page, err := watchesAfter(ctx, d.db, org, after, pageSize)
		if err != nil {
			return err
		}
		asked := make([]told, len(page))
		for i := range page {
			w := &page[i]
			asked[i] = told{key: key{w.EntityID, w.DecisionID}, matter: w.Matter, industry: w.Industry, now: &w.Now}
		}
		errs = append(errs, d.staleOf(ctx, asked))
		if len(page) < pageSize {
			return errors.Join(errs...)
		}
		after = asked[len(asked)-1].key
	}
}

func (d *Desk) stale(ctx context.Context, page []effect) error {
	asked := make([]told, len(page))
	for i := range page {
		e := &page[i]
		asked[i] = told{key: e.key(), matter: e.Matter, industry: e.Industry, effect: e}
	}
	return d.staleOf(ctx, asked)
}

// told is something that was told and is judged again: a watched answer, or one effect.
type told struct {
	key
	matter, industry string
	now              *check.Told
	effect           *effect
}

// staleOf judges from memory, and settles the subjects of which something is another now. One that fails is logged and does
// not keep the others from theirs.
func (d *Desk) staleOf(ctx context.Context, asked []told) error {
	if len(asked) == 0 {
		return nil
	}
	view, err := d.index.View(ctx)
	if err != nil {
		return err
	}
	ids := make([]string, len(asked))
	for i := range asked {
		ids[i] = asked[i].EntityID
	}
	facts, known, err := d.index.LookMany(ctx, ids)
	if err != nil {
		return err
	}
	var stale []string
	for i := range asked {
		a := &asked[i]
		r := d.checks.Judged(check.Again{Subject: a.EntityID, Matter: a.matter, Industry: a.industry, On: d.today()}, facts[i], known[i], view.Adoptions)
		if r.Usable && a.differs(&r) {
			stale = append(stale, a.EntityID)
		}
	}
	slices.Sort(stale)
	var errs []error
	for _, id := range slices.Compact(stale) {
		err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error { return d.settle(ctx, tx, []string{id}, nil) })
		if err != nil {
			slog.WarnContext(ctx, "what was told of a subject could not be brought up to date; it is tried again", "error", err)
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func (a *told) differs(r *check.Renewed) bool {
	if a.now != nil {
		return !same(*a.now, r.Told)
	}
	_, ended := over(a.effect, r)
	return ended
}
