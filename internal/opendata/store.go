package opendata

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const fileColumns = `dataset, day, kind, format, ready, rows, gone, bytes, sha256, revision, since, ledger_from, ledger_to, begun_at, made_at`
const pieceColumns = `dataset, day, kind, format, n, first_id, last_id, rows, gone, ends_on, stale, body`

var (
	qInsertFile = pg.Q("opendata.insert_file", `
		insert into opendata.file (dataset, day, kind, format, ready, rows, gone, bytes, sha256, revision, since, ledger_from, ledger_to, begun_at)
		values ($1, $2, $3, $4, false, 0, 0, 0, '', 0, null, $5, $6, $7) on conflict do nothing`)
	qFindFile = pg.Q("opendata.find_file", `select `+fileColumns+` from opendata.file where dataset = $1 and day = $2 and kind = $3 and format = $4`)
	qSealFile = pg.Q("opendata.seal_file", `
		update opendata.file set ready = true, rows = $5, gone = $6, bytes = $7, sha256 = $8, revision = $9, since = $10, ledger_from = $11, made_at = $12
		where dataset = $1 and day = $2 and kind = $3 and format = $4`)
	qBefore = pg.Q("opendata.snapshot_before", `
		select `+fileColumns+` from opendata.file where dataset = $1 and day < $2 and kind = 'snapshot' and format = 'jsonl' and ready order by day desc limit 1`)
	qFiles = pg.Q("opendata.files", `
		select `+fileColumns+` from opendata.file where ready and ($1 = '' or dataset = $1) and ($2::date is null or day = $2) order by dataset, day desc, kind, format desc`)
	qDropFiles  = pg.Q("opendata.drop_files", `delete from opendata.file where kind = $1 and day < $2`)
	qDropPieces = pg.Q("opendata.drop_pieces", `delete from opendata.piece where kind = $1 and day < $2`)

	qReached     = pg.Q("opendata.reached", `select n, last_id from opendata.piece where dataset = $1 and day = $2 and kind = $3 and format = 'jsonl' order by n desc limit 1`)
	qInsertPiece = pg.Q("opendata.insert_piece", `
		insert into opendata.piece (dataset, day, kind, format, n, first_id, last_id, rows, gone, ends_on, stale, body)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, false, $11)`)
	qPiece       = pg.Q("opendata.piece", `select `+pieceColumns+` from opendata.piece where dataset = $1 and day = $2 and kind = $3 and format = $4 and n = $5`)
	qLockPiece   = pg.Q("opendata.lock_piece", `select `+pieceColumns+` from opendata.piece where dataset = $1 and day = $2 and kind = $3 and format = $4 and n = $5 for update`)
	qUpdatePiece = pg.Q("opendata.update_piece", `
		update opendata.piece set rows = $6, gone = $7, ends_on = $8, stale = false, body = $9
		where dataset = $1 and day = $2 and kind = $3 and format = $4 and n = $5`)
	qClearPieces = pg.Q("opendata.clear_pieces", `delete from opendata.piece where dataset = $1 and day = $2 and kind = $3`)
	qSpoil       = pg.Q("opendata.spoil", `
		update opendata.piece p set stale = true
		where p.dataset = $1 and exists (select from unnest($2::text[]) id where id between p.first_id and p.last_id)`)
	qStale = pg.Q("opendata.stale", `
		select dataset, day, kind, n from opendata.piece where format = 'jsonl' and (stale or ends_on < $1) order by dataset, day, kind, n limit 1000`)
	qSpoilt = pg.Q("opendata.spoilt", `
		select exists (select from opendata.piece where dataset = $1 and day = $2 and kind = $3 and format = $4 and (stale or ends_on < $5))`)

	qInsertPurge = pg.Q("opendata.insert_purge", `
		insert into opendata.purge (dataset, record_id, version, at, pieces)
		select $1, x.id, x.version, $4, $5 from unnest($2::text[], $3::integer[]) as x (id, version) on conflict do nothing`)
	qPurged      = pg.Q("opendata.purged", `select record_id, version, at, pieces, done_at from opendata.purge where dataset = $1 and at >= $2 order by at, record_id`)
	qClosePurges = pg.Q("opendata.close_purges", `
		update opendata.purge p set done_at = $2 where p.done_at is null and p.at <= $1
			and not exists (select from opendata.piece x where x.dataset = p.dataset and x.stale and x.first_id <= p.record_id and x.last_id >= p.record_id)`)
)

// file is a file of a dataset.
type file struct {
	Dataset    string
	Day        workday.Date
	Kind       string
	Format     string
	Ready      bool
	Rows       int64
	Gone       int64
	Bytes      int64
	SHA256     string `db:"sha256"`
	Revision   int32
	Since      workday.Date
	LedgerFrom int64
	LedgerTo   int64
	BegunAt    time.Time
	MadeAt     *time.Time
}

// piece is a part of a file.
type piece struct {
	Dataset string
	Day     workday.Date
	Kind    string
	Format  string
	N       int
	FirstID string
	LastID  string
	Rows    int
	Gone    int
	EndsOn  workday.Date
	Stale   bool
	Body    []byte
}

// place is where a piece is.
type place struct {
	Dataset string
	Day     workday.Date
	Kind    string
	N       int
}

func insertFile(ctx context.Context, tx pg.Tx, f *file, at time.Time) (err error) {
	defer fault.Wrap(&err, "opendata.insertFile")
	_, err = tx.Exec(ctx, qInsertFile, f.Dataset, f.Day, f.Kind, f.Format, f.LedgerFrom, f.LedgerTo, at)
	return err
}

func findFile(ctx context.Context, db pg.DB, dataset string, day workday.Date, kind, format string) (f file, err error) {
	defer fault.Wrap(&err, "opendata.findFile")
	f, err = pg.One[file](ctx, db, qFindFile, dataset, day, kind, format)
	if errors.Is(err, pg.ErrNone) {
		err = errNoFile
	}
	return f, err
}

func sealFile(ctx context.Context, tx pg.Tx, f *file, at time.Time) (err error) {
	defer fault.Wrap(&err, "opendata.sealFile")
	_, err = tx.Exec(ctx, qSealFile, f.Dataset, f.Day, f.Kind, f.Format, f.Rows, f.Gone, f.Bytes, f.SHA256, f.Revision, f.Since, f.LedgerFrom, at)
	return err
}

func snapshotBefore(ctx context.Context, db pg.DB, dataset string, day workday.Date) (f file, there bool, err error) {
	defer fault.Wrap(&err, "opendata.snapshotBefore")
	f, err = pg.One[file](ctx, db, qBefore, dataset, day)
	if errors.Is(err, pg.ErrNone) {
		return f, false, nil
	}
	return f, err == nil, err
}

func filesOf(ctx context.Context, db pg.DB, dataset string, day workday.Date) (_ []file, err error) {
	defer fault.Wrap(&err, "opendata.filesOf")
	return pg.All[file](ctx, db, qFiles, dataset, day)
}

func dropBefore(ctx context.Context, db *pg.Pool, kind string, day workday.Date) (err error) {
	defer fault.Wrap(&err, "opendata.dropBefore")
	return db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if _, err := tx.Exec(ctx, qDropPieces, kind, day); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, qDropFiles, kind, day)
		return err
	})
}

// reached is which piece of a file comes next, and after which record.
func reached(ctx context.Context, db pg.DB, f *file) (n int, after string, err error) {
	defer fault.Wrap(&err, "opendata.reached")
	type row struct {
		N      int
		LastID string
	}
	r, err := pg.One[row](ctx, db, qReached, f.Dataset, f.Day, f.Kind)
	if errors.Is(err, pg.ErrNone) {
		return 0, "", nil
	}
	return r.N + 1, r.LastID, err
}

func insertPiece(ctx context.Context, tx pg.Tx, p *piece) (err error) {
	defer fault.Wrap(&err, "opendata.insertPiece")
	_, err = tx.Exec(ctx, qInsertPiece, p.Dataset, p.Day, p.Kind, p.Format, p.N, p.FirstID, p.LastID, p.Rows, p.Gone, p.EndsOn, p.Body)
	return err
}

// eachPiece goes through a file, one piece in memory at a time.
func eachPiece(ctx context.Context, db pg.DB, f *file, do func(*piece) error) (err error) {
	defer fault.Wrap(&err, "opendata.eachPiece")
	for n := 0; ; n++ {
		p, err := pg.One[piece](ctx, db, qPiece, f.Dataset, f.Day, f.Kind, f.Format, n)
		if errors.Is(err, pg.ErrNone) {
			return nil
		}
		if err == nil {
			err = do(&p)
		}
		if err != nil {
			return err
		}
	}
}

func lockPiece(ctx context.Context, tx pg.Tx, at place, format string) (p piece, err error) {
	defer fault.Wrap(&err, "opendata.lockPiece")
	return pg.One[piece](ctx, tx, qLockPiece, at.Dataset, at.Day, at.Kind, format, at.N)
}

func updatePiece(ctx context.Context, tx pg.Tx, p *piece) (err error) {
	defer fault.Wrap(&err, "opendata.updatePiece")
	_, err = tx.Exec(ctx, qUpdatePiece, p.Dataset, p.Day, p.Kind, p.Format, p.N, p.Rows, p.Gone, p.EndsOn, p.Body)
	return err
}

func clearPieces(ctx context.Context, db *pg.Pool, f *file) (err error) {
	defer fault.Wrap(&err, "opendata.clearPieces")
	_, err = db.Exec(ctx, qClearPieces, f.Dataset, f.Day, f.Kind)
	return err
}

// spoil says that the pieces that may hold some records are not to be served; it returns how many there are.
func spoil(ctx context.Context, tx pg.Tx, dataset string, all []purged) (n int64, err error) {
	defer fault.Wrap(&err, "opendata.spoil")
	return tx.Exec(ctx, qSpoil, dataset, idsOf(all))
}

func idsOf(all []purged) []string {
	out := make([]string, len(all))
	for i := range all {
		out[i] = all[i].RecordID
	}
	return out
}

func stalePieces(ctx context.Context, db pg.DB, today workday.Date) (_ []place, err error) {
	defer fault.Wrap(&err, "opendata.stalePieces")
	return pg.All[place](ctx, db, qStale, today)
}

func spoilt(ctx context.Context, db pg.DB, f *file, today workday.Date) (_ bool, err error) {
	defer fault.Wrap(&err, "opendata.spoilt")
	return pg.Scalar[bool](ctx, db, qSpoilt, f.Dataset, f.Day, f.Kind, f.Format, today)
}

func insertPurges(ctx context.Context, tx pg.Tx, dataset string, all []purged, at time.Time, pieces int64) (err error) {
	defer fault.Wrap(&err, "opendata.insertPurges")
	versions := make([]int32, len(all))
	for i := range all {
		versions[i] = all[i].Version
	}
	_, err = tx.Exec(ctx, qInsertPurge, dataset, idsOf(all), versions, at, pieces)
	return err
}

// purged is a record that was taken down, and since when no file holds it.
type purged struct {
	RecordID string
	Version  int32
	At       time.Time
	Pieces   int32
	DoneAt   *time.Time
}

func purgedSince(ctx context.Context, db pg.DB, dataset string, at time.Time) (_ []purged, err error) {
	defer fault.Wrap(&err, "opendata.purgedSince")
	return pg.All[purged](ctx, db, qPurged, dataset, at)
}

func closePurges(ctx context.Context, db *pg.Pool, before, at time.Time) (err error) {
	defer fault.Wrap(&err, "opendata.closePurges")
	_, err = db.Exec(ctx, qClosePurges, before, at)
	return err
}
