package portal

import (
	"context"
	"strings"

	"xinheng/internal/law"
	"xinheng/internal/tracker"
)

// Policy is what the site reads of how the policy is carried out.
type Policy interface {
	Progress(ctx context.Context) (tracker.Progress, error)
}

// policyView is the policy article by article (F28-2): a picture with its table, and the articles by chapter.
type policyView struct {
	tracker.Progress
	Chapters []policyChapter
	Sums     []share // of all tasks
	Tasks    int64
	Stated   map[string]law.Text2 // kinds of bodies the policy names, by code
}

// policyChapter is a chapter, and how its tasks stand.
type policyChapter struct {
	N        int
	Articles []tracker.Article
	Bars     []share
	Tasks    int64
}

// policyStates is the order in which states are drawn.
var policyStates = []string{"done", "under_way", "overdue", "unassigned"}

func policyPage(v *visit) (sheet, error) {
	v.titled(v.T("policy.title"))
	if v.Policy == nil {
		return sheet{tmpl: "policy", data: policyView{}}, nil
	}
	p, err := v.Policy.Progress(v.ctx)
	if err != nil {
		return sheet{}, err
	}
	return sheet{tmpl: "policy", data: policyChapters(p)}, nil
}

func policyChapters(p tracker.Progress) policyView {
	view := policyView{Progress: p, Stated: law.PolicyBodies}
	sum := map[string]int64{}
	for i := range p.Articles {
		a := &p.Articles[i]
		if n := len(view.Chapters); n == 0 || view.Chapters[n-1].N != a.Chapter {
			view.Chapters = append(view.Chapters, policyChapter{N: a.Chapter})
		}
		c := &view.Chapters[len(view.Chapters)-1]
		c.Articles = append(c.Articles, *a)
	}
	for i := range view.Chapters {
		c := &view.Chapters[i]
		by := map[string]int64{}
		for j := range c.Articles {
			for _, t := range c.Articles[j].Tasks {
				by[t.State]++
				sum[t.State]++
				c.Tasks++
			}
		}
		c.Bars = policyBars(by, c.Tasks)
		view.Tasks += c.Tasks
	}
	view.Sums = policyBars(sum, view.Tasks)
	return view
}

// policyBars lays the states of tasks out beside one another.
func policyBars(by map[string]int64, all int64) (out []share) {
	var at int64
	for _, key := range policyStates {
		s := share{Key: key, N: by[key]}
		if all > 0 {
			s.X, s.Permille = at*shareWide/all, s.N*1000/all
			s.Wide = (at+s.N)*shareWide/all - s.X
		}
		at += s.N
		out = append(out, s)
	}
	return out
}

// centre says whether a page is of the enterprise centre, which has no other address in English.
func centre(path string) bool { return strings.HasPrefix(path, "/centre/") }
