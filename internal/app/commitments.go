package app

import (
	"context"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/check"
	"xinheng/internal/commitment"
	"xinheng/internal/exchange"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// commit lets the commitment route rest on the credit check: looked at without a trace before choosing, kept as evidence with
// the signature (F01-2, F01-7).
func (a *App) commit() {
	a.Commitments = commitment.NewDesk(a.Pool, a.Law, a.Sealer, a.Now)
	a.Commitments.Accounts, a.Commitments.Attach, a.Commitments.Education = a.Accounts, a.Attach, a.Education
	a.Commitments.Route = func(ctx context.Context, entity, matter string) (commitment.Route, error) {
		r, err := a.Checks.Preview(ctx, entity, matter)
		return routeOf(r, ""), err
	}
	a.Commitments.Decide = func(ctx context.Context, who access.Actor, entity, matter, caseNo string) (commitment.Route, error) {
		purpose := "approval"
		if m, ok := a.Law.On(workday.Of(a.Now())).Matter(matter); ok && m.Field == "market_entry" {
			purpose = m.Field
		}
		d, err := a.Checks.Decide(ctx, who, check.Request{Matter: matter, Subject: entity, Purpose: purpose, CaseNo: caseNo})
		if err != nil || d.Finding == nil {
			return commitment.Route{Reasons: []commitment.Reason{}}, err
		}
		return routeOf(d.Finding.Route, d.ID), nil
	}
	a.Attach.Register("commitment", a.Commitments.MaySee)
}

func routeOf(r check.Route, decision string) commitment.Route {
	out := commitment.Route{Eligible: r.Eligible, Reasons: []commitment.Reason{}, Basis: []commitment.Cited{}, Decision: decision}
	for _, x := range r.Reasons {
		out.Reasons = append(out.Reasons, commitment.Reason{Why: x.Why, Sentence: x.Sentence, RecordID: x.RecordID})
	}
	for _, c := range r.Basis {
		out.Basis = append(out.Basis, commitment.Cited{Instrument: c.Instrument, Article: c.Article, Text: c.Text})
	}
	return out
}

// issueAtOnce: a commitment in effect is told to the body it is made to, in the same transaction, and it issues at once (F01-4;
// 琼府办〔2021〕4号（一）同步获得许可证件). What is promised to the public is told to nobody in particular.
func (a *App) issueAtOnce(ctx context.Context, tx pg.Tx, e commitment.Event) error {
	if e.Org == "" {
		return nil
	}
	return a.Exchange.Tell(ctx, tx, []exchange.Notice{{Org: e.Org, Kind: exchange.Committed, EntityID: e.EntityID, About: e.ID, Reason: e.Code, Limit: "commitment.issue"}})
}

// commitmentRound lets commitments take effect once they can no longer be taken back.
func (a *App) commitmentRound() jobs.Periodic {
	return jobs.Periodic{
		Name: "commitment.release", When: jobs.Every(time.Minute),
		What: law.Text2{ZH: "可撤回时间已过的承诺生效，并告知接收单位", EN: "Commitments that can no longer be taken back take effect, and their bodies are told"},
		Why:  law.Text2{ZH: "未运行时承诺生效和发证晚些，可撤回时间仍按签署时刻计算", EN: "Without it they take effect later; the time to take one back runs from its signing all the same"},
		Do: func(ctx context.Context) error {
			_, err := a.Commitments.Release(ctx)
			return err
		},
	}
}
