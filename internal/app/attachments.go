package app

import (
	"context"

	"xinheng/internal/access"
	"xinheng/internal/attach"
	"xinheng/internal/caseflow"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// ofCase is what an attachment of a case is linked to.
const ofCase = "case"

// attachments ties files to cases: a file named in a form is linked to the case in the same transaction, and whoever may see the
// case may see the file.
func (a *App) attachments() {
	a.Cases.Attached = func(ctx context.Context, tx pg.Tx, who access.Actor, c *caseflow.Case, ref string) (name, sha256 string, err error) {
		linked, err := a.Attach.Link(ctx, tx, who, attach.Link{Kind: ofCase, ID: c.ID}, ref)
		if err != nil {
			return "", "", err
		}
		return linked[0].Name, "", nil
	}
	a.Attach.Register(ofCase, func(ctx context.Context, db pg.DB, who access.Actor, id string) (bool, error) {
		_, err := a.Cases.Seen(ctx, db, who, id)
		if fault.KindOf(err) == fault.Missing {
			return false, nil
		}
		return err == nil, err
	})
}
