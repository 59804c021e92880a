package jobs_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"xinheng/internal/jobs"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
)

type told struct {
	ID string `json:"id"`
}

func start(t *testing.T, q *jobs.Queue) {
	t.Helper()
	stop, err := q.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
}

func within(t *testing.T, done <-chan string) string {
	t.Helper()
	select {
	case v := <-done:
		return v
	case <-time.After(2 * time.Minute):
		t.Fatal("nothing was done")
		return ""
	}
}

// A job is of its transaction: rolled back there is none, committed it is done, by whoever starts to work later.
func TestWorkIsPutWithTheActItFollowsFrom(t *testing.T) {
	t.Parallel()
	db, done := pgtest.New(t), make(chan string, 4)
	q := jobs.New(db, time.Now)
	jobs.Handle(q, "test.tell", jobs.Retry{}, func(_ context.Context, a told) error { done <- a.ID; return nil })
	undone := errors.New("the act is undone")
	for id, end := range map[string]error{"never": undone, "kept": nil} {
		err := db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
			if err := q.Put(ctx, tx, "test.tell", told{id}); err != nil {
				return err
			}
			return end
		})
		if !errors.Is(err, end) {
			t.Fatal(err)
		}
	}
	if n, err := q.Waiting(t.Context()); err != nil || n != 1 {
		t.Errorf("%d jobs wait, %v; want 1", n, err)
	}
	start(t, q)
	if id := within(t, done); id != "kept" {
		t.Errorf("%s was done", id)
	}
}

// Whatever fails is tried again after the pause its kind asks for.
func TestWorkThatFailsIsTriedAgain(t *testing.T) {
	t.Parallel()
	db, done, tries := pgtest.New(t), make(chan string, 4), 0
	q := jobs.New(db, time.Now)
	jobs.Handle(q, "test.stubborn", jobs.Retry{Pause: jobs.Doubling(time.Millisecond, time.Millisecond)}, func(_ context.Context, a told) error {
		if tries++; tries < 3 {
			return errors.New("not now")
		}
		done <- a.ID
		return nil
	})
	start(t, q)
	if err := db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error { return q.Put(ctx, tx, "test.stubborn", told{"a"}) }); err != nil {
		t.Fatal(err)
	}
	if within(t, done); tries != 3 {
		t.Errorf("%d tries", tries)
	}
}
