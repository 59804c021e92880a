package ident

import (
	"fmt"
	"strings"
)

// USCC is a valid 统一社会信用代码 (GB 32100-2015): the check character holds. Only ParseUSCC makes one.
type USCC string

// Warning is a remark on a code that is valid all the same.
type Warning string

const (
	// WarnInner: characters 9–17 fail the check of GB 11714. Published codes do; it may warn, never refuse.
	WarnInner Warning = "uscc.inner"
	// WarnPair: department and kind (characters 1 and 2) are not a pair that has been assigned, as far as we know.
	WarnPair Warning = "uscc.pair"
	// WarnRegion: characters 3–8 are no division known to have registered anybody.
	WarnRegion Warning = "uscc.region"
)

// usccAlphabet is the 31 characters of GB 32100; the value of a character is its index. No I O S V Z.
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// usccWeights are 3^(i-1) mod 31.
var usccWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// usccValue maps a byte to its value, or to -1.
var usccValue = func() (v [256]int8) {
	for i := range v {
		v[i] = int8(strings.IndexByte(usccAlphabet, byte(i)))
	}
	return v
}()

// usccKinds are the kinds (character 2) assigned to each registration department (character 1): the text of 2015 with
// Amendment 1 (2016) and later assignments. An unknown pair warns; new ones are assigned from time to time.
var usccKinds = [256]string{
	'1': "1239", '2': "19", '3': "123459", '4': "19", '5': "1239", '6': "129", '7': "129", '8': "19", '9': "1239",
	'A': "19", 'N': "1239", 'Y': "1",
}

// hainanDivisions are the division codes Hainan registrations are known to carry: the older county codes still written
// into codes, and the current ones. What county each means is law data.
const hainanDivisions = "460000 460100 460105 460106 460107 460108 460200 460202 460203 460204 460205 460300 460321 460322 460323 460400 460600 " +
	"469001 469002 469003 469005 469006 469007 469021 469022 469023 469024 469025 469026 469027 469028 469029 469030 469031 469033 469034 469035 469036"

// provinces are the first two digits of divisions other than Hainan's; 10 is the national level.
const provinces = "10 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 50 51 52 53 54 61 62 63 64 65 71 81 82"

// warned holds the eight possible answers, so that a warning allocates nothing.
var warned = [8][]Warning{
	nil, {WarnInner}, {WarnPair}, {WarnInner, WarnPair}, {WarnRegion}, {WarnInner, WarnRegion}, {WarnPair, WarnRegion},
	{WarnInner, WarnPair, WarnRegion},
}

// ParseUSCC normalises (full width, case, spaces, hyphens) and checks a code. Missing values ("", 无, N/A, -) give
// ErrMissing. The warnings are shared: read them, do not write into them.
//
// What the check catches: 31 is prime and the weights are powers of a primitive root, so every change of one character
// and every exchange of two different neighbours is caught. The one exchange that is not caught is that of the first
// and the last character, which carry the same weight.
func ParseUSCC(s string) (USCC, []Warning, error) {
	sum, ok := usccSum(s)
	if !ok {
		if missing(s) {
			return "", nil, ErrMissing
		}
		var buf [longest]byte
		folded := foldCode(&buf, s)
		if len(folded) != 18 {
			return "", nil, errUSCCLength
		}
		s = string(folded)
		if sum, ok = usccSum(s); !ok {
			return "", nil, errUSCCAlphabet
		}
	}
	if uniform(s[:17]) {
		return "", nil, ErrPlaceholder
	}
	if sum%31 != 0 {
		return "", nil, errUSCCCheck
	}
	return USCC(s), warned[remarks(s)], nil
}

// usccSum is the weighted sum including the check character, which has weight 1: zero modulo 31 for a valid code.
// It is false when s is not 18 characters of the alphabet.
func usccSum(s string) (sum int, ok bool) {
	if len(s) != 18 {
		return 0, false
	}
	for i, w := range usccWeights {
		v := usccValue[s[i]]
		if v < 0 {
			return 0, false
		}
		sum += int(v) * w
	}
	v := usccValue[s[17]]
	return sum + int(v), v >= 0
}

func remarks(s string) (bits int) {
	if orgCheck(s[8:16]) != s[16] {
		bits |= 1
	}
	if strings.IndexByte(usccKinds[s[0]], s[1]) < 0 {
		bits |= 2
	}
	if !divisionKnown(s[2:8]) {
		bits |= 4
	}
	return bits
}

func divisionKnown(d string) bool {
	if strings.HasPrefix(d, "46") {
		return strings.Contains(hainanDivisions, d)
	}
	return digitsOnly(d) && strings.Contains(provinces, d[:2])
}

// Kind returns characters 1 and 2: the registration department and the kind of body within it.
func (c USCC) Kind() (department, kind byte) { return c[0], c[1] }

// Region returns digits 3–8: the registration authority's division code of its day. Never read it with today's table of
// divisions: in Hainan 469027 is 澄迈, not 乐东.
func (c USCC) Region() string { return string(c[2:8]) }

// OrgCode returns characters 9–17, which are usually, not always, a valid GB 11714 code.
func (c USCC) OrgCode() string { return string(c[8:17]) }

// MakeUSCC completes 17 characters with their check character, for seeds and tests. It panics when they are not
// characters of the alphabet: only a programmer can call it wrongly.
func MakeUSCC(body17 string) USCC {
	sum, ok := usccSum(body17 + "0")
	if !ok {
		panic(fmt.Sprintf("ident.MakeUSCC(%q): want 17 characters of %s", body17, usccAlphabet))
	}
	return USCC(body17 + usccAlphabet[(31-sum%31)%31:][:1])
}
