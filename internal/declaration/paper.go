package declaration

import (
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// CaseView is the panel of an inquiry on its case page.
type CaseView struct {
	Declaration string       `json:"declaration"`
	Kind        law.Text2    `json:"kind"`
	View        *View        `json:"view,omitempty" doc:"the declaration itself"`
	Why         string       `json:"why,omitempty" doc:"only for the body"`
	Facts       string       `json:"facts,omitempty"`
	Notice      *Service     `json:"notice,omitempty"`
	AnswerUntil workday.Date `json:"answer_until,omitzero"`
	Said        []Said       `json:"said"`
	Owned       bool         `json:"owned" doc:"the firm explained an honest error"`
	Proposal    *Proposal    `json:"proposal,omitempty" doc:"only for the body"`
	Decision    *Proposal    `json:"decision,omitempty"`
	Cited       law.Text2    `json:"cited,omitzero" doc:"the article of a record"`
	Service     *Service     `json:"service,omitempty"`
	Record      string       `json:"record,omitempty"`
	Papers      []string     `json:"papers" doc:"that there are: notice, record, closed"`
}

func (d *Desk) viewCase(ctx context.Context, db pg.DB, c *caseflow.Case, who access.Actor) (any, error) {
	x, err := detailsOf(c)
	if err != nil {
		return nil, err
	}
	k, _ := d.law.On(x.KindFrom).DeclarationKind(x.Kind)
	own := who.Org == c.Org && who.Firm == ""
	out := CaseView{Declaration: x.Declaration, Kind: k.Name, Facts: x.Facts, Notice: x.Notice, AnswerUntil: x.AnswerUntil, Said: append([]Said{}, x.Said...),
		Owned: x.Owned, Decision: x.Decision, Service: x.Service, Record: x.Record, Papers: papersOf(c, x, own)}
	if own {
		out.Why, out.Proposal = x.Why, x.Proposal
	} else if x.Decision != nil && !slices.Contains(Flow().Final, c.State) {
		out.Decision = nil // what is not served yet is nobody's but the body's
	}
	if out.Decision != nil && out.Decision.Outcome == asFalse {
		if row, err := d.conduct(x, x.Decision.On); err == nil {
			out.Cited = d.law.On(x.Decision.On).Cite(row.Basis[0])
		}
	}
	decl, err := find(ctx, db, qFind, c.EntityID, x.Declaration)
	if err != nil {
		return nil, err
	}
	v, err := d.view(ctx, db, who, &decl)
	out.View = &v
	return out, err
}

// papersOf are the papers of a case that somebody may read.
func papersOf(c *caseflow.Case, x *details, own bool) []string {
	out := []string{}
	if x.Notice != nil {
		out = append(out, "notice")
	}
	if x.Decision == nil {
		return out
	}
	if x.Decision.Outcome == asFalse && (own || c.State == Recorded) {
		return append(out, "record")
	}
	if c.State == Mistaken || c.State == Cleared {
		out = append(out, "closed")
	}
	return out
}

// Paper writes a paper of an inquiry on its template of the law, for whoever may see the case.
func (d *Desk) Paper(ctx context.Context, who access.Actor, caseID, kind string, lang paper.Lang) (paper.Document, error) {
	c, err := d.cases.Seen(ctx, d.db, who, caseID)
	if err != nil {
		return paper.Document{}, err
	}
	x, err := detailsOf(c)
	if err != nil {
		return paper.Document{}, err
	}
	if c.Kind != CaseKind || !slices.Contains(papersOf(c, x, who.Org == c.Org && who.Firm == ""), kind) {
		return paper.Document{}, errNoPaper
	}
	issuer, err := d.body(ctx, d.db, c.Org)
	if err != nil {
		return paper.Document{}, err
	}
	on, text := c.OpenedOn, map[string]string{"subject": x.Firm, "subject_code": c.EntityID, "declaration": x.Declaration}
	switch kind {
	case "notice":
		text["facts"], text["basis"], text["answer_until"] = x.Facts, d.law.On(on).Cite(policy).ZH, x.AnswerUntil.String()
	case "record":
		on = x.Decision.On
		row, err := d.conduct(x, on)
		if err != nil {
			return paper.Document{}, err
		}
		text["facts"], text["basis"], text["reason"] = x.Facts, d.law.On(on).Cite(row.Basis[0]).ZH, x.Decision.Reason
		text["conduct"] = row.Name.ZH + "（" + severities[row.Severity] + "）"
		text["remedy"] = "收到决定之日起六十日内申请行政复议，或者六个月内提起行政诉讼；也可以提出异议、申请信用修复。"
	default:
		on, text["reason"] = x.Decision.On, x.Decision.Reason
	}
	if issuer.Name == "" {
		issuer.Name = issuer.Code
	}
	t, ok := d.law.On(on).Template("declaration." + kind)
	if !ok {
		return paper.Document{}, errNoPaper
	}
	return paper.Fill(t, lang, paper.Values{Text: text}, paper.Extra{Number: c.ID, Issuer: issuer.Name, To: x.Firm, On: on})
}

var severities = map[law.Severity]string{law.Minor: "轻微", law.General: "一般", law.Serious: "严重"}
