package pilot

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// What can be switched.
const (
	ClassTable = "class_table" // the class table a draw sorts firms by
	DrawRatio  = "draw_ratio"  // the ratios a plan begins with
)

// Desk is where pilots are proposed, approved, asked for and evaluated. The exported field is set while wiring.
type Desk struct {
	// Count counts what a pilot touches within a scope, from one day to another, both included. Nil: nothing is counted.
	Count func(ctx context.Context, s Scope, domain string, from, to workday.Date) ([]Counted, error)

	// Compared is a comparison that is done, as a pilot that rests on it shows it; one that is not is refused. Nil: there are none.
	Compared func(ctx context.Context, id string) (Rests, error)

	db  *pg.Pool
	law *law.Library
	now func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, now: now}
}

func (d *Desk) instant() time.Time  { return d.now().UTC().Truncate(time.Microsecond) }
func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// Proposal is a pilot as it is proposed.
type Proposal struct {
	Name    law.Text2 `json:"name"`
	Feature string    `json:"feature" enum:"class_table,draw_ratio"`
	Domain  string    `json:"domain" maxLength:"64" doc:"field of supervision it is switched for"`
	Table   string    `json:"class_table,omitempty" maxLength:"64" doc:"of class_table: the table that stands in"`
	Ratios  Ratios    `json:"ratios,omitempty" doc:"of draw_ratio: permille by class, never above those of the rules"`
	Scope
	Comparison string       `json:"comparison,omitempty" maxLength:"64" doc:"of draw_ratio: the comparison on history it rests on (F29-3)"`
	Basis      string       `json:"basis" maxLength:"500" doc:"document that orders the pilot"`
	FirstOn    workday.Date `json:"first_on"`
	LastOn     workday.Date `json:"last_on" doc:"last day; at the midnight after it the pilot is off"`
}

// Ratios are permille by class.
type Ratios map[string]int64

const longest = 2000

func said(s string, most int) (string, bool) {
	s = strings.TrimSpace(s)
	return s, s != "" && utf8.RuneCountInString(s) <= most
}

// Propose proposes a pilot within one's reach. It switches nothing until somebody else approves it.
func (d *Desk) Propose(ctx context.Context, who access.Actor, in Proposal) (Pilot, error) {
	var ok [3]bool
	in.Name.ZH, ok[0] = said(in.Name.ZH, 100)
	in.Name.EN, ok[1] = said(in.Name.EN, 200)
	in.Basis, ok[2] = said(in.Basis, 500)
	if ok != [3]bool{true, true, true} {
		return Pilot{}, errName
	}
	if err := d.fits(who, &in); err != nil {
		return Pilot{}, err
	}
	if err := d.rests(ctx, &in); err != nil {
		return Pilot{}, err
	}
	due, err := d.days(&in)
	if err != nil {
		return Pilot{}, err
	}
	ratios, err := json.Marshal(in.Ratios)
	if in.Ratios == nil {
		ratios = []byte("{}")
	}
	if err != nil {
		return Pilot{}, err
	}
	p := row{PilotID: "SD-" + rand.Text()[:16], NameZH: in.Name.ZH, NameEN: in.Name.EN, Feature: in.Feature, Domain: in.Domain, ClassTable: in.Table, Ratios: ratios, Regions: in.Regions,
		Industries: append([]string{}, in.Industries...), Basis: in.Basis, FirstOn: in.FirstOn, LastOn: in.LastOn, EvaluateBy: due, Org: who.Org, Body: who.Name, Actor: who.ID, At: d.instant(), Comparison: in.Comparison}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := d.free(ctx, tx, &p); err != nil {
			return err
		}
		if err := insert(ctx, tx, &p); err != nil {
			return err
		}
		_, err := ledger.Append(ctx, tx, p.At, ledger.Act{Kind: "pilot.proposed", Actor: who.ID, About: p.PilotID, Public: map[string]string{"feature": p.Feature, "first_on": p.FirstOn.String(), "last_on": p.LastOn.String()}})
		return err
	})
	if err != nil {
		return Pilot{}, err
	}
	return d.one(ctx, p.PilotID)
}

// fits: the scope is within one's reach, and what is switched is there.
func (d *Desk) fits(who access.Actor, in *Proposal) error {
	book := d.law.On(d.today())
	if len(in.Regions) == 0 || slices.ContainsFunc(in.Regions, func(r string) bool { return len(r) < 2 || !access.InScope(who, "", r) }) {
		return errScope
	}
	if slices.ContainsFunc(in.Industries, func(i string) bool { return !known(i) }) || in.Feature == DrawRatio && len(in.Industries) > 0 {
		return errScope // a plan is of a place: its ratios know no trade
	}
	if _, ok := book.ClassTableOf(in.Domain); !ok || in.Domain == "" || in.Domain == "general" { // a field without a table of its own has the general one: that is no field
		return errDomain
	}
	_, table := book.ClassTable(in.Table)
	switch {
	case in.Feature == ClassTable && table && len(in.Ratios) == 0:
		return nil
	case in.Feature == DrawRatio && in.Table == "" && len(in.Ratios) > 0:
		return ratiosFit(book, in.Ratios)
	}
	return errFeature
}

// rests: only ratios rest on a comparison of ratios, and only on one that is done and public.
func (d *Desk) rests(ctx context.Context, in *Proposal) error {
	if in.Comparison == "" {
		return nil
	}
	if in.Feature != DrawRatio || d.Compared == nil {
		return errComparison
	}
	_, err := d.Compared(ctx, in.Comparison)
	if fault.KindOf(err) == fault.Missing {
		err = errComparison
	}
	return err
}

// known: a section is a letter, a division two digits (GB/T 4754).
func known(industry string) bool {
	return len(industry) == 1 && industry >= "A" && industry <= "T" || len(industry) == 2 && strings.Trim(industry, "0123456789") == ""
}

// ratiosFit: a pilot looks less often or as often as the rules say, never more often.
func ratiosFit(book *law.Book, ratios Ratios) error {
	for class, n := range ratios {
		if !slices.Contains(law.Classes, class) || n < 0 {
			return errFeature
		}
		if l, ok := book.Limit("inspection.ratio." + class); ok && n > l.N {
			return errRatio
		}
	}
	return nil
}

// days are those of the pilot, and the last one for its evaluation.
func (d *Desk) days(in *Proposal) (due workday.Date, err error) {
	book := d.law.On(d.today())
	most, ok := book.Limit("pilot.longest")
	after, there := book.Limit("pilot.evaluation")
	if !ok || !there || in.FirstOn < d.today() || in.LastOn < in.FirstOn || in.LastOn >= in.FirstOn.AddMonths(int(most.N)) {
		return 0, errDays
	}
	return in.LastOn.AddMonths(int(after.N)), nil
}

// free: no other pilot of the same thing overlaps, and the last one was evaluated. The table is locked for it: two that are proposed at
// once see one another.
func (d *Desk) free(ctx context.Context, tx pg.Tx, p *row) error {
	others, err := lockOthers(ctx, tx, p.Feature, p.Domain)
	if err != nil {
		return err
	}
	scope, today := p.scope(), d.today()
	for i := range others {
		o := &others[i]
		os := o.scope()
		if o.PilotID == p.PilotID || o.state(today) == Lapsed || !scope.overlaps(&os) {
			continue
		}
		if o.FirstOn <= p.LastOn && p.FirstOn <= o.end() {
			return errOverlap
		}
		if o.ApprovedAt != nil && o.end() < p.FirstOn && !o.Evaluated {
			return errProlong
		}
	}
	return nil
}

// Approve puts a pilot into force from its first day. Whoever proposed it does not (S2), and no day that has passed is switched.
func (d *Desk) Approve(ctx context.Context, who access.Actor, id string) (Pilot, error) {
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, p *row) error {
		if p.ApprovedAt != nil {
			return nil
		}
		if err := access.Apart(access.Actor{ID: p.Actor}, who); err != nil {
			return err
		}
		if d.today() > p.FirstOn {
			return errLate
		}
		if err := d.free(ctx, tx, p); err != nil {
			return err
		}
		if err := approve(ctx, tx, id, who.ID, d.instant()); err != nil {
			return err
		}
		return d.note(ctx, tx, who, "pilot.approved", id)
	})
}

// Stop ends a pilot with this day, for a reason.
func (d *Desk) Stop(ctx context.Context, who access.Actor, id, why string) (Pilot, error) {
	why, ok := said(why, longest)
	if !ok {
		return Pilot{}, errSays
	}
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, p *row) error {
		if p.StoppedOn != nil && p.StoppedWhy == why {
			return nil
		}
		if p.StoppedOn != nil || !p.on(d.today()) {
			return errNotOn
		}
		if err := stop(ctx, tx, id, d.today(), why); err != nil {
			return err
		}
		return d.note(ctx, tx, who, "pilot.stopped", id)
	})
}

func (d *Desk) note(ctx context.Context, tx pg.Tx, who access.Actor, kind, id string) error {
	_, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: kind, Actor: who.ID, About: id})
	return err
}

// change locks a pilot within one's reach and does something to it.
func (d *Desk) change(ctx context.Context, who access.Actor, id string, do func(context.Context, pg.Tx, *row) error) (Pilot, error) {
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		p, err := find(ctx, tx, qLock, id)
		if err == nil && !p.reachedBy(who) {
			err = errUnknown
		}
		if err != nil {
			return err
		}
		return do(ctx, tx, &p)
	})
	if err != nil {
		return Pilot{}, err
	}
	return d.one(ctx, id)
}

func (p *row) reachedBy(who access.Actor) bool {
	return !slices.ContainsFunc(p.Regions, func(r string) bool { return !access.InScope(who, "", r) })
}
