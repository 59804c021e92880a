package listing

import (
	"context"

	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// served reads how a paper was served; never on a day to come, and never before it was made.
func served(m *caseflow.Doing, made workday.Date) (*Service, error) {
	s := &Service{On: m.Fields.Date("served_on"), Means: m.Fields.Text("means"), Noted: m.On}
	if s.On > m.On || s.On < made {
		return nil, errServedOn
	}
	return s, nil
}

// serveNotice tells the subject what is intended: only of conduct grave enough, and only once its severity is settled. The time
// to answer runs from the day it was noted here, never from an earlier one.
func (d *Desk) serveNotice(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	switch {
	case x.pending():
		return errOverride
	case x.severity() != law.Serious:
		return errNotSerious
	}
	if x.Notice, err = served(m, x.Proposal.On); err != nil {
		return err
	}
	if x.AskUntil, err = d.due("hearing.request", m.On, c.Region); err != nil {
		return err
	}
	m.Public["served"], m.Public["ask_until"] = x.Notice.On.String(), x.AskUntil.String()
	return c.Keep(x)
}

// due counts a limit of the law from a day.
func (d *Desk) due(key string, from workday.Date, region string) (workday.Date, error) {
	l, ok := d.law.On(from).Limit(key)
	if !ok {
		return 0, errNoTerm
	}
	due, _ := workday.Due(from, l.Term(), d.law.Calendar().In(region))
	return due, nil
}

// said keeps what the subject said, by itself or at the counter: until there is a draft it is always heard.
func said(by string) handler {
	return func(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
		x, err := detailsOf(c)
		if err != nil {
			return err
		}
		x.Said = append(x.Said, Said{Text: m.Fields.Text("statement"), On: m.On, By: by})
		return c.Keep(x)
	}
}

// askHearing: within the time the law gives, and once.
func (d *Desk) askHearing(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	switch {
	case x.Held:
		return errHeld
	case m.On > x.AskUntil:
		return errHearingLate
	}
	return nil
}

// callHearing tells the day: as many working days as the law gives lie between the notice and the hearing.
func (d *Desk) callHearing(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	notice, err := d.due("hearing.notice", m.On, c.Region)
	if err != nil {
		return err
	}
	on := m.Fields.Date("on")
	if on <= notice {
		return errHearingSoon
	}
	x.HearingOn, x.Place, x.CalledOn = on, m.Fields.Text("place"), m.On
	c.Fact(hearingCalled)
	m.Public["hearing"] = on.String()
	return c.Keep(x)
}

func (d *Desk) holdHearing(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if m.On < x.HearingOn {
		return errHearingEarly
	}
	x.Held = true
	return c.Keep(x)
}

var (
	errServedOn = fault.New(fault.Invalid, "listing.served_on", "送达日期不能晚于今日，也不能早于文书作出之日；请照送达回证填写。",
		"The day of service is neither to come nor before the paper was made; give the one on the proof of service.").At("fields.served_on")
	errOverride   = fault.New(fault.Conflict, "listing.override_open", "改定的程度尚未经第二人复核；请先复核。", "The other severity has not been looked at by a second person; have it settled first.")
	errNotSerious = fault.New(fault.Conflict, "listing.not_serious", "按定级表不属严重失信，不得列入名单或者禁入；请结束线索，或者说明理由改定并经复核。",
		"By the table this is not serious conduct, so nobody is listed or banned for it; close the clue, or give reasons for another severity and have it confirmed.").Under("国办发〔2020〕49号")
	errNoTerm      = fault.New(fault.Conflict, "listing.no_term", "规则库中没有该日施行的期限；请联系规则维护人员补录。", "The law library has no such term in force on that day; ask the editors of the rules to enter it.")
	errHeld        = fault.New(fault.Conflict, "listing.heard", "已经举行过听证；可以继续书面陈述。", "The hearing has been held; you may still answer in writing.")
	errHearingLate = fault.New(fault.TooLate, "listing.hearing_late", "要求听证的期限已过；仍可以陈述和申辩。", "The time to ask for a hearing is over; you may still answer.").Under("《中华人民共和国行政处罚法》第六十四条")
	errHearingSoon = fault.New(fault.Invalid, "listing.hearing_soon", "听证日期与通知之间须隔足法定的工作日；请另定日期。",
		"The working days the law gives must lie between the notice and the hearing; choose another day.").At("fields.on").Under("《中华人民共和国行政处罚法》第六十四条")
	errHearingEarly = fault.New(fault.TooEarly, "listing.hearing_early", "听证日期未到；请在举行后登记。", "The day of the hearing has not come; record it once it was held.")
)
