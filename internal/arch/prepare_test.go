package arch_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
)

// ownersOnly are statements the owner of the schema runs at the start, and the application may not: their area tests both.
var ownersOnly = map[string]bool{"caseflow.permit": true}

// TestEveryStatementFitsTheSchemaAndTheRights prepares every declared statement as the application, then asks for its plan:
// the first fails on a wrong name or type, the second on a right that was not granted.
func TestEveryStatementFitsTheSchemaAndTheRights(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	_, app := pgtest.NewURLs(t)
	conn, err := pgx.Connect(ctx, app)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, `set plan_cache_mode = force_generic_plan`); err != nil {
		t.Fatal(err)
	}
	for name, q := range pg.Declared() {
		if ownersOnly[name] {
			continue
		}
		prepared, err := conn.Prepare(ctx, name, q.SQL)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		nulls := strings.TrimSuffix(strings.Repeat("null,", len(prepared.ParamOIDs)), ",")
		if nulls != "" {
			nulls = "(" + nulls + ")"
		}
		if _, err := conn.Exec(ctx, `explain execute `+pgx.Identifier{name}.Sanitize()+nulls); err != nil {
			t.Errorf("%s, as %s: %v", name, pg.AppRole, err)
		}
	}
}
