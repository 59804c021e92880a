package draw

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"runtime"
	"slices"
	"sync"
)

// keySize: with 16 bytes of key and 32 of commitment a score is one block of SHA-256, which is what millions of them cost.
const keySize = 16

type key [keySize]byte

// keyOf derives from the seed what orders one kind of thing.
func keyOf(word string, seed Hash) key {
	h := sum(word, seed[:])
	return key(h[:keySize])
}

// score is SHA-256 of key and commitment: the entities of a stratum are drawn in ascending order of it.
func (k key) score(id Hash) Hash {
	var b [keySize + len(id)]byte
	copy(b[:], k[:])
	copy(b[keySize:], id[:])
	return sha256.Sum256(b[:])
}

// Pick draws the quota of each stratum: those with the lowest scores, lowest first, stratum after stratum. It does not sort
// the others: it counts how the scores spread and keeps those below the place where the quota is reached.
func Pick(seed Hash, r *Roster, strata []Stratum) []Entity {
	k := keyOf(wordEntities, seed)
	heads := k.heads(r.Entities)
	limits := limitsOf(heads, r.Entities, strata)
	kept := make([][]ranked, len(strata))
	for i, h := range heads {
		if s := r.Entities[i].Stratum; int(h) <= limits[s] {
			kept[s] = append(kept[s], ranked{at: i})
		}
	}
	var wg sync.WaitGroup
	for s := range kept {
		wg.Go(func() { k.rank(r.Entities, kept[s]) })
	}
	wg.Wait()
	var drawn []Entity
	for s := range kept {
		for _, x := range kept[s][:min(int64(len(kept[s])), strata[s].Quota)] {
			drawn = append(drawn, r.Entities[x.at])
		}
	}
	return drawn
}

// ranked is an entity by its place in the roster and the beginning of its score, which nearly always decides.
type ranked struct {
	first uint64
	at    int
}

// rank puts entities in ascending order of score, of equal ones of commitment.
func (k key) rank(all []Entity, xs []ranked) {
	for i := range xs {
		score := k.score(all[xs[i].at].ID)
		xs[i].first = binary.BigEndian.Uint64(score[:])
	}
	slices.SortFunc(xs, func(a, b ranked) int {
		if a.first != b.first {
			return cmp.Compare(a.first, b.first)
		}
		one, two := &all[a.at].ID, &all[b.at].ID
		ofOne, ofTwo := k.score(*one), k.score(*two)
		return cmp.Or(bytes.Compare(ofOne[:], ofTwo[:]), bytes.Compare(one[:], two[:]))
	})
}

// headBits: enough that few are kept in vain, and few enough that counting them costs nothing.
const headBits = 12

// heads are the first bits of every score.
func (k key) heads(all []Entity) []uint16 {
	heads := make([]uint16, len(all))
	parts := min(runtime.GOMAXPROCS(0), len(all)/4096+1)
	var wg sync.WaitGroup
	for p := range parts {
		from, to := len(all)*p/parts, len(all)*(p+1)/parts
		wg.Go(func() {
			for i := from; i < to; i++ {
				s := k.score(all[i].ID)
				heads[i] = binary.BigEndian.Uint16(s[:]) >> (16 - headBits)
			}
		})
	}
	wg.Wait()
	return heads
}

// limitsOf finds for each stratum the smallest head at which its quota is reached; -1 where none is drawn.
func limitsOf(heads []uint16, all []Entity, strata []Stratum) []int {
	spread := make([][1 << headBits]uint32, len(strata))
	for i, h := range heads {
		spread[all[i].Stratum][h]++
	}
	limits := make([]int, len(strata))
	for s := range strata {
		limits[s] = -1
		for h, reached := 0, int64(0); reached < strata[s].Quota && h < 1<<headBits; h++ {
			reached += int64(spread[s][h])
			limits[s] = h
		}
	}
	return limits
}
