package caseflow

import (
	"context"

	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Term is a clock of a case with its days.
type Term struct {
	Clock       string       `json:"clock"`
	Title       law.Text2    `json:"title"`
	From        workday.Date `json:"from"`
	Due         workday.Date `json:"due,omitzero" doc:"the last day; none while it rests"`
	N           int          `json:"n"`
	Unit        workday.Unit `json:"unit" enum:"working_day,day,month,year"`
	Left        int          `json:"left" doc:"working days left of a term that runs, negative once late"`
	Running     bool         `json:"running"`
	Resting     bool         `json:"resting" doc:"it stands still: the subject, or an expert, is waited for"`
	Late        bool         `json:"late"`
	Lapsed      bool         `json:"lapsed,omitempty" doc:"the subject let its own time pass; nobody is late"`
	Provisional bool         `json:"provisional" doc:"it reaches into a year whose holidays are not published; computed again when they are"`
	Extended    int          `json:"extended" doc:"by how much it was lengthened"`
	Extendable  bool         `json:"extendable"`
	Ended       workday.Date `json:"ended,omitzero"`
	Basis       law.Text2    `json:"basis"`
	Standing    law.Standing `json:"standing" enum:"text,secondary,assumed"`
}

// Clocks are the terms of a case with their days, those that ended too.
func (d *Desk) Clocks(ctx context.Context, db pg.DB, c *Case) ([]Term, error) {
	_, def, err := d.of(c)
	if err != nil {
		return nil, err
	}
	ts, err := termsOf(ctx, db, c)
	if err != nil {
		return nil, err
	}
	out := make([]Term, len(ts.clocks))
	for i := range ts.clocks {
		out[i] = d.term(c, def, &ts.clocks[i], d.today())
	}
	return out, nil
}
