package app

import (
	"context"
	"time"

	"xinheng/internal/disclosure"
	"xinheng/internal/exchange"
	"xinheng/internal/objection"
	"xinheng/internal/pg"
	"xinheng/internal/standing"
)

// object ties objections to what stands above them: which checks leaned on a record, who read it, and how they are told.
func (a *App) object() {
	o := a.Objections
	a.Records.Marked = standing.Marks
	o.Accounts, o.Press = a.Accounts, a.Press
	o.Checked = func(ctx context.Context, db pg.DB, entity, id string) (objection.Object, error) {
		about, err := a.Checks.AboutOf(ctx, db, entity, id)
		return objection.Object{Org: about.Org, Title: about.Matter, Records: about.Records}, err
	}
	// A score that was made here names its model's author, above whom the objection goes. What it counts is not objected to with it:
	// a record is objected to at its own body, and stays marked there.
	o.Scored = func(ctx context.Context, db pg.DB, entity, id string) (objection.Object, bool, error) {
		org, title, _, ok, err := a.Ratings.ScoreOf(ctx, db, entity, id)
		return objection.Object{Org: org, Title: title}, ok && org != "", err
	}
	o.Received = a.received
	o.Tell = func(ctx context.Context, tx pg.Tx, all []objection.Notice) error {
		notices := make([]exchange.Notice, len(all))
		for i, n := range all {
			notices[i] = exchange.Notice{Org: n.Org, Kind: exchange.ReachBack, EntityID: n.EntityID, About: n.Record, Version: n.Version,
				Decision: n.Case, Case: n.Case, Reason: n.Reason, Limit: n.Limit}
		}
		return a.Exchange.Tell(ctx, tx, notices)
	}
	o.Acknowledged = func(ctx context.Context, db pg.DB, caseID string) (map[string]time.Time, error) {
		told, err := a.Exchange.OfCase(ctx, db, caseID, exchange.ReachBack)
		acks := map[string]time.Time{}
		for _, t := range told {
			if t.AcknowledgedAt != nil {
				acks[t.Org] = *t.AcknowledgedAt
			}
		}
		return acks, err
	}
}

// received is everybody who was given an answer that leaned on a record since an instant: by a check, single or in a batch, or
// by reading the file. Consumers of the feed are told of every correction by the sync ledger (reactions.go).
func (a *App) received(ctx context.Context, db pg.DB, entity, recordID string, since time.Time) (out []objection.Recipient, err error) {
	checks, err := a.Checks.LeanedOn(ctx, db, entity, recordID, since)
	if err != nil {
		return nil, err
	}
	readings, err := a.Disclosure.SeenSince(ctx, db, entity, since)
	if err != nil {
		return nil, err
	}
	for _, c := range checks {
		out = append(out, objection.Recipient{Org: c.Org, How: "check", Answer: c.DecisionID, Matter: c.Matter, At: c.At})
	}
	var codes []string
	for i := range readings {
		if readings[i].Kind == disclosure.KindExport {
			continue
		}
		out = append(out, objection.Recipient{Org: readings[i].Org, How: "reading", Answer: readings[i].ID, At: readings[i].At})
	}
	for i := range out {
		codes = append(codes, out[i].Org)
	}
	names, err := a.bodies(ctx, codes)
	for i := range out {
		out[i].Name = names[out[i].Org]
	}
	return out, err
}

// settleObjections is a round; how many it closed is in the cases.
func (a *App) settleObjections(ctx context.Context) error {
	_, err := a.Objections.Settle(ctx)
	return err
}
