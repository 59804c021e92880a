package rating

import (
	"cmp"
	"slices"
	"strconv"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// notRated stands for "not evaluated" among grades.
const notRated = "-"

// cell is how many of a group have a grade, and their points.
type cell struct {
	N      int64 `json:"n"`
	Points int64 `json:"p,omitempty"`
}

// Tally counts a part of the population. Two tallies add up.
type Tally struct {
	Cells map[string]map[string]cell `json:"cells"`          // group ("all", "kind:…", "region:…", "age:…") → grade
	Was   map[string]map[string]cell `json:"was,omitempty"`  // of a comparison: by the version in force
	Moves map[string]int64           `json:"moves"`          // of a comparison: "A>B"
	Back  map[string]cell            `json:"back,omitempty"` // grade a year ago → how many, and how many something adverse came to since
	News  int64                      `json:"news"`           // results that were another than the last
}

func newTally() *Tally {
	return &Tally{Cells: map[string]map[string]cell{}, Was: map[string]map[string]cell{}, Moves: map[string]int64{}, Back: map[string]cell{}}
}

func (t *Tally) add(o *Tally) {
	for into, from := range map[*map[string]map[string]cell]map[string]map[string]cell{&t.Cells: o.Cells, &t.Was: o.Was} {
		for group, grades := range from {
			for grade, c := range grades {
				put(*into, group, grade, c)
			}
		}
	}
	for move, n := range o.Moves {
		t.Moves[move] += n
	}
	for grade, c := range o.Back {
		was := t.Back[grade]
		t.Back[grade] = cell{was.N + c.N, was.Points + c.Points}
	}
	t.News += o.News
}

func put(into map[string]map[string]cell, group, grade string, c cell) {
	if into[group] == nil {
		into[group] = map[string]cell{}
	}
	was := into[group][grade]
	into[group][grade] = cell{was.N + c.N, was.Points + c.Points}
}

// ages are the groups by years since establishment; they serve figures and follow from no rule.
var ages = []int{1, 3, 10}

func groupsOf(s *Subject, on workday.Date) [4]string {
	age := "age:?"
	if s.Established != 0 {
		years := 0
		for _, y := range ages {
			if on >= s.Established.AddMonths(12*y) {
				years = y
			}
		}
		age = "age:" + strconv.Itoa(years)
	}
	region := "region:?"
	if len(s.Region) >= 4 {
		region = "region:" + s.Region[:4]
	}
	return [4]string{"all", "kind:" + s.Kind, region, age}
}

func gradeOf(r *Result) string {
	if !r.Rated {
		return notRated
	}
	return r.Grade
}

func count(into map[string]map[string]cell, groups *[4]string, r *Result) {
	for _, g := range groups {
		put(into, g, gradeOf(r), cell{1, r.Points})
	}
}

// Card are the figures of a run, as they are published: never of fewer than fewest.
type Card struct {
	Run      string       `json:"run"`
	Model    string       `json:"model"`
	Version  int          `json:"version"`
	Against  int          `json:"against,omitempty" doc:"of a comparison: the version in force; 0 for none"`
	On       workday.Date `json:"on"`
	Entities int64        `json:"entities"`
	Rated    int64        `json:"rated"`
	News     int64        `json:"news" doc:"results that were another than the last"`
	Groups   []Group      `json:"groups"`
	Moves    []Move       `json:"moves" doc:"of a comparison: how many go from which grade to which"`
	Drift    *int64       `json:"drift,omitempty" doc:"permille of those evaluated whose grade would have to change for this distribution to be that of the run before"`
	Before   workday.Date `json:"before,omitzero" doc:"the day of the run before"`
	Back     []BackTest   `json:"back_test"`
}

// Group is the distribution within a group.
type Group struct {
	By     string  `json:"by" enum:"all,kind,region,age"`
	Code   string  `json:"code" doc:"kind of entity; four digits of a region; years since establishment, from; ? where it is not known"`
	Few    bool    `json:"few,omitempty" doc:"too few are in it to be told"`
	Share  []Share `json:"share"`
	Was    []Share `json:"was,omitempty" doc:"of a comparison: by the version in force"`
	Mean   *int64  `json:"mean,omitempty" doc:"mean points of those evaluated"`
	WasM   *int64  `json:"was_mean,omitempty"`
	Low    int64   `json:"low" doc:"permille of those evaluated that have the last grade"`
	Differ int64   `json:"differ" doc:"permille by which that differs from everybody"`
}

// Share is how many have a grade.
type Share struct {
	Grade string `json:"grade" doc:"- for not evaluated"`
	N     int64  `json:"n"`
}

// Move is how many go from one grade to another.
type Move struct {
	From string `json:"from"`
	To   string `json:"to"`
	N    int64  `json:"n"`
}

// BackTest is, of those that would have had a grade a year ago, the share something adverse came to within the year.
type BackTest struct {
	Grade    string `json:"grade"`
	N        int64  `json:"n"`
	Adverse  int64  `json:"adverse"`
	Permille int64  `json:"permille"`
}

// fewest is the smallest group whose figures are told: of a smaller one they would be about somebody.
const fewest = 5

// cardOf makes figures of a tally.
func cardOf(m *law.RatingModel, t *Tally, on workday.Date, before *Card) *Card {
	c := &Card{Model: m.Code, Version: m.Version, On: on, News: t.News, Groups: []Group{}, Moves: []Move{}, Back: []BackTest{}}
	grades := gradesOf(m)
	all := groupOf("all", t, grades)
	for key := range t.Cells {
		g := groupOf(key, t, grades)
		if g.Mean != nil { // of a group of which nobody is evaluated, or too few to be told, there is nothing to compare
			g.Differ = g.Low - all.Low
		}
		c.Groups = append(c.Groups, g)
	}
	slices.SortFunc(c.Groups, func(a, b Group) int {
		order := []string{"all", "kind", "region", "age"}
		return cmp.Or(cmp.Compare(slices.Index(order, a.By), slices.Index(order, b.By)), len(a.Code)-len(b.Code), cmp.Compare(a.Code, b.Code))
	})
	for _, s := range all.Share {
		c.Entities += s.N
		if s.Grade != notRated {
			c.Rated += s.N
		}
	}
	for move, n := range t.Moves {
		from, to, _ := cutMove(move)
		c.Moves = append(c.Moves, Move{from, to, n})
	}
	slices.SortFunc(c.Moves, func(a, b Move) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.From+a.To, b.From+b.To)) })
	for _, grade := range grades {
		if b := t.Back[grade]; b.N >= fewest {
			c.Back = append(c.Back, BackTest{grade, b.N, b.Points, b.Points * whole / b.N})
		}
	}
	if before != nil {
		c.Before, c.Drift = before.On, drift(all.Share, before)
	}
	return c
}

func gradesOf(m *law.RatingModel) (out []string) {
	for _, b := range m.Bands {
		out = append(out, b.Grade)
	}
	return out
}

func groupOf(key string, t *Tally, grades []string) Group {
	by, code := key, ""
	for i := range key {
		if key[i] == ':' {
			by, code = key[:i], key[i+1:]
		}
	}
	g := Group{By: by, Code: code, Share: []Share{}}
	g.Share, g.Mean, g.Low = shares(t.Cells[key], grades)
	if was := t.Was[key]; len(was) > 0 {
		g.Was, g.WasM, _ = shares(was, grades)
	}
	n, rated := int64(0), int64(0)
	for _, s := range g.Share {
		n += s.N
		if s.Grade != notRated {
			rated += s.N
		}
	}
	if by != "all" && (n < fewest || rated > 0 && rated < fewest) {
		return Group{By: by, Code: code, Few: true, Share: []Share{}}
	}
	return g
}

func shares(cells map[string]cell, grades []string) (out []Share, mean *int64, low int64) {
	n, points := int64(0), int64(0)
	for _, grade := range append(slices.Clone(grades), notRated) {
		c := cells[grade]
		out = append(out, Share{grade, c.N})
		if grade != notRated {
			n, points = n+c.N, points+c.Points
		}
	}
	if n == 0 {
		return out, nil, 0
	}
	m := points / n
	return out, &m, cells[grades[len(grades)-1]].N * whole / n
}

// drift is half the sum of what the shares of the grades differ by, in permille of those evaluated.
func drift(now []Share, before *Card) *int64 {
	i := slices.IndexFunc(before.Groups, func(g Group) bool { return g.By == "all" })
	if i < 0 {
		return nil
	}
	sum := func(all []Share) (n int64) {
		for _, s := range all {
			if s.Grade != notRated {
				n += s.N
			}
		}
		return n
	}
	was := before.Groups[i].Share
	n, m := sum(now), sum(was)
	if n == 0 || m == 0 {
		return nil
	}
	apart := int64(0)
	for _, s := range now {
		if s.Grade == notRated {
			continue
		}
		then := int64(0)
		for _, w := range was {
			if w.Grade == s.Grade {
				then = w.N
			}
		}
		d := s.N*whole/n - then*whole/m
		apart += max(d, -d)
	}
	apart /= 2
	return &apart
}

func cutMove(move string) (from, to string, ok bool) {
	for i := range move {
		if move[i] == '>' {
			return move[:i], move[i+1:], true
		}
	}
	return move, "", false
}
