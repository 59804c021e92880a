package tracker

import (
	"context"
	"errors"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

const (
	assignmentColumns = `assignment_id, task, org, body, region, due_on, note, lead, lead_name, actor, at, withdrawn_at, withdrawn_by, withdrawn_why`
	reportColumns     = `report_id, assignment_id, n, finished, says, document, document_name, document_hash, figure, year, counted, actor, filed_on, at, state, answer, answered_by, answered_at`
)

var (
	qInsertAssignment = pg.Q("tracker.insert_assignment", `
		insert into tracker.assignment (assignment_id, task, org, body, region, due_on, note, lead, lead_name, actor, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (task, org) where withdrawn_at is null do nothing`)
	qAssignment     = pg.Q("tracker.assignment", `select `+assignmentColumns+` from tracker.assignment where assignment_id = $1`)
	qLockAssignment = pg.Q("tracker.lock_assignment", `select `+assignmentColumns+` from tracker.assignment where assignment_id = $1 for update`)
	qStanding       = pg.Q("tracker.standing", `select `+assignmentColumns+` from tracker.assignment where task = $1 and org = $2 and withdrawn_at is null`)
	qSeen           = pg.Q("tracker.seen", `
		select `+assignmentColumns+` from tracker.assignment a
		where a.org = $1 or exists (select from unnest($2::text[]) as p where a.region like p || '%')
		order by a.withdrawn_at is not null, a.due_on, a.task, a.assignment_id limit 5000`)
	qAllStanding = pg.Q("tracker.all_standing", `
		select `+assignmentColumns+` from tracker.assignment where withdrawn_at is null order by task, body, assignment_id limit 20000`)
	qWithdraw = pg.Q("tracker.withdraw", `
		update tracker.assignment set withdrawn_at = $2, withdrawn_by = $3, withdrawn_why = $4 where assignment_id = $1 and withdrawn_at is null`)
	qInsertReport = pg.Q("tracker.insert_report", `
		insert into tracker.report (report_id, assignment_id, n, finished, says, document, document_name, document_hash, figure, year, counted, actor, filed_on, at, state)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`)
	qReport  = pg.Q("tracker.report", `select `+reportColumns+` from tracker.report where assignment_id = $1 and report_id = $2 for update`)
	qReports = pg.Q("tracker.reports", `
		select `+reportColumns+` from tracker.report where assignment_id = any ($1) order by assignment_id, n limit 100000`)
	qAnswer = pg.Q("tracker.answer", `
		update tracker.report set state = $2, answer = $3, answered_by = $4, answered_at = $5 where report_id = $1 and state = 'open'`)
)

type assignmentRow struct {
	AssignmentID string
	Task         string
	Org          string
	Body         string
	Region       string
	DueOn        workday.Date
	Note         string
	Lead         string
	LeadName     string
	Actor        string
	At           time.Time
	WithdrawnAt  *time.Time
	WithdrawnBy  string
	WithdrawnWhy string
}

type reportRow struct {
	ReportID     string
	AssignmentID string
	N            int
	Finished     bool
	Says         string
	Document     string
	DocumentName string
	DocumentHash string
	Figure       string
	Year         int
	Counted      int64
	Actor        string
	FiledOn      workday.Date
	At           time.Time
	State        string
	Answer       string
	AnsweredBy   string
	AnsweredAt   *time.Time
}

func insertAssignment(ctx context.Context, tx pg.Tx, a *assignmentRow) (fresh bool, err error) {
	defer fault.Wrap(&err, "tracker.insertAssignment")
	n, err := tx.Exec(ctx, qInsertAssignment, a.AssignmentID, a.Task, a.Org, a.Body, a.Region, a.DueOn, a.Note, a.Lead, a.LeadName, a.Actor, a.At)
	return n > 0, err
}

// findAssignment finds one; q may lock it.
func findAssignment(ctx context.Context, db pg.DB, q pg.Query, args ...any) (a assignmentRow, err error) {
	defer fault.Wrap(&err, "tracker.findAssignment")
	a, err = pg.One[assignmentRow](ctx, db, q, args...)
	if errors.Is(err, pg.ErrNone) {
		err = errNone
	}
	return a, err
}

// assignmentsSeen are those of a body and those whose region begins with one of the prefixes.
func assignmentsSeen(ctx context.Context, db pg.DB, org string, prefixes []string) (_ []assignmentRow, err error) {
	defer fault.Wrap(&err, "tracker.assignmentsSeen")
	return pg.All[assignmentRow](ctx, db, qSeen, org, append([]string{}, prefixes...))
}

func assignmentsStanding(ctx context.Context, db pg.DB) (_ []assignmentRow, err error) {
	defer fault.Wrap(&err, "tracker.assignmentsStanding")
	return pg.All[assignmentRow](ctx, db, qAllStanding)
}

func withdraw(ctx context.Context, tx pg.Tx, a *assignmentRow) (err error) {
	defer fault.Wrap(&err, "tracker.withdraw")
	_, err = tx.Exec(ctx, qWithdraw, a.AssignmentID, a.WithdrawnAt, a.WithdrawnBy, a.WithdrawnWhy)
	return err
}

func insertReport(ctx context.Context, tx pg.Tx, r *reportRow) (err error) {
	defer fault.Wrap(&err, "tracker.insertReport")
	_, err = tx.Exec(ctx, qInsertReport, r.ReportID, r.AssignmentID, r.N, r.Finished, r.Says, r.Document, r.DocumentName, r.DocumentHash, r.Figure, r.Year, r.Counted,
		r.Actor, r.FiledOn, r.At, r.State)
	return err
}

func findReport(ctx context.Context, tx pg.Tx, assignment, id string) (r reportRow, err error) {
	defer fault.Wrap(&err, "tracker.findReport")
	r, err = pg.One[reportRow](ctx, tx, qReport, assignment, id)
	if errors.Is(err, pg.ErrNone) {
		err = errNone
	}
	return r, err
}

// reportsOf are the reports on assignments, of each the oldest first.
func reportsOf(ctx context.Context, db pg.DB, assignments []string) (_ []reportRow, err error) {
	defer fault.Wrap(&err, "tracker.reportsOf")
	return pg.All[reportRow](ctx, db, qReports, assignments)
}

func answerReport(ctx context.Context, tx pg.Tx, id, state, answer, actor string, at time.Time) (err error) {
	defer fault.Wrap(&err, "tracker.answerReport")
	_, err = tx.Exec(ctx, qAnswer, id, state, answer, actor, at)
	return err
}
