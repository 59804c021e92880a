package verify

import (
	"context"
	"slices"
	"strconv"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// View is the panel of a task on its case page.
type View struct {
	Commitment  string       `json:"commitment"`
	Name        string       `json:"name"`
	Clauses     []law.Clause `json:"clauses"`
	Plan        PlanView     `json:"plan"`
	Class       string       `json:"class"`
	Method      string       `json:"method" enum:"exempt,compare,officer"`
	DueOn       workday.Date `json:"due_on,omitzero" doc:"of the verification"`
	Comparisons []Comparison `json:"comparisons" doc:"newest first; the evidence the task was opened on"`
	Clause      string       `json:"clause,omitempty"`
	Facts       string       `json:"facts,omitempty"`
	Notice      *Service     `json:"notice,omitempty"`
	AnswerUntil workday.Date `json:"answer_until,omitzero"`
	Said        []Said       `json:"said"`
	Proposal    *Proposal    `json:"proposal,omitempty" doc:"only for the body"`
	Decision    *Decision    `json:"decision,omitempty"`
	Cited       law.Text2    `json:"cited,omitzero" doc:"the article of the decision"`
	Service     *Service     `json:"service,omitempty"`
	Orders      []Order      `json:"orders"`
	Record      string       `json:"record,omitempty"`
	Papers      []string     `json:"papers" doc:"that there are: notice, rectify, terminate, revoke, penalty"`
}

// PlanView is the plan a verification follows.
type PlanView struct {
	Code     string       `json:"code"`
	Name     law.Text2    `json:"name"`
	Why      law.Text2    `json:"why" doc:"of the method for the class"`
	Basis    law.Text2    `json:"basis"`
	Standing law.Standing `json:"standing" enum:"text,secondary,assumed"`
}

func (d *Desk) view(ctx context.Context, db pg.DB, c *caseflow.Case, who access.Actor) (any, error) {
	x, err := detailsOf(c)
	if err != nil {
		return nil, err
	}
	v, err := find(ctx, db, c.EntityID, x.Commitment)
	if err != nil {
		return nil, err
	}
	out := View{Commitment: x.Commitment, Class: v.Class, Method: v.Method, DueOn: v.DueOn, Plan: d.planView(v), Clause: x.Clause, Facts: x.Facts, Notice: x.Notice,
		AnswerUntil: x.AnswerUntil, Said: append([]Said{}, x.Said...), Decision: x.Decision, Service: x.Service, Orders: append([]Order{}, x.Orders...),
		Record: x.Record, Papers: papersOf(x), Clauses: []law.Clause{}}
	if out.Comparisons, err = comparisons(ctx, db, c.EntityID, x.Commitment); err != nil {
		return nil, err
	}
	if d.Text != nil {
		told, err := d.Text(ctx, c.EntityID, x.Commitment)
		if err != nil {
			return nil, err
		}
		out.Name, out.Clauses = told.Name, told.Clauses
	}
	if x.Decision != nil {
		out.Cited = d.law.On(x.Decision.On).Cite(x.Decision.Basis)
		if x.Service == nil && who.Org != c.Org {
			out.Decision = nil // what is not served yet is nobody's but the body's
		}
	}
	if who.Org == c.Org {
		out.Proposal = x.Proposal
	}
	return out, nil
}

func (d *Desk) planView(v *verification) PlanView {
	book := d.law.On(v.PlanFrom)
	p, ok := book.VerificationPlan(v.Plan)
	if !ok {
		return PlanView{Code: v.Plan}
	}
	return PlanView{p.Code, p.Name, p.Method(v.Class).Why, book.Cite(p.Basis[0]), p.Standing}
}

func papersOf(x *details) []string {
	out := []string{}
	if x.Clause != "" {
		out = append(out, "notice")
	}
	if x.Decision != nil {
		out = append(out, x.Decision.Outcome)
	}
	return out
}

// Paper writes the notice or the decision of a task on its template of the law, for whoever may see the case.
func (d *Desk) Paper(ctx context.Context, who access.Actor, caseID, kind string, lang paper.Lang) (paper.Document, error) {
	c, err := d.cases.Seen(ctx, d.db, who, caseID)
	if err != nil {
		return paper.Document{}, err
	}
	x, err := detailsOf(c)
	if err != nil {
		return paper.Document{}, err
	}
	if c.Kind != Kind || !slices.Contains(papersOf(x), kind) || kind != "notice" && x.Service == nil && who.Org != c.Org || d.Text == nil {
		return paper.Document{}, errPaper
	}
	told, err := d.Text(ctx, c.EntityID, x.Commitment)
	if err != nil {
		return paper.Document{}, err
	}
	on, issuer := c.OpenedOn, c.Org
	if d.Accounts != nil {
		if o, err := d.Accounts.Org(ctx, c.Org); err == nil {
			issuer = o.Name
		}
	}
	text := map[string]string{"subject": told.Firm, "subject_code": c.EntityID, "commitment": x.Commitment, "clause": x.Clause, "facts": x.Facts}
	for _, cl := range told.Clauses {
		if cl.ID == x.Clause {
			text["clause"] = cl.Text.ZH
		}
	}
	book := d.law.On(on)
	if kind == "notice" {
		text["basis"], text["answer_until"] = book.Cite(policy).ZH, x.AnswerUntil.String()
	} else {
		on = x.Decision.On
		book = d.law.On(on)
		d.decisionText(book, x, text)
	}
	t, ok := book.Template("verify." + kind)
	if !ok {
		return paper.Document{}, errPaper
	}
	return paper.Fill(t, lang, paper.Values{Text: text}, paper.Extra{Number: c.ID, Issuer: issuer, To: told.Firm, On: on})
}

func (d *Desk) decisionText(book *law.Book, x *details, text map[string]string) {
	o, _ := book.VerificationOutcome(x.Decision.Outcome)
	row, _ := book.Misconduct(x.Decision.Conduct)
	text["basis"], text["reason"], text["remedy"] = book.Cite(x.Decision.Basis).ZH, x.Decision.Reason, o.Remedy.ZH
	text["conduct"] = row.Name.ZH + "（" + string(severityZH[row.Severity]) + "）"
	if x.Decision.Outcome == "rectify" {
		text["until"] = x.Decision.Until.String()
	}
}

var severityZH = map[law.Severity]string{law.Minor: "轻微", law.General: "一般", law.Serious: "严重"}

// Line is a verification in the list of a body.
type Line struct {
	ID          string       `json:"id" doc:"of the commitment"`
	EntityID    string       `json:"entity_id"`
	Undertaking string       `json:"undertaking"`
	Matter      string       `json:"matter,omitempty"`
	Region      string       `json:"region"`
	Plan        law.Text2    `json:"plan"`
	Class       string       `json:"class"`
	Method      string       `json:"method" enum:"exempt,compare,officer"`
	State       string       `json:"state" enum:"due,task,kept,broken,pooled,ended"`
	StartsOn    workday.Date `json:"starts_on,omitzero" doc:"the term counts from here; none: not issued yet"`
	DueOn       workday.Date `json:"due_on,omitzero"`
	Late        bool         `json:"late"`
	Case        string       `json:"case,omitempty"`
	Outcome     string       `json:"outcome,omitempty"`
	EndedOn     workday.Date `json:"ended_on,omitzero"`
}

// Of lists the verifications of a body, the soonest due first.
func (d *Desk) Of(ctx context.Context, who access.Actor, state string) ([]Line, error) {
	if who.Org == "" || who.Firm != "" {
		return []Line{}, nil
	}
	rows, err := ofOrg(ctx, d.db, who.Org, state)
	return d.lines(rows), err
}

// Pool lists what is exempt and under daily supervision, for those who plan visits (F13-3).
func (d *Desk) Pool(ctx context.Context, region, matter, after string) (page []Line, next string, err error) {
	const most = 100
	rows, err := pool(ctx, d.db, region, matter, after, most+1)
	if len(rows) > most {
		rows = rows[:most]
		next = rows[most-1].CommitmentID
	}
	return d.lines(rows), next, err
}

func (d *Desk) lines(rows []verification) []Line {
	out := []Line{}
	for i := range rows {
		v := &rows[i]
		out = append(out, Line{ID: v.CommitmentID, EntityID: v.EntityID, Undertaking: v.Undertaking, Matter: v.Matter, Region: v.Region, Plan: d.planView(v).Name, Class: v.Class,
			Method: v.Method, State: v.State, StartsOn: v.StartsOn, DueOn: v.DueOn, Late: (v.State == Due || v.State == Tasked) && v.DueOn != 0 && v.DueOn < d.today(),
			Case: v.CaseID, Outcome: v.Outcome, EndedOn: v.EndedOn})
	}
	return out
}

// Plan of the law as it is shown: by class (F13-1).
type Plan struct {
	Code     string       `json:"code"`
	Name     law.Text2    `json:"name"`
	Matters  []Named      `json:"matters" doc:"none: every matter no other plan names"`
	Risk     string       `json:"risk" enum:"low,general,high"`
	Within   string       `json:"within" doc:"such as 2 months"`
	WithinZH string       `json:"within_zh"`
	Starts   string       `json:"starts" enum:"released,permitted"`
	Scope    []Scope      `json:"scope"`
	Rows     []Method     `json:"rows"`
	Basis    law.Text2    `json:"basis"`
	Standing law.Standing `json:"standing" enum:"text,secondary,assumed"`
	Note     string       `json:"note,omitempty"`
	From     workday.Date `json:"from"`
}

// Named is a code with its name.
type Named struct {
	Code string    `json:"code"`
	Name law.Text2 `json:"name"`
}

// Scope is one line of what is compared.
type Scope struct {
	Clause  string    `json:"clause"`
	Compare string    `json:"compare" enum:"registered,located,unlisted,unbanned,unpunished"`
	Text    law.Text2 `json:"text"`
}

// Method is how one class of firms is verified.
type Method struct {
	Class  string    `json:"class"`
	Method string    `json:"method" enum:"exempt,compare,officer"`
	Why    law.Text2 `json:"why"`
}

// Plans are those in force.
func (d *Desk) Plans() []Plan {
	book, out := d.law.On(d.today()), []Plan{}
	for _, p := range book.VerificationPlans() {
		x := Plan{Code: p.Code, Name: p.Name, Matters: []Named{}, Risk: p.Risk, Starts: p.Starts, Scope: []Scope{}, Rows: []Method{}, Basis: book.Cite(p.Basis[0]),
			Standing: p.Standing, Note: p.Note, From: p.From}
		if l, ok := book.Limit(p.Limit); ok {
			n := strconv.FormatInt(l.N, 10)
			x.Within, x.WithinZH = n+" "+map[law.Unit]string{law.Months: "months", law.WorkingDays: "working days", law.Days: "days"}[l.Unit],
				n+map[law.Unit]string{law.Months: "个月", law.WorkingDays: "个工作日", law.Days: "日"}[l.Unit]
		}
		for _, code := range p.Matters {
			if m, ok := book.Matter(code); ok {
				x.Matters = append(x.Matters, Named{code, m.Name})
			}
		}
		for _, s := range p.Scope {
			x.Scope = append(x.Scope, Scope(s))
		}
		for _, class := range law.Classes {
			r := p.Method(class)
			x.Rows = append(x.Rows, Method{class, r.Method, r.Why})
		}
		out = append(out, x)
	}
	return out
}
