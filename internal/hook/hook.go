// Package hook lets areas affect each other without knowing each other. 联动。
//
// An area declares a Hook of one of its events; app/reactions.go says what follows. Within runs in the same transaction:
// the law says the one is the other. (After, for effects that may lag, comes with the job queue.)
// Owns: the order of reactions (as wired). Does not own: what they do.
package hook

import (
	"context"

	"xinheng/internal/pg"
)

// Hook is one event of an area, with payload T.
type Hook[T any] struct {
	within []func(context.Context, pg.Tx, T) error
}

// Within adds a reaction that happens in the same transaction or not at all. It is called while wiring, never later.
func (h *Hook[T]) Within(f func(context.Context, pg.Tx, T) error) { h.within = append(h.within, f) }

// Fire runs the reactions in the order they were wired; the first error undoes the act.
func (h *Hook[T]) Fire(ctx context.Context, tx pg.Tx, event T) error {
	for _, f := range h.within {
		if err := f(ctx, tx, event); err != nil {
			return err
		}
	}
	return nil
}
