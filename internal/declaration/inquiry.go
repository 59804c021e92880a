package declaration

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// details are what an inquiry keeps, sealed.
type details struct {
	Declaration string       `json:"declaration"`
	Kind        string       `json:"kind"`
	KindFrom    workday.Date `json:"kind_from"`
	SignedOn    workday.Date `json:"signed_on"`
	Firm        string       `json:"firm"`
	Why         string       `json:"why,omitempty"`
	Facts       string       `json:"facts,omitempty"`
	Notice      *Service     `json:"notice,omitempty"`
	AnswerUntil workday.Date `json:"answer_until,omitzero"`
	Said        []Said       `json:"said,omitempty"`
	Owned       bool         `json:"owned,omitempty"`
	Proposal    *Proposal    `json:"proposal,omitempty"`
	Decision    *Proposal    `json:"decision,omitempty"`
	Service     *Service     `json:"service,omitempty"`
	Record      string       `json:"record,omitempty"`
}

// Service is how a paper was served.
type Service struct {
	On    workday.Date `json:"on"`
	Means string       `json:"means"`
}

// Said is what the firm said.
type Said struct {
	On    workday.Date `json:"on"`
	Text  string       `json:"text"`
	Error bool         `json:"error,omitempty" doc:"it explained an honest error"`
}

// Proposal is what the officer in charge proposes, and once another has agreed, the decision.
type Proposal struct {
	Outcome string       `json:"outcome" enum:"record,error,true"`
	Reason  string       `json:"reason"`
	On      workday.Date `json:"on"`
}

type handler = func(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error

// inquiries is the type as it is plugged in.
func (d *Desk) inquiries() caseflow.Type {
	return caseflow.Type{Def: Flow(), View: d.viewCase, Do: map[caseflow.Act]handler{
		Open: begun, Notify: d.notify, Answer: said(false), Own: said(true), Receive: said(false), Propose: propose, Return: back, Decide: d.decide,
		ServeRecord: d.serveRecord, CloseError: d.closeError, CloseTrue: d.closeTrue, Dismiss: d.dismiss,
	}}
}

func detailsOf(c *caseflow.Case) (*details, error) {
	x := &details{}
	return x, c.Into(x)
}

// Inquiring is why an officer looks into a declaration.
type Inquiring struct {
	Why string `json:"why" minLength:"1" maxLength:"2000" doc:"a difference alone is no falsehood; nothing personal"`
}

// Inquire opens an inquiry into a declaration that was found to differ, with what differs as its evidence. The firm is not told yet, and
// nothing follows. The same key again gives the same case.
func (d *Desk) Inquire(ctx context.Context, who access.Actor, id string, in Inquiring, key string) (c *caseflow.Case, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		x, err := d.received(ctx, tx, who, id, qLock)
		switch {
		case err != nil:
			return err
		case x.CaseID != "":
			c, err = d.cases.Find(ctx, tx, x.CaseID)
			return err
		case x.State != Differs:
			return errMatched
		}
		firm, err := registry.Find(ctx, tx, x.EntityID)
		if err != nil {
			return err
		}
		sum, err := d.lastLook(ctx, tx, &x)
		if err != nil {
			return err
		}
		k, _ := d.law.On(x.KindFrom).DeclarationKind(x.Kind)
		c, err = d.cases.Open(ctx, tx, who, caseflow.Opening{Kind: CaseKind, Act: Open, EntityID: x.EntityID, Org: x.Org, Region: x.Region, Key: key,
			Title:    "申报信息核对 · " + k.Name.ZH,
			Details:  details{Declaration: x.DeclarationID, Kind: x.Kind, KindFrom: x.KindFrom, SignedOn: workday.Of(x.SignedAt), Firm: firm.Name},
			Fields:   caseflow.Values{"why": in.Why},
			Evidence: []caseflow.Evidence{{Kind: difference, Ref: "declaration:" + x.DeclarationID, Name: "核验不符的结论", SHA256: sum, Source: "xinheng"}}})
		if err != nil {
			return err
		}
		x.CaseID = c.ID
		return update(ctx, tx, &x)
	})
	return c, err
}

func (d *Desk) lastLook(ctx context.Context, db pg.DB, x *declaration) (string, error) {
	all, err := looksAt(ctx, db, x.EntityID, x.DeclarationID)
	if err != nil || len(all) == 0 {
		return "", err
	}
	b, err := json.Marshal(all[0])
	sum := seal.Sum(seal.International, b)
	return hex.EncodeToString(sum[:]), err
}

func begun(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Why = m.Fields.Text("why")
	m.Public["declaration"] = x.Declaration
	return c.Keep(x)
}

// notify keeps what the firm is told, and until when it may answer.
func (d *Desk) notify(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Facts = m.Fields.Text("facts")
	if x.Notice, err = served(m, c.OpenedOn); err != nil {
		return err
	}
	x.AnswerUntil = d.due("declaration.answer", m.On, c.Region)
	m.Public["served"] = x.Notice.On.String()
	return c.Keep(x)
}

func served(m *caseflow.Doing, made workday.Date) (*Service, error) {
	on := m.Fields.Date("served_on")
	if on > m.On || on < made {
		return nil, errServed
	}
	return &Service{on, m.Fields.Text("means")}, nil
}

func said(owns bool) handler {
	return func(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
		x, err := detailsOf(c)
		if err != nil {
			return err
		}
		x.Said = append(x.Said, Said{m.On, m.Fields.Text("statement"), owns})
		x.Owned = x.Owned || owns
		return c.Keep(x)
	}
}

func propose(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Proposal = &Proposal{m.Fields.Text("outcome"), m.Fields.Text("reason"), m.On}
	c.Fact(drafted)
	return c.Keep(x)
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

// decide makes the proposal good, by another officer. What it rests on is the article of the law data, never one typed in.
func (d *Desk) decide(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if x.Proposal == nil {
		return errDraft
	}
	x.Decision = &Proposal{x.Proposal.Outcome, x.Proposal.Reason, m.On}
	c.Fact(decidedFor(x.Decision.Outcome))
	m.Public["outcome"], m.Public["document"] = x.Decision.Outcome, c.ID
	if x.Decision.Outcome == asFalse {
		row, err := d.conduct(x, m.On)
		if err != nil {
			return err
		}
		m.Clause = row.Basis[0]
		m.Public["severity"] = string(row.Severity)
	}
	return c.Keep(x)
}

// conduct is the row of the table of dishonest conduct that a false declaration rests on.
func (d *Desk) conduct(x *details, on workday.Date) (law.Misconduct, error) {
	k, _ := d.law.On(x.KindFrom).DeclarationKind(x.Kind)
	row, ok := d.law.On(on).Misconduct(k.Conduct)
	if !ok {
		return row, errText
	}
	return row, nil
}

// serveRecord makes a finding effective: the record is entered by the gates of intake with its document and article, and the declaration
// ends, all with the service or not at all (G9).
func (d *Desk) serveRecord(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if x.Service, err = served(m, x.Decision.On); err != nil {
		return err
	}
	if err := d.enter(ctx, tx, c, m, x); err != nil {
		return err
	}
	m.Public["served"], m.Public["record"], m.Public["declaration"] = x.Service.On.String(), x.Record, x.Declaration
	if err := d.settle(ctx, tx, c, m, Differs); err != nil {
		return err
	}
	return c.Keep(x)
}

// closeError withdraws a declaration as an honest error: nothing is recorded of it (F11-4).
func (d *Desk) closeError(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	return d.settle(ctx, tx, c, m, Withdrawn)
}

// closeTrue finds a declaration true after all: it counts from today.
func (d *Desk) closeTrue(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	return d.settle(ctx, tx, c, m, Verified)
}

func (d *Desk) dismiss(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	return d.settle(ctx, tx, c, m, Verified)
}

// settle puts the declaration of a case where the case ends it.
func (d *Desk) settle(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing, to State) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	decl, err := find(ctx, tx, qLock, c.EntityID, x.Declaration)
	if err != nil {
		return err
	}
	m.Public["declaration"] = x.Declaration
	if to == Differs {
		now := d.instant()
		decl.EndedAt = &now
		return update(ctx, tx, &decl)
	}
	decl.CaseID = ""
	if to == Withdrawn {
		return d.end(ctx, tx, m.Actor.ID, &decl, Withdrawn)
	}
	values, err := d.open(&decl)
	if err != nil {
		return err
	}
	k, _ := d.law.On(decl.KindFrom).DeclarationKind(decl.Kind)
	decl.SourceID = ""
	line := Line{Name: law.Text2{ZH: "经核对属实", EN: "found true by an inquiry"}, Answer: Match, Source: m.Actor.Name, AsOf: m.On, Findings: c.ID}
	return d.found(ctx, tx, m.Actor.ID, &decl, &k, values.Values, []Line{line}, Match, c.Org)
}

// item is the catalogue item of commitments and their performance: a truth commitment is one (主动型).
const item = "commitment"

// enter brings about the record of a truth commitment that was knowingly broken, in the transaction of the service.
func (d *Desk) enter(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing, x *details) error {
	row, err := d.conduct(x, x.Decision.On)
	if err != nil {
		return err
	}
	k, _ := d.law.On(x.KindFrom).DeclarationKind(x.Kind)
	t, ok := d.law.On(x.SignedOn).Template(k.Text)
	if !ok {
		return errText
	}
	var clauses []string
	broken := ""
	for _, cl := range t.Clauses() {
		text := strings.NewReplacer("{checks}", k.Checks.ZH, "{scopes}", "授权范围").Replace(cl.Text.ZH)
		clauses = append(clauses, text)
		if cl.ID == "truth" {
			broken = text
		}
	}
	r, err := d.records.Enter(ctx, tx, m.Actor, c.ID, item, map[string]string{"CODE": x.Declaration, "SUBJECTNAME": x.Firm, "SUBJECTCATEGORY": "法人及非法人组织",
		"IDENTIFY": c.EntityID, "COMMITMENTTYPEID": "主动型", "REASON": "信用信息自主申报（" + k.Name.ZH + "）", "CONTENT": strings.Join(clauses, "；"),
		"LIABILITYBREACHCOMMITMENT": "故意申报虚假信息的，依法承担责任。", "COMMITMENTDATE": x.SignedOn.String(), "FULFILLMENTSTATUS": "全部未履行",
		"UNPERFORMEDCOMMITMENTCONTENT": broken, "LIABILITYBREACHCOMMITMENTCONTENT": d.law.On(x.Decision.On).Cite(row.Basis[0]).ZH + "；文书号 " + c.ID,
		"FULFILLMENTSTATUSDATE": m.On.String(), "ACCEPTANCECONFIRMUNIT": m.Actor.Name, "ACCEPTANCECONFIRMUNITIDENTIFY": m.Actor.Org, "ACCEPTANCEUNIT": m.Actor.Name,
		"ACCEPTANCEUNITIDENTIFY": m.Actor.Org, "PUBLICATIONTYPE": "可向社会公开"})
	x.Record = r.ID
	return err
}
