package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"xinheng/internal/seed"
)

// pageCost is what P9 says of the pages of a served population.
type pageCost struct {
	load     result
	firstGet int64 // bytes of the workbench before it shows anything, as they go over the wire
}

// pages looks at the portal as one reader after the other does, and loads the workbench once.
func pages(ctx context.Context, addr string, size seed.Size, span time.Duration) (c pageCost, err error) {
	if c.load, err = drive(ctx, addr, 1, span, looks(size)); err != nil {
		return c, err
	}
	if c.load.failed > 0 {
		return c, fmt.Errorf("bench: %d of %d pages were refused", c.load.failed, c.load.requests)
	}
	c.firstGet, err = firstLoad(ctx, "http://"+addr+"/workbench/")
	return c, err
}

// looks are pages of the portal in both languages: half of them files of firms.
func looks(size seed.Size) func(int64) request {
	r := rand.New(rand.NewPCG(11, 11)) //nolint:gosec // a workload, not a secret
	fixed := []string{"/", "/lists", "/measures", "/publicity", "/repair", "/commitments", "/inspections", "/status", "/figures"}
	prepared := make([]request, 512)
	for i := range prepared {
		path := fixed[i/2%len(fixed)]
		firm := seed.Nth(r.IntN(size.Entities()))
		switch {
		case i%8 == 1:
			path = "/search?q=" + url.QueryEscape(firm.Name)
		case i%2 == 1:
			path = "/entities/" + firm.USCC
		}
		if i%3 == 2 {
			path = "/en" + path
		}
		prepared[i] = fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: gzip\r\n\r\n", path)
	}
	return func(i int64) request { return prepared[i%int64(len(prepared))] }
}

var asset = regexp.MustCompile(`(?:src|href)="(/workbench/assets/[^"]+)"`)

// firstLoad adds up a page and all that it says must be there before it shows.
func firstLoad(ctx context.Context, page string) (int64, error) {
	html, n, err := fetched(ctx, page, "identity")
	if err != nil {
		return 0, err
	}
	at, err := url.Parse(page)
	if err != nil {
		return 0, err
	}
	found := asset.FindAllSubmatch(html, -1)
	if len(found) == 0 {
		return 0, errors.New("bench: the workbench names no assets; build it first (make build)")
	}
	for _, m := range found {
		_, more, err := fetched(ctx, at.JoinPath("/../", string(m[1])).String(), "gzip")
		if err != nil {
			return 0, err
		}
		n += more
	}
	return n, nil
}

func fetched(ctx context.Context, address, encoding string) (body []byte, n int64, err error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, 0, err
	}
	q.Header.Set("Accept-Encoding", encoding) // said here, net/http leaves the body as it came
	res, err := http.DefaultClient.Do(q)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return nil, 0, fmt.Errorf("bench: %s answers %s", address, res.Status)
	}
	var b bytes.Buffer
	n, err = b.ReadFrom(res.Body)
	return b.Bytes(), n, err
}

func (c pageCost) figures() []Figure {
	p95 := c.load.quantile(0.95)
	return []Figure{
		{"P9", "pages of the portal, one reader after the other: p95", fmt.Sprintf("%s (p50 %s)", p95.Round(100*time.Microsecond), c.load.quantile(0.5).Round(100*time.Microsecond)), "≤ 20 ms", verdict(p95 <= 20*time.Millisecond)},
		{"P9", "largest of them over the wire", kilobytes(c.load.largest), "≤ 60 kB", verdict(c.load.largest <= 60_000)},
		{"P9", "workbench: bytes over the wire before it shows", kilobytes(c.firstGet), "≤ 350 kB", verdict(c.firstGet <= 350_000)},
	}
}

func kilobytes(n int64) string { return fmt.Sprintf("%.0f kB", float64(n)/1e3) }
