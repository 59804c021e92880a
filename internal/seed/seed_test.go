package seed

import (
	"bytes"
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	lawdata "xinheng/law"

	"xinheng/internal/ident"
	"xinheng/internal/law"
	"xinheng/internal/workday"
)

var today = workday.MustParse("2026-11-22")

func library(t *testing.T) *law.Library {
	t.Helper()
	lib, err := law.Load(lawdata.FS)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// digest is the whole village, file by file.
func digest(t *testing.T, lib *law.Library) (sum [32]byte, files int) {
	t.Helper()
	h := sha256.New()
	for d := range province(Village, today) {
		item, ok := lib.On(today).Item(d.Item)
		if !ok {
			t.Fatalf("the catalogue has no item %s", d.Item)
		}
		if d.Format == XLSX { // a workbook carries the hour it was written
			d.Format = CSV
		}
		if err := d.write(h, item); err != nil {
			t.Fatal(err)
		}
		files++
	}
	return [32]byte(h.Sum(nil)), files
}

func TestTheSameDayGivesTheSameProvince(t *testing.T) {
	t.Parallel()
	lib := library(t)
	a, n := digest(t, lib)
	b, m := digest(t, lib)
	if a != b || n != m || n < 50 {
		t.Fatalf("%d files %x, then %d files %x", n, a, m, b)
	}
}

func TestEverybodyIsUnmistakablyInventedAndHasAValidCode(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for n := range Village.Entities() {
		f := Nth(n)
		if !strings.Contains(f.Name, "示例") || !strings.Contains(f.USCC, "XY") {
			t.Errorf("%s %s could be taken for real", f.Name, f.USCC)
		}
		if _, warnings, err := ident.ParseUSCC(f.USCC); err != nil || len(warnings) > 0 {
			t.Errorf("%s: %v %v", f.USCC, warnings, err)
		}
		if _, err := ident.ParseIDCard(f.LegalRepID); err != nil {
			t.Errorf("firm %d: the legal representative's number: %v", n, err)
		}
		if other, twice := seen[f.USCC]; twice {
			t.Errorf("firms %d and %d share a code", n, other)
		}
		seen[f.USCC] = n
	}
}

func TestTheCalendarOfTheStoryNeverRunsBackOrAhead(t *testing.T) {
	t.Parallel()
	last := time.Time{}
	for d := range province(Village, today) {
		if d.At.Before(last) {
			t.Fatalf("%s of %s comes before %s", d.Item, d.At, last)
		}
		if d.At.After(today.AddDays(1).Start()) {
			t.Fatalf("%s is delivered on %s, after today", d.Item, d.At)
		}
		last = d.At
	}
}

func TestAFirmsHistoryDoesNotDependOnHowItIsCut(t *testing.T) {
	t.Parallel()
	for n := range Village.Entities() {
		f := Nth(n)
		whole := f.history(today, dawn.AddDays(-4000), today)
		parts := 0
		for y := 2008; y <= today.Year(); y++ {
			parts += len(f.history(today, workday.New(y, 1, 1), workday.New(y, 12, 31)))
		}
		if len(whole) != parts {
			t.Fatalf("firm %d: %d entries whole, %d in yearly parts", n, len(whole), parts)
		}
	}
}

func TestCharactersKeepTheirNames(t *testing.T) {
	t.Parallel()
	byKey := map[string]Character{}
	for _, c := range Characters() {
		byKey[c.Key] = c
	}
	if byKey["yefeng-a"].Name != byKey["yefeng-b"].Name || byKey["yefeng-a"].USCC == byKey["yefeng-b"].USCC {
		t.Errorf("the two firms of one name: %+v %+v", byKey["yefeng-a"], byKey["yefeng-b"])
	}
	if Nth(13).Parent != byKey["fengfan"].USCC {
		t.Errorf("the branch names %s as its head office, which is %s", Nth(13).Parent, byKey["fengfan"].USCC)
	}
	if byKey["yuanfan"].USCC != ListedFirm() {
		t.Errorf("the welcome message asks about %s", ListedFirm())
	}
}

func TestPenaltiesForMeasuringAreAllDifferent(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if _, err := WritePenalties(&b, library(t), today.Start(), 1000); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	seen := map[string]bool{}
	for _, l := range lines {
		seen[l] = true
	}
	if len(lines) != 1001 || len(seen) != 1001 {
		t.Fatalf("%d lines, %d different", len(lines), len(seen))
	}
}
