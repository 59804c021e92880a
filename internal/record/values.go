package record

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"xinheng/internal/workday"
)

// clean trims a cell and finds characters no text has. Full-width blanks and byte order marks are blanks; line breaks
// inside a text are kept, as one line feed.
func clean(s string) (text string, bad bool) {
	plain := true
	for i := range len(s) {
		if b := s[i]; b < 0x20 || b == 0x7f || b >= 0xc2 {
			plain = false
			break
		}
	}
	if plain {
		return strings.TrimSpace(s), false
	}
	if strings.ContainsAny(s, "\r\u200b\ufeff\u2028\u2029") {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u200b", "", "\ufeff", "", "\u2028", "\n", "\u2029", "\n").Replace(s)
	}
	for _, r := range s {
		if r < 0x20 && r != '\n' && r != '\t' || r >= 0x7f && r <= 0x9f || r == utf8.RuneError {
			return "", true
		}
	}
	return strings.TrimSpace(s), false
}

// absent reports the words that say there is nothing.
func absent(s string) bool {
	switch len(s) {
	case 0:
		return true
	case 1:
		return s == "-" || s == "/"
	case 2, 3, 4, 6:
		switch s {
		case "无", "空", "—", "――", "--", "N/A", "n/a", "NA", "null", "NULL", "None", "暂无":
			return true
		}
	}
	return false
}

// narrow turns full-width letters, digits and signs into the usual ones.
func narrow(s string) string {
	if !strings.Contains(s, "\xef\xbc") && !strings.Contains(s, "\xef\xbd") && !strings.Contains(s, "\u3000") {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '\uff01' && r <= '\uff5e':
			return r - '\uff01' + '!'
		case r == '\u3000':
			return ' '
		}
		return r
	}, s)
}

// Sentinels the national sheets write for 长期.
var noEnd = map[workday.Date]bool{workday.New(2099, 12, 31): true, workday.New(9999, 12, 31): true}

// ParseDay reads a date as departments write it: 2026-08-03, 2026/8/3, 2026.8.3, 2026年8月3日, 20260803, each with or
// without a time of day. Code is empty, or says why it is no date.
func ParseDay(s string) (d workday.Date, code string) {
	s = narrow(s)
	if i := strings.IndexAny(s, " Tt"); i >= 8 && clockTime(s[i+1:]) {
		s = s[:i]
	}
	var parts [3]string
	switch {
	case len(s) == 8 && digits(s):
		parts = [3]string{s[:4], s[4:6], s[6:]}
	default:
		s = strings.TrimSuffix(s, "日")
		n := 0
		for _, p := range [...]string{"-", "/", ".", "年"} {
			y, rest, ok := strings.Cut(s, p)
			if !ok {
				continue
			}
			if p == "年" {
				p = "月"
			}
			m, day, ok := strings.Cut(rest, p)
			if ok {
				parts, n = [3]string{y, m, day}, 3
			}
			break
		}
		if n == 0 {
			return 0, "date_form"
		}
	}
	y, m, day := number(parts[0], 4), number(parts[1], 2), number(parts[2], 2)
	if len(parts[0]) != 4 || y < 0 || m < 0 || day < 0 {
		return 0, "date_form"
	}
	if y <= 1900 {
		return 0, "date_1900"
	}
	d = workday.New(y, time.Month(m), day)
	if got := d.Time(); got.Day() != day || int(got.Month()) != m {
		return 0, "date_none"
	}
	return d, ""
}

// clockTime reports a time of day, or the rest of a timestamp.
func clockTime(s string) bool { return s != "" && strings.Trim(s, "0123456789:.+-Z ") == "" }

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// number reads at most n digits; -1 if it is anything else.
func number(s string, n int) int {
	s = strings.TrimSpace(s)
	if !digits(s) || len(s) > n {
		return -1
	}
	v, _ := strconv.Atoi(s)
	return v
}

// ParseWan reads an amount in 万元 with at most six decimals into fen, exactly: one 万元 is a million fen.
func ParseWan(s string) (fen int64, code string) {
	s = strings.TrimSuffix(narrow(s), "万元")
	s = strings.TrimSpace(s)
	if strings.Contains(s, ",") {
		whole, _, _ := strings.Cut(s, ".")
		if !grouped(whole) {
			return 0, "amount_form"
		}
		s = strings.ReplaceAll(s, ",", "")
	}
	whole, decimals, point := strings.Cut(s, ".")
	if !digits(whole) || point && !digits(decimals) {
		return 0, "amount_form"
	}
	decimals = strings.TrimRight(decimals, "0")
	if len(decimals) > 6 {
		return 0, "amount_decimals"
	}
	whole = strings.TrimLeft(whole, "0")
	if len(whole) > 11 { // a hundred billion 万元 is beyond any fine and near the end of int64
		return 0, "amount_large"
	}
	fen, _ = strconv.ParseInt(whole+decimals+"000000"[len(decimals):], 10, 64)
	return fen, ""
}

// grouped reports digits in groups of three: 1,234,567.
func grouped(s string) bool {
	parts := strings.Split(s, ",")
	for i, p := range parts {
		if !digits(p) || i > 0 && len(p) != 3 || i == 0 && len(p) > 3 {
			return false
		}
	}
	return true
}

// splitMany splits a multi-valued cell: 警告、罚款；没收违法所得.
func splitMany(s string) []string {
	parts := strings.FieldsFunc(s, func(r rune) bool {
		switch r {
		case '、', ';', '；', ',', '，', '|', '\n':
			return true
		}
		return false
	})
	out := parts[:0]
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// slipped finds a code that a spreadsheet has spoiled: 9.146E+17, or digits at either end lost in a number cell.
func slipped(s string, number bool) bool {
	s = narrow(s)
	if number && len(s) > 15 {
		return true // a number cell keeps 15 digits, the rest became zeros
	}
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(s), "E+")
	return ok && digits(exponent) && strings.Trim(mantissa, "0123456789.") == "" && mantissa != ""
}

// sameNumber makes document numbers comparable: 琼市监处罚[2026]12号 and 琼市监处罚〔2026〕12 号 are one.
func sameNumber(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '[', '【', '(', '{', '〖', '「', '﹝':
			return '〔'
		case ']', '】', ')', '}', '〗', '」', '﹞':
			return '〕'
		case ' ', '\t', '\n', '\u00a0', '\u3000':
			return -1
		}
		return r
	}, strings.ToUpper(narrow(s)))
}
