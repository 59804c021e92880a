package seed

import (
	"context"
	"fmt"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/law"
	"xinheng/internal/rating"
	"xinheng/internal/workday"
)

// Ratings brings the demonstration model of a sector into force as its body would: drafted by one, compared, signed by another, with numbers
// of the body's own for two firms and an agreement with a bank; then everybody is evaluated once. What is there is left as it is.
func Ratings(ctx context.Context, a *app.App) error {
	author, err := actor(ctx, a, "modeler")
	if err != nil {
		return err
	}
	signer, err := actor(ctx, a, "modelsign")
	if err != nil {
		return err
	}
	all, err := a.Ratings.Registry(ctx, author)
	if err != nil {
		return err
	}
	for _, v := range all {
		if v.Model.Code == sectorModel {
			return nil
		}
	}
	if err := sectorInForce(ctx, a, author, signer); err != nil {
		return fmt.Errorf("seed: the model of a sector: %w", err)
	}
	if err := agreed(ctx, a, author, signer); err != nil {
		return fmt.Errorf("seed: an agreement: %w", err)
	}
	for _, code := range []string{"national", sectorModel} {
		run, err := a.Ratings.RunNow(ctx, access.CLI(), code)
		if err != nil {
			return err
		}
		if err := a.Ratings.Finish(ctx, run.ID); err != nil {
			return err
		}
	}
	return nil
}

// sectorModel is the model of the demonstration.
const sectorModel = "food_demo"

func sectorInForce(ctx context.Context, a *app.App, author, signer access.Actor) error {
	today := workday.Of(a.Now())
	m, ok := a.Law.On(today).RatingModel("sector_demo")
	if !ok {
		return fmt.Errorf("there is no template")
	}
	m.Code, m.Name = sectorModel, law.Text2{ZH: "食品经营示范评价（虚构）", EN: "Demonstration rating of food businesses (invented)"}
	v, err := a.Ratings.Draft(ctx, author, m)
	if err != nil {
		return err
	}
	run, err := a.Ratings.Impact(ctx, author, sectorModel, v.Model.Version)
	if err != nil {
		return err
	}
	if err := a.Ratings.Finish(ctx, run.ID); err != nil {
		return err
	}
	if _, err := a.Ratings.Release(ctx, signer, sectorModel, v.Model.Version, rating.Releasing{ValidFrom: today, Reason: "演示：影响测算已核对（虚构）"}); err != nil {
		return err
	}
	until := today.AddMonths(12)
	if _, err := a.Ratings.Bring(ctx, author, sectorModel, rating.Bringing{Field: "complaints_settled", Rows: []rating.Brought{
		{USCC: Nth(0).USCC, Value: 96, From: today, Until: until}, {USCC: Nth(9).USCC, Value: 71, From: today, Until: until}}}); err != nil {
		return err
	}
	m.Indicators = slices.Clone(m.Indicators)
	m.Indicators[0].Points = -6 // a second version, drafted and compared, waits for a signature
	if v, err = a.Ratings.Draft(ctx, author, m); err != nil {
		return err
	}
	if run, err = a.Ratings.Impact(ctx, author, sectorModel, v.Model.Version); err != nil {
		return err
	}
	return a.Ratings.Finish(ctx, run.ID)
}

func agreed(ctx context.Context, a *app.App, author, signer access.Actor) error {
	today := workday.Of(a.Now())
	agreed, err := a.Ratings.Propose(ctx, author, rating.Proposal{Consumer: bank.USCC, Terms: rating.Terms{Title: "示例银行贷前参考（虚构）", Models: []string{"national", sectorModel},
		Fields: []string{"grade"}, Purpose: "finance", Push: true, From: today, Until: today.AddMonths(12),
		Use: law.Text2{ZH: "仅供本单位贷前参考，不得单独作为拒贷依据，不得转供第三方", EN: "For its own reference before a loan; no refusal rests on it alone, and it is passed on to nobody"}}})
	if err != nil {
		return err
	}
	if _, err = a.Ratings.Sign(ctx, signer, agreed.ID); err != nil {
		return err
	}
	// a second one waits for a signature, so that whoever signs has something to read
	_, err = a.Ratings.Propose(ctx, author, rating.Proposal{Consumer: tourism.USCC, Terms: rating.Terms{Title: "示例协会评优参考（虚构）", Models: []string{sectorModel},
		Fields: []string{"grade", "points"}, Purpose: "honour", From: today, Until: today.AddMonths(6),
		Use: law.Text2{ZH: "仅供会员评优参考，须经企业同意，不得公布分值", EN: "For choosing members to commend, with the consent of the firm; points are not made public"}}})
	return err
}
