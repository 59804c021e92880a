package law

import (
	"fmt"
	"slices"
	"strings"
)

// Checklist is what an inspection of a field of supervision looks at: one question an item, each with the article it rests on. It
// is open data: a firm knows before the visit what will be asked (琼府办〔2021〕4号（十二）; F12-7).
type Checklist struct {
	Code   string      `yaml:"code" json:"code"`
	Name   Text2       `yaml:"name" json:"name"`
	Domain string      `yaml:"domain" json:"domain"` // field of supervision it is for
	Items  []CheckItem `yaml:"items" json:"items"`
	Dated  `yaml:",inline"`
}

// CheckItem is one question. Answers are: in order, not in order, does not apply here.
type CheckItem struct {
	Code  string `yaml:"code" json:"code"`
	Asks  Text2  `yaml:"asks" json:"asks"`
	How   Text2  `yaml:"how" json:"how"`                         // what is looked at on site
	Photo bool   `yaml:"photo,omitempty" json:"photo,omitempty"` // "not in order" needs a photograph
	Cites Ref    `yaml:"cites" json:"cites"`                     // the article the item rests on
}

// VisitResult is what a visit can end in (抽查检查结果).
type VisitResult struct {
	Code  string `yaml:"code" json:"code"`
	Name  Text2  `yaml:"name" json:"name"`
	Text  Text2  `yaml:"text" json:"text"`   // when it is the right one
	Found bool   `yaml:"found" json:"found"` // something was found: it counts as a hit, and the visit was not fruitless
	// Adverse: it becomes a record of the firm, with basis, document, service and end, and can be repaired.
	Adverse bool   `yaml:"adverse" json:"adverse"`
	After   string `yaml:"after" json:"after"` // nothing | correct | abnormal | case: what follows, by its own procedure
	Dated   `yaml:",inline"`
}

// Checklists of a day.
func (b *Book) Checklists() []Checklist { return b.checklists.all }

// Checklist finds one by its code.
func (b *Book) Checklist(code string) (Checklist, bool) { return b.checklists.find(code) }

// ChecklistOf is the list of a field of supervision: its own, or that of the field above it, or the general one.
func (b *Book) ChecklistOf(domain string) (Checklist, bool) {
	for {
		if i := slices.IndexFunc(b.checklists.all, func(c Checklist) bool { return c.Domain == domain }); i >= 0 {
			return b.checklists.all[i], true
		}
		at := strings.LastIndex(domain, ".")
		if at < 0 {
			return b.checklists.find("general")
		}
		domain = domain[:at]
	}
}

// VisitResults are the results of a day, in their order.
func (b *Book) VisitResults() []VisitResult { return b.results.all }

// VisitResult finds one by its code.
func (b *Book) VisitResult(code string) (VisitResult, bool) { return b.results.find(code) }

func (v *Checklist) head() (string, Text2, *Dated)   { return v.Code, v.Name, &v.Dated }
func (v *VisitResult) head() (string, Text2, *Dated) { return v.Code, v.Name, &v.Dated }

func (v Checklist) says() Text2 {
	return Text2{ZH: fmt.Sprintf("检查%d项，逐项列明依据。", len(v.Items)), EN: fmt.Sprintf("%d items, each with its article.", len(v.Items))}
}

// checklist: every item is there once and rests on an article; nothing is looked at without one.
func (x *Checklist) check(c *checker, e *entry) {
	seen := map[string]bool{}
	for _, i := range x.Items {
		if seen[i.Code] || i.Code == "" {
			c.fault(e, "items", "检查项代码须有且不重复。", "Every item has a code of its own.")
		}
		seen[i.Code] = true
		if i.Cites.Article == "" {
			c.fault(e, "items", "检查项须写明条款："+i.Code+"。", "An item names its article: "+i.Code+".")
		}
	}
	if len(x.Items) == 0 {
		c.fault(e, "items", "清单没有检查项。", "The list has no items.")
	}
}

// visitResult: what is adverse was found, and what was not found leads to nothing.
func (x *VisitResult) check(c *checker, e *entry) {
	if x.Adverse && !x.Found {
		c.fault(e, "adverse", "未发现问题的结果不得记为失信信息。", "A result that found nothing is no adverse record.")
	}
	if !x.Found && x.After != "nothing" {
		c.fault(e, "after", "未发现问题的结果不引起后续处理。", "Nothing follows from a result that found nothing.")
	}
}
