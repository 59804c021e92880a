package law

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"regexp"
	"slices"
)

// Template is the text of a paper the platform writes: a receipt, a notice, a decision, a letter, a commitment (文书模板).
// It is law data: a paper written on a day says which version it was written on, and stays tied to it (F03-1).
type Template struct {
	Code  string `yaml:"code" json:"code"` // "repair.accepted"
	Title Text2  `yaml:"title" json:"title"`
	Use   string `yaml:"use" json:"use"` // receipt | notice | decision | letter | service | commitment | authorisation
	// Fields are the values a writer must give; {name} in a text stands for one of them.
	Fields []Placeholder `yaml:"fields" json:"fields"`
	Blocks []Passage     `yaml:"blocks" json:"blocks"`
	Dated  `yaml:",inline"`
}

// Placeholder is a value the writer of a paper gives.
type Placeholder struct {
	Name  string `yaml:"name" json:"name"` // "subject": lower case, digits and underscores
	Label Text2  `yaml:"label" json:"label"`
	Kind  string `yaml:"kind" json:"kind"`                   // text | date | rows
	May   bool   `yaml:"may,omitempty" json:"may,omitempty"` // may be missing: blocks that use it are then left out
}

// Passage is one piece of a paper.
type Passage struct {
	Kind  string  `yaml:"kind" json:"kind"`                 // paragraph | heading | facts | table | clause | note | signature
	ID    string  `yaml:"id,omitempty" json:"id,omitempty"` // of a clause: "truth"; a breach names it
	Text  Text2   `yaml:"text,omitempty" json:"text,omitzero"`
	Facts []Fact  `yaml:"facts,omitempty" json:"facts,omitempty"`
	Rows  string  `yaml:"rows,omitempty" json:"rows,omitempty"` // the placeholder of a table
	Heads []Text2 `yaml:"heads,omitempty" json:"heads,omitempty"`
}

// Fact is a label with its value in a list of facts.
type Fact struct {
	Label Text2 `yaml:"label" json:"label"`
	Text  Text2 `yaml:"text" json:"text"`
}

// Clause is one numbered undertaking of a commitment.
type Clause struct {
	ID   string `json:"id"`
	Text Text2  `json:"text"`
}

// Clauses are the undertakings of a template, in order: what a signature signs and a breach names.
func (t Template) Clauses() (cs []Clause) {
	for _, b := range t.Blocks {
		if b.Kind == "clause" {
			cs = append(cs, Clause{b.ID, b.Text})
		}
	}
	return cs
}

// Field finds a placeholder.
func (t Template) Field(name string) (Placeholder, bool) {
	i := slices.IndexFunc(t.Fields, func(p Placeholder) bool { return p.Name == name })
	if i < 0 {
		return Placeholder{}, false
	}
	return t.Fields[i], true
}

// Hash names the words of a version: 64 hex digits over everything a reader of the paper could read. A signature stores it
// (F01-3), so its form must not change: what is added to the type later is written only where it is used.
func (t Template) Hash() string {
	h := sha256.New()
	write(h, "template/1", t.Code, t.From.String(), t.Title.ZH, t.Title.EN, t.Use)
	for _, f := range t.Fields {
		write(h, "field", f.Name, f.Kind, fmt.Sprint(f.May), f.Label.ZH, f.Label.EN)
	}
	for _, b := range t.Blocks {
		write(h, "block", b.Kind, b.ID, b.Text.ZH, b.Text.EN, b.Rows)
		for _, f := range b.Facts {
			write(h, "fact", f.Label.ZH, f.Label.EN, f.Text.ZH, f.Text.EN)
		}
		for _, x := range b.Heads {
			write(h, "head", x.ZH, x.EN)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// write puts words into a hash so that no two lists of words look alike.
func write(h hash.Hash, words ...string) {
	for _, w := range words {
		fmt.Fprintf(h, "%d:%s,", len(w), w)
	}
	fmt.Fprintln(h)
}

// Given are the placeholders every paper has without declaring them: they come from the case, not from the writer.
var Given = []string{"number", "issuer", "to", "on"}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// Placeholders lists the names a text asks for, in order, each once.
func Placeholders(text string) (names []string) {
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	return names
}

// Texts are all the texts of a passage, for whoever reads or checks them.
func (b Passage) Texts() (ts []Text2) {
	if b.Text != (Text2{}) {
		ts = append(ts, b.Text)
	}
	for _, f := range b.Facts {
		ts = append(ts, f.Label, f.Text)
	}
	return append(ts, b.Heads...)
}
