package listing

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

const entryColumns = `entity_id, case_id, record_id, kind, list, until_on, ended_on, at`

var (
	qInsertEntry = pg.Q("listing.insert_entry", `
		insert into listing.entry (`+entryColumns+`) values ($1, $2, $3, $4, $5, $6, null, $7)`)
	qEntry    = pg.Q("listing.entry", `select `+entryColumns+` from listing.entry where entity_id = $1 and record_id = $2`)
	qEndEntry = pg.Q("listing.end_entry", `update listing.entry set ended_on = $3 where entity_id = $1 and case_id = $2 and ended_on is null`)
	// cross-shard, limited
	qOverdue = pg.Q("listing.overdue", `
		select `+entryColumns+` from listing.entry where ended_on is null and until_on < $1 order by until_on, case_id limit 500`)

	qInsertComment = pg.Q("listing.insert_comment", `
		insert into listing.comment (entity_id, record_id, comment_id, body, state, by, at) values ($1, $2, $3, $4, 'waiting', $5, $6)`)
	qComments = pg.Q("listing.comments", `
		select entity_id, record_id, comment_id, body, state, at from listing.comment where entity_id = $1 and record_id = $2 order by at desc, comment_id desc limit 50`)
	qLockComment = pg.Q("listing.lock_comment", `
		select entity_id, record_id, comment_id, body, state, at from listing.comment where entity_id = $1 and comment_id = $2 for update`)
	qModerate = pg.Q("listing.moderate", `
		update listing.comment set state = $3, moderated_by = $4, moderated_at = $5 where entity_id = $1 and comment_id = $2 and state = 'waiting'`)

	// cross-shard: keys are turned everywhere
	qStale = pg.Q("listing.stale", `
		select array[entity_id, comment_id] as key, body as value from listing.comment
		where substring(body for length($1::bytea)) <> $1 and (entity_id, comment_id) > ($2, $3) order by entity_id, comment_id limit $4`)
	qReseal = pg.Q("listing.reseal", `
		update listing.comment c set body = k.is_now from unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[]) as k (entity_id, comment_id, was, is_now)
		where c.entity_id = k.entity_id and c.comment_id = k.comment_id and c.body = k.was`)
)

// entryRow says which record a case brought about.
type entryRow struct {
	EntityID string
	CaseID   string
	RecordID string
	Kind     string
	List     string
	UntilOn  workday.Date
	EndedOn  workday.Date
	At       time.Time
}

func insertEntry(ctx context.Context, tx pg.Tx, e entryRow) (err error) {
	defer fault.Wrap(&err, "listing.insertEntry(%s)", e.CaseID)
	_, err = tx.Exec(ctx, qInsertEntry, e.EntityID, e.CaseID, e.RecordID, e.Kind, e.List, e.UntilOn, e.At)
	if pg.Violated(err) == "entry_is_of_one_case" {
		return errThere
	}
	return err
}

func entryOf(ctx context.Context, db pg.DB, entity, record string) (e entryRow, there bool, err error) {
	defer fault.Wrap(&err, "listing.entryOf(%s)", record)
	e, err = pg.One[entryRow](ctx, db, qEntry, entity, record)
	if errors.Is(err, pg.ErrNone) {
		return e, false, nil
	}
	return e, err == nil, err
}

func endEntry(ctx context.Context, tx pg.Tx, entity, caseID string, on workday.Date) (err error) {
	defer fault.Wrap(&err, "listing.endEntry(%s)", caseID)
	_, err = tx.Exec(ctx, qEndEntry, entity, caseID, on)
	return err
}

func overdue(ctx context.Context, db pg.DB, today workday.Date) (_ []entryRow, err error) {
	defer fault.Wrap(&err, "listing.overdue")
	return pg.All[entryRow](ctx, db, qOverdue, today)
}

// commentRow is what a subject says to an entry, sealed until and after it is shown: it is opened to be shown.
type commentRow struct {
	EntityID  string
	RecordID  string
	CommentID string
	Body      []byte
	State     string
	At        time.Time
}

func insertComment(ctx context.Context, tx pg.Tx, c commentRow, by string) (err error) {
	defer fault.Wrap(&err, "listing.insertComment(%s)", c.RecordID)
	_, err = tx.Exec(ctx, qInsertComment, c.EntityID, c.RecordID, c.CommentID, c.Body, by, c.At)
	return err
}

func commentsOf(ctx context.Context, db pg.DB, entity, record string) (_ []commentRow, err error) {
	defer fault.Wrap(&err, "listing.commentsOf(%s)", record)
	return pg.All[commentRow](ctx, db, qComments, entity, record)
}

func lockComment(ctx context.Context, tx pg.Tx, entity, id string) (c commentRow, err error) {
	defer fault.Wrap(&err, "listing.lockComment(%s)", id)
	c, err = pg.One[commentRow](ctx, tx, qLockComment, entity, id)
	if errors.Is(err, pg.ErrNone) {
		return c, errNoComment
	}
	return c, err
}

func moderate(ctx context.Context, tx pg.Tx, c commentRow, state, by string, at time.Time) (err error) {
	defer fault.Wrap(&err, "listing.moderate(%s)", c.CommentID)
	_, err = tx.Exec(ctx, qModerate, c.EntityID, c.CommentID, state, by, at)
	return err
}

// Holders are the sealed columns of comments, for the rotation of keys.
func Holders() []seal.Holder {
	return []seal.Holder{seal.Column("listing.comment", 2, func(key []string) string { return commentSeal(key[1]) }, qStale, qReseal)}
}
