package law_test

import (
	"slices"
	"testing"

	"xinheng/internal/law"
)

func keysOf(values []law.Value) (keys []string) {
	for _, v := range values {
		keys = append(keys, v.Key)
	}
	return keys
}

func TestF20_1_ARepealFlagsEveryDependant(t *testing.T) {
	t.Parallel()
	// The regulation everything rests on ends; nobody has yet changed what rests on it.
	lib := load(t, with(t, "instruments.yaml", "    level: local_regulation\n    from: 2020-01-01\n", "    level: local_regulation\n    from: 2020-01-01\n    until: 2025-06-30\n"))

	values, repealed := lib.Dependants(law.Ref{Instrument: "island-reg"}, day("2025-06-30"))
	if repealed {
		t.Error("repealed on its last day")
	}
	everything := []string{"ground:wrong", "incentive:fast", "item:award", "item:grade", "item:penalty", "kind:no-entry", "kind:watch", "list:liars",
		"matter:open-shop", "measure:ban", "measure:look", "method:commitment", "outcome:mend", "period:public.any", "period:public.liars",
		"period:public.serious", "region:460000", "region:460100", "repair:penalty.repair", "severity:penalty.big", "severity:penalty.minor",
		"severity:penalty.serious", "template:answer", "template:pledge"}
	if got := keysOf(values); !slices.Equal(got, everything) {
		t.Errorf("dependants:\n%q, want\n%q", got, everything)
	}

	values, repealed = lib.Dependants(law.Ref{Instrument: "island-reg"}, day("2025-07-01"))
	if !repealed || !slices.Equal(keysOf(values), everything) {
		t.Errorf("the day after: repealed %v, %q", repealed, keysOf(values))
	}
	if got := keysOf(lib.Adrift(day("2025-07-01"))); !slices.Equal(got, everything) {
		t.Errorf("adrift: %q", got)
	}
	if got := lib.Adrift(day("2025-06-30")); len(got) != 0 {
		t.Errorf("adrift while the regulation still holds: %q", keysOf(got))
	}
}

func TestF20_1_NamingTheSuccessorIsEnough(t *testing.T) {
	t.Parallel()
	for basis, adrift := range map[string][2]bool{ // on the last day of the old rules, and on the first of the new
		"basis: [{instrument: old-rules}, {instrument: new-rules}]":  {false, false},
		"basis: [{instrument: old-rules}]":                           {false, true},
		"basis: [{instrument: old-rules}, {instrument: island-reg}]": {false, true},
		"basis: [{instrument: new-rules}]":                           {true, false},
	} {
		lib := load(t, with(t, "measures/measures.yaml", "basis: [{instrument: island-reg, article: 第五条}]", basis))
		for i, on := range []string{"2023-12-31", "2024-01-01"} {
			if got := slices.Contains(keysOf(lib.Adrift(day(on))), "measure:ban"); got != adrift[i] {
				t.Errorf("%s on %s: adrift %v, want %v", basis, on, got, adrift[i])
			}
		}
	}
}

func TestF20_1_ImpactOfOneArticle(t *testing.T) {
	t.Parallel()
	values, repealed := smallLaw(t).Dependants(law.Ref{Instrument: "island-reg", Article: "第五条"}, day("2024-12-31"))
	if want := []string{"matter:open-shop", "measure:ban", "measure:look"}; repealed || !slices.Equal(keysOf(values), want) {
		t.Errorf("got %q, repealed %v", keysOf(values), repealed)
	}
}

func TestF20_1_ShippedRepeal(t *testing.T) {
	t.Parallel()
	lib := shipped(t)
	if _, repealed := lib.Dependants(law.Ref{Instrument: "ndrc-58"}, day("2026-03-31")); repealed {
		t.Error("令58号 is in force until 2026-03-31")
	}
	values, repealed := lib.Dependants(law.Ref{Instrument: "ndrc-58"}, day("2026-04-01"))
	if !repealed {
		t.Error("令58号 is repealed on 2026-04-01")
	}
	for _, v := range values {
		t.Errorf("%s still rests on 令58号 after its repeal", v.Key)
	}
}

func TestF20_3_WhatAppliedOnADay(t *testing.T) {
	t.Parallel()
	lib := smallLaw(t)
	versions := lib.Versions("limit:publish")
	if len(versions) != 2 || versions[0].From != day("2020-01-01") || versions[1].From != day("2024-01-01") {
		t.Fatalf("versions: %v", versions)
	}
	for on, n := range map[string]int64{"2023-12-31": 15, "2024-01-01": 7} {
		v, ok := lib.Find("limit:publish", day(on))
		if !ok || v.Body.(law.Limit).N != n {
			t.Errorf("on %s: %v %v", on, v.Body, ok)
		}
	}
	if _, ok := lib.Find("limit:publish", day("2019-12-31")); ok {
		t.Error("found before it began")
	}
	if lib.Versions("limit:nonsense") == nil || len(lib.Versions("limit:nonsense")) != 0 {
		t.Error("an unknown key has no versions")
	}
	values := lib.Values(day("2024-06-01"))
	if !slices.IsSorted(keysOf(values)) || !slices.Contains(keysOf(values), "calendar:cn-2024") || slices.Contains(keysOf(values), "instrument:old-rules") {
		t.Errorf("values: %q", keysOf(values))
	}
}

func TestF20_3_ShippedRepairTermsThroughTime(t *testing.T) {
	t.Parallel()
	lib := shipped(t)
	for on, n := range map[string]int64{"2025-12-24": 15, "2025-12-25": 7} {
		if l, _ := lib.On(day(on)).Limit("repair.samr.decide"); l.N != n {
			t.Errorf("on %s: %d working days, want %d", on, l.N, n)
		}
	}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	lib := smallLaw(t)
	kinds := map[string]string{}
	for _, c := range lib.Diff(day("2023-12-31"), day("2024-01-01")) {
		kinds[c.Key] = c.Kind
		if (c.Before == nil) != (c.Kind == "added") || (c.After == nil) != (c.Kind == "ended") {
			t.Errorf("%s %s: before %v, after %v", c.Key, c.Kind, c.Before, c.After)
		}
	}
	want := map[string]string{"instrument:old-rules": "ended", "instrument:new-rules": "added", "limit:publish": "changed", "calendar:cn-2024": "added",
		"template:receipt": "changed", "repair:penalty.serious": "added", "freeze:wrong": "added"}
	if len(kinds) != len(want) {
		t.Errorf("changes: %v", kinds)
	}
	for k, kind := range want {
		if kinds[k] != kind {
			t.Errorf("%s: %q, want %q", k, kinds[k], kind)
		}
	}
	if d := lib.Diff(day("2024-02-01"), day("2024-02-02")); len(d) != 0 {
		t.Errorf("nothing changed between these days: %v", d)
	}
}

func TestUsers(t *testing.T) {
	t.Parallel()
	lib := smallLaw(t)
	if got := keysOf(lib.Users("list:liars", day("2024-06-01"))); !slices.Equal(got, []string{"matter:open-shop", "period:public.liars"}) {
		t.Errorf("users of the list: %q", got)
	}
	if got := keysOf(lib.Users("limit:keep", day("2024-06-01"))); !slices.Equal(got, []string{"item:award", "item:grade", "item:penalty"}) {
		t.Errorf("users of the limit: %q", got)
	}
}

func TestKeysAreCompletedAndGuessed(t *testing.T) {
	t.Parallel()
	lib := shipped(t)
	for typed, want := range map[string]string{"limit:publicity.dual": "limit:publicity.dual", "publicity.dual": "limit:publicity.dual", "limit.publicity.dual": "limit:publicity.dual"} {
		if got, ok := lib.Key(typed); !ok || got != want {
			t.Errorf("Key(%q) = %q %v", typed, got, ok)
		}
	}
	if _, ok := lib.Key("publicity.dul"); ok {
		t.Error("a misspelt key was taken")
	}
	if near := lib.Near("limit:publicity.dul"); len(near) == 0 || near[0] != "limit:publicity.dual" {
		t.Errorf("near: %q", near)
	}
	if near := lib.Near("qqqqqqqqqqqqqqqqqqqqqqqqqqqqq"); len(near) > 5 {
		t.Errorf("too many guesses: %q", near)
	}
}
