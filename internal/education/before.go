package education

import (
	"context"

	"xinheng/internal/adoption"
	"xinheng/internal/law"
	"xinheng/internal/pg"
	"xinheng/internal/workday"
)

// Completion is a course that somebody completed, in which version and for whom.
type Completion struct {
	Course string       `json:"course"`
	From   workday.Date `json:"course_from" doc:"the version that was completed begins on this day"`
	Hash   string       `json:"course_hash"`
	On     workday.Date `json:"completed_on"`
}

// Need is a course a matter triggers: whether it was completed, and whether the permit waits for it.
type Need struct {
	Course string    `json:"course"`
	Title  law.Text2 `json:"title"`
	Text   law.Text2 `json:"text"`
	// Done is the newest completion, of the version in force or of one before.
	Done    *Completion `json:"done,omitempty"`
	Current bool        `json:"current" doc:"the version in force was completed"`
	// Waits: an article demands it and it was not completed. Nothing else ever makes a permit wait (F06-1).
	Waits  bool        `json:"waits"`
	Clause []law.Text2 `json:"clause" doc:"the articles that demand it; none: it holds nothing up"`
	// Unbinding: an article is named, but its wording was not seen and nobody adopted it, so it binds nobody.
	Unbinding bool `json:"unbinding,omitempty"`
}

// Finding is what a matter asks of its subject in the way of education.
type Finding struct {
	Matter  string       `json:"matter"`
	On      workday.Date `json:"on"`
	Edition string       `json:"edition"`
	Blocks  bool         `json:"blocks" doc:"false unless an article demands a course that is not completed"`
	Courses []Need       `json:"courses"`
}

// Judge says what follows from what was completed. A course holds a permit up only where its row names an article, and an article
// that was never seen only once an officer adopted it; no completion is otherwise held against anybody (F06-1, G11).
func Judge(book *law.Book, matter string, done []Completion, adopted law.Adoptions) Finding {
	f := Finding{Matter: matter, On: book.Date, Edition: book.Edition, Courses: []Need{}}
	for _, c := range book.CoursesFor(matter) {
		n := Need{Course: c.Code, Title: c.Title, Text: c.Text, Clause: []law.Text2{}}
		for i := range done {
			if done[i].Course == c.Code && (n.Done == nil || n.Done.On < done[i].On) {
				n.Done = &done[i]
			}
			n.Current = n.Current || done[i].Course == c.Code && done[i].From == c.From
		}
		for _, r := range c.Demanded {
			n.Clause = append(n.Clause, book.Cite(r))
		}
		binds, _ := adopted.Coercive("course:"+c.Code, c.Standing, book.Date)
		n.Unbinding = len(c.Demanded) > 0 && !binds
		n.Waits = len(c.Demanded) > 0 && binds && !n.Current
		f.Blocks = f.Blocks || n.Waits
		f.Courses = append(f.Courses, n)
	}
	return f
}

// Before is what whoever gives a permit asks: does an article make this subject wait for a course at this matter today?
func (d *Desk) Before(ctx context.Context, db pg.DB, matter, subject string) (Finding, error) {
	book := d.law.On(d.today())
	if _, ok := book.Matter(matter); !ok {
		return Finding{}, errNoMatter
	}
	done := []Completion{}
	if subject != "" {
		var err error
		if done, err = completionsAbout(ctx, db, subject); err != nil {
			return Finding{}, err
		}
	}
	adopted, err := adoption.All(ctx, db)
	return Judge(book, matter, done, adopted), err
}
