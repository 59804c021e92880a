package seed

import (
	"context"

	"xinheng/internal/app"
)

// Assessments freezes the figures of last month, as the round would in its night. A month that has not closed, or is frozen, stays as it is.
func Assessments(ctx context.Context, a *app.App) error {
	_, err := a.Assess.Freeze(ctx)
	return err
}
