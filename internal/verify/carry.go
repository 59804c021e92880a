package verify

import (
	"context"
	"slices"

	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// details are what a task keeps, sealed.
type details struct {
	Commitment  string       `json:"commitment"`
	Answer      string       `json:"answer,omitempty"` // of the comparison it was opened on
	Clause      string       `json:"clause,omitempty"`
	Facts       string       `json:"facts,omitempty"`
	Notice      *Service     `json:"notice,omitempty"`
	AnswerUntil workday.Date `json:"answer_until,omitzero"`
	Said        []Said       `json:"said,omitempty"`
	Proposal    *Proposal    `json:"proposal,omitempty"`
	Decision    *Decision    `json:"decision,omitempty"`
	Service     *Service     `json:"service,omitempty"`
	Orders      []Order      `json:"orders,omitempty"`
	Record      string       `json:"record,omitempty"`
}

// Service is how a paper was served.
type Service struct {
	On    workday.Date `json:"on"`
	Means string       `json:"means"`
}

// Said is what the party said.
type Said struct {
	On   workday.Date `json:"on"`
	Text string       `json:"text"`
}

// Proposal is what the officer in charge proposes.
type Proposal struct {
	Outcome string       `json:"outcome" enum:"terminate,rectify,revoke,penalty"`
	Conduct string       `json:"conduct"`
	Basis   law.Ref      `json:"basis"`
	Reason  string       `json:"reason"`
	Until   workday.Date `json:"until,omitzero"`
	On      workday.Date `json:"on"`
}

// Decision is the proposal another officer made good.
type Decision struct {
	Proposal
	Severity law.Severity `json:"severity" enum:"minor,general,serious"`
	Document string       `json:"document"`
	On       workday.Date `json:"decided_on"`
}

// Order is a term to correct that was served, and how it ended.
type Order struct {
	Until  workday.Date `json:"until"`
	Mended *bool        `json:"mended,omitempty"`
	On     workday.Date `json:"on,omitzero"`
}

type handler = func(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error

// kind is the type as it is plugged in.
func (d *Desk) kind() caseflow.Type {
	return caseflow.Type{Def: Flow(d.law), View: d.view, Do: map[caseflow.Act]handler{
		Confirm: d.confirm, Notify: d.notify, Answer: said, Receive: said, Propose: d.propose, Return: back, Decide: d.decide, ServeOrder: d.serveOrder,
		ServeEnd: d.serveEnd, ServeRevoke: d.serveEnd, ServePenalty: d.serveEnd, Accept: d.mended, NotMended: notMended,
	}}
}

func detailsOf(c *caseflow.Case) (*details, error) {
	x := &details{}
	return x, c.Into(x)
}

// confirm finds the commitment kept: an officer settled what shared data could not.
func (d *Desk) confirm(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	return d.concludeCase(ctx, tx, c, m, x, Conclusion{Outcome: Kept, On: m.On, Document: c.ID})
}

func (d *Desk) concludeCase(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing, x *details, end Conclusion) error {
	v, err := lock(ctx, tx, c.EntityID, x.Commitment)
	if err != nil {
		return err
	}
	m.Public["commitment"], m.Public["outcome"] = x.Commitment, end.Outcome
	return d.conclude(ctx, tx, m.Actor, v, end)
}

// notify keeps what the party is told: which clause, on which facts, and until when it may answer.
func (d *Desk) notify(ctx context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Clause, x.Facts = m.Fields.Text("clause"), m.Fields.Text("facts")
	if d.Text != nil {
		told, err := d.Text(ctx, c.EntityID, x.Commitment)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(told.Clauses, func(cl law.Clause) bool { return cl.ID == x.Clause }) {
			return errClause
		}
	}
	if x.Notice, err = served(m, c.OpenedOn); err != nil {
		return err
	}
	x.AnswerUntil = d.due(d.law.On(c.OpenedOn), "verify.answer", m.On, c.Region)
	m.Public["clause"], m.Public["served"] = x.Clause, x.Notice.On.String()
	return c.Keep(x)
}

func served(m *caseflow.Doing, made workday.Date) (*Service, error) {
	on := m.Fields.Date("served_on")
	if on > m.On || on < made {
		return nil, errServedOn
	}
	return &Service{on, m.Fields.Text("means")}, nil
}

func said(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Said = append(x.Said, Said{m.On, m.Fields.Text("statement")})
	return c.Keep(x)
}

// propose keeps an outcome in proportion: it goes with the conduct by the law's own rows, and correction was refused only where an
// order to correct was served and not followed (F05-1, F13-4).
func (d *Desk) propose(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	p, err := d.proposal(c, m)
	if err != nil {
		return err
	}
	x.Proposal = p
	c.Fact(drafted)
	m.Public["outcome"], m.Public["conduct"] = p.Outcome, p.Conduct
	return c.Keep(x)
}

func (d *Desk) proposal(c *caseflow.Case, m *caseflow.Doing) (*Proposal, error) {
	book := d.law.On(m.On)
	p := &Proposal{Outcome: m.Fields.Text("outcome"), Conduct: m.Fields.Text("conduct"), Basis: law.Ref{Instrument: m.Fields.Text("instrument"), Article: m.Fields.Text("article")},
		Reason: m.Fields.Text("reason"), Until: m.Fields.Date("until"), On: m.On}
	o, ok := book.VerificationOutcome(p.Outcome)
	if !ok || !slices.Contains(o.Conducts, p.Conduct) {
		return nil, errConduct
	}
	if (p.Conduct == "commitment.refused" || p.Conduct == "commitment.false") && !slices.Contains(c.Facts, refused) {
		return nil, errRefused
	}
	if _, ok := book.Instrument(p.Basis.Instrument); !ok || p.Basis.Article == "" {
		return nil, errBasis
	}
	last := d.due(book, "verify.rectify", m.On, c.Region)
	if p.Outcome == "rectify" && (p.Until <= m.On || p.Until > last) {
		return nil, errTerm
	}
	return p, nil
}

func back(_ context.Context, _ pg.Tx, c *caseflow.Case, _ *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Proposal = nil
	c.Unfact(drafted)
	return c.Keep(x)
}

// decide makes the proposal good: by another officer, with the gravity of the table. It has no effect before it is served.
func (d *Desk) decide(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if x.Proposal == nil {
		return errNotDrafted
	}
	row, ok := d.law.On(m.On).Misconduct(x.Proposal.Conduct)
	if !ok {
		return errConduct
	}
	x.Decision = &Decision{Proposal: *x.Proposal, Severity: row.Severity, Document: c.ID, On: m.On}
	for _, o := range []string{"rectify", "terminate", "revoke", "penalty"} {
		c.Unfact(decidedFor(o))
	}
	c.Fact(decidedFor(x.Decision.Outcome))
	m.Clause = x.Decision.Basis
	m.Public["outcome"], m.Public["severity"], m.Public["document"] = x.Decision.Outcome, string(row.Severity), c.ID
	return c.Keep(x)
}

func (d *Desk) serveOrder(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if x.Service, err = served(m, x.Decision.On); err != nil {
		return err
	}
	x.Orders = append(x.Orders, Order{Until: x.Decision.Until})
	x.Proposal = nil
	c.Unfact(drafted)
	m.Public["served"], m.Public["until"] = x.Service.On.String(), x.Decision.Until.String()
	return c.Keep(x)
}

// serveEnd makes a decision effective: the record is entered by the gates of intake, the commitment is broken, the verification ends,
// all with the service or not at all (F13-4, G9).
func (d *Desk) serveEnd(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if x.Service, err = served(m, x.Decision.On); err != nil {
		return err
	}
	document := c.ID
	if no := m.Fields.Text("penalty_no"); no != "" {
		document = no
	}
	if err := d.enter(ctx, tx, c, m, x, "全部未履行", document); err != nil {
		return err
	}
	if err := d.concludeCase(ctx, tx, c, m, x, Conclusion{Outcome: x.Decision.Outcome, Clause: x.Clause, Document: document, On: m.On}); err != nil {
		return err
	}
	m.Public["served"], m.Public["record"] = x.Service.On.String(), x.Record
	return c.Keep(x)
}

// mended: corrected in time it counts as kept, and the record says so with the order and its article; nothing adverse follows.
func (d *Desk) mended(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	settle(x, true, m.On)
	if err := d.enter(ctx, tx, c, m, x, "全部履行", c.ID); err != nil {
		return err
	}
	if err := d.concludeCase(ctx, tx, c, m, x, Conclusion{Outcome: "mended", Document: c.ID, On: m.On}); err != nil {
		return err
	}
	m.Public["record"] = x.Record
	return c.Keep(x)
}

// notMended: only once the term is over, and then a graver outcome may be proposed.
func notMended(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if len(x.Orders) == 0 || m.On <= x.Orders[len(x.Orders)-1].Until {
		return errNotOver
	}
	settle(x, false, m.On)
	x.Decision = nil
	c.Unfact(decidedFor("rectify"))
	c.Fact(refused)
	return c.Keep(x)
}

func settle(x *details, mended bool, on workday.Date) {
	if n := len(x.Orders); n > 0 {
		x.Orders[n-1].Mended, x.Orders[n-1].On = &mended, on
	}
}
