package pilot

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Counted is a number of a scope over a span of days.
type Counted struct {
	Code string `json:"code" enum:"visits,firms,resulted,found,high"`
	N    int64  `json:"n"`
}

// Compared is a number before the pilot and during it.
type Compared struct {
	Code   string `json:"code" enum:"visits,firms,resulted,found,high"`
	Before int64  `json:"before"`
	During int64  `json:"during"`
}

// Findings are what is said of a pilot; its numbers are not among them: the platform counts those.
type Findings struct {
	Says   string `json:"says" maxLength:"2000" doc:"no names of natural persons"`
	Advice string `json:"advice" enum:"adopt,prolong,drop"`
}

// Evaluate publishes the evaluation of a pilot that has ended: its numbers, and as many days before its first one.
func (d *Desk) Evaluate(ctx context.Context, who access.Actor, id string, in Findings) (Pilot, error) {
	says, ok := said(in.Says, longest)
	if !ok || in.Advice == "" {
		return Pilot{}, errSays
	}
	p, err := find(ctx, d.db, qOne, id)
	if err == nil && !p.reachedBy(who) {
		err = errUnknown
	}
	if err != nil {
		return Pilot{}, err
	}
	if s := p.state(d.today()); s != Ended && s != Overdue && s != Evaluated {
		return Pilot{}, errNotEnded
	}
	from := p.FirstOn.AddDays(int(p.FirstOn - p.end() - 1))
	counted, err := d.compare(ctx, &p, from)
	if err != nil {
		return Pilot{}, err
	}
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, p *row) error {
		if was, err := evaluationOf(ctx, tx, id); err == nil {
			if was.Says == says && was.Advice == in.Advice {
				return nil
			}
			return errDone
		} else if !errors.Is(err, pg.ErrNone) {
			return err
		}
		if err := insertEvaluation(ctx, tx, &evaluation{PilotID: id, Says: says, Advice: in.Advice, FromOn: from, Counted: counted, Actor: who.ID, At: d.instant()}); err != nil {
			return err
		}
		return d.note(ctx, tx, who, "pilot.evaluated", id)
	})
}

// compare counts the days of the pilot and as many before.
func (d *Desk) compare(ctx context.Context, p *row, from workday.Date) (_ json.RawMessage, err error) {
	defer fault.Wrap(&err, "pilot.compare")
	out := []Compared{}
	if d.Count != nil {
		before, err := d.Count(ctx, p.scope(), p.Domain, from, p.FirstOn-1)
		if err != nil {
			return nil, err
		}
		during, err := d.Count(ctx, p.scope(), p.Domain, p.FirstOn, p.end())
		if err != nil {
			return nil, err
		}
		for i := range min(len(before), len(during)) {
			out = append(out, Compared{before[i].Code, before[i].N, during[i].N})
		}
	}
	return json.Marshal(out)
}

// Evaluation is published: what was found, and the numbers.
type Evaluation struct {
	Says   string       `json:"says"`
	Advice string       `json:"advice" enum:"adopt,prolong,drop"`
	From   workday.Date `json:"from" doc:"first of the days before that are compared"`
	At     time.Time    `json:"at"`
	Counts []Compared   `json:"counts"`
}
