package law

import "slices"

// Ground is a reason one may object for (异议理由).
type Ground struct {
	Code     string   `yaml:"code" json:"code"` // incorrect | omitted | expired | unmet | other
	Name     Text2    `yaml:"name" json:"name"`
	Text     Text2    `yaml:"text" json:"text"`         // in plain words, for who chooses
	Evidence Text2    `yaml:"evidence" json:"evidence"` // what helps; never demanded
	About    []string `yaml:"about" json:"about"`       // record | listing | measure | score | check
	Outcomes []string `yaml:"outcomes" json:"outcomes"` // codes of outcomes that can follow
	Dated    `yaml:",inline"`
}

// Outcome is what an objection can end in (异议处理结果).
type Outcome struct {
	Code     string `yaml:"code" json:"code"` // correct | supplement | stop_publicity | remove_listing | delete | reject
	Name     Text2  `yaml:"name" json:"name"`
	Text     Text2  `yaml:"text" json:"text"`
	Upholds  bool   `yaml:"upholds,omitempty" json:"upholds"`             // the subject was right, wholly or in part
	Source   bool   `yaml:"source,omitempty" json:"source"`               // must be done at the source system first (F27-5)
	Reach    bool   `yaml:"reach,omitempty" json:"reach"`                 // everybody who asked meanwhile is told (F27-4)
	Template string `yaml:"template,omitempty" json:"template,omitempty"` // the paper that answers
	Dated    `yaml:",inline"`
}

// Use while an objection is open.
type Use string

const (
	MarkOnly Use = "mark"   // the record is marked 异议中 and goes on being used
	Frozen   Use = "freeze" // besides, no effect follows from it until the decision
)

// Says is what becomes of use, in words.
func (u Use) Says() Text2 { return useSays[u] }

// FreezeRule says what becomes of the use of a record while an objection to it is open (F27-2). The most specific rule in
// force decides; without any rule it is MarkOnly.
type FreezeRule struct {
	Code    string   `yaml:"code" json:"code"`
	Name    Text2    `yaml:"name" json:"name"`
	About   string   `yaml:"about,omitempty" json:"about,omitempty"` // record | listing | measure | score | check; any when empty
	Items   []string `yaml:"items,omitempty" json:"items,omitempty"`
	Lists   []string `yaml:"lists,omitempty" json:"lists,omitempty"`
	Grounds []string `yaml:"grounds,omitempty" json:"grounds,omitempty"`
	Matched bool     `yaml:"matched,omitempty" json:"matched,omitempty"` // only records that came to their subject by a match of names
	Use     Use      `yaml:"use" json:"use"`
	Dated   `yaml:",inline"`
}

// Grounds are those in force, in the order of the file.
func (b *Book) Grounds() []Ground { return b.grounds.all }

// Ground finds one by code.
func (b *Book) Ground(code string) (Ground, bool) { return b.grounds.find(code) }

// Outcomes are those in force, in the order of the file.
func (b *Book) Outcomes() []Outcome { return b.outcomes.all }

// Outcome finds one by code.
func (b *Book) Outcome(code string) (Outcome, bool) { return b.outcomes.find(code) }

// FreezeRules are all that are in force.
func (b *Book) FreezeRules() []FreezeRule { return b.freezes }

// Objected is what a freeze rule may speak of: what is objected to, on which ground, and of a record what it is and whether a
// match of names, not a code, put it under its subject.
type Objected struct {
	About, Item, List, Ground string
	Matched                   bool
}

// Freeze finds the rule for an objection; false when none speaks of it, and then the record is only marked.
func (b *Book) Freeze(o Objected) (best FreezeRule, ok bool) {
	rank := -1
	for _, r := range b.freezes {
		if n := r.fits(o); n > rank {
			best, rank = r, n
		}
	}
	return best, rank >= 0
}

// fits counts the conditions a rule names, all of which hold; -1 when one does not.
func (r *FreezeRule) fits(o Objected) (n int) {
	if r.Matched {
		if !o.Matched {
			return -1
		}
		n++
	}
	for _, c := range []struct {
		of   []string
		word string
	}{{r.Items, o.Item}, {r.Lists, o.List}, {r.Grounds, o.Ground}, {one(r.About), o.About}} {
		if len(c.of) == 0 {
			continue
		}
		if !slices.Contains(c.of, c.word) {
			return -1
		}
		n++
	}
	return n
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// Templates are those in force, in the order of the files.
func (b *Book) Templates() []Template { return b.templates.all }

// Template finds the version in force by code.
func (b *Book) Template(code string) (Template, bool) { return b.templates.find(code) }

func (r *Ground) check(c *checker, e *entry) { c.each(e, "outcomes", "outcome", r.Outcomes) }

func (r *Outcome) check(c *checker, e *entry) { c.covers(e, "template", "template", r.Template) }
