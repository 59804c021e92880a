package pgtest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"xinheng/db"
	"xinheng/internal/pg"
)

// server is where the clones are made.
type server struct {
	admin, owner, app string // URLs: the owner's of the maintenance database, and of any database to put a name into
	template          string
}

// shared connects to the server and makes the template, once in a test program.
var shared = sync.OnceValues(func() (*server, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	s, err := locate(ctx)
	if err != nil {
		return nil, err
	}
	return s, s.findTemplate(ctx, db.Migrations())
})

// locate finds the server of PGTEST_URL, or starts or joins the private one.
func locate(ctx context.Context) (*server, error) {
	if u := os.Getenv(URLEnv); u != "" {
		app, err := with(u, "role", pg.AppRole)
		return &server{admin: u, owner: u, app: app}, err
	}
	major, err := pg.Installed(filepath.Join(module(), "data"))
	if err != nil {
		return nil, err
	}
	// the server is never stopped: the next test program finds it running
	started, err := pg.Start(ctx, folder(major), io.Discard, "fsync=off", "synchronous_commit=off", "full_page_writes=off",
		"shared_buffers=128MB", "autovacuum=off", "max_wal_size=256MB", "wal_level=minimal", "max_wal_senders=0")
	if err != nil {
		return nil, err
	}
	return &server{admin: started.OwnerURL(), owner: started.OwnerURL(), app: started.AppURL()}, nil
}

// module is the folder of go.mod, above the folder of the package under test: where PostgreSQL would be brought by npm.
func module() string {
	wd, _ := os.Getwd()
	for dir := wd; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
	}
	return wd
}

// Names of databases begin with one of these; the minute of their making follows, so that old ones can be told.
const (
	clones    = "xinheng_test_"
	templates = "xinheng_template_"
)

// The database of a failed or killed test stays to be looked at, a template for the other branches that may still use it: not
// long, for they may lie in memory.
const (
	keepClone    = 3 * time.Hour
	keepTemplate = 12 * time.Hour
)

func freshName() string {
	return clones + stamp(time.Now()) + "_" + strings.ToLower(rand.Text()[:10])
}

func stamp(t time.Time) string { return strconv.FormatInt(t.Unix()/60, 36) }

// fingerprint is the hash of the migrations, those of the job library among them: another edition is another template.
func fingerprint(migrations fs.FS) (string, error) {
	h := sha256.New()
	err := fs.WalkDir(migrations, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(migrations, path)
		fmt.Fprintf(h, "%s %d\n%s", path, len(raw), raw)
		return err
	})
	if err != nil {
		return "", err
	}
	jobs, err := pg.JobsEdition()
	fmt.Fprint(h, jobs)
	return hex.EncodeToString(h.Sum(nil)[:8]), err
}

// templateLock is the advisory lock under which templates are made and old databases are swept.
const templateLock = 0x78697465

// findTemplate finds the template, or makes it: once for all test programs with the same migrations.
func (s *server) findTemplate(ctx context.Context, migrations fs.FS) error {
	edition, err := fingerprint(migrations)
	if err != nil {
		return err
	}
	admin, err := pgx.Connect(ctx, s.admin)
	if err != nil {
		return err
	}
	defer func() { _ = admin.Close(context.WithoutCancel(ctx)) }()
	if _, err := admin.Exec(ctx, `select pg_advisory_lock($1)`, templateLock); err != nil {
		return err
	}
	names, err := databases(ctx, admin, templates)
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.HasSuffix(name, edition) {
			s.template = name
			return nil
		}
	}
	if err := sweep(ctx, admin); err != nil {
		return err
	}
	s.template = templates + stamp(time.Now()) + "_" + edition
	return s.makeTemplate(ctx, admin, migrations)
}

// makeTemplate migrates a database, which gets the name of a template only when it is whole.
func (s *server) makeTemplate(ctx context.Context, admin *pgx.Conn, migrations fs.FS) error {
	draft := freshName()
	if err := create(ctx, admin, draft, "template0"); err != nil {
		return err
	}
	u, err := inDatabase(s.owner, draft)
	if err != nil {
		return err
	}
	if err := pg.Migrate(ctx, u, migrations); err != nil {
		return errors.Join(err, drop(ctx, admin, draft))
	}
	_, err = admin.Exec(ctx, `alter database `+quoted(draft)+` rename to `+quoted(s.template))
	return err
}

// create makes a database like another one.
func create(ctx context.Context, admin *pgx.Conn, name, from string) error {
	// copied as files, not page by page through the log: half the work, and nothing here outlives a crash
	_, err := admin.Exec(ctx, `create database `+quoted(name)+` template `+quoted(from)+` strategy file_copy`)
	return err
}

// sweep drops what earlier runs left, past its time.
func sweep(ctx context.Context, admin *pgx.Conn) error {
	for prefix, keep := range map[string]time.Duration{clones: keepClone, templates: keepTemplate} {
		names, err := databases(ctx, admin, prefix)
		if err != nil {
			return err
		}
		limit := stamp(time.Now().Add(-keep))
		for _, name := range names {
			if made, _, _ := strings.Cut(strings.TrimPrefix(name, prefix), "_"); made >= limit {
				continue
			}
			if err := drop(ctx, admin, name); err != nil {
				return err
			}
		}
	}
	return nil
}

func databases(ctx context.Context, admin *pgx.Conn, prefix string) ([]string, error) {
	rows, err := admin.Query(ctx, `select datname from pg_database where starts_with(datname, $1)`, prefix)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

func drop(ctx context.Context, admin *pgx.Conn, name string) error {
	_, err := admin.Exec(ctx, `drop database if exists `+quoted(name)+` with (force)`)
	return err
}

func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }

// inDatabase is a URL with another database in it.
func inDatabase(base, name string) (string, error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}

// with is a URL with one more parameter.
func with(base, key, value string) (string, error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	q := u.Query()
	q.Set(key, value)
	u.RawQuery = q.Encode()
	return u.String(), nil
}
