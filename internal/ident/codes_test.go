package ident

import (
	"testing"

	"pgregory.net/rapid"

	_ "xinheng/internal/chance"
	"xinheng/internal/fault"
)

func TestF09_3_OtherCodes(t *testing.T) {
	idCard, org, reg := ParseIDCard, ParseOrgCode, ParseRegNo
	rows := []struct {
		name        string
		parse       func(string) (string, error)
		given, want string // a code, or the code of a fault
	}{
		{"example of GB 11643", idCard, "11010519491231002X", "11010519491231002X"},
		{"example of GB 11643", idCard, "440524188001010014", "440524188001010014"},
		{"lower-case x, spaces", idCard, "110105 19491231 002x", "11010519491231002X"},
		{"full width", idCard, "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"},
		{"the old form gains century and check", idCard, "110105491231002", "11010519491231002X"},
		{"29 February of a leap year", idCard, MakeIDCard("46010020000229001"), MakeIDCard("46010020000229001")},
		{"29 February of another year", idCard, MakeIDCard("46010019990229001"), "ident.id_date"},
		{"month 13", idCard, MakeIDCard("46010019991301001"), "ident.id_date"},
		{"old form, 31 April", idCard, "460100990431001", "ident.id_date"},
		{"wrong check", idCard, "110105194912310021", "ident.id_check"},
		{"no division begins with 0", idCard, MakeIDCard("06010019990101001"), "ident.id_form"},
		{"17 digits", idCard, "11010519491231002", "ident.id_form"},
		{"X inside", idCard, "1101051949123100X2", "ident.id_form"},
		{"letters", idCard, "A1010519491231002X", "ident.id_form"},
		{"ones", idCard, "111111111111111111", "ident.placeholder"},
		{"fifteen ones", idCard, "111111111111111", "ident.placeholder"},
		{"none", idCard, "无", "ident.missing"},

		{"example of GB 11714", org, "D2143569-X", "D2143569X"},
		{"without hyphen, lower case", org, "d2143569x", "D2143569X"},
		{"inner code of a published USCC", org, "71380603-9", "713806039"},
		{"wrong check", org, "D2143569-0", "ident.org_check"},
		{"8 characters", org, "D2143569", "ident.org_form"},
		{"a sign", org, "D214*569-X", "ident.org_form"},
		{"zeros", org, "00000000-0", "ident.placeholder"},
		{"none", org, "N/A", "ident.missing"},

		{"15 digits with check", reg, "110108000000016", "110108000000016"},
		{"13 digits, without check", reg, "4600001000001", "4600001000001"},
		{"wrong check", reg, "110108000000017", "ident.reg_check"},
		{"14 digits", reg, "11010800000001", "ident.reg_form"},
		{"letters", reg, "11010800000001A", "ident.reg_form"},
		{"zeros", reg, "000000000000000", "ident.placeholder"},
		{"none", reg, "-", "ident.missing"},
	}
	for _, r := range rows {
		got, err := r.parse(r.given)
		if f, refused := fault.Of(err); refused {
			got = f.Code
		}
		if got != r.want {
			t.Errorf("%s: %s, want %s", r.name, got, r.want)
		}
	}
}

// GB 11643 catches every wrong digit and every exchange of neighbours, as GB 32100 does.
func TestF09_3_EverySlipInAnIdentityNumberIsCaught(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := rapid.SampledFrom([]string{"19491231", "19800101", "20000229", "20240930"}).Draw(t, "day")
		id := MakeIDCard("460100" + day + rapid.StringMatching(`[0-9]{3}`).Draw(t, "seq"))
		if got, err := ParseIDCard(id); err != nil || got != id {
			t.Fatalf("round trip: %s, %v", got, err)
		}
		i := rapid.IntRange(0, 16).Draw(t, "at")
		if c := byte('0' + rapid.IntRange(0, 9).Draw(t, "becomes")); c != id[i] {
			if _, err := ParseIDCard(id[:i] + string(c) + id[i+1:]); err == nil {
				t.Fatalf("a wrong digit at %d of %s passes", i, id)
			}
		}
		if id[i] != id[i+1] {
			if _, err := ParseIDCard(id[:i] + id[i+1:i+2] + id[i:i+1] + id[i+2:]); err == nil {
				t.Fatalf("an exchange at %d of %s passes", i, id)
			}
		}
	})
}

func TestMakersMakeWhatParsersTake(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.StringMatching(`[0-9A-Z]{8}`).Filter(notUniform).Draw(t, "body")
		if got, err := ParseOrgCode(MakeOrgCode(body)); err != nil || got[:8] != body {
			t.Fatalf("%s: %s, %v", body, got, err)
		}
		reg := rapid.StringMatching(`[1-9][0-8]{12}9`).Draw(t, "reg")
		if _, err := ParseRegNo(reg + string(regCheck(reg))); err != nil {
			t.Fatalf("%s: %v", reg, err)
		}
	})
}
