package paper

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	_ "xinheng/internal/chance"
)

// square measures a full-width character as 2 and any other as 1.
func square(s string) (w float64) {
	for _, r := range s {
		if w++; wide(r) {
			w++
		}
	}
	return w
}

func TestLinesBreakAsChineseDemands(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		text   string
		width  float64
		indent float64
		want   []string
	}{
		{"经审查，准予修复。", 6, 0, []string{"经审", "查，准", "予修", "复。"}},                                                // 、。， never begin a line
		{"依据（琼府办）执行", 6, 0, []string{"依据", "（琼府", "办）执", "行"}},                                                // （ never ends one
		{"他说“可以。”就走", 6, 0, []string{"他说", "“可", "以。”", "就走"}},                                                // a row of closing marks stays together
		{"编号XF-460100-2026为准", 16, 0, []string{"编号", "XF-460100-2026为", "准"}},                                 // a number is not cut
		{"see the Measures", 8, 0, []string{"see the", "Measures"}},                                           // words
		{"见https://credit.example.gov.cn/v/1", 16, 0, []string{"见https://", "credit.example.g", "ov.cn/v/1"}}, // a long address is
		{"一二三四五", 6, 4, []string{"一", "二三四", "五"}},                                                            // the first line is indented
		{"上\n下", 8, 0, []string{"上", "下"}},
		{"", 8, 0, []string{""}},
		{"。", 1, 0, []string{"。"}}, // narrower than a character: something must give
	} {
		if got := breakLines(row.text, row.width, row.indent, square); !slices.Equal(got, row.want) {
			t.Errorf("%q at %v: %q, want %q", row.text, row.width, got, row.want)
		}
	}
}

// Whatever the text: nothing is lost, no line is too wide unless one cluster is, and no line begins or ends as it must not.
func TestLinesKeepTheirPromises(t *testing.T) {
	t.Parallel()
	letters := rapid.SampledFrom([]rune("信用修复公示期满abcXYZ019 ，。；：、（）《》“”—…·%-/.𠂇"))
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOfN(letters, 0, 80).Draw(t, "text"))
		width := rapid.Float64Range(8, 40).Draw(t, "width")
		lines := breakLines(text, width, 0, square)
		bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if bare(strings.Join(lines, "")) != bare(text) {
			t.Fatalf("lost: %q of %q", lines, text)
		}
		whole := true
		for _, c := range clusters(text) {
			whole = whole && square(c) <= width
		}
		for i, line := range lines {
			if square(line) > width {
				t.Fatalf("%q is wider than %v", line, width)
			}
			first, _ := utf8.DecodeRuneInString(line)
			last, _ := utf8.DecodeLastRuneInString(line)
			if whole && i > 0 && line != "" && (strings.ContainsRune(neverFirst, first) || unicode.IsSpace(first)) {
				t.Fatalf("line %d of %q begins with %q", i, lines, first)
			}
			if whole && i < len(lines)-1 && line != "" && strings.ContainsRune(neverLast, last) {
				t.Fatalf("line %d of %q ends with %q", i, lines, last)
			}
		}
	})
}
