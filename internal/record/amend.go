package record

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"xinheng/internal/pg"
)

// An amendment (修复, 撤回, 移出) acts on an earlier record of the same subject: it finds it by kind, authority and document
// number and gives it one more version, in the state the amendment brings about. It changes nothing else, and deletes nothing.

func targetKey(entity, item, authority, documentNo string) string {
	return entity + "\x1f" + item + "\x1f" + authority + "\x1f" + sameNumber(documentNo)
}

func (w *writer) lookUpTargets(ctx context.Context, tx pg.Tx, entities, items []string, s *sheaf) error {
	slices.Sort(items)
	found, err := targets(ctx, tx, entities, slices.Compact(items))
	s.targets = make(map[string]*kept, len(found))
	for i := range found {
		k := &found[i]
		s.targets[targetKey(k.EntityID, k.Item, k.AuthorityID, k.DocumentNo)] = k
	}
	return err
}

// amend gives the target its next version.
func (w *writer) amend(s *sheaf, t *tally, f *finding) {
	key := targetKey(f.rec.EntityID, f.target.item, f.target.authorityID, f.target.documentNo)
	k := s.targets[key]
	state := State(w.judge.item.Amends)
	switch {
	case k == nil:
		s.again = true // it may come later
		s.reject(w, t, f, []flaw{{w.judge.field("target_document_no"), "amend_no_target"}})
		return
	case !w.mayChange(k.AuthorityID, k.SourceID):
		s.reject(w, t, f, []flaw{{w.judge.field("target_document_no"), "not_yours"}})
		return
	case f.rec.DecidedOn < k.DecidedOn:
		s.reject(w, t, f, []flaw{{w.judge.field("decided_on"), "date_order"}})
		return
	case k.State == state && k.StateDocument == f.rec.DocumentNo && k.StateOn == f.rec.DecidedOn:
		s.duplicate(t)
		return
	case k.State == Unmerged || k.State == Withdrawn && state != Withdrawn:
		s.reject(w, t, f, []flaw{{w.judge.field("target_document_no"), "amend_ended"}})
		return
	}
	r := k.Record
	r.Version++
	r.State, r.StateOn, r.StateDocument, r.StateAuthority = state, f.rec.DecidedOn, f.rec.DocumentNo, f.rec.Authority
	r.Content = maps.Clone(k.Content)
	for code, v := range f.rec.Content {
		if _, taken := r.Content[code]; !taken {
			r.Content[code] = v // the amendment's own basis and reasons stay with what it did
		}
	}
	s.accepted(t, f)
	w.timed(t, f)
	s.append(w, &r, contentOf(r.Content), k.Sealed, k.Fingerprint, f.row)
	s.targets[key] = &kept{Record: r, Fingerprint: k.Fingerprint, Sealed: k.Sealed}
}

// contentOf writes content as it is stored: keys sorted.
func contentOf(m map[string]string) []byte {
	b := append(make([]byte, 0, 512), '{')
	for _, k := range slices.Sorted(maps.Keys(m)) {
		b = appendMember(b, k, m[k])
	}
	return append(b, '}')
}

func members(b []byte) map[string]string {
	m := map[string]string{}
	_ = json.Unmarshal(b, &m) // written by appendMember
	return m
}
