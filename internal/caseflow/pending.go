package caseflow

import (
	"context"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
)

// ask keeps an agent's act until the firm confirms it (F26-10).
func (d *Desk) ask(ctx context.Context, tx pg.Tx, c *Case, m Doing) (*Case, error) {
	all, err := pendingsOf(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		if m.Key != "" && p.Key == m.Key {
			if p.Act != string(m.Act) || p.Actor != m.Actor.ID {
				return nil, errKeyUsed
			}
			c.Waiting = p.PendingID
			return c, nil
		}
	}
	p := pendingRow{PendingID: newID(), Act: string(m.Act), Moves: c.moves, Key: m.Key, Actor: m.Actor.ID, AskedAt: d.instant(), Status: "waiting"}
	if err := insertPending(ctx, tx, c, p); err != nil {
		return nil, err
	}
	c.Waiting = p.PendingID
	if err := d.keep(ctx, tx, c, "pending "+p.PendingID, asked{speak(m.Actor, m.Note, m.Fields), m.Evidence}); err != nil {
		return nil, err
	}
	return c, d.event(ctx, tx, c, m.Actor, eventRow{What: "asked", About: string(m.Act)}, "")
}

// asked is what is sealed of an agent's act.
type asked struct {
	Spoken   spoken     `json:"spoken"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Confirm settles an agent's act: the firm makes it its own, or declines it.
func (d *Desk) Confirm(ctx context.Context, tx pg.Tx, who access.Actor, caseID, pendingID string, yes bool) (*Case, error) {
	c, t, def, err := d.hold(ctx, tx, who, caseID)
	if err != nil {
		return nil, err
	}
	all, err := pendingsOf(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(p pendingRow) bool { return p.PendingID == pendingID })
	if i < 0 || !forSubject(who, c) {
		return nil, errNoPending
	}
	p := all[i]
	if p.Status == "confirmed" && yes && p.DecidedBy == who.ID {
		return c, nil // a second click
	}
	if p.Status != "waiting" {
		return nil, errNoPending
	}
	m, err := def.mayMove(c, Act(p.Act), who)
	if err != nil {
		return nil, err
	}
	if who.Confirm || !who.May(m.Permission) {
		return nil, errNotYours
	}
	if err := access.Apart(access.Actor{ID: p.Actor}, who); err != nil {
		return nil, err
	}
	return c, d.settlePending(ctx, tx, t, def, c, who, p, m, yes)
}

func (d *Desk) settlePending(ctx context.Context, tx pg.Tx, t Type, def Def, c *Case, who access.Actor, p pendingRow, m Move, yes bool) error {
	var a asked
	if err := d.words(ctx, tx, c, "pending "+p.PendingID, &a); err != nil {
		return err
	}
	status := "declined"
	if yes {
		status = "confirmed"
	}
	if _, err := settle(ctx, tx, c, p.PendingID, status, who.ID); err != nil {
		return err
	}
	if err := d.event(ctx, tx, c, who, eventRow{What: status, About: p.Act}, ""); err != nil || !yes {
		return err
	}
	moves, err := movesOf(ctx, tx, c)
	if err != nil {
		return err
	}
	agent := access.Actor{ID: p.Actor, Kind: access.KindPerson, Firm: who.Firm, Org: who.Org, Name: who.Name, Person: a.Spoken.Name, Confirm: true,
		Roles: []string{a.Spoken.Role}}
	for _, one := range []access.Actor{agent, who} {
		if err := def.apart(moves, m.Act, one); err != nil {
			return err
		}
	}
	ts, err := termsOf(ctx, tx, c)
	if err != nil {
		return err
	}
	doing := Doing{Act: m.Act, Actor: agent, Fields: a.Spoken.Fields, Note: a.Spoken.Note, Evidence: a.Evidence, Key: p.Key, Move: m, confirmed: who.ID}
	files, err := d.answers(ctx, tx, c, doing)
	if err != nil {
		return err
	}
	doing.Evidence = append(doing.Evidence, files...)
	return d.carry(ctx, tx, t, def, c, &doing, ts)
}

// event writes what happened beside the moves, now unless it says otherwise; with a reason it is sealed.
func (d *Desk) event(ctx context.Context, tx pg.Tx, c *Case, who access.Actor, e eventRow, reason string) error {
	e.EventID, e.Actor, e.ActorOrg, e.At = newID(), who.ID, who.Org, d.instant()
	if e.OnDay == 0 {
		e.OnDay = d.today()
	}
	if e.What != "reminded" && e.What != "recomputed" && e.What != "taken" {
		public := map[string]string{"on": e.OnDay.String()}
		if e.Clock != "" {
			public["clock"] = e.Clock
		}
		if e.What == "asked" || e.What == "confirmed" || e.What == "declined" {
			public["act"] = e.About
		}
		entry, err := ledger.Append(ctx, tx, e.At, ledger.Act{Kind: "case." + c.Kind + "." + e.What, Actor: who.ID, About: c.ID, Public: public})
		if err != nil {
			return err
		}
		e.EntryID = entry
	}
	if err := insertEvent(ctx, tx, c, e); err != nil {
		return err
	}
	if reason == "" && who.Person == "" {
		return nil
	}
	return d.keep(ctx, tx, c, "event "+e.EventID, speak(who, reason, nil))
}
