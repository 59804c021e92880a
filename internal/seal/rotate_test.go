package seal_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"xinheng/internal/ident"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
)

// register puts firms with a legal representative and two more persons each into the registry.
func register(t testing.TB, db *pg.Pool, s *seal.Sealer, from, n int) {
	t.Helper()
	var rows []registry.Registration
	for i := from; i < from+n; i++ {
		id := string(ident.MakeUSCC(fmt.Sprintf("91460000MAXN%05d", i)))
		rows = append(rows, registry.Registration{Entity: registry.Entity{ID: id, Name: fmt.Sprintf("虚构示例第%d公司", i), Kind: registry.Enterprise, Status: registry.Registered},
			LegalRepName: "示例甲", LegalRepID: "110101199003070038",
			Persons: []registry.ResponsiblePerson{{Role: "董事", Name: "示例乙", IDNumber: "110101199003070011"}, {Role: "监事", Name: "示例丙"}}})
	}
	err := db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		_, _, _, err := registry.Put(ctx, tx, s, rows)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

const staleSQL = `select count(*) from (select legal_rep_sealed as v from registry.entity union all select sealed from registry.person) s
	where substring(v for length($1::bytea)) <> $1`

func stale(t testing.TB, db *pg.Pool, s *seal.Sealer) int64 {
	t.Helper()
	n, err := pg.Scalar[int64](t.Context(), db, pg.Query{Name: "stale", SQL: staleSQL}, s.Header())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func rotate(t testing.TB, db *pg.Pool, s *seal.Sealer, batch int) (resealed int64) {
	t.Helper()
	for _, h := range registry.Holders() {
		done, err := seal.Rotate(t.Context(), db, s, h, batch)
		if err != nil || done.Unreadable != 0 {
			t.Fatalf("%s: %+v %v", h.Name, done, err)
		}
		resealed += done.Resealed
	}
	return resealed
}

func TestF24_5_TurningTheKeysSealsTheRegistryAnewWhileItIsUsed(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ring := seal.NewRing(seal.National)
	s, err := seal.FromRing(ring)
	if err != nil {
		t.Fatal(err)
	}
	register(t, db, s, 0, 25)
	if n := stale(t, db, s); n != 0 {
		t.Fatalf("%d values are stale before any turn", n)
	}
	if err := s.Use(ring.Turned()); err != nil {
		t.Fatal(err)
	}
	register(t, db, s, 25, 5) // under the new key at once
	if n := stale(t, db, s); n != 75 {
		t.Fatalf("%d values are stale, want 75", n)
	}
	t.Run("interrupted, it goes on where it was", func(t *testing.T) {
		h := registry.Holders()[0]
		replace, stop := h.Replace, errors.New("the machine died")
		batches := 0
		h.Replace = func(ctx context.Context, tx pg.Tx, old, anew []seal.Held) (int64, error) {
			if batches++; batches == 3 {
				if _, err := replace(ctx, tx, old, anew); err != nil {
					return 0, err
				}
				return 0, stop // after the statement, before the commit
			}
			return replace(ctx, tx, old, anew)
		}
		done, err := seal.Rotate(t.Context(), db, s, h, 4)
		if !errors.Is(err, stop) || done.Resealed != 8 {
			t.Fatalf("%+v %v", done, err)
		}
		if n := stale(t, db, s); n != 67 {
			t.Errorf("%d are stale, want 67", n)
		}
	})
	t.Run("beside intake and another rotation", func(t *testing.T) {
		var all sync.WaitGroup
		for range 2 {
			all.Go(func() { rotate(t, db, s, 7) })
		}
		all.Go(func() { register(t, db, s, 10, 5) })
		all.Wait()
		if n := stale(t, db, s); n != 0 {
			t.Errorf("%d are stale", n)
		}
	})
	if n := rotate(t, db, s, 7); n != 0 {
		t.Errorf("a second rotation sealed %d values again", n)
	}
	owner := pgtest.Owner(t, db)
	if _, err := owner.Exec(t.Context(), pg.Query{Name: "break", SQL: `update registry.entity set legal_rep_sealed = '\x02ffff' where entity_id = (select min(entity_id) from registry.entity)`}); err != nil {
		t.Fatal(err)
	}
	if done, err := seal.Rotate(t.Context(), db, s, registry.Holders()[0], 7); err != nil || done.Unreadable != 1 || done.Resealed != 0 {
		t.Errorf("a value no key opens: %+v %v", done, err)
	}
	text, err := pg.Scalar[string](t.Context(), owner, pg.Query{Name: "all", SQL: `select string_agg(p::text, ' ') from registry.person p`})
	if err != nil || strings.Contains(text, "110101199003070011") || strings.Contains(text, "示例乙") {
		t.Errorf("a person is in clear: %v", err)
	}
}
