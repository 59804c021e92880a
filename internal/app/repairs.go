package app

import (
	"context"

	"xinheng/internal/exchange"
	"xinheng/internal/repair"
)

// repairTargets is the sync ledger of a record as a repair shows it: each target that must stop showing it, with time and
// acknowledgement.
func (a *App) repairTargets(ctx context.Context, recordID string) ([]repair.Target, error) {
	lines, err := a.Exchange.Of(ctx, recordID)
	out := []repair.Target{}
	for i := range lines {
		l := &lines[i]
		if l.Action != exchange.Delete {
			continue
		}
		out = append(out, repair.Target{Record: recordID, Code: l.Target, Name: l.TargetName, State: string(l.State), ToldAt: l.CreatedAt, SentAt: l.SentAt,
			Acknowledged: l.AckedAt, LagSeconds: l.LagSeconds, DueOn: l.DueOn, Late: l.Late, Ticket: l.TicketOpen})
	}
	return out, err
}
