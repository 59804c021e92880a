package rectify

import (
	"context"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk is where subjects are told to put things right, and talked to. The exported fields are set while wiring, never later.
type Desk struct {
	// Accounts name bodies and their divisions. Nil: the division in the code of the body counts.
	Accounts *account.Desk
	// Press prints papers. Nil: they are read as pages only.
	Press *paper.Press

	db      *pg.Pool
	law     *law.Library
	seal    *seal.Sealer
	records *record.Desk
	cases   *caseflow.Desk
	now     func() time.Time
}

// NewDesk makes the desk and registers its types of case.
func NewDesk(db *pg.Pool, lib *law.Library, s *seal.Sealer, records *record.Desk, cases *caseflow.Desk, now func() time.Time) *Desk {
	d := &Desk{db: db, law: lib, seal: s, records: records, cases: cases, now: now}
	cases.Register(d.orders())
	cases.Register(d.talks())
	return d
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

type handler = func(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error

func (d *Desk) orders() caseflow.Type {
	return caseflow.Type{Def: Flow(), View: d.viewOrder, Do: map[caseflow.Act]handler{
		Order: d.draft, Redraft: d.draft, Issue: d.issue, Serve: d.serve, Answer: answered, AskExtension: asked(false), ReceiveAsk: asked(true),
		GrantExtension: d.grant, RefuseExtension: refused, HandIn: handedIn(false), ReceiveEvidence: handedIn(true), Insufficient: insufficient,
		Confirm: d.confirm, Fail: failed, Withdraw: withdrawn,
	}}
}

func (d *Desk) talks() caseflow.Type {
	return caseflow.Type{Def: TalkFlow(), View: d.viewTalk, Do: map[caseflow.Act]handler{
		Plan: d.plan, Approve: d.approve, Reschedule: rescheduled, Invite: d.invite, Absent: absent, Minute: d.minute, Rewrite: d.rewrite, Remark: remarked,
		SignOfficer: d.sign("body"), SignSubject: d.sign("subject"), ReceiveSigned: d.receiveSigned, RecordRefusal: refusalRecorded, Push: d.push,
	}}
}

// Ordering is what an order is drafted with.
type Ordering struct {
	USCC       string `json:"uscc" maxLength:"18" doc:"of a firm or a public body"`
	Campaign   string `json:"campaign,omitempty" maxLength:"64" doc:"id of the campaign it belongs to; none: empty"`
	Facts      string `json:"facts" minLength:"1" maxLength:"5000"`
	Instrument string `json:"instrument" minLength:"1" maxLength:"64" doc:"code in the law library"`
	Article    string `json:"article" minLength:"1" maxLength:"100"`
	Demands    string `json:"demands" minLength:"1" maxLength:"5000"`
	Remedy     string `json:"remedy" minLength:"1" maxLength:"5000"`
	Days       string `json:"days,omitempty" maxLength:"4" doc:"working days; empty: the term of the law library"`
}

func (in Ordering) fields() caseflow.Values {
	return caseflow.Values{"facts": in.Facts, "instrument": in.Instrument, "article": in.Article, "demands": in.Demands, "remedy": in.Remedy, "days": in.Days}
}

// Draft drafts an order for another officer to issue. Nothing is asked of anybody before it was served.
func (d *Desk) Draft(ctx context.Context, who access.Actor, in Ordering, key string) (c *caseflow.Case, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		s, err := subject(ctx, tx, in.USCC)
		if err != nil {
			return err
		}
		if err := d.takesPart(ctx, tx, who, in.Campaign, s.Code); err != nil {
			return err
		}
		c, err = d.cases.Open(ctx, tx, who, caseflow.Opening{Kind: Kind, Act: Order, EntityID: s.Code, Org: who.Org, Region: account.Division(ctx, tx, d.Accounts, d.law.On(d.today()), who.Org),
			Title: Flow().Name.ZH, Details: order{Subject: s, Campaign: in.Campaign}, Fields: in.fields(), Key: key})
		return err
	})
	return c, err
}

// subject finds a firm or a public body. Natural persons are not ordered about here.
func subject(ctx context.Context, db pg.DB, uscc string) (Subject, error) {
	code, _, err := ident.ParseUSCC(uscc)
	if err != nil {
		return Subject{}, errSubject
	}
	e, err := registry.Find(ctx, db, string(code))
	return Subject{Name: e.Name, Code: string(code)}, err
}

// Planning is what a talk is planned with.
type Planning struct {
	Order string       `json:"order" maxLength:"64" doc:"number of the overdue order"`
	Kind  Sort         `json:"talk_kind" enum:"remind,warning"`
	Topic string       `json:"topic" minLength:"1" maxLength:"5000"`
	On    workday.Date `json:"on"`
	Place string       `json:"place" minLength:"1" maxLength:"200"`
}

// Plan plans a talk on an order that is really overdue, for another officer to approve.
func (d *Desk) Plan(ctx context.Context, who access.Actor, in Planning, key string) (c *caseflow.Case, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		of, err := d.cases.Seen(ctx, tx, who, in.Order)
		if err != nil {
			return err
		}
		if of.Kind != Kind || of.Org != who.Org {
			return errNoOrder
		}
		x, err := orderOf(of)
		if err != nil {
			return err
		}
		c, err = d.cases.Open(ctx, tx, who, caseflow.Opening{Kind: TalkKind, Act: Plan, EntityID: of.EntityID, Org: of.Org, Region: of.Region, Title: TalkFlow().Name.ZH,
			Details: talk{Order: of.ID, Subject: x.Subject}, Evidence: []caseflow.Evidence{{Kind: "order", Ref: "case:" + of.ID, Name: of.ID, Source: "信衡 Xinheng"}},
			Fields: caseflow.Values{"talk_kind": string(in.Kind), "topic": in.Topic, "on": in.On.String(), "place": in.Place}, Key: key})
		return err
	})
	return c, err
}

// limit is a number of the law of a day.
func (d *Desk) limit(key string, on workday.Date) (law.Limit, error) {
	l, ok := d.law.On(on).Limit(key)
	if !ok {
		return l, errNoTerm
	}
	return l, nil
}

var (
	errSubject = fault.New(fault.Invalid, "rectify.subject", "请填写企业或者政府机构有效的统一社会信用代码；自然人不适用限期整改。",
		"Give the valid unified social credit code of a firm or public body; natural persons are not ordered here.").At("uscc")
	errNoOrder = fault.New(fault.Invalid, "rectify.no_order", "须是本机构发出的一份限期整改通知；请核对编号。", "It must be a rectification order of the own body; check its number.").At("order")
	errNoTerm  = fault.New(fault.Conflict, "rectify.no_term", "规则库中没有该日施行的期限；请联系规则维护人员补录。", "The law library has no such term in force on that day; ask the editors of the rules to enter it.")
)
