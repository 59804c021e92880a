package pg

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// InTx runs f in one transaction: committed when f returns nil, rolled back otherwise.
func (p *Pool) InTx(ctx context.Context, f func(ctx context.Context, tx Tx) error) error {
	conn, err := p.p.Acquire(ctx)
	if err != nil {
		return Told(err)
	}
	t := &transaction{conn: conn}
	defer conn.Release()
	defer t.abandon(ctx)
	if err := f(ctx, t); err != nil {
		return err
	}
	return t.commit(ctx)
}

// transaction begins with its first statement, and sends begin, commit and what nobody reads along with others: a round trip
// wakes two processes, which costs more than most statements.
type transaction struct {
	conn  *pgxpool.Conn
	begun bool
	batch pgx.Batch
	names []string // of the statements of the batch
}

var begin, commit = Query{"begin", "begin"}, Query{"commit", "commit"}

// Habit has the statements of a transaction planned once for all and not each time for the values at hand: for what comes many
// times a second and finds everything by its key, planning costs as much as doing. Left for later as the first statement.
var Habit = Query{"habit", "set local plan_cache_mode = force_generic_plan"}

func (*transaction) inTx() {}

func (t *transaction) Later(q Query, args ...any) {
	if !t.begun {
		t.begun = true
		t.Later(begin)
	}
	t.batch.Queue(q.SQL, args...)
	t.names = append(t.names, q.Name)
}

// flush begins the transaction and sends what was left for later.
func (t *transaction) flush(ctx context.Context) error {
	if !t.begun {
		t.begun = true
		t.Later(begin)
	}
	_, err := t.send(ctx)
	return err
}

// send gives what waits to the server in one round trip, and the tag of the last statement back.
func (t *transaction) send(ctx context.Context) (tag pgconn.CommandTag, err error) {
	if len(t.names) == 0 {
		return tag, nil
	}
	batch, names := t.batch, t.names
	t.batch, t.names = pgx.Batch{}, nil
	results := t.conn.SendBatch(ctx, &batch)
	for i := 0; i < len(names) && err == nil; i++ {
		tag, err = results.Exec()
		err = told(Query{Name: names[i]}, err)
	}
	if closed := results.Close(); err == nil {
		err = Told(closed)
	}
	return tag, err
}

func (t *transaction) Exec(ctx context.Context, q Query, args ...any) (int64, error) {
	t.Later(q, args...)
	tag, err := t.send(ctx)
	return tag.RowsAffected(), err
}

func (t *transaction) Query(ctx context.Context, q Query, args ...any) (pgx.Rows, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	r, err := t.conn.Query(ctx, q.SQL, args...)
	return r, told(q, err)
}

func (t *transaction) Copy(ctx context.Context, schema, table string, columns []string, rows pgx.CopyFromSource) (int64, error) {
	if err := t.flush(ctx); err != nil {
		return 0, err
	}
	n, err := t.conn.CopyFrom(ctx, pgx.Identifier{schema, table}, columns, rows)
	return n, told(Query{Name: "copy " + schema + "." + table}, err)
}

// commit ends it well. A transaction that nothing was asked of never was.
func (t *transaction) commit(ctx context.Context) error {
	if !t.begun {
		return nil
	}
	t.Later(commit)
	tag, err := t.send(ctx)
	if err == nil && tag.String() != "COMMIT" {
		err = pgx.ErrTxCommitRollback
	}
	return err
}

// abandon ends what was not committed. A connection on which that fails is not used again.
func (t *transaction) abandon(ctx context.Context) {
	if c := t.conn.Conn(); !c.IsClosed() && c.PgConn().TxStatus() != 'I' {
		_, _ = c.Exec(context.WithoutCancel(ctx), "rollback")
	}
}
