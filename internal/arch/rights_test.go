package arch_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
)

// none fails with every line that a statement gives.
func none(t *testing.T, db *pg.Pool, sql string, args ...any) {
	t.Helper()
	lines, err := pg.Column[string](context.Background(), db, q(sql), args...)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		t.Error(l)
	}
}

func TestTheApplicationOwnsAndCreatesNothing(t *testing.T) {
	t.Parallel()
	none(t, pgtest.Owner(t, pgtest.New(t)), `
		with app as (select * from pg_roles where rolname = $1)
		select format('%s may create in the schema %s', rolname, nspname) from app, pg_namespace n
			where nspname !~ '^pg_' and nspname <> 'information_schema' and has_schema_privilege(app.oid, n.oid, 'create')
		union all
		select format('%s owns %s', rolname, c.oid::regclass) from app join pg_class c on c.relowner = app.oid
		union all
		select format('%s is more than a login', rolname) from app where rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication`,
		pg.AppRole)
}

// appendOnly lists the tables that say so. The entries of the ledger must be among them, and be more than a promise.
func appendOnly(t *testing.T, owner *pg.Pool) []table {
	t.Helper()
	var out []table
	ledger := false
	for _, tab := range tables(t, owner) {
		if strings.Contains(tab.Comment, "append-only") {
			out = append(out, tab)
			ledger = ledger || tab.Name == "ledger.entry"
		}
	}
	if !ledger {
		t.Error("ledger.entry does not say that it is append-only")
	}
	return out
}

func TestF24_3_NobodyHasTheRightToChangeWhatIsAppendOnly(t *testing.T) {
	t.Parallel()
	owner := pgtest.Owner(t, pgtest.New(t))
	for _, tab := range appendOnly(t, owner) {
		none(t, owner, `
			select format('%s may %s %s, which is append-only', rolname, verb, $2::oid::regclass)
			from pg_roles r, unnest(array['update', 'delete', 'truncate']) verb
			where rolname = $1 and (has_table_privilege(r.oid, $2, verb) or verb = 'update' and has_any_column_privilege(r.oid, $2, verb))`,
			pg.AppRole, tab.OID)
	}
}

func TestF24_3_ChangingWhatIsAppendOnlyIsTriedAndRefused(t *testing.T) {
	t.Parallel()
	ctx, app := context.Background(), pgtest.New(t)
	owner := pgtest.Owner(t, app)
	for _, tab := range appendOnly(t, owner) {
		columns, err := pg.Column[string](ctx, owner,
			q(`select quote_ident(attname) from pg_attribute where attrelid = $1 and attnum > 0 and not attisdropped`), tab.OID)
		if err != nil {
			t.Fatal(err)
		}
		tries := []string{"delete from " + tab.Name, "truncate " + tab.Name, "drop table " + tab.Name}
		for _, c := range columns {
			tries = append(tries, fmt.Sprintf("update %s set %s = %s", tab.Name, c, c))
		}
		for _, sql := range tries {
			if _, err := app.Exec(ctx, q(sql)); !pg.Denied(err) {
				t.Errorf("%s: %v; want it denied", sql, err)
			}
		}
	}
}
