package sheet

import (
	"math"
	"strconv"
	"strings"

	"xinheng/internal/workday"
)

// numberCell writes a number as a spreadsheet shows it: at most 15 significant digits. What has more digits than a double
// keeps (long codes typed as numbers) stays as it came and is marked Number, so that a code field can refuse it.
func numberCell(raw string) Cell {
	if plainNumber(raw) {
		return Cell{Text: raw, Kind: Number}
	}
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return Cell{Kind: Broken}
	}
	if a := math.Abs(v); a >= 1e15 || a < 1e-9 && a != 0 {
		return Cell{Text: raw, Kind: Number}
	}
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'e', 14, 64), 64)
	return Cell{Text: strconv.FormatFloat(rounded, 'f', -1, 64), Kind: Number}
}

// plainNumber reports up to 15 digits with at most one point: most cells, which need no arithmetic.
func plainNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	digits, points := 0, 0
	for i := range len(s) {
		switch {
		case s[i] >= '0' && s[i] <= '9':
			digits++
		case s[i] == '.':
			points++
		default:
			return false
		}
	}
	return digits > 0 && digits <= 15 && points <= 1
}

// ParseSerial reads a day of the Excel calendar and writes it as an ISO date. The calendar of 1900 has a 29 February 1900
// that never was, and a day zero, which is written as Excel shows it ("1900-01-00") and is refused as a date; the calendar
// of 1904 starts four years later.
func ParseSerial(s string, from1904 bool) (iso string, ok bool) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v < 0 || v >= 2958466 { // 9999-12-31
		return "", false
	}
	n := int(v)
	switch {
	case from1904:
		return workday.New(1904, 1, 1).AddDays(n).String(), true
	case n == 0:
		return "1900-01-00", true
	case n < 60:
		return workday.New(1899, 12, 31).AddDays(n).String(), true
	case n == 60:
		return "1900-02-29", true
	default:
		return workday.New(1899, 12, 30).AddDays(n).String(), true
	}
}

// isDateFormat reports whether a number format shows a day: built-in ones, the Chinese built-in ones, or a custom code
// with a year or a day in it, outside quotes and brackets.
func isDateFormat(id int, code string) bool {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 36, id >= 50 && id <= 58:
		return true
	case code == "":
		return false
	}
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\':
			i++
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case bracket:
		case c == 'y' || c == 'Y' || c == 'd' || c == 'D' || c == 'e':
			return true
		}
	}
	return false
}
