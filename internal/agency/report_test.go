package agency

import (
	"strings"
	"testing"

	"xinheng/internal/check"
	"xinheng/internal/seal"
	"xinheng/internal/workday"
)

// A report is vouched for by the licence of its agency on the day of issue and of the check, its kind, and its signature; each alone refuses it.
func TestF07_9_TheRegisterVouchesForAReport(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agreed(agencyID, func(x *Terms) {
		x.LicensedUntil, x.Until = workday.MustParse("2026-11-25"), workday.MustParse("2026-11-10") // the agreement is over, the licence is not
	})
	good := check.MarketReport{Agency: agencyID, Number: "示报〔2026〕1号", Kind: "credit", IssuedOn: workday.MustParse("2026-10-01"), SHA256: strings.Repeat("0a", 32)}
	sign := func(r check.MarketReport) check.MarketReport {
		r.Signature = o.key.Sign(ReportText(firmID, r))
		return r
	}
	for name, x := range map[string]struct {
		on, why string
		change  func(*check.MarketReport)
		after   func(*check.MarketReport) // the signature is made
	}{
		"it is":                        {on: "2026-11-24"},
		"on its last licensed day":     {on: "2026-11-25"},
		"on the day after":             {on: "2026-11-26", why: "licence_ended"},
		"issued on its first day":      {on: "2026-11-20", change: func(r *check.MarketReport) { r.IssuedOn = workday.MustParse("2026-01-01") }},
		"issued the day before":        {on: "2026-11-20", why: "licence_not_begun", change: func(r *check.MarketReport) { r.IssuedOn = workday.MustParse("2025-12-31") }},
		"of a kind it may not issue":   {on: "2026-11-20", why: "agency_kind", change: func(r *check.MarketReport) { r.Kind = "rating" }},
		"of nobody in the register":    {on: "2026-11-20", why: "unlicensed", change: func(r *check.MarketReport) { r.Agency = rivalID }},
		"without a signature":          {on: "2026-11-20", why: "unsigned", after: func(r *check.MarketReport) { r.Signature = nil }},
		"about another hash":           {on: "2026-11-20", why: "signature", after: func(r *check.MarketReport) { r.SHA256 = strings.Repeat("0b", 32) }},
		"with a later last day put in": {on: "2026-11-20", why: "signature", after: func(r *check.MarketReport) { r.ValidUntil = workday.MustParse("2027-12-31") }},
	} {
		r := good
		if x.change != nil {
			x.change(&r)
		}
		if r = sign(r); x.after != nil {
			x.after(&r)
		}
		v, err := o.Vouch(t.Context(), firmID, workday.MustParse(x.on), r)
		if err != nil || v.Why != x.why || v.Signed != (x.why == "") {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
	}
	if v, err := o.Vouch(t.Context(), rivalID, workday.MustParse("2026-11-20"), sign(good)); err != nil || v.Why != "signature" {
		t.Errorf("about another firm: %+v, %v", v, err)
	}
}

// An agency without a key is taken at its licence, and the answer says that nothing was signed.
func TestF07_9_AnAgencyWithoutAKeySignsNothing(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agreed(agencyID, func(x *Terms) { x.KeySuite, x.PublicKey = "", nil })
	r := check.MarketReport{Agency: agencyID, Number: "示报〔2026〕1号", Kind: "credit", IssuedOn: workday.MustParse("2026-10-01"), SHA256: strings.Repeat("0a", 32)}
	if v, err := o.Vouch(t.Context(), firmID, o.today(), r); err != nil || v.Why != "" || v.Signed || v.Name.ZH != agencyZH {
		t.Errorf("%+v, %v", v, err)
	}
	if (&Terms{KeySuite: seal.International.Name(), PublicKey: make([]byte, 32)}).signed([]byte("x"), []byte("y")) {
		t.Error("a wrong signature is one")
	}
}
