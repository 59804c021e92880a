package account

import (
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// First is how a platform begins: its operating body and the people who are to be its three officers.
type First struct {
	Org    Org
	People map[string]Invitee // by role: R26, R27, R28
}

// Invitee is a person who gets one of the first accounts.
type Invitee struct{ Login, Name string }

// Officer is one of the first accounts, with the link its person sets a password by.
type Officer struct {
	Role  string     `json:"role"`
	Login string     `json:"login"`
	Link  Invitation `json:"link"`
}

// Bootstrap makes the first of the three officers (三员), for whom there is nobody to ask and nobody to approve. It fills
// only roles that nobody holds, so it is no way around the two who decide once they are there.
func (d *Desk) Bootstrap(ctx context.Context, f First) (made []Officer, err error) {
	org, bad := d.check(f.Org)
	if bad != nil {
		return nil, bad
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := lockFirst(ctx, tx); err != nil {
			return err
		}
		if _, err := putOrgs(ctx, tx, []Org{org}, d.now()); err != nil {
			return err
		}
		for _, role := range []string{access.SystemAdministrator, access.SecurityOfficer, access.Auditor} {
			person, given := f.People[role]
			if !given {
				continue
			}
			o, err := d.first(ctx, tx, org, role, person)
			if err != nil {
				return err
			}
			made = append(made, o)
		}
		return nil
	})
	if err == nil && len(made) == 0 {
		err = fault.New(fault.Invalid, "account.nobody", "请至少写明一位三员的登录名与姓名。", "Name at least one of the three officers.")
	}
	return made, err
}

func (d *Desk) first(ctx context.Context, tx pg.Tx, org Org, role string, person Invitee) (Officer, error) {
	holders, err := holdersOf(ctx, tx, role, d.today())
	if err != nil {
		return Officer{}, err
	}
	if len(holders) > 0 {
		return Officer{}, fault.New(fault.Conflict, "account.not_first", "该三员岗位已有人担任（"+role+"）；请由系统管理员申请、安全管理员审批开立账号。",
			"Somebody holds this officer's post already ("+role+"); have the account asked for and approved by the officers.")
	}
	n, err := NewAccount{Login: person.Login, Name: person.Name, Org: org.ID, Region: org.Region, Reason: "bootstrap"}.tidy()
	if err != nil {
		return Officer{}, err
	}
	id, err := newID()
	if err != nil {
		return Officer{}, err
	}
	who := access.CLI()
	if err := insertAccount(ctx, tx, id, n, Active, who.ID, d.now()); err != nil {
		return Officer{}, err
	}
	if err := d.act(ctx, tx, who, "account.bootstrap", id, map[string]string{"org": org.ID, "role": role}); err != nil {
		return Officer{}, err
	}
	if _, err := d.grant(ctx, tx, who, id, NewPost{Org: org.ID, Role: role, Region: org.Region, From: d.today()}); err != nil {
		return Officer{}, err
	}
	link, err := d.invite(ctx, tx, who.ID, id)
	return Officer{Role: role, Login: n.Login, Link: link}, err
}

// Rescue gives one of the three officers a new link when all who could approve it have lost their way in. It needs the
// machine itself, and the ledger tells of it.
func (d *Desk) Rescue(ctx context.Context, login string) (link Invitation, err error) {
	a, found, err := d.ByLogin(ctx, login)
	if err != nil || !found {
		return link, orMissing(err, errNoAccount)
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := lockAccount(ctx, tx, a.ID); err != nil {
			return err
		}
		held, err := rolesHeld(ctx, tx, a.ID, d.today())
		if err != nil {
			return err
		}
		if a.Status != Active || !slices.ContainsFunc(held, access.IsOfficer) {
			return fault.New(fault.Conflict, "account.rescue_officers_only", "只有在用的三员账号可在命令行重置；其他账号请由系统管理员申请重置。",
				"Only an active account of the three officers is reset here; others are asked for by the system administrator.")
		}
		if err := d.Events.Reset.Fire(ctx, tx, Reset{a.ID}); err != nil {
			return err
		}
		if link, err = d.invite(ctx, tx, access.CLI().ID, a.ID); err != nil {
			return err
		}
		return d.act(ctx, tx, access.CLI(), "account.rescue", a.ID, map[string]string{})
	})
	return link, err
}
