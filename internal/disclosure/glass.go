package disclosure

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Glass is an emergency access that one person asks for and another opens (S7). It closes by itself; every reading through
// it says so, waits in the auditor's queue with its reason, and is shown to the subject after the delay.
type Glass struct {
	ID         string     `json:"id"`
	At         time.Time  `json:"at"`
	Actor      string     `json:"actor" doc:"who asked, and may read"`
	ActorName  string     `json:"actor_name,omitempty" db:"-"`
	OpenerName string     `json:"opener_name,omitempty" db:"-"`
	Org        string     `json:"org"`
	Subject    string     `json:"subject,omitempty" doc:"the entity it is limited to"`
	Reason     string     `json:"reason"`
	OpenedAt   *time.Time `json:"opened_at,omitempty"`
	Opener     *string    `json:"opened_by,omitempty"`
	Until      *time.Time `json:"until,omitempty"`
	ClosedAt   *time.Time `json:"closed_at,omitempty"`
	State      GlassState `json:"state" db:"-"`
}

// GlassState is what a glass is at an instant.
type GlassState string

const (
	GlassAsked   GlassState = "asked"   // waits for the second person
	GlassOpen    GlassState = "open"    //
	GlassClosed  GlassState = "closed"  // its time is over, or it was closed before
	GlassExpired GlassState = "expired" // nobody opened it in time
)

// On is the state at an instant. What nobody has opened within the time it would be open for is no emergency any more.
func (g Glass) On(now time.Time, life time.Duration) GlassState {
	switch {
	case g.Until == nil && now.Before(g.At.Add(life)):
		return GlassAsked
	case g.Until == nil:
		return GlassExpired
	case g.ClosedAt == nil && now.Before(*g.Until):
		return GlassOpen
	}
	return GlassClosed
}

// lets says whether an actor may read of a subject through the glass now: only whoever asked for it.
func (g Glass) lets(actor access.Actor, subject string, now time.Time) bool {
	return g.Actor == actor.ID && (g.Subject == "" || g.Subject == subject) && g.On(now, 0) == GlassOpen
}

var errNoGlass = fault.New(fault.Forbidden, "disclosure.glass_closed", "应急查看未开启、已关闭、不是您申请的，或不包含该主体；请重新申请并由另一人批准。",
	"The glass is not open, is not yours, or does not cover this subject; ask for one and have another person open it.")

// AskGlass asks to break the glass. Nothing is open yet.
func (d *Desk) AskGlass(ctx context.Context, actor access.Actor, subject, reason string) (g Glass, err error) {
	if reason = strings.TrimSpace(reason); len([]rune(reason)) < 10 {
		return g, errNoReason
	}
	g = Glass{ID: number("G", d.now()), At: d.now().Truncate(time.Microsecond), Actor: actor.ID, Org: actor.Org, Subject: subject, Reason: reason, State: GlassAsked}
	return g, d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertGlass(ctx, tx, g); err != nil {
			return err
		}
		return d.act(ctx, tx, "glass.ask", actor.ID, g.ID, nil)
	})
}

var errNoReason = fault.New(fault.Invalid, "disclosure.no_reason", "请写明理由（不少于十个字），审计人员会看到。",
	"Give the reason, in at least ten characters; the auditor will see it.").At("reason")

// OpenGlass is the second person's yes. From here the auditor knows.
func (d *Desk) OpenGlass(ctx context.Context, actor access.Actor, id string) (g Glass, err error) {
	now := d.now().Truncate(time.Microsecond)
	life, err := d.glassLife(now)
	if err != nil {
		return g, err
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if g, err = findGlass(ctx, tx, id); err != nil {
			return err
		}
		if here, err := d.within(ctx, actor, g.Org); err != nil || !here {
			return orUnknown(err, errUnknownGlass)
		}
		if err := access.Apart(access.Actor{ID: g.Actor}, actor); err != nil {
			return err
		}
		if g.On(now, life) != GlassAsked {
			return errGlassOver
		}
		until := now.Add(life)
		g.OpenedAt, g.Opener, g.Until, g.State = &now, &actor.ID, &until, GlassOpen
		if err := insertGlassOpening(ctx, tx, id, now, actor.ID, until); err != nil {
			return err
		}
		if err := d.queue(ctx, tx, item{Kind: "glass", Actor: g.Actor, Org: g.Org, About: id, Evidence: map[string]string{
			"opened_by": actor.ID, "until": until.UTC().Format(time.RFC3339), "reason": g.Reason, "subject": g.Subject}}); err != nil {
			return err
		}
		return d.act(ctx, tx, "glass.open", actor.ID, id, map[string]string{"asked_by": g.Actor, "until": until.UTC().Format(time.RFC3339)})
	})
	return g, err
}

var (
	errGlassOver = fault.New(fault.Conflict, "disclosure.glass_over", "该申请已开启或已过时；如仍需要，请重新申请。",
		"This request was opened already or came to nothing; ask anew if it is still needed.")
	errGlassNotOpen = fault.New(fault.Conflict, "disclosure.glass_not_open", "应急查看并未开启或已关闭；无需再关闭。",
		"The glass is not open; there is nothing to close.")
)

// CloseGlass ends it before its time: either of the two people may.
func (d *Desk) CloseGlass(ctx context.Context, actor access.Actor, id string) error {
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		g, err := findGlass(ctx, tx, id)
		if err != nil {
			return err
		}
		if g.Actor != actor.ID && (g.Opener == nil || *g.Opener != actor.ID) {
			return errUnknownGlass
		}
		if g.On(d.now(), 0) != GlassOpen {
			return errGlassNotOpen
		}
		if err := insertGlassClosing(ctx, tx, id, d.now(), actor.ID); err != nil {
			return err
		}
		return d.act(ctx, tx, "glass.close", actor.ID, id, nil)
	})
}

var errUnknownGlass = fault.New(fault.Missing, "disclosure.unknown_glass", "没有这一应急查看申请；请核对编号。", "There is no such request to break the glass; compare its number.")

// Glasses lists requests, newest first, at most a hundred: the newest are what anybody acts on.
func (d *Desk) Glasses(ctx context.Context) ([]Glass, error) {
	life, err := d.glassLife(d.now())
	if err != nil {
		return nil, err
	}
	all, err := listGlasses(ctx, d.db, 100)
	for i := range all {
		all[i].State = all[i].On(d.now(), life)
	}
	return all, err
}

func (d *Desk) glassLife(at time.Time) (time.Duration, error) {
	hours, err := d.limit(at, "disclosure.glass")
	return time.Duration(hours) * time.Hour, err
}

// number is what people call a thing by: E-20261122-7F3K0Q9X.
func number(kind string, at time.Time) string {
	return kind + "-" + at.In(workday.Shanghai).Format("20060102") + "-" + rand.Text()[:10]
}
