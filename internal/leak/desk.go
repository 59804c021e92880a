package leak

import (
	"context"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/caseflow"
	"xinheng/internal/disclosure"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/paper"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Desk is where leaks and tampering are reported and looked into. The exported fields are set while wiring, never later.
type Desk struct {
	// Press prints letters. Nil: they are read as pages only.
	Press *paper.Press

	db       *pg.Pool
	law      *law.Library
	seal     *seal.Sealer
	ledger   *ledger.Log
	keys     *access.Keys
	accounts *account.Desk
	readings *disclosure.Desk
	cases    *caseflow.Desk
	asked    *access.Buckets // who reports without signing in
	now      func() time.Time
}

// reporting bounds how often one address may report: enough for people. No rule of law is in it.
var reporting = access.Rate{PerSecond: 0.2, Burst: 20}

// Parts are the desks a case is looked into with.
type Parts struct {
	Ledger   *ledger.Log
	Keys     *access.Keys
	Accounts *account.Desk
	Readings *disclosure.Desk
	Cases    *caseflow.Desk
}

// NewDesk makes the desk and registers its type of case.
func NewDesk(db *pg.Pool, lib *law.Library, s *seal.Sealer, p Parts, now func() time.Time) *Desk {
	d := &Desk{db: db, law: lib, seal: s, ledger: p.Ledger, keys: p.Keys, accounts: p.Accounts, readings: p.Readings, cases: p.Cases,
		asked: access.NewBuckets(reporting, now), now: now}
	p.Cases.Register(caseflow.Type{Def: Flow(), View: d.view, Barred: d.barred, Do: map[caseflow.Act]handler{
		Report: d.opened, Clue: d.opened, Decline: d.declined, Scope: d.scope, Freeze: d.freeze, FreezeOfficer: d.freeze, Release: d.release,
		Propose: propose, Return: unpropose, Confirm: d.confirm, FindUnfounded: d.unfounded, Notify: d.notify,
	}})
	return d
}

type handler = func(ctx context.Context, tx pg.Tx, c *caseflow.Case, m *caseflow.Doing) error

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// barred keeps a case from whoever it is about: nobody looks into their own account.
func (d *Desk) barred(ctx context.Context, db pg.DB, c *caseflow.Case, who access.Actor) (bool, error) {
	return isConcerned(ctx, db, c.ID, who.ID)
}

// act puts on the ledger what was done beside the moves: numbers and codes, never a person.
func (d *Desk) act(ctx context.Context, tx pg.Tx, kind, actor, about string, public map[string]string) error {
	_, err := ledger.Append(ctx, tx, d.now(), ledger.Act{Kind: kind, Actor: actor, About: about, Public: public})
	return err
}

// details are what a case keeps, sealed.
type details struct {
	Cause     string       `json:"cause"`
	Source    string       `json:"source"`
	Statement string       `json:"statement,omitempty"`
	When      workday.Date `json:"when,omitzero"`
	Contact   string       `json:"contact,omitempty"`
	Rule      string       `json:"rule,omitempty"`   // of the alarm
	Export    string       `json:"export,omitempty"` // whose fetch rang it
	Broken    string       `json:"broken,omitempty"` // what the ledger was found to be
	Scope     *Extent      `json:"scope,omitempty"`
	Frozen    []frozen     `json:"frozen,omitempty"`
	Draft     *Outcome     `json:"draft,omitempty"`
	Given     *Outcome     `json:"given,omitempty"`
	Concerns  []string     `json:"concerns,omitempty"` // of the alarm; the table rules
}

// Extent is which days, and whose data, a case is about.
type Extent struct {
	From     workday.Date `json:"from"`
	Until    workday.Date `json:"until"`
	Subjects []string     `json:"subjects"`
	All      bool         `json:"all" doc:"whatever those concerned read in those days counts as affected"`
}

// frozen is why something was suspended; who and until when is kept where it is enforced.
type frozen struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

// Outcome is what is proposed and then decided.
type Outcome struct {
	Outcome    string       `json:"outcome" enum:"confirmed,unfounded"`
	Findings   string       `json:"findings"`
	Done       string       `json:"done,omitempty" doc:"what was done, as subjects read it"`
	HandedTo   string       `json:"handed_to,omitempty" enum:",discipline,police"`
	HandedName string       `json:"handed_name,omitempty"`
	On         workday.Date `json:"on,omitzero"`
}

func detailsOf(c *caseflow.Case) (*details, error) {
	x := &details{}
	return x, c.Into(x)
}
