package attach

import (
	"context"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/pg"
)

// OfOwner lists what an owner handed in and used anywhere, each content once, by the file it first came in, newest first.
func (d *Desk) OfOwner(ctx context.Context, db pg.DB, owner string) ([]Attachment, error) {
	rows, err := pg.All[row](ctx, db, qOfOwner, owner)
	out := make([]Attachment, 0, len(rows))
	for i := range rows {
		a, err := d.show(&rows[i])
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, err
}

// Again makes of a file of the actor's owner that is linked somewhere another one for another use: the same content, name and grade,
// waiting to be linked like one that was handed in. Nothing is copied.
func (d *Desk) Again(ctx context.Context, tx pg.Tx, who access.Actor, id, kind string) (Attachment, error) {
	if !known(id) {
		return Attachment{}, errUnknown
	}
	if !kindCode.MatchString(kind) {
		return Attachment{}, errKind
	}
	r, err := find(ctx, tx, qLock, id)
	if err == nil && (r.Owner != ownerOf(who) || !r.linked()) {
		err = errUnknown
	}
	if err != nil {
		return Attachment{}, err
	}
	waiting, err := pg.Scalar[int64](ctx, tx, qWaiting, r.Owner)
	if err == nil && waiting >= d.limits.Waiting {
		err = errWaiting
	}
	if err != nil {
		return Attachment{}, err
	}
	name, err := d.sealer.Open(nameContext(r.FileID), r.Name)
	if err != nil {
		return Attachment{}, err
	}
	file, err := uuid.NewV7()
	if err != nil {
		return Attachment{}, err
	}
	r.FileID, r.Kind, r.UploadedBy, r.UploadedAt, r.AboutKind, r.About = file.String(), kind, who.ID, d.instant(), "", ""
	r.Name = d.sealer.Seal(nameContext(r.FileID), name)
	if _, err := tx.Exec(ctx, qFile, r.FileID, r.ContentID, r.Owner, r.Kind, r.Grade, r.Name, r.UploadedBy, r.UploadedAt); err != nil {
		return Attachment{}, err
	}
	return d.show(&r)
}
