package ledger

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// naiveRoot is RFC 6962 §2.1 word for word, independent of the code under test.
func naiveRoot(leaves []Hash) Hash {
	switch n := len(leaves); n {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return leaves[0]
	default:
		k := 1
		for k*2 < n {
			k *= 2
		}
		l, r := naiveRoot(leaves[:k]), naiveRoot(leaves[k:])
		return sha256.Sum256(append(append([]byte{1}, l[:]...), r[:]...))
	}
}

// naivePathRoot climbs an audit path as RFC 9162 §2.1.3.2 lays down.
func naivePathRoot(leaf Hash, index, count int, path []Hash) (Hash, error) {
	fn, sn, r := index, count-1, leaf
	for _, p := range path {
		if sn == 0 {
			return Hash{}, fmt.Errorf("path too long")
		}
		if fn&1 == 1 || fn == sn {
			r = sha256.Sum256(append(append([]byte{1}, p[:]...), r[:]...))
			for fn&1 == 0 && fn != 0 {
				fn, sn = fn>>1, sn>>1
			}
		} else {
			r = sha256.Sum256(append(append([]byte{1}, r[:]...), p[:]...))
		}
		fn, sn = fn>>1, sn>>1
	}
	if sn != 0 {
		return Hash{}, fmt.Errorf("path too short")
	}
	return r, nil
}

func someLeaves(n int) []Hash {
	leaves := make([]Hash, n)
	for i := range leaves {
		leaves[i] = RowLeaf([]byte("salt"), fmt.Appendf(nil, "row %d", i))
	}
	return leaves
}

func TestRowsAgreeWithRFC6962(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 300).Draw(t, "rows")
		i := rapid.IntRange(0, n-1).Draw(t, "row")
		leaves := someLeaves(n)
		want := naiveRoot(leaves)
		if RowRoot(leaves) != want || NewRowTree(leaves).Root() != want {
			t.Fatalf("root of %d rows differs from the definition", n)
		}
		path := RowPath(leaves, i)
		if got, err := naivePathRoot(leaves[i], i, n, path); err != nil || got != want {
			t.Fatalf("path of row %d of %d does not lead to the root: %v", i, n, err)
		}
		if err := tlog.CheckRecord(path, int64(n), want, int64(i), leaves[i]); err != nil {
			t.Fatal(err)
		}
		if j := rapid.IntRange(0, n-1).Draw(t, "other"); j != i {
			if got, err := naivePathRoot(leaves[j], i, n, path); err == nil && got == want {
				t.Fatalf("row %d passes for row %d", j, i)
			}
		}
	})
	if RowRoot(nil) != naiveRoot(nil) || NewRowTree(nil).Root() != naiveRoot(nil) {
		t.Error("the root of no rows is not SHA-256 of nothing")
	}
}

func TestEdgeGrowsAsTheLogDoes(t *testing.T) {
	t.Parallel()
	var e edge
	var stored []Hash
	reader := tlog.HashReaderFunc(func(at []int64) ([]Hash, error) {
		out := make([]Hash, len(at))
		for i, x := range at {
			out[i] = stored[x]
		}
		return out, nil
	})
	leaves := someLeaves(200)
	for i, leaf := range leaves {
		want, err := tlog.StoredHashesForRecordHash(int64(i), leaf, reader)
		if err != nil {
			t.Fatal(err)
		}
		var made []Hash
		e.add(leaf, &made)
		if fmt.Sprint(made) != fmt.Sprint(want) {
			t.Fatalf("leaf %d: the stored nodes differ from tlog's", i)
		}
		stored = append(stored, made...)
		if e.root() != naiveRoot(leaves[:i+1]) {
			t.Fatalf("the root of %d leaves differs from the definition", i+1)
		}
		peaks, _ := reader(peakIndexes(e.size))
		if again := newEdge(e.size, peaks); again.root() != e.root() {
			t.Fatalf("an edge of %d leaves read back from its peaks has another root", e.size)
		}
	}
}

// The length of the salt is part of the leaf: bytes cannot move between salt and content.
func TestRowLeafSeparatesSaltFromContent(t *testing.T) {
	t.Parallel()
	if RowLeaf([]byte("ab"), []byte("c")) == RowLeaf([]byte("a"), []byte("bc")) {
		t.Error("salt and content can be shifted into one another")
	}
	want := sha256.Sum256([]byte("\x00\x00\x00\x00\x02abc"))
	if RowLeaf([]byte("ab"), []byte("c")) != Hash(want) {
		t.Error("the leaf differs from docs/ledger.md")
	}
}

func TestRowHashingDoesNotAllocate(t *testing.T) {
	salt, content, leaves := make([]byte, 16), make([]byte, 4000), someLeaves(5000)
	var sink Hash
	if n := testing.AllocsPerRun(100, func() { sink = RowLeaf(salt, content) }); n > 0 {
		t.Errorf("RowLeaf allocates %v times", n)
	}
	if n := testing.AllocsPerRun(3, func() { sink = RowRoot(leaves) }); n > 0 {
		t.Errorf("RowRoot allocates %v times", n)
	}
	_ = sink
}

func BenchmarkRowRoot5000(b *testing.B) {
	leaves := someLeaves(5000)
	for b.Loop() {
		RowRoot(leaves)
	}
}

func BenchmarkRowTree5000(b *testing.B) {
	leaves := someLeaves(5000)
	for b.Loop() {
		NewRowTree(leaves).Path(1234)
	}
}

func BenchmarkRowLeaf(b *testing.B) {
	salt, content := make([]byte, 16), make([]byte, 700)
	for b.Loop() {
		RowLeaf(salt, content)
	}
}
