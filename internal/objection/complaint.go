package objection

import (
	"context"
	"slices"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// ComplaintKind is a case about conduct, not about data (F27-7): another road, another body, other clocks.
const ComplaintKind = "complaint"

// States of a complaint.
const (
	Received     caseflow.State = "received"     // 已收到：the body above has it
	Accepted     caseflow.State = "accepted"     // 已受理
	Weighed      caseflow.State = "weighed"      // 已拟办
	Founded      caseflow.State = "founded"      // 成立
	Unfounded    caseflow.State = "unfounded"    // 不成立
	Inadmissible caseflow.State = "inadmissible" // 不予受理
)

// Acts of a complaint.
const (
	Complain     caseflow.Act = "complain"
	ComplainSelf caseflow.Act = "complain_self"
	Accept       caseflow.Act = "accept"
	Decline      caseflow.Act = "decline"
	Weigh        caseflow.Act = "weigh"
	Find         caseflow.Act = "find_founded"
	Dismiss      caseflow.Act = "find_unfounded"
)

// ComplaintFlow is the table of a complaint.
func ComplaintFlow() caseflow.Def {
	body := func(act caseflow.Act, zh, en string, from, to caseflow.State, permission string, weight caseflow.Weight, form ...caseflow.Field) caseflow.Move {
		return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: []caseflow.State{from}, To: to, By: caseflow.Body, Permission: permission, Weight: weight,
			Form: form, Basis: policy}
	}
	subject := func(act caseflow.Act, zh, en, permission string, from []caseflow.State, to caseflow.State, form ...caseflow.Field) caseflow.Move {
		return caseflow.Move{Act: act, Name: law.Text2{ZH: zh, EN: en}, From: from, To: to, By: caseflow.Subject, Permission: permission,
			Confirm: permission == access.CaseSubmit, Form: form, Basis: policy}
	}
	findings := field("findings", caseflow.LongText, true, "查明的事实", "What was found", "向双方了解的情况。", "What both sides said and what shows it.")
	mended := field("mended", caseflow.LongText, false, "处理和整改", "What was done about it", "成立的必填。", "Needed when it is founded.")
	remedy := field("remedy", caseflow.LongText, true, "救济途径", "Remedies", "不服答复的，向谁反映。", "Where to turn next.")
	decideMoves := []caseflow.Move{
		body(Find, "投诉成立", "Founded", Weighed, Founded, access.RepairDecide, caseflow.Favour),
		body(Dismiss, "投诉不成立", "Unfounded", Weighed, Unfounded, access.RepairDecide, caseflow.Heavy),
	}
	decideMoves[0].Needs, decideMoves[1].Needs = []string{string(Founded)}, []string{string(Unfounded)}
	return caseflow.Def{
		Kind: ComplaintKind, Prefix: "TS", Edition: "2026-1", From: workday.MustParse("2021-02-01"), Purpose: "objection", Start: Received,
		Name: law.Text2{ZH: "投诉（工作行为）", EN: "Complaint about conduct"},
		States: []caseflow.StateName{
			named(Received, "已收到", "received", "被投诉单位的上级已收到", "the body above the one complained of has it"),
			named(Accepted, "已受理", "accepted", "已受理，正在核实", "accepted, and being looked into"),
			named(Weighed, "已拟办", "drafted", "承办人已提出意见，由另一位负责人决定", "an officer has proposed; another decides"),
			named(Founded, "成立", "founded", "投诉成立；处理和整改见答复", "it was founded; the answer says what was done"),
			named(Unfounded, "不成立", "unfounded", "经核实不成立；理由和下一步见答复", "it was not founded; the answer gives reasons and where to turn"),
			named(Inadmissible, "不予受理", "not admitted", "未受理；理由和应走的途径见答复", "not admitted; the answer says why and which road to take"),
			named(Withdrawn, "已撤回", "withdrawn", "已撤回", "withdrawn"),
		},
		Final: []caseflow.State{Founded, Unfounded, Inadmissible, Withdrawn},
		Moves: append([]caseflow.Move{
			subject(Complain, "投诉", "Complain", access.CaseSubmit, nil, Received, papers),
			subject(ComplainSelf, "投诉（本人）", "Complain for oneself", access.Self, nil, Received, papers),
			subject(Withdraw, "撤回", "Withdraw", access.Self, []caseflow.State{Received, Accepted, Weighed}, Withdrawn),
			body(Accept, "受理", "Accept", Received, Accepted, access.RepairDraft, caseflow.Light),
			body(Decline, "不予受理", "Do not admit", Received, Inadmissible, access.RepairDecide, caseflow.Heavy, reason, remedy),
			body(Weigh, "拟办", "Propose", Accepted, Weighed, access.RepairDraft, caseflow.Light,
				choice("outcome", "拟处理结果", "Outcome", "按查明的事实选择。", "By what was found.", true, string(Founded), "成立", "founded", string(Unfounded), "不成立", "unfounded"), findings, mended, remedy),
			body(Return, "退回承办人", "Return to the officer", Weighed, Accepted, access.RepairDecide, caseflow.Light, reason),
		}, decideMoves...),
		Clocks: []caseflow.Clock{
			{Name: "accept", Title: law.Text2{ZH: "受理与否", EN: "Accept or not"}, While: []caseflow.State{Received}, Limit: "complaint.accept"},
			{Name: "answer", Title: law.Text2{ZH: "答复", EN: "Answer"}, While: []caseflow.State{Received, Accepted, Weighed}, Limit: "complaint.answer"},
		},
		Never: []caseflow.Guard{{To: Unfounded, Without: Accepted, Basis: policy}, {To: Unfounded, Without: Weighed, Basis: policy}},
		Apart: [][2]caseflow.Act{{Weigh, Find}, {Weigh, Dismiss}},
		Read:  []string{access.CaseReview}, Escalated: []string{access.RepairRead},
	}
}

func (d *Desk) complaint() caseflow.Type {
	return caseflow.Type{Def: ComplaintFlow(), View: d.complaintView, Do: map[caseflow.Act]handler{
		Complain: d.complained, ComplainSelf: d.complained, Weigh: weigh, Return: unweigh, Find: d.found("founded"), Dismiss: d.found("unfounded"), Decline: d.found("inadmissible"),
	}}
}

// Complaint is a complaint as it is handed in.
type Complaint struct {
	Body      string       `json:"body" maxLength:"18" doc:"code of the body complained of"`
	On        workday.Date `json:"on,omitempty" doc:"when it happened"`
	Case      string       `json:"case,omitempty" maxLength:"64" doc:"the case in which it happened, if any"`
	Statement string       `json:"statement" minLength:"1" maxLength:"5000" doc:"what happened; not what is wrong with data, which is an objection"`
	Papers    []string     `json:"papers,omitempty" maxItems:"20"`
}

// grievance is what a case of a complaint keeps, sealed.
type grievance struct {
	Complaint
	Draft *GrievanceAnswer `json:"draft,omitempty"`
	Given *GrievanceAnswer `json:"given,omitempty"`
}

// GrievanceAnswer is what is answered to a complaint.
type GrievanceAnswer struct {
	Outcome  string       `json:"outcome" enum:"founded,unfounded,inadmissible"`
	On       workday.Date `json:"on"`
	Findings string       `json:"findings"`
	Mended   string       `json:"mended,omitempty" doc:"what was done about it"`
	Remedy   string       `json:"remedy"`
}

// ComplaintView is the panel of a complaint on its case page.
type ComplaintView struct {
	Complaint
	BodyName string           `json:"body_name"`
	Draft    *GrievanceAnswer `json:"draft,omitempty" doc:"only for the body the case lies with"`
	Answer   *GrievanceAnswer `json:"answer,omitempty"`
}

// Complain takes a complaint in: it goes to the superior of the body complained of, which has no part in the case.
func (d *Desk) Complain(ctx context.Context, who access.Actor, in Complaint, key string) (Receipt, error) {
	if who.Post != "" || who.Confirm {
		return Receipt{}, errAsOneself // no officer from a post, no agent in the firm's name
	}
	o, known, err := d.body(ctx, d.db, in.Body)
	switch {
	case err != nil:
		return Receipt{}, err
	case !known:
		return Receipt{}, errNoBody
	case o.Parent == "":
		return Receipt{}, errNoSuperior
	}
	up, _, err := d.body(ctx, d.db, o.Parent)
	if err != nil {
		return Receipt{}, err
	}
	open := caseflow.Opening{Kind: ComplaintKind, Act: ComplainSelf, EntityID: who.ID, Org: up.ID, Region: regionOf(up.Region, o.Region), Title: "投诉：" + o.Name,
		Details: grievance{Complaint: in}, Key: openingKey(key)}
	if who.Firm != "" {
		open.Act, open.EntityID = Complain, who.Org
	}
	if len(in.Papers) > 0 {
		open.Fields = caseflow.Values{"papers": in.Papers}
	}
	var c *caseflow.Case
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		c, err = d.cases.Open(ctx, tx, who, open)
		return err
	})
	if err != nil {
		return Receipt{}, err
	}
	return d.receipt(ctx, c)
}

func (d *Desk) complained(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	g, err := grievanceOf(c)
	if err != nil {
		return err
	}
	m.Public["about"] = g.Body
	return putFiling(ctx, tx, &filing{EntityID: c.EntityID, CaseID: c.ID, Kind: ComplaintKind, Org: g.Body, FiledOn: m.On, At: d.instant()})
}

func grievanceOf(c *caseflow.Case) (*grievance, error) {
	g := &grievance{}
	return g, c.Into(g)
}

func weigh(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	g, err := grievanceOf(c)
	if err != nil {
		return err
	}
	a := &GrievanceAnswer{Outcome: m.Fields.Text("outcome"), Findings: m.Fields.Text("findings"), Mended: m.Fields.Text("mended"), Remedy: m.Fields.Text("remedy")}
	if a.Outcome == string(Founded) && strings.TrimSpace(a.Mended) == "" {
		return errNotMended
	}
	c.Unfact(string(Founded))
	c.Unfact(string(Unfounded))
	c.Fact(a.Outcome)
	g.Draft = a
	return c.Keep(g)
}

func unweigh(_ context.Context, _ pg.Tx, c *caseflow.Case, _ *caseflow.Doing) error {
	g, err := grievanceOf(c)
	if err != nil {
		return err
	}
	c.Unfact(string(Founded))
	c.Unfact(string(Unfounded))
	g.Draft = nil
	return c.Keep(g)
}

func (d *Desk) found(outcome string) handler {
	return func(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
		g, err := grievanceOf(c)
		if err != nil {
			return err
		}
		if g.Given = g.Draft; outcome == "inadmissible" {
			g.Given = &GrievanceAnswer{Findings: m.Fields.Text("reason"), Remedy: m.Fields.Text("remedy")}
		}
		if g.Given == nil {
			return errNotDrafted
		}
		g.Given.Outcome, g.Given.On = outcome, m.On
		m.Public["outcome"] = outcome
		if err := d.decided(ctx, tx, c, m, ComplaintKind, g.Body, outcome, outcome == "founded", nil); err != nil {
			return err
		}
		return c.Keep(g)
	}
}

func (d *Desk) complaintView(ctx context.Context, db pg.DB, c *caseflow.Case, who access.Actor) (any, error) {
	g, err := grievanceOf(c)
	if err != nil {
		return nil, err
	}
	v := ComplaintView{Complaint: g.Complaint, Answer: g.Given}
	if who.Firm == "" && who.Org == c.Org && g.Given == nil {
		v.Draft = g.Draft
	}
	v.Papers = slices.Concat([]string{}, g.Papers)
	v.BodyName, err = d.nameOf(ctx, db, g.Body)
	return v, err
}

var (
	errNoBody = fault.New(fault.Missing, "objection.no_body", "平台上没有这个机构；请核对机构代码。", "The platform knows no such body; check its code.").At("body")
	// Without anybody above nothing is opened: no body looks into its own conduct, and no author reviews its own score.
	errNoSuperior = fault.New(fault.Conflict, "objection.no_superior", "平台上没有登记该机构的上级，不能由其自行办理；请向本级人民政府提出。",
		"The platform knows no body above this one, and it does not look into itself; turn to the people's government of its level.").Under("琼府办〔2021〕4号（二十七）")
	errNotMended = fault.New(fault.Invalid, "objection.not_mended", "投诉成立的，须写明处理和整改；请补齐。", "When it is founded, say what was done about it; complete it.").At("fields.mended")
)
