package standing

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	_ "xinheng/internal/chance"
)

// The shards hold what a plain map holds, through loading, changes, learning and rebuilding.
func TestTheIndexIsAMap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x, model := NewIndex(nil, nil, nil), map[string][]Fact{}
		var b [shardCount]shardBuilder
		for i := range b {
			x.shards[i].Store(b[i].shard())
		}
		x.mark.Store(&mark{})
		anyID := rapid.OneOf(rapid.StringMatching(`91460000MA5[0-2]X[0-9]{4}A`), rapid.StringMatching(`p-[a-c]{26}`))
		for range rapid.IntRange(1, 300).Draw(t, "changes") {
			id := anyID.Draw(t, "id")
			if rapid.Bool().Draw(t, "learn") {
				x.learn([]string{id})
				if _, known := model[id]; !known {
					model[id] = nil
				}
				continue
			}
			f := Fact{EntityID: id, ID: fmt.Sprint("r", rapid.IntRange(0, 3).Draw(t, "fact")), Version: rapid.Int32().Draw(t, "version"),
				Title: rapid.StringN(0, 3, 9).Draw(t, "title"), LawKeys: []string{rapid.SampledFrom([]string{"a", "b"}).Draw(t, "key")}}
			x.replace([]Fact{f})
			kept := []Fact{}
			for _, o := range model[id] {
				if o.ID != f.ID {
					kept = append(kept, o)
				}
			}
			model[id] = append(kept, f)
		}
		for id, want := range model {
			if got, known := x.Facts(id); !known || len(want) > 0 && !reflect.DeepEqual(got, want) || len(want) == 0 && got != nil {
				t.Fatalf("%s: known %v\n got %+v\nwant %+v", id, known, got, want)
			}
		}
		if _, known := x.Facts("91460000MA59X0000A"); known {
			t.Fatal("a stranger is known")
		}
	})
}

func TestKeysTellIdsApart(t *testing.T) {
	t.Parallel()
	seen := map[key]string{}
	for _, id := range []string{"91460000MA5TESTX1A", "91460000MA5TESTX1B", "01460000MA5TESTX1A", "ZZZZZZZZZZZZZZZZZZ", "p-abcdefghijklmnopqrstuvwxyz", "", "91460000ma5testx1a"} {
		if other, twice := seen[keyOf(id)]; twice {
			t.Errorf("%q and %q are one key", id, other)
		}
		seen[keyOf(id)] = id
	}
}

// P6: an entity without facts costs at most 48 bytes.
func TestKnownEntitiesAreCompact(t *testing.T) {
	t.Parallel()
	var b shardBuilder
	const n = 100_000
	for i := range n {
		b.bare = append(b.bare, keyOf(fmt.Sprintf("91460000MA%08d", i)))
	}
	s := b.shard()
	if bytes := cap(s.keys)*16 + cap(s.refs)*4; s.known != n || bytes > 48*n {
		t.Errorf("%d entities in %d bytes", s.known, bytes)
	}
}

func BenchmarkFacts(b *testing.B) {
	var builder shardBuilder
	x := NewIndex(nil, nil, nil)
	for i := range shardCount {
		x.shards[i].Store((&shardBuilder{}).shard())
	}
	for i := range 10_000 {
		builder.bare = append(builder.bare, keyOf(fmt.Sprintf("91460000MA%08d", i)))
	}
	k := keyOf("91460000MA00000777")
	x.shards[k.spread()%shardCount].Store(builder.shard())
	b.ReportAllocs()
	for b.Loop() {
		if _, known := x.Facts("91460000MA00000777"); !known {
			b.Fatal("unknown")
		}
	}
}
