package caseflow

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/disclosure"
	"xinheng/internal/fault"
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
	// Barred says whom a case does not exist for though their post reaches it: whoever it is about. Nil: nobody.
	Barred func(ctx context.Context, db pg.DB, c *Case, who access.Actor) (bool, error)
}

// shuts says whether a case is kept from an actor whose post reaches it.
func (t Type) shuts(ctx context.Context, db pg.DB, c *Case, who access.Actor) (bool, error) {
	if t.Barred == nil || who.Kind == System().Kind {
		return false, nil
	}
	return t.Barred(ctx, db, c, who)
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
	// Attached links an uploaded file, by the reference given in a form, to a case, and tells what it is; its error says that
	// it does not exist or is not this actor's. Nil: forms cannot carry files.
	Attached func(ctx context.Context, tx pg.Tx, who access.Actor, c *Case, ref string) (name, sha256 string, err error)
	// Disclosure keeps who read which case. Nil keeps nothing: only for tests of other areas.
	Disclosure *disclosure.Desk

	db    *pg.Pool
	law   *law.Library
	seal  *seal.Sealer
	now   func() time.Time
	types []Type
	asked *access.Buckets // who asks for the progress of a case without signing in
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, s *seal.Sealer, now func() time.Time, types ...Type) *Desk {
	return &Desk{db: db, law: lib, seal: s, now: now, types: types, asked: access.NewBuckets(progressRate, now)}
}

// Register adds a case type while wiring.
func (d *Desk) Register(t Type) { d.types = append(d.types, t) }

// Types are the case types registered.
func (d *Desk) Types() []Type { return d.types }

// System is the actor of what a clock does by itself, and of effects an area confirms.
func System() access.Actor {
	return access.Actor{ID: "system", Kind: "system", Name: "信衡 Xinheng"}
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// instant is now, as exact as the tables keep it.
func (d *Desk) instant() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// kind finds a case type.
func (d *Desk) kind(kind string) (Type, bool) {
	i := slices.IndexFunc(d.types, func(t Type) bool { return t.Def.Kind == kind })
	if i < 0 {
		return Type{}, false
	}
	return d.types[i], true
}

// tables are every edition of a type.
func (t Type) tables() []Def { return append([]Def{t.Def}, t.Earlier...) }

// inForce is the newest table of a type that is in force on a day.
func (t Type) inForce(on workday.Date) (def Def, ok bool) {
	for _, e := range t.tables() {
		if e.From <= on && (!ok || e.From > def.From) {
			def, ok = e, true
		}
	}
	return def, ok
}

// of finds the type and the table a case was opened under.
func (d *Desk) of(c *Case) (Type, Def, error) {
	t, ok := d.kind(c.Kind)
	for _, e := range t.tables() {
		if ok && e.Edition == c.Edition {
			return t, e, nil
		}
	}
	return t, Def{}, fmt.Errorf("caseflow: case %s is of %s %s, which no area registered", c.ID, c.Kind, c.Edition)
}

// Check finds what is wrong with the registered tables, and acts that have code and no row.
func (d *Desk) Check() (faults []string) {
	for _, t := range d.types {
		for _, e := range t.tables() {
			faults = append(faults, e.Check(d.law)...)
			if e.Kind != t.Def.Kind {
				faults = append(faults, t.Def.Kind+": an earlier table is of "+e.Kind)
			}
		}
		for act := range t.Do {
			if !slices.ContainsFunc(t.tables(), func(e Def) bool { return e.has(act) }) {
				faults = append(faults, fmt.Sprintf("%s: %s has code and no row", t.Def.Kind, act))
			}
		}
	}
	slices.Sort(faults)
	return faults
}

// Publish writes what every table permits, as the owner of the schema; afterwards PostgreSQL itself refuses any other
// move. A table that was published and has changed since is refused: it needs another edition.
func Publish(ctx context.Context, owner *pg.Pool, types ...Type) error {
	return owner.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		for _, t := range types {
			for _, e := range t.tables() {
				if err := publish(ctx, tx, e); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func publish(ctx context.Context, tx pg.Tx, e Def) error {
	there, err := permits(ctx, tx, e.Kind, e.Edition)
	if err != nil {
		return err
	}
	want := e.rows()
	if len(there) == 0 {
		return permit(ctx, tx, want)
	}
	slices.SortFunc(there, row.compare)
	slices.SortFunc(want, row.compare)
	if !slices.Equal(there, want) {
		return fault.New(fault.Conflict, "caseflow.edition_changed", "办件类型 "+e.Kind+" 的流转表 "+e.Edition+" 已启用，内容又有改动；请另立新的版次。",
			"The table "+e.Edition+" of the case type "+e.Kind+" is in use and has been changed; give the new one another edition.")
	}
	return nil
}

func (r row) compare(o row) int {
	return cmp.Or(strings.Compare(r.From, o.From), strings.Compare(r.Act, o.Act), strings.Compare(r.To, o.To))
}
