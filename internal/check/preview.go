package check

import (
	"context"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Preview says whether a subject could take the commitment route for a matter today, and keeps nothing: who only looks whether
// to choose the route leaves no trace (F01-7). What an approval rests on is asked for with Decide.
func (d *Desk) Preview(ctx context.Context, subject, matter string) (Route, error) {
	today := workday.Of(d.now())
	q := question{actor: access.Actor{}, on: today, book: d.lib.On(today)}
	var err error
	if q.matter, err = matterOn(d.lib, q.book, matter); err != nil {
		return Route{}, err
	}
	if subject, err = subjectOf(subject); err != nil {
		return Route{}, err
	}
	if q.view, err = d.view(ctx, 0); err != nil {
		return Route{}, err
	}
	facts, known, err := d.index.Look(ctx, subject)
	if err != nil {
		return Route{}, err
	}
	if !known {
		return unknown(q).Route, nil
	}
	return JudgeIn("", facts, q.matter, q.book, law.Adoptions(q.view.Adoptions), q.on).Route, nil
}
