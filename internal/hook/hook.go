// Package hook lets areas affect each other without knowing each other. 联动。
//
// An area declares a Hook of one of its events; app/reactions.go says what follows. Two verbs only: Within runs in the same
// transaction, because the law says the one is the other; After runs soon after it was committed, for what may lag and must
// then be retried.
// Owns: the order of reactions (as wired). Does not own: what they do.
package hook

import (
	"context"

	"xinheng/internal/jobs"
	"xinheng/internal/pg"
)

// Hook is one event of an area, with payload T.
type Hook[T any] struct {
	within []func(context.Context, pg.Tx, T) error
}

// Within adds a reaction that happens in the same transaction or not at all. It is called while wiring, never later.
func (h *Hook[T]) Within(f func(context.Context, pg.Tx, T) error) { h.within = append(h.within, f) }

// After adds a reaction that follows on its own clock: a job of this name is put in the same transaction, so there is none
// when the act is undone, and it is done at least once when the act is committed. It may be done again: it is idempotent.
// The event is what the job is told, so it holds ids and no data; an event that holds more is refused. It is called while
// wiring, never later.
func (h *Hook[T]) After(q *jobs.Queue, name string, f func(context.Context, T) error) {
	jobs.Handle(q, name, jobs.Retry{}, f)
	h.Within(func(ctx context.Context, tx pg.Tx, event T) error { return q.Put(ctx, tx, name, event) })
}

// Fire runs the reactions in the order they were wired; the first error undoes the act.
func (h *Hook[T]) Fire(ctx context.Context, tx pg.Tx, event T) error {
	for _, f := range h.within {
		if err := f(ctx, tx, event); err != nil {
			return err
		}
	}
	return nil
}
