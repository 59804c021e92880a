package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sort"
	"sync"
	"sync/atomic"
	"time"
)

// request is one prepared HTTP/1.1 request, byte for byte: the client must cost as little as it can.
type request []byte

func post(path, key, body string) request {
	return fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", path, key, len(body), body)
}

// get asks as a system with a key: what anybody may ask without one is held to a rate for each address.
func get(path, key string) request {
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\n\r\n", path, key)
}

// result of one load.
type result struct {
	requests  int64
	failed    int64
	took      time.Duration
	latencies []time.Duration // sorted
	largest   int64           // bytes of the largest body
}

func (r result) perSecond() float64 { return float64(r.requests) / r.took.Seconds() }

func (r result) quantile(q float64) time.Duration {
	if len(r.latencies) == 0 {
		return 0
	}
	return r.latencies[min(int(q*float64(len(r.latencies))), len(r.latencies)-1)]
}

// drive sends the requests over and over on a number of connections for a time. next must be safe for concurrent use.
func drive(ctx context.Context, addr string, connections int, span time.Duration, next func(i int64) request) (result, error) {
	var (
		out    result
		sent   atomic.Int64
		failed atomic.Int64
		most   atomic.Int64
		mu     sync.Mutex
		wg     sync.WaitGroup
		first  error
	)
	start := time.Now()
	for range connections {
		wg.Go(func() {
			own, err := converse(ctx, addr, start.Add(span), func() request { return next(sent.Add(1)) }, &failed, &most)
			mu.Lock()
			defer mu.Unlock()
			out.latencies = append(out.latencies, own...)
			if err != nil && first == nil {
				first = err
			}
		})
	}
	wg.Wait()
	out.took, out.requests, out.failed = time.Since(start), int64(len(out.latencies)), failed.Load()
	out.largest = most.Load()
	sort.Slice(out.latencies, func(i, j int) bool { return out.latencies[i] < out.latencies[j] })
	return out, first
}

func converse(ctx context.Context, addr string, until time.Time, next func() request, failed, most *atomic.Int64) ([]time.Duration, error) {
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	defer func() { _ = c.Close() }()
	in := bufio.NewReaderSize(c, 64<<10)
	var own []time.Duration
	for ctx.Err() == nil {
		began := time.Now()
		if began.After(until) {
			break
		}
		if err := once(c, in, next(), failed, most); err != nil {
			return own, err
		}
		own = append(own, time.Since(began))
	}
	return own, ctx.Err()
}

// once sends a request and reads its answer to the end.
func once(c net.Conn, in *bufio.Reader, r request, failed, most *atomic.Int64) error {
	if _, err := c.Write(r); err != nil {
		return err
	}
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		return err
	}
	n, err := io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		failed.Add(1)
	}
	for was := most.Load(); n > was && !most.CompareAndSwap(was, n); was = most.Load() {
	}
	return nil
}
