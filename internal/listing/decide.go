package listing

import (
	"context"
	"slices"
	"strings"

	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
)

// draft keeps what the officer proposes and opens the decision of that kind to another. To list, the time to ask for a hearing
// must be over or the hearing held, and what the subject said be answered.
func (d *Desk) draft(outcome string) handler {
	return func(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
		x, err := detailsOf(c)
		if err != nil {
			return err
		}
		if outcome == "list" && !x.Held && m.On <= x.AskUntil {
			return errStillOpen
		}
		x.Draft = &Draft{Outcome: outcome, Findings: m.Fields.Text("findings"), Answer: m.Fields.Text("answer"), Remedy: m.Fields.Text("remedy"), On: m.On}
		x.Discussed = false
		c.Unfact(listingDrafted)
		c.Unfact(dropDrafted)
		if c.Fact(dropDrafted); outcome == "list" {
			c.Unfact(dropDrafted)
			c.Fact(listingDrafted)
		}
		m.Public["outcome"] = outcome
		return c.Keep(x)
	}
}

func discussed(_ context.Context, _ pg.Tx, c *caseflow.Case, _ *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Discussed = true
	return c.Keep(x)
}

func returned(_ context.Context, _ pg.Tx, c *caseflow.Case, _ *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Draft, x.Discussed = nil, false
	c.Unfact(listingDrafted)
	c.Unfact(dropDrafted)
	return c.Keep(x)
}

// decide makes the decision; it has no effect before it is served. The list must still be in force, the severity serious, the
// subject noticed, and a panel have sat.
func (d *Desk) decide(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	switch {
	case x.Draft == nil || x.Draft.Outcome != "list" || x.Notice == nil:
		return errNotDrafted
	case x.severity() != law.Serious || x.pending():
		return errNotSerious
	case !x.Discussed:
		return errNoPanel
	}
	if _, err := d.mayList(c.Kind, x.List, x.Subject.Person); err != nil {
		return err
	}
	x.Decision = &Decision{Outcome: "list", DocumentNo: c.ID, On: m.On, Findings: x.Draft.Findings, Answer: x.Draft.Answer, Remedy: x.Draft.Remedy, Severity: x.severity()}
	m.Clause = x.Proposal.Basis
	m.Public["document"], m.Public["severity"], m.Public["list"] = c.ID, string(x.severity()), x.List
	return c.Keep(x)
}

func (d *Desk) drop(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if x.Draft == nil || x.Draft.Outcome != "drop" {
		return errNotDrafted
	}
	x.Decision = &Decision{Outcome: "drop", DocumentNo: c.ID, On: m.On, Findings: x.Draft.Findings}
	return c.Keep(x)
}

func (d *Desk) serveDecision(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if x.Service, err = served(m, x.Decision.On); err != nil {
		return err
	}
	m.Public["served"] = x.Service.On.String()
	return c.Keep(x)
}

// importing keeps an outside decision as it stands on its document.
func (d *Desk) importing(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	v := m.Fields
	o := &Outside{Authority: strings.TrimSpace(v.Text("authority")), AuthorityCode: strings.TrimSpace(v.Text("authority_code")), DocumentNo: strings.TrimSpace(v.Text("document_no")),
		DecidedOn: v.Date("decided_on"), ServedOn: v.Date("served_on"), Until: v.Date("until"), Basis: v.Text("basis"), Facts: v.Text("facts"), Ban: banOf(c.Kind, v)}
	if o.ServedOn > m.On || o.ServedOn < o.DecidedOn || o.DecidedOn == 0 {
		return errServedOn
	}
	if o.Ban != nil {
		if err := d.fits(o.Ban, m); err != nil {
			return err
		}
	}
	x.Outside = o
	m.Public["document"], m.Public["authority"], m.Public["served"] = o.DocumentNo, o.AuthorityCode, o.ServedOn.String()
	return c.Keep(x)
}

// leaving keeps why an entry is to end early, or was wrong from the start.
func leaving(outcome string) handler {
	return func(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
		x, err := detailsOf(c)
		if err != nil {
			return err
		}
		x.Leaving = &Draft{Outcome: outcome, Findings: m.Fields.Text("findings") + m.Fields.Text("reason"), On: m.On}
		c.Facts = slices.DeleteFunc(c.Facts, func(f string) bool { return f == removalDrafted || f == quashDrafted })
		c.Fact(map[string]string{"remove": removalDrafted, "quash": quashDrafted}[outcome])
		return c.Keep(x)
	}
}

func kept(_ context.Context, _ pg.Tx, c *caseflow.Case, _ *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if x.Leaving == nil {
		return errNotDrafted
	}
	x.Leaving = nil
	c.Unfact(removalDrafted)
	c.Unfact(quashDrafted)
	return c.Keep(x)
}

var (
	errStillOpen = fault.New(fault.TooEarly, "listing.still_open", "当事人仍可以要求听证，不能拟决定列入；请在期限届满后办理。",
		"The subject may still ask for a hearing; propose to list once that time is over.").Under("《中华人民共和国行政处罚法》第六十四条")
	errNotDrafted = fault.New(fault.Conflict, "listing.not_drafted", "承办人没有拟出这样的意见；请按其所拟办理，或者退回承办人。",
		"The officer in charge has not proposed this; act on what was proposed, or return it.")
	errNoPanel = fault.New(fault.Conflict, "listing.no_panel", "严重失信的认定须先经集体讨论；请登记集体讨论记录后再决定。",
		"A serious case is decided after a panel; record its minutes, then decide.").Under("《中华人民共和国行政处罚法》")
)
