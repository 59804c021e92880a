package record

import (
	"strings"
	"testing"
	"unicode/utf8"

	"xinheng/internal/workday"
)

func TestF09_3_Dates(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2026-08-03": "2026-08-03", "2026/8/3": "2026-08-03", "2026.08.03": "2026-08-03", "2026年8月3日": "2026-08-03",
		"20260803": "2026-08-03", "２０２６年８月３日": "2026-08-03", "2026-08-03 00:00:00": "2026-08-03", "2026-08-03T08:00:00+08:00": "2026-08-03",
		"2026/08/03 9:30": "2026-08-03", "2024-02-29": "2024-02-29", "2099/12/31": "2099-12-31",
		"2026-02-29": "date_none", "2026-13-01": "date_none", "2026-00-10": "date_none", "2026-8": "date_form", "2026年8月": "date_form",
		"08/03/2026": "date_form", "26-08-03": "date_form", "2026-08-03x": "date_form", "长期": "date_form", "46237": "date_form",
		"1900-01-00": "date_1900", "1900-02-29": "date_1900", "1899-12-31": "date_1900", "0000-00-00": "date_1900", "-2026-08-03": "date_form",
	} {
		d, code := ParseDay(in)
		if got := d.String() + code; got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestF09_3_Amounts(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int64{
		"0.2": 200_000, "0": 0, "1": 1_000_000, "0.000001": 1, "12.345678": 12_345_678, "1,234.5": 1_234_500_000, "3.00": 3_000_000,
		"２.５万元": 2_500_000, "99999999999.999999": 99_999_999_999_999_999, "0.100000000": 100_000, "007": 7_000_000,
	} {
		if got, code := ParseWan(in); got != want || code != "" {
			t.Errorf("%q is %d %s, want %d", in, got, code, want)
		}
	}
	for in, want := range map[string]string{
		"": "amount_form", "-1": "amount_form", "1e3": "amount_form", "1.2.3": "amount_form", "1.": "amount_form", ".5": "amount_form",
		"2000元": "amount_form", "12,34": "amount_form", "0.0000001": "amount_decimals", "999999999999": "amount_large",
	} {
		if got, code := ParseWan(in); code != want {
			t.Errorf("%q is %d %q, want %s", in, got, code, want)
		}
	}
}

func TestTextIsCleanedAndControlCharactersAreFound(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"  甲　": "甲", "甲\r\n乙": "甲\n乙", "\ufeffa\u200b": "a", "𠮷野示例": "𠮷野示例", "a\tb": "a\tb"} {
		if got, bad := clean(in); got != want || bad {
			t.Errorf("%q is %q, %v", in, got, bad)
		}
	}
	for _, in := range []string{"a\x00b", "甲\x1b[0m", "甲\u0085", "a\x7f", "\xff", "甲\ufffd"} {
		if _, bad := clean(in); !bad {
			t.Errorf("%q passes", in)
		}
	}
}

func TestMultiValuesAndNumbers(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"警告、罚款", "警告;罚款", "警告；罚款", "警告, 罚款", "警告，罚款", "警告|罚款", "、警告、、罚款、"} {
		if got := splitMany(in); strings.Join(got, "+") != "警告+罚款" {
			t.Errorf("%q is %q", in, got)
		}
	}
	for _, in := range []string{"琼示处〔2026〕12号", "琼示处[2026]12号", "琼示处【2026】12 号", "琼示处（2026）12号", "琼示处﹝2026﹞１２号"} {
		if got := sameNumber(in); got != "琼示处〔2026〕12号" {
			t.Errorf("%q is %q", in, got)
		}
	}
	for in, number := range map[string]bool{"9.146E+17": false, "9.1460000000000006E+17": true, "914600000000000000": true} {
		if !slipped(in, number) {
			t.Errorf("%q passes as a code", in)
		}
	}
	if slipped("91460000MA00000070", false) || slipped("12345", true) {
		t.Error("a sound code does not pass")
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2026-08-03", "2026年8月3日", "20260803", "1900-01-00", "９９９９/１２/３１", "2026-08-03 1:2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, code := ParseDay(s)
		if (d == 0) == (code == "") {
			t.Fatalf("%q is %v and %q", s, d, code)
		}
		if code != "" && reasons[code] == [2]string{} {
			t.Fatalf("%q is refused for no known reason %q", s, code)
		}
		if again, _ := ParseDay(d.String()); code == "" && again != d || d != 0 && d < workday.New(1901, 1, 1) {
			t.Fatalf("%q is %v, and that is %v", s, d, again)
		}
	})
}

func FuzzMoney(f *testing.F) {
	for _, s := range []string{"0.2", "1,234.5", "12.345678", "0.0000001", "-1", "1e9", "２万元"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		fen, code := ParseWan(s)
		if fen < 0 || code != "" && (fen != 0 || reasons[code] == [2]string{}) {
			t.Fatalf("%q is %d and %q", s, fen, code)
		}
		b := appendString(nil, s)
		if utf8.ValidString(s) && members(append(append([]byte(`{"a":`), b...), '}'))["a"] != s {
			t.Fatalf("%q is written as %s", s, b)
		}
	})
}
