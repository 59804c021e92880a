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
	// Leaving a post, losing a delegation or being suspended ends the right at once: the sessions of that person end with
	// it (S9: the same day). A reset voids what was signed in with.
	a.Accounts.Events.Ended.Within(a.Signin.EndSessions)
	a.Accounts.Events.Reset.Within(a.Signin.Void)
}
