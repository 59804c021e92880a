package app

import (
	"context"

	"xinheng/internal/exchange"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/rating"
	"xinheng/internal/repair"
	"xinheng/internal/workday"
)

// updateEvaluation is the fourth effect of a repair: the evaluation here has been computed anew by what follows from the changed
// records (reactions.go); it is computed once more for whoever had no record of that kind, noted on the case, and told to whoever
// evaluates elsewhere.
func (a *App) updateEvaluation(ctx context.Context, tx pg.Tx, e repair.Decided) error {
	if _, err := a.Ratings.Evaluate(ctx, tx, []string{e.EntityID}, "repair", e.Case); err != nil {
		return err
	}
	if err := repair.Regraded(ctx, tx, e.EntityID, e.Case, workday.Of(a.Now())); err != nil {
		return err
	}
	return a.Exchange.Reevaluate(ctx, tx, exchange.Publication{EntityID: e.EntityID, ID: e.Case, Version: 1, Case: e.Case, Reason: "repaired", Basis: e.Document,
		Org: e.Org, Region: e.Region})
}

// evaluators are the lines of the sync ledger that tell those who evaluate elsewhere of a repair.
func (a *App) evaluators(ctx context.Context, caseID string) ([]repair.Target, error) {
	return a.linesOf(ctx, caseID, exchange.Rerate)
}

// ratingRound evaluates everybody by the models in force.
func (a *App) ratingRound() jobs.Periodic {
	return jobs.Periodic{
		Name: "rating.run", When: jobs.Daily(4, 40),
		What: law.Text2{ZH: "按现行评价模型对全部主体重新评价，留存有变化的结果并更新模型卡", EN: "Evaluates everybody by the models in force, keeps results that changed and renews the cards of the models"},
		Why:  law.Text2{ZH: "本主体查看时即时计算，修复、更正随其事务重算；未运行时仅留存与模型卡晚一日", EN: "A subject's own view is computed when it is read, and a repair or correction with its transaction; without it kept results and the cards are a day late"},
		Do:   func(ctx context.Context) error { return a.Ratings.Rate(ctx) },
	}
}

// tellRatings leaves a notice with each body that was given a result which is another one now.
func (a *App) tellRatings(ctx context.Context, tx pg.Tx, all []rating.News) error {
	notices := make([]exchange.Notice, len(all))
	for i, n := range all {
		notices[i] = exchange.Notice{Org: n.Org, Kind: exchange.Rated, EntityID: n.Entity, About: n.Agreement, Decision: n.Result, Reason: n.Reason}
	}
	return a.Exchange.Tell(ctx, tx, notices)
}
