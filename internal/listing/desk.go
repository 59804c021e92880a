package listing

import (
	"context"
	"strings"
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

// Desk is where subjects are listed, banned and taken off. The exported fields are set while wiring, never later.
type Desk struct {
	// Accounts name bodies and their divisions. Nil: the division in the code of the body counts.
	Accounts *account.Desk
	// Press makes papers into PDF.
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
	d := &Desk{db: db, law: lib, seal: s, records: records, cases: cases, now: now, Press: paper.NewPress(nil)}
	cases.Register(d.kind(Kind))
	cases.Register(d.kind(BanKind))
	cases.Register(d.letters())
	return d
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

type handler = func(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error

// kind is a type as it is plugged in: a listing or a ban.
func (d *Desk) kind(kind string) caseflow.Type {
	return caseflow.Type{Def: Flow(d.law, kind), View: d.view, Do: map[caseflow.Act]handler{
		Import: d.importing, AcceptOutside: d.enter, Propose: d.propose, Revise: d.propose, Override: override, ConfirmOverride: settle("confirmed"),
		RefuseOverride: settle("refused"), ServeNotice: d.serveNotice, State: said("subject"), ReceiveState: said("counter"), AskHearing: d.askHearing,
		ReceiveAsk: d.askHearing, CallHearing: d.callHearing, HoldHearing: d.holdHearing, ProposeListing: d.draft("list"), ProposeDrop: d.draft("drop"),
		Discuss: discussed, Return: returned, Decide: d.decide, Drop: d.drop, ServeDecision: d.serveDecision, Enter: d.enter,
		ProposeRemoval: leaving("remove"), ProposeQuash: leaving("quash"), KeepListed: kept, Remove: d.leave(record.Removed), Quash: d.leave(record.Withdrawn),
	}}
}

// Clueing is what a case is opened with.
type Clueing struct {
	Kind     string `json:"kind" enum:"listing,ban"`
	List     string `json:"list,omitempty" maxLength:"64" doc:"code of the list; not for a ban"`
	USCC     string `json:"uscc,omitempty" maxLength:"18" doc:"of an organisation"`
	Person   *Named `json:"person,omitempty" doc:"of a natural person, instead"`
	Source   string `json:"source" minLength:"1" maxLength:"200" doc:"where the clue comes from"`
	FirmCase string `json:"firm_case,omitempty" maxLength:"64" doc:"of a person: the case of a firm it is connected with; nothing of it flows into this one"`
}

// Named is a natural person by name and document.
type Named struct {
	Name   string `json:"name" minLength:"1" maxLength:"50"`
	Number string `json:"number" minLength:"6" maxLength:"64" doc:"of the identity document; sealed"`
}

// Open opens a case from a clue. Nothing follows from it.
func (d *Desk) Open(ctx context.Context, who access.Actor, in Clueing, key string) (c *caseflow.Case, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		c, err = d.open(ctx, tx, who, in, Open, caseflow.Values{"source": in.Source}, key)
		return err
	})
	return c, err
}

// Importing is an outside decision with what the form of the case asks of it.
type Importing struct {
	Clueing
	Fields map[string]any `json:"fields" doc:"authority, authority_code, document_no, decided_on, served_on, basis, facts, outside_decision and outside_service (attachments), until; of a ban also ban_kind, industry, scope"`
}

// Import opens a case for what a court or another department decided: with its document and proof of service, for a second
// person to compare.
func (d *Desk) Import(ctx context.Context, who access.Actor, in Importing, key string) (c *caseflow.Case, err error) {
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		c, err = d.open(ctx, tx, who, in.Clueing, Import, in.Fields, key)
		return err
	})
	return c, err
}

func (d *Desk) open(ctx context.Context, tx pg.Tx, who access.Actor, in Clueing, act caseflow.Act, v caseflow.Values, key string) (*caseflow.Case, error) {
	x := details{List: in.List, FirmCase: in.FirmCase}
	var err error
	if x.Subject, err = d.subject(ctx, tx, in); err != nil {
		return nil, err
	}
	l, err := d.mayList(in.Kind, in.List, x.Subject.Person)
	if err != nil {
		return nil, err
	}
	o := caseflow.Opening{Kind: in.Kind, Act: act, EntityID: x.Subject.Code, Org: who.Org, Region: account.Division(ctx, tx, d.Accounts, d.law.On(d.today()), who.Org), Title: titleOf(in.Kind, l),
		Details: x, Fields: v, Key: key}
	if x.FirmCase != "" {
		if err := d.connected(ctx, tx, who, x); err != nil {
			return nil, err
		}
		o.Evidence = []caseflow.Evidence{{Kind: "firm_case", Ref: "case:" + x.FirmCase, Name: x.FirmCase, Source: "信衡 Xinheng"}}
	}
	return d.cases.Open(ctx, tx, who, o)
}

// subject finds the organisation, or makes the id of the person.
func (d *Desk) subject(ctx context.Context, db pg.DB, in Clueing) (Subject, error) {
	if p := in.Person; p != nil && in.USCC == "" {
		if _, err := ident.ParseIDCard(p.Number); err != nil {
			return Subject{}, errNumber
		}
		return Subject{Name: strings.TrimSpace(p.Name), Code: registry.PersonID(d.seal, p.Number), Person: true, Number: p.Number}, nil
	}
	code, _, err := ident.ParseUSCC(in.USCC)
	if err != nil || in.Person != nil {
		return Subject{}, errSubject
	}
	e, err := registry.Find(ctx, db, string(code))
	return Subject{Name: e.Name, Code: string(code)}, err
}

// mayList refuses a list that may not be used: not in force, of another kind, without its rules, its catalogue and an article
// that may found it (F14-2), or closed to persons (G4).
func (d *Desk) mayList(kind, code string, person bool) (law.List, error) {
	if kind == BanKind {
		if code != "" {
			return law.List{}, errNoList
		}
		return law.List{}, nil
	}
	book := d.law.On(d.today())
	l, ok := book.List(code)
	switch {
	case !ok || l.Kind != "serious":
		return l, errNoList
	case !whole(book, l):
		return l, errListUnfounded
	case person && !l.Persons:
		return l, errPersons
	}
	return l, nil
}

// connected: a person's case may name a firm's of the same body; it takes nothing from it.
func (d *Desk) connected(ctx context.Context, db pg.DB, who access.Actor, x details) error {
	of, err := d.cases.Seen(ctx, db, who, x.FirmCase)
	if err != nil {
		return err
	}
	if !x.Subject.Person || of.Kind != Kind && of.Kind != BanKind {
		return errFirmCase
	}
	return nil
}

var (
	errSubject = fault.New(fault.Invalid, "listing.subject", "请填写一个有效的统一社会信用代码，或者一名自然人；二者择一。",
		"Give one valid unified social credit code, or one natural person, not both.").At("uscc")
	errNumber = fault.New(fault.Invalid, "listing.number", "证件号码不正确；请核对后重填。", "The number of the document is not valid; check it.").At("person.number")
	errNoList = fault.New(fault.Invalid, "listing.no_list", "没有这份严重失信主体名单，或今日不在施行；请从名单定义中选择（禁入不选名单）。",
		"There is no such list of seriously dishonest subjects in force; choose one of the lists, and none for a ban.").At("list").Under("国办发〔2020〕49号")
	errListUnfounded = fault.New(fault.Conflict, "listing.list_unfounded", "该名单缺少认定机关、移出条件、救济途径、管理办法、措施清单或者法定依据，不能据以列入；请先补全名单定义。",
		"The list lacks its authority, removal conditions, remedies, rules, catalogue or a basis that may found it; complete its definition first.").At("list").Under("国办发〔2020〕49号")
	errPersons  = fault.New(fault.Conflict, "listing.no_persons", "该名单不及于自然人；不得由企业及于个人。", "This list is not for natural persons; nothing passes from a firm to a person.").At("person")
	errFirmCase = fault.New(fault.Invalid, "listing.firm_case", "关联的须是一起企业名单认定或者禁入案件，且本案当事人为自然人；请核对编号。",
		"What is connected must be a listing or ban of a firm, and this case a natural person's; check the number.").At("firm_case")
)
