package arch_test

import (
	"go/ast"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"xinheng/db"
	"xinheng/internal/pg"

	// every area, so that every statement is declared
	_ "xinheng/internal/access"
	_ "xinheng/internal/account"
	_ "xinheng/internal/adoption"
	_ "xinheng/internal/app"
	_ "xinheng/internal/caseflow"
	_ "xinheng/internal/check"
	_ "xinheng/internal/differ"
	_ "xinheng/internal/disclosure"
	_ "xinheng/internal/entry"
	_ "xinheng/internal/exchange"
	_ "xinheng/internal/jobs"
	_ "xinheng/internal/ledger"
	_ "xinheng/internal/listing"
	_ "xinheng/internal/objection"
	_ "xinheng/internal/portal"
	_ "xinheng/internal/rating"
	_ "xinheng/internal/record"
	_ "xinheng/internal/rectify"
	_ "xinheng/internal/registry"
	_ "xinheng/internal/repair"
	_ "xinheng/internal/seed"
	_ "xinheng/internal/signin"
	_ "xinheng/internal/standing"
	_ "xinheng/internal/status"
	_ "xinheng/internal/watch"
)

// schemas are the areas that own one.
var schemas = []string{"jobs", "access", "ledger", "adoption", "account", "signin", "disclosure", "registry", "record", "entry", "standing", "caseflow",
	"repair",
	"objection",
	"listing",
	"rectify",
	"mutual",
	"check", "portal", "exchange", "status",
	"watch",
	"snapshot",
	"alert",
	"hotline",
	"remote",
	"tracker",
	"pilot",
	"compare",
	"scene",
	"caselib",
	"product",
	"differ",
}

var (
	qualified = regexp.MustCompile(`\b(` + strings.Join(schemas, "|") + `)"?\.`)
	// what is quoted or commented in SQL names nothing
	quotedOrCommented = regexp.MustCompile(`'[^']*'|--[^\n]*`)
)

// trespass gives the schema of another area that a statement mentions.
func trespass(own, sql string) string {
	for _, m := range qualified.FindAllStringSubmatch(quotedOrCommented.ReplaceAllString(sql, ""), -1) {
		if m[1] != own {
			return m[1]
		}
	}
	return ""
}

func TestSQLStaysInItsOwnSchema(t *testing.T) {
	t.Parallel()
	for name, q := range pg.Declared() {
		own, _, _ := strings.Cut(name, ".")
		if other := trespass(own, q.SQL); other != "" {
			t.Errorf("%s touches the schema of %s: call its exported function instead", name, other)
		}
	}
	if trespass("record", `select a from record.version where b = 'ledger.entry' -- standing.fact`) != "" ||
		trespass("record", `select a from ledger.entry`) != "ledger" || trespass("record", `select a from "check".decision`) != "check" {
		t.Error("the search for other schemas does not find what it should")
	}
}

func TestStatementsAreDeclaredInTheStoreOfTheirArea(t *testing.T) {
	t.Parallel()
	found := 0
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !named(call.Fun, "pg", "Q") || len(call.Args) != 2 {
				return true
			}
			found++
			name, ok := text(call.Args[0])
			if !ok || !strings.HasPrefix(name, s.area+".") {
				t.Errorf("%s: the name %q does not begin with %q", s.line(call), name, s.area+".")
			}
			if !s.isStore() {
				t.Errorf("%s: %s is declared outside store*.go", s.line(call), name)
			}
			return true
		})
	}
	if declared := len(pg.Declared()); found != declared {
		t.Errorf("%d calls of pg.Q and %d declared statements: import every area in sql_test.go", found, declared)
	}
}

func TestRowsAreCopiedIntoTheOwnSchemaOnly(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 5 {
				return true
			}
			if sel, ok := call.Fun.(*ast.SelectorExpr); !ok || sel.Sel.Name != "Copy" {
				return true
			}
			if schema, ok := text(call.Args[1]); s.area != "pg" && (!ok || schema != s.area || !s.isStore()) {
				t.Errorf("%s copies into %q: an area fills its own tables, from its store", s.line(call), schema)
			}
			return true
		})
	}
}

// looksLikeSQL is deliberately narrow: sentences of ours may well begin with "select".
var looksLikeSQL = regexp.MustCompile(`(?s)^\s*(select\s.+\sfrom\s|insert into \w|delete from \w|update \w+\.\w+ set |with \w+ as \()`)

// ownSQL are the packages that are SQL through and through.
func ownSQL(s source) bool { return s.area == "pg" || s.area == "pgtest" || s.isStore() }

func TestThereIsNoSQLOutsideTheStores(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if ownSQL(s) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok {
				if v, ok := text(lit); ok && looksLikeSQL.MatchString(v) {
					t.Errorf("%s: SQL outside store*.go", s.line(lit))
				}
			}
			return true
		})
	}
}

var (
	migrationName = regexp.MustCompile(`^\d{4}_([a-z]+)(_[a-z_]+)?\.sql$`)
	created       = regexp.MustCompile(`(?m)^\s*create (?:unlogged )?(?:table|view|function) (?:if not exists )?"?(\w+)"?\.`)
)

func TestAMigrationConcernsOneAreaAndGoesForward(t *testing.T) {
	t.Parallel()
	err := fs.WalkDir(db.Migrations(), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(db.Migrations(), path)
		if err != nil {
			return err
		}
		sql := string(raw)
		m := migrationName.FindStringSubmatch(path)
		switch {
		case m == nil:
			t.Errorf("%s: a migration is called 0001_area.sql or 0001_area_what.sql", path)
			return nil
		case !strings.HasPrefix(sql, "-- +goose Up\n"):
			t.Errorf("%s does not begin with \"-- +goose Up\"", path)
		case strings.Contains(sql, "+goose Down"):
			t.Errorf("%s goes back: what is wrong is mended by the next migration", path)
		}
		for _, c := range created.FindAllStringSubmatch(sql, -1) {
			if c[1] != m[1] {
				t.Errorf("%s creates something in the schema %s", path, c[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
