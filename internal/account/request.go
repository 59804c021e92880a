package account

import (
	"cmp"
	"context"
	"errors"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// What may be asked for an account. Two officers are needed for each; ending the rights of an ordinary account at once is
// the one thing the system administrator may do alone.
const (
	AskOpen    = "open"
	AskReset   = "reset"   // password and second factor anew
	AskReopen  = "reopen"  // after a suspension
	AskSuspend = "suspend" // of one of the three officers
	AskUnlink  = "unlink"  // of the natural person the account was verified to be
)

// mustBe is the state an account is asked about in. A verified identity is taken from an account in any state: the person may
// need it for another.
var mustBe = map[string]string{AskOpen: Requested, AskReset: Active, AskReopen: Suspended, AskSuspend: Active}

func fits(kind, status string) bool {
	return kind == AskUnlink && status != Requested || mustBe[kind] == status
}

// Request is something asked for an account.
type Request struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind" enum:"open,reset,reopen,suspend,unlink"`
	Reason  string    `json:"reason"`
	AskedBy string    `json:"asked_by"`
	AskedAt time.Time `json:"asked_at"`
}

func (d *Desk) ask(ctx context.Context, tx pg.Tx, who access.Actor, account, kind, reason string) error {
	id, err := newID()
	if err != nil {
		return err
	}
	return insertRequest(ctx, tx, account, Request{ID: id, Kind: kind, Reason: reason, AskedBy: who.ID, AskedAt: d.now()})
}

// AskFor asks for a reset, a reopening or an officer's suspension.
func (d *Desk) AskFor(ctx context.Context, who access.Actor, id, kind, reason string) (Account, error) {
	if err := need(who, access.AccountRequest); err != nil {
		return Account{}, err
	}
	if reason = oneLine(reason); reason == "" || len(reason) > 1500 {
		return Account{}, errReason
	}
	if kind != AskReset && kind != AskReopen && kind != AskSuspend && kind != AskUnlink {
		return Account{}, invalid("account.request_kind", "kind", "可申请的事项：reset 重置、reopen 恢复、suspend 停用、unlink 解除实名核验。",
			"What may be asked: reset, reopen, suspend, unlink.")
	}
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, a Account) error {
		if !fits(kind, a.Status) {
			return errState
		}
		if kind == AskUnlink {
			if held, err := d.verifiedOf(ctx, tx, id); err != nil || held.ID == "" {
				return cmp.Or(err, error(errNotVerified))
			}
		}
		if err := d.ask(ctx, tx, who, id, kind, reason); err != nil {
			return err
		}
		return d.act(ctx, tx, who, "account.request", id, map[string]string{"what": kind})
	})
}

// change does something to an account that others keep their hands off meanwhile, and gives what it has become.
func (d *Desk) change(ctx context.Context, who access.Actor, id string, do func(context.Context, pg.Tx, Account) error) (Account, error) {
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		a, err := d.holdAccount(ctx, tx, who, id)
		if err != nil {
			return err
		}
		return do(ctx, tx, a)
	})
	if err != nil {
		return Account{}, err
	}
	return findAccount(ctx, d.db, id)
}

// Decide approves or refuses what was asked for an account (S2: never the one who asked, nor the one it is about). An
// approved opening or reset gives a one-time link, shown to the one who approved and to nobody again.
func (d *Desk) Decide(ctx context.Context, who access.Actor, id string, approve bool, why string) (a Account, link Invitation, err error) {
	if err := need(who, access.AccountApprove); err != nil {
		return Account{}, Invitation{}, err
	}
	if why = oneLine(why); len(why) > 1500 || !approve && why == "" {
		return Account{}, Invitation{}, errReason
	}
	a, err = d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, a Account) error {
		asked, err := openRequest(ctx, tx, id)
		if errors.Is(err, pg.ErrNone) {
			return errNothingAsked
		}
		if err != nil {
			return err
		}
		if err := apart(asked, who, id); err != nil {
			return err
		}
		if !fits(asked.Kind, a.Status) {
			return errState
		}
		if err := decideRequest(ctx, tx, asked.ID, who.ID, d.now(), approve, why); err != nil {
			return err
		}
		public := map[string]string{"what": asked.Kind, "request": asked.ID}
		if !approve {
			return d.refuse(ctx, tx, who, id, asked.Kind, public)
		}
		if link, err = d.carryOut(ctx, tx, who, id, asked.Kind); err != nil {
			return err
		}
		return d.act(ctx, tx, who, "account.approve", id, public)
	})
	return a, link, err
}

// apart keeps asking and deciding with two people, and both away from the one it is about.
func apart(asked Request, who access.Actor, subject string) error {
	if err := access.Apart(access.Actor{ID: asked.AskedBy}, who); err != nil {
		return err
	}
	return access.Apart(access.Actor{ID: actorID(subject)}, who)
}

func (d *Desk) refuse(ctx context.Context, tx pg.Tx, who access.Actor, id, kind string, public map[string]string) error {
	if kind == AskOpen {
		if err := setStatus(ctx, tx, id, Refused, d.now()); err != nil {
			return err
		}
	}
	return d.act(ctx, tx, who, "account.refuse", id, public)
}

// carryOut does what was approved.
func (d *Desk) carryOut(ctx context.Context, tx pg.Tx, who access.Actor, id, kind string) (link Invitation, err error) {
	switch kind {
	case AskOpen:
		if err := setStatus(ctx, tx, id, Active, d.now()); err != nil {
			return link, err
		}
		return d.invite(ctx, tx, who.ID, id)
	case AskReset:
		if err := d.Events.Reset.Fire(ctx, tx, Reset{id}); err != nil {
			return link, err
		}
		return d.invite(ctx, tx, who.ID, id)
	case AskReopen:
		return link, setStatus(ctx, tx, id, Active, d.now())
	case AskUnlink:
		return link, d.untie(ctx, tx, who, id)
	default:
		return link, d.suspend(ctx, tx, id)
	}
}

func (d *Desk) suspend(ctx context.Context, tx pg.Tx, id string) error {
	if err := setStatus(ctx, tx, id, Suspended, d.now()); err != nil {
		return err
	}
	return d.Events.Ended.Fire(ctx, tx, Ended{id, "suspended"})
}

// Suspend takes an ordinary account out of use at once. One of the three officers is suspended by two (AskFor): nobody
// silences an auditor alone.
func (d *Desk) Suspend(ctx context.Context, who access.Actor, id string) (Account, error) {
	if err := need(who, access.AccountRequest); err != nil {
		return Account{}, err
	}
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, a Account) error {
		held, err := rolesHeld(ctx, tx, id, d.today())
		if err != nil {
			return err
		}
		switch {
		case a.Status != Active:
			return errState
		case hasOfficer(held):
			return fault.New(fault.Conflict, "account.officer_by_two", "停用三员账号须由系统管理员申请、安全管理员批准；请改为提交停用申请（suspend）。",
				"One of the three officers is suspended by two people; ask for it (suspend) and have it approved.")
		}
		if err := d.suspend(ctx, tx, id); err != nil {
			return err
		}
		return d.act(ctx, tx, who, "account.suspend", id, map[string]string{})
	})
}

var (
	errState = fault.New(fault.Conflict, "account.state", "账号当前的状态不能办理这一事项；请刷新后核对状态。",
		"The account is not in the state this needs; reload it and look at its state.")
	errNothingAsked = fault.New(fault.Conflict, "account.nothing_asked", "该账号没有待批的申请，或已由他人办结；请刷新后核对。",
		"Nothing is waiting to be decided for this account, or somebody else has decided it; reload it.")
)
