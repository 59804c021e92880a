package app

import (
	"context"
	"fmt"
	"strings"

	"xinheng/internal/access"
	"xinheng/internal/attach"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// attachments ties uploaded files to cases: a file given in a form belongs to its case from then on, and whoever may see the
// case may read it.
func (a *App) attachments() {
	a.Cases.Attached = func(ctx context.Context, tx pg.Tx, who access.Actor, c *caseflow.Case, ref string) (name, sha256 string, err error) {
		at, err := a.Attach.Link(ctx, tx, who, attach.Link{Kind: caseObject, ID: c.ID}, ref)
		if err != nil {
			return "", "", err
		}
		sha256, err = a.Attach.Digest(ctx, tx, ref)
		return at[0].Name, sha256, err
	}
	a.Attach.Register(caseObject, func(ctx context.Context, db pg.DB, who access.Actor, id string) (bool, error) {
		_, err := a.Cases.Seen(ctx, db, who, id)
		if fault.KindOf(err) == fault.Missing {
			return false, nil
		}
		return err == nil, err
	})
}

// caseObject is the kind of object under which attachments are linked to a case.
const caseObject = "case"

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
