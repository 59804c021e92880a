package disclosure

import (
	"cmp"
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Seen is one time that somebody was shown a subject's data.
type Seen struct {
	ID      string
	At      time.Time
	Kind    Kind
	Org     string // code of the body
	Purpose string
	Fields  []string
	App     *law.Text2 // the app it was seen through, by the subject's own authorisation
}

// Kind is how it was seen.
type Kind string

const (
	KindReading   Kind = "reading"
	KindCheck     Kind = "check"
	KindConsented Kind = "consented"
	KindGlass     Kind = "break_glass"
	KindExport    Kind = "export"
	KindApp       Kind = "app"
)

// Mark is a place among what was seen, newest first.
type Mark struct {
	At time.Time
	ID string
}

// Feed tells what an area disclosed about an entity: newest first (by instant, then by id), at most limit, and only what
// stands behind the mark: earlier than it, or at its instant with a lesser id.
type Feed func(ctx context.Context, entity string, behind Mark, limit int) ([]Seen, error)

// View is a line of 谁查了我: one body's readings for one purpose within the span that the law data groups by.
type View struct {
	ID       string     `json:"id" doc:"for a question"`
	At       time.Time  `json:"at" doc:"the newest"`
	First    time.Time  `json:"first_at"`
	Count    int        `json:"count"`
	Kind     Kind       `json:"kind" enum:"reading,check,consented,break_glass,export,app"`
	Org      string     `json:"org"`
	Body     string     `json:"body"`
	Purpose  Purpose    `json:"purpose"`
	Fields   []string   `json:"fields"`
	App      *law.Text2 `json:"app,omitempty" doc:"name of the app it was read through"`
	Question *Question  `json:"question,omitempty"`

	span workday.Date
	ids  []string
}

// Question is what a subject asked about a view, and what the auditor found.
type Question struct {
	At       time.Time  `json:"at"`
	Words    string     `json:"words"`
	Answered *time.Time `json:"answered_at,omitempty"`
	InOrder  *bool      `json:"in_order,omitempty"`
	Answer   *string    `json:"answer,omitempty"`
}

// delays says when something seen may be shown to its subject.
type delays struct{ lib *law.Library }

// shown is the first day on which it is: by the law of the day it was seen, with a delay of its own for some purposes.
func (d delays) shown(s Seen) workday.Date {
	day := workday.Of(s.At)
	if s.Kind == KindApp {
		return day // its own app: there is nobody to warn
	}
	book := d.lib.On(day)
	l, ok := book.Limit("disclosure.delay." + s.Purpose)
	if !ok {
		l, ok = book.Limit("disclosure.delay")
	}
	switch {
	case !ok:
		return day // there was no such rule that day
	case l.Unit == law.Months:
		return day.AddMonths(int(l.N))
	}
	return day.AddDays(int(l.N))
}

// pageRead is how many rows are read for one page of views.
const pageRead = 500

// Of gives the views of a subject that may be shown today, newest first, and a cursor for the next page, empty at the end.
func (d *Desk) Of(ctx context.Context, subject, after string) (views []View, next string, err error) {
	behind, err := d.startOf(after)
	if err != nil {
		return nil, "", err
	}
	today, late := d.today(), delays{d.law}
	for len(views) == 0 { // a stretch that may not be shown yet looks like nothing at all
		seen, more, err := d.seen(ctx, subject, behind, pageRead)
		if err != nil {
			return nil, "", err
		}
		visible := slices.DeleteFunc(slices.Clone(seen), func(s Seen) bool { return late.shown(s) > today })
		if views, err = d.group(visible); err != nil {
			return nil, "", err
		}
		if !more {
			next = ""
			break
		}
		behind = Mark{seen[len(seen)-1].At, seen[len(seen)-1].ID}
		next = behind.cursor()
	}
	return views, next, d.dress(ctx, subject, views)
}

// seen merges our own readings with what the feeds tell.
func (d *Desk) seen(ctx context.Context, subject string, behind Mark, limit int) (all []Seen, more bool, err error) {
	for _, feed := range append([]Feed{d.readings}, d.Feeds...) {
		some, err := feed(ctx, subject, behind, limit+1)
		if err != nil {
			return nil, false, err
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, func(a, b Seen) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)) })
	if more = len(all) > limit; more {
		all = all[:limit]
	}
	return all, more, nil
}

// group makes one line of what one body saw for one purpose within a span of days.
func (d *Desk) group(seen []Seen) (views []View, err error) {
	for _, s := range seen {
		days, err := d.limit(s.At, "disclosure.group")
		if err != nil {
			return nil, err
		}
		day := workday.Of(s.At)
		span := day - day%workday.Date(days) //nolint:gosec // a number of days
		i := slices.IndexFunc(views, func(v View) bool {
			return v.span == span && v.Org == s.Org && v.Purpose.Code == s.Purpose && v.Kind == s.Kind && sameApp(v.App, s.App)
		})
		if i < 0 {
			i = len(views)
			views = append(views, View{ID: viewID(s), At: s.At, Kind: s.Kind, Org: s.Org, Purpose: Purpose{s.Purpose, nameOf(s.Purpose)}, App: s.App, span: span})
		}
		v := &views[i]
		v.Count++
		v.First = s.At
		v.ids = append(v.ids, s.ID)
		for _, f := range s.Fields {
			if !slices.Contains(v.Fields, f) {
				v.Fields = append(v.Fields, f)
			}
		}
	}
	return views, nil
}

func sameApp(a, b *law.Text2) bool { return a == b || a != nil && b != nil && *a == *b }

// dress adds the names of the bodies and what was asked.
func (d *Desk) dress(ctx context.Context, subject string, views []View) error {
	names, err := namesOf(ctx, d, views, func(v View) string { return v.Org })
	if err != nil {
		return err
	}
	asked, err := questionsOf(ctx, d.db, subject)
	for i := range views {
		views[i].Body = names[views[i].Org]
		slices.Sort(views[i].Fields)
		for _, id := range views[i].ids {
			if q, ok := asked[id]; ok {
				views[i].Question = &q
			}
		}
	}
	return err
}

// viewID names one thing seen so that it can be found again: its instant and its id.
func viewID(s Seen) string { return Mark{s.At, s.ID}.cursor() }

func (m Mark) cursor() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(m.At.UnixMicro(), 10) + " " + m.ID))
}

func markOf(s string) (m Mark, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	at, id, found := strings.Cut(string(b), " ")
	micros, err2 := strconv.ParseInt(at, 10, 64)
	return Mark{time.UnixMicro(micros), id}, err == nil && err2 == nil && found && id != ""
}

// startOf reads a cursor; the first page begins with whatever is newest.
func (d *Desk) startOf(after string) (Mark, error) {
	if after == "" {
		return Mark{d.now().Add(time.Hour), lastID}, nil
	}
	m, ok := markOf(after)
	if !ok {
		return m, fault.New(fault.Invalid, "disclosure.cursor", "翻页标记无效；请从第一页开始。", "The cursor is not valid; start from the first page.").At("after")
	}
	return m, nil
}

// lastID stands behind every id.
const lastID = "ffffffff-ffff-ffff-ffff-ffffffffffff"

const maxWords = 1000

// Ask puts a subject's question about a view into the auditor's queue. Only what the subject can see can be asked about.
func (d *Desk) Ask(ctx context.Context, actor access.Actor, subject, viewID, words string) error {
	if words = strings.TrimSpace(words); words == "" || len([]rune(words)) > maxWords {
		return fault.New(fault.Invalid, "disclosure.no_words", "请写明疑问（一千字以内）。", "Write what you want to know, in at most a thousand characters.").At("words")
	}
	s, err := d.find(ctx, subject, viewID)
	if err != nil {
		return err
	}
	it := item{Kind: "question", Org: s.Org, About: s.ID, Evidence: map[string]string{"subject": subject, "purpose": s.Purpose,
		"kind": string(s.Kind), "words": words}}
	return d.db.InTx(ctx, func(ctx context.Context, tx pg.Tx) error {
		if err := insertQuestion(ctx, tx, subject, s.ID, d.now(), actor.ID, words, it.id()); err != nil {
			return err
		}
		if err := d.queue(ctx, tx, it); err != nil {
			return err
		}
		return d.act(ctx, tx, "disclosure.question", actor.ID, it.id(), nil)
	})
}

// find looks a view up again, as its subject sees it.
func (d *Desk) find(ctx context.Context, subject, viewID string) (Seen, error) {
	m, ok := markOf(viewID)
	if ok {
		seen, _, err := d.seen(ctx, subject, Mark{m.At.Add(time.Microsecond), firstID}, 100)
		if err != nil {
			return Seen{}, err
		}
		for _, s := range seen {
			if s.ID == m.ID && s.At.Equal(m.At) && (delays{d.law}).shown(s) <= d.today() {
				return s, nil
			}
		}
	}
	return Seen{}, fault.New(fault.Missing, "disclosure.unknown_view", "没有这一查阅记录；请从“谁查了我”中选择。", "There is no such view; choose one from the list of who viewed you.")
}

// firstID stands before every id.
const firstID = "00000000-0000-0000-0000-000000000000"
