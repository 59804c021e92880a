package rectify

import (
	"context"

	"xinheng/internal/access"
	"xinheng/internal/workday"
)

// Mine is an order as the firm sees it in its centre: what runs, until when, and what it may do.
type Mine struct {
	Case      string       `json:"case"`
	State     string       `json:"state"`
	Due       workday.Date `json:"due,omitzero"`
	Left      int          `json:"left" doc:"working days, negative once over"`
	Body      Body         `json:"body"`
	Demands   string       `json:"demands,omitempty"`
	MayAsk    bool         `json:"may_ask" doc:"more time may be asked for"`
	Reminders []Reminder   `json:"reminders"`
	Ended     workday.Date `json:"ended,omitzero"`
}

// Mine lists the orders that were served on the firm somebody acts for, newest first (b13).
func (d *Desk) Mine(ctx context.Context, who access.Actor) ([]Mine, error) {
	out := []Mine{}
	if who.Firm == "" {
		return out, nil
	}
	rows, err := ordersOf(ctx, d.db, who.Org)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		c, err := d.cases.Seen(ctx, d.db, who, r.CaseID)
		if err != nil {
			return nil, err
		}
		x, err := orderOf(c)
		if err != nil {
			return nil, err
		}
		if x.Service == nil {
			continue
		}
		m := Mine{Case: c.ID, State: r.State, Due: r.DueOn, Body: d.body(ctx, r.Org), Demands: x.Ordered.Demands, MayAsk: c.State == Served && x.Extension == nil, Ended: r.EndedOn}
		if r.DueOn != 0 {
			m.Left, _ = d.law.Calendar().In(c.Region).Between(d.today(), r.DueOn)
		}
		told, err := remindersOf(ctx, d.db, r.EntityID, r.CaseID)
		if err != nil {
			return nil, err
		}
		m.Reminders = append([]Reminder{}, told...)
		out = append(out, m)
	}
	return out, nil
}
