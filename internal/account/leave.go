package account

import (
	"context"
	"strconv"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Leaving is an event of the feed of organisations: somebody left a body, on a day.
type Leaving struct {
	Login string
	Org   string
	On    workday.Date // the first day without the post
}

// Leave ends every post of a person in a body from a day on (S9): at once when the day has come, by date when it has not.
// When it is the body the account belongs to, the account closes. Told again, it changes nothing.
func (d *Desk) Leave(ctx context.Context, who access.Actor, l Leaving) (ended int, err error) {
	if err := need(who, access.OrgFeed); err != nil {
		return 0, err
	}
	if l.On.IsZero() {
		l.On = d.today()
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		a, err := d.leaver(ctx, tx, who, l)
		if err != nil {
			return err
		}
		held, err := postsHeld(ctx, tx, a.ID, d.today())
		if err != nil {
			return err
		}
		for _, p := range held {
			if p.Org != l.Org || !p.Until.IsZero() && p.Until < l.On {
				continue
			}
			ended++
			if err := d.leavePost(ctx, tx, who, p, l.On); err != nil {
				return err
			}
		}
		return d.left(ctx, tx, who, a, l, ended)
	})
	return ended, err
}

// leavePost ends a post by the day of leaving.
func (d *Desk) leavePost(ctx context.Context, tx pg.Tx, who access.Actor, p Post, on workday.Date) error {
	if on > d.today() && p.From < on {
		return untilPost(ctx, tx, p.ID, on-1)
	}
	_, err := endPost(ctx, tx, p.ID, who.ID, d.now(), "left")
	return err
}

// left closes the account when its own body was left, and tells the ledger and whoever holds its sessions.
func (d *Desk) left(ctx context.Context, tx pg.Tx, who access.Actor, a Account, l Leaving, ended int) error {
	now := l.On <= d.today()
	closes := now && a.Org == l.Org && a.Status != Left
	if closes {
		if err := setStatus(ctx, tx, a.ID, Left, d.now()); err != nil {
			return err
		}
	}
	if !closes && ended == 0 {
		return nil
	}
	if now {
		if err := d.Events.Ended.Fire(ctx, tx, Ended{a.ID, "left"}); err != nil {
			return err
		}
	}
	return d.act(ctx, tx, who, "account.left", a.ID, map[string]string{"org": l.Org, "on": l.On.String(), "posts": strconv.Itoa(ended)})
}

// leaver finds who left. A feed speaks for its own body and those below it; of others it learns nothing (S10).
func (d *Desk) leaver(ctx context.Context, tx pg.Tx, who access.Actor, l Leaving) (Account, error) {
	speaks, err := standsUnder(ctx, tx, l.Org, who.Org)
	if err != nil {
		return Account{}, err
	}
	if !speaks && who.Kind != access.KindCLI {
		return Account{}, errNoLeaver
	}
	a, found, err := d.ByLogin(ctx, l.Login)
	if err != nil {
		return Account{}, err
	}
	if !found {
		return Account{}, errNoLeaver
	}
	if err := lockAccount(ctx, tx, a.ID); err != nil {
		return Account{}, err
	}
	belongs, err := hasPostIn(ctx, tx, a.ID, l.Org)
	if err == nil && !belongs && a.Org != l.Org {
		err = errNoLeaver
	}
	return a, err
}

var errNoLeaver = fault.New(fault.Missing, "account.no_leaver", "本机构及下级机构中没有这位人员；请核对登录名与机构代码。",
	"There is nobody of this login in your body or those below it; check login and code.")
