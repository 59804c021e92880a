package pg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"xinheng/internal/fault"
)

// Database is the name of the one database of the embedded server.
const Database = "xinheng"

// superuser is the role that initdb makes. Nothing but Start works as it, to make the owner and the database.
const superuser = "postgres"

// tune is what the embedded server is told besides its defaults. Statements and their values stay out of its log: they
// may hold personal data.
var tune = []string{
	"listen_addresses=",
	"max_connections=200",
	"shared_buffers=256MB",
	"max_wal_size=4GB",
	"synchronous_commit=on",
	"jit=off",
	"timezone=UTC",
	"log_timezone=UTC",
	"log_error_verbosity=terse",
	"log_min_error_statement=panic",
}

// Server is the private PostgreSQL of a data folder, in use by this process.
type Server struct {
	home    *home
	pid     int
	adopted bool
	exited  <-chan struct{} // closed when a child of ours has ended; nil when adopted
	log     io.Writer
	tune    []string // settings besides the usual ones
}

// Start makes the private PostgreSQL of a data folder run and returns it: a new one, or the one another process started,
// or one that outlived its process. Extra settings are "name=value".
func Start(ctx context.Context, dir string, log io.Writer, settings ...string) (_ *Server, err error) {
	defer fault.Wrap(&err, "pg.Start")
	h, err := openHome(dir)
	if err != nil {
		return nil, err
	}
	unlock, err := h.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	s := &Server{home: h, log: log, tune: settings}
	if err := h.use(); err != nil {
		return nil, err
	}
	if err = s.run(ctx); err == nil {
		err = s.prepare(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.release(context.WithoutCancel(ctx)))
	}
	return s, nil
}

// run adopts the running server or starts one.
func (s *Server) run(ctx context.Context) error {
	pid, err := s.home.running()
	if err != nil {
		return err
	}
	if pid > 0 {
		s.pid, s.adopted, s.exited = pid, true, nil
		if err := s.ready(ctx); !errors.Is(err, errExited) {
			return err
		}
		s.adopted = false // it was on its way out
	}
	bin, err := s.home.binaries()
	if err != nil {
		return err
	}
	if !s.home.exists() {
		fmt.Fprintf(s.log, "PostgreSQL %d: making %s\n", bin.major, s.home.data)
		if err := s.home.init(bin); err != nil {
			return err
		}
	}
	return s.launch(ctx, bin)
}

// patience is how long children of a killed server may take to notice and end.
const patience = 15 * time.Second

// launch starts the server and waits until it answers.
func (s *Server) launch(ctx context.Context, bin binaries) error {
	for deadline := time.Now().Add(patience); ; {
		from, err := s.spawn(bin)
		if err != nil {
			return err
		}
		if err := s.ready(ctx); !errors.Is(err, errExited) {
			return err
		}
		said := s.home.said(from)
		if !strings.Contains(said, heldByChildren) || time.Now().After(deadline) {
			return s.home.startFailed(said)
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
}

// spawn starts the process and returns where its part of the log begins.
func (s *Server) spawn(bin binaries) (from int64, err error) {
	if err := s.home.forget(); err != nil {
		return 0, err
	}
	out, from, err := s.home.openLog()
	if err != nil {
		return 0, err
	}
	defer func() { _ = out.Close() }()
	args := []string{"-D", s.home.data, "-c", "unix_socket_directories=" + s.home.socket}
	for _, v := range slices.Concat(tune, s.tune) {
		args = append(args, "-c", v)
	}
	cmd := s.home.command(bin, "postgres", args...)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		return 0, fmt.Errorf("start postgres: %w", err)
	}
	exited := make(chan struct{})
	go func() {
		_ = cmd.Wait() // how it ended is in its log
		close(exited)
	}()
	s.pid, s.exited = cmd.Process.Pid, exited
	return from, nil
}

var errExited = errors.New("postgres ended")

// ready waits until a connection answers. A server that is recovering from kill -9 takes its time; it is alive.
func (s *Server) ready(ctx context.Context) error {
	for {
		c, err := pgx.Connect(ctx, s.url(superuser, "postgres"))
		if err == nil {
			return c.Close(ctx)
		}
		if !s.alive() {
			return errExited
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return err
		}
	}
}

func (s *Server) alive() bool {
	if s.exited == nil {
		return serves(s.pid, s.home.data)
	}
	select {
	case <-s.exited:
		return false
	default:
		return true
	}
}

// prepare makes the owner and the database, unless an earlier start has.
func (s *Server) prepare(ctx context.Context) error {
	c, err := pgx.Connect(ctx, s.url(superuser, "postgres"))
	if err != nil {
		return Told(err)
	}
	defer func() { _ = c.Close(context.WithoutCancel(ctx)) }()
	var owner, database bool
	var trigrams int
	err = c.QueryRow(ctx, `select exists (select from pg_roles where rolname = $1), exists (select from pg_database where datname = $2)`,
		OwnerRole, Database).Scan(&owner, &database)
	if err != nil {
		return err
	}
	if !owner {
		if _, err := c.Exec(ctx, `create role `+OwnerRole+` login createdb createrole`); err != nil {
			return err
		}
	}
	if !database {
		if _, err := c.Exec(ctx, `create database `+Database+` owner `+OwnerRole); err != nil {
			return err
		}
	}
	if _, err := c.Exec(ctx, `create extension if not exists pg_trgm`); err != nil {
		return noTrigram()
	}
	// with the wrong LC_CTYPE this is empty, and no Chinese name would ever be found
	if err := c.QueryRow(ctx, `select cardinality(show_trgm('北京'))`).Scan(&trigrams); err != nil || trigrams == 0 {
		return errors.Join(noTrigram(), err)
	}
	return nil
}

// AppURL is the URL the application works with.
func (s *Server) AppURL() string { return s.url(AppRole, Database) }

// OwnerURL is the URL that Migrate works with.
func (s *Server) OwnerURL() string { return s.url(OwnerRole, Database) }

func (s *Server) url(role, database string) string {
	return "postgres:///" + database + "?user=" + role + "&host=" + url.QueryEscape(s.home.socket)
}

// Adopted says whether the server was already running.
func (s *Server) Adopted() bool { return s.adopted }

// Stop ends this process's use of the server, and the server itself when nobody else uses it.
func (s *Server) Stop(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "pg.Stop")
	unlock, err := s.home.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	return s.release(ctx)
}

func (s *Server) release(ctx context.Context) error {
	last, err := s.home.leave()
	if err != nil || !last || s.pid == 0 {
		return err
	}
	if pid, err := s.home.running(); err == nil && pid > 0 && pid != s.pid {
		s.pid, s.exited = pid, nil // ours died, and another command started it again
	}
	if err := s.halt(ctx); err != nil {
		return err
	}
	return s.home.removeSocket()
}

// stopPatience is how long a fast shutdown may take before it is made an immediate one.
const stopPatience = 30 * time.Second

// halt asks the server to end: SIGINT rolls back what is open and writes everything down; SIGQUIT, after half a minute
// or when ctx ends, leaves that to recovery at the next start.
func (s *Server) halt(ctx context.Context) error {
	soon, cancel := context.WithTimeout(ctx, stopPatience)
	defer cancel()
	for _, step := range []struct {
		ctx    context.Context
		signal syscall.Signal
	}{{soon, syscall.SIGINT}, {context.WithoutCancel(ctx), syscall.SIGQUIT}} {
		if !s.alive() {
			return nil
		}
		if err := syscall.Kill(s.pid, step.signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return err
		}
		if s.gone(step.ctx) {
			return nil
		}
	}
	return fmt.Errorf("postgres (process %d) does not end", s.pid)
}

// gone waits until the server has ended, for as long as ctx and a little.
func (s *Server) gone(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, stopPatience)
	defer cancel()
	for s.alive() {
		if pause(ctx, 10*time.Millisecond) != nil {
			return !s.alive()
		}
	}
	return true
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func noTrigram() error {
	return fault.New(fault.Unavailable, "pg.no_trigram",
		"这台 PostgreSQL 的 pg_trgm 扩展缺失或不识汉字，无法检索企业名称；请安装 postgresql-contrib，并用 C.UTF-8 区域建立数据库。",
		"The pg_trgm extension of this PostgreSQL is missing or does not see Chinese; install postgresql-contrib and make the database with the C.UTF-8 locale.")
}
