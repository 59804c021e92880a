package pilot

import (
	"context"
	"encoding/json"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Pilot is one as it is shown.
type Pilot struct {
	ID         string       `json:"id"`
	Name       law.Text2    `json:"name"`
	Feature    string       `json:"feature" enum:"class_table,draw_ratio"`
	Domain     string       `json:"domain"`
	Table      string       `json:"class_table,omitempty"`
	TableName  law.Text2    `json:"class_table_name"`
	Ratios     Ratios       `json:"ratios,omitempty"`
	Regions    []string     `json:"regions"`
	Places     []law.Text2  `json:"places" doc:"names of the regions, where they have one"`
	Industries []string     `json:"industries"`
	Basis      string       `json:"basis"`
	FirstOn    workday.Date `json:"first_on"`
	LastOn     workday.Date `json:"last_on" doc:"as it was set, or the day it was stopped"`
	EvaluateBy workday.Date `json:"evaluate_by"`
	Body       string       `json:"body"`
	StoppedWhy string       `json:"stopped_why,omitempty"`
	State      State        `json:"state" enum:"proposed,lapsed,coming,on,ended,overdue,evaluated"`
	Evaluation *Evaluation  `json:"evaluation,omitempty"`
	Rests      *Rests       `json:"rests,omitempty" doc:"comparison on history it rests on (F29-3)"`
	// Mine: it is within one's reach. Own: one proposed it oneself, and does not approve it.
	Mine bool `json:"mine"`
	Own  bool `json:"own"`
}

// Rests is the comparison a pilot rests on: the two ways, and what each would have found and cost.
type Rests struct {
	ID      string       `json:"id"`
	Ways    [2]law.Text2 `json:"ways"`
	Numbers []Weighed    `json:"numbers"`
}

// Weighed is a number of a comparison under both ways; Told says under which history can tell it.
type Weighed struct {
	Code string   `json:"code"`
	Unit string   `json:"unit" enum:"thousandth,ppm"`
	Mean [2]int64 `json:"mean"`
	Told [2]bool  `json:"told"`
}

func (p *row) scope() Scope { return Scope{p.Regions, p.Industries} }

func (d *Desk) show(p *row) Pilot {
	book := d.law.On(p.FirstOn)
	out := Pilot{ID: p.PilotID, Name: law.Text2{ZH: p.NameZH, EN: p.NameEN}, Feature: p.Feature, Domain: p.Domain, Table: p.ClassTable, Regions: p.Regions, Industries: p.Industries,
		Basis: p.Basis, FirstOn: p.FirstOn, LastOn: p.end(), EvaluateBy: p.EvaluateBy, Body: p.Body, StoppedWhy: p.StoppedWhy, State: p.state(d.today()), Places: []law.Text2{}}
	if t, ok := book.ClassTable(p.ClassTable); ok {
		out.TableName = t.Name
	}
	if p.Feature == DrawRatio {
		_ = json.Unmarshal(p.Ratios, &out.Ratios) // ours, as we wrote it
	}
	for _, r := range p.Regions {
		out.Places = append(out.Places, placeOf(book, r))
	}
	return out
}

// placeOf is the name of the division a prefix stands for; the prefix itself where it stands for none.
func placeOf(book *law.Book, prefix string) law.Text2 {
	code := (prefix + "000000")[:max(6, len(prefix))]
	if r, ok := book.Region(code); ok {
		return r.Name
	}
	return law.Text2{ZH: prefix, EN: prefix}
}

func (d *Desk) one(ctx context.Context, id string) (Pilot, error) {
	p, err := find(ctx, d.db, qOne, id)
	if err != nil {
		return Pilot{}, err
	}
	all, err := d.with(ctx, []row{p})
	if err != nil {
		return Pilot{}, err
	}
	return all[0], nil
}

// with puts evaluations to their pilots.
func (d *Desk) with(ctx context.Context, rows []row) ([]Pilot, error) {
	evals, err := evaluations(ctx, d.db)
	if err != nil {
		return nil, err
	}
	out := make([]Pilot, len(rows))
	for i := range rows {
		out[i] = d.show(&rows[i])
		if rows[i].Comparison != "" && d.Compared != nil {
			rests, err := d.Compared(ctx, rows[i].Comparison)
			if err != nil {
				return nil, err
			}
			out[i].Rests = &rests
		}
		for j := range evals {
			if e := &evals[j]; e.PilotID == rows[i].PilotID {
				v := Evaluation{Says: e.Says, Advice: e.Advice, From: e.FromOn, At: e.At, Counts: []Compared{}}
				if err := json.Unmarshal(e.Counted, &v.Counts); err != nil {
					return nil, err
				}
				out[i].Evaluation = &v
			}
		}
	}
	return out, nil
}

// Public are the pilots that were approved, the newest first.
func (d *Desk) Public(ctx context.Context) ([]Pilot, error) {
	rows, err := approved(ctx, d.db)
	if err != nil {
		return nil, err
	}
	return d.with(ctx, rows)
}

// List are those within one's reach, proposals too.
func (d *Desk) List(ctx context.Context, who access.Actor) ([]Pilot, error) {
	rows, err := everyone(ctx, d.db)
	if err != nil {
		return nil, err
	}
	all, err := d.with(ctx, rows)
	if err != nil {
		return nil, err
	}
	out := []Pilot{}
	for i := range rows {
		all[i].Mine, all[i].Own = rows[i].reachedBy(who), rows[i].Actor == who.ID
		if all[i].Mine || rows[i].ApprovedAt != nil {
			out = append(out, all[i])
		}
	}
	return out, nil
}
