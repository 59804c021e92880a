package seed

import (
	"context"
	"fmt"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/app"
	"xinheng/internal/fault"
	"xinheng/internal/workday"
)

// Password is that of every invented person of the demonstration; the demo alone lets them in without a second factor.
const Password = "Xinheng-demo-2026"

// Person of the demonstration: who newcomers sign in as.
type Person struct {
	Login string `json:"login"`
	Name  string `json:"name"`
	Role  string `json:"role"`
	Org   Body   `json:"org"`
	Firm  string `json:"firm,omitempty"`
	Also  string `json:"also,omitempty"` // a second post in the same body
	Card  string `json:"-"`              // number of the invented identity card of one who was verified at the window
}

// People are one for each main role. The three officers come first: they make the others, as in life; the window clerk comes
// before whom it verifies.
func People() []Person {
	bureau, food := bureau(places[0], "market"), bureau(places[0], "food")
	name, card := citizen(firstCitizen)
	return []Person{
		{Login: "sys", Name: "示甲", Role: access.SystemAdministrator, Org: approval},
		{Login: "sec", Name: "示乙", Role: access.SecurityOfficer, Org: approval},
		{Login: "aud", Name: "示丙", Role: access.Auditor, Org: approval},
		{Login: "clerk", Name: "示丁", Role: "R7", Org: approval},
		{Login: "enter", Name: "示戊", Role: "R10", Org: bureau},
		{Login: "review", Name: "示己", Role: "R11", Org: bureau},
		{Login: "lead", Name: "示庚", Role: "R19", Org: planning},
		{Login: "firm", Name: "示辛", Role: access.LegalRepresentative, Firm: Nth(0).USCC},
		{Login: "manager", Name: "示壬", Role: access.Manager, Firm: Nth(0).USCC},
		{Login: "agent", Name: "示癸", Role: access.Agent, Firm: Nth(0).USCC},
		{Login: "both", Name: "示子", Role: "R10", Also: "R11", Org: bureau}, // may enter and approve, and never the same record
		{Login: "ops", Name: "示丑", Role: "R30", Org: approval},
		{Login: "handle", Name: "示辰", Role: "R12", Org: food},
		{Login: "decide", Name: "示巳", Role: "R13", Org: food},
		{Login: "facts", Name: "示午", Role: "R11", Org: food},
		{Login: "owner", Name: "示未", Role: access.LegalRepresentative, Firm: Nth(9).USCC}, // of the firms whose cases are shown
		{Login: "editor", Name: "示亥", Role: "R16", Org: approval},
		{Login: "liaison", Name: "示卯", Role: "R24", Org: auditing},
		{Login: "window", Name: "示寅", Role: "R6", Org: approval},
		{Login: "inspect", Name: "示天", Role: "R8", Org: food},
		{Login: "inspect2", Name: "示地", Role: "R8", Org: food},
		{Login: "plan", Name: "示玄", Role: "R9", Org: food},
		{Login: "shop", Name: "示申", Role: "R15", Org: dutyFree},    // asks about travellers
		{Login: "pros", Name: "示酉", Role: "R12", Org: planning},    // takes in lists of other provinces
		{Login: "prod", Name: "示戌", Role: "R13", Org: planning},    // and decides about them
		{Login: "gate", Name: "示黄", Role: "R13", Org: customsHall}, // confirms the need for reasons
		{Login: "assoc", Name: "示宇", Role: "R22", Org: tourism},    // gathers members to sign
		{Login: "bank", Name: "示宙", Role: "R23", Org: bank},        // opens data packs by consent
		{Login: "modeler", Name: "示洪", Role: "R18", Org: food},     // drafts models of ratings
		{Login: "modelsign", Name: "示荒", Role: "R17", Org: food},   // and lets them into force
		{Login: "citizen", Name: name, Role: access.Person, Card: card},
	}
}

// auditing is who letters of the demonstration are written to.
var auditing = provincial("审计厅", 30+slices.Index(more, "审计厅"))

// Settle seats the invented province's bodies and people the way a real one does: the operator makes the three officers,
// the system administrator asks for accounts, the security administrator approves them and gives posts. What is already
// there is left as it is, so that an interrupted start is taken up again.
func Settle(ctx context.Context, a *app.App) error {
	if _, err := a.Accounts.ImportOrgs(ctx, access.CLI(), Organisations()); err != nil {
		return err
	}
	people := People()
	officers := map[string]account.Invitee{}
	for _, p := range people[:3] {
		officers[p.Role] = account.Invitee{Login: p.Login, Name: p.Name}
	}
	made, err := a.Accounts.Bootstrap(ctx, account.First{Org: account.Org{ID: approval.USCC, Name: approval.Name, Region: "460000", Kind: "department"}, People: officers})
	if err != nil && fault.KindOf(err) != fault.Conflict {
		return err
	}
	for _, o := range made {
		if _, err := a.Signin.SetUp(ctx, access.Visit{Address: "demo"}, o.Link.Token, Password); err != nil {
			return err
		}
	}
	sys, err := actor(ctx, a, "sys")
	if err != nil {
		return err
	}
	sec, err := actor(ctx, a, "sec")
	if err != nil {
		return err
	}
	for _, p := range people[3:] {
		if err := seat(ctx, a, sys, sec, p); err != nil {
			return fmt.Errorf("seed: seating %s: %w", p.Login, err)
		}
	}
	return nil
}

// seat gives one person an account, a password and a post, or the firm it acts for; each step only if it is still to do.
func seat(ctx context.Context, a *app.App, sys, sec access.Actor, p Person) error {
	who, found, err := a.Accounts.ByLogin(ctx, p.Login)
	if err != nil {
		return err
	}
	if !found {
		if who, err = open(ctx, a, sys, sec, p); err != nil {
			return err
		}
	}
	h, err := a.Accounts.Holder(ctx, a.Pool, who.ID)
	switch {
	case err != nil || len(h.Posts) > 0 || len(h.Firms) > 0 || h.Person != nil:
		return err
	case p.Role == access.Person:
		return verify(ctx, a, p)
	case p.Role == access.LegalRepresentative:
		_, err = a.Accounts.Delegate(ctx, sys, account.NewDelegation{Firm: p.Firm, Login: p.Login, Name: p.Name, Role: p.Role})
		return err
	case p.Firm != "":
		return entrust(ctx, a, p)
	}
	for _, role := range []string{p.Role, p.Also} {
		if role == "" {
			continue
		}
		if _, err = a.Accounts.Grant(ctx, sec, who.ID, account.NewPost{Org: p.Org.USCC, Role: role}); err != nil {
			return err
		}
	}
	return nil
}

// verify ties the account to the person who stands at the window with the document.
func verify(ctx context.Context, a *app.App, p Person) error {
	clerk, err := actor(ctx, a, "window")
	if err != nil {
		return err
	}
	_, err = a.Accounts.VerifyAtWindow(ctx, clerk, account.Presented{Login: p.Login, Name: p.Name, Document: account.IdentityCard, Number: p.Card})
	return err
}

// entrust lets a person act for a firm in all the role may do, on the word of the firm's legal representative.
func entrust(ctx context.Context, a *app.App, p Person) error {
	who, _, err := a.Accounts.ByLogin(ctx, "firm")
	if err != nil {
		return err
	}
	h, err := a.Accounts.Holder(ctx, a.Pool, who.ID)
	if err != nil {
		return err
	}
	role, _ := access.RoleOf(p.Role)
	for _, f := range h.Firms {
		if f.Firm != p.Firm {
			continue
		}
		boss, err := a.Accounts.Acting(ctx, a.Pool, who.ID, "", f.ID)
		if err != nil {
			return err
		}
		until := workday.Of(a.Now()).AddMonths(12)
		_, err = a.Accounts.Delegate(ctx, boss, account.NewDelegation{Login: p.Login, Name: p.Name, Role: p.Role, Services: role.May, Until: until})
		return err
	}
	return fmt.Errorf("seed: nobody represents %s", p.Firm)
}

// open makes the account: asked for by one officer, approved by the other, and set up by the person with the link.
func open(ctx context.Context, a *app.App, sys, sec access.Actor, p Person) (account.Account, error) {
	wish := account.NewAccount{Login: p.Login, Name: p.Name, Org: p.Org.USCC, Reason: "演示"}
	if p.Org.USCC == "" {
		wish.Region = "460000"
	}
	asked, err := a.Accounts.Ask(ctx, sys, wish)
	if err != nil {
		return asked, err
	}
	_, link, err := a.Accounts.Decide(ctx, sec, asked.ID, true, "演示")
	if err != nil {
		return asked, err
	}
	_, err = a.Signin.SetUp(ctx, access.Visit{Address: "demo"}, link.Token, Password)
	return asked, err
}

// actor is an officer acting from the only post held.
func actor(ctx context.Context, a *app.App, login string) (access.Actor, error) {
	who, _, err := a.Accounts.ByLogin(ctx, login)
	if err != nil {
		return access.Actor{}, err
	}
	h, err := a.Accounts.Holder(ctx, a.Pool, who.ID)
	if err != nil {
		return access.Actor{}, err
	}
	for _, post := range h.Posts {
		return a.Accounts.Acting(ctx, a.Pool, who.ID, post.ID, "")
	}
	return access.Actor{}, fmt.Errorf("seed: %s holds no post", login)
}
