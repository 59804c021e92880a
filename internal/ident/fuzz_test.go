package ident

import (
	"strings"
	"testing"
	"unicode/utf8"

	"xinheng/internal/fault"
)

func FuzzUSCC(f *testing.F) {
	f.Fuzz(func(t *testing.T, s string) {
		c, _, err := ParseUSCC(s)
		if err != nil {
			refusedPolitely(t, s, err)
			return
		}
		again, _, err := ParseUSCC(string(c))
		if err != nil || again != c || len(c) != 18 {
			t.Errorf("%q gave %q, which gives %q, %v", s, c, again, err)
		}
		if MakeUSCC(string(c[:17])) != c {
			t.Errorf("%q passed with another check character", c)
		}
	})
}

func FuzzIDCard(f *testing.F) {
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ParseIDCard(s)
		if err != nil {
			refusedPolitely(t, s, err)
			return
		}
		again, err := ParseIDCard(id)
		if err != nil || again != id || MakeIDCard(id[:17]) != id {
			t.Errorf("%q gave %q, which gives %q, %v", s, id, again, err)
		}
	})
}

func FuzzName(f *testing.F) {
	f.Fuzz(func(t *testing.T, s string) {
		norm, core, mask := NormalName(s), CoreName(s), MaskName(s)
		for what, twice := range map[string][2]string{
			"normal": {norm, NormalName(norm)}, "core": {core, CoreName(core)}, "mask": {mask, MaskName(mask)},
		} {
			if twice[0] != twice[1] {
				t.Errorf("%s of %q: %q, then %q", what, s, twice[0], twice[1])
			}
			if !utf8.ValidString(twice[0]) {
				t.Errorf("%s of %q is not UTF-8", what, s)
			}
		}
		if strings.ContainsAny(norm, "\x00\n\t ") {
			t.Errorf("%q keeps what carries nothing", norm)
		}
		if CoreName(norm) != core {
			t.Errorf("core of %q depends on its writing", s)
		}
		if utf8.RuneCountInString(MaskID(s)) > utf8.RuneCountInString(s) {
			t.Errorf("the mask of %q is longer", s)
		}
	})
}

// refusedPolitely: a refusal is a fault, and the rejected value is not in it.
func refusedPolitely(t *testing.T, s string, err error) {
	t.Helper()
	e, ok := fault.Of(err)
	if !ok {
		t.Fatalf("%v is not a fault", err)
	}
	if utf8.RuneCountInString(s) > 8 && strings.Contains(e.EN+e.ZH, s) {
		t.Errorf("%s repeats the value", e.Code)
	}
}
