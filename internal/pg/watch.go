package pg

import (
	"context"
	"log/slog"
	"time"
)

const (
	watchEvery  = 500 * time.Millisecond // how often one looks at a server that is no child of ours
	firstPause  = 200 * time.Millisecond // before a start that follows a failed one; it doubles
	longestWait = 30 * time.Second
	settled     = time.Minute // a server that stood this long has nothing to do with the end before
)

// Watch keeps the server running until ctx ends: when it has gone, whoever ended it, it is started again. A start that
// fails is tried again after a pause that doubles, so that a full disk is not a storm of starts. While Watch runs, nobody
// else may Stop the server.
//
// Only what serves people watches. A command that ends soon does not.
func (s *Server) Watch(ctx context.Context) {
	up, wait := true, firstPause
	for {
		since := time.Now()
		if !s.awaitEnd(ctx) {
			return
		}
		if time.Since(since) > settled {
			wait = firstPause
		}
		if up {
			slog.WarnContext(ctx, "PostgreSQL has ended; it is started again")
		}
		err := s.again(ctx)
		if ctx.Err() != nil {
			return
		}
		if up = err == nil; up {
			slog.InfoContext(ctx, "PostgreSQL answers again")
		} else {
			slog.ErrorContext(ctx, "PostgreSQL did not start; it is tried again", "in", wait, "error", err)
		}
		if pause(ctx, wait) != nil { // also after a good start: one that dies at once is not started in a storm
			return
		}
		wait = min(2*wait, longestWait)
	}
}

// awaitEnd waits until the server has ended; false when ctx ended first.
func (s *Server) awaitEnd(ctx context.Context) bool {
	if s.exited != nil {
		select {
		case <-ctx.Done():
			return false
		case <-s.exited:
			return true
		}
	}
	for s.alive() {
		if pause(ctx, watchEvery) != nil {
			return false
		}
	}
	return true
}

// again takes the folder's turn and starts the server, or adopts the one another process has started meanwhile.
func (s *Server) again(ctx context.Context) error {
	unlock, err := s.home.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	return s.run(ctx)
}
