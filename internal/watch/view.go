package watch

import (
	"context"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/check"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// View is a watched case as the body that asked sees it, and nobody else.
type View struct {
	Decision  string               `json:"decision_id"`
	Matter    check.Named          `json:"matter"`
	Subject   string               `json:"subject"`
	Purpose   string               `json:"purpose"`
	CaseNo    string               `json:"case_no"`
	OpenedAt  time.Time            `json:"opened_at"`
	ClosedAt  *time.Time           `json:"closed_at,omitempty"`
	First     check.Told           `json:"first" doc:"what was told when it was opened"`
	Now       check.Told           `json:"now" doc:"what would be told now; of a closed case, when it was closed"`
	Changes   int32                `json:"changes"`
	ChangedAt *time.Time           `json:"changed_at,omitempty"`
	History   []Change             `json:"history,omitempty" doc:"newest first; of a single case"`
	Names     map[string]law.Text2 `json:"names,omitempty" doc:"of the measures and incentives by code; of a single case"`
}

// Change is one change of a watched case.
type Change struct {
	Seq   int32       `json:"seq"`
	At    time.Time   `json:"at"`
	Was   string      `json:"was" doc:"outcome before; at level 1 the word"`
	Now   string      `json:"now"`
	Ended []Ended     `json:"ended"`
	Begun []check.Bit `json:"begun"`
}

// Watch shows a watched case. What changed by its date is found first.
func (d *Desk) Watch(ctx context.Context, who access.Actor, id string) (View, error) {
	if err := d.Fresh(ctx, who.Org); err != nil {
		return View{}, err
	}
	w, err := find(ctx, d.db, id, who.Org)
	if err != nil {
		return View{}, err
	}
	all, err := changes(ctx, d.db, &w)
	v := d.view(&w)
	v.History, v.Names = make([]Change, len(all)), map[string]law.Text2{}
	d.nameAll(v.Names, w.First.Effects, w.OpenedAt)
	d.nameAll(v.Names, w.Now.Effects, d.now())
	for i, c := range all {
		v.History[i] = Change{c.Seq, c.At, c.Was, c.Now, c.Ended, c.Begun}
		for j := range c.Ended {
			d.nameAll(v.Names, []check.Bit{c.Ended[j].Bit}, c.At)
		}
		d.nameAll(v.Names, c.Begun, c.At)
	}
	return v, err
}

// Watches lists the watched cases of a body, the newest first.
func (d *Desk) Watches(ctx context.Context, who access.Actor, open bool, after string) (page []View, next string, err error) {
	if err := d.Fresh(ctx, who.Org); err != nil {
		return nil, "", err
	}
	rows, err := pageOf(ctx, d.db, who.Org, open, after, onePage+1)
	if len(rows) > onePage {
		rows = rows[:onePage]
		next = rows[onePage-1].DecisionID
	}
	page = make([]View, len(rows))
	for i := range rows {
		page[i] = d.view(&rows[i])
	}
	return page, next, err
}

const onePage = 100

func (d *Desk) view(w *watched) View {
	return View{Decision: w.DecisionID, Matter: d.matter(w.Matter, w.OpenedAt), Subject: w.EntityID, Purpose: w.Purpose, CaseNo: w.CaseNo, OpenedAt: w.OpenedAt,
		ClosedAt: w.ClosedAt, First: w.First, Now: w.Now, Changes: w.Changes, ChangedAt: w.ChangedAt}
}

func (d *Desk) matter(code string, at time.Time) check.Named {
	n := check.Named{Code: code, Name: law.Text2{ZH: code, EN: code}}
	if m, ok := d.law.On(workday.Of(at)).Matter(code); ok {
		n.Name = m.Name
	}
	return n
}

func (d *Desk) nameAll(names map[string]law.Text2, bits []check.Bit, at time.Time) {
	for _, b := range bits {
		names[b.Measure] = d.name(b.Measure, at)
	}
}

// name is what the catalogue of a day calls a measure or an incentive.
func (d *Desk) name(code string, at time.Time) law.Text2 {
	book := d.law.On(workday.Of(at))
	if m, ok := book.Measure(code); ok {
		return m.Name
	}
	if in, ok := book.Incentive(code); ok {
		return in.Name
	}
	if code == word {
		return law.Text2{ZH: "答复（仅“否”）", EN: "the answer (no, and nothing more)"}
	}
	return law.Text2{ZH: code, EN: code}
}
