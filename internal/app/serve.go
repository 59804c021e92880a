package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"xinheng/internal/fault"
	"xinheng/internal/workday"
)

// Serve answers on the listener until ctx ends, then lets requests under way finish.
func (a *App) Serve(ctx context.Context, l net.Listener) error {
	stopWork, err := a.Work(ctx)
	if err != nil {
		_ = l.Close()
		if ctx.Err() != nil {
			return nil // told to stop while still getting ready
		}
		return err
	}
	defer stopWork()
	room := make([]byte, headroom)
	defer runtime.KeepAlive(room)
	srv := &http.Server{
		Handler:           a.Handler(),
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// headroom counts as memory in use and is never touched, so it takes none: the collector of garbage then waits until at least as much
// has gathered, instead of running many times a second where little is held.
const headroom = 128 << 20

// Work runs what works beside requests: the ledger's sequencer, the standing index that follows it, the daily anchor, and
// whoever starts the embedded PostgreSQL again when it has gone, and the jobs. It returns once checks can be answered; stop
// ends all of it and waits.
func (a *App) Work(ctx context.Context) (stop func(), err error) {
	ctx, cancel := context.WithCancel(ctx)
	g, ctx := errgroup.WithContext(ctx)
	if a.server != nil {
		g.Go(func() error { a.server.Watch(ctx); return nil })
	}
	g.Go(func() error { return a.Ledger.Run(ctx) })
	if err := a.Index.Load(ctx); err != nil {
		cancel()
		return nil, err
	}
	g.Go(func() error { return a.Index.Run(ctx) })
	g.Go(func() error { return a.anchorDaily(ctx) })
	stopJobs, err := a.Jobs.Start(ctx)
	if err != nil {
		cancel()
		_ = g.Wait()
		return nil, err
	}
	return func() { stopJobs(); cancel(); _ = g.Wait() }, nil
}

// anchorDaily leaves the day's checkpoint in an outside folder once a civil day, soon after midnight and at every start.
func (a *App) anchorDaily(ctx context.Context) error {
	dir := a.anchors()
	if a.opt.Anchors == "" { // an outside folder is never made here: a missing one may be a disk that is not mounted
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	for {
		a.anchor(ctx, dir)
		tomorrow := workday.Of(a.Now()).AddDays(1).Start().Add(time.Minute)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(tomorrow.Sub(a.Now())):
		}
	}
}

// anchor says loudly when an anchor contradicts the ledger: somebody rewrote one of them.
func (a *App) anchor(ctx context.Context, dir string) {
	_, err := a.Ledger.Anchor(ctx, dir, workday.Of(a.Now()))
	switch {
	case err == nil, ctx.Err() != nil, fault.Is(err, "ledger.empty"):
	case fault.Is(err, "ledger.anchor_differs"), fault.Is(err, "ledger.anchor_bad"):
		slog.ErrorContext(ctx, "ALARM: an anchor contradicts the ledger; keep everything as it is and call the auditor", "error", err)
		if f, said := fault.Of(err); said {
			a.contradicted(ctx, f.Code)
		}
	default:
		slog.WarnContext(ctx, "the ledger could not be anchored today", "error", err)
	}
}
