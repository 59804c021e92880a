package listing

import (
	"context"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// LetterKind is the kind of case of a letter: of a public body or state-owned firm to its superior and the audit office, of its
// staff to their unit and the discipline and personnel offices (F18-2). A letter tells; it restricts nobody.
const LetterKind = "letter"

// States and acts of a letter.
const (
	LetterDrafted caseflow.State = "drafted"
	LetterSent    caseflow.State = "sent"
	LetterReplied caseflow.State = "replied"
	LetterClosed  caseflow.State = "closed"
	LetterDropped caseflow.State = "dropped"

	WriteLetter caseflow.Act = "write"
	SendLetter  caseflow.Act = "send"
	DropLetter  caseflow.Act = "drop"
	ReplyLetter caseflow.Act = "reply"
	CloseLetter caseflow.Act = "close"
	AskAgain    caseflow.Act = "ask_again"
)

var responsibility = law.Ref{Instrument: "qfb-2021-4", Article: "（十八）"}

// Letters is the table of a letter: the recipient is the side that answers.
func Letters() caseflow.Def {
	move := func(act caseflow.Act, zh, en string, from, to caseflow.State, permission string, form ...caseflow.Field) caseflow.Move {
		m := body(act, zh, en, from, to, permission, form...)
		m.Basis = responsibility
		return m
	}
	write := move(WriteLetter, "拟函", "Write a letter", "", LetterDrafted, access.ListingDraft, letterForm()...)
	write.From = nil
	reply := move(ReplyLetter, "回复", "Reply", LetterSent, LetterReplied, access.LetterAnswer,
		needed("reply", caseflow.LongText, "处理情况", "What was done", "写明采取的措施和结果；不得写入个人信息。", "The steps taken and what came of them; nothing personal."))
	reply.By = caseflow.Provider
	return caseflow.Def{
		Kind: LetterKind, Prefix: "TB", Edition: "2026-1", From: workday.MustParse("2024-01-01"), Purpose: "listing", Start: LetterDrafted,
		Name: law.Text2{ZH: "通报函", EN: "Letters to superiors, audit and discipline"},
		States: []caseflow.StateName{
			named(LetterDrafted, "已拟函", "drafted", "正在准备通报函", "a letter is being prepared"),
			named(LetterSent, "已发出", "sent", "已通报有关单位，等待回复", "the bodies concerned were told; a reply is awaited"),
			named(LetterReplied, "已回复", "answered", "有关单位已回复", "the body has answered"),
			named(LetterClosed, "办结", "closed", "已办结", "closed"),
			named(LetterDropped, "不发", "not sent", "没有发出", "not sent"),
		},
		Final: []caseflow.State{LetterClosed, LetterDropped},
		Moves: []caseflow.Move{
			write,
			move(SendLetter, "签发", "Send", LetterDrafted, LetterSent, access.ListingDecide),
			move(DropLetter, "不发", "Do not send", LetterDrafted, LetterDropped, access.ListingDecide, reason("理由", "Why", "写明理由。", "Give the reason.")),
			reply,
			move(AskAgain, "请补充回复", "Ask again", LetterReplied, LetterSent, access.ListingDraft, reason("需要补充什么", "What is missing", "写明。", "Say it.")),
			move(CloseLetter, "办结", "Close", LetterReplied, LetterClosed, access.ListingDraft),
		},
		Clocks: []caseflow.Clock{
			{Name: "send", Title: law.Text2{ZH: "签发", EN: "Send"}, While: []caseflow.State{LetterDrafted}, Limit: "listing.notice"},
			{Name: "reply", Title: law.Text2{ZH: "回复", EN: "Reply"}, While: []caseflow.State{LetterSent}, Limit: "letter.reply"},
			{Name: "close", Title: law.Text2{ZH: "办结", EN: "Close"}, While: []caseflow.State{LetterReplied}, Limit: "listing.notice"},
		},
		Never: []caseflow.Guard{{To: LetterReplied, Without: LetterSent, Basis: responsibility}},
		Apart: [][2]caseflow.Act{{WriteLetter, SendLetter}},
		Read:  []string{access.ListingRead}, Escalated: []string{access.ListingRead},
	}
}

// addressees are what a recipient may be told as.
var addressees = map[string]law.Text2{"superior": {ZH: "上级主管单位", EN: "superior body"}, "audit": {ZH: "审计部门", EN: "audit office"}, "unit": {ZH: "所在单位", EN: "the unit"},
	"discipline": {ZH: "纪检监察机关", EN: "discipline inspection"}, "personnel": {ZH: "组织人事部门", EN: "personnel department"}}

func letterForm() []caseflow.Field {
	role := needed("to", caseflow.Choice, "收函单位是", "The recipient is", "政府部门和国有企业的失信通报上级主管单位和审计部门；工作人员的通报所在单位和纪检监察、组织人事部门。",
		"Of a public body or state-owned firm: its superior and audit; of staff: their unit, discipline and personnel.")
	for _, code := range []string{"superior", "audit", "unit", "discipline", "personnel"} {
		role.Options = append(role.Options, caseflow.Option{Code: code, Name: addressees[code]})
	}
	return []caseflow.Field{role,
		needed("facts", caseflow.LongText, "通报的事实", "Facts", "写明合同、裁判或者处罚的文号；不得写入个人信息。", "With the number of the contract, judgment or penalty; nothing personal.")}
}

func (d *Desk) letters() caseflow.Type {
	return caseflow.Type{Def: Letters(), Do: map[caseflow.Act]handler{ReplyLetter: replied, WriteLetter: written}, View: d.viewLetter}
}

// letter is what the case keeps of it.
type letter struct {
	About string   `json:"about"` // number of the listing case; empty: none
	To    string   `json:"to"`
	Facts string   `json:"facts"`
	Reply []string `json:"reply"`
}

// LetterView is the panel of a letter.
type LetterView struct {
	Subject string   `json:"subject" doc:"code of the body or firm the letter is about"`
	Body    string   `json:"body" doc:"name of the recipient"`
	About   string   `json:"about,omitempty" doc:"number of the case it follows"`
	To      string   `json:"to" enum:"superior,audit,unit,discipline,personnel"`
	Facts   string   `json:"facts"`
	Replies []string `json:"replies"`
	Paper   bool     `json:"paper" doc:"the letter itself can be read, at /v1/listings/cases/{id}/papers/letter"`
}

func (d *Desk) viewLetter(ctx context.Context, _ pg.DB, c *caseflow.Case, who access.Actor) (any, error) {
	var l letter
	if err := c.Into(&l); err != nil || who.Firm != "" {
		return nil, err
	}
	return LetterView{c.EntityID, d.bodyName(ctx, c.Provider), l.About, l.To, l.Facts, append([]string{}, l.Reply...), reads(who, c)}, nil
}

func written(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	var l letter
	if err := c.Into(&l); err != nil {
		return err
	}
	l.To, l.Facts = m.Fields.Text("to"), m.Fields.Text("facts")
	m.Public["to"] = l.To
	return c.Keep(l)
}

func replied(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	var l letter
	if err := c.Into(&l); err != nil {
		return err
	}
	l.Reply = append(l.Reply, m.Fields.Text("reply"))
	return c.Keep(l)
}

// Writing is a letter about a public body or state-owned firm.
type Writing struct {
	USCC  string `json:"uscc" maxLength:"18" doc:"of the body or firm the letter is about"`
	Body  string `json:"body" maxLength:"18" doc:"code of the recipient"`
	To    string `json:"to" enum:"superior,audit,unit,discipline,personnel"`
	Facts string `json:"facts" minLength:"1" maxLength:"5000"`
	About string `json:"about,omitempty" maxLength:"64" doc:"number of the listing case it follows"`
}

// Write opens a letter for another officer to sign.
func (d *Desk) Write(ctx context.Context, who access.Actor, in Writing, key string) (c *caseflow.Case, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		s, err := d.subject(ctx, tx, Clueing{USCC: in.USCC})
		if err != nil {
			return err
		}
		if err := d.reaches(ctx, who, in); err != nil {
			return err
		}
		if in.About != "" {
			if _, err := d.cases.Seen(ctx, tx, who, in.About); err != nil {
				return err
			}
		}
		c, err = d.cases.Open(ctx, tx, who, caseflow.Opening{Kind: LetterKind, EntityID: s.Code, Org: who.Org, Region: account.Division(ctx, tx, d.Accounts, d.law.On(d.today()), who.Org), Provider: in.Body, Title: "通报函",
			Details: letter{About: in.About}, Fields: caseflow.Values{"to": in.To, "facts": in.Facts}, Key: key})
		return err
	})
	return c, err
}

// reaches: a letter goes to another body that works here and so can answer.
func (d *Desk) reaches(ctx context.Context, who access.Actor, in Writing) error {
	if in.Body == who.Org || in.Body == "" {
		return errRecipient
	}
	if d.Accounts == nil {
		return nil
	}
	_, err := d.Accounts.Org(ctx, in.Body)
	if fault.KindOf(err) == fault.Missing {
		return errRecipient
	}
	return err
}

var errRecipient = fault.New(fault.Invalid, "listing.recipient", "收函单位须是本平台上的另一家机构；请核对其统一社会信用代码。",
	"The recipient is another body that works on this platform; check its code.").At("body")
