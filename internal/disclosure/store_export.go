package disclosure

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
)

// One export is one thing at a time: answers, production and downloads of it take their turns.
const exportLock = 0x78_68_64_01

var (
	qLockExport = pg.Q("disclosure.lock_export", `select pg_advisory_xact_lock($1, hashtext($2))`)
	qExport     = pg.Q("disclosure.export", `
		insert into disclosure.export (export_id, at, actor, org, source, filter, reason, estimate, row_limit, approvals)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
	qExports = pg.Q("disclosure.exports", `
		select e.export_id as id, e.at, e.actor, e.org, e.source, e.filter, e.reason, e.estimate, e.row_limit, e.approvals, p.rows, p.bytes,
			(select count(*) from disclosure.export_download d where d.export_id = e.export_id) as downloads
		from disclosure.export e left join disclosure.export_product p on p.export_id = e.export_id
		where (cardinality($1::text[]) = 0 or e.export_id = any($1)) and ($2 = '' or e.actor = $2) and ($3 = '' or e.org = $3)
		and ($4 < 0 or e.approvals > $4 and (select count(*) from disclosure.export_answer a where a.export_id = e.export_id) = $4
			and not exists (select from disclosure.export_answer a where a.export_id = e.export_id and not a.approved))
		order by e.at desc, e.export_id desc limit $5`)
	qAnswers = pg.Q("disclosure.answers", `
		select export_id, seq, at, actor, approved, note from disclosure.export_answer where export_id = any($1) order by export_id, seq`)
	qAnswer = pg.Q("disclosure.answer", `
		insert into disclosure.export_answer (export_id, seq, at, actor, approved, note) values ($1, $2, $3, $4, $5, $6)`)
	qProduct = pg.Q("disclosure.product", `
		insert into disclosure.export_product (export_id, at, rows, bytes, sha256) values ($1, $2, $3, $4, $5)`)
	qKeep     = pg.Q("disclosure.keep", `insert into disclosure.export_file (export_id, sealed) values ($1, $2)`)
	qKept     = pg.Q("disclosure.kept", `select sealed from disclosure.export_file where export_id = $1`)
	qHeld     = pg.Q("disclosure.held", `select export_id from disclosure.export_file order by export_id`)
	qDestroy  = pg.Q("disclosure.destroy", `delete from disclosure.export_file where export_id = any($1)`)
	qDownload = pg.Q("disclosure.download", `
		insert into disclosure.export_download (export_id, seq, at, actor) values ($1, $2, $3, $4)`)
	qExported = pg.Q("disclosure.exported", `
		select coalesce(sum(p.rows), 0)::bigint from disclosure.export_download d
		join disclosure.export_product p on p.export_id = d.export_id
		where d.actor = $1 and d.at >= $2`)
)

func lockExport(ctx context.Context, tx pg.Tx, id string) (err error) {
	defer fault.Wrap(&err, "disclosure.lockExport")
	_, err = tx.Exec(ctx, qLockExport, int32(exportLock), id)
	return err
}

func insertExport(ctx context.Context, tx pg.Tx, e Export) (err error) {
	defer fault.Wrap(&err, "disclosure.insertExport")
	_, err = tx.Exec(ctx, qExport, e.ID, e.At, e.Actor, e.Org, e.Source, e.Filter, e.Reason, e.Estimate, e.RowLimit, e.Approvals)
	return err
}

// exportFilter says which exports; empty fields are no condition.
type exportFilter struct {
	IDs        []string
	Actor, Org string
	Answered   *int // it waits for an answer after so many
	Limit      int
}

func exportsWhere(ctx context.Context, db pg.DB, f exportFilter) (all []Export, err error) {
	defer fault.Wrap(&err, "disclosure.exportsWhere")
	answered := -1
	if f.Answered != nil {
		answered = *f.Answered
	}
	if all, err = pg.All[Export](ctx, db, qExports, append([]string{}, f.IDs...), f.Actor, f.Org, answered, f.Limit); err != nil || len(all) == 0 {
		return all, err
	}
	ids := make([]string, len(all))
	for i := range all {
		ids[i], all[i].Answers = all[i].ID, []Answer{}
	}
	answers, err := pg.All[Answer](ctx, db, qAnswers, ids)
	for _, a := range answers {
		for i := range all {
			if all[i].ID == a.ExportID {
				all[i].Answers = append(all[i].Answers, a)
			}
		}
	}
	return all, err
}

func insertAnswer(ctx context.Context, tx pg.Tx, a Answer) (err error) {
	defer fault.Wrap(&err, "disclosure.insertAnswer")
	_, err = tx.Exec(ctx, qAnswer, a.ExportID, a.Seq, a.At, a.Actor, a.Approved, a.Note)
	return err
}

func insertProduct(ctx context.Context, tx pg.Tx, id string, at time.Time, rows, bytes int64, sha256, sealed []byte) (err error) {
	defer fault.Wrap(&err, "disclosure.insertProduct")
	if _, err = tx.Exec(ctx, qProduct, id, at, rows, bytes, sha256); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qKeep, id, sealed)
	return err
}

func findFile(ctx context.Context, db pg.DB, id string) (_ []byte, err error) {
	b, err := pg.Scalar[[]byte](ctx, db, qKept, id)
	if errors.Is(err, pg.ErrNone) {
		return nil, pg.ErrNone
	}
	return b, err
}

func heldFiles(ctx context.Context, db pg.DB) (_ []string, err error) {
	defer fault.Wrap(&err, "disclosure.heldFiles")
	return pg.Column[string](ctx, db, qHeld)
}

func destroyFiles(ctx context.Context, db pg.DB, ids []string) (_ int64, err error) {
	defer fault.Wrap(&err, "disclosure.destroyFiles")
	return db.Exec(ctx, qDestroy, ids)
}

func insertDownload(ctx context.Context, tx pg.Tx, id string, seq int64, at time.Time, actor string) (err error) {
	defer fault.Wrap(&err, "disclosure.insertDownload")
	_, err = tx.Exec(ctx, qDownload, id, seq, at, actor)
	return err
}

func exportedSince(ctx context.Context, db pg.DB, actor string, since time.Time) (_ int64, err error) {
	defer fault.Wrap(&err, "disclosure.exportedSince")
	return pg.Scalar[int64](ctx, db, qExported, actor, since)
}
