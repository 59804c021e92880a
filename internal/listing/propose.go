package listing

import (
	"context"
	"slices"
	"strings"

	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
)

// propose keeps what is intended. Severity comes from the table of conduct; whatever was noticed before must be noticed again.
func (d *Desk) propose(ctx context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	p, err := d.proposal(c, x, m)
	if err != nil {
		return d.refused(ctx, c, m, err)
	}
	x.Proposal, x.Override, x.Notice, x.AskUntil, x.Draft, x.HearingOn, x.Held = p, nil, nil, 0, nil, 0, false
	for _, f := range []string{overrideAsked, hearingCalled, listingDrafted, dropDrafted} {
		c.Unfact(f)
	}
	m.Clause = p.Basis
	m.Public["conduct"], m.Public["severity"], m.Public["measures"] = p.Conduct, string(p.Severity), strings.Join(p.Measures, " ")
	return c.Keep(x)
}

func (d *Desk) proposal(c *caseflow.Case, x *details, m *caseflow.Doing) (*Proposal, error) {
	book := d.law.On(m.On)
	row, ok := book.Misconduct(m.Fields.Text("conduct"))
	if !ok || x.List != "" && len(row.Lists) > 0 && !slices.Contains(row.Lists, x.List) {
		return nil, errConduct
	}
	p := &Proposal{Facts: m.Fields.Text("facts"), Conduct: row.Code, Severity: row.Severity, Measures: listOf(m.Fields.Text("measures")), Ban: banOf(c.Kind, m.Fields), On: m.On,
		Basis: law.Ref{Instrument: strings.TrimSpace(m.Fields.Text("instrument")), Article: strings.TrimSpace(m.Fields.Text("article"))}}
	if _, ok := book.Instrument(p.Basis.Instrument); !ok {
		return nil, errBasis
	}
	for _, code := range p.Measures {
		switch _, ok := book.Measure(code); {
		case !ok:
			return nil, errUnlisted
		case !row.Allows(code):
			return nil, errAbove
		}
	}
	return p, d.bans(p, m)
}

// bans: a ban has an end that is still to come, and of an industry says which.
func (d *Desk) bans(p *Proposal, m *caseflow.Doing) error {
	if p.Ban == nil {
		return nil
	}
	return d.fits(p.Ban, m)
}

func (d *Desk) fits(b *Ban, m *caseflow.Doing) error {
	_, known := d.law.On(m.On).Industry(division(b.Industry))
	switch {
	case b.Kind == "industry" && !known, b.Kind == "market" && b.Industry != "":
		return errIndustry
	case b.Until <= m.On:
		return errBanEnd
	}
	return nil
}

// division is a section alone, or the two digits of a division with or without its section (C14).
func division(code string) string {
	if len(code) == 3 {
		return code[1:]
	}
	return code
}

// refused puts a measure outside the catalogue, or above what the conduct allows, on the ledger: the refusal undoes the act, so
// this is a transaction of its own (F16-2).
func (d *Desk) refused(ctx context.Context, c *caseflow.Case, m *caseflow.Doing, why error) error {
	if why != error(errUnlisted) && why != error(errAbove) {
		return why
	}
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		_, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: "listing.measure_refused", Actor: m.Actor.ID, About: c.ID,
			Public: map[string]string{"why": map[bool]string{true: "unlisted", false: "above"}[why == error(errUnlisted)]}})
		return err
	})
	if err != nil {
		return err
	}
	return why
}

// override asks for another severity than the table's; it counts for nothing until a second person has confirmed it.
func override(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	to := law.Severity(m.Fields.Text("severity"))
	if to == x.Proposal.Severity {
		return errSame
	}
	x.Override = &Overridden{Severity: to, Reason: m.Fields.Text("reason"), State: "asked", On: m.On}
	c.Fact(overrideAsked)
	m.Public["from_severity"], m.Public["to_severity"] = string(x.Proposal.Severity), string(to)
	return c.Keep(x)
}

func settle(state string) handler {
	return func(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
		x, err := detailsOf(c)
		if err != nil {
			return err
		}
		if !x.pending() {
			return errNoOverride
		}
		x.Override.State = state // the fact stays: the engine looks for it after this
		m.Public["override"], m.Public["severity"] = state, string(x.severity())
		return c.Keep(x)
	}
}

var (
	errConduct = fault.New(fault.Invalid, "listing.conduct", "行为情形不在定级表中，或不能据以列入这份名单；请从定级表中选择。",
		"The conduct is not in the table, or does not lead to this list; choose a row of the table.").At("fields.conduct")
	errBasis    = fault.New(fault.Invalid, "listing.basis", "规则库中没有今日施行的这份文件；请填写其代码。", "The law library has no such instrument in force; give the code of one it has.").At("fields.instrument")
	errUnlisted = fault.New(fault.Invalid, "listing.measure_unlisted", "措施不在措施清单中，不得采取；请从清单中选择。",
		"The measure is not in the catalogue and may not be taken; choose from the catalogue.").At("fields.measures").Under("国办发〔2020〕49号")
	errAbove = fault.New(fault.Invalid, "listing.measure_above", "该措施超出这种行为情形所允许的范围（过惩相当）；请按定级表选择。",
		"The measure is above what this conduct allows; choose one the table of conduct names.").At("fields.measures").Under("琼府办〔2021〕4号（五）")
	errIndustry = fault.New(fault.Invalid, "listing.industry", "行业禁入须填写国民经济行业分类的门类或者大类代码，市场禁入不填；请核对。",
		"An industry ban names a section or division of GB/T 4754, a market ban none; check it.").At("fields.industry")
	errBanEnd     = fault.New(fault.Invalid, "listing.ban_end", "禁入须有将来的截止日期；请填写决定的最后一日。", "A ban has an end that is still to come; give its last day.").At("fields.until")
	errSame       = fault.New(fault.Invalid, "listing.same_severity", "与定级表相同，不需要改定；请直接告知当事人。", "This is the severity of the table; go on without another.").At("fields.severity")
	errNoOverride = fault.New(fault.Conflict, "listing.no_override", "没有待复核的改定；请刷新后查看。", "No other severity waits to be looked at; reload the case.")
)
