package arch_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
)

// table is what the rules of the schema are about.
type table struct {
	OID     uint32
	Name    string
	Class   string // entity, reference, keyed, local; empty when its comment names none
	Comment string
}

func q(sql string) pg.Query { return pg.Query{Name: "arch", SQL: sql} }

const allTables = `
	select c.oid, c.oid::regclass::text as name, coalesce(substring(d.description from '^(entity|reference|keyed|local): '), '') as class,
		coalesce(d.description, '') as comment
	from pg_class c join pg_namespace n on n.oid = c.relnamespace
	left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
	where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 2`

// tables lists every table of a database, as its owner.
func tables(t *testing.T, owner *pg.Pool) []table {
	t.Helper()
	all, err := pg.All[table](context.Background(), owner, q(allTables))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 2 {
		t.Fatal("the migrated database has no tables")
	}
	return all
}

func ofClass(all []table, class string) []uint32 {
	var out []uint32
	for _, tab := range all {
		if tab.Class == class {
			out = append(out, tab.OID)
		}
	}
	return out
}

// rules are statements over the tables of each class ($1 entity, $2 reference, $3 keyed, $4 local), giving a sentence for
// each breach. They are rules 1 and 4 of what keeps the schema ready for Citus.
var rules = map[string]string{
	"entity tables are keyed by entity": `
		select t::regclass::text || ' has no column "entity_id text not null" of plain text' from unnest($1::oid[]) t
		where not exists (select from pg_attribute a where a.attrelid = t and a.attname = 'entity_id' and a.atttypid = 'text'::regtype
			and a.attnotnull and a.attgenerated = '' and not a.atthasdef and a.attcollation = 'default'::regcollation)
		union all
		select t::regclass::text || ' has no primary key' from unnest($1::oid[]) t
		where not exists (select from pg_index i where i.indrelid = t and i.indisprimary)
		union all
		select i.indexrelid::regclass::text || ' is unique and does not begin with entity_id'
		from pg_index i left join pg_attribute a on a.attrelid = i.indrelid and a.attname = 'entity_id'
		where i.indrelid = any($1) and i.indisunique and i.indkey[0] is distinct from a.attnum`,
	"foreign keys lead from entity to entity by entity_id, to reference tables, or from local to local": `
		select format('%s: %s refers to %s', k.conname, k.conrelid::regclass, k.confrelid::regclass)
		from pg_constraint k
		where k.contype = 'f' and not (
			k.confrelid = any($2)
			or k.conrelid = any($4) and k.confrelid = any($4)
			or k.conrelid = any($1) and k.confrelid = any($1) and exists (
				select from unnest(k.conkey, k.confkey) p(mine, theirs)
				join pg_attribute a on a.attrelid = k.conrelid and a.attnum = p.mine and a.attname = 'entity_id'
				join pg_attribute b on b.attrelid = k.confrelid and b.attnum = p.theirs and b.attname = 'entity_id'))`,
	"distributed tables are plain": `
		with distributed as (select unnest($1::oid[] || $3::oid[]) as t)
		select format('%s has the trigger %s', t::regclass, tgname) from distributed join pg_trigger on tgrelid = t where not tgisinternal
		union all
		select format('%s has the rule %s', t::regclass, rulename) from distributed join pg_rewrite on ev_class = t
		union all
		select format('%s excludes by %s', t::regclass, conname) from distributed join pg_constraint on conrelid = t and contype = 'x'
		union all
		select format('%s.%s is of the domain %s', t::regclass, a.attname, a.atttypid::regtype)
			from distributed join pg_attribute a on a.attrelid = t and a.attnum > 0 join pg_type y on y.oid = a.atttypid and y.typtype = 'd'
		union all
		select format('%s.%s is generated', t::regclass, attname) from distributed join pg_attribute on attrelid = t and attnum > 0
			where attgenerated <> '' or attidentity <> ''
		union all
		select format('%s.%s takes its value from the server: %s', t::regclass, a.attname, pg_get_expr(d.adbin, t))
			from distributed join pg_attrdef d on d.adrelid = t join pg_attribute a on a.attrelid = t and a.attnum = d.adnum
			where a.attgenerated = '' and pg_get_expr(d.adbin, t) ~ '\(|CURRENT_'`,
}

// breaches gives the sentences of one rule.
func breaches(t *testing.T, owner *pg.Pool, rule string) []string {
	t.Helper()
	all := tables(t, owner)
	// all four classes are parameters of every rule, whether it asks for them or not
	sql := rules[rule] + `
		union all select null where cardinality($1::oid[] || $2::oid[] || $3::oid[] || $4::oid[]) < 0`
	found, err := pg.Column[string](context.Background(), owner, q(sql),
		ofClass(all, "entity"), ofClass(all, "reference"), ofClass(all, "keyed"), ofClass(all, "local"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestTablesKeepTheRulesOfCitus(t *testing.T) {
	t.Parallel()
	owner := pgtest.Owner(t, pgtest.New(t))
	for rule := range rules {
		for _, breach := range breaches(t, owner, rule) {
			t.Errorf("%s: %s", rule, breach)
		}
	}
}

// The rules are statements too; here each meets what it is there to find.
func TestTheRulesOfCitusFindWhatBreaksThem(t *testing.T) {
	t.Parallel()
	owner := pgtest.Owner(t, pgtest.New(t))
	sql := `
		create schema trial;
		create table trial.good (entity_id text not null, n int not null default 0, primary key (entity_id, n));
		create table trial.keyless (entity_id text not null);
		create table trial.nameless (id text primary key);
		create table trial.collated (entity_id text collate "C" not null primary key);
		create table trial.late (n int not null, entity_id text not null, primary key (n, entity_id));
		create table trial.unique_elsewhere (entity_id text primary key, code text not null unique);
		create table trial.place (code text primary key);
		create table trial.queue (id int primary key, entity_id text references trial.unique_elsewhere, place text references trial.place);
		create table trial.child (entity_id text not null references trial.unique_elsewhere, code text references trial.unique_elsewhere (code),
			n int not null, place text references trial.place, foreign key (entity_id, n) references trial.good, primary key (entity_id, n));
		create domain trial.code as text;
		create table trial.fancy (entity_id text primary key, d trial.code, g int generated always as (1) stored,
			i int generated always as identity, at timestamptz default now(), exclude using hash (d with =));
		create function trial.nothing() returns trigger language plpgsql as 'begin return new; end';
		create trigger fancy_trigger before insert on trial.fancy for each row execute function trial.nothing();
		create rule fancy_rule as on insert to trial.fancy do also nothing;`
	for _, name := range []string{"good", "keyless", "nameless", "collated", "late", "unique_elsewhere", "child", "fancy"} {
		sql += fmt.Sprintf("comment on table trial.%s is 'entity: trial';", name)
	}
	sql += `comment on table trial.place is 'reference: trial'; comment on table trial.queue is 'local: trial'`
	if _, err := owner.Exec(context.Background(), q(sql)); err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{
		"entity tables are keyed by entity": {"trial.keyless has no primary key", "trial.nameless has no column", "trial.nameless_pkey is unique",
			"trial.collated has no column", "trial.late_pkey is unique", "trial.unique_elsewhere_code_key is unique"},
		"foreign keys lead from entity to entity by entity_id, to reference tables, or from local to local": {
			"queue_entity_id_fkey: ", "child_code_fkey: "},
		"distributed tables are plain": {"has the trigger fancy_trigger", "has the rule fancy_rule", "excludes by ", "trial.fancy.d is of the domain",
			"trial.fancy.g is generated", "trial.fancy.i is generated", "trial.fancy.at takes its value from the server: now()"},
	}
	for rule := range rules {
		found := breaches(t, owner, rule)
		if len(found) != len(want[rule]) {
			t.Errorf("%s: %d breaches, want %d: %q", rule, len(found), len(want[rule]), found)
		}
		for _, w := range want[rule] {
			if !strings.Contains(strings.Join(found, "\n"), w) {
				t.Errorf("%s: %q is not found in %q", rule, w, found)
			}
		}
	}
}

func TestEveryTableNamesItsClass(t *testing.T) {
	t.Parallel()
	for _, tab := range tables(t, pgtest.Owner(t, pgtest.New(t))) {
		if tab.Class == "" {
			t.Errorf("%s: its comment begins with none of \"entity: \", \"reference: \", \"keyed: \", \"local: \"", tab.Name)
		}
	}
}
