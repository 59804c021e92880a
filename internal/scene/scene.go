package scene

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/law"
	"xinheng/internal/pilot"
	"xinheng/internal/workday"
)

// Span is from one day to another, both included.
type Span struct {
	From workday.Date `json:"from"`
	To   workday.Date `json:"to"`
}

// Number is one that was counted before and after.
type Number struct {
	Name   law.Text2 `json:"name"`
	Unit   law.Text2 `json:"unit,omitzero"`
	Before *int64    `json:"before,omitempty"`
	After  *int64    `json:"after,omitempty"`
	Source string    `json:"source" maxLength:"300" doc:"query or document it comes from"`
}

// Draft is a scene as it is entered.
type Draft struct {
	Name     law.Text2 `json:"name"`
	Article  string    `json:"article" maxLength:"16" doc:"code of an article of the policy (/v1/policy)"`
	Region   string    `json:"region" maxLength:"6" doc:"what codes of divisions begin with: 4601 is Haikou, 46 the province"`
	Changed  law.Text2 `json:"changed" doc:"what changed"`
	Measured law.Text2 `json:"measured" doc:"how it was measured"`
	Pilot    string    `json:"pilot,omitempty" maxLength:"64" doc:"an evaluated pilot: periods and numbers are taken from it"`
	Before   *Span     `json:"before,omitempty"`
	After    *Span     `json:"after,omitempty"`
	Numbers  []Number  `json:"numbers,omitempty" maxItems:"20"`
}

// States of a scene.
const (
	Entered   = "entered"
	Published = "published"
	Withdrawn = "withdrawn"
)

// Scene is one as it is shown.
type Scene struct {
	ID          string     `json:"id"`
	State       string     `json:"state" enum:"entered,published,withdrawn"`
	Body        string     `json:"body" doc:"that entered it"`
	ArticleText string     `json:"article_text" doc:"number of the article"`
	ArticleName law.Text2  `json:"article_name"`
	Place       law.Text2  `json:"place"`
	ConfirmedBy string     `json:"confirmed_by,omitempty" doc:"body whose officer confirmed it"`
	At          time.Time  `json:"at"`
	ConfirmedAt *time.Time `json:"confirmed_at,omitempty"`
	WithdrawnAt *time.Time `json:"withdrawn_at,omitempty"`
	Why         string     `json:"why,omitempty" doc:"of a withdrawal"`
	Draft
	// Mine: it is within one's reach. Own: one entered it oneself, and does not confirm it.
	Mine bool `json:"mine"`
	Own  bool `json:"own"`
}

func said(s string, most int) (string, bool) {
	s = strings.TrimSpace(s)
	return s, s != "" && utf8.RuneCountInString(s) <= most
}

func both(t *law.Text2, most int) bool {
	var zh, en bool
	t.ZH, zh = said(t.ZH, most)
	t.EN, en = said(t.EN, 2*most)
	return zh && en
}

// sound refuses what is not whole. It is pure.
func (d *Draft) sound(book *law.Book, today workday.Date) error {
	if !both(&d.Name, 100) || !both(&d.Changed, 1000) || !both(&d.Measured, 1000) {
		return errText
	}
	if !slices.ContainsFunc(book.PolicyArticles(), func(a law.PolicyArticle) bool { return a.Code == d.Article }) {
		return errArticle
	}
	if d.Before == nil || d.After == nil || d.Before.From == 0 || d.Before.To < d.Before.From || d.After.From <= d.Before.To || d.After.To < d.After.From || d.After.To >= today {
		return errPeriods
	}
	for i := range d.Numbers {
		n := &d.Numbers[i]
		var sourced bool
		if n.Source, sourced = said(n.Source, 300); !sourced || !both(&n.Name, 100) || n.Before == nil || n.After == nil {
			return errNumbers
		}
	}
	if len(d.Numbers) == 0 {
		return errNumbers
	}
	return nil
}

// counted are the numbers of an evaluation, by name.
var counted = map[string]Number{
	"visits":   {Name: law.Text2{ZH: "入企检查次数", EN: "Visits"}, Unit: law.Text2{ZH: "次", EN: "visits"}},
	"firms":    {Name: law.Text2{ZH: "被检查企业", EN: "Firms visited"}, Unit: law.Text2{ZH: "家", EN: "firms"}},
	"resulted": {Name: law.Text2{ZH: "已出结果的检查", EN: "Visits with a result"}, Unit: law.Text2{ZH: "次", EN: "visits"}},
	"found":    {Name: law.Text2{ZH: "发现问题的检查", EN: "Visits that found something"}, Unit: law.Text2{ZH: "次", EN: "visits"}},
	"high":     {Name: law.Text2{ZH: "检查 C、D 类企业", EN: "Visits to classes C and D"}, Unit: law.Text2{ZH: "次", EN: "visits"}},
}

// evaluated takes periods and numbers from the evaluation of a pilot.
func (d *Draft) evaluated(p *pilot.Pilot) error {
	if len(d.Numbers) > 0 || d.Before != nil || d.After != nil {
		return errTyped
	}
	e := p.Evaluation
	d.Before, d.After = &Span{e.From, p.FirstOn - 1}, &Span{p.FirstOn, p.LastOn}
	for _, c := range e.Counts {
		n := counted[c.Code]
		n.Before, n.After, n.Source = &c.Before, &c.During, "试点评估 "+p.ID
		d.Numbers = append(d.Numbers, n)
	}
	return nil
}
