package caseflow

import (
	"fmt"
	"regexp"
	"slices"

	"xinheng/internal/access"
	"xinheng/internal/disclosure"
	"xinheng/internal/law"
)

// Check finds what is wrong with a table: each fault a sentence, none when it may be used. It looks at paths, never at facts.
func (d Def) Check(lib *law.Library) []string {
	c := &checker{Def: d, lib: lib}
	c.names()
	c.moves()
	c.reach()
	c.timed()
	c.guards()
	c.apart()
	return c.faults
}

type checker struct {
	Def
	lib    *law.Library
	faults []string
}

func (c *checker) say(format string, args ...any) {
	c.faults = append(c.faults, c.Kind+": "+fmt.Sprintf(format, args...))
}

var (
	word   = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	prefix = regexp.MustCompile(`^[A-Z]{2,4}$`)
)

func (c *checker) names() {
	if !word.MatchString(c.Kind) || !prefix.MatchString(c.Prefix) || c.Edition == "" || c.From.IsZero() {
		c.say("kind, prefix, edition and first day must be given: a-z_, two to four capitals, a text, a date")
	}
	if !slices.ContainsFunc(disclosure.Purposes(), func(p disclosure.Purpose) bool { return p.Code == c.Purpose }) {
		c.say("officers would read its cases for no purpose there is")
	}
	c.bilingual("the case type", c.Name)
	for i, s := range c.States {
		if !word.MatchString(string(s.State)) || c.index(s.State) != i {
			c.say("state %q is no word, or is there twice", s.State)
		}
		c.bilingual("state "+string(s.State), s.Name)
		c.bilingual("the plain words of state "+string(s.State), s.Public)
	}
	c.known("it starts", c.Start)
	for _, s := range c.Final {
		c.known("it ends", s)
	}
	if len(c.Final) == 0 {
		c.say("it never ends: no state is final")
	}
}

func (c *checker) bilingual(what string, t law.Text2) {
	if t.ZH == "" || t.EN == "" {
		c.say("%s is not in Chinese and English", what)
	}
}

func (d Def) index(s State) int {
	return slices.IndexFunc(d.States, func(n StateName) bool { return n.State == s })
}

func (c *checker) known(where string, states ...State) {
	for _, s := range states {
		if c.index(s) < 0 {
			c.say("%s in %q, which is no state", where, s)
		}
	}
}

func (c *checker) moves() {
	for i, m := range c.Moves {
		if !word.MatchString(string(m.Act)) {
			c.say("act %q is no word", m.Act)
		}
		c.bilingual("act "+string(m.Act), m.Name)
		c.known(string(m.Act)+" begins", m.From...)
		if m.To == Stay && len(m.From) == 0 {
			c.say("%s opens a case and leads nowhere", m.Act)
		} else if m.To != Stay {
			c.known(string(m.Act)+" ends", m.To)
		}
		c.basis("act "+string(m.Act), m.Basis)
		c.who(m)
		c.form(m)
		for _, other := range c.Moves[:i] {
			if other.Act == m.Act && (len(m.From) == 0 && len(other.From) == 0 || overlap(m.From, other.From)) {
				c.say("%s has two rows from one state", m.Act)
			}
		}
		for _, s := range m.From {
			if c.final(s) {
				c.say("%s leaves the final state %s", m.Act, s)
			}
		}
	}
}

func overlap(a, b []State) bool {
	return slices.ContainsFunc(a, func(s State) bool { return slices.Contains(b, s) })
}

func (d Def) final(s State) bool { return slices.Contains(d.Final, s) }

// basis refuses a row that rests on nothing, or on an instrument the law library does not have.
func (c *checker) basis(what string, r law.Ref) {
	if _, ok := c.lib.Instrument(r.Instrument); !ok {
		c.say("%s rests on no instrument of the law library", what)
	}
}

var sides = []Side{Subject, Window, Body, Above, Provider, Platform}

func (c *checker) who(m Move) {
	_, known := access.PermissionOf(m.Permission)
	switch {
	case !slices.Contains(sides, m.By):
		c.say("%s is of no side", m.Act)
	case m.By == Platform && m.Permission != "":
		c.say("%s is the platform's and asks for a permission", m.Act)
	case m.By != Platform && !known:
		c.say("%s asks for no permission there is", m.Act)
	case m.By == Subject && m.Permission == access.CaseSubmit && !m.Confirm:
		c.say("%s would let an agent bind the firm without its confirmation", m.Act)
	case m.Confirm && m.By != Subject:
		c.say("%s waits for the firm and is not the firm's", m.Act)
	}
}

func (c *checker) form(m Move) {
	for i, f := range m.Form {
		where := fmt.Sprintf("field %s of %s", f.Name, m.Act)
		if !word.MatchString(f.Name) || slices.ContainsFunc(m.Form[:i], func(o Field) bool { return o.Name == f.Name }) {
			c.say("%s is no word, or is there twice", where)
		}
		if !slices.Contains(fieldKinds, f.Kind) {
			c.say("%s is of no kind", where)
		}
		c.bilingual(where, f.Label)
		c.bilingual("the reason for "+where, f.Why)
		if (f.Kind == Choice) != (len(f.Options) > 0) {
			c.say("%s: a choice, and only a choice, has options", where)
		}
		for _, o := range f.Options {
			c.bilingual("option "+o.Code+" of "+where, o.Name)
		}
	}
}

var fieldKinds = []FieldKind{Text, LongText, Date, Choice, Record, Records, Attachment, Attachments, Bool, Changes}

// from are the states a case can get into from some, without ever entering one.
func (d Def) from(start []State, without State) map[State]bool {
	seen := map[State]bool{}
	for todo := slices.Clone(start); len(todo) > 0; {
		s := todo[0]
		todo = todo[1:]
		if seen[s] || without != "" && s == without {
			continue
		}
		seen[s] = true
		for _, m := range d.Moves {
			if m.To != Stay && slices.Contains(m.From, s) {
				todo = append(todo, m.To)
			}
		}
	}
	return seen
}

// openings are the states cases are opened in.
func (d Def) openings() (out []State) {
	for _, m := range d.Moves {
		if len(m.From) == 0 {
			out = append(out, m.To)
		}
	}
	return out
}

func (c *checker) reach() {
	if !slices.Contains(c.openings(), c.Start) {
		c.say("no move opens a case in %s, where it is said to start", c.Start)
	}
	reached := c.from(c.openings(), "")
	for _, n := range c.States {
		if !reached[n.State] {
			c.say("%s is never reached", n.State)
		}
		if !c.final(n.State) && !c.left(n.State) {
			c.say("%s is never left and is not final", n.State)
		}
		if !c.final(n.State) && c.left(n.State) && !c.ends(n.State) {
			c.say("from %s no path leads to an end", n.State)
		}
	}
}

func (d Def) left(s State) bool {
	return slices.ContainsFunc(d.Moves, func(m Move) bool { return m.To != Stay && m.To != s && slices.Contains(m.From, s) })
}

func (d Def) ends(s State) bool {
	for r := range d.from([]State{s}, "") {
		if d.final(r) {
			return true
		}
	}
	return false
}

func (c *checker) timed() {
	for i, k := range c.Clocks {
		if !word.MatchString(k.Name) || slices.ContainsFunc(c.Clocks[:i], func(o Clock) bool { return o.Name == k.Name }) {
			c.say("clock %q is no word, or is there twice", k.Name)
		}
		c.bilingual("clock "+k.Name, k.Title)
		c.known("clock "+k.Name+" runs", k.While...)
		c.known("clock "+k.Name+" rests", k.Rests...)
		if overlap(k.While, k.Rests) || overlap(k.While, c.Final) || overlap(k.Rests, c.Final) {
			c.say("clock %s runs and rests in one state, or outlives the case", k.Name)
		}
		c.limit(k.Name, k.Limit)
		if k.Extend != "" {
			c.limit(k.Name, k.Extend)
		}
		if k.Hold != (law.Ref{}) {
			c.basis("holding clock "+k.Name, k.Hold)
		}
		c.late(k)
	}
	for _, n := range c.States {
		if !c.final(n.State) && !slices.ContainsFunc(c.Clocks, func(k Clock) bool { return slices.Contains(k.While, n.State) }) {
			c.say("in %s nobody is timed", n.State)
		}
	}
}

var countable = []law.Unit{law.WorkingDays, law.Days, law.Months, law.Years}

func (c *checker) limit(clock, key string) {
	versions := c.lib.Versions("limit:" + key)
	if len(versions) == 0 {
		c.say("clock %s counts %q, which is no key of law/limits", clock, key)
		return
	}
	for _, v := range versions {
		l, ok := c.lib.On(v.From).Limit(key)
		if ok && (!slices.Contains(countable, l.Unit) || l.N <= 0) {
			c.say("clock %s counts %q, which is no term of days, months or years", clock, key)
			return
		}
	}
}

// late refuses a clock that runs out into nothing, and one that would decide against the subject by itself.
func (c *checker) late(k Clock) {
	if k.Late == "" {
		return
	}
	for _, s := range k.While {
		m, ok := c.move(k.Late, s)
		switch {
		case !ok || m.By != Platform:
			c.say("clock %s runs out in %s, where no move of the platform accepts %s", k.Name, s, k.Late)
		case m.Weight == Heavy:
			c.say("clock %s runs out into %s, which decides: only a person decides", k.Name, k.Late)
		}
	}
}

// move is the row of an act from a state.
func (d Def) move(a Act, from State) (Move, bool) {
	for _, m := range d.Moves {
		if m.Act == a && (from == "" && len(m.From) == 0 || slices.Contains(m.From, from)) {
			return m, true
		}
	}
	return Move{}, false
}

func (c *checker) guards() {
	for _, g := range c.Never {
		c.known("a guard looks", g.To, g.Without)
		c.basis(fmt.Sprintf("the guard of %s", g.To), g.Basis)
		if c.from(c.openings(), g.Without)[g.To] {
			c.say("%s can be reached without %s", g.To, g.Without)
		}
	}
}

func (c *checker) apart() {
	for _, pair := range c.Apart {
		for _, a := range pair {
			if !c.has(a) {
				c.say("%s must be done by another person and is no act", a)
			}
		}
		if pair[0] == pair[1] {
			c.say("%s must be apart from itself", pair[0])
		}
	}
}

func (d Def) has(a Act) bool {
	return slices.ContainsFunc(d.Moves, func(m Move) bool { return m.Act == a })
}

// row is one line of what PostgreSQL permits.
type row struct {
	Kind, Edition, From, Act, To string
}

// rows are the moves from each single state.
func (d Def) rows() (out []row) {
	for _, m := range d.Moves {
		if len(m.From) == 0 {
			out = append(out, row{d.Kind, d.Edition, "", string(m.Act), string(m.To)})
		}
		for _, s := range m.From {
			to := m.To
			if to == Stay {
				to = s
			}
			out = append(out, row{d.Kind, d.Edition, string(s), string(m.Act), string(to)})
		}
	}
	return out
}
