package account

import (
	"context"
	"errors"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Holder is an account with its posts and delegations, ended ones too.
type Holder struct {
	Account
	Posts []Post       `json:"posts"`
	Firms []Delegation `json:"firms"`
	// Person is who the account was verified to be: that it was and how, not who.
	Person *Verified `json:"person,omitempty"`
}

// Holder reads an account whoever asks; routes that show it ask for it through a scope.
func (d *Desk) Holder(ctx context.Context, db pg.DB, id string) (h Holder, err error) {
	if h.Account, err = findAccount(ctx, db, id); err != nil {
		return h, err
	}
	if h.Posts, err = postsOf(ctx, db, id); err != nil {
		return h, err
	}
	if h.Firms, err = delegationsOf(ctx, db, id); err != nil {
		return h, err
	}
	v, err := d.verifiedOf(ctx, db, id)
	if v.ID != "" {
		h.Person = &v
	}
	return h, err
}

// Choices are the posts and delegations a person may act from on a day.
func (h Holder) Choices(day workday.Date) (posts []Post, firms []Delegation) {
	posts, firms = []Post{}, []Delegation{}
	for _, p := range h.Posts {
		if p.Holds(day) {
			posts = append(posts, p)
		}
	}
	for _, f := range h.Firms {
		if f.Holds(day) {
			firms = append(firms, f)
		}
	}
	return posts, firms
}

// Acting is who a person is at this moment: the account, and the post or delegation chosen if it still holds; with neither
// chosen, the natural person it was verified to be. What is not in force gives nothing, whatever was chosen and whether or
// not anything has run (S9).
func (d *Desk) Acting(ctx context.Context, db pg.DB, account, post, firm string) (access.Actor, error) {
	r, err := acting(ctx, db, account, post, firm, d.today())
	if errors.Is(err, pg.ErrNone) {
		return access.Actor{}, errNoAccount
	}
	if err != nil {
		return access.Actor{}, err
	}
	a := access.Actor{ID: actorID(account), Kind: access.KindPerson, Account: account, Person: r.Name, Org: r.Home, Name: r.HomeName,
		Scopes: []string{access.Self}}
	switch {
	case r.Status != Active:
		return access.Actor{}, errNoAccount
	case r.Post != "":
		r.asOfficer(&a)
	case r.Firm != "":
		r.forFirm(&a)
	case r.Link != "":
		r.asItself(&a)
	}
	return a, nil
}

// actingRow is an account with the post or delegation it acts from, as far as they are in force.
type actingRow struct {
	Name, Status, Home, HomeName   string
	Post, PostRole, Org, OrgName   string
	Region                         string
	Uncertified                    bool // the role needs a certificate the person does not hold today
	Firm, FirmRole, Code, FirmName string
	Services                       []string
	Confirm                        bool
	Link, Entity                   string // the verified person, where neither post nor firm was chosen
}

// asItself lets a verified person act in its own matters, and in those of nobody else (R2).
func (r actingRow) asItself(a *access.Actor) {
	role, _ := access.RoleOf(access.Person)
	a.Firm, a.Org, a.Name, a.Itself = r.Link, r.Entity, r.Name, true
	a.Roles = []string{role.Code}
	a.Scopes = append(a.Scopes, role.May...)
}

func (r actingRow) asOfficer(a *access.Actor) {
	role, _ := access.RoleOf(r.PostRole)
	may := role.May
	if r.Uncertified {
		may = harmless(may)
	}
	a.Post, a.Org, a.Name = r.Post, r.Org, r.OrgName
	a.Roles = []string{role.Code}
	a.Scopes = append(a.Scopes, may...)
	if role.Reach == access.ReachRegion {
		a.Regions = []string{access.RegionPrefix(r.Region)}
	}
}

// forFirm gives the part of the role's permissions that the firm granted.
func (r actingRow) forFirm(a *access.Actor) {
	role, _ := access.RoleOf(r.FirmRole)
	a.Firm, a.Org, a.Name, a.Confirm = r.Firm, r.Code, r.FirmName, r.Confirm
	a.Roles = []string{role.Code}
	for _, p := range role.May {
		if role.Code == access.LegalRepresentative || slices.Contains(r.Services, p) {
			a.Scopes = append(a.Scopes, p)
		}
	}
}

// Colleague is somebody who holds a post in a body today.
type Colleague struct {
	Account string `json:"account"`
	Name    string `json:"name"`
	Role    string `json:"role"`
}

// Colleagues are the people who hold, in a body today, a post of a role with one of some permissions: whom work there can
// be handed to. Routes that show them ask for a case of that body first.
func (d *Desk) Colleagues(ctx context.Context, db pg.DB, org string, permissions []string) ([]Colleague, error) {
	var roles []string
	for _, r := range access.Roles() {
		if slices.ContainsFunc(r.May, func(p string) bool { return slices.Contains(permissions, p) }) {
			roles = append(roles, r.Code)
		}
	}
	return colleagues(ctx, db, org, roles, d.today())
}
