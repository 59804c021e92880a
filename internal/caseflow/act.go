package caseflow

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
)

// Do carries out an act. The same act with the same key, or on the same version by the same actor, is done once. An act of
// an agent that the firm must confirm moves nothing yet: the answer says what waits.
func (d *Desk) Do(ctx context.Context, tx pg.Tx, caseID string, m Doing) (*Case, error) {
	c, t, def, err := d.hold(ctx, tx, m.Actor, caseID)
	if err != nil {
		return nil, err
	}
	moves, err := movesOf(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	if done, err := again(c, moves, m); done || err != nil {
		return c, err
	}
	if m.Move, err = def.mayMove(c, m.Act, m.Actor); err != nil {
		return nil, err
	}
	if err := def.apart(moves, m.Act, m.Actor); err != nil {
		return nil, err
	}
	if err := fitDoing(m); err != nil {
		return nil, err
	}
	files, err := d.answers(ctx, tx, c, m)
	if err != nil {
		return nil, err
	}
	if m.Actor.Confirm && m.Move.Confirm {
		return d.ask(ctx, tx, c, m)
	}
	ts, err := termsOf(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	m.Evidence = append(slices.Clip(m.Evidence), files...)
	return c, d.carry(ctx, tx, t, def, c, &m, ts)
}

// hold reads a case for an actor and holds its row.
func (d *Desk) hold(ctx context.Context, tx pg.Tx, who access.Actor, id string) (*Case, Type, Def, error) {
	c, err := d.read(ctx, tx, qLock, id)
	if err != nil {
		return nil, Type{}, Def{}, err
	}
	t, def, err := d.of(c)
	if err == nil {
		err = d.exists(ctx, tx, t, def, c, who)
	}
	return c, t, def, err
}

// exists refuses an actor who does not see a case, or from whom it is kept.
func (d *Desk) exists(ctx context.Context, db pg.DB, t Type, def Def, c *Case, who access.Actor) error {
	if !def.sees(who, c) {
		return errUnknown
	}
	if shut, err := t.shuts(ctx, db, c, who); err != nil || !shut {
		return err
	}
	return errUnknown
}

// again says whether an act was done before: by its key, or on the version that was read, by the same actor.
func again(c *Case, moves []moveRow, m Doing) (bool, error) {
	for _, r := range moves {
		same := r.Act == string(m.Act) && (r.Actor == m.Actor.ID || r.ConfirmedBy == m.Actor.ID)
		if m.Key != "" && r.Key == m.Key {
			if !same {
				return false, errKeyUsed
			}
			return true, nil
		}
		if m.Version != 0 && m.Version != c.Version && r.Version == m.Version && same {
			return true, nil
		}
	}
	if m.Version != 0 && m.Version != c.Version {
		return false, errChanged
	}
	return false, nil
}

// mayMove is the row of an act, when the case stands where it begins and the actor may take it.
func (d Def) mayMove(c *Case, act Act, who access.Actor) (Move, error) {
	if !d.has(act) {
		return Move{}, errNoAct
	}
	m, ok := d.move(act, c.State)
	switch {
	case !ok && c.EndedOn != 0:
		return m, errEnded
	case !ok:
		return m, errNotNow
	case !stands(who, c, m.By) || !may(who, m) && !asks(who, m):
		return m, errNotYours
	}
	return m, nil
}

// asks says whether an agent may prepare an act that the firm then confirms.
func asks(who access.Actor, m Move) bool {
	return who.Confirm && m.Confirm && who.May(access.CasePrepare)
}

// apart refuses whoever took the other act of a pair, whatever roles they hold (S2).
func (d Def) apart(moves []moveRow, act Act, who access.Actor) error {
	for _, pair := range d.Apart {
		other := pair[0]
		if act == pair[0] {
			other = pair[1]
		} else if act != pair[1] {
			continue
		}
		for _, r := range moves {
			if r.Act == string(other) && (r.Actor == who.ID || r.ConfirmedBy == who.ID) {
				return access.Apart(access.Actor{ID: who.ID}, who)
			}
		}
	}
	return nil
}

func fitDoing(m Doing) error {
	if utf8.RuneCountInString(m.Note) > maxNote || !clean(m.Note) {
		return badField("note")
	}
	if len(m.Key) > maxKey || !clean(m.Key) {
		return errKeyUsed
	}
	if len(m.Evidence) > maxEntries || slices.ContainsFunc(m.Evidence, func(e Evidence) bool { return !e.fits() }) {
		return badField("evidence")
	}
	return fit(m.Move.Form, m.Fields)
}

func (e Evidence) fits() bool {
	return e.Kind != "" && e.Ref != "" && len(e.Kind) <= 64 && len(e.Ref) <= 200 && len(e.SHA256) <= 64 && len(e.Source) <= 200 && len(e.Name) <= 800 &&
		clean(e.Kind) && clean(e.Ref) && clean(e.Name) && clean(e.Source) && clean(e.SHA256)
}

// carry is the move itself: the area's handler, what it needs, the ledger, the history, the clocks, and what follows.
func (d *Desk) carry(ctx context.Context, tx pg.Tx, t Type, def Def, c *Case, m *Doing, ts *terms) error {
	m.At = d.instant()
	if m.On == 0 {
		m.On = d.today()
	}
	m.Public = map[string]string{}
	isNew, from := c.moves == 0, c.State
	if do := t.Do[m.Act]; do != nil {
		if err := do(ctx, tx, c, m); err != nil {
			return err
		}
	}
	if err := d.needs(ctx, tx, c, m, isNew); err != nil {
		return err
	}
	if isNew {
		if err := d.insert(ctx, tx, c, m.Key, codeHash(c.Code)); err != nil {
			return err
		}
	}
	to := m.Move.To
	if to == Stay {
		to = from
	}
	if err := d.enter(ctx, tx, c, def, m, from, to); err != nil {
		return err
	}
	if err := ts.enter(d.law, def, c.OpenedOn, from, to, m.On); err != nil {
		return err
	}
	if err := ts.measure(m); err != nil {
		return err
	}
	if err := d.finish(ctx, tx, c, ts, true); err != nil {
		return err
	}
	if err := overtake(ctx, tx, c); err != nil {
		return err
	}
	if d.Disclosure != nil && officer(m.Actor) {
		act := disclosure.Act{Subject: c.EntityID, Org: m.Actor.Org, Case: c.ID, What: "case." + c.Kind + "." + string(m.Act)}
		if err := d.Disclosure.Acted(ctx, tx, act); err != nil {
			return err
		}
	}
	return d.Events.Moved.Fire(ctx, tx, Moved{Case: *c, From: from, Move: m.Move, By: m.Actor, On: m.On})
}

// needs refuses a move without its evidence or facts; what the handler added counts.
func (d *Desk) needs(ctx context.Context, tx pg.Tx, c *Case, m *Doing, isNew bool) error {
	if len(m.Move.Needs) == 0 {
		return nil
	}
	var there []evidenceRow
	if !isNew {
		var err error
		if there, err = evidenceOf(ctx, tx, c); err != nil {
			return err
		}
	}
	if lacks := lacking(c, m.Move, there, m.Evidence); len(lacks) > 0 {
		return missing(lacks[0])
	}
	return nil
}

// lacking are the needs of a move that nothing meets.
func lacking(c *Case, m Move, there []evidenceRow, more []Evidence) (out []string) {
	for _, need := range m.Needs {
		if !slices.Contains(c.Facts, need) && !slices.ContainsFunc(there, func(e evidenceRow) bool { return e.Kind == need }) &&
			!slices.ContainsFunc(more, func(e Evidence) bool { return e.Kind == need }) {
			out = append(out, need)
		}
	}
	return out
}

// spoken is what is sealed of a move.
type spoken struct {
	Name   string `json:"name,omitempty"` // of the person who acted
	Role   string `json:"role,omitempty"`
	Note   string `json:"note,omitempty"`
	Fields Values `json:"fields,omitempty"`
}

func speak(who access.Actor, note string, v Values) spoken {
	s := spoken{Name: who.Person, Note: note, Fields: v}
	if len(who.Roles) > 0 {
		s.Role = who.Roles[len(who.Roles)-1]
	}
	return s
}

// enter writes the move with its evidence and puts the case into its new state.
func (d *Desk) enter(ctx context.Context, tx pg.Tx, c *Case, def Def, m *Doing, from, to State) error {
	clause := m.Move.Basis
	if m.Clause != (law.Ref{}) {
		clause = m.Clause
	}
	public := maps.Clone(m.Public)
	maps.Copy(public, map[string]string{"from": string(from), "to": string(to), "clause": cited(clause), "law": d.law.Edition(), "on": m.On.String()})
	entry, err := ledger.Append(ctx, tx, m.At, ledger.Act{Kind: "case." + c.Kind + "." + string(m.Act), Actor: m.Actor.ID, About: c.ID, Public: public})
	if err != nil {
		return err
	}
	c.moves++
	err = insertMove(ctx, tx, c, moveRow{Seq: c.moves, Act: string(m.Act), FromState: string(from), ToState: string(to), Side: string(m.Move.By),
		Actor: m.Actor.ID, ActorOrg: m.Actor.Org, ConfirmedBy: m.confirmed, Version: c.Version, Key: m.Key, OnDay: m.On, At: m.At,
		Clause: cited(clause), LawEdition: d.law.Edition(), EntryID: entry})
	if err != nil {
		return err
	}
	if err := d.keep(ctx, tx, c, "move "+strconv.Itoa(int(c.moves)), speak(m.Actor, m.Note, m.Fields)); err != nil {
		return err
	}
	for _, e := range m.Evidence {
		if err := d.addEvidence(ctx, tx, c, m, e); err != nil {
			return err
		}
	}
	c.State = to
	if def.final(to) {
		c.EndedOn = m.On
	}
	if m.Move.By == Body && c.Holder == "" {
		c.Holder = m.Actor.ID
	}
	return nil
}

// cited is a clause as it is stored: the code of the instrument and the article.
func cited(r law.Ref) string { return strings.TrimSpace(r.Instrument + " " + r.Article) }

func refOf(s string) law.Ref {
	instrument, article, _ := strings.Cut(s, " ")
	return law.Ref{Instrument: instrument, Article: article}
}

func (d *Desk) addEvidence(ctx context.Context, tx pg.Tx, c *Case, m *Doing, e Evidence) error {
	id := newID()
	err := insertEvidence(ctx, tx, c, evidenceRow{EvidenceID: id, Seq: c.moves, Kind: e.Kind, Ref: e.Ref, SHA256: e.SHA256, Source: e.Source, Actor: m.Actor.ID, At: m.At})
	if err != nil {
		return err
	}
	return d.keep(ctx, tx, c, "evidence "+id, e.Name)
}

// finish computes the clocks, writes the case, and counts its version on when somebody who read it should look again.
func (d *Desk) finish(ctx context.Context, tx pg.Tx, c *Case, ts *terms, counts bool) error {
	ts.settle(d.calendar(c.Region))
	c.DueOn = ts.due()
	if counts {
		c.Version++
	}
	if err := d.update(ctx, tx, c, d.instant()); err != nil {
		return err
	}
	if err := ts.write(ctx, tx, c); err != nil {
		return err
	}
	if len(c.details) == 0 {
		return nil
	}
	return d.keep(ctx, tx, c, "details", c.details)
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// Find reads a case for an area's own code: no scope is applied, and nothing is noted as read.
func (d *Desk) Find(ctx context.Context, db pg.DB, caseID string) (*Case, error) {
	return d.read(ctx, db, qFind, caseID)
}

// Seen reads a case for somebody: one outside their reach does not exist (S10).
func (d *Desk) Seen(ctx context.Context, db pg.DB, who access.Actor, caseID string) (*Case, error) {
	c, err := d.read(ctx, db, qFind, caseID)
	if err != nil {
		return nil, err
	}
	t, def, err := d.of(c)
	if err == nil {
		err = d.exists(ctx, db, t, def, c, who)
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

// Of lists the cases of a kind of a subject, newest first and without their details, for an area's own code; kind empty: all.
func (d *Desk) Of(ctx context.Context, db pg.DB, entityID, kind string) ([]Case, error) {
	return ofEntity(ctx, db, entityID, kind)
}

// NamesOf is what a type of case and the state one is in are called; empty where no area registered it.
func (d *Desk) NamesOf(c *Case) (kind, state law.Text2) {
	_, def, err := d.of(c)
	if err != nil {
		return kind, state
	}
	return def.Name, def.name(c.State).Name
}

// Sealed is all that is kept sealed of a case, each as JSON: what was said and filled in, and the details of its area. It is for code that
// sees to it that none of it gets out; it is never shown.
func (d *Desk) Sealed(ctx context.Context, db pg.DB, c *Case) (out []json.RawMessage, err error) {
	all, err := d.allWords(ctx, db, c, "")
	for _, w := range all {
		out = append(out, w)
	}
	if len(c.details) > 0 {
		out = append(out, c.details)
	}
	return out, err
}
