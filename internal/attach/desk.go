package attach

import (
	"context"
	"io"
	"time"

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
	SHA256     string    `json:"sha256"`
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

// Limits are what one file may be.
type Limits struct {
	Bytes  int64 // of a file; 20 MiB when zero
	Pixels int64 // of a picture; 50 million when zero
	Unzip  int64 // bytes of all members of a Word or Excel file; 200 MiB when zero
}

// Desk is where attachments are handed in and fetched.
type Desk struct {
	db     *pg.Pool
	sealer *seal.Sealer
	limits Limits
	now    func() time.Time
	may    map[string]Entitled
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, s *seal.Sealer, limits Limits, now func() time.Time) *Desk {
	return &Desk{db: db, sealer: s, limits: limits.filled(), now: now, may: map[string]Entitled{}}
}

// Register says who may see what is linked to one kind of object. It is called while wiring.
func (d *Desk) Register(kind string, f Entitled) { d.may[kind] = f }

// Put takes a file in. It belongs to who.Org (or to the person, when they act for nobody) and waits to be linked.
func (d *Desk) Put(ctx context.Context, who access.Actor, u Upload, body io.Reader) (Attachment, error) {
	return d.put(ctx, who, u, body)
}

// Link ties attachments to an object, in the transaction that makes or changes the object. Each must be of the actor's owner
// and, if it is linked already, to the same object; otherwise attach.unknown.
func (d *Desk) Link(ctx context.Context, tx pg.Tx, who access.Actor, to Link, ids ...string) ([]Attachment, error) {
	return d.link(ctx, tx, who, to, ids)
}

// Of lists what is linked to an object, oldest first; the caller has already judged who may see the object.
func (d *Desk) Of(ctx context.Context, db pg.DB, of Link) ([]Attachment, error) {
	return d.of(ctx, db, of)
}

// Open finds an attachment for whoever may see it, and gives what writes its content.
func (d *Desk) Open(ctx context.Context, who access.Actor, id string) (Attachment, func(io.Writer) error, error) {
	return d.open(ctx, who, id)
}

// Sweep deletes what was never linked and is older than a day; it returns how many.
func (d *Desk) Sweep(ctx context.Context) (int64, error) { return d.sweep(ctx) }
