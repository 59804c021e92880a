package commitment

import (
	"context"
	"slices"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/attach"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
)

func (s *signed) has(clause string) bool { return slices.Contains(s.Clauses, clause) }

// Withdrawal says why a commitment that is in effect is taken back.
type Withdrawal struct {
	Reason string `json:"reason" minLength:"1" maxLength:"500"`
}

// Withdraw takes back a commitment that is in effect: one for an approval before anything was issued on it, for the ordinary
// procedure; one to the public at any time, for everybody to see. It stays public as withdrawn.
func (d *Desk) Withdraw(ctx context.Context, who access.Actor, id string, in Withdrawal) (View, error) {
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, c *commitment) error {
		switch {
		case c.State == Withdrawn:
			return nil
		case c.State == Signed:
			return errUndoInstead
		case c.State != Performing:
			return errOver
		case c.PermitNo != "":
			return errIssued
		case strings.TrimSpace(in.Reason) == "":
			return errNoReason
		}
		c.Reason = strings.TrimSpace(in.Reason)
		if err := d.end(ctx, tx, who.ID, c, Withdrawn, "commitment.withdrawn"); err != nil {
			return err
		}
		return d.Events.Ended.Fire(ctx, tx, c.event(d.today()))
	})
}

// Shown is evidence of a condition that is not promised but proved.
type Shown struct {
	Condition  string `json:"condition" maxLength:"64"`
	Attachment string `json:"attachment" maxLength:"64"`
}

// object is the kind of object under which attachments are linked to a commitment.
const object = "commitment"

// Show hands in the evidence of a start condition (F01-5). The paper is held with its hash and can be reused later.
func (d *Desk) Show(ctx context.Context, who access.Actor, id string, in Shown) (View, error) {
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, c *commitment) error {
		u, _ := d.undertaking(&c.signed)
		switch {
		case c.State != Signed && c.State != Performing:
			return errOver
		case !slices.ContainsFunc(u.Evidence(), func(x law.StartCondition) bool { return x.Code == in.Condition }):
			return errNoCondition
		case d.Attach == nil:
			return errNoCondition
		}
		all, err := d.Attach.Link(ctx, tx, who, attach.Link{Kind: object, ID: c.CommitmentID}, in.Attachment)
		if err != nil {
			return err
		}
		sum, err := d.Attach.Digest(ctx, tx, in.Attachment)
		if err != nil {
			return err
		}
		news, err := insertEvidence(ctx, tx, c, evidence{in.Condition, in.Attachment, all[0].Name, sum, d.instant()}, who.ID)
		if err != nil || !news {
			return err
		}
		_, err = ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: "commitment.shown", Actor: who.ID, About: c.CommitmentID,
			Public: map[string]string{"condition": in.Condition, "sha256": sum}})
		return err
	})
}

// MaySee reports whether somebody may read what is linked to a commitment: its firm, and the body it is made to.
func (d *Desk) MaySee(ctx context.Context, db pg.DB, who access.Actor, id string) (bool, error) {
	_, err := d.seen(ctx, db, who, id)
	if faultMissing(err) {
		return false, nil
	}
	return err == nil, err
}

// undertaking is what was offered in the version that was signed for.
func (d *Desk) undertaking(s *signed) (law.Undertaking, bool) {
	return d.law.On(s.UndertakingFrom).Undertaking(s.Undertaking)
}

// complete refuses to issue before every condition that must be shown is.
func (d *Desk) complete(ctx context.Context, db pg.DB, c *commitment) error {
	lines, err := d.checklist(ctx, db, c)
	if err != nil {
		return err
	}
	var open []law.Text2
	for _, l := range lines {
		if !l.Met {
			open = append(open, l.Name)
		}
	}
	if len(open) > 0 {
		return incomplete(open)
	}
	return nil
}

// Check is one line of the checklist of start conditions.
type Check struct {
	law.StartCondition
	Met   bool       `json:"met" doc:"promised, or shown"`
	Shown []evidence `json:"shown,omitempty"`
}

func (d *Desk) checklist(ctx context.Context, db pg.DB, c *commitment) ([]Check, error) {
	u, _ := d.undertaking(&c.signed)
	out := []Check{}
	if len(u.Conditions) == 0 {
		return out, nil
	}
	all, err := evidenceOf(ctx, db, c.EntityID, c.CommitmentID)
	if err != nil {
		return nil, err
	}
	for _, x := range u.Conditions {
		k := Check{StartCondition: x, Met: x.By == "commitment"}
		for _, e := range all {
			if e.Condition == x.Code {
				k.Met, k.Shown = true, append(k.Shown, e)
			}
		}
		out = append(out, k)
	}
	return out, nil
}
