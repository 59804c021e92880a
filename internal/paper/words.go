package paper

import (
	"fmt"

	"xinheng/internal/workday"
)

// The few words a document has of its own, beside those of its template.
type wording struct {
	verify, scan, template, assumed, reading, clause, page, signature, number string
}

var wordings = map[Lang]wording{
	ZH: {verify: "核验地址", scan: "扫码核验真伪", template: "文书模板", assumed: "（样式未见官方文本，由平台拟定）", clause: "第%s条", page: "第 %d 页　共 %d 页", signature: "电子签章处", number: "编号"},
	EN: {verify: "Verify at", scan: "Scan to verify", template: "Template", assumed: " (the official form was not seen; worded by the platform)", clause: "Clause %s",
		reading: "Reading copy in English. The Chinese text decides.", page: "Page %d of %d", signature: "Place of the electronic seal", number: "No."},
}

func (d *Document) words() wording {
	if d.Lang == EN {
		return wordings[EN]
	}
	return wordings[ZH]
}

// day writes a date as papers do: 2026年11月22日, 22 November 2026.
func day(lang Lang, on workday.Date) string {
	if on == 0 {
		return ""
	}
	t := on.Time()
	if lang == EN {
		return t.Format("2 January 2006")
	}
	return fmt.Sprintf("%d年%d月%d日", t.Year(), int(t.Month()), t.Day())
}

// Day writes a date for a value of a document in a language.
func Day(lang Lang, on workday.Date) string { return day(lang, on) }

// clauseName numbers a clause: 第一条, Clause 1.
func (d *Document) clauseName(n int) string {
	if d.Lang == EN {
		return fmt.Sprintf(wordings[EN].clause, fmt.Sprint(n))
	}
	return fmt.Sprintf(wordings[ZH].clause, chinese(n))
}

// Ordinal writes a number below a hundred as headings are numbered: 一, 十二.
func Ordinal(n int) string { return chinese(n) }

// chinese writes a number below a hundred.
func chinese(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	tens, ones := n/10%10, n%10
	switch {
	case tens == 0:
		return digits[ones]
	case tens == 1:
		return "十" + digits[ones]
	}
	return digits[tens] + "十" + digits[ones]
}

// source says in small print which words the document was written on.
func (d *Document) source() string {
	if d.Template.Code == "" {
		return ""
	}
	w := d.words()
	s := fmt.Sprintf("%s %s · %s · %s", w.template, d.Template.Code, d.Template.From, d.Template.Hash[:min(8, len(d.Template.Hash))])
	if d.Template.Assumed {
		s += w.assumed
	}
	return s
}
