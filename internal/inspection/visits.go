package inspection

import (
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
)

// Sent is a task with the matter it is about, as a visit needs it. A task whose matter is no longer on the list sends nobody.
type Sent struct {
	Task
	Matter   Matter
	Promises []Promise
}

// SentTo are the tasks that draws send to a firm.
func (d *Desk) SentTo(ctx context.Context, db pg.DB, entity string, draws []string) ([]Sent, error) {
	all, err := pg.All[Task](ctx, db, qSent, entity, draws)
	if err != nil {
		return nil, err
	}
	return d.withMatters(ctx, db, all)
}

// TasksWith are an inspector's own, with their matters.
func (d *Desk) TasksWith(ctx context.Context, who access.Actor) ([]Sent, error) {
	all, err := d.Tasks(ctx, who)
	if err != nil {
		return nil, err
	}
	return d.withMatters(ctx, d.db, all)
}

func (d *Desk) withMatters(ctx context.Context, db pg.DB, all []Task) (out []Sent, err error) {
	promised, err := d.promises(ctx, db, all)
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		m, err := one[Matter](ctx, db, qMatter, t.Matter)
		if fault.KindOf(err) == fault.Missing || err == nil && !m.Active {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, Sent{t, m, promised[[2]string{t.Entity, t.Draw}]})
	}
	return out, nil
}

// MatterOf is an active matter of a body; what is not on the list is not inspected.
func (d *Desk) MatterOf(ctx context.Context, db pg.DB, code, org string) (Matter, error) {
	m, err := one[Matter](ctx, db, qMatter, code)
	if fault.KindOf(err) == fault.Missing || err == nil && (m.Org != org || !m.Active) {
		err = errMatter
	}
	return m, err
}

// OnRoster are those of some accounts that are on the roster of inspectors of their bodies.
func (d *Desk) OnRoster(ctx context.Context, accounts []string) (_ []Inspector, err error) {
	defer fault.Wrap(&err, "inspection.OnRoster")
	return pg.All[Inspector](ctx, d.db, qOn, accounts)
}

// Name of a matter.
func (m Matter) Name() law.Text2 { return law.Text2{ZH: m.NameZH, EN: m.NameEN} }

// Published are the draws anybody may check, newest first.
func (d *Desk) Published(ctx context.Context) ([]View, error) {
	all, err := PublicDraws(ctx, d.db)
	return slices.DeleteFunc(all, func(v View) bool { return v.State != Published }), err
}
