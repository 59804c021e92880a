package seed

import (
	"context"

	"xinheng/internal/app"
	"xinheng/internal/record"
)

// Count counts what was taken in, as the round of the night does, so that libraries and lists show their figures at once.
func Count(ctx context.Context, a *app.App) error { return record.Count(ctx, a.Pool, a.Now()) }

// Open makes the files anybody may take, as the round of the night does.
func Open(ctx context.Context, a *app.App) error {
	_, err := a.OpenData.Build(ctx)
	return err
}
