package pg_test

import (
	"context"
	"strings"
	"testing"

	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
)

func dump(t *testing.T, owner string) string {
	t.Helper()
	text, err := pg.DumpSchema(context.Background(), owner)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func run(t *testing.T, db *pg.Pool, sql string) {
	t.Helper()
	if _, err := db.Exec(context.Background(), pg.Query{Name: "test", SQL: sql}); err != nil {
		t.Fatal(err)
	}
}

func TestSchemaTextSaysWhatIsThereAndNothingElse(t *testing.T) {
	t.Parallel()
	mine, other := pgtest.New(t), pgtest.New(t)
	before := dump(t, pgtest.OwnerURL(t, mine))
	if before != dump(t, pgtest.OwnerURL(t, other)) {
		t.Fatal("two databases with the same migrations are described differently")
	}
	run(t, pgtest.Owner(t, mine), `create schema trial;
		create table trial.firm (
			entity_id text collate "C" not null, number bigint generated always as identity, amount bigint default 0,
			constraint firm_is_known primary key (entity_id), constraint firm_amount_is_not_negative check (amount >= 0)) with (fillfactor = 90);
		create index firm_by_amount on trial.firm (amount) where amount > 0;
		comment on table trial.firm is 'entity: it''s only for this test';
		comment on column trial.firm.amount is 'fen';
		grant usage on schema trial to xinheng_app;
		grant select, insert on trial.firm to xinheng_app;
		create view trial.rich as select entity_id from trial.firm where amount > 100;
		create function trial.twice(n bigint) returns bigint language sql immutable as 'select 2 * n'`)
	after := dump(t, pgtest.OwnerURL(t, mine))
	for _, want := range []string{
		"\ncreate schema trial;\ngrant usage on schema trial to xinheng_app;\n",
		"\ncreate table trial.firm (\n  entity_id text collate \"C\" not null,\n  number bigint not null generated always as identity,\n  amount bigint default 0,\n" +
			"  constraint firm_is_known PRIMARY KEY (entity_id),\n  constraint firm_amount_is_not_negative CHECK ((amount >= 0))\n) with (fillfactor=90);\n",
		"CREATE INDEX firm_by_amount ON trial.firm USING btree (amount) WHERE (amount > 0);\n",
		"comment on table trial.firm is 'entity: it''s only for this test';\ncomment on column trial.firm.amount is 'fen';\n",
		"grant insert, select on trial.firm to xinheng_app;\n",
		"\ncreate view trial.rich as\n",
		"FUNCTION trial.twice(n bigint)",
	} {
		if !strings.Contains(after, want) {
			t.Errorf("missing %q in\n%s", want, after)
		}
	}
	if strings.Contains(after, "gin_trgm") && !strings.Contains(before, "gin_trgm") || strings.Contains(after, "show_trgm") {
		t.Error("what the extension brings is listed")
	}
	run(t, pgtest.Owner(t, mine), `drop schema trial cascade`)
	if got := dump(t, pgtest.OwnerURL(t, mine)); got != before {
		t.Errorf("after dropping it all, the text is still different:\n%s", got)
	}
}
