package counter

import (
	"context"
	"testing"

	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

// Reseals goes through everything a column holds as the rotation of keys does, one value at a time: there are n, each opens under what it is
// said to be sealed under, and is replaced.
func Reseals(t testing.TB, db *pg.Pool, s *seal.Sealer, h seal.Holder, n int) {
	t.Helper()
	found := 0
	for after := ""; ; found++ {
		held, err := h.Stale(t.Context(), db, []byte("no value begins so"), after, 1)
		if Must(t, err); len(held) == 0 {
			break
		}
		old := held[0]
		after = old.Key
		text, err := s.Open(old.Context, old.Value)
		Must(t, err)
		Must(t, db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
			done, err := h.Replace(ctx, tx, held, []seal.Held{{Key: old.Key, Context: old.Context, Value: s.Seal(old.Context, text)}})
			if err == nil && done != 1 {
				t.Errorf("%s: %d values were replaced", h.Name, done)
			}
			return err
		}))
	}
	if found != n {
		t.Errorf("%s holds %d values, want %d", h.Name, found, n)
	}
}
