package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"time"

	"xinheng/internal/app"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/seed"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// changes is how often freshness is measured.
const changes = 300

// freshness takes P5: how long after its commit a change of what stands against a firm is seen by checks.
func freshness(ctx context.Context, o Options) ([]Figure, error) {
	fmt.Fprintf(o.Log, "bench: following %d changes…\n", changes)
	a, err := app.Open(ctx, app.Options{Data: filepath.Join(o.Dir, "freshness"), Log: o.Log, Demo: true})
	if err != nil {
		return nil, err
	}
	defer a.Close()
	stop, err := a.Work(ctx)
	if err != nil {
		return nil, err
	}
	defer stop()
	r := rand.New(rand.NewPCG(10, 10)) //nolint:gosec // a workload, not a secret
	var lags []time.Duration
	for i := range changes {
		time.Sleep(time.Duration(r.IntN(60)) * time.Millisecond) // not in step with the sequencer
		lag, err := seenAfter(ctx, a, i)
		if err != nil {
			return nil, err
		}
		lags = append(lags, lag)
	}
	slices.Sort(lags)
	p50, p99 := lags[len(lags)/2], lags[len(lags)*99/100]
	return []Figure{{"P5", "from the commit of a change until checks see it: p99", fmt.Sprintf("%s (p50 %s)", p99.Round(100*time.Microsecond), p50.Round(100*time.Microsecond)),
		"≤ 100 ms", verdict(p99 <= 100*time.Millisecond)}}, nil
}

// seenAfter commits a penalty against a firm of its own and waits until the index has it.
func seenAfter(ctx context.Context, a *app.App, i int) (time.Duration, error) {
	today, firm := workday.Of(a.Now()), seed.Nth(i).USCC
	penalty := record.Record{EntityID: firm, ID: fmt.Sprintf("bench-%d", i), Version: 1, Item: "penalty", Class: law.Penalty, Adverse: true, State: record.Effective,
		Severity: law.General, Title: "示例处罚", Authority: "示例局", DocumentNo: fmt.Sprintf("示罚〔2026〕%d号", i), DecidedOn: today, PublicFrom: today,
		PublicUntil: today.AddDays(300), Publicity: law.Public, SeenAt: a.Now()}
	err := a.Pool.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		entry, err := ledger.Append(ctx, tx, a.Now(), ledger.Act{Kind: "record.batch", Actor: "cli", About: penalty.ID})
		if err != nil {
			return err
		}
		return standing.Apply(ctx, tx, a.Law, record.Changed{EntryID: entry, Records: []record.Record{penalty}})
	})
	if err != nil {
		return 0, err
	}
	for began := time.Now(); ; time.Sleep(100 * time.Microsecond) {
		if facts, _ := a.Index.Facts(firm); len(facts) > 0 {
			return time.Since(began), nil
		}
		if time.Since(began) > 10*time.Second {
			return 0, fmt.Errorf("bench: change %d was not seen within ten seconds", i)
		}
	}
}
