package law_test

import (
	"testing"
	"time"

	"xinheng/internal/workday"
)

// data-standards.md §3.2: reading digits 3–8 from today's table gives the wrong county.
func TestRegionTrapOfOldCodes(t *testing.T) {
	t.Parallel()
	b := shipped(t).On(day("2026-11-22"))
	for code, want := range map[string]string{
		"460300": "洋浦经济开发区", "460600": "三沙市", "469003": "儋州市", "469025": "定安县", "469026": "屯昌县", "469027": "澄迈县",
		"469028": "临高县", "469030": "白沙黎族自治县", "469031": "昌江黎族自治县", "469033": "乐东黎族自治县", "469034": "陵水黎族自治县",
		"469035": "保亭黎族苗族自治县", "469036": "琼中黎族苗族自治县", "460000": "海南省", "460100": "海口市", "460107": "琼山区", "460200": "三亚市", "469002": "琼海市",
	} {
		r, derived, note := b.RegionOfUSCC(code)
		if !derived || r.Name.ZH != want || note == "" {
			t.Errorf("%s: %s %v %q, want %s", code, r.Name.ZH, derived, note, want)
		}
	}
	for _, code := range []string{"460900", "469021", "469029", "440300", "999999", ""} {
		if r, derived, note := b.RegionOfUSCC(code); derived || note == "" {
			t.Errorf("%q is unknown, yet gives %s (%q)", code, r.Name.ZH, note)
		}
	}
}

func TestHainanDivisions(t *testing.T) {
	t.Parallel()
	b := shipped(t).On(day("2026-11-22"))
	under := map[string]int{}
	for _, r := range b.Regions() {
		under[r.Parent]++
	}
	// 4 prefecture-level cities, 15 counties and county-level cities, and Yangpu, which is the project's own unit
	if under["460000"] != 20 || under["460100"] != 4 || under["460200"] != 4 || under["460300"] != 3 {
		t.Errorf("divisions: %v", under)
	}
	if r, ok := b.Region("46YP00"); !ok || !r.Own {
		t.Error("Yangpu is not marked as the project's own")
	}
}

func TestIndustriesAndRegistrars(t *testing.T) {
	t.Parallel()
	b := shipped(t).On(day("2026-11-22"))
	sections, divisions := 0, 0
	for _, i := range b.Industries() {
		if i.Section == "" {
			sections++
		} else {
			divisions++
		}
	}
	if sections != 20 || divisions != 97 {
		t.Errorf("%d sections and %d divisions, want 20 and 97", sections, divisions)
	}
	if i, ok := b.Industry("65"); !ok || i.Section != "I" {
		t.Errorf("division 65: %v", i)
	}
	if r, ok := b.Registrar("93"); !ok || r.Kind.ZH != "农民专业合作社" {
		t.Errorf("93: %v", r)
	}
	if _, ok := b.Registrar("1B"); ok {
		t.Error("1B is unknown")
	}
}

// F09-4: the official holidays, year by year, as the notices of the State Council have them.
func TestF09_4_WorkingDaysOfTheOfficialCalendar(t *testing.T) {
	t.Parallel()
	lib := shipped(t)
	for year, want := range map[int]int{2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248} {
		years := lib.CalendarYears(year)
		if len(years) != 2 || years[0].Region != "" || years[1].Region != "460000" {
			t.Fatalf("%d: want the national calendar and Hainan's, got %v", year, years)
		}
		off, on := map[workday.Date]bool{}, map[workday.Date]bool{}
		for _, d := range years[0].Holidays {
			off[d] = true
		}
		for _, d := range years[0].Makeups {
			on[d] = true
		}
		n := 0
		for d := workday.New(year, 1, 1); d.Year() == year; d++ {
			weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
			if on[d] || (!weekend && !off[d]) {
				n++
			}
		}
		if n != want {
			t.Errorf("%d has %d working days, want %d", year, n, want)
		}
		for _, d := range years[1].Holidays {
			if off[d] {
				t.Errorf("%s is a national holiday already", d)
			}
		}
	}
	if len(lib.CalendarYears(2027)) != 0 {
		t.Error("no calendar of 2027 has been published")
	}
}
