package caseflow

import (
	"context"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/disclosure"
	"xinheng/internal/hook"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// Type is what an area plugs in: its table, what it does on each act, and what its page shows beside the common parts.
type Type struct {
	Def Def
	// Earlier are tables that open cases may still be under.
	Earlier []Def
	// Do runs in the transaction, before the move is written: pure judgements are called from here. An error undoes all.
	// An act without a row only moves the case.
	Do map[Act]func(ctx context.Context, tx pg.Tx, c *Case, m *Doing) error
	// View gives the kind's own panels of the case page, as JSON; nil for none.
	View func(ctx context.Context, db pg.DB, c *Case, who access.Actor) (any, error)
}

// Events are what other areas may follow.
type Events struct {
	Moved    hook.Hook[Moved]
	Reminded hook.Hook[Reminded]
}

// Desk is where cases are opened and carried on. The fields are set while wiring, never later.
type Desk struct {
	Events Events
	// Accounts name officers and say who may take a case over. Nil: nobody is named and nothing handed over.
	Accounts *account.Desk
	// Disclosure keeps who read which case. Nil keeps nothing: only for tests of other areas.
	Disclosure *disclosure.Desk

	db    *pg.Pool
	law   *law.Library
	seal  *seal.Sealer
	now   func() time.Time
	types []Type
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, s *seal.Sealer, now func() time.Time, types ...Type) *Desk {
	return &Desk{db: db, law: lib, seal: s, now: now, types: types}
}

// Register adds a case type while wiring.
func (d *Desk) Register(t Type) { d.types = append(d.types, t) }

// Publish writes what every table permits, as the owner of the schema; afterwards PostgreSQL itself refuses any other
// move. A table that was published and has changed since is refused: it needs another edition.
func Publish(ctx context.Context, owner *pg.Pool, types ...Type) error { panic("soon") }

// Types are the case types registered.
func (d *Desk) Types() []Type { return d.types }

// Open opens a case in the transaction of whoever calls, and runs the handler of the opening act.
func (d *Desk) Open(ctx context.Context, tx pg.Tx, who access.Actor, o Opening) (*Case, error) {
	panic("soon")
}

// Do carries out an act. The same act with the same key, or on the same version by the same actor, is done once.
func (d *Desk) Do(ctx context.Context, tx pg.Tx, caseID string, m Doing) (*Case, error) {
	panic("soon")
}

// Find reads a case for an area's own code: no scope is applied, and nothing is noted as read.
func (d *Desk) Find(ctx context.Context, db pg.DB, caseID string) (*Case, error) { panic("soon") }

// Seen reads a case for somebody: one outside their reach does not exist (S10).
func (d *Desk) Seen(ctx context.Context, db pg.DB, who access.Actor, caseID string) (*Case, error) {
	panic("soon")
}

// Of lists the cases of a kind of a subject, newest first, for an area's own code; kind empty: all.
func (d *Desk) Of(ctx context.Context, db pg.DB, entityID, kind string) ([]Case, error) {
	panic("soon")
}

// Rest lets a clock stand still from today: an expert is heard, another body asked. Resume ends that.
func (d *Desk) Rest(ctx context.Context, tx pg.Tx, who access.Actor, caseID, clock, reason string) error {
	panic("soon")
}

// Resume lets a resting clock run on.
func (d *Desk) Resume(ctx context.Context, tx pg.Tx, who access.Actor, caseID, clock string) error {
	panic("soon")
}

// Extend lengthens a clock once, by what the law gives, for a reason.
func (d *Desk) Extend(ctx context.Context, tx pg.Tx, who access.Actor, caseID, clock, reason string) error {
	panic("soon")
}

// Clocks are the terms of a case with their days, those that ended too.
func (d *Desk) Clocks(ctx context.Context, db pg.DB, c *Case) ([]Term, error) { panic("soon") }

// System is the actor of what a clock does by itself, and of effects an area confirms.
func System() access.Actor { return access.Actor{ID: "system", Kind: "system", Name: "信衡 Xinheng"} }

// Sweep reminds, escalates and recomputes: everything that was due up to today and has not been done, each on its legal
// day. It may run at any time, any number of times.
func (d *Desk) Sweep(ctx context.Context, today workday.Date) (done int, err error) { panic("soon") }

// Term is a clock of a case with its days.
type Term struct {
	Clock       string       `json:"clock"`
	Title       law.Text2    `json:"title"`
	From        workday.Date `json:"from"`
	Due         workday.Date `json:"due" doc:"the last day; empty while it rests"`
	N           int          `json:"n"`
	Unit        workday.Unit `json:"unit"`
	Left        int          `json:"left" doc:"working days left, negative once late; of a term that runs"`
	Running     bool         `json:"running"`
	Resting     bool         `json:"resting" doc:"it stands still: the subject, or an expert, is waited for"`
	Late        bool         `json:"late"`
	Provisional bool         `json:"provisional" doc:"it reaches into a year whose holidays are not published; computed again when they are"`
	Extended    int          `json:"extended" doc:"by how much it was lengthened"`
	Extendable  bool         `json:"extendable"`
	Ended       workday.Date `json:"ended"`
	Basis       law.Text2    `json:"basis"`
	Standing    law.Standing `json:"standing" enum:"text,secondary,assumed"`
}
