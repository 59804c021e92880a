package education

import (
	"context"
	"slices"
	"time"

	"xinheng/internal/access"
	"xinheng/internal/account"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Line is a course in a list.
type Line struct {
	Code        string           `json:"code"`
	Title       law.Text2        `json:"title"`
	Text        law.Text2        `json:"text"`
	Audience    string           `json:"audience" enum:"subject,practitioner,officer"`
	Matters     []Named          `json:"matters"`
	Occupations []law.Occupation `json:"occupations"`
	Roles       []Named          `json:"roles"`
	Certificate bool             `json:"certificate" doc:"a pass earns one"`
	Months      int64            `json:"valid_months,omitempty"`
	Lessons     int              `json:"lessons"`
	Ask         int              `json:"ask" doc:"questions of one sitting"`
	Demanded    []law.Text2      `json:"demanded" doc:"the articles by which a permit waits for it; none: it holds nothing up"`
	From        workday.Date     `json:"from"`
	Hash        string           `json:"hash"`
	Standing    law.Standing     `json:"standing" enum:"text,secondary,assumed"`
	Completed   int64            `json:"completed" doc:"how often it was completed, of whatever version"`
}

// Named is a code with its name.
type Named struct {
	Code string    `json:"code"`
	Name law.Text2 `json:"name"`
}

// Text is a course to be read: anybody may, without signing in.
type Text struct {
	Line
	Units []Unit    `json:"units"`
	Basis law.Text2 `json:"basis"`
	Note  string    `json:"note,omitempty"`
	Pass  int64     `json:"pass_permille"`
	Time  int64     `json:"minutes"`
}

// Unit is a lesson with the terms of the day, and what it rests on.
type Unit struct {
	ID    string      `json:"id"`
	Title law.Text2   `json:"title"`
	Text  law.Text2   `json:"text"`
	Basis []law.Text2 `json:"basis"`
}

// Courses lists those in force.
func (d *Desk) Courses(ctx context.Context) ([]Line, error) {
	book, out := d.law.On(d.today()), []Line{}
	counts, err := completedCounts(ctx, d.db)
	for _, c := range book.Courses() {
		out = append(out, line(book, c, counts[c.Code]))
	}
	return out, err
}

func line(book *law.Book, c law.Course, completed int64) Line {
	l := Line{Code: c.Code, Title: c.Title, Text: c.Text, Audience: c.Audience, Matters: []Named{}, Occupations: append([]law.Occupation{}, c.Occupations...),
		Roles: []Named{}, Certificate: c.Certificate != "", Lessons: len(c.Lessons), Ask: c.Ask, Demanded: []law.Text2{}, From: c.From, Hash: c.Hash(),
		Standing: c.Standing, Completed: completed}
	for _, code := range c.Matters {
		if m, ok := book.Matter(code); ok {
			l.Matters = append(l.Matters, Named{code, m.Name})
		}
	}
	for _, code := range c.Roles {
		if r, ok := access.RoleOf(code); ok {
			l.Roles = append(l.Roles, Named{code, r.Name})
		}
	}
	for _, r := range c.Demanded {
		l.Demanded = append(l.Demanded, book.Cite(r))
	}
	if v, ok := book.Limit(c.Valid); ok {
		l.Months = v.N
	}
	return l
}

// Read gives a course with its lessons.
func (d *Desk) Read(ctx context.Context, code string) (Text, error) {
	book := d.law.On(d.today())
	c, ok := book.Course(code)
	if !ok {
		return Text{}, errNoCourse
	}
	counts, err := completedCounts(ctx, d.db)
	if err != nil {
		return Text{}, err
	}
	t := Text{Line: line(book, c, counts[code]), Units: []Unit{}, Basis: book.Cite(c.Basis[0]), Note: c.Note}
	for _, l := range book.Lessons(c) {
		u := Unit{l.ID, l.Title, l.Text, []law.Text2{}}
		for _, r := range l.Basis {
			u.Basis = append(u.Basis, book.Cite(r))
		}
		t.Units = append(t.Units, u)
	}
	pass, _ := book.Limit(c.Pass)
	minutes, _ := book.Limit(c.Minutes)
	t.Pass, t.Time = pass.N, minutes.N
	return t, nil
}

// Mine is a course with where one stands in it.
type Mine struct {
	Line
	Done    *Completion  `json:"done,omitempty" doc:"the newest completion of one's own"`
	Current bool         `json:"current" doc:"of the version in force"`
	Open    string       `json:"open,omitempty" doc:"a sitting that is open"`
	EndsAt  *time.Time   `json:"ends_at,omitempty"`
	Again   workday.Date `json:"again,omitzero" doc:"the first day it may be taken again"`
}

// Training is what somebody has learnt and what the post still needs.
type Training struct {
	Courses      []Mine           `json:"courses"`
	Certificates []Certificate    `json:"certificates" doc:"newest first, ended ones too"`
	Demands      []account.Demand `json:"demands" doc:"certificates the roles of one's posts need; unmet: what touches others is off until it is earned"`
	Coming       []Coming         `json:"coming" doc:"demands on the role acted from that begin later"`
}

// Coming is a demand that begins later.
type Coming struct {
	Role string       `json:"role"`
	Kind string       `json:"kind"`
	From workday.Date `json:"from"`
}

// Training lists the courses that are for the one who asks, first those the post needs.
func (d *Desk) Training(ctx context.Context, who access.Actor) (Training, error) {
	out := Training{Courses: []Mine{}, Certificates: []Certificate{}, Demands: []account.Demand{}, Coming: []Coming{}}
	if err := mayTake(who, law.Course{}); err != nil {
		return out, err
	}
	all, err := d.Courses(ctx)
	if err != nil {
		return out, err
	}
	done, err := completionsOf(ctx, d.db, who.Account)
	if err != nil {
		return out, err
	}
	for _, l := range all {
		if (l.Audience == "officer") != (who.Post != "") {
			continue
		}
		m := Mine{Line: l}
		for i := range done {
			if done[i].Course == l.Code && m.Done == nil {
				m.Done = &done[i]
			}
			m.Current = m.Current || done[i].Course == l.Code && done[i].From == l.From
		}
		if err := d.where(ctx, who, &m); err != nil {
			return out, err
		}
		out.Courses = append(out.Courses, m)
	}
	mine := func(m Mine) int {
		if slices.ContainsFunc(m.Roles, func(r Named) bool { return slices.Contains(who.Roles, r.Code) }) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(out.Courses, func(a, b Mine) int { return mine(a) - mine(b) })
	return out, d.papers(ctx, who, &out)
}

// where says which sitting is open, and when a failed one may be tried again.
func (d *Desk) where(ctx context.Context, who access.Actor, m *Mine) error {
	last, err := lastSitting(ctx, d.db, who.Account, m.Code)
	if err != nil || last == nil {
		return err
	}
	if last.ClosedAt == nil && d.instant().Before(last.EndsAt) && last.CourseHash == m.Hash {
		m.Open, m.EndsAt = last.SittingID, &last.EndsAt
		return nil
	}
	book := d.law.On(d.today())
	c, _ := book.Course(m.Code)
	if again, ok := book.Limit(c.Again); ok {
		if from := d.after(last, again); from > d.today() {
			m.Again = from
		}
	}
	return nil
}

// papers adds certificates, and what the post needs now or soon.
func (d *Desk) papers(ctx context.Context, who access.Actor, t *Training) error {
	held, err := certificatesOf(ctx, d.db, who.Account)
	if err != nil {
		return err
	}
	for i := range held {
		t.Certificates = append(t.Certificates, d.shown(&held[i]))
	}
	if who.Post == "" {
		return nil
	}
	rules, err := d.Accounts.Rules(ctx, d.today())
	if err != nil {
		return err
	}
	for _, r := range rules {
		if slices.Contains(who.Roles, r.Role) {
			met := slices.ContainsFunc(t.Certificates, func(c Certificate) bool { return c.Kind == r.Kind && c.Good })
			t.Demands = append(t.Demands, account.Demand{Role: r.Role, Kind: r.Kind, Basis: r.Basis, Met: met})
		}
	}
	later, err := d.Accounts.LaterRules(ctx, d.today())
	for _, r := range later {
		if slices.Contains(who.Roles, r.Role) {
			t.Coming = append(t.Coming, Coming{r.Role, r.Kind, r.From})
		}
	}
	return err
}

// Figures is a course in numbers: nobody in particular.
type Figures struct {
	Course string    `json:"course"`
	Title  law.Text2 `json:"title"`
	Passed int64     `json:"passed"`
	Failed int64     `json:"failed"`
	Lapsed int64     `json:"lapsed"`
	Good   int64     `json:"good" doc:"certificates good today"`
}

// Figures counts sittings and certificates by course, for those who lead the training （三十）.
func (d *Desk) Figures(ctx context.Context) ([]Figures, error) {
	out := []Figures{}
	counts, err := figures(ctx, d.db, d.today())
	if err != nil {
		return out, err
	}
	for _, c := range d.law.On(d.today()).Courses() {
		f := Figures{Course: c.Code, Title: c.Title}
		for _, n := range counts {
			if n.Course == c.Code {
				f.Passed, f.Failed, f.Lapsed, f.Good = n.Passed, n.Failed, n.Lapsed, n.Good
			}
		}
		out = append(out, f)
	}
	return out, nil
}
