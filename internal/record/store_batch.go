package record

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const batchColumns = `id, item, source_id, source, actor, file_name, format, file_hash, edition, status, total, done, accepted,
	rejected, duplicate, queued, flaws, again, unknown, started_at, ended_at`

var (
	qBatch = pg.Q("record.batch", `select `+batchColumns+` from record.batch where id = $1`)

	qBegin = pg.Q("record.begin", `
		insert into record.batch (`+batchColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'running', $10, 0, 0, 0, 0, 0, 0, false, $11, $12, null)
		on conflict (id) do nothing`)

	// progress goes on only from where this process left it
	qProgress = pg.Q("record.progress", `
		update record.batch set done = $3, accepted = $4, rejected = $5, duplicate = $6, queued = $7, flaws = $8,
			again = again or $9
		where id = $1 and done = $2 and status = 'running'`)

	qComplete = pg.Q("record.complete", `
		update record.batch set status = 'complete', ended_at = $2 where id = $1 and status = 'running'`)

	// cross-shard, read-only, one page. Whether somebody is at work on a batch is told by the lock that is held then.
	qBatches = pg.Q("record.batches", `
		select b.id as batch, b.item, b.source_id as source, b.source as source_name, b.file_name as file, b.format, b.status,
			b.done as rows, b.accepted, b.rejected, b.duplicate, b.queued, b.total, b.flaws, b.started_at, b.ended_at,
			b.status = 'running' and exists (select from pg_locks l where l.locktype = 'advisory' and l.granted and l.objsubid = 1
				and l.database = (select oid from pg_database where datname = current_database())
				and ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended('record.batch ' || b.id, 0)) as active
		from record.batch b
		where b.source_id = $1 and (b.started_at, b.id) < ($2, $3) and ($4 = '' or b.id = $4)
		order by b.started_at desc, b.id desc limit $5`)

	qEntries = pg.Q("record.entries", `select entry_id::text from record.chunk where batch_id = $1 order by entry_id`)

	qRejections = pg.Q("record.rejections", `
		select row, field, code from record.rejection
		where batch_id = $1 and (row, no) > ($2, $3) order by row, no limit $4`)

	qEachRejection = pg.Q("record.each_rejection", `
		select row, field, code from record.rejection where batch_id = $1 order by row, no`)

	qTryLock = pg.Q("record.try_lock", `select pg_try_advisory_lock(hashtextextended('record.batch ' || $1, 0))`)
	qUnlock  = pg.Q("record.unlock", `select pg_advisory_unlock(hashtextextended('record.batch ' || $1, 0))`)
)

// batches returns a page of a body's batches before a place, newest first; of one id if it is given.
func batches(ctx context.Context, db pg.DB, source, after, id string, limit int) (_ []BatchLine, err error) {
	defer fault.Wrap(&err, "record.batches")
	at, last, err := before(after)
	if err != nil {
		return nil, err
	}
	return pg.All[BatchLine](ctx, db, qBatches, source, at, last, id, limit)
}

// before reads a cursor of a list that begins with the newest.
func before(after string) (at time.Time, id string, err error) {
	if after == "" {
		return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), "", nil
	}
	parts, err := uncursor(after, 2)
	if err != nil {
		return at, "", err
	}
	if at, err = time.Parse(time.RFC3339Nano, parts[0]); err != nil {
		return at, "", errCursor
	}
	return at, parts[1], nil
}

// batch is a delivery and how far it got.
type batch struct {
	ID                                    string
	Item                                  string
	SourceID                              string
	Source                                string
	Actor                                 string
	FileName                              string
	Format                                string
	FileHash                              []byte
	Edition                               string
	Status                                string
	Total                                 int64
	Done                                  int64
	Accepted, Rejected, Duplicate, Queued int64
	Flaws                                 int64
	Again                                 bool
	Unknown                               []string
	StartedAt                             time.Time
	EndedAt                               *time.Time
}

func (b *batch) counts() Counts {
	return Counts{Rows: b.Done, Accepted: b.Accepted, Rejected: b.Rejected, Duplicate: b.Duplicate, Queued: b.Queued}
}

func findBatch(ctx context.Context, db pg.DB, id string) (b batch, ok bool, err error) {
	defer fault.Wrap(&err, "record.findBatch(%s)", id)
	b, err = pg.One[batch](ctx, db, qBatch, id)
	if errors.Is(err, pg.ErrNone) {
		return b, false, nil
	}
	return b, err == nil, err
}

func beginBatch(ctx context.Context, db pg.DB, b *batch) (err error) {
	defer fault.Wrap(&err, "record.beginBatch(%s)", b.ID)
	_, err = db.Exec(ctx, qBegin, b.ID, b.Item, b.SourceID, b.Source, b.Actor, b.FileName, b.Format, b.FileHash, b.Edition,
		b.Total, texts(b.Unknown), b.StartedAt)
	return err
}

// progress writes how far the batch got, in the transaction of the rows. Nobody else can have gone on meanwhile.
func progress(ctx context.Context, tx pg.Tx, from int64, b *batch, again bool) (err error) {
	defer fault.Wrap(&err, "record.progress(%s)", b.ID)
	n, err := tx.Exec(ctx, qProgress, b.ID, from, b.Done, b.Accepted, b.Rejected, b.Duplicate, b.Queued, b.Flaws, again)
	if err == nil && n != 1 {
		return errRunning
	}
	return err
}

func complete(ctx context.Context, tx pg.Tx, id string, at time.Time) (err error) {
	defer fault.Wrap(&err, "record.complete(%s)", id)
	n, err := tx.Exec(ctx, qComplete, id, at)
	if err == nil && n != 1 {
		return errRunning
	}
	return err
}

func entriesOf(ctx context.Context, db pg.DB, id string) (_ []string, err error) {
	defer fault.Wrap(&err, "record.entriesOf(%s)", id)
	return pg.Column[string](ctx, db, qEntries, id)
}

var errRunning = fault.New(fault.Conflict, "record.batch_running", "同一批次正在由另一个进程收录；请等它结束后再看回执。",
	"The same batch is being taken in by another process; wait for it to end and look at its receipt.")

// lock holds a batch for this process until release is called; a process that dies lets go of it by itself.
func lock(ctx context.Context, db *pg.Pool, id string) (release func(), err error) {
	defer fault.Wrap(&err, "record.lock(%s)", id)
	conn, err := db.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	var got bool
	if err := conn.QueryRow(ctx, qTryLock.SQL, id).Scan(&got); err != nil || !got {
		conn.Release()
		if err == nil {
			err = errRunning
		}
		return nil, err
	}
	return func() { unlock(context.WithoutCancel(ctx), conn, id) }, nil
}

func unlock(ctx context.Context, conn *pgxpool.Conn, id string) {
	if _, err := conn.Exec(ctx, qUnlock.SQL, id); err != nil {
		_ = conn.Conn().Close(ctx) // the lock ends with the connection
	}
	conn.Release()
}

// rejected are the flaws of refused rows on their way into the table.
type rejected struct {
	row int64
	no  int32
	flaw
}

func copyRejections(ctx context.Context, tx pg.Tx, batchID string, rows []rejected) (err error) {
	defer fault.Wrap(&err, "record.copyRejections(%d)", len(rows))
	_, err = tx.Copy(ctx, "record", "rejection", []string{"batch_id", "row", "no", "field", "code"},
		pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
			return []any{batchID, rows[i].row, rows[i].no, rows[i].field, rows[i].code}, nil
		}))
	return err
}

type rejection struct {
	Row   int64
	Field string
	Code  string
}

func (r rejection) error() RowError { return flaw{r.Field, r.Code}.in(r.Row) }

// firstErrors returns the first flaws of a batch.
func firstErrors(ctx context.Context, db pg.DB, batchID string, limit int) (_ []RowError, err error) {
	defer fault.Wrap(&err, "record.firstErrors(%s)", batchID)
	rows, err := pg.All[rejection](ctx, db, qRejections, batchID, int64(0), -1, limit)
	out := make([]RowError, len(rows))
	for i, r := range rows {
		out[i] = r.error()
	}
	return out, err
}

// eachError streams every flaw of a batch in row order.
func eachError(ctx context.Context, db pg.DB, batchID string, do func(RowError) error) (err error) {
	defer fault.Wrap(&err, "record.eachError(%s)", batchID)
	rows, err := db.Query(ctx, qEachRejection, batchID)
	if err != nil {
		return err
	}
	var r rejection
	_, err = pgx.ForEachRow(rows, []any{&r.Row, &r.Field, &r.Code}, func() error { return do(r.error()) })
	return err
}

var (
	qTally = pg.Q("record.tally", `
		insert into record.tally (source_id, item, month, source, rows, accepted, rejected, duplicate, queued, clean, expected,
			filled, timed, late, orphans, records, last_seen)
		select source_id, $2, $3, source, rows, accepted, rejected, duplicate, queued, clean, expected, filled, timed, late,
			orphans, records, $4
		from jsonb_to_recordset($1) as given (source_id text, source text, rows bigint, accepted bigint, rejected bigint,
			duplicate bigint, queued bigint, clean bigint, expected bigint, filled bigint, timed bigint, late bigint,
			orphans bigint, records bigint)
		order by source_id
		on conflict (source_id, item, month) do update set
			source = case when excluded.source = '' then tally.source else excluded.source end,
			rows = tally.rows + excluded.rows, accepted = tally.accepted + excluded.accepted,
			rejected = tally.rejected + excluded.rejected, duplicate = tally.duplicate + excluded.duplicate,
			queued = tally.queued + excluded.queued, clean = tally.clean + excluded.clean,
			expected = tally.expected + excluded.expected, filled = tally.filled + excluded.filled,
			timed = tally.timed + excluded.timed, late = tally.late + excluded.late,
			orphans = tally.orphans + excluded.orphans, records = tally.records + excluded.records,
			last_seen = greatest(tally.last_seen, excluded.last_seen)`)

	qAwait = pg.Q("record.await", `
		insert into record.awaited (key, item, source_id, source, document_no, decided_on, alarm_on, due_on, why)
		select key, $2, source_id, source, document_no, decided_on, alarm_on, due_on, why
		from jsonb_to_recordset($1) as given (key text, source_id text, source text, document_no text, decided_on date,
			alarm_on date, due_on date, why text)
		order by key
		on conflict (key) do update set why = excluded.why`)

	qArrived = pg.Q("record.arrived", `delete from record.awaited where key = any($1)`)
)

// tally is what one source's rows of a chunk add to its quality figures.
type tally struct {
	SourceID  string `json:"source_id"`
	Source    string `json:"source"`
	Rows      int64  `json:"rows"`
	Accepted  int64  `json:"accepted"`
	Rejected  int64  `json:"rejected"`
	Duplicate int64  `json:"duplicate"`
	Queued    int64  `json:"queued"`
	Clean     int64  `json:"clean"`
	Expected  int64  `json:"expected"`
	Filled    int64  `json:"filled"`
	Timed     int64  `json:"timed"`
	Late      int64  `json:"late"`
	Orphans   int64  `json:"orphans"`
	Records   int64  `json:"records"`
}

func addTallies(ctx context.Context, tx pg.Tx, item string, month workday.Date, seen time.Time, all []tally) (err error) {
	defer fault.Wrap(&err, "record.addTallies(%d)", len(all))
	_, err = tx.Exec(ctx, qTally, all, item, month, seen)
	return err
}

// awaited is a decision that was reported and not stored.
type awaited struct {
	Key        string       `json:"key"`
	SourceID   string       `json:"source_id"`
	Source     string       `json:"source"`
	DocumentNo string       `json:"document_no"`
	DecidedOn  workday.Date `json:"decided_on"`
	AlarmOn    workday.Date `json:"alarm_on"`
	DueOn      workday.Date `json:"due_on"`
	Why        string       `json:"why"`
}

func await(ctx context.Context, tx pg.Tx, item string, all []awaited) (err error) {
	defer fault.Wrap(&err, "record.await(%d)", len(all))
	_, err = tx.Exec(ctx, qAwait, all, item)
	return err
}

func arrived(ctx context.Context, tx pg.Tx, keys []string) (err error) {
	defer fault.Wrap(&err, "record.arrived(%d)", len(keys))
	_, err = tx.Exec(ctx, qArrived, keys)
	return err
}
