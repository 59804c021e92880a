package ident

import (
	"strings"
	"unicode"
)

// NormalName folds a name for comparison: width, brackets, spaces, case, middle dots, quotes. "海南椰岛（集团）" and
// "海南椰岛(集团)" are one. It folds character by character, so it is its own fixed point and never depends on context.
func NormalName(s string) string {
	if folded(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if r = foldRune(r); r >= 0 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// folded reports whether there is nothing to do, which is the common case and costs no allocation.
func folded(s string) bool {
	for _, r := range s {
		if foldRune(r) != r {
			return false
		}
	}
	return true
}

// foldRune gives the one written form of a character, or -1 for what carries nothing.
func foldRune(r rune) rune {
	if 'A' <= r && r <= 'Z' || 0x4e00 <= r && r <= 0x9fff {
		return r
	}
	r = narrow(r)
	if skipped(r) {
		return -1
	}
	switch r {
	case '〔', '[', '【', '〖', '{', '﹙':
		return '('
	case '〕', ']', '】', '〗', '}', '﹚':
		return ')'
	case '•', '‧', '・', '･', '∙', '⋅', '●':
		return '·'
	case '“', '”', '„', '〝', '〞':
		return '"'
	case '‘', '’', '‚', '`':
		return '\''
	}
	if dashed(r) {
		return '-'
	}
	return unicode.ToUpper(r)
}

// places are the ways Hainan and its cities and counties stand in front of a name or in brackets inside it, longest
// first. 东方 and 五指山 are left alone without 市: they are words of many names.
var places = []string{
	"海南自由贸易港", "白沙黎族自治县", "昌江黎族自治县", "乐东黎族自治县", "陵水黎族自治县", "保亭黎族苗族自治县", "琼中黎族苗族自治县",
	"洋浦经济开发区", "海南省", "海口市", "三亚市", "三沙市", "儋州市", "琼海市", "文昌市", "万宁市", "东方市", "五指山市",
	"定安县", "屯昌县", "澄迈县", "临高县", "白沙县", "昌江县", "乐东县", "陵水县", "保亭县", "琼中县",
	"海南", "海口", "三亚", "三沙", "儋州", "琼海", "文昌", "万宁", "定安", "屯昌", "澄迈", "临高", "白沙", "昌江", "乐东", "陵水", "保亭", "琼中", "洋浦",
}

// forms are the legal forms that end a name, longest first.
var forms = []string{
	"(特殊普通合伙)", "(普通合伙)", "(有限合伙)", "(个体工商户)", "(个人独资)",
	"股份有限责任公司", "股份有限公司", "有限责任公司", "股份公司", "有限公司",
}

// CoreName also drops what varies without distinguishing: places of Hainan in front or in brackets, the legal form at
// the end, brackets and dots. Two names of one core are candidates for a human, never the same by themselves.
// What would leave fewer than two characters is not dropped.
func CoreName(s string) string {
	core := NormalName(s)
	for _, p := range places {
		core = without(core, "("+p+")")
	}
	for {
		next := dropForm(core)
		if next == core {
			break
		}
		core = next
	}
	if plain := unpunctuated.Replace(core); long(plain) {
		core = plain
	}
	for {
		next := dropForm(dropPlace(core))
		if next == core {
			return core
		}
		core = next
	}
}

var unpunctuated = strings.NewReplacer("(", "", ")", "", "·", "", "\"", "")

func dropPlace(s string) string {
	for _, p := range places {
		if rest, ok := strings.CutPrefix(s, p); ok && long(rest) {
			return rest
		}
	}
	return s
}

func dropForm(s string) string {
	for _, f := range forms {
		if rest, ok := strings.CutSuffix(s, f); ok && long(rest) {
			return rest
		}
	}
	return s
}

func without(s, part string) string {
	if !strings.Contains(s, part) {
		return s
	}
	if rest := strings.ReplaceAll(s, part, ""); long(rest) {
		return rest
	}
	return s
}

// long reports whether enough is left to tell one name from another: two characters that are not punctuation.
func long(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n >= 2
}
