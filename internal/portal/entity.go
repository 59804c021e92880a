package portal

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"xinheng/internal/law"
	"xinheng/internal/record"
	"xinheng/internal/registry"
	"xinheng/internal/standing"
	"xinheng/internal/workday"
)

// entityView is the public file of a market entity as of a day.
type entityView struct {
	registry.Entity
	RegionName, IndustryName law.Text2
	On                       workday.Date
	Today                    bool // the day asked about is today
	Past                     bool
	Tiles                    []tile
	Chapters                 []chapter
	Only                     bool // one section was asked for, with all of it
	Applies                  applied
	Timeline                 []line
	More                     int // records the timeline leaves out
	Fresh                    []record.Freshness
	ItemNames                map[string]law.Text2
	Branches                 []registry.Entity
	Parent                   string
	Edition                  string
	Clean                    bool // nothing adverse is public
	Declared                 []declaredFact
	Differing                []differing

	all []line
}

// tile is one figure of the summary.
type tile struct {
	Tone, Text string
	N          int
	Href       string
}

// chapter is one class of records of the file.
type chapter struct {
	Class law.Class
	Lines []line
	All   int // how many there are; Lines may be cut
	Table bool
	Next  string
}

const (
	fileCut  = 10 // records of one class on the file; the rest is one link away
	filePage = 50 // records of one class on its own page
	timeCut  = 30
)

// classOrder is the order of a file: what restricts first, what honours and permits after.
var classOrder = []law.Class{
	law.ListEntry, law.Ban, law.Penalty, law.Abnormal, law.Inspected, law.Enforcement, law.Licence, law.Honour, law.Pledge, law.Rating, law.Contract,
}

func entityFile(v *visit) (sheet, error) {
	id := v.r.PathValue("id")
	on, err := v.on()
	if err != nil {
		return sheet{}, err
	}
	if strings.HasPrefix(id, "p-") {
		return sheet{}, v.missing("fault.no_entity") // natural persons have no file
	}
	e, err := registry.Find(v.ctx, v.Pool, id)
	if err != nil {
		return sheet{}, err
	}
	if e.Kind == registry.Person {
		return sheet{}, v.missing("fault.no_entity")
	}
	records, err := record.Of(v.ctx, v.Pool, e.ID, v.Now())
	if err != nil {
		return sheet{}, err
	}
	if err := v.dispute(records); err != nil {
		return sheet{}, err
	}
	facts, err := standing.Of(v.ctx, v.Pool, e.ID)
	if err != nil {
		return sheet{}, err
	}
	view := v.entityView(e, records, facts, on)
	sources, err := record.FreshnessOf(v.ctx, v.Pool, e.ID)
	if err != nil {
		return sheet{}, err
	}
	view.Fresh = sourcesOf(view.all, sources)
	if view.Branches, err = registry.Branches(v.ctx, v.Pool, e.ID); err != nil {
		return sheet{}, err
	}
	if view.Declared, err = v.declared(e.ID, on); err != nil {
		return sheet{}, err
	}
	if view.Differing, err = v.differences(e.ID, view.all, on); err != nil {
		return sheet{}, err
	}
	for _, f := range view.Fresh {
		view.ItemNames[f.Item] = v.itemName(f.Item)
	}
	v.titled(e.Name, v.T("search.title"), "/search")
	v.frame.Description = v.T("entity.description", e.Name)
	v.frame.NoIndex = on != v.today
	return sheet{tmpl: "entity", data: view}, nil
}

// entityView is pure. What is not public today is not public on any day asked about: a time machine must not bring back
// what has lawfully ended.
func (v *visit) entityView(e registry.Entity, records []record.Record, facts []standing.Fact, on workday.Date) entityView {
	book := v.Law.On(on)
	view := entityView{
		Entity: e, RegionName: v.regionName(e.Region), On: on, Today: on == v.today, Past: on < v.today,
		Edition: book.Edition, ItemNames: map[string]law.Text2{},
	}
	if i, ok := book.Industry(e.Industry); ok {
		view.IndustryName = i.Name
	}
	shown := v.shown(records, on)
	view.all = shown
	view.Chapters = v.chapters(shown)
	view.Only = v.onlyClass() != ""
	view.Tiles, view.Clean = v.tiles(shown)
	view.Applies = v.applies(book, shown, facts, on)
	view.Timeline = shown
	if len(shown) > timeCut {
		view.Timeline, view.More = shown[:timeCut], len(shown)-timeCut
	}
	return view
}

// sourcesOf keeps the sources of what is shown: that another one holds something about the entity is not public.
func sourcesOf(lines []line, all []record.Freshness) []record.Freshness {
	return slices.DeleteFunc(all, func(f record.Freshness) bool {
		return !slices.ContainsFunc(lines, func(l line) bool { return l.SourceID == f.SourceID && l.Item == f.Item })
	})
}

// shown is what may be shown of a day: public on it, and still public today.
func (v *visit) shown(records []record.Record, on workday.Date) []line {
	still := slices.DeleteFunc(slices.Clone(records), func(r record.Record) bool {
		return r.StatusOn(v.today) != record.StatusPublic || r.DecidedOn > on
	})
	lines := v.lines(still, on, false)
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(b.DecidedOn, a.DecidedOn) })
	return lines
}

// onlyClass is the class the reader wants to see all of, if any.
func (v *visit) onlyClass() law.Class {
	if c := law.Class(v.frame.Query.Get("class")); slices.Contains(classOrder, c) {
		return c
	}
	return ""
}

// chapters sorts lines by class; ?class= shows one of them, page by page.
func (v *visit) chapters(lines []line) []chapter {
	only := v.onlyClass()
	var out []chapter
	for _, c := range classOrder {
		s := chapter{Class: c, Table: c == law.Licence || c == law.Honour || c == law.Pledge || c == law.Rating || c == law.Contract}
		for _, l := range lines {
			if l.Class == c {
				s.Lines = append(s.Lines, l)
			}
		}
		s.All = len(s.Lines)
		switch {
		case s.All == 0 || only != "" && only != c:
			continue
		case only == c:
			p := v.pageNo(s.All/filePage + 1)
			s.Lines = s.Lines[min((p-1)*filePage, s.All):min(p*filePage, s.All)]
			if p*filePage < s.All {
				s.Next = v.frame.With("p", strconv.Itoa(p+1))
			}
		default:
			s.Lines = s.Lines[:min(fileCut, s.All)]
		}
		out = append(out, s)
	}
	return out
}

func (v *visit) tiles(lines []line) (tiles []tile, clean bool) {
	n := map[law.Class]int{}
	adverse := 0
	for _, l := range lines {
		if l.Adverse {
			adverse++
		}
		if l.Adverse || l.Valid {
			n[l.Class]++
		}
	}
	for _, t := range []struct {
		class law.Class
		tone  string
	}{{law.ListEntry, "seal"}, {law.Penalty, "amber"}, {law.Licence, ""}, {law.Honour, ""}} {
		one := tile{Text: v.T("tile." + string(t.class)), N: n[t.class]}
		if one.N > 0 {
			one.Tone, one.Href = t.tone, "#"+string(t.class)
		}
		tiles = append(tiles, one)
	}
	return tiles, adverse == 0
}
