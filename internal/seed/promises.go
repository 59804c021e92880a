package seed

import (
	"context"
	"fmt"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/app"
	"xinheng/internal/commitment"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// promise is a commitment of the demonstration: of which undertaking, how many days ago, and what became of it.
type promise struct {
	undertaking string
	ago         int
	permit      string
	end         commitment.State
	clause      string // that was broken
}

// promised stand one in each status a newcomer should see.
var promised = []promise{
	{undertaking: "travel-agency", ago: 40, permit: "L-HAN-示例0001", end: commitment.Kept},
	{undertaking: "road-transport", ago: 75, permit: "琼交运示例0002", end: commitment.Broken, clause: "meets"},
	{undertaking: "fire-check", ago: 20, permit: "琼消安示例0003", end: commitment.Performing},
	{undertaking: "labour-dispatch", ago: 12, end: commitment.Withdrawn},
	{undertaking: "own-quality", ago: 30, end: commitment.Performing},
	{undertaking: "own-quality", ago: 90, end: commitment.Broken, clause: "aftercare"},
	{undertaking: "public-place-hygiene", ago: 3, end: commitment.Undone},
	{undertaking: "ip-agency", ago: 0, end: commitment.Signed},
}

// Promises gives the demonstration its commitments, through the real desk, on the days of the story. What is there is left as it is.
func Promises(ctx context.Context, a *app.App) error {
	b := &backstage{app: a, at: a.Now()}
	desk := commitment.NewDesk(a.Pool, a.Law, a.Sealer, func() time.Time { return b.at })
	desk.Accounts, desk.Events = a.Accounts, a.Commitments.Events
	if there, _, err := desk.Column(ctx, commitment.Sought{Limit: 1}); err != nil || len(there) > 0 {
		return err
	}
	lead, err := actor(ctx, a, "lead")
	if err != nil {
		return err
	}
	clerk, err := actor(ctx, a, "clerk")
	if err != nil {
		return err
	}
	b.people = map[string]access.Actor{"lead": lead, "clerk": clerk}
	if err := b.receivers(ctx, desk); err != nil {
		return err
	}
	next := 10
	for i, p := range promised {
		f, err := b.alive(ctx, &next)
		if err == nil {
			err = b.promise(ctx, desk, f, p)
		}
		if err != nil {
			return fmt.Errorf("seed: commitment %d (%s): %w", i, p.undertaking, err)
		}
	}
	return a.Ledger.Sequence(ctx)
}

// receivers: the approval bureau of the demonstration takes everything in.
func (b *backstage) receivers(ctx context.Context, desk *commitment.Desk) error {
	for _, u := range b.app.Law.On(workday.Of(b.app.Now())).Undertakings() {
		if u.Kind == law.ForIndustry || u.Kind == law.ForOwn {
			continue
		}
		t := commitment.Taking{Undertaking: u.Code, Org: approval.USCC, Since: u.From}
		if _, err := desk.Take(ctx, b.people["lead"], t); err != nil {
			return err
		}
	}
	return nil
}

// alive is the next firm of the village that is in business.
func (b *backstage) alive(ctx context.Context, next *int) (Firm, error) {
	for *next < Village.Entities() {
		f := Nth(*next)
		*next++
		if e, err := registry.Find(ctx, b.app.Pool, f.USCC); err != nil || e.Status == "registered" {
			return f, err
		}
	}
	return Firm{}, fmt.Errorf("seed: the village has too few firms in business")
}

// promise signs one commitment and lets become of it what its row says.
func (b *backstage) promise(ctx context.Context, desk *commitment.Desk, f Firm, p promise) error {
	b.at = b.day(p.ago, 9)
	if p.ago == 0 {
		b.at = b.app.Now().Add(-time.Minute)
	}
	owner, err := b.owner(ctx, f)
	if err != nil {
		return err
	}
	w := commitment.Wanted{Undertaking: p.undertaking, Org: approval.USCC}
	x, err := desk.Offer(ctx, owner, w)
	if err != nil {
		return err
	}
	b.at = b.at.Add(40 * time.Second) // read before it is signed
	v, err := desk.Sign(ctx, owner, commitment.Signature{Wanted: w, SM3: x.SM3, Ticket: x.Ticket}, "demo-"+p.undertaking)
	if err != nil || p.end == commitment.Signed {
		return err
	}
	if p.end == commitment.Undone {
		b.at = b.at.Add(2 * time.Minute)
		_, err = desk.Undo(ctx, owner, v.ID)
		return err
	}
	b.at = b.at.Add(time.Minute)
	if _, err = desk.Waive(ctx, owner, v.ID); err != nil {
		return err
	}
	if p.permit != "" {
		b.at = b.at.Add(90 * time.Second)
		if _, err = desk.Issue(ctx, b.people["clerk"], v.ID, commitment.Permit{Number: p.permit}); err != nil {
			return err
		}
	}
	return b.ended(ctx, desk, owner, v, p)
}

// ended lets a commitment be found kept or broken, or be withdrawn.
func (b *backstage) ended(ctx context.Context, desk *commitment.Desk, owner access.Actor, v commitment.View, p promise) error {
	b.at = b.day(p.ago-p.ago/3, 10)
	switch p.end {
	case commitment.Withdrawn:
		_, err := desk.Withdraw(ctx, owner, v.ID, commitment.Withdrawal{Reason: "改按一般程序办理（示例）。"})
		return err
	case commitment.Kept, commitment.Broken:
		return b.app.Pool.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
			f := commitment.Finding{EntityID: v.EntityID, ID: v.ID, Org: commitment.Body{Code: approval.USCC}, On: workday.Of(b.at), Clause: p.clause}
			if p.clause != "" {
				f.Document = "示例核〔2026〕7号"
			}
			return desk.Conclude(ctx, tx, b.people["clerk"], f)
		})
	}
	return nil
}
