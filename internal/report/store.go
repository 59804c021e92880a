package report

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const issueColumns = `entity_id, number, place, kind, digest, edition, issued_at, issued_by, algorithm, key_id, public_key, signature, records, good_until,
	receiver, purpose, state, state_at, state_why`

var (
	qNextPlace   = pg.Q("report.next_place", `select nextval('report.place')`)
	qInsertIssue = pg.Q("report.insert_issue", `
		insert into report.issue (`+issueColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, null, '')`)
	qSame = pg.Q("report.same", `
		select `+issueColumns+` from report.issue
		where entity_id = $1 and digest = $2 and kind = 'public' and state = 'valid' and (good_until is null or good_until >= $3)`)
	// cross-shard, one row: whoever holds a report knows its number
	qByNumber = pg.Q("report.by_number", `select `+issueColumns+` from report.issue where number = $1`)
	qOfEntity = pg.Q("report.of_entity", `
		select `+issueColumns+` from report.issue where entity_id = $1 and kind = 'special' order by issued_at desc, number limit 200`)
	qHolding = pg.Q("report.holding", `
		select `+issueColumns+` from report.issue where entity_id = any($1) and state = 'valid' and records && $2 order by entity_id, number for update`)
	qEnd = pg.Q("report.end", `
		update report.issue set state = $3, state_why = $4, state_at = $5 where entity_id = $1 and number = any($2) and state = 'valid'`)
	qForget = pg.Q("report.forget", `delete from report.content where entity_id = $1 and number = any($2)`)
	// cross-shard, bounded by the size of a list
	qEnded = pg.Q("report.ended", `
		select place, case when state = 'valid' then 'superseded' else state end as state from report.issue
		where place >= $1 and place < $2 and (state <> 'valid' or good_until < $3) order by place`)
	qUsed          = pg.Q("report.used", `select last_value >= $1 and is_called from report.place`)
	qInsertContent = pg.Q("report.insert_content", `insert into report.content (entity_id, number, body) values ($1, $2, $3)`)
	qContent       = pg.Q("report.content", `select body from report.content where entity_id = $1 and number = $2`)
	qInsertPrint   = pg.Q("report.insert_print", `
		insert into report.print (entity_id, number, lang, digest, signature, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`)
	qPrint = pg.Q("report.print", `select signature from report.print where entity_id = $1 and number = $2 and lang = $3 and digest = $4`)
)

func nextPlace(ctx context.Context, tx pg.Tx) (n int64, err error) {
	defer fault.Wrap(&err, "report.nextPlace")
	return pg.Scalar[int64](ctx, tx, qNextPlace)
}

func insertIssue(ctx context.Context, tx pg.Tx, r *issued) (err error) {
	defer fault.Wrap(&err, "report.insertIssue(%s)", r.Number)
	_, err = tx.Exec(ctx, qInsertIssue, r.EntityID, r.Number, r.Place, string(r.Kind), r.Digest, r.Edition, r.IssuedAt, r.IssuedBy, r.Algorithm, r.KeyID,
		r.PublicKey, r.Signature, r.Records, r.GoodUntil, r.Receiver, r.Purpose, string(r.State))
	return err
}

// sameReport finds a public report of the same data that holds.
func sameReport(ctx context.Context, db pg.DB, entity string, digest []byte, today workday.Date) (r issued, err error) {
	defer fault.Wrap(&err, "report.sameReport(%s)", entity)
	return oneIssue(pg.One[issued](ctx, db, qSame, entity, digest, today))
}

func issueByNumber(ctx context.Context, db pg.DB, number string) (r issued, err error) {
	defer fault.Wrap(&err, "report.issueByNumber")
	return oneIssue(pg.One[issued](ctx, db, qByNumber, number))
}

func oneIssue(r issued, err error) (issued, error) {
	if errors.Is(err, pg.ErrNone) {
		err = errUnknown
	}
	return r, err
}

func issuesOf(ctx context.Context, db pg.DB, entity string) (_ []issued, err error) {
	defer fault.Wrap(&err, "report.issuesOf(%s)", entity)
	return pg.All[issued](ctx, db, qOfEntity, entity)
}

// holding are the reports that hold one of some records, kept from changing meanwhile.
func holding(ctx context.Context, tx pg.Tx, entities, records []string) (_ []issued, err error) {
	defer fault.Wrap(&err, "report.holding")
	return pg.All[issued](ctx, tx, qHolding, entities, records)
}

// endIssues ends reports and deletes what they say.
func endIssues(ctx context.Context, tx pg.Tx, entity string, numbers []string, s State, why string, at time.Time) (err error) {
	defer fault.Wrap(&err, "report.endIssues(%s)", entity)
	if _, err = tx.Exec(ctx, qEnd, entity, numbers, string(s), why, at); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qForget, entity, numbers)
	return err
}

type endedPlace struct {
	Place int64
	State string
}

func endedPlaces(ctx context.Context, db pg.DB, from, to int64, today workday.Date) (rows []endedPlace, used bool, err error) {
	defer fault.Wrap(&err, "report.endedPlaces")
	if used, err = pg.Scalar[bool](ctx, db, qUsed, from); err != nil {
		return nil, false, err
	}
	rows, err = pg.All[endedPlace](ctx, db, qEnded, from, to, today)
	return rows, used, err
}

func insertContent(ctx context.Context, tx pg.Tx, entity, number string, body []byte) (err error) {
	defer fault.Wrap(&err, "report.insertContent(%s)", number)
	_, err = tx.Exec(ctx, qInsertContent, entity, number, body)
	return err
}

func contentOf(ctx context.Context, db pg.DB, entity, number string) (b []byte, err error) {
	defer fault.Wrap(&err, "report.contentOf(%s)", number)
	b, err = pg.Scalar[[]byte](ctx, db, qContent, entity, number)
	if errors.Is(err, pg.ErrNone) { // it ended between two readings
		err = over(Superseded, "")
	}
	return b, err
}

func insertPrint(ctx context.Context, db pg.DB, r *issued, lang string, digest, signature []byte, at time.Time) (err error) {
	defer fault.Wrap(&err, "report.insertPrint(%s)", r.Number)
	_, err = db.Exec(ctx, qInsertPrint, r.EntityID, r.Number, lang, digest, signature, at)
	return err
}

// printOf finds the seal of the same pages; none when they were never printed.
func printOf(ctx context.Context, db pg.DB, r *issued, lang string, digest []byte) (s []byte, err error) {
	defer fault.Wrap(&err, "report.printOf(%s)", r.Number)
	s, err = pg.Scalar[[]byte](ctx, db, qPrint, r.EntityID, r.Number, lang, digest)
	if errors.Is(err, pg.ErrNone) {
		return nil, nil
	}
	return s, err
}
