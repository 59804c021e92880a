package attach

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"regexp"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

// pieceSize leaves room for what sealing adds to a piece, so that no stored row is larger than 256 KiB.
const pieceSize = 256<<10 - 64

// content is a file that was read whole and looked through, before anything of it is stored.
type content struct {
	id, owner, digest string
	kind              kind
	body              []byte
	key               []byte
}

func (c *content) pieces() int32 { return int32((len(c.body) + pieceSize - 1) / pieceSize) } //nolint:gosec // bounded by the size limit

func (c *content) piece(n int32) []byte {
	at := int(n) * pieceSize
	return c.body[at:min(at+pieceSize, len(c.body))]
}

var kindCode = regexp.MustCompile(`^[a-z][a-z0-9_.]{0,31}$`)

// Put takes a file in. It belongs to the actor's firm or body (or to the person, when they act for nobody) and waits to be
// linked. The file is read whole and looked through first, and stored in one transaction: whatever breaks off in between
// leaves nothing. The same file handed in again for the same use, and not linked yet, is the same attachment.
func (d *Desk) Put(ctx context.Context, who access.Actor, u Upload, body io.Reader) (Attachment, error) {
	u.Grade = cmp.Or(u.Grade, SelfUploaded)
	name, err := u.check(who)
	if err != nil {
		return Attachment{}, err
	}
	held, err := d.read(body)
	defer d.memory.Add(-held.reserved)
	if err != nil {
		return Attachment{}, err
	}
	k, err := look(name, held.Bytes(), d.limits)
	if err != nil {
		return Attachment{}, err
	}
	c, err := d.content(ownerOf(who), k, held.Bytes())
	if err != nil {
		return Attachment{}, err
	}
	var out Attachment
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		out, err = d.store(ctx, tx, who, u, name, c)
		return err
	})
	return out, err
}

func (u *Upload) check(who access.Actor) (name string, err error) {
	switch {
	case !kindCode.MatchString(u.Kind):
		return "", errKind
	case u.Grade != SelfUploaded && u.Grade != SelfMade && (u.Grade != IssuerMade && u.Grade != WindowVerified || !officer(who)):
		return "", errGrade
	}
	return fileName(u.Name)
}

func (d *Desk) content(owner string, k kind, body []byte) (*content, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body)
	key := make([]byte, seal.MinMaster)
	rand.Read(key)
	return &content{id: id.String(), owner: owner, digest: d.sealer.Blind("attach "+owner, hex.EncodeToString(sum[:])), kind: k, body: body, key: key}, nil
}

func (d *Desk) store(ctx context.Context, tx pg.Tx, who access.Actor, u Upload, name string, c *content) (out Attachment, err error) {
	defer fault.Wrap(&err, "attach.store")
	waiting, err := pg.Scalar[int64](ctx, tx, qWaiting, c.owner)
	if err != nil {
		return out, err
	}
	id, err := d.keep(ctx, tx, c)
	if err != nil {
		return out, err
	}
	if again, err := pg.One[row](ctx, tx, qTwice, id, u.Kind, string(u.Grade), who.ID); err == nil {
		return d.show(&again)
	} else if !errors.Is(err, pg.ErrNone) {
		return out, err
	}
	if waiting >= d.limits.Waiting {
		return out, errWaiting
	}
	file, err := uuid.NewV7()
	if err != nil {
		return out, err
	}
	r := row{FileID: file.String(), ContentID: id, Owner: c.owner, Kind: u.Kind, Grade: string(u.Grade), UploadedBy: who.ID, UploadedAt: d.instant(), Type: c.kind.media, Size: int64(len(c.body))}
	r.Name = d.sealer.Seal(nameContext(r.FileID), []byte(name))
	if _, err := tx.Exec(ctx, qFile, r.FileID, r.ContentID, r.Owner, r.Kind, r.Grade, r.Name, r.UploadedBy, r.UploadedAt); err != nil {
		return out, err
	}
	return d.show(&r)
}

// held is a file in memory, and how much of the common memory it has taken.
type held struct {
	bytes.Buffer
	reserved int64
}

// read takes a file into memory, step by step, as long as it is within its limit and all files together are within theirs.
func (d *Desk) read(body io.Reader) (*held, error) {
	h := &held{}
	const step = 256 << 10
	for {
		if d.memory.Add(step) > d.limits.Memory {
			d.memory.Add(-step)
			return h, errBusy
		}
		h.reserved += step
		n, err := io.CopyN(&h.Buffer, body, step)
		switch {
		case int64(h.Len()) > d.limits.Bytes:
			return h, errSize
		case errors.Is(err, io.EOF) && h.Len() == 0:
			return h, errEmpty
		case errors.Is(err, io.EOF):
			return h, nil
		case err != nil:
			return h, broken(err)
		case n < step:
			return h, nil
		}
	}
}

// broken tells a body that broke off from one that is too large for its route.
func broken(err error) error {
	if _, ok := fault.Of(err); ok {
		return err
	}
	return errBroken
}
