package visit

import (
	"context"
	"slices"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/caseflow"
	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// Asking is what a visit is opened with: the tasks that were drawn, or the matter and where a complaint comes from.
type Asking struct {
	USCC       string   `json:"uscc" minLength:"18" maxLength:"18"`
	Draws      []string `json:"draws,omitempty" maxItems:"10" doc:"of one's tasks at this firm; of several, one joint visit"`
	Matter     string   `json:"matter,omitempty" maxLength:"64" doc:"of a complaint or a transfer, instead"`
	Event      string   `json:"event,omitempty" maxLength:"64" doc:"of a device or online check, instead (F23-3)"`
	Why        string   `json:"why,omitempty" maxLength:"500" doc:"of a complaint or a transfer: where it comes from; of an event the firm objected to: why a visit is made"`
	With       []string `json:"with,omitempty" maxItems:"10" doc:"accounts of the other inspectors, where no draw says who"`
	Mode       string   `json:"mode" enum:"on_site,remote,written"`
	ModeWhy    string   `json:"mode_why,omitempty" maxLength:"500" doc:"why a firm of low risk must be visited on site"`
	ApprovalNo string   `json:"approval_no,omitempty" maxLength:"64" doc:"case of the approval this is the supervision of (F12-1)"`
}

// Open asks for a visit. Another person approves it.
func (d *Desk) Open(ctx context.Context, who access.Actor, in Asking, key string) (c *caseflow.Case, err error) {
	code, _, err := ident.ParseUSCC(in.USCC)
	if err != nil {
		return nil, errNoTask.At("uscc")
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if before, err := d.cases.Opened(ctx, tx, who, Kind, string(code), key); key != "" && (err != nil || before != nil) {
			c = before
			return err
		}
		x, err := d.asked(ctx, tx, who, string(code), in)
		if err != nil {
			return err
		}
		c, err = d.cases.Open(ctx, tx, who, caseflow.Opening{Kind: Kind, EntityID: string(code), Org: who.Org, Region: account.Division(ctx, tx, d.Accounts, d.law.On(d.today()), who.Org), Provider: other(x.Tasks, who.Org),
			Title: title(x).ZH, Details: x, Key: key})
		return err
	})
	return c, err
}

// asked is what the visit will be: its tasks, its class, its team, and what its number of visits passes.
func (d *Desk) asked(ctx context.Context, tx pg.Tx, who access.Actor, entity string, in Asking) (*details, error) {
	e, err := registry.Find(ctx, tx, entity)
	if err != nil {
		return nil, err
	}
	x := &details{Firm: e.Name, Address: e.Address, Body: who.Name, AskedBy: who.Person, AskedOn: d.today(), Mode: in.Mode, ModeWhy: strings.TrimSpace(in.ModeWhy), ApprovalNo: strings.TrimSpace(in.ApprovalNo)}
	accounts := append([]string{who.Account}, in.With...)
	switch {
	case len(in.Draws) > 0:
		x.Cause = "draw"
		x.Tasks, accounts, err = d.drawn(ctx, tx, who, entity, in)
	case in.Event != "":
		x.Cause, x.Why = "event", strings.TrimSpace(in.Why)
		x.Tasks, x.Event, err = d.ofEvent(ctx, tx, who, entity, in)
	default:
		x.Cause, x.Why = "case", strings.TrimSpace(in.Why)
		x.Tasks, err = d.ofCase(ctx, tx, who, entity, in)
	}
	if err != nil {
		return nil, err
	}
	for _, t := range x.Tasks {
		x.Class = max(x.Class, t.Class)
	}
	if x.Class == law.Classes[0] && x.Mode == "on_site" && x.Cause != "case" && x.ModeWhy == "" {
		return nil, errRemote
	}
	if len(x.lists(d.law.On(d.today()))) == 0 {
		return nil, errNoLists
	}
	if x.Inspectors, err = d.team(ctx, entity, accounts); err != nil {
		return nil, err
	}
	return x, d.warn(ctx, tx, entity, x)
}

// drawn are the tasks asked for: each sends somebody to this firm, one of them the actor.
func (d *Desk) drawn(ctx context.Context, tx pg.Tx, who access.Actor, entity string, in Asking) (tasks []Task, accounts []string, err error) {
	if in.Matter != "" || in.Event != "" {
		return nil, nil, errCause
	}
	if tasks, err = d.Tasks(ctx, tx, entity, in.Draws); err != nil {
		return nil, nil, err
	}
	mine := slices.ContainsFunc(tasks, func(t Task) bool { return t.Org == who.Org && slices.Contains(t.Inspectors, who.Account) })
	if len(tasks) != len(in.Draws) || !mine {
		return nil, nil, errNoTask
	}
	for _, t := range tasks {
		accounts = append(accounts, t.Inspectors...)
	}
	slices.Sort(accounts)
	return tasks, slices.Compact(accounts), nil
}

func (d *Desk) ofCase(ctx context.Context, tx pg.Tx, who access.Actor, entity string, in Asking) ([]Task, error) {
	if in.Matter == "" || strings.TrimSpace(in.Why) == "" {
		return nil, errCause
	}
	t, err := d.Matter(ctx, tx, in.Matter, who.Org)
	if err != nil {
		return nil, err
	}
	t.Class, err = d.ClassOf(ctx, entity, t.Domain)
	return []Task{t}, err
}

// ofEvent is what a device reported: the matter is the one the device was declared for.
func (d *Desk) ofEvent(ctx context.Context, tx pg.Tx, who access.Actor, entity string, in Asking) ([]Task, *Event, error) {
	if in.Matter != "" || d.Event == nil {
		return nil, nil, errCause
	}
	e, err := d.Event(ctx, tx, who, in.Event, entity, strings.TrimSpace(in.Why))
	if err != nil {
		return nil, nil, err
	}
	in.Matter, in.Why = e.Matter, e.ID
	tasks, err := d.ofCase(ctx, tx, who, entity, in)
	return tasks, &e, err
}

// team is who goes: as many as the rules ask for, on the roster, with a certificate that is valid, and none kept apart (S4, S5).
func (d *Desk) team(ctx context.Context, entity string, accounts []string) ([]Inspector, error) {
	all, err := d.Roster(ctx, accounts)
	if err != nil {
		return nil, err
	}
	today := d.today()
	least, ok := d.law.On(today).Limit("inspection.inspectors.min")
	if !ok || int64(len(all)) < least.N || len(all) < len(accounts) || slices.ContainsFunc(all, func(i Inspector) bool { return i.Until < today }) {
		return nil, errTeam
	}
	for _, i := range all {
		if err := d.MayGo(ctx, i.Account, entity); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// warn notes which numbers of visits one more would pass. It is for whoever approves; visits for a complaint are not counted, those of
// a device are.
func (d *Desk) warn(ctx context.Context, db pg.DB, entity string, x *details) error {
	if x.Cause == "case" || d.Warn == nil {
		return nil
	}
	today := d.today()
	days, err := begunDays(ctx, db, entity, workday.New(today.Year(), 1, 1))
	for _, w := range d.Warn(append(days, today), x.Class, today) {
		if w.On == today {
			x.Warnings = append(x.Warnings, w)
		}
	}
	return err
}

// other is the second body of a joint visit, empty for one of a single body.
func other(tasks []Task, org string) string {
	for _, t := range tasks {
		if t.Org != org {
			return t.Org
		}
	}
	return ""
}

// title is the line lists of cases show.
func title(x *details) law.Text2 {
	zh, en := make([]string, len(x.Tasks)), make([]string, len(x.Tasks))
	for i, t := range x.Tasks {
		zh[i], en[i] = t.Name.ZH, t.Name.EN
	}
	return law.Text2{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}

// opened writes what must be counted and found again. A task is in one visit.
func (d *Desk) opened(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if err := insertVisit(ctx, tx, visitRow{EntityID: c.EntityID, VisitID: c.ID, Org: c.Org, Cause: x.Cause, Class: x.Class, Mode: x.Mode, TitleZH: title(x).ZH, TitleEN: title(x).EN, ApprovalNo: x.ApprovalNo,
		PlannedOn: m.On, State: "open", ChangedAt: d.instant()}); err != nil {
		return err
	}
	for _, t := range x.Tasks {
		if err := insertTask(ctx, tx, c.EntityID, c.ID, t); err != nil {
			return err
		}
	}
	m.Public["class"], m.Public["cause"], m.Public["mode"] = x.Class, x.Cause, x.Mode
	return d.serve(ctx, tx, x, c.ID)
}

// serve says to whoever keeps the event which visit was made of it; empty: none any more.
func (d *Desk) serve(ctx context.Context, tx pg.Tx, x *details, visit string) error {
	if x.Event == nil {
		return nil
	}
	return d.Serve(ctx, tx, x.Event.ID, visit)
}

// dropped sets the tasks free again, and the event.
func (d *Desk) dropped(ctx context.Context, tx pg.Tx, c *caseflow.Case, _ *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if err := d.serve(ctx, tx, x, ""); err != nil {
		return err
	}
	if err := dropTasks(ctx, tx, c.EntityID, c.ID); err != nil {
		return err
	}
	return d.change(ctx, tx, c, func(r *visitRow) { r.State = "dropped" })
}

// change writes what a move changes of the row.
func (d *Desk) change(ctx context.Context, tx pg.Tx, c *caseflow.Case, f func(*visitRow)) error {
	r, err := lockVisit(ctx, tx, c.EntityID, c.ID)
	if err != nil {
		return err
	}
	f(&r)
	r.ChangedAt = d.instant()
	return saveVisit(ctx, tx, r)
}
