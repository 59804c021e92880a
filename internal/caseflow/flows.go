package caseflow

import (
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Flow is a type of case as everybody may read it: the table that is in force, with the clause of each row.
type Flow struct {
	Kind    string       `json:"kind"`
	Name    law.Text2    `json:"name"`
	Edition string       `json:"edition"`
	From    workday.Date `json:"from"`
	Start   State        `json:"start"`
	States  []StateName  `json:"states"`
	Final   []State      `json:"final"`
	Moves   []FlowMove   `json:"moves"`
	Clocks  []FlowClock  `json:"clocks"`
	Apart   [][]Act      `json:"apart" doc:"pairs of acts that need two people (S2)"`
}

// FlowMove is a row of the table.
type FlowMove struct {
	Act     Act       `json:"act"`
	Name    law.Text2 `json:"name"`
	From    []State   `json:"from" doc:"none: it opens the case"`
	To      State     `json:"to" doc:"empty: the case remains where it is"`
	By      Side      `json:"by" enum:"subject,window,body,above,provider,system"`
	Weight  Weight    `json:"weight" enum:",heavy,favour"`
	Confirm bool      `json:"confirm" doc:"by an agent it waits for the firm"`
	Basis   law.Text2 `json:"basis"`
}

// FlowClock is a term of the table with its length today.
type FlowClock struct {
	Clock    string       `json:"clock"`
	Title    law.Text2    `json:"title"`
	Limit    string       `json:"limit" doc:"key of the law library"`
	N        int64        `json:"n"`
	Unit     law.Unit     `json:"unit"`
	While    []State      `json:"while"`
	Rests    []State      `json:"rests"`
	Late     Act          `json:"late,omitempty" doc:"what the system does when it has run out, beside escalating"`
	Basis    law.Text2    `json:"basis"`
	Standing law.Standing `json:"standing" enum:"text,secondary,assumed"`
}

// Flows are the tables in force, by type.
func (d *Desk) Flows() []Flow {
	out := []Flow{}
	for _, t := range d.types {
		if def, ok := t.inForce(d.today()); ok {
			out = append(out, d.flow(def))
		}
	}
	return out
}

func (d *Desk) flow(def Def) Flow {
	book := d.law.On(d.today())
	f := Flow{Kind: def.Kind, Name: def.Name, Edition: def.Edition, From: def.From, Start: def.Start, States: def.States, Final: append([]State{}, def.Final...),
		Moves: []FlowMove{}, Clocks: []FlowClock{}, Apart: [][]Act{}}
	for _, m := range def.Moves {
		f.Moves = append(f.Moves, FlowMove{m.Act, m.Name, append([]State{}, m.From...), m.To, m.By, m.Weight, m.Confirm, book.Cite(m.Basis)})
	}
	for _, k := range def.Clocks {
		l, ok := book.Limit(k.Limit)
		if !ok {
			continue
		}
		c := FlowClock{Clock: k.Name, Title: k.Title, Limit: k.Limit, N: l.N, Unit: l.Unit, While: append([]State{}, k.While...), Rests: append([]State{}, k.Rests...),
			Late: k.Late, Standing: l.Standing}
		if len(l.Basis) > 0 {
			c.Basis = book.Cite(l.Basis[0])
		}
		f.Clocks = append(f.Clocks, c)
	}
	for _, pair := range def.Apart {
		f.Apart = append(f.Apart, []Act{pair[0], pair[1]})
	}
	return f
}
