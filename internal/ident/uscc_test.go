package ident

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"xinheng/internal/fault"
)

// Published codes of public bodies and large listed companies: the published vectors of GB 32100.
var published = []string{
	"11230500001755309F", "12100000400009127B", "12100000400000456B", "12100000400002697C", "121000004000123696",
	"51100000500002862F", "53100000500021676K", "53100000500019795A", "91460000713806039A", "91460000681168510A",
	"914600006651113978", "914600007674746907", "91460000721234704E", "91460000201242532C", "914600007674880643",
	"9146000028407924XP", "91460000284077383J", "91460100201294367X", "91460200687274162U",
}

func TestF09_3_PublishedCodesHold(t *testing.T) {
	for _, s := range published {
		c, warnings, err := ParseUSCC(s)
		if err != nil || string(c) != s || warnings != nil {
			t.Errorf("%s: %v %v %v", s, c, warnings, err)
		}
	}
}

func TestF09_3_AcceptedCodes(t *testing.T) {
	rows := []struct {
		given, want string
		warning     Warning
	}{
		{"914609005839105906", "914609005839105906", WarnRegion},
		{"914600000000000007", "914600000000000007", ""},
		{"91460000MA00000070", "91460000MA00000070", ""},
		{"924601000000000009", "924601000000000009", ""},
		{"93469003000000000U", "93469003000000000U", ""},
		{"91460300000000000N", "91460300000000000N", ""},
		{"91469027000000000T", "91469027000000000T", ""},
		{"91469025000000000X", "91469025000000000X", ""},
		{"91460000000000005N", "91460000000000005N", WarnInner},
		{"12100000400000678Y", "12100000400000678Y", WarnInner},
		{"1B460000000000000G", "1B460000000000000G", WarnPair},
		{"91999999000000000G", "91999999000000000G", WarnRegion},
		{"91460000ma00000070", "91460000MA00000070", ""},
		{"９１４６０００００００００００００７", "914600000000000007", ""},
		{" 9146-0000 0000\u30000000—07\ufeff", "914600000000000007", ""},
	}
	for _, r := range rows {
		c, warnings, err := ParseUSCC(r.given)
		if err != nil || string(c) != r.want {
			t.Errorf("%q: got %q, %v", r.given, c, err)
			continue
		}
		if r.warning == "" && len(warnings) > 0 || r.warning != "" && (len(warnings) != 1 || warnings[0] != r.warning) {
			t.Errorf("%q: warnings %v, want %q", r.given, warnings, r.warning)
		}
	}
}

func TestF09_3_RefusedCodes(t *testing.T) {
	rows := []struct{ given, code string }{
		{"914600000000000008", "ident.uscc_check"},
		{"91460000MA00000071", "ident.uscc_check"},
		{"914600000000000070", "ident.uscc_check"},
		{"196400000000000007", "ident.uscc_check"},
		{"9146000O0000000007", "ident.uscc_alphabet"},
		{"91460000I000000007", "ident.uscc_alphabet"},
		{"91460000S000000007", "ident.uscc_alphabet"},
		{"91460000000000000海", "ident.uscc_alphabet"},
		{"91460000000000000", "ident.uscc_length"},
		{"9146000000000000070", "ident.uscc_length"},
		{"460000000000007", "ident.uscc_length"},
		{"虚构", "ident.uscc_length"},
		{strings.Repeat("9", 1<<20), "ident.uscc_length"},
		{"00000000000000000X", "ident.placeholder"},
		{"000000000000000000", "ident.placeholder"},
		{"", "ident.missing"}, {"  ", "ident.missing"}, {"无", "ident.missing"}, {"N/A", "ident.missing"},
		{"n/a", "ident.missing"}, {"-", "ident.missing"}, {"——", "ident.missing"}, {"－", "ident.missing"},
	}
	for _, r := range rows {
		c, _, err := ParseUSCC(r.given)
		if !fault.Is(err, r.code) || c != "" {
			t.Errorf("%.30q: got %q, %v, want %s", r.given, c, err, r.code)
		}
	}
	if _, _, err := ParseUSCC("无"); !errors.Is(err, ErrMissing) {
		t.Error("missing is told apart from invalid")
	}
}

func TestUSCCParts(t *testing.T) {
	c, _, _ := ParseUSCC("91469027000000000T")
	department, kind := c.Kind()
	if department != '9' || kind != '1' || c.Region() != "469027" || c.OrgCode() != "000000000" {
		t.Errorf("%c%c %s %s", department, kind, c.Region(), c.OrgCode())
	}
}

func TestMakeUSCCRefusesNonsense(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a body with the letter O was completed")
		}
	}()
	MakeUSCC("9146000O000000000")
}

func TestParseUSCCDoesNotAllocate(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() {
		if _, w, _ := ParseUSCC("91460000000000005N"); len(w) != 1 {
			t.Fatal("no warning")
		}
		_, _, _ = ParseUSCC("914600000000000008")
	}); n != 0 {
		t.Errorf("%v allocations for normal input", n)
	}
}

func validUSCC(t *rapid.T) string {
	body := rapid.StringOfN(rapid.SampledFrom([]rune(usccAlphabet)), 17, 17, -1).Filter(notUniform).Draw(t, "body")
	return string(MakeUSCC(body))
}

// notUniform keeps placeholders (one character all through) out of what properties are tried on.
func notUniform(body string) bool { return !uniform(body) }

// Every change of one character and every exchange of two different neighbours is caught (see ParseUSCC).
func TestF09_3_EverySlipIsCaught(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := validUSCC(t)
		if got, _, err := ParseUSCC(code); err != nil || string(got) != code {
			t.Fatalf("round trip of %s: %s, %v", code, got, err)
		}
		i := rapid.IntRange(0, 17).Draw(t, "at")
		c := usccAlphabet[rapid.IntRange(0, 30).Draw(t, "becomes")]
		if c != code[i] {
			if wrong := code[:i] + string(c) + code[i+1:]; accepted(wrong) {
				t.Fatalf("%s passes for %s", wrong, code)
			}
		}
		if j := min(i, 16); code[j] != code[j+1] {
			if wrong := code[:j] + string(code[j+1]) + string(code[j]) + code[j+2:]; accepted(wrong) {
				t.Fatalf("%s passes for %s", wrong, code)
			}
		}
	})
}

// The one exchange of two characters GB 32100 cannot see: the first and the last have the same weight.
func TestTheExchangeThatIsNotCaught(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := validUSCC(t)
		i, j := rapid.IntRange(0, 17).Draw(t, "i"), rapid.IntRange(0, 17).Draw(t, "j")
		b := []byte(code)
		b[i], b[j] = b[j], b[i]
		swapped := string(b)
		ends := i != j && i%17 == 0 && j%17 == 0
		if same := swapped == code; !same && accepted(swapped) != (ends && !uniform(swapped[:17])) {
			t.Fatalf("%s and %s (exchange of %d and %d)", code, swapped, i, j)
		}
	})
}

func accepted(s string) bool { _, _, err := ParseUSCC(s); return err == nil }

func BenchmarkParseUSCC(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := ParseUSCC("91460000MA00000070"); err != nil {
			b.Fatal(err)
		}
	}
}
