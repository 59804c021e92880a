package visit

import (
	"context"
	"strconv"
	"strings"

	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

var errKey = fault.New(fault.Invalid, "visit.key", "请带上幂等键（1 至 80 个字符），以便重复发送时只登记一次。", "Send an idempotency key of 1 to 80 characters, so that what is sent again is recorded once.").At("Idempotency-Key")

func itoa(n int) string { return strconv.Itoa(n) }

// formResult keeps the result the inspectors come to. It must fit the record: what was not in order was found.
func (d *Desk) formResult(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if !x.inspects(m.Actor.Account) {
		return errNotInspector
	}
	r, ok := d.law.On(m.On).VisitResult(m.Fields.Text("result"))
	by := m.Fields.Date("correct_by")
	if !ok || r.Code == "clear" && wrong(x.Answers) || r.After == "correct" && by <= m.On {
		return errResult
	}
	x.Result = &Result{Code: r.Code, Summary: m.Fields.Text("summary"), CorrectBy: by, On: m.On, PublishBy: d.publishBy(m.On)}
	if x.Comment != nil && x.Comment.State == "waiting" { // said to a result that was returned
		x.Comment = nil
	}
	m.Public["result"], m.Public["publish_by"] = r.Code, x.Result.PublishBy.String()
	if err := d.change(ctx, tx, c, func(v *visitRow) {
		v.Result, v.Found, v.FormedOn, v.PublishBy, v.State = r.Code, r.Found, m.On, x.Result.PublishBy, "resulted"
	}); err != nil {
		return err
	}
	return c.Keep(x)
}

// publishBy is the last day for publishing a result formed on a day.
func (d *Desk) publishBy(on workday.Date) workday.Date {
	l, ok := d.law.On(on).Limit("inspection.result")
	if !ok {
		return on
	}
	due, _ := workday.Due(on, l.Term(), d.law.Calendar())
	return due
}

func (d *Desk) returnResult(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Result.Returned, x.Result.Served = m.Fields.Text("reason"), nil
	if err := d.change(ctx, tx, c, func(v *visitRow) { v.Result, v.Found, v.FormedOn, v.PublishBy, v.State = "", false, 0, 0, "open" }); err != nil {
		return err
	}
	return c.Keep(x)
}

func (d *Desk) resultServed(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if !x.inspects(m.Actor.Account) {
		return errNotInspector
	}
	s, err := served(m, x.Result.On)
	if err != nil {
		return err
	}
	x.Result.Served = s
	m.Public["served_on"] = s.On.String()
	return c.Keep(x)
}

// publish shows the result, with the firm's comment, and lets what was found against the firm become a record by the gates of intake:
// basis, document, service and end (G9). Whoever formed it does not publish it.
func (d *Desk) publish(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if x.Comment != nil && x.Comment.State == "waiting" {
		return errComment
	}
	if x.Result.Served == nil { // a proof that is there is of a result that was returned
		return errNotServed
	}
	r, ok := d.law.On(x.Result.On).VisitResult(x.Result.Code)
	if !ok {
		return errResult
	}
	if r.Adverse {
		if err := d.enter(ctx, tx, c, m, x, r); err != nil {
			return err
		}
	}
	x.Result.Published, x.Result.Late = m.On, m.On > x.Result.PublishBy
	m.Public["result"], m.Public["late"] = r.Code, strconv.FormatBool(x.Result.Late)
	if err := d.Visited(ctx, tx, c.ID, c.EntityID, accountsOf(x), x.Arrival.On, r.Found); err != nil {
		return err
	}
	if err := d.change(ctx, tx, c, func(v *visitRow) { v.PublishedOn, v.RecordID, v.State = m.On, x.Record, "published" }); err != nil {
		return err
	}
	return c.Keep(x)
}

// item of the catalogue a result is a record of.
const item = "inspection"

func (d *Desk) enter(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing, x *details, r law.VisitResult) error {
	var names, grounds []string
	for _, t := range x.Tasks {
		names, grounds = append(names, t.Name.ZH), append(grounds, t.Basis)
	}
	rec, err := d.records.Enter(ctx, tx, m.Actor, c.ID, item, map[string]string{
		"JC_MC": x.Firm, "JC_TYSHXYDM": c.EntityID, "JC_SX": strings.Join(names, "、"), "JC_JG": r.Name.ZH, "JC_QK": x.Result.Summary,
		"JC_YJ": strings.Join(grounds, "；"), "JC_WSH": c.ID, "JC_RQ": x.Result.On.String(), "JC_SDRQ": x.Result.Served.On.String(),
		"JC_DW": m.Actor.Name, "JC_DWDM": c.Org, "XH_LY": x.Tasks[0].Domain})
	switch {
	case err != nil:
		return err
	case rec.PublicUntil == 0 || rec.State != record.Effective:
		return errNoEnd
	}
	x.Record = rec.ID
	m.Public["record"], m.Public["until"] = rec.ID, rec.PublicUntil.String()
	return nil
}

// comment keeps what the firm says to the result, until somebody has looked for personal data in it. A new one takes the place of the
// last; it stays attached to the result wherever that is shown (F12-8).
func (d *Desk) comment(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.Comment = &Said{Text: strings.TrimSpace(m.Fields.Text("text")), On: m.On, State: "waiting"}
	if err := d.change(ctx, tx, c, func(v *visitRow) { v.Comment = "waiting" }); err != nil {
		return err
	}
	return c.Keep(x)
}

// moderate shows a comment, or withholds it for personal data and for nothing else.
func (d *Desk) moderate(state string) handler {
	return func(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
		x, err := detailsOf(c)
		if err != nil {
			return err
		}
		if x.Comment == nil || x.Comment.State != "waiting" {
			return errNone
		}
		x.Comment.State, x.Comment.Why = state, m.Fields.Text("reason")
		if err := d.change(ctx, tx, c, func(v *visitRow) { v.Comment = state }); err != nil {
			return err
		}
		return c.Keep(x)
	}
}

func (d *Desk) rate(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if x.Stars != 0 {
		return errRated
	}
	x.Stars, err = strconv.Atoi(m.Fields.Text("stars"))
	if err != nil {
		return err
	}
	if err := d.change(ctx, tx, c, func(v *visitRow) { v.Rating = int32(x.Stars) }); err != nil { //nolint:gosec // 1 to 5
		return err
	}
	return c.Keep(x)
}

func (d *Desk) closing(ctx context.Context, tx pg.Tx, c *caseflow.Case, _ *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if x.Comment != nil && x.Comment.State == "waiting" {
		return errComment
	}
	return d.change(ctx, tx, c, func(v *visitRow) { v.State = "closed" })
}

// Watch looks once a day whether high risk finds no more than low, and puts that on the ledger once a month (F12-10).
func (d *Desk) Watch(ctx context.Context) error {
	today := d.today()
	h, err := d.hits(ctx, "", today)
	if err != nil || !h.Alarm {
		return err
	}
	month := today.String()[:7]
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		first, err := insertAlarm(ctx, tx, month, h, d.instant())
		if err != nil || !first {
			return err
		}
		_, err = ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: "visit.alarm", Actor: caseflow.System().ID, About: month, Public: map[string]string{
			"high": itoa(int(h.High.Visits)), "high_found": itoa(int(h.High.Found)), "low": itoa(int(h.Low.Visits)), "low_found": itoa(int(h.Low.Found))}})
		return err
	})
}
