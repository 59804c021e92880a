package page

import (
	"net/url"
	"testing"
	"time"

	"xinheng/internal/law"
	"xinheng/internal/workday"
)

func TestMoneyIsWrittenInYuan(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fen    int64
		zh, en string
	}{
		{0, "0 元", "CNY 0"},
		{2_000_000, "20,000 元", "CNY 20,000"},
		{5, "0.05 元", "CNY 0.05"},
		{-5, "-0.05 元", "CNY -0.05"},
		{-123_456_78, "-123,456.78 元", "CNY -123,456.78"},
		{100_000_000_00, "100,000,000 元", "CNY 100,000,000"},
	} {
		if got := Money(ZH, c.fen); got != c.zh {
			t.Errorf("Money(zh, %d) = %q, want %q", c.fen, got, c.zh)
		}
		if got := Money(EN, c.fen); got != c.en {
			t.Errorf("Money(en, %d) = %q, want %q", c.fen, got, c.en)
		}
	}
}

func TestRatesNeverRoundUpToWhole(t *testing.T) {
	t.Parallel()
	for share, want := range map[float64]string{1: "100.0%", 0: "0.0%", 0.9999: "99.9%", 0.986: "98.6%", 0.29: "29.0%"} {
		if got := Rate(share); got != want {
			t.Errorf("Rate(%v) = %s, want %s", share, got, want)
		}
	}
}

func TestInstantsAreShanghai(t *testing.T) {
	t.Parallel()
	if got := Stamp(time.Date(2026, 11, 21, 16, 5, 0, 0, time.UTC)); got != "2026-11-22 00:05" {
		t.Errorf("Stamp = %q", got)
	}
	if Stamp(time.Time{}) != "" {
		t.Error("the zero instant must be empty")
	}
}

func TestMonthHasBothEnds(t *testing.T) {
	t.Parallel()
	from, to, ok := Month("2024-02")
	if !ok || from != workday.MustParse("2024-02-01") || to != workday.MustParse("2024-02-29") {
		t.Errorf("Month(2024-02) = %s..%s %v", from, to, ok)
	}
	for _, bad := range []string{"", "2024", "2024-13", "2024-2", "x"} {
		if _, _, ok := Month(bad); ok {
			t.Errorf("Month(%q) was accepted", bad)
		}
	}
	if n := Days(from, to); n != 29 {
		t.Errorf("Days = %d", n)
	}
}

func TestSwitchingTheLanguageKeepsThePlace(t *testing.T) {
	t.Parallel()
	f := Frame{Lang: ZH, Path: "/search", Query: url.Values{"q": {"椰风"}, "p": {"2"}}}
	if got := f.In(EN); got != "/en/search?p=2&q=%E6%A4%B0%E9%A3%8E" {
		t.Errorf("In(EN) = %s", got)
	}
	if got := f.With("p", ""); got != "/search?q=%E6%A4%B0%E9%A3%8E" {
		t.Errorf("With = %s", got)
	}
	if got := (Frame{Lang: EN, Path: "/"}).In(ZH); got != "/" {
		t.Errorf("home in Chinese = %s", got)
	}
	if got := (Frame{Lang: ZH, Path: "/"}).In(EN); got != "/en/" {
		t.Errorf("home in English = %s", got)
	}
	if f.Query.Get("p") != "2" {
		t.Error("With changed the page it was asked about")
	}
}

func TestTextsFallBackVisibly(t *testing.T) {
	t.Parallel()
	c := NewCatalogue(EN, Texts{"a": "%[2]s of %[1]s"})
	if got := c.T("a", "x", "y"); got != "y of x" {
		t.Errorf("T = %q", got)
	}
	if got := c.T("missing"); got != "⟦missing⟧" {
		t.Errorf("T(missing) = %q", got)
	}
	if got := EN.Say(law.Text2{ZH: "只有中文"}); got != "只有中文" {
		t.Errorf("Say = %q", got)
	}
}
