package seed

import (
	"context"
	"fmt"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/commitment"
	"xinheng/internal/inspection"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Gatherings let the association of the demonstration gather members, of whom some have confirmed; somebody report that a clause is not
// kept; and the planner have a class table tried. What is there is left as it is.
func Gatherings(ctx context.Context, a *app.App) error {
	b := &backstage{app: a, at: a.Now()}
	desk := commitment.NewDesk(a.Pool, a.Law, a.Sealer, b.now)
	desk.Accounts, desk.Events = a.Accounts, a.Commitments.Events
	assoc, err := actor(ctx, a, "assoc")
	if err != nil {
		return err
	}
	if there, err := desk.Groupings(ctx, assoc); err != nil || len(there) > 0 {
		return err
	}
	if err := b.gather(ctx, desk, assoc); err != nil {
		return fmt.Errorf("seed: members: %w", err)
	}
	if err := b.reported(ctx, desk); err != nil {
		return fmt.Errorf("seed: report: %w", err)
	}
	return b.tried(ctx)
}

// gather asks six firms, of whom two sign.
func (b *backstage) gather(ctx context.Context, desk *commitment.Desk, assoc access.Actor) error {
	var firms []Firm
	var codes []string
	for next := 30; len(firms) < 6; {
		f, err := b.alive(ctx, &next)
		if err != nil {
			return err
		}
		firms, codes = append(firms, f), append(codes, f.USCC)
	}
	b.at = b.day(6, 9)
	g, err := desk.Gather(ctx, assoc, commitment.Gathering{Undertaking: "industry-tourism", Title: "诚信经营、明码标价（示例）", Members: codes, ClosesOn: workday.Of(b.app.Now()).AddDays(24)})
	if err != nil {
		return err
	}
	for i, f := range firms[:2] {
		b.at = b.day(4-i, 10)
		owner, err := b.owner(ctx, f)
		if err != nil {
			return err
		}
		w := commitment.Wanted{Undertaking: "industry-tourism"}
		x, err := desk.Offer(ctx, owner, w)
		if err != nil {
			return err
		}
		if _, err := desk.Sign(ctx, owner, commitment.Signature{Wanted: w, SM3: x.SM3, Ticket: x.Ticket, Grouping: g.ID, Waive: true}, "demo-"+g.ID); err != nil {
			return err
		}
	}
	return nil
}

// reported is a word of somebody about a commitment that is being performed at the approval bureau.
func (b *backstage) reported(ctx context.Context, desk *commitment.Desk) error {
	b.at = b.day(2, 15)
	all, _, err := desk.Column(ctx, commitment.Sought{Kind: "deferred"})
	if err == nil && len(all) == 0 {
		all, _, err = desk.Column(ctx, commitment.Sought{Kind: "approval"})
	}
	for _, p := range all {
		if p.Status == commitment.Performing && len(p.Clauses) > 0 {
			_, err := desk.Report(ctx, p.ID, commitment.Breach{Clause: p.Clauses[len(p.Clauses)/2].ID, Statement: "到店查看，承诺的设施没有开放（示例）。"})
			return err
		}
	}
	return err
}

// tried lets the planner see what it would change to look less closely at firms on a list, and more at the C of the national evaluation.
func (b *backstage) tried(ctx context.Context) error {
	plan, err := actor(ctx, b.app, "plan")
	if err != nil {
		return err
	}
	b.at = b.day(3, 11)
	draws := inspection.NewDesk(b.app.Pool, b.app.Law, b.app.Ledger, b.app.Sealer, b.now)
	table, _ := b.app.Law.On(workday.Of(b.at)).ClassTableOf("general")
	rows := append([]law.ClassRow{}, table.Rows...)
	rows[0].Class = "C"
	rows = append(rows, law.ClassRow{Class: "C", Ratings: []law.ClassGrade{{Item: "rating_national", Grades: []string{"C"}}}, Why: law.Text2{ZH: "全国公共信用综合评价为C（示例）", EN: "national evaluation C (example)"}})
	t, err := draws.Try(ctx, plan, inspection.Trying{Domain: "general", Unknown: table.Unknown, Rows: rows})
	if err != nil {
		return err
	}
	return draws.BacktestAll(ctx, t.ID)
}
