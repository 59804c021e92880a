package seed

import (
	"context"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/disclosure"
)

// glances are who read what is not public of the demonstration's firm in the year before: days ago, body, purpose, what.
var glances = []struct {
	days    int
	body    Body
	purpose string
	fields  []string
}{
	{310, approval, "approval", []string{"penalty"}},
	{227, planning, "subsidy", []string{"penalty", "licence"}},
	{226, planning, "subsidy", []string{"abnormal"}},
	{140, approval, "market_entry", []string{"penalty"}},
	{96, bureau(places[0], "market"), "supervision", []string{"penalty", "penalty.CF_FRDB"}},
	{33, approval, "approval", []string{"licence"}},
	{12, planning, "bidding", []string{"penalty"}},
	{2, bureau(places[0], "market"), "supervision", []string{"penalty"}}, // not to be shown yet: see the delays of the law data
}

// Glance has the invented bodies read of the demonstration's firm on the days of the story, through the real desk, so that
// whoever signs in for it sees who did. What is there is left as it is.
func Glance(ctx context.Context, a *app.App) error {
	firm := Nth(0).USCC
	if seen, _, err := a.Disclosure.Of(ctx, firm, ""); err != nil || len(seen) > 0 {
		return err
	}
	clock := a.Now()
	desk := disclosure.NewDesk(a.Pool, a.Law, a.Ledger, a.Sealer, func() time.Time { return clock })
	for _, g := range glances {
		clock = a.Now().AddDate(0, 0, -g.days)
		who := access.Actor{ID: "key:demo", Kind: access.KindKey, Org: g.body.USCC, Name: g.body.Name, Scopes: []string{access.SubjectRead}}
		reading := disclosure.Reading{Subject: firm, Fields: g.fields, Purpose: g.purpose, Case: "示例-" + clock.Format("20060102")}
		if err := desk.Read(ctx, who, reading); err != nil {
			return err
		}
	}
	return a.Ledger.Sequence(ctx)
}
