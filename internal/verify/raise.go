package verify

import (
	"context"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/pg"
)

// Raising says how daily supervision came upon a commitment that may be untrue.
type Raising struct {
	EntityID string `json:"entity_id" maxLength:"64"`
	Source   string `json:"source" minLength:"1" maxLength:"2000"`
}

// Raise opens a task for what daily supervision found, of a commitment made to one's own body: one that is exempt, due, or was found
// kept before (在核查或者日常监管中发现承诺不实). The same key again gives the same task.
func (d *Desk) Raise(ctx context.Context, who access.Actor, id string, in Raising, key string) (*caseflow.Case, error) {
	var c *caseflow.Case
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		v, err := lock(ctx, tx, in.EntityID, id)
		if err != nil {
			return err
		}
		switch {
		case v.Org == "" || v.Org != who.Org || who.Firm != "" || v.State == Ended || v.State == Broken:
			return errUnknown
		case v.State == Tasked:
			c, err = d.cases.Find(ctx, tx, v.CaseID)
			return err
		}
		c, err = d.cases.Open(ctx, tx, who, caseflow.Opening{Kind: Kind, Act: Raise, EntityID: v.EntityID, Org: v.Org, Region: v.Region, Key: key,
			Title: "承诺核查 · " + v.Undertaking + " · 日常监管发现", Details: details{Commitment: v.CommitmentID}, Fields: caseflow.Values{"source": in.Source}})
		if err != nil {
			return err
		}
		if err := d.leaves(ctx, tx, v); err != nil {
			return err
		}
		v.State, v.CaseID, v.Outcome, v.EndedOn = Tasked, c.ID, "", 0
		return update(ctx, tx, v)
	})
	return c, err
}
