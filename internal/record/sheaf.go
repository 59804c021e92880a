package record

import (
	"cmp"
	"context"
	"crypto/rand"
	"maps"
	"slices"
	"strconv"

	"xinheng/internal/ident"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// store writes a sheaf: ledger entry first, so that its rows can name it, reactions last, so that they see everything.
func (w *writer) store(ctx context.Context, tx pg.Tx, s *sheaf) error {
	if err := w.storeVersions(ctx, tx, s); err != nil {
		return err
	}
	if err := w.refuseMeasures(ctx, tx, s); err != nil {
		return err
	}
	if len(s.rejected) > 0 {
		if err := copyRejections(ctx, tx, w.batch.ID, s.rejected); err != nil {
			return err
		}
	}
	if err := w.storeFigures(ctx, tx, s); err != nil {
		return err
	}
	if err := progress(ctx, tx, w.batch.Done, &s.batch, s.again); err != nil {
		return err
	}
	if len(s.versions) == 0 {
		return nil
	}
	changed := Changed{EntryID: s.entryID, ByHand: w.hand, Records: make([]Record, len(s.versions))}
	for i := range s.versions {
		changed.Records[i] = *s.versions[i].Record
	}
	return w.d.events.Changed.Fire(ctx, tx, changed)
}

// storeVersions commits to the rows of the chunk in one ledger entry and writes them. Rows go in the order of their
// entities: whoever writes several entities does so in that order.
func (w *writer) storeVersions(ctx context.Context, tx pg.Tx, s *sheaf) (err error) {
	if len(s.versions) == 0 {
		return nil
	}
	slices.SortFunc(s.versions, func(a, b fresh) int {
		return cmp.Or(cmp.Compare(a.EntityID, b.EntityID), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Version, b.Version))
	})
	salts := make([]byte, saltSize*len(s.versions))
	rand.Read(salts)
	leaves := make([]ledger.Hash, len(s.versions))
	for i := range s.versions {
		v := &s.versions[i]
		v.salt = salts[i*saltSize : (i+1)*saltSize]
		leaves[i] = ledger.RowLeaf(v.salt, v.text(v.content))
	}
	s.entryID, err = ledger.Append(ctx, tx, w.now, ledger.Act{
		Kind: "record.rows", Actor: w.who.ID, About: w.batch.ID, Root: ledger.RowRoot(leaves),
		Public: map[string]string{
			"item": w.batch.Item, "source": w.batch.SourceID, "rows": strconv.Itoa(len(leaves)), "edition": w.batch.Edition,
		},
	})
	if err != nil {
		return err
	}
	if err := putChunk(ctx, tx, s.entryID, w.batch.ID, leaves); err != nil {
		return err
	}
	return copyVersions(ctx, tx, s.entryID, s.versions)
}

// refuseMeasures puts on the ledger that rows named measures the catalogue does not hold (F16-2). What they named is not
// repeated there: nobody knows what it is.
func (w *writer) refuseMeasures(ctx context.Context, tx pg.Tx, s *sheaf) error {
	if len(s.unlisted) == 0 {
		return nil
	}
	_, err := ledger.Append(ctx, tx, w.now, ledger.Act{
		Kind: "measure.refused", Actor: w.who.ID, About: w.batch.ID,
		Public: map[string]string{
			"item": w.batch.Item, "source": w.batch.SourceID, "rows": strconv.Itoa(len(s.unlisted)),
			"first_row": strconv.FormatInt(s.unlisted[0], 10), "edition": w.batch.Edition,
		},
	})
	return err
}

// storeFigures keeps the quality figures in step.
func (w *writer) storeFigures(ctx context.Context, tx pg.Tx, s *sheaf) error {
	all := make([]tally, 0, len(s.tallies))
	for _, t := range s.tallies {
		all = append(all, *t)
	}
	today := w.judge.today.Time()
	month := workday.New(today.Year(), today.Month(), 1)
	if err := addTallies(ctx, tx, w.batch.Item, month, w.now, all); err != nil {
		return err
	}
	if len(s.awaited) > 0 {
		if err := await(ctx, tx, w.batch.Item, slices.Collect(maps.Values(s.awaited))); err != nil {
			return err
		}
	}
	if len(s.arrived) == 0 || w.judge.item.Timely == "" {
		return nil
	}
	return arrived(ctx, tx, s.arrived)
}

// awaitedKey is a document as a deadline sees it, whoever it is about.
func awaitedKey(r *Record) string {
	return r.Item + " " + r.AuthorityID + " " + sameNumber(r.DocumentNo)
}

// await remembers a decision that could not be stored, as long as it can still be published in time.
func (w *writer) await(s *sheaf, f *finding, why string) {
	r := &f.rec
	due := w.judge.dueOn(r.DecidedOn)
	if r.DecidedOn == 0 || r.DocumentNo == "" || due < w.judge.today {
		return
	}
	if _, _, err := ident.ParseUSCC(r.AuthorityID); err != nil {
		return
	}
	alarm := deadline(w.d.law, w.judge.item.Timely+".alarm", r.DecidedOn)
	if alarm == 0 {
		alarm = due
	}
	key := awaitedKey(r)
	s.awaited[key] = awaited{
		Key: key, SourceID: f.sourceID, Source: r.Source, DocumentNo: r.DocumentNo, DecidedOn: r.DecidedOn,
		AlarmOn: alarm, DueOn: due, Why: why,
	}
}
