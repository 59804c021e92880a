package caselib

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"xinheng/internal/ident"
)

// Trace is where something stands that would tell who a piece is about. What it says is not repeated.
type Trace struct {
	Field     string `json:"field" enum:"title.zh,title.en,body.zh,body.en,programme.zh,programme.en,why,material"`
	Paragraph int    `json:"paragraph" doc:"from 1"`
	What      string `json:"what" enum:"firm,person,code,contact,hidden" doc:"hidden: the editor asked for it to be hidden"`
}

// Telling is a text that tells who somebody is.
type Telling struct{ What, Text string }

// said is a text of a piece by the name of its field.
type said struct{ field, text string }

// page is a text as it is looked through: folded, so that neither width, spaces nor signs between hide anything, with the paragraph of
// each character.
type page struct {
	field      string
	folded     string // signs are kept: telephone numbers, mail addresses and registered names have some
	bare       []rune // letters and digits alone
	paragraphs []int  // of each of bare
	lines      []int  // of each byte of folded
}

func pageOf(s said) page {
	p, at := page{field: s.field}, 1
	var folded strings.Builder
	for _, r := range s.text {
		if r == '\n' {
			at++
			continue
		}
		one := ident.NormalName(string(r))
		folded.WriteString(one)
		for range len(one) {
			p.lines = append(p.lines, at)
		}
		for _, x := range one {
			if unicode.IsLetter(x) || unicode.IsDigit(x) {
				p.bare, p.paragraphs = append(p.bare, x), append(p.paragraphs, at)
			}
		}
	}
	p.folded = folded.String()
	return p
}

// bare folds a text to letters and digits.
func bare(s string) []rune { return pageOf(said{text: s}).bare }

// shapes are what tells by its shape alone, whoever's it is.
var shapes = []struct {
	what string
	of   *regexp.Regexp
}{
	{"contact", regexp.MustCompile(`(?:^|[^0-9])((?:\+?86-?)?1[3-9](?:-?[0-9]){9})(?:[^0-9]|$)`)},
	{"contact", regexp.MustCompile(`(?:^|[^0-9])(\(?0[1-9][0-9]{1,2}\)?-?[0-9]{7,8})(?:[^0-9]|$)`)},
	{"contact", regexp.MustCompile(`([A-Z0-9._%+-]+@[A-Z0-9-]+\.[A-Z0-9.-]+)`)},
	{"code", regexp.MustCompile(`(?:^|[^0-9A-Z])([0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10})(?:[^0-9A-Z]|$)`)},
	{"code", regexp.MustCompile(`(?:^|[^0-9])([1-9][0-9]{14}|[1-9][0-9]{16}[0-9X])(?:[^0-9]|$)`)},
}

// shaped finds what tells by its shape.
func (p *page) shaped() (out []Trace) {
	for _, s := range shapes {
		for _, at := range s.of.FindAllStringSubmatchIndex(p.folded, -1) {
			out = append(out, Trace{p.field, p.lines[at[2]], s.what})
		}
	}
	return out
}

// named finds texts that tell who somebody is. What is shorter than two characters tells nothing.
func (p *page) named(all []Telling) (out []Trace) {
	whole := string(p.bare)
	for _, t := range all {
		b := bare(t.Text)
		if len(b) < 2 {
			continue
		}
		if i := strings.Index(whole, string(b)); i >= 0 {
			out = append(out, Trace{p.field, p.paragraphs[len([]rune(whole[:i]))], t.What})
		}
	}
	return out
}

// concealed finds what an editor gave to be hidden, of which only lengths and keyed digests are kept.
func (p *page) concealed(hides []string, blind func(string) string) (out []Trace) {
	lengths := map[int]bool{}
	for _, h := range hides {
		n, _, _ := strings.Cut(h, " ")
		if size, err := strconv.Atoi(n); err == nil {
			lengths[size] = true
		}
	}
	for size := range lengths {
		for i := 0; i+size <= len(p.bare); i++ {
			if slices.Contains(hides, concealedOf(p.bare[i:i+size], blind)) {
				out = append(out, Trace{p.field, p.paragraphs[i], "hidden"})
			}
		}
	}
	return out
}

func concealedOf(b []rune, blind func(string) string) string {
	return strconv.Itoa(len(b)) + " " + blind(string(b))
}

// Names of firms are looked for where they could end.
const (
	enders              = "司厂店铺行社院所场部心馆户室楼吧市园站城屋坊庄轩堂阁团伙)"
	shortName, longName = 4, 40
)

// candidates are the pieces of a text that could be registered names, with the paragraph each ends in.
func (p *page) candidates() map[string]int {
	out := map[string]int{}
	runes, at := []rune(p.folded), 0
	for i, r := range runes {
		if strings.ContainsRune(enders, r) {
			for n := shortName; n <= longName && n <= i+1; n++ {
				out[string(runes[i+1-n:i+1])] = p.lines[at]
			}
		}
		at += len(string(r))
	}
	return out
}

// sorted are traces in the order of a reader, each once.
func sorted(all []Trace) []Trace {
	slices.SortFunc(all, func(a, b Trace) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Paragraph, b.Paragraph), cmp.Compare(a.What, b.What))
	})
	return slices.Compact(all)
}
