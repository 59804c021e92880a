package attach

import (
	"context"
	"errors"
	"fmt"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
)

const columns = `f.file_id::text, f.content_id::text, f.owner, f.kind, f.grade, f.name, f.uploaded_by, f.uploaded_at,
	c.type, c.size, c.pieces, c.key, coalesce(l.kind, '') as about_kind, coalesce(l.about, '') as about`

const from = `from attach.file f join attach.content c using (content_id) left join attach.link l using (file_id)`

var (
	qContent = pg.Q("attach.content", `
		insert into attach.content (content_id, owner, digest, type, size, pieces, key, created_at)
		values ($1::uuid, $2, $3, $4, $5, $6, $7, $8) on conflict (owner, digest) do nothing`)
	qHeld  = pg.Q("attach.held", `select content_id::text from attach.content where owner = $1 and digest = $2 for share`)
	qPiece = pg.Q("attach.piece", `insert into attach.piece (content_id, n, body) values ($1::uuid, $2, $3)`)
	qFile  = pg.Q("attach.file", `
		insert into attach.file (file_id, content_id, owner, kind, grade, name, uploaded_by, uploaded_at)
		values ($1::uuid, $2::uuid, $3, $4, $5, $6, $7, $8)`)
	qFind    = pg.Q("attach.find", `select `+columns+` `+from+` where f.file_id = $1::uuid`)
	qTwice   = pg.Q("attach.twice", `select `+columns+` `+from+` where f.content_id = $1::uuid and f.kind = $2 and f.grade = $3 and f.uploaded_by = $4 and l.file_id is null order by f.uploaded_at limit 1`)
	qWaiting = pg.Q("attach.waiting", `select count(*) from attach.file f left join attach.link l using (file_id) where f.owner = $1 and l.file_id is null`)
	qOf      = pg.Q("attach.of", `select `+columns+` `+from+` where l.kind = $1 and l.about = $2 order by f.file_id`)
	qLatest  = pg.Q("attach.latest", `
		select `+columns+` `+from+` where f.owner = $1 and f.kind = $2 and l.file_id is not null order by f.uploaded_at desc, f.file_id limit 1`)
	qOfOwner = pg.Q("attach.of_owner", `
		select * from (select distinct on (f.content_id) `+columns+` `+from+`
			where f.owner = $1 and l.file_id is not null order by f.content_id, f.uploaded_at, f.file_id) f
		order by uploaded_at desc, file_id limit 500`)
	qLock  = pg.Q("attach.lock", `select `+columns+` `+from+` where f.file_id = $1::uuid for key share of f`)
	qLink  = pg.Q("attach.link", `insert into attach.link (file_id, kind, about, linked_by, linked_at) values ($1::uuid, $2, $3, $4, $5) on conflict do nothing`)
	qBody  = pg.Q("attach.body", `select body from attach.piece where content_id = $1::uuid and n = $2`)
	qSweep = pg.Q("attach.sweep", `select attach.sweep($1)`)

	qStaleKeys = pg.Q("attach.stale_keys", `
		select array[content_id::text] as key, key as value from attach.content
		where content_id::text > $2 and substring(key for length($1::bytea)) <> $1 order by content_id::text limit $3`)
	qResealKeys = pg.Q("attach.reseal_keys", `
		update attach.content c set key = g.anew from unnest($1::text[], $2::bytea[], $3::bytea[]) as g (id, old, anew)
		where c.content_id = g.id::uuid and c.key = g.old`)
	qStaleNames = pg.Q("attach.stale_names", `
		select array[file_id::text] as key, name as value from attach.file
		where file_id::text > $2 and substring(name for length($1::bytea)) <> $1 order by file_id::text limit $3`)
	qResealNames = pg.Q("attach.reseal_names", `
		update attach.file f set name = g.anew from unnest($1::text[], $2::bytea[], $3::bytea[]) as g (id, old, anew)
		where f.file_id = g.id::uuid and f.name = g.old`)
)

// row is an attachment as it is kept.
type row struct {
	FileID     string
	ContentID  string
	Owner      string
	Kind       string
	Grade      string
	Name       []byte
	UploadedBy string
	UploadedAt time.Time
	Type       string
	Size       int64
	Pieces     int32
	Key        []byte
	AboutKind  string
	About      string
}

func (r *row) linked() bool { return r.AboutKind != "" }

func keyContext(content string) string { return "attach.content " + content }
func nameContext(file string) string   { return "attach.file " + file }

// pieceContext ties a piece to its file, its place and the number of all, so that none can be moved, left out or added.
func pieceContext(content string, n, of int32) string {
	return fmt.Sprintf("attach.piece %s %d/%d", content, n, of)
}

func find(ctx context.Context, db pg.DB, q pg.Query, id string) (row, error) {
	r, err := pg.One[row](ctx, db, q, id)
	if errors.Is(err, pg.ErrNone) {
		return row{}, errUnknown
	}
	return r, err
}

// keep writes a content that is new to its owner, or finds the one it has.
func (d *Desk) keep(ctx context.Context, tx pg.Tx, c *content) (id string, err error) {
	defer fault.Wrap(&err, "attach.keep")
	n, err := tx.Exec(ctx, qContent, c.id, c.owner, c.digest, c.kind.media, int64(len(c.body)), c.pieces(), d.sealer.Seal(keyContext(c.id), c.key), d.instant())
	if err != nil {
		return "", err
	}
	if n == 0 {
		id, err := pg.Scalar[string](ctx, tx, qHeld, c.owner, c.digest)
		if errors.Is(err, pg.ErrNone) { // swept at this very moment
			return "", errBusy
		}
		return id, err
	}
	s, err := seal.New(c.key, d.sealer.Suite())
	if err != nil {
		return "", err
	}
	for i := range c.pieces() {
		if _, err := tx.Exec(ctx, qPiece, c.id, i, s.Seal(pieceContext(c.id, i, c.pieces()), c.piece(i))); err != nil {
			return "", err
		}
	}
	return c.id, nil
}

// Holders are the sealed columns of attachments, for the rotation of keys. The pieces are not among them: their keys are.
func Holders() []seal.Holder {
	return []seal.Holder{
		seal.Column("attach.content", 1, func(key []string) string { return keyContext(key[0]) }, qStaleKeys, qResealKeys),
		seal.Column("attach.file", 1, func(key []string) string { return nameContext(key[0]) }, qStaleNames, qResealNames),
	}
}
