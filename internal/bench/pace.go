package bench

import (
	"bufio"
	"context"
	"net"
	"sort"
	"sync"
	"sync/atomic"
	"time"
)

// What callers are promised (F07-5), and how many connections it takes to send on while answers are late by as much.
const (
	promised        = 500 // checks a second
	promisedP95     = 300 * time.Millisecond
	paceConnections = 256
)

// pace sends so many requests a second, whether or not those before were answered, as callers do who know nothing of each other. An
// answer's time counts from when its request was to be sent: waiting for a free connection is waiting.
func pace(ctx context.Context, addr string, perSecond int, span time.Duration, next func(i int64) request) (result, error) {
	var (
		out                result
		sent, failed, most atomic.Int64
		mu                 sync.Mutex
		wg                 sync.WaitGroup
		first              error
	)
	start, all := time.Now(), int64(float64(perSecond)*span.Seconds())
	due := func(i int64) time.Time { return start.Add(time.Duration(i) * time.Second / time.Duration(perSecond)) }
	for range min(paceConnections, all) {
		wg.Go(func() {
			own, err := inTurn(ctx, addr, func() (int64, time.Time, bool) { i := sent.Add(1) - 1; return i, due(i), i < all }, next, &failed, &most)
			mu.Lock()
			defer mu.Unlock()
			if out.latencies = append(out.latencies, own...); first == nil {
				first = err
			}
		})
	}
	wg.Wait()
	out.took, out.requests, out.failed, out.largest = time.Since(start), int64(len(out.latencies)), failed.Load(), most.Load()
	sort.Slice(out.latencies, func(i, j int) bool { return out.latencies[i] < out.latencies[j] })
	return out, first
}

// inTurn takes the next request that is due, waits until it is, and sends it, over one connection.
func inTurn(ctx context.Context, addr string, take func() (i int64, due time.Time, more bool), next func(int64) request, failed, most *atomic.Int64) (own []time.Duration, err error) {
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	defer func() { _ = c.Close() }()
	in := bufio.NewReaderSize(c, 16<<10)
	for ctx.Err() == nil {
		i, due, more := take()
		if !more {
			break
		}
		select {
		case <-ctx.Done():
			return own, ctx.Err()
		case <-time.After(time.Until(due)):
		}
		if err := once(c, in, next(i), failed, most); err != nil {
			return own, err
		}
		own = append(own, time.Since(due))
	}
	return own, ctx.Err()
}
