package draw

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// paper is a ledger on paper: acts are written out, the checkpoint is its size and root. Signatures are proved where the real
// ledger is (internal/inspection); here only what the draw itself makes of them counts.
type paper struct{}

// written is an act as the paper holds it: what is changed in it no longer has its sum.
type written struct {
	Act Act
	Sum Hash
}

func write(t testing.TB, a Act) json.RawMessage {
	t.Helper()
	text := must[[]byte](t)(json.Marshal(a))
	return must[[]byte](t)(json.Marshal(written{a, sha256.Sum256(text)}))
}

func (paper) Act(proof json.RawMessage) (Act, error) {
	var w written
	if err := json.Unmarshal(proof, &w); err != nil {
		return Act{}, err
	}
	text, err := json.Marshal(w.Act)
	if err != nil {
		return Act{}, err
	}
	if again, err := json.Marshal(written{w.Act, sha256.Sum256(text)}); err != nil || !bytes.Equal(again, proof) {
		return Act{}, errors.New("not as it was written")
	}
	return w.Act, nil
}

func (paper) Root(note string) (size int64, root Hash, err error) {
	var text string
	if _, err := fmt.Sscanf(note, "paper %d %s", &size, &text); err != nil || fmt.Sprintf("paper %d %s", size, text) != note {
		return 0, root, errors.New("not a paper checkpoint")
	}
	root, err = ParseHash(text)
	return size, root, err
}

// chance is a reproducible source: what a test draws can be drawn again.
func chance(n uint64) *rand.Rand { return rand.New(rand.NewPCG(n, 12)) }

func randomHash(r *rand.Rand) (h Hash) {
	for i := 0; i < len(h); i += 8 {
		binary.LittleEndian.PutUint64(h[i:], r.Uint64())
	}
	return h
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (paper) Known(key string) bool { return key == "paper" }

// example is a whole invented draw: who is in it, with what opens it.
type example struct {
	Drawing
	header Header
	opened map[Hash]Line
	lines  []Line
}

// plan is the size of an example.
type plan struct {
	counts, ppm []int64 // by stratum A, B, C …
	inspectors  int
	team        int64
	avoid       int // pairs
	parties     int
}

func (p plan) make(t testing.TB, r *rand.Rand) *example {
	t.Helper()
	x := &example{opened: map[Hash]Line{}}
	var names []string
	var entities []Entity
	for s, n := range p.counts {
		names = append(names, string(rune('A'+s)))
		for range n {
			l := Line{Code: fmt.Sprintf("91460000MA%08d", len(entities))}
			h := randomHash(r)
			copy(l.Salt[:], h[:])
			l.ID = EntityID(l.Salt, l.Code)
			x.opened[l.ID] = l
			entities = append(entities, Entity{l.ID, uint8(s)})
		}
	}
	x.Roster = must[*Roster](t)(NewRoster(names, entities))
	x.Pool.Avoid = map[Hash][]Hash{}
	for i := range p.inspectors {
		h := randomHash(r)
		x.Pool.Inspectors = append(x.Pool.Inspectors, InspectorID(Salt(h[:16]), fmt.Sprintf("inspector-%d", i)))
	}
	slices.SortFunc(x.Pool.Inspectors, func(a, b Hash) int { return bytes.Compare(a[:], b[:]) })
	for range p.avoid {
		e, who := entities[r.IntN(len(entities))].ID, x.Pool.Inspectors[r.IntN(p.inspectors)]
		if !slices.Contains(x.Pool.Avoid[e], who) {
			x.Pool.Avoid[e] = append(x.Pool.Avoid[e], who)
		}
	}
	x.setup(t, p, names, r)
	return x
}

func (x *example) setup(t testing.TB, p plan, names []string, r *rand.Rand) {
	t.Helper()
	s := Setup{Draw: "draw-example", Matter: "market.example", On: "2026-11-22", Law: "2026-11-22·00000000", Roster: x.Roster.Hash(),
		Pool: sha256.Sum256([]byte(x.Pool.Text())), Inspectors: int64(p.inspectors), Team: p.team}
	for i, n := range x.Roster.Counts() {
		s.Strata = append(s.Strata, Stratum{Name: names[i], Count: n, PPM: p.ppm[i], Key: "limit:inspection.ratio." + names[i]})
	}
	s.Strata = Quotas(s.Strata)
	for i := range max(p.parties, 2) {
		s.Parties = append(s.Parties, fmt.Sprintf("party-%d", i))
		x.Shares = append(x.Shares, randomHash(r))
	}
	x.Setup = s
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	x.Root = randomHash(r)
	x.draw(t)
}

// draw runs it and writes the acts it would have left.
func (x *example) draw(t testing.TB) {
	t.Helper()
	x.lines = x.Run()
	for i := range x.lines {
		x.lines[i].Code, x.lines[i].Salt = x.opened[x.lines[i].ID].Code, x.opened[x.lines[i].ID].Salt
	}
	h := Header{Setup: x.Setup.Text(), Inspectors: x.Pool.Text(), Shares: x.Shares, Seed: x.Seed(), Result: ResultHash(x.lines), Key: "paper"}
	for i, p := range x.Setup.Parties {
		h.Commitments = append(h.Commitments, Commitment(x.Setup.Hash(), p, x.Shares[i]))
	}
	size := int64(1 + len(x.Setup.Parties))
	h.Checkpoint = fmt.Sprintf("paper %d %s", size, x.Root)
	for i, a := range h.expected(x.Drawing, size) {
		a.About, a.Position = x.Setup.Draw, int64(i+1)
		h.Acts = append(h.Acts, write(t, a))
	}
	x.header = h
}

func (x *example) file(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteProof(&b, x.header, x.Roster, x.lines); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
