package seed

import (
	"context"
	"fmt"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/check"
	"xinheng/internal/standing"
	"xinheng/internal/watch"
	"xinheng/internal/workday"
)

// loop has two offices check a firm on the day its errand began and watch its case: what they were told is reported on by one of
// them and owed by the other, and called back when the errand ends in a repair.
func (b *backstage) loop(ctx context.Context, f Firm, report bool) error {
	matter, purpose, err := b.restricting(ctx, f)
	if err != nil || matter == "" {
		return err
	}
	for _, login := range []string{"clerk", "handle"} {
		who := b.people[login]
		d, err := b.checks.Decide(ctx, who, check.Request{Matter: matter, Subject: f.USCC, Purpose: purpose, CaseNo: "示办〔" + workday.Of(b.at).String()[:4] + "〕" + f.USCC[12:] + "号", Watch: true})
		if err != nil {
			return err
		}
		if login == "handle" || !report {
			continue
		}
		owed, _, err := b.watches.Owed(ctx, who, watch.OwedFilter{Decision: d.ID})
		if err != nil || len(owed) != 1 {
			return fmt.Errorf("seed: %s owes %d reports: %w", login, len(owed), err)
		}
		var results []watch.Result
		for _, m := range owed[0].Measures {
			results = append(results, watch.Result{Measure: m.Measure, Applied: true})
		}
		if _, err := b.watches.Report(ctx, who, d.ID, "", results); err != nil {
			return err
		}
	}
	return nil
}

// restricting is the first matter in which something follows for a firm on the day of the story, and what it is checked for.
func (b *backstage) restricting(ctx context.Context, f Firm) (matter, purpose string, err error) {
	on := workday.Of(b.at)
	facts, err := standing.Of(ctx, b.app.Pool, f.USCC)
	if err != nil {
		return "", "", err
	}
	for _, m := range b.app.Law.On(on).Matters() {
		if m.Level == 1 || !slices.Contains([]string{"procurement", "bidding", "subsidy", "honour", "market_entry", "finance", "supervision", "land", "approval"}, m.Field) {
			continue
		}
		if r := b.checks.Judged(check.Again{Subject: f.USCC, Matter: m.Code, On: on}, facts, true, nil); r.Usable && len(r.Told.Effects) > 0 {
			return m.Code, m.Field, nil
		}
	}
	return "", "", nil
}

// acknowledge has the clerk's office acknowledge the first of what was called back; the rest waits in the inbox.
func (b *backstage) acknowledge(ctx context.Context) error {
	all, _, err := b.app.Exchange.Inbox(ctx, b.people["clerk"], "", false)
	if err != nil {
		return err
	}
	for _, n := range all {
		if n.Kind == "lift" {
			_, err := b.app.Exchange.Acknowledge(access.With(ctx, b.people["clerk"]), b.people["clerk"], n.ID)
			return err
		}
	}
	return nil
}
