package standing

import (
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"math/bits"
	"slices"
	"strings"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// The memory index is cut into shards. A shard is immutable: a writer makes the next one and swaps it in, readers never
// wait. It costs about 27 bytes an entity without facts (a 16-byte key and a 4-byte reference at three quarters full).
const shardCount = 256

// key is an entity id in 16 bytes: 18-character codes exactly (36^18 < 2^94), anything else by hash with the top bit set.
type key struct{ hi, lo uint64 }

func keyOf(id string) key {
	if len(id) == 18 {
		if k, ok := exact(id); ok {
			return k
		}
	}
	sum := sha256.Sum256([]byte(id))
	return key{binary.BigEndian.Uint64(sum[:]) | 1<<63, binary.BigEndian.Uint64(sum[8:])}
}

func exact(id string) (k key, ok bool) {
	for i := range len(id) {
		var digit uint64
		switch c := id[i]; {
		case '0' <= c && c <= '9':
			digit = uint64(c - '0')
		case 'A' <= c && c <= 'Z':
			digit = uint64(c-'A') + 10
		default:
			return key{}, false
		}
		carry, lo := bits.Mul64(k.lo, 36)
		lo, over := bits.Add64(lo, digit, 0)
		k = key{k.hi*36 + carry + over, lo}
	}
	return k, true
}

// spread mixes a key into well-distributed bits.
func (k key) spread() uint64 {
	h := (k.lo ^ bits.RotateLeft64(k.hi, 31)) * 0x9e3779b97f4a7c15
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}

// shared is what facts have in common; every combination is kept once.
type shared struct {
	kind                                       FactKind
	item, list, grade, ban, industry, domain   string
	severity                                   law.Severity
	title, authority, basisText, endedBy, keys string
	standing                                   law.Standing
	adverse                                    bool
	held                                       HoldKind
}

type sharedPart struct {
	shared
	basis                []law.Ref
	lawKeys, assumedKeys []string
}

// packed is a fact in memory.
type packed struct {
	*sharedPart
	id, document              string
	version                   int32
	from, until, repair, done workday.Date
	disputed, rests, restsTo  workday.Date
}

func (p *packed) fact(entityID string) Fact {
	return Fact{
		EntityID: entityID, ID: p.id, Version: p.version, Kind: p.kind, Item: p.item, List: p.list, Grade: p.grade, Ban: p.ban,
		Industry: p.industry, Domain: p.domain, Severity: p.severity, Title: p.title, Authority: p.authority,
		DocumentNo: p.document, BasisText: p.basisText, Basis: p.basis, Standing: p.standing, LawKeys: p.lawKeys,
		AssumedKeys: p.assumedKeys, From: p.from, Until: p.until, RepairFrom: p.repair, EndedOn: p.done,
		EndedBy: p.endedBy, Adverse: p.adverse, DisputedOn: p.disputed, Held: p.held, HeldFrom: p.rests, HeldUntil: p.restsTo,
	}
}

// packer keeps each shared part once. Only the one writer of the index uses it.
type packer map[shared]*sharedPart

func (ps packer) pack(f *Fact) packed {
	s := shared{
		kind: f.Kind, item: f.Item, list: f.List, grade: f.Grade, ban: f.Ban, industry: f.Industry, domain: f.Domain,
		severity: f.Severity, title: f.Title, authority: f.Authority, basisText: f.BasisText, endedBy: f.EndedBy,
		keys: fingerprint(f), standing: f.Standing, adverse: f.Adverse, held: f.Held,
	}
	part := ps[s]
	if part == nil {
		part = &sharedPart{shared: s, basis: f.Basis, lawKeys: f.LawKeys, assumedKeys: f.AssumedKeys}
		ps[s] = part
	}
	return packed{sharedPart: part, id: f.ID, document: f.DocumentNo, version: f.Version, from: f.From, until: f.Until,
		repair: f.RepairFrom, done: f.EndedOn, disputed: f.DisputedOn, rests: f.HeldFrom, restsTo: f.HeldUntil}
}

// fingerprint tells combinations of basis and rules apart.
func fingerprint(f *Fact) string {
	var b strings.Builder
	for _, r := range f.Basis {
		b.WriteString(r.Instrument + "\x00" + r.Article + "\x00")
	}
	for _, keys := range [][]string{f.LawKeys, f.AssumedKeys} {
		b.WriteString("\x01")
		for _, k := range keys {
			b.WriteString(k + "\x00")
		}
	}
	return b.String()
}

// shard holds the entities of one slice of the key space.
type shard struct {
	keys   []key    // open addressing; the zero key is an empty place
	refs   []uint32 // 0: known, without facts; n: facts[starts[n-1]:starts[n]]
	starts []uint32
	facts  []packed
	known  int
	later  map[key][]packed // entities that changed or came since the table was built; it replaces what the table says
}

func (s *shard) find(k key) (facts []packed, known bool) {
	if facts, known = s.later[k]; known {
		return facts, true
	}
	if len(s.keys) == 0 {
		return nil, false
	}
	for i := s.home(k); s.keys[i] != (key{}); {
		if s.keys[i] == k {
			if n := s.refs[i]; n > 0 {
				return s.facts[s.starts[n-1]:s.starts[n]], true
			}
			return nil, true
		}
		if i++; i == len(s.keys) {
			i = 0
		}
	}
	return nil, false
}

func (s *shard) home(k key) int {
	i, _ := bits.Mul64(k.spread(), uint64(len(s.keys)))
	return int(i)
}

// with returns the shard with some entities replaced; when many have changed since the table was built, it is built anew.
func (s *shard) with(changed map[key][]packed) *shard {
	next := *s
	next.later = maps.Clone(s.later)
	if next.later == nil {
		next.later = changed
	} else {
		maps.Copy(next.later, changed)
	}
	if len(next.later) < max(64, s.known/8) {
		return &next
	}
	return next.rebuilt()
}

func (s *shard) rebuilt() *shard {
	var b shardBuilder
	for i, k := range s.keys {
		if _, newer := s.later[k]; newer || k == (key{}) {
			continue
		}
		n := s.refs[i]
		if n == 0 {
			b.bare = append(b.bare, k)
			continue
		}
		b.add(k, s.facts[s.starts[n-1]:s.starts[n]])
	}
	for k, facts := range s.later {
		b.add(k, facts)
	}
	return b.shard()
}

// shardBuilder gathers entities, then lays out the table.
type shardBuilder struct {
	bare   []key // without facts; may repeat keys with facts
	keyed  []key // with facts: starts[i] says where
	starts []uint32
	facts  []packed
}

func (b *shardBuilder) add(k key, facts []packed) {
	if len(facts) == 0 {
		b.bare = append(b.bare, k)
		return
	}
	b.keyed = append(b.keyed, k)
	b.starts = append(b.starts, uint32(len(b.facts)))
	b.facts = append(b.facts, facts...)
}

// push adds one fact of an entity; the facts of one entity come one after the other.
func (b *shardBuilder) push(k key, p packed) {
	if n := len(b.keyed); n == 0 || b.keyed[n-1] != k {
		b.keyed = append(b.keyed, k)
		b.starts = append(b.starts, uint32(len(b.facts)))
	}
	b.facts = append(b.facts, p)
}

func (b *shardBuilder) shard() *shard {
	n := len(b.bare) + len(b.keyed)
	s := &shard{keys: make([]key, n+n/3+1), refs: make([]uint32, n+n/3+1),
		starts: slices.Clip(append(b.starts, uint32(len(b.facts)))), facts: slices.Clip(b.facts)}
	for i, k := range b.keyed {
		s.place(k, uint32(i+1))
	}
	for _, k := range b.bare {
		s.place(k, 0)
	}
	return s
}

// place enters a key once; the first entry stands.
func (s *shard) place(k key, ref uint32) {
	i := s.home(k)
	for s.keys[i] != (key{}) {
		if s.keys[i] == k {
			return
		}
		if i++; i == len(s.keys) {
			i = 0
		}
	}
	s.keys[i], s.refs[i] = k, ref
	s.known++
}
