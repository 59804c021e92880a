package bench

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/rating"
	"xinheng/internal/registry"
	"xinheng/internal/seed"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// rate takes P4: everybody evaluated by the demonstration model, against streaming the same columns in the order of entities to nowhere.
// The evaluation writes its results and their ledger entries; the stream writes nothing.
func rate(ctx context.Context, o Options) ([]Figure, error) {
	a, err := app.Open(ctx, app.Options{Data: filepath.Join(o.Dir, "rating"), Log: o.Log, Demo: true})
	if err != nil {
		return nil, err
	}
	defer a.Close()
	fmt.Fprintf(o.Log, "bench: evaluating the invented %s…\n", o.Size)
	if _, err := seed.TakeIn(ctx, a, o.Size, o.Log); err != nil {
		return nil, err
	}
	m, ok := a.Law.On(workday.Of(a.Now())).RatingModel("sector_demo")
	if !ok {
		return nil, fmt.Errorf("bench: there is no model to evaluate by")
	}
	m.Code = "bench"
	author := access.Actor{ID: "bench", Org: "bench", Name: "bench"}
	v, err := a.Ratings.Draft(ctx, author, m)
	if err != nil {
		return nil, err
	}
	stream, rows, err := streamed(ctx, a)
	if err != nil {
		return nil, err
	}
	signer := access.Actor{ID: "bench signer", Org: author.Org, Name: "bench"}
	run, err := a.Ratings.Impact(ctx, author, m.Code, v.Model.Version)
	if err == nil {
		err = a.Ratings.Finish(ctx, run.ID)
	}
	if err == nil {
		_, err = a.Ratings.Release(ctx, signer, m.Code, v.Model.Version, rating.Releasing{ValidFrom: workday.Of(a.Now()), Reason: "bench"})
	}
	if err == nil {
		run, err = a.Ratings.RunNow(ctx, signer, m.Code)
	}
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := a.Ratings.Finish(ctx, run.ID); err != nil {
		return nil, err
	}
	took := time.Since(began)
	ratio := float64(took) / float64(stream)
	return []Figure{{"P4", fmt.Sprintf("evaluating everybody (%d rows of facts and entities), against streaming the same columns in order to nowhere", rows),
		fmt.Sprintf("%.2f × (%s against %s)", ratio, took.Round(time.Millisecond), stream.Round(time.Millisecond)), "≤ 2 ×", verdict(ratio <= 2)}}, nil
}

// streamed reads what an evaluation reads and does nothing with it.
func streamed(ctx context.Context, a *app.App) (took time.Duration, rows int, err error) {
	const last = "~"
	began := time.Now()
	if err = registry.EachIn(ctx, a.Pool, "", last, func(*registry.Brief) { rows++ }); err == nil {
		err = standing.EachIn(ctx, a.Pool, "", last, func(*standing.Fact) { rows++ })
	}
	return time.Since(began), rows, err
}
