package report

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// chapters are the sections of a public report, in the order of the national form (data-standards: 十章); which classes of the catalogue
// each holds. The first (登记注册) is the subject itself, the last (提升建议) is computed from the entries.
var chapters = []struct {
	code    string
	name    law.Text2
	classes []law.Class
}{
	{"management", law.Text2{ZH: "行政管理信息", EN: "Administrative management"}, []law.Class{law.Licence, law.Penalty, law.Inspected}},
	{"honour", law.Text2{ZH: "诚实守信相关荣誉信息", EN: "Honours"}, []law.Class{law.Honour}},
	{"serious_list", law.Text2{ZH: "严重失信主体名单信息", EN: "Lists of seriously dishonest subjects"}, []law.Class{law.ListEntry, law.Ban}},
	{"abnormal", law.Text2{ZH: "经营（活动）异常名录信息", EN: "Lists of abnormal operation"}, []law.Class{law.Abnormal}},
	{"commitment", law.Text2{ZH: "信用承诺信息", EN: "Credit commitments"}, []law.Class{law.Pledge}},
	{"rating", law.Text2{ZH: "信用评价信息（外部导入）", EN: "Evaluations (imported)"}, []law.Class{law.Rating}},
	{"judicial", law.Text2{ZH: "司法判决及执行信息", EN: "Judgments and their enforcement"}, []law.Class{law.Enforcement}},
	{"other", law.Text2{ZH: "其他信息", EN: "Other information"}, []law.Class{law.Contract}},
}

// nationalGrade is the catalogue item of the national evaluation.
const nationalGrade = "rating_national"

// province is where this platform is.
const province = "460000"

// read is everything a report is made from, as it was at one moment.
type read struct {
	entity    registry.Entity
	records   []record.Record
	repairing map[string]bool
	reported  map[sourceKey]workday.Date
}

// sourceKey is one source of one item.
type sourceKey struct{ source, item string }

func (d *Desk) read(ctx context.Context, db pg.DB, e registry.Entity) (r read, err error) {
	r.entity = e
	if r.records, err = record.Of(ctx, db, e.ID, d.now()); err != nil {
		return r, err
	}
	marks, err := standing.Marks(ctx, db, []string{e.ID})
	if err != nil {
		return r, err
	}
	record.Mark(r.records, marks)
	if r.reported, err = d.fresh.of(ctx, db, d.now()); err != nil {
		return r, err
	}
	if d.Repairing != nil {
		r.repairing, err = d.Repairing(ctx, e.ID)
	}
	return r, err
}

// subject is whom a report is about, as registered. The legal representative is a natural person and in no report.
func subject(e *registry.Entity, book *law.Book) Subject {
	s := Subject{ID: e.ID, Name: e.Name, FormerNames: e.FormerNames, Kind: e.Kind, Status: e.Status, EstablishedOn: e.EstablishedOn, Address: e.Address, Region: e.Region}
	if r, ok := book.Region(e.Region); ok {
		s.RegionName = r.Name
	}
	if i, ok := book.Industry(e.Industry); ok {
		s.IndustryName = i.Name
	}
	return s
}

// publicContent is what anybody may be told of a market entity on a day: what is public, and nothing that has ended. Pure.
func publicContent(r read, book *law.Book, today workday.Date) Content {
	c := Content{Format: contentFormat, Kind: Public, Province: province, Subject: subject(&r.entity, book), Chapters: []Chapter{}}
	for _, ch := range chapters {
		one := Chapter{Code: ch.code, Name: ch.name, Collected: true, Entries: []Entry{}}
		for i := range r.records {
			x := &r.records[i]
			if x.PublicOn(today) && slices.Contains(ch.classes, x.Class) {
				one.Entries = append(one.Entries, entry(x, book, r.repairing[x.ID], today))
			}
		}
		sortEntries(one.Entries)
		c.Chapters = append(c.Chapters, one)
	}
	c.Grade = gradeOf(r.records, book, today)
	c.Sources = sourcesOf(&r, &c, book)
	return c
}

// specialContent is what the subject chose of its own file. What was repaired, removed or has run out stands with its mark; what was
// withdrawn was never so and is absent. Pure.
func specialContent(r read, s Scope, book *law.Book, today workday.Date) Content {
	c := Content{Format: contentFormat, Kind: Special, Province: province, Subject: subject(&r.entity, book), Scope: &s, Chapters: []Chapter{}}
	for _, class := range book.ReportClasses() {
		if !slices.Contains(s.Classes, class.Code) {
			continue
		}
		one := Chapter{Code: class.Code, Name: class.Name, Collected: len(class.Items) > 0, Entries: []Entry{}}
		for i := range r.records {
			x := &r.records[i]
			if slices.Contains(class.Items, x.Item) && x.DecidedOn >= s.From && x.DecidedOn <= s.Until && x.State != record.Withdrawn && x.State != record.Unmerged {
				e := entry(x, book, r.repairing[x.ID], today)
				e.Fields = values(x, book, s.Fields)
				one.Entries = append(one.Entries, e)
			}
		}
		sortEntries(one.Entries)
		c.Chapters = append(c.Chapters, one)
	}
	c.Sources = sourcesOf(&r, &c, book)
	return c
}

func sortEntries(es []Entry) {
	slices.SortFunc(es, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(b.DecidedOn, a.DecidedOn), cmp.Compare(a.Record, b.Record))
	})
}

func entry(r *record.Record, book *law.Book, repairing bool, today workday.Date) Entry {
	e := Entry{Record: r.ID, Version: r.Version, Item: r.Item, Adverse: r.Adverse, Title: r.Title, DocumentNo: r.DocumentNo, Kinds: r.Kinds, Grade: r.Grade,
		Severity: r.Severity, Authority: r.Authority, AuthorityCode: r.AuthorityID, Basis: r.Basis, Fine: r.Fine, Confiscated: r.Confiscated, DecidedOn: r.DecidedOn,
		ValidFrom: r.ValidFrom, ValidUntil: r.ValidUntil, PublicUntil: r.PublicUntil, RepairFrom: r.RepairFrom, State: Effective,
		DisputedOn: r.DisputedOn, RelievedOn: r.RelievedOn, Repairing: repairing}
	if it, ok := book.Item(r.Item); ok {
		e.ItemName = it.Name
	}
	if l, ok := book.List(r.List); ok {
		e.ListName = l.Name
	}
	switch {
	case r.State == record.Repaired:
		e.State, e.StateOn = Repaired, r.StateOn
	case r.State == record.Removed:
		e.State, e.StateOn = Removed, r.StateOn
	case r.StatusOn(today) == record.StatusEnded:
		e.State, e.StateOn = Ended, r.PublicUntil.AddDays(1)
	}
	return e
}

// values are the further fields the subject chose, as far as anybody may see them: what is secret or of another person is in no report.
func values(r *record.Record, book *law.Book, chosen []string) (out []Value) {
	it, ok := book.Item(r.Item)
	if !ok {
		return nil
	}
	for _, f := range it.Fields {
		if v := r.Content[f.Code]; v != "" && f.Privacy == law.Open && slices.Contains(chosen, r.Item+"."+f.Code) {
			out = append(out, Value{f.Code, f.Name, v})
		}
	}
	return out
}

// gradeOf is the national evaluation that is in force, the newest; it is imported and never made here (G2).
func gradeOf(rs []record.Record, book *law.Book, today workday.Date) *Grade {
	var best *record.Record
	for i := range rs {
		r := &rs[i]
		if r.Item == nationalGrade && r.StatusOn(today) == record.StatusPublic && (r.ValidUntil == 0 || r.ValidUntil >= today) && (best == nil || r.DecidedOn > best.DecidedOn) {
			best = r
		}
	}
	if best == nil {
		return nil
	}
	g := Grade{Scheme: best.Item, Grade: best.Grade, Authority: best.Authority, On: best.DecidedOn}
	if it, ok := book.Item(best.Item); ok {
		g.Name = it.Name
	}
	return &g
}

// sourcesOf are the sources of what a report holds; that another source holds something is not told.
func sourcesOf(r *read, c *Content, book *law.Book) []Source {
	held := map[string]bool{}
	for _, id := range c.records() {
		held[id] = true
	}
	at := map[sourceKey]int{}
	out := []Source{}
	for i := range r.records {
		x := &r.records[i]
		if !held[x.ID] {
			continue
		}
		k := sourceKey{x.SourceID, x.Item}
		n, ok := at[k]
		if !ok {
			n = len(out)
			at[k] = n
			out = append(out, Source{ID: x.SourceID, Name: x.Source, Item: x.Item, ReportedOn: r.reported[k]})
			if it, ok := book.Item(x.Item); ok {
				out[n].ItemName = it.Name
			}
		}
		out[n].Records++
		if seen := x.SeenAt.UTC().Truncate(time.Second); seen.After(out[n].AsOf) {
			out[n].AsOf = seen
		}
	}
	slices.SortFunc(out, func(a, b Source) int { return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.ID, b.ID)) })
	return out
}

// freshness is the day each source last reported, of the whole platform: read once a minute, for it is one reading over all sources.
type freshness struct {
	mu   sync.Mutex
	at   time.Time
	days map[sourceKey]workday.Date
}

const freshFor = time.Minute

func (f *freshness) of(ctx context.Context, db pg.DB, now time.Time) (map[sourceKey]workday.Date, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.days != nil && now.Sub(f.at).Abs() < freshFor {
		return f.days, nil
	}
	all, err := record.FreshnessOf(ctx, db, "")
	if err != nil {
		return nil, err
	}
	f.at, f.days = now, make(map[sourceKey]workday.Date, len(all))
	for _, x := range all {
		f.days[sourceKey{x.SourceID, x.Item}] = workday.Of(x.LastSeen)
	}
	return f.days, nil
}
