package rectify

import (
	"context"
	"slices"

	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// overdueOrder reads the order of a talk, and refuses unless it is overdue at this moment: its time has passed and nothing that was
// handed in waits to be looked at.
func (d *Desk) overdueOrder(ctx context.Context, tx pg.Tx, id string) (*caseflow.Case, error) {
	of, err := d.cases.Find(ctx, tx, id)
	if err == nil && of.State != Overdue {
		err = errNotOverdue
	}
	return of, err
}

// plan keeps what is planned beside what the platform suggests.
func (d *Desk) plan(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := talkOf(c)
	if err != nil {
		return err
	}
	if _, err := d.overdueOrder(ctx, tx, x.Order); err != nil {
		return err
	}
	s, err := d.suggest(ctx, tx, c.EntityID, x.Order, true)
	if err != nil {
		return err
	}
	x.Kind, x.Topic, x.Suggested = Sort(m.Fields.Text("talk_kind")), m.Fields.Text("topic"), s.Talk
	x.On, x.Place = m.Fields.Date("on"), m.Fields.Text("place")
	if x.On < m.On {
		return errDay
	}
	m.Public["order"], m.Public["talk"], m.Public["suggested"] = x.Order, string(x.Kind), string(x.Suggested)
	return c.Keep(x)
}

// suggest judges an order by the talks that were held about it.
func (d *Desk) suggest(ctx context.Context, db pg.DB, entity, order string, overdue bool) (Suggestion, error) {
	rows, err := talksOf(ctx, db, entity, order)
	held := make([]Sort, len(rows))
	for i := range held {
		held[i] = Reminding // which kind it was does not matter: there was one
	}
	return Suggest(overdue, held), err
}

// approve looks again: between the plan and its approval the order may have been kept. It seals the invitation.
func (d *Desk) approve(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := talkOf(c)
	if err != nil {
		return err
	}
	if _, err := d.overdueOrder(ctx, tx, x.Order); err != nil {
		return err
	}
	x.ApprovedOn = m.On
	m.Public["order"], m.Public["talk"] = x.Order, string(x.Kind)
	return c.Keep(x)
}

// onTalk does something to what the case of a talk keeps.
func onTalk(f func(x *talk, m *caseflow.Doing) error) handler {
	return func(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
		x, err := talkOf(c)
		if err != nil {
			return err
		}
		if err := f(x, m); err != nil {
			return err
		}
		return c.Keep(x)
	}
}

// rescheduled: another day is told anew.
var rescheduled = onTalk(func(x *talk, m *caseflow.Doing) error {
	if m.Fields.Date("on") < m.On {
		return errDay
	}
	x.On, x.Place, x.Invitation, x.Service = m.Fields.Date("on"), m.Fields.Text("place"), nil, nil
	return nil
})

var absent = onTalk(func(x *talk, m *caseflow.Doing) error {
	if m.On < x.On {
		return errEarly
	}
	x.Absent = append(x.Absent, Said{Text: m.Fields.Text("reason"), On: m.On})
	x.Invitation, x.Service = nil, nil
	return nil
})

// invite tells the subject, with the working days the law names between the telling and the talk.
func (d *Desk) invite(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := talkOf(c)
	if err != nil {
		return err
	}
	if _, err := d.overdueOrder(ctx, tx, x.Order); err != nil {
		return err
	}
	if x.Service, err = served(m, x.ApprovedOn); err != nil {
		return err
	}
	between, err := d.limit(noticeLimit, m.On)
	if err != nil {
		return err
	}
	if first, _ := workday.Due(m.On, between.Term(), d.law.Calendar().In(c.Region)); x.On <= first {
		return errSoon
	}
	doc, err := d.invitationPaper(c, x, m.Actor.Name, m.On, zh)
	if err != nil {
		return err
	}
	x.Invitation = d.sealed(doc, c.ID)
	m.Public["served"], m.Public["on_day"], m.Public["digest"] = x.Service.On.String(), x.On.String(), x.Invitation.Digest
	return c.Keep(x)
}

// push gives the platform a neutral record of supervision, by the gates of intake, with its basis and its end. Nothing follows from it.
func (d *Desk) push(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := talkOf(c)
	if err != nil {
		return err
	}
	settled := x.Refusal != nil || d.valid(x.Other, c, x.Minutes.Digest)
	if !settled || !d.valid(x.Officer, c, x.Minutes.Digest) {
		return errUnsigned
	}
	stands, err := d.limit(standsLimit, m.On)
	if err != nil {
		return err
	}
	x.Until = x.Minutes.HeldOn.AddMonths(int(stands.N)).AddDays(-1)
	r, err := d.records.Enter(ctx, tx, m.Actor, c.ID, talkItem, d.talkValues(c, x, m))
	switch {
	case err != nil:
		return err
	case r.EntityID != c.EntityID || r.Adverse:
		return errSubject // the catalogue says what a talk is: never a record against anybody
	}
	x.Record = r.ID
	m.Public["record"], m.Public["until"], m.Public["digest"] = r.ID, x.Until.String(), x.Minutes.Digest
	if err := insertTalk(ctx, tx, talkRow{EntityID: c.EntityID, CaseID: c.ID, OrderID: x.Order, RecordID: r.ID, UntilOn: x.Until, At: d.instant()}); err != nil {
		return err
	}
	return c.Keep(x)
}

// talkItem is the item of the catalogue a talk is a record of.
const talkItem = "talk"

func (d *Desk) talkValues(c *caseflow.Case, x *talk, m *caseflow.Doing) map[string]string {
	signed := "双方签署"
	switch {
	case x.Refusal != nil:
		signed = "当事人拒绝签署"
	case x.Other.Paper:
		signed = "双方签署（当事人书面）"
	}
	return map[string]string{"YT_ZTMC": x.Subject.Name, "YT_TYSHXYDM": x.Subject.Code, "YT_WSH": c.ID, "YT_LX": sorts[x.Kind].ZH, "YT_SY": "限期整改逾期未到位",
		"YT_YJ": d.law.On(m.On).Cite(policy).ZH, "YT_ZGWSH": x.Order, "YT_JYZY": x.Minutes.Digest, "YT_QSQK": signed, "YT_YTRQ": x.Minutes.HeldOn.String(),
		"YT_SDRQ": x.Service.On.String(), "YT_YXQZ": x.Until.String(), "YT_JG": m.Actor.Name, "YT_JGDM": c.Org}
}

// endTalks ends what was pushed about an order that was kept after all, with the decision that says so.
func (d *Desk) endTalks(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	rows, err := talksOf(ctx, tx, c.EntityID, c.ID)
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, func(r talkRow) bool { return r.EndedOn != 0 || r.UntilOn < m.On })
	if len(rows) == 0 {
		return nil
	}
	var rulings []record.Ruling
	for _, r := range rows {
		at, err := record.Find(ctx, tx, r.RecordID)
		if err != nil {
			return err
		}
		if at.State == record.Effective {
			rulings = append(rulings, record.Ruling{EntityID: r.EntityID, ID: r.RecordID, State: record.Removed, On: m.On, Document: c.ID, Authority: m.Actor.Name})
		}
	}
	if _, err := d.records.Rule(ctx, tx, m.Actor, c.ID, rulings); err != nil {
		return err
	}
	return endTalks(ctx, tx, c.EntityID, c.ID, m.On)
}

var (
	errNotOverdue = fault.New(fault.Conflict, "rectify.not_overdue", "只有逾期未整改到位的整改通知才能约谈；期限未过、正在核查或者已经办结的，不得约谈。请刷新后核对。",
		"Only an order that is really overdue leads to a talk: not one whose term runs, whose evidence is being looked at, or that is closed. Reload and check.").Under("琼府办〔2021〕4号（十五）")
	errUnsigned = fault.New(fault.Conflict, "rectify.unsigned", "纪要须由双方签署，或者如实记录拒绝签署后，才能推送；请先办理签署。",
		"The minutes are pushed once both sides have signed them, or the refusal is recorded; have them signed first.").Under("琼府办〔2021〕4号（十五）")
	errDay   = fault.New(fault.Invalid, "rectify.talk_day", "约谈日期不能早于今日；请另定日期。", "The day of the talk is not in the past; choose another.").At("fields.on")
	errSoon  = fault.New(fault.Invalid, "rectify.talk_soon", "通知与约谈之间须隔足规则库的工作日；请先改期，再送达。", "The working days of the law library must lie between invitation and talk; choose another day first, then serve.").At("fields.served_on")
	errEarly = fault.New(fault.TooEarly, "rectify.talk_early", "约谈日期未到；请在约定之日以后登记。", "The day of the talk has not come; record it on that day or later.")
)
