package disclosure

import (
	"sync"
	"testing"

	"xinheng/internal/fault"
	"xinheng/internal/workday"
)

func grant(change func(*Grant)) Grant {
	g := Grant{Grantee: bank, Fields: []string{"licence", "penalty.CF_WSH"}, Purpose: "finance", From: workday.MustParse("2026-11-10"), Until: workday.MustParse("2026-11-20")}
	if change != nil {
		change(&g)
	}
	return g
}

// use makes a reading as the bank, under a consent.
func (o *office) use(id string, change func(*Reading)) error {
	return o.read("banker", func(r *Reading) {
		r.Purpose, r.Fields, r.Case, r.Consent = "finance", []string{"licence"}, "DK-1", id
		if change != nil {
			change(r)
		}
	})
}

func TestF08_7_AConsentHoldsOnItsDaysAndForWhatItNames(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-05")
	c := want[Consent](o, "boss", "POST", "/v1/my/consents", grant(nil), "")
	if c.State != ConsentComing || c.Subject != firm || c.ID == "" {
		t.Fatalf("%+v", c)
	}
	for _, day := range []struct {
		on    string
		holds bool
		state ConsentState
	}{
		{"2026-11-09", false, ConsentComing}, {"2026-11-10", true, ConsentLive}, {"2026-11-11", true, ConsentLive},
		{"2026-11-19", true, ConsentLive}, {"2026-11-20", true, ConsentLive}, {"2026-11-21", false, ConsentEnded},
	} {
		o.On(day.on)
		if err := o.use(c.ID, nil); (err == nil) != day.holds || err != nil && !fault.Is(err, "disclosure.no_consent") {
			t.Errorf("%s: %v, want it to hold: %v", day.on, err, day.holds)
		}
		listed := want[struct{ Consents []Consent }](o, "boss", "GET", "/v1/my/consents", nil, "").Consents
		if len(listed) != 1 || listed[0].State != day.state || listed[0].Body != "虚构示例银行" {
			t.Errorf("%s: listed as %+v", day.on, listed)
		}
	}
	o.On("2026-11-15")
	for name, change := range map[string]func(*Reading){
		"no consent":             func(r *Reading) { r.Consent = "" },
		"an id that is none":     func(r *Reading) { r.Consent = "x" },
		"an unknown one":         func(r *Reading) { r.Consent = lastID },
		"another subject":        func(r *Reading) { r.Subject = otherFirm },
		"another purpose":        func(r *Reading) { r.Purpose = "bidding" },
		"a field more":           func(r *Reading) { r.Fields = []string{"licence", "penalty"} },
		"a field with like name": func(r *Reading) { r.Fields = []string{"licences"} },
		"another field of it":    func(r *Reading) { r.Fields = []string{"penalty.CF_XDR_ZJHM"} },
	} {
		t.Run(name, func(t *testing.T) { o.refuses(o.use(c.ID, change), "disclosure.no_consent") })
	}
	must(t, o.use(c.ID, func(r *Reading) { r.Fields = []string{"licence.XK_WSH", "penalty.CF_WSH"} }))
	o.refuses(o.read("officer", func(r *Reading) { r.Consent, r.Purpose, r.Fields = c.ID, "finance", []string{"licence"} }), "disclosure.no_consent")

	o.On("2026-12-01")
	if views := o.views("boss"); len(views) == 0 || views[0].Kind != KindConsented || views[0].Body != "虚构示例银行" {
		t.Errorf("the subject sees %+v", views)
	}
}

func TestF08_7_AConsentTakenBackEndsAtOnceAndOnce(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-10")
	c := want[Consent](o, "boss", "POST", "/v1/my/consents", grant(nil), "")
	must(t, o.use(c.ID, nil))
	path := "/v1/my/consents/" + c.ID
	want[none](o, "otherboss", "DELETE", path, nil, "disclosure.unknown_consent")
	want[none](o, "otherboss", "DELETE", path+"?firm="+firm, nil, "disclosure.unknown_firm")
	want[none](o, "banker", "DELETE", path, nil, "access.no_permission")
	want[none](o, "boss", "DELETE", "/v1/my/consents/x", nil, "disclosure.unknown_consent")
	var taken, over int
	var mu sync.Mutex
	var clicks sync.WaitGroup
	for range 4 { // clicked twice, and from two windows
		clicks.Go(func() {
			err := o.Revoke(t.Context(), people["boss"], firm, c.ID)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				taken++
			case fault.Is(err, "disclosure.consent_over"):
				over++
			default:
				t.Error(err)
			}
		})
	}
	clicks.Wait()
	if taken != 1 || over != 3 {
		t.Errorf("taken back %d times, refused %d times", taken, over)
	}
	o.refuses(o.use(c.ID, nil), "disclosure.no_consent")
	want[none](o, "boss", "DELETE", path, nil, "disclosure.consent_over")
	if n := o.Count(`select count(*) from ledger.entry where kind = 'consent.revoke'`); n != 1 {
		t.Errorf("%d acts", n)
	}
	if n := o.Count(`select count(*) from ledger.entry where public::text like '%' || $1 || '%' or about = $1`, firm); n != 0 {
		t.Errorf("the public ledger tells whose consent it is, %d times", n)
	}
}

func TestF08_7_AConsentIsForSomebodySomethingAndSomeTime(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-10")
	for name, c := range map[string]struct {
		change func(*Grant)
		code   string
	}{
		"a wrong code":           {func(g *Grant) { g.Grantee = "91460000MAXNX0003H" }, "ident.uscc_check"},
		"everything":             {func(g *Grant) { g.Fields = []string{"*"} }, "disclosure.bad_fields"},
		"nothing":                {func(g *Grant) { g.Fields = []string{""} }, "disclosure.bad_fields"},
		"no purpose":             {func(g *Grant) { g.Purpose = "" }, "disclosure.no_purpose"},
		"an emergency":           {func(g *Grant) { g.Purpose = Emergency }, "disclosure.no_purpose"},
		"from yesterday":         {func(g *Grant) { g.From = workday.MustParse("2026-11-09") }, "disclosure.bad_dates"},
		"ended before it begins": {func(g *Grant) { g.Until = workday.MustParse("2026-11-09") }, "disclosure.bad_dates"},
		"without end":            {func(g *Grant) { g.Until = 0 }, "disclosure.bad_dates"},
		"a year and a day":       {func(g *Grant) { g.Until = workday.MustParse("2027-11-10") }, "disclosure.too_long"},
		"a year":                 {func(g *Grant) { g.Until = workday.MustParse("2027-11-09") }, ""},
		"one day, from today":    {func(g *Grant) { g.From, g.Until = 0, workday.MustParse("2026-11-10") }, ""},
	} {
		t.Run(name, func(*testing.T) { want[Consent](o, "boss", "POST", "/v1/my/consents", grant(c.change), c.code) })
	}
	want[none](o, "officer", "POST", "/v1/my/consents", grant(nil), "access.no_permission")
	want[none](o, "boss", "POST", "/v1/my/consents?firm="+otherFirm, grant(nil), "disclosure.unknown_firm")
	// mass assignment: what only the platform decides cannot be given
	want[none](o, "boss", "POST", "/v1/my/consents", map[string]any{"grantee": bank, "fields": []string{"licence"}, "purpose": "finance",
		"until": "2026-11-20", "subject": otherFirm}, "web.invalid")
}
