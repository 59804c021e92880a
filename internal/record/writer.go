package record

import (
	"bytes"
	"context"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// chunk is a run of rows that is stored in one transaction, or not at all.
type chunk struct {
	upTo int64 // rows of the file up to its end
	rows []*finding
}

// writer stores the chunks of one batch, in order.
type writer struct {
	d     *Desk
	who   access.Actor
	batch batch
	judge *judge          // for counting periods again; the reader has its own
	known map[string]bool // entities seen in this batch
	now   time.Time       // of the chunk
	hand  bool            // typed or decided here by people
}

const (
	maxKnown = 500_000 // entities remembered: bounded memory, however long the file
	saltSize = 16
	attempts = 3
)

// sheaf is what a chunk comes to, gathered anew on every attempt to store it.
type sheaf struct {
	batch    batch
	versions []fresh
	rejected []rejected
	queued   []queued
	entities []registry.Registration
	awaited  map[string]awaited
	arrived  []string
	tallies  map[string]*tally
	heads    map[string]head
	targets  map[string]*kept
	orphans  map[string]bool
	disputed []disputed
	unlisted []int64 // rows that name a measure outside the catalogue
	again    bool
	entryID  string
}

// write stores a chunk. Another batch may store the same record at the same moment: then the whole chunk is judged again.
func (w *writer) write(ctx context.Context, c chunk) error {
	for attempt := 1; ; attempt++ {
		w.now = w.d.now().UTC().Truncate(time.Microsecond)
		var s *sheaf
		err := w.d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
			s, err = w.gather(ctx, tx, c)
			if err != nil {
				return err
			}
			return w.store(ctx, tx, s)
		})
		switch {
		case err == nil:
			w.batch = s.batch
			w.remember(c)
			return nil
		case attempt < attempts && pg.Violated(err) == "version_is_numbered_once":
		default:
			return err
		}
	}
}

func (w *writer) remember(c chunk) {
	if len(w.known) > maxKnown {
		clear(w.known)
	}
	for _, f := range c.rows {
		if f.rec.EntityID != "" && len(f.flaws) == 0 {
			w.known[f.rec.EntityID] = true
		}
	}
}

// gather looks up what the rows of a chunk meet and decides each of them, in the order of the file.
func (w *writer) gather(ctx context.Context, tx pg.Tx, c chunk) (*sheaf, error) {
	s := &sheaf{batch: w.batch, tallies: map[string]*tally{}, orphans: map[string]bool{}, awaited: map[string]awaited{}}
	s.batch.Done = c.upTo
	if err := w.lookUp(ctx, tx, c, s); err != nil {
		return nil, err
	}
	for _, f := range c.rows {
		w.decide(s, f)
	}
	if err := w.enqueue(ctx, tx, s); err != nil {
		return nil, err
	}
	return s, w.register(ctx, tx, s)
}

func (w *writer) lookUp(ctx context.Context, tx pg.Tx, c chunk, s *sheaf) (err error) {
	var entities, ids, items, subjects []string
	for _, f := range c.rows {
		if len(f.flaws) > 0 || f.byName {
			continue
		}
		if !w.known[f.rec.EntityID] {
			subjects = append(subjects, f.rec.EntityID)
		}
		if f.target != nil {
			items = append(items, f.target.item)
		}
		entities, ids = append(entities, f.rec.EntityID), append(ids, f.rec.ID)
	}
	if len(items) > 0 {
		return w.lookUpTargets(ctx, tx, entities, items, s)
	}
	if len(c.rows) > 0 && slices.ContainsFunc(c.rows, func(f *finding) bool { return f.entity != nil }) {
		return nil // the registry tells news from repetition itself
	}
	if s.heads, err = heads(ctx, tx, entities, ids); err != nil {
		return err
	}
	return w.lookUpSubjects(ctx, tx, subjects, c, s)
}

// lookUpSubjects makes sure of an entity for every code and natural person met. What the register does not know yet is an
// orphan, kept as a stub: the record is lawful, the register is behind.
func (w *writer) lookUpSubjects(ctx context.Context, tx pg.Tx, ids []string, c chunk, s *sheaf) error {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	known, err := registry.Known(ctx, tx, ids)
	if err != nil {
		return err
	}
	var stubs []registry.Entity
	for _, f := range c.rows {
		if id := f.rec.EntityID; id != "" && len(f.flaws) == 0 && !f.byName && !w.known[id] && !known[id] && !s.orphans[id] {
			s.orphans[id] = true
			stubs = append(stubs, registry.Entity{
				ID: id, Name: f.name, Status: registry.Stubbed, Region: f.rec.Region, RegionDerived: true, SeenAt: w.now,
			})
		}
	}
	if len(stubs) == 0 {
		return nil
	}
	return registry.Stub(ctx, tx, stubs)
}

// decide settles one row: refused, waiting for a human, known already, or a new version.
func (w *writer) decide(s *sheaf, f *finding) {
	t := s.tally(f)
	t.Rows++
	if f.unlisted {
		s.unlisted = append(s.unlisted, f.row)
	}
	switch {
	case len(f.flaws) > 0:
		s.reject(w, t, f, f.flaws)
	case f.entity != nil:
		f.entity.SeenAt = w.now
		s.entities = append(s.entities, *f.entity)
		s.accepted(t, f)
	case f.byName:
		s.queued = append(s.queued, w.waiting(f))
	case f.target != nil:
		w.amend(s, t, f)
	default:
		w.version(s, t, f)
	}
}

func (s *sheaf) tally(f *finding) *tally {
	t := s.tallies[f.sourceID]
	if t == nil {
		t = &tally{SourceID: f.sourceID}
		s.tallies[f.sourceID] = t
	}
	if f.rec.SourceID == f.sourceID && f.rec.Source != "" {
		t.Source = f.rec.Source
	}
	return t
}

func (s *sheaf) reject(w *writer, t *tally, f *finding, flaws []flaw) {
	s.batch.Rejected++
	t.Rejected++
	for i, x := range flaws {
		s.rejected = append(s.rejected, rejected{f.row, int32(i), x}) //nolint:gosec // one per field at most
	}
	s.batch.Flaws += int64(len(flaws))
	w.await(s, f, "refused")
}

func (s *sheaf) duplicate(t *tally) {
	s.batch.Duplicate++
	t.Duplicate++
}

func (s *sheaf) accepted(t *tally, f *finding) {
	s.batch.Accepted++
	t.Accepted++
	if !f.doubtful {
		t.Clean++
	}
	t.Expected += int64(f.expected)
	t.Filled += int64(f.filled)
}

// timed counts whether a row came within the days the law gives.
func (w *writer) timed(t *tally, f *finding) {
	if f.due == 0 {
		return
	}
	t.Timed++
	if w.judge.today > f.due {
		t.Late++
	}
}

// version decides a row against the newest version of its record.
func (w *writer) version(s *sheaf, t *tally, f *finding) {
	h, known := s.heads[f.rec.ID]
	switch {
	case !known:
	case bytes.Equal(h.Fingerprint, f.hash[:]) && h.State != Unmerged:
		s.duplicate(t)
		return
	case h.State != Effective && h.State != Unmerged && h.State != f.rec.State:
		s.reject(w, t, f, []flaw{{w.judge.field("document_no"), "record_ended"}})
		return
	case !w.mayChange(h.AuthorityID, h.SourceID):
		s.reject(w, t, f, []flaw{{w.judge.field("document_no"), "not_yours"}})
		s.disputed = append(s.disputed, disputed{f: f})
		return
	case h.DecidedOn == f.rec.DecidedOn:
		w.judge.weigh(f, workday.Of(h.FirstSeen)) // a correction does not begin the publicity anew
	}
	r := f.rec
	r.Version = h.Version + 1
	if known && h.SourceID != r.SourceID && h.SourceID != w.batch.SourceID && h.AuthorityID == w.batch.SourceID { // not without a trace
		s.disputed = append(s.disputed, disputed{f: f, owner: true})
	}
	s.accepted(t, f)
	if !known {
		t.Records++
		w.timed(t, f)
		h.FirstSeen = w.now
	}
	if s.orphans[r.EntityID] && r.Version == 1 {
		t.Orphans++
	}
	s.arrived = append(s.arrived, awaitedKey(&r))
	s.append(w, &r, f.content, w.seal(&r, f.secret), f.hash[:], f.row)
	s.heads[r.ID] = head{EntityID: r.EntityID, ID: r.ID, Version: r.Version, State: r.State, Fingerprint: f.hash[:],
		DecidedOn: r.DecidedOn, FirstSeen: h.FirstSeen, StateOn: r.StateOn, AuthorityID: r.AuthorityID, SourceID: r.SourceID}
}

// mayChange reports whether this delivery may change a record that is there: only the body that decided, or that reported
// it, may (谁认定、谁修复), or the operator for it.
func (w *writer) mayChange(authorityID, sourceID string) bool {
	return operator(w.who) || w.batch.SourceID == authorityID || w.batch.SourceID == sourceID
}

// append adds a version to the sheaf.
func (s *sheaf) append(w *writer, r *Record, content, sealed, fingerprint []byte, row int64) {
	r.BatchID, r.Row, r.SeenAt = w.batch.ID, int32(row), w.now //nolint:gosec // Excel stops at 2^20, files at 2^31 rows
	s.versions = append(s.versions, fresh{Record: r, content: content, sealed: sealed, fingerprint: fingerprint})
}

func (w *writer) seal(r *Record, secret []byte) []byte {
	if len(secret) == 0 {
		return nil
	}
	return w.d.seal.Seal(sealContext(r.EntityID, r.ID), secret)
}

func sealContext(entity, id string) string { return "record.version " + entity + " " + id }

// register hands registrations to the registry, which tells what is new, changed or the same.
func (w *writer) register(ctx context.Context, tx pg.Tx, s *sheaf) error {
	if err := w.settleRecords(ctx, tx, s); err != nil {
		return err
	}
	if len(s.entities) == 0 {
		return nil
	}
	if err := w.settleRegistrations(ctx, tx, s); err != nil {
		return err
	}
	_, _, same, err := registry.Put(ctx, tx, w.d.seal, s.entities)
	s.batch.Accepted -= int64(same)
	s.batch.Duplicate += int64(same)
	if t := s.tallies[w.batch.SourceID]; t != nil {
		t.Accepted -= int64(same)
		t.Clean -= min(t.Clean, int64(same))
		t.Duplicate += int64(same)
	}
	return err
}
