package ledger_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
)

// reread sends a proof through JSON, as a file would.
func reread[T any](t testing.TB, v T) (out T) {
	t.Helper()
	b, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(b, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestF24_3_EveryEntryIsProvenOffline(t *testing.T) {
	t.Parallel()
	_, l, ids := grown(t, 23)
	for i, id := range ids {
		p, err := l.Proof(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		e, err := ledger.VerifyProof(reread(t, p), l.VerifierKey())
		if err != nil || e.ID != id || e.Position != int64(i+1) {
			t.Errorf("position %d: %v %+v", i+1, err, e)
		}
	}
}

func TestF24_3_ABentProofIsRefused(t *testing.T) {
	t.Parallel()
	db, l, ids := grown(t, 23)
	other, err := ledger.Open(t.Context(), pgtest.New(t), origin, key(t, 2))
	if err != nil {
		t.Fatal(err)
	}
	older, err := l.Proof(t.Context(), ids[4])
	if err != nil {
		t.Fatal(err)
	}
	add(t, db, "more")
	sequence(t, l)
	bend := map[string]struct {
		code string
		do   func(p *ledger.Proof)
	}{
		"a fact changed":           {"ledger.entry_not_in_tree", func(p *ledger.Proof) { p.Entry = strings.Replace(p.Entry, "act-004", "act-005", 1) }},
		"a line added":             {"ledger.entry_changed", func(p *ledger.Proof) { p.Entry += "public extra\n" }},
		"another position":         {"ledger.entry_not_in_tree", func(p *ledger.Proof) { p.Position++ }},
		"position nought":          {"ledger.entry_not_in_tree", func(p *ledger.Proof) { p.Position = 0 }},
		"another size":             {"ledger.entry_not_in_tree", func(p *ledger.Proof) { p.Size++ }},
		"a path too short":         {"ledger.entry_not_in_tree", func(p *ledger.Proof) { p.Path = p.Path[1:] }},
		"a path too long":          {"ledger.entry_not_in_tree", func(p *ledger.Proof) { p.Path = append(p.Path, p.Path[0]) }},
		"a path bent":              {"ledger.entry_not_in_tree", func(p *ledger.Proof) { p.Path[1][3] ^= 4 }},
		"an older checkpoint":      {"ledger.entry_not_in_tree", func(p *ledger.Proof) { p.Checkpoint = older.Checkpoint }},
		"a checkpoint edited":      {"ledger.bad_signature", func(p *ledger.Proof) { p.Checkpoint = strings.Replace(p.Checkpoint, "\n24\n", "\n25\n", 1) }},
		"a checkpoint unsigned":    {"ledger.bad_signature", func(p *ledger.Proof) { p.Checkpoint, _, _ = strings.Cut(p.Checkpoint, "—") }},
		"no checkpoint":            {"ledger.bad_signature", func(p *ledger.Proof) { p.Checkpoint = "" }},
		"a row nobody put in":      {"ledger.row_not_in_batch", func(p *ledger.Proof) { p.Row = &ledger.RowProof{Count: 1} }},
		"the key it brings itself": {"", func(p *ledger.Proof) { p.Key = other.VerifierKey() }},
	}
	for name, b := range bend {
		p, err := l.Proof(t.Context(), ids[4])
		if err != nil {
			t.Fatal(err)
		}
		p = reread(t, p)
		b.do(&p)
		if _, err := ledger.VerifyProof(p, l.VerifierKey()); b.code == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		} else if b.code != "" {
			t.Log(name, "→", err)
			wantFault(t, err, b.code)
		}
	}
	_, err = ledger.VerifyProof(older, other.VerifierKey())
	wantFault(t, err, "ledger.bad_signature")
	_, err = ledger.VerifyProof(older, "nonsense")
	wantFault(t, err, "ledger.bad_key")
}

// A row of a batch is proven to stand in the ledger; its content may be withheld, but not changed.
func TestF24_3_ARowOfABatchIsProvenOffline(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	l := open(t, db)
	rows := []string{`{"row":0}`, `{"row":1}`, `{"row":2}`, `{"row":3}`, `{"row":4}`}
	salt := []byte("sixteen bytes...")
	leaves := make([]ledger.Hash, len(rows))
	for i, r := range rows {
		leaves[i] = ledger.RowLeaf(salt, []byte(r))
	}
	tree := ledger.NewRowTree(leaves)
	var id string
	err := db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) (err error) {
		id, err = ledger.Append(ctx, tx, clock, ledger.Act{Kind: "record.batch", Actor: "cli", About: "batch", Root: tree.Root()})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	sequence(t, l)
	for i := range rows {
		p, err := l.Proof(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		p.Row = tree.Row(i, salt, rows[i])
		whole := reread(t, p)
		if _, err := ledger.VerifyProof(whole, l.VerifierKey()); err != nil {
			t.Errorf("row %d: %v", i, err)
		}
		whole.Row.Content = `{"row":9}`
		_, err = ledger.VerifyProof(whole, l.VerifierKey())
		wantFault(t, err, "ledger.row_changed")
		whole.Row.Salt, whole.Row.Content = nil, ""
		if _, err := ledger.VerifyProof(whole, l.VerifierKey()); err != nil {
			t.Errorf("row %d withheld: %v", i, err)
		}
		whole.Row.Index = (i + 1) % len(rows)
		_, err = ledger.VerifyProof(whole, l.VerifierKey())
		wantFault(t, err, "ledger.row_not_in_batch")
	}
}

func TestF24_3_ALaterCheckpointOnlyAppends(t *testing.T) {
	t.Parallel()
	_, l, _ := grown(t, 40)
	sizes := []int64{7, 14, 21, 28, 35, 40}
	rapid.Check(t, func(rt *rapid.T) {
		i := rapid.IntRange(0, len(sizes)-1).Draw(rt, "from")
		j := rapid.IntRange(i, len(sizes)-1).Draw(rt, "to")
		c, err := l.Consistency(t.Context(), sizes[i], sizes[j])
		if err != nil {
			rt.Fatal(err)
		}
		from, to, err := ledger.VerifyConsistency(reread(t, c), l.VerifierKey())
		if err != nil || from.Size != sizes[i] || to.Size != sizes[j] {
			rt.Fatalf("%d to %d: %v", from.Size, to.Size, err)
		}
		if len(c.Path) > 0 {
			c.Path[len(c.Path)/2][0] ^= 1
			_, _, err = ledger.VerifyConsistency(c, l.VerifierKey())
			wantFault(t, err, "ledger.rewritten")
		}
	})
	c, err := l.Consistency(t.Context(), 7, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, to, err := ledger.VerifyConsistency(c, l.VerifierKey()); err != nil || to.Size != 40 {
		t.Errorf("to the newest: %d %v", to.Size, err)
	}
	for _, bad := range [][2]int64{{8, 14}, {7, 15}, {14, 7}, {7, 41}, {41, 0}} {
		_, err := l.Consistency(t.Context(), bad[0], bad[1])
		wantFault(t, err, "ledger.no_such_size")
	}
}
