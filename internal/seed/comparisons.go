package seed

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"xinheng/internal/app"
	"xinheng/internal/compare"
	"xinheng/internal/inspection"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Comparisons let the planner compare two ways of drawing on the published draw of the demonstration. Its few visits would say nothing, so
// what visits found is invented here, firm by firm and always the same. What is there is left as it is.
func Comparisons(ctx context.Context, a *app.App) error {
	planner, err := actor(ctx, a, "plan")
	if err != nil {
		return err
	}
	if there, err := a.Comparisons.Mine(ctx, planner); err != nil || len(there) > 0 {
		return err
	}
	all, err := a.Inspection.Published(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(v inspection.View) bool { return v.Org == planner.Org })
	if i < 0 {
		return nil
	}
	desk := compare.NewDesk(a.Pool, a.Law, func() time.Time { return a.Now().AddDate(0, 0, -1) })
	desk.Outcomes = inventedOutcomes
	ask := compare.Asking{Draw: all[i].ID, From: all[i].On, To: workday.Of(a.Now()).AddDays(-2), Seeds: 40}
	for n, w := range triedWays() {
		made, err := desk.AddWay(ctx, planner, w)
		if err != nil {
			return fmt.Errorf("seed: a way: %w", err)
		}
		*[]*compare.Version{&ask.First, &ask.Second}[n] = compare.Version{Code: made.Code, Version: made.Version}
	}
	c, err := desk.Ask(ctx, planner, ask)
	if err != nil {
		return fmt.Errorf("seed: a comparison: %w", err)
	}
	if err := desk.Run(ctx, c.ID); err != nil {
		return fmt.Errorf("seed: a comparison: %w", err)
	}
	return a.Ledger.Sequence(ctx)
}

// triedWays are by class alone, and by class and risk with a floor for every class.
func triedWays() []compare.Way {
	return []compare.Way{
		{Code: "class-only", Name: law.Text2{ZH: "仅按监管级别（虚构）", EN: "By supervision class alone (invented)"}, Ratios: map[string]int64{"A": 30_000, "B": 60_000, "C": 200_000, "D": 500_000}},
		{Code: "class-risk", Name: law.Text2{ZH: "监管级别乘信用风险分类，各级设底数（虚构）", EN: "By class times credit risk, with a floor for every class (invented)"},
			Ratios: map[string]int64{"A": 20_000, "B": 50_000, "C": 200_000, "D": 400_000}, By: "rating_risk", Factors: map[string]int64{"A": 500, "B": 1000, "C": 2000, "D": 2500}, Floor: 5},
	}
}

// inventedOutcomes let three of ten firms have been visited, and three of ten of those have had a problem.
func inventedOutcomes(_ context.Context, _ pg.DB, entities []string, _ string, _, _ workday.Date) (map[string]bool, error) {
	out := map[string]bool{}
	for _, e := range entities {
		if h := sha256.Sum256([]byte("demonstration " + e)); h[0]%10 < 3 {
			out[e] = h[1]%10 < 3
		}
	}
	return out, nil
}
