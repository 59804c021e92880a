package app

import (
	"context"

	"xinheng/internal/exchange"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/repair"
)

// repairTargets is the sync ledger of a record as a repair shows it: each target that must stop showing it, with time and
// acknowledgement.
func (a *App) repairTargets(ctx context.Context, recordID string) ([]repair.Target, error) {
	return a.linesOf(ctx, recordID, exchange.Delete)
}

func (a *App) linesOf(ctx context.Context, about string, action exchange.Action) ([]repair.Target, error) {
	lines, err := a.Exchange.Of(ctx, about)
	out := []repair.Target{}
	for i := range lines {
		l := &lines[i]
		if l.Action != action {
			continue
		}
		out = append(out, repair.Target{Record: about, Code: l.Target, Name: l.TargetName, State: string(l.State), ToldAt: l.CreatedAt, SentAt: l.SentAt,
			Acknowledged: l.AckedAt, LagSeconds: l.LagSeconds, DueOn: l.DueOn, Late: l.Late, Ticket: l.TicketOpen})
	}
	return out, err
}

// showCommitments tells the public sites of each commitment as it is published now: kept, or broken. What no grant has
// published (a relief for the time being that is taken back) is told to nobody.
func (a *App) showCommitments(ctx context.Context, tx pg.Tx, e repair.Decided) error {
	for _, id := range e.Commitments {
		p, err := a.Repairs.Pledge(ctx, tx, id)
		if fault.KindOf(err) == fault.Missing {
			continue
		}
		if err != nil {
			return err
		}
		version := int32(1)
		if p.Status == "broken" {
			version = 2
		}
		if err := a.Exchange.Publish(ctx, tx, exchange.Publication{EntityID: e.EntityID, ID: id, Version: version, Location: "/commitments/" + id, Case: e.Case,
			Reason: "commitment_" + p.Status, Basis: e.Document, Org: e.Org, Region: e.Region}); err != nil {
			return err
		}
	}
	return nil
}
