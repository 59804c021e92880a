package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Delegation is a person acting for a firm: as its legal representative (R3), as a manager in some services until a day
// (R4), or as an agent each of whose acts the firm confirms (R5).
type Delegation struct {
	ID        string       `json:"id"`
	Firm      string       `json:"firm" doc:"unified social credit code"`
	FirmName  string       `json:"firm_name"`
	Account   string       `json:"account"`
	Login     string       `json:"login"`
	Name      string       `json:"name" doc:"of the person"`
	Role      string       `json:"role" enum:"R3,R4,R5"`
	Services  []string     `json:"services" doc:"permissions, a part of those of the role"`
	Confirm   bool         `json:"confirm" doc:"the firm confirms each act"`
	From      workday.Date `json:"from"`
	Until     workday.Date `json:"until,omitzero" doc:"its last day"`
	GrantedBy string       `json:"granted_by"`
	EndedAt   *time.Time   `json:"ended_at,omitempty"`
}

// Holds says whether the delegation gives rights on a day.
func (f Delegation) Holds(day workday.Date) bool {
	return f.EndedAt == nil && f.From <= day && (f.Until.IsZero() || day <= f.Until)
}

// NewDelegation is what a firm grants to a person, or an officer records of a legal representative.
type NewDelegation struct {
	Firm     string // one's own firm; only an officer names another
	Login    string
	Name     string // of the person: login and name must belong together
	Role     string
	Services []string
	Confirm  bool
	From     workday.Date
	Until    workday.Date
}

// longestDelegation keeps a delegation from being forgotten; a safeguard of the platform.
const longestDelegation = 24 // months

// Delegate lets a person act for a firm. The legal representative grants managers and agents of the own firm; an officer
// records who the legal representative is. Nobody delegates further, and nobody to himself.
func (d *Desk) Delegate(ctx context.Context, who access.Actor, n NewDelegation) (Delegation, error) {
	n, err := d.fitDelegation(ctx, who, n)
	if err != nil {
		return Delegation{}, err
	}
	firmName, err := d.firmName(ctx, n.Firm)
	if err != nil {
		return Delegation{}, err
	}
	a, found, err := d.ByLogin(ctx, n.Login)
	if err != nil {
		return Delegation{}, err
	}
	if !found || a.Status != Active || oneLine(a.Name) != oneLine(n.Name) {
		return Delegation{}, errNoPerson
	}
	if err := access.Apart(access.Actor{ID: actorID(a.ID)}, who); err != nil {
		return Delegation{}, err
	}
	id, err := newID()
	if err != nil {
		return Delegation{}, err
	}
	f := Delegation{ID: id, Firm: n.Firm, FirmName: firmName, Account: a.ID, Role: n.Role, Services: n.Services, Confirm: n.Confirm, From: n.From, Until: n.Until, GrantedBy: who.ID}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertDelegation(ctx, tx, f, d.now()); err != nil {
			return err
		}
		return d.act(ctx, tx, who, "account.delegate", a.ID, map[string]string{"granted": id, "firm": n.Firm, "role": n.Role,
			"services": strings.Join(n.Services, " "), "from": n.From.String(), "until": n.Until.String()})
	})
	if err != nil {
		return Delegation{}, err
	}
	return findDelegation(ctx, d.db, id)
}

// fitDelegation checks who may grant what, for which firm, and for how long.
func (d *Desk) fitDelegation(ctx context.Context, who access.Actor, n NewDelegation) (NewDelegation, error) {
	asFirm := who.Firm != "" && who.May(access.DelegateGrant)
	if asFirm && (n.Firm == "" || n.Firm == who.Org) {
		n.Firm = who.Org
	} else if asFirm || !who.May(access.DelegateLink) {
		return n, errNoFirm
	}
	code, _, err := ident.ParseUSCC(n.Firm)
	if err != nil {
		return n, errNoFirm
	}
	n.Firm = string(code)
	role, _ := access.RoleOf(n.Role)
	grantable := []string{access.Manager, access.Agent}
	if !asFirm {
		grantable = []string{access.LegalRepresentative}
		n.Services = role.May
	}
	if !slices.Contains(grantable, n.Role) {
		return n, invalid("account.delegate_role", "role", "当前身份可授予的角色："+strings.Join(grantable, "、")+"；请改选。",
			"You may grant "+strings.Join(grantable, ", ")+"; choose one of them.")
	}
	n.Confirm = n.Confirm || n.Role == access.Agent
	n.Services = slices.Compact(slices.Sorted(slices.Values(n.Services)))
	if len(n.Services) == 0 || slices.ContainsFunc(n.Services, func(s string) bool { return !slices.Contains(role.May, s) }) {
		return n, invalid("account.delegate_services", "services", "请选择授权的事项；可选："+strings.Join(role.May, "、")+"。",
			"Choose what is granted, from "+strings.Join(role.May, ", ")+".")
	}
	return d.fitDays(n)
}

func (d *Desk) fitDays(n NewDelegation) (NewDelegation, error) {
	if n.From.IsZero() {
		n.From = d.today()
	}
	open := n.Until.IsZero() && n.Role == access.LegalRepresentative
	if n.From < d.today() || !open && (n.Until < n.From || n.Until > n.From.AddMonths(longestDelegation)) {
		return n, invalid("account.delegate_until", "until", "委托须自今天或以后起，并写明最后一日（最长两年）；请更正。",
			"A delegation begins today or later and names its last day, within two years; correct it.")
	}
	return n, nil
}

func (d *Desk) firmName(ctx context.Context, code string) (string, error) {
	if d.FirmName == nil {
		return code, nil
	}
	name, err := d.FirmName(ctx, code)
	if fault.KindOf(err) == fault.Missing {
		return "", errNoFirm
	}
	if err != nil {
		return "", fmt.Errorf("account.firmName: %w", err)
	}
	return name, nil
}

var errNoFirm = fault.New(fault.Missing, "account.no_firm", "没有这家企业，或您不能代表它办理；请核对统一社会信用代码与当前身份。",
	"There is no such firm, or you do not act for it; check its code and whom you act for.").At("firm")

// Delegations lists who acts for a firm: to the firm's own legal representative, and to the officer who records those.
func (d *Desk) Delegations(ctx context.Context, who access.Actor, firm string) ([]Delegation, error) {
	own := who.Firm != "" && who.May(access.DelegateGrant)
	switch {
	case own && (firm == "" || firm == who.Org):
		return delegationsFor(ctx, d.db, who.Org)
	case !own && who.May(access.DelegateLink):
		return delegationsFor(ctx, d.db, firm)
	}
	return nil, errNoFirm
}

// EndDelegation takes a delegation back, or lays it down. Whoever it is none of the business of learns nothing of it.
func (d *Desk) EndDelegation(ctx context.Context, who access.Actor, id string) error {
	if !isID(id) {
		return errNoDelegation
	}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		f, err := findDelegation(ctx, tx, id)
		if errors.Is(err, pg.ErrNone) || err == nil && !mayEnd(who, f) {
			return errNoDelegation
		}
		if err != nil {
			return err
		}
		if n, err := endDelegation(ctx, tx, id, who.ID, d.now()); err != nil || n == 0 {
			return orMissing(err, errNoDelegation)
		}
		if err := d.Events.Ended.Fire(ctx, tx, Ended{f.Account, "delegation"}); err != nil {
			return err
		}
		return d.act(ctx, tx, who, "account.delegate_end", f.Account, map[string]string{"ended": id, "firm": f.Firm, "role": f.Role})
	})
}

func mayEnd(who access.Actor, f Delegation) bool {
	switch {
	case who.Account == f.Account && who.Account != "":
		return true
	case who.Firm != "":
		return who.Org == f.Firm && who.May(access.DelegateGrant) && f.Role != access.LegalRepresentative
	}
	return who.May(access.DelegateLink) && f.Role == access.LegalRepresentative
}

var errNoDelegation = fault.New(fault.Missing, "account.no_delegation", "没有这项有效的委托；请刷新后核对。",
	"There is no such delegation in force; reload and look again.")
