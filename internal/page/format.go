package page

import (
	"math"
	"strconv"
	"strings"
	"time"

	"xinheng/internal/workday"
)

// Number writes an integer with thousands separators: 1,284,907.
func Number(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	var b strings.Builder
	for i, r := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	return sign + b.String()
}

// Rate writes a share as a percentage to one decimal, never rounding up to a whole: 99.96 % is "99.9%", not "100.0%".
func Rate(share float64) string {
	tenths := math.Floor(share*1000 + 1e-9)
	return strconv.FormatFloat(tenths/10, 'f', 1, 64) + "%"
}

// Money writes an amount of fen in yuan: "20,000 元", "CNY 20,000.50". Cents show only when there are any.
func Money(l Lang, fen int64) string {
	s := Number(fen / 100)
	if fen < 0 && fen > -100 {
		s = "-" + s
	}
	if c := fen % 100; c != 0 {
		s += "." + strconv.FormatInt(100+max(c, -c), 10)[1:]
	}
	if l == EN {
		return "CNY " + s
	}
	return s + " 元"
}

// Stamp writes an instant in Shanghai to the minute.
func Stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(workday.Shanghai).Format("2006-01-02 15:04")
}

// Days counts the days from a to b, both included.
func Days(a, b workday.Date) int { return int(b-a) + 1 }

// Month is a calendar month, "2026-11": the first and the last day of it.
func Month(s string) (from, to workday.Date, ok bool) {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return 0, 0, false
	}
	from = workday.New(t.Year(), t.Month(), 1)
	return from, from.AddMonths(1).AddDays(-1), true
}
