package commitment

import (
	"context"

	"xinheng/internal/workday"
)

// Promised tells of a commitment that is in effect what its verification needs, by ids: for whoever looks for one nobody planned.
func (d *Desk) Promised(ctx context.Context, entity, id string) (Event, error) {
	c, err := find(ctx, d.db, qFind, entity, id)
	if err == nil && c.ReleasedAt == nil {
		err = errUnknown
	}
	if err != nil {
		return Event{}, err
	}
	return c.event(workday.Of(*c.ReleasedAt)), nil
}
