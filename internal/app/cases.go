package app

import (
	"context"
	"fmt"
	"strings"

	"xinheng/internal/caseflow"
	"xinheng/internal/pg"
)

// publishCases refuses to start with a table of moves that is wrong, and writes what the tables permit, as the owner of the
// schema: the program that serves cannot permit itself another move.
func (a *App) publishCases(ctx context.Context) error {
	if faults := a.Cases.Check(); len(faults) > 0 {
		return fmt.Errorf("app: the tables of cases are wrong: %s", strings.Join(faults, "; "))
	}
	if len(a.Cases.Types()) == 0 {
		return nil
	}
	owner, err := pg.OpenOwner(ctx, a.ownerURL)
	if err != nil {
		return err
	}
	defer owner.Close()
	return caseflow.Publish(ctx, owner, a.Cases.Types()...)
}
