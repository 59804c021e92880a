package law

import (
	"io/fs"
	"slices"
	"sync"
	"sync/atomic"

	"xinheng/internal/workday"
)

// Library is every version of every rule, loaded and validated once. It is immutable and safe for concurrent use.
type Library struct {
	edition     string
	entries     []*entry            // in file order, which is rule order
	byKey       map[string][]*entry // dated ones: versions of a key, oldest first
	instruments []Instrument
	calendar    *workday.Calendar
	places      places

	// Between two change points the law is the same, so those days share one index; only Book.Date differs.
	changes []workday.Date // first days of a new state of the law, ascending
	indexes []atomic.Pointer[index]
	last    atomic.Pointer[Book] // the Book asked for last: nearly always today's
	mu      sync.Mutex
	books   map[workday.Date]*Book
}

// maxBooks bounds the cache of Books (twenty years of days); a full cache is dropped and fills again.
const maxBooks = 7500

// Load reads and validates the files under law/. The error is Faults: everything found, each with file and line.
func Load(fsys fs.FS) (*Library, error) {
	f, err := readFiles(fsys)
	if err != nil {
		return nil, err
	}
	var faults Faults
	edition, entries := f.edition(&faults), f.parse(&faults)
	check(entries, &faults)
	if len(faults) > 0 {
		return nil, faults.sorted()
	}
	return newLibrary(edition, entries), nil
}

func newLibrary(edition string, entries []*entry) *Library {
	l := &Library{edition: edition, entries: entries, byKey: map[string][]*entry{}, books: map[workday.Date]*Book{}, places: newPlaces(entries)}
	for key, versions := range byKey(entries) {
		if versions[0].dates() != nil {
			l.byKey[key] = versions
		}
	}
	for _, e := range entries {
		switch v := e.rule.(type) {
		case *Instrument:
			l.instruments = append(l.instruments, *v)
		case *Period:
			e.title = l.periodTitle(v)
		}
		if d := e.dates(); d != nil {
			l.changes = append(l.changes, d.From)
			if d.Until != 0 {
				l.changes = append(l.changes, d.Until+1)
			}
		}
	}
	slices.SortStableFunc(l.instruments, byCodeThenFrom)
	slices.Sort(l.changes)
	l.changes = slices.Compact(l.changes)
	l.indexes = make([]atomic.Pointer[index], len(l.changes)+1)
	l.calendar = calendarOf(entries)
	return l
}

// Edition names the whole set of rule files: the newest day of CHANGES.md and a hash, "2026-11-22·a41f09c3".
func (l *Library) Edition() string { return l.edition }

// On opens the Book in force on a date. Books are cached: the same date of the same Library gives the same *Book
// for as long as the cache holds it.
func (l *Library) On(d workday.Date) *Book {
	if b := l.last.Load(); b != nil && b.Date == d {
		return b
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.books[d]
	if b == nil {
		if len(l.books) >= maxBooks {
			clear(l.books)
		}
		b = &Book{Date: d, Edition: l.edition, index: l.indexOn(d)}
		l.books[d] = b
	}
	l.last.Store(b)
	return b
}

func (l *Library) indexOn(d workday.Date) *index {
	i, _ := slices.BinarySearch(l.changes, d+1) // how many changes had happened by d
	x := l.indexes[i].Load()
	if x == nil {
		x = newIndex(l, d)
		l.indexes[i].Store(x)
	}
	return x
}

// Instruments returns every version of every instrument ever, repealed ones too, in code order. It is shared: do not change it.
func (l *Library) Instruments() []Instrument { return l.instruments }

// Instrument finds one by code, in force or not; of several versions the newest.
func (l *Library) Instrument(code string) (Instrument, bool) {
	versions := l.byKey["instrument:"+code]
	if len(versions) == 0 {
		return Instrument{}, false
	}
	return *versions[len(versions)-1].rule.(*Instrument), true
}

// Calendar is the national working-day calendar of all years loaded.
func (l *Library) Calendar() *workday.Calendar { return l.calendar }

// Due is the last day of a term by the key of a limit in force on the day it runs from, and whether the calendar of that year is still to
// come. Where no such limit is in force there is none.
func (l *Library) Due(key string, from workday.Date) (due workday.Date, provisional bool) {
	limit, ok := l.On(from).Limit(key)
	if !ok {
		return 0, false
	}
	return workday.Due(from, limit.Term(), l.Calendar())
}

// CalendarYears returns a year's calendars: the national one first, then those of regions.
func (l *Library) CalendarYears(year int) (years []CalendarYear) {
	for _, e := range l.entries {
		if y, ok := e.rule.(*CalendarYear); ok && y.Year == year {
			years = append(years, *y)
		}
	}
	slices.SortStableFunc(years, func(a, b CalendarYear) int { return len(a.Region) - len(b.Region) })
	return years
}

func calendarOf(entries []*entry) *workday.Calendar {
	var years []int
	var holidays, makeups []workday.Date
	for _, e := range entries {
		if y, ok := e.rule.(*CalendarYear); ok && y.Region == "" {
			years = append(years, y.Year)
			holidays = append(holidays, y.Holidays...)
			makeups = append(makeups, y.Makeups...)
		}
	}
	return workday.NewCalendar(years, holidays, makeups)
}
