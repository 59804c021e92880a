package paper

import (
	"slices"
	"strings"
	"unicode"

	"xinheng/internal/fault"
	"xinheng/internal/law"
)

// Missing is the error of a document whose values do not cover its template; Names says which.
type Missing struct {
	Names []string
	fault *fault.Error
}

func (m *Missing) Error() string { return m.fault.Error() }

// Unwrap makes it the fault it is.
func (m *Missing) Unwrap() error { return m.fault }

func missing(names []string) error {
	list := strings.Join(names, "、")
	return &Missing{names, fault.New(fault.Invalid, "paper.missing_value", "文书缺少填充项："+list+"；请补上后重新生成。",
		"The paper lacks values for: "+strings.Join(names, ", ")+"; give them and write it again.").At(names[0])}
}

// filler writes one document.
type filler struct {
	t     law.Template
	lang  Lang
	text  map[string]string
	rows  map[string][][]string
	holes []string // placeholders that must have a value and have none
}

func fill(t law.Template, lang Lang, v Values, x Extra) (Document, error) {
	f := filler{t: t, lang: lang, rows: v.Rows, text: map[string]string{"number": x.Number, "issuer": x.Issuer, "to": x.To, "on": day(lang, x.On)}}
	for name, value := range v.Text {
		if !slices.Contains(law.Given, name) {
			f.text[name] = clean(value)
		}
	}
	d := Document{
		Lang: lang, Title: f.say(t.Title), Number: x.Number, Issuer: x.Issuer, To: x.To, On: x.On, Verify: x.Verify, Watermark: x.Watermark,
		Template: Source{Code: t.Code, From: t.From, Hash: t.Hash(), Assumed: t.Standing == law.Assumed},
	}
	for _, p := range t.Blocks {
		if b, ok := f.block(p); ok {
			d.Blocks = append(d.Blocks, b)
		}
	}
	if len(f.holes) > 0 {
		return Document{}, missing(f.holes)
	}
	return d, nil
}

func (f *filler) say(t law.Text2) string {
	if f.lang == EN {
		return t.EN
	}
	return t.ZH
}

// block fills one passage; false leaves it out, because a value it needs may be missing and is.
func (f *filler) block(p law.Passage) (b Block, ok bool) {
	b = Block{Kind: Kind(p.Kind), ID: p.ID}
	switch {
	case p.Kind == "table":
		rows := f.rows[p.Rows]
		if len(rows) == 0 {
			return b, f.skip(p.Rows)
		}
		b.Table = &Table{}
		for _, h := range p.Heads {
			b.Table.Heads = append(b.Table.Heads, f.say(h))
		}
		b.Table.Rows = cleanRows(rows, len(p.Heads))
		return b, true
	case len(p.Facts) > 0:
		for _, fact := range p.Facts {
			if text, ok := f.fill(f.say(fact.Text)); ok {
				b.Facts = append(b.Facts, Fact{f.say(fact.Label), text})
			}
		}
		return b, len(b.Facts) > 0
	}
	b.Text, ok = f.fill(f.say(p.Text))
	return b, ok
}

// cleanRows gives every row as many cells as there are heads.
func cleanRows(rows [][]string, n int) [][]string {
	out := make([][]string, len(rows))
	for i, row := range rows {
		out[i] = make([]string, n)
		for j := range min(n, len(row)) {
			out[i][j] = clean(row[j])
		}
	}
	return out
}

// fill puts the values into a text; false when one that may be missing is.
func (f *filler) fill(text string) (string, bool) {
	var pairs []string
	for _, name := range law.Placeholders(text) {
		if f.text[name] == "" {
			f.skip(name)
			return "", false
		}
		pairs = append(pairs, "{"+name+"}", f.text[name])
	}
	return strings.NewReplacer(pairs...).Replace(text), true // in one go: a value that looks like a placeholder stays a value
}

// clean takes out what nobody can read and what turns the direction of a line, so that a paper says what it seems to say.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co)) {
			return -1
		}
		return r
	}, s))
}

// skip notes a placeholder without a value: one that must have one is a hole.
func (f *filler) skip(name string) bool {
	if p, _ := f.t.Field(name); !p.May && !slices.Contains(f.holes, name) {
		f.holes = append(f.holes, name)
	}
	return false
}
