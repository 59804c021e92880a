// Package pgtest gives a test a fresh, migrated database of its own. 测试数据库。
//
// All test programs of one user share one private server (no fsync, in memory where there is room; it keeps running between
// runs), or the server named by PGTEST_URL. The migrations run once into a template named by their hash; every test clones it, and the clone is dropped
// when the test passes and kept when it fails.
//
// Owns: that server, the templates and the clones. Does not own: what is in the migrations.
package pgtest

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"xinheng/internal/pg"
)

// URLEnv names a server of one's own to test on: the URL of a user who may create databases and roles.
const URLEnv = "PGTEST_URL"

// New returns the application's connections to a fresh database.
func New(t testing.TB) *pg.Pool {
	t.Helper()
	owner, app := NewURLs(t)
	pool := open(t, app, pg.Open)
	owners.Store(pool, owner)
	return pool
}

// NewURLs makes a fresh database and returns how its owner and the application reach it.
func NewURLs(t testing.TB) (owner, app string) {
	t.Helper()
	s := running(t)
	return s.clone(t, s.template)
}

// Empty makes a database that has not been migrated and returns how its owner reaches it.
func Empty(t testing.TB) (owner string) {
	t.Helper()
	owner, _ = running(t).clone(t, "template0")
	return owner
}

var owners sync.Map // *pg.Pool → URL of its owner

// Owner returns connections of the owner to the database of a pool that New made: for tests that look at, or break, what
// the application cannot.
func Owner(t testing.TB, pool *pg.Pool) *pg.Pool {
	t.Helper()
	return open(t, OwnerURL(t, pool), pg.OpenOwner)
}

// OwnerURL is how the owner reaches the database of a pool that New made.
func OwnerURL(t testing.TB, pool *pg.Pool) string {
	t.Helper()
	u, ok := owners.Load(pool)
	if !ok {
		t.Fatal("pgtest: the pool is not from pgtest.New")
	}
	return u.(string)
}

// open keeps pools small, so that several test programs fit into one server.
func open(t testing.TB, base string, connect func(context.Context, string) (*pg.Pool, error)) *pg.Pool {
	t.Helper()
	u, err := with(base, "pool_max_conns", "6")
	if err != nil {
		t.Fatal(err)
	}
	pool, err := connect(context.Background(), u)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func running(t testing.TB) *server {
	t.Helper()
	s, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// clone makes a database that lives as long as the test.
func (s *server) clone(t testing.TB, from string) (owner, app string) {
	t.Helper()
	ctx := context.Background()
	name := freshName()
	s.asAdmin(t, func(admin *pgx.Conn) error { return create(ctx, admin, name, from) })
	owner, err := inDatabase(s.owner, name)
	if err != nil {
		t.Fatal(err)
	}
	if app, err = inDatabase(s.app, name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the database is kept: psql '%s'", owner)
			return
		}
		s.asAdmin(t, func(admin *pgx.Conn) error { return drop(ctx, admin, name) })
	})
	return owner, app
}

func (s *server) asAdmin(t testing.TB, f func(*pgx.Conn) error) {
	t.Helper()
	if err := s.admins(func(_ context.Context, admin *pgx.Conn) error { return f(admin) }); err != nil {
		t.Fatal(err)
	}
}

// admins connects for one statement: idle connections would keep places from other test programs.
func (s *server) admins(f func(context.Context, *pgx.Conn) error) error {
	ctx := context.Background()
	admin, err := pgx.Connect(ctx, s.admin)
	if err != nil {
		return err
	}
	return errors.Join(f(ctx, admin), admin.Close(ctx))
}
