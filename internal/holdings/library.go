package holdings

import (
	"cmp"
	"context"
	"slices"
	"time"

	"xinheng/internal/fault"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/workday"
)

// Desk sums up what is held.
type Desk struct {
	db  *pg.Pool
	law *law.Library
	now func() time.Time
}

// NewDesk makes the desk.
func NewDesk(db *pg.Pool, lib *law.Library, now func() time.Time) *Desk {
	return &Desk{db: db, law: lib, now: now}
}

func (d *Desk) today() workday.Date { return workday.Of(d.now()) }

// Library is a field's view of the catalogue, with how much there is in it (F09-7).
type Library struct {
	Code      string       `json:"code"`
	Name      law.Text2    `json:"name"`
	Text      law.Text2    `json:"text"`
	Standing  law.Standing `json:"standing" enum:"text,secondary,assumed"`
	Records   int64        `json:"records"`
	Public    int64        `json:"public" doc:"public when they were counted"`
	Providers []Provider   `json:"providers" doc:"who gives them, the most first"`
	Parts     []Part       `json:"parts" doc:"what it gathers; the parts add up to the whole"`
	LastSeen  *time.Time   `json:"last_seen,omitempty"`
	CountedAt *time.Time   `json:"counted_at,omitempty" doc:"nothing was counted yet when absent"`
}

// Provider is a source of a library.
type Provider struct {
	Code     string    `json:"code"`
	Name     string    `json:"name"`
	Records  int64     `json:"records"`
	LastSeen time.Time `json:"last_seen"`
}

// Part is an item, a list, or a field of supervision of a library. A record is counted in the first that it belongs to.
type Part struct {
	Kind     string     `json:"kind" enum:"list,item,domain"`
	Code     string     `json:"code"`
	Name     law.Text2  `json:"name,omitzero" doc:"of a field of supervision the code stands for itself"`
	Records  int64      `json:"records"`
	Public   int64      `json:"public"`
	LastSeen *time.Time `json:"last_seen,omitempty"`
}

// Libraries are all of a day, with what was counted last.
func (d *Desk) Libraries(ctx context.Context) ([]Library, error) {
	book, out := d.law.On(d.today()), []Library{}
	all, err := record.Tallies(ctx, d.db)
	for _, dom := range book.Domains() {
		out = append(out, sum(book, &dom, all))
	}
	return out, err
}

// Library is one by code.
func (d *Desk) Library(ctx context.Context, code string) (Library, error) {
	book := d.law.On(d.today())
	dom, ok := book.Domain(code)
	if !ok {
		return Library{}, errNoLibrary
	}
	all, err := record.Tallies(ctx, d.db)
	return sum(book, &dom, all), err
}

// Records are a page of the public records of a library, newest decision first.
func (d *Desk) Records(ctx context.Context, code, after string) ([]record.Record, string, error) {
	dom, ok := d.law.On(d.today()).Domain(code)
	if !ok {
		return nil, "", errNoLibrary
	}
	page, next, err := record.ListedWithin(ctx, d.db, record.Within{Items: dom.Items, Lists: dom.Lists, Domains: dom.Domains}, after, pageSize, d.today())
	return page, next, err
}

const pageSize = 50

// sum is a library with its figures: a pure function of the rules and of what was counted.
func sum(book *law.Book, dom *law.Domain, all []record.Tally) Library {
	l := Library{Code: dom.Code, Name: dom.Name, Text: dom.Text, Standing: dom.Standing, Providers: []Provider{}, Parts: partsOf(book, dom)}
	for i := range all {
		t := &all[i]
		l.CountedAt = later(l.CountedAt, t.CountedAt)
		at := slices.IndexFunc(l.Parts, func(p Part) bool { return p.holds(t) })
		if at < 0 {
			continue
		}
		p := &l.Parts[at]
		p.Records, p.Public, p.LastSeen = p.Records+t.Records, p.Public+t.PublicNow, later(p.LastSeen, t.LastSeen)
		l.Records, l.Public, l.LastSeen = l.Records+t.Records, l.Public+t.PublicNow, later(l.LastSeen, t.LastSeen)
		l.given(t)
	}
	slices.SortStableFunc(l.Providers, func(a, b Provider) int { return cmp.Or(cmp.Compare(b.Records, a.Records), cmp.Compare(a.Code, b.Code)) })
	return l
}

func (l *Library) given(t *record.Tally) {
	at := slices.IndexFunc(l.Providers, func(p Provider) bool { return p.Code == t.SourceID })
	if at < 0 {
		l.Providers, at = append(l.Providers, Provider{Code: t.SourceID, Name: t.Source}), len(l.Providers)
	}
	p := &l.Providers[at]
	p.Records += t.Records
	if t.LastSeen.After(p.LastSeen) {
		p.LastSeen, p.Name = t.LastSeen, t.Source
	}
}

// partsOf are the places of a library, lists before items before fields: what is most particular counts first.
func partsOf(book *law.Book, dom *law.Domain) []Part {
	out := []Part{}
	for _, code := range dom.Lists {
		l, _ := book.List(code)
		out = append(out, Part{Kind: "list", Code: code, Name: l.Name})
	}
	for _, code := range dom.Items {
		i, _ := book.Item(code)
		out = append(out, Part{Kind: "item", Code: code, Name: i.Name})
	}
	for _, code := range dom.Domains {
		out = append(out, Part{Kind: "domain", Code: code})
	}
	return out
}

func (p *Part) holds(t *record.Tally) bool {
	return p.Kind == "list" && p.Code == t.List || p.Kind == "item" && p.Code == t.Item || p.Kind == "domain" && p.Code == t.Domain
}

func later(at *time.Time, t time.Time) *time.Time {
	if at == nil || t.After(*at) {
		return &t
	}
	return at
}

var errNoLibrary = fault.New(fault.Missing, "holdings.no_library", "没有这个专业领域库；请从 /v1/libraries 所列的库中选择。",
	"There is no such library; choose one listed at /v1/libraries.")
