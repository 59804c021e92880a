package product

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"xinheng/internal/access"
	"xinheng/internal/agency"
	"xinheng/internal/counter"
	"xinheng/internal/exchange"
	"xinheng/internal/jobs"
	"xinheng/internal/law"
	"xinheng/internal/ledger"
	"xinheng/internal/seal"
	"xinheng/internal/web"
	"xinheng/internal/workday"
)

var (
	leadID  = counter.Code("11460000", "MB000001")
	bankID  = counter.Code("91460000", "MA000077")
	rivalID = counter.Code("91460000", "MA000078")
)

var people = map[string]access.Actor{
	"editor": counter.Person("editor", leadID, "海南省虚构发展和改革委员会", "460000", "R16"),
	"lead":   counter.Person("lead", leadID, "海南省虚构发展和改革委员会", "460000", "R19"),
	"bank":   counter.Person("bank", bankID, "海南虚构银行", "460100", "R23"),
	"rival":  counter.Person("rival", rivalID, "海南虚构担保有限公司", "460100", "R23"),
	"clerk":  counter.Person("clerk", leadID, "海南省虚构发展和改革委员会", "460000", "R10"),
}

type office struct {
	*counter.Counter
	*Desk
	agencies *agency.Desk
}

func day(s string) workday.Date { return workday.MustParse(s) }

func open(t *testing.T, today string) *office {
	t.Helper()
	c := counter.Open(t, today, people)
	_, err := ledger.Open(t.Context(), c.DB, "xinheng/test", c.Sealer.SigningKeyOf(seal.International, "ledger"))
	counter.Must(t, err)
	o := &office{c, NewDesk(c.DB, c.Law, c.Now), agency.NewDesk(c.DB, c.Law, exchange.NewDesk(c.DB, jobs.New(c.DB, c.Now), c.Law, c.Sealer, c.Now), c.Now)}
	c.Serve(func(a *web.API) { Routes(a, o.Desk) })
	return o
}

// agreed gives an agency an agreement from one day to another, and a licence until one (0: without end).
func (o *office) agreed(org, from, until string, licence workday.Date) {
	o.T.Helper()
	other, err := seal.New(bytes.Repeat([]byte{9}, seal.MinMaster), seal.National)
	counter.Must(o.T, err)
	a, err := o.agencies.Propose(o.T.Context(), people["editor"], agency.Terms{Org: org, Name: law.Text2{ZH: "海南虚构机构", EN: "Invented agency"}, Kind: "bank", FilingNo: "示金许1号",
		LicensedFrom: day("2026-01-01"), LicensedUntil: licence, Items: []string{"penalty"}, Purpose: "示例", Quota: 3, From: day(from), Until: day(until),
		KeySuite: "national", PublicKey: other.SigningKey("agency").Public(), Active: true})
	counter.Must(o.T, err)
	_, err = o.agencies.Decide(o.T.Context(), people["lead"], org, a.Version, true)
	counter.Must(o.T, err)
}

func want[T any](o *office, who, method, path string, in any, code string) T {
	o.T.Helper()
	return counter.Want[T](o.Counter, who, method, path, in, code)
}

func loan() Entry {
	return Entry{Name: law.Text2{ZH: "示例信用贷", EN: "Example credit loan"}, Kind: "loan", For: law.Text2{ZH: "海南小微企业（示例）", EN: "small firms of Hainan (example)"}, Items: []string{"licence", "penalty"}, Purpose: "finance",
		Price: &law.Text2{ZH: "年化利率以合同为准（示例）", EN: "as the contract says (example)"}, TermsURL: "https://bank.example/terms", From: day("2026-11-01"), Until: day("2026-12-31")}
}

// recipe is how the order key of CP-EXAMPLE begins on 2026-11-20.
const recipe = "b72587e4db05603b"

const register, own = "/v1/credit-products", "/v1/agency/products"

func (o *office) listed() []Product {
	o.T.Helper()
	return want[Directory](o, "", "GET", register, nil, "").Items
}

func (o *office) approved(who string, in Entry) Product {
	o.T.Helper()
	p := want[Product](o, who, "POST", own, in, "")
	return want[Product](o, "lead", "POST", register+"/"+p.ID+"/decision", Decision{Approve: true}, "")
}

func TestF25_4_AnAgencyEntersAndTheOfficeApproves(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	want[Product](o, "bank", "POST", own, loan(), "product.not_running")
	o.agreed(bankID, "2026-11-01", "2026-12-31", 0)
	o.agreed(rivalID, "2026-11-01", "2026-12-31", 0)
	want[Product](o, "lead", "POST", own, loan(), "access.no_permission")
	p := want[Product](o, "bank", "POST", own, loan(), "")
	if len(o.listed()) != 0 {
		t.Error("what nobody approved is in the directory")
	}
	want[Product](o, "bank", "POST", register+"/"+p.ID+"/decision", Decision{Approve: true}, "access.no_permission")
	want[Product](o, "editor", "POST", register+"/"+p.ID+"/decision", Decision{Approve: true}, "access.no_permission")
	want[Product](o, "lead", "POST", register+"/"+p.ID+"/decision", Decision{}, "product.why")
	for range 2 { // a second click
		if got := want[Product](o, "lead", "POST", register+"/"+p.ID+"/decision", Decision{Approve: true}, ""); got.State != "listed" {
			t.Errorf("%+v", got)
		}
	}
	if all := o.listed(); len(all) != 1 || all[0].Agency.EN != "Invented agency" || all[0].Purpose != "finance" || len(all[0].Items) != 2 {
		t.Errorf("%+v", all)
	}
	if all := want[Directory](o, "", "GET", register+"?kind=guarantee", nil, "").Items; len(all) != 0 {
		t.Errorf("of another kind: %+v", all)
	}
	refused := want[Product](o, "rival", "POST", own, loan(), "")
	want[Product](o, "lead", "POST", register+"/"+refused.ID+"/decision", Decision{Why: "条款链接打不开（示例）"}, "")
	if mine := want[struct{ Items []Product }](o, "rival", "GET", own, nil, "").Items; len(mine) != 1 || mine[0].State != "refused" || mine[0].Why == "" {
		t.Errorf("an agency reads %+v", mine)
	}
	want[Product](o, "lead", "POST", register+"/CP-NONE/decision", Decision{Approve: true}, "product.unknown")
	if all := want[struct{ Items []Product }](o, "editor", "GET", register+"/register", nil, "").Items; len(all) != 2 {
		t.Errorf("the office reads %+v", all)
	}
	want[any](o, "clerk", "GET", register+"/register", nil, "access.no_permission")
	if acts := strings.Join(o.Acts(p.ID), " "); acts != "product.entered product.approved" {
		t.Error(acts)
	}
}

// The day before, the first, the last and the day after, of the agreement, the licence and the product; nothing runs.
func TestF25_4_ARowGoesTheDayAfterTheAgreementEnds(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		until, licence, product string // last days
		last, after             string
		state                   string
	}{
		{"2026-11-25", "2027-12-31", "2026-12-31", "2026-11-25", "2026-11-26", "unlicensed"},
		{"2026-12-31", "2026-11-25", "2026-12-31", "2026-11-25", "2026-11-26", "unlicensed"},
		{"2026-12-31", "2027-12-31", "2026-11-25", "2026-11-25", "2026-11-26", "over"},
	} {
		o := open(t, "2026-11-20")
		o.agreed(bankID, "2026-11-01", x.until, day(x.licence))
		in := loan()
		in.From, in.Until = day("2026-11-22"), day(x.product)
		p := o.approved("bank", in)
		for on, n := range map[string]int{"2026-11-21": 0, "2026-11-22": 1, x.last: 1, x.after: 0} {
			o.On(on)
			if got := o.listed(); len(got) != n {
				t.Errorf("on %s the directory has %d, ends %s %s %s", on, len(got), x.until, x.licence, x.product)
			}
		}
		o.On(x.after)
		if mine := want[struct{ Items []Product }](o, "bank", "GET", own, nil, "").Items; mine[0].ID != p.ID || mine[0].State != x.state {
			t.Errorf("after: %+v", mine)
		}
	}
}

// The order is that of the hash of day and id: another each day, computed by anybody, and by no attribute of a product.
func TestF25_4_TheOrderIsNobodys(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agreed(bankID, "2026-11-01", "2026-12-31", 0)
	o.agreed(rivalID, "2026-11-01", "2026-12-31", 0)
	for i := range 6 {
		o.approved([]string{"bank", "rival"}[i%2], loan())
	}
	for _, on := range []string{"2026-11-20", "2026-11-21"} {
		o.On(on)
		dir := want[Directory](o, "", "GET", register, nil, "")
		if dir.On != day(on) || len(dir.Items) != 6 {
			t.Fatalf("%+v", dir)
		}
		for _, p := range dir.Items {
			if p.OrderKey != OrderKey(dir.On, p.ID) {
				t.Errorf("%s stands by %s", p.ID, p.OrderKey)
			}
		}
		if !slices.IsSortedFunc(dir.Items, func(a, b Product) int { return strings.Compare(a.OrderKey, b.OrderKey) }) {
			t.Errorf("on %s it is not the order of the hash", on)
		}
	}
	// the published recipe, with the value of another tool: printf '2026-11-20 CP-EXAMPLE' | sha256sum
	if k := OrderKey(day("2026-11-20"), "CP-EXAMPLE"); !strings.HasPrefix(k, recipe) {
		t.Errorf("the recipe gives %s", k)
	}
}

func TestF25_4_AProductIsEndedByItsAgencyOrStoppedByTheOffice(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agreed(bankID, "2026-11-01", "2026-12-31", 0)
	first, second := o.approved("bank", loan()), o.approved("bank", loan())
	why := map[string]string{"why": "示例：不再提供"}
	want[Product](o, "rival", "POST", own+"/"+first.ID+"/end", why, "product.unknown")
	want[Product](o, "bank", "POST", own+"/"+first.ID+"/end", map[string]string{"why": " "}, "product.why")
	for range 2 {
		want[Product](o, "bank", "POST", own+"/"+first.ID+"/end", why, "")
	}
	want[Product](o, "bank", "POST", register+"/"+second.ID+"/stop", why, "access.no_permission")
	want[Product](o, "lead", "POST", register+"/"+second.ID+"/stop", why, "")
	want[Product](o, "lead", "POST", register+"/"+second.ID+"/stop", map[string]string{"why": "另一理由"}, "product.decided")
	if len(o.listed()) != 0 {
		t.Error("an ended product is in the directory")
	}
}

func TestF25_4_WhatAReaderCannotRelyOnIsRefused(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-20")
	o.agreed(bankID, "2026-11-01", "2026-12-31", 0)
	n, m := int64(100), int64(50)
	for _, x := range []struct {
		code string
		do   func(*Entry)
	}{
		{"product.words", func(e *Entry) { e.For.EN = " " }},
		{"product.data", func(e *Entry) { e.Items = []string{"never"} }},
		{"product.data", func(e *Entry) { e.Purpose = "whatever" }},
		{"product.price", func(e *Entry) { e.Price = nil }},
		{"product.price", func(e *Entry) { e.PriceFrom, e.PriceTo = &m, &n }},
		{"product.price", func(e *Entry) { e.Price, e.PriceFrom, e.PriceTo = nil, &n, &m }},
		{"product.terms", func(e *Entry) { e.TermsURL = "http://bank.example/terms" }},
		{"product.days", func(e *Entry) { e.Until = day("2026-11-19") }},
	} {
		in := loan()
		x.do(&in)
		want[Product](o, "bank", "POST", own, in, x.code)
	}
	in := loan()
	in.Price, in.PriceFrom, in.PriceTo = nil, &m, &n
	want[Product](o, "bank", "POST", own, in, "")
}
