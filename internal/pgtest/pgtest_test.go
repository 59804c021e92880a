package pgtest_test

import (
	"context"
	"testing"

	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
)

func TestEveryTestHasItsOwnMigratedDatabase(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	names := map[string]bool{}
	for range 3 {
		db := pgtest.New(t)
		name, err := pg.Scalar[string](ctx, db, pg.Query{Name: "test.name", SQL: `select current_database() || ' ' || current_user`})
		if err != nil {
			t.Fatal(err)
		}
		names[name] = true
		t.Log(name)
	}
	if len(names) != 3 {
		t.Errorf("three databases, got %v", names)
	}
}
