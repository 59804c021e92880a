package signin

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"xinheng/internal/fault"
)

// The vectors of RFC 6238 appendix B, cut to six digits; their secrets are the digits 1…0 over and over.
func TestCodesAreThoseOfTheStandard(t *testing.T) {
	t.Parallel()
	secrets := map[string]string{"SHA1": "12345678901234567890", "SHA256": "12345678901234567890123456789012"}
	for _, v := range []struct {
		at           int64
		sha1, sha256 string
	}{
		{59, "287082", "119246"}, {1111111109, "081804", "084774"}, {1111111111, "050471", "062674"}, {1234567890, "005924", "819424"},
		{2000000000, "279037", "698825"}, {20000000000, "353130", "737706"},
	} {
		for algorithm, code := range map[string]string{"SHA1": v.sha1, "SHA256": v.sha256} {
			now := time.Unix(v.at, 0)
			if step, ok := stepOf([]byte(secrets[algorithm]), algorithm, code, now); !ok || step != v.at/30 {
				t.Errorf("%s at %d: %d %v", algorithm, v.at, step, ok)
			}
			if v.at < 3600 {
				continue // its clock cannot be put back by a minute
			}
			for drift, want := range map[time.Duration]bool{-60 * time.Second: false, -30 * time.Second: true, 30 * time.Second: true, 60 * time.Second: false} {
				if _, ok := stepOf([]byte(secrets[algorithm]), algorithm, code, now.Add(drift)); ok != want {
					t.Errorf("%s at %d, a clock off by %v: %v", algorithm, v.at, drift, ok)
				}
			}
		}
	}
}

func TestAPasswordFitsOrSaysWhy(t *testing.T) {
	t.Parallel()
	p := Config{}.filled().Password
	for password, code := range map[string]string{
		"Long-Walk-Beach1": "", "海边散步的人很多Aa1": "signin.password_length", "海边散步的人很多很多Aa1": "", "Aa1-Aa1-Bb2-": "",
		"Aa1-Bb2-Cc3": "signin.password_length", strings.Repeat("Aa1-Bb2-", 33): "signin.password_length", "long-walk-beach-one": "signin.password_kinds",
		"LONGWALKBEACH123": "signin.password_kinds", "My-WANG.li-Walk-1": "signin.password_login", "AAAA1111----": "signin.password_repeats",
		"Long-Walk-Beach\xff1": "signin.password_length",
	} {
		if err := p.fits("wang.li", password); code == "" && err != nil || code != "" && !fault.Is(err, code) {
			t.Errorf("%q: %v, want %q", password, err, code)
		}
	}
}

func TestTheWaitDoublesUpToItsLimit(t *testing.T) {
	t.Parallel()
	l := Config{}.filled().Lock
	for failures, want := range map[int]time.Duration{0: 0, 4: 0, 5: time.Minute, 6: 2 * time.Minute, 7: 4 * time.Minute, 10: 32 * time.Minute, 11: time.Hour, 1000: time.Hour} {
		if got := l.delay(failures); got != want {
			t.Errorf("after %d failures %v, want %v", failures, got, want)
		}
	}
}

func TestAHashCarriesItsCost(t *testing.T) {
	t.Parallel()
	cheap := newHasher(Hashing{KiB: 8, Passes: 1, AtOnce: 1, Waiting: 1})
	dear := newHasher(Hashing{KiB: 16, Passes: 2, AtOnce: 1, Waiting: 1})
	kept, err := cheap.hash(t.Context(), "Long-Walk-Beach1")
	if err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]bool{"Long-Walk-Beach1": true, "Long-Walk-Beach2": false, "": false} {
		ok, stale, err := dear.matches(t.Context(), kept, password)
		if ok != want || !stale || err != nil {
			t.Errorf("%q: %v %v %v", password, ok, stale, err)
		}
	}
	if _, stale, _ := cheap.matches(t.Context(), kept, "x"); stale {
		t.Error("a hash of today's cost is called stale")
	}
	if ok, _, err := cheap.matches(t.Context(), cheap.nobody, ""); ok || err != nil {
		t.Errorf("nobody's hash matches: %v %v", ok, err)
	}
	for _, bad := range []string{"", "$argon2i$v=19$m=8,t=1,p=1$AAAA$AAAA", "$argon2id$v=18$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AA", "$argon2id$v=19$m=8,t=1,p=1$AA", kept + "!"} {
		if ok, _, err := cheap.matches(t.Context(), bad, "x"); ok || err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

// Whether a login exists must not show in how long the answer takes: both make exactly one hash at full cost.
func TestNobodyCostsAsMuchAsSomebody(t *testing.T) {
	t.Parallel()
	h := newHasher(Config{}.filled().Hashing)
	kib, passes, salt, key, err := parsePHC(h.nobody)
	if err != nil || kib != h.KiB || passes != h.Passes || len(salt) != saltBytes || len(key) != keyBytes {
		t.Errorf("%d %d %d %d %v", kib, passes, len(salt), len(key), err)
	}
}

func TestAHasherThatIsGivenUpOnLeavesItsPlace(t *testing.T) {
	t.Parallel()
	h := newHasher(Hashing{KiB: 8, Passes: 1, AtOnce: 1, Waiting: 1})
	h.places <- struct{}{} // somebody is at it
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() { _, err := h.hash(ctx, "x"); gone <- err }()
	cancel()
	if err := <-gone; err == nil {
		t.Error("a hash was made without a place")
	}
	<-h.places
	if _, err := h.hash(t.Context(), "x"); err != nil || h.waiting.Load() != 0 {
		t.Errorf("%v, %d wait", err, h.waiting.Load())
	}
}

func TestOnlyPathsOfThisSiteAreReturnedTo(t *testing.T) {
	t.Parallel()
	for path, ok := range map[string]bool{"": true, "/": true, "/desk?tab=1#x": true, "/a//b": true, "//x": false, "/\\x": false, "x": false, "https://x": false, "/\nx": false} {
		if got, err := within(path); (err == nil) != ok || ok && got != path && path != "" {
			t.Errorf("%q: %q %v", path, got, err)
		}
	}
}

func TestRecoveryCodesDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range newRecovery() {
		if len(c) != 19 || seen[c] {
			t.Errorf("code %q", fmt.Sprint(c[:4]))
		}
		seen[c] = true
	}
}
