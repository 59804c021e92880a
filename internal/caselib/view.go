package caselib

import (
	"context"
	"slices"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Public is a piece as anybody reads it. Of one that was withdrawn only the reason is told.
type Public struct {
	ID          string       `json:"id"`
	Form        string       `json:"form" enum:"study,outreach"`
	Kind        string       `json:"kind,omitempty" enum:"incentive,discipline,repair,commitment,objection"`
	State       string       `json:"state" enum:"draft,published,coming,on,over,withdrawn" doc:"of an activity published: coming, on, over"`
	Title       law.Text2    `json:"title"`
	Body        law.Text2    `json:"body"`
	Programme   law.Text2    `json:"programme,omitzero"`
	Articles    []Article    `json:"articles"`
	FirstOn     workday.Date `json:"first_on,omitempty"`
	LastOn      workday.Date `json:"last_on,omitempty" doc:"last day; it is over the day after"`
	PublishedAt *time.Time   `json:"published_at,omitempty"`
	WithdrawnAt *time.Time   `json:"withdrawn_at,omitempty"`
	Why         string       `json:"withdrawn_why,omitempty"`
	Materials   []Material   `json:"materials,omitempty"`
	Reach       *Reach       `json:"reach,omitempty" doc:"of an activity: counted, never estimated"`
}

// Material is a file of an activity.
type Material struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256" db:"sha256"`
}

// Reach is what an activity reached.
type Reach struct {
	Views      int64        `json:"views" doc:"how often its page was shown from its first day to its last, by whoever and however often"`
	People     int64        `json:"people" doc:"sum of the attendance below"`
	Attendance []Attendance `json:"attendance"`
}

// Attendance is how many came, with the document that says so.
type Attendance struct {
	Seq      int32        `json:"seq"`
	On       workday.Date `json:"on"`
	People   int32        `json:"people"`
	Document string       `json:"document" doc:"number of the document"`
	SHA256   string       `json:"sha256" doc:"of the document as it was handed in"`
	Corrects int32        `json:"corrects,omitempty" doc:"the entry it stands instead of"`
}

// Piece is a piece as its editors see it.
type Piece struct {
	Public
	Version int32     `json:"version"`
	Case    string    `json:"case,omitempty"`
	Hides   int       `json:"hides" doc:"how many words the editor gave to be hidden"`
	At      time.Time `json:"at"`
	Own     bool      `json:"own" doc:"one wrote some of it, and does not publish it"`
	Traces  []Trace   `json:"traces" doc:"of a draft: where it tells who it is about; none may be left when it is published"`
}

// state is how a piece stands on a day.
func (p *row) state(today workday.Date) string {
	switch {
	case p.WithdrawnAt != nil:
		return "withdrawn"
	case p.PublishedAt == nil:
		return "draft"
	case p.Form == Study:
		return "published"
	case today < p.FirstOn:
		return "coming"
	case today > p.LastOn:
		return "over"
	}
	return "on"
}

func (p *row) texts() []said {
	return []said{{"title.zh", p.TitleZH}, {"title.en", p.TitleEN}, {"body.zh", p.BodyZH}, {"body.en", p.BodyEN}, {"programme.zh", p.ProgrammeZH}, {"programme.en", p.ProgrammeEN}}
}

// show is a piece in words; articles are cited as on the day it was published.
func (d *Desk) show(p *row) Public {
	out := Public{ID: p.PieceID, Form: p.Form, Kind: p.Kind, State: p.state(d.today()), Title: law.Text2{ZH: p.TitleZH, EN: p.TitleEN}, Body: law.Text2{ZH: p.BodyZH, EN: p.BodyEN},
		Programme: law.Text2{ZH: p.ProgrammeZH, EN: p.ProgrammeEN}, Articles: []Article{}, FirstOn: p.FirstOn, LastOn: p.LastOn, PublishedAt: p.PublishedAt, WithdrawnAt: p.WithdrawnAt, Why: p.WithdrawnWhy}
	on := d.today()
	if p.PublishedAt != nil {
		on = workday.Of(*p.PublishedAt)
	}
	for _, a := range p.Articles {
		instrument, article, _ := strings.Cut(a, " ")
		r := law.Ref{Instrument: instrument, Article: article}
		out.Articles = append(out.Articles, Article{r, d.law.On(on).Cite(r)})
	}
	return out
}

// One is a piece within reach, with where it still tells who it is about.
func (d *Desk) One(ctx context.Context, who access.Actor, id string) (Piece, error) {
	p, err := find(ctx, d.db, qOne, id)
	if err == nil && !access.InScope(who, p.Org, p.Region) {
		err = errUnknown
	}
	if err != nil {
		return Piece{}, err
	}
	out := d.piece(who, &p)
	if p.PublishedAt == nil {
		if out.Traces, err = d.look(ctx, d.db, &p, p.texts()); err != nil {
			return Piece{}, err
		}
	}
	err = d.reach(ctx, &p, &out.Public)
	return out, err
}

func (d *Desk) piece(who access.Actor, p *row) Piece {
	return Piece{Public: d.show(p), Version: p.Version, Case: p.CaseID, Hides: len(p.Hides), At: p.At, Own: slices.Contains(p.Editors, who.ID), Traces: []Trace{}}
}

// List are the pieces within reach, drafts first.
func (d *Desk) List(ctx context.Context, who access.Actor) ([]Piece, error) {
	rows, err := seen(ctx, d.db, who.Org, who.Regions)
	out := []Piece{}
	for i := range rows {
		out = append(out, d.piece(who, &rows[i]))
	}
	return out, err
}

// Studies are the published case studies, newest first: of a kind, and that show one of some articles.
func (d *Desk) Studies(ctx context.Context, kind string, articles ...law.Ref) ([]Public, error) {
	return d.published(ctx, Study, kind, refs(articles))
}

// Activities are the published activities, the latest to end first.
func (d *Desk) Activities(ctx context.Context) ([]Public, error) {
	return d.published(ctx, Outreach, "", []string{})
}

func (d *Desk) published(ctx context.Context, form, kind string, articles []string) ([]Public, error) {
	rows, err := public(ctx, d.db, form, kind, articles)
	out := []Public{}
	for i := range rows {
		out = append(out, d.show(&rows[i]))
	}
	return out, err
}

// Read is a published piece of a form; of one that was withdrawn the reason alone.
func (d *Desk) Read(ctx context.Context, form, id string) (Public, error) {
	p, err := find(ctx, d.db, qOne, id)
	if err == nil && (p.PublishedAt == nil || p.Form != form) {
		err = errUnknown
	}
	if err != nil {
		return Public{}, err
	}
	out := d.show(&p)
	if p.WithdrawnAt != nil {
		return Public{ID: out.ID, Form: out.Form, Kind: out.Kind, State: out.State, Articles: []Article{}, PublishedAt: out.PublishedAt, WithdrawnAt: out.WithdrawnAt, Why: out.Why}, nil
	}
	err = d.reach(ctx, &p, &out)
	return out, err
}

// reach adds what belongs to an activity alone.
func (d *Desk) reach(ctx context.Context, p *row, out *Public) (err error) {
	if p.Form != Outreach {
		return nil
	}
	if out.Materials, err = materials(ctx, d.db, p.PieceID); err != nil {
		return err
	}
	r := Reach{Attendance: []Attendance{}}
	if r.Views, err = views(ctx, d.db, p.PieceID); err != nil {
		return err
	}
	all, err := attendance(ctx, d.db, p.PieceID)
	for _, a := range all {
		if slices.ContainsFunc(all, func(o attended) bool { return o.Corrects == a.Seq }) {
			continue
		}
		r.People += int64(a.People)
		r.Attendance = append(r.Attendance, Attendance{a.Seq, a.On, a.People, a.Document, a.SHA256, a.Corrects})
	}
	out.Reach = &r
	return err
}
