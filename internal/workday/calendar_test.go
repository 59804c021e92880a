package workday

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	_ "xinheng/internal/chance"
)

// The official calendars of 2024–2026 (State Council notices): weekdays off, and weekend days worked.
var (
	holidays = dates(`
		2024-01-01 2024-02-12 2024-02-13 2024-02-14 2024-02-15 2024-02-16 2024-04-04 2024-04-05 2024-05-01 2024-05-02 2024-05-03
		2024-06-10 2024-09-16 2024-09-17 2024-10-01 2024-10-02 2024-10-03 2024-10-04 2024-10-07
		2025-01-01 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-03 2025-02-04 2025-04-04 2025-05-01 2025-05-02 2025-05-05
		2025-06-02 2025-10-01 2025-10-02 2025-10-03 2025-10-06 2025-10-07 2025-10-08
		2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-02-23 2026-04-06 2026-05-01 2026-05-04
		2026-05-05 2026-06-19 2026-09-25 2026-10-01 2026-10-02 2026-10-05 2026-10-06 2026-10-07`)
	makeups = dates(`
		2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12
		2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
		2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10`)
	official = NewCalendar([]int{2024, 2025, 2026}, holidays, makeups)
)

func dates(s string) (out []Date) {
	for _, d := range strings.Fields(s) {
		out = append(out, MustParse(d))
	}
	return out
}

func TestF09_4_WorkingDaysOfEachYear(t *testing.T) {
	for year, want := range map[int]int{2024: 251, 2025: 248, 2026: 248} {
		n, provisional := official.Between(New(year-1, 12, 31), New(year, 12, 31))
		if n != want || provisional {
			t.Errorf("%d: %d working days (provisional %v), want %d", year, n, provisional, want)
		}
	}
}

func TestF09_4_IsWorkday(t *testing.T) {
	rows := []struct {
		day            string
		working, known bool
	}{
		{"2026-02-13", true, true},  // Friday before 春节
		{"2026-02-14", true, true},  // Saturday worked
		{"2026-02-15", false, true}, // Sunday
		{"2026-02-16", false, true}, {"2026-02-23", false, true},
		{"2026-02-24", true, true}, {"2026-02-28", true, true}, // back, and a Saturday worked
		{"2026-09-20", true, true}, {"2026-09-30", true, true}, {"2026-10-01", false, true}, {"2026-10-08", true, true},
		{"2026-10-10", true, true}, {"2026-10-11", false, true},
		{"2025-01-26", true, true}, {"2025-01-27", true, true}, {"2025-01-28", false, true},
		{"2024-10-12", true, true}, {"2024-10-13", false, true},
		{"2027-01-01", true, false}, {"2027-01-02", false, false}, // not published: Monday to Friday, and it says so
	}
	for _, r := range rows {
		if working, known := official.IsWorkday(MustParse(r.day)); working != r.working || known != r.known {
			t.Errorf("%s: %v %v", r.day, working, known)
		}
	}
}

func TestF09_4_AddWorkdays(t *testing.T) {
	rows := []struct {
		name, from string
		n          int
		due        string
		provision  bool
	}{
		{"the day itself does not count", "2026-03-02", 1, "2026-03-03", false},
		{"nothing to add", "2026-03-01", 0, "2026-03-01", false},
		{"over a weekend", "2026-03-06", 1, "2026-03-09", false},
		{"seven days, plain weeks", "2026-03-02", 7, "2026-03-11", false},
		{"over 春节 2026 with a Saturday worked before and after it", "2026-02-12", 7, "2026-02-28", false},
		{"begun on the make-up Saturday", "2026-02-14", 1, "2026-02-24", false},
		{"over 国庆 2025", "2025-09-30", 1, "2025-10-09", false},
		{"the make-up Saturday after 国庆 counts", "2025-09-30", 3, "2025-10-11", false},
		{"over 国庆 2024", "2024-09-30", 5, "2024-10-12", false},
		{"last day of the last year known", "2026-12-30", 1, "2026-12-31", false},
		{"into the year not published", "2026-12-31", 1, "2027-01-01", true},
		{"backwards", "2026-02-24", -2, "2026-02-13", false},
		{"backwards out of the years known", "2024-01-02", -1, "2023-12-29", true},
	}
	for _, r := range rows {
		due, provisional := official.AddWorkdays(MustParse(r.from), r.n)
		if due.String() != r.due || provisional != r.provision {
			t.Errorf("%s: %s + %d = %s %v, want %s %v", r.name, r.from, r.n, due, provisional, r.due, r.provision)
		}
	}
}

func TestF09_4_LocalHolidays(t *testing.T) {
	sanYueSan := MustParse("2026-04-20")
	c := official.WithRegion("460000", []Date{sanYueSan, sanYueSan + 1}, nil)
	for region, want := range map[string]bool{"460000": false, "460100": false, "469027": false, "110000": true, "": true} {
		if working, known := c.In(region).IsWorkday(sanYueSan); working != want || !known {
			t.Errorf("三月三 in %q: %v %v", region, working, known)
		}
	}
	if working, _ := official.In("460000").IsWorkday(sanYueSan); !working {
		t.Error("the calendar it was made from has changed")
	}
	if due, _ := c.In("460100").AddWorkdays(MustParse("2026-04-17"), 1); due.String() != "2026-04-22" {
		t.Errorf("the working day after 三月三 is %s", due)
	}
	if working, _ := c.In("460100").IsWorkday(MustParse("2026-10-01")); working {
		t.Error("a region keeps the national holidays")
	}
}

func TestNoCalendarCountsWeekdaysAndSaysSo(t *testing.T) {
	var none *Calendar
	if due, provisional := none.In("460000").AddWorkdays(MustParse("2026-09-30"), 1); due.String() != "2026-10-01" || !provisional {
		t.Error(due, provisional)
	}
}

func anyDay(t *rapid.T, name string) Date {
	return Date(rapid.Int32Range(int32(New(2023, 6, 1)), int32(New(2027, 6, 30))).Draw(t, name))
}

func TestF09_4_AddWorkdaysIsTheInverseOfBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, n := anyDay(t, "from"), rapid.IntRange(0, 400).Draw(t, "n")
		due, _ := official.AddWorkdays(from, n)
		if got, _ := official.Between(from, due); got != n {
			t.Fatalf("%s + %d = %s, but between them are %d", from, n, due, got)
		}
		if back, _ := official.Between(due, from); back != -n {
			t.Fatalf("backwards %d", back)
		}
		if working, _ := official.IsWorkday(due); n > 0 && !working {
			t.Fatalf("%s + %d = %s, a day off", from, n, due)
		}
	})
}

func TestF09_4_LaterNeverComesEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, n := anyDay(t, "a"), rapid.IntRange(0, 60).Draw(t, "n")
		b := a.AddDays(rapid.IntRange(0, 30).Draw(t, "later"))
		dueA, _ := official.AddWorkdays(a, n)
		dueB, _ := official.AddWorkdays(b, n)
		if dueB < dueA {
			t.Fatalf("%s + %d = %s, but %s + %d = %s", a, n, dueA, b, n, dueB)
		}
		if more, _ := official.AddWorkdays(a, n+1); more <= dueA {
			t.Fatalf("%d days end on %s, one more on %s", n, dueA, more)
		}
		ab, _ := official.Between(a, b)
		bc, _ := official.Between(b, dueB)
		if ac, _ := official.Between(a, dueB); ac != ab+bc {
			t.Fatalf("%d + %d ≠ %d", ab, bc, ac)
		}
	})
}
