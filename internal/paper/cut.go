package paper

import (
	"encoding/binary"
	"errors"
	"slices"
)

// A whole Chinese font is ten megabytes, and reading all of it for each document is most of the work of printing one. So a
// document gets a font of its own: the same numbers of glyphs, but only the outlines it uses and a map of only its characters.

var be = binary.BigEndian

var errFont = errors.New("paper: the font is not a TrueType font that can be cut")

// tables are those a PDF needs, in the order the format wants them.
var tables = []string{"OS/2", "cmap", "cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post", "prep"}

// cutter holds the tables of a font, found once.
type cutter struct {
	table map[string][]byte
	loca  func(glyph int) (from, to int)
	count int
}

func newCutter(ttf []byte) (*cutter, error) {
	if len(ttf) < 12 || be.Uint32(ttf) != 0x00010000 {
		return nil, errFont
	}
	c := &cutter{table: map[string][]byte{}}
	for i := range int(be.Uint16(ttf[4:])) {
		at := 12 + 16*i
		if at+16 > len(ttf) {
			return nil, errFont
		}
		from, size := int(be.Uint32(ttf[at+8:])), int(be.Uint32(ttf[at+12:]))
		if from+size > len(ttf) {
			return nil, errFont
		}
		c.table[string(ttf[at:at+4])] = ttf[from : from+size]
	}
	head, maxp, loca := c.table["head"], c.table["maxp"], c.table["loca"]
	if len(head) < 54 || len(maxp) < 6 || c.table["glyf"] == nil {
		return nil, errFont
	}
	c.count = int(be.Uint16(maxp[4:]))
	c.loca = func(g int) (int, int) { return int(be.Uint32(loca[4*g:])), int(be.Uint32(loca[4*g+4:])) }
	if be.Uint16(head[50:]) == 0 {
		c.loca = func(g int) (int, int) { return 2 * int(be.Uint16(loca[2*g:])), 2 * int(be.Uint16(loca[2*g+2:])) }
	}
	return c, nil
}

// cut makes the font of one document: glyphs of each character, in the order of characters.
func (c *cutter) cut(runes []rune, glyphOf func(rune) int) []byte {
	used := map[int]bool{0: true}
	for _, r := range runes {
		c.use(used, glyphOf(r))
	}
	glyf, loca := []byte{}, make([]byte, 0, 4*(c.count+1))
	for g := range c.count {
		loca = be.AppendUint32(loca, uint32(len(glyf))) //nolint:gosec // smaller than the font
		if used[g] {
			from, to := c.loca(g)
			glyf = append(glyf, c.table["glyf"][from:to]...)
		}
	}
	loca = be.AppendUint32(loca, uint32(len(glyf))) //nolint:gosec // smaller than the font
	head := slices.Clone(c.table["head"])
	be.PutUint16(head[50:], 1) // long offsets
	return c.assemble(map[string][]byte{"glyf": glyf, "loca": loca, "head": head, "cmap": cmap(runes, glyphOf)})
}

// use marks a glyph and those it is made of.
func (c *cutter) use(used map[int]bool, g int) {
	if used[g] || g >= c.count {
		return
	}
	used[g] = true
	from, to := c.loca(g)
	d := c.table["glyf"][from:to]
	if len(d) < 10 || int16(be.Uint16(d)) >= 0 { //nolint:gosec // the sign is the point
		return
	}
	for at := 10; at+4 <= len(d); {
		flags := be.Uint16(d[at:])
		c.use(used, int(be.Uint16(d[at+2:])))
		at += 4 + 2
		if flags&0x1 != 0 { // words
			at += 2
		}
		switch {
		case flags&0x8 != 0:
			at += 2
		case flags&0x40 != 0:
			at += 4
		case flags&0x80 != 0:
			at += 8
		}
		if flags&0x20 == 0 { // no more components
			return
		}
	}
}

// cmap maps characters to glyphs, one segment each (format 4).
func cmap(runes []rune, glyphOf func(rune) int) []byte {
	n := len(runes) + 1
	var ends, starts, deltas, offsets []byte
	for _, r := range runes {
		ends, starts = be.AppendUint16(ends, uint16(r)), be.AppendUint16(starts, uint16(r))               //nolint:gosec // of the first plane
		deltas, offsets = be.AppendUint16(deltas, uint16(glyphOf(r)-int(r))), be.AppendUint16(offsets, 0) //nolint:gosec // modulo 65536, as the format says
	}
	ends, starts = be.AppendUint16(ends, 0xFFFF), be.AppendUint16(starts, 0xFFFF)
	deltas, offsets = be.AppendUint16(deltas, 1), be.AppendUint16(offsets, 0)
	body := slices.Concat(ends, []byte{0, 0}, starts, deltas, offsets)
	out := []byte{0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12, 0, 4}
	out = be.AppendUint16(out, uint16(14+len(body))) //nolint:gosec // a document has some thousand characters at most
	out = append(out, 0, 0)
	out = be.AppendUint16(out, uint16(2*n)) //nolint:gosec // as above
	return append(append(out, 0, 0, 0, 0, 0, 0), body...)
}

// assemble writes a font of the given tables and the original's others.
func (c *cutter) assemble(anew map[string][]byte) []byte {
	var names []string
	for _, t := range tables {
		if anew[t] == nil {
			anew[t] = c.table[t]
		}
		if anew[t] != nil {
			names = append(names, t)
		}
	}
	out := []byte{0, 1, 0, 0}
	out = be.AppendUint16(out, uint16(len(names))) //nolint:gosec // thirteen at most
	out = append(out, 0, 0, 0, 0, 0, 0)
	at := 12 + 16*len(names)
	for _, t := range names {
		out = append(out, t...)
		out = be.AppendUint32(out, 0)                    // nobody reads this sum: the font is cut once more on its way into the file
		out = be.AppendUint32(out, uint32(at))           //nolint:gosec // smaller than the font
		out = be.AppendUint32(out, uint32(len(anew[t]))) //nolint:gosec // smaller than the font
		at += (len(anew[t]) + 3) &^ 3
	}
	for _, t := range names {
		out = append(out, anew[t]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}
