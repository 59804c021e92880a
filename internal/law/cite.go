package law

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// cite writes 《信用修复管理办法》第三条. An instrument that is not in force that day is still cited, by its newest title.
func (x *index) cite(r Ref) Text2 {
	in, ok := x.instruments.find(r.Instrument)
	if !ok {
		in, ok = x.lib.Instrument(r.Instrument)
	}
	if !ok {
		in.Title = Text2{ZH: r.Instrument, EN: r.Instrument}
	}
	zh, en := "《"+in.Title.ZH+"》", in.Title.EN
	if in.Level == "document" && in.Number != "" {
		zh += "（" + in.Number + "）"
	}
	if r.Article != "" {
		zh, en = zh+r.Article, en+", "+articleEN(r.Article)
	}
	return Text2{ZH: zh, EN: en}
}

var (
	numbered = regexp.MustCompile(`第([一二三四五六七八九十百零]+)(条|款|项|章|部分)`)
	listed   = regexp.MustCompile(`（([一二三四五六七八九十百零]+)）`)
	unitsEN  = map[string]string{"条": "Article", "款": "paragraph", "项": "item", "章": "Chapter", "部分": "Part"}
	joints   = strings.NewReplacer("至", " to ", "、", ", ")
)

// articleEN reads "第八条至第十条" as "Article 8 to Article 10"; what it cannot read entirely it leaves as printed.
func articleEN(article string) string {
	s := numbered.ReplaceAllStringFunc(article, func(m string) string {
		g := numbered.FindStringSubmatch(m)
		return " " + unitsEN[g[2]] + " " + strconv.Itoa(numeral(g[1]))
	})
	s = listed.ReplaceAllStringFunc(s, func(m string) string { return " item " + strconv.Itoa(numeral(listed.FindStringSubmatch(m)[1])) })
	s = strings.Join(strings.Fields(joints.Replace(s)), " ")
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return article
	}
	return strings.ReplaceAll(s, " ,", ",")
}

// numeral reads a Chinese number below a thousand: 一百三十五.
func numeral(s string) (n int) {
	digit := 0
	for _, r := range s {
		switch r {
		case '百':
			n, digit = n+max(digit, 1)*100, 0
		case '十':
			n, digit = n+max(digit, 1)*10, 0
		default:
			digit = strings.IndexRune("零一二三四五六七八九", r) / len("零")
		}
	}
	return n + digit
}
