package tracker

import (
	"context"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Assignment is a task of a body as the body and the office see it.
type Assignment struct {
	ID        string       `json:"id"`
	Task      string       `json:"task"`
	Article   string       `json:"article" doc:"as printed"`
	What      law.Text2    `json:"what"`
	Org       string       `json:"org"`
	Body      string       `json:"body"`
	DueOn     workday.Date `json:"due_on"`
	Note      string       `json:"note,omitempty"`
	Lead      string       `json:"lead" doc:"name of the office that assigned it"`
	At        time.Time    `json:"at"`
	Withdrawn string       `json:"withdrawn,omitempty" doc:"why it was taken back"`
	Standing
	Mine    bool     `json:"mine" doc:"it is of one's own body"`
	Leads   bool     `json:"leads" doc:"it is within the reach of one's office"`
	Reports []Report `json:"reports" doc:"the oldest first"`
}

// Report is what was reported and what was said to it.
type Report struct {
	ID       string       `json:"id"`
	Finished bool         `json:"finished"`
	Says     string       `json:"says"`
	Document string       `json:"document,omitempty" doc:"id of the attachment"`
	Name     string       `json:"name,omitempty" doc:"of the document"`
	Hash     string       `json:"hash,omitempty" doc:"SHA-256 of the document"`
	Figure   string       `json:"figure,omitempty"`
	Year     int          `json:"year,omitempty"`
	Counted  int64        `json:"counted,omitempty" doc:"as the platform counted when it was filed"`
	FiledOn  workday.Date `json:"filed_on"`
	State    string       `json:"state" enum:"open,accepted,returned"`
	Answer   string       `json:"answer,omitempty"`
	Answered *time.Time   `json:"answered_at,omitempty"`
}

func (r *reportRow) shown() Report {
	return Report{r.ReportID, r.Finished, r.Says, r.Document, r.DocumentName, r.DocumentHash, r.Figure, r.Year, r.Counted, r.FiledOn, r.State, r.Answer, r.AnsweredAt}
}

// show puts assignments and their reports together.
func (d *Desk) show(ctx context.Context, rows []assignmentRow) ([]Assignment, error) {
	ids := make([]string, len(rows))
	for i := range rows {
		ids[i] = rows[i].AssignmentID
	}
	all, err := reportsOf(ctx, d.db, ids)
	if err != nil {
		return nil, err
	}
	by := map[string][]reportRow{}
	for i := range all {
		by[all[i].AssignmentID] = append(by[all[i].AssignmentID], all[i])
	}
	out, today, book := make([]Assignment, len(rows)), d.today(), d.law.On(d.today())
	for i := range rows {
		r := &rows[i]
		article, task, _ := book.PolicyTask(r.Task)
		out[i] = Assignment{ID: r.AssignmentID, Task: r.Task, Article: article.Article, What: task.What, Org: r.Org, Body: r.Body, DueOn: r.DueOn, Note: r.Note,
			Lead: r.LeadName, At: r.At, Withdrawn: r.WithdrawnWhy, Standing: stand(r.DueOn, today, r.WithdrawnAt != nil, by[r.AssignmentID]), Reports: []Report{}}
		for j := range by[r.AssignmentID] {
			out[i].Reports = append(out[i].Reports, by[r.AssignmentID][j].shown())
		}
	}
	return out, nil
}

func (d *Desk) one(ctx context.Context, a *assignmentRow) (Assignment, error) {
	all, err := d.show(ctx, []assignmentRow{*a})
	if err != nil {
		return Assignment{}, err
	}
	return all[0], nil
}

// List is what somebody sees: the tasks of the own body, and those within the region of the post; what stands first, by due date.
func (d *Desk) List(ctx context.Context, who access.Actor) ([]Assignment, error) {
	rows, err := assignmentsSeen(ctx, d.db, who.Org, who.Regions)
	if err != nil {
		return nil, err
	}
	out, err := d.show(ctx, rows)
	for i := range out {
		out[i].mark(who, &rows[i])
	}
	return out, err
}

// mark says what somebody may do about it.
func (a *Assignment) mark(who access.Actor, r *assignmentRow) {
	a.Mine, a.Leads = r.Org == who.Org && who.May(access.TaskReport), who.May(access.TaskAssign) && access.InScope(who, "", r.Region)
}

// Of is one assignment.
func (d *Desk) Of(ctx context.Context, who access.Actor, id string) (Assignment, error) {
	r, err := findAssignment(ctx, d.db, qAssignment, id)
	if err == nil && !sees(who, &r) {
		err = errNone
	}
	if err != nil {
		return Assignment{}, err
	}
	a, err := d.one(ctx, &r)
	a.mark(who, &r)
	return a, err
}
