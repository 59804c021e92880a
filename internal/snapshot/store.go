package snapshot

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const fileColumns = `day, begun_at, edition, position, ready, reached, pieces, rows, bytes, until_on, front, digest, previous, coalesce(entry_id::text, '') as entry_id, made_at`

var (
	qInsertFile = pg.Q("snapshot.insert_file", `
		insert into snapshot.file (day, begun_at, edition, position, ready, reached, pieces, rows, bytes, front, digest, previous)
		values ($1, $2, $3, $4, false, '', 0, 0, 0, '', '', '') on conflict do nothing`)
	qDropOther = pg.Q("snapshot.drop_other", `
		with dropped as (delete from snapshot.file where day = $1 and not ready and edition <> $2 returning day)
		delete from snapshot.piece p using dropped where p.day = dropped.day`)
	qLockFile = pg.Q("snapshot.lock_file", `select `+fileColumns+` from snapshot.file where day = $1 for update`)
	qProgress = pg.Q("snapshot.progress", `update snapshot.file set reached = $2, pieces = $3, rows = $4 where day = $1`)
	qSealFile = pg.Q("snapshot.seal_file", `
		update snapshot.file set ready = true, bytes = $2, until_on = $3, front = $4, digest = $5, previous = $6, entry_id = $7::uuid, made_at = $8
		where day = $1`)
	qBefore      = pg.Q("snapshot.before", `select digest from snapshot.file where ready and day < $1 order by day desc limit 1`)
	qFiles       = pg.Q("snapshot.files", `select `+fileColumns+` from snapshot.file where ready order by day desc limit 100`)
	qFile        = pg.Q("snapshot.file", `select `+fileColumns+` from snapshot.file where ready and day = $1`)
	qOfDigest    = pg.Q("snapshot.of_digest", `select `+fileColumns+` from snapshot.file where ready and digest = any($1)`)
	qUnready     = pg.Q("snapshot.unready", `select `+fileColumns+` from snapshot.file where not ready order by day desc limit 1`)
	qInsertPiece = pg.Q("snapshot.insert_piece", `insert into snapshot.piece (day, n, body) values ($1, $2, $3)`)
	qPiece       = pg.Q("snapshot.piece", `select body from snapshot.piece where day = $1 and n = $2`)
	qSizes       = pg.Q("snapshot.sizes", `select length(body) from snapshot.piece where day = $1 order by n`)
	qDropPieces  = pg.Q("snapshot.drop_pieces", `delete from snapshot.piece where day < $1`)
	qDropFiles   = pg.Q("snapshot.drop_files", `delete from snapshot.file where day < $1`)
)

// file is a snapshot in the making, or made.
type file struct {
	Day      workday.Date
	BegunAt  time.Time
	Edition  string
	Position int64
	Ready    bool
	Reached  string
	Pieces   int
	Rows     int64
	Bytes    int64
	UntilOn  workday.Date
	Front    []byte
	Digest   string
	Previous string
	EntryID  string
	MadeAt   *time.Time
}

func insertFile(ctx context.Context, tx pg.Tx, day workday.Date, at time.Time, edition string, position int64) (err error) {
	defer fault.Wrap(&err, "snapshot.insertFile")
	_, err = tx.Exec(ctx, qInsertFile, day, at, edition, position)
	return err
}

func dropOther(ctx context.Context, tx pg.Tx, day workday.Date, edition string) (err error) {
	defer fault.Wrap(&err, "snapshot.dropOther")
	_, err = tx.Exec(ctx, qDropOther, day, edition)
	return err
}

func lockFile(ctx context.Context, tx pg.Tx, day workday.Date) (_ file, err error) {
	defer fault.Wrap(&err, "snapshot.lockFile")
	return pg.One[file](ctx, tx, qLockFile, day)
}

func saveProgress(ctx context.Context, tx pg.Tx, f *file) (err error) {
	defer fault.Wrap(&err, "snapshot.saveProgress")
	_, err = tx.Exec(ctx, qProgress, f.Day, f.Reached, f.Pieces, f.Rows)
	return err
}

func sealFile(ctx context.Context, tx pg.Tx, f *file, at time.Time) (err error) {
	defer fault.Wrap(&err, "snapshot.sealFile")
	_, err = tx.Exec(ctx, qSealFile, f.Day, f.Bytes, f.UntilOn, f.Front, f.Digest, f.Previous, f.EntryID, at)
	return err
}

// newestBefore is the digest of the snapshot before a day; empty: there is none.
func newestBefore(ctx context.Context, db pg.DB, day workday.Date) (_ string, err error) {
	defer fault.Wrap(&err, "snapshot.newestBefore")
	s, err := pg.Scalar[string](ctx, db, qBefore, day)
	if errors.Is(err, pg.ErrNone) {
		return "", nil
	}
	return s, err
}

func files(ctx context.Context, db pg.DB) (_ []file, err error) {
	defer fault.Wrap(&err, "snapshot.files")
	return pg.All[file](ctx, db, qFiles)
}

// underWay is a snapshot that is being made, if one is.
func underWay(ctx context.Context, db pg.DB) (f file, there bool, err error) {
	defer fault.Wrap(&err, "snapshot.underWay")
	f, err = pg.One[file](ctx, db, qUnready)
	if errors.Is(err, pg.ErrNone) {
		return f, false, nil
	}
	return f, err == nil, err
}

func fileOf(ctx context.Context, db pg.DB, day workday.Date) (f file, err error) {
	defer fault.Wrap(&err, "snapshot.fileOf")
	f, err = pg.One[file](ctx, db, qFile, day)
	if errors.Is(err, pg.ErrNone) {
		err = errNoFile
	}
	return f, err
}

func filesOfDigests(ctx context.Context, db pg.DB, digests []string) (_ map[string]file, err error) {
	defer fault.Wrap(&err, "snapshot.filesOfDigests")
	all, err := pg.All[file](ctx, db, qOfDigest, digests)
	out := map[string]file{}
	for _, f := range all {
		out[f.Digest] = f
	}
	return out, err
}

func insertPiece(ctx context.Context, tx pg.Tx, day workday.Date, n int, body []byte) (err error) {
	defer fault.Wrap(&err, "snapshot.insertPiece")
	_, err = tx.Exec(ctx, qInsertPiece, day, n, body)
	return err
}

func piece(ctx context.Context, db pg.DB, day workday.Date, n int) (_ []byte, err error) {
	defer fault.Wrap(&err, "snapshot.piece")
	return pg.Scalar[[]byte](ctx, db, qPiece, day, n)
}

func sizes(ctx context.Context, db pg.DB, day workday.Date) (_ []int, err error) {
	defer fault.Wrap(&err, "snapshot.sizes")
	return pg.Column[int](ctx, db, qSizes, day)
}

func forget(ctx context.Context, db *pg.Pool, before workday.Date) (err error) {
	defer fault.Wrap(&err, "snapshot.forget")
	return db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if _, err := tx.Exec(ctx, qDropPieces, before); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, qDropFiles, before)
		return err
	})
}

var errNoFile = fault.New(fault.Missing, "snapshot.no_file", "没有这一天的快照，或者已过保留期；可用的见 /v1/checks/snapshots。",
	"There is no snapshot of that day, or it is no longer kept; those there are are at /v1/checks/snapshots.")
