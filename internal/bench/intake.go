package bench

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/record"
	"xinheng/internal/seed"
)

// rowsOf says how many penalties the intake figures use at each size.
var rowsOf = map[seed.Size]int{seed.Village: 10_000, seed.Town: 100_000, seed.Province: 1_000_000}

// intake takes P3 and the batch half of P10: a national CSV end to end against a plain COPY of the very rows it stored
// into an equally indexed table, both timed on one fresh database.
func intake(ctx context.Context, o Options) ([]Figure, error) {
	n := rowsOf[o.Size]
	fmt.Fprintf(o.Log, "bench: taking in %d and %d penalties…\n", n/2, n)
	half, _, err := takeIn(ctx, o, n/2)
	if err != nil {
		return nil, err
	}
	whole, plain, err := takeIn(ctx, o, n)
	if err != nil {
		return nil, err
	}
	speed, growth := float64(plain)/float64(whole), float64(whole)/float64(half)
	perSecond := float64(n) / whole.Seconds()
	return []Figure{
		{"P3", fmt.Sprintf("intake of %d penalties end to end, speed against a plain COPY of the stored rows", n),
			fmt.Sprintf("%.2f × (%.0f rows/s; %s against %s)", speed, perSecond, whole.Round(time.Millisecond), plain.Round(time.Millisecond)), "≥ 0.5 ×", verdict(speed >= 0.5)},
		{"P10", fmt.Sprintf("intake of %d rows against %d", n, n/2), fmt.Sprintf("%.2f ×", growth), "≤ 2.2 ×", verdict(growth <= 2.2)},
	}, nil
}

// takeIn times n penalties through the real desk on a fresh database, then a plain COPY of what they became.
func takeIn(ctx context.Context, o Options, n int) (whole, plain time.Duration, err error) {
	a, err := app.Open(ctx, app.Options{Data: filepath.Join(o.Dir, fmt.Sprintf("intake-%d", n)), Log: o.Log, Demo: true})
	if err != nil {
		return 0, 0, err
	}
	defer a.Close()
	var file bytes.Buffer
	source, err := seed.WritePenalties(&file, a.Law, a.Now(), n)
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	receipt, err := a.Records.Take(ctx, access.CLI(), record.Delivery{Item: "penalty", Source: source.USCC, SourceName: source.Name, Name: "bench.csv", File: bytes.NewReader(file.Bytes())})
	if err != nil {
		return 0, 0, err
	}
	whole = time.Since(began)
	if receipt.Accepted != int64(n) {
		return 0, 0, fmt.Errorf("bench: %d of %d rows were accepted", receipt.Accepted, n)
	}
	plain, err = copyAgain(ctx, a.OwnerURL(), int64(n))
	return whole, plain, err
}
