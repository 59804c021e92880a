package pg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"xinheng/internal/fault"
)

// DB runs declared statements: a Pool, or a Tx. Functions that touch the database take one explicitly after ctx, so that
// a signature shows whether it is in a transaction.
type DB interface {
	Exec(ctx context.Context, q Query, args ...any) (rows int64, err error)
	Query(ctx context.Context, q Query, args ...any) (pgx.Rows, error)
	Copy(ctx context.Context, schema, table string, columns []string, rows pgx.CopyFromSource) (int64, error)
}

// Tx is a DB that is a transaction.
type Tx interface {
	DB
	// Later adds a statement whose result nobody reads. It is sent with whatever comes next, at the latest with the commit:
	// many statements then cost one round trip. When it fails, what it was sent with fails. The arguments must not change.
	Later(q Query, args ...any)
	inTx()
}

// ErrNone is returned by One when no row matched.
var ErrNone = errors.New("pg: no row")

// Pool is connections: the application's, as the role that has no DDL and cannot change append-only tables, or the owner's.
type Pool struct{ p *pgxpool.Pool }

// Open connects as the application to a database that Migrate has prepared. A URL that logs in as somebody else, such as
// the owner of a server of one's own, steps down to AppRole on every connection.
func Open(ctx context.Context, url string) (*Pool, error) { return open(ctx, url, true) }

// OpenOwner connects as whoever the URL says, for tests and tools that must see or do what the application cannot.
func OpenOwner(ctx context.Context, url string) (*Pool, error) { return open(ctx, url, false) }

func open(ctx context.Context, url string, stepDown bool) (*Pool, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, badURL()
	}
	if stepDown && cfg.ConnConfig.User != AppRole {
		cfg.ConnConfig.RuntimeParams["role"] = AppRole
	}
	cfg.ConnConfig.RuntimeParams["synchronize_seqscans"] = "off" // pages of a long result must come in the same order each time
	p, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("pg.Open: %w", err)
	}
	return &Pool{p}, nil
}

// Close returns the connections.
func (p *Pool) Close() { p.p.Close() }

// Acquire takes one connection out of the pool, for session-level locks and LISTEN. Only pg-rung code uses it.
func (p *Pool) Acquire(ctx context.Context) (*pgxpool.Conn, error) {
	c, err := p.p.Acquire(ctx)
	return c, Told(err)
}

func (p *Pool) Exec(ctx context.Context, q Query, args ...any) (int64, error) {
	t, err := p.p.Exec(ctx, q.SQL, args...)
	return t.RowsAffected(), told(q, err)
}

func (p *Pool) Query(ctx context.Context, q Query, args ...any) (pgx.Rows, error) {
	r, err := p.p.Query(ctx, q.SQL, args...)
	return r, told(q, err)
}

func (p *Pool) Copy(ctx context.Context, schema, table string, columns []string, rows pgx.CopyFromSource) (int64, error) {
	n, err := p.p.CopyFrom(ctx, pgx.Identifier{schema, table}, columns, rows)
	return n, told(Query{Name: "copy " + schema + "." + table}, err)
}

// All runs a statement and collects its rows into structs by column name (db tags or snake_case).
func All[T any](ctx context.Context, db DB, q Query, args ...any) ([]T, error) {
	rows, err := db.Query(ctx, q, args...)
	if err != nil {
		return nil, err
	}
	out, err := pgx.CollectRows(rows, pgx.RowToStructByName[T])
	return out, told(q, err)
}

// Column runs a statement of one column and collects it.
func Column[T any](ctx context.Context, db DB, q Query, args ...any) ([]T, error) {
	rows, err := db.Query(ctx, q, args...)
	if err != nil {
		return nil, err
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[T])
	return out, told(q, err)
}

// One runs a statement that gives one row; ErrNone when there is none.
func One[T any](ctx context.Context, db DB, q Query, args ...any) (T, error) {
	rows, err := db.Query(ctx, q, args...)
	if err != nil {
		var zero T
		return zero, err
	}
	v, err := pgx.CollectOneRow(rows, pgx.RowToStructByName[T])
	if errors.Is(err, pgx.ErrNoRows) {
		return v, ErrNone
	}
	return v, told(q, err)
}

// Scalar runs a statement that gives one value; ErrNone when there is none.
func Scalar[T any](ctx context.Context, db DB, q Query, args ...any) (T, error) {
	rows, err := db.Query(ctx, q, args...)
	if err != nil {
		var zero T
		return zero, err
	}
	v, err := pgx.CollectOneRow(rows, pgx.RowTo[T])
	if errors.Is(err, pgx.ErrNoRows) {
		return v, ErrNone
	}
	return v, told(q, err)
}

func told(q Query, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", q.Name, Told(err))
}

// Told turns "the database cannot be reached" into a fault that says so; other errors pass as they are.
func Told(err error) error {
	if err == nil {
		return nil
	}
	var pe *pgconn.PgError
	switch {
	case errors.As(err, &pe):
		// class 57P: the server is shutting down; 53: it is out of resources
		if len(pe.Code) == 5 && (pe.Code[:3] == "57P" || pe.Code[:2] == "53") {
			return errors.Join(unavailable(), err)
		}
		if pe.Code == "22021" || pe.Code == "22P05" { // bytes that are no UTF-8, or a NUL
			return errors.Join(badText(), silent{pe})
		}
		if strings.HasPrefix(pe.Code, "22") {
			return silent{pe}
		}
	case lost(err):
		return errors.Join(unavailable(), err)
	}
	return err
}

// silent is an error about a value that does not repeat the value: PostgreSQL does, and errors come into the log, where
// nothing personal may be.
type silent struct{ of *pgconn.PgError }

func (s silent) Error() string {
	return "a value the database does not take (SQLSTATE " + s.of.Code + ")"
}
func (s silent) Unwrap() error { return s.of }

// lost reports that no connection came about, or that it broke: the server may die while it is being spoken to.
func lost(err error) bool {
	var refused *pgconn.ConnectError
	var broken *net.OpError
	return errors.As(err, &refused) || errors.As(err, &broken) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, pgconn.ErrConnClosed) ||
		pgconn.Timeout(err) && !errors.Is(err, context.Canceled) || pgconn.SafeToRetry(err)
}

func unavailable() error {
	return fault.New(fault.Unavailable, "pg.unavailable", "数据库暂时无法连接；已受理的事项不会丢失，请稍后重试。",
		"The database cannot be reached right now; nothing accepted is lost. Please try again shortly.")
}

func badText() error {
	return fault.New(fault.Invalid, "pg.bad_text", "内容含有空字符或损坏的文字编码，无法查找或保存；请去掉后重试。",
		"The text holds a NUL or broken UTF-8, which cannot be looked up or stored; remove it and try again.")
}

// Violated returns the name of the constraint an error broke, or "". Constraints are named as sentences.
func Violated(err error) string {
	var pe *pgconn.PgError
	if errors.As(err, &pe) {
		return pe.ConstraintName
	}
	return ""
}

// Denied reports whether the database refused because the role may not do that.
func Denied(err error) bool {
	var pe *pgconn.PgError
	return errors.As(err, &pe) && pe.Code == "42501"
}
