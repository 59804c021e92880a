package objection

import (
	"context"
	"strconv"

	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/standing"
)

// filed marks every record concerned in the transaction of the filing, and rests its use where a rule of the law says so
// (F27-2): whoever files cannot ask for it, and whoever handles the case cannot refuse it.
func (d *Desk) filed(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil {
		return err
	}
	x.MarkedOn, x.Papers = m.On, max(x.Papers, len(m.Fields.List("papers")))
	if err := d.mark(ctx, tx, c, x, m); err != nil {
		return err
	}
	m.Public["about"], m.Public["ground"], m.Public["use"], m.Public["records"] = string(x.About), x.Ground, string(x.Use), strconv.Itoa(len(x.Records))
	if err := c.Keep(x); err != nil {
		return err
	}
	return putFiling(ctx, tx, &filing{EntityID: c.EntityID, CaseID: c.ID, Kind: Kind, Org: c.Org, About: string(x.About), Ground: x.Ground,
		Records: x.ids(), Freezes: x.Use == law.Frozen, FiledOn: m.On, At: d.instant()})
}

// mark places the holds of a round.
func (d *Desk) mark(ctx context.Context, tx pg.Tx, c *caseflow.Case, x *details, m *caseflow.Doing) error {
	for _, l := range x.Records {
		matched, err := record.MatchedByName(ctx, tx, l.Record)
		if err != nil {
			return err
		}
		rule, ok := d.law.On(c.OpenedOn).Freeze(law.Objected{About: string(x.About), Item: l.Item, List: l.List, Ground: x.Ground, Matched: matched})
		h := d.hold(c, x, l.Record)
		h.From, h.Basis = m.On, []law.Ref{policy}
		if ok {
			h.Suspends, h.Basis, x.Rule = rule.Use == law.Frozen, rule.Basis, rule.Code
		}
		if h.Suspends {
			x.Use = law.Frozen
		}
		if err := standing.Place(ctx, tx, d.now(), m.Actor.ID, h); err != nil {
			return err
		}
	}
	return nil
}

// hold is that of the round a case is in: one that was lifted is not placed again.
func (d *Desk) hold(c *caseflow.Case, x *details, id string) standing.Hold {
	h := standing.Hold{EntityID: c.EntityID, RecordID: id, ID: c.ID, Case: c.ID, Kind: standing.Objection}
	if x.Round > 0 {
		h.ID += " " + strconv.Itoa(x.Round)
	}
	return h
}

func (d *Desk) lift(ctx context.Context, tx pg.Tx, c *caseflow.Case, x *details, m *caseflow.Doing) error {
	for _, id := range x.ids() {
		if err := standing.Lift(ctx, tx, d.now(), m.Actor.ID, d.hold(c, x, id), m.On); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) withdrawn(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error {
	x, err := detailsOf(c)
	if err != nil || c.State == Draft {
		return err
	}
	return d.lift(ctx, tx, c, x, m)
}
