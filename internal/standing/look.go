package standing

import (
	"context"
	"time"

	"xinheng/internal/adoption"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/registry"
)

// View is how fresh an answer is, and which assumed values are adopted.
type View struct {
	Position  int64     // everything up to this ledger position has been taken into account
	At        time.Time // when that was last confirmed to be all there is
	Adoptions law.Adoptions
}

// View is taken before looking, so that what is then found is never older than it says.
func (x *Index) View(ctx context.Context) (View, error) {
	if m := x.mark.Load(); m != nil {
		return View{m.position, m.at, *x.adopted.Load()}, nil
	}
	position, _ := x.log.Size()
	at := x.now()
	adopted, err := adoption.All(ctx, x.db)
	return View{position, at, adopted}, err
}

// AsOf is the ledger position the index has followed to, and when that was last confirmed; zero before it is loaded.
func (x *Index) AsOf() (position int64, at time.Time) {
	if m := x.mark.Load(); m != nil {
		return m.position, m.at
	}
	return 0, time.Time{}
}

// Facts returns what memory holds about an entity, ended facts too. It reads nothing and waits for nobody.
func (x *Index) Facts(entityID string) (facts []Fact, known bool) {
	k := keyOf(entityID)
	s := x.shards[k.spread()%shardCount].Load()
	if s == nil {
		return nil, false
	}
	kept, known := s.find(k)
	if len(kept) == 0 {
		return nil, known
	}
	facts = make([]Fact, len(kept))
	for i := range kept {
		facts[i] = kept[i].fact(entityID)
	}
	return facts, known
}

// Look returns the facts of an entity. Only for an entity memory does not know is the database asked: it may have been
// registered a moment ago, and "unknown" is an answer that must be true.
func (x *Index) Look(ctx context.Context, entityID string) (facts []Fact, known bool, err error) {
	if facts, known = x.Facts(entityID); known {
		return facts, true, nil
	}
	all, knowns, err := x.LookMany(ctx, []string{entityID})
	if err != nil {
		return nil, false, err
	}
	return all[0], knowns[0], nil
}

// LookMany is Look for many entities with at most two statements.
func (x *Index) LookMany(ctx context.Context, ids []string) (facts [][]Fact, known []bool, err error) {
	defer fault.Wrap(&err, "standing.LookMany(%d)", len(ids))
	facts, known = make([][]Fact, len(ids)), make([]bool, len(ids))
	var asked []string
	for i, id := range ids {
		if facts[i], known[i] = x.Facts(id); !known[i] {
			asked = append(asked, id)
		}
	}
	if len(asked) == 0 {
		return facts, known, nil
	}
	registered, err := registry.Known(ctx, x.db, asked)
	if err != nil {
		return nil, nil, err
	}
	stored, err := OfMany(ctx, x.db, asked)
	if err != nil {
		return nil, nil, err
	}
	var learnt []string
	for i, id := range ids {
		if !known[i] && registered[id] {
			facts[i], known[i] = stored[id], true
			if len(stored[id]) == 0 { // its facts, if it has any, come with the ledger
				learnt = append(learnt, id)
			}
		}
	}
	if len(learnt) > 0 && x.mark.Load() != nil {
		x.learn(learnt)
	}
	return facts, known, nil
}

// patience bounds how long a caller may wait to read its own writes.
const patience = 2 * time.Second

// Wait returns once everything up to a ledger position is taken into account, or refuses after two seconds.
func (x *Index) Wait(ctx context.Context, position int64) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		x.wait.Lock()
		moved := x.moved
		x.wait.Unlock()
		v, err := x.View(ctx)
		switch {
		case err != nil:
			return err
		case v.Position >= position:
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return fault.New(fault.Unavailable, "standing.behind", "查验尚未看到所要求的存证位置；请稍后重试，或去掉 min_position。",
				"The check has not reached the ledger position you ask for; try again shortly, or leave min_position out.").At("min_position")
		}
	}
}
