package pgtest

import (
	"context"
	"os"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Model is a database, with the data folder beside it, that is filled once for all tests of a package and cloned for each: for
// what takes long to make and nobody's test is about.
type Model struct {
	fill func(ownerURL, data string) error
	once sync.Once
	name string
	data string
	err  error
}

// NewModel says how a model is filled. Nothing may be connected to it when fill returns.
func NewModel(fill func(ownerURL, data string) error) *Model { return &Model{fill: fill} }

// Clone gives a test a copy of the database, by its owner's URL, and of the folder.
func (m *Model) Clone(t testing.TB) (ownerURL, data string) {
	t.Helper()
	s := running(t)
	if m.once.Do(func() { m.err = m.make(s) }); m.err != nil {
		t.Fatal(m.err)
	}
	ownerURL, _ = s.clone(t, m.name)
	data = t.TempDir()
	if err := os.CopyFS(data, os.DirFS(m.data)); err != nil {
		t.Fatal(err)
	}
	return ownerURL, data
}

func (m *Model) make(s *server) (err error) {
	m.name = freshName()
	if m.data, err = os.MkdirTemp(Room(), "xh-model-"); err != nil {
		return err
	}
	if err := s.admins(func(ctx context.Context, admin *pgx.Conn) error { return create(ctx, admin, m.name, s.template) }); err != nil {
		return err
	}
	owner, err := inDatabase(s.owner, m.name)
	if err != nil {
		return err
	}
	return m.fill(owner, m.data)
}

// Drop is for the end of TestMain.
func (m *Model) Drop() {
	if m.name == "" {
		return // no test wanted it
	}
	_ = os.RemoveAll(m.data)
	if s, err := shared(); err == nil {
		_ = s.admins(func(ctx context.Context, admin *pgx.Conn) error { return drop(ctx, admin, m.name) }) // else it is swept
	}
}
