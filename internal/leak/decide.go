package leak

import (
	"context"
	"strconv"
	"strings"

	"xinheng/internal/caseflow"
	"xinheng/internal/disclosure"
	"xinheng/internal/pg"
)

func (d *Desk) declined(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	if err := d.releaseAll(ctx, tx, c, m.Actor.ID); err != nil {
		return err
	}
	return decideFiled(ctx, tx, c.ID, string(Declined), "", m.On)
}

func propose(_ context.Context, _ pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	o := &Outcome{Outcome: m.Fields.Text("outcome"), Findings: m.Fields.Text("findings"), Done: strings.TrimSpace(m.Fields.Text("done")),
		HandedTo: m.Fields.Text("handed_to"), HandedName: strings.TrimSpace(m.Fields.Text("handed_name"))}
	switch {
	case o.Outcome == string(Confirmed) && o.Done == "":
		return errNotDone
	case o.HandedTo != "" && (o.HandedName == "" || o.Outcome != string(Confirmed)):
		return errHandOver
	case o.Outcome == string(Confirmed) && x.Scope == nil:
		return errNoScope
	}
	c.Unfact(string(Confirmed))
	c.Unfact(string(Unfounded))
	c.Fact(o.Outcome)
	x.Draft = o
	return c.Keep(x)
}

func unpropose(_ context.Context, _ pg.Tx, c *caseflow.Case, _ *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	c.Unfact(string(Confirmed))
	c.Unfact(string(Unfounded))
	x.Draft = nil
	return c.Keep(x)
}

func (d *Desk) confirm(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	return d.decide(ctx, tx, c, m, Confirmed)
}

func (d *Desk) unfounded(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	return d.decide(ctx, tx, c, m, Unfounded)
}

// decide gives what was proposed, and ends every suspension: what stays closed after it is decided by the ordinary ways.
func (d *Desk) decide(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing, outcome caseflow.State) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	if x.Draft == nil || x.Draft.Outcome != string(outcome) {
		return errNotProposed
	}
	x.Given = x.Draft
	x.Given.On = m.On
	m.Public["outcome"] = string(outcome)
	if x.Given.HandedTo != "" {
		m.Public["handed_to"] = x.Given.HandedTo
	}
	if err := d.releaseAll(ctx, tx, c, m.Actor.ID); err != nil {
		return err
	}
	if err := decideFiled(ctx, tx, c.ID, string(outcome), x.Given.HandedTo, m.On); err != nil {
		return err
	}
	return c.Keep(x)
}

// affected are the subjects a case touched: those in the exports a file was read back to, those named, and, where the case says so,
// whatever those concerned read in its days.
func (d *Desk) affected(ctx context.Context, db pg.DB, c *caseflow.Case, x *details) ([]disclosure.Touch, error) {
	if x.Scope == nil {
		return nil, nil
	}
	w, err := d.window(ctx, db, c, x)
	if err != nil {
		return nil, err
	}
	w.Subjects = nil
	if !x.Scope.All {
		w.Actors = nil
	}
	all, err := d.readings.Touched(ctx, db, w)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, t := range all {
		known[t.Subject] = true
	}
	for _, s := range x.Scope.Subjects {
		if !known[s] {
			all = append(all, disclosure.Touch{Subject: s, What: []string{}, Since: x.Scope.From.Start()})
		}
	}
	return all, nil
}

// window is what a case asks of the log.
func (d *Desk) window(ctx context.Context, db pg.DB, c *caseflow.Case, x *details) (w disclosure.Window, err error) {
	w.From, w.Until, w.Subjects = x.Scope.From, x.Scope.Until, x.Scope.Subjects
	if w.Actors, err = concernedOf(ctx, db, c.ID); err != nil {
		return w, err
	}
	traced, err := tracedOf(ctx, db, c.ID)
	for _, t := range traced {
		w.Exported = append(w.Exported, t.Export)
	}
	return w, err
}

// notify tells every subject that was touched, each in its own centre, and closes the case in the same transaction.
func (d *Desk) notify(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	all, err := d.affected(ctx, tx, c, x)
	if err != nil {
		return err
	}
	if err := insertAffected(ctx, tx, c.ID, x.Cause, x.Given.Done, m.On, all); err != nil {
		return err
	}
	m.Public["told"] = strconv.Itoa(len(all))
	return closeFiled(ctx, tx, c.ID, len(all))
}
