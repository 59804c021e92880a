package tracker

import (
	"context"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

// Progress is how the policy stands on a day, for everybody.
type Progress struct {
	On       workday.Date `json:"on"`
	Articles []Article    `json:"articles"`
}

// Article is one of the policy's, with its tasks.
type Article struct {
	law.PolicyArticle
	Done  int    `json:"done" doc:"tasks every body of which has done"`
	Tasks []Task `json:"progress" doc:"in the order of its tasks"`
}

// Task is one thing an article asks for, and the bodies it was assigned to.
type Task struct {
	law.PolicyTask
	State  string `json:"state" enum:"unassigned,under_way,overdue,done" doc:"of all bodies together"`
	Bodies []Body `json:"assigned"`
}

// Body is one body's part. Of its reports, what was accepted.
type Body struct {
	Name  string       `json:"name"`
	DueOn workday.Date `json:"due_on"`
	Standing
	Evidence []Evidence `json:"evidence"`
}

// Evidence is an accepted report. The document itself is not public; its digest is, so that whoever is shown it can tell it is the one.
type Evidence struct {
	On      workday.Date `json:"on"`
	Says    string       `json:"says"`
	Hash    string       `json:"hash,omitempty"`
	Figure  string       `json:"figure,omitempty"`
	Year    int          `json:"year,omitempty"`
	Counted int64        `json:"counted,omitempty"`
}

// Progress reads every article: what was withdrawn is left out.
func (d *Desk) Progress(ctx context.Context) (Progress, error) {
	rows, err := assignmentsStanding(ctx, d.db)
	if err != nil {
		return Progress{}, err
	}
	all, err := d.show(ctx, rows)
	if err != nil {
		return Progress{}, err
	}
	by := map[string][]Body{}
	for i := range all {
		by[all[i].Task] = append(by[all[i].Task], all[i].public())
	}
	p := Progress{On: d.today()}
	for _, a := range d.law.On(p.On).PolicyArticles() {
		x := Article{PolicyArticle: a}
		for _, t := range a.Tasks {
			t := Task{PolicyTask: t, Bodies: by[t.Code]}
			if t.State = together(t.Bodies); t.State == "done" {
				x.Done++
			}
			if t.Bodies == nil {
				t.Bodies = []Body{}
			}
			x.Tasks = append(x.Tasks, t)
		}
		p.Articles = append(p.Articles, x)
	}
	return p, nil
}

func (a *Assignment) public() Body {
	b := Body{Name: a.Body, DueOn: a.DueOn, Standing: a.Standing, Evidence: []Evidence{}}
	for i := range a.Reports {
		if r := &a.Reports[i]; r.State == "accepted" {
			b.Evidence = append(b.Evidence, Evidence{r.FiledOn, r.Says, r.Hash, r.Figure, r.Year, r.Counted})
		}
	}
	return b
}

// together is a task by all its bodies: done when every one has done it, overdue when any is.
func together(of []Body) string {
	state := "done"
	for i := range of {
		switch {
		case of[i].Overdue:
			return "overdue"
		case of[i].State != Done:
			state = "under_way"
		}
	}
	if len(of) == 0 {
		return "unassigned"
	}
	return state
}
