package rating

import (
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// ModelCard is what anybody may know of a model (F23-4): how it works, who made and let it in, whom it grades how, and how well.
type ModelCard struct {
	Version
	Basis     []law.Text2 `json:"basis"`
	Weights   []Weight    `json:"weights" doc:"by indicator, greatest first"`
	Before    []Version   `json:"before" doc:"versions that were in force earlier"`
	Card      *Card       `json:"card,omitempty" doc:"figures of the newest run"`
	Runs      []RunShort  `json:"runs" doc:"the runs before, newest first"`
	Replayed  int         `json:"replayed" doc:"results that were computed again just now"`
	Same      int         `json:"same" doc:"of these, those that came to the same hash"`
	NotForces law.Text2   `json:"never" doc:"what nobody may use it for"`
}

// Weight is how far an indicator may go, of all indicators.
type Weight struct {
	Indicator string      `json:"indicator"`
	Name      law.Text2   `json:"name"`
	Dimension string      `json:"dimension"`
	Most      int64       `json:"most"`
	Permille  int64       `json:"permille" doc:"of the weights of all indicators"`
	Lowers    bool        `json:"lowers" doc:"it can take points away"`
	Raises    bool        `json:"raises" doc:"it can add points"`
	Basis     []law.Text2 `json:"basis"`
}

// RunShort is a run in a line.
type RunShort struct {
	On      workday.Date `json:"on"`
	Version int          `json:"version"`
	Rated   int64        `json:"rated"`
	Drift   *int64       `json:"drift,omitempty"`
}

var never = law.Text2{
	ZH: "评价结果是内部参考：任何事项不因此被拒绝，任何惩戒措施不因此产生。",
	EN: "A result is an internal reference: no matter is refused and no measure follows because of it.",
}

const (
	sampleSize = 100
	mostRuns   = 24
)

// Cards are the public cards: of every model in force or about to be, and of templates; never of drafts.
func (d *Desk) Cards(ctx context.Context) ([]ModelCard, error) {
	all, err := d.Registry(ctx, access.Actor{})
	if err != nil {
		return nil, err
	}
	out := []ModelCard{}
	for i := range all {
		v := &all[i]
		if v.State == "draft" || v.State == "ended" {
			continue
		}
		out = append(out, d.cardHead(v, all))
	}
	return out, nil
}

// Card is one public card with its figures.
func (d *Desk) CardOf(ctx context.Context, code string) (ModelCard, error) {
	all, err := d.Cards(ctx)
	if err != nil {
		return ModelCard{}, err
	}
	i := slices.IndexFunc(all, func(c ModelCard) bool { return c.Model.Code == code && c.State != "coming" })
	if i < 0 {
		i = slices.IndexFunc(all, func(c ModelCard) bool { return c.Model.Code == code })
	}
	if i < 0 {
		return ModelCard{}, errNoModel
	}
	c := all[i]
	runs, err := runsOf(ctx, d.db, code, rateRun, mostRuns)
	if err != nil {
		return c, err
	}
	for i := range runs {
		r, err := runs[i].run()
		if err != nil {
			return c, err
		}
		if r.Card == nil {
			continue
		}
		if c.Card == nil {
			c.Card = r.Card
		}
		c.Runs = append(c.Runs, RunShort{r.On, r.Version, r.Card.Rated, r.Card.Drift})
	}
	return c, d.sampled(ctx, &c)
}

// sampled computes the newest results again: reproducible is what is shown to be, not what is said to be (F10-2).
func (d *Desk) sampled(ctx context.Context, c *ModelCard) error {
	rows, err := sample(ctx, d.db, c.Model.Code, sampleSize)
	if err != nil {
		return err
	}
	models := map[int32]*Model{}
	for i := range rows {
		r := &rows[i]
		if models[r.Version] == nil {
			if models[r.Version], err = d.version(ctx, d.db, r.Model, int(r.Version)); err != nil {
				return err
			}
		}
		_, same, err := Again(d.suite, models[r.Version], r.OnDay, r.Snapshot, r.Hash)
		if err != nil {
			return err
		}
		c.Replayed++
		if same {
			c.Same++
		}
	}
	return nil
}

func (d *Desk) cardHead(v *Version, all []Version) ModelCard {
	book := d.law.On(d.today())
	cites := func(refs []law.Ref) []law.Text2 {
		out := []law.Text2{}
		for _, r := range refs {
			out = append(out, book.Cite(r))
		}
		return out
	}
	pub := *v
	pub.Impact, pub.Mine, pub.Author = nil, false, false
	c := ModelCard{Version: pub, Basis: cites(v.Model.Basis), Weights: []Weight{}, Before: []Version{}, Runs: []RunShort{}, NotForces: never}
	whole64 := int64(0)
	for i := range v.Model.Indicators {
		whole64 += v.Model.Indicators[i].Most
	}
	for i := range v.Model.Indicators {
		x := &v.Model.Indicators[i]
		w := Weight{Indicator: x.Code, Name: x.Name, Dimension: x.Dimension, Most: x.Most, Permille: x.Most * whole / max(whole64, 1), Lowers: x.Points < 0, Raises: x.Points > 0, Basis: cites(x.Basis)}
		for _, g := range x.Grades {
			w.Lowers, w.Raises = w.Lowers || g.Points < 0, w.Raises || g.Points > 0
		}
		for _, s := range x.Steps {
			w.Lowers, w.Raises = w.Lowers || s.Points < 0, w.Raises || s.Points > 0
		}
		c.Weights = append(c.Weights, w)
	}
	slices.SortStableFunc(c.Weights, func(a, b Weight) int { return int(b.Most - a.Most) })
	for i := range all {
		if o := &all[i]; o.Model.Code == v.Model.Code && o.Model.Version != v.Model.Version && o.State == "ended" {
			c.Before = append(c.Before, Version{Model: o.Model, Hash: o.Hash, Origin: o.Origin, Org: o.Org, Body: o.Body, At: o.At, State: o.State, Releases: o.Releases})
		}
	}
	return c
}
