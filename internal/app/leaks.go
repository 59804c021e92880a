package app

import (
	"context"
	"log/slog"

	"xinheng/internal/leak"
)

// leaks is where leaks and tampering are looked into; what opens a case by itself is wired in reactions.go.
func (a *App) leaks() {
	a.Leaks = leak.NewDesk(a.Pool, a.Law, a.Sealer, leak.Parts{Ledger: a.Ledger, Keys: a.Keys, Accounts: a.Accounts, Readings: a.Disclosure, Cases: a.Cases}, a.Now)
	a.Leaks.Press = a.Press
}

// contradicted opens a case where an anchor outside contradicts the ledger. The alarm in the log has been given already: where the case
// cannot be opened, that is said beside it and nothing is hidden.
func (a *App) contradicted(ctx context.Context, code string) {
	if err := a.Leaks.Contradicted(ctx, code); err != nil {
		slog.ErrorContext(ctx, "no case could be opened of an anchor that contradicts the ledger", "error", err)
	}
}
