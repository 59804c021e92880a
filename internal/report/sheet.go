package report

import (
	"fmt"
	"strings"

	"xinheng/internal/law"
	"xinheng/internal/page"
	"xinheng/internal/paper"
	"xinheng/internal/workday"
)

// sheetOf sets a report for reading and printing: the same content in one language. What was decided stays in the words it was decided
// in; labels and remarks are translated.
func sheetOf(o *Opened, lang paper.Lang, demo bool) paper.Document {
	w := words[lang]
	c := &o.Content
	d := paper.Document{Lang: lang, Title: w["title."+string(c.Kind)], Number: o.Number, Issuer: say(lang, issuer), On: workday.Of(o.IssuedAt), Verify: o.Verify}
	if demo {
		d.Watermark = w["demo"]
	}
	b := &sheet{lang: lang, words: w}
	b.note(w["what."+string(c.Kind)])
	b.subject(&c.Subject)
	if c.Scope != nil {
		b.scope(c)
	}
	b.summary(c)
	for i := range c.Chapters {
		b.chapter(&c.Chapters[i], i+2)
	}
	b.advice(c)
	b.sources(c)
	b.seal(o)
	d.Blocks = b.blocks
	return d
}

type sheet struct {
	lang   paper.Lang
	words  map[string]string
	blocks []paper.Block
}

func say(lang paper.Lang, t law.Text2) string {
	if lang == paper.EN && t.EN != "" {
		return t.EN
	}
	return t.ZH
}

func (b *sheet) say(t law.Text2) string { return say(b.lang, t) }

func (b *sheet) add(x paper.Block)   { b.blocks = append(b.blocks, x) }
func (b *sheet) heading(text string) { b.add(paper.Block{Kind: paper.Heading, Text: text}) }
func (b *sheet) note(text string)    { b.add(paper.Block{Kind: paper.Note, Text: text}) }

// facts are pairs of label and value; what is empty is left out.
func (b *sheet) facts(pairs ...string) {
	var fs []paper.Fact
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			fs = append(fs, paper.Fact{Label: b.words[pairs[i]], Text: pairs[i+1]})
		}
	}
	b.add(paper.Block{Kind: paper.Facts, Facts: fs})
}

func (b *sheet) numbered(n int, text string) string {
	if b.lang == paper.EN {
		return fmt.Sprintf("%d. %s", n, text)
	}
	return paper.Ordinal(n) + "、" + text
}

func (b *sheet) subject(s *Subject) {
	b.heading(b.numbered(1, b.words["base"]))
	b.facts("name", s.Name, "former", strings.Join(s.FormerNames, "、"), "code", s.ID, "kind", b.words["kind."+string(s.Kind)], "status", b.words["status."+s.Status],
		"established", s.EstablishedOn.String(), "address", s.Address, "region", b.say(s.RegionName), "industry", b.say(s.IndustryName))
}

func (b *sheet) scope(c *Content) {
	s := c.Scope
	var classes []string
	for _, ch := range c.Chapters {
		classes = append(classes, b.say(ch.Name))
	}
	b.facts("classes", strings.Join(classes, b.words["join"]), "period", s.From.String()+" — "+s.Until.String(), "receiver", s.Receiver, "purpose", s.Purpose)
	b.note(b.words["again"])
}

// summary counts what the chapters hold, before anybody reads them.
func (b *sheet) summary(c *Content) {
	t := &paper.Table{Heads: []string{b.words["section"], b.words["count"], b.words["marked"]}}
	for _, ch := range c.Chapters {
		marked := 0
		for _, e := range ch.Entries {
			if e.marked() {
				marked++
			}
		}
		row := []string{b.say(ch.Name), fmt.Sprint(len(ch.Entries)), fmt.Sprint(marked)}
		if !ch.Collected {
			row = []string{b.say(ch.Name), b.words["not_collected"], "—"}
		}
		t.Rows = append(t.Rows, row)
	}
	b.add(paper.Block{Kind: paper.Grid, Table: t})
	if g := c.Grade; g != nil {
		b.facts("grade", fmt.Sprintf("%s %s（%s，%s）", b.say(g.Name), g.Grade, g.Authority, g.On))
	}
}

// marked says whether something about an entry is not settled, or over.
func (e *Entry) marked() bool {
	return e.DisputedOn != 0 || e.RelievedOn != 0 || e.Repairing || e.State != Effective
}

func (b *sheet) chapter(ch *Chapter, n int) {
	b.heading(b.numbered(n, b.say(ch.Name)))
	switch {
	case !ch.Collected:
		b.note(b.words["not_collected.text"])
		return
	case len(ch.Entries) == 0:
		b.note(b.words["none"])
		return
	}
	t := &paper.Table{Heads: []string{b.words["document"], b.words["content"], b.words["authority"], b.words["dates"], b.words["mark"]}}
	for i := range ch.Entries {
		t.Rows = append(t.Rows, b.row(&ch.Entries[i]))
	}
	b.add(paper.Block{Kind: paper.Grid, Table: t})
}

func (b *sheet) row(e *Entry) []string {
	what := []string{b.say(e.ItemName)}
	for _, s := range []string{b.say(e.ListName), e.Title, strings.Join(e.Kinds, "、"), e.Grade} {
		if s != "" {
			what = append(what, s)
		}
	}
	if e.Severity != "" {
		what = append(what, b.words["severity."+string(e.Severity)])
	}
	if e.Fine > 0 {
		what = append(what, b.words["fine"]+" "+b.money(e.Fine))
	}
	if e.Confiscated > 0 {
		what = append(what, b.words["confiscated"]+" "+b.money(e.Confiscated))
	}
	for _, f := range e.Fields {
		what = append(what, b.say(f.Name)+b.words["colon"]+f.Value)
	}
	dates := []string{b.words["decided"] + " " + e.DecidedOn.String()}
	if e.ValidUntil != 0 {
		dates = append(dates, b.words["valid_until"]+" "+e.ValidUntil.String())
	}
	if e.Adverse && e.PublicUntil != 0 {
		dates = append(dates, b.words["public_until"]+" "+e.PublicUntil.String())
	}
	return []string{e.DocumentNo, strings.Join(what, b.words["semicolon"]), e.Authority, strings.Join(dates, b.words["semicolon"]), strings.Join(b.marks(e), b.words["semicolon"])}
}

func (b *sheet) money(fen int64) string {
	if b.lang == paper.EN {
		return page.Money(page.EN, fen)
	}
	return page.Money(page.ZH, fen)
}

// marks are what must be known beside an entry (F08-8).
func (b *sheet) marks(e *Entry) (out []string) {
	if e.DisputedOn != 0 {
		out = append(out, b.words["disputed"]+" "+e.DisputedOn.String())
	}
	if e.Repairing {
		out = append(out, b.words["repairing"])
	}
	if e.RelievedOn != 0 {
		out = append(out, b.words["relieved"]+" "+e.RelievedOn.String())
	}
	if e.State != Effective {
		out = append(out, b.words["state."+string(e.State)]+" "+e.StateOn.String())
	}
	if len(out) == 0 {
		out = append(out, "—")
	}
	return out
}

// advice is computed from the entries: which of them can be repaired, and from which day.
func (b *sheet) advice(c *Content) {
	if c.Kind != Public {
		return
	}
	b.heading(b.numbered(len(c.Chapters)+2, b.words["advice"]))
	t := &paper.Table{Heads: []string{b.words["document"], b.words["repair_from"]}}
	for _, ch := range c.Chapters {
		for i := range ch.Entries {
			if e := &ch.Entries[i]; e.Adverse && e.RepairFrom != 0 && e.State == Effective {
				t.Rows = append(t.Rows, []string{e.DocumentNo, e.RepairFrom.String()})
			}
		}
	}
	if len(t.Rows) == 0 {
		b.note(b.words["advice.none"])
		return
	}
	b.add(paper.Block{Kind: paper.Grid, Table: t})
	b.note(b.words["advice.free"])
}

func (b *sheet) sources(c *Content) {
	b.heading(b.words["sources"])
	if len(c.Sources) == 0 {
		b.note(b.words["sources.none"])
		return
	}
	t := &paper.Table{Heads: []string{b.words["source"], b.words["item"], b.words["as_of"], b.words["reported"]}}
	for _, s := range c.Sources {
		t.Rows = append(t.Rows, []string{s.Name, b.say(s.ItemName), page.Stamp(s.AsOf), s.ReportedOn.String()})
	}
	b.add(paper.Block{Kind: paper.Grid, Table: t})
}

// seal says what was signed and how anybody can see that it was.
func (b *sheet) seal(o *Opened) {
	b.heading(b.words["seal"])
	b.facts("issued", page.Stamp(o.IssuedAt), "sm3", o.Digest, "signature", o.Algorithm+" · "+o.KeyID, "edition", o.Edition[:min(16, len(o.Edition))])
	b.note(b.words["how"])
	b.add(paper.Block{Kind: paper.Signature, Signs: []paper.Sign{{Role: b.words["stamp"], Name: say(b.lang, issuer), On: workday.Of(o.IssuedAt)}}})
}
