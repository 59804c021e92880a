package inspection

import (
	"context"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// ClassOf says in which class a firm stands for a field of supervision, and by which row of which table.
type ClassOf struct {
	Class string         `json:"class"`
	Table law.ClassTable `json:"table"`
	Row   int            `json:"row" doc:"place of the row that decided, from 0; -1: none, the general class"`
	Known law.Known      `json:"known" doc:"what the table was asked with"`
	On    workday.Date   `json:"on"`
}

// Class answers with the table of a day: today's when none is given.
func (d *Desk) Class(ctx context.Context, entity, domain string, on workday.Date) (c ClassOf, err error) {
	if on == 0 {
		on = d.today()
	}
	book := d.law.On(on)
	table, ok := book.ClassTableOf(domain)
	if !ok {
		return c, errNoTable
	}
	e, err := registry.Find(ctx, d.db, entity)
	if err != nil {
		return c, err
	}
	pilots, err := d.pilots(ctx, d.db, on)
	if err != nil {
		return c, err
	}
	table = tableFor(book, table, pilots, domain, e.Region, e.Industry)
	facts, err := standing.Of(ctx, d.db, e.ID)
	c = ClassOf{Table: table, Known: KnownOf(e.Industry, facts, book, on), On: on}
	c.Class, c.Row = table.Classify(c.Known)
	return c, err
}

// PublicMatters is the inspection list as anybody may read it.
func PublicMatters(ctx context.Context, db pg.DB) (_ []Matter, err error) {
	defer fault.Wrap(&err, "inspection.PublicMatters")
	return pg.All[Matter](ctx, db, qMatters)
}

// PublicPlans are the published plans.
func PublicPlans(ctx context.Context, db pg.DB) ([]Plan, error) {
	return listPlans(ctx, db, "", "published")
}

// PublicDraw is one of them.
func PublicDraw(ctx context.Context, db pg.DB, id string) (View, error) {
	s, err := one[stored](ctx, db, qDraw, id)
	if err == nil && s.FrozenEntry == "" {
		err = errUnknown
	}
	if err != nil {
		return View{}, err
	}
	return view(ctx, db, s)
}

// PublicDraws are draws from the day their roster was frozen: what stands on the ledger is no secret.
func PublicDraws(ctx context.Context, db pg.DB) ([]View, error) {
	rows, err := pg.All[stored](ctx, db, qPublic)
	if err != nil {
		return nil, err
	}
	return views(ctx, db, rows)
}

// IsPublished refuses a draw that is not.
func (d *Desk) IsPublished(ctx context.Context, id string) error {
	s, err := one[stored](ctx, d.db, qDraw, id)
	if err == nil && s.State != Published {
		err = errUnknown
	}
	return err
}
