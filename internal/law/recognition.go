package law

import (
	"fmt"
	"slices"

	"xinheng/internal/workday"
)

// Recognition is a province whose lists of seriously dishonest subjects are recognised here (琼府办〔2021〕4号（八）（十六） 异地互认、
// 跨省失信惩戒机制): which entries apply by themselves, what must be shown of their due process, and what their measures are called here.
type Recognition struct {
	Code string `yaml:"code" json:"code"` // the region code of the province
	Name Text2  `yaml:"name" json:"name"`
	List string `yaml:"list" json:"list"` // the list its entries stand on here
	// Conditions under which an entry applies by itself, beside its checklist.
	DecidedFrom workday.Date `yaml:"decided_from" json:"decided_from"` // decided that day or later
	MinMonths   int          `yaml:"min_months" json:"min_months"`     // of a term at least so long
	MaxMonths   int          `yaml:"max_months" json:"max_months"`     // and at most so long
	Checks      []string     `yaml:"checks" json:"checks"`             // due process: notice, decision, service, remedy, end
	Measures    []Mapped     `yaml:"measures" json:"measures"`
	Dated       `yaml:",inline"`
}

// Mapped is a measure in the words of another province and the one of our catalogue that it is.
type Mapped struct {
	Theirs string `yaml:"theirs" json:"theirs"`
	Ours   string `yaml:"ours" json:"ours"` // code of the catalogue
}

// Map gives the measures of our catalogue for those another province names, and the names that have none.
func (r Recognition) Map(theirs []string) (ours, unmapped []string) {
	for _, name := range theirs {
		i := slices.IndexFunc(r.Measures, func(m Mapped) bool { return m.Theirs == name })
		if i < 0 {
			unmapped = append(unmapped, name)
		} else if !slices.Contains(ours, r.Measures[i].Ours) {
			ours = append(ours, r.Measures[i].Ours)
		}
	}
	return ours, unmapped
}

// Recognitions are the provinces recognised on a day.
func (b *Book) Recognitions() []Recognition { return b.recognitions.all }

// Recognition finds a province by its region code.
func (b *Book) Recognition(code string) (Recognition, bool) { return b.recognitions.find(code) }

// RecognisedBy is the province whose entries stand on a list of kind recognised.
func (b *Book) RecognisedBy(list string) (Recognition, bool) {
	i := slices.IndexFunc(b.recognitions.all, func(r Recognition) bool { return r.List == list })
	if i < 0 {
		return Recognition{}, false
	}
	return b.recognitions.all[i], true
}

func (r *Recognition) head() (string, Text2, *Dated) { return r.Code, r.Name, &r.Dated }

func (r Recognition) says() Text2 {
	return Text2{
		ZH: fmt.Sprintf("%s及以后认定、期限不短于%d个月且不超过%d个月的条目，正当程序%d项齐备的予以采用；措施对照%d项。", r.DecidedFrom, r.MinMonths, r.MaxMonths, len(r.Checks), len(r.Measures)),
		EN: fmt.Sprintf("Entries decided on %s or later, of %d to %d months, with %d points of due process shown; %d measures mapped.", r.DecidedFrom, r.MinMonths, r.MaxMonths, len(r.Checks), len(r.Measures)),
	}
}

// recognition: its list is one of kind recognised, its measures are of the catalogue, and no entry lasts longer than it may here.
func (r *Recognition) check(c *checker, e *entry) {
	c.covers(e, "list", "list", r.List)
	if !c.any("list", r.List, func(l *entry) bool { return l.rule.(*List).Kind == recognised }) {
		c.fault(e, "list", "互认的名单须是 recognised 一类。", "Its list must be of the kind recognised.")
	}
	for _, m := range r.Measures {
		c.exists(e, e.line("measures"), "measure", m.Ours)
	}
	if r.MinMonths < 0 || r.MaxMonths < r.MinMonths {
		c.fault(e, "max_months", "最长不得短于最短。", "The longest term is not shorter than the shortest.")
	}
	if len(r.Checks) == 0 {
		c.fault(e, "checks", "须列明正当程序的查验项目。", "Say what of due process must be shown.")
	}
}

// recognised is the kind of lists that hold entries of another province.
const recognised = "recognised"
