package hook_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"xinheng/internal/hook"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
)

func q(sql string) pg.Query { return pg.Query{Name: "test", SQL: sql} }

func TestReactionsRunInTheOrderTheyWereWired(t *testing.T) {
	t.Parallel()
	var granted hook.Hook[string]
	var ran []string
	for _, name := range []string{"first", "second", "third"} {
		granted.Within(func(_ context.Context, _ pg.Tx, event string) error {
			ran = append(ran, name+" "+event)
			return nil
		})
	}
	if err := granted.Fire(context.Background(), nil, "repair"); err != nil {
		t.Fatal(err)
	}
	if want := []string{"first repair", "second repair", "third repair"}; !slices.Equal(ran, want) {
		t.Errorf("ran %q, want %q", ran, want)
	}
	var quiet hook.Hook[string]
	if err := quiet.Fire(context.Background(), nil, "nobody listens"); err != nil {
		t.Error(err)
	}
}

// The law says the one is the other: an act whose consequence fails has not happened.
func TestAReactionThatFailsUndoesTheAct(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	_, err := pgtest.Owner(t, db).Exec(context.Background(),
		q(`create schema trial; create table trial.act (name text); grant usage on schema trial to xinheng_app; grant select, insert on trial.act to xinheng_app`))
	if err != nil {
		t.Fatal(err)
	}
	fails := errors.New("the list could not be released")
	var granted hook.Hook[string]
	granted.Within(func(ctx context.Context, tx pg.Tx, event string) error {
		_, err := tx.Exec(ctx, q(`insert into trial.act (name) values ($1)`), "lifted by "+event)
		return err
	})
	granted.Within(func(_ context.Context, _ pg.Tx, event string) error {
		if event == "bad" {
			return fails
		}
		return nil
	})
	granted.Within(func(_ context.Context, _ pg.Tx, event string) error {
		if event == "bad" {
			t.Error("a reaction runs after one that failed")
		}
		return nil
	})
	for _, row := range []struct {
		event string
		want  error
		acts  int64
	}{{"bad", fails, 0}, {"good", nil, 2}} {
		err := db.InTx(context.Background(), func(ctx context.Context, tx pg.Tx) error {
			if _, err := tx.Exec(ctx, q(`insert into trial.act (name) values ($1)`), row.event); err != nil {
				return err
			}
			return granted.Fire(ctx, tx, row.event)
		})
		if !errors.Is(err, row.want) {
			t.Errorf("%s: %v, want %v", row.event, err, row.want)
		}
		if n, err := pg.Scalar[int64](context.Background(), db, q(`select count(*) from trial.act`)); err != nil || n != row.acts {
			t.Errorf("%s: %d acts, %v; want %d", row.event, n, err, row.acts)
		}
	}
}
