package seed

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/inspection"
	"xinheng/internal/inspection/draw"
	"xinheng/internal/workday"
)

// inspected is the one matter of the demonstration's inspection list.
const inspected = "food.production"

// Draws makes a matter, its inspectors and a plan, and draws it in the open, as the bodies of a province do: a finished draw with
// its proof, and one that waits for the shares of its parties. What is there is left.
func Draws(ctx context.Context, a *app.App) error {
	b := &backstage{app: a, at: a.Now(), people: map[string]access.Actor{}}
	for _, login := range []string{"plan", "lead"} {
		who, err := actor(ctx, a, login)
		if err != nil {
			return err
		}
		b.people[login] = who
	}
	desk := inspection.NewDesk(a.Pool, a.Law, a.Ledger, a.Sealer, b.now)
	desk.Share(a.Inspection)
	if all, err := desk.Draws(ctx, b.people["plan"]); err != nil || len(all) > 0 {
		return err
	}
	b.at = b.day(20, 9)
	plan, err := b.plan(ctx, desk)
	if err != nil {
		return fmt.Errorf("seed: plan: %w", err)
	}
	if err := b.draw(ctx, desk, plan); err != nil {
		return fmt.Errorf("seed: draw: %w", err)
	}
	b.at = b.day(1, 9)
	_, err = b.begin(ctx, desk, plan)
	return err
}

// plan enters what may be inspected and by whom, and publishes a plan.
func (b *backstage) plan(ctx context.Context, desk *inspection.Desk) (inspection.Plan, error) {
	planner, today := b.people["plan"], workday.Of(b.at)
	_, err := desk.PutMatter(ctx, planner, inspection.Matter{Code: inspected, NameZH: "食品生产经营监督检查（示例）", NameEN: "Food production and trade (example)", Domain: "market.food", Kind: "key",
		Basis: "《食品生产经营监督检查管理办法》第二十一条", Active: true})
	if err != nil {
		return inspection.Plan{}, err
	}
	for _, login := range []string{"inspect", "inspect2"} {
		who, _, err := b.app.Accounts.ByLogin(ctx, login)
		if err != nil {
			return inspection.Plan{}, err
		}
		_, err = desk.PutInspector(ctx, planner, inspection.Inspector{Account: who.ID, Duty: "检查员（示例）", Certificate: "示例执法证-" + login, CertificateUntil: today.AddMonths(24), Active: true})
		if err != nil {
			return inspection.Plan{}, err
		}
	}
	p, err := desk.PutPlan(ctx, planner, inspection.Plan{Matter: inspected, Year: int32(today.Year()), FirstOn: today.AddDays(5), LastOn: lastOf(today),
		Ratios: map[string]inspection.Ratio{"A": {PPM: 30_000}, "B": {PPM: 60_000}, "C": {PPM: 200_000}, "D": {PPM: 500_000}}})
	if err != nil {
		return p, err
	}
	return desk.PublishPlan(ctx, planner, p.ID)
}

// lastOf is the last day of the year of a day: plans do not reach beyond theirs.
func lastOf(d workday.Date) workday.Date { return workday.New(d.Year(), 12, 31) }

func (b *backstage) begin(ctx context.Context, desk *inspection.Desk, p inspection.Plan) (inspection.View, error) {
	v, err := desk.Begin(ctx, b.people["plan"], p.ID, []string{b.people["plan"].Org, b.people["lead"].Org})
	if err != nil {
		return v, err
	}
	if err := desk.Gather(ctx, v.ID); err != nil {
		return v, err
	}
	return desk.Draw(ctx, b.people["plan"], v.ID)
}

// draw goes all the way: commitments, root, shares, result, publication; the ledger places each before the next.
func (b *backstage) draw(ctx context.Context, desk *inspection.Desk, p inspection.Plan) error {
	v, err := b.begin(ctx, desk, p)
	if err != nil {
		return err
	}
	setup, err := draw.ParseHash(v.SetupHash)
	if err != nil {
		return err
	}
	parties := []access.Actor{b.people["plan"], b.people["lead"]}
	share := func(who access.Actor) draw.Hash { return sha256.Sum256([]byte("demonstration " + who.Org + v.ID)) }
	placed := func(_ inspection.View, err error) error { return errors.Join(err, b.app.Ledger.Sequence(ctx)) }
	for _, who := range parties {
		if err := placed(desk.Commit(ctx, who, v.ID, draw.Commitment(setup, who.Org, share(who)).String())); err != nil {
			return err
		}
	}
	if err := placed(desk.Root(ctx, parties[0], v.ID)); err != nil {
		return err
	}
	for _, who := range parties {
		if err := placed(desk.Reveal(ctx, who, v.ID, share(who).String())); err != nil {
			return err
		}
	}
	if err := placed(desk.Run(ctx, parties[0], v.ID)); err != nil {
		return err
	}
	return placed(desk.Publish(ctx, parties[0], v.ID))
}
