package repair

import (
	"context"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/hook"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/seal"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Desk is where repair is asked for and decided. The exported fields are set while wiring, never later.
type Desk struct {
	Events Events
	// Accounts name bodies and their divisions. Nil: the division of the record counts.
	Accounts *account.Desk
	// Index tells whether a record still counts in checks. Nil: the effect is told from the record alone.
	Index *standing.Index
	// Lines is the sync ledger of a record. Nil: there are no other sites.
	Lines func(ctx context.Context, recordID string) ([]Target, error)
	// Evaluators are those told to update an evaluation made elsewhere because of a case. Nil: there are none.
	Evaluators func(ctx context.Context, caseID string) ([]Target, error)
	// Press prints papers as PDF; the one of NewDesk has no font and says so.
	Press *paper.Press

	db      *pg.Pool
	law     *law.Library
	seal    *seal.Sealer
	records *record.Desk
	cases   *caseflow.Desk
	asked   *access.Buckets
	now     func() time.Time
}

// Events are what other areas follow.
type Events struct {
	Granted  hook.Hook[Decided] // 准予修复
	Relieved hook.Hook[Decided] // 重整期间暂时解除
	Restored hook.Hook[Decided] // 撤销修复、终止暂时解除
}

// Decided is a decision that changes what counts. It holds ids and no data, so that a job may be told of it.
type Decided struct {
	Case        string       `json:"case"`
	EntityID    string       `json:"entity_id"`
	Org         string       `json:"org"`
	Region      string       `json:"region"`
	Records     []string     `json:"records"`
	On          workday.Date `json:"on"`
	Document    string       `json:"document"`
	Clause      string       `json:"clause"`
	Commitments []string     `json:"commitments"` // published by a grant, broken at a revocation
}

// asking bounds how often one address may use the calculator without signing in: a person looks, a scraper does not need to.
var asking = access.Rate{PerSecond: 2, Burst: 40}

// NewDesk makes the desk and registers its types of case.
func NewDesk(db *pg.Pool, lib *law.Library, s *seal.Sealer, records *record.Desk, cases *caseflow.Desk, now func() time.Time) *Desk {
	d := &Desk{db: db, law: lib, seal: s, records: records, cases: cases, asked: access.NewBuckets(asking, now), now: now,
		Press: paper.NewPress(nil)}
	cases.Register(d.repair())
	cases.Register(d.revocation())
	return d
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// instant is now, as exact as the tables keep it.
func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// windowClerk enters for a person who is present (R6).
const windowClerk = "R6"

// subjectOf is the firm an application is for: the one somebody acts for, or the one present at the window.
func subjectOf(who access.Actor, in *Filing) (string, error) {
	switch {
	case who.Firm != "":
		if in.USCC != "" && in.USCC != who.Org {
			return "", errUnknown
		}
		return who.Org, nil
	case slices.Contains(who.Roles, windowClerk) && in.USCC != "":
		return in.USCC, nil
	}
	return "", errNoSubject
}

// plea is an application that has been looked at.
type plea struct {
	entity  string
	in      *Filing
	answers []Eligibility
	records []record.Record
	sure    []Proof // what was confirmed
	today   workday.Date
}

// look judges every record of an application: each is the subject's, may be repaired, and is asked for only once.
func (d *Desk) look(ctx context.Context, tx pg.Tx, entity string, in *Filing) (*plea, error) {
	p := &plea{entity: entity, in: in, today: d.today()}
	found, err := d.proofs(ctx, tx, entity)
	if err != nil {
		return nil, err
	}
	all, err := record.Of(ctx, tx, entity, time.Time{})
	if err != nil {
		return nil, err
	}
	asked, err := d.askedFor(ctx, tx, entity)
	if err != nil {
		return nil, err
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(in.Records))) {
		i := slices.IndexFunc(all, func(r record.Record) bool { return r.ID == id })
		switch {
		case i < 0:
			return nil, errNoRecord
		case slices.Contains(asked, id):
			return nil, errAsked
		}
		r := all[i]
		held := append(inRecord(d.law, &r), found[id]...)
		p.sure = sure(p.sure, held, in.Confirmed)
		p.records = append(p.records, r)
		p.answers = append(p.answers, Judge(d.law, Question{Record: r, Path: in.Path, Proofs: held, Signed: true, Today: p.today}))
	}
	if len(p.sure) != len(slices.Compact(slices.Sorted(slices.Values(in.Confirmed)))) {
		return nil, errNoProof
	}
	return p, p.admissible()
}

// sure adds what the applicant confirms of what was found.
func sure(sure, found []Proof, ids []string) []Proof {
	for _, p := range found {
		if slices.Contains(ids, p.ID) {
			sure = append(sure, p)
		}
	}
	return sure
}

// admissible refuses what cannot be asked for yet, or at all, and says from when, or why.
func (p *plea) admissible() error {
	for i := range p.answers {
		a := &p.answers[i]
		switch a.Verdict {
		case NotYet:
			return fault.New(fault.TooEarly, "repair.too_early", a.Why.ZH+"请届时再提交。", a.Why.EN+" Submit it then.").At("records").Under(clauseOf(a))
		case Never, Elsewhere, Over:
			return fault.New(fault.Conflict, "repair.not_open", a.Why.ZH+"请从申请中去掉这条记录。", a.Why.EN+" Leave this record out.").At("records").Under(clauseOf(a))
		case Now, Unclear:
		}
		if err := p.proved(&p.records[i], a); err != nil {
			return err
		}
	}
	return nil
}

// proved asks for a paper only where the platform found nothing and the rule wants one (F26-3).
func (p *plea) proved(r *record.Record, a *Eligibility) error {
	for _, paper := range a.Papers {
		switch {
		case paper.Code == Commitment:
			continue
		case paper.Code == "ruling" && p.in.Ruling == "":
			return errNoRuling
		case paper.Code != "ruling" && shown(r, p.sure):
			continue
		}
		if !slices.ContainsFunc(p.in.Papers, func(h HandedIn) bool { return h.Record == r.ID && h.Attachment != "" }) {
			return errNoPaper
		}
	}
	return nil
}

// papers counts what was asked for: one for each commitment text, and what was handed in.
func (p *plea) papers() int { return min(len(letters(p.answers)), 1) + len(p.in.Papers) }

func clauseOf(a *Eligibility) string {
	if len(a.Basis) == 0 {
		return ""
	}
	return a.Basis[0].ZH
}

// askedFor are the records an open case is about already.
func (d *Desk) askedFor(ctx context.Context, db pg.DB, entity string) (ids []string, err error) {
	all, err := d.cases.Of(ctx, db, entity, Kind)
	for i := range all {
		if all[i].EndedOn != 0 || all[i].State == Granted || all[i].State == Syncing {
			continue
		}
		_, x, err := d.caseOf(ctx, db, all[i].ID)
		if err != nil {
			return nil, err
		}
		ids = append(ids, x.ids()...)
	}
	return ids, err
}

// caseOf is a case with what it keeps.
func (d *Desk) caseOf(ctx context.Context, db pg.DB, id string) (*caseflow.Case, *details, error) {
	c, err := d.cases.Find(ctx, db, id)
	if err != nil {
		return nil, nil, err
	}
	x := &details{}
	return c, x, c.Into(x)
}

// proofs are what the platform holds for an entity, by record.
func (d *Desk) proofs(ctx context.Context, db pg.DB, entity string) (map[string][]Proof, error) {
	all, err := proofsOf(ctx, db, entity)
	of := map[string][]Proof{}
	for _, p := range all {
		of[p.Record] = append(of[p.Record], p)
	}
	return of, err
}

var (
	errUnknown   = fault.New(fault.Missing, "repair.unknown", "没有这个申请，或者不属于您；请核对编号。", "There is no such application, or it is not yours; check its number.")
	errNoSubject = fault.New(fault.Invalid, "repair.no_subject", "请先切换到所代表的企业，再申请修复；窗口人员请填写到场企业的代码。",
		"Act for the firm first; at a window, name the firm that is present.").At("uscc")
	errNoRecord = fault.New(fault.Missing, "repair.no_record", "该主体没有这条记录；请从可修复的记录中选择。", "The subject has no such record; choose one of those that can be repaired.").At("records")
	errAsked    = fault.New(fault.Conflict, "repair.asked", "其中一条记录已有在办的修复申请；请在该申请中补充。", "Repair of one of the records is being asked for already; add to that application.").At("records")
	errNoPaper  = fault.New(fault.Invalid, "repair.proof_missing", "有一条记录没有查到履行证明，也没有提交；请确认所列凭证，或上传履行证明。",
		"For one record no proof of fulfilment was found or handed in; confirm one that is listed, or upload it.").At("papers").Under("国办发〔2025〕22号")
	errNoRuling = fault.New(fault.Invalid, "repair.ruling_missing", "请填写人民法院批准重整计划或者认可和解协议的裁定文号。",
		"Give the number of the court's ruling that approves the plan or the settlement.").At("ruling")
)
