package paper

import (
	"maps"
	"slices"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face is a font, read once: how wide each character is, and the outlines of those that PDF cannot name.
type face struct {
	font  *sfnt.Font
	cut   *cutter
	em    fixed.Int26_6
	mu    sync.Mutex // the buffer is not for two at once
	buf   sfnt.Buffer
	wide  map[rune]float64 // in thousandths of the size
	glyph map[rune]int     // of those the font has
}

// geta stands for a character the font does not have (〓, as printers have always done).
const geta = '〓'

func newFace(ttf []byte) (*face, error) {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, err
	}
	c, err := newCutter(ttf)
	if err != nil {
		return nil, err
	}
	return &face{font: f, cut: c, em: fixed.Int26_6(f.UnitsPerEm()), wide: map[rune]float64{}, glyph: map[rune]int{}}, nil
}

// has reports whether the font draws a character.
func (f *face) has(r rune) bool { return f.number(r) != 0 }

// number of the glyph of a character; zero when the font does not draw it.
func (f *face) number(r rune) int {
	f.width(r)
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.glyph[r]
}

// only is the font with no more than the characters of some pages.
func (f *face) only(pages [][]mark, more ...string) []byte {
	seen := map[rune]bool{geta: true}
	for _, marks := range pages {
		for _, m := range marks {
			more = append(more, m.text)
		}
	}
	for _, text := range more {
		for _, r := range text {
			if r <= 0xFFFF && f.has(r) {
				seen[r] = true
			}
		}
	}
	return f.cut.cut(slices.Sorted(maps.Keys(seen)), f.number)
}

// width of a character in thousandths of the size.
func (f *face) width(r rune) float64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	if w, ok := f.wide[r]; ok {
		return w
	}
	w := 1000.0
	i, err := f.font.GlyphIndex(&f.buf, r)
	if err == nil && i != 0 {
		if a, err := f.font.GlyphAdvance(&f.buf, i, f.em, font.HintingNone); err == nil {
			w = float64(a) / float64(f.em) * 1000
			f.glyph[r] = int(i)
		}
	}
	f.wide[r] = w
	return w
}

// measure gives the width of a text in points.
func (f *face) measure(size float64) func(string) float64 {
	return func(s string) (w float64) {
		for _, r := range s {
			w += f.width(r) * size / 1000
		}
		return w
	}
}

// outline gives the contours of a character at one em; false when the font has none.
func (f *face) outline(r rune) (sfnt.Segments, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	i, err := f.font.GlyphIndex(&f.buf, r)
	if err != nil || i == 0 {
		return nil, false
	}
	s, err := f.font.LoadGlyph(&f.buf, i, f.em, nil)
	return append(sfnt.Segments(nil), s...), err == nil
}
