package portal

import (
	"context"
	"slices"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/rating"
)

// Ratings is what the site reads of models: never of whom they grade.
type Ratings interface {
	Cards(ctx context.Context) ([]rating.ModelCard, error)
	CardOf(ctx context.Context, code string) (rating.ModelCard, error)
}

func models(v *visit) (sheet, error) {
	var all []rating.ModelCard
	if v.Ratings != nil {
		var err error
		if all, err = v.Ratings.Cards(v.ctx); err != nil {
			return sheet{}, err
		}
	}
	v.titled(v.T("models.title"))
	return sheet{tmpl: "models", data: all}, nil
}

// modelView is the card of a model, with its bars ready to be drawn (F23-4).
type modelView struct {
	rating.ModelCard
	Bars   []modelBar
	Shares []modelShare
	Groups []modelGroup
	Moved  int64 // how far the distribution has drifted, where there is a run before
}

type modelBar struct {
	rating.Weight
	Width int64 // per cent of the greatest weight
}

type modelShare struct {
	Grade string
	Name  law.Text2
	N     int64
	Width int64 // per cent of all
}

type modelGroup struct {
	rating.Group
	Name     law.Text2 // of a region
	N, Rated int64
}

func modelPage(v *visit) (sheet, error) {
	if v.Ratings == nil {
		return sheet{}, v.missing("fault.no_model")
	}
	c, err := v.Ratings.CardOf(v.ctx, v.r.PathValue("code"))
	if fault.KindOf(err) == fault.Missing {
		return sheet{}, v.missing("fault.no_model")
	}
	if err != nil {
		return sheet{}, err
	}
	view := modelView{ModelCard: c}
	for _, w := range c.Weights {
		view.Bars = append(view.Bars, modelBar{w, w.Most * 100 / max(c.Weights[0].Most, 1)})
	}
	if c.Card != nil {
		view.Shares, view.Groups = v.modelFigures(&c)
		if c.Card.Drift != nil {
			view.Moved = *c.Card.Drift
		}
	}
	v.titled(v.Lang.Say(c.Model.Name), v.T("models.title"), "/models")
	return sheet{tmpl: "model", data: view}, nil
}

// direct stands for the counties that belong to no city; the table of regions holds each of them, and no line for all.
const direct = "4690"

func (v *visit) modelFigures(c *rating.ModelCard) (shares []modelShare, groups []modelGroup) {
	for _, g := range c.Card.Groups {
		line := modelGroup{Group: g}
		if g.By == "region" && g.Code != "?" {
			line.Name = v.regionName(g.Code + "00")
			if g.Code == direct {
				line.Name = law.Text2{ZH: v.both("zh", "models.direct"), EN: v.both("en", "models.direct")}
			}
		}
		for _, s := range g.Share {
			line.N += s.N
			if s.Grade != "-" {
				line.Rated += s.N
			}
		}
		groups = append(groups, line)
		if g.By != "all" {
			continue
		}
		for _, s := range g.Share {
			name := law.Text2{}
			if i := slices.IndexFunc(c.Model.Bands, func(b law.RatingBand) bool { return b.Grade == s.Grade }); i >= 0 {
				name = c.Model.Bands[i].Name
			}
			shares = append(shares, modelShare{s.Grade, name, s.N, s.N * 100 / max(c.Card.Entities, 1)})
		}
	}
	return shares, groups
}
