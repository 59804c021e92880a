package caselib

import (
	"context"
	"crypto/rand"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/access"
	"xinheng/internal/attach"
	"xinheng/internal/caseflow"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/pg"
	"xinheng/internal/registry"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// What a piece can be.
const (
	Study    = "study"    // 典型案例
	Outreach = "outreach" // 诚信宣传活动
)

// Desk is where pieces are drafted, published and withdrawn. The exported field is set while wiring.
type Desk struct {
	// Region is the division of a body, by its code.
	Region func(ctx context.Context, org string) (string, error)

	db     *pg.Pool
	law    *law.Library
	sealer *seal.Sealer
	cases  *caseflow.Desk
	files  *attach.Desk
	now    func() time.Time
}

// NewDesk makes the desk. Whoever wires it lets MaySee and MaySeeAttendance decide who opens files.
func NewDesk(db *pg.Pool, lib *law.Library, s *seal.Sealer, cases *caseflow.Desk, files *attach.Desk, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, sealer: s, cases: cases, files: files, now: now}
}

func (d *Desk) instant() time.Time  { return d.now().UTC().Truncate(time.Microsecond) }
func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// Draft is a piece as an editor writes it.
type Draft struct {
	Form      string       `json:"form" enum:"study,outreach"`
	Kind      string       `json:"kind,omitempty" enum:"incentive,discipline,repair,commitment,objection" doc:"of a study: what it shows"`
	Title     law.Text2    `json:"title"`
	Body      law.Text2    `json:"body"`
	Programme law.Text2    `json:"programme,omitzero" doc:"of an activity"`
	Articles  []law.Ref    `json:"articles" maxItems:"10" doc:"of a study: those it shows, among those rules rest on"`
	Case      string       `json:"case,omitempty" maxLength:"64" doc:"number of the closed case a study is drawn from; absent: by hand"`
	Hide      []string     `json:"hide,omitempty" maxItems:"50" doc:"names, codes and contacts that must not appear; only keyed digests are kept. Absent when revising: as before"`
	FirstOn   workday.Date `json:"first_on,omitempty" doc:"of an activity"`
	LastOn    workday.Date `json:"last_on,omitempty" doc:"of an activity; the day after, it is over by itself"`
}

// Write drafts a piece. It is nowhere to be read until another person publishes it.
func (d *Desk) Write(ctx context.Context, who access.Actor, in Draft) (Piece, error) {
	p := row{PieceID: map[string]string{Study: "AL-", Outreach: "HD-"}[in.Form] + rand.Text()[:16], Form: in.Form, Org: who.Org, Hides: []string{}}
	var err error
	if p.Region, err = d.Region(ctx, who.Org); err != nil {
		return Piece{}, err
	}
	err = d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := d.fill(ctx, tx, who, &p, &in); err != nil {
			return err
		}
		if err := insert(ctx, tx, &p); err != nil {
			return err
		}
		return d.note(ctx, tx, who, "caselib.drafted", &p)
	})
	if err != nil {
		return Piece{}, err
	}
	return d.One(ctx, who, p.PieceID)
}

// Revise writes the next version of a draft; version is the one it was read at.
func (d *Desk) Revise(ctx context.Context, who access.Actor, id string, version int32, in Draft) (Piece, error) {
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, p *row) error {
		if p.PublishedAt != nil || in.Form != p.Form {
			return errState
		}
		if p.Version != version {
			return errMoved
		}
		if err := d.fill(ctx, tx, who, p, &in); err != nil {
			return err
		}
		return revise(ctx, tx, p)
	})
}

// fill puts what an editor wrote into a row.
func (d *Desk) fill(ctx context.Context, tx pg.Tx, who access.Actor, p *row, in *Draft) error {
	if err := d.fits(in); err != nil {
		return err
	}
	if in.Case != "" {
		if _, err := d.closed(ctx, tx, who, in.Case); err != nil {
			return err
		}
	}
	p.Kind, p.TitleZH, p.TitleEN, p.BodyZH, p.BodyEN, p.ProgrammeZH, p.ProgrammeEN = in.Kind, in.Title.ZH, in.Title.EN, in.Body.ZH, in.Body.EN, in.Programme.ZH, in.Programme.EN
	p.Articles, p.CaseID, p.FirstOn, p.LastOn = refs(in.Articles), in.Case, in.FirstOn, in.LastOn
	if in.Hide != nil {
		p.Hides = []string{}
		for _, h := range in.Hide {
			if b := bare(h); len(b) > 1 {
				p.Hides = append(p.Hides, concealedOf(b, d.blind))
			}
		}
	}
	if !slices.Contains(p.Editors, who.ID) {
		p.Editors = append(p.Editors, who.ID)
	}
	p.Version, p.At = p.Version+1, d.instant()
	return nil
}

func (d *Desk) blind(s string) string { return d.sealer.Blind("caselib", s) }

// fits refuses what is not whole.
func (d *Desk) fits(in *Draft) error {
	for _, x := range []struct {
		s    *string
		most int
		may  bool // be empty
	}{{&in.Title.ZH, 100, false}, {&in.Title.EN, 200, false}, {&in.Body.ZH, 6000, false}, {&in.Body.EN, 12000, false}, {&in.Programme.ZH, 2000, true}, {&in.Programme.EN, 4000, true}} {
		*x.s = strings.TrimSpace(strings.ReplaceAll(*x.s, "\r\n", "\n"))
		if *x.s == "" && !x.may || utf8.RuneCountInString(*x.s) > x.most {
			return errWords
		}
	}
	if (in.Programme.ZH == "") != (in.Programme.EN == "") {
		return errWords
	}
	if in.Form == Study {
		if in.Kind == "" || in.FirstOn != 0 || in.LastOn != 0 || in.Programme.ZH != "" {
			return errKind
		}
		if len(in.Articles) == 0 || slices.ContainsFunc(in.Articles, func(r law.Ref) bool { return !d.cited(r) }) {
			return errArticles
		}
		return nil
	}
	switch {
	case in.Kind != "" || in.Case != "" || in.FirstOn == 0 || in.LastOn == 0:
		return errKind
	case in.LastOn < in.FirstOn || in.LastOn < d.today() || in.LastOn > in.FirstOn.AddMonths(12):
		return errDays
	case slices.ContainsFunc(in.Articles, func(r law.Ref) bool { return !d.cited(r) }):
		return errArticles
	}
	return nil
}

// cited says whether rules in force rest on an article: no other is named, so none can be invented.
func (d *Desk) cited(r law.Ref) bool {
	if r.Instrument == "" || r.Article == "" {
		return false
	}
	on, _ := d.law.Dependants(r, d.today())
	return len(on) > 0
}

// Article is one that can be shown, in words.
type Article struct {
	law.Ref
	Text law.Text2 `json:"text"`
}

// Articles are those rules in force rest on.
func (d *Desk) Articles() []Article {
	book, there := d.law.On(d.today()), map[law.Ref]Article{}
	for _, v := range d.law.Values(d.today()) {
		for _, r := range v.Basis {
			if d.cited(r) && there[r].Instrument == "" {
				there[r] = Article{r, book.Cite(r)}
			}
		}
	}
	return slices.SortedFunc(maps.Values(there), func(a, b Article) int {
		return strings.Compare(a.Instrument+" "+a.Text.ZH, b.Instrument+" "+b.Text.ZH)
	})
}

// Publish puts a version before everybody. Whoever wrote any of it does not publish it (S2), and nothing that tells who it is about is.
func (d *Desk) Publish(ctx context.Context, who access.Actor, id string, version int32) (Piece, error) {
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, p *row) error {
		switch {
		case p.PublishedAt != nil && p.Version == version && p.PublishedBy == who.ID:
			return nil // a second click
		case p.PublishedAt != nil:
			return errState
		case p.Version != version:
			return errMoved
		case p.Form == Outreach && p.LastOn < d.today():
			return errDays
		}
		for _, e := range p.Editors {
			if err := access.Apart(access.Actor{ID: e}, who); err != nil {
				return err
			}
		}
		found, err := d.look(ctx, tx, p, p.texts())
		if err != nil {
			return err
		}
		if len(found) > 0 {
			return errNamed(found)
		}
		if err := publish(ctx, tx, id, who.ID, d.instant()); err != nil {
			return err
		}
		return d.note(ctx, tx, who, "caselib.published", p)
	})
}

// Withdraw takes a piece down, for a reason everybody reads in its place.
func (d *Desk) Withdraw(ctx context.Context, who access.Actor, id, why string) (Piece, error) {
	why = strings.TrimSpace(why)
	if why == "" || utf8.RuneCountInString(why) > 500 {
		return Piece{}, errWhy
	}
	return d.change(ctx, who, id, func(ctx context.Context, tx pg.Tx, p *row) error {
		if p.WithdrawnAt != nil && p.WithdrawnWhy == why {
			return nil
		}
		if p.PublishedAt == nil || p.WithdrawnAt != nil {
			return errState
		}
		found, err := d.look(ctx, tx, p, []said{{"why", why}})
		if err != nil {
			return err
		}
		if len(found) > 0 {
			return errNamed(found)
		}
		if err := withdraw(ctx, tx, id, who.ID, d.instant(), why); err != nil {
			return err
		}
		return d.note(ctx, tx, who, "caselib.withdrawn", p)
	})
}

// look finds what tells who a piece is about.
func (d *Desk) look(ctx context.Context, db pg.DB, p *row, texts []said) ([]Trace, error) {
	tellings, err := d.tellings(ctx, db, p.CaseID)
	if err != nil {
		return nil, err
	}
	out := []Trace{}
	for _, s := range texts {
		text := pageOf(s)
		out = append(append(append(out, text.shaped()...), text.named(tellings)...), text.concealed(p.Hides, d.blind)...)
		at := text.candidates()
		names, err := registry.Named(ctx, db, slices.Collect(maps.Keys(at)))
		if err != nil {
			return nil, err
		}
		for _, n := range names {
			out = append(out, Trace{text.field, at[n], "firm"})
		}
	}
	return sorted(out), nil
}

// change locks a piece within reach and does something to it.
func (d *Desk) change(ctx context.Context, who access.Actor, id string, do func(context.Context, pg.Tx, *row) error) (Piece, error) {
	err := d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		p, err := find(ctx, tx, qLock, id)
		if err == nil && !access.InScope(who, p.Org, p.Region) {
			err = errUnknown
		}
		if err != nil {
			return err
		}
		return do(ctx, tx, &p)
	})
	if err != nil {
		return Piece{}, err
	}
	return d.One(ctx, who, id)
}

func (d *Desk) note(ctx context.Context, tx pg.Tx, who access.Actor, kind string, p *row) error {
	_, err := ledger.Append(ctx, tx, d.instant(), ledger.Act{Kind: kind, Actor: who.ID, About: p.PieceID, Public: map[string]string{"form": p.Form, "kind": p.Kind}})
	return err
}
