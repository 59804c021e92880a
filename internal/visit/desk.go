package visit

import (
	"context"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/paper"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Warning says that a firm is visited more often than it should be, and by which rule (F12-5).
type Warning struct {
	Key     string       `json:"key"`
	On      workday.Date `json:"on" doc:"day on which the number was passed"`
	Visits  int64        `json:"visits"`
	Most    int64        `json:"most"`
	Assumed bool         `json:"assumed" doc:"the number is not verified for Hainan"`
}

// Stratum is a class of a draw: how many firms there were and how many were drawn.
type Stratum struct {
	Draw, Org, Class  string
	Count, PPM, Quota int64
}

// Query is a credit check that was made for the case of an approval (事前).
type Query struct {
	Entity, CaseNo, Ref string
	On                  workday.Date
}

// Desk is where visits are made. The exported fields are what other areas know; they are set while wiring, never later.
type Desk struct {
	// Press prints papers; Base is the address of the public pages, empty: where one was asked.
	Press *paper.Press
	Base  string
	// Accounts name bodies and their divisions. Nil: the division in the code of the body counts.
	Accounts *account.Desk
	// Tasks are those that drawn draws send to a firm, and Matter a matter of the inspection list.
	Tasks  func(ctx context.Context, db pg.DB, entity string, draws []string) ([]Task, error)
	Own    func(ctx context.Context, who access.Actor) ([]Due, error)
	Matter func(ctx context.Context, db pg.DB, code, org string) (Task, error)
	// Roster are those of some accounts that may inspect, with their certificates; MayGo refuses a pair kept apart (S4, S5).
	Roster func(ctx context.Context, accounts []string) ([]Inspector, error)
	MayGo  func(ctx context.Context, account, entity string) error
	// ClassOf is the supervision class of a firm, and Warn what its visits pass, by the rules of a day.
	ClassOf func(ctx context.Context, entity, domain string) (string, error)
	Warn    func(days []workday.Date, class string, on workday.Date) []Warning
	// Event is what a device reported and waits, for a visit of its body at its firm; Serve keeps which visit was made of it (F23-3).
	Event func(ctx context.Context, tx pg.Tx, who access.Actor, id, entity, why string) (Event, error)
	Serve func(ctx context.Context, tx pg.Tx, id, visit string) error
	// Visited keeps who went where and whether anything was found, for rotation.
	Visited func(ctx context.Context, tx pg.Tx, visit, entity string, accounts []string, on workday.Date, found bool) error
	// Strata are the classes of published draws, and Queries the checks made for approvals since a day.
	Strata  func(ctx context.Context) ([]Stratum, error)
	Queries func(ctx context.Context, since workday.Date) ([]Query, error)

	db      *pg.Pool
	law     *law.Library
	seal    *seal.Sealer
	records *record.Desk
	cases   *caseflow.Desk
	now     func() time.Time
}

// Due is a task of an inspector's own, with the firm's name and the visit that serves it, if there is one.
type Due struct {
	Task
	Entity string         `json:"entity"`
	Firm   string         `json:"firm"`
	Visit  string         `json:"visit,omitempty"`
	State  caseflow.State `json:"state,omitempty"`
}

// NewDesk makes the desk and registers its type of case.
func NewDesk(db *pg.Pool, lib *law.Library, s *seal.Sealer, records *record.Desk, cases *caseflow.Desk, now func() time.Time) *Desk {
	d := &Desk{db: db, law: lib, seal: s, records: records, cases: cases, now: now}
	cases.Register(caseflow.Type{Def: Flow(lib), View: d.view, Do: map[caseflow.Act]handler{
		Open: d.opened, Refuse: d.dropped, Cancel: d.dropped, Approve: d.approve, Notify: d.notify, Arrive: d.arrive, Record: d.record, Sign: d.sign, SignJoint: d.sign,
		FirmSign: firmSigns("account"), FirmDrawn: firmSigns("on_site"), NoteRefusal: firmSigns("refused"), FormResult: d.formResult, ReturnResult: d.returnResult,
		ServeResult: d.resultServed, Comment: d.comment, ShowComment: d.moderate("shown"), WithholdComment: d.moderate("withheld"), Publish: d.publish, Rate: d.rate,
		Close: d.closing,
	}})
	cases.Events.Moved.Within(d.follow)
	return d
}

type handler = func(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// follow makes the move that follows by itself: once the inspectors have signed and the firm has answered, all have.
func (d *Desk) follow(ctx context.Context, tx pg.Tx, m caseflow.Moved) error {
	if m.Case.Kind != Kind || m.Case.State != Recorded || !holds(&m.Case, inspectorsAll) || !holds(&m.Case, firmAnswered) {
		return nil
	}
	_, err := d.cases.Do(ctx, tx, m.Case.ID, caseflow.Doing{Act: AllSigned, Actor: caseflow.System()})
	return err
}

func holds(c *caseflow.Case, fact string) bool {
	for _, f := range c.Facts {
		if f == fact {
			return true
		}
	}
	return false
}
