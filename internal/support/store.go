package support

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// enrolment is a consent to be matched, as it is kept.
type enrolment struct {
	EntityID    string
	EnrolmentID string
	ConsentID   string
	Org         string
	Purpose     string
	Size        string
	FromOn      workday.Date
	UntilOn     workday.Date
	MadeAt      time.Time
	MadeBy      string
}

// list is the list of a policy at a day, and how far it has come.
type list struct {
	ListID     string
	Policy     string
	PolicyFrom workday.Date
	Org        string
	OnDay      workday.Date
	Edition    string
	PolicyText string
	Salt       []byte
	MadeAt     time.Time
	AfterID    string
	Firms      int64
	Fits       int64
	Unknown    int64
	Hash       []byte
	EndedAt    *time.Time
	EntryID    string
}

// line is a firm on a list.
type line struct {
	EntityID  string
	LineID    string
	ListID    string
	Policy    string
	ConsentID string
	Facts     string
	States    string
	Result    string
	MadeAt    time.Time
}

// answer is what a firm and an officer said to a policy that fits.
type answer struct {
	EntityID    string
	Policy      string
	PolicyFrom  workday.Date
	DeclinedAt  *time.Time
	ConfirmedAt *time.Time
	LineID      string
}

const (
	enrolmentColumns = `entity_id, enrolment_id, consent_id, org, purpose, size, from_on, until_on, made_at, made_by`
	listColumns      = `list_id, policy, policy_from, org, on_day, edition, policy_text, salt, made_at, after_id, firms, fits, unknown, hash, ended_at, entry_id`
	lineColumns      = `entity_id, line_id, list_id, policy, consent_id, facts, states, result, made_at`
	answerColumns    = `entity_id, policy, policy_from, declined_at, confirmed_at, line_id`
)

var (
	qEnrol    = pg.Q("support.enrol", `insert into support.enrolment (`+enrolmentColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
	qEnrolled = pg.Q("support.enrolled", `
		select `+enrolmentColumns+` from support.enrolment where entity_id = $1 and until_on >= $2 order by made_at desc, enrolment_id limit 200`)
	// cross-shard, one page of one body's
	qEnrolledFor = pg.Q("support.enrolled_for", `
		select distinct on (entity_id) `+enrolmentColumns+` from support.enrolment
		where org = $1 and purpose = $2 and entity_id > $3 and from_on <= $4 and until_on >= $4 order by entity_id, made_at desc limit $5`)

	qInsertList = pg.Q("support.insert_list", `
		insert into support.list (list_id, policy, policy_from, org, on_day, edition, policy_text, salt, made_at, hash)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (policy, on_day) do nothing`)
	qList    = pg.Q("support.list", `select `+listColumns+` from support.list where list_id = $1`)
	qHold    = pg.Q("support.hold", `select `+listColumns+` from support.list where list_id = $1 for update`)
	qListOn  = pg.Q("support.list_on", `select `+listColumns+` from support.list where policy = $1 and on_day = $2`)
	qNewest  = pg.Q("support.newest", `select `+listColumns+` from support.list where policy = $1 and policy_from = $2 and ended_at is not null order by on_day desc limit 1`)
	qPutList = pg.Q("support.put_list", `
		update support.list set after_id = $2, firms = $3, fits = $4, unknown = $5, hash = $6, ended_at = $7, entry_id = $8 where list_id = $1`)

	qInsertLines = pg.Q("support.insert_lines", `
		insert into support.line (`+lineColumns+`)
		select entity_id, line_id, $1, $2, consent_id, facts, states, result, $3
		from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[]) as given (entity_id, line_id, consent_id, facts, states, result)`)
	// cross-shard, a page of one list
	qLines = pg.Q("support.lines", `
		select `+lineColumns+` from support.line where list_id = $1 and entity_id > $2 order by entity_id limit $3`)
	qFitting = pg.Q("support.fitting", `
		select `+lineColumns+` from support.line where list_id = $1 and result = 'fits' and entity_id > $2 order by entity_id limit $3`)
	// cross-shard, one line by its number
	qLine   = pg.Q("support.line", `select `+lineColumns+` from support.line where line_id = $1`)
	qForget = pg.Q("support.forget", `
		delete from support.line l where l.made_at < $1
			and not exists (select from support.answer a where a.entity_id = l.entity_id and a.line_id = l.line_id)`)

	qAnswers = pg.Q("support.answers", `
		select `+answerColumns+` from support.answer where entity_id = any($1) and ($2 = '' or policy = $2)`)
	qConfirm = pg.Q("support.confirm", `
		insert into support.answer as a (entity_id, policy, policy_from, confirmed_at, confirmed_by, line_id) values ($1, $2, $3, $4, $5, $6)
		on conflict (entity_id, policy, policy_from) do update set confirmed_at = excluded.confirmed_at, confirmed_by = excluded.confirmed_by, line_id = excluded.line_id
		where a.confirmed_at is null and a.declined_at is null`)
	qDecline = pg.Q("support.decline", `
		insert into support.answer as a (entity_id, policy, policy_from, declined_at, declined_by) values ($1, $2, $3, $4, $5)
		on conflict (entity_id, policy, policy_from) do update set declined_at = excluded.declined_at, declined_by = excluded.declined_by
		where a.confirmed_at is null and a.declined_at is null`)
	qAccept = pg.Q("support.accept", `
		update support.answer set declined_at = null, declined_by = '' where entity_id = $1 and policy = $2 and policy_from = $3 and declined_at is not null`)
	// cross-shard, a figure
	qConfirmed = pg.Q("support.confirmed", `select count(*) from support.answer where policy = $1 and policy_from = $2 and confirmed_at is not null`)
)

func insertEnrolment(ctx context.Context, tx pg.Tx, e *enrolment) (err error) {
	defer fault.Wrap(&err, "support.insertEnrolment(%s)", e.EnrolmentID)
	_, err = tx.Exec(ctx, qEnrol, e.EntityID, e.EnrolmentID, e.ConsentID, e.Org, e.Purpose, e.Size, e.FromOn, e.UntilOn, e.MadeAt, e.MadeBy)
	return err
}

func enrolmentsOf(ctx context.Context, db pg.DB, firm string, today workday.Date) (_ []enrolment, err error) {
	defer fault.Wrap(&err, "support.enrolmentsOf")
	return pg.All[enrolment](ctx, db, qEnrolled, firm, today)
}

// enrolledFor are the next firms whose newest consent to a body and purpose is for the day.
func enrolledFor(ctx context.Context, db pg.DB, l *list, purpose string, today workday.Date, limit int) (_ []enrolment, err error) {
	defer fault.Wrap(&err, "support.enrolledFor(%s)", l.ListID)
	return pg.All[enrolment](ctx, db, qEnrolledFor, l.Org, purpose, l.AfterID, today, limit)
}

func insertList(ctx context.Context, tx pg.Tx, l *list) (_ int64, err error) {
	defer fault.Wrap(&err, "support.insertList(%s)", l.Policy)
	return tx.Exec(ctx, qInsertList, l.ListID, l.Policy, l.PolicyFrom, l.Org, l.OnDay, l.Edition, l.PolicyText, l.Salt, l.MadeAt, l.Hash)
}

func listBy(ctx context.Context, db pg.DB, id string) (list, error) {
	return known(pg.One[list](ctx, db, qList, id))
}

// holdList keeps every other part of a list from being written at the same moment.
func holdList(ctx context.Context, tx pg.Tx, id string) (list, error) {
	return known(pg.One[list](ctx, tx, qHold, id))
}

func listOn(ctx context.Context, db pg.DB, policy string, on workday.Date) (list, error) {
	return known(pg.One[list](ctx, db, qListOn, policy, on))
}

// newestList is the last list of a version of a policy that was signed.
func newestList(ctx context.Context, db pg.DB, policy string, from workday.Date) (list, error) {
	return known(pg.One[list](ctx, db, qNewest, policy, from))
}

func lineBy(ctx context.Context, db pg.DB, id string) (line, error) {
	return known(pg.One[line](ctx, db, qLine, id))
}

// known turns that there is none into the fault that says so.
func known[T any](v T, err error) (T, error) {
	if errors.Is(err, pg.ErrNone) {
		return v, errUnknown
	}
	return v, err
}

func putList(ctx context.Context, tx pg.Tx, l *list) (err error) {
	defer fault.Wrap(&err, "support.putList(%s)", l.ListID)
	_, err = tx.Exec(ctx, qPutList, l.ListID, l.AfterID, l.Firms, l.Fits, l.Unknown, l.Hash, l.EndedAt, l.EntryID)
	return err
}

func insertLines(ctx context.Context, tx pg.Tx, all []line) (err error) {
	if len(all) == 0 {
		return nil
	}
	defer fault.Wrap(&err, "support.insertLines(%s)", all[0].ListID)
	var column [6][]string
	for i := range all {
		x := &all[i]
		for k, v := range [...]string{x.EntityID, x.LineID, x.ConsentID, x.Facts, x.States, x.Result} {
			column[k] = append(column[k], v)
		}
	}
	_, err = tx.Exec(ctx, qInsertLines, all[0].ListID, all[0].Policy, all[0].MadeAt, column[0], column[1], column[2], column[3], column[4], column[5])
	return err
}

func linesAfter(ctx context.Context, db pg.DB, list, after string, limit int) (_ []line, err error) {
	defer fault.Wrap(&err, "support.linesAfter(%s)", list)
	return pg.All[line](ctx, db, qLines, list, after, limit)
}

func fittingAfter(ctx context.Context, db pg.DB, list, after string, limit int) (_ []line, err error) {
	defer fault.Wrap(&err, "support.fittingAfter(%s)", list)
	return pg.All[line](ctx, db, qFitting, list, after, limit)
}

func forget(ctx context.Context, db pg.DB, before time.Time) (err error) {
	defer fault.Wrap(&err, "support.forget")
	_, err = db.Exec(ctx, qForget, before)
	return err
}

// answersOf are what was said of policies by and about firms; one policy, or every one.
func answersOf(ctx context.Context, db pg.DB, firms []string, policy string) (_ []answer, err error) {
	defer fault.Wrap(&err, "support.answersOf(%d)", len(firms))
	return pg.All[answer](ctx, db, qAnswers, firms, policy)
}

func confirm(ctx context.Context, tx pg.Tx, x *line, from workday.Date, at time.Time, by string) (_ int64, err error) {
	defer fault.Wrap(&err, "support.confirm(%s)", x.LineID)
	return tx.Exec(ctx, qConfirm, x.EntityID, x.Policy, from, at, by, x.LineID)
}

func decline(ctx context.Context, tx pg.Tx, firm, policy string, from workday.Date, at time.Time, by string) (_ int64, err error) {
	defer fault.Wrap(&err, "support.decline(%s)", policy)
	return tx.Exec(ctx, qDecline, firm, policy, from, at, by)
}

func accept(ctx context.Context, tx pg.Tx, firm, policy string, from workday.Date) (_ int64, err error) {
	defer fault.Wrap(&err, "support.accept(%s)", policy)
	return tx.Exec(ctx, qAccept, firm, policy, from)
}

func countConfirmed(ctx context.Context, db pg.DB, policy string, from workday.Date) (_ int64, err error) {
	defer fault.Wrap(&err, "support.countConfirmed(%s)", policy)
	return pg.Scalar[int64](ctx, db, qConfirmed, policy, from)
}
