package app

import (
	"context"

	"xinheng/internal/differ"
	"xinheng/internal/exchange"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
)

// settled applies what was found right to the thing it is about, and tells the bodies that said otherwise to correct what they hold, in the
// transaction of the resolution (F21-6). A record gets its next version in the name of the body that decided it; the log keeps who resolved.
func (a *App) settled(ctx context.Context, tx pg.Tx, s differ.Settled) error {
	if s.Changes {
		if err := a.applySettled(ctx, tx, &s); err != nil {
			return err
		}
	}
	notices := make([]exchange.Notice, len(s.Wrong))
	for i, org := range s.Wrong {
		notices[i] = exchange.Notice{Org: org, Kind: exchange.Correction, EntityID: s.EntityID, About: s.ID, Reason: "source_difference",
			Source: s.Owner, SourceRegion: s.Region}
	}
	return a.Exchange.Tell(ctx, tx, notices)
}

func (a *App) applySettled(ctx context.Context, tx pg.Tx, s *differ.Settled) error {
	if s.About == "" {
		return registry.Amend(ctx, tx, s.EntityID, s.Field, s.Value)
	}
	owner := s.Actor
	owner.Org = s.Owner
	_, err := a.Records.Correct(ctx, tx, owner, s.ID, s.EntityID, s.About, map[string]string{s.Field: s.Value})
	return err
}
