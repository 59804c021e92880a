package hook_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"xinheng/internal/hook"
	"xinheng/internal/jobs"
	"xinheng/internal/pg"
	"xinheng/internal/pgtest"
)

type granted struct {
	Record string `json:"record"`
}

// What follows later exists if and only if the act does, and is done although it failed the first time.
func TestWhatFollowsLaterIsOfItsAct(t *testing.T) {
	t.Parallel()
	db, undone := pgtest.New(t), errors.New("undone")
	q := jobs.New(db, time.Now)
	q.Pace.Timeout = 5 * time.Second
	var event hook.Hook[granted]
	done, tries := make(chan string, 4), 0
	event.After(q, "test.sync", func(_ context.Context, g granted) error {
		if tries++; tries == 1 {
			return errors.New("the world is not there")
		}
		done <- g.Record
		return nil
	})
	for record, end := range map[string]error{"never": undone, "kept": nil} {
		err := db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
			if err := event.Fire(ctx, tx, granted{record}); err != nil {
				return err
			}
			return end
		})
		if !errors.Is(err, end) {
			t.Fatal(err)
		}
	}
	stop, err := q.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	select {
	case record := <-done:
		if record != "kept" || tries != 2 {
			t.Errorf("%s after %d tries", record, tries)
		}
	case <-time.After(5 * time.Minute):
		t.Fatal("nothing followed")
	}
}

// An event that carries data instead of ids does not get into the queue; the act is refused.
func TestAnEventOfDataIsRefused(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	q := jobs.New(db, time.Now)
	var event hook.Hook[granted]
	event.After(q, "test.sync", func(context.Context, granted) error { return nil })
	err := db.InTx(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		return event.Fire(ctx, tx, granted{strings.Repeat("一段正文", 1000)})
	})
	if err == nil || !strings.Contains(err.Error(), "arguments are ids") {
		t.Error(err)
	}
}
