package objection

import (
	"context"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// View is the panel of an objection on its case page.
type View struct {
	About     About                      `json:"about" enum:"record,listing,measure,score,check"`
	Ref       string                     `json:"ref,omitempty" doc:"of a check: its decision id; of a measure or a score: its code"`
	Ground    law.Text2                  `json:"ground"`
	GroundIs  law.Text2                  `json:"ground_says" doc:"in plain words"`
	Records   []RecordView               `json:"records"`
	Statement string                     `json:"statement"`
	Claims    map[string]caseflow.Change `json:"claims" doc:"by field code: what it is, and what the subject says it should be"`
	Shown     string                     `json:"shown,omitempty" doc:"at a window: what whoever was present showed; only for the body"`
	Use       law.Use                    `json:"use" enum:"mark,freeze"`
	UseSays   law.Text2                  `json:"use_says"`
	UseRule   string                     `json:"use_rule,omitempty" doc:"code of the freeze rule in the law data"`
	MarkedOn  workday.Date               `json:"marked_on,omitzero"`
	Provider  *BodyView                  `json:"provider,omitempty" doc:"whom it is asked of, when another body reported the data"`
	Missing   string                     `json:"missing,omitempty" doc:"what the subject is asked to add"`
	Answer    *Finding                   `json:"answer,omitempty" doc:"what the provider found; not for the subject before the decision"`
	Outcomes  []OutcomeView              `json:"outcomes" doc:"what the ground allows"`
	Draft     *Decision                  `json:"draft,omitempty" doc:"what was proposed; only for the body, until it is decided"`
	Decision  *Decision                  `json:"decision,omitempty"`
	Review    *Review                    `json:"review,omitempty" doc:"re-examination from above"`
	Harm      []Harm                     `json:"harm" doc:"every wrong answer that was given, oldest first"`
	Letters   []LetterView               `json:"letters" doc:"letters of correction, with their acknowledgements"`
	WrongFrom *time.Time                 `json:"wrong_from,omitempty" doc:"since when the wrong answer was given"`
	Elsewhere []Place                    `json:"elsewhere" doc:"sites and consumers of the feed that were told"`
	Documents []string                   `json:"documents" doc:"papers the case has by now: receipt, accepted, supplement, transfer, decision, review; at /v1/objections/cases/{id}/papers/{paper}"`
}

// RecordView is a record that is objected to, as it is now.
type RecordView struct {
	Line
	Title      string        `json:"title"`
	Version    int32         `json:"version"`
	State      record.State  `json:"state"`
	DisputedOn workday.Date  `json:"disputed_on,omitzero" doc:"since when it is marked; empty once the mark is taken away"`
	Frozen     bool          `json:"frozen" doc:"its use rests"`
	Fields     []FieldOfItem `json:"fields" doc:"for the forms: what can be corrected, with what it is now"`
}

// FieldOfItem is a field of a record with its present value; what is masked stays so.
type FieldOfItem struct {
	Code  string    `json:"code"`
	Name  law.Text2 `json:"name"`
	Value string    `json:"value"`
}

// BodyView names a body.
type BodyView struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// OutcomeView is an outcome that may be proposed.
type OutcomeView struct {
	Code   string    `json:"code"`
	Name   law.Text2 `json:"name"`
	Says   law.Text2 `json:"says"`
	Source bool      `json:"source" doc:"must be done at the source first"`
}

// Harm is one wrong answer that was given.
type Harm struct {
	Answer   string    `json:"answer"`
	How      string    `json:"how" enum:"check,api,batch,reading,export"`
	Org      string    `json:"org"`
	BodyName string    `json:"body_name"`
	Matter   string    `json:"matter,omitempty"`
	At       time.Time `json:"at"`
}

// LetterView is a letter of correction and whether it was acknowledged.
type LetterView struct {
	Org            string       `json:"org"`
	Name           string       `json:"name"`
	Answers        int          `json:"answers" doc:"how many wrong answers it had been given"`
	On             workday.Date `json:"on"`
	AcknowledgedAt *time.Time   `json:"acknowledged_at,omitempty"`
	Address        string       `json:"address" doc:"where the letter can be read"`
}

func (d *Desk) view(ctx context.Context, db pg.DB, c *caseflow.Case, who access.Actor) (any, error) {
	x, err := detailsOf(c)
	if err != nil {
		return nil, err
	}
	own := who.Firm == "" && (who.Org == c.Org || who.Kind == access.KindCLI)
	v := View{About: x.About, Ref: x.Ref, Statement: x.Statement, Claims: x.Claims, Use: x.Use, UseSays: x.Use.Says(), UseRule: x.Rule,
		MarkedOn: x.MarkedOn, Missing: x.Missing, Decision: x.Decision, Review: x.Review, Outcomes: d.outcomesOf(c, x)}
	if v.Claims == nil {
		v.Claims = map[string]caseflow.Change{}
	}
	if g, ok := d.law.On(c.OpenedOn).Ground(x.Ground); ok {
		v.Ground, v.GroundIs = g.Name, g.Text
	}
	if own {
		v.Shown = x.Shown
	}
	if own && x.Draft != nil && x.Decision == nil {
		v.Draft = d.decision(c, &caseflow.Doing{On: x.Draft.On}, x.Draft, x.Draft.Outcome != Reject)
	}
	if own || x.Decision != nil || c.Provider != "" && who.Org == c.Provider {
		v.Answer = x.Answer
	}
	if c.Provider != "" {
		name, err := d.nameOf(ctx, db, c.Provider)
		if err != nil {
			return nil, err
		}
		v.Provider = &BodyView{c.Provider, name}
	}
	if v.Records, err = d.recordsView(ctx, db, c, x); err != nil {
		return nil, err
	}
	if v.Harm, err = d.harmView(ctx, db, c); err != nil {
		return nil, err
	}
	if v.Letters, err = d.lettersView(ctx, db, c); err != nil {
		return nil, err
	}
	v.Documents, v.Elsewhere = papersOf(c, x), []Place{}
	if x.Decision == nil || !x.Decision.Upheld {
		return v, nil
	}
	if v.WrongFrom, err = wrongFrom(ctx, db, c.EntityID, c.ID); err != nil || d.Elsewhere == nil {
		return v, err
	}
	v.Elsewhere, err = d.Elsewhere(ctx, db, c.ID, x.Decision.Records)
	return v, err
}

func (d *Desk) outcomesOf(c *caseflow.Case, x *details) []OutcomeView {
	out := []OutcomeView{}
	book := d.law.On(c.OpenedOn)
	g, _ := book.Ground(x.Ground)
	for _, code := range g.Outcomes {
		if o, ok := book.Outcome(code); ok {
			out = append(out, OutcomeView{o.Code, o.Name, o.Text, o.Source})
		}
	}
	return out
}

func (d *Desk) recordsView(ctx context.Context, db pg.DB, c *caseflow.Case, x *details) ([]RecordView, error) {
	out := []RecordView{}
	holds, err := standing.Holds(ctx, db, c.EntityID)
	if err != nil {
		return nil, err
	}
	all, err := record.Of(ctx, db, c.EntityID, time.Time{})
	if err != nil {
		return nil, err
	}
	for _, l := range x.Records {
		i := slices.IndexFunc(all, func(r record.Record) bool { return r.ID == l.Record })
		if i < 0 {
			continue
		}
		r := &all[i]
		v := RecordView{Line: l, Title: r.Title, Version: r.Version, State: r.State, Fields: []FieldOfItem{}}
		for _, h := range holds {
			if h.RecordID == r.ID && h.Kind == standing.Objection && h.HoldsOn(d.today()) {
				v.DisputedOn, v.Frozen = h.From, v.Frozen || h.Suspends
			}
		}
		if item, ok := d.law.On(workday.Of(r.SeenAt)).Item(r.Item); ok {
			for _, f := range item.Fields {
				v.Fields = append(v.Fields, FieldOfItem{f.Code, f.Name, r.Content[f.Code]})
			}
		}
		out = append(out, v)
	}
	return out, nil
}

func (d *Desk) harmView(ctx context.Context, db pg.DB, c *caseflow.Case) ([]Harm, error) {
	out, names := []Harm{}, map[string]string{}
	all, err := harmOf(ctx, db, c.EntityID, c.ID)
	if err != nil {
		return nil, err
	}
	ls, err := lettersOf(ctx, db, c.EntityID, c.ID)
	for i := range ls {
		names[ls[i].Org] = ls[i].Name
	}
	for i := range all {
		h := &all[i]
		out = append(out, Harm{h.AnswerID, h.How, h.Org, names[h.Org], h.Matter, h.At.In(workday.Shanghai)})
	}
	return out, err
}

func (d *Desk) lettersView(ctx context.Context, db pg.DB, c *caseflow.Case) ([]LetterView, error) {
	out := []LetterView{}
	ls, err := lettersOf(ctx, db, c.EntityID, c.ID)
	if err != nil || len(ls) == 0 {
		return out, err
	}
	acks, err := d.acks(ctx, db, c.ID)
	for i := range ls {
		v := LetterView{Org: ls[i].Org, Name: ls[i].Name, Answers: int(ls[i].Answers), On: ls[i].OnDay,
			Address: "/v1/objections/" + c.ID + "/letter?to=" + ls[i].Org}
		if at, ok := acks[ls[i].Org]; ok {
			v.AcknowledgedAt = &at
		}
		out = append(out, v)
	}
	return out, err
}
