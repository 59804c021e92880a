package rectify

import (
	"context"
	"strconv"
	"strings"

	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// draft keeps what an order says; a changed draft replaces the one before.
func (d *Desk) draft(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := orderOf(c)
	if err != nil {
		return err
	}
	o := &Ordered{Facts: m.Fields.Text("facts"), Demands: m.Fields.Text("demands"), Remedy: m.Fields.Text("remedy"), On: m.On,
		Basis: law.Ref{Instrument: strings.TrimSpace(m.Fields.Text("instrument")), Article: strings.TrimSpace(m.Fields.Text("article"))}}
	if _, ok := d.law.On(m.On).Instrument(o.Basis.Instrument); !ok {
		return errBasis
	}
	if o.Days, err = d.days(m.Fields.Text("days"), m.On); err != nil {
		return err
	}
	x.Ordered = o
	m.Clause = o.Basis
	m.Public["days"] = strconv.Itoa(o.Days)
	if m.Act == Order {
		row := orderedRow{EntityID: c.EntityID, CaseID: c.ID, Org: c.Org, CampaignID: x.Campaign, State: string(Drafted)}
		if err := insertOrdered(ctx, tx, row); err != nil {
			return err
		}
	}
	return c.Keep(x)
}

// days is the term an order names: the law's, or another within the law's bounds.
func (d *Desk) days(given string, on workday.Date) (int, error) {
	standard, err := d.limit(standardTerm, on)
	if err != nil {
		return 0, err
	}
	least, err := d.limit(shortest, on)
	if err != nil {
		return 0, err
	}
	most, err := d.limit(longest, on)
	if err != nil {
		return 0, err
	}
	n := int(standard.N)
	if given = strings.TrimSpace(given); given != "" {
		if n, err = strconv.Atoi(given); err != nil || n < int(least.N) || n > int(most.N) {
			return 0, errDays
		}
	}
	return n, nil
}

// issue writes the order and seals it: what is served are these words and no others.
func (d *Desk) issue(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := orderOf(c)
	if err != nil {
		return err
	}
	doc, err := d.orderPaper(c, x, m.Actor.Name, m.On, zh)
	if err != nil {
		return err
	}
	x.Issued = d.sealed(doc, c.ID)
	m.Clause = x.Ordered.Basis
	m.Public["digest"] = x.Issued.Digest
	return c.Keep(x)
}

// serve starts the term the order names, from the day the service is noted here.
func (d *Desk) serve(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := orderOf(c)
	if err != nil {
		return err
	}
	if x.Service, err = served(m, x.Issued.On); err != nil {
		return err
	}
	m.Terms = map[string]workday.Term{termClock: {N: x.Ordered.Days, Unit: workday.WorkingDays}}
	m.Public["served"] = x.Service.On.String()
	return c.Keep(x)
}

// served reads how a paper was served; never on a day to come, and never before it was made.
func served(m *caseflow.Doing, made workday.Date) (*Service, error) {
	s := &Service{On: m.Fields.Date("served_on"), Means: m.Fields.Text("means"), Noted: m.On}
	if s.On > m.On || s.On < made {
		return nil, errServedOn
	}
	return s, nil
}

// change does something to what the case of an order keeps.
func change(f func(x *order, m *caseflow.Doing) error) handler {
	return func(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
		x, err := orderOf(c)
		if err != nil {
			return err
		}
		if err := f(x, m); err != nil {
			return err
		}
		return c.Keep(x)
	}
}

var answered = change(func(x *order, m *caseflow.Doing) error {
	x.Answers = append(x.Answers, Said{Text: m.Fields.Text("statement"), On: m.On})
	return nil
})

// asked keeps the one request for more time. Its state is open only while the term runs, so a late one finds no move.
func asked(counter bool) handler {
	return change(func(x *order, m *caseflow.Doing) error {
		if x.Extension != nil {
			return errAsked
		}
		x.Extension = &Extension{Reason: m.Fields.Text("reason"), On: m.On, Counter: counter}
		return nil
	})
}

// grant lengthens the term once, by no more than the law allows.
func (d *Desk) grant(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := orderOf(c)
	if err != nil {
		return err
	}
	most, err := d.limit(extensionLimit, m.On)
	if err != nil {
		return err
	}
	n := int(most.N)
	if given := strings.TrimSpace(m.Fields.Text("days")); given != "" {
		if n, err = strconv.Atoi(given); err != nil || n < 1 || n > int(most.N) {
			return errLonger
		}
	}
	x.Extension.Outcome, x.Extension.Days, x.Extension.Decided = "granted", n, m.On
	m.Longer = map[string]workday.Term{termClock: {N: n, Unit: workday.WorkingDays}}
	m.Public["days"] = strconv.Itoa(n)
	return c.Keep(x)
}

var refused = change(func(x *order, m *caseflow.Doing) error {
	x.Extension.Outcome, x.Extension.Why, x.Extension.Decided = "refused", m.Fields.Text("reason"), m.On
	return nil
})

func handedIn(counter bool) handler {
	return func(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
		late := c.State == Overdue
		return change(func(x *order, m *caseflow.Doing) error {
			x.Handed = append(x.Handed, Said{Text: m.Fields.Text("statement"), On: m.On, Counter: counter, Late: late})
			return nil
		})(ctx, tx, c, m)
	}
}

var insufficient = change(func(x *order, m *caseflow.Doing) error {
	x.Missing = append(x.Missing, Said{Text: m.Fields.Text("missing"), On: m.On})
	return nil
})

var failed = change(func(x *order, m *caseflow.Doing) error {
	x.Outcome = &Said{Text: m.Fields.Text("findings"), On: m.On}
	m.Clause = x.Ordered.Basis
	return nil
})

var withdrawn = change(func(x *order, m *caseflow.Doing) error {
	x.Outcome = &Said{Text: m.Fields.Text("reason"), On: m.On}
	return nil
})

// confirm closes an order that was kept, late or not: the talks about it end with it, and the campaign counts its subject as cleared.
func (d *Desk) confirm(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := orderOf(c)
	if err != nil {
		return err
	}
	x.Outcome = &Said{Text: m.Fields.Text("findings"), On: m.On}
	if err := d.endTalks(ctx, tx, c, m); err != nil {
		return err
	}
	if x.Campaign != "" {
		if _, err := clear(ctx, tx, x.Subject.Code, x.Campaign, c.ID, m.On); err != nil {
			return err
		}
	}
	return c.Keep(x)
}

// Follow keeps the line of an order in step with its case: where it stands, and the last day while the subject's time runs.
func (d *Desk) Follow(ctx context.Context, tx pg.Tx, e caseflow.Moved) error {
	if e.Case.Kind != Kind {
		return nil
	}
	row := orderedRow{EntityID: e.Case.EntityID, CaseID: e.Case.ID, State: string(e.Case.State), EndedOn: e.Case.EndedOn}
	if e.Case.State == Served {
		row.DueOn = e.Case.DueOn
	}
	return follow(ctx, tx, row)
}

var (
	errBasis = fault.New(fault.Invalid, "rectify.basis", "规则库中没有今日施行的这份文件；请填写其代码。", "The law library has no such instrument in force; give the code of one it has.").At("fields.instrument")
	errDays  = fault.New(fault.Invalid, "rectify.days", "整改期限须是规则库上下限之间的工作日数；请改正或者留空。",
		"The term is a number of working days within the bounds of the law library; correct it or leave it empty.").At("fields.days").Under("琼府办〔2021〕4号（十五）")
	errServedOn = fault.New(fault.Invalid, "rectify.served_on", "送达日期不能晚于今日，也不能早于文书作出之日；请照送达回证填写。",
		"The day of service is neither to come nor before the paper was made; give the one on the proof of service.").At("fields.served_on")
	errAsked = fault.New(fault.Conflict, "rectify.extended_once", "一份整改通知只能申请一次延期；请在期限内提交已完成的部分并说明情况。",
		"More time may be asked for once only; hand in what is done within the term, and say how it stands.").Under("琼府办〔2021〕4号（十五）")
	errLonger = fault.New(fault.Invalid, "rectify.longer", "延长的工作日须在一日与规则库上限之间；请改正或者留空。",
		"The extension is between one working day and the most the law library allows; correct it or leave it empty.").At("fields.days")
)
