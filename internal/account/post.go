package account

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Post is a role in a body, reaching a region, from a day until a day.
type Post struct {
	ID        string       `json:"id"`
	Account   string       `json:"account"`
	Org       string       `json:"org"`
	OrgName   string       `json:"org_name"`
	Role      string       `json:"role" doc:"R6–R30"`
	Region    string       `json:"region"`
	From      workday.Date `json:"from"`
	Until     workday.Date `json:"until,omitzero" doc:"its last day"`
	GrantedBy string       `json:"granted_by"`
	EndedAt   *time.Time   `json:"ended_at,omitempty"`
	EndedWhy  string       `json:"ended_why,omitempty" enum:"revoked,left,lapsed"`
}

// Holds says whether the post gives rights on a day.
func (p Post) Holds(day workday.Date) bool {
	return p.EndedAt == nil && p.From <= day && (p.Until.IsZero() || day <= p.Until)
}

// NewPost is what the security administrator grants.
type NewPost struct {
	Org    string
	Role   string
	Region string       // that of the body when empty; never beyond it
	From   workday.Date // today when zero
	Until  workday.Date // the last day; without end when zero
}

// Grant gives an account a post. Nobody grants one to himself, none of the three officers holds another post (S1), and
// nobody gives more than his own region (S10).
func (d *Desk) Grant(ctx context.Context, who access.Actor, id string, n NewPost) (Post, error) {
	if err := need(who, access.RoleGrant); err != nil {
		return Post{}, err
	}
	if err := access.Apart(access.Actor{ID: actorID(id)}, who); err != nil {
		return Post{}, err
	}
	var granted string
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		a, err := d.holdAccount(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if a.Status != Active {
			return errState
		}
		if n, err = d.fit(ctx, tx, who, n); err != nil {
			return err
		}
		granted, err = d.grant(ctx, tx, who, id, n)
		return err
	})
	if err != nil {
		return Post{}, err
	}
	return findPost(ctx, d.db, granted)
}

// fit checks a post that is to be granted and fills in what was left out.
func (d *Desk) fit(ctx context.Context, tx pg.Tx, who access.Actor, n NewPost) (NewPost, error) {
	o, err := d.orgWithin(ctx, tx, who, n.Org)
	if err != nil {
		return n, err
	}
	if n.Region == "" {
		n.Region = o.Region
	}
	if n.From.IsZero() {
		n.From = d.today()
	}
	role, ok := access.RoleOf(n.Role)
	switch {
	case !ok || !role.Post:
		return n, invalid("account.post_role", "role", "该角色不能作为岗位授予；请从 /v1/roles 中标有 post 的角色里选择。",
			"This role is not granted as a post; choose one marked post in /v1/roles.")
	case !strings.HasPrefix(n.Region, access.RegionPrefix(o.Region)) || !access.InScope(who, "", n.Region):
		return n, invalid("account.post_region", "region", "岗位的区域须在机构所在区域之内，且不超出您自己的区域；请改选。",
			"The region of a post lies within that of its body, and within your own; choose another.")
	case n.From < d.today():
		return n, invalid("account.post_from", "from", "岗位不能追溯授予；起始日须为今天或以后。", "A post is not granted for the past; let it begin today or later.")
	case !n.Until.IsZero() && n.Until < n.From:
		return n, invalid("account.post_until", "until", "岗位的最后一日不能早于起始日；请更正。", "The last day of a post is not before its first; correct it.")
	}
	if _, known := d.law.On(n.From).Region(n.Region); !known {
		return n, invalid("account.post_region", "region", "区划代码无法识别；请用现行的六位代码。", "The code of the division is unknown; use today's six characters.")
	}
	return n, nil
}

// grant writes a post of an account that is held.
func (d *Desk) grant(ctx context.Context, tx pg.Tx, who access.Actor, account string, n NewPost) (string, error) {
	if err := lapse(ctx, tx, account, d.today(), d.now()); err != nil {
		return "", err
	}
	held, err := postsHeld(ctx, tx, account, d.today())
	if err != nil {
		return "", err
	}
	roles := []string{n.Role}
	for _, p := range held {
		roles = append(roles, p.Role)
		if p.Role == n.Role && p.Org == n.Org && p.Region == n.Region && (p.Until.IsZero() || n.From <= p.Until) && (n.Until.IsZero() || p.From <= n.Until) {
			return "", fault.New(fault.Conflict, "account.post_held", "该账号在这一机构已有同样的岗位；无需重复授予，如需改期请先收回。",
				"The account already holds this post in this body; nothing is left to do, or end it first to change its days.")
		}
	}
	if err := access.Together(roles); err != nil {
		return "", err
	}
	id, err := newID()
	if err != nil {
		return "", err
	}
	p := Post{ID: id, Account: account, Org: n.Org, Role: n.Role, Region: n.Region, From: n.From, Until: n.Until, GrantedBy: who.ID}
	if err := insertPost(ctx, tx, p, d.now()); err != nil {
		return "", err
	}
	return id, d.act(ctx, tx, who, "account.post", account, map[string]string{"granted": id, "role": n.Role, "org": n.Org, "region": n.Region,
		"from": n.From.String(), "until": n.Until.String()})
}

// EndPost takes a post away at once, and the sessions with it. The last of each of the three officers stays until there is
// another: rights must not be without somebody who grants them, nor acts without somebody who audits them.
func (d *Desk) EndPost(ctx context.Context, who access.Actor, id string) error {
	if err := need(who, access.RoleGrant); err != nil {
		return err
	}
	if !isID(id) {
		return errNoPost
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		p, err := findPost(ctx, tx, id)
		if errors.Is(err, pg.ErrNone) {
			return errNoPost
		}
		if err != nil {
			return err
		}
		if _, err := d.holdAccount(ctx, tx, who, p.Account); fault.Is(err, errNoAccount.Code) {
			return errNoPost
		} else if err != nil {
			return err
		}
		if err := access.Apart(access.Actor{ID: actorID(p.Account)}, who); err != nil {
			return err
		}
		if access.IsOfficer(p.Role) {
			if err := d.notTheLast(ctx, tx, p); err != nil {
				return err
			}
		}
		n, err := endPost(ctx, tx, id, who.ID, d.now(), "revoked")
		if err != nil || n == 0 {
			return orMissing(err, errNoPost)
		}
		if err := d.Events.Ended.Fire(ctx, tx, Ended{p.Account, "post"}); err != nil {
			return err
		}
		return d.act(ctx, tx, who, "account.post_end", p.Account, map[string]string{"ended": id, "role": p.Role, "org": p.Org, "why": "revoked"})
	})
}

func orMissing(err, missing error) error {
	if err != nil {
		return err
	}
	return missing
}

// notTheLast counts the other holders of an officer's role while nobody else can end a post of it.
func (d *Desk) notTheLast(ctx context.Context, tx pg.Tx, p Post) error {
	holders, err := holdersOf(ctx, tx, p.Role, d.today())
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(holders, func(account string) bool { return account != p.Account }) {
		return fault.New(fault.Conflict, "account.last_officer", "这是该三员岗位的最后一位在任者；请先授予接任者，再收回。",
			"This is the last who holds this officer's post; grant it to a successor first.").Under("GB/T 22239-2019 8.1.5")
	}
	return nil
}

var errNoPost = fault.New(fault.Missing, "account.no_post", "没有这个在任的岗位；请刷新后核对。", "There is no such post in force; reload and look again.")

func hasOfficer(roles []string) bool { return slices.ContainsFunc(roles, access.IsOfficer) }
