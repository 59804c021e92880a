package tracker

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/attach"
	"xinheng/internal/fault"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
)

// Figures are what the platform counts of each body itself and shows to everybody on the page of annual figures: evidence nobody typed in.
var Figures = []string{"objections", "repairs", "reports", "commitments"}

// firstYear is that of the policy.
const firstYear = 2021

// NewReport is what a body reports: what it did, whether the task is done, and the evidence.
type NewReport struct {
	Finished bool   `json:"finished" doc:"the task is done"`
	Says     string `json:"says" maxLength:"1000" doc:"what was done; no names of natural persons"`
	Document string `json:"document,omitempty" maxLength:"36" doc:"id of an attachment, uploaded as kind policy_evidence"`
	Figure   string `json:"figure,omitempty" enum:"objections,repairs,reports,commitments" doc:"what the platform counted of the body"`
	Year     int    `json:"year,omitempty" doc:"of the figure"`
}

// Report files a report on a task of one's own body. While one waits for its answer the same again gives the first, another is refused.
func (d *Desk) Report(ctx context.Context, who access.Actor, id string, n NewReport) (Assignment, error) {
	says, ok := said(n.Says)
	if !ok {
		return Assignment{}, errSays
	}
	r := reportRow{ReportID: "BS-" + rand.Text()[:16], AssignmentID: id, Finished: n.Finished, Says: says, Document: n.Document, Figure: n.Figure, Year: n.Year,
		Actor: who.ID, FiledOn: d.today(), At: d.instant(), State: "open"}
	if n.Figure == "" {
		r.Year = 0
	}
	if _, err := ours(ctx, d.db, qAssignment, who, id); err != nil {
		return Assignment{}, err
	}
	if err := d.count(ctx, who, &r); err != nil {
		return Assignment{}, err
	}
	var a assignmentRow
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if a, err = ours(ctx, tx, qLockAssignment, who, id); err != nil {
			return err
		}
		return d.file(ctx, tx, who, &a, &r)
	})
	if err != nil {
		return Assignment{}, err
	}
	return d.one(ctx, &a)
}

// ours is an assignment of one's own body; another's does not exist (S10).
func ours(ctx context.Context, db pg.DB, q pg.Query, who access.Actor, id string) (assignmentRow, error) {
	a, err := findAssignment(ctx, db, q, id)
	if errors.Is(err, errNone) || err == nil && a.Org != who.Org {
		err = errNotOurs
	}
	return a, err
}

// count takes the figure down as it is at this moment; a figure of nothing is no evidence.
func (d *Desk) count(ctx context.Context, who access.Actor, r *reportRow) (err error) {
	switch {
	case r.Figure == "" && r.Document == "":
		return errEvidence
	case r.Figure == "":
		return nil
	case d.Counted == nil || !slices.Contains(Figures, r.Figure) || r.Year < firstYear || r.Year > d.today().Year():
		return errFigure
	}
	if r.Counted, err = d.Counted(ctx, who.Org, r.Year, r.Figure); err == nil && r.Counted == 0 {
		err = errNothing
	}
	return err
}

func (d *Desk) file(ctx context.Context, tx pg.Tx, who access.Actor, a *assignmentRow, r *reportRow) error {
	reports, err := reportsOf(ctx, tx, []string{a.AssignmentID})
	if err != nil {
		return err
	}
	for i := range reports {
		if was := &reports[i]; was.State == "open" {
			return again(was.Says == r.Says && was.Finished == r.Finished && was.Document == r.Document && was.Figure == r.Figure && was.Year == r.Year, errOpen)
		}
	}
	if s := stand(a.DueOn, d.today(), a.WithdrawnAt != nil, reports).State; s == Done || s == Withdrawn {
		return errOver
	}
	if r.Document != "" {
		if err := d.link(ctx, tx, who, a, r, reports); err != nil {
			return err
		}
	}
	r.N = len(reports) + 1
	if err := insertReport(ctx, tx, r); err != nil {
		return err
	}
	_, err = ledger.Append(ctx, tx, r.At, ledger.Act{Kind: "tracker.reported", Actor: who.ID, About: a.AssignmentID,
		Public: map[string]string{"report": r.ReportID, "document": r.DocumentHash}})
	return err
}

// link ties the document to the assignment and keeps its digest: what was accepted is what was filed.
func (d *Desk) link(ctx context.Context, tx pg.Tx, who access.Actor, a *assignmentRow, r *reportRow, before []reportRow) error {
	if slices.ContainsFunc(before, func(o reportRow) bool { return o.Document == r.Document }) {
		return errDocument
	}
	files, err := d.attach.Link(ctx, tx, who, attach.Link{Kind: Object, ID: a.AssignmentID}, r.Document)
	if fault.Is(err, "attach.unknown") || err == nil && files[0].Kind != documentKind {
		return errDocument
	}
	if err != nil {
		return err
	}
	r.DocumentName = files[0].Name
	r.DocumentHash, err = d.attach.Digest(ctx, tx, r.Document)
	return err
}

// Reply is what the office says to a report.
type Reply struct {
	Accept bool   `json:"accept"`
	Answer string `json:"answer,omitempty" maxLength:"1000" doc:"why it comes back; optional when it is accepted"`
}

// Answer accepts a report or returns it with a reason. Nobody answers a report they filed themselves (S2).
func (d *Desk) Answer(ctx context.Context, who access.Actor, id, report string, in Reply) (Assignment, error) {
	answer, ok := said(in.Answer)
	if !ok && (answer != "" || !in.Accept) {
		return Assignment{}, errAnswer
	}
	state := map[bool]string{true: "accepted", false: "returned"}[in.Accept]
	var a assignmentRow
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if a, err = d.led(ctx, tx, who, id); err != nil {
			return err
		}
		r, err := findReport(ctx, tx, id, report)
		switch {
		case err != nil:
			return err
		case r.State != "open":
			return again(r.State == state && r.Answer == answer, errAnswered)
		case a.WithdrawnAt != nil:
			return errOver
		}
		if err := access.Apart(access.Actor{ID: r.Actor}, who); err != nil {
			return err
		}
		at := d.instant()
		if err := answerReport(ctx, tx, report, state, answer, who.ID, at); err != nil {
			return err
		}
		_, err = ledger.Append(ctx, tx, at, ledger.Act{Kind: "tracker.answered", Actor: who.ID, About: id, Public: map[string]string{"report": report, "state": state}})
		return err
	})
	if err != nil {
		return Assignment{}, err
	}
	return d.one(ctx, &a)
}

// MaySee lets the body and the office above it open evidence.
func (d *Desk) MaySee(ctx context.Context, db pg.DB, who access.Actor, id string) (bool, error) {
	a, err := findAssignment(ctx, db, qAssignment, id)
	if errors.Is(err, errNone) {
		return false, nil
	}
	return err == nil && who.May(access.TaskRead) && sees(who, &a), err
}
