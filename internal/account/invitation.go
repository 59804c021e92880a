package account

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// inviteFor is how long a one-time link is good: long enough to be handed over in person.
const inviteFor = 72 * time.Hour

// Invitation is a one-time link by which a person sets the password of an account. Only its hash is kept.
type Invitation struct {
	Account string    `json:"account"`
	Token   string    `json:"token" doc:"shown once; the person gives it when setting the password"`
	Until   time.Time `json:"until"`
}

// invite makes a link and voids those made before.
func (d *Desk) invite(ctx context.Context, tx pg.Tx, by, account string) (Invitation, error) {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw)
	in := Invitation{Account: account, Token: tokenText.EncodeToString(raw), Until: d.now().Add(inviteFor)}
	if err := voidInvitations(ctx, tx, account, d.now()); err != nil {
		return Invitation{}, err
	}
	return in, insertInvitation(ctx, tx, in, by, d.now())
}

// TakeInvitation uses up a link and says whose it is.
func (d *Desk) TakeInvitation(ctx context.Context, tx pg.Tx, token string) (Account, error) {
	id, err := useInvitation(ctx, tx, hashOf(token), d.now())
	if errors.Is(err, pg.ErrNone) {
		return Account{}, errNoInvitation
	}
	if err != nil {
		return Account{}, err
	}
	a, err := findAccount(ctx, tx, id)
	if err == nil && a.Status != Active {
		err = errNoInvitation
	}
	return a, err
}

var errNoInvitation = fault.New(fault.Missing, "account.no_invitation", "设置链接无效、已使用或已过期；请向系统管理员申请重置。",
	"The set-up link is unknown, used or expired; ask the system administrator for a reset.")
