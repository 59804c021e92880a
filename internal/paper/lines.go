package paper

import (
	"strings"
	"unicode"
)

// Where a line may not begin and may not end (行首行尾禁则, GB/T 15834 and custom): closing marks stay with what they close,
// opening ones with what they open.
const (
	neverFirst = "、。，．：；？！）】〕》」』〉”’…—～·々ー%％‰℃,.;:?!)]}>’”"
	neverLast  = "（【〔《「『〈“‘￥$#([{<"
)

// wide reports whether a line may be broken on either side of a rune: Han, kana, full-width marks.
func wide(r rune) bool {
	return r >= 0x2E80 && r < 0xFFE8 || r >= 0x20000 || strings.ContainsRune("—…“”‘’·", r)
}

// clusters cuts a text into what may not be broken: a word, a character with the marks that belong to it.
func clusters(text string) (out []string) {
	runes := []rune(text)
	start := 0
	for i := 1; i <= len(runes); i++ {
		if i == len(runes) || mayBreak(runes[i-1], runes[i]) {
			out = append(out, string(runes[start:i]))
			start = i
		}
	}
	return out
}

// mayBreak reports whether a line may end between two neighbours.
func mayBreak(a, b rune) bool {
	switch {
	case unicode.IsSpace(b), strings.ContainsRune(neverFirst, b), strings.ContainsRune(neverLast, a):
		return false
	case unicode.IsSpace(a):
		return true
	}
	return wide(a) || wide(b) || a == '/'
}

// breakLines sets a text into lines no wider than width, the first one indented. A cluster wider than a line, such as a long
// address, is cut anywhere. Line feeds of the text are kept.
func breakLines(text string, width, indent float64, measure func(string) float64) (lines []string) {
	for _, part := range strings.Split(text, "\n") {
		lines = append(lines, breakPart(part, width, indent, measure)...)
	}
	return lines
}

func breakPart(text string, width, indent float64, measure func(string) float64) (lines []string) {
	line, used := "", indent
	flush := func() {
		lines = append(lines, strings.TrimRightFunc(line, unicode.IsSpace))
		line, used = "", 0
	}
	for _, c := range clusters(text) {
		w := measure(strings.TrimRightFunc(c, unicode.IsSpace))
		if used+w > width && line != "" {
			flush()
		}
		if used+w <= width {
			line, used = line+c, used+measure(c)
			continue
		}
		for _, r := range c { // nothing else is on this line: cut it
			if rw := measure(string(r)); used+rw > width && line != "" {
				flush()
			}
			line, used = line+string(r), used+measure(string(r))
		}
	}
	if line != "" || len(lines) == 0 {
		flush()
	}
	return lines
}
