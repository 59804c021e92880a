package visit

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"xinheng/internal/caseflow"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// approve looks again at who goes: between asking and approving somebody may have declared an interest (S5).
func (d *Desk) approve(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if x.Inspectors, err = d.team(ctx, c.EntityID, accountsOf(x)); err != nil {
		return err
	}
	x.Warnings, x.ApprovedBy, x.ApprovedOn = nil, m.Actor.Person, m.On
	if err := d.warn(ctx, tx, c.EntityID, x); err != nil {
		return err
	}
	for _, w := range x.Warnings {
		m.Public["passed"] = strings.TrimSpace(m.Public["passed"] + " " + w.Key) // approved although a number is passed
	}
	return c.Keep(x)
}

func accountsOf(x *details) (out []string) {
	for _, i := range x.Inspectors {
		out = append(out, i.Account)
	}
	return out
}

func (d *Desk) notify(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if !x.inspects(m.Actor.Account) {
		return errNotInspector
	}
	s, err := served(m, c.OpenedOn)
	if err != nil {
		return err
	}
	x.Notice = s
	m.Public["served_on"] = s.On.String()
	return c.Keep(x)
}

// served reads a service; it is not before some day, and not after today.
func served(m *caseflow.Doing, since workday.Date) (*Service, error) {
	s := &Service{On: m.Fields.Date("served_on"), Means: m.Fields.Text("means")}
	if s.On < since || s.On > m.On {
		return nil, errServedOn
	}
	return s, nil
}

// arrive begins the visit. The firm's code or that of an inspector of the visit is shown, or the visit is flagged (F12-6): the same
// code for every body. What a device noted without a network is taken as it is: a wrong code is flagged then, and the sheet not lost.
func (d *Desk) arrive(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if !x.inspects(m.Actor.Account) {
		return errNotInspector
	}
	if err := d.MayGo(ctx, m.Actor.Account, c.EntityID); err != nil {
		return err
	}
	a := &Arrival{At: m.At, Noted: m.At, Reason: strings.TrimSpace(m.Fields.Text("no_code_reason"))}
	s, sent := sheetOf(ctx)
	if sent {
		a.At, a.Place = s.ArrivedAt.UTC(), s.Place
	}
	a.On = workday.Of(a.At)
	if a.At.After(m.At) || a.On < x.Notice.On {
		return errWhen
	}
	if a.Code, err = d.shown(x, c.EntityID, m.Fields.Text("code"), a.Reason, sent); err != nil {
		return err
	}
	x.Arrival = a
	m.Public["code"], m.Public["on"] = a.Code, a.On.String()
	if err := d.scanned(ctx, tx, c, m.Actor.ID, "officer", a.Code); err != nil {
		return err
	}
	if err := d.change(ctx, tx, c, func(r *visitRow) { r.BegunOn, r.Flags = a.On, flagsOf(a) }); err != nil {
		return err
	}
	return c.Keep(x)
}

// shown is which code was shown. A visit from afar needs none.
func (d *Desk) shown(x *details, entity, code, reason string, sent bool) (string, error) {
	switch {
	case code != "" && same(code, d.firmCode(entity)):
		return "firm_code", nil
	case code != "" && d.officer(x, code):
		return "officer_code", nil
	case code != "" && sent:
		return "wrong_code", nil
	case code != "":
		return "", errCode
	case x.Mode != "on_site":
		return "no_code", nil
	case reason == "":
		return "", errNoCode
	}
	return "no_code", nil
}

func (d *Desk) officer(x *details, code string) bool {
	for _, i := range x.Inspectors {
		if same(code, d.officerCode(i.Account)) {
			return true
		}
	}
	return false
}

// flagsOf is what was not as it must be.
func flagsOf(a *Arrival) []string {
	if a.Code == "wrong_code" || a.Code == "no_code" && a.Reason != "" {
		return []string{a.Code}
	}
	return []string{}
}

func (d *Desk) scanned(ctx context.Context, tx pg.Tx, c *caseflow.Case, by, side, kind string) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	return insertScan(ctx, tx, scanRow{EntityID: c.EntityID, ScanID: id.String(), VisitID: c.ID, Kind: kind, Side: side, By: by, At: d.instant()})
}
