package seed

import (
	"context"
	"fmt"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/support"
	"xinheng/internal/workday"
)

// Supports lets three firms of the demonstration agree to be matched to the invented policies, and makes the lists of the day; one of those
// they fit is confirmed. What is there is left as it is.
func Supports(ctx context.Context, a *app.App) error {
	officer, err := actor(ctx, a, "decide")
	if err != nil {
		return err
	}
	if there, err := a.Support.Lists(ctx, officer); err != nil || len(there) == 0 || there[0].ID != "" {
		return err
	}
	if err := enrolled(ctx, a); err != nil {
		return fmt.Errorf("seed: policies: %w", err)
	}
	if err := a.Support.Round(ctx); err != nil {
		return err
	}
	if err := a.Support.Finish(ctx); err != nil {
		return err
	}
	fits, err := a.Support.Matches(ctx, officer, "demo_food_investment", "")
	if err != nil || len(fits.Items) == 0 {
		return err
	}
	if _, err := a.Support.Look(ctx, officer, fits.Items[0].ID); err != nil {
		return err
	}
	if _, err := a.Support.Confirm(ctx, officer, fits.Items[0].ID); err != nil {
		return err
	}
	return a.Ledger.Sequence(ctx)
}

// enrolled are the consents: the firm of the demonstration, the firm whose cases are shown, and a food firm nobody signs in for.
func enrolled(ctx context.Context, a *app.App) error {
	firm, err := anyOf(ctx, a, "firm")
	if err != nil {
		return err
	}
	owner, err := anyOf(ctx, a, "owner")
	if err != nil {
		return err
	}
	third := firm
	third.ID, third.Account, third.Org, third.Name = "person:demo-third", "demo-third", Nth(5).USCC, Nth(5).Name
	reform, food := planning.USCC, bureau(places[0], "food").USCC
	until := workday.Of(a.Now()).AddMonths(6)
	for _, x := range []struct {
		who                access.Actor
		org, purpose, size string
	}{
		{firm, reform, "support", ""}, {firm, food, "investment", ""},
		{owner, reform, "support", "micro"}, {owner, food, "investment", "micro"},
		{third, reform, "support", "small"}, {third, food, "investment", "small"},
	} {
		if _, err := a.Support.Enrol(ctx, x.who, support.NewConsent{Org: x.org, Purpose: x.purpose, Size: x.size, Until: until}); err != nil {
			return err
		}
	}
	return nil
}
