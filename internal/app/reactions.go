package app

import (
	"context"

	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/standing"
)

// react is the page a jurist can read: what follows from what, and how fast.
func (a *App) react() {
	// A stored, corrected, repaired or withdrawn record changes what stands for or against its subject: at once, or not at
	// all (发改委令36号 §3: 修复即停止共享和使用、解除措施).
	a.Events.Changed.Within(func(ctx context.Context, tx pg.Tx, e record.Changed) error {
		return standing.Apply(ctx, tx, a.Law, e)
	})
}
