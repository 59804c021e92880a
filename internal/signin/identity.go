package signin

import (
	"context"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// Identities lists the outside identities of an account in an officer's scope.
func (d *Desk) Identities(ctx context.Context, who access.Actor, id string) ([]identity, error) {
	if _, err := d.accounts.Account(ctx, who, id); err != nil {
		return nil, err
	}
	return identitiesOf(ctx, d.db, id)
}

// Link asks that an identity of the outside provider be an account. Whoever can sign in as somebody is somebody, so the
// security administrator approves it (S2).
func (d *Desk) Link(ctx context.Context, who access.Actor, id, subject string) ([]identity, error) {
	if d.provider.cfg.Issuer == "" || subject == "" || len(subject) > 255 || strings.ContainsFunc(subject, func(r rune) bool { return r < ' ' }) {
		return nil, errSubject
	}
	return d.onIdentity(ctx, who, id, "signin.identity", func(ctx context.Context, tx pg.Tx) error {
		return putIdentity(ctx, tx, identity{Issuer: d.provider.cfg.Issuer, Subject: subject, Account: id, AskedBy: who.ID, AskedAt: d.now()})
	})
}

// ApproveLink lets an identity sign in. Never by the one who asked, nor by the one it is about.
func (d *Desk) ApproveLink(ctx context.Context, who access.Actor, id, subject string) ([]identity, error) {
	return d.onIdentity(ctx, who, id, "signin.identity_approved", func(ctx context.Context, tx pg.Tx) error {
		i, err := findIdentity(ctx, tx, d.provider.cfg.Issuer, subject)
		if err != nil {
			return orNone(err, errNoIdentity)
		}
		if i.Account != id || i.ApprovedAt != nil {
			return errNoIdentity
		}
		if err := access.Apart(access.Actor{ID: i.AskedBy}, who); err != nil {
			return err
		}
		if err := access.Apart(access.Actor{ID: "person:" + id}, who); err != nil {
			return err
		}
		_, err = approveIdentity(ctx, tx, i.Issuer, i.Subject, who.ID, d.now())
		return err
	})
}

// Unlink takes an identity from an account, and ends its sessions: they may be of that identity.
func (d *Desk) Unlink(ctx context.Context, who access.Actor, id, subject string) ([]identity, error) {
	return d.onIdentity(ctx, who, id, "signin.identity_removed", func(ctx context.Context, tx pg.Tx) error {
		n, err := dropIdentity(ctx, tx, d.provider.cfg.Issuer, subject, id)
		if err == nil && n == 0 {
			err = errNoIdentity
		}
		if err != nil {
			return err
		}
		return d.EndSessions(ctx, tx, account.Ended{Account: id, Why: "identity"})
	})
}

// onIdentity does something to the identities of an account in scope; the ledger says to whose, not to which.
func (d *Desk) onIdentity(ctx context.Context, who access.Actor, id, kind string, do func(context.Context, pg.Tx) error) ([]identity, error) {
	if _, err := d.accounts.Account(ctx, who, id); err != nil {
		return nil, err
	}
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := do(ctx, tx); err != nil {
			return err
		}
		return d.act(ctx, tx, who.ID, kind, id, map[string]string{})
	})
	if err != nil {
		return nil, err
	}
	return identitiesOf(ctx, d.db, id)
}

var (
	errSubject = fault.New(fault.Invalid, "signin.subject", "外部身份标识（sub）为空或过长，或本平台未启用统一身份登录；请核对。",
		"The subject is empty or too long, or this platform has no outside provider; check it.").At("subject")
	errNoIdentity = fault.New(fault.Missing, "signin.no_identity", "该账号没有这个待办的外部身份；请刷新后核对。", "The account has no such identity; reload and look again.")
)
