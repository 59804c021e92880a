package rating

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Kinds of runs.
const (
	rateRun   = "rate"   // evaluates everybody and keeps what is news
	impactRun = "impact" // compares a version with the one in force, and evaluates nobody
)

// partSize is how many entities are evaluated in one transaction. Parts are stretches of the primary key rather than values of a
// hash: each is streamed in the order of entities without reading another's rows.
const partSize = 5000

// Run is an evaluation of the population, or a comparison.
type Run struct {
	ID      string       `json:"id"`
	Kind    string       `json:"kind" enum:"rate,impact"`
	Model   string       `json:"model"`
	Version int          `json:"version"`
	Against int          `json:"against" doc:"of a comparison: the version in force; 0 for none"`
	On      workday.Date `json:"on"`
	At      time.Time    `json:"at"`
	Parts   int          `json:"parts"`
	Done    int          `json:"done"`
	EndedAt *time.Time   `json:"ended_at,omitempty"`
	Card    *Card        `json:"card,omitempty" doc:"once it has ended"`
}

func (r *runRow) run() (out Run, err error) {
	out = Run{ID: r.RunID, Kind: r.Kind, Model: r.Model, Version: int(r.Version), Against: int(r.Against), On: r.OnDay, At: r.At, Parts: int(r.Buckets), EndedAt: r.EndedAt}
	if len(r.Card) > 0 {
		out.Card, out.Done = &Card{}, out.Parts
		err = json.Unmarshal(r.Card, out.Card)
	}
	return out, err
}

// partArgs name a part of a run.
type partArgs struct {
	Run string `json:"run"`
	No  int32  `json:"no"`
}

// Rate evaluates everybody by every model in force: the nightly round. A model whose run of today is under way or done is left out.
func (d *Desk) Rate(ctx context.Context) error {
	models, err := d.InForce(ctx, d.db, d.today())
	if err != nil {
		return err
	}
	for _, m := range models {
		if _, err := d.RunNow(ctx, access.CLI(), m.Code); err != nil {
			return err
		}
	}
	return nil
}

// RunNow evaluates everybody by a model in force: of its body's people, or of an office whose reach it is in; the imported one of any
// office of the province.
func (d *Desk) RunNow(ctx context.Context, who access.Actor, code string) (Run, error) {
	m, err := d.inForce(ctx, d.db, code, d.today())
	if err != nil {
		return Run{}, err
	}
	if m.Origin == ofStudio {
		if _, err := d.reached(ctx, who, code, m.Version); err != nil {
			return Run{}, err
		}
	}
	before, err := runsOf(ctx, d.db, code, rateRun, 1)
	if err != nil {
		return Run{}, err
	}
	if len(before) > 0 && before[0].OnDay == d.today() && int(before[0].Version) == m.Version {
		return d.progress(ctx, &before[0]) // a second click shows the one there is
	}
	return d.begin(ctx, who, rateRun, m, nil)
}

// begin writes a run with its parts, and puts their jobs, in one transaction.
func (d *Desk) begin(ctx context.Context, who access.Actor, kind string, m, against *Model) (Run, error) {
	size := partSize
	if d.Part > 0 {
		size = d.Part
	}
	cuts, err := registry.Cuts(ctx, d.db, size)
	if err != nil {
		return Run{}, err
	}
	r := runRow{RunID: uuid.Must(uuid.NewV7()).String(), Kind: kind, Model: m.Code, Version: int32(m.Version), OnDay: d.today(), StartedBy: who.ID, Org: who.Org, //nolint:gosec // small
		At: d.instant(), Buckets: int32(len(cuts))} //nolint:gosec // as many as parts of the population
	if against != nil {
		r.Against = int32(against.Version) //nolint:gosec // small
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := d.keep(ctx, tx, m); err != nil {
			return err
		}
		if err := addRun(ctx, tx, &r, cuts); err != nil {
			return err
		}
		for no := range cuts {
			if err := d.queue.Put(ctx, tx, jobPart, partArgs{r.RunID, int32(no)}); err != nil { //nolint:gosec // as above
				return err
			}
		}
		if len(cuts) == 0 {
			return d.end(ctx, tx, &r)
		}
		return d.act(ctx, tx, "rating.run_begun", who.ID, r.RunID, map[string]string{"kind": kind, "model": m.Code, "version": strconv.Itoa(m.Version), "parts": strconv.Itoa(len(cuts))})
	})
	if err != nil {
		return Run{}, err
	}
	return d.RunOf(ctx, r.RunID)
}

// RunOf reads a run with how far it has come.
func (d *Desk) RunOf(ctx context.Context, id string) (Run, error) {
	r, err := runOf(ctx, d.db, id)
	if err != nil {
		return Run{}, err
	}
	return d.progress(ctx, &r)
}

func (d *Desk) progress(ctx context.Context, r *runRow) (Run, error) {
	out, err := r.run()
	if err != nil || out.EndedAt != nil {
		return out, err
	}
	done, err := doneOf(ctx, d.db, r.RunID)
	out.Done = int(done)
	return out, err
}

// part is the job that evaluates one part in one transaction: read, computed, written, counted, or nothing of it. Done again, it does
// nothing; a machine that dies in between leaves the part for the next.
func (d *Desk) part(ctx context.Context, args partArgs) error {
	run, err := runOf(ctx, d.db, args.Run)
	if fault.KindOf(err) == fault.Missing {
		return nil
	}
	if err != nil {
		return err
	}
	b, err := bucketOf(ctx, d.db, args.Run, args.No)
	if errors.Is(err, pg.ErrNone) || err == nil && b.DoneAt != nil {
		return nil
	}
	if err != nil {
		return err
	}
	f, err := d.foldOf(ctx, &run)
	if err != nil {
		return err
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := f.read(ctx, tx, &b); err != nil {
			return err
		}
		if err := d.store(ctx, tx, f.fresh, "rating.rated", run.RunID); err != nil {
			return err
		}
		if err := d.push(ctx, tx, f.fresh); err != nil {
			return err
		}
		return d.finish(ctx, tx, &run, args.No, f.tally)
	})
}

// Finish does the parts of a run here and now, for an operator or a demonstration; their jobs then find nothing left to do.
func (d *Desk) Finish(ctx context.Context, run string) error {
	r, err := runOf(ctx, d.db, run)
	for no := int32(0); err == nil && no < r.Buckets; no++ {
		err = d.part(ctx, partArgs{run, no})
	}
	return err
}

// finish writes the figures of a part; of the last one, those of the run.
func (d *Desk) finish(ctx context.Context, tx pg.Tx, run *runRow, no int32, t *Tally) error {
	if _, err := holdRun(ctx, tx, run.RunID); err != nil {
		return err
	}
	figures, err := json.Marshal(t)
	if err != nil {
		return err
	}
	if err := bucketDone(ctx, tx, run.RunID, no, d.instant(), figures); err != nil {
		return err
	}
	if err := d.Events.Part.Fire(ctx, tx, Part{run.RunID, no}); err != nil {
		return err
	}
	left, err := undone(ctx, tx, run.RunID)
	if err != nil || left > 0 {
		return err
	}
	return d.end(ctx, tx, run)
}

// end adds the parts up to the card.
func (d *Desk) end(ctx context.Context, tx pg.Tx, run *runRow) error {
	parts, err := tallies(ctx, tx, run.RunID)
	if err != nil {
		return err
	}
	sum := newTally()
	for i := range parts {
		t := newTally()
		if err := json.Unmarshal(parts[i].Tally, t); err != nil {
			return err
		}
		sum.add(t)
	}
	m, err := d.version(ctx, tx, run.Model, int(run.Version))
	if err != nil {
		return err
	}
	before, err := d.cardBefore(ctx, tx, run)
	if err != nil {
		return err
	}
	card := cardOf(&m.RatingModel, sum, run.OnDay, before)
	card.Run, card.Against = run.RunID, int(run.Against)
	figures, err := json.Marshal(card)
	if err != nil {
		return err
	}
	if err := endRun(ctx, tx, run.RunID, d.instant(), figures); err != nil {
		return err
	}
	slog.InfoContext(ctx, "a rating run has ended", "run", run.RunID, "kind", run.Kind, "model", run.Model, "rated", card.Rated, "news", card.News)
	err = d.act(ctx, tx, "rating.run_ended", platform, run.RunID, map[string]string{"kind": run.Kind, "model": run.Model, "version": strconv.Itoa(int(run.Version)),
		"entities": strconv.FormatInt(card.Entities, 10), "rated": strconv.FormatInt(card.Rated, 10), "news": strconv.FormatInt(card.News, 10)})
	if err != nil {
		return err
	}
	return d.Events.Ended.Fire(ctx, tx, Ended{run.RunID, run.Kind, run.Model})
}

// cardBefore are the figures of the last run of a model that ended.
func (d *Desk) cardBefore(ctx context.Context, db pg.DB, run *runRow) (*Card, error) {
	if run.Kind != rateRun {
		return nil, nil
	}
	all, err := runsOf(ctx, db, run.Model, rateRun, 10)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(r runRow) bool { return r.RunID != run.RunID && r.EndedAt != nil })
	if i < 0 {
		return nil, nil
	}
	r, err := all[i].run()
	return r.Card, err
}

// fold evaluates one part while its rows are streamed.
type fold struct {
	d       *Desk
	run     *runRow
	model   *Model
	against *Model
	tally   *Tally
	fresh   []resultRow
	was     map[string]last

	counting []Input
	snapshot []byte
}

func (d *Desk) foldOf(ctx context.Context, run *runRow) (*fold, error) {
	f := &fold{d: d, run: run, tally: newTally()}
	var err error
	if f.model, err = d.version(ctx, d.db, run.Model, int(run.Version)); err == nil && run.Against > 0 {
		f.against, err = d.version(ctx, d.db, run.Model, int(run.Against))
	}
	return f, err
}

// read streams a part: whom it holds, then the facts in the same order; each entity is evaluated when its last fact has come.
func (f *fold) read(ctx context.Context, tx pg.Tx, b *bucketRow) (err error) {
	if f.run.Kind == rateRun {
		if f.was, err = latestIn(ctx, tx, b.AfterID, b.UntilID, f.run.Model); err != nil {
			return err
		}
	}
	own, err := ownIn(ctx, tx, b.AfterID, b.UntilID, f.run.Model)
	if err != nil {
		return err
	}
	var subjects []Subject
	err = registry.EachIn(ctx, tx, b.AfterID, b.UntilID, func(e *registry.Brief) {
		subjects = append(subjects, Subject{ID: e.ID, Kind: string(e.Kind), Region: e.Region, Industry: e.Industry, Established: e.Established})
	})
	if err != nil {
		return err
	}
	declared, err := f.declared(ctx, tx, subjects)
	if err != nil {
		return err
	}
	next, facts := 0, make([]standing.Fact, 0, 64)
	place := make(map[string]int, len(subjects))
	for i := range subjects {
		place[subjects[i].ID] = i
	}
	upTo := func(i int) { // evaluates everybody before the i-th; the facts at hand are of the first of them
		for ; next < i; next++ {
			id := subjects[next].ID
			f.one(&subjects[next], Known{Facts: facts, Declared: declared[id], Own: own[id]})
			facts = facts[:0]
		}
	}
	err = standing.EachIn(ctx, tx, b.AfterID, b.UntilID, func(fact *standing.Fact) {
		if i, known := place[fact.EntityID]; known {
			upTo(i)
			facts = append(facts, *fact)
		}
	})
	upTo(len(subjects))
	return err
}

func (f *fold) declared(ctx context.Context, tx pg.Tx, subjects []Subject) (map[string][]Declaration, error) {
	if f.d.Declared == nil || !slices.ContainsFunc(f.model.Indicators, func(x law.Indicator) bool { return x.Counts == "declaration" }) {
		return nil, nil
	}
	ids := make([]string, len(subjects))
	for i := range subjects {
		ids[i] = subjects[i].ID
	}
	return f.d.Declared(ctx, tx, ids)
}

// one evaluates an entity and counts it.
func (f *fold) one(s *Subject, k Known) {
	on := f.run.OnDay
	f.counting = k.appendCounting(f.counting[:0], on)
	r := Score(&f.model.RatingModel, *s, f.counting, on)
	if r.Why == outOfScope {
		return
	}
	groups := groupsOf(s, on)
	count(f.tally.Cells, &groups, &r)
	if f.run.Kind == impactRun {
		f.compare(s, &groups, &r)
		return
	}
	if len(k.Facts) > 0 {
		f.backTest(s, k)
	}
	f.keepNews(s, &r)
}

// keepNews writes a result where it is another than the last.
func (f *fold) keepNews(s *Subject, r *Result) {
	was, there := f.was[s.ID]
	if !there && !r.Rated {
		return
	}
	f.snapshot = appendSnapshot(f.snapshot[:0], *s, f.counting)
	if there && was.version == f.model.Version && hashOf(f.d.suite, f.model.Hash, was.on, f.snapshot, r) == was.hash {
		return
	}
	if there && !was.rated && !r.Rated {
		return
	}
	hash := hashOf(f.d.suite, f.model.Hash, f.run.OnDay, f.snapshot, r)
	row := f.d.row(f.model, *s, f.run.OnDay, slices.Clone(f.snapshot), hash, r)
	row.Cause, row.Ref = "run", f.run.RunID
	f.fresh = append(f.fresh, row)
	f.tally.News++
}

// compare counts what the version in force says, and who would move.
func (f *fold) compare(s *Subject, groups *[4]string, r *Result) {
	if f.against == nil {
		return
	}
	was := Score(&f.against.RatingModel, *s, f.counting, f.run.OnDay)
	count(f.tally.Was, groups, &was)
	if gradeOf(&was) != gradeOf(r) {
		f.tally.Moves[gradeOf(&was)+">"+gradeOf(r)]++
	}
}

// backMonths is how long ago the back-test looks; it serves figures and follows from no rule.
const backMonths = 12

// backTest: what grade the model gives by what stood a year ago, and whether something adverse has come since. What was repaired,
// withdrawn or removed since counts on neither side: it is no longer used, not even for figures.
func (f *fold) backTest(s *Subject, k Known) {
	then := f.run.OnDay.AddMonths(-backMonths)
	since := false
	for i := range k.Facts {
		fact := &k.Facts[i]
		if fact.EndedBy == "" && fact.Adverse && fact.From > then && fact.From <= f.run.OnDay {
			since = true
		}
	}
	counting := k.Counting(then)
	counting = slices.DeleteFunc(counting, func(in Input) bool {
		return slices.ContainsFunc(k.Facts, func(fact standing.Fact) bool { return fact.ID == in.ID && fact.EndedBy != "" })
	})
	if r := Score(&f.model.RatingModel, *s, counting, then); r.Rated {
		c := f.tally.Back[r.Grade]
		c.N++
		if since {
			c.Points++
		}
		f.tally.Back[r.Grade] = c
	}
}
