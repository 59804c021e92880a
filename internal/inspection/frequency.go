package inspection

import (
	"cmp"
	"slices"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Merge is an offer of one joint visit: several tasks at one firm whose days lie together (综合查一次).
type Merge struct {
	Entity  string       `json:"entity"`
	Draws   []string     `json:"draws"`
	Matters []string     `json:"matters"`
	Orgs    []string     `json:"orgs"`
	FirstOn workday.Date `json:"first_on" doc:"days on which one visit can serve all"`
	LastOn  workday.Date `json:"last_on"`
	Common  bool         `json:"common" doc:"false: the days only lie near each other, so a plan must move for a joint visit"`
}

// Overlaps finds the tasks that can be one visit: of each firm those that begin at most so many days after another has ended.
func Overlaps(tasks []Task, days int) (out []Merge) {
	slices.SortFunc(tasks, func(a, b Task) int {
		return cmp.Or(cmp.Compare(a.Entity, b.Entity), cmp.Compare(a.FirstOn, b.FirstOn), cmp.Compare(a.Draw, b.Draw))
	})
	for from := 0; from < len(tasks); {
		to, last := from+1, tasks[from].LastOn
		for to < len(tasks) && tasks[to].Entity == tasks[from].Entity && tasks[to].FirstOn <= last.AddDays(days) {
			last = max(last, tasks[to].LastOn)
			to++
		}
		if to-from > 1 {
			out = append(out, merge(tasks[from:to]))
		}
		from = to
	}
	return out
}

func merge(tasks []Task) Merge {
	m := Merge{Entity: tasks[0].Entity, FirstOn: tasks[0].FirstOn, LastOn: tasks[0].LastOn}
	for _, t := range tasks {
		m.Draws, m.Matters, m.Orgs = append(m.Draws, t.Draw), append(m.Matters, t.Matter), append(m.Orgs, t.Org)
		m.FirstOn, m.LastOn = max(m.FirstOn, t.FirstOn), min(m.LastOn, t.LastOn)
	}
	m.Common = m.FirstOn <= m.LastOn
	slices.Sort(m.Orgs)
	m.Orgs = slices.Compact(m.Orgs)
	return m
}

// Warning says that a firm is visited more often than it should be, and by which rule.
type Warning struct {
	Key     string       `json:"key"`
	On      workday.Date `json:"on" doc:"day on which the number was passed"`
	Visits  int64        `json:"visits"`
	Most    int64        `json:"most"`
	Assumed bool         `json:"assumed" doc:"the number is not verified for Hainan"`
}

// Frequency compares the days of visits to one firm with the numbers of the book: a day, a week from Monday on, a month, and
// for its class a year. Each visit is one, however many inspectors came.
func Frequency(visits []workday.Date, class string, book *law.Book) (out []Warning) {
	slices.Sort(visits)
	for _, rule := range []struct {
		key  string
		span func(workday.Date) int
	}{
		{"inspection.visits.day", func(d workday.Date) int { return int(d) }},
		{"inspection.visits.week", monday},
		{"inspection.visits.month", month},
		{"inspection.visits.year." + class, workday.Date.Year},
	} {
		l, ok := book.Limit(rule.key)
		if !ok {
			continue
		}
		n := map[int]int64{}
		for _, d := range visits {
			if n[rule.span(d)]++; n[rule.span(d)] == l.N+1 {
				out = append(out, Warning{"limit:" + rule.key, d, n[rule.span(d)], l.N, l.Standing == law.Assumed})
			}
		}
	}
	return out
}

func monday(d workday.Date) int { return int(d.AddDays(-(int(d.Weekday()) + 6) % 7)) }

func month(d workday.Date) int { return d.Year()*12 + int(d.Time().Month()) }

// Visit is one inspector at one firm.
type Visit struct {
	Entity    string       `db:"entity_id"`
	Account   string       `db:"account"`
	VisitedOn workday.Date `db:"visited_on"`
	Found     bool         `db:"found"`
}

// Waiver is a reasoned exception for a pair that is kept apart, until a day.
type Waiver struct {
	Account string       `json:"account" minLength:"1" maxLength:"64"`
	Entity  string       `json:"entity" db:"entity_id" minLength:"18" maxLength:"18"`
	Reason  string       `json:"reason" minLength:"10" maxLength:"500"`
	UntilOn workday.Date `json:"until_on"`
}

// KeptApart finds the pairs of inspector and firm that must not meet on a day: those whose visits within the window found
// nothing as often as the book says (S4). A visit that found something does not count, and does not wipe out the others. A
// waiver that still holds lets them meet.
func KeptApart(visits []Visit, waivers []Waiver, book *law.Book, on workday.Date) map[[2]string]bool {
	most, ok := book.Limit("inspection.fruitless")
	window, ok2 := book.Limit("inspection.fruitless.window")
	apart := map[[2]string]bool{}
	if !ok || !ok2 {
		return apart
	}
	since := on.AddMonths(-int(window.N))
	n := map[[2]string]int64{}
	for _, v := range visits {
		pair := [2]string{v.Account, v.Entity}
		if !v.Found && v.VisitedOn > since && v.VisitedOn <= on {
			if n[pair]++; n[pair] >= most.N {
				apart[pair] = true
			}
		}
	}
	for _, w := range waivers {
		if w.UntilOn >= on {
			delete(apart, [2]string{w.Account, w.Entity})
		}
	}
	return apart
}
