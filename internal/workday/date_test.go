package workday

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDateIsCivilInShanghai(t *testing.T) {
	rows := []struct{ instant, want string }{
		{"2026-11-21T15:59:59Z", "2026-11-21"}, {"2026-11-21T16:00:00Z", "2026-11-22"}, {"2026-11-22T15:59:59Z", "2026-11-22"},
	}
	for _, r := range rows {
		at, _ := time.Parse(time.RFC3339, r.instant)
		if got := Of(at); got.String() != r.want {
			t.Errorf("%s: %s", r.instant, got)
		}
	}
	if d := MustParse("2026-11-22"); Of(d.Start()) != d || Of(d.Start().Add(-time.Nanosecond)) != d-1 {
		t.Error("a day starts at midnight in Shanghai")
	}
}

func TestDateRefusesDaysThatDoNotExist(t *testing.T) {
	for _, s := range []string{"2026-02-29", "2026-13-01", "2026-2-3", "20260203", "x", "2026-02-03T00:00:00Z"} {
		if d, err := Parse(s); err == nil {
			t.Errorf("%s: %s", s, d)
		}
	}
}

func TestDateInJSON(t *testing.T) {
	var v struct {
		On    Date `json:"on"`
		Until Date `json:"until,omitempty"`
	}
	if err := json.Unmarshal([]byte(`{"on":"2026-11-22","until":""}`), &v); err != nil {
		t.Fatal(err)
	}
	if out, _ := json.Marshal(v); string(out) != `{"on":"2026-11-22"}` {
		t.Errorf("%s", out)
	}
}

func TestDateRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Date(rapid.Int32Range(1, int32(New(9999, 12, 31))).Draw(t, "day"))
		if back := MustParse(d.String()); back != d {
			t.Fatalf("%d became %s became %d", d, d, back)
		}
		if next := d.AddDays(1); next.Time().Sub(d.Time()) != 24*time.Hour {
			t.Fatalf("the day after %s is %s", d, next)
		}
		n := rapid.IntRange(-24, 24).Draw(t, "months")
		if m := d.AddMonths(n); n > 0 && m <= d || n < 0 && m >= d {
			t.Fatalf("%s and %d months is %s", d, n, m)
		}
	})
}
