package pg_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
)

func q(sql string) pg.Query { return pg.Query{Name: "test", SQL: sql} }

// notes is a database with one table the application may write.
func notes(t *testing.T) *pg.Pool {
	t.Helper()
	pool := pgtest.New(t)
	run(t, pgtest.Owner(t, pool), `create schema trial; create table trial.note (id int, word text, constraint note_is_one_word check (word !~ ' '));
		grant usage on schema trial to xinheng_app; grant select, insert on trial.note to xinheng_app`)
	return pool
}

type note struct {
	ID   int32
	Word string
}

func TestStatementsGiveStructsColumnsAndValues(t *testing.T) {
	t.Parallel()
	ctx, pool := context.Background(), notes(t)
	n, err := pool.Copy(ctx, "trial", "note", []string{"id", "word"}, pgx.CopyFromRows([][]any{{1, "一"}, {2, "二"}}))
	if err != nil || n != 2 {
		t.Fatal(n, err)
	}
	all, err := pg.All[note](ctx, pool, q(`select id, word from trial.note order by id`))
	if err != nil || len(all) != 2 || all[1] != (note{2, "二"}) {
		t.Errorf("All: %v, %v", all, err)
	}
	words, err := pg.Column[string](ctx, pool, q(`select word from trial.note where id = any($1) order by id`), []int32{1, 2, 3})
	if err != nil || len(words) != 2 {
		t.Errorf("Column: %v, %v", words, err)
	}
	one, err := pg.One[note](ctx, pool, q(`select id, word from trial.note where id = $1`), 1)
	if err != nil || one.Word != "一" {
		t.Errorf("One: %v, %v", one, err)
	}
	if _, err := pg.One[note](ctx, pool, q(`select id, word from trial.note where id = $1`), 3); !errors.Is(err, pg.ErrNone) {
		t.Errorf("One of none: %v", err)
	}
	if _, err := pg.Scalar[string](ctx, pool, q(`select word from trial.note where id = $1`), 3); !errors.Is(err, pg.ErrNone) {
		t.Errorf("Scalar of none: %v", err)
	}
}

func TestATransactionHappensWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	ctx, pool := context.Background(), notes(t)
	insert, count := q(`insert into trial.note (id, word) values ($1, $2)`), q(`select count(*) from trial.note`)
	stop := errors.New("stop")
	err := pool.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if _, err := tx.Exec(ctx, insert, 1, "一"); err != nil {
			return err
		}
		if n, err := pg.Scalar[int64](ctx, tx, count); err != nil || n != 1 {
			t.Errorf("inside: %d, %v", n, err)
		}
		if n, err := pg.Scalar[int64](ctx, pool, count); err != nil || n != 0 {
			t.Errorf("outside, before the commit: %d, %v", n, err)
		}
		return stop
	})
	if n, _ := pg.Scalar[int64](ctx, pool, count); !errors.Is(err, stop) || n != 0 {
		t.Errorf("after an error: %d rows, %v", n, err)
	}
	err = pool.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		_, err := tx.Exec(ctx, insert, 1, "two words")
		return err
	})
	if pg.Violated(err) != "note_is_one_word" {
		t.Errorf("violated %q: %v", pg.Violated(err), err)
	}
	err = pool.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		_, err := tx.Copy(ctx, "trial", "note", []string{"id", "word"}, pgx.CopyFromRows([][]any{{1, "一"}}))
		return err
	})
	if n, _ := pg.Scalar[int64](ctx, pool, count); err != nil || n != 1 {
		t.Errorf("after a commit: %d rows, %v", n, err)
	}
}

func TestADatabaseOutOfReachIsAFaultThatSaysSo(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	pool, err := pg.Open(ctx, "postgres://127.0.0.1:1/none")
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := pg.Scalar[int](ctx, pool, q(`select 1`)); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("got %v", err)
	}
	if err := pool.InTx(ctx, func(context.Context, pg.Tx) error { return nil }); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("got %v", err)
	}
	if _, err := pg.Open(ctx, "postgres://[bad"); !fault.Is(err, "pg.bad_url") {
		t.Errorf("got %v", err)
	}
	if pg.Violated(errors.New("other")) != "" || pg.Told(nil) != nil {
		t.Error("an error of another kind is read as one of the database")
	}
}

func TestAValueTheDatabaseRefusesIsNotRepeated(t *testing.T) {
	t.Parallel()
	pool := notes(t)
	for _, v := range []string{"110101199003070000", "nul\x00"} {
		_, err := pg.Scalar[string](t.Context(), pool, q(`select ($1::text)::uuid::text`), v)
		var pe *pgconn.PgError
		if err == nil || strings.Contains(err.Error(), v) || strings.Contains(err.Error(), "nul") || !errors.As(err, &pe) || !strings.HasPrefix(pe.Code, "22") {
			t.Errorf("got %v", err)
		}
	}
}

func TestAStatementIsDeclaredOnce(t *testing.T) {
	t.Parallel()
	first := pg.Q("pg.test_declared", `select 1`)
	if pg.Declared()["pg.test_declared"] != first {
		t.Error("a declared statement is not listed")
	}
	defer func() {
		if recover() == nil {
			t.Error("the same name is declared twice")
		}
	}()
	pg.Q("pg.test_declared", `select 2`)
}

func TestWhatIsLeftForLaterGoesWithWhatComesNext(t *testing.T) {
	t.Parallel()
	ctx, pool := context.Background(), notes(t)
	insert, count := q(`insert into trial.note (id, word) values ($1, $2)`), q(`select count(*) from trial.note`)
	err := pool.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		tx.Later(insert, 1, "一")
		if n, err := pg.Scalar[int64](ctx, tx, count); err != nil || n != 1 {
			t.Errorf("the next statement sees %d, %v", n, err)
		}
		tx.Later(insert, 2, "二")
		return nil
	})
	if n, _ := pg.Scalar[int64](ctx, pool, count); err != nil || n != 2 {
		t.Errorf("after the commit: %d, %v", n, err)
	}
	// what fails later undoes everything, wherever it is found: at the commit, at another statement, or never sent at all
	bad := pg.Query{Name: "trial.bad", SQL: insert.SQL}
	for name, f := range map[string]func(ctx context.Context, tx pg.Tx) error{
		"at the commit": func(context.Context, pg.Tx) error { return nil },
		"at the next":   func(ctx context.Context, tx pg.Tx) error { _, err := tx.Exec(ctx, insert, 4, "四"); return err },
		"at a query":    func(ctx context.Context, tx pg.Tx) error { _, err := pg.Scalar[int64](ctx, tx, count); return err },
	} {
		err := pool.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
			tx.Later(insert, 3, "三")
			tx.Later(bad, 5, "两 词")
			return f(ctx, tx)
		})
		if pg.Violated(err) != "note_is_one_word" || !strings.HasPrefix(err.Error(), "trial.bad: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := pool.InTx(ctx, func(_ context.Context, tx pg.Tx) error { tx.Later(insert, 6, "六"); return errors.ErrUnsupported }); !errors.Is(err, errors.ErrUnsupported) {
		t.Error(err)
	}
	if n, err := pg.Scalar[int64](ctx, pool, count); err != nil || n != 2 {
		t.Errorf("in the end: %d, %v", n, err)
	}
}

func TestAConstraintThatWaitsForTheCommitIsHeard(t *testing.T) {
	t.Parallel()
	ctx, pool := context.Background(), notes(t)
	run(t, pgtest.Owner(t, pool), `alter table trial.note add constraint note_once unique (id) deferrable initially deferred`)
	insert, count := q(`insert into trial.note (id, word) values ($1, '一')`), q(`select count(*) from trial.note`)
	err := pool.InTx(ctx, func(_ context.Context, tx pg.Tx) error {
		tx.Later(insert, 1)
		tx.Later(insert, 1)
		return nil
	})
	if n, _ := pg.Scalar[int64](ctx, pool, count); pg.Violated(err) != "note_once" || n != 0 {
		t.Errorf("%d rows, %v", n, err)
	}
}
