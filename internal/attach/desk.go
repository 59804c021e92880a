package attach

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

// Grade is how far a document can be trusted (国办函〔2016〕108号; F02-4).
type Grade string

const (
	IssuerMade     Grade = "A" // made by the body that issues such documents
	WindowVerified Grade = "B" // compared with the original at a window
	SelfUploaded   Grade = "C" // uploaded by the subject from a document of somebody else
	SelfMade       Grade = "D" // written by the subject itself
)

// Attachment is a file without its content.
type Attachment struct {
	ID         string    `json:"id"`
	Kind       string    `json:"kind" doc:"what it is for: proof, commitment, authorisation, evidence…"`
	Name       string    `json:"name"`
	Type       string    `json:"type" doc:"media type, found from the content"`
	Size       int64     `json:"size"`
	Grade      Grade     `json:"grade" doc:"A issuer-made, B verified at a window, C uploaded by the subject, D made by the subject"`
	UploadedAt time.Time `json:"uploaded_at"`
	Linked     bool      `json:"linked"`
}

// Upload is what a caller says of a file; what it really is, its content says.
type Upload struct {
	Kind  string
	Name  string
	Grade Grade // C when empty; A and B only from an officer of a body
}

// Link names what an attachment belongs to: Kind is the area ("case"), ID its object.
type Link struct{ Kind, ID string }

// Entitled answers whether an actor may see the object a link names; an area registers one for its kind of object.
type Entitled func(ctx context.Context, db pg.DB, who access.Actor, id string) (bool, error)

// Limits are what one file may be. They protect the machine and are no law: an operator may set others.
type Limits struct {
	Bytes   int64 // of a file; 20 MiB when zero
	Pixels  int64 // of a picture; 50 million when zero
	Unpack  int64 // bytes of all members of a Word or Excel file, or of the packed objects of a PDF; 400 MiB when zero
	Waiting int64 // files of one owner that are not linked yet; 100 when zero
	Memory  int64 // bytes of files being taken in at one time; eight files when zero
}

func (l Limits) filled() Limits {
	l.Bytes = cmp.Or(l.Bytes, 20<<20)
	l.Pixels = cmp.Or(l.Pixels, 50_000_000)
	l.Unpack = cmp.Or(l.Unpack, 400<<20)
	l.Waiting = cmp.Or(l.Waiting, 100)
	l.Memory = cmp.Or(l.Memory, 8*l.Bytes)
	return l
}

// Desk is where attachments are handed in and fetched.
type Desk struct {
	db     *pg.Pool
	sealer *seal.Sealer
	limits Limits
	now    func() time.Time
	may    map[string]Entitled
	memory atomic.Int64 // bytes of files being taken in
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, s *seal.Sealer, limits Limits, now func() time.Time) *Desk {
	return &Desk{db: db, sealer: s, limits: limits.filled(), now: now, may: map[string]Entitled{}}
}

// Register says who may see what is linked to one kind of object. It is called while wiring.
func (d *Desk) Register(kind string, f Entitled) { d.may[kind] = f }

func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// ownerOf is the firm or body an actor acts for, or the person who acts for nobody.
func ownerOf(who access.Actor) string { return cmp.Or(who.Org, who.ID) }

// officer acts for a body from a post, not for a firm by a delegation.
func officer(who access.Actor) bool {
	return who.Kind == access.KindPerson && who.Org != "" && who.Firm == ""
}

// Link ties attachments to an object, in the transaction that makes or changes the object. Each must be of the actor's owner
// and, if it is linked already, to the same object; otherwise attach.unknown.
func (d *Desk) Link(ctx context.Context, tx pg.Tx, who access.Actor, to Link, ids ...string) ([]Attachment, error) {
	out := make([]Attachment, 0, len(ids))
	for _, id := range ids {
		if !known(id) {
			return nil, errUnknown
		}
		r, err := find(ctx, tx, qLock, id)
		if err != nil {
			return nil, err
		}
		if r.Owner != ownerOf(who) {
			return nil, errUnknown
		}
		n, err := tx.Exec(ctx, qLink, id, to.Kind, to.ID, who.ID, d.instant())
		if err != nil {
			return nil, err
		}
		if n == 0 { // somebody was quicker: to the same object is as good
			if r, err = find(ctx, tx, qFind, id); err != nil {
				return nil, err
			}
			if r.AboutKind != to.Kind || r.About != to.ID {
				return nil, errUnknown
			}
		}
		r.AboutKind, r.About = to.Kind, to.ID
		a, err := d.show(&r)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// Of lists what is linked to an object, oldest first; the caller has already judged who may see the object.
func (d *Desk) Of(ctx context.Context, db pg.DB, of Link) ([]Attachment, error) {
	rows, err := pg.All[row](ctx, db, qOf, of.Kind, of.ID)
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

// Find shows an attachment to whoever may see it.
func (d *Desk) Find(ctx context.Context, who access.Actor, id string) (Attachment, error) {
	r, err := d.seen(ctx, who, id)
	if err != nil {
		return Attachment{}, err
	}
	return d.show(&r)
}

// Open finds an attachment for whoever may see it, and gives what writes its content, piece by piece.
func (d *Desk) Open(ctx context.Context, who access.Actor, id string) (Attachment, func(io.Writer) error, error) {
	r, err := d.seen(ctx, who, id)
	if err != nil {
		return Attachment{}, nil, err
	}
	a, err := d.show(&r)
	return a, func(w io.Writer) error { return d.write(ctx, d.db, &r, w) }, err
}

// seen finds what an actor may see: what their owner has not linked yet, or what belongs to an object they may see.
func (d *Desk) seen(ctx context.Context, who access.Actor, id string) (row, error) {
	if !known(id) {
		return row{}, errUnknown
	}
	r, err := find(ctx, d.db, qFind, id)
	if err != nil {
		return row{}, err
	}
	ok := !r.linked() && r.Owner == ownerOf(who)
	if may := d.may[r.AboutKind]; r.linked() && may != nil {
		ok, err = may(ctx, d.db, who, r.About)
	}
	if err == nil && !ok {
		err = errUnknown
	}
	return r, err
}

// known reports whether a text could be an id at all: anything else is simply not there.
func known(id string) bool { return uuid.Validate(id) == nil && len(id) == 36 }

func (d *Desk) show(r *row) (Attachment, error) {
	name, err := d.sealer.Open(nameContext(r.FileID), r.Name)
	return Attachment{ID: r.FileID, Kind: r.Kind, Name: string(name), Type: r.Type, Size: r.Size, Grade: Grade(r.Grade), UploadedAt: r.UploadedAt, Linked: r.linked()}, err
}

// write opens the pieces one after the other. One that was changed, moved or lost ends it with an error.
func (d *Desk) write(ctx context.Context, db pg.DB, r *row, w io.Writer) error {
	key, err := d.sealer.Open(keyContext(r.ContentID), r.Key)
	if err != nil {
		return err
	}
	s, err := seal.New(key, d.sealer.Suite())
	if err != nil {
		return err
	}
	for n := range r.Pieces {
		sealed, err := pg.Scalar[[]byte](ctx, db, qBody, r.ContentID, n)
		if err != nil {
			return err
		}
		plain, err := s.Open(pieceContext(r.ContentID, n, r.Pieces), sealed)
		if err != nil {
			return err
		}
		if _, err := w.Write(plain); err != nil {
			return err
		}
	}
	return nil
}

// Digest is the SHA-256 of the bytes of an attachment, in hexadecimal: what a case keeps beside its reference, so that whoever
// reads the file later can tell that it is the one the decision rested on. It is for areas that have linked it, not for people.
func (d *Desk) Digest(ctx context.Context, db pg.DB, id string) (string, error) {
	r, err := find(ctx, db, qFind, id)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	err = d.write(ctx, db, &r, sum)
	return hex.EncodeToString(sum.Sum(nil)), err
}

// Sweep deletes what was never linked and is older than a day; it returns how many files went.
func (d *Desk) Sweep(ctx context.Context) (int64, error) {
	return pg.Scalar[int64](ctx, d.db, qSweep, d.instant().Add(-24*time.Hour))
}

// Latest is the newest file of a kind that an owner handed in and that is linked to something, for an area that would otherwise
// ask for it again; false when there is none.
func (d *Desk) Latest(ctx context.Context, db pg.DB, owner, kind string) (Attachment, bool, error) {
	r, err := pg.One[row](ctx, db, qLatest, owner, kind)
	if errors.Is(err, pg.ErrNone) {
		return Attachment{}, false, nil
	}
	if err != nil {
		return Attachment{}, false, err
	}
	a, err := d.show(&r)
	return a, err == nil, err
}
