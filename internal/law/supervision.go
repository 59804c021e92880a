package law

import (
	"fmt"
	"slices"
	"strings"
)

// ClassTable says in which supervision class a firm stands for a field of supervision: 分级分类监管表. The class orders how often
// a firm is looked at and nothing else; no measure and no refusal follows from it (G2).
type ClassTable struct {
	Code   string `yaml:"code" json:"code"`
	Name   Text2  `yaml:"name" json:"name"`
	Domain string `yaml:"domain" json:"domain"` // field of supervision it is for
	// Unknown is the class of a firm no row speaks of, and so of one that nothing is known about.
	Unknown string     `yaml:"unknown" json:"unknown"`
	Rows    []ClassRow `yaml:"rows" json:"rows"`
	Dated   `yaml:",inline"`
}

// ClassRow is a row of a table. Everything it asks for must hold; what it does not ask for may be anything.
type ClassRow struct {
	Class      string       `yaml:"class" json:"class"`
	Listed     bool         `yaml:"listed,omitempty" json:"listed,omitempty"`         // on a list of seriously dishonest subjects
	Industries []string     `yaml:"industries,omitempty" json:"industries,omitempty"` // any of these sections or divisions
	Ratings    []ClassGrade `yaml:"ratings,omitempty" json:"ratings,omitempty"`       // all of these
	Why        Text2        `yaml:"why" json:"why"`
}

// ClassGrade is a rating made elsewhere and imported: the national evaluation, one of a sector, of the market, the general
// risk class. A firm that has none of that item does not fit a row that asks for it.
type ClassGrade struct {
	Item   string   `yaml:"item" json:"item"`
	Grades []string `yaml:"grades" json:"grades"`
}

// Classes are the supervision classes: low, general, elevated and high risk.
var Classes = []string{"A", "B", "C", "D"}

// Known is what a table is asked with. Missing grades are no grades.
type Known struct {
	Listed   bool              `json:"listed"`
	Industry string            `json:"industry"` // GB/T 4754 division with or without its section ("C14", "14")
	Grades   map[string]string `json:"grades"`   // by item
}

// Classify tries the rows in their order. Row is the index of the row that decided, -1 where none did.
func (t ClassTable) Classify(k Known) (class string, row int) {
	for i, r := range t.Rows {
		if r.fits(k) {
			return r.Class, i
		}
	}
	return t.Unknown, -1
}

func (r ClassRow) fits(k Known) bool {
	if r.Listed && !k.Listed || len(r.Industries) > 0 && !slices.ContainsFunc(r.Industries, k.Is) {
		return false
	}
	for _, g := range r.Ratings {
		if !slices.Contains(g.Grades, k.Grades[g.Item]) {
			return false
		}
	}
	return true
}

// Is compares a section (C), a division (14) and both (C14).
func (k Known) Is(industry string) bool {
	digits := strings.TrimLeft(k.Industry, "ABCDEFGHIJKLMNOPQRST")
	return industry == digits || strings.HasPrefix(k.Industry, industry)
}

// ClassTables of a day.
func (b *Book) ClassTables() []ClassTable { return b.classes.all }

// ClassTable finds one by its code.
func (b *Book) ClassTable(code string) (ClassTable, bool) { return b.classes.find(code) }

// ClassTableOf is the table of a field of supervision: its own, or that of the field above it, or the general one.
func (b *Book) ClassTableOf(domain string) (ClassTable, bool) {
	for {
		if i := slices.IndexFunc(b.classes.all, func(t ClassTable) bool { return t.Domain == domain }); i >= 0 {
			return b.classes.all[i], true
		}
		at := strings.LastIndex(domain, ".")
		if at < 0 {
			return b.classes.find("general")
		}
		domain = domain[:at]
	}
}

func (v *ClassTable) head() (string, Text2, *Dated) { return v.Code, v.Name, &v.Dated }

func (v ClassTable) says() Text2 {
	return Text2{
		ZH: fmt.Sprintf("按顺序%d行，首个相符者定级；均不相符或无评价者为%s类。", len(v.Rows), v.Unknown),
		EN: fmt.Sprintf("%d rows in order, the first that fits decides; class %s where none does or nothing is known.", len(v.Rows), v.Unknown),
	}
}

// classTable: a row asks for something, for grades there are, and a firm of which nothing is known stands in the general class.
func (t *ClassTable) check(c *checker, e *entry) {
	if t.Unknown != "B" {
		c.fault(e, "unknown", "没有评价的主体属一般类（B），不得因无评价降级。", "A subject without evaluations is of the general class (B): having none counts against nobody.")
	}
	for _, r := range t.Rows {
		if !r.Listed && len(r.Ratings) == 0 {
			c.fault(e, "rows", "每行须以评价或名单为条件：仅凭行业不能定级。", "A row asks for an evaluation or a list: an industry alone makes no class.")
		}
		for _, i := range r.Industries {
			c.exists(e, e.line("rows"), "industry", i)
		}
		for _, g := range r.Ratings {
			c.classGrade(e, g)
		}
	}
}

func (c *checker) classGrade(e *entry, g ClassGrade) {
	c.meets(e, e.line("rows"), "item", g.Item)
	for _, v := range c.byKey["item:"+g.Item] {
		it := v.rule.(*Item)
		if it.Class != Rating {
			c.fault(e, "rows", g.Item+" 不是评价。", g.Item+" is no rating.")
		}
		f, graded := it.ByRole("grade")
		for _, grade := range g.Grades {
			if graded && !slices.Contains(f.Values, grade) {
				c.fault(e, "rows", g.Item+" 没有级别 "+grade+"。", g.Item+" has no grade "+grade+".")
			}
		}
	}
}
