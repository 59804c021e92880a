package inspection

import (
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/workday"
)

// Daily is a commitment that is exempt from verification and therefore belongs to daily supervision （十三）: its firm stands in the
// rosters of the matters that concern it, or that name the approval it was made for (F13-3).
type Daily struct {
	EntityID    string       `json:"entity_id"`
	Commitment  string       `json:"commitment" db:"commitment_id"`
	Undertaking string       `json:"undertaking"`
	Matter      string       `json:"matter,omitempty" doc:"approval it was made for; empty: it was made to the public"`
	Region      string       `json:"region"`
	Since       workday.Date `json:"since"`
}

// Supervise takes a commitment into daily supervision, in the transaction in which its exemption is decided. Told twice, it changes
// nothing; one that comes back is there again.
func (d *Desk) Supervise(ctx context.Context, tx pg.Tx, x Daily) error {
	if x.Since == 0 {
		x.Since = d.today()
	}
	return putDaily(ctx, tx, x, d.instant())
}

// Unsupervise ends it, in the transaction in which the commitment is verified after all, withdrawn, or found kept or broken.
func (d *Desk) Unsupervise(ctx context.Context, tx pg.Tx, entity, commitment string) error {
	return endDaily(ctx, tx, entity, commitment, d.today(), d.instant())
}

// brings says which commitments bring their firm into the roster of a matter: those it names, of whatever trade the registry says; and
// any, of a firm the matter concerns in any case.
func (m Matter) brings(e registry.Entity, of []Daily) (out []Daily) {
	if !m.reaches(e) {
		return nil
	}
	for _, x := range of {
		if m.ofTrade(e) || x.Matter != "" && slices.Contains(m.Promised, x.Matter) {
			out = append(out, x)
		}
	}
	return out
}

// Promise is a commitment to keep an eye on at a firm that is visited anyway. It adds nothing to the checklist.
type Promise struct {
	Commitment string    `json:"commitment"`
	Name       law.Text2 `json:"name"`
}

// promises are those of the tasks of draws, by firm and draw.
func (d *Desk) promises(ctx context.Context, db pg.DB, tasks []Task) (map[[2]string][]Promise, error) {
	entities, draws := []string{}, []string{}
	for _, t := range tasks {
		entities, draws = append(entities, t.Entity), append(draws, t.Draw)
	}
	rows, err := rostered(ctx, db, entities, draws)
	book, out := d.law.On(d.today()), map[[2]string][]Promise{}
	for _, r := range rows {
		u, _ := book.Undertaking(r.Undertaking)
		k := [2]string{r.EntityID, r.DrawID}
		out[k] = append(out[k], Promise{r.CommitmentID, u.Name})
	}
	return out, err
}

// Supervised is one of them with what came of it.
type Supervised struct {
	Daily
	Firm    string       `json:"firm"`
	Name    law.Text2    `json:"name"`
	Rosters int64        `json:"rosters" doc:"rosters of draws it has been in"`
	Drawn   int64        `json:"drawn" doc:"of these, draws that sent somebody to its firm; counted once the draw is published"`
	Visited workday.Date `json:"visited_on,omitzero" doc:"last visit to the firm since"`
	By      []law.Text2  `json:"by" doc:"active matters whose next roster holds it; none: no matter covers it yet"`
}

// Supervision is what is under daily supervision, those no roster has held first.
type Supervision struct {
	All     int64        `json:"all"`
	Waiting int64        `json:"waiting" doc:"in no roster yet"`
	Visited int64        `json:"visited" doc:"the firm was visited since"`
	Items   []Supervised `json:"items" doc:"at most 200"`
}

// Supervision lists them for whoever plans: what no matter covers is shown as that, so that nothing is lost unseen (F13-3).
func (d *Desk) Supervision(ctx context.Context, who access.Actor) (s Supervision, err error) {
	defer fault.Wrap(&err, "inspection.Supervision")
	if s, err = supervision(ctx, d.db, regionOf(who)); err != nil {
		return s, err
	}
	matters, err := pg.All[Matter](ctx, d.db, qMatters)
	if err != nil {
		return s, err
	}
	ids := make([]string, len(s.Items))
	for i := range s.Items {
		ids[i] = s.Items[i].EntityID
	}
	firms, err := registry.FindMany(ctx, d.db, ids)
	book := d.law.On(d.today())
	for i := range s.Items {
		x := &s.Items[i]
		u, _ := book.Undertaking(x.Undertaking)
		x.Firm, x.Name, x.By = firms[x.EntityID].Name, u.Name, []law.Text2{}
		for _, m := range matters {
			if m.Active && len(m.brings(firms[x.EntityID], []Daily{x.Daily})) > 0 {
				x.By = append(x.By, m.Name())
			}
		}
	}
	return s, err
}

// regionOf is the division an actor reaches; of a body without one, all.
func regionOf(who access.Actor) string {
	if len(who.Regions) == 1 {
		return who.Regions[0]
	}
	return ""
}
