package record

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Ruling is what the decision of a case does to a record that is there: it ends it (repaired, withdrawn, removed from its
// list), or brings an ended one back (effective: a repair that was revoked after the subject was heard).
type Ruling struct {
	EntityID  string
	ID        string
	State     State
	On        workday.Date // the day of the decision
	Document  string       // its number
	Authority string       // whoever decided, by name
	Why       string       // the clause and reason as they may be shown; kept with the version, never a personal word
}

// whyField is where a version keeps why a case gave it its state.
const whyField = "BAYJ"

// Rule gives records their next versions in the transaction of the decision of a case, with one ledger entry and everything
// that follows from it: standing, publication and use change with the decision or not at all (发改委令36号 §3). by is the
// number of the case. Only the body that decided or reported a record may (谁认定、谁修复).
func (d *Desk) Rule(ctx context.Context, tx pg.Tx, who access.Actor, by string, rulings []Ruling) ([]Record, error) {
	w, s := d.ruler(who, by), &sheaf{}
	rulings = slices.SortedFunc(slices.Values(rulings), func(a, b Ruling) int {
		return strings.Compare(a.EntityID+a.ID, b.EntityID+b.ID) // locks go in one order
	})
	for i := range rulings {
		if err := w.rule(ctx, tx, s, &rulings[i]); err != nil {
			return nil, err
		}
	}
	return w.ruled(ctx, tx, s)
}

func (w *writer) rule(ctx context.Context, tx pg.Tx, s *sheaf, x *Ruling) error {
	k, err := stored(ctx, tx, x.EntityID, x.ID)
	switch {
	case err != nil:
		return err
	case !w.mayChange(k.AuthorityID, k.SourceID):
		return errNotYours
	case k.State == x.State && k.StateDocument == x.Document:
		return nil // ruled already: the second click changes nothing
	case !mayBecome(k.State, x.State):
		return errRuled
	}
	r := k.Record
	r.Version++
	r.State, r.StateOn, r.StateDocument, r.StateAuthority = x.State, x.On, x.Document, x.Authority
	if x.State == Effective {
		r.StateOn = 0
	}
	r.Content = maps.Clone(k.Content)
	if x.Why != "" {
		r.Content[whyField] = x.Why
	}
	s.append(w, &r, contentOf(r.Content), k.Sealed, k.Fingerprint, 0)
	return nil
}

// mayBecome: what is withdrawn or was never about this subject stays so; a repair can be revoked, and nothing else comes back.
func mayBecome(from, to State) bool {
	switch to {
	case Effective:
		return from == Repaired
	case Repaired, Removed:
		return from == Effective
	case Withdrawn:
		return from != Withdrawn && from != Unmerged
	case Unmerged:
	}
	return false
}

// Unmerge undoes, in the transaction of the decision of a case, a match by name that brought a record to the wrong subject
// (F09-5): it counts for nobody, what rested on it is undone, and its row waits again. matched is false, and nothing is done,
// for a record that came with the code of its subject. Only the body that decided or reported it may.
func (d *Desk) Unmerge(ctx context.Context, tx pg.Tx, who access.Actor, by, entityID, id, reason string) (matched bool, err error) {
	k, err := stored(ctx, tx, entityID, id)
	if err != nil {
		return false, err
	}
	w := d.ruler(who, by)
	if !w.mayChange(k.AuthorityID, k.SourceID) {
		return false, errNotYours
	}
	q, err := matchOf(ctx, tx, id)
	switch {
	case fault.Is(err, "record.no_match") || err == nil && q.EntityID != entityID:
		return false, nil
	case err != nil:
		return false, err
	}
	w.batch.SourceID = q.SourceID
	_, err = w.unmerge(ctx, tx, q, id, reason)
	return true, err
}

// Correct gives a record a version with other values for some fields, judged as intake judges a row, by the catalogue of the
// day it was first seen: what a wrong record never could have been, a corrected one cannot become.
func (d *Desk) Correct(ctx context.Context, tx pg.Tx, who access.Actor, by, entityID, id string, fields map[string]string) (Record, error) {
	k, err := stored(ctx, tx, entityID, id)
	if err != nil {
		return Record{}, err
	}
	w, s := d.ruler(who, by), &sheaf{tallies: map[string]*tally{}}
	switch {
	case !w.mayChange(k.AuthorityID, k.SourceID):
		return Record{}, errNotYours
	case k.State != Effective:
		return Record{}, errRuled
	}
	first, err := heads(ctx, tx, []string{entityID}, []string{id})
	if err != nil {
		return Record{}, err
	}
	f, err := w.corrected(&k, workday.Of(first[id].FirstSeen), fields)
	if err != nil {
		return Record{}, err
	}
	r := f.rec
	r.Version = k.Version + 1
	s.append(w, &r, f.content, w.seal(&r, f.secret), f.hash[:], 0)
	out, err := w.ruled(ctx, tx, s)
	if err != nil {
		return Record{}, err
	}
	return out[0], nil
}

// corrected judges the values of a record as they would be with some of them replaced.
func (w *writer) corrected(k *kept, seen workday.Date, fields map[string]string) (*finding, error) {
	item, ok := w.d.law.On(seen).Item(k.Item)
	if !ok {
		return nil, errNoItem
	}
	values := maps.Clone(k.Content)
	if len(k.Sealed) > 0 {
		plain, err := w.d.seal.Open(sealContext(k.EntityID, k.ID), k.Sealed)
		if err != nil {
			return nil, err
		}
		maps.Copy(values, members(plain)) // what is masked in the content is whole under the seal
	}
	for code, v := range fields {
		if !slices.ContainsFunc(item.Fields, func(f law.Field) bool { return f.Code == code }) {
			return nil, errNoField.At(code)
		}
		values[code] = v
	}
	w.judge = newJudge(w.d.law, byFields(&item), body{k.SourceID, k.Source}, seen, w.d.keys())
	f := w.judge.again(values, k.EntityID)
	switch {
	case len(f.flaws) > 0:
		return nil, refused(f.flaws[0])
	case f.rec.ID != k.ID:
		return nil, errOtherRecord
	}
	return f, nil
}

// Enter stores a record that the decision of a case brings about (an entry on a list, a removal, the result of a visit), by
// the gates of intake and in the transaction of the decision.
func (d *Desk) Enter(ctx context.Context, tx pg.Tx, who access.Actor, by, item string, values map[string]string) (Record, error) {
	w := d.ruler(who, by)
	today := workday.Of(w.now)
	it, ok := d.law.On(today).Item(item)
	if !ok {
		return Record{}, errNoItem
	}
	w.batch.Item = it.Code
	w.judge = newJudge(d.law, byFields(&it), body{who.Org, who.Name}, today, d.keys())
	f := w.judge.again(values, "")
	if f.byName {
		return Record{}, refused(flaw{w.judge.field("subject_uscc"), "subject_missing"})
	}
	s, err := w.gather(ctx, tx, chunk{upTo: 1, rows: []*finding{f}})
	switch {
	case err != nil:
		return Record{}, err
	case len(s.rejected) > 0:
		return Record{}, refused(s.rejected[0].flaw)
	case len(s.versions) == 0:
		k, err := stored(ctx, tx, f.rec.EntityID, f.rec.ID)
		return k.Record, err
	}
	out, err := w.ruled(ctx, tx, s)
	if err != nil {
		return Record{}, err
	}
	return out[0], nil
}

// ruler writes versions for a case instead of a batch; the number of the case stands where that of the batch would.
func (d *Desk) ruler(who access.Actor, by string) *writer {
	return &writer{d: d, who: who, known: map[string]bool{}, now: d.now().UTC().Truncate(time.Microsecond),
		batch: batch{ID: by, Item: "case", SourceID: who.Org, Edition: d.law.Edition()}}
}

// ruled writes the versions and lets everything follow that follows from a change.
func (w *writer) ruled(ctx context.Context, tx pg.Tx, s *sheaf) ([]Record, error) {
	if len(s.versions) == 0 {
		return nil, nil
	}
	if err := w.storeVersions(ctx, tx, s); err != nil {
		return nil, ruledTwice(err)
	}
	changed := Changed{EntryID: s.entryID, ByHand: true}
	for i := range s.versions {
		changed.Records = append(changed.Records, *s.versions[i].Record)
	}
	return changed.Records, w.d.events.Changed.Fire(ctx, tx, changed)
}

// ruledTwice: somebody else gave the record a version meanwhile; whoever decided must look at it again.
func ruledTwice(err error) error {
	if pg.Violated(err) == "version_is_numbered_once" {
		return errRuled
	}
	return err
}

func refused(x flaw) error {
	why := reasons[x.code]
	return fault.New(fault.Invalid, "record."+x.code, why[0], why[1]).At(x.field)
}

var (
	errNotYours = fault.New(fault.Forbidden, "record.not_yours", reasons["not_yours"][0], reasons["not_yours"][1]).Under("国办发〔2025〕22号")
	errRuled    = fault.New(fault.Conflict, "record.not_in_force", "该记录已被修复、撤回或移出，或刚被他人更改；请刷新后核对它现在的状态。",
		"The record was repaired, withdrawn or removed, or somebody just changed it; reload it and look at its present state.")
	errNoItem      = fault.New(fault.Conflict, "record.no_item", "该目录项在适用日期不再施行，不能据以更正；请由原单位以新文号报送。", "The catalogue item is not in force on the governing date; report a new decision under its own number.")
	errNoField     = fault.New(fault.Invalid, "record.no_field", "目录项没有这个字段；请从该记录的字段中选择。", "The catalogue item has no such field; choose one of the record's.")
	errOtherRecord = fault.New(fault.Invalid, "record.other_record", "更正文号或作出机关等于另立一条记录；请撤回原记录，再报送正确的一条。",
		"Another document number or authority makes it another record; withdraw this one and report the right one.")
)
