package pg_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"xinheng/db"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
)

func file(sql string) *fstest.MapFile { return &fstest.MapFile{Data: []byte("-- +goose Up\n" + sql)} }

func TestMigrationRunsOnceHoweverManyStartIt(t *testing.T) {
	t.Parallel()
	owner := pgtest.Empty(t)
	done := make(chan error)
	for range 3 {
		go func() { done <- pg.Migrate(context.Background(), owner, db.Migrations()) }()
	}
	for range 3 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestABrokenMigrationIsNamed(t *testing.T) {
	t.Parallel()
	owner := pgtest.Empty(t)
	err := pg.Migrate(context.Background(), owner, fstest.MapFS{
		"0001_good.sql": file("create table good (n int);"),
		"0002_bad.sql":  file("create tabel bad (n int);"),
	})
	if err == nil || !strings.Contains(err.Error(), "db/migrations/0002_bad.sql") || !strings.Contains(err.Error(), "tabel") {
		t.Errorf("got %v", err)
	}
}

func TestADatabaseOfANewerProgramIsLeftAlone(t *testing.T) {
	t.Parallel()
	owner := pgtest.Empty(t)
	older := fstest.MapFS{"0001_a.sql": file("create table a (n int);")}
	newer := fstest.MapFS{"0001_a.sql": older["0001_a.sql"], "0002_b.sql": file("create table b (n int);")}
	if err := pg.Migrate(context.Background(), owner, newer); err != nil {
		t.Fatal(err)
	}
	before := dump(t, owner)
	err := pg.Migrate(context.Background(), owner, older)
	f, ok := fault.Of(err)
	if !ok || f.Code != "pg.newer_schema" || !strings.Contains(f.EN, "use the newer program") {
		t.Errorf("got %v", err)
	}
	if dump(t, owner) != before {
		t.Error("the refused migration has changed something")
	}
}

func TestMigrateSaysWhenThereIsNoSuchDatabase(t *testing.T) {
	t.Parallel()
	for url, code := range map[string]string{
		"postgres://127.0.0.1:1/none":   "pg.unavailable",
		"postgres://[bad":               "pg.bad_url",
		"postgres:///x?host=/no/socket": "pg.unavailable",
	} {
		if err := pg.Migrate(context.Background(), url, db.Migrations()); !fault.Is(err, code) {
			t.Errorf("%s: got %v, want %s", url, err, code)
		}
	}
}

func TestOpenWorksAsTheApplicationWhoeverLogsIn(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	owner, app := pgtest.NewURLs(t)
	for _, url := range []string{owner, app} {
		pool, err := pg.Open(ctx, url)
		if err != nil {
			t.Fatal(err)
		}
		defer pool.Close()
		if who, err := pg.Scalar[string](ctx, pool, q(`select current_user`)); err != nil || who != pg.AppRole {
			t.Errorf("works as %q, %v", who, err)
		}
	}
}

func TestTheApplicationCreatesNothing(t *testing.T) {
	t.Parallel()
	pool := pgtest.New(t)
	for _, sql := range []string{
		`create table public.mine (n int)`, `create schema mine`, `create role mine`,
		`update public.goose_db_version set version_id = 0`, `drop table public.goose_db_version`,
	} {
		_, err := pool.Exec(context.Background(), pg.Query{Name: "test", SQL: sql})
		if !pg.Denied(err) {
			t.Errorf("%s: %v, want it denied", sql, err)
		}
	}
}
