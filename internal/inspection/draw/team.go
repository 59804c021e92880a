package draw

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
)

// Pool is who may be sent, and where not. Why somebody must stay away (a declared interest, too many fruitless visits) is not
// in it: the file is public.
type Pool struct {
	Inspectors []Hash
	Avoid      map[Hash][]Hash // by entity: the inspectors who are not sent there
}

const (
	lineInspector = "inspector "
	lineAvoid     = "avoid "
)

// Text is the canonical text of a pool: its lines, sorted by bytes.
func (p Pool) Text() string {
	var lines []string
	for _, i := range p.Inspectors {
		lines = append(lines, lineInspector+i.String()+"\n")
	}
	for entity, inspectors := range p.Avoid {
		for _, i := range inspectors {
			lines = append(lines, lineAvoid+i.String()+" "+entity.String()+"\n")
		}
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "")
}

// PoolHash is the SHA-256 of the canonical text.
func PoolHash(p Pool) Hash { return sha256.Sum256([]byte(p.Text())) }

// ParsePool reads a canonical text, and only such a text.
func ParsePool(text string) (Pool, error) {
	p := Pool{Avoid: map[Hash][]Hash{}}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if id, ok := strings.CutPrefix(line, lineInspector); ok {
			h, err := ParseHash(id)
			if err != nil {
				return Pool{}, errPool
			}
			p.Inspectors = append(p.Inspectors, h)
			continue
		}
		pair, ok := strings.CutPrefix(line, lineAvoid)
		who, where, two := strings.Cut(pair, " ")
		inspector, err := ParseHash(who)
		entity, err2 := ParseHash(where)
		if !ok || !two || err != nil || err2 != nil {
			return Pool{}, errPool
		}
		p.Avoid[entity] = append(p.Avoid[entity], inspector)
	}
	if p.Text() != text {
		return Pool{}, errPool
	}
	return p, nil
}

// Teams sends a team to each drawn entity, in the order given. Inspectors queue in rounds: a round is all of them, ordered by
// SHA-256 of key, number of the round (4 bytes, big endian) and inspector. The first of the queue who may go are taken out of
// it; whoever must avoid this entity keeps the place and takes the next. When the queue cannot fill a team the next round
// joins it. Where fewer than a team may go at all, nobody is sent and the team is empty.
func Teams(seed Hash, drawn []Entity, p Pool, size int) [][]Hash {
	q := queue{key: keyOf(wordInspectors, seed), all: p.Inspectors}
	teams := make([][]Hash, len(drawn))
	for i, e := range drawn {
		avoid := p.Avoid[e.ID]
		free := 0
		for _, inspector := range p.Inspectors {
			if !slices.Contains(avoid, inspector) {
				free++
			}
			if free >= size {
				break
			}
		}
		if free >= size {
			teams[i] = q.take(size, avoid)
		}
	}
	return teams
}

type queue struct {
	key     key
	all     []Hash
	round   uint32
	waiting []Hash
	next    []placed // of a round, kept for the one after it
}

// placed is an inspector's place in a round.
type placed struct {
	score Hash
	of    uint32
}

func (q *queue) take(size int, avoid []Hash) []Hash {
	for {
		var team, stay []Hash
		for i, inspector := range q.waiting {
			if slices.Contains(avoid, inspector) || slices.Contains(team, inspector) {
				stay = append(stay, inspector)
			} else if team = append(team, inspector); len(team) == size {
				q.waiting = q.waiting[i+1-len(stay):]
				copy(q.waiting, stay)
				return team
			}
		}
		q.join()
	}
}

// join lets the next round join the queue.
func (q *queue) join() {
	number := binary.BigEndian.AppendUint32(nil, q.round)
	q.round++
	if q.next == nil {
		q.next = make([]placed, len(q.all))
	}
	text := append(append(make([]byte, 0, 64), q.key[:]...), number...)
	for i := range q.all {
		q.next[i] = placed{sha256.Sum256(append(text, q.all[i][:]...)), uint32(i)}
	}
	slices.SortFunc(q.next, func(a, b placed) int {
		if x, y := binary.BigEndian.Uint64(a.score[:]), binary.BigEndian.Uint64(b.score[:]); x != y { // nearly always enough
			return cmp.Compare(x, y)
		}
		return bytes.Compare(a.score[:], b.score[:])
	})
	for _, n := range q.next {
		q.waiting = append(q.waiting, q.all[n.of])
	}
}
