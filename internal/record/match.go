package record

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// A name is not an identity (F09-5): a row with a name and no code waits here. The desk offers candidates; a person decides,
// with a reason, on the ledger; and what was decided wrongly is undone with everything that followed from it.

// Match is a row that waits for a human.
type Match struct {
	ID         string       `json:"id"`
	Item       string       `json:"item"`
	SourceID   string       `json:"source_id"`
	Source     string       `json:"source"`
	BatchID    string       `json:"batch_id"`
	Row        int64        `json:"row"`
	Subject    string       `json:"subject" doc:"the name on the document"`
	DocumentNo string       `json:"document_no"`
	Authority  string       `json:"authority"`
	DecidedOn  workday.Date `json:"decided_on"`
	SeenAt     time.Time    `json:"seen_at"`
	Status     string       `json:"status" enum:"open,assigned,known"`
	EntityID   string       `json:"entity_id,omitempty"`
	RecordID   string       `json:"record_id,omitempty"`
	DecidedAt  *time.Time   `json:"decided_at,omitempty" db:"-"`
	Reason     string       `json:"reason,omitempty" db:"-" doc:"why it was decided so"`
	// Candidates are entities of such a name, by class of match: never a decision.
	Candidates []registry.Hit `json:"candidates" db:"-"`
}

// isFor says whether a row is somebody's to decide: whoever reported it says whom it is about. For any other body it does not
// exist (S10), or one body could lay its neighbour's penalty at any firm's door.
func (m Match) isFor(who access.Actor) bool {
	return operator(who) || who.Org != "" && m.SourceID == who.Org
}

// queued is a row on its way into the queue.
type queued struct {
	Match
	sealed []byte
	f      *finding
}

// waiting prepares a row for the queue; the same row again has the same id.
func (w *writer) waiting(f *finding) queued {
	sum := sha256.Sum256([]byte(strings.Join([]string{f.rec.Item, f.rec.AuthorityID, sameNumber(f.rec.DocumentNo), ident.NormalName(f.name), string(f.hash[:])}, "\x1f")))
	id := shortID(sum[:])
	values := appendValues(f)
	return queued{f: f, sealed: w.d.seal.Seal("record.queue "+id, values), Match: Match{
		ID: id, Item: f.rec.Item, SourceID: f.rec.SourceID, Source: f.rec.Source, BatchID: w.batch.ID, Row: f.row, Subject: f.name,
		DocumentNo: f.rec.DocumentNo, Authority: f.rec.Authority, DecidedOn: f.rec.DecidedOn, SeenAt: w.now,
	}}
}

// appendValues gathers the row as it was judged, open and secret values alike, by field code.
func appendValues(f *finding) []byte {
	m := members(f.content)
	for k, v := range members(f.secret) {
		m[k] = v
	}
	return contentOf(m)
}

// enqueue puts rows into the queue; those that wait or were decided already are duplicates.
func (w *writer) enqueue(ctx context.Context, tx pg.Tx, s *sheaf) error {
	if len(s.queued) == 0 {
		return nil
	}
	added, err := putQueue(ctx, tx, s.queued)
	if err != nil {
		return err
	}
	for _, q := range s.queued {
		t := s.tally(q.f)
		if !added[q.ID] {
			s.duplicate(t)
			continue
		}
		delete(added, q.ID) // the same row twice in one chunk
		s.batch.Queued++
		t.Queued++
		w.timed(t, q.f)
		w.await(s, q.f, "queued")
	}
	return nil
}

// Queue lists open rows of one's own body, oldest first, with candidates from the registry.
func (d *Desk) Queue(ctx context.Context, who access.Actor, after string, limit int) (page []Match, next string, err error) {
	limit = min(max(limit, 1), 100)
	source, any := waitingFor(who)
	if !any {
		return nil, "", nil
	}
	if page, err = openMatches(ctx, d.db, source, after, limit+1); err != nil {
		return nil, "", err
	}
	if len(page) > limit {
		page = page[:limit]
		next = cursor(page[limit-1].SeenAt.Format(time.RFC3339Nano), page[limit-1].ID)
	}
	for i := range page {
		found, err := registry.ByName(ctx, d.db, page[i].Subject)
		if err != nil && fault.KindOf(err) != fault.Invalid { // a name of one character has no candidates
			return nil, "", err
		}
		page[i].Candidates = append([]registry.Hit{}, found...)
	}
	return page, next, nil
}

// waitingFor is the body whose rows somebody sees; empty for the operator, who sees all.
func waitingFor(who access.Actor) (source string, any bool) {
	if operator(who) {
		return "", true
	}
	return who.Org, who.Org != ""
}

// Decided lists rows of one's own body that a person has decided, in one status, the latest decision first.
func (d *Desk) Decided(ctx context.Context, who access.Actor, status, after string, limit int) (page []Match, next string, err error) {
	limit = min(max(limit, 1), 100)
	source, any := waitingFor(who)
	if !any {
		return nil, "", nil
	}
	page, err = decidedMatches(ctx, d.db, source, status, after, limit+1)
	if len(page) > limit {
		page = page[:limit]
		next = cursor(page[limit-1].DecidedAt.Format(time.RFC3339Nano), page[limit-1].ID)
	}
	return page, next, err
}

// Assign stores a waiting row under an entity, on the word of a person who gives a reason.
func (d *Desk) Assign(ctx context.Context, who access.Actor, queueID, entityID, reason string) (r Record, err error) {
	if err := may(who, access.ScopeMatch, reason); err != nil {
		return r, err
	}
	uscc, _, err := ident.ParseUSCC(entityID)
	if err != nil {
		return r, err
	}
	if _, err := registry.Find(ctx, d.db, string(uscc)); err != nil {
		return r, err
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		q, sealed, err := takeMatch(ctx, tx, queueID)
		if err != nil {
			return err
		}
		if !q.isFor(who) {
			return errNoMatch
		}
		if q.Status != "open" {
			return errDecided
		}
		r, err = d.assign(ctx, tx, who, q, sealed, string(uscc), reason)
		return err
	})
	d.wake(err)
	return r, err
}

// assign judges the row again, now that it is known whom it is about, by the day it was first seen.
func (d *Desk) assign(ctx context.Context, tx pg.Tx, who access.Actor, q Match, sealed []byte, entity, reason string) (Record, error) {
	plain, err := d.seal.Open("record.queue "+q.ID, sealed)
	if err != nil {
		return Record{}, fmt.Errorf("record.Assign(%s): %w", q.ID, err)
	}
	seen := workday.Of(q.SeenAt)
	item, ok := d.law.On(seen).Item(q.Item)
	if !ok {
		return Record{}, fmt.Errorf("record.Assign(%s): no item %s on %s", q.ID, q.Item, seen)
	}
	j := newJudge(d.law, byFields(&item), body{q.SourceID, q.Source}, seen, d.keys())
	f := j.again(members(plain), entity)
	f.row = q.Row
	if len(f.flaws) > 0 {
		return Record{}, errNotNow
	}
	w := &writer{d: d, who: who, judge: j, now: d.now().UTC().Truncate(time.Microsecond),
		batch: batch{ID: q.BatchID, Item: q.Item, SourceID: q.SourceID, Edition: d.law.Edition()}}
	found, err := heads(ctx, tx, []string{entity}, []string{f.rec.ID})
	if err != nil {
		return Record{}, err
	}
	s := &sheaf{heads: found, tallies: map[string]*tally{}, orphans: map[string]bool{}, awaited: map[string]awaited{}}
	w.version(s, s.tally(f), f)
	if len(s.rejected) > 0 {
		return Record{}, errEnded
	}
	status := "assigned"
	if len(s.versions) == 0 {
		status = "known" // the record came with its code meanwhile: nothing to store, and nothing that could be undone
	}
	if err := w.storeMatch(ctx, tx, s, q.ID, "assign", status, entity, f.rec.ID, reason); err != nil {
		return Record{}, err
	}
	k, err := stored(ctx, tx, entity, f.rec.ID)
	return k.Record, err
}

// storeMatch writes the versions a decision brought about, the decision itself, and what follows.
func (w *writer) storeMatch(ctx context.Context, tx pg.Tx, s *sheaf, queueID, act, status, entity, recordID, reason string) error {
	entry, err := ledger.Append(ctx, tx, w.now, ledger.Act{Kind: "record." + act, Actor: w.who.ID, About: queueID,
		Public: map[string]string{"item": w.batch.Item, "source": w.batch.SourceID, "entity": entity, "record": recordID}})
	if err != nil {
		return err
	}
	if err := putMatch(ctx, tx, matchAct{entry, queueID, act, entity, recordID, w.who.ID, reason, w.now}); err != nil {
		return err
	}
	if status == "open" {
		entity, recordID = "", ""
	}
	if err := setMatch(ctx, tx, queueID, status, entity, recordID); err != nil {
		return err
	}
	if len(s.versions) == 0 {
		return nil
	}
	if err := w.storeVersions(ctx, tx, s); err != nil {
		return err
	}
	if w.judge.item.Timely != "" && len(s.arrived) > 0 {
		if err := arrived(ctx, tx, s.arrived); err != nil {
			return err
		}
	}
	changed := Changed{EntryID: s.entryID}
	for _, v := range s.versions {
		changed.Records = append(changed.Records, *v.Record)
	}
	return w.d.events.Changed.Fire(ctx, tx, changed)
}

// MatchedByName says whether a match of names, decided by an officer, put a record under its subject: the row it came from
// named no code.
func MatchedByName(ctx context.Context, tx pg.Tx, id string) (bool, error) {
	_, err := matchOf(ctx, tx, id)
	if fault.Is(err, "record.no_match") {
		return false, nil
	}
	return err == nil, err
}

// Unassign undoes an assignment: the record gets a version that counts for nobody, everything that rested on it is undone in
// the same transaction, and the row waits again.
func (d *Desk) Unassign(ctx context.Context, who access.Actor, recordID, reason string) (r Record, err error) {
	if err := may(who, access.ScopeMatch, reason); err != nil {
		return r, err
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		q, err := matchOf(ctx, tx, recordID)
		if err != nil {
			return err
		}
		if !q.isFor(who) {
			return errNoMatch
		}
		w := &writer{d: d, who: who, now: d.now().UTC().Truncate(time.Microsecond), batch: batch{ID: q.BatchID, SourceID: q.SourceID}}
		r, err = w.unmerge(ctx, tx, q, recordID, reason)
		return err
	})
	d.wake(err)
	return r, err
}

// unmerge gives a record that was matched by name the version that counts for nobody, and lets its row wait again.
func (w *writer) unmerge(ctx context.Context, tx pg.Tx, q Match, recordID, reason string) (Record, error) {
	k, err := stored(ctx, tx, q.EntityID, recordID)
	if err != nil {
		return Record{}, err
	}
	if k.State == Unmerged {
		return Record{}, errDecided
	}
	item, ok := w.d.law.On(workday.Of(q.SeenAt)).Item(q.Item)
	if !ok {
		return Record{}, fmt.Errorf("record.unmerge(%s): no item %s", recordID, q.Item)
	}
	w.judge, w.batch.Item, w.batch.Edition = &judge{item: &item}, q.Item, w.d.law.Edition()
	r := k.Record
	r.Version++
	r.State, r.StateOn, r.StateDocument, r.StateAuthority = Unmerged, workday.Of(w.now), "", w.who.Name
	s := &sheaf{}
	s.append(w, &r, contentOf(r.Content), k.Sealed, k.Fingerprint, q.Row)
	return r, w.storeMatch(ctx, tx, s, q.ID, "undo", "open", q.EntityID, recordID, reason)
}

// Undo undoes the assignment of a row of the queue.
func (d *Desk) Undo(ctx context.Context, who access.Actor, queueID, reason string) (Record, error) {
	q, err := findMatch(ctx, d.db, queueID)
	if err == nil && !q.isFor(who) {
		err = errNoMatch
	}
	if err != nil {
		return Record{}, err
	}
	if q.Status != "assigned" {
		return Record{}, errDecided
	}
	return d.Unassign(ctx, who, q.RecordID, reason)
}

func may(who access.Actor, scope, reason string) error {
	switch {
	case !who.May(scope):
		return fault.New(fault.Forbidden, "record.no_scope", "没有这项权限；请向平台管理员申请 "+scope+" 权限。", "This needs the scope "+scope+"; ask the operator for it.")
	case strings.TrimSpace(reason) == "" || len(reason) > 2000:
		return fault.New(fault.Invalid, "record.reason", "请写明理由（不超过2000字节），它会留存备查。", "Give a reason (at most 2,000 bytes); it is kept.").At("reason")
	}
	return nil
}

// wake tells the sequencer that something was committed.
func (d *Desk) wake(err error) {
	if err == nil && d.ledger != nil {
		d.ledger.Wake()
	}
}

var (
	errNoMatch = fault.New(fault.Missing, "record.no_match", "没有这条待匹配记录，或它不是按名称匹配的；请核对编号。", "There is no such row waiting, or the record was not matched by name; check the id.")
	errDecided = fault.New(fault.Conflict, "record.match_decided", "这条记录已经处理过；请刷新队列。", "This row has been decided already; refresh the queue.")
	errNotNow  = fault.New(fault.Conflict, "record.match_refused", "按现行目录该行不能收录；请让报送单位更正后重报。", "By the catalogue the row cannot be taken in; ask the source to correct and report it again.")
	errEnded   = fault.New(fault.Conflict, "record.record_ended", "该主体名下的同一记录已修复、撤回或移出；请核对。", "The same record of this entity was repaired, withdrawn or removed; check it.")
)
