package check

import (
	"context"
	"encoding/json"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/hook"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// Events are what happens at the desk, for areas it does not know.
type Events struct {
	// Given fires in the transaction that records answers, with those that told an effect and those whose case is to be
	// watched: what was told has to be answered for, and called back when it ends (F07-3, F07-4, F16-5).
	Given hook.Hook[[]Given]
}

// Given is an answer as whoever answers for it later needs it: what was asked, and what was told.
type Given struct {
	ID, Subject                                string
	Caller, Actor, Officer                     string
	Matter, Industry, Purpose, CaseNo, Edition string
	At                                         time.Time
	On                                         workday.Date // the day it was asked about
	LevelOne                                   bool         // it was one word
	Test                                       bool         // asked to try things out: nobody has to answer for it
	Watch                                      bool         // its case is to be watched
	Again                                      bool         // it was answered from a snapshot on the day asked about: it is answered for like a check of today
	Told                                       Told
}

// Told is as much of a finding as its caller was told: at level 1 the word and nothing else (G10).
type Told struct {
	Outcome string `json:"outcome" doc:"of level 1 the word that was answered: yes, no or not_enough_data"`
	Effects []Bit  `json:"effects"`
}

// Bit is one effect that was told, without its wording.
type Bit struct {
	Measure string       `json:"measure" doc:"code of the measure or incentive"`
	Kind    law.Effect   `json:"kind" enum:"block,warn,inform,incentive"`
	Must    bool         `json:"must"`
	Record  string       `json:"record" doc:"the record it rests on"`
	Until   workday.Date `json:"until,omitempty"`
}

// Again is a question that was asked before, to be judged by the facts and the law of another day.
type Again struct {
	Subject, Matter, Industry string
	On                        workday.Date
}

// Renewed is what follows today from a question asked before.
type Renewed struct {
	Told    Told
	Finding Finding // never for the eyes of a level 1 caller
	Usable  bool    // false: a rule names what the catalogue does not hold, and nothing may be concluded (F16-2)
}

// Why says why a record no longer leads to a measure: expired, repaired, …; "changed" when nothing of it is left to say.
func (r *Renewed) Why(record, measure string) string {
	for i := range r.Finding.NotApplied {
		if p := &r.Finding.NotApplied[i]; p.What.RecordID == record && (p.Measure == "" || p.Measure == measure) {
			return p.Why
		}
	}
	return "changed"
}

// Judged judges a question again. A matter that is no longer in force asks nothing of anybody.
func (d *Desk) Judged(a Again, facts []standing.Fact, known bool, ad law.Adoptions) Renewed {
	q := question{book: d.lib.On(a.On), on: a.On}
	m, inForce := q.book.Matter(a.Matter)
	r := Renewed{Usable: true}
	switch q.matter = m; {
	case !inForce:
		r.Finding = Finding{Outcome: Clear}
	case !known:
		r.Finding = unknown(q)
	default:
		r.Finding = JudgeIn(a.Industry, facts, m, q.book, ad, a.On)
		r.Usable = len(r.Finding.Unlisted) == 0
	}
	r.Told = toldOf(&r.Finding, isPerson(a.Subject) || isLevelOne(d.lib, a.Matter))
	return r
}

func toldOf(f *Finding, levelOne bool) Told {
	if levelOne {
		return Told{Outcome: string(answerOf(f.Outcome)), Effects: []Bit{}}
	}
	t := Told{Outcome: string(f.Outcome), Effects: make([]Bit, len(f.Effects))}
	for i := range f.Effects {
		e := &f.Effects[i]
		t.Effects[i] = Bit{Measure: e.Measure.Code, Kind: e.Kind, Must: e.Must, Record: e.Because.RecordID, Until: e.Until}
	}
	return t
}

// given tells the answers of a group that somebody must answer for.
func (d *Desk) given(ctx context.Context, tx pg.Tx, rows []*Decision) error {
	var out []Given
	for _, r := range rows {
		if r.watch || r.Finding != nil && len(r.Effects) > 0 || r.Answer == No {
			out = append(out, r.given(r.outcome))
		}
	}
	if len(out) == 0 {
		return nil
	}
	return d.Events.Given.Fire(ctx, tx, out)
}

func (d *Decision) given(o Outcome) Given {
	g := Given{ID: d.ID, Subject: d.Subject, Caller: d.Caller, Actor: d.actor, Officer: d.Officer, Matter: d.Matter.Code, Industry: d.industry,
		Purpose: d.Purpose, CaseNo: d.CaseNo, Edition: d.AsOf.Edition, At: d.At, On: d.AsOf.Date, LevelOne: d.Answer != "", Test: d.Purpose == purposeTest, Watch: d.watch, Again: d.along != nil}
	if d.Finding == nil {
		g.Told = Told{Outcome: string(answerOf(o)), Effects: []Bit{}}
		return g
	}
	g.Told = toldOf(d.Finding, false)
	return g
}

// GivenTo finds an answer of the actor's own body, by its number.
func (d *Desk) GivenTo(ctx context.Context, actor access.Actor, id string) (Given, error) {
	k, _, err := find(ctx, d.db, id, actor.Org)
	if err != nil {
		return Given{}, err
	}
	var a Decision
	if err := json.Unmarshal([]byte(k.Answer), &a); err != nil {
		return Given{}, err
	}
	var in Inputs
	if err := json.Unmarshal([]byte(k.Inputs), &in); err != nil {
		return Given{}, err
	}
	a.industry, a.actor = in.Industry, actor.ID
	return a.given(Outcome(k.Outcome)), nil
}
