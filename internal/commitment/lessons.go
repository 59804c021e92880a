package commitment

import (
	"context"

	"xinheng/internal/education"
	"xinheng/internal/law"
)

// lessons are the courses a matter offers before a word is given: integrity education before entry （六）. What is promised to the public,
// and a matter without a course, has none.
func (d *Desk) lessons(ctx context.Context, u law.Undertaking, entity string) (education.Finding, error) {
	if d.Education == nil || u.Matter == "" {
		return education.Finding{}, nil
	}
	return d.Education.Before(ctx, d.db, u.Matter, entity)
}

// learnt refuses a signature only where an article demands a course that is not completed; whatever else is offered holds nothing up
// (F06-1, S8). It is asked before the credit check, so that who turns back to learn leaves no trace (F01-7).
func (d *Desk) learnt(ctx context.Context, entity, undertaking string) error {
	u, ok := d.law.On(d.today()).Undertaking(undertaking)
	if !ok {
		return errNoUndertaking
	}
	f, err := d.lessons(ctx, u, entity)
	if err != nil || !f.Blocks {
		return err
	}
	for _, n := range f.Courses {
		if n.Waits {
			return courseFirst(n)
		}
	}
	return nil
}
