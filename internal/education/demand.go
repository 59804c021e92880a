package education

import (
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Demanding asks that a role hold the certificate of a course from a day on.
type Demanding struct {
	Course string       `json:"course" maxLength:"100"`
	Role   string       `json:"role" maxLength:"3"`
	From   workday.Date `json:"from"`
}

// Demand puts in force that a role needs the certificate of a course before it touches the rights of others (S8, F30-1). It begins no
// sooner than people in post had time to earn it.
func (d *Desk) Demand(ctx context.Context, who access.Actor, in Demanding) (rule account.CertificateRule, err error) {
	book := d.law.On(d.today())
	c, ok := book.Course(in.Course)
	if !ok {
		return rule, errNoCourse
	}
	if c.Audience != "officer" || !slices.Contains(c.Roles, in.Role) || !weighs(in.Role) {
		return rule, errDemand
	}
	notice, _ := book.Limit("training.notice")
	earliest, _ := workday.Due(d.today(), notice.Term(), d.law.Calendar())
	if in.From < earliest {
		return rule, errNotice(earliest)
	}
	held, err := d.Accounts.Rules(ctx, in.From)
	if err != nil {
		return rule, err
	}
	if slices.ContainsFunc(held, func(r account.CertificateRule) bool { return r.Role == in.Role && r.Kind == c.Certificate }) {
		return rule, errDemanded
	}
	rule = account.CertificateRule{Role: in.Role, Kind: c.Certificate, From: in.From, Basis: book.Cite(c.Basis[0]).ZH}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error { return d.Accounts.RequireCertificate(ctx, tx, who, rule) })
	if pg.Violated(err) == "certificate_rule_is_known_by_role_and_day" {
		err = errDemanded // the other click was first
	}
	return rule, err
}

// weighs says whether a role may touch the rights of others at all.
func weighs(role string) bool {
	r, ok := access.RoleOf(role)
	return ok && slices.ContainsFunc(r.May, func(code string) bool {
		p, _ := access.PermissionOf(code)
		return p.Affects
	})
}
