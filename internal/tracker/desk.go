package tracker

import (
	"context"
	"crypto/rand"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/attach"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Desk is where tasks are assigned, reported on and answered. The exported field is set while wiring.
type Desk struct {
	// Counted is a figure of a body in a year, as the platform counts it itself. Nil: nothing is counted.
	Counted func(ctx context.Context, org string, year int, figure string) (int64, error)

	db       *pg.Pool
	law      *law.Library
	accounts *account.Desk
	attach   *attach.Desk
	now      func() time.Time
}

// NewDesk makes the desk. Whoever wires it lets MaySee decide who opens evidence.
func NewDesk(db *pg.Pool, lib *law.Library, accounts *account.Desk, files *attach.Desk, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, accounts: accounts, attach: files, now: now}
}

const (
	// Object is the kind of object evidence is linked to: an assignment.
	Object = "policy_task"
	// documentKind is what evidence is uploaded as.
	documentKind = "policy_evidence"
	longest      = 1000
	// yearsAhead bounds a due date against slips of the pen; it is no rule.
	yearsAhead = 5
)

func (d *Desk) instant() time.Time  { return d.now().UTC().Truncate(time.Microsecond) }
func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// said is a text without the spaces around it; ok where it says something and is not too long.
func said(s string) (_ string, ok bool) {
	s = strings.TrimSpace(s)
	return s, s != "" && utf8.RuneCountInString(s) <= longest
}

// NewAssignment is a task as it is assigned.
type NewAssignment struct {
	Task  string       `json:"task" maxLength:"16" doc:"code of a task of the policy"`
	Org   string       `json:"org" maxLength:"40" doc:"unified social credit code of the body"`
	DueOn workday.Date `json:"due_on" doc:"last day"`
	Note  string       `json:"note,omitempty" maxLength:"1000" doc:"what is expected; no names of natural persons"`
}

// Assign gives a task to a body within one's reach. The same again gives the first one.
func (d *Desk) Assign(ctx context.Context, who access.Actor, n NewAssignment) (Assignment, error) {
	today := d.today()
	if _, _, ok := d.law.On(today).PolicyTask(n.Task); !ok {
		return Assignment{}, errTask
	}
	if n.DueOn < today || n.DueOn > today.AddMonths(12*yearsAhead) {
		return Assignment{}, errDue
	}
	note, ok := said(n.Note)
	if !ok && note != "" {
		return Assignment{}, errSays
	}
	org, err := d.accounts.OrgIn(ctx, d.db, n.Org)
	if err != nil || !access.InScope(who, "", org.Region) {
		return Assignment{}, errBody
	}
	a := assignmentRow{AssignmentID: "RW-" + rand.Text()[:16], Task: n.Task, Org: org.ID, Body: org.Name, Region: org.Region, DueOn: n.DueOn, Note: note,
		Lead: who.Org, LeadName: who.Name, Actor: who.ID, At: d.instant()}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		fresh, err := insertAssignment(ctx, tx, &a)
		if err != nil || fresh {
			return d.assigned(ctx, tx, &a, err)
		}
		was, err := findAssignment(ctx, tx, qStanding, a.Task, a.Org)
		if err == nil && (was.DueOn != a.DueOn || was.Note != a.Note) {
			err = errAgain
		}
		a = was
		return err
	})
	if err != nil {
		return Assignment{}, err
	}
	return d.one(ctx, &a)
}

func (d *Desk) assigned(ctx context.Context, tx pg.Tx, a *assignmentRow, err error) error {
	if err != nil {
		return err
	}
	_, err = ledger.Append(ctx, tx, a.At, ledger.Act{Kind: "tracker.assigned", Actor: a.Actor, About: a.AssignmentID,
		Public: map[string]string{"task": a.Task, "org": a.Org, "due_on": a.DueOn.String()}})
	return err
}

// Withdraw takes an assignment back with a reason: the way to change a due date without hiding the first one.
func (d *Desk) Withdraw(ctx context.Context, who access.Actor, id, why string) (Assignment, error) {
	why, ok := said(why)
	if !ok {
		return Assignment{}, errSays
	}
	var a assignmentRow
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) (err error) {
		if a, err = d.led(ctx, tx, who, id); err != nil {
			return err
		}
		if a.WithdrawnAt != nil {
			return again(a.WithdrawnWhy == why, errOver)
		}
		reports, err := reportsOf(ctx, tx, []string{id})
		if err != nil {
			return err
		}
		if stand(a.DueOn, d.today(), false, reports).State == Done {
			return errOver
		}
		at := d.instant()
		a.WithdrawnAt, a.WithdrawnBy, a.WithdrawnWhy = &at, who.ID, why
		if err := withdraw(ctx, tx, &a); err != nil {
			return err
		}
		_, err = ledger.Append(ctx, tx, at, ledger.Act{Kind: "tracker.withdrawn", Actor: who.ID, About: id})
		return err
	})
	if err != nil {
		return Assignment{}, err
	}
	return d.one(ctx, &a)
}

// led locks an assignment that is within the reach of a lead office.
func (d *Desk) led(ctx context.Context, tx pg.Tx, who access.Actor, id string) (assignmentRow, error) {
	a, err := findAssignment(ctx, tx, qLockAssignment, id)
	if err == nil && !access.InScope(who, "", a.Region) {
		err = errNone
	}
	return a, err
}

// again lets a second click of the same through.
func again(same bool, otherwise error) error {
	if same {
		return nil
	}
	return otherwise
}

// sees: one's own body's tasks, and those within the region of the post.
func sees(who access.Actor, a *assignmentRow) bool {
	return a.Org == who.Org || access.InScope(who, "", a.Region)
}
