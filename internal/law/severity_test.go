package law_test

import (
	"testing"

	"xinheng/internal/law"
)

func TestClassifyFirstMatchInFileOrder(t *testing.T) {
	t.Parallel()
	b := smallLaw(t).On(day("2024-05-01"))
	for _, row := range []struct {
		name string
		act  law.Act
		want string
	}{
		{"gravest kind decides", law.Act{Item: "penalty", Kinds: []string{"警告", "吊销"}, Fine: 5000000}, "penalty.serious"},
		{"only minor kinds", law.Act{Item: "penalty", Kinds: []string{"警告", "通报批评"}}, "penalty.minor"},
		{"other, named", law.Act{Item: "penalty", Kinds: []string{"其他-通报批评"}}, "penalty.minor"},
		{"a minor kind among others is not only minor", law.Act{Item: "penalty", Kinds: []string{"警告", "罚款"}, Fine: 999999}, ""},
		{"just below the fine", law.Act{Item: "penalty", Kinds: []string{"罚款"}, Fine: 999999}, ""},
		{"the fine itself", law.Act{Item: "penalty", Kinds: []string{"罚款"}, Fine: 1000000}, "penalty.big"},
		{"no kind at all", law.Act{Item: "penalty"}, ""},
		{"another item", law.Act{Item: "award", Kinds: []string{"吊销"}}, ""},
	} {
		r, ok := b.Classify(row.act)
		if r.Code != row.want || ok != (row.want != "") {
			t.Errorf("%s: %q %v, want %q", row.name, r.Code, ok, row.want)
		}
	}
}

func TestClassifyByPersonAndUpperBound(t *testing.T) {
	t.Parallel()
	b := load(t, with(t, "catalogue/severity.yaml", "    fine_from: 1000000\n", "    fine_below: 1000000\n    person: true\n")).On(day("2024-05-01"))
	for _, row := range []struct {
		fine   int64
		person bool
		want   bool
	}{{999999, true, true}, {1000000, true, false}, {999999, false, false}} {
		if _, ok := b.Classify(law.Act{Item: "penalty", Kinds: []string{"罚款"}, Fine: row.fine, Person: row.person}); ok != row.want {
			t.Errorf("fine %d, person %v: %v", row.fine, row.person, ok)
		}
	}
}

func TestPeriodPrefersTheMoreSpecific(t *testing.T) {
	t.Parallel()
	b := smallLaw(t).On(day("2024-05-01"))
	for _, row := range []struct {
		item, list string
		severity   law.Severity
		want       string
	}{
		{"penalty", "", law.General, "public.any"},
		{"penalty", "", law.Serious, "public.serious"},
		{"penalty", "liars", law.Serious, "public.liars"},
		{"penalty", "others", law.General, "public.any"},
		{"award", "", law.NoSeverity, ""},
	} {
		p, ok := b.Period(row.item, row.list, row.severity)
		if p.Code != row.want || ok != (row.want != "") {
			t.Errorf("%s %s %s: %q %v, want %q", row.item, row.list, row.severity, p.Code, ok, row.want)
		}
	}
}

func TestShippedPenaltySeverityUnderThreeRegimes(t *testing.T) {
	t.Parallel()
	lib := shipped(t)
	for _, on := range []string{"2022-06-01", "2024-06-01", "2025-12-01", "2026-06-01"} {
		b := lib.On(day(on))
		for _, kinds := range [][]string{{"警告"}, {"吊销许可证件"}, {"责令停产停业"}} {
			r, ok := b.Classify(law.Act{Item: "penalty", Kinds: kinds})
			if !ok {
				continue // a human must say
			}
			p, ok := b.Period("penalty", "", r.Severity)
			if !ok || p.Max <= 0 || p.Min > p.Max {
				t.Errorf("on %s %v is %s, but its period is %v %v", on, kinds, r.Severity, p, ok)
			}
		}
	}
}
