package objection

import (
	"context"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk is where objections and complaints are filed and decided. The exported fields are set while wiring, never later: they
// reach what stands above this area on the ladder.
type Desk struct {
	// Accounts name bodies, their divisions and their superiors. Nil: the division of the record counts, and nobody is above.
	Accounts *account.Desk
	// Press prints letters. Nil: they can only be read as pages.
	Press *paper.Press
	// Checked finds a check of an entity: who was answered, and on which of its records the answer leaned. Nil: there is none.
	Checked func(ctx context.Context, db pg.DB, entityID, decision string) (Object, error)
	// Scored finds a result of a rating that was made here, its author and what it counts; ok is false where there is none. Nil: only
	// what was evaluated elsewhere and imported is a score.
	Scored func(ctx context.Context, db pg.DB, entityID, result string) (o Object, ok bool, err error)
	// Received finds everybody who was given an answer that leaned on a record since an instant (F27-4). Nil: nobody.
	Received func(ctx context.Context, db pg.DB, entityID, recordID string, from time.Time) ([]Recipient, error)
	// Tell leaves notices that must be acknowledged, in the transaction of the decision. Nil: nobody can be told.
	Tell func(ctx context.Context, tx pg.Tx, notices []Notice) error
	// Acknowledged tells which of those told because of a case have acknowledged, by the code of the body.
	Acknowledged func(ctx context.Context, db pg.DB, caseID string) (map[string]time.Time, error)
	// Elsewhere finds which sites and consumers of the feed were told because of a case, and what they answered. Nil: none is.
	Elsewhere func(ctx context.Context, db pg.DB, caseID string, records []string) ([]Place, error)

	db      *pg.Pool
	law     *law.Library
	seal    *seal.Sealer
	records *record.Desk
	cases   *caseflow.Desk
	now     func() time.Time
}

// Object is what another area tells of a thing that is objected to.
type Object struct {
	Org     string   // who made it: the body that checked, the author of the score
	Title   string   // without personal data
	Records []string // the records it rests on
}

// Recipient is somebody who was given an answer that leaned on a wrong record.
type Recipient struct {
	Org    string
	Name   string
	How    string // check, api, batch, reading or export
	Answer string // id of the decision or reading
	Matter string // of a check
	At     time.Time
}

// Place is somewhere else that held what was wrong: a public site, or a body that takes the feed of records.
type Place struct {
	Name         law.Text2  `json:"name"`
	Consumer     bool       `json:"consumer" doc:"a body that takes the feed, not a site"`
	ToldAt       time.Time  `json:"told_at"`
	Acknowledged *time.Time `json:"acknowledged_at,omitempty"`
	Late         bool       `json:"late"`
}

// Notice is what a recipient is told.
type Notice struct {
	Org, EntityID, Record, Case, Reason, Limit string
	Version                                    int32
}

// NewDesk makes the desk and registers its types of case.
func NewDesk(db *pg.Pool, lib *law.Library, s *seal.Sealer, records *record.Desk, cases *caseflow.Desk, now func() time.Time) *Desk {
	d := &Desk{db: db, law: lib, seal: s, records: records, cases: cases, now: now}
	cases.Register(d.objection())
	cases.Register(d.complaint())
	return d
}

type handler = func(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error

// objection is the type as it is plugged in.
func (d *Desk) objection() caseflow.Type {
	t := caseflow.Type{Def: Flow(), View: d.view, Do: map[caseflow.Act]handler{
		File: d.filed, Enter: d.filed, Withdraw: d.withdrawn, WithdrawAt: d.withdrawn, Ask: ask, HandOver: handedOver,
		Answer: d.answered, Propose: d.propose, Return: returned, AskAgain: askAgain, Reject: d.reject,
		Reexamine: d.reexamine, Keep: d.keep, SendBack: d.sendBack,
	}}
	for _, v := range verdicts {
		if v.act != Reject {
			t.Do[v.act] = d.uphold(v.act)
		}
	}
	return t
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// instant is now, as exact as the tables keep it.
func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// province is where a case lies whose body and record name no division.
const province = "460000"

// body is a body as the platform knows it; one that does not work here has only its code. It is read on the connection of who
// asks: within a transaction never on a second one.
func (d *Desk) body(ctx context.Context, db pg.DB, code string) (account.Org, bool, error) {
	if d.Accounts == nil || code == "" {
		return account.Org{ID: code}, false, nil
	}
	o, err := d.Accounts.OrgIn(ctx, db, code)
	if fault.KindOf(err) == fault.Missing {
		return account.Org{ID: code}, false, nil
	}
	return o, err == nil, err
}

// nameOf is a body in words; its code when the platform does not know it.
func (d *Desk) nameOf(ctx context.Context, db pg.DB, code string) (string, error) {
	o, known, err := d.body(ctx, db, code)
	if !known {
		return code, err
	}
	return o.Name, err
}

// parties are whom an objection lies with, and whom it is asked of: the body that decided the record verifies it, and when
// another one reported it, that one is asked (谁认定、谁负责；谁提供、谁更正). A body that does not work here cannot be asked.
type parties struct {
	org, region, provider string
}

func (d *Desk) partiesOf(ctx context.Context, db pg.DB, r *record.Record) (p parties, err error) {
	o, known, err := d.body(ctx, db, r.AuthorityID)
	if err != nil {
		return p, err
	}
	p.org = r.AuthorityID
	if !known && r.SourceID != "" {
		if p.org = r.SourceID; p.org != r.AuthorityID {
			if o, _, err = d.body(ctx, db, p.org); err != nil {
				return p, err
			}
		}
	}
	if r.SourceID != "" && r.SourceID != p.org {
		p.provider = r.SourceID
	}
	p.region = regionOf(o.Region, r.Region)
	return p, nil
}

func regionOf(codes ...string) string {
	for _, c := range codes {
		if len(c) >= 6 {
			return c[:6]
		}
	}
	return province
}

// windowClerk enters for somebody who is present (R6).
const windowClerk = "R6"

func isAgent(who access.Actor) bool { return who.Confirm }

var (
	errAsOneself = fault.New(fault.Invalid, "objection.as_oneself", "投诉由本人，或者以所代表企业的名义提出；请先切换身份，代理人请由企业办理。",
		"Complain as yourself or for the firm you act for: switch first; an agent leaves it to the firm.")
	errNoSubject = fault.New(fault.Invalid, "objection.no_subject", "请先切换到所代表的企业，再提出异议；窗口人员请填写到场主体的代码和所验证件。",
		"Act for the firm first; at a window, give the code of whoever is present and what they showed.").At("uscc")
	errNoRecord = fault.New(fault.Missing, "objection.no_record", "该主体没有这条记录，或者不属于您；请从本主体的记录中选择。",
		"The subject has no such record, or it is not yours; choose one of its own.").At("records")
	errSeveral = fault.New(fault.Conflict, "objection.several_bodies", "所选记录由不同单位认定；请分别提出，每个单位一件。",
		"Different bodies decided these records; object separately, once for each body.").At("records").Under("琼府办〔2021〕4号（二十七）")
	errOpen = fault.New(fault.Conflict, "objection.open", "其中一条记录已有在办的异议；请在该件中补充材料。",
		"An objection to one of the records is open; add to it.").At("records")
	errNoGround = fault.New(fault.Invalid, "objection.no_ground", "该理由不适用于所选对象；请从 /v1/objections/grounds 所列理由中选择。",
		"This ground is not for such a thing; choose one listed at /v1/objections/grounds.").At("ground")
	errNoObject = fault.New(fault.Missing, "objection.no_object", "没有这项查验、评价或者措施，或者不属于您；请从本主体的档案中选择。",
		"There is no such check, score or measure, or it is not yours; choose one from your own file.").At("ref")
	errNotListed = fault.New(fault.Invalid, "objection.not_listed", "所选记录不是名单记录；请改选“记录”。", "The record is no list entry; choose \"record\" instead.").At("about")
	errNoField   = fault.New(fault.Invalid, "objection.no_field", "记录没有所填的字段；请从记录现有字段中选择。",
		"The record has no such field; choose one of those it has.").At("claims")
)
