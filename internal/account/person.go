package account

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// Account is a person who may sign in.
type Account struct {
	ID      string    `json:"id"`
	Login   string    `json:"login"`
	Name    string    `json:"name"`
	Org     string    `json:"org,omitempty" doc:"code of the body; none for people of firms"`
	OrgName string    `json:"org_name,omitempty"`
	Region  string    `json:"region" doc:"whose officers look after the account"`
	Status  string    `json:"status" enum:"requested,active,suspended,refused,left"`
	MadeBy  string    `json:"made_by" doc:"who asked for it"`
	MadeAt  time.Time `json:"made_at"`
	Waiting string    `json:"waiting,omitempty" enum:"open,reset,reopen,suspend,unlink" doc:"what was asked for it and is not yet decided"`
}

// States of an account.
const (
	Requested = "requested"
	Active    = "active"
	Suspended = "suspended"
	Refused   = "refused"
	Left      = "left"
)

// NewAccount is what the system administrator asks for. It holds no role: those are the security administrator's to give.
type NewAccount struct {
	Login  string
	Name   string
	Org    string
	Region string // of people without a body
	Reason string
}

var (
	loginForm  = regexp.MustCompile(`^[a-z][a-z0-9._-]{2,31}$`)
	numberLike = regexp.MustCompile(`[0-9]{6}`) // an identity number in the place of a name would be shown everywhere
)

func (n NewAccount) tidy() (NewAccount, error) {
	n.Login = strings.ToLower(strings.TrimSpace(n.Login))
	n.Name, n.Reason = oneLine(n.Name), oneLine(n.Reason)
	switch {
	case !loginForm.MatchString(n.Login):
		return n, invalid("account.login", "login", "登录名须以小写字母开头，由 3–32 位小写字母、数字、点、横线组成；请不要使用证件号。",
			"A login name begins with a letter and has 3–32 lower-case letters, digits, dots or hyphens; do not use an identity number.")
	case n.Name == "" || utf8.RuneCountInString(n.Name) > 50 || numberLike.MatchString(n.Name):
		return n, errName
	case n.Reason == "" || utf8.RuneCountInString(n.Reason) > 500:
		return n, errReason
	}
	return n, nil
}

var (
	errName   = invalid("account.name", "name", "请填写姓名（不超过 50 字，不要填写证件号）。", "Give the person's name, of at most 50 characters; never an identity number.")
	errReason = invalid("account.reason", "reason", "请用一句话说明理由（不超过 500 字）。", "Give the reason in a sentence of at most 500 characters.")
)

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Ask makes an account that waits for the security administrator. Nobody can sign in with it before.
func (d *Desk) Ask(ctx context.Context, who access.Actor, n NewAccount) (Account, error) {
	if err := need(who, access.AccountRequest); err != nil {
		return Account{}, err
	}
	n, err := n.tidy()
	if err != nil {
		return Account{}, err
	}
	id, err := newID()
	if err != nil {
		return Account{}, err
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if n.Region, err = d.regionOf(ctx, tx, who, n); err != nil {
			return err
		}
		if err := insertAccount(ctx, tx, id, n, Requested, who.ID, d.now()); err != nil {
			return err
		}
		if err := d.ask(ctx, tx, who, id, AskOpen, n.Reason); err != nil {
			return err
		}
		return d.act(ctx, tx, who, "account.request", id, map[string]string{"org": n.Org, "what": AskOpen})
	})
	if err != nil {
		return Account{}, err
	}
	return findAccount(ctx, d.db, id)
}

// regionOf is the region whose officers look after an account: that of its body.
func (d *Desk) regionOf(ctx context.Context, db pg.DB, who access.Actor, n NewAccount) (string, error) {
	if n.Org != "" {
		o, err := d.orgWithin(ctx, db, who, n.Org)
		return o.Region, err
	}
	if _, ok := d.law.On(d.today()).Region(n.Region); !ok || !access.InScope(who, "", n.Region) {
		return "", invalid("account.region", "region", "不属于机构的人员须写明所在区划，且在您管辖的区域内；请填写六位区划代码。",
			"A person without a body needs the code of a division within your region; give its six characters.")
	}
	return n.Region, nil
}

// AccountQuery asks for accounts in one's scope, a page at a time.
type AccountQuery struct {
	Org    string
	Status string
	Words  string // part of a login or name
	After  string // the last login of the page before
	Limit  int
}

// Accounts lists the accounts within an actor's scope by login.
func (d *Desk) Accounts(ctx context.Context, who access.Actor, q AccountQuery) ([]Account, error) {
	if err := need(who, access.AccountRead); err != nil {
		return nil, err
	}
	q.Words = likeEscape.Replace(strings.TrimSpace(q.Words))
	return listAccounts(ctx, d.db, reach(who), q)
}

// reach gives the regions an actor sees as patterns, and its own body.
func reach(who access.Actor) (r struct {
	Org     string
	Regions []string
}) {
	r.Org, r.Regions = who.Org, []string{}
	for _, prefix := range who.Regions {
		r.Regions = append(r.Regions, prefix+"%")
	}
	return r
}

// Account finds an account within an actor's scope, with its posts and delegations.
func (d *Desk) Account(ctx context.Context, who access.Actor, id string) (Holder, error) {
	if err := need(who, access.AccountRead); err != nil {
		return Holder{}, err
	}
	if _, err := d.accountWithin(ctx, d.db, who, id); err != nil {
		return Holder{}, err
	}
	return d.Holder(ctx, d.db, id)
}

// accountWithin finds an account; one out of the actor's scope does not exist for it (S10).
func (d *Desk) accountWithin(ctx context.Context, db pg.DB, who access.Actor, id string) (Account, error) {
	if !isID(id) {
		return Account{}, errNoAccount
	}
	a, err := findAccount(ctx, db, id)
	if errors.Is(err, pg.ErrNone) || err == nil && !access.InScope(who, a.Org, a.Region) {
		return Account{}, errNoAccount
	}
	return a, err
}

// holdAccount is accountWithin, and keeps others from changing the account until the transaction ends.
func (d *Desk) holdAccount(ctx context.Context, tx pg.Tx, who access.Actor, id string) (Account, error) {
	if !isID(id) {
		return Account{}, errNoAccount
	}
	if err := lockAccount(ctx, tx, id); err != nil {
		return Account{}, err
	}
	return d.accountWithin(ctx, tx, who, id)
}

var errNoAccount = fault.New(fault.Missing, "account.no_account", "没有这个账号；请核对编号，或在账号列表中查找。",
	"There is no such account; check its id, or look it up in the list of accounts.")

// ByLogin finds whose login it is, active or not.
func (d *Desk) ByLogin(ctx context.Context, login string) (Account, bool, error) {
	a, err := accountByLogin(ctx, d.db, strings.ToLower(strings.TrimSpace(login)))
	if errors.Is(err, pg.ErrNone) {
		return Account{}, false, nil
	}
	return a, err == nil, err
}
