package check

import (
	"context"
	"errors"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/standing"
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

// Try answers a request from given facts as Decide answers it from those that stand, and keeps nothing: it is asked of firms that do
// not exist (F07-8), so nothing is counted, watched or put on the ledger, and there is no receipt.
func (d *Desk) Try(caller string, r Request, adopted law.Adoptions, facts []standing.Fact, known bool) (Decision, error) {
	q, err := d.question(access.Actor{Org: caller}, r)
	if err != nil {
		return Decision{}, err
	}
	subject, err := subjectOf(r.Subject)
	if err != nil {
		return Decision{}, err
	}
	q.view.At, q.view.Adoptions = d.now(), adopted
	a, err := d.answer(q, subject, facts, known)
	if codes := unlisted(nil); errors.As(err, &codes) {
		return Decision{}, errUnlisted(codes)
	}
	if err != nil {
		return Decision{}, err
	}
	return *a, nil
}

// Adopted are the adoptions answers rest on now.
func (d *Desk) Adopted(ctx context.Context) (law.Adoptions, error) {
	v, err := d.view(ctx, 0)
	return v.Adoptions, err
}

// Refusals are the codes a check may be refused with, beside those every request with a key may be.
func Refusals() []string { return slices.Clone(questionFaults) }
